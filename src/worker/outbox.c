/*
 * outbox.c: mails leave the database, one after the other.
 *
 * A mail is claimed, and the claim committed, before it goes out; what became
 * of it is recorded after. If we are killed in between, the claim lapses and
 * the mail goes out again under the same Message-ID.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "conf.h"
#include "db.h"
#include "letter.h"
#include "log.h"
#include "outbox.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "smtp.h"
#include "template.h"
#include "version.h"

#define MAILS_MAX        1000 /* before a fresh process */
#define POLL_SECONDS     1
#define SWEEP_SECONDS    600
#define TRIES_TO_RECORD  5 /* once we are told to stop */
#define PATIENCE_SECONDS 120
#define SECRET_MAX       256

/* There is one, and it lasts as long as the process. */
static struct outbox {
	struct arena *arena, *kept; /* for one mail; for all */
	struct office office;
	struct smtp *smtp;
	bool stop;
	time_t invited, agreed, charged,
	    forgot; /* when these chores were done */
	time_t lapsed, swept, told;
} outbox;

/* A statement, or several, that must be called under attempt(). */
struct step {
	void (*run)(struct request *, struct step *);
	struct rows rows;
	int64_t mail, session;
	bool all;
	const char *state, *text, *purpose;
};

static const struct db_limits limits = { 60000, 10000, 65000 };

/* False if the database did not answer. */
static bool
attempt(struct outbox *o, struct step *s)
{
	struct request r = { .arena = o->arena, .writing = true };
	jmp_buf here;

	r.escape = &here;
	if (setjmp(here) != 0)
		return false;
	s->run(&r, s);
	return true;
}

static void
claim(struct request *r, struct step *s)
{
	s->rows = q_outbox_claim(r, 1);
}

static void
keep_link(struct request *r, struct step *s)
{
	q_outbox_link(r, s->text, s->mail, s->purpose);
}

static void
keep_result(struct request *r, struct step *s)
{
	q_outbox_result(r, s->mail, s->state, s->text);
}

static void
invite(struct request *r, struct step *s)
{
	s->rows = q_work_invitations(r);
}

static void
remind(struct request *r, struct step *s)
{
	s->rows = q_work_reminders(r);
}

static void
tell_barred(struct request *r, struct step *s)
{
	s->rows = q_work_barred(r);
}

static void
charge(struct request *r, struct step *s)
{
	s->rows = q_work_charges(r);
}

static void
forget(struct request *r, struct step *s)
{
	s->rows = q_work_forget(r);
}

static void
agreements_due(struct request *r, struct step *s)
{
	s->rows = q_work_agreements_due(r);
}

static void
agreements(struct request *r, struct step *s)
{
	q_work_agreements(r, s->session);
}

/* Remind managers and let go on what they did not answer, a session a
 * transaction. */
static bool
chase_agreements(struct outbox *o)
{
	struct step due = { .run = agreements_due };
	struct step one = { .run = agreements };
	int i;

	if (!attempt(o, &due))
		return false;
	for (i = 0; i < due.rows.n; i++) {
		one.session = rows_int(due.rows, i, "session");
		if (!attempt(o, &one))
			return false;
	}
	return true;
}

static void
find_lapsing(struct request *r, struct step *s)
{
	s->rows = q_work_lapsing(r, s->all);
}

static void
lapse(struct request *r, struct step *s)
{
	s->rows = q_work_lapse(r, s->session);
}

/* Wait; true if we are told to stop. */
static bool
rest(struct outbox *o, time_t seconds)
{
	struct timespec limit = { .tv_sec = seconds };
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	if (!o->stop && sigtimedwait(&ends, NULL, &limit) != -1)
		o->stop = true;
	return o->stop;
}

/* It went out or not: that must not be forgotten while we live. */
static void
record(struct outbox *o, const struct letter *l, const char *state,
    const char *reply)
{
	struct step s = {
		.run = keep_result, .mail = l->id, .state = state, .text = reply
	};
	struct timespec pause = { .tv_sec = 1 };
	int tries = 0;

	log_line(LOG_INFO, "mail=%lld kind=%s outcome=%s", (long long)l->id,
	    l->kind, state);
	while (!attempt(o, &s) && (!rest(o, 0) || tries++ < TRIES_TO_RECORD))
		nanosleep(&pause, NULL);
}

static void
deliver(struct outbox *o, const struct letter *l)
{
	static const char *const states[] = { [SMTP_SENT] = "sent",
		[SMTP_REFUSED] = "refused",
		[SMTP_LATER] = "later" };
	char name[24], reply[500];
	enum smtp_outcome outcome;

	snprintf(name, sizeof(name), "%08lld", (long long)l->id);
	outcome = smtp_send(o->smtp, o->office.from, l->to, name, &l->message,
	    reply, sizeof(reply));
	record(o, l, states[outcome], reply);
}

/* Write it, with a fresh link whose hash is kept before anybody has it. */
static void
handle(struct outbox *o, struct rows rs)
{
	static const char *const states[] = { [LETTER_DROPPED] = "dropped",
		[LETTER_REFUSED] = "refused",
		[LETTER_LATER] = "later" };
	struct step s = { .run = keep_link, .mail = rows_int(rs, 0, "id") };
	const char *token = NULL;
	enum letter_fate fate;
	struct letter l;

	s.purpose =
	    letter_link(rows_text(rs, 0, "kind"), rows_flag(rs, 0, "guest"));
	if (s.purpose != NULL)
		token = secret_token(o->arena);
	fate = letter_write(&l, o->arena, &o->office, rs, 0, token);
	if (fate != LETTER_READY) {
		record(o, &l, states[fate], l.why);
		return;
	}
	if (token != NULL) {
		s.text = secret_lookup(o->arena, token);
		if (!attempt(o, &s)) {
			record(o, &l, "later", "the database was away");
			return;
		}
	}
	deliver(o, &l);
}

/*
 * Each second, also while mail waits: offers that nobody answered and places
 * kept until now go on to the next in line.  Each session is a transaction of
 * its own, and one that fails keeps no other waiting.
 */
static void
lapse_all(struct outbox *o)
{
	struct step due = { .run = find_lapsing }, one = { .run = lapse };
	time_t now = time(NULL);
	bool tell = now - o->told >= 60;
	int i;

	if (now == o->lapsed)
		return;
	due.all = now - o->swept >= SWEEP_SECONDS;
	if (!attempt(o, &due))
		return;
	o->lapsed = now;
	if (due.all)
		o->swept = now;
	for (i = 0; i < due.rows.n && !rest(o, 0); i++) {
		one.session = rows_int(due.rows, i, "session");
		if (!attempt(o, &one) || rows_null(one.rows, 0, "trouble") ||
		    !tell)
			continue;
		log_line(LOG_ERROR, "lapse: session=%lld %s",
		    (long long)one.session, rows_text(one.rows, 0, "trouble"));
		o->told = now;
	}
}

/* What falls due beside mail: seldom, and only when no mail waits. */
static void
do_chores(struct outbox *o)
{
	struct step invitations = { .run = invite };
	struct step reminders = { .run = remind };
	struct step barred = { .run = tell_barred };
	struct step charges = { .run = charge };
	struct step memory = { .run = forget };
	time_t now = time(NULL);

	if (now - o->invited >= 60 && attempt(o, &invitations) &&
	    attempt(o, &reminders) && attempt(o, &barred))
		o->invited = now;
	if (now - o->agreed >= 60 && chase_agreements(o))
		o->agreed = now;
	if (now - o->charged >= 60 && attempt(o, &charges))
		o->charged = now;
	if (now - o->forgot >= 3600 && attempt(o, &memory))
		o->forgot = now;
}

/* The first line of the file. */
static const char *
read_secret(const char *path)
{
	static char line[SECRET_MAX];
	FILE *f;

	if (*path == '\0')
		return "";
	if ((f = fopen(path, "r")) == NULL ||
	    fgets(line, sizeof(line), f) == NULL)
		die("%s: the password of the mail account cannot be read",
		    path);
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

static void
open_all(struct outbox *o, const struct conf *conf)
{
	struct smtp_server server = { .url = conf->mail,
		.user = conf->mail_user,
		.patience = PATIENCE_SECONDS };
	struct keys *keys;
	char why[300];

	o->arena = arena_new(256 * 1024);
	o->kept = arena_new(4096);
	templates_load();
	if ((keys = keys_read(conf->key_file, why, sizeof(why))) == NULL)
		die("%s", why);
	if (!office_open(&o->office, o->kept, conf, keys))
		die("mail_from: this is not an address to send mail from");
	server.password = read_secret(conf->mail_password_file);
	if ((o->smtp = smtp_open(&server, why, sizeof(why))) == NULL)
		die("mail: %s", why);
	db_setup(
	    conf->database, "lectern_worker", &limits, queries, SCHEMA_NUMBER);
}

enum turn { SENT, IDLE, AWAY };

/* One mail, or the chores if there is none. */
static enum turn
take_turn(struct outbox *o)
{
	struct step s = { .run = claim };

	lapse_all(o);
	arena_reset(o->arena);
	if (!attempt(o, &s))
		return AWAY;
	if (s.rows.n == 0) {
		do_chores(o);
		return IDLE;
	}
	handle(o, s.rows);
	return SENT;
}

enum outbox_end
outbox_run(const struct conf *conf, bool once)
{
	struct outbox *o = &outbox;
	enum turn turn = IDLE;
	int n;

	open_all(o, conf);
	if (once)
		do_chores(o);
	for (n = 0; n < MAILS_MAX && !rest(o, 0);) {
		turn = take_turn(o);
		arena_reset(o->arena);
		if (turn == SENT)
			n++;
		else if (once || rest(o, POLL_SECONDS))
			break;
	}
	smtp_close(o->smtp);
	db_close();
	if (n == MAILS_MAX)
		return OUTBOX_MORE;
	return once && turn == AWAY ? OUTBOX_AWAY : OUTBOX_DONE;
}

/* demo_life.c: what was planned happens, by the commands that pages use. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "demo.h"
#include "secret.h"
#include "text.h"

#define MINUTE 60
#define DAY    86400

void
demo_clock(struct demo *demo, time_t at)
{
	ask(demo->cli,
	    "UPDATE lectern.deployment"
	    "   SET shift = to_timestamp($1::bigint) - current_timestamp",
	    demo_number(demo, at));
}

/* Workshops of a conference: one in each of two rounds, and for every third
 * person a full one that they would rather be in. */
static void
live_choose(struct demo *demo, struct visit *v)
{
	ask(demo->cli,
	    "WITH w AS (SELECT k.code, k.slot, k.topic, k.is_full, h"
	    "   FROM (SELECT w.code, w.slot, coalesce(w.repeat_of, w.code) AS "
	    "topic, w.session, l.taken >= l.capacity AS is_full"
	    "           FROM lectern.workshop w"
	    "           JOIN lectern.pool l ON l.workshop = w.id) k"
	    "   JOIN lectern.booking b ON b.id = $2 AND b.session = k.session,"
	    "        LATERAL hashtextextended(b.id || k.code, 2027) AS h),"
	    " one AS (SELECT code, slot, topic FROM w WHERE NOT is_full"
	    "          ORDER BY slot, h LIMIT 1),"
	    " two AS (SELECT w.code, w.topic FROM w, one"
	    "          WHERE NOT is_full AND w.slot <> one.slot"
	    "            AND w.topic <> one.topic ORDER BY w.h LIMIT 1)"
	    "SELECT app.choose($1, $2, ARRAY[one.code, two.code], ARRAY("
	    "       SELECT w.code FROM w WHERE w.is_full AND h % 3 = 0"
	    "          AND w.topic NOT IN (one.topic, two.topic)"
	    "        ORDER BY h LIMIT 1))"
	    "  FROM one, two",
	    v->person, v->booking);
}

static void
live_book(struct demo *demo, struct dice *d, struct visit *v)
{
	struct arena *a = demo->cli->arena;
	int key = keys_newest(demo->keys);
	unsigned char seed[SEED_SIZE];
	struct ticket ticket;
	struct rows done;

	dice_bytes(d, seed, sizeof(seed));
	ticket_make(demo->keys, key, seed, 1, &ticket);
	done = ask(demo->cli,
	    "SELECT outcome, booking FROM app.book($1, $2, $3, $4, $5,"
	    " NULL, NULL, NULL, NULL, NULL, $6, $7, $8, $9)",
	    v->person, v->course->slug, v->kind, dice_uuid(d, demo->cli),
	    ticket.ticket_hash, text_bytea(a, seed, sizeof(seed)),
	    demo_number(demo, key), ticket.ticket_hash, ticket.code_hash);
	if (strcmp(rows_text(done, 0, "outcome"), "confirmed") == 0 ||
	    strcmp(rows_text(done, 0, "outcome"), "requested") == 0 ||
	    strcmp(rows_text(done, 0, "outcome"), "waiting") == 0) {
		v->booking = rows_text(done, 0, "booking");
		live_choose(demo, v);
		v->ticket = arena_dup(
		    a, ticket.ticket_hash + 2, strlen(ticket.ticket_hash + 2));
	}
}

/* The manager answers by the link of the mail, then the coordinator. */
static void
live_decide(struct demo *demo, struct dice *d, struct visit *v)
{
	bool agree = dice_percent(d, 85);
	unsigned char token[32];
	const char *hash, *yes = agree ? "t" : "f";

	if (v->booking == NULL)
		return;
	dice_bytes(d, token, sizeof(token));
	hash = text_bytea(demo->cli->arena, token, sizeof(token));
	ask(demo->cli,
	    "SELECT app.link_make($1, max(id), 'approval')"
	    "  FROM lectern.mail WHERE booking = $2 AND kind = "
	    "'agreement_asked'"
	    "HAVING count(*) > 0",
	    hash, v->booking);
	ask(demo->cli,
	    "SELECT app.decide_by_link($1, id, $3, $4)"
	    "  FROM lectern.approval"
	    " WHERE booking = $2 AND kind = 'manager' AND state = 'open'",
	    hash, v->booking, yes, agree ? "" : demo_words(demo, d, "decline"));
	ask(demo->cli, "SELECT app.decide_all($1, ARRAY[$2::bigint], $3, '')",
	    demo->coordinator, v->booking, yes);
	if (!agree)
		v->booking = NULL;
}

static void
live_cancel(struct demo *demo, struct dice *d, struct visit *v)
{
	if (v->booking == NULL)
		return;
	ask(demo->cli, "SELECT outcome FROM app.cancel($1, $2, $3)", v->person,
	    v->booking, demo_words(demo, d, "cancel"));
	v->booking = NULL;
	/* whoever is offered the place is glad of it */
	ask(demo->cli,
	    "SELECT app.answer_offer(person, id, true) FROM lectern.booking"
	    " WHERE session = $1 AND state = 'offered'",
	    v->course->id);
}

/* The session is called off: everyone loses their place and is told. */
static void
live_close(struct demo *demo, struct course *c)
{
	ask(demo->cli,
	    "UPDATE lectern.session SET status = 'cancelled', sequence = "
	    "sequence + 1"
	    " WHERE id = $1",
	    c->id);
	ask(demo->cli,
	    "SELECT app.end_booking(b, $2, 'session', s.cancel_reason)"
	    "  FROM lectern.booking b JOIN lectern.session s ON s.id = "
	    "b.session"
	    " WHERE s.id = $1 AND b.state IN ('requested', 'waiting', "
	    "'offered', 'confirmed')",
	    c->id, demo->coordinator);
}

static json_t *
scan_make(struct demo *demo, struct dice *d, const struct part *part,
    const char *means, time_t at)
{
	return json_pack("{ss si ss ss}", "id", dice_uuid(d, demo->cli), "part",
	    part->number, "means", means, "at", demo_moment(demo, at));
}

/* One person at the door: most are early, some late, few leave early. */
static void
scan_visit(struct demo *demo, struct dice *d, struct visit *v,
    const struct part *part, json_t *scans)
{
	bool is_online = strcmp(v->course->delivery, "virtual") == 0 ||
			 (v->kind != NULL && strcmp(v->kind, "virtual") == 0);
	bool by_name = is_online || dice_percent(d, 12);
	time_t at = part->starts - 25 * MINUTE + dice_below(d, 24 * MINUTE);
	json_t *scan;

	if (dice_percent(d, 9))
		at = part->starts + dice_below(d, 25 * MINUTE);
	scan = scan_make(demo, d, part,
	    is_online ? "report"
	    : by_name ? "name"
		      : "camera",
	    at);
	if (by_name)
		json_object_set_new(
		    scan, "booking", json_integer(atoll(v->booking)));
	else
		json_object_set_new(scan, "hash", json_string(v->ticket));
	json_array_append_new(scans, scan);
	v->was_there = true;
	if (!dice_percent(d, 4) || part->ends > demo->now)
		return;
	scan = scan_make(demo, d, part, "name",
	    part->ends - (30 + dice_below(d, 90)) * MINUTE);
	json_object_update_new(
	    scan, json_pack("{ss sI ss}", "way", "out", "booking",
		      (json_int_t)atoll(v->booking), "reason",
		      dice_percent(d, 50) ? "called to court"
					  : "called to an incident"));
	json_array_append_new(scans, scan);
}

static void
scan_walk_in(
    struct demo *demo, struct dice *d, const struct part *part, json_t *scans)
{
	json_t *list = json_object_get(demo->words, "walk_in");
	json_t *who = json_array_get(
	    list, (size_t)dice_below(d, (int)json_array_size(list)));
	json_t *scan = scan_make(demo, d, part, "name", part->starts);

	json_object_set_new(scan, "person",
	    json_pack("{sO sO}", "name", json_array_get(who, 0), "organisation",
		json_array_get(who, 1)));
	json_array_append_new(scans, scan);
}

static void
check_in(struct demo *demo, struct dice *d, struct course *c, json_t *scans)
{
	char *text = json_dumps(scans, JSON_COMPACT);

	ask(demo->cli, "SELECT app.check_in($1, $2, $3, '0', $4)", c->trainer,
	    c->slug, dice_uuid(d, demo->cli), text);
	free(text);
	json_decref(scans);
}

/* The visits of those who have a place, closed by a NULL. */
static struct visit **
placed(struct demo *demo, struct course *c)
{
	struct rows found = ask(demo->cli,
	    "SELECT id FROM lectern.booking"
	    " WHERE session = $1 AND state = 'confirmed' ORDER BY id",
	    c->id);
	struct visit **list = arena_alloc(demo->cli->arena,
			 ((size_t)found.n + 1) * sizeof(*list)),
		     **next = list, *v;
	size_t k;
	int i;

	for (i = 0; i < found.n; i++)
		for (k = 0; k < demo->visits_n; k++) {
			v = &demo->visits[k];
			if (v->course == c && v->booking != NULL &&
			    strcmp(v->booking, rows_text(found, i, "id")) == 0)
				*next++ = v;
		}
	*next = NULL;
	return list;
}

static void
live_door(struct demo *demo, struct dice *d, struct course *c, int part)
{
	struct visit **next = placed(demo, c);
	json_t *scans = json_array();

	for (; *next != NULL; next++)
		if ((*next)->comes && (part == 0 || dice_percent(d, 94)))
			scan_visit(demo, d, *next, &c->part[part], scans);
	if (strcmp(c->delivery, "in_person") == 0 && dice_percent(d, 15))
		scan_walk_in(demo, d, &c->part[part], scans);
	check_in(demo, d, c, scans);
}

/* Somebody who was missed at the door signed the paper list. */
static void
live_late(struct demo *demo, struct dice *d, struct course *c)
{
	struct visit **next = placed(demo, c);
	json_t *scan;

	while (*next != NULL && (*next)->was_there)
		next++;
	if (*next == NULL)
		return;
	scan = scan_make(demo, d, &c->part[0], "paper", c->part[0].starts);
	json_object_update_new(scan,
	    json_pack("{sI ss}", "booking", (json_int_t)atoll((*next)->booking),
		"reason", "is on the signed paper list"));
	check_in(demo, d, c, json_pack("[o]", scan));
}

static void
live_answer(struct demo *demo, struct dice *d, struct visit *v)
{
	json_t *form = json_object_get(demo->forms, v->course->form);
	json_t *answers;
	char *text;

	if (v->booking == NULL || !v->was_there)
		return;
	answers = answers_make(demo, d, v);
	text = json_dumps(answers, JSON_COMPACT);
	ask(demo->cli,
	    "SELECT outcome FROM app.submit_response($1, $2, $3, $4, '{}')",
	    v->person, v->booking,
	    json_string_value(json_object_get(form, "id")), text);
	free(text);
	json_decref(answers);
}

static void
act_out(struct demo *demo, struct dice *d, struct act *act)
{
	demo_clock(demo, act->at);
	switch (act->deed) {
	case BOOK:
		live_book(demo, d, act->visit);
		break;
	case DECIDE:
		live_decide(demo, d, act->visit);
		break;
	case CANCEL:
		live_cancel(demo, d, act->visit);
		break;
	case CLOSE:
		live_close(demo, act->course);
		break;
	case DOOR:
		live_door(demo, d, act->course, act->part);
		break;
	case SIGN_OFF:
		ask(demo->cli, "SELECT outcome FROM app.sign_off($1, $2)",
		    act->course->trainer, act->course->slug);
		break;
	case LATE:
		live_late(demo, d, act->course);
		break;
	case ANSWER:
		live_answer(demo, d, act->visit);
		break;
	}
}

/* Alerts are settled on the morning after, but for the newest call. */
static void
settle(struct demo *demo, struct dice *d)
{
	struct rows found = ask(demo->cli,
	    "SELECT a.id, extract(epoch FROM a.raised)::bigint AS raised"
	    "  FROM lectern.alert a"
	    " WHERE a.id <> (SELECT max(id) FROM lectern.alert WHERE value = "
	    "'call')"
	    " ORDER BY a.raised");
	time_t at;
	int i;

	ask(demo->cli, "BEGIN");
	for (i = 0; i < found.n; i++) {
		at = rows_int(found, i, "raised");
		at += DAY - at % DAY + 9 * 3600 + dice_below(d, 90) * MINUTE;
		demo_clock(demo, at < demo->now ? at : demo->now);
		ask(demo->cli,
		    "SELECT outcome FROM app.settle_alert($1, $2, $3)",
		    demo->coordinator, rows_text(found, i, "id"),
		    demo_words(demo, d, "settle"));
	}
	ask(demo->cli, "COMMIT");
}

/* What was due by now has gone out. */
void
demo_sent(struct demo *demo)
{
	ask(demo->cli, "UPDATE lectern.mail"
		       "   SET state = 'sent', attempts = 1, finished = made + "
		       "interval '20 seconds',"
		       "       reply = '250 2.0.0 Ok'"
		       " WHERE state = 'queued' AND due <= lectern.clock()");
}

/* The acts of one day, in one transaction; gives the first of the next. */
static size_t
day_live(struct demo *demo, struct dice *d, size_t i)
{
	time_t day = demo->acts[i].at / DAY;
	bool is_taught = false, is_charged = false;

	ask(demo->cli, "BEGIN");
	for (; i < demo->acts_n && demo->acts[i].at / DAY == day; i++) {
		act_out(demo, d, &demo->acts[i]);
		is_taught = is_taught || demo->acts[i].deed == DOOR;
		is_charged = is_charged || demo->acts[i].deed == CANCEL ||
			     demo->acts[i].deed == SIGN_OFF ||
			     demo->acts[i].deed == LATE;
	}
	/* what the worker's clockwork would have done by the evening */
	ask(demo->cli,
	    "SELECT app.work_agreements(s) FROM app.work_agreements_due() AS "
	    "s");
	if (is_taught)
		ask(demo->cli, "SELECT app.work_invitations()");
	if (is_charged)
		ask(demo->cli, "SELECT app.work_charges()");
	demo_sent(demo);
	ask(demo->cli, "COMMIT");
	return i;
}

/* What was asked today is still to be answered, and its mail to be sent. */
static void
ask_today(struct demo *demo)
{
	demo_clock(demo, demo->now);
	ask(demo->cli,
	    "SELECT app.work_agreements(s) FROM app.work_agreements_due() AS "
	    "s");
	ask(demo->cli,
	    "UPDATE lectern.mail m"
	    "   SET state = 'queued', attempts = 0, finished = NULL, reply = "
	    "'',"
	    "       due = lectern.clock()"
	    "  FROM lectern.approval v"
	    " WHERE m.booking = v.booking AND m.address = v.address AND "
	    "v.state "
	    "= 'open'"
	    "   AND m.kind = 'agreement_asked' AND m.made > lectern.clock() - "
	    "interval '1 day'");
}

void
demo_live(struct demo *demo)
{
	struct dice d;
	size_t i = 0, days = 0;

	dice_seed(&d, "life");
	while (i < demo->acts_n) {
		if (days++ % 50 == 0) /* the planner should know what grew */
			ask(demo->cli, "ANALYZE");
		i = day_live(demo, &d, i);
	}
	settle(demo, &d);
	ask_today(demo);
}

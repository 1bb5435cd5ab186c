/*
 * db.c: the one connection of this worker.
 *
 * Waiting is done here with poll(), not in libpq: a database that has stopped
 * answering must cost a request three seconds and not a worker.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "db.h"
#include "inner.h"
#include "log.h"
#include "metrics.h"
#include "request.h"

#define CONNECT_S        "2" /* the least that libpq takes */
#define BACKOFF_FIRST_MS 100
#define BACKOFF_LAST_MS  5000
#define TRIES            3
#define SIMPLE_MS        1000

/* Short statements are planned once a connection: planning our views takes
 * longer than running them, and what they read is in memory or nearly so.  A
 * long one is worth a plan for its very filters. */
const struct db_limits db_web = { 2500, 2000, 2800,
	"-c plan_cache_mode=force_generic_plan -c jit=off" };
const struct db_limits db_slow = { 600000, 5000, 600000, "-c jit=off" };

static struct {
	const char *conninfo, *role;
	const struct db_limits *limits;
	struct query *const *queries;
	int schema;

	PGconn *conn;
	unsigned generation;
	int64_t next_ms; /* no attempt to connect before this */
	int64_t backoff_ms;
} db;

/* What to do about a failed statement. */
enum trouble { FINE, AGAIN, STALE, LOST, AWAY, BUG };

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
db_setup(const char *conninfo, const char *role, const struct db_limits *limits,
    struct query *const *queries, int schema)
{
	db_close();
	db.conninfo = conninfo;
	db.role = role;
	db.limits = limits;
	db.queries = queries;
	db.schema = schema;
	db.next_ms = db.backoff_ms = 0;
}

void
db_close(void)
{
	if (db.conn != NULL)
		PQfinish(db.conn);
	db.conn = NULL;
}

/* Does the connection string name the user itself? */
static bool
names_user(const char *conninfo)
{
	PQconninfoOption *all = PQconninfoParse(conninfo, NULL), *o;
	bool named = false;

	for (o = all; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, "user") == 0 && o->val != NULL)
			named = true;
	PQconninfoFree(all);
	return named;
}

static void
drop_notice(void *arg, const char *message)
{
	(void)arg;
	log_line(LOG_DEBUG, "db: %s", message);
}

static PGconn *
connect_now(void)
{
	const char *keys[] = { "dbname", "connect_timeout", "client_encoding",
		"fallback_application_name", "options", "user", NULL };
	const char *values[] = { db.conninfo, CONNECT_S, "UTF8", "lectern",
		db.limits->options, db.role, NULL };
	PGconn *conn;

	if (names_user(db.conninfo))
		keys[5] = NULL;
	conn = PQconnectdbParams(keys, values, 1);
	PQsetNoticeProcessor(conn, drop_notice, NULL);
	return conn;
}

/* Wait until the answer is here; false if the deadline passes first. */
static bool
wait_until(int64_t deadline)
{
	struct pollfd p = { .fd = PQsocket(db.conn) };
	int flush, n;
	int64_t left;

	for (;;) {
		flush = PQflush(db.conn);
		if (flush == -1 || !PQisBusy(db.conn))
			return true; /* PQgetResult() tells which */
		if ((left = deadline - now_ms()) <= 0)
			return false;
		p.events = (short)(POLLIN | (flush == 1 ? POLLOUT : 0));
		n = poll(&p, 1, (int)left);
		if (n == -1 && errno != EINTR)
			die("db: poll: %s", strerror(errno));
		if (n > 0 && PQconsumeInput(db.conn) == 0)
			return true;
	}
}

/*
 * The last result of a command that was sent, or the first that brings rows
 * one at a time; NULL if the database did not answer in time or went away.
 */
static PGresult *
take_result(int64_t deadline, bool stream)
{
	PGresult *res = NULL, *next;

	for (;;) {
		if (!wait_until(deadline)) {
			PQclear(res);
			log_line(LOG_WARN, "db silent");
			db_close();
			return NULL;
		}
		if ((next = PQgetResult(db.conn)) == NULL)
			return res;
		PQclear(res);
		res = next;
		if (stream || PQstatus(db.conn) == CONNECTION_BAD)
			return res;
	}
}

/* Run a statement outside of any request; its first value, or NULL. */
static const char *
simple(const char *sql, char *out, size_t size)
{
	PGresult *res = NULL;
	ExecStatusType st;

	*out = '\0';
	if (PQsendQuery(db.conn, sql))
		res = take_result(now_ms() + SIMPLE_MS, false);
	st = PQresultStatus(res);
	if (st == PGRES_TUPLES_OK && PQntuples(res) == 1)
		snprintf(out, size, "%s", PQgetvalue(res, 0, 0));
	PQclear(res);
	return st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK ? out : NULL;
}

static enum db_state
check_schema(char *why, size_t size)
{
	char out[32];
	const char *number;
	int is;

	number = simple("SELECT app.schema_number()", out, sizeof(out));
	if (number == NULL) {
		snprintf(why, size,
		    "there is no schema yet, or it cannot be "
		    "read as %s: run `lectern migrate`",
		    db.role);
		return db.conn != NULL ? DB_UNFIT : DB_AWAY;
	}
	if (sscanf(number, "%d", &is) == 1 && is == db.schema)
		return DB_READY;
	snprintf(why, size,
	    "the database has schema %s and this program needs %d: %s", number,
	    db.schema,
	    is < db.schema ? "run `lectern migrate`"
			   : "start the newer program");
	return DB_UNFIT;
}

/*
 * Put this program's limits on a connection.  What it reads lies in memory or
 * on flash: a row by its index costs no more than one of many.
 */
static bool
set_limits(void)
{
	char sql[400], out[8];

	snprintf(sql, sizeof(sql),
	    "SET statement_timeout = %d; SET lock_timeout = %d; "
	    "SET idle_in_transaction_session_timeout = 10000; "
	    "SET default_transaction_isolation = 'read committed'; "
	    "SET random_page_cost = 1.1",
	    db.limits->statement, db.limits->lock);
	return simple(sql, out, sizeof(out)) != NULL;
}

static enum db_state
open_connection(char *why, size_t size)
{
	enum db_state state = DB_AWAY;

	db_close();
	db.conn = connect_now();
	if (PQstatus(db.conn) == CONNECTION_OK && set_limits())
		state = check_schema(why, size);
	else
		snprintf(why, size, "%s", PQerrorMessage(db.conn));
	db.generation++;
	if (state != DB_READY)
		db_close();
	return state;
}

/* Has the server closed the connection since it was last used?  Asked before
 * every statement, so that a restart costs nobody a form. */
static bool
still_there(void)
{
	struct pollfd p = { .fd = PQsocket(db.conn), .events = POLLIN };
	int reads = 0;

	while (poll(&p, 1, 0) > 0 && reads++ < 3)
		if (PQconsumeInput(db.conn) == 0)
			return false;
	return PQstatus(db.conn) == CONNECTION_OK && reads < 3;
}

/* Is there a live connection?  Try for one unless it failed just now. */
static bool
connected(void)
{
	char why[300];

	if (db.conn != NULL && still_there())
		return true;
	if (now_ms() < db.next_ms) {
		db_close();
		return false;
	}
	if (open_connection(why, sizeof(why)) == DB_READY) {
		db.backoff_ms = 0;
		return true;
	}
	db.backoff_ms =
	    db.backoff_ms == 0 ? BACKOFF_FIRST_MS : db.backoff_ms * 2;
	if (db.backoff_ms > BACKOFF_LAST_MS)
		db.backoff_ms = BACKOFF_LAST_MS;
	db.next_ms = now_ms() + db.backoff_ms;
	metrics_add(METRIC_DB_AWAY, 1);
	log_line(LOG_WARN, "db away: %s", why);
	return false;
}

bool
db_ready(void)
{
	char out[8];

	return connected() && simple("SELECT 1", out, sizeof(out)) != NULL;
}

static bool
in_list(const char *state, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strncmp(state, *list, strlen(*list)) == 0)
			return true;
	return false;
}

/* Classes of SQLSTATE, as ARCHITECTURE names them. */
static enum trouble
classify(const PGresult *res)
{
	static const char *const again[] = { "40001", "40P01", NULL };
	static const char *const stale[] = { "0A000", "26000", "42P01", "42883",
		NULL };
	static const char *const lost[] = { "08", "57P0", "25006", NULL };
	static const char *const away[] = { "53", "57014", "55P03", NULL };
	const char *state;

	if (res == NULL)
		return LOST;
	switch (PQresultStatus(res)) {
	case PGRES_TUPLES_OK:
	case PGRES_SINGLE_TUPLE:
	case PGRES_COMMAND_OK:
		return FINE;
	default:
		state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	}
	if (state == NULL)
		return db.conn == NULL || PQstatus(db.conn) == CONNECTION_BAD
			   ? LOST
			   : BUG;
	return in_list(state, again)   ? AGAIN
	       : in_list(state, stale) ? STALE
	       : in_list(state, lost)  ? LOST
	       : in_list(state, away)  ? AWAY
				       : BUG;
}

/* Send the statement, prepared if it is not yet; NULL as take_result(). */
static PGresult *
attempt(struct query *q, const char *const *args, int64_t deadline)
{
	PGresult *res;

	if (q->prepared != db.generation) {
		if (!PQsendPrepare(db.conn, q->name, q->sql, 0, NULL))
			return NULL;
		res = take_result(deadline, false);
		if (res == NULL || PQresultStatus(res) != PGRES_COMMAND_OK)
			return res;
		PQclear(res);
		q->prepared = db.generation;
	}
	if (!PQsendQueryPrepared(
		db.conn, q->name, q->nargs, args, NULL, NULL, 0))
		return NULL;
	if (q->stream)
		PQsetSingleRowMode(db.conn);
	return take_result(deadline, q->stream);
}

static void
clear(void *res)
{
	PQclear(res);
}

/* Tell the operator what failed; never the values. */
static const char *
message(const struct query *q, const PGresult *res)
{
	static char text[300];
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *words = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (state != NULL && strncmp(state, "22", 2) == 0)
		words = "a value does not fit"; /* the text would quote it */
	snprintf(text, sizeof(text), "query=%s sqlstate=%s %s", q->name,
	    state != NULL ? state : "-", words != NULL ? words : "lost");
	return text;
}

/* After a failure: is another attempt right? */
static bool
try_again(struct request *r, const struct query *q, PGresult *res, int tries)
{
	enum trouble t = classify(res);
	char text[300];

	snprintf(text, sizeof(text), "%s", message(q, res));
	PQclear(res);
	if (t == BUG)
		die("db: %s", text);
	log_line(LOG_WARN, "db: %s", text);
	metrics_add(METRIC_DB_TROUBLE, 1);
	if (t == STALE || t == LOST)
		db_close();
	if (t == AGAIN)
		return tries < TRIES;
	return (t == STALE || t == LOST) && !r->writing && tries < 2 &&
	       now_ms() < r->db_deadline;
}

static PGresult *
ask(struct request *r, struct query *q, const char *const *args)
{
	PGresult *res = NULL;
	int tries = 0;

	if (r->db_deadline == 0)
		r->db_deadline = now_ms() + db.limits->request;
	do {
		if (now_ms() >= r->db_deadline || !connected())
			request_give_up(r);
		res = attempt(q, args, r->db_deadline);
		tries++;
		if (classify(res) == FINE)
			return res;
	} while (try_again(r, q, res, tries));
	request_give_up(r);
}

struct rows
db_query(struct request *r, struct query *q, const char *const *args)
{
	PGresult *res = ask(r, q, args);

	arena_defer(r->arena, clear, res);
	return (struct rows){ res, PQntuples(res) };
}

enum db_state
db_check(char *why, size_t size)
{
	enum db_state state = open_connection(why, size);
	struct query *const *q;
	PGresult *res;

	for (q = db.queries; state == DB_READY && *q != NULL; q++) {
		res = PQprepare(db.conn, (*q)->name, (*q)->sql, 0, NULL);
		if (PQresultStatus(res) != PGRES_COMMAND_OK) {
			state = classify(res) == LOST ? DB_AWAY : DB_UNFIT;
			snprintf(why, size, "query %s: %s", (*q)->name,
			    PQerrorMessage(db.conn));
		}
		PQclear(res);
	}
	db_close();
	return state;
}

struct stream {
	struct request *request;
	struct query *query;
	PGresult *res;
	bool begun, done;
};

static void
stream_close(void *arg)
{
	struct stream *s = arg;

	PQclear(s->res);
	if (!s->done)
		db_close(); /* cheaper than reading what nobody wants */
}

struct stream *
db_stream(struct request *r, struct query *q, const char *const *args)
{
	struct stream *s = arena_alloc(r->arena, sizeof(*s));

	*s = (struct stream){ r, q, ask(r, q, args), false, false };
	arena_defer(r->arena, stream_close, s);
	return s;
}

struct rows
stream_next(struct stream *s)
{
	if (s->begun && !s->done) {
		PQclear(s->res);
		s->res = take_result(s->request->db_deadline, true);
	}
	s->begun = true;
	if (classify(s->res) != FINE) /* half of it is with the client */
		die("db: %s", message(s->query, s->res));
	if (PQresultStatus(s->res) == PGRES_TUPLES_OK && !s->done) {
		s->done = true; /* the end: no row, columns still named */
		PQclear(PQgetResult(db.conn));
	}
	return (struct rows){ s->res, PQntuples(s->res) };
}

/*
 * test_db.c: what a worker does when its database stumbles.
 *
 * Needs a PostgreSQL on which it may make a database (PGHOST and its like, as
 * script/test gives them); without one it is skipped.
 */
#include <sys/wait.h>

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"

#include "arena.h"
#include "db.h"
#include "inner.h"
#include "log.h"
#include "request.h"

#ifdef __SANITIZE_ADDRESS__ /* it keeps what was freed for a while */
#define GROWTH_MAX 500000
#else
#define GROWTH_MAX 1000 /* kilobytes */
#endif

static struct arena *a;
static char conninfo[100], name[60];
static PGconn *outside; /* another session, to make trouble with */

/* One that does not come back is told by -1. */
void
request_give_up(struct request *r)
{
	longjmp(*(jmp_buf *)r->escape, 1);
}

static void
run(const char *sql)
{
	PGresult *res = PQexec(outside, sql);
	ExecStatusType st = PQresultStatus(res);

	if (st != PGRES_COMMAND_OK && st != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(outside));
	PQclear(res);
}

#define QUERY(n, sql)                                                          \
	{                                                                      \
#n, 0, sql, false, 0                                           \
	}

static struct query query_one = QUERY(one, "SELECT 1 AS n");
static struct query query_echo = { "echo", 3,
	"SELECT $1::bigint AS i, $2::text AS t, $3::bytea AS b", false, 0 };
static struct query query_nap = QUERY(nap, "SELECT pg_sleep(10)");
static struct query query_clash = QUERY(clash, "SELECT app.clash() AS n");
static struct query query_dead = QUERY(dead, "SELECT app.dead_lock() AS n");
static struct query query_thing = QUERY(thing, "SELECT * FROM app.thing");
static struct query query_add =
    QUERY(add, "INSERT INTO app.note VALUES ('x') RETURNING note");
static struct query query_wrong = QUERY(wrong, "SELECT no_such_column");
static struct query query_zero = QUERY(zero, "SELECT 1 / 0 AS n");
static struct query query_many = { "many", 1,
	"SELECT n, repeat('x', 100) AS x FROM generate_series(1, $1::bigint)"
	" AS n",
	true, 0 };

static struct query *const good[] = { &query_one, &query_echo, NULL };
static struct query *const bad[] = { &query_one, &query_wrong, NULL };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The first value of a query, or -1 when the request was given up. */
static long
ask(struct query *q, bool writing)
{
	struct request r = { .arena = a, .writing = writing };
	struct rows rows;
	jmp_buf here;

	r.escape = &here;
	if (setjmp(here) != 0)
		return -1;
	rows = db_query(&r, q, NULL);
	return rows.n > 0 ? strtol(PQgetvalue(rows.res, 0, 0), NULL, 10) : 0;
}

static int
fresh(void **state)
{
	(void)state;
	db_setup(conninfo, "nobody_needs_this", &db_web, good, 7);
	run("CREATE OR REPLACE FUNCTION app.schema_number() RETURNS int "
	    "LANGUAGE sql AS 'SELECT 7'");
	return 0;
}

static int
reset(void **state)
{
	(void)state;
	db_close();
	arena_reset(a);
	return 0;
}

/* End the worker's session, as a restart of the server does. */
static void
cut(void)
{
	run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
	    "WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

TEST(parameters_arrive_and_values_come_back)
{
	struct request r = { .arena = a };
	const char *args[] = { db_int(a, INT64_MIN), "Łęcka'", "\\x00ff" };
	const char *nulls[] = { db_id(a, 0), NULL, db_some("") };
	struct rows rows = db_query(&r, &query_echo, args);

	assert_int_equal(rows_int(rows, 0, "i"), INT64_MIN);
	assert_string_equal(rows_text(rows, 0, "t"), "Łęcka'");
	assert_string_equal(rows_text(rows, 0, "b"), "\\x00ff");
	assert_false(rows_null(rows, 0, "t"));
	rows = db_query(&r, &query_echo, nulls);
	assert_true(rows_null(rows, 0, "i"));
	assert_true(rows_null(rows, 0, "b"));
	assert_string_equal(rows_text(rows, 0, "t"), "");
}

TEST(a_restart_of_the_server_costs_nobody_a_form)
{
	assert_int_equal(ask(&query_one, false), 1);
	cut();
	assert_int_equal(ask(&query_one, false), 1);
	run("TRUNCATE app.note");
	cut();
	assert_int_equal(ask(&query_add, true), 0); /* "x" */
	assert_int_equal(ask(&query_one, true), 1);
}

/* A helper that ends the session while its statement runs. */
static pid_t
cut_later(void)
{
	pid_t pid = fork();
	PGresult *res = NULL;
	PGconn *conn;
	int n = 0;

	if (pid != 0)
		return pid;
	conn = PQconnectdb(conninfo);
	while (n == 0) {
		PQclear(res);
		res = PQexec(conn,
		    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
		    "WHERE state = 'active' AND query LIKE '%pg_sleep(10)%' "
		    "AND pid <> pg_backend_pid()");
		n = PQntuples(res);
	}
	_exit(0);
}

TEST(a_connection_lost_in_a_write_is_not_tried_again)
{
	double from = now();
	pid_t pid = cut_later();

	assert_int_equal(ask(&query_nap, true), -1);
	assert_true(now() - from < 1.5);
	waitpid(pid, NULL, 0);
	assert_int_equal(ask(&query_one, true), 1);
}

TEST(a_slow_statement_is_cut_off_within_three_seconds)
{
	double from = now();

	assert_int_equal(ask(&query_nap, false), -1);
	assert_true(now() - from < 3);
	assert_int_equal(ask(&query_one, false), 1);
}

TEST(a_clash_is_tried_three_times)
{
	run("CREATE OR REPLACE FUNCTION app.clash() RETURNS bigint LANGUAGE "
	    "plpgsql AS $$ BEGIN IF nextval('app.tries') < 3 THEN RAISE "
	    "SQLSTATE '40001'; END IF; RETURN 42; END $$");
	run("ALTER SEQUENCE app.tries RESTART");
	assert_int_equal(ask(&query_clash, true), 42);
	run("CREATE OR REPLACE FUNCTION app.dead_lock() RETURNS bigint "
	    "LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('app.tries'); "
	    "RAISE SQLSTATE '40P01'; END $$");
	run("ALTER SEQUENCE app.tries RESTART");
	assert_int_equal(ask(&query_dead, true), -1);
	run("SELECT 1 / (CASE WHEN last_value = 3 THEN 1 ELSE 0 END) "
	    "FROM app.tries");
}

TEST(a_changed_table_is_met_by_a_new_connection)
{
	run("DROP TABLE IF EXISTS app.thing");
	run("CREATE TABLE app.thing AS SELECT 5 AS n");
	assert_int_equal(ask(&query_thing, false), 5);
	run("ALTER TABLE app.thing ADD m text");
	assert_int_equal(ask(&query_thing, false), 5); /* 0A000, repeated */
	run("ALTER TABLE app.thing ADD o text");
	assert_int_equal(ask(&query_thing, true), -1); /* a write is not */
	assert_int_equal(ask(&query_thing, true), 5);
	run("DROP TABLE app.thing");
	assert_int_equal(ask(&query_thing, false), -1); /* 42P01, twice */
}

TEST(a_standby_is_left)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "ALTER DATABASE %s SET default_transaction_read_only = on", name);
	run(sql);
	assert_int_equal(ask(&query_one, false), 1);
	assert_int_equal(ask(&query_add, true), -1); /* 25006 */
	run("SET default_transaction_read_only = off");
	snprintf(sql, sizeof(sql),
	    "ALTER DATABASE %s RESET default_transaction_read_only", name);
	run(sql);
	assert_int_equal(ask(&query_add, true), 0); /* on a new connection */
}

TEST(a_bug_ends_the_worker)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		db_setup(conninfo, "x", &db_web, good, 7);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(9);
		ask(&query_zero, false);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 1);
}

TEST(another_schema_is_refused_in_one_line)
{
	char why[300];

	assert_int_equal(db_check(why, sizeof(why)), DB_READY);
	db_setup(conninfo, "x", &db_web, good, 8);
	assert_int_equal(db_check(why, sizeof(why)), DB_UNFIT);
	assert_non_null(strstr(why, "run `lectern migrate`"));
	assert_int_equal(ask(&query_one, false), -1);
	db_setup(conninfo, "x", &db_web, good, 6);
	assert_int_equal(db_check(why, sizeof(why)), DB_UNFIT);
	assert_non_null(strstr(why, "start the newer program"));
	db_setup(conninfo, "x", &db_web, bad, 7);
	assert_int_equal(db_check(why, sizeof(why)), DB_UNFIT);
	assert_non_null(strstr(why, "query wrong: "));
	run("DROP FUNCTION app.schema_number()");
	db_setup(conninfo, "x", &db_web, good, 7);
	assert_int_equal(db_check(why, sizeof(why)), DB_UNFIT);
	assert_null(strchr(why, '\n'));
}

TEST(an_absent_database_is_asked_for_ever_more_slowly)
{
	double from = now();
	int i;

	db_setup("host=/nowhere dbname=x", "x", &db_web, good, 7);
	for (i = 0; i < 1000; i++)
		assert_int_equal(ask(&query_one, false), -1);
	assert_true(now() - from < 1);
	assert_false(db_ready());
}

/* The resident memory of this process, in kilobytes. */
static long
resident(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (f == NULL || fscanf(f, "%*d %ld", &pages) != 1)
		fail_msg("no /proc");
	fclose(f);
	return pages * 4;
}

TEST(a_stream_of_any_length_takes_no_memory)
{
	struct request r = { .arena = a };
	const char *args[] = { "200000" };
	struct stream *s = db_stream(&r, &query_many, args);
	struct rows rows;
	long n = 0, before = 0;

	while ((rows = stream_next(s)).n == 1) {
		if (++n == 1000)
			before = resident();
		assert_int_equal(rows_int(rows, 0, "n"), n);
	}
	assert_int_equal(n, 200000);
	assert_string_equal(PQfname(rows.res, 1), "x");
	assert_true(resident() - before < GROWTH_MAX);
	arena_reset(a);
	assert_int_equal(ask(&query_one, false), 1);
}

TEST(a_stream_may_be_left_or_empty)
{
	struct request r = { .arena = a };
	const char *args[] = { "100000" }, *none[] = { "0" };
	struct stream *s = db_stream(&r, &query_many, args);

	assert_int_equal(stream_next(s).n, 1);
	arena_reset(a);
	assert_int_equal(ask(&query_one, false), 1);
	s = db_stream(&r, &query_many, none);
	assert_int_equal(stream_next(s).n, 0);
	assert_int_equal(stream_next(s).n, 0);
	arena_reset(a);
	assert_int_equal(ask(&query_one, false), 1);
}

static int
begin(void **state)
{
	char sql[100];
	PGconn *any = PQconnectdb("dbname=postgres");

	(void)state;
	a = arena_new(4096);
	log_set_level(LOG_ERROR);
	snprintf(name, sizeof(name), "test_db_%d", (int)getpid());
	snprintf(
	    conninfo, sizeof(conninfo), "dbname=%s user=%s", name, PQuser(any));
	snprintf(
	    sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE template0", name);
	PQclear(PQexec(any, sql));
	PQfinish(any);
	outside = PQconnectdb(conninfo);
	if (PQstatus(outside) != CONNECTION_OK)
		return -1;
	run("CREATE SCHEMA app");
	run("CREATE SEQUENCE app.tries");
	run("CREATE TABLE app.note (note text)");
	run("CREATE FUNCTION app.clash() RETURNS bigint LANGUAGE sql "
	    "AS 'SELECT 1::bigint'");
	return 0;
}

static int
end(void **state)
{
	char sql[100];
	PGconn *any = PQconnectdb("dbname=postgres");

	(void)state;
	PQfinish(outside);
	snprintf(sql, sizeof(sql), "DROP DATABASE %s WITH (FORCE)", name);
	PQclear(PQexec(any, sql));
	PQfinish(any);
	arena_free(a);
	return 0;
}

int
main(void)
{
#define RUN(test) cmocka_unit_test_setup_teardown(test, fresh, reset)
	const struct CMUnitTest tests[] = {
		RUN(parameters_arrive_and_values_come_back),
		RUN(a_restart_of_the_server_costs_nobody_a_form),
		RUN(a_connection_lost_in_a_write_is_not_tried_again),
		RUN(a_slow_statement_is_cut_off_within_three_seconds),
		RUN(a_clash_is_tried_three_times),
		RUN(a_changed_table_is_met_by_a_new_connection),
		RUN(a_standby_is_left),
		RUN(a_bug_ends_the_worker),
		RUN(another_schema_is_refused_in_one_line),
		RUN(an_absent_database_is_asked_for_ever_more_slowly),
		RUN(a_stream_of_any_length_takes_no_memory),
		RUN(a_stream_may_be_left_or_empty),
	};

	if (getenv("PGHOST") == NULL || PQping("") != PQPING_OK)
		return 77; /* automake: skipped */
	return cmocka_run_group_tests_name("db", tests, begin, end);
}

/*
 * db.h: the one connection of this worker.
 *
 * Handlers call the functions that tools/queries.awk makes from sql/queries
 * and never come here.  A statement whose database is away, slow or gone
 * does not return: the request is answered 503 (see request_give_up).
 */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stdint.h>

#include "rows.h"

struct arena;
struct request;

struct query {
	const char *name;
	int nargs;
	const char *sql;
	bool stream;       /* one row at a time */
	unsigned prepared; /* on which connection, counted from 1 */
};

/* How long to wait, in milliseconds. */
struct db_limits {
	int statement; /* one statement, cancelled by the server */
	int lock;
	int request;         /* all statements of a request, counted here */
	const char *options; /* of the connection: how plans are made */
};

extern const struct db_limits db_web, db_slow;

/*
 * Say how to connect; nothing is opened yet.  A conninfo without a user gets
 * this role.  The list of queries ends with a NULL.  A database whose schema
 * has another version is treated as away.
 */
void db_setup(const char *conninfo, const char *role, const struct db_limits *,
    struct query *const *, int schema);

/* What an attempt to reach the database found. */
enum db_state { DB_READY, DB_AWAY, DB_UNFIT };

/*
 * Connect, compare the schema's version and prepare every query; one line in
 * why unless DB_READY.  DB_UNFIT: the schema is not the one this program
 * needs.
 */
enum db_state db_check(char *why, size_t size);

/* Is the database there right now?  Connects if need be. */
bool db_ready(void);

/*
 * Run one prepared statement, in a transaction of its own.  A deadlock or
 * serialisation failure is tried three times.  A statement made stale by a
 * migration, or a lost connection, is repeated on a new one if it only reads
 * (see request.writing).  What else the database cannot do now is answered
 * 503; what it will never do ends the worker.
 */
struct rows db_query(struct request *, struct query *, const char *const *args);

/* Parameters as the generated functions pass them. */
const char *db_int(struct arena *, int64_t);
const char *db_id(struct arena *, int64_t); /* 0 is NULL */
const char *db_bool(bool);
const char *db_some(const char *); /* "" is NULL */

/* A statement whose rows come one at a time; memory stays flat. */
struct stream;

struct stream *db_stream(
    struct request *, struct query *, const char *const *args);

/*
 * The next row (n is 1), or none (n is 0, columns still named): what it
 * gives lives until the next call.
 */
struct rows stream_next(struct stream *);

/* Put down what was not read. */
void db_close(void);

#endif

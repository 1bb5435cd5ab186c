/* rows.h: a result set, read by column name. */
#ifndef ROWS_H
#define ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

struct arena;

/* Lives as long as the request that asked; copy it freely. */
struct rows {
	PGresult *res;
	int n;
};

/*
 * The value of a column; a row or column that is not there ends the worker.
 * NULL reads as "", 0 and false: ask rows_null() where that matters.
 */
const char *rows_text(struct rows, int row, const char *column);
int64_t rows_int(struct rows, int row, const char *column);
bool rows_flag(struct rows, int row, const char *column);
bool rows_null(struct rows, int row, const char *column);

/*
 * Is what a command answered, the column "outcome" of its row, one of these
 * words, parted by spaces?
 */
bool outcome_is(struct rows, const char *words);

/*
 * The bytes of a bytea column, as many as asked for; false if it holds another
 * number of them.
 */
bool rows_bytes(struct rows, int row, const char *column, void *, size_t);

/* The column's number, or -1.  The hint is tried first. */
int rows_column(struct rows, const char *column, int hint);

/*
 * Rows made in C, for lists that no query gives: columns "a,b,c", then the
 * cells row by row (NULL for a missing value), copied.
 */
struct rows rows_make(
    struct arena *, const char *columns, int n, const char *const *cells);

#endif

/*
 * rows_write.h: rows as CSV or JSON, one at a time.
 *
 * Call with n = 0 for the head (the columns are named), with 1 for each row
 * and with -1 at the end, as reply_stream() does.
 */
#ifndef ROWS_WRITE_H
#define ROWS_WRITE_H

#include "rows.h"

struct buf;

/* A byte order mark, a line of names, a line a row; ctx is not used. */
void rows_write_csv(struct buf *, struct rows, void *ctx);

/* A list of objects; ctx is a bool that is false at the start. */
void rows_write_json(struct buf *, struct rows, void *ctx);

#endif

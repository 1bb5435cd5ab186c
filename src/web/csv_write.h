/*
 * csv_write.h: comma-separated values for spreadsheets and programs.
 *
 * RFC 4180 with CRLF, UTF-8 with its mark. No cell is taken for a formula
 * (ASVS 5.0 V1.2.10): one that begins with = + - @ or a control character,
 * also in their full-width forms and behind spaces, quotes or separators,
 * gets a ' before it.
 */
#ifndef CSV_WRITE_H
#define CSV_WRITE_H

#include <stddef.h>

struct buf;

/* Append the byte order mark: once, before the first row. */
void csv_mark(struct buf *);

/* Append one row of n cells; a NULL is an empty cell. */
void csv_row(struct buf *, const char *const *cells, size_t n);

#endif

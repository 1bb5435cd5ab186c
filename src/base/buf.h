/* buf.h: a byte string that grows in an arena. */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>

struct arena;

/*
 * Begin with { .arena = a }.  data is not closed by a zero; buf_string()
 * gives it as a C string.
 */
struct buf {
	struct arena *arena;
	char *data;
	size_t len, cap;
};

void buf_add(struct buf *, const char *, size_t);
void buf_text(struct buf *, const char *);
void buf_printf(struct buf *, const char *, ...)
    __attribute__((__format__(printf, 2, 3)));

/* Append text so that it is inert as HTML text and in a quoted attribute. */
void buf_html(struct buf *, const char *);

/* Append text percent-encoded: all but A-Z a-z 0-9 - . _ ~ (RFC 3986, 2.3). */
void buf_url(struct buf *, const char *);

/*
 * Append text as a JSON string with its quotes (RFC 8259, 7); < > & are
 * written as \u003c and so on, so that it may also stand inside HTML.
 */
void buf_json(struct buf *, const char *);

/* What was gathered, closed by a zero; it stays owned by the arena. */
const char *buf_string(struct buf *);

#endif

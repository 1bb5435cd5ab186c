/* buf.c: a byte string that grows in an arena. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "log.h"

static void
reserve(struct buf *b, size_t n)
{
	char *p;

	if (b->cap - b->len >= n)
		return;
	if (n > SIZE_MAX / 4 - b->len)
		die("buf: %zu bytes asked", n);
	b->cap = (b->cap * 2 > b->len + n) ? b->cap * 2 : b->len + n + 1024;
	p = arena_alloc(b->arena, b->cap);
	if (b->len > 0)
		memcpy(p, b->data, b->len);
	b->data = p;
}

void
buf_add(struct buf *b, const char *s, size_t n)
{
	if (n == 0)
		return;
	reserve(b, n);
	memcpy(b->data + b->len, s, n);
	b->len += n;
}

void
buf_text(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_html(struct buf *b, const char *s)
{
	size_t n;

	for (;;) {
		n = strcspn(s, "&<>\"'");
		buf_add(b, s, n);
		s += n;
		switch (*s++) {
		case '\0':
			return;
		case '&':
			buf_text(b, "&amp;");
			break;
		case '<':
			buf_text(b, "&lt;");
			break;
		case '>':
			buf_text(b, "&gt;");
			break;
		case '"':
			buf_text(b, "&quot;");
			break;
		case '\'':
			buf_text(b, "&#39;");
			break;
		}
	}
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_url(struct buf *b, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";
	size_t n;

	for (;;) {
		n = strspn(s, plain);
		buf_add(b, s, n);
		s += n;
		if (*s == '\0')
			return;
		buf_printf(b, "%%%02X", (unsigned char)*s++);
	}
}

/* The letter of a short escape (RFC 8259, 7), or 0. */
static char
json_short(unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *p = memchr(from, c, sizeof(from) - 1);

	return p != NULL ? to[p - from] : '\0';
}

void
buf_json(struct buf *b, const char *s)
{
	const char *from;
	char c;

	buf_add(b, "\"", 1);
	for (from = s; *s != '\0'; s++) {
		if ((unsigned char)*s >= 0x20 && strchr("\"\\<>&", *s) == NULL)
			continue;
		buf_add(b, from, (size_t)(s - from));
		from = s + 1;
		if ((c = json_short((unsigned char)*s)) != '\0')
			buf_printf(b, "\\%c", c);
		else
			buf_printf(b, "\\u%04x", (unsigned char)*s);
	}
	buf_add(b, from, (size_t)(s - from));
	buf_add(b, "\"", 1);
}

const char *
buf_string(struct buf *b)
{
	reserve(b, 1);
	b->data[b->len] = '\0';
	return b->data;
}

/* csv_write.c: comma-separated values for spreadsheets and programs. */
#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "csv_write.h"

/* What a spreadsheet passes over before it looks for a formula. */
static const char *const passed[] = { " ", "\"", ";", ",",
	"\xc2\xa0", /* no-break space */
	"\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
	"\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87",
	"\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", /* wide and thin */
	"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", /* of no width */
	"\xe2\x80\x8e", "\xe2\x80\x8f",                 /* direction */
	"\xe2\x80\xaf", "\xe2\x81\x9f", "\xe2\x81\xa0",
	"\xe3\x80\x80", /* ideographic space */
	"\xef\xbb\xbf", /* byte order mark */
	NULL };

/* How a formula begins: the four signs, full-width, small, and minus. */
static const char *const signs[] = { "=", "+", "-", "@", "\xef\xbc\x9d",
	"\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0", "\xef\xb9\xa6",
	"\xef\xb9\xa2", "\xef\xb9\xa3", "\xef\xb9\xab", "\xe2\x88\x92", NULL };

/* The bytes of the listed text that s begins with, or 0. */
static size_t
begins_with(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strncmp(s, *list, strlen(*list)) == 0)
			return strlen(*list);
	return 0;
}

/* 12, -60.00: what is a number alone is added up, and does nothing else. */
static bool
is_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	s += n;
	if (n > 0 && *s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	return n > 0 && *s == '\0';
}

static bool
is_formula(const char *s)
{
	size_t n;

	/* Nearly every cell begins so; the lists are for the others. */
	if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
	    (*s >= '0' && *s <= '9') || *s == '\0')
		return false;
	if (is_number(s))
		return false;
	while ((n = begins_with(s, passed)) > 0)
		s += n;
	if (*s != '\0' && ((unsigned char)*s < ' ' || *s == '\x7f'))
		return true;
	return begins_with(s, signs) > 0;
}

/* A semicolon or tab parts cells elsewhere; spaces at an end get lost. */
static bool
needs_quotes(const char *s, size_t n)
{
	return strcspn(s, ",\"\r\n;\t") < n || s[0] == ' ' || s[n - 1] == ' ';
}

static void
add_quoted(struct buf *b, const char *s)
{
	size_t n;

	for (;;) {
		n = strcspn(s, "\"");
		buf_add(b, s, n);
		if (s[n] == '\0')
			return;
		buf_text(b, "\"\"");
		s += n + 1;
	}
}

static void
add_cell(struct buf *b, const char *s)
{
	bool formula = is_formula(s);
	size_t n = strlen(s);

	if (n == 0)
		return;
	if (!formula && !needs_quotes(s, n)) {
		buf_add(b, s, n);
		return;
	}
	buf_text(b, formula ? "\"'" : "\"");
	add_quoted(b, s);
	buf_text(b, "\"");
}

void
csv_mark(struct buf *b)
{
	buf_text(b, "\xef\xbb\xbf");
}

void
csv_row(struct buf *b, const char *const *cells, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_add(b, ",", 1);
		if (cells[i] != NULL)
			add_cell(b, cells[i]);
	}
	/* A line with nothing on it would be no row at all. */
	if (n == 1 && (cells[0] == NULL || *cells[0] == '\0'))
		buf_text(b, "\"\"");
	buf_text(b, "\r\n");
}

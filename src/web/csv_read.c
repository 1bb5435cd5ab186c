/*
 * csv_read.c: a file of comma-separated values, as a table with a header.
 *
 * libcsv does not count lines, so it is fed one at a time; a record starts
 * in the first line that is fed while none is open.
 */
#include <stdint.h>
#include <string.h>

#include <csv.h>

#include "arena.h"
#include "csv_read.h"
#include "log.h"
#include "utf8.h"

struct reader {
	struct arena *arena;
	struct csv_table *table;
	const char **cells; /* of the record that is open */
	size_t cells_n;
	int line, starts;
	bool is_open;
};

/* Room for one more: the list itself, or a longer copy of it. */
static void *
grow(struct arena *a, void *list, size_t n, size_t size)
{
	void *longer;

	if (n > 0 && (n < 16 || (n & (n - 1)) != 0))
		return list;
	longer = arena_alloc(a, (n < 16 ? 16 : n * 2) * size);
	if (n > 0)
		memcpy(longer, list, n * size);
	return longer;
}

static void
add_fault(struct reader *r, int line, const char *why)
{
	struct csv_table *t = r->table;

	t->faults = grow(r->arena, t->faults, t->faults_n, sizeof(*t->faults));
	t->faults[t->faults_n++] = (struct csv_fault){ line, why };
}

static void
on_cell(void *text, size_t n, void *reader)
{
	struct reader *r = reader;

	r->cells = grow(r->arena, r->cells, r->cells_n, sizeof(*r->cells));
	r->cells[r->cells_n++] = arena_dup(r->arena, text, n);
}

static void
take_header(struct reader *r)
{
	struct csv_table *t = r->table;
	const char *name;

	t->names = r->cells;
	for (t->columns = 0; t->columns < r->cells_n; t->columns++) {
		name = t->names[t->columns];
		if (*name == '\0')
			add_fault(r, r->starts, "A column has no name.");
		else if (csv_has(t, name))
			add_fault(r, r->starts,
			    arena_printf(r->arena,
				"There are two columns named %s.", name));
	}
}

static void
take_record(struct reader *r)
{
	struct csv_table *t = r->table;

	if (r->cells_n != t->columns) {
		add_fault(r, r->starts,
		    arena_printf(r->arena,
			"This row has %zu cells; the first row has %zu.",
			r->cells_n, t->columns));
		return;
	}
	t->records = grow(r->arena, t->records, t->n, sizeof(*t->records));
	t->records[t->n++] = (struct csv_record){ r->starts, r->cells };
}

static void
on_record(int end, void *reader)
{
	struct reader *r = reader;

	(void)end;
	if (r->table->names == NULL)
		take_header(r);
	else
		take_record(r);
	r->cells = NULL;
	r->cells_n = 0;
	r->is_open = false;
}

/* The bytes of the line that starts here, with what ends it. */
static size_t
line_length(const char *s)
{
	size_t n = strcspn(s, "\r\n");

	if (s[n] == '\r' && s[n + 1] == '\n')
		return n + 2;
	return s[n] == '\0' ? n : n + 1;
}

/* The first line that is not UTF-8 text, or 0. */
static int
find_bad_line(const char *s, size_t n)
{
	const char *end = s + n;
	size_t length;
	int line;

	for (line = 1; s < end; line++, s += length) {
		length = line_length(s);
		if (s + length < end && strcspn(s, "\r\n") == length)
			return line; /* a zero byte */
		if (!utf8_valid(s, length))
			return line;
	}
	return 0;
}

static void
feed(struct reader *r, struct csv_parser *parser, const char *s)
{
	size_t n;

	for (r->line = 1; *s != '\0'; r->line++, s += n) {
		n = line_length(s);
		if (!r->is_open && strspn(s, " \t\r\n") >= n)
			continue;
		if (!r->is_open)
			r->starts = r->line;
		r->is_open = true;
		if (csv_parse(parser, s, n, on_cell, on_record, r) < n)
			break;
	}
	if (*s == '\0' && csv_fini(parser, on_cell, on_record, r) == 0)
		return;
	if (csv_error(parser) != CSV_EPARSE)
		die("csv: %s", csv_strerror(csv_error(parser)));
	add_fault(r, *s == '\0' ? r->starts : r->line,
	    "The quotation marks do not match.");
}

struct csv_table *
csv_read(struct arena *a, const char *data, size_t n)
{
	struct csv_table *t = arena_alloc(a, sizeof(*t));
	struct reader r = { .arena = a, .table = t };
	struct csv_parser parser;
	const char *text;

	*t = (struct csv_table){ 0 };
	if (n >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		n -= 3;
	}
	text = arena_dup(a, data, n);
	if ((r.line = find_bad_line(text, n)) > 0) {
		add_fault(&r, r.line,
		    "This line is not UTF-8 text. "
		    "Save the file as \"CSV UTF-8\".");
		return t;
	}
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		die("csv: no memory");
	feed(&r, &parser, text);
	csv_free(&parser);
	if (t->names == NULL && t->faults_n == 0)
		add_fault(&r, 1, "The file has no header row.");
	return t;
}

/* The column's number, or SIZE_MAX. */
static size_t
find_column(const struct csv_table *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		if (strcmp(t->names[i], name) == 0)
			return i;
	return SIZE_MAX;
}

bool
csv_has(const struct csv_table *t, const char *name)
{
	return find_column(t, name) != SIZE_MAX;
}

const char *
csv_cell(const struct csv_table *t, size_t record, const char *name)
{
	size_t i = find_column(t, name);

	return i == SIZE_MAX ? "" : t->records[record].cells[i];
}

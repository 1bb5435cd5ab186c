/* rows.c: a result set, read by column name. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "log.h"
#include "rows.h"
#include "text.h"

int
rows_column(struct rows rs, const char *name, int hint)
{
	int i, n = PQnfields(rs.res);

	if (hint >= 0 && hint < n && strcmp(PQfname(rs.res, hint), name) == 0)
		return hint;
	for (i = 0; i < n; i++)
		if (strcmp(PQfname(rs.res, i), name) == 0)
			return i;
	return -1;
}

static int
must_have(struct rows rs, int row, const char *name)
{
	int column = rows_column(rs, name, 0);

	if (row < 0 || row >= rs.n || column == -1)
		die("rows: no %s in row %d of %d", name, row, rs.n);
	return column;
}

const char *
rows_text(struct rows rs, int row, const char *name)
{
	return PQgetvalue(rs.res, row, must_have(rs, row, name));
}

int64_t
rows_int(struct rows rs, int row, const char *name)
{
	return strtoll(rows_text(rs, row, name), NULL, 10);
}

bool
rows_flag(struct rows rs, int row, const char *name)
{
	return rows_text(rs, row, name)[0] == 't';
}

bool
rows_null(struct rows rs, int row, const char *name)
{
	return PQgetisnull(rs.res, row, must_have(rs, row, name));
}

bool
outcome_is(struct rows rs, const char *words)
{
	return text_among(rows_text(rs, 0, "outcome"), words, ' ');
}

static void
clear(void *res)
{
	PQclear(res);
}

/* Name the columns of an empty result from "a,b,c"; give their number. */
static int
name_columns(struct arena *a, PGresult *res, const char *columns)
{
	char *list = arena_dup(a, columns, strlen(columns)), *name;
	PGresAttDesc *desc;
	int n = 0;

	desc = arena_alloc(a, (strlen(columns) / 2 + 1) * sizeof(*desc));
	while ((name = strsep(&list, ",")) != NULL)
		desc[n++] = (PGresAttDesc){ .name = name };
	if (!PQsetResultAttrs(res, n, desc))
		die("rows: no memory");
	return n;
}

struct rows
rows_make(struct arena *a, const char *columns, int n, const char *const *cells)
{
	PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	int row, col, width;
	const char *cell;
	char *copy;

	if (res == NULL)
		die("rows: no memory");
	arena_defer(a, clear, res);
	width = name_columns(a, res, columns);
	for (row = 0; row < n; row++)
		for (col = 0; col < width; col++) {
			cell = cells[row * width + col];
			copy = cell ? arena_dup(a, cell, strlen(cell)) : NULL;
			if (!PQsetvalue(res, row, col, copy,
				cell ? (int)strlen(cell) : -1))
				die("rows: no memory");
		}
	return (struct rows){ res, n };
}

/* PostgreSQL writes a bytea as \x and two hexadecimal digits a byte. */
bool
rows_bytes(struct rows rs, int row, const char *name, void *bytes, size_t n)
{
	const char *text = rows_text(rs, row, name);
	size_t len;

	return strncmp(text, "\\x", 2) == 0 &&
	       sodium_hex2bin(bytes, n, text + 2, strlen(text + 2), NULL, &len,
		   NULL) == 0 &&
	       len == n;
}

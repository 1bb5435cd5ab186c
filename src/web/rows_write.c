/* rows_write.c: rows as CSV or JSON, one at a time. */
#include <stdbool.h>

#include "buf.h"
#include "csv_write.h"
#include "rows_write.h"

/* Types of PostgreSQL whose text is a JSON value as it stands. */
enum { BIGINT = 20, INTEGER = 23 };

void
rows_write_csv(struct buf *b, struct rows row, void *ctx)
{
	const char *cells[64];
	int i, n;

	(void)ctx;
	if (row.n < 0)
		return;
	n = PQnfields(row.res);
	for (i = 0; i < n; i++)
		cells[i] = row.n == 0 ? PQfname(row.res, i)
				      : PQgetvalue(row.res, 0, i);
	if (row.n == 0)
		csv_mark(b);
	csv_row(b, cells, (size_t)n);
}

static void
write_value(struct buf *b, PGresult *res, int column)
{
	const char *text = PQgetvalue(res, 0, column);

	switch (PQftype(res, column)) {
	case BIGINT:
	case INTEGER:
		buf_text(b, PQgetisnull(res, 0, column) ? "null" : text);
		break;
	default:
		if (PQgetisnull(res, 0, column))
			buf_text(b, "null");
		else
			buf_json(b, text);
	}
}

/* ctx: has a row been written? */
void
rows_write_json(struct buf *b, struct rows row, void *ctx)
{
	bool *some = ctx;
	int i;

	if (row.n == 0)
		buf_text(b, "[");
	if (row.n < 0)
		buf_text(b, "\n]\n");
	if (row.n <= 0)
		return;
	buf_text(b, *some ? ",\n{" : "\n{");
	for (i = 0; i < PQnfields(row.res); i++) {
		buf_text(b, i > 0 ? "," : "");
		buf_json(b, PQfname(row.res, i));
		buf_text(b, ":");
		write_value(b, row.res, i);
	}
	buf_text(b, "}");
	*some = true;
}

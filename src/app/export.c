/* export.c: what coordinators download, as CSV or JSON, row by row. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "csv_write.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* Types of PostgreSQL whose text is a JSON value as it stands. */
enum { BIGINT = 20, INTEGER = 23 };

struct filter {
	const char *first, *last, *event, *session, *agency;
};

static struct stream *
people(struct request *r, const struct filter *f)
{
	return q_export_people(r, f->agency);
}

static struct stream *
bookings(struct request *r, const struct filter *f)
{
	return q_export_bookings(
	    r, f->first, f->last, f->event, f->session, f->agency);
}

static struct stream *
attendance(struct request *r, const struct filter *f)
{
	return q_export_attendance(
	    r, f->first, f->last, f->event, f->session, f->agency);
}

static struct stream *
evaluations(struct request *r, const struct filter *f)
{
	return q_export_evaluations(
	    r, f->first, f->last, f->event, f->session, f->agency);
}

static const struct export {
	const char *name;
	struct stream *(*open)(struct request *, const struct filter *);
} exports[] = {
	{ "attendance", attendance },
	{ "bookings", bookings },
	{ "evaluations", evaluations },
	{ "people", people },
};

static void
write_csv(struct buf *b, struct rows row, void *ctx)
{
	const char *cells[64];
	int i, n;

	(void)ctx;
	if (row.n < 0)
		return;
	n = PQnfields(row.res);
	for (i = 0; i < n; i++)
		cells[i] = row.n == 0 ? PQfname(row.res, i) :
					PQgetvalue(row.res, 0, i);
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
static void
write_json(struct buf *b, struct rows row, void *ctx)
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

int
export_send(struct request *r)
{
	const char *file = arg_text(r, "file");
	size_t i, n = strcspn(file, ".");
	struct filter f = { arg_text(r, "from"), arg_text(r, "to"),
		arg_text(r, "event"), arg_text(r, "session"),
		arg_text(r, "agency") };
	bool *some = arena_alloc(r->arena, sizeof(*some));

	for (i = 0; strncmp(exports[i].name, file, n) != 0; i++)
		continue;
	q_export_note(r, r->person, file, f.first, f.last, f.event, f.session,
	    f.agency);
	*some = false;
	if (strcmp(file + n, ".json") == 0)
		return reply_stream(r, "application/json; charset=utf-8", file,
		    exports[i].open(r, &f), write_json, some);
	return reply_stream(r, "text/csv; charset=utf-8", file,
	    exports[i].open(r, &f), write_csv, NULL);
}

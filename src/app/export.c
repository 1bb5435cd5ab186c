/* export.c: what coordinators download, as CSV or JSON, row by row. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "rows_write.h"

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
	    r, r->person, f->first, f->last, f->event, f->session, f->agency);
}

static struct stream *
attendance(struct request *r, const struct filter *f)
{
	return q_export_attendance(
	    r, r->person, f->first, f->last, f->event, f->session, f->agency);
}

static struct stream *
evaluations(struct request *r, const struct filter *f)
{
	return q_export_evaluations(
	    r, r->person, f->first, f->last, f->event, f->session, f->agency);
}

static const struct export
{
	const char *name;
	struct stream *(*open)(struct request *, const struct filter *);
}
exports[] = {
	{ "attendance", attendance },
	{ "bookings", bookings },
	{ "evaluations", evaluations },
	{ "people", people },
};

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
	q_export_note(
	    r, r->person, file, f.first, f.last, f.event, f.session, f.agency);
	*some = false;
	if (strcmp(file + n, ".json") == 0)
		return reply_stream(r, "application/json; charset=utf-8", file,
		    exports[i].open(r, &f), rows_write_json, some);
	return reply_stream(r, "text/csv; charset=utf-8", file,
	    exports[i].open(r, &f), rows_write_csv, NULL);
}

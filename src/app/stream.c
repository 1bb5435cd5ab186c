/* stream.c: the streams of a conference, and the rules of its workshops. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
#define STREAM(n, kind)                                                        \
	{ "row" n, "Stream " n, kind, "" },                                    \
	{ "stream" n "_code", "Code", "line", "For example A" },               \
	{ "stream" n "_title", "Title", "line", "" },                          \
	{ "stream" n "_colour", "Colour of its signs", "line", "" }

static const struct edit_field fields[] = {
	STREAM("1", "row"), STREAM("2", "row"), STREAM("3", "foldrow"),
	STREAM("4", "foldrow"), STREAM("5", "foldrow"), STREAM("6", "foldrow"),
	{ "rules", "Rules", "heading", "" },
	{ "workshop_rules", "What we agreed about the workshops", "block",
	    "A line each, for the training desk. People choose one workshop in "
	    "each round, until the hour that the rules of booking say" },
	{ 0 }
};
/* clang-format on */

int
streams_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows form = q_streams_form(r, r->person, ref);
	const struct edit e = { "Streams and rules of the workshops",
		arena_printf(r->arena, "/manage/sessions/%s/streams", ref),
		arena_printf(r->arena, "/manage/sessions/%s/plan", ref),
		"The day and its workshops", "Save",
		arena_printf(r->arena, "streams %s", ref), "", fields };

	if (form.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, form, edit_none(r));
}

int
streams_change(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *json = edit_json(r, fields);
	struct rows p;

	if (!edit_right(r, q_streams_flaw(r, r->person, ref, json)))
		return reply_form(r);
	p = q_streams_put(r, r->person, ref, arg_number(r, "version"), json);
	if (strcmp(rows_text(p, 0, "outcome"), "saved") != 0)
		return reply_refused(r, rows_text(p, 0, "outcome"));
	return reply_redirect(r, "/manage/sessions/%s/plan", ref);
}

/* stream.c: the streams of a conference, and the rules of its workshops. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { STREAMS_MAX = 20, STREAM_FIELDS = 4, STREAMS_SPARE = 3 };

/* clang-format off */
#define STREAM(n, kind)                                                        \
	{ "row" n, "Stream " n, kind, "" },                                    \
	{ "stream" n "_code", "Code", "line", "For example A" },               \
	{ "stream" n "_title", "Title", "line", "" },                          \
	{ "stream" n "_colour", "Colour of its signs", "line", "" }

static const struct edit_field fields[] = {
	STREAM("1", "row"), STREAM("2", "row"), STREAM("3", "foldrow"),
	STREAM("4", "foldrow"), STREAM("5", "foldrow"), STREAM("6", "foldrow"),
	STREAM("7", "foldrow"), STREAM("8", "foldrow"), STREAM("9", "foldrow"),
	STREAM("10", "foldrow"), STREAM("11", "foldrow"),
	STREAM("12", "foldrow"), STREAM("13", "foldrow"),
	STREAM("14", "foldrow"), STREAM("15", "foldrow"),
	STREAM("16", "foldrow"), STREAM("17", "foldrow"),
	STREAM("18", "foldrow"), STREAM("19", "foldrow"),
	STREAM("20", "foldrow"),
	{ "rules", "Rules", "heading", "" },
	{ "workshop_rules", "What we agreed about the workshops", "block",
	    "A line each, for the training desk. People choose one workshop in "
	    "each round, until the hour that the rules of booking say" },
	{ 0 }
};
/* clang-format on */

/* Does the form, as saved or as typed, hold anything of this stream? */
static bool
is_used(struct request *r, struct rows form, const struct edit_field *group)
{
	int i;

	for (i = 1; i < STREAM_FIELDS; i++)
		if (*edit_value(form, group[i].name) != '\0' ||
		    *typed_text(r, group[i].name) != '\0')
			return true;
	return false;
}

/* The fields without the streams at the end that are empty, but for a few. */
static const struct edit_field *
fields_shown(struct request *r, struct rows form)
{
	struct edit_field *shown = arena_alloc(r->arena, sizeof(fields));
	int n = STREAMS_MAX, keep;

	while (n > 0 && !is_used(r, form, &fields[(n - 1) * STREAM_FIELDS]))
		n--;
	keep =
	    n + STREAMS_SPARE < STREAMS_MAX ? n + STREAMS_SPARE : STREAMS_MAX;
	memcpy(
	    shown, fields, (size_t)(keep * STREAM_FIELDS) * sizeof(fields[0]));
	memcpy(shown + keep * STREAM_FIELDS,
	    fields + STREAMS_MAX * STREAM_FIELDS,
	    sizeof(fields) -
		(size_t)(STREAMS_MAX * STREAM_FIELDS) * sizeof(fields[0]));
	return shown;
}

int
streams_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows form = q_streams_form(r, r->person, ref);
	const struct edit e = { "Streams and rules of the workshops",
		arena_printf(r->arena, "/manage/sessions/%s/streams", ref),
		arena_printf(r->arena, "/manage/sessions/%s/plan", ref),
		"The day and its workshops", "Save",
		arena_printf(r->arena, "streams %s", ref), "",
		fields_shown(r, form) };

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
	return reply_done(r, p, "saved", "/manage/sessions/%s/plan", ref);
}

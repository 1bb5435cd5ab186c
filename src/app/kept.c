/* kept.c: places of a date that are kept for a group until a day. */
#include <inttypes.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

void
kept_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	show_rows(r, "kept", q_kept_list(r, id));
	show_rows(r, "kept_totals", q_kept_totals(r, id));
	show_rows(r, "kept_caps", q_kept_caps(r, id));
}

int
kept_form(struct request *r)
{
	struct rows s = q_session_head(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "Places kept for groups");
	show_rows(r, "session", s);
	show_text(r, "ref", arg_text(r, "ref"));
	show_rows(r, "groups", q_kept_groups(r));
	show_rows(r, "agencies", q_kept_agencies(r));
	kept_show_panel(r, s);
	return reply_page(r, 200, "manage_kept.html");
}

static int
reply_kept(struct request *r, struct rows k)
{
	if (outcome_is(k, "too_many")) {
		error_add(r, "places",
		    "There are %" PRId64 " places left to keep",
		    rows_int(k, 0, "most"));
		return reply_form(r);
	}
	return reply_done(
	    r, k, "kept", "/manage/sessions/%s/kept", arg_text(r, "ref"));
}

int
kept_keep(struct request *r)
{
	return reply_kept(r,
	    q_kept_keep(r, r->person, arg_text(r, "ref"), arg_text(r, "group"),
		arg_number(r, "places"), arg_text(r, "release")));
}

/* The path of a form below the page of kept places. */
static const char *
below(struct request *r, const char *what, const char *name)
{
	return arena_printf(r->arena, "/manage/sessions/%s/%s%s%s",
	    arg_text(r, "ref"), what, *name != '\0' ? "/" : "", name);
}

int
kept_edit_form(struct request *r)
{
	static const struct edit_field fields[] = { { "places", "Places",
							"number", "" },
		{ "release", "Go to everyone on", "date", "At 9am" }, { 0 } };
	struct rows s = q_session_head(r, r->person, arg_text(r, "ref"));
	struct rows form = s.n == 0 ? s
				    : q_kept_edit(r, rows_int(s, 0, "id"),
					  arg_id(r, "reserve"));
	const struct edit e = { s.n > 0 ? arena_printf(r->arena,
					      "Places kept for %s",
					      edit_value(form, "label"))
					: "",
		below(r, "kept",
		    arena_printf(r->arena, "%" PRId64, arg_id(r, "reserve"))),
		below(r, "kept", ""), "Places kept for groups", "Save",
		arena_printf(r->arena, "session %s", arg_text(r, "ref")), "",
		fields, NULL, "Release what is left now" };

	if (form.n == 0)
		return r->redrawn ? kept_form(r) : reply_not_found(r);
	return edit_page(r, &e, form, edit_none(r));
}

int
kept_change(struct request *r)
{
	bool remove = arg_flag(r, "remove");

	if (!remove && !arg_given(r, "places")) {
		error_add(r, "places", "Enter how many places to keep");
		return reply_form(r);
	}
	return reply_kept(
	    r, q_kept_change(r, r->person, arg_text(r, "ref"),
		   arg_id(r, "reserve"), remove ? 0 : arg_number(r, "places"),
		   arg_text(r, "release"), arg_number(r, "version")));
}

/* From the list of organisations on to the form of one. */
int
kept_limits(struct request *r)
{
	if (!arg_given(r, "agency"))
		return kept_form(r);
	return reply_redirect(r, "/manage/sessions/%s/limits/%s",
	    arg_text(r, "ref"), arg_text(r, "agency"));
}

int
kept_limit_form(struct request *r)
{
	static const struct edit_field fields[] = { { "most",
							"At most how many "
							"places of this date",
							"number",
							"Empty: as many as "
							"the others" },
		{ 0 } };
	struct rows s = q_session_head(r, r->person, arg_text(r, "ref"));
	struct rows form = s.n == 0 ? s
				    : q_kept_limit_form(r, rows_int(s, 0, "id"),
					  arg_text(r, "agency"));
	const struct edit e = { form.n > 0 ? edit_value(form, "name") : "",
		below(r, "limits", arg_text(r, "agency")), below(r, "kept", ""),
		"Places kept for groups", "Save",
		arena_printf(r->arena, "session %s", arg_text(r, "ref")),
		"Another number than for the others. Who has a place keeps "
		"it.",
		fields };

	if (form.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, form, edit_none(r));
}

int
kept_limit(struct request *r)
{
	const char *ref = arg_text(r, "ref");

	return reply_done(r,
	    q_kept_limit(r, r->person, ref, arg_text(r, "agency"),
		arg_given(r, "most"), arg_number(r, "most"),
		arg_number(r, "version")),
	    "capped", "/manage/sessions/%s/kept#limits", ref);
}

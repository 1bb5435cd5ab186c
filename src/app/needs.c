/*
 * needs.c: what people need on a date: told, seen, arranged, met; and what
 * takes time to arrange.
 */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* The session whose needs this person may see; the look leaves a trace. */
static struct rows
needs_seen(struct request *r)
{
	return q_needs_seen(r, r->person, arg_text(r, "ref"));
}

void
needs_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	needs_seen(r);
	show_rows(r, "need_list", q_needs_list(r, id));
	show_rows(r, "need_totals", q_needs_totals(r, id));
}

void
needs_show_late(struct request *r)
{
	show_text(r, "late_needs",
	    rows_text(q_needs_late(r, arg_text(r, "ref")), 0, "words"));
}

int
needs_show(struct request *r)
{
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "Needs");
	show_rows(r, "session", s);
	needs_show_panel(r, s);
	show_rows_in(
	    r, "steps", q_needs_steps(r, rows_int(s, 0, "id")), "need");
	return reply_page(r, 200, "manage_needs.html");
}

int
needs_set(struct request *r)
{
	struct rows s =
	    q_needs_set(r, r->person, arg_text(r, "ref"), arg_id(r, "booking"),
		arg_text(r, "kind"), arg_text(r, "state"), arg_text(r, "note"));

	if (!outcome_is(s, "set"))
		return reply_not_found(r);
	return reply_redirect(
	    r, "/manage/sessions/%s/needs", arg_text(r, "ref"));
}

/* The same for all that are ticked. */
int
needs_several(struct request *r)
{
	const char *outcome;

	if (!arg_given(r, "ticked"))
		error_add(r, "ticked", "Tick at least one need above");
	if (!arg_given(r, "stands"))
		error_add(r, "stands", "Choose where they stand");
	if (error_any(r))
		return reply_form(r);
	outcome = rows_text(q_needs_several(r, r->person, arg_text(r, "ref"),
				arg_set(r, "ticked"), arg_text(r, "stands"),
				arg_text(r, "remark")),
	    0, "outcome");
	if (strcmp(outcome, "set") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(
	    r, "/manage/sessions/%s/needs", arg_text(r, "ref"));
}

int
needs_catering(struct request *r)
{
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	needs_seen(r);
	show_text(r, "page_title", "For the caterer");
	show_rows(r, "session", s);
	show_rows(r, "diets", q_needs_catering(r, rows_int(s, 0, "id")));
	show_rows(r, "guests", q_needs_guests(r, rows_int(s, 0, "id")));
	return reply_page(r, 200, "caterer.html");
}

int
needs_prepare(struct request *r)
{
	struct rows d = q_register_show(r, r->person, arg_text(r, "ref"));
	struct rows seen = needs_seen(r);

	if (d.n == 0 || seen.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "What to prepare");
	show_rows(r, "door", d);
	show_rows(r, "needs", q_needs_prepare(r, rows_int(seen, 0, "session")));
	show_rows(
	    r, "diets", q_needs_catering(r, rows_int(seen, 0, "session")));
	return reply_page(r, 200, "door_needs.html");
}

int
needs_met(struct request *r)
{
	struct rows s = q_needs_met(r, r->person, arg_text(r, "ref"),
	    arg_id(r, "booking"), arg_text(r, "state"));

	if (!outcome_is(s, "set"))
		return reply_not_found(r);
	return reply_redirect(r, "/door/%s/needs", arg_text(r, "ref"));
}

int
needs_mine_form(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number);

	if (b.n == 0)
		return reply_not_found(r);
	if (!rows_flag(b, 0, "can_cancel") && !error_any(r))
		return reply_redirect(r, "/bookings/%lld", (long long)number);
	show_text(r, "page_title", "What you need");
	show_rows(r, "booking", b);
	show_typed_row(r, q_needs_typed(r, r->person, number));
	show_text(r, "late_needs",
	    rows_text(q_needs_late(r, rows_text(b, 0, "ref")), 0, "words"));
	return reply_page(r, 200, "booking_needs.html");
}

int
needs_mine(struct request *r)
{
	int64_t number = arg_id(r, "number");

	return reply_done(r,
	    q_needs_change(r, r->person, number, arg_text(r, "access_needs"),
		arg_text(r, "dietary_needs")),
	    "changed", "/bookings/%lld", (long long)number);
}

/* --- what takes time to arrange ---------------------------------------- */

static const struct edit_field kind_fields[] = {
	{ "label", "What it is", "line",
	    "As in: there is little time to arrange a hearing loop" },
	{ "words", "Words by which it is known", "block",
	    "A line each. Whoever writes one of them is warned when there is "
	    "too little time. End a word with * if it may go on: caption*" },
	{ "days", "Working days that it takes", "number",
	    "0: nobody is warned" },
	{ 0 }
};

int
need_kinds_show(struct request *r)
{
	desk_title(r, "What takes time to arrange");
	show_rows(r, "kinds", q_need_kinds(r));
	return reply_page(r, 200, "manage_need_kinds.html");
}

int
need_kind_new_form(struct request *r)
{
	const struct edit e = { "Add a need", "/manage/needs/new",
		"/manage/needs", "What takes time to arrange", "Add it", "", "",
		kind_fields, NULL };

	return edit_page(r, &e, edit_none(r), edit_none(r));
}

int
need_kind_make(struct request *r)
{
	if (q_need_kind_make(r, r->person, edit_json(r, kind_fields)).n == 0)
		return reply_refused(r, "same_need");
	return reply_redirect(r, "/manage/needs");
}

int
need_kind_form(struct request *r)
{
	const char *code = arg_text(r, "need");
	struct rows form = q_need_kind_form(r, code);
	const struct edit e = { "Change a need",
		arena_printf(r->arena, "/manage/needs/%s", code),
		"/manage/needs", "What takes time to arrange", "Save",
		arena_printf(r->arena, "need_kind %s", code),
		strcmp(code, "diet") == 0
		    ? "Food is asked in a field of its own, so its words do "
		      "not count."
		    : "",
		kind_fields, NULL };

	if (form.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, form, edit_none(r));
}

int
need_kind_change(struct request *r)
{
	if (q_need_kind_change(r, r->person, arg_text(r, "need"),
		arg_number(r, "version"), edit_json(r, kind_fields))
		.n == 0)
		return reply_refused(r, "stale");
	return reply_redirect(r, "/manage/needs");
}

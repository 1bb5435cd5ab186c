/* date.c: the dates of a course, added and changed at the desk. */
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
#define DAY(n, words)                                                          \
	{ "part" n, words, "heading", "" },                                    \
	{ "part" n "_date", "Day", "date", "For example 3 December 2026" },    \
	{ "part" n "_starts", "From", "time", "" },                            \
	{ "part" n "_ends", "To", "time", "" },                                \
	{ "part" n "_name", "Called", "line",                                  \
	    "For example Morning. Empty: Day " n }

static const struct edit_field fields[] = {
	{ "title", "Title", "line", "" },
	{ "theme", "Theme", "line", "Only if this date has its own" },
	{ "days", "When", "heading",
	    "Leave the days that you do not need empty." },
	DAY("1", "First day"), DAY("2", "Second day"), DAY("3", "Third day"),
	DAY("4", "Fourth day"), DAY("5", "Fifth day"), DAY("6", "Sixth day"),
	{ "where", "Where and who", "heading", "" },
	{ "delivery", "Ways to take part", "choice", "" },
	{ "room", "Venue and room", "choice", "" },
	{ "join_url", "Joining link", "line",
	    "Shown only to people who have a place, shortly before" },
	{ "trainers", "Led by", "many", "" },
	{ "tell", "Write to the people booked about a new trainer", "choice",
	    "" },
	{ "places", "Places", "heading", "" },
	{ "capacity", "Places", "number",
	    "In the room, if people can also come online" },
	{ "online_places", "Places online", "number",
	    "Only if people can choose" },
	{ "min_numbers", "Needs at least how many", "number", "" },
	{ "max_per_agency", "At most how many from one organisation",
	    "number", "" },
	{ "waiting_limit", "Longest waiting list", "number",
	    "Empty: no waiting list" },
	{ "booking", "Booking", "heading", "" },
	{ "booking_opens", "Opens on", "date", "At 9am. Empty: at once" },
	{ "booking_closes", "Closes on", "date",
	    "At 5pm. Empty: when it starts" },
	{ "approval", "Who must agree", "choice", "" },
	{ "only_sectors", "Only for", "many", "No tick: for everyone" },
	{ "by_invitation", "By invitation only", "tick", "" },
	{ "terms", "Cancellation terms", "choice", "" },
	{ "full_fee", "Full fee of a place, in pounds", "number",
	    "Only if this date has its own" },
	{ "costs", "Costs and notes", "heading",
	    "Only the training team sees them." },
	{ "cost_venue", "Venue and food, in pounds", "number", "" },
	{ "cost_trainer", "Trainers, in pounds", "number", "" },
	{ "cost_other", "Anything else, in pounds", "number", "" },
	{ "notes", "Notes", "block", "A line each" },
	{ 0 }
};
/* clang-format on */

/* What is wrong, then what clashes unless that was ticked away. */
static bool
is_fit(struct request *r, const char *ref, const char *json)
{
	struct rows w = q_session_flaws(r, json);
	int i;

	for (i = 0; i < w.n; i++)
		error_add(r, rows_text(w, i, "field"), "%s",
		    rows_text(w, i, "words"));
	if (w.n > 0 || arg_flag(r, "anyway"))
		return w.n == 0;
	w = q_session_clashes(r, ref, json);
	for (i = 0; i < w.n; i++)
		error_add(r, "anyway", "%s", rows_text(w, i, "words"));
	return w.n == 0;
}

int
date_new_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows form = q_event_form(r, r->person, code);
	const struct edit e = { "Add a date",
		arena_printf(r->arena, "/manage/events/%s/sessions/new", code),
		arena_printf(r->arena, "/manage/events/%s/edit", code),
		"The course", "Save as a draft", "",
		"It is a draft: nobody sees it until you open it for booking.",
		fields, NULL };

	if (form.n == 0)
		return reply_not_found(r);
	show_typed(r, "approval", "declare");
	show_typed(r, "part1_starts", "09:30");
	return edit_page(
	    r, &e, q_session_new(r, r->person, code), q_edit_options(r));
}

int
date_make(struct request *r)
{
	const char *json = edit_json(r, fields);
	struct rows m;

	m = q_session_made(r, r->person, r->key);
	if (m.n > 0)
		return reply_redirect(
		    r, "/manage/sessions/%s/edit", rows_text(m, 0, "slug"));
	if (!is_fit(r, "", json))
		return reply_form(r);
	m = q_session_make(r, r->person, arg_text(r, "code"), r->key, json);
	if (strcmp(rows_text(m, 0, "outcome"), "made") != 0)
		return reply_refused(r, rows_text(m, 0, "outcome"));
	return reply_redirect(
	    r, "/manage/sessions/%s/edit", rows_text(m, 0, "slug"));
}

int
date_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows head = q_session_head(r, r->person, ref);
	const struct edit e = { head.n > 0 ? rows_text(head, 0, "title") : "",
		arena_printf(r->arena, "/manage/sessions/%s/edit", ref),
		arena_printf(r->arena, "/manage/sessions/%s", ref), "The date",
		"Save", arena_printf(r->arena, "session %s", ref), "", fields,
		"manage_session_edit.html" };

	if (head.n == 0)
		return reply_not_found(r);
	show_rows(r, "session", head);
	return edit_page(
	    r, &e, q_session_form(r, r->person, ref), q_edit_options(r));
}

int
date_change(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *json = edit_json(r, fields);
	const char *outcome;
	struct rows c;

	if (q_session_head(r, r->person, ref).n == 0)
		return reply_not_found(r);
	if (!is_fit(r, ref, json))
		return reply_form(r);
	c = q_session_change(r, r->person, ref, arg_number(r, "version"), json,
	    arg_text(r, "tell"));
	outcome = rows_text(c, 0, "outcome");
	if (strcmp(outcome, "below_taken") == 0) {
		error_add(r, "capacity",
		    "%" PRId64 " places are taken. Enter at least as many",
		    rows_int(c, 0, "taken"));
		return reply_form(r);
	}
	if (strcmp(outcome, "saved") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/sessions/%s", ref);
}

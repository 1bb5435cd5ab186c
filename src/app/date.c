/* date.c: the dates of a course, added and changed at the desk. */
#include <inttypes.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
#define DAY(n, words, kind)                                                    \
	{ "day" n, words, kind, "" },                                          \
	{ "part" n "_date", "Day", "date", "For example 3 December 2026" },    \
	{ "part" n "_starts", "From", "time", "For example 09:30" },           \
	{ "part" n "_ends", "To", "time", "For example 16:00" },               \
	{ "part" n "_name", "Called", "line",                                  \
	    "For example Morning. Empty: Day " n },                            \
	{ "part" n "_room", "In another room", "choice", "", "room_of_day" }

static const struct edit_field fields[] = {
	{ "what", "What it is", "heading", "" },
	{ "title", "Title", "line", "" },
	{ "theme", "Theme", "line", "Only if this date has its own" },
	DAY("1", "When", "row"), DAY("2", "Second day", "foldrow"),
	DAY("3", "Third day", "foldrow"), DAY("4", "Fourth day", "foldrow"),
	DAY("5", "Fifth day", "foldrow"), DAY("6", "Sixth day", "foldrow"),
	{ "where", "Where", "heading", "" },
	{ "delivery", "Ways to take part", "choice", "" },
	{ "room", "Venue and room", "choice", "" },
	{ "join_url", "Joining link", "line",
	    "Shown only to people who have a place, shortly before" },
	{ "who", "Who leads it", "heading", "" },
	{ "trainers", "Led by", "many", "" },
	{ "stewards", "At the welcome desk", "block",
	    "They can sign people in. An email address each, a line each" },
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
	{ "visible_from", "Shown from", "date",
	    "At 9am. Empty: as soon as it is open for booking" },
	{ "booking_opens", "Opens on", "date", "At 9am. Empty: at once" },
	{ "booking_closes", "Closes on", "date",
	    "At 5pm. Empty: when it starts" },
	{ "approval", "Who must agree", "choice", "" },
	{ "terms", "Cancellation terms", "choice", "" },
	{ "full_fee", "Full fee of a place, in pounds", "number",
	    "Only if this date has its own" },
	{ "only", "Only for some people", "fold", "No tick: for everyone." },
	{ "by_invitation", "By invitation only", "tick",
	    "Its list of invitations has a page of its own" },
	{ "only_sectors", "Only for these sectors", "many", "" },
	{ "only_agencies", "Only for these organisations", "many",
	    "With the sectors ticked above: either will do" },
	{ "costs", "Costs and notes", "fold",
	    "Only the training team sees them." },
	{ "cost_venue", "Venue and food, in pounds", "number", "" },
	{ "cost_trainer", "Trainers, in pounds", "number", "" },
	{ "cost_other", "Anything else, in pounds", "number", "" },
	{ "notes", "Notes", "block", "A line each" },
	{ 0 }
};
/* clang-format on */

/* What clashes, unless that was ticked away. */
static void
ask_anyway(struct request *r, const char *ref, const char *json)
{
	struct rows w;
	int i;

	if (arg_flag(r, "anyway"))
		return;
	w = q_session_clashes(r, ref, json);
	for (i = 0; i < w.n; i++)
		error_add(r, "anyway", "%s", rows_text(w, i, "words"));
}

/* What touches the people who are booked, unless that was answered. */
static void
ask_tell(struct request *r, const char *ref, const char *json)
{
	struct buf b = { .arena = r->arena };
	struct rows t;
	int i;

	if (*arg_text(r, "tell") != '\0')
		return;
	t = q_session_touched(r, r->person, ref, json);
	for (i = 0; i < t.n; i++)
		buf_printf(&b, "%s ", rows_text(t, i, "words"));
	if (t.n > 0)
		error_add(r, "tell",
		    "%sChoose whether to write to the people of this date",
		    buf_string(&b));
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
	return edit_page(r, &e, q_session_new(r, r->person, code),
	    q_edit_options(r, r->person));
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
	if (edit_right(r, q_session_flaws(r, json)))
		ask_anyway(r, "", json);
	if (error_any(r))
		return reply_form(r);
	m = q_session_make(r, r->person, arg_text(r, "code"), r->key, json);
	return reply_done(
	    r, m, "made", "/manage/sessions/%s/edit", rows_text(m, 0, "slug"));
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
	show_rows(r, "people", q_session_people(r, r->person, ref));
	return edit_page(r, &e, q_session_form(r, r->person, ref),
	    q_edit_options(r, r->person));
}

int
date_change(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *json = edit_json(r, fields);
	struct rows c;

	if (q_session_head(r, r->person, ref).n == 0)
		return reply_not_found(r);
	if (edit_right(r, q_session_flaws(r, json))) {
		ask_anyway(r, ref, json);
		ask_tell(r, ref, json);
	}
	if (error_any(r))
		return reply_form(r);
	c = q_session_change(r, r->person, ref, arg_number(r, "version"), json,
	    arg_text(r, "tell"), arg_text(r, "why"));
	if (outcome_is(c, "below_taken")) {
		error_add(r, rows_text(c, 0, "field"),
		    "%" PRId64 " places are taken. Enter at least as many",
		    rows_int(c, 0, "taken"));
		return reply_form(r);
	}
	if (outcome_is(c, "in_past"))
		error_add(r, "part1_date", "Enter a day to come");
	return reply_done(r, c, "saved", "/manage/sessions/%s", ref);
}

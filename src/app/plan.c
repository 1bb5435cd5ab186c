/* plan.c: the plan of a date's day, and the workshops of its rounds. */
#include <inttypes.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
static const struct edit_field hour_fields[] = {
	{ "title", "What it is", "line",
	    "For example Registration, or Workshops: round one" },
	{ "day", "Day", "choice", "" },
	{ "hours", "Hours", "row", "" },
	{ "starts", "From", "time", "For example 09:30" },
	{ "ends", "To", "time", "For example 10:00" },
	{ "more", "Where and what", "heading", "" },
	{ "room", "Room", "choice", "", "room_of_day" },
	{ "round", "People choose a workshop in it", "tick", "" },
	{ 0 }
};

#define WORKSHOP                                                               \
	{ "title", "Title", "line", "" },                                      \
	{ "slot", "Round", "choice", "" },                                     \
	{ "stream", "Stream", "choice", "" },                                  \
	{ "room", "Room", "choice", "", "room_of_day" },                       \
	{ "capacity", "Places", "number", "" },                                \
	{ "waiting", "Keep a waiting list when it is full", "tick", "" },      \
	{ "repeat_of", "It repeats", "choice",                                 \
	    "Nobody chooses both" },                                           \
	{ "leads", "Led by", "many", "", "trainers" }

static const struct edit_field fields[] = { WORKSHOP, { 0 } };
static const struct edit_field new_fields[] = {
	{ "code", "Code", "line", "Short, for example A1" }, WORKSHOP, { 0 }
};
/* clang-format on */

static int64_t
session_id(struct request *r)
{
	struct rows head = q_session_head(r, r->person, arg_text(r, "ref"));

	return head.n > 0 ? rows_int(head, 0, "id") : 0;
}

static const char *
plan_path(struct request *r, const char *more)
{
	return arena_printf(
	    r->arena, "/manage/sessions/%s%s", arg_text(r, "ref"), more);
}

int
plan_show(struct request *r)
{
	struct rows head = q_session_head(r, r->person, arg_text(r, "ref"));
	int64_t id;

	if (head.n == 0)
		return reply_not_found(r);
	id = rows_int(head, 0, "id");
	desk_title(r, "The day and its workshops");
	show_rows(r, "session", head);
	show_rows(r, "hours", q_plan_lines(r, id));
	show_rows_in(r, "workshops", q_plan_workshops(r, id), "slot");
	return reply_page(r, 200, "manage_plan.html");
}

/* Save or remove what the form holds, then back to the plan. */
static int
saved(struct request *r, struct rows done)
{
	return reply_done(
	    r, done, "saved", "/manage/sessions/%s/plan", arg_text(r, "ref"));
}

/* What touches people who are booked, unless that was answered. */
static void
ask_tell(struct request *r, struct rows touched)
{
	if (touched.n > 0 && *arg_text(r, "tell") == '\0')
		error_add(r, "tell",
		    "%s Choose whether to write to the people it touches",
		    rows_text(touched, 0, "words"));
}

/* A form that adds something to the day; it is at this place of the date. */
static int
addition_form(struct request *r, const char *title, const char *place,
    const struct edit_field *asked)
{
	const struct edit e = { title, plan_path(r, place),
		plan_path(r, "/plan"), "The day and its workshops", "Add it",
		"", "", asked, NULL };
	int64_t id = session_id(r);

	if (id == 0)
		return reply_not_found(r);
	return edit_page(r, &e, edit_none(r), q_plan_options(r, id));
}

int
hour_new_form(struct request *r)
{
	return addition_form(
	    r, "Add an hour of the day", "/plan/new", hour_fields);
}

int
hour_make(struct request *r)
{
	return saved(r, q_plan_put(r, r->person, arg_text(r, "ref"), "", 0,
			    edit_json(r, hour_fields), false, "", ""));
}

int
hour_form(struct request *r)
{
	const char *slot = arg_text(r, "slot");
	int64_t id = session_id(r);
	struct rows form = q_plan_form(r, id, slot);
	const struct edit e = { "An hour of the day",
		plan_path(r, arena_printf(r->arena, "/plan/%s", slot)),
		plan_path(r, "/plan"), "The day and its workshops", "Save",
		arena_printf(r->arena, "plan %s %s", arg_text(r, "ref"), slot),
		"", hour_fields, NULL, "Take it out of the day" };

	if (form.n == 0)
		return reply_not_found(r);
	show_rows(
	    r, "people", q_session_people(r, r->person, arg_text(r, "ref")));
	return edit_page(r, &e, form, q_plan_options(r, id));
}

int
hour_change(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *slot = arg_text(r, "slot");
	const char *json = edit_json(r, hour_fields);
	bool remove = arg_flag(r, "remove");
	struct rows p;

	ask_tell(r, q_plan_touched(r, session_id(r), slot, json, remove));
	if (error_any(r))
		return reply_form(r);
	p = q_plan_put(r, r->person, ref, slot, arg_number(r, "version"), json,
	    remove, arg_text(r, "tell"), arg_text(r, "why"));
	return saved(r, p);
}

int
workshop_new_form(struct request *r)
{
	return addition_form(r, "Add a workshop", "/workshops/new", new_fields);
}

/* What clashes, unless that was ticked away or it goes. */
static void
ask_anyway(struct request *r, const char *code, const char *json)
{
	struct rows w;
	int i;

	if (arg_flag(r, "anyway"))
		return;
	w = q_workshop_clashes(r, session_id(r), code, json);
	for (i = 0; i < w.n; i++)
		error_add(r, "anyway", "%s", rows_text(w, i, "words"));
}

int
workshop_make(struct request *r)
{
	const char *json = edit_json(r, new_fields);
	struct rows p;

	ask_anyway(r, "", json);
	if (error_any(r))
		return reply_form(r);
	p = q_workshop_put(
	    r, r->person, arg_text(r, "ref"), "", 0, json, false, "", "");
	return saved(r, p);
}

int
workshop_edit_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	int64_t id = session_id(r);
	struct rows form = q_workshop_form(r, id, code);
	const struct edit e = { arena_printf(r->arena, "Workshop %s", code),
		plan_path(r, arena_printf(r->arena, "/workshops/%s", code)),
		plan_path(r, "/plan"), "The day and its workshops", "Save",
		arena_printf(
		    r->arena, "workshop %s %s", arg_text(r, "ref"), code),
		"", fields, NULL, "Take it out of the day" };

	if (form.n == 0)
		return reply_not_found(r);
	show_rows(r, "people", q_workshop_people(r, id, code));
	return edit_page(r, &e, form, q_plan_options(r, id));
}

int
workshop_edit(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *code = arg_text(r, "code");
	const char *json = edit_json(r, fields);
	bool remove = arg_flag(r, "remove");
	struct rows p;

	if (!remove)
		ask_anyway(r, code, json);
	ask_tell(r, q_workshop_touched(r, session_id(r), code, json, remove));
	if (error_any(r))
		return reply_form(r);
	p = q_workshop_put(r, r->person, ref, code, arg_number(r, "version"),
	    json, remove, arg_text(r, "tell"), arg_text(r, "why"));
	if (outcome_is(p, "below_taken")) {
		error_add(r, "capacity",
		    "%" PRId64 " places are taken. Enter at least as many",
		    rows_int(p, 0, "taken"));
		return reply_form(r);
	}
	return saved(r, p);
}

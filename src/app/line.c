/* line.c: the waiting list of a date at the desk, and its number of places. */
#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

void
queue_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	show_rows(r, "line", q_line_of(r, id));
	show_rows(r, "offers", q_line_offers(r, id));
}

/* Do the rules of the date keep somebody who waits from a place? */
static void
show_barred(struct request *r, int64_t session)
{
	struct rows line = q_line_of(r, session);
	bool some = false;
	int i;

	for (i = 0; i < line.n; i++)
		some = some || rows_flag(line, i, "may_let_in");
	show_flag(r, "some_barred", some);
}

int
line_show(struct request *r)
{
	int64_t id;
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "Waiting list and places");
	show_rows(r, "session", s);
	queue_show_panel(r, s);
	show_barred(r, id = rows_int(s, 0, "id"));
	show_rows(r, "line_pools", q_line_pools(r, id));
	show_text(r, "version", rows_text(q_line_version(r, id), 0, "version"));
	show_rows(r, "line_changes",
	    r->redrawn ? q_line_changes(
			     r, id, strtoll(typed_text(r, "version"), NULL, 10))
		       : rows_make(r->arena, "words,by,at_words", 0, NULL));
	return reply_page(r, 200, "manage_queue.html");
}

/* Is all there for moving somebody, or for letting them have a place? */
static bool
move_given(struct request *r, bool lets_in)
{
	if (!arg_given(r, "booking"))
		error_add(r, "booking", "Choose who it is about");
	if (!lets_in && !arg_given(r, "place"))
		error_add(r, "place", "Enter the number in the line");
	if (!arg_given(r, "why"))
		error_add(r, "why", "Say why, so that others can follow");
	return !error_any(r);
}

static int
reply_line(struct request *r, struct rows done)
{
	return reply_done(r, done, "let_in moved set",
	    "/manage/sessions/%s/queue", arg_text(r, "ref"));
}

/* Change the number of places. */
static int
resize(struct request *r)
{
	struct rows c;

	if (!arg_given(r, "pool") || !arg_given(r, "capacity")) {
		error_add(r, "capacity", "Enter the number of places");
		return reply_form(r);
	}
	c = q_line_capacity(r, r->person, arg_text(r, "ref"), arg_id(r, "pool"),
	    arg_number(r, "capacity"), arg_number(r, "version"));
	if (outcome_is(c, "below_taken")) {
		error_add(r, "capacity",
		    "%s places are taken, held or on offer: there cannot be "
		    "fewer",
		    rows_text(c, 0, "taken"));
		return reply_form(r);
	}
	return reply_line(r, c);
}

int
line_act(struct request *r)
{
	const char *act = arg_text(r, "act"), *ref = arg_text(r, "ref");
	bool lets_in = strcmp(act, "let_in") == 0;

	if (strcmp(act, "capacity") == 0)
		return resize(r);
	if (!move_given(r, lets_in))
		return reply_form(r);
	return reply_line(
	    r, lets_in ? q_line_let_in(r, r->person, ref, arg_id(r, "booking"),
			     arg_text(r, "why"))
		       : q_line_move(r, r->person, ref, arg_id(r, "booking"),
			     arg_number(r, "place"), arg_text(r, "why"),
			     arg_number(r, "version")));
}

/*
 * several.c: what is done with several people of a date at once: write to
 * them, or cancel their bookings.
 */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "template.h"

#define DIGITS_MAX 15

/* The numbers of the bookings that were ticked; what is no number is none. */
static const char *
chosen(struct request *r)
{
	const char *const *list = arg_list(r, "booking");
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		if (strspn(list[i], "0123456789") != strlen(list[i]) ||
		    strlen(list[i]) > DIGITS_MAX || *list[i] == '\0')
			return "{}";
	return i > 0 ? arg_set(r, "booking") : "{}";
}

static const char *
states(struct request *r)
{
	return arg_given(r, "state") ? arg_set(r, "state") : "{}";
}

/* The date and the people who are meant; false if there is no such date. */
static bool
show_people(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows s = q_desk_session(r, r->person, ref), n;

	if (s.n == 0)
		return false;
	n = q_several_count(r, ref, states(r), chosen(r));
	show_rows(r, "session", s);
	show_text(r, "ref", ref);
	show_rows(r, "states", q_several_states(r, ref, states(r)));
	show_rows(r, "chosen", q_several_chosen(r, ref, chosen(r)));
	show_rows(r, "count", n);
	return true;
}

/* Why one of several was not moved. */
static const char *
move_words(const char *outcome)
{
	return strcmp(outcome, "full_there") == 0 ? "there is no place"
	       : strcmp(outcome, "already_booked") == 0
		   ? "is booked there already"
	       : strcmp(outcome, "needs_agreement") == 0
		   ? "somebody must agree first"
	       : strcmp(outcome, "no_place_kind") == 0
		   ? "choose between the room and online on the booking's page"
	       : strcmp(outcome, "not_invited") == 0 ||
		       strcmp(outcome, "not_eligible") == 0 ||
		       strcmp(outcome, "no_prerequisite") == 0
		   ? "the rules of that date do not let them have a place"
		   : "that date cannot be booked";
}

/* In a preview the date is the one that it is about. */
static void
take_date(struct request *r, struct value *values)
{
	struct rows d = q_several_example(r, arg_text(r, "ref"));

	for (; d.n > 0 && values != NULL; values = values->next)
		if (rows_column(d, values->name, 0) >= 0)
			values->text = rows_text(d, 0, values->name);
}

/* The form, and how it reads once there is something to read. */
static int
show_message(struct request *r, bool ready)
{
	struct value *values = message_values(r, "message");
	const char *subject = "", *body = "";

	if (!show_people(r))
		return reply_not_found(r);
	if (ready) {
		subject = arg_text(r, "subject");
		body = arg_text(r, "body");
		show_typed(r, "subject", subject);
		show_typed(r, "body", body);
	}
	take_date(r, values);
	desk_title(r, "Write to people");
	show_flag(r, "ready", ready);
	message_show_names(r, values);
	message_show_preview(r, values, subject, body);
	return reply_page(r, 200, "manage_write.html");
}

int
people_message_form(struct request *r)
{
	return show_message(r, false);
}

/* Looked at first; sent when the number of people that was shown is right. */
int
people_message(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	bool send = strcmp(arg_text(r, "act"), "send") == 0;

	message_check(r, message_values(r, "message"));
	if (strcmp(states(r), "{}") == 0 && strcmp(chosen(r), "{}") == 0)
		error_add(r, "state", "Choose to whom");
	if (error_any(r))
		return reply_form(r);
	if (!send)
		return show_message(r, true);
	return reply_done(r,
	    q_several_write(r, r->person, ref, states(r), chosen(r),
		arg_text(r, "subject"), arg_text(r, "body"),
		arg_number(r, "count"), r->key),
	    "written", "/manage/sessions/%s#mails", ref);
}

int
people_move_form(struct request *r)
{
	if (!show_people(r))
		return reply_not_found(r);
	desk_title(r, "Move people");
	show_rows(r, "targets", q_several_targets(r, arg_text(r, "ref")));
	return reply_page(r, 200, "manage_move.html");
}

/* One after the other; who cannot move stays, and is named with the reason. */
int
people_move(struct request *r)
{
	struct rows p = q_several_chosen(r, arg_text(r, "ref"), chosen(r)), o;
	struct ticket t;
	const char *seed;
	int i, key, moved = 0;

	if (p.n == 0)
		error_add(r, "", "Go back and choose people first");
	for (i = 0; i < p.n; i++) {
		seed = ticket_new(r, &t, &key);
		o = q_several_move(r, r->person, rows_int(p, i, "number"),
		    arg_text(r, "to"), arg_text(r, "why"), seed, key,
		    t.ticket_hash, t.code_hash);
		if (rows_null(o, 0, "booking"))
			error_add(r, "", "%s was not moved: %s",
			    rows_text(p, i, "name"),
			    move_words(rows_text(o, 0, "outcome")));
		else
			moved++;
	}
	if (error_any(r) && moved > 0)
		error_add(r, "", "%d %s moved", moved,
		    moved == 1 ? "other person was" : "others were");
	if (error_any(r))
		return reply_form(r);
	return reply_redirect(
	    r, "/manage/sessions/%s#people", arg_text(r, "to"));
}

int
people_end_form(struct request *r)
{
	if (!show_people(r))
		return reply_not_found(r);
	desk_title(r, "Cancel bookings");
	return reply_page(r, 200, "manage_end.html");
}

int
people_end(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows o;

	if (strcmp(chosen(r), "{}") == 0) {
		error_add(r, "", "Go back and choose people first");
		return reply_form(r);
	}
	o = q_several_end(r, r->person, ref, chosen(r), arg_text(r, "why"),
	    arg_flag(r, "charge_late"));
	if (!outcome_is(o, "cancelled"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage/sessions/%s#people", ref);
}

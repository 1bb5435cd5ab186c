/* register.c: the register of a session: read, put right, signed off. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

/* What every page of a register begins with; false: no such register. */
static bool
show_register(struct request *r, const char *title)
{
	struct rows s = q_register_show(r, r->person, arg_text(r, "ref"));

	show_text(r, "page_title", title);
	show_rows(r, "door", s);
	return s.n == 1;
}

int
register_show(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows seen;

	if (!show_register(r, "Register"))
		return reply_not_found(r);
	seen = q_needs_seen(r, r->person, ref);
	show_rows(r, "needs",
	    q_needs_prepare(r, seen.n > 0 ? rows_int(seen, 0, "session") : 0));
	show_rows(r, "parts", q_register_parts(r, r->person, ref));
	show_rows_in(r, "people", q_register_people(r, r->person, ref), "part");
	show_rows(r, "unbooked", q_register_unbooked(r, r->person, ref));
	show_rows(r, "odd", q_register_odd(r, r->person, ref));
	show_rows(r, "phones", q_register_phones(r, r->person, ref));
	show_rows(r, "history", q_register_changes(r, r->person, ref));
	return reply_page(r, 200, "register_sheet.html");
}

int
register_sign(struct request *r)
{
	struct rows s = q_register_sign(r, r->person, arg_text(r, "ref"));

	return reply_done(r, s, "signed_off already_signed_off",
	    "/door/%s/register", arg_text(r, "ref"));
}

int
register_mark_form(struct request *r)
{
	struct rows p = q_register_row(r, r->person, arg_text(r, "ref"),
	    arg_id(r, "booking"), arg_number(r, "part"));

	if (!show_register(r, "Change the register") || p.n == 0)
		return reply_not_found(r);
	show_rows(r, "person", p);
	show_typed_row(r, p);
	return reply_page(r, 200, "register_mark.html");
}

int
register_mark(struct request *r)
{
	const char *act = arg_text(r, "act");
	struct rows m;

	if (strcmp(act, "absent") != 0 && !arg_given(r, "time")) {
		error_add(r, "time", "Enter the time, for example 9:30am");
		return reply_form(r);
	}
	m = q_register_mark(r, r->person, arg_text(r, "ref"), r->key,
	    arg_id(r, "booking"), arg_number(r, "part"), act,
	    arg_text(r, "time"), arg_text(r, "reason"));
	return reply_done(
	    r, m, "marked", "/door/%s/register", arg_text(r, "ref"));
}

/* The part that is asked for, or the first; 0 if there is no such part. */
static int64_t
part_asked(struct request *r, struct rows parts)
{
	int i;

	if (!arg_given(r, "part"))
		return parts.n > 0 ? rows_int(parts, 0, "part") : 0;
	for (i = 0; i < parts.n; i++)
		if (rows_int(parts, i, "part") == arg_number(r, "part"))
			return arg_number(r, "part");
	return 0;
}

int
register_tick_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows parts = q_register_parts(r, r->person, ref);
	int64_t part = part_asked(r, parts);

	if (part == 0 || !show_register(r, "Tick who was there"))
		return reply_not_found(r);
	show_number(r, "part", part);
	show_rows(r, "parts", parts);
	show_rows(r, "people", q_register_to_tick(r, r->person, ref, part));
	return reply_page(r, 200, "register_tick.html");
}

/* Are they all numbers, as those of bookings are? */
static bool
are_numbers(const char *const *list)
{
	for (; *list != NULL; list++)
		if (strspn(*list, "0123456789") != strlen(*list) ||
		    strlen(*list) > 15)
			return false;
	return true;
}

int
register_tick(struct request *r)
{
	struct rows t;

	if (!are_numbers(arg_list(r, "there")))
		return reply_not_found(r);
	if (!arg_given(r, "there")) {
		error_add(r, "there", "Tick at least one person");
		return reply_form(r);
	}
	t = q_register_tick(r, r->person, arg_text(r, "ref"), r->key,
	    arg_number(r, "part"), arg_set(r, "there"), arg_text(r, "reason"));
	return reply_done(
	    r, t, "ticked", "/door/%s/register", arg_text(r, "ref"));
}

/*
 * queue.c: a place that has come up, and the next place on any date of a
 * course.
 */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

static bool
is_link(const struct request *r)
{
	return strncmp(r->path, "/offers/", 8) == 0;
}

/* The offer that this path opens: one row, or none. */
static struct rows
offer(struct request *r)
{
	struct rows link;

	if (!is_link(r))
		return q_offer_of(r, r->person, arg_id(r, "number"));
	link = q_offer_linked(r, secret_lookup(r->arena, arg_text(r, "token")));
	return link.n == 0 ? link
			   : q_offer_of(r, rows_int(link, 0, "person"),
				 rows_int(link, 0, "number"));
}

/* On to one's own booking, if it is one. */
static int
reply_booking(struct request *r)
{
	int64_t number = arg_id(r, "number");

	if (q_booking_show(r, r->person, number).n == 0)
		return reply_not_found(r);
	return reply_redirect(r, "/bookings/%lld", (long long)number);
}

int
offer_show(struct request *r)
{
	struct rows o = offer(r);
	bool open = o.n > 0 && strcmp(rows_text(o, 0, "answer"), "open") == 0;

	if (!open && !is_link(r))
		return reply_booking(r);
	show_text(r, "page_title",
	    open ? "A place has come up for you" : "A place that came up");
	show_text(r, "action", r->path);
	show_rows(r, "offer", o);
	show_rows(r, "parts",
	    q_booking_parts(r, o.n > 0 ? rows_int(o, 0, "person") : 0,
		o.n > 0 ? rows_int(o, 0, "number") : 0));
	return reply_page(r, o.n > 0 ? 200 : 404, "offer.html");
}

void
offer_show_on(struct request *r, int64_t number)
{
	show_rows(r, "offer", q_offer_of(r, r->person, number));
	show_text(r, "action",
	    arena_printf(r->arena, "/bookings/%lld/offer", (long long)number));
}

/* One press: "take" it, "leave" it, or leave it and "keep" waiting. */
int
offer_answer(struct request *r)
{
	const char *answer = arg_text(r, "answer"), *seed;
	struct rows o = offer(r), done;
	struct ticket t;
	int key;

	if (o.n == 0 && is_link(r))
		return offer_show(r);
	if (o.n == 0)
		return reply_booking(r);
	seed = ticket_new(r, &t, &key);
	done = q_offer_answer(r, rows_int(o, 0, "person"),
	    rows_int(o, 0, "number"), strcmp(answer, "take") == 0,
	    strcmp(answer, "keep") == 0 ? seed : "", key, t.ticket_hash,
	    t.code_hash);
	if (outcome_is(done, "not_found"))
		return reply_not_found(r);
	/* Whatever became of it, also before: the page says it. */
	if (is_link(r))
		return reply_redirect(r, "%s", r->path);
	return reply_booking(r);
}

void
wish_show_offer(struct request *r, const char *code)
{
	struct rows offered = q_wish_offer(r, code, r->person);
	struct rows mine = q_wish_of(r, r->person, code);

	show_rows(r, "wish", mine);
	show_flag(
	    r, "may_wish", mine.n == 0 && rows_flag(offered, 0, "may_wish"));
	show_flag(
	    r, "may_wish_signed_in", rows_flag(offered, 0, "may_sign_in"));
}

int
wish_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows e = q_event_show(r, code, "");

	if (e.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "The next place on any date");
	show_rows(r, "event", e);
	show_rows(r, "wish", q_wish_of(r, r->person, code));
	show_rows(r, "offered", q_wish_offer(r, code, r->person));
	return reply_page(r, 200, "wish.html");
}

int
wish_make(struct request *r)
{
	struct ticket t;
	int key;
	const char *seed = ticket_new(r, &t, &key);
	struct rows w = q_wish_make(r, r->person, arg_text(r, "code"), seed,
	    key, t.ticket_hash, t.code_hash);

	if (outcome_is(w, "offered"))
		return reply_redirect(
		    r, "/bookings/%s/offer", rows_text(w, 0, "booking"));
	if (outcome_is(w, "already_booked"))
		return reply_redirect(
		    r, "/bookings/%s", rows_text(w, 0, "booking"));
	return reply_done(r, w, "wished already_wished", "/events/%s/wish",
	    arg_text(r, "code"));
}

/* By the link of the mail: the line that it leaves, and one press. */
int
line_leave_form(struct request *r)
{
	struct rows l =
	    q_leave_linked(r, secret_lookup(r->arena, arg_text(r, "token")));

	if (l.n == 0)
		return reply_link_gone(r, "/login", "/bookings");
	show_text(r, "page_title", "Leave the list");
	show_text(r, "action", r->path);
	show_rows(r, "line", l);
	return reply_page(r, 200, "leave.html");
}

int
line_leave(struct request *r)
{
	struct rows l =
	    q_leave_line(r, secret_lookup(r->arena, arg_text(r, "token")));

	if (outcome_is(l, "not_found"))
		return reply_link_gone(r, "/login", "/bookings");
	/* Whatever became of it, also before: the page says it. */
	return reply_redirect(r, "%s", r->path);
}

int
wish_leave(struct request *r)
{
	struct rows u = q_wish_leave(r, r->person, arg_id(r, "number"));

	if (outcome_is(u, "not_found"))
		return reply_not_found(r);
	return reply_redirect(r, "/bookings");
}

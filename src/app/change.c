/*
 * change.c: changing one's mind: a colleague comes instead, another date; by
 * oneself, or at the desk (/manage/bookings/…) for somebody.
 */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

bool
at_desk(const struct request *r)
{
	return strncmp(r->path, "/manage/", strlen("/manage/")) == 0;
}

/* On to the page of a booking, or to one below it. */
static int
reply_booking(struct request *r, int64_t number, const char *below)
{
	return reply_redirect(r, "%s/bookings/%lld%s",
	    at_desk(r) ? "/manage" : "", (long long)number, below);
}

bool
change_begin(struct request *r, const char *title, const char *what,
    struct change *c, int *reply)
{
	bool desk = at_desk(r);
	struct rows owner;

	c->number = arg_id(r, "number");
	c->owner = r->person;
	if (desk) {
		owner = q_desk_booking(r, r->person, c->number);
		c->owner = owner.n > 0 ? rows_int(owner, 0, "person") : 0;
	}
	c->row = q_change_mine(r, c->owner, c->number);
	if (c->row.n == 0) {
		*reply = reply_not_found(r);
		return false;
	}
	if ((!rows_flag(c->row, 0, "live") || !rows_flag(c->row, 0, what)) &&
	    !error_any(r)) {
		*reply = reply_booking(r, c->number, "");
		return false;
	}
	desk_title(r, title);
	show_flag(r, "desk", desk);
	show_flag(r, "may", desk || rows_flag(c->row, 0, "in_time"));
	show_rows(r, "change", c->row);
	return true;
}

int
reply_changed(struct request *r, struct rows done, const char *good)
{
	return reply_done(r, done, good, "%s/bookings/%lld",
	    at_desk(r) ? "/manage" : "", (long long)arg_id(r, "number"));
}

int
swap_form(struct request *r)
{
	struct change c;
	int reply;

	if (!change_begin(r, "Send a colleague instead", "live", &c, &reply))
		return reply;
	return reply_page(r, 200, "booking_swap.html");
}

int
swap_make(struct request *r)
{
	struct ticket t;
	int key;
	const char *seed = ticket_new(r, &t, &key);
	struct rows done = q_change_swap(r, r->person, at_desk(r),
	    arg_id(r, "number"), arg_text(r, "name"), arg_text(r, "email"),
	    arg_text(r, "manager_name"), arg_text(r, "manager_email"),
	    arg_flag(r, "clash"), seed, key, t.ticket_hash, t.code_hash);

	/* What ended meanwhile is told by the booking's own page. */
	if (rows_null(done, 0, "booking"))
		return reply_changed(r, done, "not_live");
	return reply_booking(r,
	    at_desk(r) ? rows_int(done, 0, "booking") : arg_id(r, "number"),
	    "");
}

int
transfer_form(struct request *r)
{
	bool hybrid = false;
	struct change c;
	struct rows t;
	int i, reply;

	if (!change_begin(r, "Move to another date", "live", &c, &reply))
		return reply;
	t = q_change_targets(r, c.owner, c.number, at_desk(r));
	for (i = 0; i < t.n; i++)
		hybrid = hybrid || rows_flag(t, i, "hybrid");
	show_rows(r, "targets", t);
	show_flag(r, "any_hybrid", hybrid);
	return reply_page(r, 200, "booking_transfer.html");
}

int
transfer_make(struct request *r)
{
	struct ticket t;
	int key;
	const char *seed = ticket_new(r, &t, &key);
	struct rows done = q_change_transfer(r, r->person, at_desk(r),
	    arg_id(r, "number"), arg_text(r, "to"), arg_text(r, "mode"),
	    arg_flag(r, "clash"), seed, key, t.ticket_hash, t.code_hash);

	if (rows_null(done, 0, "booking"))
		return reply_changed(r, done, "not_live");
	/* The workshops of the other date are others: they are chosen next. */
	return reply_booking(r, rows_int(done, 0, "booking"),
	    rows_flag(done, 0, "has_workshops") ? "/workshops" : "");
}

/* The page of a moved date; 404 for one that was never asked about. */
static int
show_move(struct request *r, int64_t person, int64_t number, const char *token)
{
	struct rows m = q_moved_show(r, person, number);

	if (m.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "Can you still come?");
	show_rows(r, "move", m);
	show_text(r, "token", token);
	return reply_page(r, 200, "booking_moved.html");
}

/* Keep the answer; the page that comes then tells what became of it. */
static int
answer_move(struct request *r, int64_t person, int64_t number)
{
	return reply_done(r,
	    q_moved_answer(
		r, person, number, strcmp(arg_text(r, "comes"), "yes") == 0),
	    "comes left not_live", "%s", r->path);
}

int
moved_form(struct request *r)
{
	return show_move(r, r->person, arg_id(r, "number"), NULL);
}

int
moved_answer(struct request *r)
{
	return answer_move(r, r->person, arg_id(r, "number"));
}

int
moved_link_form(struct request *r)
{
	const char *token = arg_text(r, "token");
	struct rows l = q_moved_link(r, secret_lookup(r->arena, token));

	if (l.n == 0)
		return reply_link_gone(r, "/login", "/bookings");
	return show_move(
	    r, rows_int(l, 0, "person"), rows_int(l, 0, "number"), token);
}

int
moved_link_answer(struct request *r)
{
	struct rows l =
	    q_moved_link(r, secret_lookup(r->arena, arg_text(r, "token")));

	if (l.n == 0)
		return reply_link_gone(r, "/login", "/bookings");
	return answer_move(
	    r, rows_int(l, 0, "person"), rows_int(l, 0, "number"));
}

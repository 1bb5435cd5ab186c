/* change.c: changing one's mind: a colleague comes instead, another date. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

/*
 * A page that changes one's own booking. If that cannot be done any more the
 * booking's page says so; 404 when it is not one's own.
 */
static int
show_change(struct request *r, const char *title, const char *page)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number), c;

	if (b.n == 0)
		return reply_not_found(r);
	c = q_change_mine(r, r->person, number);
	if (!rows_flag(c, 0, "live") && !error_any(r))
		return reply_redirect(r, "/bookings/%lld", (long long)number);
	show_text(r, "page_title", title);
	show_rows(r, "booking", b);
	show_rows(r, "change", c);
	return reply_page(r, 200, page);
}

int
swap_form(struct request *r)
{
	return show_change(r, "Send a colleague instead", "booking_swap.html");
}

/* On to the booking; what ended meanwhile is told there too. */
static int
reply_changed(struct request *r, struct rows done, const char *well)
{
	const char *outcome = rows_text(done, 0, "outcome");

	if (strcmp(outcome, well) != 0 && strcmp(outcome, "not_live") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(
	    r, "/bookings/%lld", (long long)arg_id(r, "number"));
}

int
swap_make(struct request *r)
{
	struct ticket t;
	int key;
	const char *seed = ticket_new(r, &t, &key);

	return reply_changed(r,
	    q_change_swap(r, r->person, arg_id(r, "number"),
		arg_text(r, "name"), arg_text(r, "email"), seed, key,
		t.ticket_hash, t.code_hash),
	    "swapped");
}

int
transfer_form(struct request *r)
{
	struct rows t = q_change_targets(r, r->person, arg_id(r, "number"));
	bool hybrid = false;
	int i;

	for (i = 0; i < t.n; i++)
		hybrid = hybrid || rows_flag(t, i, "hybrid");
	show_rows(r, "targets", t);
	show_flag(r, "any_hybrid", hybrid);
	return show_change(r, "Move to another date", "booking_transfer.html");
}

int
transfer_make(struct request *r)
{
	struct ticket t;
	int key;
	const char *seed = ticket_new(r, &t, &key);
	struct rows done = q_change_transfer(r, r->person, arg_id(r, "number"),
	    arg_text(r, "to"), arg_text(r, "mode"), arg_flag(r, "clash"), seed,
	    key, t.ticket_hash, t.code_hash);

	if (rows_null(done, 0, "booking"))
		return reply_changed(r, done, "");
	return reply_redirect(r, "/bookings/%s", rows_text(done, 0, "booking"));
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
	struct rows a = q_moved_answer(
	    r, person, number, strcmp(arg_text(r, "comes"), "yes") == 0);
	const char *outcome = rows_text(a, 0, "outcome");

	if (strcmp(outcome, "comes") != 0 && strcmp(outcome, "left") != 0 &&
	    strcmp(outcome, "not_live") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "%s", r->path);
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

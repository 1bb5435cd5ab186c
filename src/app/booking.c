/* booking.c: asking for a place, seeing one's bookings, giving a place up. */
#include <string.h>

#include "conf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

/* What a booking form shows of the person, on either page that carries it;
 * nothing is asked of the database that this date has not. */
void
booking_show_known(struct request *r, struct rows session)
{
	struct rows none = rows_make(r->arena, "name", 0, NULL), known = none;

	if (r->person != 0)
		known = q_booking_known(r, r->person);
	show_rows(r, "known", known);
	if (known.n > 0)
		show_typed_row(r, known);
	show_rows(r, "modes",
	    rows_flag(session, 0, "hybrid")
		? q_session_modes(r, arg_text(r, "ref"), "")
		: none);
	if (rows_flag(session, 0, "has_workshops"))
		workshops_show(r, r->person, arg_text(r, "ref"));
	else
		workshops_show_none(r);
	if (r->person != 0)
		needs_show_late(r);
	else
		show_text(r, "late_needs", NULL);
}

int
booking_form(struct request *r)
{
	struct rows s =
	    q_session_show(r, arg_text(r, "ref"), r->person, r->conf->base_url);

	if (s.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "Book a place");
	show_rows(r, "session", s);
	show_rows(r, "other_dates",
	    q_event_dates(r, rows_text(s, 0, "event_code"),
		rows_text(s, 0, "ref"), r->person));
	booking_show_known(r, s);
	stands_show(r, s);
	return reply_page(r, 200, "book.html");
}

/* A field's text, or NULL when the form did not carry it. */
static const char *
given(struct request *r, const char *name)
{
	return arg_given(r, name) ? arg_text(r, name) : NULL;
}

int
booking_make(struct request *r)
{
	struct ticket t;
	struct rows b;
	const char *seed;
	int key;

	seed = ticket_new(r, &t, &key);
	b = q_booking_make(r, r->person, arg_text(r, "ref"),
	    arg_text(r, "mode"), r->key, r->digest, arg_text(r, "job_title"),
	    arg_text(r, "manager_name"), arg_text(r, "manager_email"),
	    given(r, "access_needs"), given(r, "dietary_needs"), seed, key,
	    t.ticket_hash, t.code_hash, arg_text(r, "equivalent"),
	    arg_flag(r, "clash"), arg_flag(r, "second_date"),
	    workshops_chosen(r), workshops_rather(r));
	if (rows_null(b, 0, "booking") || outcome_is(b, "clash other_date"))
		return reply_refused(r, rows_text(b, 0, "outcome"));
	return reply_redirect(r, "/bookings/%s", rows_text(b, 0, "booking"));
}

int
bookings_show(struct request *r)
{
	struct rows b = q_booking_list(r, r->person);

	show_text(r, "page_title", "My bookings");
	show_rows(r, "bookings", b);
	show_flag(r, "earlier",
	    b.n > 0 && strcmp(rows_text(b, b.n - 1, "tense"), "past") == 0);
	show_rows(r, "wishes", q_wish_list(r, r->person));
	charge_show_mine(r, 0);
	mail_back_show(r);
	return reply_page(r, 200, "bookings.html");
}

/* Show one booking and its parts on a page; 404 when it is not one's own. */
static int
show_booking(struct request *r, const char *title, const char *page)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number), parts;

	if (b.n == 0)
		return reply_not_found(r);
	offer_show_on(r, number);
	parts = q_booking_parts(r, r->person, number);
	show_text(r, "page_title", title);
	mail_back_show(r);
	show_rows(r, "booking", b);
	show_rows(r, "parts", parts);
	show_flag(r, "many_parts", parts.n > 1);
	show_rows(r, "choices", q_booking_choices(r, r->person, number));
	show_rows(
	    r, "open_rounds", q_booking_open_rounds(r, r->person, number));
	show_rows(r, "my_needs", q_needs_mine(r, r->person, number));
	show_text(r, "code", ticket_code(r, number));
	show_rows(r, "change", q_change_mine(r, r->person, number));
	agreement_show_mine(r, number);
	charge_show_mine(r, number);
	show_rows(r, "news", q_news_booking(r, r->person, number));
	show_rows(r, "move", q_moved_show(r, r->person, number));
	return reply_page(r, 200, page);
}

int
booking_show(struct request *r)
{
	return show_booking(r, "Your booking", "booking.html");
}

int
booking_cancel_form(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number);

	/* Ended in another window, or begun: the booking's page says so. */
	if (b.n > 0 && !rows_flag(b, 0, "can_cancel") && !error_any(r))
		return reply_redirect(r, "/bookings/%lld", (long long)number);
	return show_booking(r, "Cancel your booking", "booking_cancel.html");
}

int
booking_cancel(struct request *r)
{
	struct rows b, c;

	b = q_booking_show(r, r->person, arg_id(r, "number"));
	if (b.n > 0 && rows_flag(b, 0, "confirmed") &&
	    !arg_given(r, "reason")) {
		error_add(r, "reason", "Choose why you cannot come");
		return reply_form(r);
	}
	c = q_booking_cancel(r, r->person, arg_id(r, "number"),
	    arg_text(r, "why"), arg_text(r, "reason"));

	return reply_done(r, c, "cancelled not_live", "/bookings/%lld",
	    (long long)arg_id(r, "number"));
}

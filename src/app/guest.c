/*
 * guest.c: events that are open to everyone: a place for a name and a contact,
 * without an account; its page opens with a link.
 */
#include <string.h>

#include "conf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "text.h"

/* An address for mail or a telephone number: the other one is empty. */
struct contact {
	const char *email, *phone;
};

/* What one field holds of the two; false, with an error, for neither. */
static bool
read_contact(struct request *r, const char *field, struct contact *to)
{
	const char *s = arg_text(r, field);
	bool mail = strchr(s, '@') != NULL;
	struct checked c = mail ? text_email(r->arena, s, strlen(s))
				: text_phone(r->arena, s, strlen(s));

	*to = (struct contact){ "", "" };
	if (c.flaw != NULL) {
		error_add(r, field, "%s",
		    mail ? c.flaw
			 : "Enter an email address, like name@example.org, or "
			   "a telephone number, like 01632 960 001");
		return false;
	}
	*(mail ? &to->email : &to->phone) = c.text;
	return true;
}

int
guest_form(struct request *r)
{
	struct rows s =
	    q_session_show(r, arg_text(r, "ref"), 0, r->conf->base_url);

	if (s.n == 0 || !rows_flag(s, 0, "open_to_public"))
		return reply_not_found(r);
	show_text(r, "page_title", "Book a place");
	show_rows(r, "session", s);
	show_rows(r, "modes", q_session_modes(r, arg_text(r, "ref"), ""));
	needs_show_late(r);
	return reply_page(r, 200, "guest_book.html");
}

int
guest_book(struct request *r)
{
	const char *seed, *token, *outcome;
	struct contact to;
	struct ticket t;
	struct rows b;
	int64_t seconds;
	int key;

	if (!read_contact(r, "contact", &to))
		return reply_form(r);
	seconds =
	    rows_int(q_guest_try(r, account_key(r, arg_text(r, "contact")),
			 network_key(r)),
		0, "seconds");
	if (seconds > 0)
		return reply_wait(r, "too_many_guests", (long)seconds);
	seed = ticket_new(r, &t, &key);
	token = secret_token(r->arena);
	b = q_guest_book(r, arg_text(r, "ref"), arg_text(r, "mode"), r->key,
	    r->digest, arg_text(r, "name"), to.email, to.phone,
	    arg_text(r, "access_needs"), arg_text(r, "dietary_needs"), seed,
	    key, t.ticket_hash, t.code_hash, secret_lookup(r->arena, token));
	outcome = rows_text(b, 0, "outcome");
	if (rows_null(b, 0, "booking"))
		return reply_refused(r, outcome);
	return reply_redirect(r, "/guests/%s", token);
}

/* The booking that this path opens: one row, or none. */
static struct rows
linked(struct request *r)
{
	return q_guest_linked(r, secret_lookup(r->arena, arg_text(r, "token")));
}

int
guest_show(struct request *r)
{
	struct rows link = linked(r), b;
	const char *svg = NULL, *code = NULL;
	int64_t person, number;

	if (link.n == 0)
		return reply_page(r, 404, "guest_gone.html");
	person = rows_int(link, 0, "person");
	number = rows_int(link, 0, "number");
	b = q_booking_show(r, person, number);
	show_text(r, "page_title", "Your booking");
	show_text(r, "token", arg_text(r, "token"));
	show_text(r, "action", r->path);
	show_text(r, "phone", rows_text(link, 0, "phone"));
	show_flag(r, "colleague", rows_flag(link, 0, "colleague"));
	show_rows(r, "booking", b);
	show_rows(r, "parts", q_booking_parts(r, person, number));
	show_rows(r, "offer", q_offer_of(r, person, number));
	show_rows(r, "my_needs", q_needs_mine(r, person, number));
	show_typed_row(r, q_needs_typed(r, person, number));
	show_text(r, "late_needs",
	    rows_text(q_needs_late(r, rows_text(b, 0, "ref")), 0, "words"));
	show_rows(r, "news", q_news_booking(r, person, number));
	if (rows_flag(b, 0, "has_ticket"))
		paper_ticket(
		    r, q_ticket_seed(r, person, number), 0, &svg, &code);
	show_text(r, "qr_svg", svg);
	show_text(r, "code", code);
	return reply_page(r, 200, "guest.html");
}

/* Take an offered place or let it go; give up what they have; say anew what
 * they need. */
int
guest_act(struct request *r)
{
	struct rows link = linked(r);
	const char *answer = arg_text(r, "answer");
	int64_t person, number;

	if (link.n == 0)
		return guest_show(r);
	person = rows_int(link, 0, "person");
	number = rows_int(link, 0, "number");
	if (strcmp(answer, "cancel") == 0)
		q_booking_cancel(r, person, number, "", "");
	else if (strcmp(answer, "needs") == 0)
		q_needs_change(r, person, number, arg_text(r, "access_needs"),
		    arg_text(r, "dietary_needs"));
	else
		q_offer_answer(r, person, number, strcmp(answer, "take") == 0,
		    "", 0, "", "");
	/* Whatever became of it, also before: the page says it. */
	return reply_redirect(r, "/guests/%s", arg_text(r, "token"));
}

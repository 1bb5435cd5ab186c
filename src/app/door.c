/* door.c: the doors of a person, and signing people in and out at one. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

enum { TICKET_LENGTH = 26 };

int
door_list(struct request *r)
{
	show_text(r, "page_title", "Registers");
	show_rows(r, "days", q_door_days(r, r->person));
	show_rows_in(r, "doors", q_door_list(r, r->person), "day");
	show_rows(r, "past", q_result_mine(r, r->person));
	return reply_page(r, 200, "door.html");
}

int
door_show(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *q = arg_text(r, "q");
	struct rows door = q_door_show(r, r->person, ref);

	if (door.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", rows_text(door, 0, "title"));
	show_rows(r, "door", door);
	show_rows(r, "part", door);
	show_rows(r, "counts", door);
	show_flag(r, "may_search", rows_flag(door, 0, "may_search"));
	show_typed(r, "ticket", arg_text(r, "ticket"));
	show_typed(r, "way", "in");
	show_typed(r, "q", q);
	show_rows(r, "found", q_door_find(r, r->person, ref, q));
	show_rows(r, "scans", q_door_recent(r, r->person, ref));
	show_rows(
	    r, "result", q_door_said(r, r->person, ref, arg_text(r, "said")));
	return reply_page(r, 200, "door_session.html");
}

enum { UUID_BYTES = 16 };

/*
 * The id of the scan that a form makes: it follows from the form's key and
 * fields, so that a form sent twice acts once, and two forms of one page,
 * which have one key, act each.
 */
static const char *
scan_id(struct request *r)
{
	unsigned char hash[SHA256_SIZE];
	const char *text = arena_printf(r->arena, "%s %s", r->key, r->digest),
		   *hex;

	secret_sha256(hash, text, strlen(text));
	hash[6] = (unsigned char)((hash[6] & 0x0f) | 0x80); /* RFC 9562, 5.8 */
	hash[8] = (unsigned char)((hash[8] & 0x3f) | 0x80);
	hex = secret_hex(r->arena, hash, UUID_BYTES);
	return arena_printf(r->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
	    hex + 12, hex + 16, hex + 20);
}

static void
scan_open(struct request *r, struct buf *b, const char *means)
{
	*b = (struct buf){ .arena = r->arena };
	buf_printf(b, "[{\"id\":\"%s\",\"means\":\"%s\"", scan_id(r), means);
}

/* Keep the one scan that a form sent and show what came of it. */
static int
scan_keep(struct request *r, struct buf *b)
{
	const char *ref = arg_text(r, "ref");
	struct rows said;

	buf_text(b, "}]");
	said = q_door_check_in(r, r->person, ref, "", "", buf_string(b));
	if (said.n == 0 || outcome_is(said, "invalid"))
		return reply_not_found(r);
	return reply_redirect(r, "/door/%s?said=%s", ref, scan_id(r));
}

int
door_sign(struct request *r)
{
	const char *ticket = arg_text(r, "ticket");
	struct buf b;

	if (!arg_given(r, "booking") && *ticket == '\0') {
		error_add(r, "ticket", "Enter the code on the ticket");
		return reply_form(r);
	}
	scan_open(r, &b, arg_given(r, "booking") ? "name" : "typed");
	if (arg_given(r, "booking"))
		buf_printf(
		    &b, ",\"booking\":%lld", (long long)arg_id(r, "booking"));
	else
		scan_put_ticket(r, &b, ticket);
	if (arg_given(r, "way"))
		buf_printf(&b, ",\"way\":\"%s\"", arg_text(r, "way"));
	return scan_keep(r, &b);
}

int
door_unbooked_form(struct request *r)
{
	struct rows door = q_door_show(r, r->person, arg_text(r, "ref"));

	if (door.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "Came without a booking");
	show_rows(r, "door", door);
	return reply_page(r, 200, "door_unbooked.html");
}

int
door_unbooked(struct request *r)
{
	struct buf b;

	scan_open(r, &b, "name");
	scan_put_person(&b, arg_text(r, "name"), arg_text(r, "organisation"),
	    arg_text(r, "contact"));
	return scan_keep(r, &b);
}

int
door_undo_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows said = q_door_said(r, r->person, ref, arg_text(r, "scan"));

	if (said.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "Undo");
	show_rows(r, "door", q_door_show(r, r->person, ref));
	show_rows(r, "result", said);
	return reply_page(r, 200, "door_undo.html");
}

int
door_undo(struct request *r)
{
	struct buf b;

	scan_open(r, &b, "name");
	buf_printf(&b, ",\"undoes\":\"%s\",\"reason\":", arg_text(r, "scan"));
	buf_json(&b, arg_text(r, "reason"));
	return scan_keep(r, &b);
}

int
ticket_bearer(struct request *r)
{
	const char *ticket = ticket_read(r->arena, arg_text(r, "ticket"));
	struct rows b;

	if (r->person != 0 && ticket != NULL &&
	    strlen(ticket) == TICKET_LENGTH) {
		b = q_ticket_bearer(
		    r, r->person, secret_lookup(r->arena, ticket));
		if (b.n == 1 && !rows_null(b, 0, "number"))
			return reply_redirect(r, "/bookings/%s%s",
			    rows_text(b, 0, "number"),
			    rows_flag(b, 0, "good") ? "/ticket" : "");
		if (b.n == 1)
			return reply_redirect(r, "/door/%s?ticket=%s",
			    rows_text(b, 0, "ref"), ticket);
	}
	show_text(r, "page_title", "A QR code for a course");
	return reply_page(r, 200, "ticket_holder.html");
}

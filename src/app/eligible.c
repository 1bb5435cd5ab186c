/*
 * eligible.c: who may book a date: told before anybody presses, and the list
 * of those invited, kept by coordinators.
 */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "text.h"

enum { INVITED_MAX = 1000, BAD_SHOWN = 100 };

void
stands_show(struct request *r, struct rows session)
{
	const char *ref = arg_text(r, "ref");
	struct rows stands = rows_make(r->arena, "barred", 0, NULL), found;

	if (r->person != 0 && (rows_flag(session, 0, "offer_booking") ||
				  rows_flag(session, 0, "offer_details"))) {
		found = q_session_stands(r, r->person, ref);
		if (found.n == 1 && rows_flag(found, 0, "asks_more"))
			stands = found;
	}
	show_rows(r, "stands", stands);
	show_flag(r, "asks_first",
	    rows_flag(session, 0, "asks") ||
		(stands.n > 0 && (rows_flag(stands, 0, "no_prerequisite") ||
				     !rows_null(stands, 0, "other_number"))));
	show_rows(r, "only", q_session_only(r, ref));
}

void
eligible_show_panel(struct request *r, struct rows session)
{
	show_rows(
	    r, "eligible", q_panel_eligible(r, rows_int(session, 0, "id")));
}

int
invited_form(struct request *r)
{
	static const struct edit_field fields[] = {
		{ "by_invitation", "Only people on this list may book", "tick",
		    "" },
		{ "addresses", "Email addresses", "block",
		    "Paste them from a mail or a spreadsheet: what stands "
		    "between them does not matter. People need no account "
		    "yet." },
		{ 0 }
	};
	const char *ref = arg_text(r, "ref");
	struct rows i = q_invited_show(r, ref);
	const char *intro =
	    i.n == 0
		? ""
		: arena_printf(r->arena,
		      "%s, %s. %s people are invited, %s of them have booked. "
		      "Who has a place keeps it, whatever you change here; who "
		      "waits and is not on the list is passed over, and is "
		      "told "
		      "so after an hour.",
		      rows_text(i, 0, "title"), rows_text(i, 0, "starts_words"),
		      rows_text(i, 0, "invited"), rows_text(i, 0, "booked"));
	const struct edit e = { "Who may book",
		arena_printf(r->arena, "/manage/sessions/%s/invited", ref),
		arena_printf(r->arena, "/manage/sessions/%s", ref), "The date",
		"Save the list", arena_printf(r->arena, "session %s", ref),
		intro, fields };

	if (i.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, q_invited_form(r, ref), edit_none(r));
}

/*
 * The addresses in a text, whatever stands between them, as an array of the
 * database; what has an @ and is none is an error of the field.
 */
static const char *
read_addresses(struct request *r, const char *text)
{
	static const char between[] = " \t\r\n,;<>\"'()";
	struct buf b = { .arena = r->arena };
	struct checked c;
	size_t n, bad = 0, good = 0;

	buf_text(&b, "{");
	for (; *(text += strspn(text, between)) != '\0'; text += n) {
		n = strcspn(text, between);
		if (memchr(text, '@', n) == NULL)
			continue; /* a name beside its address */
		c = text_email(r->arena, text, n);
		if (c.text == NULL && bad++ < BAD_SHOWN)
			error_add(r, "addresses",
			    "“%.*s” is not an email address", (int)n, text);
		if (c.text == NULL)
			continue;
		buf_printf(&b, "%s\"", good++ > 0 ? "," : "");
		for (; *c.text != '\0'; c.text++)
			buf_printf(&b, "%s%c",
			    *c.text == '"' || *c.text == '\\' ? "\\" : "",
			    *c.text);
		buf_text(&b, "\"");
	}
	buf_text(&b, "}");
	if (bad > BAD_SHOWN)
		error_add(r, "addresses", "%zu more are not email addresses",
		    bad - BAD_SHOWN);
	if (good > INVITED_MAX)
		error_add(r, "addresses", "These are more than %d addresses",
		    INVITED_MAX);
	return buf_string(&b);
}

int
invited_save(struct request *r)
{
	const char *list = read_addresses(r, arg_text(r, "addresses"));
	struct rows done;

	if (error_any(r))
		return reply_form(r);
	done = q_invited_save(r, r->person, arg_text(r, "ref"),
	    arg_flag(r, "by_invitation"), list, arg_number(r, "version"));
	return reply_done(r, done, "saved", "/manage/sessions/%s#eligible",
	    arg_text(r, "ref"));
}

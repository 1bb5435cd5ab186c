/* password.c: a forgotten password, by way of a mail. */

#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "rows.h"
#include "secret.h"

int
password_form(struct request *r)
{
	show_text(r, "page_title", "Set a new password");
	show_text(r, "next", arg_text(r, "next"));
	return reply_page(r, 200, "password.html");
}

int
password_mail(struct request *r)
{
	return reply_mailed(r, "password");
}

int
password_new_form(struct request *r)
{
	struct rows link;

	if (!link_good(r, "password", &link))
		return reply_link_gone(r, "/password", "");
	show_text(r, "page_title", "Choose a password");
	show_text(r, "token", arg_text(r, "token"));
	show_text(r, "email", rows_text(link, 0, "email"));
	return reply_page(r, 200, "password_new.html");
}

/* Set it behind a link that was good a moment ago. */
static int
reset(struct request *r, const char *next)
{
	const char *hash = password_new(r, arg_text(r, "password"));
	struct rows done;
	int64_t person;

	if (hash == NULL)
		return reply_no_slot(r);
	done = q_password_reset(
	    r, secret_lookup(r->arena, arg_text(r, "token")), hash);
	person = rows_int(done, 0, "person");
	if (outcome_is(done, "link_used"))
		return reply_again(r, person, next);
	if (!outcome_is(done, "set") || !login_begin(r, person, hash))
		return reply_link_gone(r, "/password", next);
	return reply_onward(r, next);
}

int
password_reset(struct request *r)
{
	struct rows link;
	const char *flaw;

	if (!link_good(r, "password", &link)) {
		if (link.n > 0 && !rows_null(link, 0, "person"))
			return reply_again(r, rows_int(link, 0, "person"),
			    rows_text(link, 0, "next"));
		return reply_link_gone(r, "/password", "");
	}
	flaw = password_flaw(arg_text(r, "password"),
	    (const char *[]){ rows_text(link, 0, "email"), NULL });
	if (flaw != NULL) {
		error_add(r, "password", "%s", flaw);
		return reply_form(r);
	}
	return reset(r, rows_text(link, 0, "next"));
}

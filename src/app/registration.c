/* registration.c: from an address to an account, by way of a mail. */
#include <string.h>

#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "rows.h"
#include "secret.h"

int
reply_mailed(struct request *r, const char *want)
{
	const char *email = arg_text(r, "email");
	struct rows asked;
	long seconds;

	asked = q_account_mail(r, want, email, account_key(r, email),
	    network_key(r), arg_text(r, "next"));
	seconds = (long)rows_int(asked, 0, "seconds");
	if (seconds > 0)
		return reply_wait(r, "too_many_mails", seconds);
	return reply_inbox(r, email);
}

int
reply_inbox(struct request *r, const char *email)
{
	show_text(r, "page_title", "Look in your inbox");
	show_text(r, "email", email);
	return reply_page(r, 200, "register_sent.html");
}

int
register_form(struct request *r)
{
	if (r->person != 0 && !error_any(r))
		return reply_onward(r, arg_text(r, "next"));
	show_text(r, "page_title", "Create an account");
	show_text(r, "next", arg_text(r, "next"));
	return reply_page(r, 200, "register.html");
}

int
register_mail(struct request *r)
{
	return reply_mailed(r, "register");
}

bool
link_good(struct request *r, const char *purpose, struct rows *link)
{
	const char *hash = secret_lookup(r->arena, arg_text(r, "token"));

	*link = q_link_look(r, hash, purpose);
	return link->n > 0 && strcmp(rows_text(*link, 0, "state"), "good") == 0;
}

int
reply_link_gone(struct request *r, const char *again, const char *next)
{
	struct buf path = { .arena = r->arena };

	buf_printf(&path, "%s?next=", again);
	buf_url(&path, next);
	show_text(r, "page_title", "This link does not work any more");
	show_text(r, "heading", "This link does not work any more");
	show_text(r, "words",
	    "It has been used already, or it is too old. "
	    "Each link works once and for a short time.");
	show_text(r, "more",
	    "If you have finished what it was for, all is "
	    "well: sign in. If not, ask for a new one.");
	show_text(r, "go_path", buf_string(&path));
	show_text(r, "go_words",
	    strcmp(again, "/login") == 0 ? "Sign in" : "Ask for a new link");
	return reply_page(r, 410, "message.html");
}

/* A used link most often belongs to somebody who has an account by now. */
static int
gone(struct request *r, struct rows link)
{
	if (link.n == 0)
		return reply_link_gone(r, "/register", "");
	return reply_link_gone(r,
	    strcmp(rows_text(link, 0, "state"), "used") == 0 ? "/login"
							     : "/register",
	    rows_text(link, 0, "next"));
}

/* Somebody imported finds filled in what we know. */
static void
show_known(struct request *r, int64_t person)
{
	struct rows known = q_account_show(r, person);

	show_text(r, "own_agency", NULL);
	if (known.n == 0)
		return;
	show_typed_row(r, known);
	show_text(r, "own_agency", rows_text(known, 0, "agency_name"));
}

int
register_details_form(struct request *r)
{
	struct rows link;

	if (!link_good(r, "register", &link))
		return gone(r, link);
	show_known(r, rows_int(link, 0, "person"));
	show_text(r, "page_title", "Tell us who you are");
	show_text(r, "token", arg_text(r, "token"));
	show_text(r, "email", rows_text(link, 0, "email"));
	show_rows(r, "agencies", q_agency_choices(r));
	show_rows(r, "settings", q_setting_choices(r, ""));
	return reply_page(r, 200, "register_details.html");
}

/* What only C can see amiss; the page is drawn again if anything is. */
static bool
details_right(struct request *r, const char *email)
{
	const char *about[] = { email, arg_text(r, "first_name"),
		arg_text(r, "last_name"), NULL };
	const char *flaw = password_flaw(arg_text(r, "password"), about);

	if (flaw != NULL)
		error_add(r, "password", "%s", flaw);
	return flaw == NULL;
}

/*
 * The form came twice, or somebody comes back with it: whoever knows the
 * password that was set is signed in, as on the page for that.
 */
int
reply_again(struct request *r, int64_t person, const char *next)
{
	struct rows account = q_account_hash(r, person);
	enum guess how;
	const char *hash;
	long seconds;

	if (account.n == 0)
		return reply_link_gone(r, "/login", next);
	hash = rows_text(account, 0, "password");
	how = password_guess(r, rows_text(account, 0, "email"), hash,
	    arg_text(r, "password"), &seconds);
	if (how == GUESS_BUSY)
		return reply_no_slot(r);
	if (how != GUESS_RIGHT || !login_begin(r, person, hash))
		return reply_link_gone(r, "/login", next);
	return reply_onward(r, next);
}

/* Make the account behind a link that was good a moment ago. */
static int
register_now(struct request *r, const char *next)
{
	const char *hash = password_new(r, arg_text(r, "password"));
	struct rows made;
	int64_t person;

	if (hash == NULL)
		return reply_no_slot(r);
	made =
	    q_register_person(r, secret_lookup(r->arena, arg_text(r, "token")),
		arg_text(r, "first_name"), arg_text(r, "last_name"),
		arg_text(r, "job_title"), arg_text(r, "agency"),
		arg_text(r, "unlisted"), arg_text(r, "setting"),
		arg_text(r, "manager_name"), arg_text(r, "manager_email"),
		arg_text(r, "phone"), hash);
	person = rows_int(made, 0, "person");
	if (outcome_is(made, "no_agency"))
		return reply_refused(r, "no_agency");
	if (outcome_is(made, "link_used"))
		return reply_again(r, person, next);
	if (!outcome_is(made, "registered") || !login_begin(r, person, hash))
		return reply_link_gone(r, "/login", next);
	return reply_onward(r, next);
}

int
register_details(struct request *r)
{
	struct rows link;
	const char *next;

	if (!link_good(r, "register", &link)) {
		if (link.n > 0 && !rows_null(link, 0, "person"))
			return reply_again(r, rows_int(link, 0, "person"),
			    rows_text(link, 0, "next"));
		return gone(r, link);
	}
	next = rows_text(link, 0, "next");
	if (!details_right(r, rows_text(link, 0, "email")))
		return reply_form(r);
	return register_now(r, next);
}

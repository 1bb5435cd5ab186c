/* account.c: what people do with their own account. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "rows.h"
#include "secret.h"

int
account_form(struct request *r)
{
	struct rows account = q_account_show(r, r->person);

	show_typed_row(r, account);
	show_text(r, "page_title", "My account");
	show_rows(r, "account", account);
	show_rows(r, "settings",
	    q_setting_choices(r, rows_text(account, 0, "agency")));
	show_rows(r, "logins", q_account_logins(r, r->person, r->login));
	show_flag(r, "saved", arg_flag(r, "saved"));
	mail_back_show(r);
	return reply_page(r, 200, "account.html");
}

/* Say what stands there now, field by field, where it is not what was typed. */
static int
stale(struct request *r)
{
	static const char *const fields[] = { "first_name", "last_name",
		"job_title", "setting", "manager_name", "manager_email",
		"phone" };
	struct rows now = q_account_show(r, r->person);
	size_t i;

	error_add(r, "",
	    "Your details were changed meanwhile. Check what "
	    "stands here, then save again.");
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(rows_text(now, 0, fields[i]),
			arg_text(r, fields[i])) != 0)
			error_add(r, fields[i], "This now says: %s",
			    rows_text(now, 0, fields[i]));
	return reply_refused(r, "stale_details");
}

int
account_save(struct request *r)
{
	struct rows done;

	done = q_account_details(r, r->person, arg_number(r, "version"),
	    arg_text(r, "first_name"), arg_text(r, "last_name"),
	    arg_text(r, "job_title"), arg_text(r, "setting"),
	    arg_text(r, "unlisted"), arg_text(r, "manager_name"),
	    arg_text(r, "manager_email"), arg_text(r, "phone"));
	if (!outcome_is(done, "saved"))
		return stale(r);
	return reply_redirect(r, "/account?saved=1");
}

int
account_logins_end(struct request *r)
{
	struct rows ended;

	ended = q_login_end_other(r, r->person, arg_id(r, "login"), r->login);
	if (!outcome_is(ended, "ended"))
		return reply_not_found(r);
	if (arg_id(r, "login") == r->login)
		return reply_redirect(r, "/");
	return reply_redirect(r, "/account");
}

/*
 * Is it the own password?  Then the hash that was compared; otherwise the
 * reply stands in *status.
 */
static const char *
own_password(struct request *r, int *status)
{
	struct rows account = q_account_hash(r, r->person);
	const char *hash = rows_text(account, 0, "password");
	enum guess how;
	long seconds;

	how = password_guess(r, rows_text(account, 0, "email"), hash,
	    arg_text(r, "password"), &seconds);
	if (how == GUESS_RIGHT)
		return hash;
	*status = reply_guess(r, how, seconds);
	return NULL;
}

static int
show_own(struct request *r, const char *title, const char *page)
{
	show_text(r, "page_title", title);
	show_rows(r, "account", q_account_show(r, r->person));
	return reply_page(r, 200, page);
}

int
account_password_form(struct request *r)
{
	return show_own(r, "Change your password", "account_password.html");
}

int
account_password(struct request *r)
{
	struct rows account = q_account_show(r, r->person), done;
	const char *compared, *hash, *flaw;
	int status;

	flaw = password_flaw(arg_text(r, "new_password"),
	    (const char *[]){ rows_text(account, 0, "email"),
		rows_text(account, 0, "first_name"),
		rows_text(account, 0, "last_name"), NULL });
	if (flaw != NULL) {
		error_add(r, "new_password", "%s", flaw);
		return reply_form(r);
	}
	if ((compared = own_password(r, &status)) == NULL)
		return status;
	if ((hash = password_new(r, arg_text(r, "new_password"))) == NULL)
		return reply_no_slot(r);
	done = q_password_change(r, r->person, compared, hash, r->login);
	if (!outcome_is(done, "set") || !login_begin(r, r->person, hash))
		return reply_refused(r, "not_right");
	return reply_redirect(r, "/account?saved=1");
}

int
account_address_form(struct request *r)
{
	return show_own(r, "Change your email address", "account_address.html");
}

int
account_address(struct request *r)
{
	const char *email = arg_text(r, "email"), *compared;
	struct rows asked;
	int status;

	if ((compared = own_password(r, &status)) == NULL)
		return status;
	asked = q_address_ask(r, r->person, compared, email,
	    account_key(r, email), network_key(r));
	if (!outcome_is(asked, "asked"))
		return reply_refused(r, rows_text(asked, 0, "outcome"));
	if (rows_int(asked, 0, "seconds") > 0)
		return reply_wait(
		    r, "too_many_mails", (long)rows_int(asked, 0, "seconds"));
	return reply_inbox(r, email);
}

int
account_address_new_form(struct request *r)
{
	struct rows link;

	if (!link_good(r, "address", &link))
		return reply_link_gone(r, "/account/address", "");
	show_text(r, "page_title", "Use this email address");
	show_text(r, "token", arg_text(r, "token"));
	show_text(r, "email", rows_text(link, 0, "email"));
	return reply_page(r, 200, "account_address_new.html");
}

int
account_address_new(struct request *r)
{
	struct rows done;

	done =
	    q_address_change(r, secret_lookup(r->arena, arg_text(r, "token")));
	if (!outcome_is(done, "changed"))
		return reply_link_gone(r, "/account/address", "");
	return reply_redirect(r, "/account?saved=1");
}

int
account_close_form(struct request *r)
{
	show_rows(r, "bookings", q_account_bookings(r, r->person));
	return show_own(r, "Close your account?", "account_close.html");
}

int
account_close(struct request *r)
{
	const char *compared;
	struct rows done;
	int status;

	if ((compared = own_password(r, &status)) == NULL)
		return status;
	done = q_account_close(r, r->person, compared);
	if (!outcome_is(done, "closed"))
		return reply_refused(r, "not_right");
	cookie_set(r, NULL);
	return reply_redirect(r, "/account/closed");
}

int
account_closed(struct request *r)
{
	show_text(r, "page_title", "Your account is closed");
	show_text(r, "heading", "Your account is closed");
	show_text(r, "words",
	    "Your bookings are cancelled, and the people "
	    "who were waiting have been told.");
	show_text(r, "more",
	    "You can create a new account at any time. If "
	    "you want your training record back, contact us.");
	show_text(r, "go_path", "/");
	show_text(r, "go_words", "See the programme");
	return reply_page(r, 200, "message.html");
}

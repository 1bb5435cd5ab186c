/* signin.c: signing in and out. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

struct word {
	const char *in, *say; /* in the User-Agent; for the owner */
};

/* The first that is found counts: browsers name those they come from. */
static const struct word browsers[] = { { "Edg", "Edge" }, { "OPR/", "Opera" },
	{ "SamsungBrowser/", "Samsung Internet" }, { "CriOS/", "Chrome" },
	{ "FxiOS/", "Firefox" }, { "Firefox/", "Firefox" },
	{ "Chrome/", "Chrome" }, { "Safari/", "Safari" }, { NULL, NULL } };
static const struct word systems[] = { { "iPhone", "an iPhone" },
	{ "iPad", "an iPad" }, { "Android", "Android" },
	{ "CrOS", "a Chromebook" }, { "Windows", "Windows" },
	{ "Macintosh", "a Mac" }, { "Linux", "Linux" }, { NULL, NULL } };

static const char *
word_find(const struct word *w, const char *text)
{
	for (; w->in != NULL; w++)
		if (strstr(text, w->in) != NULL)
			return w->say;
	return NULL;
}

/* "Firefox on Windows": what the owner would call it. */
static const char *
device_words(struct request *r)
{
	const char *browser = word_find(browsers, r->agent);
	const char *system = word_find(systems, r->agent);

	if (browser == NULL)
		browser = "A browser";
	if (system == NULL)
		return browser;
	return arena_printf(r->arena, "%s on %s", browser, system);
}

bool
login_begin(struct request *r, int64_t person, const char *hash)
{
	const char *token = secret_token(r->arena);
	struct rows login;

	login = q_login_start(r, person, hash, secret_lookup(r->arena, token),
	    r->login_hash, device_words(r));
	if (!rows_flag(login, 0, "started"))
		return false;
	cookie_set(r, token);
	return true;
}

int
reply_onward(struct request *r, const char *next)
{
	return reply_redirect(r, "%s", *next != '\0' ? next : "/");
}

int
login_form(struct request *r)
{
	if (r->person != 0 && !error_any(r))
		return reply_onward(r, arg_text(r, "next"));
	show_text(r, "page_title", "Sign in");
	show_text(r, "next", arg_text(r, "next"));
	return reply_page(r, 200, "login.html");
}

/* The same hash with the cost of today, where it was made with another. */
static void
rehash(struct request *r, int64_t person, const char **hash)
{
	const char *fresh;

	if (!password_is_dated(*hash) ||
	    (fresh = password_new(r, arg_text(r, "password"))) == NULL)
		return;
	q_password_rehash(r, person, *hash, fresh);
	*hash = fresh;
}

int
login_make(struct request *r)
{
	const char *email = arg_text(r, "email"), *hash;
	struct rows found = q_sign_in_find(r, email);
	enum guess how;
	int64_t person;
	bool carried;
	long seconds;
	int status;

	hash = found.n > 0 ? rows_text(found, 0, "password") : "";
	how = password_guess(r, email, hash, arg_text(r, "password"), &seconds);
	if (how == GUESS_WRONG)
		return reply_refused(r, "no_sign_in");
	if (how != GUESS_RIGHT)
		return reply_guess(r, how, seconds);
	person = rows_int(found, 0, "person");
	rehash(r, person, &hash);
	if (!login_begin(r, person, hash))
		return reply_refused(r, "no_sign_in");
	status = reply_carried(r, &carried);
	return carried ? status : reply_onward(r, arg_text(r, "next"));
}

int
logout(struct request *r)
{
	if (r->login_hash != NULL)
		q_login_end(r, r->login_hash);
	cookie_set(r, NULL);
	return reply_redirect(r, "/");
}

/* session.c: who is asking, and whether the form they send is ours. */
#include <string.h>

#include <sodium.h>

#include "arena.h"
#include "conf.h"
#include "dispatch.h"
#include "inner.h"
#include "request.h"
#include "secret.h"
#include "session.h"

/* A token of ours is base64url; nothing else goes further. */
static bool
is_token(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return s[n] == '\0' && n >= 20 && n <= 128;
}

void
sign_in_as(struct request *r, const char *token)
{
	struct rows who;

	r->login_hash = secret_lookup(r->arena, token);
	who = r->site->login(r, r->login_hash);
	if (who.n != 1)
		return;
	r->me = who;
	r->person = rows_int(who, 0, "person");
	r->login = rows_int(who, 0, "login");
	r->booker = rows_flag(who, 0, "booker");
	r->coordinator = rows_flag(who, 0, "coordinator");
	r->admin = rows_flag(who, 0, "admin");
}

const char *
bearer(struct request *r)
{
	const char *header = request_header(r, "Authorization");

	return strncasecmp(header, "Bearer ", 7) == 0 ? header + 7 : NULL;
}

void
sign_in(struct request *r)
{
	const char *token = bearer(r);

	if (token == NULL)
		token = cookie_find(
		    r->arena, request_header(r, "Cookie"), r->conf->cookie);
	if (token != NULL && is_token(token))
		sign_in_as(r, token);
}

const char *
form_token(struct request *r)
{
	unsigned char mac[SHA256_SIZE];

	if (r->person == 0)
		return "";
	keys_mac(r->keys, "form", r->login_hash, strlen(r->login_hash), mac);
	return secret_base64url(r->arena, mac, sizeof(mac));
}

bool
token_right(struct request *r)
{
	const struct arg *sent = arg_find(r->sent, "csrf");
	const char *token = form_token(r);
	size_t n = strlen(token);

	return sent != NULL && sent->len == n &&
	       sodium_memcmp(sent->text, token, n) == 0;
}

bool
origin_ours(struct request *r)
{
	const char *origin = request_header(r, "Origin");
	const char *referer = request_header(r, "Referer");
	size_t n = strlen(r->conf->base_url);

	if (*origin != '\0')
		return strcmp(origin, r->conf->base_url) == 0;
	if (*referer != '\0')
		return strncmp(referer, r->conf->base_url, n) == 0 &&
		       (referer[n] == '/' || referer[n] == '\0');
	return r->json;
}

/*
 * fuzz_request.c: whatever comes gets an answer of ours and ends no worker.
 *
 * The lines of the input are method, path, query, cookie, origin and type;
 * the rest is the body.
 */
#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "fake.h"
#include "fuzz.h"

static int
page(struct request *r)
{
	return reply_page(r, 200, "form.html");
}

static int
act(struct request *r)
{
	return reply_redirect(r, "/things/%lld", (long long)arg_id(r, "id"));
}

static int
say(struct request *r)
{
	return reply_json(r, 200, arg_text(r, "body"));
}

static int
sign(struct request *r)
{
	bool carried;
	int status = reply_carried(r, &carried);

	return carried ? status : reply_redirect(r, "/");
}

static int
ask(struct request *r)
{
	show_text(r, "next", arg_text(r, "next"));
	return reply_page(r, 200, "login.html");
}

#define ALL(opt)                                                               \
	{ "id", ID }, { "ref", REF, .optional = opt },                         \
	    { "first_name", NAME, .optional = opt },                           \
	    { "note", BLOCK, 30, .optional = opt },                            \
	    { "email", EMAIL, .optional = opt },                               \
	    { "word", PASSWORD, .optional = opt },                             \
	    { "phone", PHONE, .optional = opt }, { "agree", FLAG },            \
	    { "kind", CHOICE, .choices = "a|b", .optional = opt },             \
	    { "kinds", SET, .choices = "course|forum", .optional = opt },      \
	    { "day", DATE, .optional = opt }, { "at", TIME, .optional = opt }, \
	    { "token", TOKEN, .optional = opt },                               \
	{                                                                      \
		"n", NUMBER, 9, 1, opt                                         \
	}

static const struct route routes[] = {
	{ "GET", "/things/:id", ANYONE, page, "page", TAKES(ALL(true)) },
	{ "POST", "/things/:id", ANYONE, act, "act", TAKES(ALL(true)) },
	{ "GET", "/mine/:id", PERSON, page, "page", TAKES(ALL(true)) },
	{ "POST", "/mine/:id", PERSON, act, "act", TAKES(ALL(false)) },
	{ "POST", "/answers/:id", ANYONE, act, "act",
	    TAKES({ "id", ID }, { "answers", FORM }) },
	{ "POST", "/api/:id", PERSON, say, "say",
	    TAKES({ "id", ID }, { "body", JSON }) },
	{ "GET", "/login", ANYONE, ask, "ask", TAKES({ "next", PATH }) },
	{ "POST", "/login", ANYONE, sign, "sign",
	    TAKES({ "next", PATH }, { "carry", CARRY }) },
	{ 0 },
};

/* Cut the next line off; it may hold anything but a zero or a line end. */
static const char *
line(char **rest, char *end)
{
	char *from = *rest, *stop = memchr(from, '\n', (size_t)(end - from));

	if (stop == NULL)
		return "";
	*stop = '\0';
	*rest = stop + 1;
	return from;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	char *rest = arena_dup(a, (const char *)data, n), *end = rest + n;
	struct fake f = { 0 };

	if (fake_routes == NULL) {
		fake_begin();
		fake_routes = routes;
	}
	f.method = line(&rest, end);
	f.path = line(&rest, end);
	f.query = line(&rest, end);
	f.cookie = line(&rest, end);
	f.origin = line(&rest, end);
	f.type = line(&rest, end);
	f.body = rest;
	f.length = (size_t)(end - rest);
	fake_ask(&f);
	HOLDS(f.status >= 200 && f.status < 500);
	HOLDS(strncmp(f.head, "Status: ", 8) == 0);
	fake_clear();
	arena_free(a);
	return 0;
}

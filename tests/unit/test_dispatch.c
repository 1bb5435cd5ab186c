/* test_dispatch.c: a handler starts with everything true, or not at all. */
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#include <jansson.h>

#include "arena.h"
#include "fake.h"
#include "inner.h"

static char heard[600];
static char key[40], digest[80];
static int called;

/* What a handler saw, for the test to compare. */
static void
hear(struct request *r, const char *text)
{
	called++;
	snprintf(heard, sizeof(heard), "%s", text);
	snprintf(key, sizeof(key), "%s", r->key);
	snprintf(digest, sizeof(digest), "%s", r->digest);
}

static int
hello(struct request *r)
{
	hear(r, r->path);
	return reply_page(r, 200, "hello.html");
}

static int
form_show(struct request *r)
{
	show_typed(r, "first_name", "Known");
	return reply_page(r, 200, "form.html");
}

/* As a command answers. */
static struct rows
command(struct request *r)
{
	const char *name = arg_text(r, "first_name"), *outcome = "kept";

	if (strcmp(name, "Full") == 0)
		outcome = "full";
	else if (strcmp(name, "Gone") == 0)
		outcome = "not_found";
	return rows_make(r->arena, "outcome", 1, &outcome);
}

static int
form_send(struct request *r)
{
	hear(r, arena_printf(r->arena, "%s|%s|%d|%s|%s", arg_text(r, "ref"),
		    arg_text(r, "first_name"), arg_flag(r, "agree"),
		    arg_set(r, "kinds"), arg_text(r, "born")));
	if (strcmp(arg_text(r, "first_name"), "Dead") == 0)
		request_give_up(r);
	return reply_done(r, command(r), "fullest kept", "/%s", "done");
}

static int
login_show(struct request *r)
{
	show_text(r, "next", arg_text(r, "next"));
	return reply_page(r, 200, "login.html");
}

static int
login_send(struct request *r)
{
	bool carried;
	int status;

	hear(r, arg_text(r, "password"));
	if (strcmp(arg_text(r, "password"), "wrong") == 0)
		return reply_form(r);
	status = reply_carried(r, &carried);
	return carried ? status : reply_redirect(r, "/");
}

static int
cookie_get(struct request *r)
{
	cookie_set(r, "TOKEN");
	return reply_bytes(r, 200, "text/plain", "seven", 5);
}

static int
api_scan(struct request *r)
{
	const json_t *body = arg_json(r, "body");

	hear(r, arg_text(r, "body"));
	return reply_json(r, 200, json_is_object(body) ? "{}" : "[]");
}

static int
answers_send(struct request *r)
{
	hear(r, arg_text(r, "answers"));
	return reply_redirect(r, "/done");
}

#define FORM_FIELDS                                                            \
	{ "ref", REF },                                                        \
	    { "first_name", NAME, .label = "Enter your first name" },          \
	    { "agree", FLAG },                                                 \
	    { "kinds", SET, .choices = "course|forum", .optional = true },     \
	    { "born", DATE, .optional = true },                                \
	{                                                                      \
		"secret", PASSWORD, .optional = true                           \
	}
#define NOTHING                                                                \
	(const struct param[])                                                 \
	{                                                                      \
		{                                                              \
			0                                                      \
		}                                                              \
	}

static const struct route routes[] = {
	{ "GET", "/", ANYONE, hello, "hello", NOTHING },
	{ "GET", "/mine", PERSON, hello, "hello", NOTHING },
	{ "GET", "/second", PERSON, hello, "hello", NOTHING },
	{ "GET", "/things/new", ANYONE, hello, "hello", NOTHING },
	{ "GET", "/things/:id", ANYONE, hello, "hello", TAKES({ "id", ID }) },
	{ "GET", "/things/:id.csv", ANYONE, hello, "hello",
	    TAKES({ "id", ID }, { "from", DATE, .optional = true }) },
	{ "GET", "/door/:ref", DOOR, hello, "hello", TAKES({ "ref", REF }) },
	{ "GET", "/teach/:ref", TRAINER, hello, "hello",
	    TAKES({ "ref", REF }) },
	{ "GET", "/agency", BOOKER, hello, "hello", NOTHING },
	{ "GET", "/manage", COORDINATOR, hello, "hello", NOTHING },
	{ "GET", "/admin", ADMIN, hello, "hello", NOTHING },
	{ "GET", "/filter", ANYONE, form_show, "form_show",
	    TAKES({ "first_name", NAME, .optional = true },
		{ "kinds", SET, .choices = "course|forum", .optional = true },
		{ "from", DATE, .optional = true }) },
	{ "GET", "/form/:ref", PERSON, form_show, "form_show",
	    TAKES({ "ref", REF }) },
	{ "POST", "/form/:ref", PERSON, form_send, "form_send",
	    TAKES(FORM_FIELDS) },
	{ "GET", "/open/:ref", ANYONE, form_show, "form_show",
	    TAKES({ "ref", REF }) },
	{ "POST", "/open/:ref", ANYONE, form_send, "form_send",
	    TAKES(FORM_FIELDS) },
	{ "GET", "/login", ANYONE, login_show, "login_show",
	    TAKES({ "next", PATH }) },
	{ "POST", "/login", ANYONE, login_send, "login_send",
	    TAKES({ "next", PATH }, { "password", PASSWORD },
		{ "carry", CARRY }) },
	{ "POST", "/api/scans", PERSON, api_scan, "api_scan",
	    TAKES({ "body", JSON }) },
	{ "GET", "/api/mine", PERSON, api_scan, "api_scan", NOTHING },
	{ "POST", "/answers/:id", ANYONE, answers_send, "answers_send",
	    TAKES({ "id", ID }, { "answers", FORM }) },
	{ "GET", "/cookie", ANYONE, cookie_get, "cookie_get", NOTHING },
	{ 0 },
};

#define OURS   .origin = "http://127.0.0.1:7100"
#define FIELDS .type = "application/x-www-form-urlencoded"
#define UUID1  "00000000-0000-4000-8000-000000000001"

static struct fake
ask(struct fake f)
{
	called = 0;
	heard[0] = '\0';
	fake_ask(&f);
	return f;
}

static struct fake
get(const char *path, const char *query, const char *cookie)
{
	return ask((struct fake){ "GET", path, query, cookie });
}

/* A form that our own page sent. */
static struct fake
post(const char *path, const char *cookie, const char *body)
{
	return ask((struct fake){ .method = "POST",
	    .path = path,
	    .cookie = cookie,
	    OURS,
	    FIELDS,
	    .body = body });
}

#define assert_has(text, part)                                                 \
	do {                                                                   \
		if (strstr((text), (part)) == NULL)                            \
			fail_msg("\"%s\" is not in \"%s\"", (part), (text));   \
	} while (0)
#define assert_has_not(text, part) assert_null(strstr((text), (part)))

TEST(the_narrowest_route_answers)
{
	assert_int_equal(get("/things/new", NULL, NULL).status, 200);
	assert_int_equal(get("/things/12", NULL, NULL).status, 200);
	assert_int_equal(get("/things/12.csv", NULL, NULL).status, 200);
	assert_int_equal(get("/things/12.pdf", NULL, NULL).status, 404);
	assert_int_equal(get("/things/x", NULL, NULL).status, 404);
	assert_int_equal(get("/things/0", NULL, NULL).status, 404);
	assert_int_equal(get("/things/", NULL, NULL).status, 404);
	assert_int_equal(get("/things/1/", NULL, NULL).status, 404);
	assert_int_equal(get("/things", NULL, NULL).status, 404);
	assert_int_equal(get("", NULL, NULL).status, 404);
	assert_int_equal(get("/\xff", NULL, NULL).status, 404);
	assert_int_equal(
	    get("/things/99999999999999999999", NULL, NULL).status, 404);
}

TEST(other_methods_are_told_what_is_there)
{
	struct fake f =
	    ask((struct fake){ .method = "DELETE", .path = "/open/A" });

	assert_int_equal(f.status, 405);
	assert_has(f.head, "Allow: GET, HEAD, POST\r\n");
	assert_int_equal(ask((struct fake){ "HEAD", "/" }).status, 200);
	assert_int_equal(
	    ask((struct fake){ "POST", "/things/new" }).status, 405);
}

TEST(nobody_is_asked_to_sign_in)
{
	struct fake f = get("/mine", "a=1&b=%20x", NULL);

	assert_int_equal(f.status, 303);
	assert_has(
	    f.head, "Location: /login?next=%2Fmine%3Fa%3D1%26b%3D%2520x\r\n");
	assert_int_equal(called, 0);
	assert_int_equal(get("/api/mine", NULL, NULL).status, 401);
	assert_int_equal(get("/mine", NULL, "login=forged").status, 303);
	assert_int_equal(get("/mine", NULL, fake_cookie('z')).status, 303);
	assert_int_equal(get("/mine", NULL, "login=\xff\xff").status, 303);
}

TEST(each_role_sees_its_own_and_404_elsewhere)
{
	static const struct {
		const char *path, *letters;
	} may[] = { { "/mine", "pbca" }, { "/agency", "b" }, { "/manage", "c" },
		{ "/admin", "a" }, { "/door/a-1", "pbca" },
		{ "/door/A-2", "pbca" }, { "/door/A-3", "" },
		{ "/teach/A-1", "" }, { "/teach/A-2", "pbca" } };
	const char *all = "pbca", *p;
	size_t i;

	for (i = 0; i < sizeof(may) / sizeof(may[0]); i++)
		for (p = all; *p != '\0'; p++)
			assert_int_equal(
			    get(may[i].path, NULL, fake_cookie(*p)).status,
			    strchr(may[i].letters, *p) ? 200 : 404);
	assert_string_equal(
	    get("/mine", NULL, fake_cookie('p')).out, "hello Ann");
	assert_string_equal(get("/", NULL, NULL).out, "hello nobody");
}

TEST(a_bearer_token_signs_in)
{
	struct fake f = { .method = "GET", .path = "/mine" };
	char header[100];

	snprintf(header, sizeof(header), "Bearer %s",
	    strchr(fake_cookie('p'), '=') + 1);
	f.authorization = header;
	assert_int_equal(ask(f).status, 200);
}

TEST(what_must_be_visited_comes_first)
{
	struct fake f = get("/mine", NULL, fake_cookie('m'));

	assert_int_equal(f.status, 303);
	assert_has(f.head, "Location: /second\r\n");
	assert_int_equal(get("/second", NULL, fake_cookie('m')).status, 200);
	assert_int_equal(get("/", NULL, fake_cookie('m')).status, 200);
}

TEST(a_form_must_come_from_our_own_page)
{
	static const char *const foreign[] = { "null", "http://evil.example",
		"http://127.0.0.1:71000", "http://127.0.0.1", "" };
	struct fake f = { .method = "POST",
		.path = "/open/A",
		FIELDS,
		.body = "first_name=Ann" };
	size_t i;

	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		f.origin = foreign[i];
		assert_int_equal(ask(f).status, 403);
		assert_int_equal(called, 0);
	}
	f.origin = NULL;
	f.referer = "http://127.0.0.1:7100/open/A?x";
	assert_int_equal(ask(f).status, 303);
	f.referer = "http://127.0.0.1:7100.evil.example/";
	assert_int_equal(ask(f).status, 403);
	f.origin = "http://evil.example"; /* Origin counts before Referer */
	f.referer = "http://127.0.0.1:7100/";
	assert_int_equal(ask(f).status, 403);
}

static struct fake
form(const char *letter, const char *fields, const char *token)
{
	const char *cookie = fake_cookie(*letter);
	char body[2000];

	snprintf(body, sizeof(body), "csrf=%s&%s",
	    token != NULL ? token : fake_token(cookie), fields);
	return post("/form/a-1", cookie, body);
}

TEST(a_signed_in_form_carries_its_login_s_token)
{
	struct fake f = form("p", "first_name=Ann", NULL);

	assert_int_equal(f.status, 303);
	assert_string_equal(heard, "A-1|Ann|0|{}|");
	f = form("p", "first_name=Ann", "forged");
	assert_int_equal(f.status, 403);
	assert_int_equal(called, 0);
	assert_has(f.out, "typed=Ann"); /* nothing is lost */
	assert_has(f.out, fake_token(fake_cookie('p')));
	f = form("p", "first_name=Ann", fake_token(fake_cookie('c')));
	assert_int_equal(f.status, 403);
	f = post("/form/a-1", fake_cookie('p'), "first_name=Ann");
	assert_int_equal(f.status, 403);
}

TEST(values_arrive_checked)
{
	form("p",
	    "first_name=+Mary++Ann+&agree=on&kinds=forum&kinds=course&"
	    "born=3%2F12%2F2026",
	    NULL);
	assert_string_equal(
	    heard, "A-1|Mary Ann|1|{\"forum\",\"course\"}|2026-12-03");
	form(
	    "p", "first_name=A&born_day=3&born_month=dec&born_year=2026", NULL);
	assert_string_equal(heard, "A-1|A|0|{}|2026-12-03");
}

TEST(a_form_with_a_flaw_is_drawn_again)
{
	struct fake f =
	    form("p", "first_name=&kinds=forum&secret=s3cr3t-pw", NULL);

	assert_int_equal(f.status, 422);
	assert_int_equal(called, 0);
	assert_has(f.head, "Status: 422 Unprocessable Content\r\n");
	assert_has(f.out, "[first_name:Enter your first name]");
	assert_has(f.out, "error=Enter your first name");
	assert_has(f.out, "kinds=forum");
	assert_has_not(f.out, "Known");
	assert_has_not(f.out, "s3cr3t-pw");
	f = form("p", "first_name=%3Cb%3E%01", NULL);
	assert_has(f.out, "typed=&lt;b&gt;");
	assert_has(f.out, "[first_name:Remove the hidden character]");
	f = form("p", "first_name=Ann&kinds=party", NULL);
	assert_int_equal(f.status, 422);
	f = form("p", "first_name=Smith%00", NULL);
	assert_int_equal(f.status, 422);
	f = form("p", "first_name=Ann&born=31/4/2027", NULL);
	assert_has(f.out, "[born:Enter a real date]");
}

TEST(what_a_command_refuses_is_drawn_again)
{
	struct fake f = form("p", "first_name=Full", NULL);

	assert_int_equal(f.status, 409);
	assert_has(f.out, "[:This session is full]");
	assert_has(f.out, "typed=Full");
	assert_int_equal(form("p", "first_name=Gone", NULL).status, 404);
}

TEST(unknown_and_repeated_fields_are_400)
{
	assert_int_equal(
	    form("p", "first_name=A&role=admin", NULL).status, 400);
	assert_int_equal(
	    form("p", "first_name=A&first_name=B", NULL).status, 400);
	assert_int_equal(form("p", "first_name=A&ref=B-2", NULL).status, 400);
	assert_int_equal(form("p", "first_name=A&csrf=x", NULL).status, 400);
	assert_int_equal(form("p", "first_name=A&carry.x=1", NULL).status, 400);
	assert_int_equal(called, 0);
	assert_int_equal(form("p", "first_name=A&%FF=1", NULL).status, 400);
	assert_int_equal(form("p", "first_name=%FF", NULL).status, 400);
	assert_int_equal(form("p", "first_name=A&x%00=1", NULL).status, 400);
	assert_int_equal(get("/", "role=admin&role=x", NULL).status, 200);
}

TEST(a_body_that_is_too_much_or_cut_off_is_refused)
{
	struct fake f = { .method = "POST",
		.path = "/open/A",
		OURS,
		FIELDS,
		.body = "first_name=Ann" };
	char *many = calloc(FIELDS_MAX + 2, sizeof("kinds=forum&"));
	int i;

	f.claimed = 15; /* one byte is missing */
	assert_int_equal(ask(f).status, 400);
	f.claimed = BODY_MAX + 1;
	assert_int_equal(ask(f).status, 413);
	assert_int_equal(called, 0);
	for (i = 0; i <= FIELDS_MAX; i++)
		strcat(many, "kinds=forum&");
	f = post("/open/A", NULL, many);
	assert_int_equal(f.status, 400);
	free(many);
	f = ask((struct fake){ .method = "POST",
	    .path = "/open/A",
	    OURS,
	    .type = "text/plain",
	    .body = "first_name=Ann" });
	assert_int_equal(f.status, 415);
}

TEST(a_key_is_a_uuid_and_the_digest_follows_the_fields)
{
	char first[80];

	form("p", "first_name=Ann&key=" UUID1, NULL);
	assert_string_equal(key, UUID1);
	memcpy(first, digest, sizeof(first));
	form("p", "key=" UUID1 "&first_name=+Ann&secret=x", NULL);
	assert_string_equal(digest, first); /* as checked, without secrets */
	form("p", "first_name=Bob&key=" UUID1, NULL);
	assert_string_not_equal(digest, first);
	form("p", "first_name=Ann", NULL);
	assert_int_equal(strlen(key), 36);
	assert_int_equal(form("p", "first_name=A&key=1", NULL).status, 400);
}

TEST(a_form_sent_to_an_ended_login_is_carried)
{
	struct fake f = post("/form/A-1", NULL,
	    "csrf=old&first_name=%3CAnn%3E&kinds=forum&kinds=course&"
	    "secret=s3cr3t-pw&key=" UUID1);

	assert_int_equal(f.status, 403);
	assert_has(f.out, "login ended next=");
	assert_has(f.out, "carry.first_name=&lt;Ann&gt;");
	assert_has(f.out, "carry.kinds=forum carry.kinds=course");
	assert_has(f.out, "carry.key=" UUID1);
	assert_has(f.out, "carry_path=/form/A-1");
	assert_has_not(f.out, "s3cr3t-pw");
	assert_has_not(f.out, "csrf");
	assert_has_not(f.out, "carry.ref");
}

TEST(a_carried_form_comes_through_the_sign_in)
{
	const char *fields = "next=&carry.first_name=Ann&carry.kinds=forum&"
			     "carry.kinds=course&carry_path=%2Fform%2FA-1&"
			     "carry.key=" UUID1 "&password=";
	char body[500];
	struct fake f;

	snprintf(body, sizeof(body), "%swrong", fields);
	f = post("/login", NULL, body);
	assert_int_equal(f.status, 422);
	assert_has(f.out, "carry.first_name=Ann carry.kinds=forum");
	snprintf(body, sizeof(body), "%sright", fields);
	f = post("/login", NULL, body);
	assert_int_equal(f.status, 200);
	assert_has(f.out, "to /form/A-1 key=" UUID1);
	assert_has(f.out, " first_name=Ann kinds=forum kinds=course");
	assert_has_not(f.out, " key=" UUID1 " key");
	f = post("/login", NULL,
	    "password=right&carry.a=1&carry_path=//evil.example/");
	assert_int_equal(f.status, 303);
}

TEST(a_form_sent_to_a_dead_database_can_be_sent_again)
{
	struct fake f = form("p", "first_name=Dead&key=" UUID1, NULL);

	assert_int_equal(f.status, 503);
	assert_has(f.head, "Retry-After: ");
	assert_has(f.out, "retry=/form/a-1");
	assert_has(f.out, "first_name=Dead");
	assert_has(f.out, "key=" UUID1);
	assert_has(f.out, "csrf=");
	f = form("x", "first_name=Ann", NULL); /* away already at sign-in */
	assert_int_equal(f.status, 503);
	assert_has(f.out, "first_name=Ann");
	assert_int_equal(get("/mine", NULL, fake_cookie('x')).status, 503);
	assert_int_equal(get("/", NULL, fake_cookie('x')).status, 200);
}

TEST(a_filter_keeps_what_was_asked_and_says_what_is_wrong)
{
	struct fake f = get("/filter", "first_name=Ann&unknown=1", NULL);

	assert_int_equal(f.status, 200);
	assert_has(f.out, "typed=Ann");
	f = get("/filter", "from=31/4/2027&kinds=forum", NULL);
	assert_int_equal(f.status, 400);
	assert_has(f.out, "[from:Enter a real date]");
	assert_has(f.out, "kinds=forum");
	f = get("/things/1.csv", "from=never", NULL);
	assert_int_equal(f.status, 400);
	assert_int_equal(called, 0); /* no file of everything instead */
	assert_int_equal(get("/filter", "first_name=%ff", NULL).status, 400);
}

static struct fake
json(const char *body, const char *cookie, const char *origin)
{
	return ask((struct fake){ .method = "POST",
	    .path = "/api/scans",
	    .cookie = cookie,
	    .origin = origin,
	    .type = "application/json; charset=utf-8",
	    .body = body });
}

TEST(json_is_read_within_limits)
{
	const char *c = fake_cookie('p');
	char deep[100] = "";
	int i;

	assert_int_equal(json("{\"a\": [1, \"é\"]}", c, NULL).status, 200);
	assert_string_equal(heard, "{\"a\":[1,\"é\"]}");
	assert_int_equal(json("{}", c, "http://evil.example").status, 403);
	assert_int_equal(json("{}", c, "null").status, 403);
	assert_int_equal(json("{}", NULL, NULL).status, 401);
	assert_int_equal(json("{\"a\":1,\"a\":2}", c, NULL).status, 400);
	assert_int_equal(json("{", c, NULL).status, 400);
	assert_int_equal(
	    json("[\"\\u0000\", \"\\ud800\", \"\\\\u0000\"]", c, NULL).status,
	    200);
	assert_string_equal(
	    heard, "[\"\xef\xbf\xbd\",\"\xef\xbf\xbd\",\"\\\\u0000\"]");
	assert_int_equal(json("\"\xff\"", c, NULL).status, 400);
	for (i = 0; i < 32; i++)
		strcat(deep, "[");
	for (i = 0; i < 32; i++)
		strcat(deep, "]");
	assert_int_equal(json(deep, c, NULL).status, 200);
	memmove(deep + 1, deep, 64);
	strcat(deep, "]");
	assert_int_equal(json(deep, c, NULL).status, 400);
}

TEST(json_for_a_page_gets_a_page)
{
	struct fake f = { .method = "GET",
		.path = "/",
		OURS,
		.type = "application/json",
		.body = "{}" };

	assert_int_equal(ask(f).status, 200);
	f.method = "POST";
	f.path = "/open/A";
	f = ask(f);
	assert_int_equal(f.status, 415);
	assert_has(f.head, "text/html");
}

TEST(answers_are_checked_against_their_form)
{
	struct fake f = post(
	    "/answers/3", NULL, "best=The%0D%0Atalk&score=5&more=a&more=b");

	assert_int_equal(f.status, 303);
	assert_string_equal(heard, "{\"best\":\"The\\ntalk\",\"score\":5,"
				   "\"more\":[\"a\",\"b\"]}");
	f = post("/answers/3", NULL, "best=&score=6");
	assert_int_equal(f.status, 422);
	assert_int_equal(
	    post("/answers/3", NULL, "best=x&other=1").status, 400);
	f = post("/answers/3", NULL, "best=x&score=1&score=2");
	assert_int_equal(f.status, 422);
	assert_has(f.out, "Answer this once");
	assert_int_equal(post("/answers/3", NULL, "best=x&more=c").status, 422);
}

TEST(a_login_is_kept_from_scripts_and_other_sites)
{
	struct fake f = get("/cookie", NULL, NULL);

	assert_string_equal(f.out, "seven");
	assert_has(f.head, "Status: 200 OK\r\n");
	assert_has(f.head, "Content-Length: 5\r\n");
	assert_has(f.head, "Set-Cookie: login=TOKEN; Path=/; HttpOnly; "
			   "SameSite=Lax; ");
}

TEST(nothing_is_kept_by_browsers_unless_said)
{
	assert_has(get("/", NULL, NULL).head, "Cache-Control: no-store\r\n");
	assert_has(
	    get("/mine", NULL, NULL).head, "Cache-Control: no-store\r\n");
}

TEST(only_own_paths_are_gone_back_to)
{
	static const char *const foreign[] = { "//evil.example",
		"/%5Cevil.example", "https:evil.example",
		"https://evil.example", "javascript:alert(1)", "/a%0D%0Ab",
		"evil", "%2F%09%2Fevil.example", "/a%00b" };
	char query[100];
	size_t i;

	assert_has(get("/login", "next=/a%3Fb=1", NULL).out, "next=/a?b=1");
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		snprintf(query, sizeof(query), "next=%s", foreign[i]);
		assert_string_equal(
		    get("/login", query, NULL).out, "login  next=");
	}
}

static int
begin(void **state)
{
	(void)state;
	fake_begin();
	fake_routes = routes;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	fake_end();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_narrowest_route_answers),
		cmocka_unit_test(other_methods_are_told_what_is_there),
		cmocka_unit_test(nobody_is_asked_to_sign_in),
		cmocka_unit_test(each_role_sees_its_own_and_404_elsewhere),
		cmocka_unit_test(a_bearer_token_signs_in),
		cmocka_unit_test(what_must_be_visited_comes_first),
		cmocka_unit_test(a_form_must_come_from_our_own_page),
		cmocka_unit_test(a_signed_in_form_carries_its_login_s_token),
		cmocka_unit_test(values_arrive_checked),
		cmocka_unit_test(a_form_with_a_flaw_is_drawn_again),
		cmocka_unit_test(what_a_command_refuses_is_drawn_again),
		cmocka_unit_test(unknown_and_repeated_fields_are_400),
		cmocka_unit_test(a_body_that_is_too_much_or_cut_off_is_refused),
		cmocka_unit_test(
		    a_key_is_a_uuid_and_the_digest_follows_the_fields),
		cmocka_unit_test(a_form_sent_to_an_ended_login_is_carried),
		cmocka_unit_test(a_carried_form_comes_through_the_sign_in),
		cmocka_unit_test(
		    a_form_sent_to_a_dead_database_can_be_sent_again),
		cmocka_unit_test(
		    a_filter_keeps_what_was_asked_and_says_what_is_wrong),
		cmocka_unit_test(json_is_read_within_limits),
		cmocka_unit_test(json_for_a_page_gets_a_page),
		cmocka_unit_test(answers_are_checked_against_their_form),
		cmocka_unit_test(a_login_is_kept_from_scripts_and_other_sites),
		cmocka_unit_test(nothing_is_kept_by_browsers_unless_said),
		cmocka_unit_test(only_own_paths_are_gone_back_to),
	};

	return cmocka_run_group_tests_name("dispatch", tests, begin, end);
}

/* fake.c: a request without nginx and a site without a database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "conf.h"
#include "fake.h"
#include "inner.h"
#include "log.h"
#include "rows.h"
#include "secret.h"
#include "session.h"
#include "template.h"
#include "wire.h"

struct fake_wire {
	struct wire wire; /* must be first */
	const struct fake *fake;
	size_t at;
	struct buf sent;
	char length[20];
};

const struct route *fake_routes;
static struct arena *arena, *kept; /* of a request; of all */
static struct keys *keys;
static struct page *pages[8];

static const struct {
	const char *name, *text;
} sources[] = {
	{ "form.html", "{{#errors}}[{{field}}:{{message}}]{{/errors}}"
		       "typed={{typed.first_name}} kinds={{#typed.kinds="
		       "\"forum\"}}forum{{/typed.kinds}} "
		       "error={{error.first_name}} csrf={{csrf}}" },
	{ "error.html", "{{heading}}: {{words}}{{#retry}} retry=/{{path}}"
			"{{#carried}} {{name}}={{value}}{{/carried}}"
			"{{/retry}}" },
	{ "login.html", "login {{#ended}}ended{{/ended}} next={{next}}"
			"{{#carried}} {{name}}={{value}}{{/carried}}" },
	{ "carried.html", "to {{path}} key={{key}}"
			  "{{#carried}} {{name}}={{value}}{{/carried}}" },
	{ "hello.html", "hello {{#me}}{{name}}{{/me}}{{^me}}nobody{{/me}}" },
};

const struct page *
template_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].name, name) == 0)
			return pages[i];
	die("there is no page %s", name);
}

static const struct conf conf = { .base_url = "http://127.0.0.1:7100",
	.cookie = "login",
	.partnership = "P",
	.partnership_short = "p",
	.contact_email = "",
	.referral_name = "",
	.referral_phone = "",
	.lado_phone = "",
	.referral_out_of_hours = "" };

const char *
fake_cookie(char letter)
{
	char token[44];

	memset(token, letter, 43);
	token[43] = '\0';
	return arena_printf(arena, "login=%s", token);
}

static struct rows
fake_login(struct request *r, const char *hash)
{
	static const char letters[] = "pbcamx";
	const char *cells[] = { "7", "70", "Ann", "f", "f", "f", NULL };
	const char *p;

	for (p = letters; *p != '\0'; p++)
		if (strcmp(hash, secret_lookup(r->arena,
				     strchr(fake_cookie(*p), '=') + 1)) == 0)
			break;
	if (*p == 'x')
		request_give_up(r);
	cells[3] = *p == 'b' ? "t" : "f";
	cells[4] = *p == 'c' ? "t" : "f";
	cells[5] = *p == 'a' ? "t" : "f";
	cells[6] = *p == 'm' ? "/second" : NULL;
	return rows_make(r->arena,
	    "login,person,name,booker,coordinator,admin,must", *p != '\0',
	    cells);
}

/* The door of A-1 is the steward's, that of A-2 the trainer's. */
static struct rows
fake_door(struct request *r, int64_t person, const char *ref)
{
	const char *duty = strcmp(ref, "A-1") == 0 ? "steward" : "trainer";

	return rows_make(r->arena, "duty",
	    person != 0 && (strcmp(ref, "A-1") == 0 || strcmp(ref, "A-2") == 0),
	    &duty);
}

static struct rows
fake_form(struct request *r)
{
	const char *cells[] = { "best", "block", "100", "t",
		"Say what was best", "", "score", "number", "5", "f", "", "",
		"more", "set", "50", "f", "", "a|b" };

	return rows_make(
	    r->arena, "field,kind,max,required,label,choices", 3, cells);
}

static const struct refusal refusals[] = {
	{ "full", 409, "", "This session is full" },
	{ "not_found", 404, "", "" },
	{ "no_manager", 422, "first_name", "Name your manager" },
	{ 0 },
};

struct site fake_site = { .refusals = refusals,
	.login = fake_login,
	.door = fake_door,
	.form = fake_form,
	.asset = "/assets/x",
	.theme = "/theme.css" };

static const char *
variable(struct wire *w, const char *name)
{
	struct fake_wire *f = (struct fake_wire *)w;
	const struct {
		const char *name, *value;
	} all[] = { { "QUERY_STRING", f->fake->query },
		{ "HTTP_COOKIE", f->fake->cookie },
		{ "HTTP_ORIGIN", f->fake->origin },
		{ "HTTP_REFERER", f->fake->referer },
		{ "HTTP_AUTHORIZATION", f->fake->authorization },
		{ "CONTENT_TYPE", f->fake->type },
		{ "CONTENT_LENGTH", f->length } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].value;
	return NULL;
}

static size_t
fake_read(struct wire *w, char *data, size_t n)
{
	struct fake_wire *f = (struct fake_wire *)w;
	size_t left = f->fake->length - f->at;

	if (n > left)
		n = left;
	if (n > 0)
		memcpy(data, f->fake->body + f->at, n);
	f->at += n;
	return n;
}

static bool
fake_send(struct wire *w, const char *data, size_t n)
{
	buf_add(&((struct fake_wire *)w)->sent, data, n);
	return true;
}

void
fake_ask(struct fake *f)
{
	struct fake_wire w = { { variable, fake_read, fake_send }, f, 0,
		{ .arena = arena }, "" };
	struct request r = { .arena = arena,
		.conf = &conf,
		.keys = keys,
		.site = &fake_site,
		.method = f->method,
		.path = f->path,
		.id = "-",
		.remote = "127.0.0.1",
		.agent = "",
		.wire = &w.wire,
		.head.arena = arena,
		.body.arena = arena };

	fake_site.routes = fake_routes;
	if (f->body != NULL && f->length == 0)
		f->length = strlen(f->body);
	snprintf(w.length, sizeof(w.length), "%ld",
	    f->claimed != 0 ? f->claimed : (long)f->length);
	f->status = dispatch(&r);
	f->head = arena_dup(arena, buf_string(&r.head), r.head.len);
	f->out = arena_dup(arena, buf_string(&r.body), r.body.len);
	if (r.streamed)
		f->out = arena_dup(arena, buf_string(&w.sent), w.sent.len);
}

const char *
fake_token(const char *cookie)
{
	struct request r = { .arena = arena, .keys = keys, .person = 7 };

	r.login_hash = secret_lookup(arena, strchr(cookie, '=') + 1);
	return form_token(&r);
}

void
fake_begin(void)
{
	char path[] = "/tmp/fake.XXXXXX", why[300];
	int fd = mkstemp(path);
	size_t i;

	secret_init();
	arena = arena_new(64 * 1024);
	kept = arena_new(4096);
	close(fd);
	unlink(path);
	if (!keys_create(path, why, sizeof(why)) ||
	    (keys = keys_read(path, why, sizeof(why))) == NULL)
		die("%s", why);
	unlink(path);
	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		pages[i] =
		    template_compile(kept, sources[i].name, sources[i].text);
}

void
fake_clear(void)
{
	arena_reset(arena);
}

void
fake_end(void)
{
	keys_free(keys);
	arena_free(arena);
	arena_free(kept);
}

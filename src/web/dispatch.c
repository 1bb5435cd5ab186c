/* dispatch.c: from a method and a path to the handler that answers. */
#include <setjmp.h>
#include <string.h>

#include "arena.h"
#include "conf.h"
#include "dispatch.h"
#include "field.h"
#include "inner.h"
#include "request.h"
#include "secret.h"
#include "session.h"
#include "text.h"
#include "utf8.h"
#include "wire.h"

static const char *const who_names[] = { "ANYONE", "PERSON", "DOOR", "TRAINER",
	"BOOKER", "COORDINATOR", "ADMIN" };
static const char *const kind_names[] = { [ID] = "ID",
	[REF] = "REF",
	[LINE] = "LINE",
	[BLOCK] = "BLOCK",
	[NAME] = "NAME",
	[EMAIL] = "EMAIL",
	[PASSWORD] = "PASSWORD",
	[PHONE] = "PHONE",
	[FLAG] = "FLAG",
	[CHOICE] = "CHOICE",
	[SET] = "SET",
	[DATE] = "DATE",
	[TIME] = "TIME",
	[UUID] = "UUID",
	[TOKEN] = "TOKEN",
	[NUMBER] = "NUMBER",
	[PATH] = "PATH",
	[JSON] = "JSON",
	[FORM] = "FORM",
	[CARRY] = "CARRY" };

/*
 * Does one segment fit its pattern: a word, ":name", or ":name.ext"?  Give
 * the number of letters that had to be the same, or -1; a value's place goes
 * to *from and *n.
 */
static int
match_segment(
    const char *pattern, size_t len, const char *path, size_t size, size_t *n)
{
	const char *dot;
	size_t tail;

	if (*pattern != ':')
		return len == size && strncmp(pattern, path, len) == 0
			   ? (int)len
			   : -1;
	dot = memchr(pattern, '.', len);
	tail = dot != NULL ? (size_t)(pattern + len - dot) : 0;
	if (size <= tail ||
	    memcmp(path + size - tail, dot ? dot : "", tail) != 0)
		return -1;
	*n = size - tail;
	return (int)tail;
}

/*
 * Does the path fit the pattern?  Give the number of letters that had to be
 * the same, so that the narrowest pattern can win, or -1.  With an arena its
 * :names join the list.
 */
static int
match(const char *pattern, const char *path, struct arena *a, struct arg **list)
{
	size_t len, size, n = 0;
	int letters = 0, own;

	for (;;) {
		len = strcspn(pattern, "/");
		size = strcspn(path, "/");
		if ((own = match_segment(pattern, len, path, size, &n)) == -1)
			return -1;
		letters += own;
		if (a != NULL && *pattern == ':')
			arg_add(a, list,
			    arena_dup(
				a, pattern + 1, strcspn(pattern + 1, "./")),
			    arena_dup(a, path, n), n)
			    ->of_path = true;
		pattern += len;
		path += size;
		if (*pattern == '\0' && *path == '\0')
			return letters;
		if (*pattern++ != '/' || *path++ != '/')
			return -1;
	}
}

/* The narrowest pattern that the path fits, or NULL. */
static const char *
find_pattern(const struct site *site, const char *path)
{
	const struct route *p;
	const char *best = NULL;
	int letters, most = -1;

	for (p = site->routes; p->method != NULL; p++)
		if ((letters = match(p->path, path, NULL, NULL)) > most) {
			most = letters;
			best = p->path;
		}
	return best;
}

static const struct route *
find_route(const struct site *site, const char *pattern, const char *method)
{
	const struct route *p;

	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (p = site->routes; p->method != NULL; p++)
		if (strcmp(p->path, pattern) == 0 &&
		    strcmp(p->method, method) == 0)
			return p;
	return NULL;
}

const struct route *
route_twin(const struct request *r, const char *method)
{
	return r->route != NULL ? find_route(r->site, r->route->path, method)
				: NULL;
}

static int
refuse_method(struct request *r, const char *pattern)
{
	const struct route *p;
	struct buf b = { .arena = r->arena };

	for (p = r->site->routes; p->method != NULL; p++)
		if (strcmp(p->path, pattern) == 0)
			buf_printf(&b, "%s%s%s", b.len > 0 ? ", " : "",
			    p->method,
			    strcmp(p->method, "GET") == 0 ? ", HEAD" : "");
	header_add(r, "Allow", "%s", buf_string(&b));
	return reply_error(r, 405, "This page cannot be asked for so");
}

/* Somebody who must sign in first. */
static int
ask_sign_in(struct request *r)
{
	const char *query = r->wire->variable(r->wire, "QUERY_STRING");
	struct buf next = { .arena = r->arena };

	if (r->json) {
		header_add(r, "WWW-Authenticate", "Bearer");
		return reply_error(r, 401, "Sign in first");
	}
	if (strcmp(r->method, "POST") == 0)
		return sign_in_again(r);
	buf_url(&next, r->path);
	if (query != NULL && *query != '\0') {
		buf_text(&next, "%3F");
		buf_url(&next, query);
	}
	return reply_redirect(r, "/login?next=%s", buf_string(&next));
}

/* At the door only what the database says counts. */
static bool
may_door(struct request *r, bool trainer)
{
	const struct arg *ref = arg_find(r->args, "ref");
	struct rows duty;

	duty = r->site->door(r, r->person, ref != NULL ? ref->text : "");
	if (duty.n == 0)
		return false;
	r->duty = rows_text(duty, 0, "duty");
	return !trainer || strcmp(r->duty, "steward") != 0;
}

/* Does the pattern hold this :name? */
static bool
in_path(const char *pattern, const char *name)
{
	size_t n = strlen(name);

	for (; (pattern = strchr(pattern, ':')) != NULL; pattern++)
		if (strncmp(pattern + 1, name, n) == 0 &&
		    strchr("/.", pattern[1 + n]) != NULL)
			return true; /* the zero at the end counts as found */
	return false;
}

/*
 * What a request names, in its path or else in its fields, may be for a few
 * people only.  The desk is asked about all that it names; others about the
 * numbers in what they send: what they look at is theirs by its query.  Sets
 * are for the commands: of what they hold they leave out what does not concern
 * this coordinator.
 */
static bool
may_reach(struct request *r, bool path)
{
	const char *names[FIELDS_MAX + 1], *values[FIELDS_MAX + 1];
	bool of_event = strncmp(r->path, "/manage/events/", 15) == 0;
	bool desk = r->route->who == COORDINATOR;
	const struct param *p;
	const struct arg *a;
	size_t n = 0;

	for (a = r->args; a != NULL && n < FIELDS_MAX; a = a->next) {
		p = param_find(r->route, a->name);
		if (p == NULL || !a->given ||
		    !(p->kind == ID || (p->kind == REF && desk)) ||
		    in_path(r->route->path, a->name) != path)
			continue;
		names[n] = of_event && strcmp(a->name, "code") == 0 ? "event"
								    : a->name;
		values[n++] = a->text;
	}
	names[n] = values[n] = NULL;
	return n == 0 || r->site->reaches == NULL ||
	       r->site->reaches(r, text_array(r->arena, names),
		   text_array(r->arena, values));
}

static bool
may(struct request *r, enum who who)
{
	bool posted = strcmp(r->method, "POST") == 0;

	switch (who) {
	case ANYONE:
		return true;
	case PERSON:
		return !posted || may_reach(r, true);
	case DOOR:
	case TRAINER:
		return may_door(r, who == TRAINER);
	case BOOKER:
		return r->booker;
	case COORDINATOR:
		return r->coordinator && may_reach(r, true);
	case ADMIN:
		return r->admin;
	}
	return false;
}

/* The page that has to be visited before all others, or "". */
static const char *
must_visit(const struct request *r)
{
	if (r->person == 0 || r->route->who == ANYONE)
		return "";
	return rows_text(r->me, 0, "must");
}

/* Is everything that was sent taken by the route, and once? */
static bool
all_taken(struct request *r)
{
	const struct param *p;
	const struct arg *s, *taken;
	bool carries = param_find(r->route, "carry") != NULL;

	for (s = r->sent; s != NULL; s = s->next) {
		if (carries && is_carried_name(s->name))
			continue;
		p = param_find(r->route, s->name);
		if ((taken = arg_find(r->args, s->name)) != NULL &&
		    taken->list != NULL)
			continue; /* a set */
		if (answer_taken(r, s->name))
			continue;
		if (arg_find(s->next, s->name) != NULL)
			return false;
		if (p == NULL && strcmp(s->name, "csrf") != 0 &&
		    strcmp(s->name, "key") != 0 &&
		    !is_date_part(r->route, s->name))
			return false;
	}
	return true;
}

/* The form's key, or a new one where it has none: then it acts each time. */
static bool
take_key(struct request *r)
{
	const struct arg *s = arg_find(r->sent, "key");
	struct checked c = { "", NULL };

	if (s != NULL)
		c = text_uuid(r->arena, s->text, s->len);
	if (c.flaw == NULL)
		r->key = *c.text != '\0' ? c.text : secret_uuid(r->arena);
	return c.flaw == NULL;
}

/* The SHA-256 of what was asked for: method, path and fields as checked. */
static void
take_digest(struct request *r)
{
	struct buf b = { .arena = r->arena };
	unsigned char hash[SHA256_SIZE];
	const struct param *p;
	const struct arg *a;

	buf_add(&b, r->method, strlen(r->method) + 1);
	buf_add(&b, r->path, strlen(r->path) + 1);
	for (a = r->args; a != NULL; a = a->next) {
		p = param_find(r->route, a->name);
		if (p != NULL && p->kind == PASSWORD)
			continue;
		buf_add(&b, a->name, strlen(a->name) + 1);
		buf_add(&b, a->text, a->len > 0 ? a->len : strlen(a->text));
		buf_add(&b, "", 1);
	}
	secret_sha256(hash, b.data, b.len);
	r->digest = text_bytea(r->arena, hash, sizeof(hash));
}

/* Take the values of the path; what does not fit is no page of ours. */
static bool
take_path(struct request *r)
{
	const struct param *p;
	const struct arg *s;

	for (s = r->sent; s != NULL; s = s->next)
		if ((p = param_find(r->route, s->name)) != NULL &&
		    param_take(r, p) != NULL)
			return false;
	return true;
}

/* Read what was sent; 0 or the status that refuses it. */
static int
read_sent(struct request *r)
{
	const char *query = r->wire->variable(r->wire, "QUERY_STRING");

	if (strcmp(r->method, "POST") == 0)
		return body_read(r);
	if (query != NULL &&
	    !pairs_read(r->arena, query, strlen(query), &r->sent))
		return 400;
	return 0;
}

static int
refuse_body(struct request *r, int status)
{
	return reply_error(r, status,
	    status == 413   ? "This is too large to send"
	    : status == 415 ? "This cannot be sent here"
			    : "Something in what was sent is amiss");
}

/* A form whose token is not this login's: signed in anew in another window,
 * as like as not. */
static int
refuse_token(struct request *r)
{
	error_add(r, "", "Check what you typed and send it once more");
	return form_again(r, 403);
}

/* What only a POST has to pass, when its sender is known. */
static int
check_post(struct request *r)
{
	if (r->person != 0 && !r->json && bearer(r) == NULL && !token_right(r))
		return refuse_token(r);
	if (!take_key(r))
		return refuse_body(r, 400);
	return 0;
}

/* A file: there is no page on which to say what is wrong. */
static bool
is_download(const char *path)
{
	return strchr(strrchr(path, '/'), '.') != NULL;
}

/* Take the rest of the values and answer. */
static int
answer(struct request *r)
{
	bool post = strcmp(r->method, "POST") == 0;
	int status;

	if (post && (status = check_post(r)) != 0)
		return status;
	params_take(r, r->route);
	if (post && !all_taken(r))
		return refuse_body(r, 400);
	if (post && r->person != 0 && !may_reach(r, false))
		return reply_not_found(r);
	if (post && error_any(r))
		return form_again(r, 422);
	if (error_any(r) && (r->json || is_download(r->path)))
		return reply_error(r, 400, r->errors->message);
	if (error_any(r))
		r->status = 400;
	if (post)
		take_digest(r);
	r->writing = post;
	return r->route->handler(r);
}

/*
 * Learn who asks.  A page for anyone is given to whoever comes when that
 * cannot be learnt: the handler will see for itself whether it needs the
 * database.
 */
static void
learn_who(struct request *r)
{
	void *outer = r->escape;
	jmp_buf here;

	r->escape = &here;
	if (setjmp(here) == 0)
		sign_in(r);
	else if (r->route->who != ANYONE || strcmp(r->method, "POST") == 0) {
		r->escape = outer;
		request_give_up(r);
	}
	r->escape = outer;
}

static int
serve(struct request *r)
{
	const char *pattern, *must;
	int status;

	if (!utf8_valid(r->path, strlen(r->path)) ||
	    (pattern = find_pattern(r->site, r->path)) == NULL)
		return reply_not_found(r);
	r->route = find_route(r->site, pattern, r->method);
	if (r->route == NULL)
		return refuse_method(r, pattern);
	r->json = r->json || route_takes(r->route, JSON);
	if (strcmp(r->method, "POST") == 0 && !origin_ours(r))
		return reply_error(r, 403,
		    "This form did not come from this site. Go back, load "
		    "the page again and send it from there");
	match(pattern, r->path, r->arena, &r->sent);
	if (!take_path(r))
		return reply_not_found(r);
	if ((status = read_sent(r)) != 0)
		return refuse_body(r, status);
	learn_who(r);
	page_values(r);
	if (r->route->who != ANYONE && r->person == 0)
		return ask_sign_in(r);
	must = must_visit(r);
	if (*must != '\0' && strcmp(must, r->path) != 0)
		return reply_redirect(r, "%s", must);
	if (!may(r, r->route->who))
		return reply_not_found(r);
	return answer(r);
}

void
request_give_up(struct request *r)
{
	longjmp(*(jmp_buf *)r->escape, 1);
}

int
dispatch(struct request *r)
{
	jmp_buf here;

	r->json = strncmp(r->path, "/api/", 5) == 0;
	r->key = r->digest = r->duty = "";
	page_values(r);
	r->escape = &here;
	if (setjmp(here) != 0)
		return reply_unavailable(r);
	return serve(r);
}

static void
print_param(const struct param *p, FILE *f)
{
	fprintf(f, " %s:%s", p->name, kind_names[p->kind]);
	if (p->choices != NULL)
		fprintf(f, "=%s", p->choices);
}

void
dispatch_print(const struct site *site, FILE *f)
{
	const struct route *p;
	const struct param *t;

	for (p = site->routes; p->method != NULL; p++) {
		fprintf(f, "%s\t%s\t%s\t%s\t", p->method, p->path,
		    who_names[p->who], p->name);
		for (t = p->takes; t != NULL && t->name != NULL; t++)
			print_param(t, f);
		fputc('\n', f);
	}
}

/*
 * form.c: a form drawn again with what was typed, and forms kept over a
 * sign-in or an outage.
 */
#include <string.h>

#include "arena.h"
#include "dispatch.h"
#include "field.h"
#include "inner.h"
#include "log.h"
#include "request.h"

#define CARRY_PREFIX "carry."

/* Fields that no page may ever print again, and what the path holds. */
static bool
is_dropped(const struct request *r, const struct arg *s)
{
	const struct param *p = param_find(r->route, s->name);

	return s->of_path || (p != NULL && p->kind == PASSWORD);
}

/*
 * How much of what came is kept, passwords never: what was typed; that and
 * the key, to be sent under another login; or the very same form.
 */
enum kept { TYPED, KEYED, WHOLE };

static bool
is_kept(const char *name, enum kept how)
{
	if (how == WHOLE)
		return true;
	if (strcmp(name, "key") == 0)
		return how == KEYED;
	return strcmp(name, "csrf") != 0 && !is_carried_name(name);
}

static struct arg *
keep(struct request *r, enum kept how)
{
	struct arg *list = NULL, *s;

	for (s = r->sent; s != NULL; s = s->next)
		if (!is_dropped(r, s) && is_kept(s->name, how))
			arg_add(r->arena, &list, s->name, s->text, s->len);
	return list;
}

/* Hand the request to another route's handler, as if it had been asked. */
static int
run_route(struct request *r, const struct route *route, int status)
{
	struct field_error *errors = r->errors;

	r->route = route;
	r->status = status;
	r->redrawn = true;
	r->writing = false;
	r->args = NULL;
	params_take(r, route); /* what a GET finds amiss here is no news */
	r->errors = errors;
	return route->handler(r);
}

static int
json_errors(struct request *r, int status, const char *outcome)
{
	struct buf b = { .arena = r->arena };
	const struct field_error *e;

	buf_text(&b, "{\"outcome\":");
	buf_json(&b, outcome);
	buf_text(&b, ",\"errors\":[");
	for (e = r->errors; e != NULL; e = e->next) {
		buf_text(&b, e == r->errors ? "{\"field\":" : ",{\"field\":");
		buf_json(&b, e->field);
		buf_text(&b, ",\"message\":");
		buf_json(&b, e->message);
		buf_text(&b, "}");
	}
	buf_text(&b, "]}");
	return reply_json(r, status, buf_string(&b));
}

int
form_again(struct request *r, int status)
{
	const struct route *get = route_twin(r, "GET");

	if (r->json)
		return json_errors(r, status, "invalid");
	if (get == NULL || r->redrawn)
		return reply_error(r, status,
		    r->errors != NULL ? r->errors->message
				      : "This cannot be done");
	r->typed = keep(r, TYPED);
	return run_route(r, get, status);
}

int
reply_form(struct request *r)
{
	return form_again(r, 422);
}

static const struct refusal *
refusal_find(const struct request *r, const char *outcome)
{
	const struct refusal *f;

	for (f = r->site->refusals; f->outcome != NULL; f++)
		if (strcmp(f->outcome, outcome) == 0)
			return f;
	die("refusal.c has no words for %s", outcome);
}

const char *
refusal_words(const struct request *r, const char *outcome)
{
	return refusal_find(r, outcome)->words;
}

int
reply_refused(struct request *r, const char *outcome)
{
	const struct refusal *f = refusal_find(r, outcome);

	if (f->status == 404)
		return reply_not_found(r);
	if (!error_any(r))
		error_add(r, f->field, "%s", f->words);
	if (r->json)
		return json_errors(r, f->status, outcome);
	return form_again(r, f->status);
}

/* Keep the fields of this POST for later, under its path. */
static void
carry(struct request *r, enum kept how)
{
	if (strcmp(r->method, "POST") != 0)
		return;
	if (how == KEYED && param_find(r->route, "carry") != NULL)
		return; /* it is a sign-in and carries others already */
	r->carried = keep(r, how);
	r->carried_path = r->path;
}

/* What a form that passes through a sign-in brought along. */
void
carry_take(struct request *r)
{
	const size_t n = strlen(CARRY_PREFIX);
	struct arg *s, *path = arg_find(r->sent, "carry_path");

	if (path == NULL || strlen(path->text) != path->len ||
	    !is_own_path(path->text))
		return;
	for (s = r->sent; s != NULL; s = s->next)
		if (strncmp(s->name, CARRY_PREFIX, n) == 0)
			arg_add(r->arena, &r->carried, s->name + n, s->text,
			    s->len);
	r->carried_path = path->text;
	show_carried(r, true);
}

bool
is_carried_name(const char *name)
{
	return strcmp(name, "carry_path") == 0 ||
	       strncmp(name, CARRY_PREFIX, strlen(CARRY_PREFIX)) == 0;
}

void
show_carried(struct request *r, bool prefixed)
{
	const struct arg *s;
	const char **cells, **cell;
	int n = 1;

	for (s = r->carried; s != NULL; s = s->next)
		n++;
	cell = cells = arena_alloc(r->arena, 2 * (size_t)n * sizeof(*cells));
	for (s = r->carried; s != NULL; s = s->next) {
		*cell++ = prefixed ? arena_printf(r->arena, "%s%s",
					 CARRY_PREFIX, s->name)
				   : s->name;
		*cell++ = s->text;
	}
	cell[0] = "carry_path";
	cell[1] = r->carried_path;
	n -= !prefixed || r->carried_path == NULL;
	show_rows(r, "carried", rows_make(r->arena, "name,value", n, cells));
	show_text(r, "carried_path", r->carried_path);
}

int
sign_in_again(struct request *r)
{
	const struct route *p;

	carry(r, KEYED);
	show_carried(r, true);
	show_flag(r, "ended", true);
	for (p = r->site->routes; p->method != NULL; p++)
		if (strcmp(p->path, "/login") == 0 &&
		    strcmp(p->method, "GET") == 0)
			return run_route(r, p, 403);
	return reply_error(r, 403, "Sign in first");
}

/* The button that sends the fields once more. */
static void
show_retry(struct request *r)
{
	const char *path = r->carried_path;

	if (path == NULL)
		return;
	show_carried(r, false);
	path++; /* the page writes the first slash itself */
	show_rows(r, "retry", rows_make(r->arena, "path", 1, &path));
}

int
reply_unavailable(struct request *r)
{
	static const char words[] = "Please try again in a minute. If you "
				    "sent something, what you typed is kept "
				    "on this page.";

	r->head.len = r->body.len = 0;
	r->values = NULL;
	r->errors = NULL;
	header_add(r, "Retry-After", "5");
	if (r->json)
		return reply_error(r, 503, words);
	if (r->route != NULL)
		carry(r, WHOLE);
	r->person = 0; /* who it is may be what could not be learnt */
	page_values(r);
	show_trouble(r, 503, words);
	show_retry(r);
	return reply_page(r, 503, "error.html");
}

int
reply_carried(struct request *r, bool *carried)
{
	struct arg *key = arg_find(r->carried, "key"), **a;

	*carried = r->carried_path != NULL;
	if (!*carried)
		return 0;
	for (a = &r->carried; *a != NULL;) /* the page writes the key itself */
		if (*a == key)
			*a = key->next;
		else
			a = &(*a)->next;
	if (key != NULL)
		r->kept_key = key->text;
	show_carried(r, false);
	show_text(r, "path", r->carried_path);
	show_text(r, "page_title", "You are signed in");
	return reply_page(r, 200, "carried.html");
}

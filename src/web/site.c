/* site.c: what every page may name. */
#include <string.h>

#include "arena.h"
#include "conf.h"
#include "dispatch.h"
#include "field.h"
#include "inner.h"
#include "request.h"
#include "secret.h"
#include "session.h"

void
page_values(struct request *r)
{
	const struct conf *c = r->conf;

	if (r->person != 0)
		show_rows(r, "me", r->me);
	else
		show_text(r, "me", NULL);
	show_text(r, "csrf", form_token(r));
	show_text(r, "asset", r->site->asset);
	show_text(r, "theme", r->site->theme);
	show_text(r, "logo", r->site->logo);
	show_text(r, "base_url", c->base_url);
	show_text(r, "path", r->path);
	show_text(r, "partnership", c->partnership);
	show_text(r, "partnership_short", c->partnership_short);
	show_text(r, "contact_email", c->contact_email);
	show_text(r, "contact_phone", c->contact_phone);
	show_text(r, "contact_post", c->contact_post);
	show_text(r, "referral_name", c->referral_name);
	show_text(r, "referral_phone", c->referral_phone);
	show_text(r, "lado_phone", c->lado_phone);
	show_text(r, "referral_out_of_hours", c->referral_out_of_hours);
	show_text(r, "page_title", "");
	show_flag(r, "ended", false);
	show_carried(r, true);
}

static void
show_errors(struct request *r)
{
	const struct field_error *e;
	const char **cells, **cell;
	size_t n = 0;

	for (e = r->errors; e != NULL; e = e->next)
		n++;
	cell = cells = arena_alloc(r->arena, (2 * n + 1) * sizeof(*cells));
	for (e = r->errors; e != NULL; e = e->next) {
		*cell++ = e->field;
		*cell++ = e->message;
	}
	show_rows(
	    r, "errors", rows_make(r->arena, "field,message", (int)n, cells));
}

/* Is it a field of the route's form? */
static bool
has_field(const struct route *route, const char *name)
{
	const struct param *p;

	for (p = route != NULL ? route->takes : NULL;
	     p != NULL && p->name != NULL; p++)
		if (strcmp(p->name, name) == 0 || p->kind == FORM)
			return true;
	return route != NULL && is_date_part(route, name);
}

/* The i-th of the list with this name, or NULL. */
static const char *
nth(struct arg *a, const char *name, size_t i)
{
	while ((a = arg_find(a, name)) != NULL && i-- > 0)
		a = a->next;
	return a != NULL ? a->text : NULL;
}

/* A form drawn again holds what came; a filter what the address says; any
 * other form what the handler put there. */
static const char *
typed(struct request *r, const char *name, size_t i)
{
	const char *text = NULL;

	if (!r->redrawn && has_field(r->route, name))
		text = nth(r->sent, name, i);
	return text != NULL ? text : nth(r->typed, name, i);
}

static const char *
error_of(const struct request *r, const char *name, size_t i)
{
	const struct field_error *e;

	for (e = r->errors; e != NULL; e = e->next)
		if (strcmp(e->field, name) == 0 && i-- == 0)
			return e->message;
	return NULL;
}

/* A page may carry another path's form, as a session's page does to book. */
static bool
some_form_has(const struct request *r, const char *name)
{
	const struct route *p;

	for (p = r->site->routes; p->method != NULL; p++)
		if (has_field(p, name))
			return true;
	return false;
}

static const char *
dotted(void *ctx, const char *name, size_t i, bool *known)
{
	struct request *r = ctx;
	bool is_typed = strncmp(name, "typed.", 6) == 0;

	*known = false;
	if (!is_typed && strncmp(name, "error.", 6) != 0)
		return NULL;
	name += 6;
	*known = arg_find(r->typed, name) != NULL || some_form_has(r, name);
	return is_typed ? typed(r, name, i) : error_of(r, name, i);
}

struct lookup
page_lookup(struct request *r)
{
	show_errors(r);
	show_text(r, "key", r->kept_key ? r->kept_key : secret_uuid(r->arena));
	return (struct lookup){ r->values, dotted, r };
}

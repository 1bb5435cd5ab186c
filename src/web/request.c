/* request.c: what a handler reads, shows and finds wrong. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "dispatch.h"
#include "field.h"
#include "inner.h"
#include "log.h"
#include "request.h"
#include "template.h"
#include "wire.h"

static const struct arg *
arg(const struct request *r, const char *name)
{
	const struct arg *a = arg_find(r->args, name);

	if (a == NULL)
		die("%s %s: the route does not take %s", r->route->method,
		    r->route->path, name);
	return a;
}

bool
arg_given(const struct request *r, const char *name)
{
	return arg(r, name)->given;
}

int64_t
arg_id(const struct request *r, const char *name)
{
	return arg(r, name)->number;
}

int64_t
arg_number(const struct request *r, const char *name)
{
	return arg(r, name)->number;
}

bool
arg_flag(const struct request *r, const char *name)
{
	return arg(r, name)->number != 0;
}

const char *
arg_text(const struct request *r, const char *name)
{
	return arg(r, name)->text;
}

const char *
arg_set(const struct request *r, const char *name)
{
	const char *text = arg(r, name)->text;

	return *text != '\0' ? text : "{}";
}

const char *const *
arg_list(const struct request *r, const char *name)
{
	static const char *const nothing[] = { NULL };
	const struct arg *a = arg(r, name);

	return a->list != NULL ? a->list : nothing;
}

const struct json_t *
arg_json(const struct request *r, const char *name)
{
	return arg(r, name)->json;
}

const char *
request_header(const struct request *r, const char *name)
{
	char *variable = arena_printf(r->arena, "HTTP_%s", name), *p;
	const char *value;

	for (p = variable; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
		else if (*p == '-')
			*p = '_';
	if (strcmp(variable, "HTTP_CONTENT_TYPE") == 0)
		variable += strlen("HTTP_"); /* as CGI has it */
	value = r->wire->variable(r->wire, variable);
	return value != NULL ? value : "";
}

static struct value *
show(struct request *r, const char *name)
{
	struct value *v = arena_alloc(r->arena, sizeof(*v));

	*v = (struct value){ .next = r->values, .name = name };
	r->values = v;
	return v;
}

void
show_text(struct request *r, const char *name, const char *text)
{
	show(r, name)->text = text;
}

void
show_number(struct request *r, const char *name, int64_t n)
{
	show(r, name)->text = arena_printf(r->arena, "%" PRId64, n);
}

void
show_flag(struct request *r, const char *name, bool flag)
{
	show(r, name)->text = flag ? "t" : "f";
}

void
show_rows(struct request *r, const char *name, struct rows rows)
{
	struct rows *copy = arena_alloc(r->arena, sizeof(*copy));

	*copy = rows;
	show(r, name)->rows = copy;
}

void
show_rows_in(
    struct request *r, const char *name, struct rows rows, const char *key)
{
	show_rows(r, name, rows);
	r->values->group = template_group(r->arena, rows, key);
}

void
show_typed(struct request *r, const char *name, const char *text)
{
	if (!r->redrawn)
		arg_add(r->arena, &r->typed, name, text, strlen(text));
}

void
show_typed_row(struct request *r, struct rows rows)
{
	const struct route *form = route_twin(r, "POST");
	const char *name;
	int i;

	for (i = 0; rows.n > 0 && i < PQnfields(rows.res); i++) {
		name = PQfname(rows.res, i);
		if (form != NULL && param_find(form, name) != NULL)
			show_typed(r, name, PQgetvalue(rows.res, 0, i));
	}
}

const char *
typed_text(const struct request *r, const char *name)
{
	const struct arg *a = arg_find(r->typed, name);

	return a != NULL ? a->text : "";
}

void
typed_replace(struct request *r, const char *name, const char *text)
{
	struct arg *a = arg_find(r->typed, name);

	if (a == NULL)
		a = arg_add(r->arena, &r->typed, name, "", 0);
	a->text = text;
	a->len = strlen(text);
}

static int
by_letters(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *
typed_lines(const struct request *r, const char *name)
{
	struct buf b = { .arena = r->arena };
	const struct arg *a;
	const char **all;
	size_t n = 0, i;

	for (a = r->typed; a != NULL; a = a->next)
		n += strcmp(a->name, name) == 0;
	all = arena_alloc(r->arena, (n + 1) * sizeof(*all));
	for (a = r->typed, i = 0; a != NULL; a = a->next)
		if (strcmp(a->name, name) == 0)
			all[i++] = a->text;
	qsort(all, n, sizeof(*all), by_letters);
	for (i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i > 0 ? "\n" : "", all[i]);
	return buf_string(&b);
}

void
typed_replace_lines(struct request *r, const char *name, const char *lines)
{
	struct arg **end = &r->typed;
	size_t n;

	while (*end != NULL)
		if (strcmp((*end)->name, name) == 0)
			*end = (*end)->next;
		else
			end = &(*end)->next;
	for (; *lines != '\0'; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		arg_add(r->arena, &r->typed, name,
		    arena_dup(r->arena, lines, n), n);
	}
}

void
error_add(struct request *r, const char *field, const char *fmt, ...)
{
	struct field_error *e = arena_alloc(r->arena, sizeof(*e)), **end;
	va_list ap;

	va_start(ap, fmt);
	*e = (struct field_error){ NULL, field,
		arena_vprintf(r->arena, fmt, ap) };
	va_end(ap);
	for (end = &r->errors; *end != NULL; end = &(*end)->next)
		;
	*end = e;
}

bool
error_any(const struct request *r)
{
	return r->errors != NULL;
}

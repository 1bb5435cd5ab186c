/* check.c: every value by its kind, before a handler sees it. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "dispatch.h"
#include "inner.h"
#include "request.h"
#include "text.h"

#define LINE_CHARS  200
#define BLOCK_CHARS 2000
#define REF_MAX     64
#define TOKEN_MAX   128
#define ID_MAX      ((int64_t)1 << 53) /* what JSON and browsers count to */

static const char choose[] = "Choose one of the answers";

static struct checked
check_choice(struct arena *a, const struct arg *s, const struct param *p)
{
	struct checked c;

	c = text_line(
	    a, s->text, s->len, p->max > 0 ? (size_t)p->max : LINE_CHARS);
	if (c.flaw != NULL || *c.text == '\0' || p->choices == NULL ||
	    text_among(c.text, p->choices, '|'))
		return c;
	return flawed(choose);
}

/* Letters, digits and a few signs; nothing to clean. */
static struct checked
check_word(struct arena *a, const struct arg *s, const char *signs, size_t max)
{
	size_t i;
	char c;

	for (i = 0; i < s->len; i++) {
		c = s->text[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') ||
			(c != '\0' && strchr(signs, c) != NULL)))
			return flawed("Use letters and digits only");
	}
	if (s->len > max)
		return flawed("This is too long");
	return clean(arena_dup(a, s->text, s->len));
}

static struct checked
check_ref(struct arena *a, const struct arg *s)
{
	struct checked c = check_word(a, s, "-_.", REF_MAX);
	char *p;

	for (p = (char *)c.text; p != NULL && *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return c;
}

static struct checked
check_number(struct arena *a, const struct arg *s, int64_t min, int64_t max,
    int64_t *number)
{
	struct checked c = text_line(a, s->text, s->len, 30);
	char *end;

	if (c.flaw != NULL || *c.text == '\0')
		return c;
	errno = 0;
	*number = strtoll(c.text, &end, 10);
	if (errno != 0 || *end != '\0' || *number < min || *number > max)
		return flawed(arena_printf(a,
		    "Enter a whole number from %" PRId64 " to %" PRId64, min,
		    max));
	return c;
}

static struct checked
check_flag(const struct arg *s, int64_t *number)
{
	static const char yes[] = "1|on|yes|true|t", no[] = "0|off|no|false|f";

	if (strlen(s->text) != s->len)
		return flawed(choose);
	*number = text_among(s->text, yes, '|');
	if (*number == 0 && s->len > 0 && !text_among(s->text, no, '|'))
		return flawed(choose);
	return clean(*number != 0 ? "1" : "");
}

static struct checked
check_path(struct arena *a, const struct arg *s)
{
	bool own = strlen(s->text) == s->len && is_own_path(s->text);

	return clean(own ? arena_dup(a, s->text, s->len) : "");
}

static struct checked
check_json(struct arena *a, struct arg *arg)
{
	char *text = json_dumps(arg->json, JSON_COMPACT);
	struct checked c;

	if (text == NULL)
		return flawed("This is not JSON");
	c = clean(arena_dup(a, text, strlen(text)));
	free(text);
	return c;
}

static struct checked
check_value(
    struct request *r, struct arg *s, const struct param *p, int64_t *number)
{
	struct arena *a = r->arena;
	size_t max = (size_t)p->max;

	switch (p->kind) {
	case ID:
		return check_number(a, s, 1, ID_MAX, number);
	case NUMBER:
		return check_number(
		    a, s, p->min, p->max > 0 ? p->max : INT32_MAX, number);
	case REF:
		return check_ref(a, s);
	case LINE:
		return text_line(a, s->text, s->len, max ? max : LINE_CHARS);
	case BLOCK:
		return text_block(a, s->text, s->len, max ? max : BLOCK_CHARS);
	case NAME:
		return text_name(a, s->text, s->len);
	case EMAIL:
		return text_email(a, s->text, s->len);
	case PASSWORD:
		return text_password(a, s->text, s->len, (size_t)p->min);
	case PHONE:
		return text_phone(a, s->text, s->len);
	case FLAG:
		return check_flag(s, number);
	case CHOICE:
	case SET:
		return check_choice(a, s, p);
	case DATE:
		return text_date(a, s->text, s->len);
	case TIME:
		return text_time(a, s->text, s->len);
	case UUID:
		return text_uuid(a, s->text, s->len);
	case TOKEN:
		return check_word(a, s, "-_=", TOKEN_MAX);
	case PATH:
		return check_path(a, s);
	case JSON:
		return check_json(a, s);
	case FORM:
	case CARRY:
		break; /* not one field: see param_take() */
	}
	return flawed("This cannot be sent here");
}

bool
is_date_part(const struct route *route, const char *name)
{
	const struct param *p;
	size_t n;

	for (p = route->takes; p != NULL && p->name != NULL; p++) {
		n = strlen(p->name);
		if (p->kind == DATE && strncmp(p->name, name, n) == 0 &&
		    (strcmp(name + n, "_day") == 0 ||
			strcmp(name + n, "_month") == 0 ||
			strcmp(name + n, "_year") == 0))
			return true;
	}
	return false;
}

/* The three fields of a date as one text, or NULL when none was sent. */
static struct arg *
join_date(struct request *r, const char *name)
{
	static const char *const ends[] = { "_day", "_month", "_year" };
	const char *part[3];
	struct arg *s;
	size_t i, given = 0;
	char *text;

	for (i = 0; i < 3; i++) {
		s = arg_find(
		    r->sent, arena_printf(r->arena, "%s%s", name, ends[i]));
		part[i] = s != NULL ? s->text : "";
		given += *part[i] != '\0';
	}
	if (given == 0)
		return NULL;
	text = arena_printf(r->arena, "%s/%s/%s", part[0], part[1], part[2]);
	s = arena_alloc(r->arena, sizeof(*s));
	*s = (struct arg){ .name = name, .text = text, .len = strlen(text) };
	return s;
}

/* All values of a repeated field; those that are empty do not count. */
static const char *
take_set(struct request *r, struct arg *arg, const struct param *p)
{
	const char **list;
	struct checked c;
	struct arg *s;
	size_t n = 0;

	list = arena_alloc(r->arena, (SET_MAX + 1) * sizeof(*list));
	for (s = r->sent; s != NULL; s = s->next) {
		if (strcmp(s->name, p->name) != 0)
			continue;
		c = check_choice(r->arena, s, p);
		if (c.flaw != NULL)
			return c.flaw;
		if (n == SET_MAX)
			return "Choose fewer answers";
		if (*c.text != '\0')
			list[n++] = c.text;
	}
	list[n] = NULL;
	arg->list = list;
	arg->text = text_array(r->arena, list);
	arg->given = n > 0;
	return NULL;
}

static const char *
take_one(struct request *r, struct arg *arg, const struct param *p)
{
	struct arg *s = arg_find(r->sent, p->name);
	struct checked c;

	if (s == NULL && p->kind == DATE)
		s = join_date(r, p->name);
	if (s == NULL)
		return NULL;
	c = check_value(r, s, p, &arg->number);
	if (c.flaw != NULL)
		return c.flaw;
	arg->text = c.text;
	arg->len = strlen(c.text);
	arg->given = *c.text != '\0';
	arg->json = s->json;
	return NULL;
}

const char *
param_take(struct request *r, const struct param *p)
{
	const char *flaw = NULL;
	struct arg *arg;

	arg = arg_add(r->arena, &r->args, p->name, "", 0);
	if (p->kind == CARRY) {
		carry_take(r);
		return NULL;
	}
	if (p->kind == FORM)
		flaw = answers_take(r, p);
	else if (p->kind == SET)
		flaw = take_set(r, arg, p);
	else
		flaw = take_one(r, arg, p);
	if (flaw == NULL && !arg->given && !p->optional && p->kind != FLAG &&
	    p->kind != FORM && p->kind != PATH)
		flaw = p->label != NULL ? p->label : "Answer this question";
	return flaw;
}

const struct param *
param_find(const struct route *route, const char *name)
{
	const struct param *p;

	for (p = route->takes; p != NULL && p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

bool
route_takes(const struct route *route, enum kind kind)
{
	const struct param *p;

	for (p = route->takes; p != NULL && p->name != NULL; p++)
		if (p->kind == kind)
			return true;
	return false;
}

void
params_take(struct request *r, const struct route *route)
{
	const struct param *p;
	const char *flaw;

	for (p = route->takes; p != NULL && p->name != NULL; p++)
		if (arg_find(r->args, p->name) == NULL &&
		    (flaw = param_take(r, p)) != NULL)
			error_add(r, p->name, "%s", flaw);
}

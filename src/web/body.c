/* body.c: the body of a POST, within its limits. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "dispatch.h"
#include "inner.h"
#include "request.h"
#include "wire.h"

/* Is the media type this one, whatever parameters follow it? */
static bool
is_type(const char *header, const char *type)
{
	size_t n = strlen(type);

	return strncasecmp(header, type, n) == 0 &&
	       (header[n] == '\0' || header[n] == ';' || header[n] == ' ');
}

static void
drop(void *json)
{
	json_decref(json);
}

static bool
too_deep(const json_t *json, int depth)
{
	const json_t *inner;
	const char *key;
	size_t i;

	if (depth > JSON_DEPTH_MAX)
		return true;
	json_object_foreach((json_t *)json, key, inner)
		if (too_deep(inner, depth + 1))
			return true;
	json_array_foreach(json, i, inner)
		if (too_deep(inner, depth + 1))
			return true;
	return false;
}

struct json_t *
json_read(struct arena *a, const char *s, size_t n)
{
	json_t *json = json_loadb(s, n, JSON_REJECT_DUPLICATES, NULL);

	if (json == NULL)
		return NULL;
	arena_defer(a, drop, json);
	return too_deep(json, 1) ? NULL : json;
}

/* The number of an escape \uXXXX at s, or -1. */
static long
escape_at(const char *s, const char *end)
{
	char hex[5] = "";
	size_t i;

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	memcpy(hex, s + 2, 4);
	for (i = 0; i < 4; i++)
		if (!isxdigit((unsigned char)hex[i]))
			return -1;
	return strtol(hex, NULL, 16);
}

/*
 * Escapes that stand for no character that we could keep (NUL, half of a
 * surrogate pair: RFC 8259, section 8.2) become U+FFFD, so that one bad value
 * among many is refused by itself and not all of them.
 */
static void
json_mend(char *s, size_t n)
{
	const char *end = s + n;
	long one, two;

	for (; s < end; s++) {
		if (*s != '\\')
			continue;
		one = escape_at(s, end);
		two = escape_at(s + 6 < end ? s + 6 : end, end);
		if (one >= 0xd800 && one < 0xdc00 && two >= 0xdc00 &&
		    two < 0xe000)
			s += 11;
		else if (one == 0 || (one >= 0xd800 && one < 0xe000))
			memcpy(s + 2, "fffd", 4);
		else
			s++; /* whatever it escapes is no start of another */
	}
}

static int
json_take(struct request *r, char *body, size_t n)
{
	const struct param *p;
	struct arg *a;
	json_t *json;

	json_mend(body, n);
	json = json_read(r->arena, body, n);
	if (json == NULL)
		return 400;
	for (p = r->route->takes; p->kind != JSON; p++)
		;
	a = arg_add(r->arena, &r->sent, p->name, body, n);
	a->json = json;
	return 0;
}

/* The length of the body, or -1 if it is not told rightly. */
static long
body_length(struct request *r)
{
	const char *s = r->wire->variable(r->wire, "CONTENT_LENGTH");

	if (s == NULL || *s == '\0')
		return 0;
	if (strspn(s, "0123456789") != strlen(s) || strlen(s) > 12)
		return -1;
	return strtol(s, NULL, 10);
}

static int
body_take(struct request *r, char *body, size_t n)
{
	const char *type = request_header(r, "Content-Type");

	if (is_type(type, "application/json"))
		return route_takes(r->route, JSON) ? json_take(r, body, n)
						   : 415;
	if (!is_type(type, "application/x-www-form-urlencoded") && n != 0)
		return 415;
	return pairs_read(r->arena, body, n, &r->sent) ? 0 : 400;
}

int
body_read(struct request *r)
{
	long n = body_length(r);
	char *body;

	if (n == -1)
		return 400;
	if (n > BODY_MAX)
		return 413;
	body = arena_alloc(r->arena, (size_t)n + 1);
	/* libfcgi gives a cut-off body without a word: compare */
	if (r->wire->read(r->wire, body, (size_t)n) != (size_t)n)
		return 400;
	body[n] = '\0';
	return body_take(r, body, (size_t)n);
}

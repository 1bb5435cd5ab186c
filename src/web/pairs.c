/* pairs.c: names and values as browsers send them. */
#include <string.h>

#include "arena.h"
#include "inner.h"
#include "request.h"
#include "utf8.h"

struct arg *
arg_find(struct arg *a, const char *name)
{
	while (a != NULL && strcmp(a->name, name) != 0)
		a = a->next;
	return a;
}

struct arg *
arg_add(struct arena *arena, struct arg **list, const char *name,
    const char *text, size_t len)
{
	struct arg *a = arena_alloc(arena, sizeof(*a));

	*a = (struct arg){ .name = name, .text = text, .len = len };
	while (*list != NULL)
		list = &(*list)->next;
	*list = a;
	return a;
}

static int
digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Undo %xx and + (WHATWG URL, 5.1): a copy, closed by a zero. */
static char *
decode(struct arena *a, const char *s, size_t n, size_t *len)
{
	char *out = arena_alloc(a, n + 1), *to = out;
	const char *end = s + n;

	for (; s < end; s++) {
		if (*s == '%' && end - s > 2 && digit(s[1]) >= 0 &&
		    digit(s[2]) >= 0) {
			*to++ = (char)(digit(s[1]) << 4 | digit(s[2]));
			s += 2;
		} else
			*to++ = *s == '+' ? ' ' : *s;
	}
	*to = '\0';
	*len = (size_t)(to - out);
	return out;
}

/* One "name=value"; the list's end moves on. */
static bool
pair_read(struct arena *a, const char *s, size_t n, struct arg ***end)
{
	const char *equal = memchr(s, '=', n);
	size_t split = equal != NULL ? (size_t)(equal - s) : n, len, name_len;
	char *name, *text;

	name = decode(a, s, split, &name_len);
	text =
	    decode(a, s + split + (split < n), n - split - (split < n), &len);
	if (strlen(name) != name_len || !utf8_valid(name, name_len) ||
	    !utf8_valid(text, len))
		return false;
	arg_add(a, *end, name, text, len);
	*end = &(**end)->next;
	return true;
}

bool
pairs_read(struct arena *a, const char *s, size_t n, struct arg **list)
{
	struct arg **end = list;
	const char *amp;
	size_t len, fields = 0;

	while (*end != NULL)
		end = &(*end)->next;
	for (; n > 0; s += len, n -= len) {
		amp = memchr(s, '&', n);
		len = amp != NULL ? (size_t)(amp - s) : n;
		if (len > 0 &&
		    (++fields > FIELDS_MAX || !pair_read(a, s, len, &end)))
			return false;
		len += amp != NULL;
	}
	return true;
}

const char *
cookie_find(struct arena *a, const char *header, const char *name)
{
	size_t n = strlen(name), len;

	while (header != NULL && *header != '\0') {
		header += strspn(header, " ;");
		len = strcspn(header, ";");
		if (len > n && strncmp(header, name, n) == 0 &&
		    header[n] == '=')
			return arena_dup(a, header + n + 1, len - n - 1);
		header += len;
	}
	return NULL;
}

bool
is_own_path(const char *s)
{
	const char *p;

	if (s[0] != '/' || s[1] == '/' || s[1] == '\\')
		return false;
	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '\\')
			return false;
	return strlen(s) <= 1024;
}

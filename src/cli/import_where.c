/*
 * import_where.c: where in a JSON text a value stands.
 *
 * jansson keeps no positions; this walks a text that jansson has accepted,
 * so it need not expect nonsense.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"

static const char *
skip_space(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

static const char *
skip_string(const char *p)
{
	for (p++; *p != '"' && *p != '\0'; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
	return *p == '"' ? p + 1 : p;
}

static const char *
skip_value(const char *p)
{
	int depth = 0;

	do {
		if (*p == '"') {
			p = skip_string(p);
			continue;
		}
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p++;
	} while (*p != '\0' && (depth > 0 || strchr(",]} \t\r\n", *p) == NULL));
	return p;
}

/* The value under a key of the object that begins here, or NULL. */
static const char *
find_key(const char *p, const char *key, size_t n)
{
	const char *name;

	for (p = skip_space(p + 1); *p == '"'; p = skip_space(p + 1)) {
		name = p + 1;
		p = skip_space(skip_string(p));
		p = skip_space(p + 1);
		if (strncmp(name, key, n) == 0 && name[n] == '"')
			return p;
		p = skip_space(skip_value(p));
	}
	return NULL;
}

/* The nth value of the list that begins here, or NULL. */
static const char *
find_index(const char *p, unsigned long n)
{
	p = skip_space(p + 1);
	for (; n > 0 && *p != ']' && *p != '\0'; n--)
		p = skip_space(skip_space(skip_value(p)) + 1);
	return n == 0 && *p != ']' ? p : NULL;
}

int
json_line(const char *text, const char *path)
{
	const char *at = skip_space(text), *next = at;
	size_t n;
	int line = 1;

	while (*path != '\0' && next != NULL) {
		at = next;
		if (*path == '[') {
			next = *at == '['
				   ? find_index(at, strtoul(path + 1, NULL, 10))
				   : NULL;
			path = strchr(path, ']') + 1;
			continue;
		}
		path += *path == '.';
		n = strcspn(path, ".[");
		next = *at == '{' ? find_key(at, path, n) : NULL;
		path += n;
	}
	for (at = next ? next : at; at > text; at--)
		line += at[-1] == '\n';
	return line;
}

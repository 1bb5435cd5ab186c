/* fuzz_pairs.c: names and values, cookies and paths of our own. */
#include <string.h>

#include "arena.h"
#include "fuzz.h"
#include "inner.h"
#include "request.h"
#include "utf8.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	char *text = arena_dup(a, (const char *)data, n);
	struct arg *list = NULL, *s;
	const char *cookie;
	size_t fields = 0;

	if (pairs_read(a, text, n, &list))
		for (s = list; s != NULL; s = s->next) {
			HOLDS(utf8_valid(s->name, strlen(s->name)));
			HOLDS(utf8_valid(s->text, s->len));
			HOLDS(s->text[s->len] == '\0');
			HOLDS(++fields <= FIELDS_MAX);
		}
	if ((cookie = cookie_find(a, text, "login")) != NULL)
		HOLDS(strchr(cookie, ';') == NULL);
	if (is_own_path(text))
		HOLDS(text[0] == '/' && text[1] != '/' && text[1] != '\\' &&
		      strpbrk(text, "\r\n") == NULL);
	arena_free(a);
	return 0;
}

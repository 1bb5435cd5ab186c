/*
 * fuzz_escape.c: no text breaks out of HTML, a URL or JSON, and nothing of it
 * is lost on the way.
 */
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "fuzz.h"
#include "inner.h"
#include "request.h"
#include "text.h"
#include "utf8.h"

/* Undo the five escapes of buf_html(). */
static const char *
html_undo(struct arena *a, const char *s)
{
	static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;",
		"&#39;" };
	struct buf b = { .arena = a };
	size_t i;

	while (*s != '\0') {
		for (i = 0; i < 5; i++)
			if (strncmp(s, names[i], strlen(names[i])) == 0)
				break;
		HOLDS(*s != '&' || i < 5);
		buf_add(&b, i < 5 ? &"&<>\"'"[i] : s, 1);
		s += i < 5 ? strlen(names[i]) : 1;
	}
	return buf_string(&b);
}

static void
check_html(struct arena *a, const char *text)
{
	struct buf b = { .arena = a };

	buf_html(&b, text);
	HOLDS(strpbrk(buf_string(&b), "<>\"'") == NULL);
	HOLDS(strcmp(html_undo(a, buf_string(&b)), text) == 0);
}

static void
check_url(struct arena *a, const char *text)
{
	struct buf b = { .arena = a };
	struct arg *list = NULL;

	buf_text(&b, "x=");
	buf_url(&b, text);
	HOLDS(strpbrk(buf_string(&b) + 2, "&<>\"' /?#+=") == NULL);
	HOLDS(pairs_read(a, b.data, b.len, &list));
	HOLDS(strcmp(list->text, text) == 0);
}

static void
check_json(struct arena *a, const char *text)
{
	struct buf b = { .arena = a };
	json_t *json;

	buf_json(&b, text);
	HOLDS(strpbrk(buf_string(&b), "<>&\n") == NULL);
	json = json_loadb(b.data, b.len, JSON_DECODE_ANY, NULL);
	HOLDS(json != NULL && strcmp(json_string_value(json), text) == 0);
	json_decref(json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	char *text = arena_dup(a, (const char *)data, n);

	check_html(a, text);
	if (utf8_valid(text, strlen(text))) {
		check_url(a, text);
		check_json(a, text);
	}
	arena_free(a);
	return 0;
}

/*
 * fuzz_text.c: whatever is typed comes out clean or with a reason, and what
 * is clean stays as it is.
 */
#include <string.h>

#include "arena.h"
#include "fuzz.h"
#include "secret.h"
#include "text.h"
#include "utf8.h"

static struct checked
line(struct arena *a, const char *s, size_t n)
{
	return text_line(a, s, n, 50);
}

static struct checked
block(struct arena *a, const char *s, size_t n)
{
	return text_block(a, s, n, 50);
}

static struct checked
password(struct arena *a, const char *s, size_t n)
{
	return text_password(a, s, n, 8);
}

static void
check_clean(const char *text)
{
	const unsigned char *p;

	HOLDS(utf8_valid(text, strlen(text)));
	for (p = (const unsigned char *)text; *p != '\0'; p++)
		HOLDS(*p >= ' ' || *p == '\n' || *p == '\t');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct checked (*const checks[])(struct arena *, const char *,
	    size_t) = { line, block, text_name, text_email, text_phone,
		text_date, text_time, text_uuid, password };
	struct arena *a = arena_new(4096);
	char *text = arena_dup(a, (const char *)data, n), *ticket;
	struct checked c, again;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		c = checks[i](a, text, n);
		HOLDS((c.text == NULL) != (c.flaw == NULL));
		if (c.text == NULL)
			continue;
		check_clean(c.text);
		again = checks[i](a, c.text, strlen(c.text));
		HOLDS(again.text != NULL && strcmp(again.text, c.text) == 0);
	}
	if ((ticket = ticket_read(a, text)) != NULL)
		HOLDS(strlen(ticket) == 26 || strlen(ticket) == 12);
	arena_free(a);
	return 0;
}

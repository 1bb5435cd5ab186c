/*
 * fuzz_ical.c: whatever a title, place or name holds, a calendar stays one
 * calendar of one event, and says what it was given.
 */
#include <string.h>

#include <libical/ical.h>

#include "arena.h"
#include "buf.h"
#include "fuzz.h"
#include "ical.h"
#include "plain.h"
#include "utf8.h"

static void
check_lines(const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n + 2) {
		n = strcspn(s, "\r\n");
		HOLDS(n <= 75 && strncmp(s + n, "\r\n", 2) == 0);
		HOLDS(utf8_valid(s, n));
	}
}

/* The reader drops the spaces at both ends of a property. */
static bool
is_same(const char *read, const char *given)
{
	size_t n;

	given += strspn(given, " ");
	n = strlen(given);
	while (n > 0 && given[n - 1] == ' ')
		n--;
	if (read == NULL)
		return n == 0;
	return strlen(read) == n && strncmp(read, given, n) == 0;
}

static void
check_event(struct arena *a, icalcomponent *c, const char *text)
{
	icalcomponent *v = icalcomponent_get_first_real_component(c);

	HOLDS(icalcomponent_count_components(c, ICAL_ANY_COMPONENT) == 1);
	HOLDS(icalcomponent_count_errors(c) == 0);
	HOLDS(icalcomponent_count_properties(v, ICAL_ANY_PROPERTY) == 11);
	HOLDS(is_same(icalcomponent_get_summary(v), plain_line(a, text)));
	HOLDS(is_same(icalcomponent_get_description(v), plain_block(a, text)));
}

static void
check(struct arena *a, const char *text)
{
	struct ical_event e = { .uid = "7-1@example.org",
		.starts = 1796290200,
		.ends = 1796293800,
		.summary = text,
		.location = text,
		.description = text };
	struct ical_calendar c = { .method = "REQUEST",
		.name = text,
		.organizer = "t@example.org",
		.organizer_name = text,
		.attendee = "p@example.org",
		.attendee_name = text,
		.events = &e,
		.n = 1 };
	struct buf b = { .arena = a };
	icalcomponent *read;

	ical_write(&b, &c);
	check_lines(buf_string(&b));
	read = icalparser_parse_string(buf_string(&b));
	HOLDS(read != NULL);
	check_event(a, read, text);
	icalcomponent_free(read);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	const char *text = arena_dup(a, (const char *)data, n);

	if (!utf8_valid(text, n) || strlen(text) != n)
		text = "";
	text = plain_line(a, text);
	if (text[strspn(text, " ")] != '\0')
		check(a, arena_dup(a, (const char *)data, n));
	arena_free(a);
	return 0;
}

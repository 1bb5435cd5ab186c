/* test_ical.c: what a calendar says is what a reader understands. */
#include <libical/ical.h>

#include "unit_arena.h"

#include "buf.h"
#include "ical.h"
#include "utf8.h"

#define STARTS 1796290200 /* 2026-12-03 09:30 in London */
#define SUMMER 1782203400 /* 2026-06-23 09:30 in London */

static const char hostile[] =
    "\xc5\x81\xc4\x99"
    "cka; \"q\", back\\slash\tx:y\r\nEND:VEVENT\r\rATTACH:"
    "http://x\n\x01\x1b[31m\x7f\xc2\x85\xe2\x80\xa8"
    "BEGIN:VALARM \\n end";
static const char hostile_line[] =
    "\xc5\x81\xc4\x99"
    "cka; \"q\", back\\slash x:y END:VEVENT  ATTACH:"
    "http://x   [31m   BEGIN:VALARM \\n end";
static const char hostile_block[] =
    "\xc5\x81\xc4\x99"
    "cka; \"q\", back\\slash x:y\nEND:VEVENT\n\nATTACH:"
    "http://x\n[31m\nBEGIN:VALARM \\n end";

static const char *
written(const struct ical_calendar *c)
{
	struct buf b = { .arena = arena };

	ical_write(&b, c);
	return buf_string(&b);
}

static icalcomponent *
read_back(const struct ical_calendar *c)
{
	icalcomponent *read = icalparser_parse_string(written(c));

	assert_non_null(read);
	assert_int_equal(icalcomponent_count_errors(read), 0);
	return read;
}

static struct ical_event
event(void)
{
	return (struct ical_event){ .uid = "7-1@example.org",
		.sequence = 3,
		.starts = STARTS,
		.ends = STARTS + 3600,
		.summary = "Working together" };
}

static struct ical_calendar
calendar(const struct ical_event *e, size_t n)
{
	return (struct ical_calendar){
		.method = "PUBLISH", .stamp = STARTS - 60, .events = e, .n = n
	};
}

static void
times_are_utc(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);

	(void)state;
	assert_non_null(strstr(written(&c), "DTSTART:20261203T093000Z\r\n"));
	assert_non_null(strstr(written(&c), "DTEND:20261203T103000Z\r\n"));
	assert_non_null(strstr(written(&c), "DTSTAMP:20261203T092900Z\r\n"));
	e.starts = SUMMER;
	assert_non_null(strstr(written(&c), "DTSTART:20260623T083000Z\r\n"));
}

static void
texts_come_back_and_break_nothing(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);
	icalcomponent *read, *v;

	(void)state;
	e.summary = e.location = e.description = e.uid = hostile;
	e.url = "https://example.org/x\r\nATTACH:y";
	e.alarm_minutes = 60;
	c.name = c.organizer_name = c.attendee_name = hostile;
	c.organizer = c.attendee = "a@example.org\r\nATTACH:z";
	read = read_back(&c);
	assert_int_equal(
	    icalcomponent_count_components(read, ICAL_ANY_COMPONENT), 1);
	v = icalcomponent_get_first_real_component(read);
	assert_string_equal(icalcomponent_get_summary(v), hostile_line);
	assert_string_equal(icalcomponent_get_location(v), hostile_line);
	assert_string_equal(icalcomponent_get_description(v), hostile_block);
	assert_string_equal(icalcomponent_get_uid(v), hostile_line);
	assert_int_equal(
	    icalcomponent_count_properties(v, ICAL_ATTACH_PROPERTY), 0);
	assert_int_equal(
	    icalcomponent_count_components(v, ICAL_ANY_COMPONENT), 1);
	assert_int_equal(
	    icalcomponent_count_components(v, ICAL_VALARM_COMPONENT), 1);
	icalcomponent_free(read);
}

static void
a_meeting_names_who_calls_and_who_comes(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);
	icalcomponent *read, *v;
	icalproperty *p;

	(void)state;
	c.method = "REQUEST";
	c.organizer = "training@example.org";
	c.organizer_name = "The \"board\"; training";
	c.attendee = "p@example.org";
	c.attendee_name = "\xc5\x81ucja";
	e.url = "https://example.org/bookings/7";
	read = read_back(&c);
	assert_int_equal(icalcomponent_get_method(read), ICAL_METHOD_REQUEST);
	v = icalcomponent_get_first_real_component(read);
	assert_int_equal(icalcomponent_get_sequence(v), 3);
	assert_int_equal(icalcomponent_get_status(v), ICAL_STATUS_CONFIRMED);
	p = icalcomponent_get_first_property(v, ICAL_ORGANIZER_PROPERTY);
	assert_string_equal(
	    icalproperty_get_organizer(p), "mailto:training@example.org");
	assert_string_equal(icalproperty_get_parameter_as_string(p, "CN"),
	    "The 'board'; training");
	p = icalcomponent_get_first_property(v, ICAL_ATTENDEE_PROPERTY);
	assert_string_equal(
	    icalproperty_get_attendee(p), "mailto:p@example.org");
	assert_string_equal(
	    icalproperty_get_parameter_as_string(p, "CN"), "\xc5\x81ucja");
	p = icalcomponent_get_first_property(v, ICAL_URL_PROPERTY);
	assert_string_equal(icalproperty_get_url(p), e.url);
	icalcomponent_free(read);
}

static void
cancelling_keeps_the_uid(void **state)
{
	struct ical_event parts[2] = { event(), event() };
	struct ical_calendar c = calendar(parts, 2);
	icalcomponent *read, *v;

	(void)state;
	parts[1].uid = "7-2@example.org";
	parts[0].cancelled = parts[1].cancelled = true;
	c.method = "CANCEL";
	read = read_back(&c);
	assert_int_equal(icalcomponent_get_method(read), ICAL_METHOD_CANCEL);
	v = icalcomponent_get_first_component(read, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_uid(v), "7-1@example.org");
	assert_int_equal(icalcomponent_get_status(v), ICAL_STATUS_CANCELLED);
	v = icalcomponent_get_next_component(read, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_uid(v), "7-2@example.org");
	icalcomponent_free(read);
}

static void
an_alarm_comes_before_the_start(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);

	(void)state;
	e.alarm_minutes = 90;
	assert_non_null(strstr(written(&c), "TRIGGER:-PT1H30M\r\n"));
}

static void
only_web_addresses_become_links(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);

	(void)state;
	e.url = "javascript:alert(1)";
	assert_null(strstr(written(&c), "URL"));
}

static void
an_empty_calendar_is_one(void **state)
{
	struct ical_calendar c = calendar(NULL, 0);

	(void)state;
	c.name = "Training; 2026, all";
	assert_non_null(
	    strstr(written(&c), "\r\nNAME:Training\\; 2026\\, all\r\n"));
	assert_non_null(
	    strstr(written(&c), "\r\nX-WR-CALNAME:Training; 2026, all\r\n"));
	icalcomponent_free(read_back(&c));
}

/* Every length, since where a line is cut depends on it. */
static void
lines_of_any_length_end_well(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);
	char title[200];
	const char *s;
	size_t n;

	(void)state;
	for (n = 1; n < sizeof(title); n++) {
		memset(title, 'x', n);
		title[n] = '\0';
		e.summary = title;
		for (s = written(&c); (s = strpbrk(s, "\r\n")) != NULL; s += 2)
			assert_memory_equal(s, "\r\n", 2);
	}
}

static void
lines_are_folded_between_letters(void **state)
{
	struct ical_event e = event();
	struct ical_calendar c = calendar(&e, 1);
	struct buf long_text = { .arena = arena };
	const char *s;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 200; i++)
		buf_text(&long_text, i % 7 ? "\xc5\xbc" : "\xf0\x9f\x8e\x89x");
	e.summary = buf_string(&long_text);
	for (s = written(&c); *s != '\0'; s += n + 2) {
		n = strcspn(s, "\r\n");
		assert_in_range(n, 1, 75);
		assert_memory_equal(s + n, "\r\n", 2);
		assert_true(utf8_valid(s, n));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_utc),
		cmocka_unit_test(texts_come_back_and_break_nothing),
		cmocka_unit_test(a_meeting_names_who_calls_and_who_comes),
		cmocka_unit_test(cancelling_keeps_the_uid),
		cmocka_unit_test(an_alarm_comes_before_the_start),
		cmocka_unit_test(only_web_addresses_become_links),
		cmocka_unit_test(an_empty_calendar_is_one),
		cmocka_unit_test(lines_of_any_length_end_well),
		cmocka_unit_test(lines_are_folded_between_letters),
	};

	return cmocka_run_group_tests(tests, arena_make, arena_drop);
}

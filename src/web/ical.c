/* ical.c: calendars to subscribe to, download, or send (RFC 5545, 5546). */
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "arena.h"
#include "buf.h"
#include "ical.h"
#include "log.h"
#include "plain.h"

#define LINE_MAX_OCTETS 75

static void
add(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

static icaltimetype
utc(time_t t)
{
	return icaltime_from_timet_with_zone(
	    t, /* is_date */ 0, icaltimezone_get_utc_timezone());
}

/* A name may not hold the quotes that would have to stand around it. */
static const char *
person_name(struct arena *a, const char *name)
{
	char *s = arena_dup(a, plain_line(a, name), strlen(name)), *quote;

	while ((quote = strchr(s, '"')) != NULL)
		*quote = '\'';
	return s;
}

static const char *
mailto(struct arena *a, const char *address)
{
	return arena_printf(a, "mailto:%s", plain_line(a, address));
}

/* RFC 7986 has a property for it; most readers know the older one. */
static void
add_name(icalcomponent *c, const char *text)
{
	icalproperty *x = icalproperty_new_x(text);

	icalproperty_set_x_name(x, "X-WR-CALNAME");
	add(c, x);
	add(c, icalproperty_new_name(text));
}

static void
add_people(icalcomponent *c, struct arena *a, const struct ical_calendar *cal)
{
	icalproperty *p;

	if (cal->organizer != NULL) {
		p = icalproperty_new_organizer(mailto(a, cal->organizer));
		if (cal->organizer_name != NULL)
			icalproperty_add_parameter(
			    p, icalparameter_new_cn(
				   person_name(a, cal->organizer_name)));
		add(c, p);
	}
	if (cal->attendee != NULL) {
		p = icalproperty_new_attendee(mailto(a, cal->attendee));
		if (cal->attendee_name != NULL)
			icalproperty_add_parameter(
			    p, icalparameter_new_cn(
				   person_name(a, cal->attendee_name)));
		/* The place is held already: nobody waits for an answer. */
		icalproperty_add_parameter(
		    p, icalparameter_new_partstat(ICAL_PARTSTAT_ACCEPTED));
		icalproperty_add_parameter(
		    p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
		add(c, p);
	}
}

static icalcomponent *
new_alarm(const struct ical_event *e, const char *summary)
{
	icalcomponent *alarm = icalcomponent_new_valarm();
	struct icaltriggertype before = { .time = icaltime_null_time(),
		.duration = icaldurationtype_from_int(-60 * e->alarm_minutes) };

	add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
	add(alarm, icalproperty_new_description(summary));
	add(alarm, icalproperty_new_trigger(before));
	return alarm;
}

/* Some readers take a property without a value for an error. */
static bool
has_words(const char *text)
{
	return text != NULL && text[strspn(text, " \t\r\n")] != '\0';
}

static void
add_texts(icalcomponent *c, struct arena *a, const struct ical_event *e)
{
	add(c, icalproperty_new_summary(plain_line(a, e->summary)));
	if (has_words(e->location))
		add(c, icalproperty_new_location(plain_line(a, e->location)));
	if (has_words(e->description))
		add(c, icalproperty_new_description(
			   plain_block(a, e->description)));
	if (e->url != NULL && (strncmp(e->url, "https://", 8) == 0 ||
				  strncmp(e->url, "http://", 7) == 0))
		add(c, icalproperty_new_url(plain_line(a, e->url)));
}

static icalcomponent *
new_event(struct arena *a, const struct ical_calendar *cal,
    const struct ical_event *e)
{
	icalcomponent *c = icalcomponent_new_vevent();

	add(c, icalproperty_new_uid(plain_line(a, e->uid)));
	add(c, icalproperty_new_dtstamp(utc(cal->stamp)));
	add(c, icalproperty_new_sequence(e->sequence));
	add(c, icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED
						    : ICAL_STATUS_CONFIRMED));
	add(c, icalproperty_new_dtstart(utc(e->starts)));
	add(c, icalproperty_new_dtend(utc(e->ends)));
	add_texts(c, a, e);
	add_people(c, a, cal);
	if (e->alarm_minutes > 0)
		icalcomponent_add_component(
		    c, new_alarm(e, plain_line(a, e->summary)));
	return c;
}

static icalproperty_method
method(const char *name)
{
	icalproperty_method m =
	    (icalproperty_method)icalproperty_string_to_method(name);

	if (m != ICAL_METHOD_PUBLISH && m != ICAL_METHOD_REQUEST &&
	    m != ICAL_METHOD_CANCEL)
		die("ical: no method %s", name);
	return m;
}

/* Undo the folding of all lines. */
static const char *
unfold(struct arena *a, const char *s)
{
	struct buf b = { .arena = a };
	const char *fold;

	for (; (fold = strstr(s, "\r\n ")) != NULL; s = fold + 3)
		buf_add(&b, s, (size_t)(fold - s));
	buf_text(&b, s);
	return buf_string(&b);
}

/* Append one line of n bytes, its CRLF included, folded between letters. */
static void
add_folded(struct buf *b, const char *s, size_t n)
{
	size_t octets = 0, letter;

	for (; *s != '\r'; s += letter, n -= letter) {
		letter = 1;
		while (letter < n && (s[letter] & 0xc0) == 0x80)
			letter++;
		if (octets + letter > LINE_MAX_OCTETS) {
			buf_text(b, "\r\n ");
			octets = 1;
		}
		buf_add(b, s, letter);
		octets += letter;
	}
	buf_text(b, "\r\n");
}

/*
 * libical folds between CR and LF where a line has just that length, and
 * leaves a line feed alone: so its lines are folded anew.
 */
static void
add_lines(struct buf *b, const char *text)
{
	const char *s, *end;

	for (s = unfold(b->arena, text); (end = strstr(s, "\r\n")) != NULL;
	     s = end + 2)
		add_folded(b, s, (size_t)(end + 2 - s));
}

void
ical_write(struct buf *b, const struct ical_calendar *cal)
{
	icalcomponent *c = icalcomponent_new_vcalendar();
	char *text;
	size_t i;

	add(c, icalproperty_new_version("2.0"));
	add(c, icalproperty_new_prodid("-//Lectern//Lectern//EN"));
	add(c, icalproperty_new_calscale("GREGORIAN"));
	add(c, icalproperty_new_method(method(cal->method)));
	if (cal->name != NULL)
		add_name(c, plain_line(b->arena, cal->name));
	for (i = 0; i < cal->n; i++)
		icalcomponent_add_component(
		    c, new_event(b->arena, cal, &cal->events[i]));
	if ((text = icalcomponent_as_ical_string_r(c)) == NULL)
		die("ical: no memory");
	add_lines(b, text);
	free(text);
	icalcomponent_free(c);
}

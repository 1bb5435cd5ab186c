/*
 * ical.h: calendars to subscribe to, download, or send (RFC 5545, 5546).
 *
 * Times are written in UTC with Z, so no time zone has to be described and
 * no reader can get one wrong. Texts may hold anything: control characters
 * go, the rest is escaped, lines are folded at 75 octets.
 */
#ifndef ICAL_H
#define ICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct buf;

struct ical_event {
	const char *uid; /* for ever the same: it is what gets updated */
	int sequence;    /* grows with each change that matters */
	bool cancelled;
	time_t starts, ends;
	const char *summary;
	const char *location, *description; /* NULL, "": none */
	const char *url;                    /* http or https, else left out */
	int alarm_minutes;                  /* before the start; 0: none */
};

struct ical_calendar {
	const char *method;                     /* PUBLISH, REQUEST or CANCEL */
	const char *name;                       /* NULL: none */
	time_t stamp;                           /* when this was made */
	const char *organizer, *organizer_name; /* NULL: none */
	const char *attendee, *attendee_name;   /* NULL: none */
	const struct ical_event *events;
	size_t n;
};

/* Append the calendar. Addresses are plain ones, without "mailto:". */
void ical_write(struct buf *, const struct ical_calendar *);

#endif

/* moment.c: dates and times of day as people type them. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "text.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2199

#define WHAT_DATE "Enter a date with a day, a month and a year, like 3 12 2026"
#define WHAT_TIME "Enter a time, like 9:30am or 14:00"

/* The number of days in a month of the Gregorian calendar. */
static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* A month from its number or (the start of) its English name, or 0. */
static int
month_read(const char *word)
{
	static const char *const names[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };
	size_t n = strlen(word);
	int i;

	if (isdigit((unsigned char)*word))
		return n <= 2 && sscanf(word, "%2d", &i) == 1 ? i : 0;
	for (i = 0; i < 12; i++)
		if (n >= 3 && strncasecmp(names[i], word, n) == 0)
			return i + 1;
	return strcasecmp(word, "sept") == 0 ? 9 : 0;
}

/*
 * Split a date into day, month and year as texts; a date that begins with a
 * year of four digits stands the other way round.
 */
static bool
date_split(char *s, const char *part[3])
{
	const char *swap;
	char *word;
	int n = 0;

	while ((word = strsep(&s, " /.-,")) != NULL) {
		if (*word == '\0')
			continue;
		if (n == 3)
			return false;
		part[n++] = word;
	}
	if (n != 3)
		return false;
	if (strlen(part[0]) == 4) {
		swap = part[0];
		part[0] = part[2];
		part[2] = swap;
	}
	return true;
}

/* A number of at most so many digits; "3rd" is 3; or -1. */
static int
number_read(const char *s, size_t digits)
{
	size_t n = strspn(s, "0123456789");
	int value;

	if (n == 0 || n > digits || sscanf(s, "%d", &value) != 1)
		return -1;
	if (s[n] != '\0' && (digits != 2 || (strcasecmp(s + n, "st") != 0 &&
						strcasecmp(s + n, "nd") != 0 &&
						strcasecmp(s + n, "rd") != 0 &&
						strcasecmp(s + n, "th") != 0)))
		return -1;
	return value;
}

struct checked
text_date(struct arena *a, const char *raw, size_t n)
{
	struct checked c = text_line(a, raw, n, 100);
	const char *part[3];
	int day, month, year;

	if (c.flaw != NULL || *c.text == '\0')
		return c;
	if (!date_split(arena_dup(a, c.text, strlen(c.text)), part))
		return flawed(WHAT_DATE);
	day = number_read(part[0], 2);
	month = month_read(part[1]);
	year = strlen(part[2]) == 4 ? number_read(part[2], 4) : -1;
	if (day == -1 || year == -1)
		return flawed(WHAT_DATE);
	if (year < YEAR_MIN || year > YEAR_MAX)
		return flawed("Enter a year between 1900 and 2199");
	if (month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return flawed("Enter a real date");
	return (struct checked){
		arena_printf(a, "%04d-%02d-%02d", year, month, day), NULL
	};
}

/* Read "am", "pm" or nothing; false for anything else. */
static bool
half_read(const char *s, int *hour)
{
	bool pm = strncasecmp(s, "p", 1) == 0;

	if (*s == '\0')
		return true;
	if (*hour < 1 || *hour > 12 ||
	    (strcasecmp(s, "am") != 0 && strcasecmp(s, "pm") != 0 &&
		strcasecmp(s, "a.m.") != 0 && strcasecmp(s, "p.m.") != 0))
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return true;
}

struct checked
text_time(struct arena *a, const char *raw, size_t n)
{
	struct checked c = text_line(a, raw, n, 20);
	const char *s = c.text;
	int hour = 0, minute = 0;
	size_t len;

	if (c.flaw != NULL || *s == '\0')
		return c;
	if (strcasecmp(s, "midday") == 0 || strcasecmp(s, "noon") == 0)
		return (struct checked){ "12:00", NULL };
	len = strspn(s, "0123456789");
	if (len < 1 || len > 2 || sscanf(s, "%2d", &hour) != 1)
		return flawed(WHAT_TIME);
	s += len;
	if (*s == ':' || *s == '.') {
		s++;
		len = strspn(s, "0123456789");
		if (len != 2 || sscanf(s, "%2d", &minute) != 1)
			return flawed(WHAT_TIME);
		s += len;
	} else if (*s == '\0')
		return flawed(WHAT_TIME); /* "9" alone: morning or night? */
	if (!half_read(s + strspn(s, " "), &hour) || hour > 23 || minute > 59)
		return flawed(WHAT_TIME);
	return (
	    struct checked){ arena_printf(a, "%02d:%02d", hour, minute), NULL };
}

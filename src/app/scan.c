/*
 * scan.c: a scan as a phone sends it, checked for its shape and written as
 * the command check_in() reads it.  Who scanned is never taken from it.
 */
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "request.h"
#include "secret.h"
#include "text.h"

enum {
	TICKET_LENGTH = 26,
	TICKET_TEXT_MAX = 200,
	PART_MAX = 999,
	REASON_CHARS = 500,
	CELL_CHARS = 200
};
#define BOOKING_MAX ((json_int_t)1 << 53)

/* Append a field to an object that has been opened. */
static void
put(struct buf *b, const char *name, const char *text)
{
	buf_text(b, b->data[b->len - 1] == '{' ? "" : ",");
	buf_json(b, name);
	buf_text(b, ":");
	buf_json(b, text);
}

static bool
put_clean(struct buf *b, const char *name, struct checked c)
{
	if (c.flaw != NULL || *c.text == '\0')
		return false;
	put(b, name, c.text);
	return true;
}

static int
digits(const char *s, size_t n)
{
	int number = 0;

	for (; n > 0 && *s >= '0' && *s <= '9'; n--, s++)
		number = number * 10 + (*s - '0');
	return n == 0 ? number : -1;
}

/* "Z" or "+01:00", and nothing after it. */
static bool
is_zone(const char *s)
{
	if (strcmp(s, "Z") == 0)
		return true;
	return (*s == '+' || *s == '-') && strlen(s) == 6 && s[3] == ':' &&
	       digits(s + 1, 2) >= 0 && digits(s + 1, 2) <= 14 &&
	       digits(s + 4, 2) >= 0 && digits(s + 4, 2) <= 59;
}

static bool
is_day(int year, int month, int day)
{
	struct tm tm = {
		.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day
	};

	return year >= 2000 && year <= 2199 && month >= 1 && month <= 12 &&
	       day >= 1 && timegm(&tm) != -1 && tm.tm_mday == day;
}

bool
is_moment(const char *s)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	size_t i;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	if (!is_day(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2)) ||
	    digits(s + 11, 2) > 23 || digits(s + 14, 2) > 59 ||
	    digits(s + 17, 2) > 59)
		return false;
	s += i;
	if (*s == '.') {
		i = strspn(s + 1, "0123456789");
		if (i == 0 || i > 9)
			return false;
		s += 1 + i;
	}
	return is_zone(s);
}

static bool
take_uuid(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	return json_is_string(v) &&
	       put_clean(b, name,
		   text_uuid(
		       r->arena, json_string_value(v), json_string_length(v)));
}

static bool
take_moment(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	(void)r;
	if (!json_is_string(v) || !is_moment(json_string_value(v)))
		return false;
	put(b, name, json_string_value(v));
	return true;
}

static bool
take_number(struct buf *b, const char *name, const json_t *v, json_int_t max)
{
	if (!json_is_integer(v) || json_integer_value(v) < 1 ||
	    json_integer_value(v) > max)
		return false;
	buf_printf(b, ",\"%s\":%lld", name, (long long)json_integer_value(v));
	return true;
}

static bool
take_part(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	(void)r;
	return take_number(b, name, v, PART_MAX);
}

static bool
take_booking(
    struct request *r, struct buf *b, const char *name, const json_t *v)
{
	(void)r;
	return take_number(b, name, v, BOOKING_MAX);
}

/* One of several words; the list ends with a NULL. */
static bool
take_word(
    struct buf *b, const char *name, const json_t *v, const char *const *words)
{
	for (; json_is_string(v) && *words != NULL; words++)
		if (strcmp(json_string_value(v), *words) == 0) {
			put(b, name, *words);
			return true;
		}
	return false;
}

static bool
take_way(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	static const char *const ways[] = { "in", "out", NULL };

	(void)r;
	return take_word(b, name, v, ways);
}

static bool
take_means(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	static const char *const means[] = { "camera", "typed", "name", "paper",
		"self", "report", NULL };

	(void)r;
	return take_word(b, name, v, means);
}

static bool
take_reason(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	struct checked c;

	if (!json_is_string(v))
		return false;
	c = text_line(r->arena, json_string_value(v), json_string_length(v),
	    REASON_CHARS);
	if (c.flaw == NULL && *c.text != '\0')
		put(b, name, c.text);
	return c.flaw == NULL;
}

void
scan_put_ticket(struct request *r, struct buf *b, const char *typed)
{
	const char *base = r->conf->base_url, *text;
	size_t n = strlen(base);

	if (strncmp(typed, base, n) == 0 && strncmp(typed + n, "/t/", 3) == 0)
		typed += n + 3;
	text = ticket_read(r->arena, typed);
	/* what can be no ticket of ours is kept as one that nobody has */
	put(b, text == NULL || strlen(text) == TICKET_LENGTH ? "hash" : "code",
	    secret_lookup(r->arena, text != NULL ? text : typed) + 2);
}

static bool
take_ticket(struct request *r, struct buf *b, const char *name, const json_t *v)
{
	(void)name;
	if (!json_is_string(v) || json_string_length(v) == 0 ||
	    json_string_length(v) > TICKET_TEXT_MAX)
		return false;
	scan_put_ticket(r, b, json_string_value(v));
	return true;
}

/* The first of these keys that is there; "" where none is, NULL where one is
 * not a line of text. */
static const char *
pick(struct request *r, const json_t *person, const char *const *keys)
{
	const json_t *v;
	struct checked c;

	for (; *keys != NULL; keys++) {
		v = json_object_get(person, *keys);
		if (v == NULL || json_is_null(v))
			continue;
		if (!json_is_string(v))
			return NULL;
		c = text_line(r->arena, json_string_value(v),
		    json_string_length(v), CELL_CHARS);
		if (c.flaw != NULL || *c.text != '\0')
			return c.flaw != NULL ? NULL : c.text;
	}
	return "";
}

void
scan_put_person(struct buf *b, const char *name, const char *organisation,
    const char *contact)
{
	buf_text(b, ",\"person\":{");
	put(b, "name", name);
	put(b, "organisation", organisation);
	put(b, "contact", contact);
	buf_text(b, "}");
}

static bool
take_person(struct request *r, struct buf *b, const char *key, const json_t *v)
{
	static const char *const names[] = { "name", NULL },
				 *const firsts[] = { "first_name", NULL },
				 *const lasts[] = { "last_name", NULL },
				 *const groups[] = { "organisation", "agency",
					 NULL },
				 *const contacts[] = { "contact", "email",
					 "phone", NULL };
	const char *name = pick(r, v, names), *first = pick(r, v, firsts),
		   *last = pick(r, v, lasts), *group = pick(r, v, groups),
		   *contact = pick(r, v, contacts);

	(void)key;
	if (!json_is_object(v) || name == NULL || first == NULL ||
	    last == NULL || group == NULL || contact == NULL)
		return false;
	if (*name == '\0' && *first != '\0')
		name = arena_printf(
		    r->arena, "%s%s%s", first, *last != '\0' ? " " : "", last);
	if (*name != '\0')
		scan_put_person(b, name, group, contact);
	return *name != '\0';
}

struct field {
	const char *name;
	bool (*take)(
	    struct request *, struct buf *, const char *, const json_t *);
	bool needed;
};

static const struct field fields[] = {
	{ "id", take_uuid, true },
	{ "at", take_moment, true },
	{ "part", take_part, false },
	{ "way", take_way, false },
	{ "means", take_means, false },
	{ "reason", take_reason, false },
};

/* Of whom a scan speaks: exactly one of these. */
static const struct field subjects[] = {
	{ "ticket", take_ticket, true },
	{ "booking", take_booking, true },
	{ "undoes", take_uuid, true },
	{ "person", take_person, true },
};

#define LENGTH(list) (sizeof(list) / sizeof((list)[0]))

static bool
take(struct request *r, struct buf *b, const struct field *f,
    const json_t *scan, size_t *found)
{
	const json_t *v = json_object_get(scan, f->name);

	if (v == NULL || json_is_null(v))
		return true;
	++*found;
	return f->take(r, b, f->name, v);
}

bool
scan_write(struct request *r, struct buf *b, const json_t *scan)
{
	size_t i, found, about = 0;
	bool ok = json_is_object(scan);

	buf_text(b, "{");
	for (i = 0; ok && i < LENGTH(fields); i++) {
		found = 0;
		ok = take(r, b, &fields[i], scan, &found) &&
		     (found == 1 || !fields[i].needed);
	}
	for (i = 0; ok && i < LENGTH(subjects); i++)
		ok = take(r, b, &subjects[i], scan, &about);
	buf_text(b, "}");
	return ok && about == 1;
}

/* import_field.c: one value of a file, made clean or refused. */
#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "cli.h"
#include "import.h"
#include "text.h"

const char *
code_clean(struct arena *a, const char *text)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/_";
	struct checked line;
	char *code, *p;

	if (text == NULL)
		return NULL;
	line = text_line(a, text, strlen(text), 64);
	if (line.flaw != NULL || *line.text == '\0')
		return NULL;
	code = arena_dup(a, line.text, strlen(line.text));
	for (p = code; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return code[strspn(code, allowed)] == '\0' ? code : NULL;
}

/* A date that is moved by a demo's weeks. */
static const char *
date_move(struct import *im, const char *date)
{
	struct tm day = { 0 };
	char moved[16];
	time_t at;

	if (im->weeks == 0)
		return date;
	strptime(date, "%Y-%m-%d", &day);
	at = timegm(&day) + (time_t)im->weeks * 7 * 86400;
	strftime(moved, sizeof(moved), "%Y-%m-%d", gmtime(&at));
	return arena_dup(im->arena, moved, strlen(moved));
}

/* A text in which dates such as 2027-01-28 are moved too. */
static const char *
text_move(struct import *im, const char *text)
{
	char *moved = arena_dup(im->arena, text, strlen(text)), *p;
	struct tm day;
	char *end;

	for (p = moved; im->weeks != 0 && *p != '\0'; p++) {
		memset(&day, 0, sizeof(day));
		if (!isdigit((unsigned char)*p))
			continue;
		end = strptime(p, "%Y-%m-%d", &day);
		if (end == p + 10) {
			memcpy(
			    p, date_move(im, arena_dup(im->arena, p, 10)), 10);
			p += 9;
		}
	}
	return moved;
}

static json_t *
clean_text(const struct item *it, const struct field *f, const char *s)
{
	struct arena *a = it->im->arena;
	size_t n = strlen(s), most = f->most > 0 ? (size_t)f->most : 255;
	struct checked got;

	switch (f->kind) {
	case BLOCK:
		got = text_block(a, s, n, most);
		break;
	case NAME:
		got = text_name(a, s, n);
		break;
	case EMAIL:
		got = text_email(a, s, n);
		break;
	case PHONE:
		got = text_phone(a, s, n);
		break;
	default:
		got = text_line(a, s, n, most);
	}
	if (got.flaw != NULL) {
		item_fault(it, f->key, "%s.", got.flaw);
		return NULL;
	}
	if (f->kind == LINK && strncmp(got.text, "https://", 8) != 0) {
		item_fault(it, f->key, "This must begin with https://.");
		return NULL;
	}
	return json_string(text_move(it->im, got.text));
}

static bool
has_shape(const char *code, const char *shape)
{
	regex_t re;
	bool fits;

	if (regcomp(&re, shape, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	fits = regexec(&re, code, 0, NULL, 0) == 0;
	regfree(&re);
	return fits;
}

/* Codes stand in addresses: only a session's reference has a slash. */
static json_t *
clean_code(const struct item *it, const struct field *f, const char *s)
{
	const char *code = code_clean(it->im->arena, s);
	const char *shape = f->shape ? f->shape : "^[A-Z0-9_-]+$";

	if (code == NULL)
		item_fault(it, f->key,
		    "%s is no code: use letters, digits and hyphens.", s);
	else if (f->kind == CODE && !has_shape(code, shape))
		item_fault(it, f->key,
		    "%s is no such code: use letters and digits, with single "
		    "hyphens between them%s.",
		    s,
		    f->shape && strchr(f->shape, '/')
			? " and one slash before the last"
			: "");
	else if (f->kind == REF && !known_has(it->im, f->known, code))
		item_fault(it, f->key, "There is no %s.", code);
	else
		return json_string(code);
	return NULL;
}

static json_t *
clean_choice(const struct item *it, const struct field *f, const char *s)
{
	size_t n = strlen(s), length;
	const char *p = f->choices;

	for (; *p != '\0'; p += length + (p[length] == ' ')) {
		length = strcspn(p, " ");
		if (strncmp(p, s, n) == 0 && p[n] == '=')
			return json_stringn(p + n + 1, length - n - 1);
	}
	item_fault(it, f->key, "%s is not one of the choices.", s);
	return NULL;
}

static json_t *
clean_number(const struct item *it, const struct field *f, json_t *value)
{
	const char *s = json_string_value(value);
	long long number = json_integer_value(value);
	long most = f->most > 0 ? f->most : 1000000;
	char *end = NULL;

	errno = 0;
	if (s != NULL)
		number = strtoll(s, &end, 10);
	if (json_is_real(value) || (s != NULL && (*end != '\0' || errno)) ||
	    (s == NULL && !json_is_integer(value)))
		item_fault(it, f->key, "Enter a whole number.");
	else if (number < f->least)
		item_fault(it, f->key, "The least is %ld.", f->least);
	else if (number > most)
		item_fault(it, f->key, "The most is %ld.", most);
	else
		return json_integer(number);
	return NULL;
}

static json_t *
clean_decimal(const struct item *it, const struct field *f, const char *s)
{
	char *end;
	double number = strtod(s, &end);

	if (*end == '\0' && s[strspn(s, "0123456789.")] == '\0') {
		if (number > (double)f->least && number <= (double)f->most)
			return json_string(s);
		item_fault(it, f->key, "Enter more than %ld and at most %ld.",
		    f->least, f->most);
	} else
		item_fault(it, f->key, "Enter a number, such as 6 or 3.5.");
	return NULL;
}

static json_t *
clean_date(const struct item *it, const struct field *f, const char *s)
{
	struct checked date = text_date(it->im->arena, s, strlen(s));

	if (date.flaw != NULL) {
		item_fault(it, f->key, "%s.", date.flaw);
		return NULL;
	}
	return json_string(date_move(it->im, date.text));
}

/* The instant of a time in Europe/London, in UTC. */
static json_t *
local_moment(const struct item *it, const struct field *f, const char *local)
{
	struct rows found = ask(it->im->cli,
	    "SELECT to_char(i AT TIME ZONE 'UTC',"
	    "               'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS instant,"
	    "       i <> t AT TIME ZONE 'Europe/London' AS is_double"
	    "  FROM (SELECT $1::timestamp AS t,"
	    "               lectern.local_instant($1::timestamp) AS i) AS l",
	    local);

	if (rows_null(found, 0, "instant")) {
		item_fault(it, f->key,
		    "This time does not exist: the clocks go forward then.");
		return NULL;
	}
	if (rows_flag(found, 0, "is_double"))
		item_note(it, f->key,
		    "this time happens twice that night; the first is taken");
	return json_string(rows_text(found, 0, "instant"));
}

static json_t *
offset_moment(const char *date, int hour, int minute, int second, long offset)
{
	struct tm day = { 0 };
	char text[32];
	time_t at;

	strptime(date, "%Y-%m-%d", &day);
	at = timegm(&day) + hour * 3600 + minute * 60 + second - offset;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
	return json_string(text);
}

/* What stands after the time: seconds east of UTC, 'L' for Europe/London. */
static bool
read_offset(const char *s, long *offset, bool *is_local)
{
	int hours, minutes, n = 0;
	char sign;

	*offset = 0;
	*is_local = *s == '\0' || strcmp(s, " Europe/London") == 0;
	if (*is_local || strcmp(s, "Z") == 0)
		return true;
	if (sscanf(s, "%c%2d:%2d%n", &sign, &hours, &minutes, &n) != 3 ||
	    s[n] != '\0' || (sign != '+' && sign != '-') || hours > 14 ||
	    minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * (sign == '-' ? -60L : 60L);
	return true;
}

static json_t *
clean_moment(const struct item *it, const struct field *f, const char *s)
{
	struct import *im = it->im;
	struct checked date;
	int hour, minute, second = 0, n = 0, more = 0;
	bool is_local;
	long offset;

	if (sscanf(s, "%*4d-%*2d-%*2d%*1[T ]%2d:%2d%n", &hour, &minute, &n) !=
		2 ||
	    n < 16) {
		item_fault(it, f->key,
		    "Enter a date and a time, such as 2027-03-24T09:30.");
		return NULL;
	}
	if (sscanf(s + n, ":%2d%n", &second, &more) == 1)
		n += more;
	date = text_date(im->arena, s, 10);
	if (date.flaw != NULL)
		item_fault(it, f->key, "%s.", date.flaw);
	else if (hour > 23 || minute > 59 || second > 59)
		item_fault(it, f->key, "There is no such time of day.");
	else if (!read_offset(s + n, &offset, &is_local))
		item_fault(it, f->key, "%s is no offset from UTC.", s + n);
	else if (is_local || im->weeks != 0)
		return local_moment(it, f,
		    arena_printf(im->arena, "%s %02d:%02d:%02d",
			date_move(im, date.text), hour, minute, second));
	else
		return offset_moment(date.text, hour, minute, second, offset);
	return NULL;
}

static json_t *
clean_string(const struct item *it, const struct field *f, const char *s)
{
	switch (f->kind) {
	case CODE:
	case REF:
		return clean_code(it, f, s);
	case CHOICE:
		return clean_choice(it, f, s);
	case DECIMAL:
		return clean_decimal(it, f, s);
	case DATE:
		return clean_date(it, f, s);
	case MOMENT:
		return clean_moment(it, f, s);
	default:
		return clean_text(it, f, s);
	}
}

/* One member of a list, told as "trainers[1]". */
static json_t *
clean_member(const struct item *it, const struct field *list, enum kind kind,
    size_t i, json_t *value)
{
	struct field f = *list;
	struct item member = *it;

	f.key = arena_printf(it->im->arena, "%s[%zu]", list->key, i);
	f.kind = kind;
	f.empty = NEEDED;
	member.json = json_pack("{sO}", f.key, value);
	value = item_clean(&member, &f);
	json_decref(member.json);
	return value;
}

static json_t *
clean_list(const struct item *it, const struct field *f, json_t *values)
{
	static const enum kind of[] = {
		[LINES] = LINE, [CODES] = REF, [DATES] = DATE
	};
	json_t *list = json_array(), *value, *other;
	size_t i, k;

	if (!json_is_array(values))
		item_fault(it, f->key, "This must be a list.");
	json_array_foreach(values, i, value) {
		value = clean_member(it, f, of[f->kind], i, value);
		json_array_foreach(list, k, other)
			if (f->kind == CODES && json_equal(value, other))
				item_fault(it, f->key, "%s is there twice.",
				    json_string_value(value));
		if (value != NULL)
			json_array_append_new(list, value);
	}
	return list;
}

static json_t *
clean_figures(const struct item *it, const struct field *f, json_t *value)
{
	struct field figure = { NULL, NUMBER, .empty = NEEDED };
	struct item child = *it;
	json_t *kept = json_object(), *number;

	if (!json_is_object(value))
		item_fault(it, f->key, "This must be an object of numbers.");
	child.json = value;
	child.path = path_below(it, f->key);
	json_object_foreach(value, figure.key, number) {
		number = item_clean(&child, &figure);
		if (number != NULL)
			json_object_set_new(kept, figure.key, number);
	}
	return kept;
}

static json_t *
clean_object(const struct item *it, const struct field *f, json_t *value)
{
	struct item child = *it;
	json_t *kept = json_object();
	const struct field *of;

	if (!json_is_object(value))
		item_fault(it, f->key, "This must be an object.");
	child.json = value;
	child.path = path_below(it, f->key);
	item_fill(kept, &child, f->of);
	for (of = f->of; of->key != NULL; of++)
		if (json_is_null(json_object_get(kept, of->key)))
			json_object_del(kept, of->key);
	return kept;
}

static json_t *
clean_objects(const struct item *it, const struct field *f)
{
	size_t i, n = item_count(it, f->key);
	json_t *list = json_array(), *kept;
	struct item child;

	for (i = 0; i < n; i++) {
		child = item_child(it, f->key, i);
		json_array_append_new(list, kept = json_object());
		item_fill(kept, &child, f->of);
	}
	return list;
}

static json_t *
clean_empty(const struct item *it, const struct field *f)
{
	if (f->empty == NEEDED)
		item_fault(it, f->key, "This is missing.");
	if (f->empty != KEPT)
		return NULL;
	switch (f->kind) {
	case LINES:
	case CODES:
	case DATES:
	case OBJECTS:
		return json_array();
	case FIGURES:
	case OBJECT:
		return json_object();
	case FLAG:
		return json_false();
	default:
		return json_string("");
	}
}

json_t *
item_clean(const struct item *it, const struct field *f)
{
	json_t *value = json_object_get(it->json, f->key);
	const char *s = json_string_value(value);

	if (value == NULL || json_is_null(value) ||
	    (s != NULL && s[strspn(s, " \t\r\n")] == '\0'))
		return clean_empty(it, f);
	switch (f->kind) {
	case NUMBER:
		return clean_number(it, f, value);
	case FIGURES:
		return clean_figures(it, f, value);
	case OBJECT:
		return clean_object(it, f, value);
	case OBJECTS:
		return clean_objects(it, f);
	case LINES:
	case CODES:
	case DATES:
		return clean_list(it, f, value);
	case FLAG:
		if (json_is_boolean(value))
			return json_incref(value);
		item_fault(it, f->key, "This must be true or false.");
		return NULL;
	default:
		if (s != NULL)
			return clean_string(it, f, s);
		item_fault(it, f->key, "This must be a text in quotes.");
		return NULL;
	}
}

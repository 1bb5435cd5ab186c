/*
 * colleagues.c: people typed or pasted from a spreadsheet, a line each: first
 * name, last name, email, job, setting, with tabs, commas or semicolons
 * between them.  What is wrong is said by row; nothing is left out silently.
 */
#include <ctype.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "request.h"
#include "secret.h"
#include "text.h"

enum { FIRST, LAST, EMAIL_AT, JOB, SETTING, CELLS };
enum { ROWS_MAX = 200, TEXT_MAX = 200 };

static const char *const keys[CELLS] = { "first", "last", "email", "job",
	"setting" };

struct line {
	int row, n; /* n: how many cells, also those beyond what we take */
	const char *cells[CELLS];
};

/* What stands between the cells of this line. */
static char
separator(const char *s, size_t len)
{
	if (memchr(s, '\t', len) != NULL)
		return '\t';
	return memchr(s, ';', len) != NULL && memchr(s, ',', len) == NULL ? ';'
									  : ',';
}

/* One cell from s on, quotes taken off; gives where the next one begins. */
static const char *
take_cell(struct arena *a, const char *s, const char *end, char sep,
    const char **cell)
{
	char *out = arena_alloc(a, (size_t)(end - s) + 1);
	bool quoted;
	size_t n = 0;

	while (s < end && *s == ' ')
		s++;
	quoted = s < end && *s == '"';
	for (s += quoted; s < end && (quoted || *s != sep); s++) {
		if (quoted && *s == '"') {
			if (s + 1 < end && s[1] == '"')
				s++;
			else {
				quoted = false;
				continue;
			}
		}
		out[n++] = *s;
	}
	out[n] = '\0';
	*cell = out;
	return s < end ? s + 1 : NULL;
}

static struct line
take_line(struct arena *a, const char *s, const char *end, int row)
{
	struct line l = { .row = row };
	char sep = separator(s, (size_t)(end - s));
	const char *cell, *next = s;
	int i;

	for (i = 0; i < CELLS; i++)
		l.cells[i] = "";
	while (next != NULL) {
		next = take_cell(a, next, end, sep, &cell);
		if (l.n < CELLS)
			l.cells[l.n] = cell;
		if (*cell != '\0' || next != NULL)
			l.n++;
	}
	return l;
}

/* "First name, Last name, Email": the head of a spreadsheet. */
static bool
is_heading(const struct line *l)
{
	return strcasestr(l->cells[EMAIL_AT], "mail") != NULL &&
	       strchr(l->cells[EMAIL_AT], '@') == NULL;
}

static void
flaw(struct request *r, int row, const char *words)
{
	error_add(r, "people", "Row %d: %s", row, words);
}

/* Check a line cell by cell; what is clean goes into the object. */
static bool
check_line(struct request *r, struct line *l, json_t *person)
{
	struct checked c;
	const char *s;
	bool good = true;
	int i;

	for (i = 0; i < CELLS; i++) {
		s = l->cells[i];
		if (i <= LAST)
			c = text_name(r->arena, s, strlen(s));
		else if (i == EMAIL_AT)
			c = text_email(r->arena, s, strlen(s));
		else
			c = text_line(r->arena, s, strlen(s), TEXT_MAX);
		if (c.flaw != NULL) {
			flaw(r, l->row, c.flaw);
			good = false;
			continue;
		}
		l->cells[i] = c.text;
		json_object_set_new(person, keys[i], json_string(c.text));
	}
	if (l->n > CELLS)
		flaw(r, l->row,
		    "there are more than five columns. Keep first name, last "
		    "name, email, job and school or team");
	else if (l->n < 2)
		flaw(r, l->row,
		    "put a comma or a tab between first name, last name and "
		    "email");
	else if (good && *l->cells[FIRST] == '\0')
		flaw(r, l->row, "enter the first name");
	else if (good && *l->cells[LAST] == '\0' && *l->cells[EMAIL_AT] == '\0')
		flaw(r, l->row, "enter the last name or the email address");
	else
		return good;
	return false;
}

/* The row that is the same person, or 0. */
static int
twin(const json_t *people, const json_t *person)
{
	const char *email = json_string_value(json_object_get(person, "email"));
	size_t i;
	json_t *other;

	json_array_foreach(people, i, other) {
		if (*email != '\0'
			? json_equal(json_object_get(other, "email"),
			      json_object_get(person, "email"))
			: json_equal(json_object_get(other, "first"),
			      json_object_get(person, "first")) &&
			      json_equal(json_object_get(other, "last"),
				  json_object_get(person, "last")) &&
			      json_equal(json_object_get(other, "email"),
				  json_object_get(person, "email")))
			return (int)json_integer_value(
			    json_object_get(other, "row"));
	}
	return 0;
}

static void
add_line(struct request *r, json_t *people, struct line *l)
{
	json_t *person = json_object();
	int same;

	json_object_set_new(person, "row", json_integer(l->row));
	if (check_line(r, l, person)) {
		same = twin(people, person);
		if (same != 0)
			error_add(r, "people",
			    "Row %d: this is the same person as row %d", l->row,
			    same);
	} else {
		json_object_set_new(person, "email", json_string("?"));
	}
	json_array_append_new(people, person);
}

static void
drop(void *json)
{
	json_decref(json);
}

/* The ticket to be of each, made beforehand. */
static void
add_tickets(struct request *r, json_t *people)
{
	unsigned char seed[SEED_SIZE];
	int key = keys_newest(r->keys);
	struct ticket t;
	json_t *person;
	size_t i;

	json_array_foreach(people, i, person) {
		secret_random(seed, sizeof(seed));
		ticket_make(r->keys, key, seed, 1, &t);
		json_object_set_new(person, "seed",
		    json_string(secret_hex(r->arena, seed, sizeof(seed))));
		json_object_set_new(person, "key", json_integer(key));
		json_object_set_new(
		    person, "ticket", json_string(t.ticket_hash));
		json_object_set_new(person, "typed", json_string(t.code_hash));
	}
}

static int
add_text(const char *s, size_t n, void *out)
{
	buf_add(out, s, n);
	return 0;
}

const char *
colleagues_read(struct request *r, const char *text, const char *const *codes)
{
	json_t *people = json_array();
	const char *end;
	struct line l;
	struct buf out = { .arena = r->arena };
	int row = 0;

	arena_defer(r->arena, drop, people);
	for (; codes != NULL && *codes != NULL; codes++)
		json_array_append_new(
		    people, json_pack("{s:s, s:s, s:s}", "code", *codes,
				"email", "", "first", ""));
	for (; *text != '\0'; text = *end != '\0' ? end + 1 : end) {
		end = text + strcspn(text, "\n");
		row++;
		if (strspn(text, " \t,;\n") >= (size_t)(end - text))
			continue;
		l = take_line(r->arena, text, end, row);
		if (json_array_size(people) > 0 || !is_heading(&l))
			add_line(r, people, &l);
	}
	if (json_array_size(people) == 0)
		error_add(r, "people",
		    "Tick colleagues above, or write their names here");
	if (json_array_size(people) > ROWS_MAX)
		error_add(r, "people",
		    "That is more than 200 people. Send them in several goes");
	add_tickets(r, people);
	json_dump_callback(people, add_text, &out, JSON_COMPACT);
	return buf_string(&out);
}

/*
 * edit.c: the forms of the desk, each a table of its fields: one page draws
 * them all, and two people who change the same thing lose nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { FIELD_COLUMNS = 4, OTHER_COLUMNS = 6 };

struct rows
edit_none(struct request *r)
{
	return rows_make(r->arena, "name,value,words", 0, NULL);
}

static bool
is(const struct edit_field *f, const char *kind)
{
	return strcmp(f->kind, kind) == 0;
}

static void
put_list(struct buf *b, const char *const *list)
{
	const char *comma = "";

	buf_text(b, "[");
	for (; list != NULL && *list != NULL; list++, comma = ",") {
		buf_text(b, comma);
		buf_json(b, *list);
	}
	buf_text(b, "]");
}

static void
put_value(struct request *r, struct buf *b, const struct edit_field *f)
{
	if (is(f, "many"))
		put_list(b, arg_list(r, f->name));
	else if (is(f, "tick"))
		buf_text(b, arg_flag(r, f->name) ? "true" : "false");
	else if (!arg_given(r, f->name) && !is(f, "line") && !is(f, "block"))
		buf_text(b, "null");
	else if (is(f, "number"))
		buf_printf(b, "%lld", (long long)arg_number(r, f->name));
	else
		buf_json(b, arg_text(r, f->name));
}

const char *
edit_json(struct request *r, const struct edit_field *f)
{
	struct buf b = { .arena = r->arena };
	const char *comma = "{";

	for (; f->name != NULL; f++) {
		if (is(f, "heading"))
			continue;
		buf_text(&b, comma);
		buf_json(&b, f->name);
		buf_text(&b, ":");
		put_value(r, &b, f);
		comma = ",";
	}
	buf_text(&b, *comma == '{' ? "{}" : "}");
	return buf_string(&b);
}

static const struct edit_field *
find(const struct edit_field *f, const char *name)
{
	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	return f->name != NULL ? f : NULL;
}

static const char *
value_of(struct rows form, const char *name)
{
	int i;

	for (i = 0; i < form.n; i++)
		if (strcmp(rows_text(form, i, "name"), name) == 0)
			return rows_text(form, i, "value");
	return "";
}

/* The same but for the ends of lines, which browsers send as two letters? */
static bool
is_same(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += *a == '\r';
		b += *b == '\r';
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
}

/* What the option of a choice says, or the value as it is. */
static const char *
words_of(struct rows options, const struct edit_field *f, const char *value)
{
	int i;

	if (is(f, "tick"))
		return *value != '\0' ? "Yes" : "No";
	for (i = 0; i < options.n; i++)
		if (strcmp(rows_text(options, i, "name"), f->name) == 0 &&
		    strcmp(rows_text(options, i, "value"), value) == 0)
			return rows_text(options, i, "words");
	return *value != '\0' ? value : "Nothing";
}

/*
 * Somebody saved since this writer began.  A field that this writer left as
 * it was takes what was saved; of the others both stand side by side.
 */
static void
show_others(struct request *r, const struct edit *e, struct rows form,
    struct rows options)
{
	struct rows changes = q_edit_changes(
	    r, e->object, strtoll(typed_text(r, "version"), NULL, 10));
	const char **cells, **cell, *mine, *theirs;
	const struct edit_field *f;
	int i, n = 0;

	cells = arena_alloc(
	    r->arena, ((size_t)changes.n + 1) * OTHER_COLUMNS * sizeof(*cells));
	for (i = 0; r->redrawn && i < changes.n; i++) {
		f = find(e->fields, rows_text(changes, i, "name"));
		if (f == NULL)
			continue;
		mine = typed_text(r, f->name);
		theirs = value_of(form, f->name);
		cell = &cells[OTHER_COLUMNS * n++];
		cell[0] = f->label;
		cell[1] = words_of(options, f, theirs);
		cell[2] = words_of(options, f, mine);
		cell[3] = "";
		if (is_same(mine, rows_text(changes, i, "was")) ||
		    is_same(mine, theirs)) {
			typed_replace(r, f->name, theirs);
			cell[3] = "t";
		}
		cell[4] = rows_text(changes, i, "by");
		cell[5] = rows_text(changes, i, "at_words");
	}
	show_rows(r, "others",
	    rows_make(
		r->arena, "label,theirs,mine,taken,by,at_words", n, cells));
}

static void
show_fields(struct request *r, const struct edit_field *fields)
{
	const char **cells, **cell;
	int n = 0;

	while (fields[n].name != NULL)
		n++;
	cell = cells = arena_alloc(
	    r->arena, ((size_t)n + 1) * FIELD_COLUMNS * sizeof(*cells));
	for (; fields->name != NULL; fields++, cell += FIELD_COLUMNS) {
		cell[0] = fields->name;
		cell[1] = fields->label;
		cell[2] = fields->kind;
		cell[3] = fields->hint;
	}
	show_rows(
	    r, "fields", rows_make(r->arena, "name,label,kind,hint", n, cells));
}

/* A value of several ticks is a line each. */
static void
show_values(
    struct request *r, const struct edit_field *fields, struct rows form)
{
	const struct edit_field *f;
	const char *value;
	size_t n;
	int i;

	for (i = 0; i < form.n; i++) {
		value = rows_text(form, i, "value");
		f = find(fields, rows_text(form, i, "name"));
		if (f == NULL)
			continue;
		if (!is(f, "many")) {
			show_typed(r, f->name, value);
			continue;
		}
		for (; *value != '\0'; value += n + (value[n] == '\n')) {
			n = strcspn(value, "\n");
			show_typed(r, f->name, arena_dup(r->arena, value, n));
		}
	}
}

int
edit_page(struct request *r, const struct edit *e, struct rows form,
    struct rows options)
{
	desk_title(r, e->title);
	show_text(r, "action", e->action);
	show_text(r, "back", e->back);
	show_text(r, "back_words", e->back_words);
	show_text(r, "button", e->button);
	show_text(r, "intro", e->intro);
	show_text(r, "version", value_of(form, "version"));
	show_others(r, e, form, options);
	show_fields(r, e->fields);
	show_rows_in(r, "options", options, "name");
	show_values(r, e->fields, form);
	return reply_page(
	    r, 200, e->page != NULL ? e->page : "manage_edit.html");
}

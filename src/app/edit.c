/*
 * edit.c: the forms of the desk, each a table of its fields: one page draws
 * them all, and two people who change the same thing lose nothing.
 */
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "field.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { GROUP_COLUMNS = 6, FIELD_COLUMNS = 6, OTHER_COLUMNS = 6 };

struct rows
edit_none(struct request *r)
{
	return rows_make(r->arena, "list,name,value,words", 0, NULL);
}

static bool
is(const struct edit_field *f, const char *kind)
{
	return strcmp(f->kind, kind) == 0;
}

static bool
begins_group(const struct edit_field *f)
{
	return is(f, "heading") || is(f, "row") || is(f, "fold") ||
	       is(f, "foldrow");
}

static const char *
list_of(const struct edit_field *f)
{
	return f->list != NULL ? f->list : f->name;
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
edit_value(struct rows form, const char *name)
{
	int i;

	for (i = 0; i < form.n; i++)
		if (strcmp(rows_text(form, i, "name"), name) == 0)
			return rows_text(form, i, "value");
	return "";
}

/* The fields as a JSON object: as they were sent, or as this form held them. */
static const char *
fields_json(struct request *r, const struct edit_field *f, struct rows *form)
{
	struct buf b = { .arena = r->arena };
	const char *comma = "";

	buf_text(&b, "{");
	for (; f->name != NULL; f++) {
		if (begins_group(f))
			continue;
		buf_text(&b, comma);
		buf_json(&b, f->name);
		buf_text(&b, ":");
		if (form == NULL)
			put_value(r, &b, f);
		else
			buf_json(&b, edit_value(*form, f->name));
		comma = ",";
	}
	buf_text(&b, "}");
	return buf_string(&b);
}

const char *
edit_json(struct request *r, const struct edit_field *f)
{
	return fields_json(r, f, NULL);
}

bool
edit_right(struct request *r, struct rows flaws)
{
	int i;

	for (i = 0; i < flaws.n; i++)
		error_add(r, rows_text(flaws, i, "field"), "%s",
		    rows_text(flaws, i, "words"));
	return flaws.n == 0;
}

static const struct edit_field *
find(const struct edit_field *f, const char *name)
{
	while (f->name != NULL && strcmp(f->name, name) != 0)
		f++;
	return f->name != NULL ? f : NULL;
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

/* What the option of a list says, or the value as it is. */
static const char *
words_of(struct rows options, const char *list, const char *value)
{
	int i;

	for (i = 0; i < options.n; i++)
		if (strcmp(rows_text(options, i, "list"), list) == 0 &&
		    strcmp(rows_text(options, i, "value"), value) == 0)
			return rows_text(options, i, "words");
	return *value != '\0' ? value : "Nothing";
}

/* A value as people read it; of several ticks a line each. */
static const char *
words_for(struct request *r, struct rows options, const struct edit_field *f,
    const char *value)
{
	struct buf b = { .arena = r->arena };
	size_t n;

	if (is(f, "tick"))
		return *value != '\0' ? "Yes" : "No";
	if (!is(f, "many") || *value == '\0')
		return words_of(options, list_of(f), value);
	for (; *value != '\0'; value += n + (value[n] == '\n')) {
		n = strcspn(value, "\n");
		buf_printf(&b, "%s\n",
		    words_of(
			options, list_of(f), arena_dup(r->arena, value, n)));
	}
	return buf_string(&b);
}

static void
let_go(void *was)
{
	json_decref(was);
}

/* The same as it came back: an object; an empty one if it is none. */
static json_t *
take_was(struct request *r)
{
	json_t *was = json_loads(typed_text(r, "was"), 0, NULL);

	if (was == NULL)
		was = json_object();
	arena_defer(r->arena, let_go, was);
	return was;
}

/* A field that somebody else saved since this writer began. */
struct other {
	const struct edit_field *field;
	const char *was, *theirs, *mine;
};

/*
 * A field that this writer left as it was takes what was saved; of the others
 * both stand side by side.
 */
static void
show_other(struct request *r, const struct other *o, struct rows options,
    struct rows saved, const char **cell)
{
	bool taken = is_same(o->mine, o->was) || is_same(o->mine, o->theirs);

	if (taken && is(o->field, "many"))
		typed_replace_lines(r, o->field->name, o->theirs);
	else if (taken)
		typed_replace(r, o->field->name, o->theirs);
	cell[0] = o->field->label;
	cell[1] = words_for(r, options, o->field, o->theirs);
	cell[2] = words_for(r, options, o->field, o->mine);
	cell[3] = taken ? "t" : "";
	cell[4] = saved.n > 0 ? rows_text(saved, 0, "by") : "";
	cell[5] = saved.n > 0 ? rows_text(saved, 0, "at_words") : "";
}

/* Whatever changed it, by this form or another way. */
static void
show_others(struct request *r, const struct edit *e, struct rows form,
    struct rows options)
{
	struct rows saved = q_edit_saved(r, e->object);
	json_t *was = take_was(r);
	const struct edit_field *f;
	const char **cells;
	struct other o;
	int n = 0;

	for (f = e->fields; f->name != NULL; f++)
		n++;
	cells = arena_alloc(
	    r->arena, ((size_t)n + 1) * OTHER_COLUMNS * sizeof(*cells));
	n = 0;
	for (f = e->fields; r->redrawn && f->name != NULL; f++) {
		o = (struct other){ f,
			json_string_value(json_object_get(was, f->name)),
			edit_value(form, f->name),
			is(f, "many") ? typed_lines(r, f->name)
				      : typed_text(r, f->name) };
		if (o.was != NULL && !is_same(o.was, o.theirs))
			show_other(
			    r, &o, options, saved, &cells[OTHER_COLUMNS * n++]);
	}
	show_rows(r, "others",
	    rows_make(
		r->arena, "label,theirs,mine,taken,by,at_words", n, cells));
}

/* Does a field of this group, which begins at f, hold or lack something? */
static bool
is_filled(struct request *r, const struct edit_field *f)
{
	const struct field_error *e;
	const char *typed;

	for (f++; f->name != NULL && !begins_group(f); f++) {
		typed = typed_text(r, f->name);
		if (*typed != '\0' && strcmp(typed, "0") != 0)
			return true;
		for (e = r->errors; e != NULL; e = e->next)
			if (strcmp(e->field, f->name) == 0)
				return true;
	}
	return false;
}

static void
show_groups(struct request *r, const struct edit_field *f)
{
	const char **cells, **cell;
	bool fold;
	int n = 1, i;

	for (i = 0; f[i].name != NULL; i++)
		n += begins_group(&f[i]);
	cell = cells =
	    arena_alloc(r->arena, (size_t)n * GROUP_COLUMNS * sizeof(*cells));
	if (!begins_group(f)) {
		memcpy(cell, (const char *[]){ "", "", "", "", "", "" },
		    GROUP_COLUMNS * sizeof(*cell));
		cell += GROUP_COLUMNS;
	}
	for (; f->name != NULL; f++) {
		if (!begins_group(f))
			continue;
		fold = is(f, "fold") || is(f, "foldrow");
		cell[0] = f->name;
		cell[1] = f->label;
		cell[2] = f->hint;
		cell[3] = fold ? "t" : "";
		cell[4] = is(f, "row") || is(f, "foldrow") ? "t" : "";
		cell[5] = fold && is_filled(r, f) ? "t" : "";
		cell += GROUP_COLUMNS;
	}
	show_rows(r, "groups",
	    rows_make(r->arena, "group,heading,about,fold,row,open",
		(int)(cell - cells) / GROUP_COLUMNS, cells));
}

static void
show_fields(struct request *r, const struct edit_field *fields)
{
	const char **cells, **cell, *group = "";
	int n = 0;

	while (fields[n].name != NULL)
		n++;
	cell = cells = arena_alloc(
	    r->arena, ((size_t)n + 1) * FIELD_COLUMNS * sizeof(*cells));
	for (n = 0; fields->name != NULL; fields++) {
		if (begins_group(fields)) {
			group = fields->name;
			continue;
		}
		cell[0] = fields->name;
		cell[1] = fields->label;
		cell[2] = fields->kind;
		cell[3] = fields->hint;
		cell[4] = list_of(fields);
		cell[5] = group;
		cell += FIELD_COLUMNS;
		n++;
	}
	show_rows_in(r, "fields",
	    rows_make(r->arena, "name,label,kind,hint,list,group", n, cells),
	    "group");
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
	show_text(r, "remove", e->remove != NULL ? e->remove : "");
	show_text(r, "version", edit_value(form, "version"));
	show_others(r, e, form, options);
	show_text(r, "was", fields_json(r, e->fields, &form));
	show_values(r, e->fields, form);
	show_groups(r, e->fields);
	show_fields(r, e->fields);
	show_rows_in(r, "options", options, "list");
	return reply_page(
	    r, 200, e->page != NULL ? e->page : "manage_edit.html");
}

/* import_item.c: going through a file, and telling what is wrong with it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "csv_read.h"
#include "import.h"

#define FAULTS_SHOWN 100

static void
tell(const struct item *it, const char *field, const char *kind,
    const char *fmt, va_list ap)
{
	const struct source *source = it->im->source;
	const char *path = *field ? path_below(it, field) : it->path;
	int line = it->line;

	if (line == 0 && source->root != NULL)
		line = json_line(source->text, path);
	fprintf(stderr, "%s:%d: %s%s%s", source->name, line, path,
	    *path ? ": " : "", kind);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void
item_fault(const struct item *it, const char *field, const char *fmt, ...)
{
	va_list ap;

	if (it->im->faults++ >= FAULTS_SHOWN)
		return;
	va_start(ap, fmt);
	tell(it, field, "", fmt, ap);
	va_end(ap);
}

void
item_note(const struct item *it, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(it, field, "note: ", fmt, ap);
	va_end(ap);
}

const char *
path_below(const struct item *it, const char *key)
{
	return arena_printf(
	    it->im->arena, "%s%s%s", it->path, *it->path ? "." : "", key);
}

struct item
item_root(struct import *im)
{
	return (struct item){ im, im->source->root, "", 0, "" };
}

size_t
item_count(const struct item *it, const char *list)
{
	json_t *value = json_object_get(it->json, list);

	if (value == NULL || json_is_null(value))
		return 0;
	if (!json_is_array(value))
		item_fault(it, list, "This must be a list.");
	return json_array_size(value);
}

struct item
item_child(const struct item *it, const char *list, size_t i)
{
	struct item child = *it;

	child.json = json_array_get(json_object_get(it->json, list), i);
	child.path = arena_printf(it->im->arena, "%s%s%s[%zu]", it->path,
	    *it->path ? "." : "", list, i);
	if (!json_is_object(child.json))
		item_fault(&child, "", "This must be an object.");
	return child;
}

/* The cells of a record under the names of their columns. */
struct item
item_record(struct import *im, size_t i)
{
	const struct csv_table *table = im->source->table;
	json_t *cells = json_object();
	size_t c;

	for (c = 0; c < table->columns; c++)
		json_object_set_new(cells, table->names[c],
		    json_string(table->records[i].cells[c]));
	return (struct item){ im, cells, "", table->records[i].line, "" };
}

void
item_records(struct import *im, void (*act)(struct item *))
{
	struct item it;
	size_t i;

	for (i = 0; i < im->source->table->n; i++) {
		it = item_record(im, i);
		act(&it);
		json_decref(it.json);
	}
}

json_t *
row_new(struct import *im, enum table table)
{
	json_t *row = json_object();

	json_array_append_new(im->rows[table], row);
	return row;
}

void
item_fill(json_t *row, const struct item *it, const struct field *f)
{
	json_t *value;

	for (; f->key != NULL; f++) {
		value = item_clean(it, f);
		json_object_set_new(row, f->column ? f->column : f->key,
		    value ? value : json_null());
	}
}

json_t *
item_row(const struct item *it, enum table table, const struct field *f)
{
	json_t *row = row_new(it->im, table);

	item_fill(row, it, f);
	return row;
}

const char *
row_text(json_t *row, const char *column)
{
	const char *text = json_string_value(json_object_get(row, column));

	return text ? text : "";
}

void
row_set(json_t *row, const char *column, const char *text)
{
	json_object_set_new(row, column, json_string(text));
}

void
owner_add(struct import *im, enum table table, const char *owner)
{
	json_array_append_new(im->owners[table], json_string(owner));
}

static const char *
place_of(const struct item *it)
{
	return *it->path ? it->path
			 : arena_printf(it->im->arena, "line %d", it->line);
}

void
item_once(const struct item *it, const char *field, const char *name, ...)
{
	json_t *once = it->im->once;
	const char *key, *before;
	va_list ap;

	va_start(ap, name);
	key = arena_vprintf(it->im->arena, name, ap);
	va_end(ap);
	before = json_string_value(json_object_get(once, key));
	if (before != NULL)
		item_fault(it, field, "This is there already, at %s.", before);
	else
		json_object_set_new(once, key, json_string(place_of(it)));
}

void
known_add(const struct item *it, enum known known, const char *key)
{
	json_t *codes = it->im->known[known];
	const char *code = code_clean(
	    it->im->arena, json_string_value(json_object_get(it->json, key)));
	const char *before;

	if (code == NULL)
		return; /* told when the item is read */
	before = json_string_value(json_object_get(codes, code));
	if (before != NULL && *before != '\0')
		item_fault(
		    it, key, "%s is there already, at %s.", code, before);
	json_object_set_new(codes, code, json_string(place_of(it)));
}

void
known_add_all(
    struct import *im, const char *list, enum known known, const char *key)
{
	json_t *items = json_object_get(im->source->root, list);
	struct item it = item_root(im);
	size_t i;

	json_array_foreach(items, i, it.json) {
		it.path = arena_printf(im->arena, "%s[%zu]", list, i);
		known_add(&it, known, key);
	}
}

bool
known_has(struct import *im, enum known known, const char *code)
{
	return json_object_get(im->known[known], code) != NULL;
}

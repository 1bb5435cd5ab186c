/*
 * template.h: HTML pages with named holes (a subset of Mustache).
 *
 *	{{name}}	the value, made safe for HTML text and quoted attributes
 *	{{&name}}	the value if it is an https:// address or a path of
 *			ours ("/x", not "//x"), made safe; otherwise nothing
 *	{{%name}}	the value percent-encoded, for a part of an address
 *	{{{name}}}	the value as it is: our own SVG and JSON-LD only
 *	{{#name}}…{{/name}}	once per row, or once if the value is true
 *	{{^name}}…{{/name}}	if there is no row, or the value is not true
 *	{{#name=other}}…{{/name=other}}  once if both values are the same text;
 *			other is a name or a "text in quotes"; where name is
 *			typed.X of a repeated field: if one of its values is.
 *			{{^name=other}} the opposite
 *	{{>name.html}}	another page, with the names known here
 *	{{! remark }}	nothing
 *
 * A name is looked up as a column of the innermost row, then outwards, then
 * among what the request shows.  A name found nowhere ends the worker, so
 * tests find it; a NULL column prints nothing.  Beside the names shown:
 *
 *	rows.count		of rows shown as "rows": their number
 *	number first last	inside rows: counted from 1; flags
 *	typed.NAME error.NAME	what a form's field holds, what is wrong with it
 *	typed.[column]		the same, of the field that the column names
 *
 * A text is true unless absent, empty or the database's false ("f").
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

struct arena;
struct buf;
struct page;

/* A named value: a text, or rows. */
struct value {
	struct value *next;
	const char *name, *text;
	const struct rows *rows;   /* NULL: a text */
	const struct group *group; /* rows that belong to outer rows */
};

/* How "typed.X", "error.X" and the like are found. */
struct lookup {
	const struct value *values;
	/* The i-th value of a name with a dot, or NULL when there is none;
	 * *known says whether such a name can be at all. */
	const char *(*dotted)(
	    void *ctx, const char *name, size_t i, bool *known);
	void *ctx;
};

/* A mistake in the text ends the program with the page's name and line. */
struct page *template_compile(
    struct arena *, const char *name, const char *text);

/* The same for a text that somebody typed: NULL if there is a mistake in it,
 * and *why says which. */
struct page *template_try(
    struct arena *, const char *name, const char *text, const char **why);

void template_render(struct buf *, const struct page *, const struct lookup *);

/*
 * Sort out which rows belong to which value of a column, for rows inside
 * rows.  Rows of one value must stand together.
 */
const struct group *template_group(
    struct arena *, struct rows, const char *key);

/* The page of that name; defined by the table of pages that templates.sh
 * makes.  Unknown: the program ends. */
const struct page *template_find(const char *name);

/* The name of the i-th page of that table and its text; NULL after the last. */
const char *template_listed(size_t i, const char **text);

/* Compile all of them, once, before the workers are made. */
void templates_load(void);

#endif

/* render.c: a page printed straight from result sets. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "page.h"
#include "template.h"

#define ROWS_DEPTH_MAX    4
#define PARTIAL_DEPTH_MAX 8

/* Rows sorted out by the value of one column: an open hash of ranges. */
struct group {
	const char *key;
	struct range {
		const char *value;
		int from, to;
	} * ranges;
	size_t size; /* a power of two */
};

/* The row that a section stands at, of those from `from` to before `to`. */
struct frame {
	const struct rows *rows;
	int from, row, to;
};

struct render {
	struct buf *out;
	const struct page *page;
	const struct lookup *lookup;
	struct frame frames[ROWS_DEPTH_MAX];
	int depth, partials;
};

/* What a name stands for: a text (or NULL), or rows. */
struct found {
	const char *text;
	const struct value *rows;
};

static size_t
hash(const char *s)
{
	size_t h = 5381;

	while (*s != '\0')
		h = h * 33 ^ (unsigned char)*s++;
	return h;
}

/* The range of a value, or the free place where it belongs. */
static struct range *
group_find(const struct group *g, const char *value)
{
	size_t i = hash(value);

	for (;; i++) {
		struct range *r = &g->ranges[i & (g->size - 1)];

		if (r->value == NULL || strcmp(r->value, value) == 0)
			return r;
	}
}

const struct group *
template_group(struct arena *a, struct rows rs, const char *key)
{
	struct group *g = arena_alloc(a, sizeof(*g));
	struct range *r = NULL;
	const char *value;
	int row;

	*g = (struct group){ .key = key, .size = 16 };
	while (g->size < (size_t)rs.n * 2)
		g->size *= 2;
	g->ranges = arena_alloc(a, g->size * sizeof(*g->ranges));
	memset(g->ranges, 0, g->size * sizeof(*g->ranges));
	for (row = 0; row < rs.n; row++) {
		value = rows_text(rs, row, key);
		if (r == NULL || strcmp(r->value, value) != 0) {
			r = group_find(g, value);
			if (r->value != NULL)
				die("rows of %s %s do not stand together", key,
				    value);
			*r = (struct range){ value, row, row };
		}
		r->to = row + 1;
	}
	return g;
}

static void
unknown(const struct render *r, const char *name)
{
	die("page %s: %s is not known", r->page->name, name);
}

static const struct value *
find_value(const struct render *r, const char *name, size_t len)
{
	const struct value *v;

	for (v = r->lookup->values; v != NULL; v = v->next)
		if (strncmp(v->name, name, len) == 0 && v->name[len] == '\0')
			return v;
	return NULL;
}

/* The rows of a value that belong here: all, or those of the outer row. */
static void
rows_here(const struct render *r, const struct value *v, struct frame *f)
{
	const struct range *range;
	int i, column = -1;

	*f = (struct frame){ v->rows, 0, 0, v->rows->n };
	if (v->group == NULL)
		return;
	for (i = r->depth; i-- > 0 && column == -1;)
		column = rows_column(*r->frames[i].rows, v->group->key, 0);
	if (column == -1)
		die("page %s: rows %s outside of rows with %s", r->page->name,
		    v->name, v->group->key);
	i++;
	range = group_find(v->group,
	    PQgetvalue(r->frames[i].rows->res, r->frames[i].row, column));
	f->from = f->row = range->from;
	f->to = range->value != NULL ? range->to : range->from;
}

/* "number", "first" and "last" of the innermost row. */
static bool
find_position(struct render *r, const char *name, struct found *found)
{
	const struct frame *f = &r->frames[r->depth - 1];

	if (r->depth == 0)
		return false;
	if (strcmp(name, "number") == 0) {
		found->text =
		    arena_printf(r->out->arena, "%d", f->row - f->from + 1);
	} else if (strcmp(name, "first") == 0)
		found->text = f->row == f->from ? "t" : "f";
	else if (strcmp(name, "last") == 0)
		found->text = f->row == f->to - 1 ? "t" : "f";
	else
		return false;
	return true;
}

/* A column of the rows that enclose this place: its value, or NULL. */
static const char *
find_column(const struct render *r, const char *name, size_t len)
{
	const char *column =
	    arena_printf(r->out->arena, "%.*s", (int)len, name);
	const struct frame *f;
	int i, col;

	for (i = r->depth; i-- > 0;) {
		f = &r->frames[i];
		if ((col = rows_column(*f->rows, column, 0)) != -1)
			return PQgetvalue(f->rows->res, f->row, col);
	}
	return NULL;
}

/* "typed.[code]" as "typed.X", where X is the column code. */
static const char *
name_in_full(const struct render *r, const char *name, const char *dot)
{
	size_t len = strlen(dot);
	const char *value;

	if (dot[1] != '[' || len < 4 || dot[len - 1] != ']')
		return name;
	if ((value = find_column(r, dot + 2, len - 3)) == NULL)
		unknown(r, name);
	return arena_printf(
	    r->out->arena, "%.*s.%s", (int)(dot - name), name, value);
}

/* "rows.count", "typed.NAME" and their like; the i-th value of them. */
static const char *
find_dotted(struct render *r, const char *name, const char *dot, size_t i)
{
	const struct value *v;
	const char *text;
	struct frame f;
	bool known = false;

	name = name_in_full(r, name, dot);
	if (strcmp(dot, ".count") == 0) {
		v = find_value(r, name, (size_t)(dot - name));
		if (v == NULL || v->rows == NULL)
			unknown(r, name);
		rows_here(r, v, &f);
		return i == 0 ? arena_printf(r->out->arena, "%d", f.to - f.from)
			      : NULL;
	}
	text = r->lookup->dotted != NULL
		   ? r->lookup->dotted(r->lookup->ctx, name, i, &known)
		   : NULL;
	if (!known)
		unknown(r, name);
	return text;
}

static struct found
find(struct render *r, const char *name, int *hint)
{
	struct found found = { NULL, NULL };
	const struct value *v;
	const struct frame *f;
	const char *dot;
	int i, col;

	for (i = r->depth; i-- > 0;) {
		f = &r->frames[i];
		if ((col = rows_column(*f->rows, name, *hint)) == -1)
			continue;
		*hint = col;
		if (!PQgetisnull(f->rows->res, f->row, col))
			found.text = PQgetvalue(f->rows->res, f->row, col);
		return found;
	}
	if ((dot = strchr(name, '.')) != NULL)
		found.text = find_dotted(r, name, dot, 0);
	else if ((v = find_value(r, name, strlen(name))) != NULL) {
		found.text = v->text;
		found.rows = v->rows != NULL ? v : NULL;
	} else if (!find_position(r, name, &found))
		unknown(r, name);
	return found;
}

/* A text is true unless absent, empty, or the database's "false". */
static bool
truth(const char *text)
{
	return text != NULL && *text != '\0' && strcmp(text, "f") != 0;
}

/* Is one of the values of a section's name the other value? */
static bool
equal(struct render *r, const struct step *s)
{
	const char *dot = strchr(s->s, '.'), *other = s->other, *text;
	int hint = 0;
	size_t i;

	if (!s->literal)
		other = find(r, s->other, &hint).text;
	if (other == NULL)
		other = "";
	if (dot == NULL) {
		text = find(r, s->s, &hint).text;
		return text != NULL && strcmp(text, other) == 0;
	}
	for (i = 0; (text = find_dotted(r, s->s, dot, i)) != NULL; i++)
		if (strcmp(text, other) == 0)
			return true;
	return false;
}

/* May this be an address? https, or a path of ours. */
static bool
is_address(const char *s)
{
	return strncmp(s, "https://", 8) == 0 ||
	       (s[0] == '/' && s[1] != '/' && s[1] != '\\');
}

static void
print(struct render *r, struct step *s)
{
	const char *text = find(r, s->s, &s->hint).text;

	if (text == NULL)
		return;
	if (s->op == PERCENT)
		buf_url(r->out, text);
	else if (s->op == ADDRESS && !is_address(text))
		return;
	else if (s->op == RAW || r->page->plain)
		buf_text(r->out, text);
	else
		buf_html(r->out, text);
}

static void run(struct render *, const struct page *, size_t, size_t);

static void
each_row(struct render *r, const struct step *s, const struct page *p, size_t i,
    const struct value *v)
{
	struct frame *f = &r->frames[r->depth];

	if (r->depth == ROWS_DEPTH_MAX)
		die("page %s: rows too deep at %s", p->name, s->s);
	rows_here(r, v, f);
	r->depth++;
	for (; f->row < f->to; f->row++)
		run(r, p, i + 1, s->jump - 1);
	r->depth--;
}

static void
section(struct render *r, const struct page *p, size_t i)
{
	struct step *s = &p->steps[i];
	struct found found;
	struct frame f;
	bool there;

	if (s->other != NULL)
		there = equal(r, s);
	else {
		found = find(r, s->s, &s->hint);
		if (found.rows != NULL && s->op == EACH) {
			each_row(r, s, p, i, found.rows);
			return;
		}
		there = truth(found.text);
		if (found.rows != NULL) {
			rows_here(r, found.rows, &f);
			there = f.to > f.from;
		}
	}
	if (there == (s->op == EACH))
		run(r, p, i + 1, s->jump - 1);
}

static void
partial(struct render *r, struct step *s)
{
	const struct page *outer = r->page;

	if (s->page == NULL)
		s->page = template_find(s->s);
	if (++r->partials > PARTIAL_DEPTH_MAX)
		die("page %s: pages too deep at %s", outer->name, s->s);
	r->page = s->page;
	run(r, s->page, 0, s->page->n);
	r->page = outer;
	r->partials--;
}

static void
run(struct render *r, const struct page *p, size_t from, size_t to)
{
	struct step *s;
	size_t i;

	for (i = from; i<to; i = s->jump> 0 ? s->jump : i + 1) {
		s = &p->steps[i];
		switch (s->op) {
		case TEXT:
			buf_add(r->out, s->s, s->len);
			break;
		case PARTIAL:
			partial(r, s);
			break;
		case EACH:
		case UNLESS:
			section(r, p, i);
			break;
		case END:
			break;
		default:
			print(r, s);
		}
	}
}

void
template_render(
    struct buf *out, const struct page *p, const struct lookup *lookup)
{
	struct render r = { .out = out, .page = p, .lookup = lookup };

	run(&r, p, 0, p->n);
}

/* wording.c: texts with named holes that people write in the browser. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "page.h"
#include "rows.h"
#include "template.h"
#include "wording.h"

#define NAME "wording.txt"

enum { BLOCK_COLUMNS = 4, RUN_COLUMNS = 3, SHORT_LINE = 50, LABEL = 24 };

struct blocks {
	struct arena *arena;
	const char **cells, **runs;
	int n, nruns;
};

struct value *
wording_value(
    struct arena *a, struct value *next, const char *name, const char *text)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	*v = (struct value){ .next = next, .name = name, .text = text };
	return v;
}

static bool
is_known(const struct value *values, const char *name)
{
	for (; values != NULL; values = values->next)
		if (strcmp(values->name, name) == 0)
			return true;
	return false;
}

const char *
wording_flaw(struct arena *a, const char *text, const struct value *values)
{
	const char *why;
	const struct page *p = template_try(a, NAME, text, &why);
	size_t i;

	if (p == NULL)
		return arena_printf(
		    a, "The curly brackets do not fit together: %s", why);
	for (i = 0; i < p->n; i++) {
		const struct step *s = &p->steps[i];

		if (s->op == TEXT)
			continue;
		if (s->op != VALUE && s->op != EACH && s->op != UNLESS &&
		    s->op != END)
			return arena_printf(a,
			    "Write {{name}} without any sign in front: %s",
			    s->s);
		if (s->op != END && !is_known(values, s->s))
			return arena_printf(
			    a, "{{%s}} is not one of the names below", s->s);
		if (s->other != NULL && !s->literal)
			return arena_printf(
			    a, "{{#%s=…}} needs words in quotes", s->s);
	}
	return NULL;
}

const char *
wording_print(struct arena *a, const char *text, const struct value *values)
{
	struct lookup lookup = { .values = values };
	struct buf out = { .arena = a };

	template_render(&out, template_compile(a, NAME, text), &lookup);
	return buf_string(&out);
}

static void
add_run(struct blocks *b, const char *kind, const char *s, size_t n)
{
	const char **cell = &b->runs[RUN_COLUMNS * b->nruns];

	if (n == 0 && strcmp(kind, "break") != 0)
		return;
	cell[0] = arena_printf(b->arena, "%d", b->n);
	cell[1] = kind;
	cell[2] = arena_dup(b->arena, s, n);
	b->nruns++;
}

static size_t
address_length(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && strchr(" \t<>\"()", s[i]) == NULL)
		i++;
	while (i > 0 && strchr(".,;:", s[i - 1]) != NULL)
		i--;
	return i;
}

/* Part a line into words and addresses. */
static void
add_line(struct blocks *b, const char *s, size_t n)
{
	const char *at;
	size_t len;

	while ((at = memmem(s, n, "https://", 8)) != NULL) {
		add_run(b, "words", s, (size_t)(at - s));
		len = address_length(at, n - (size_t)(at - s));
		add_run(b, "web", at, len);
		n -= (size_t)(at - s) + len;
		s = at + len;
	}
	add_run(b, "words", s, n);
}

/* Does a line end where it was meant to, or only for want of room? */
static bool
breaks(size_t n, const char *next)
{
	const char *colon = memchr(next, ':', strcspn(next, "\n"));

	return n < SHORT_LINE || strncmp(next, "http", 4) == 0 ||
	       (colon != NULL && colon[1] == ' ' && colon - next < LABEL);
}

/* A paragraph, or a point, up to where the next begins. */
static const char *
add_block(struct blocks *b, const char *kind, const char *s)
{
	const char **cell = &b->cells[BLOCK_COLUMNS * b->n];
	bool point = strcmp(kind, "point") == 0, goes_on = false;
	size_t n;

	if (b->n > 0 && point)
		goes_on = strcmp(cell[1 - BLOCK_COLUMNS], "point") == 0;
	if (goes_on)
		cell[3 - BLOCK_COLUMNS] = "f";
	cell[0] = arena_printf(b->arena, "%d", b->n);
	cell[1] = kind;
	cell[2] = point && !goes_on ? "t" : "f";
	cell[3] = point ? "t" : "f";
	for (;; s++) {
		n = strcspn(s, "\n");
		add_line(b, s, n);
		s += n;
		if (*s == '\0' || s[1] == '\n' || s[1] == '\0' ||
		    strncmp(s + 1, "- ", 2) == 0)
			break;
		add_run(b, breaks(n, s + 1) ? "break" : "words", " ", 1);
	}
	b->n++;
	return s;
}

void
wording_cut(
    struct arena *a, const char *text, struct rows *blocks, struct rows *runs)
{
	struct blocks b = { .arena = a };
	size_t most = 2;
	const char *s;

	for (s = text; *s != '\0'; s++)
		most += *s == '\n' || *s == ':' ? 3 : 0;
	b.cells = arena_alloc(a, most * BLOCK_COLUMNS * sizeof(*b.cells));
	b.runs = arena_alloc(a, most * RUN_COLUMNS * sizeof(*b.runs));
	for (s = text; *s != '\0';)
		s = *s == '\n' ? s + 1
		    : strncmp(s, "- ", 2) == 0
			? add_block(&b, "point", s + 2)
			: add_block(&b, b.n == 0 ? "lead" : "paragraph", s);
	*blocks = rows_make(a, "block,kind,begins,ends", b.n, b.cells);
	*runs = rows_make(a, "block,kind,words", b.nruns, b.runs);
}

struct value *
wording_blocks(struct arena *a, struct value *next, const char *text)
{
	struct rows *blocks = arena_alloc(a, sizeof(*blocks)),
		    *runs = arena_alloc(a, sizeof(*runs));

	wording_cut(a, text, blocks, runs);
	next = wording_value(a, next, "blocks", NULL);
	next->rows = blocks;
	next = wording_value(a, next, "runs", NULL);
	next->rows = runs;
	next->group = template_group(a, *runs, "block");
	return next;
}

/*
 * template.c: pages made ready at start.
 *
 * A page becomes a list of steps; a mistake in it stops the program before
 * it serves anything.  render.c walks the steps.
 */
#include <setjmp.h>
#include <string.h>

#include "arena.h"
#include "log.h"
#include "page.h"
#include "template.h"

struct compile {
	struct arena *arena;
	jmp_buf *escape; /* NULL: a mistake ends the program */
	const char *why;
	struct page *page;
	const char *text, *at; /* at: the tag in hand, for messages */
	size_t open[PAGE_DEPTH_MAX], depth;
	struct markup markup;
};

static void
fail(struct compile *c, const char *what, const char *name)
{
	const char *p;
	int line = 1;

	if (c->escape != NULL) {
		c->why = arena_printf(
		    c->arena, "%s%s%s", what, *name != '\0' ? ": " : "", name);
		longjmp(*c->escape, 1);
	}
	for (p = c->text; p < c->at; p++)
		line += *p == '\n';
	die("page %s: line %d: %s%s%s", c->page->name, line, what,
	    *name != '\0' ? ": " : "", name);
}

static struct step *
add(struct compile *c, enum op op, const char *s, size_t len)
{
	struct page *t = c->page;
	struct step *old = t->steps;

	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 32;
		t->steps = arena_alloc(c->arena, t->cap * sizeof(*t->steps));
		if (t->n > 0)
			memcpy(t->steps, old, t->n * sizeof(*old));
	}
	t->steps[t->n] = (struct step){ .op = op, .s = s, .len = len };
	return &t->steps[t->n++];
}

static void
add_text(struct compile *c, const char *s, size_t len)
{
	if (len == 0)
		return;
	add(c, TEXT, s, len);
	markup_text(&c->markup, s, len);
}

static enum op
sign_op(char sign)
{
	static const char signs[] = "{&%#^/>";
	static const enum op ops[] = { RAW, ADDRESS, PERCENT, EACH, UNLESS, END,
		PARTIAL };
	const char *p = sign != '\0' ? strchr(signs, sign) : NULL;

	return p != NULL ? ops[p - signs] : VALUE;
}

/* The text of a tag without its sign and the spaces around it. */
static char *
tag_name(struct compile *c, const char *s, size_t len)
{
	while (len > 0 && *s == ' ') {
		s++;
		len--;
	}
	while (len > 0 && s[len - 1] == ' ')
		len--;
	if (len == 0)
		fail(c, "a tag without a name", "");
	return arena_dup(c->arena, s, len);
}

/* Split "name=other" of a section. */
static void
compare(struct compile *c, struct step *s, char *name)
{
	char *other = strchr(name, '=');
	size_t n;

	if (other == NULL)
		return;
	*other++ = '\0';
	n = strlen(other);
	if (*other == '"') {
		if (n < 2 || other[n - 1] != '"')
			fail(c, "a quote is not closed", name);
		other[n - 1] = '\0';
		s->literal = true;
		other++;
	}
	s->other = other;
}

static void
section_open(struct compile *c, struct step *s, const char *name)
{
	if (c->depth == PAGE_DEPTH_MAX)
		fail(c, "sections too deep", name);
	c->open[c->depth++] = (size_t)(s - c->page->steps);
	compare(c, s, arena_dup(c->arena, name, strlen(name)));
	if (s->other != NULL)
		s->s = arena_dup(c->arena, name, strcspn(name, "="));
}

/* A section is closed by its name, with or without what it is compared to. */
static void
section_close(struct compile *c, const char *name)
{
	struct step *open;
	size_t n = c->page->n - 1;

	if (c->depth == 0)
		fail(c, "nothing is open here", name);
	open = &c->page->steps[c->open[--c->depth]];
	if (strcmp(open->s, arena_dup(c->arena, name, strcspn(name, "="))) != 0)
		fail(c, "another section is open", open->s);
	open->jump = n + 1;
}

static void
add_tag(struct compile *c, const char *text, size_t len)
{
	enum op op = sign_op(*text);
	const char *why = NULL, *name;
	struct step *s;

	if (op != VALUE) {
		text++;
		len--;
	}
	name = tag_name(c, text, len);
	s = add(c, op, name, strlen(name));
	switch (op) {
	case EACH:
	case UNLESS:
		section_open(c, s, name);
		break;
	case END:
		section_close(c, name);
		break;
	case PARTIAL:
		if (!c->page->plain && c->markup.place != CONTENT)
			why = "a page inside a tag";
		break;
	default:
		if (!c->page->plain)
			why = markup_value(&c->markup, op, name);
	}
	if (why != NULL)
		fail(c, why, name);
}

/*
 * Does a tag that prints nothing stand alone on its line?  Then the line
 * goes with it: *from moves back over its indentation, *to past its end.
 */
static bool
stands_alone(const struct compile *c, const char **from, const char **to)
{
	const char *p = *from, *q = *to;

	while (p > c->text && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	while (*q == ' ' || *q == '\t')
		q++;
	if ((p > c->text && p[-1] != '\n') || *q != '\n')
		return false;
	*from = p;
	*to = q + 1;
	return true;
}

/* Take the text up to the next tag and the tag; give what follows. */
static const char *
take(struct compile *c, const char *p)
{
	const char *tag = strstr(p, "{{"), *close, *end;
	bool raw;

	c->at = tag;
	raw = tag[2] == '{';
	if ((close = strstr(tag + 2, raw ? "}}}" : "}}")) == NULL)
		fail(c, "a tag is not closed", "");
	end = close + (raw ? 3 : 2);
	if (tag[2] != '\0' && strchr("#^/!>", tag[2]) != NULL)
		stands_alone(c, &tag, &end);
	if (tag > p)
		add_text(c, p, (size_t)(tag - p));
	tag = c->at + 2;
	if (*tag != '!')
		add_tag(c, tag, (size_t)(close - tag));
	return end;
}

static struct page *
compile_all(struct compile *c, const char *name, const char *text)
{
	size_t n = strlen(name);

	c->text = c->at = text;
	c->page = arena_alloc(c->arena, sizeof(*c->page));
	*c->page = (struct page){ .name = name };
	c->page->plain = n > 4 && strcmp(name + n - 4, ".txt") == 0;
	while (strstr(text, "{{") != NULL)
		text = take(c, text);
	add_text(c, text, strlen(text));
	c->at = text;
	if (c->depth > 0)
		fail(c, "a section is not closed",
		    c->page->steps[c->open[c->depth - 1]].s);
	if (!c->page->plain && c->markup.place != CONTENT)
		fail(c, "the page ends inside a tag", "");
	return c->page;
}

struct page *
template_compile(struct arena *a, const char *name, const char *text)
{
	return compile_all(&(struct compile){ .arena = a }, name, text);
}

struct page *
template_try(
    struct arena *a, const char *name, const char *text, const char **why)
{
	struct compile c = { .arena = a };
	jmp_buf here;

	c.escape = &here;
	if (setjmp(here) != 0) {
		*why = c.why;
		return NULL;
	}
	return compile_all(&c, name, text);
}

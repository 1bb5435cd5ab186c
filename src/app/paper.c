/*
 * paper.c: a mail as a letter, for people without an address: the words of
 * the mail's text, paragraph by paragraph.
 */
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "page.h"
#include "plain.h"
#include "request.h"
#include "template.h"
#include "wording.h"

/* What the page of a letter is written with. */
struct paper {
	struct request *r;
	struct value *values;
};

static struct value *
put(struct paper *p, const char *name, const char *text)
{
	struct value *v = arena_alloc(p->r->arena, sizeof(*v));

	*v = (struct value){ .next = p->values, .name = name };
	v->text = text != NULL ? plain_line(p->r->arena, text) : NULL;
	p->values = v;
	return v;
}

/* Whatever the page may name is nothing until the data says otherwise. */
static void
put_nothing(struct paper *p, const struct page *page)
{
	const struct step *s;
	size_t i;

	for (i = 0; i < page->n; i++) {
		s = &page->steps[i];
		if (s->op == PARTIAL)
			put_nothing(p, template_find(arena_dup(
					   p->r->arena, s->s, s->len)));
		else if (s->op != TEXT && s->op != END)
			put(p, arena_dup(p->r->arena, s->s, s->len), NULL);
	}
}

/* The dates of a session, of which it may have several. */
static void
put_parts(struct paper *p, const json_t *parts)
{
	struct arena *a = p->r->arena;
	size_t i, n = json_array_size(parts);
	const char **cells = arena_alloc(a, (n + 1) * sizeof(*cells));
	struct rows *rows = arena_alloc(a, sizeof(*rows));

	for (i = 0; i < n; i++)
		cells[i] = plain_line(
		    a, json_string_value(
			   json_object_get(json_array_get(parts, i), "when")));
	*rows = rows_make(a, "when", (int)n, cells);
	put(p, "several", n > 1 ? "t" : NULL);
	put(p, "parts", NULL)->rows = rows;
}

static void
put_settings(struct paper *p)
{
	const struct conf *c = p->r->conf;

	put(p, "base_url", c->base_url);
	put(p, "partnership", c->partnership);
	put(p, "partnership_short", c->partnership_short);
	put(p, "contact_email", c->contact_email);
	put(p, "contact_phone", c->contact_phone);
	put(p, "contact_post", c->contact_post);
	put(p, "referral_name", c->referral_name);
	put(p, "referral_phone", c->referral_phone);
	put(p, "referral_out_of_hours", c->referral_out_of_hours);
	put(p, "lado_phone", c->lado_phone);
	put(p, "paper", "yes");
	/* Nobody types a token from paper. */
	put(p, "link", "/contact");
	put(p, "booking_path", "/contact");
}

static void
drop(void *json)
{
	json_decref(json);
}

/*
 * In the partnership's own words or those of who wrote it; NULL: there are
 * none that can be used on paper, where a link is of no use.
 */
static const char *
own_text(struct paper *p, const json_t *data)
{
	struct arena *a = p->r->arena;
	const char *subject =
		       json_string_value(json_object_get(data, "own_subject")),
		   *body = json_string_value(json_object_get(data, "own_body"));
	struct buf foot = { .arena = a };

	if (subject == NULL || body == NULL || strstr(body, "{{link}}") ||
	    wording_flaw(a, subject, p->values) != NULL ||
	    wording_flaw(a, body, p->values) != NULL)
		return NULL;
	template_render(&foot, template_find("mail/_foot.txt"),
	    &(struct lookup){ .values = p->values });
	return arena_printf(a, "Subject: %s\n\n%s\n\n%s",
	    plain_line(a, wording_print(a, subject, p->values)),
	    wording_print(a, body, p->values), buf_string(&foot));
}

const char *
paper_text(
    struct request *r, const char *kind, const char *data, const char *code)
{
	const struct page *page =
	    template_find(arena_printf(r->arena, "mail/%s.txt", kind));
	json_t *json = json_loads(data, 0, NULL), *value;
	struct paper p = { .r = r };
	struct buf out = { .arena = r->arena };
	const char *name, *own;

	arena_defer(r->arena, drop, json);
	put_nothing(&p, page);
	json_object_foreach(json, name, value)
		if (json_is_string(value))
			put(&p, name, json_string_value(value));
	put_parts(&p, json_object_get(json, "parts"));
	put_settings(&p);
	put(&p, "code", code);
	own = own_text(&p, json);
	if (own != NULL)
		return own;
	template_render(&out, page, &(struct lookup){ .values = p.values });
	return buf_string(&out);
}

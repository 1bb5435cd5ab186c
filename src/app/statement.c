/*
 * statement.c: the texts at the foot of every page, shown and edited, and
 * security.txt.
 */
#include <string.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

#define DAYS(n) ((time_t)(n)*24 * 3600)

enum { COLUMNS = 5, RUN_COLUMNS = 3 };

/* A text on its way to blocks (headings, paragraphs, points) and the runs of
 * words and links in them, as cells of rows. */
struct blocks {
	struct request *r;
	const char **cells, **runs;
	int n, nruns;
	size_t most; /* room for so many of either */
};

static const char *
setting(const struct request *r, const char *name, size_t n)
{
	const struct {
		const char *name, *value;
	} known[] = {
		{ "partnership", r->conf->partnership },
		{ "contact_email", r->conf->contact_email },
		{ "base_url", r->conf->base_url },
		{ "cookie", r->conf->cookie },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == n &&
		    strncmp(known[i].name, name, n) == 0)
			return known[i].value;
	return NULL;
}

/* The text with {partnership} and the other settings filled in. */
static const char *
filled(struct request *r, const char *text)
{
	struct buf b = { .arena = r->arena };
	const char *value;
	size_t n;

	for (; *text != '\0'; text += n) {
		n = strcspn(text, "{");
		buf_add(&b, text, n);
		if (text[n] == '\0')
			break;
		text += n + 1;
		n = strcspn(text, "{}");
		value = text[n] == '}' ? setting(r, text, n) : NULL;
		if (value == NULL) {
			buf_text(&b, "{");
			n = 0;
			continue;
		}
		buf_text(&b, value);
		n++;
	}
	return buf_string(&b);
}

static void
add_run(struct blocks *b, const char *s, size_t n, const char *kind)
{
	const char **cell = &b->runs[RUN_COLUMNS * b->nruns];

	if (n == 0)
		return;
	cell[0] = arena_printf(b->r->arena, "%d", b->n);
	cell[1] = arena_dup(b->r->arena, s, n);
	cell[2] = kind;
	b->nruns++;
}

/* The first link in n bytes, with its length and kind; or none. */
static const char *
find_link(
    struct blocks *b, const char *s, size_t n, size_t *len, const char **kind)
{
	const char *address = b->r->conf->contact_email;
	const char *web = memmem(s, n, "https://", 8), *mail = NULL;

	if (*address != '\0')
		mail = memmem(s, n, address, strlen(address));
	if (mail != NULL && (web == NULL || mail < web)) {
		*len = strlen(address);
		*kind = "mail";
		return mail;
	}
	if (web == NULL)
		return NULL;
	for (*len = 0;
	     web + *len < s + n && strchr(" \t\n<>\"()", web[*len]) == NULL;)
		(*len)++;
	while (*len > 8 && strchr(".,;:", web[*len - 1]) != NULL)
		(*len)--;
	*kind = "web";
	return web;
}

/* Part a line into words and links. */
static void
add_runs(struct blocks *b, const char *s, size_t n)
{
	const char *end = s + n, *at, *kind;
	size_t len;

	while ((at = find_link(b, s, (size_t)(end - s), &len, &kind)) != NULL) {
		add_run(b, s, (size_t)(at - s), "words");
		add_run(b, at, len, kind);
		s = at + len;
	}
	add_run(b, s, (size_t)(end - s), "words");
}

static void
add_block(struct blocks *b, const char *kind, const char *s, size_t n)
{
	const char **cell = &b->cells[COLUMNS * b->n], **before;
	bool point = strcmp(kind, "point") == 0, goes_on = false;

	if (b->n > 0) {
		before = cell - COLUMNS;
		goes_on = point && strcmp(before[1], "point") == 0;
		if (goes_on)
			before[4] = "f";
	}
	cell[0] = arena_printf(b->r->arena, "%d", b->n);
	cell[1] = kind;
	cell[2] = arena_dup(b->r->arena, s, n);
	cell[3] = point && !goes_on ? "t" : "f";
	cell[4] = point ? "t" : "f";
	add_runs(b, s, n);
	b->n++;
}

/* Read one line, or a paragraph of several; gives where the next begins. */
static const char *
read_block(struct blocks *b, const char *s)
{
	size_t n = strcspn(s, "\n");
	const char *end;

	if (n == 0)
		return s + 1;
	if (strncmp(s, "# ", 2) == 0)
		add_block(b, "heading", s + 2, n - 2);
	else if (strncmp(s, "- ", 2) == 0)
		add_block(b, "point", s + 2, n - 2);
	else {
		end = s + n;
		while (end[0] == '\n' && end[1] != '\n' && end[1] != '\0' &&
		       strncmp(end + 1, "- ", 2) != 0 &&
		       strncmp(end + 1, "# ", 2) != 0)
			end += 1 + strcspn(end + 1, "\n");
		add_block(b, "paragraph", s, (size_t)(end - s));
		return *end == '\n' ? end + 1 : end;
	}
	return s[n] == '\n' ? s + n + 1 : s + n;
}

static void
show_blocks(struct request *r, const char *text)
{
	struct blocks b = { .r = r };
	const char *s;

	for (b.most = 2, s = text; *s != '\0'; s++)
		b.most += *s == '\n' ? 1 : *s == ':' || *s == '@' ? 2 : 0;
	b.cells = arena_alloc(r->arena, b.most * COLUMNS * sizeof(*b.cells));
	b.runs = arena_alloc(r->arena, b.most * RUN_COLUMNS * sizeof(*b.runs));
	for (s = text; *s != '\0';)
		s = read_block(&b, s);
	show_rows(r, "blocks",
	    rows_make(r->arena, "block,kind,words,begins,ends", b.n, b.cells));
	show_rows_in(r, "runs",
	    rows_make(r->arena, "block,words,kind", b.nruns, b.runs), "block");
}

int
statement_show(struct request *r)
{
	struct rows t = q_statement_show(r, r->path + 1);

	if (t.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", rows_text(t, 0, "title"));
	show_rows(r, "text", t);
	show_blocks(r, filled(r, rows_text(t, 0, "body")));
	return reply_page(r, 200, "statement.html");
}

int
texts_show(struct request *r)
{
	desk_title(r, "Texts");
	show_rows(r, "texts", q_statement_list(r));
	return reply_page(r, 200, "manage_texts.html");
}

/* Somebody may have saved the text since this writer began: then theirs
 * stands beside what was typed. */
int
text_edit(struct request *r)
{
	const char *name = arg_text(r, "name");
	struct rows t = q_statement_show(r, name);

	if (t.n == 0)
		return reply_not_found(r);
	desk_title(r, "Edit a text");
	show_rows(r, "text", t);
	show_rows(
	    r, "other", q_statement_newer(r, name, arg_number(r, "version")));
	show_typed_row(r, t);
	return reply_page(r, 200, "manage_text.html");
}

int
text_change(struct request *r)
{
	struct rows t =
	    q_statement_change(r, arg_text(r, "name"), arg_number(r, "version"),
		arg_text(r, "title"), arg_text(r, "body"), r->person);

	if (t.n == 0)
		return reply_refused(r, "stale_text");
	return reply_redirect(r, "/manage/texts");
}

/* RFC 9116: whom to tell of a weakness; good for half a year from today. */
int
security_show(struct request *r)
{
	struct buf b = { .arena = r->arena };
	time_t now = time(NULL),
	       expires = (now / DAYS(1)) * DAYS(1) + DAYS(180);
	const char *url = r->conf->base_url;
	char date[sizeof("2026-12-03T00:00:00Z")];
	struct tm tm;

	gmtime_r(&expires, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm);
	if (*r->conf->contact_email != '\0')
		buf_printf(&b, "Contact: mailto:%s\n", r->conf->contact_email);
	buf_printf(&b,
	    "Contact: %s/contact\nExpires: %s\nPreferred-Languages: en\n"
	    "Canonical: %s/.well-known/security.txt\nPolicy: %s/contact\n",
	    url, date, url, url);
	return reply_bytes(r, 200, "text/plain; charset=utf-8", b.data, b.len);
}

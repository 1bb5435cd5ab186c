/* post.c: letters to people without an address: printed, then posted. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "qr.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

enum { CELLS = 7, PARAGRAPHS_MAX = 60 };

int
post_show(struct request *r)
{
	struct rows l = q_post_list(r);

	desk_title(r, "To post and to ring");
	show_rows(r, "letters", l);
	show_text(r, "said",
	    arg_number(r, "posted") > 0
		? arena_printf(r->arena, "%lld marked as done",
		      (long long)arg_number(r, "posted"))
		: NULL);
	return reply_page(r, 200, "manage_post.html");
}

int
post_settle(struct request *r)
{
	struct rows n;

	if (strcmp(arg_text(r, "act"), "drop") == 0) {
		n = q_post_drop(r, r->person, arg_id(r, "mail"));
		if (outcome_is(n, "not_found"))
			return reply_not_found(r);
		return reply_redirect(r, "/manage/post");
	}
	if (!arg_given(r, "mails")) {
		error_add(
		    r, "mails", "Tick what you posted, and whom you told");
		return reply_form(r);
	}
	n = q_post_settle(r, r->person, arg_set(r, "mails"));
	return reply_redirect(
	    r, "/manage/post?posted=%s", rows_text(n, 0, "n"));
}

bool
paper_ticket(struct request *r, struct rows t, int row, const char **svg,
    const char **code)
{
	unsigned char seed[SEED_SIZE];
	struct buf b = { .arena = r->arena };
	struct ticket ticket;
	char shown[15];

	*svg = *code = NULL;
	if (rows_null(t, row, "seed") ||
	    !rows_bytes(t, row, "seed", seed, sizeof(seed)) ||
	    !ticket_make(r->keys, (int)rows_int(t, row, "key"), seed,
		(uint32_t)rows_int(t, row, "version"), &ticket))
		return false;
	qr_svg(&b,
	    arena_printf(r->arena, "%s/t/%s", r->conf->base_url, ticket.ticket),
	    "QR code of the place");
	ticket_show_code(ticket.code, shown);
	*svg = buf_string(&b);
	*code = arena_dup(r->arena, shown, strlen(shown));
	return true;
}

/* The letters' paragraphs so far: mail, words. */
struct sheets {
	const char **cells;
	int n, most;
};

/* Take a text apart at its empty lines; its first line is the subject. */
static const char *
add_paragraphs(
    struct request *r, struct sheets *s, const char *mail, const char *text)
{
	static const char mark[] = "Subject: ";
	const char *end = strchr(text, '\n'), *p = end, *subject;

	subject = arena_dup(r->arena, text + sizeof(mark) - 1,
	    (size_t)(end - text) - (sizeof(mark) - 1));
	while (*(p += strspn(p, "\n")) != '\0' && s->n < s->most) {
		end = strstr(p, "\n\n");
		if (end == NULL)
			end = p + strlen(p);
		if (strncmp(p, "--\n", 3) == 0)
			p += 3;
		s->cells[2 * s->n] = mail;
		s->cells[2 * s->n++ + 1] =
		    arena_dup(r->arena, p, (size_t)(end - p));
		p = end;
	}
	return subject;
}

int
post_print(struct request *r)
{
	struct rows l =
	    q_post_letters(r, arg_given(r, "mail") ? arg_set(r, "mail") : "{}");
	int i, most = (l.n + 1) * PARAGRAPHS_MAX;
	const char **cells =
	    arena_alloc(r->arena, ((size_t)l.n * CELLS + 1) * sizeof(*cells));
	struct sheets s = { .most = most };
	const char *svg, *code, **c;

	s.cells = arena_alloc(r->arena, (size_t)most * 2 * sizeof(*s.cells));
	for (i = 0; i < l.n; i++) {
		c = cells + i * CELLS;
		paper_ticket(r, l, i, &svg, &code);
		c[0] = rows_text(l, i, "mail");
		c[1] = rows_text(l, i, "name");
		c[2] = rows_text(l, i, "post");
		c[3] = rows_text(l, i, "today");
		c[4] = add_paragraphs(r, &s, c[0],
		    paper_text(r, rows_text(l, i, "kind"),
			rows_text(l, i, "data"), code));
		c[5] = svg;
		c[6] = code;
	}
	show_text(r, "page_title", "Letters");
	show_rows(r, "letters",
	    rows_make(r->arena, "mail,name,post,today,subject,qr_svg,code", l.n,
		cells));
	show_rows_in(r, "paragraphs",
	    rows_make(r->arena, "mail,words", s.n, s.cells), "mail");
	return reply_page(r, 200, "letters.html");
}

int
reply_paper_ticket(struct request *r, struct rows booking)
{
	const char *svg, *code;

	if (booking.n == 0 || !rows_flag(booking, 0, "has_ticket") ||
	    !paper_ticket(r, booking, 0, &svg, &code))
		return reply_not_found(r);
	show_text(r, "page_title", "Ticket");
	show_rows(r, "ticket", booking);
	show_text(r, "qr_svg", svg);
	show_text(r, "code", code);
	return reply_page(r, 200, "paper_ticket.html");
}

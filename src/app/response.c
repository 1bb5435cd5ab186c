/*
 * response.c: the end-of-session form, opened by its owner's sign-in or by
 * the link in a mail.
 */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "qr.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

static bool
is_link(const struct request *r)
{
	return strncmp(r->path, "/evaluations/", 13) == 0;
}

/* The form that this path opens: one row, or none. */
static struct rows
evaluation(struct request *r)
{
	if (!is_link(r))
		return q_evaluation_of(r, r->person, arg_id(r, "number"));
	return q_evaluation_by_link(
	    r, secret_lookup(r->arena, arg_text(r, "token")), r->path);
}

struct rows
evaluation_fields(struct request *r)
{
	struct rows e = evaluation(r);

	return q_form_fields(r, e.n == 0 ? 0 : rows_int(e, 0, "form"));
}

/* A page for a form that nobody can answer now. */
static int
show_closed(struct request *r, struct rows e)
{
	show_text(r, "page_title", "Feedback");
	show_rows(r, "evaluation", e);
	show_text(r, "state", e.n > 0 ? rows_text(e, 0, "state") : "");
	return reply_page(r, e.n > 0 ? 200 : 404, "evaluation_closed.html");
}

static int
show_done(struct request *r, struct rows e)
{
	show_text(r, "page_title", "Thank you");
	show_rows(r, "evaluation", e);
	show_flag(r, "called", rows_flag(e, 0, "called"));
	show_text(r, "change_path", rows_text(e, 0, "action"));
	return reply_page(r, 200, "evaluation_done.html");
}

int
evaluation_show(struct request *r)
{
	struct rows e = evaluation(r);

	if (e.n == 0 && is_link(r))
		return show_closed(r, e);
	if (e.n == 0)
		return reply_not_found(r);
	if (strcmp(rows_text(e, 0, "state"), "open") != 0)
		return show_closed(r, e);
	if (arg_flag(r, "sent"))
		return show_done(r, e);
	show_text(r, "page_title", rows_text(e, 0, "title"));
	show_rows(r, "evaluation", e);
	form_show(r, rows_int(e, 0, "form"), rows_int(e, 0, "booking"));
	return reply_page(r, 200, "evaluation.html");
}

int
evaluation_send(struct request *r)
{
	struct rows e = evaluation(r), s;
	const char *answers;

	if (e.n == 0)
		return reply_not_found(r);
	answers = form_answers(r, rows_int(e, 0, "form"),
	    rows_int(e, 0, "booking"), arg_text(r, "answers"));
	if (error_any(r))
		return reply_form(r);
	s = q_response_submit(r, rows_int(e, 0, "person"),
	    rows_int(e, 0, "booking"), rows_int(e, 0, "form"), answers,
	    r->conf->alert_mail);
	return reply_done(
	    r, s, "submitted", "%s?sent=1", rows_text(e, 0, "action"));
}

/* By the code on the last slide: on to one's own form. */
int
evaluation_here(struct request *r)
{
	struct rows e = q_evaluation_at(r, r->person, arg_text(r, "ref"));

	if (e.n == 0)
		return reply_not_found(r);
	return reply_redirect(
	    r, "/bookings/%s/evaluation", rows_text(e, 0, "booking"));
}

/* A slide to end with: the address of the form, to scan and to type. */
int
slide_show(struct request *r)
{
	struct rows s = q_slide_show(r, arg_text(r, "ref"));

	if (s.n == 0 || !rows_flag(s, 0, "has_form"))
		return reply_not_found(r);
	show_text(r, "page_title", "Your last slide");
	show_rows(r, "slide", s);
	return reply_page(r, 200, "slide.html");
}

int
slide_svg(struct request *r)
{
	struct buf b = { .arena = r->arena };

	qr_svg(&b,
	    arena_printf(r->arena, "%s/sessions/%s/evaluation",
		r->conf->base_url, arg_text(r, "ref")),
	    "QR code of the feedback form");
	return reply_bytes(r, 200, "image/svg+xml", b.data, b.len);
}

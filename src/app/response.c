/*
 * response.c: the end-of-session form, opened by its owner's sign-in or by
 * the link in a mail.
 */
#include <string.h>

#include "conf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

/* The form that this path opens: one row, or none. */
static struct rows
evaluation(struct request *r)
{
	if (strncmp(r->path, "/evaluations/", 13) != 0)
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

int
evaluation_show(struct request *r)
{
	struct rows e = evaluation(r);
	const char *state;

	if (e.n == 0)
		return reply_not_found(r);
	state = rows_text(e, 0, "state");
	show_rows(r, "evaluation", e);
	show_flag(r, "sent", arg_flag(r, "sent"));
	if (strcmp(state, "open") != 0 ||
	    (arg_flag(r, "sent") && !error_any(r))) {
		show_text(r, "page_title",
		    strcmp(state, "open") == 0 ? "Thank you"
					       : rows_text(e, 0, "title"));
		return reply_page(r, 200, "evaluation_done.html");
	}
	show_text(r, "page_title", rows_text(e, 0, "title"));
	form_show(r, rows_int(e, 0, "form"), rows_int(e, 0, "booking"));
	return reply_page(r, 200, "evaluation.html");
}

int
evaluation_send(struct request *r)
{
	struct rows e = evaluation(r), s;
	const char *answers, *outcome;

	if (e.n == 0)
		return reply_not_found(r);
	answers = form_answers(r, rows_int(e, 0, "form"),
	    rows_int(e, 0, "booking"), arg_text(r, "answers"));
	if (error_any(r))
		return reply_form(r);
	s = q_response_submit(r, rows_int(e, 0, "person"),
	    rows_int(e, 0, "booking"), rows_int(e, 0, "form"), answers,
	    r->conf->alert_mail);
	outcome = rows_text(s, 0, "outcome");
	if (strcmp(outcome, "submitted") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "%s?sent=1", rows_text(e, 0, "action"));
}

/*
 * result.c: what people answered, as figures that anybody can read.
 *
 * A trainer sees a question only when five have answered it; coordinators
 * read everything, but breakdowns hide groups under five from them too.
 */

#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { LEAST_TRAINER = 5, LEAST_COORDINATOR = 1, PAGE_ROWS = 25 };

/* The results of a session, or if a code is given of all of an event. */
static int
show_results(struct request *r, struct rows head, const char *ref,
    const char *code, int64_t least, const char *by)
{
	if (head.n == 0)
		return reply_not_found(r);
	desk_title(r, "What people said");
	show_rows(r, "head", head);
	show_rows(r, "dates", q_result_dates(r, code));
	show_rows(r, "story", q_result_story(r, ref, code, least));
	show_rows(r, "sections", q_result_sections(r, ref, code));
	show_rows_in(
	    r, "questions", q_result_questions(r, ref, code, least), "section");
	show_rows_in(
	    r, "options", q_result_options(r, ref, code, least), "code");
	show_rows_in(r, "texts", q_result_texts(r, ref, code, least), "code");
	show_rows_in(r, "groups", q_result_groups(r, ref, code, by), "code");
	show_text(r, "by", by);
	show_flag(r, "coordinator_view", least == LEAST_COORDINATOR);
	return reply_page(r, 200, "results.html");
}

int
results_trainer(struct request *r)
{
	const char *ref = arg_text(r, "ref");

	return show_results(
	    r, q_result_head_session(r, ref), ref, "", LEAST_TRAINER, "");
}

int
results_session(struct request *r)
{
	const char *ref = arg_text(r, "ref");

	return show_results(r, q_result_head_session(r, ref), ref, "",
	    LEAST_COORDINATOR, arg_text(r, "by"));
}

int
results_event(struct request *r)
{
	const char *code = arg_text(r, "code");

	return show_results(r, q_result_head_event(r, code), "", code,
	    LEAST_COORDINATOR, arg_text(r, "by"));
}

int
results_list(struct request *r)
{
	int64_t page = paging_page(r);
	struct rows n = q_result_recent_count(r, r->person);

	desk_title(r, "Results");
	show_rows(r, "sessions", q_result_recent(r, r->person, page));
	show_rows(r, "courses", q_result_courses(r, r->person));
	paging_show(r, "", page, rows_int(n, 0, "n"), PAGE_ROWS);
	return reply_page(r, 200, "manage_results.html");
}

int
answer_show(struct request *r)
{
	struct rows a =
	    q_result_answer(r, arg_id(r, "response"), arg_text(r, "question"));

	if (a.n == 0)
		return reply_not_found(r);
	desk_title(r, "Take something out");
	show_rows(r, "answer", a);
	show_typed_row(r, a);
	return reply_page(r, 200, "manage_answer.html");
}

int
answer_redact(struct request *r)
{
	struct rows a =
	    q_result_answer(r, arg_id(r, "response"), arg_text(r, "question"));
	struct rows o = q_result_redact(r, r->person, arg_id(r, "response"),
	    arg_text(r, "question"), arg_text(r, "words"), arg_text(r, "why"));

	if (a.n == 0 || !outcome_is(o, "redacted"))
		return reply_not_found(r);
	return reply_redirect(
	    r, "/manage/sessions/%s/results", rows_text(a, 0, "ref"));
}

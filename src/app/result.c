/*
 * result.c: what people answered, as figures that anybody can read.
 *
 * A trainer sees a question only when five have answered it; coordinators
 * read everything, but breakdowns hide groups under five from them too.
 */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { LEAST_TRAINER = 5, LEAST_COORDINATOR = 1 };

/* The results of a session, or if a code is given of all of an event. */
static void
show_results(struct request *r, const char *ref, const char *code, int64_t least)
{
	show_rows(r, "head", q_result_head(r, ref, code));
	show_rows(r, "story", q_result_story(r, ref, code, least));
	show_rows(r, "sections", q_result_sections(r, ref, code));
	show_rows_in(r, "questions", q_result_questions(r, ref, code, least),
	    "section");
	show_rows_in(
	    r, "options", q_result_options(r, ref, code, least), "code");
	show_rows_in(r, "texts", q_result_texts(r, ref, code, least), "code");
}

static void
show_groups(struct request *r, const char *ref, const char *code, const char *by)
{
	show_rows_in(r, "groups", q_result_groups(r, ref, code, by), "code");
	show_flag(r, "grouped", *by != '\0');
	show_text(r, "by_words", strcmp(by, "sector") == 0 ? "sector"
							   : "organisation");
	show_text(r, "by", by);
}

static int
show_session(struct request *r, int64_t least, const char *by)
{
	const char *ref = arg_text(r, "ref");
	struct rows s = q_result_session(r, ref);

	if (s.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "What people said");
	show_rows(r, "session", s);
	show_text(r, "event", NULL);
	show_text(r, "sessions", NULL);
	show_flag(r, "for_trainer", least > 1);
	show_results(r, ref, "", least);
	show_groups(r, ref, "", by);
	return reply_page(r, 200, "results.html");
}

int
results_trainer(struct request *r)
{
	return show_session(r, LEAST_TRAINER, "");
}

int
results_session(struct request *r)
{
	return show_session(r, LEAST_COORDINATOR, arg_text(r, "by"));
}

int
results_event(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows e = q_result_event(r, code);

	if (e.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "What people said");
	show_rows(r, "event", e);
	show_text(r, "session", NULL);
	show_rows(r, "sessions", q_result_event_sessions(r, code));
	show_flag(r, "for_trainer", false);
	show_results(r, "", code, LEAST_COORDINATOR);
	show_groups(r, "", code, arg_text(r, "by"));
	return reply_page(r, 200, "results.html");
}

/* kept.c: places of a date that are kept for a group until a day. */
#include <inttypes.h>
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

void
kept_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	show_rows(r, "kept", q_kept_list(r, id));
	show_rows(r, "kept_totals", q_kept_totals(r, id));
	show_rows(r, "kept_caps", q_kept_caps(r, id));
}

int
kept_form(struct request *r)
{
	struct rows s = q_session_head(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "Places kept for groups");
	show_rows(r, "session", s);
	show_text(r, "ref", arg_text(r, "ref"));
	show_rows(r, "groups", q_kept_groups(r));
	show_rows(r, "agencies", q_kept_agencies(r));
	kept_show_panel(r, s);
	return reply_page(r, 200, "manage_kept.html");
}

int
kept_keep(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *outcome;
	struct rows k = q_kept_keep(r, r->person, ref, arg_id(r, "reserve"),
	    arg_text(r, "group"), arg_number(r, "places"),
	    arg_text(r, "release"));

	outcome = rows_text(k, 0, "outcome");
	if (strcmp(outcome, "too_many") == 0) {
		error_add(r, "places",
		    "There are %" PRId64 " places left to keep",
		    rows_int(k, 0, "most"));
		return reply_form(r);
	}
	if (strcmp(outcome, "kept") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/sessions/%s/kept", ref);
}

int
kept_limit(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *outcome;
	struct rows k = q_kept_limit(r, r->person, ref, arg_text(r, "agency"),
	    arg_given(r, "most"), arg_number(r, "most"));

	outcome = rows_text(k, 0, "outcome");
	if (strcmp(outcome, "capped") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/sessions/%s/kept#limits", ref);
}

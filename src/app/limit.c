/* limit.c: what an organisation may have of every date. */

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
static const struct edit_field fields[] = {
	{ "max_per_session", "At most how many places of a date", "number",
	    "Empty: as many as there are. A date's own number, where it is "
	    "smaller, counts" },
	{ "capped_by", "Who is counted", "choice", "" },
	{ "reserves", "Places kept for it on each new date of a course",
	    "block", "A line each, for example: NEG-201: 4" },
	{ 0 }
};
/* clang-format on */

int
limits_show(struct request *r)
{
	desk_title(r, "Limits of organisations");
	show_rows(r, "limits", q_limit_list(r));
	return reply_page(r, 200, "manage_limits.html");
}

int
limits_form(struct request *r)
{
	const char *agency = arg_text(r, "agency");
	struct rows a = q_limit_of(r, agency);
	const struct edit e = { a.n > 0 ? rows_text(a, 0, "name") : "",
		arena_printf(r->arena, "/manage/limits/%s", agency),
		"/manage/limits", "Limits of organisations", "Save",
		arena_printf(r->arena, "agency %s", agency),
		"Who has a place keeps it. More places go to the waiting "
		"lists at once.",
		fields };

	if (a.n == 0)
		return reply_not_found(r);
	return edit_page(
	    r, &e, q_limit_form(r, agency), q_edit_options(r, r->person));
}

int
limits_change(struct request *r)
{
	struct rows c = q_limit_change(r, r->person, arg_text(r, "agency"),
	    arg_number(r, "version"), edit_json(r, fields));

	if (outcome_is(c, "no_such_course")) {
		error_add(r, "reserves",
		    "“%s” is no line such as NEG-201: 4, or there is no such "
		    "course",
		    rows_text(c, 0, "line"));
		return reply_form(r);
	}
	return reply_done(r, c, "saved", "/manage/limits");
}

/* needs.c: what people need on a date: seen, arranged, told the caterer. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

/* The session whose needs this person may see; the look leaves a trace. */
static struct rows
needs_seen(struct request *r)
{
	return q_needs_seen(r, r->person, arg_text(r, "ref"));
}

void
needs_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	needs_seen(r);
	show_rows(r, "need_list", q_needs_list(r, id));
	show_rows(r, "need_totals", q_needs_totals(r, id));
}

void
needs_show_late(struct request *r)
{
	show_text(r, "late_needs",
	    rows_text(q_needs_late(r, arg_text(r, "ref")), 0, "words"));
}

int
needs_show(struct request *r)
{
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "Needs");
	show_rows(r, "session", s);
	needs_show_panel(r, s);
	return reply_page(r, 200, "manage_needs.html");
}

int
needs_set(struct request *r)
{
	struct rows s =
	    q_needs_set(r, r->person, arg_text(r, "ref"), arg_id(r, "booking"),
		arg_text(r, "kind"), arg_text(r, "state"), arg_text(r, "note"));

	if (strcmp(rows_text(s, 0, "outcome"), "set") != 0)
		return reply_not_found(r);
	return reply_redirect(
	    r, "/manage/sessions/%s/needs", arg_text(r, "ref"));
}

int
needs_catering(struct request *r)
{
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	needs_seen(r);
	show_text(r, "page_title", "For the caterer");
	show_rows(r, "session", s);
	show_rows(r, "diets", q_needs_catering(r, rows_int(s, 0, "id")));
	return reply_page(r, 200, "caterer.html");
}

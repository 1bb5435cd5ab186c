/*
 * panel.c: a date whole, on one page of panels.
 *
 * A panel is a page part, _manage_session_WHAT.html, and a function that
 * shows what the part names, in the file of its own subject. It stands here
 * in panels[] and in manage_session.html; HACKING.md says how to add one.
 */
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "rows.h"

static void
places_show_panel(struct request *r, struct rows session)
{
	show_rows(r, "pools", q_panel_places(r, rows_int(session, 0, "id")));
}

static void
people_show_panel(struct request *r, struct rows session)
{
	show_rows(r, "people", q_panel_people(r, rows_int(session, 0, "id")));
}

static void
mails_show_panel(struct request *r, struct rows session)
{
	show_rows(
	    r, "mail_kinds", q_panel_mails(r, rows_int(session, 0, "id")));
}

static void
history_show_panel(struct request *r, struct rows session)
{
	show_rows(r, "history", q_panel_history(r, rows_int(session, 0, "id")));
}

/* Each shows its part of the date; the order is that of the page. */
static void (*const panels[])(struct request *, struct rows session) = {
	places_show_panel,
	agreements_show_panel,
	queue_show_panel,
	workshops_show_panel,
	eligible_show_panel,
	kept_show_panel,
	people_show_panel,
	charge_show_panel,
	today_show_panel,
	needs_show_panel,
	mails_show_panel,
	checklist_show_panel,
	notes_show_panel,
	history_show_panel,
};

int
date_show(struct request *r)
{
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));
	size_t i;

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, rows_text(s, 0, "title"));
	show_rows(r, "session", s);
	show_text(r, "ref", rows_text(s, 0, "ref"));
	for (i = 0; i < sizeof(panels) / sizeof(panels[0]); i++)
		panels[i](r, s);
	return reply_page(r, 200, "manage_session.html");
}

/* note.c: notes and the checklist of a date. */

#include "handlers.h"
#include "queries.h"
#include "request.h"

void
notes_show_panel(struct request *r, struct rows session)
{
	show_rows(r, "notes", q_panel_notes(r, rows_int(session, 0, "id")));
}

void
checklist_show_panel(struct request *r, struct rows session)
{
	show_rows(
	    r, "checklist", q_panel_checklist(r, rows_int(session, 0, "id")));
}

int
note_add(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows o =
	    q_panel_note_add(r, r->person, ref, arg_text(r, "note"), r->key);

	if (!outcome_is(o, "noted"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage/sessions/%s#notes", ref);
}

/* Tick or untick an item, or add one. */
int
checklist_act(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	bool add = !arg_given(r, "item");
	struct rows o;

	if (add && !arg_given(r, "todo")) {
		error_add(r, "todo", "Say what has to be done");
		return reply_form(r);
	}
	o = add ? q_panel_item_add(
		      r, r->person, ref, arg_text(r, "todo"), r->key)
		: q_panel_item_check(r, r->person, ref, arg_id(r, "item"),
		      arg_flag(r, "done"));
	if (outcome_is(o, "not_found"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage/sessions/%s#checklist", ref);
}

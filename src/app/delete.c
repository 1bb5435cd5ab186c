/* delete.c: drafts that nobody saw, and courses without dates, are deleted. */

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* Ask first; at: where what is to go is changed, and, with /delete, asked. */
static int
ask(struct request *r, const char *title, const char *what, const char *at,
    const char *back)
{
	desk_title(r, title);
	show_text(r, "what", what);
	show_text(r, "action", at);
	show_text(r, "back", back);
	return reply_page(r, 200, "manage_delete.html");
}

int
draft_delete_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows s = q_session_head(r, r->person, ref);

	if (s.n == 0)
		return reply_not_found(r);
	return ask(r, "Delete this draft",
	    arena_printf(r->arena, "%s: %s, %s", rows_text(s, 0, "full_ref"),
		rows_text(s, 0, "title"), rows_text(s, 0, "starts_words")),
	    arena_printf(r->arena, "/manage/sessions/%s/delete", ref),
	    arena_printf(r->arena, "/manage/sessions/%s/edit", ref));
}

int
draft_delete(struct request *r)
{
	return reply_done(r, q_draft_delete(r, r->person, arg_text(r, "ref")),
	    "deleted", "/manage/programme");
}

int
event_delete_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows form = q_event_form(r, r->person, code);

	if (form.n == 0)
		return reply_not_found(r);
	return ask(r, "Delete this course or event",
	    arena_printf(r->arena, "%s: %s", code, edit_value(form, "title")),
	    arena_printf(r->arena, "/manage/events/%s/delete", code),
	    arena_printf(r->arena, "/manage/events/%s/edit", code));
}

int
event_delete(struct request *r)
{
	return reply_done(r, q_event_delete(r, r->person, arg_text(r, "code")),
	    "deleted", "/manage/events");
}

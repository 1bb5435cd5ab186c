/*
 * workshop.c: what people choose of a conference, and room or online: at
 * booking and until the cut-off.
 */

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* The codes that workshop_1, workshop_2 … or rather_1 … hold, as an array. */
static const char *
codes(struct request *r, const char *field)
{
	struct buf b = { .arena = r->arena };
	const char *code;
	int i;

	buf_text(&b, "{");
	for (i = 1; i <= ROUNDS_MAX; i++) {
		code = arg_text(r, arena_printf(r->arena, "%s_%d", field, i));
		if (*code != '\0')
			buf_printf(&b, "%s\"%s\"", b.len > 1 ? "," : "", code);
	}
	buf_text(&b, "}");
	return buf_string(&b);
}

const char *
workshops_chosen(struct request *r)
{
	return codes(r, "workshop");
}

const char *
workshops_rather(struct request *r)
{
	return codes(r, "rather");
}

void
workshops_show(struct request *r, int64_t person, const char *ref)
{
	struct rows had = q_workshop_choices(r, person, ref);
	int i;

	for (i = 0; i < had.n; i++)
		show_typed(
		    r, rows_text(had, i, "field"), rows_text(had, i, "code"));
	show_rows(r, "rounds", q_session_rounds(r, ref));
	show_rows_in(
	    r, "workshops", q_session_workshops(r, ref, person), "slot");
}

void
workshops_show_none(struct request *r)
{
	struct rows none = rows_make(r->arena, "slot", 0, NULL);

	show_rows(r, "rounds", none);
	show_rows_in(r, "workshops", none, "slot");
}

void
workshops_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	show_rows(r, "desk_workshops", q_panel_workshops(r, id));
	show_rows(r, "unchosen", q_panel_unchosen(r, id));
	show_rows(r, "workshop_rules", q_panel_workshop_rules(r, id));
}

int
workshops_form(struct request *r)
{
	struct change c;
	int reply;

	if (!change_begin(r, "Workshops", "has_workshops", &c, &reply))
		return reply;
	workshops_show(r, c.owner, rows_text(c.row, 0, "ref"));
	return reply_page(r, 200, "workshops.html");
}

int
workshops_save(struct request *r)
{
	return reply_changed(r,
	    q_workshops_choose(r, r->person, at_desk(r), arg_id(r, "number"),
		workshops_chosen(r), workshops_rather(r)),
	    "chosen");
}

int
mode_form(struct request *r)
{
	struct change c;
	int reply;

	if (!change_begin(r, "In the room or online", "hybrid", &c, &reply))
		return reply;
	show_typed(r, "mode", rows_text(c.row, 0, "mode"));
	show_rows(
	    r, "modes", q_session_modes(r, rows_text(c.row, 0, "ref"), ""));
	return reply_page(r, 200, "mode.html");
}

int
mode_save(struct request *r)
{
	return reply_changed(r,
	    q_mode_switch(r, r->person, at_desk(r), arg_id(r, "number"),
		arg_text(r, "mode")),
	    "switched waiting same");
}

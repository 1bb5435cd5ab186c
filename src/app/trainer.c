/* trainer.c: who leads dates, listed, added and changed. */

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
#define TRAINER                                                                \
	{ "first_name", "First name", "line", "" },                            \
	{ "last_name", "Last name", "line", "" },                              \
	{ "organisation", "Organisation", "line",                              \
	    "The page of a date says this beside the name" },                  \
	{ "email", "Email address", "line",                                    \
	    "Who signs in with it sees the registers of their dates" },        \
	{ "phone", "Telephone", "line", "" },                                  \
	{ "commissioned", "We pay this trainer", "tick",                       \
	    "Not somebody whom an organisation lends us" }

static const struct edit_field new_fields[] = { TRAINER, { 0 } };
static const struct edit_field fields[] = {
	TRAINER,
	{ "retired", "Leads no more dates", "tick",
	    "Not offered for a new date. They stay on the dates that they "
	    "lead already" },
	{ 0 }
};
/* clang-format on */

int
trainers_show(struct request *r)
{
	desk_title(r, "Trainers");
	show_rows(r, "trainers", q_trainer_list(r, r->person));
	return reply_page(r, 200, "manage_trainers.html");
}

int
trainer_new_form(struct request *r)
{
	const struct edit e = { "Add a trainer", "/manage/trainers/new",
		"/manage/trainers", "Trainers", "Add the trainer", "",
		"Somebody whose address we know keeps the name that we know.",
		new_fields };

	return edit_page(r, &e, edit_none(r), edit_none(r));
}

int
trainer_make(struct request *r)
{
	return reply_done(r,
	    q_trainer_make(r, r->person, edit_json(r, new_fields)), "saved",
	    "/manage/trainers");
}

int
trainer_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows form = q_trainer_form(r, code);
	const struct edit e = { "Trainer",
		arena_printf(r->arena, "/manage/trainers/%s", code),
		"/manage/trainers", "Trainers", "Save",
		arena_printf(r->arena, "trainer %s", code), "", fields,
		"manage_trainer.html" };

	if (form.n == 0)
		return reply_not_found(r);
	show_rows(r, "dates", q_trainer_dates(r, r->person, code));
	return edit_page(r, &e, form, edit_none(r));
}

int
trainer_change(struct request *r)
{
	return reply_done(r,
	    q_trainer_change(r, r->person, arg_text(r, "code"),
		arg_number(r, "version"), edit_json(r, fields)),
	    "saved", "/manage/trainers");
}

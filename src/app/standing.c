/* standing.c: the checklist of every date. */

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
static const struct edit_field fields[] = {
	{ "words", "What has to be done", "line",
	    "For example Room booked and confirmed" },
	{ "delivery", "For which dates", "choice", "" },
	{ "days", "Working days", "number",
	    "Leave it empty if it may be done whenever" },
	{ "side", "Before the date or after it", "choice", "" },
	{ 0 }
};
/* clang-format on */

static struct rows
options(struct request *r)
{
	/* clang-format off */
	static const char *const cells[] = {
		"delivery", "", "Every date", "",
		"delivery", "room", "Dates in a room", "",
		"delivery", "online", "Dates online", "",
		"side", "before", "Before the date", "",
		"side", "after", "After the date", "",
	};
	/* clang-format on */

	return rows_make(r->arena, "list,value,words,first", 5, cells);
}

static int
saved(struct request *r, struct rows outcome)
{
	return reply_done(r, outcome, "saved", "/manage/checklist");
}

int
standing_show(struct request *r)
{
	desk_title(r, "Checklist of every date");
	show_rows(r, "items", q_standing_list(r));
	return reply_page(r, 200, "manage_checklist.html");
}

int
standing_move(struct request *r)
{
	return saved(r, q_standing_move(r, r->person, arg_number(r, "item")));
}

int
standing_new_form(struct request *r)
{
	const struct edit e = { "Add to the checklist", "/manage/checklist/new",
		"/manage/checklist", "Checklist", "Add it", "",
		"Every date that is not over gets it.", fields };

	return edit_page(r, &e, edit_none(r), options(r));
}

int
standing_make(struct request *r)
{
	return saved(
	    r, q_standing_put(r, r->person, 0, 0, edit_json(r, fields), false));
}

int
standing_form(struct request *r)
{
	int64_t item = arg_number(r, "item");
	struct rows form = q_standing_form(r, item);
	const struct edit e = { "To be done for every date",
		arena_printf(
		    r->arena, "/manage/checklist/%lld", (long long)item),
		"/manage/checklist", "Checklist", "Save",
		arena_printf(r->arena, "check_item %lld", (long long)item), "",
		fields, NULL, "Take it out of the checklist" };

	if (form.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, form, options(r));
}

int
standing_change(struct request *r)
{
	return saved(r, q_standing_put(r, r->person, arg_number(r, "item"),
			    arg_number(r, "version"), edit_json(r, fields),
			    arg_flag(r, "remove")));
}

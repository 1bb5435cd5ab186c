/* event.c: courses, conferences and other events, added and changed. */

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
#define NEED(n, label)                                                         \
	{ "needs" n, label, "choice", "", "needs" },                           \
	{ "needs" n "_months", "Within how many months", "number",             \
	    "Empty: whenever it was" },                                        \
	{ "needs" n "_equal", "Training elsewhere that counts as well",        \
	    "block", "By the name it is imported under, a line each" }
#define FIELDS                                                                 \
	{ "kind", "What it is", "choice", "" },                                \
	{ "title", "Title", "line", "" },                                      \
	{ "summary", "Summary", "block",                                       \
	    "What it is, and for whom, in two or three sentences" },           \
	{ "outcomes", "What you will be able to do", "block", "A line each" }, \
	{ "audience", "Whom it is for", "block", "A line each" },              \
	{ "level", "Level", "choice", "" },                                    \
	{ "topics", "Topics", "block", "A word each, a line each" },           \
	{ "length", "How it is held", "heading", "" },                         \
	{ "delivery", "Ways to take part", "many", "" },                       \
	{ "duration", "Length in words", "line",                               \
	    "For example half day, 2 days, 90 minutes" },                      \
	{ "minutes", "Taught time in minutes", "number", "" },                 \
	{ "new", "What a new date begins with", "heading",                     \
	    "Each date can have other numbers." },                             \
	{ "capacity", "Places on a date", "number",                            \
	    "In the room, if people can also come online" },                   \
	{ "online_places", "Places online", "number",                          \
	    "Only if people can choose" },                                     \
	{ "min_numbers", "Needs at least how many", "number", "" },            \
	{ "max_per_agency", "At most how many from one organisation",          \
	    "number", "" },                                                    \
	{ "approval_required", "The manager must agree", "tick", "" },         \
	{ "terms", "Cancellation terms", "choice", "" },                       \
	{ "full_fee", "Full fee of a place, in pounds", "number",              \
	    "For terms that charge a share of it. Empty: the fee of the terms" }, \
	{ "before", "What must come before it", "fold",                        \
	    "All of these." },                                                 \
	NEED("1", "First"), NEED("2", "And"), NEED("3", "And"),                \
	NEED("4", "And"),                                                      \
	{ "after", "Afterwards and on the day", "heading", "" },               \
	{ "form", "Evaluation form", "choice", "" },                           \
	{ "certificate", "Gives a certificate of attendance", "tick", "" },    \
	{ "certificate_for", "What the certificate asks for", "block",         \
	    "A line each, for example: marked present for every part" },       \
	{ "refresher_months", "Refresher suggested after how many months",     \
	    "number", "" },                                                    \
	{ "late_grace", "Minutes late that still count as in time", "number",  \
	    "Leave it empty and the trainer decides" },                        \
	{ "full_attendance", "All of it must be attended", "tick", "" },       \
	{ "content_warning", "Its content may be hard to hear", "tick", "" },  \
	{ "school_focused", "It is mainly for schools", "tick", "" },          \
	{ "open_to_public", "Open to everyone", "tick",                        \
	    "Parents, carers and community leaders book with a name and a "    \
	    "contact, without an account, and owe nothing" },                  \
	{ "secret", "Learning from a review", "fold",                          \
	    "Until the review is published, only its named readers see this "  \
	    "and its dates." },                                                \
	{ "review", "Learning review", "choice", "" }

static const struct edit_field fields[] = {
	{ "what", "What people read", "heading", "" }, FIELDS, { 0 }
};
static const struct edit_field new_fields[] = {
	{ "what", "What people read", "heading", "" },
	{ "code", "Code", "line", "Short and for good, for example NEG-201" },
	FIELDS,
	{ 0 }
};
/* clang-format on */

int
events_show(struct request *r)
{
	desk_title(r, "Courses and events");
	show_rows(r, "events", q_event_list(r, r->person));
	return reply_page(r, 200, "manage_events.html");
}

int
event_new_form(struct request *r)
{
	const struct edit e = { "Add a course or event", "/manage/events/new",
		"/manage/programme", "Programme", "Add it", "",
		"Its dates come next. Nobody sees it before a date of it is "
		"open for booking.",
		new_fields, NULL };

	return edit_page(r, &e, edit_none(r), q_edit_options(r, r->person));
}

int
event_make(struct request *r)
{
	return reply_done(r,
	    q_event_make(r, r->person, edit_json(r, new_fields)), "saved",
	    "/manage/events/%s/sessions/new", arg_text(r, "code"));
}

int
event_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows form = q_event_form(r, r->person, code);
	const struct edit e = { edit_value(form, "title"),
		arena_printf(r->arena, "/manage/events/%s/edit", code),
		"/manage/programme", "Programme", "Save",
		arena_printf(r->arena, "event %s", code),
		"Dates keep the title, the places and the limits that they "
		"have.",
		fields, "manage_event.html" };

	if (form.n == 0)
		return reply_not_found(r);
	show_text(r, "code", code);
	show_rows(r, "reviewed", q_review_of(r, code));
	show_rows(r, "dates", q_event_its_dates(r, r->person, code));
	return edit_page(r, &e, form, q_edit_options(r, r->person));
}

int
event_change(struct request *r)
{
	const char *code = arg_text(r, "code");

	return reply_done(r,
	    q_event_change(r, r->person, code, arg_number(r, "version"),
		edit_json(r, fields)),
	    "saved", "/manage/events/%s/edit", code);
}

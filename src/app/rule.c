/* rule.c: the partnership's own figures for the rules of booking. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
static const struct edit_field fields[] = {
	{ "offers", "When a place comes up", "heading",
	    "Early on, the next in line simply gets the place. Later they are "
	    "asked first." },
	{ "offer_days", "Ask first from", "number",
	    "Working days before the start" },
	{ "offer_hours", "Time to answer", "number", "Working hours" },
	{ "offer_late_days", "A shorter time from", "number",
	    "Working days before the start" },
	{ "offer_late_hours", "Shorter time to answer", "number",
	    "Working hours" },
	{ "offer_stop_hours", "Stop asking", "number",
	    "Hours before the start" },
	{ "first_call_days", "First call on a new date", "number",
	    "Working days that it is kept for the people of a cancelled one" },
	{ "agreement", "A manager's agreement", "heading", "" },
	{ "agreement_days", "Time for the manager to answer", "number",
	    "Working days. After that a coordinator decides" },
	{ "hold_places", "Hold a place while agreement is awaited", "tick", "" },
	{ "missed", "Who does not come", "heading",
	    "Dates count once their register is signed off; not those with a "
	    "good reason." },
	{ "no_show_count", "Dates missed", "number",
	    "From this number on each booking needs a manager's agreement. "
	    "0: never" },
	{ "no_show_months", "Within", "number", "Months" },
	{ "no_show_bar_months", "Agreement is needed for", "number",
	    "Months after the last of them" },
	{ "places", "Places", "heading", "" },
	{ "release_days", "Kept places go to everyone", "number",
	    "Working days before the start, for new dates. You can change it "
	    "on each date" },
	{ "one_live_date", "One date of a course at a time for each person",
	    "tick", "" },
	{ "changes", "Changing one's mind", "heading", "" },
	{ "withdraw_hours", "Free withdrawal after a late booking",
	    "number", "Hours" },
	{ "change_stop_hours", "Last changes by people themselves",
	    "number",
	    "Hours before the start. Until then they can send a colleague, move "
	    "to another date or choose again; after that only a coordinator can" },
	{ "reminders", "Reminders", "heading",
	    "Days count weekends and holidays, unless it says working days." },
	{ "reminder_days", "Reminder", "number", "Days before. 0: none" },
	{ "second_reminder_days", "Second reminder", "number",
	    "Days before. 0: none" },
	{ "joining_days", "Joining details", "number",
	    "Days before. 0: none" },
	{ "join_days", "Joining link shows from", "number",
	    "Working days before, to those who take part online" },
	{ "minimum_days", "Too few people", "number",
	    "Days before: the desk's first page then asks whether the date goes "
	    "ahead" },
	{ "hours", "Hours of the day", "heading", "" },
	{ "day_begins", "The working day begins", "time",
	    "For example 09:00" },
	{ "day_ends", "The working day ends", "time", "" },
	{ "mails_from", "Mails go out from", "time", "" },
	{ "mails_until", "Mails go out until", "time", "" },
	{ 0 }
};
/* clang-format on */

int
rules_form(struct request *r)
{
	const struct edit e = { "Rules of booking", "/manage/rules", "/manage",
		"Today", "Save", "rule",
		"They count from now on; what has been promised stays.",
		fields };

	return edit_page(r, &e, q_rule_form(r), edit_none(r));
}

int
rules_change(struct request *r)
{
	struct rows k;

	if (strcmp(arg_text(r, "day_ends"), arg_text(r, "day_begins")) <= 0)
		error_add(r, "day_ends", "Enter a time after the day begins");
	if (strcmp(arg_text(r, "mails_until"), arg_text(r, "mails_from")) <= 0)
		error_add(r, "mails_until", "Enter a time after mails begin");
	if (arg_number(r, "second_reminder_days") >=
		arg_number(r, "reminder_days") &&
	    arg_number(r, "second_reminder_days") > 0)
		error_add(r, "second_reminder_days",
		    "Enter fewer days than for the first reminder");
	if (arg_number(r, "offer_late_days") > arg_number(r, "offer_days"))
		error_add(r, "offer_late_days",
		    "Enter at most as many days as above");
	if (error_any(r))
		return reply_form(r);
	k = q_rule_change(
	    r, arg_number(r, "version"), r->person, edit_json(r, fields));
	if (strcmp(rows_text(k, 0, "outcome"), "saved") != 0)
		return reply_refused(r, rows_text(k, 0, "outcome"));
	return reply_redirect(r, "/manage/rules");
}

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
	{ "offer_days", "Ask first from how many working days before the start",
	    "number", "" },
	{ "offer_hours", "Working hours to answer", "number", "" },
	{ "offer_late_days", "A shorter time from how many working days before "
	    "the start", "number", "" },
	{ "offer_late_hours", "That shorter time, in working hours", "number",
	    "" },
	{ "offer_stop_hours", "Stop asking how many hours before the start",
	    "number", "" },
	{ "first_call_days", "First call on a new date when one was cancelled, "
	    "in working days", "number", "" },
	{ "agreement", "A manager's agreement", "heading", "" },
	{ "agreement_days", "Working days for the manager to answer", "number",
	    "After that a coordinator decides" },
	{ "hold_places", "Hold a place while agreement is awaited", "tick", "" },
	{ "missed", "Who does not come", "heading",
	    "Dates count once their register is signed off; not those with a "
	    "good reason." },
	{ "no_show_count", "Not coming to how many dates needs a manager's "
	    "agreement for each booking", "number", "0: never" },
	{ "no_show_months", "If they lie within how many months", "number",
	    "" },
	{ "no_show_bar_months", "For how many months after the last of them",
	    "number", "" },
	{ "places", "Places", "heading", "" },
	{ "release_days", "Places kept for a group go to everyone how many "
	    "working days before the start", "number",
	    "For new dates. You can change it on each date" },
	{ "one_live_date", "One date of a course at a time for each person",
	    "tick", "" },
	{ "changes", "Changing one's mind", "heading", "" },
	{ "withdraw_hours", "Hours in which someone who came late may withdraw "
	    "free", "number", "" },
	{ "change_stop_hours", "Hours before the start when people can no "
	    "longer send a colleague, move or choose again", "number",
	    "After that only a coordinator can" },
	{ "reminders", "Reminders", "heading",
	    "Days count weekends and holidays, unless it says working days." },
	{ "reminder_days", "Remind people how many days before", "number",
	    "0: do not" },
	{ "second_reminder_days", "And again how many days before", "number",
	    "0: do not" },
	{ "joining_days", "Send joining details how many days before",
	    "number", "0: do not" },
	{ "join_days", "Show the joining link how many working days before",
	    "number", "To those who take part online" },
	{ "minimum_days", "Ask about dates with too few people how many days "
	    "before", "number", "The desk's first page asks" },
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
	if (q_rule_change(
		r, arg_number(r, "version"), r->person, edit_json(r, fields))
		.n == 0)
		return reply_refused(r, "stale");
	return reply_redirect(r, "/manage/rules");
}

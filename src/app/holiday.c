/* holiday.c: bank holidays, which are no working days, and school holidays. */

#include "handlers.h"
#include "queries.h"
#include "request.h"

int
holidays_form(struct request *r)
{
	desk_title(r, "Holidays");
	show_rows(r, "bank", q_holiday_list(r, false, false));
	show_rows(r, "bank_past", q_holiday_list(r, false, true));
	show_rows(r, "school", q_holiday_list(r, true, false));
	show_rows(r, "school_past", q_holiday_list(r, true, true));
	return reply_page(r, 200, "manage_holidays.html");
}

static int
keep(struct request *r, const char *first, const char *last, const char *name)
{
	struct rows k = q_holiday_keep(r, r->person, arg_text(r, first), last,
	    arg_text(r, name), arg_flag(r, "remove"));

	if (outcome_is(k, "no_name"))
		error_add(r, name, "Enter the name");
	if (outcome_is(k, "holiday_known"))
		error_add(r, first, "It is in the list already");
	return reply_done(r, k, "saved", "/manage/holidays");
}

int
bank_keep(struct request *r)
{
	return keep(r, "first", "", "name");
}

int
school_keep(struct request *r)
{
	return keep(r, "school_first", arg_text(r, "last"), "school_name");
}

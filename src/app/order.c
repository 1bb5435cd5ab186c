/* order.c: how organisations are invoiced, and under which purchase orders. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

int
orders_show(struct request *r)
{
	desk_title(r, "Purchase orders");
	show_rows(r, "invoiced", q_order_list(r));
	return reply_page(r, 200, "manage_orders.html");
}

int
order_form(struct request *r)
{
	struct rows a = q_order_agency(r, arg_text(r, "agency"));

	if (a.n == 0)
		return reply_not_found(r);
	desk_title(r, "Purchase orders");
	show_rows(r, "invoiced", a);
	show_rows(r, "orders", q_order_lines(r, arg_text(r, "agency")));
	show_typed_row(r, a);
	return reply_page(r, 200, "manage_order.html");
}

/* A new order needs all three; what is missing is told at its field. */
static bool
order_given(struct request *r)
{
	if (!arg_given(r, "number"))
		error_add(r, "number", "Enter its number");
	if (!arg_given(r, "first"))
		error_add(r, "first", "Enter the first day");
	if (!arg_given(r, "last"))
		error_add(r, "last", "Enter the last day");
	return !error_any(r);
}

int
order_act(struct request *r)
{
	const char *agency = arg_text(r, "agency"), *act = arg_text(r, "act");
	bool add = strcmp(act, "add") == 0;
	struct rows done;

	if (add && !order_given(r))
		return reply_form(r);
	if (add)
		done = q_order_add(r, r->person, agency, arg_text(r, "number"),
		    arg_text(r, "first"), arg_text(r, "last"));
	else if (strcmp(act, "drop") == 0)
		done = q_order_drop(r, r->person, agency, arg_id(r, "order"));
	else
		done = q_order_invoicing(r, r->person, agency,
		    arg_number(r, "version"), arg_text(r, "period"),
		    arg_flag(r, "needed"), arg_text(r, "post"));
	return reply_done(
	    r, done, "added dropped saved", "/manage/orders/%s", agency);
}

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
static const char *
add_order(struct request *r, const char *agency)
{
	if (!arg_given(r, "number"))
		error_add(r, "number", "Enter its number");
	if (!arg_given(r, "first"))
		error_add(r, "first", "Enter the first day");
	if (!arg_given(r, "last"))
		error_add(r, "last", "Enter the last day");
	if (error_any(r))
		return NULL;
	return rows_text(
	    q_order_add(r, r->person, agency, arg_text(r, "number"),
		arg_text(r, "first"), arg_text(r, "last")),
	    0, "outcome");
}

int
order_act(struct request *r)
{
	const char *agency = arg_text(r, "agency"), *act = arg_text(r, "act");
	const char *outcome;

	if (strcmp(act, "add") == 0)
		outcome = add_order(r, agency);
	else if (strcmp(act, "drop") == 0)
		outcome = rows_text(
		    q_order_drop(r, r->person, agency, arg_id(r, "order")), 0,
		    "outcome");
	else
		outcome = rows_text(
		    q_order_invoicing(r, r->person, agency,
			arg_number(r, "version"), arg_text(r, "period"),
			arg_flag(r, "needed"), arg_text(r, "post")),
		    0, "outcome");
	if (outcome == NULL)
		return reply_form(r);
	if (strcmp(outcome, "not_found") == 0)
		return reply_not_found(r);
	if (strcmp(outcome, "added") != 0 && strcmp(outcome, "dropped") != 0 &&
	    strcmp(outcome, "saved") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/orders/%s", agency);
}

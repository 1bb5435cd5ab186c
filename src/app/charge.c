/*
 * charge.c: charges for late cancellations and for not coming: decided at the
 * desk, questioned behind the link of a mail.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "text.h"

enum { PAGE_ROWS = 50, POUNDS_MAX = 10000 };

/* Pence of "12", "12.5" or "£12.50"; -1 for anything else. */
static int64_t
pence_of(const char *s)
{
	static const char sign[] = "£";
	int64_t pounds, pence = 0;
	char *end;

	if (strncmp(s, sign, sizeof(sign) - 1) == 0)
		s += sizeof(sign) - 1;
	if (*s < '0' || *s > '9')
		return -1;
	pounds = strtoll(s, &end, 10);
	if (*end == '.') {
		s = end + 1;
		if (strspn(s, "0123456789") != 2 || strlen(s) != 2)
			return -1;
		pence = strtoll(s, &end, 10);
	}
	return *end != '\0' || pounds > POUNDS_MAX ? -1 : pounds * 100 + pence;
}

int
charges_show(struct request *r)
{
	const char *which = arg_text(r, "which");
	int64_t page = paging_page(r), n = 0;
	struct rows c = q_charge_list(r, which, 0, page);

	if (c.n > 0)
		n = rows_int(c, 0, "n");
	desk_title(r, "Charges");
	show_rows(r, "charges", c);
	show_rows(r, "counts", q_charge_counts(r));
	show_text(r, "which", *which != '\0' ? which : "proposed");
	show_flag(r, "can_decide",
	    *which == '\0' || strcmp(which, "proposed") == 0 ||
		strcmp(which, "disputed") == 0);
	show_text(r, "said",
	    arg_given(r, "said")
		? arena_printf(r->arena, "%s settled", arg_text(r, "said"))
		: NULL);
	paging_show(r,
	    *which != '\0' ? arena_printf(r->arena, "which=%s", which) : "",
	    page, n, PAGE_ROWS);
	return reply_page(r, 200, "manage_charges.html");
}

int
charges_decide(struct request *r)
{
	const char *which = arg_text(r, "which"), *act = arg_text(r, "act");
	const char *charges = arg_set(r, "charge");
	struct rows d;

	if (strcmp(act, "confirm_all") == 0)
		charges = rows_text(
		    q_charge_shown(r, arg_id(r, "from"), arg_id(r, "upto")), 0,
		    "charges");
	else if (!arg_given(r, "charge")) {
		error_add(r, "", "Tick those that you decide about");
		return reply_form(r);
	}
	d = q_charge_decide(r, r->person, charges, strcmp(act, "waive") == 0,
	    arg_text(r, "why"));
	return reply_done(r, d, "decided", "/manage/charges?said=%s&which=%s",
	    rows_text(d, 0, "decided"), *which != '\0' ? which : "proposed");
}

int
charge_show(struct request *r)
{
	int64_t charge = arg_id(r, "charge");
	struct rows c = q_charge_show(r, charge);

	if (c.n == 0)
		return reply_not_found(r);
	q_charge_seen(r, r->person, charge);
	desk_title(r, "A charge");
	show_rows(r, "charge", c);
	show_rows(r, "history", q_charge_history(r, charge));
	return reply_page(r, 200, "manage_charge.html");
}

/* The pence of what was spent; what is amiss is told at its field. */
static int64_t
costs_given(struct request *r)
{
	int64_t pence = pence_of(arg_text(r, "costs"));

	if (pence == -1)
		error_add(r, "costs", "Enter an amount such as 120 or 120.50");
	if (pence > 0 && !arg_given(r, "costs_for"))
		error_add(r, "costs_for", "Say what it was spent on");
	return pence;
}

int
charge_act(struct request *r)
{
	const char *act = arg_text(r, "act");
	int64_t charge = arg_id(r, "charge"), pence;
	const char *one[] = { arena_printf(r->arena, "%" PRId64, charge),
		NULL };
	struct rows done;

	if (q_charge_show(r, charge).n == 0)
		return reply_not_found(r);
	if (strcmp(act, "costs") == 0) {
		pence = costs_given(r);
		if (error_any(r))
			return reply_form(r);
		done = q_charge_costs(
		    r, r->person, charge, pence, arg_text(r, "costs_for"));
	} else {
		done = q_charge_decide(r, r->person, text_array(r->arena, one),
		    strcmp(act, "waive") == 0, arg_text(r, "why"));
	}
	return reply_done(
	    r, done, "decided added", "/manage/charges/%s", one[0]);
}

void
charge_show_panel(struct request *r, struct rows session)
{
	show_rows(
	    r, "charge_date", q_charge_date(r, rows_text(session, 0, "ref")));
	show_rows(r, "charges",
	    q_charge_list(r, "all", rows_int(session, 0, "id"), 1));
}

int
charge_date_show(struct request *r)
{
	struct rows d = q_charge_date(r, arg_text(r, "ref"));

	if (d.n == 0)
		return reply_not_found(r);
	desk_title(r, "Charges of a date");
	show_rows(r, "charge_date", d);
	show_rows(
	    r, "bookings", q_charge_bookings(r, rows_int(d, 0, "session")));
	show_rows(r, "excuses", q_charge_excuses(r));
	show_typed_row(r, d);
	return reply_page(r, 200, "manage_charge_date.html");
}

/* Note why somebody cannot come; or charge nobody for this date. */
int
charge_date_act(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows done;
	bool excuse = strcmp(arg_text(r, "act"), "excuse") == 0;

	if (excuse && !arg_given(r, "booking"))
		error_add(r, "booking", "Choose who it is about");
	if (excuse && !arg_given(r, "excuse"))
		error_add(r, "excuse", "Choose the reason");
	if (error_any(r))
		return reply_form(r);
	done = excuse ? q_charge_excuse(r, r->person, arg_id(r, "booking"),
			    arg_text(r, "excuse"))
		      : q_charge_spare(
			    r, r->person, ref, arg_text(r, "no_charges"));
	if (outcome_is(done, "not_found"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage/sessions/%s#charges", ref);
}

/* The page of one charge: behind the link of a mail, or of one's own. */
static int
show_case(struct request *r, struct rows c, bool mine)
{
	show_text(r, "page_title", "A charge");
	show_rows(r, "case", c);
	show_flag(r, "mine", mine);
	show_text(r, "action", r->path);
	show_flag(r, "stated_now", arg_flag(r, "stated"));
	return reply_page(r, 200, "charge.html");
}

int
charge_case_show(struct request *r)
{
	struct rows c =
	    q_charge_case(r, secret_lookup(r->arena, arg_text(r, "token")));

	return c.n == 0 ? reply_link_gone(r, "/login", "")
			: show_case(r, c, false);
}

int
charge_mine_show(struct request *r)
{
	struct rows c = q_charge_mine(r, r->person, arg_id(r, "number"));

	if (c.n == 0)
		return reply_not_found(r);
	return show_case(r, c, true);
}

void
charge_show_mine(struct request *r, int64_t number)
{
	show_rows(r, "charges", q_charge_mine(r, r->person, number));
}

int
charge_case(struct request *r)
{
	struct rows done = q_charge_state_case(r,
	    secret_lookup(r->arena, arg_text(r, "token")),
	    arg_text(r, "words"));

	if (outcome_is(done, "not_found"))
		return reply_link_gone(r, "/login", "");
	return reply_done(r, done, "stated", "%s?stated=1", r->path);
}

int
charge_mine(struct request *r)
{
	return reply_done(r,
	    q_charge_state_mine(
		r, r->person, arg_id(r, "number"), arg_text(r, "words")),
	    "stated", "%s?stated=1", r->path);
}

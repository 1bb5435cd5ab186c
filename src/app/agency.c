/*
 * agency.c: training contacts: their organisation's staff and bookings, and
 * booking for colleagues, several at once.
 */
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { PAGE_ROWS = 50 };

/* The organisation that was asked for, or the first; NULL: none. */
static const char *
agency_chosen(struct request *r)
{
	const char *wanted = arg_text(r, "agency");
	struct rows own = q_agency_list(r, r->person, wanted);
	int i;

	show_rows(r, "agencies", own);
	show_flag(r, "several_agencies", own.n > 1);
	for (i = 0; i < own.n; i++)
		if (*wanted == '\0' || rows_flag(own, i, "selected")) {
			show_text(r, "agency", rows_text(own, i, "code"));
			show_text(r, "agency_name", rows_text(own, i, "name"));
			return rows_text(own, i, "code");
		}
	return NULL;
}

static void
show_staff(struct request *r, const char *agency, bool unbooked)
{
	const char *q = arg_text(r, "q");
	struct buf keep = { .arena = r->arena };
	int64_t page = paging_page(r), n = 0;
	struct rows s = q_agency_staff(r, r->person, agency, unbooked, q, page);

	if (s.n > 0)
		n = rows_int(s, 0, "n");
	buf_printf(&keep,
	    "show=%s&agency=%s&q=", unbooked ? "unbooked" : "staff", agency);
	buf_url(&keep, q);
	show_rows(r, "staff", s);
	show_text(r, "count_words",
	    arena_printf(r->arena, "%" PRId64 " %s", n,
		n == 1 ? "colleague" : "colleagues"));
	paging_show(r, buf_string(&keep), page, n, PAGE_ROWS);
}

int
agency_show(struct request *r)
{
	const char *agency = agency_chosen(r), *show = arg_text(r, "show");
	struct rows dates;

	if (agency == NULL)
		return reply_not_found(r);
	if (*show == '\0')
		show = "bookings";
	show_text(r, "page_title", "My organisation");
	show_text(r, "show", show);
	show_text(r, "q", arg_text(r, "q"));
	dates = q_agency_dates(r, r->person, agency);
	show_rows(r, "dates", dates);
	show_rows_in(
	    r, "bookings", q_agency_bookings(r, r->person, agency), "ref");
	show_staff(r, agency, strcmp(show, "unbooked") == 0);
	return reply_page(r, 200, "agency.html");
}

int
group_form(struct request *r)
{
	const char *agency = agency_chosen(r), *ref = arg_text(r, "ref");
	struct rows s = q_session_show(r, ref, r->person, r->conf->base_url);

	if (agency == NULL || s.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "Book colleagues");
	show_rows(r, "session", s);
	show_rows(r, "modes", q_session_modes(r, ref, ""));
	show_rows(r, "staff", q_agency_free(r, r->person, agency, ref));
	return reply_page(r, 200, "agency_book.html");
}

/* What was ticked, for the form that confirms. */
static void
show_ticked(struct request *r)
{
	const char *const *codes = arg_list(r, "staff");
	const char **cells;
	int n = 0;

	while (codes != NULL && codes[n] != NULL)
		n++;
	cells = arena_alloc(r->arena, ((size_t)n + 1) * sizeof(*cells));
	memcpy(cells, codes, (size_t)n * sizeof(*cells));
	show_rows(r, "ticked", rows_make(r->arena, "code", n, cells));
}

static int
group_preview(struct request *r, struct rows session, const char *people)
{
	struct rows l = q_group_look(r, r->person, arg_text(r, "ref"),
	    arg_text(r, "agency"), arg_text(r, "mode"),
	    arg_text(r, "manager_email"), people);
	int i, good = 0, outside = 0;
	bool unmanaged = false;

	for (i = 0; i < l.n; i++) {
		good += rows_flag(l, i, "ok");
		outside += rows_flag(l, i, "outside");
		unmanaged = unmanaged || rows_flag(l, i, "no_manager");
	}
	if (unmanaged && !arg_given(r, "manager_email")) {
		error_add(r, "manager_email",
		    "Enter the work email address of the person who agrees "
		    "the training of those whose manager we do not know");
		return reply_form(r);
	}
	show_text(r, "page_title", "Check before you book");
	show_rows(r, "session", session);
	show_rows(r, "people", l);
	show_ticked(r);
	show_text(r, "text", arg_text(r, "people"));
	show_text(r, "mode", arg_text(r, "mode"));
	show_text(r, "manager_name", arg_text(r, "manager_name"));
	show_text(r, "manager_email", arg_text(r, "manager_email"));
	show_flag(r, "any", good + outside > 0);
	show_flag(r, "outside", outside > 0);
	show_text(r, "count_words",
	    arena_printf(r->arena, "%d of %d can be booked", good, l.n));
	return reply_page(r, 200, "agency_check.html");
}

int
group_send(struct request *r)
{
	const char *agency = agency_chosen(r), *ref = arg_text(r, "ref");
	struct rows s = q_session_show(r, ref, r->person, r->conf->base_url);
	struct rows b;
	const char *people;

	if (agency == NULL || s.n == 0)
		return reply_not_found(r);
	people =
	    colleagues_read(r, arg_text(r, "people"), arg_list(r, "staff"));
	if (rows_flag(s, 0, "hybrid") && !arg_given(r, "mode"))
		error_add(r, "mode",
		    "Choose whether they will be in the room or online");
	if (error_any(r))
		return reply_form(r);
	if (strcmp(arg_text(r, "act"), "book") != 0)
		return group_preview(r, s, people);
	b = q_group_book(r, r->person, ref, arg_text(r, "agency"),
	    arg_text(r, "mode"), arg_text(r, "manager_name"),
	    arg_text(r, "manager_email"), r->key, r->digest, people);
	return reply_done(
	    r, b, "booked", "/agency/requests/%s", rows_text(b, 0, "request"));
}

int
group_show(struct request *r)
{
	int64_t request = arg_id(r, "number");
	struct rows g = q_group_show(r, r->person, request);

	if (g.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "What came of your request");
	show_rows(r, "request", g);
	show_rows(r, "lines", q_group_lines(r, r->person, request));
	return reply_page(r, 200, "agency_request.html");
}

int
agency_booking(struct request *r)
{
	struct rows b = q_agency_booking(r, r->person, arg_id(r, "number"));

	if (b.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", "A colleague’s booking");
	show_rows(r, "booking", b);
	return reply_page(r, 200, "agency_booking.html");
}

int
agency_cancel(struct request *r)
{
	int64_t number = arg_id(r, "number");

	return reply_done(r,
	    q_agency_cancel(r, r->person, number, arg_text(r, "why")),
	    "cancelled", "/agency/bookings/%" PRId64, number);
}

int
agency_ticket(struct request *r)
{
	struct rows b = q_agency_booking(r, r->person, arg_id(r, "number"));

	return reply_paper_ticket(r, b);
}

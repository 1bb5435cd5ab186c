/*
 * programme.c: the whole programme at the desk: every date, drafts first; a
 * term opened for booking at one press, or copied.
 */
#include <inttypes.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { PAGE_ROWS = 25 };

static void
show_filter(struct request *r, const char *name)
{
	show_text(r, name, arg_text(r, name));
}

/* The filter, for the addresses of the other pages of the list. */
static const char *
filter_query(struct request *r)
{
	static const char *const names[] = { "find", "state", "event", "from",
		"to" };
	struct buf b = { .arena = r->arena };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		buf_printf(&b, "%s%s=", i > 0 ? "&" : "", names[i]);
		buf_url(&b, arg_text(r, names[i]));
	}
	return buf_string(&b);
}

int
programme_show(struct request *r)
{
	int64_t page = paging_page(r), n = 0;
	struct rows s = q_programme_dates(r, r->person, arg_text(r, "find"),
	    arg_text(r, "state"), arg_text(r, "event"), arg_text(r, "from"),
	    arg_text(r, "to"), page);

	if (s.n > 0)
		n = rows_int(s, 0, "n");
	desk_title(r, "Programme");
	show_rows(r, "dates", s);
	show_rows(r, "events", q_event_list(r, r->person));
	show_filter(r, "find");
	show_filter(r, "state");
	show_filter(r, "event");
	show_filter(r, "from");
	show_filter(r, "to");
	show_filter(r, "copied");
	show_filter(r, "left");
	show_text(r, "count_words",
	    arena_printf(
		r->arena, "%" PRId64 " %s", n, n == 1 ? "date" : "dates"));
	paging_show(r, filter_query(r), page, n, PAGE_ROWS);
	return reply_page(r, 200, "manage_programme.html");
}

int
publish_form(struct request *r)
{
	desk_title(r, "Open dates for booking");
	show_filter(r, "from");
	show_filter(r, "to");
	show_rows(r, "drafts",
	    q_programme_drafts(
		r, r->person, arg_text(r, "from"), arg_text(r, "to")));
	return reply_page(r, 200, "manage_publish.html");
}

/* A day without an hour is its 9am; no day is now. */
int
publish_dates(struct request *r)
{
	const char *day = arg_text(r, "day"), *hour = arg_text(r, "hour");
	struct rows p;

	if (*day != '\0') {
		p = q_local_time(r, day, *hour != '\0' ? hour : "09:00");
		if (!rows_flag(p, 0, "there") || rows_flag(p, 0, "past")) {
			error_add(r, "day", "Enter a time to come");
			return reply_form(r);
		}
	}
	p = q_programme_publish(r, r->person, arg_set(r, "refs"), day, hour);
	return reply_done(r, p, "published", "/manage/programme?state=open");
}

int
copy_form(struct request *r)
{
	const char *from = arg_text(r, "from"), *to = arg_text(r, "to");
	int64_t weeks = arg_given(r, "weeks") ? arg_number(r, "weeks") : 52;
	bool asked = *from != '\0' && *to != '\0';

	desk_title(r, "Copy the dates of a term");
	show_filter(r, "from");
	show_filter(r, "to");
	show_number(r, "weeks", weeks);
	show_flag(r, "asked", asked);
	show_rows(r, "copies",
	    q_programme_copies(r, r->person, asked ? from : "1900-01-01",
		asked ? to : "1900-01-01", weeks));
	return reply_page(r, 200, "manage_copy.html");
}

int
copy_dates(struct request *r)
{
	struct rows c = q_programme_copy(
	    r, r->person, arg_set(r, "refs"), arg_number(r, "weeks"));

	return reply_done(r, c, "copied",
	    "/manage/programme?state=draft&copied=%" PRId64 "&left=%" PRId64,
	    rows_int(c, 0, "copied"), rows_int(c, 0, "left_out"));
}

/*
 * desk.c: the coordinator's desk: what needs a person today, one search, and
 * the people, dates and bookings it leads to.
 */
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "text.h"

enum { PAGE_ROWS = 25 };

void
desk_title(struct request *r, const char *title)
{
	show_text(r, "page_title", title);
	show_text(r, "q", "");
}

/* What waits, below a heading each for now, soon and whenever. */
static void
show_tasks(struct request *r, struct rows tasks)
{
	static const char *const headings[] = { "Today and tomorrow", "Soon",
		"When there is time" };
	const char *cells[2 * sizeof(headings) / sizeof(headings[0])];
	int64_t part = 0;
	int i, n = 0;

	for (i = 0; i < tasks.n; i++) {
		if (rows_int(tasks, i, "part") == part)
			continue;
		part = rows_int(tasks, i, "part");
		cells[n++] = rows_text(tasks, i, "part");
		cells[n++] = headings[part - 1];
	}
	show_rows(
	    r, "parts", rows_make(r->arena, "part,heading", n / 2, cells));
	show_rows_in(r, "tasks", tasks, "part");
}

int
desk_show(struct request *r)
{
	struct rows now = q_desk_now(r), mail = q_desk_mail_stuck(r);

	desk_title(r, "Training desk");
	show_text(r, "date_words", rows_text(now, 0, "date_words"));
	show_rows(r, "alerts", q_desk_alerts(r, r->person));
	show_tasks(r, q_desk_tasks(r));
	show_rows(r, "today", q_desk_today(r, r->person));
	show_rows(r, "coming", q_desk_coming(r, r->person));
	show_text(r, "mail_stuck", rows_text(mail, 0, "trouble"));
	return reply_page(r, 200, "manage.html");
}

int
alert_show(struct request *r)
{
	struct rows a = q_desk_alert(r, arg_id(r, "alert"));

	if (a.n == 0)
		return reply_not_found(r);
	desk_title(r, "Someone to get back to");
	show_rows(r, "alert", a);
	q_desk_alert_seen(r, r->person, arg_id(r, "alert"));
	return reply_page(r, 200, "manage_alert.html");
}

int
alert_settle(struct request *r)
{
	return reply_done(r,
	    q_desk_alert_settle(
		r, r->person, arg_id(r, "alert"), arg_text(r, "note")),
	    "settled", "/manage");
}

/* The bookings of those found, under each. */
static void
show_their_bookings(struct request *r, struct rows people)
{
	const char **codes;
	int i;

	codes = arena_alloc(r->arena, ((size_t)people.n + 1) * sizeof(*codes));
	for (i = 0; i < people.n; i++)
		codes[i] = rows_text(people, i, "code");
	codes[people.n] = NULL;
	show_rows_in(r, "bookings",
	    q_desk_people_bookings(
		r, r->person, text_array(r->arena, codes), arg_text(r, "q")),
	    "code");
}

/* "3 people and 1 date", or that nobody is called so. */
static const char *
count_words(struct request *r, int people, int dates)
{
	if (people == 0 && dates == 0)
		return arena_printf(r->arena,
		    "Nothing found for “%s”. Try fewer letters",
		    arg_text(r, "q"));
	return arena_printf(r->arena, "%d %s, %d %s", people,
	    people == 1 ? "person" : "people", dates,
	    dates == 1 ? "date" : "dates");
}

int
people_show(struct request *r)
{
	const char *q = arg_text(r, "q");
	struct rows people = q_desk_people(r, r->person, q);
	struct rows dates = q_desk_find_sessions(r, r->person, q);

	desk_title(r, "Find");
	show_text(r, "q", q);
	show_rows(r, "people", people);
	show_their_bookings(r, people);
	show_rows(r, "sessions", dates);
	show_text(r, "count_words", count_words(r, people.n, dates.n));
	return reply_page(r, 200, "manage_people.html");
}

int
person_show(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows p = q_desk_person(r, r->person, code);

	if (p.n == 0)
		return reply_not_found(r);
	desk_title(r, rows_text(p, 0, "name"));
	show_rows(r, "person", p);
	show_rows(r, "mail_back", q_mail_back_of(r, code));
	show_rows(r, "bookings", q_desk_person_bookings(r, r->person, code));
	show_rows(r, "past", q_desk_person_past(r, code));
	show_rows(r, "allowed", q_person_allowed(r, code));
	show_rows(r, "agencies", q_desk_agencies(r, ""));
	return reply_page(r, 200, "manage_person.html");
}

int
person_place(struct request *r)
{
	return reply_done(r,
	    q_desk_place(
		r, r->person, arg_text(r, "code"), arg_text(r, "agency")),
	    "placed", "/manage/people/%s", arg_text(r, "code"));
}

int
setting_show(struct request *r)
{
	struct rows s = q_desk_setting(r, arg_id(r, "setting"));

	if (s.n == 0)
		return reply_not_found(r);
	desk_title(r, "A new workplace");
	show_rows(r, "setting", s);
	show_rows(r, "known", q_desk_setting_known(r, arg_id(r, "setting")));
	show_typed_row(r, s);
	return reply_page(r, 200, "manage_setting.html");
}

int
setting_settle(struct request *r)
{
	struct rows o = q_desk_setting_settle(
	    r, r->person, arg_id(r, "setting"), arg_text(r, "name"));

	if (outcome_is(o, "not_found"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage");
}

int
dates_show(struct request *r)
{
	bool past = strcmp(arg_text(r, "when"), "past") == 0;
	int64_t page = paging_page(r), n = 0;
	struct rows s = q_desk_sessions(r, r->person, past, page);

	if (s.n > 0)
		n = rows_int(s, 0, "n");
	desk_title(r, "Dates");
	show_rows(r, "sessions", s);
	show_flag(r, "past", past);
	show_text(r, "count_words",
	    arena_printf(
		r->arena, "%" PRId64 " %s", n, n == 1 ? "date" : "dates"));
	paging_show(r, past ? "when=past" : "", page, n, PAGE_ROWS);
	return reply_page(r, 200, "manage_sessions.html");
}

int
desk_booking_show(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_desk_booking(r, r->person, number);

	if (b.n == 0)
		return reply_not_found(r);
	q_desk_booking_seen(r, r->person, number);
	desk_title(r, arena_printf(r->arena, "Booking %" PRId64, number));
	show_rows(r, "booking", b);
	show_rows(
	    r, "change", q_change_mine(r, rows_int(b, 0, "person"), number));
	show_rows(r, "history", q_desk_booking_history(r, number));
	show_rows(r, "mails", q_desk_booking_mails(r, number));
	show_flag(r, "resent", arg_flag(r, "resent"));
	return reply_page(r, 200, "manage_booking.html");
}

/* Send its mail again, or cancel it for the person with the reason. */
int
desk_booking_act(struct request *r)
{
	const char *act = arg_text(r, "act");
	bool cancel = strcmp(act, "cancel") == 0;
	int64_t number = arg_id(r, "number");
	struct rows done;

	if (cancel && !arg_given(r, "why")) {
		error_add(r, "why", "Say why, so that others can follow");
		return reply_form(r);
	}
	if (strcmp(act, "take") == 0 || strcmp(act, "leave") == 0) {
		done = q_desk_booking_answer(
		    r, r->person, number, strcmp(act, "take") == 0);
		if (outcome_is(done, "not_found not_live"))
			return reply_refused(r, rows_text(done, 0, "outcome"));
		return reply_redirect(r, "/manage/bookings/%" PRId64, number);
	}
	done = cancel ? q_desk_booking_end(r, r->person, number,
			    arg_text(r, "why"), arg_flag(r, "charge_late"))
		      : q_desk_booking_resend(r, r->person, number);
	return reply_done(r, done, "cancelled resent",
	    "/manage/bookings/%" PRId64 "%s", number,
	    cancel ? "" : "?resent=1");
}

int
exports_show(struct request *r)
{
	desk_title(r, "Exports");
	show_rows(
	    r, "events", q_desk_events(r, r->person, arg_text(r, "event")));
	show_rows(r, "agencies", q_desk_agencies(r, arg_text(r, "agency")));
	return reply_page(r, 200, "manage_exports.html");
}

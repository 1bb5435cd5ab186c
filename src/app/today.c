/*
 * today.c: the morning of: from a phone a date is cancelled, led by somebody
 * else, held somewhere else or online, or moved; one date, or all of a venue
 * and day; and whom to ring about it.
 */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "text.h"

enum { SPARE_TICKETS = 8, TRIES = 3 };

/* What was written, or the reason that was chosen, in words; or "". */
static const char *
reason_words(struct request *r)
{
	const char *words = arg_text(r, "words");
	struct rows told;

	if (*words != '\0' || !arg_given(r, "reason"))
		return words;
	told = q_change_reason(r, arg_text(r, "reason"));
	return told.n > 0 ? rows_text(told, 0, "told") : "";
}

/* A list of the form as an array, as it was typed; "{}" for none. */
static const char *
list_of(struct request *r, const char *name)
{
	static const char *const none[] = { NULL };
	const char *const *list = arg_list(r, name);

	return text_array(r->arena, list != NULL ? list : none);
}

int
today_form(struct request *r)
{
	const char *ref = arg_text(r, "ref");
	struct rows s = q_today_session(r, ref);
	int64_t id;

	if (s.n == 0)
		return reply_not_found(r);
	id = rows_int(s, 0, "id");
	desk_title(r, rows_text(s, 0, "title"));
	show_rows(r, "session", s);
	show_rows(r, "acts", q_today_acts(r, id));
	show_rows_in(r, "options", q_today_options(r, id), "fold");
	show_rows(r, "replacements", q_today_replacements(r, ref));
	show_rows(r, "parts",
	    q_today_parts(r, id, list_of(r, "starts"), list_of(r, "ends")));
	show_rows(r, "news", q_today_news(r, id));
	show_rows(r, "answers", q_today_answers(r, id));
	return reply_page(r, 200, "manage_session_today.html");
}

/* Tickets to be, as arrays: seeds, and the hashes of tickets and codes. */
struct tickets {
	const char *seeds, *tickets, *codes;
	int key;
};

static struct tickets
tickets_make(struct request *r, size_t n)
{
	size_t size = (n + 1) * sizeof(char *), i;
	const char **seeds = arena_alloc(r->arena, size);
	const char **tickets = arena_alloc(r->arena, size);
	const char **codes = arena_alloc(r->arena, size);
	struct tickets all = { 0 };
	struct ticket t;

	for (i = 0; i < n; i++) {
		seeds[i] = ticket_new(r, &t, &all.key);
		tickets[i] = arena_printf(r->arena, "%s", t.ticket_hash);
		codes[i] = arena_printf(r->arena, "%s", t.code_hash);
	}
	seeds[n] = tickets[n] = codes[n] = NULL;
	all.seeds = text_array(r->arena, seeds);
	all.tickets = text_array(r->arena, tickets);
	all.codes = text_array(r->arena, codes);
	return all;
}

/* Only who gets a booking elsewhere needs a ticket; more people may book
 * between the count and the lock. */
static struct rows
cancel_date(struct request *r, const char *ref, const char *replacement)
{
	struct rows s, done;
	struct tickets t;
	size_t n = 0;
	int tries = 0;

	do {
		s = q_today_session(r, ref);
		if (s.n > 0 && *replacement != '\0')
			n = (size_t)rows_int(s, 0, "people") + SPARE_TICKETS;
		t = tickets_make(r, n);
		done = q_today_cancel(r, r->person, ref, reason_words(r),
		    replacement, t.seeds, t.key, t.tickets, t.codes);
	} while (outcome_is(done, "more_seeds") && ++tries < TRIES);
	return done;
}

/* Do what the form says to a date. */
static struct rows
change_date(struct request *r, const char *what, const char *ref)
{
	if (strcmp(what, "trainer") == 0)
		return q_today_trainer(r, r->person, ref, arg_text(r, "old"),
		    arg_text(r, "new"), reason_words(r));
	if (strcmp(what, "venue") == 0)
		return q_today_venue(
		    r, r->person, ref, arg_text(r, "place"), reason_words(r));
	if (strcmp(what, "online") == 0)
		return q_today_online(
		    r, r->person, ref, arg_text(r, "url"), reason_words(r));
	return q_today_move(r, r->person, ref, list_of(r, "starts"),
	    list_of(r, "ends"), reason_words(r));
}

static const char went_well[] = "cancelled changed moved";

int
today_act(struct request *r)
{
	const char *what = arg_text(r, "do"), *ref = arg_text(r, "ref");
	bool cancel = strcmp(what, "cancel") == 0;

	if (cancel && *reason_words(r) == '\0') {
		error_add(r, "reason", "Choose why, or write it");
		return reply_form(r);
	}
	return reply_done(r,
	    cancel ? cancel_date(r, ref, arg_text(r, "replacement"))
		   : change_date(r, what, ref),
	    went_well, "/manage/sessions/%s/today", ref);
}

int
day_show(struct request *r)
{
	struct rows day = q_today_day(r, arg_text(r, "date"));
	const char *date = rows_text(day, 0, "day");

	desk_title(r, "Changes on the day");
	show_text(r, "ref", NULL);
	show_rows(r, "day", day);
	show_rows(r, "venues", q_today_venues(r, date));
	show_rows_in(r, "dates", q_today_dates(r, date, ""), "venue_code");
	show_rows_in(r, "acts", q_day_acts(r, date), "venue_code");
	show_rows_in(r, "options", q_day_options(r, date), "fold");
	show_text(r, "done", arg_given(r, "done") ? arg_text(r, "done") : NULL);
	return reply_page(r, 200, "manage_today.html");
}

/* Is what this act needs there? */
static bool
day_given(struct request *r, const char *what)
{
	const char *url = arg_text(r, "url");

	if (strcmp(what, "cancel") == 0 && *reason_words(r) == '\0')
		error_add(r, "reason", "Choose why, or write it");
	else if (strcmp(what, "trainer") == 0 && !arg_given(r, "new"))
		error_add(r, "new", "Choose who leads it");
	else if (strcmp(what, "venue") == 0 && !arg_given(r, "place"))
		error_add(r, "place", "Choose a venue");
	else if (*url != '\0' && strncmp(url, "https://", 8) != 0)
		error_add(r, "url", "Enter a link that begins with https://");
	return !error_any(r);
}

/* Do it to one date of a day; the outcome. */
static struct rows
day_date(struct request *r, const char *what, const char *ref)
{
	if (strcmp(what, "cancel") == 0)
		return cancel_date(r, ref, "");
	if (strcmp(what, "venue") == 0)
		return q_day_venue(
		    r, r->person, ref, arg_text(r, "place"), reason_words(r));
	return change_date(r, what, ref);
}

/* All that is to come of a venue and day, each under its own lock; those that
 * cannot be changed are named, with the reason.  A trainer is replaced where
 * they lead. */
int
day_act(struct request *r)
{
	const char *date = arg_text(r, "date"), *what = arg_text(r, "do");
	struct rows d = q_today_dates(r, date, arg_text(r, "venue"));
	struct rows one;
	int i, done = 0;

	if (!day_given(r, what))
		return reply_form(r);
	for (i = 0; i < d.n; i++) {
		if (!rows_flag(d, i, "open"))
			continue;
		one = day_date(r, what, rows_text(d, i, "ref"));
		if (outcome_is(one, went_well))
			done++;
		else if (!outcome_is(one, "not_on_duty"))
			error_add(r, "", "%s, %s: %s",
			    rows_text(d, i, "time_words"),
			    rows_text(d, i, "title"),
			    refusal_words(r, rows_text(one, 0, "outcome")));
	}
	if (done == 0 && !error_any(r))
		error_add(r, "", "There is nothing here to change any more");
	else if (done > 0 && error_any(r))
		error_add(r, "", "%d changed, and everyone told", done);
	if (error_any(r))
		return reply_form(r);
	return reply_redirect(r, "/manage/today?date=%s&done=%d", date, done);
}

/* Whom to ring about these dates, one list each. */
static int
show_calls(struct request *r, struct rows dates, const char *back)
{
	const char **refs =
	    arena_alloc(r->arena, ((size_t)dates.n + 1) * sizeof(*refs));
	int i;

	for (i = 0; i < dates.n; i++)
		refs[i] = rows_text(dates, i, "ref");
	refs[dates.n] = NULL;
	desk_title(r, "Whom to ring");
	show_text(r, "back", back);
	show_rows(r, "dates", dates);
	show_rows_in(r, "calls",
	    q_today_calls(r, r->person, text_array(r->arena, refs)), "ref");
	return reply_page(r, 200, "manage_calls.html");
}

int
calls_show(struct request *r)
{
	struct rows s = q_today_session(r, arg_text(r, "ref"));

	if (s.n == 0)
		return reply_not_found(r);
	return show_calls(r, s,
	    arena_printf(
		r->arena, "/manage/sessions/%s/today", arg_text(r, "ref")));
}

int
day_calls_show(struct request *r)
{
	struct rows day = q_today_day(r, arg_text(r, "date"));
	const char *date = rows_text(day, 0, "day");

	return show_calls(r, q_today_calls_dates(r, date, arg_text(r, "venue")),
	    arena_printf(r->arena, "/manage/today?date=%s", date));
}

void
today_show_panel(struct request *r, struct rows session)
{
	int64_t id = rows_int(session, 0, "id");

	show_rows(r, "changes", q_today_news(r, id));
	show_rows(r, "answers", q_today_answers(r, id));
	show_flag(r, "is_draft",
	    strcmp(rows_text(session, 0, "status"), "draft") == 0);
}

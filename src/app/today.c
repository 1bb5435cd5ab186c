/*
 * today.c: the morning of: from a phone a date is cancelled, led by somebody
 * else, held somewhere else or online, or moved; one date, or all of a venue
 * and day; and whom to ring about it.
 */
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "text.h"

enum { SPARE_TICKETS = 8, TRIES = 3 };

static const struct reason {
	const char *code, *words;
} reasons[] = { { "ill", "The trainer is ill." },
	{ "weather", "The weather makes travelling unsafe." },
	{ "venue", "The venue cannot be used." },
	{ "numbers", "Too few people have booked." } };

/* What was written, or the reason that was chosen, in words; or "". */
static const char *
reason_words(struct request *r)
{
	const char *words = arg_text(r, "words");
	size_t i;

	for (i = 0; *words == '\0' && i < sizeof(reasons) / sizeof(reasons[0]);
	     i++)
		if (strcmp(reasons[i].code, arg_text(r, "reason")) == 0)
			words = reasons[i].words;
	return words;
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
	show_text(r, "page_title", rows_text(s, 0, "title"));
	show_rows(r, "session", s);
	show_rows(r, "trainers", q_today_trainers(r, id));
	show_rows(r, "others", q_today_other_trainers(r, id));
	show_rows(r, "rooms", q_today_rooms(r, id));
	show_rows(r, "replacements", q_today_replacements(r, ref));
	show_rows(r, "parts", q_today_parts(r, id));
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
static const char *
cancel_date(struct request *r, const char *ref, const char *replacement)
{
	const char *outcome = "not_found";
	struct rows s, done;
	struct tickets t;
	size_t n = 0;
	int i;

	for (i = 0; i < TRIES; i++) {
		s = q_today_session(r, ref);
		if (s.n > 0 && *replacement != '\0')
			n = (size_t)rows_int(s, 0, "people") + SPARE_TICKETS;
		t = tickets_make(r, n);
		done = q_today_cancel(r, r->person, ref, reason_words(r),
		    replacement, t.seeds, t.key, t.tickets, t.codes);
		outcome = rows_text(done, 0, "outcome");
		if (strcmp(outcome, "more_seeds") != 0)
			break;
	}
	return outcome;
}

static struct rows
move_date(struct request *r, const char *ref)
{
	static const char *const none[] = { NULL };
	const char *const *starts = arg_list(r, "starts");
	const char *const *ends = arg_list(r, "ends");

	return q_today_move(r, r->person, ref,
	    text_array(r->arena, starts != NULL ? starts : none),
	    text_array(r->arena, ends != NULL ? ends : none), reason_words(r));
}

/* Do what the form says to a date; the outcome. */
static const char *
change_date(struct request *r, const char *what, const char *ref)
{
	struct rows done;

	if (strcmp(what, "trainer") == 0)
		done = q_today_trainer(r, r->person, ref, arg_text(r, "old"),
		    arg_text(r, "new"), reason_words(r));
	else if (strcmp(what, "venue") == 0)
		done = q_today_venue(
		    r, r->person, ref, arg_text(r, "place"), reason_words(r));
	else if (strcmp(what, "online") == 0)
		done = q_today_online(
		    r, r->person, ref, arg_text(r, "url"), reason_words(r));
	else
		done = move_date(r, ref);
	return rows_text(done, 0, "outcome");
}

static bool
went_well(const char *outcome)
{
	return strcmp(outcome, "cancelled") == 0 ||
	       strcmp(outcome, "changed") == 0 || strcmp(outcome, "moved") == 0;
}

int
today_act(struct request *r)
{
	const char *what = arg_text(r, "do"), *ref = arg_text(r, "ref");
	const char *outcome;

	if (strcmp(what, "cancel") == 0 && *reason_words(r) == '\0') {
		error_add(r, "reason", "Choose why, or write it");
		return reply_form(r);
	}
	outcome = strcmp(what, "cancel") == 0
		      ? cancel_date(r, ref, arg_text(r, "replacement"))
		      : change_date(r, what, ref);
	if (!went_well(outcome))
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/sessions/%s/today", ref);
}

int
day_show(struct request *r)
{
	struct rows day = q_today_day(r, arg_text(r, "date"));
	const char *date = rows_text(day, 0, "day");
	struct rows venues = q_today_venues(r, date);

	show_text(r, "page_title", "Changes on the day");
	show_rows(r, "day", day);
	show_rows(r, "venues", venues);
	show_rows_in(r, "dates", q_today_dates(r, date, ""), "venue_code");
	show_text(r, "done", arg_given(r, "done") ? arg_text(r, "done") : NULL);
	show_text(r, "left", arg_number(r, "left") > 0 ? "t" : NULL);
	return reply_page(r, 200, "manage_today.html");
}

/* All that is to come of a venue and day, each under its own lock. */
int
day_act(struct request *r)
{
	const char *date = arg_text(r, "date"), *what = arg_text(r, "do");
	struct rows d = q_today_dates(r, date, arg_text(r, "venue"));
	const char *outcome;
	int i, done = 0, left = 0;

	if (*reason_words(r) == '\0') {
		error_add(r, "reason", "Choose why, or write it");
		return reply_form(r);
	}
	for (i = 0; i < d.n; i++) {
		if (!rows_flag(d, i, "open"))
			continue;
		outcome = strcmp(what, "cancel") == 0
			      ? cancel_date(r, rows_text(d, i, "ref"), "")
			      : change_date(r, what, rows_text(d, i, "ref"));
		done += went_well(outcome);
		left += !went_well(outcome);
	}
	return reply_redirect(
	    r, "/manage/today?date=%s&done=%d&left=%d", date, done, left);
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
	show_text(r, "page_title", "Whom to ring");
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
}

/* catalogue.c: the programme, its events and sessions, as pages and feeds. */
#include <string.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "ical.h"
#include "queries.h"
#include "request.h"

enum { PAGE_ROWS = 25 };

/* One choice of a filter, as a row of value, label, checked. */
struct choice {
	const char *value, *label;
};

static const struct choice kinds[] = { { "course", "Course" },
	{ "briefing", "Briefing" }, { "conference", "Conference" },
	{ "forum", "Forum" }, { "learning_event", "Learning event" },
	{ NULL, NULL } };
static const struct choice levels[] = { { "L1", "Level 1: awareness" },
	{ "L2", "Level 2: core" }, { "L3", "Level 3: specialist" },
	{ "L4", "Level 4: advanced" }, { "All", "For every level" },
	{ NULL, NULL } };
static const struct choice deliveries[] = { { "in_person", "In a room" },
	{ "virtual", "Online" }, { "hybrid", "Both: you choose" },
	{ NULL, NULL } };

static bool
among(const char *const *list, const char *value)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, value) == 0)
			return true;
	return false;
}

/* Show a filter's choices, the chosen ones checked. */
static void
show_choices(struct request *r, const char *rows, const char *field,
    const struct choice *c)
{
	const char *cells[3 * 8];
	int n = 0;

	for (; c->value != NULL; c++, n++) {
		cells[3 * n] = c->value;
		cells[3 * n + 1] = c->label;
		cells[3 * n + 2] =
		    among(arg_list(r, field), c->value) ? "t" : "f";
	}
	show_rows(
	    r, rows, rows_make(r->arena, "value,label,checked", n, cells));
}

/* Append name=value to a query string, unless the value is empty. */
static void
query_add(struct buf *b, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	buf_printf(b, "%s%s=", b->len > 0 ? "&" : "", name);
	buf_url(b, value);
}

/* The filters of this request as a query string that leads to a page. */
static const char *
page_query(struct request *r, int64_t page)
{
	static const char *const texts[] = { "q", "topic", "from", "to" };
	static const char *const sets[] = { "kind", "level", "delivery" };
	struct buf b = { .arena = r->arena };
	const char *const *value;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		query_add(&b, texts[i], arg_text(r, texts[i]));
	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		for (value = arg_list(r, sets[i]);
		     value != NULL && *value != NULL; value++)
			query_add(&b, sets[i], *value);
	if (arg_flag(r, "free"))
		query_add(&b, "free", "1");
	if (page > 1)
		query_add(&b, "page",
		    arena_printf(r->arena, "%lld", (long long)page));
	return buf_string(&b);
}

/* A link to one page, as no row or one. */
static void
show_step(struct request *r, const char *name, int64_t page, bool there)
{
	const char *cells[] = { page_query(r, page) };

	show_rows(r, name, rows_make(r->arena, "query", there, cells));
}

/* First, last, the current page and its neighbours; a gap where some lack. */
static void
show_pages(struct request *r, int64_t page, int64_t pages)
{
	const char *cells[4 * 8];
	int64_t i, last = 0;
	int n = 0;

	for (i = 1; i <= pages; i++) {
		if (i != 1 && i != pages && (i < page - 1 || i > page + 1))
			continue;
		if (last != 0 && i != last + 1) {
			cells[4 * n] = cells[4 * n + 1] = cells[4 * n + 2] = "";
			cells[4 * n++ + 3] = "t";
		}
		cells[4 * n] = arena_printf(r->arena, "%lld", (long long)i);
		cells[4 * n + 1] = page_query(r, i);
		cells[4 * n + 2] = i == page ? "t" : "f";
		cells[4 * n++ + 3] = "f";
		last = i;
	}
	show_flag(r, "many_pages", pages > 1);
	show_rows(r, "page_numbers",
	    rows_make(r->arena, "number,query,current,gap", n, cells));
	show_step(r, "page_before", page - 1, page > 1);
	show_step(r, "page_after", page + 1, page < pages);
}

/* The months of these sessions, each once. */
static void
show_months(struct request *r, struct rows s)
{
	const char **cells =
	    arena_alloc(r->arena, (size_t)(2 * s.n + 1) * sizeof(*cells));
	int i, n = 0;

	for (i = 0; i < s.n; i++) {
		if (n > 0 &&
		    strcmp(cells[2 * n - 2], rows_text(s, i, "month")) == 0)
			continue;
		cells[2 * n] = rows_text(s, i, "month");
		cells[2 * n++ + 1] = rows_text(s, i, "heading");
	}
	show_rows(r, "months", rows_make(r->arena, "month,heading", n, cells));
	show_rows_in(r, "sessions", s, "month");
}

static struct rows
list_page(struct request *r, int64_t page)
{
	return q_programme_list(r, arg_text(r, "q"), arg_set(r, "kind"),
	    arg_set(r, "level"), arg_set(r, "delivery"), arg_text(r, "topic"),
	    arg_text(r, "from"), arg_text(r, "to"), arg_flag(r, "free"),
	    (page - 1) * PAGE_ROWS, r->person);
}

/* Whether all is shown, and from the first page on. */
static void
show_filtered(struct request *r, bool later)
{
	const char *query = page_query(r, 1);

	show_flag(r, "filtered", *query != '\0');
	show_flag(r, "narrowed",
	    *query != '\0' &&
		(strncmp(query, "q=", 2) != 0 || strchr(query, '&') != NULL));
	show_flag(r, "inside", later || *query != '\0');
}

int
home_show(struct request *r)
{
	int64_t page = arg_given(r, "page") ? arg_number(r, "page") : 1, total;
	struct rows s = list_page(r, page);

	total = s.n > 0 ? rows_int(s, 0, "total") : 0;
	show_text(r, "page_title", "Training and events");
	show_text(r, "json_ld", NULL);
	show_text(r, "count_words",
	    s.n > 0 ? rows_text(s, 0, "count_words") : "No dates");
	show_filtered(r, page > 1);
	show_flag(r, "nothing", s.n == 0);
	show_choices(r, "kinds", "kind", kinds);
	show_choices(r, "levels", "level", levels);
	show_choices(r, "deliveries", "delivery", deliveries);
	show_rows(r, "topics", q_programme_topics(r, arg_text(r, "topic")));
	show_rows(r, "next",
	    r->person != 0 ? q_programme_next(r, r->person)
			   : rows_make(r->arena, "number", 0, NULL));
	show_rows(r, "news",
	    s.n == 0 || rows_flag(s, 0, "some_news")
		? q_news_home(r, r->person)
		: rows_make(r->arena, "number", 0, NULL));
	if (s.n == 0)
		show_rows(
		    r, "courses", q_programme_courses(r, arg_text(r, "q")));
	show_months(r, s);
	show_pages(r, page, (total + PAGE_ROWS - 1) / PAGE_ROWS);
	return reply_page(r, 200, "home.html");
}

int
event_show(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows e = q_event_show(r, code, r->conf->base_url);

	if (e.n == 0)
		return reply_not_found(r);
	show_text(r, "page_title", rows_text(e, 0, "title"));
	show_text(r, "json_ld", rows_text(e, 0, "json_ld"));
	show_rows(r, "event", e);
	show_rows(r, "outcomes", q_event_outcomes(r, code));
	show_rows(r, "audience", q_event_audience(r, code));
	show_rows(r, "before", q_event_before(r, code, r->person, ""));
	wish_show_offer(r, code);
	show_rows(r, "dates", q_event_dates(r, code, "", r->person));
	return reply_page(r, 200, "event.html");
}

int
session_show(struct request *r)
{
	const char *ref = arg_text(r, "ref"), *code;
	struct rows s = q_session_show(r, ref, r->person, r->conf->base_url);
	struct rows parts, none = rows_make(r->arena, "words", 0, NULL);
	bool plan;

	if (s.n == 0)
		return reply_not_found(r);
	plan = rows_flag(s, 0, "has_plan");
	code = rows_text(s, 0, "event_code");
	parts = q_session_parts(r, ref);
	show_text(r, "page_title", rows_text(s, 0, "title"));
	show_text(r, "json_ld", rows_text(s, 0, "json_ld"));
	show_rows(r, "session", s);
	show_rows(r, "news", q_news_session(r, ref));
	show_rows(r, "parts", parts);
	show_flag(r, "many_parts", parts.n > 1);
	show_rows(r, "trainers", q_session_trainers(r, ref));
	show_rows(r, "access",
	    rows_flag(s, 0, "in_person") ? q_session_access(r, ref) : none);
	show_rows(r, "outcomes", q_event_outcomes(r, code));
	show_rows(r, "audience", q_event_audience(r, code));
	show_rows(r, "before", q_event_before(r, code, r->person, ref));
	show_rows(r, "other_dates", q_event_dates(r, code, ref, r->person));
	show_rows(r, "streams", plan ? q_session_streams(r, ref) : none);
	show_rows(r, "agenda", plan ? q_session_agenda(r, ref) : none);
	booking_show_known(r, s);
	stands_show(r, s);
	return reply_page(r, 200, "session.html");
}

/* The rows of a calendar query, as a calendar to download or subscribe to. */
static int
reply_calendar(struct request *r, struct rows q, const char *name)
{
	struct ical_event *events =
	    arena_alloc(r->arena, (size_t)(q.n + 1) * sizeof(*events));
	struct buf b = { .arena = r->arena };
	int i;

	for (i = 0; i < q.n; i++)
		events[i] = (struct ical_event){
			.uid = arena_printf(r->arena, "session-%s-%s@%s",
			    rows_text(q, i, "ref"), rows_text(q, i, "number"),
			    r->conf->host),
			.sequence = (int)rows_int(q, i, "sequence"),
			.cancelled = rows_flag(q, i, "cancelled"),
			.starts = rows_int(q, i, "starts_epoch"),
			.ends = rows_int(q, i, "ends_epoch"),
			.summary = rows_text(q, i, "title"),
			.location = rows_text(q, i, "place"),
			.description = rows_text(q, i, "summary"),
			.url = arena_printf(r->arena, "%s/sessions/%s",
			    r->conf->base_url, rows_text(q, i, "ref")),
		};
	ical_write(&b, &(struct ical_calendar){ .method = "PUBLISH",
			   .name = name,
			   .stamp = time(NULL),
			   .events = events,
			   .n = (size_t)q.n });
	return reply_bytes(
	    r, 200, "text/calendar; charset=utf-8", b.data, b.len);
}

int
programme_calendar(struct request *r)
{
	return reply_calendar(r, q_programme_calendar(r), r->conf->partnership);
}

int
session_calendar(struct request *r)
{
	struct rows q = q_session_calendar(r, arg_text(r, "ref"));

	if (q.n == 0)
		return reply_not_found(r);
	return reply_calendar(r, q, rows_text(q, 0, "title"));
}

int
programme_json(struct request *r)
{
	struct rows d = q_programme_json(r, r->conf->base_url);

	return reply_bytes(r, 200, "application/ld+json; charset=utf-8",
	    rows_text(d, 0, "document"), strlen(rows_text(d, 0, "document")));
}

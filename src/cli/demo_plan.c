/* demo_plan.c: who goes where, and when what happens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "demo.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

enum { ACTS_MAX = 20000, VISITS_MAX = 8000, LARGE = 60 };

/* The latest sessions wait for their trainers to sign off the register. */
enum { UNSIGNED = 2, FORGOTTEN = 9, CORRECTED = 5 };

void
act_add(struct demo *demo, time_t at, enum deed deed, struct course *course,
    struct visit *visit, int part)
{
	struct act *act = &demo->acts[demo->acts_n];

	if (at > demo->now)
		return; /* has not happened yet */
	if (demo->acts_n == ACTS_MAX)
		fail("the demo has too many acts");
	*act =
	    (struct act){ at, (int)demo->acts_n++, deed, course, visit, part };
}

static struct rows
ask_courses(struct demo *demo)
{
	return ask(demo->cli,
	    "SELECT s.id, s.ref, s.slug, e.code AS event, s.delivery,"
	    "       coalesce(e.form, '') AS form,"
	    "       extract(epoch FROM s.starts)::bigint AS starts,"
	    "       extract(epoch FROM s.ends)::bigint AS ends,"
	    "       extract(epoch FROM greatest(s.booking_opens, "
	    "s.visible_from))::bigint AS opens,"
	    "       extract(epoch FROM coalesce(s.booking_closes, "
	    "s.starts))::bigint AS closes,"
	    "       extract(epoch FROM s.cancelled)::bigint AS cancelled,"
	    "       s.status = 'open' AS is_open,"
	    "       s.approval NOT IN ('none', 'declare') AS asks,"
	    "       p.capacity, p.is_split, d.person AS trainer"
	    "  FROM lectern.session s"
	    "  JOIN lectern.event e ON e.id = s.event"
	    "  JOIN LATERAL (SELECT sum(capacity) AS capacity, count(*) > 1 AS "
	    "is_split"
	    "                  FROM lectern.pool WHERE session = s.id AND kind "
	    "<> 'workshop') p ON true"
	    "  JOIN LATERAL (SELECT person FROM lectern.duty"
	    "                 WHERE session = s.id AND listed ORDER BY "
	    "position LIMIT 1) d ON true"
	    " WHERE s.status <> 'draft'"
	    " ORDER BY s.starts, s.ref");
}

static void
read_parts(struct demo *demo, struct course *c)
{
	struct rows found = ask(demo->cli,
	    "SELECT number, extract(epoch FROM starts)::bigint AS starts,"
	    "       extract(epoch FROM ends)::bigint AS ends"
	    "  FROM lectern.part WHERE session = $1 ORDER BY number LIMIT 6",
	    c->id);
	int i;

	c->parts = (size_t)found.n;
	for (i = 0; i < found.n; i++)
		c->part[i] = (struct part){ (int)rows_int(found, i, "number"),
			rows_int(found, i, "starts"),
			rows_int(found, i, "ends") };
}

static void
read_courses(struct demo *demo)
{
	struct rows found = ask_courses(demo);
	struct course *c;
	int i;

	demo->courses_n = (size_t)found.n;
	demo->courses = arena_alloc(
	    demo->cli->arena, demo->courses_n * sizeof(*demo->courses));
	for (i = 0; i < found.n; i++) {
		c = &demo->courses[i];
		*c = (struct course){
			.id = rows_text(found, i, "id"),
			.ref = rows_text(found, i, "ref"),
			.slug = rows_text(found, i, "slug"),
			.event = rows_text(found, i, "event"),
			.form = rows_text(found, i, "form"),
			.trainer = rows_text(found, i, "trainer"),
			.delivery = rows_text(found, i, "delivery"),
			.starts = rows_int(found, i, "starts"),
			.ends = rows_int(found, i, "ends"),
			.opens = rows_int(found, i, "opens"),
			.closes = rows_int(found, i, "closes"),
			.cancelled = rows_int(found, i, "cancelled"),
			.capacity = (int)rows_int(found, i, "capacity"),
			.is_split = rows_flag(found, i, "is_split"),
			.is_open = rows_flag(found, i, "is_open"),
			.asks = rows_flag(found, i, "asks"),
		};
		read_parts(demo, c);
	}
}

/* How many ask for a place: the nearer, the more; some sessions are full
 * with people waiting, some nearly full. */
static int
wanted(const struct demo *demo, const struct course *c, struct dice *d)
{
	long days = (c->starts - demo->now) / DAY;
	int luck = dice_below(d, 100), percent = dice_below(d, 26);

	if (c->capacity > LARGE)
		return c->capacity * (days > 60 ? 8 + percent : 32 + percent) /
		       100;
	if (days <= 0)
		return c->capacity * (84 + percent) / 100;
	if (days <= 40 && luck < 40)
		return c->capacity + c->capacity / 6 + 4;
	if (days <= 40 && luck < 65)
		return c->capacity - dice_below(d, 2);
	if (days <= 75)
		return c->capacity * (55 + 2 * percent) / 100;
	return c->capacity * (12 + percent) / 100;
}

/*
 * People whose level fits, who have what must come before and have not been
 * there lately, no more of an agency than it may send.
 */
static struct rows
ask_candidates(struct demo *demo, const struct course *c)
{
	return ask(demo->cli,
	    "WITH may AS ("
	    " SELECT p.id, h, least(a.max_per_session, s.max_per_agency) AS "
	    "most,"
	    "        row_number() OVER (PARTITION BY p.agency ORDER BY h) AS n"
	    "   FROM lectern.session s"
	    "   JOIN lectern.event e ON e.id = s.event"
	    "   JOIN lectern.person p ON p.status = 'active' AND p.code LIKE "
	    "'P%'"
	    "    AND p.manager_email IS NOT NULL"
	    "    AND (e.level = 'All' OR p.target_level BETWEEN e.level"
	    "         AND 'L' || (substr(e.level, 2)::int + 1))"
	    "   JOIN lectern.agency a ON a.id = p.agency AND a.active,"
	    "        LATERAL hashtextextended(p.code || s.ref, 2027) AS h"
	    "  WHERE s.id = $1"
	    "    AND NOT EXISTS (SELECT FROM lectern.event_prerequisite r"
	    "         WHERE r.event = e.id AND NOT EXISTS ("
	    "               SELECT FROM lectern.past_attendance t"
	    "                WHERE t.person = p.id AND t.event = r.requires))"
	    "    AND NOT EXISTS (SELECT FROM lectern.past_attendance t"
	    "         WHERE t.person = p.id AND t.event = e.id"
	    "           AND t.held > s.starts - make_interval(months => "
	    "coalesce(e.refresher_months, 36) - 4)))"
	    "SELECT id FROM may WHERE n <= most ORDER BY h",
	    c->id);
}

/* Take the days of a course for a person; false if one is taken. */
static bool
take_days(struct demo *demo, const char *person, const struct course *c)
{
	json_t *busy = demo->busy;
	struct cli *cli = demo->cli;
	const char *course =
	    arena_printf(cli->arena, "%s %s", person, c->event);
	const char *day;
	size_t i;

	if (json_object_get(busy, course) != NULL)
		return false;
	for (i = 0; i < c->parts; i++) {
		day = arena_printf(cli->arena, "%s %ld", person,
		    (long)(c->part[i].starts / DAY));
		if (json_object_get(busy, day) != NULL)
			return false;
	}
	for (i = 0; i < c->parts; i++) {
		day = arena_printf(cli->arena, "%s %ld", person,
		    (long)(c->part[i].starts / DAY));
		json_object_set_new(busy, day, json_true());
	}
	json_object_set_new(busy, course, json_true());
	return true;
}

static struct visit *
visit_add(
    struct demo *demo, struct course *c, const char *person, struct dice *d)
{
	struct visit *v = &demo->visits[demo->visits_n];

	if (!take_days(demo, person, c))
		return NULL;
	if (demo->visits_n == VISITS_MAX)
		fail("the demo has too many visits");
	demo->visits_n++;
	*v = (struct visit){ .course = c,
		.person = person,
		.kind = !c->is_split          ? NULL
			: dice_percent(d, 45) ? "in_person"
					      : "virtual",
		.comes = dice_percent(d, 91) };
	return v;
}

/* An hour of a working day between two moments, rather early than late. */
static time_t
moment_between(struct dice *d, time_t from, time_t to)
{
	double u = (double)dice_below(d, 10000) / 10000;
	time_t at =
	    from + (time_t)((double)(to - from) * u * (0.35 + 0.65 * u));
	int weekday; /* 0 is Sunday */

	at -= at % DAY;
	weekday = (int)((at / DAY + 4) % 7);
	at -= weekday == 0 ? 2 * DAY : weekday == 6 ? DAY : 0;
	at += 8 * HOUR + dice_below(d, 9 * HOUR);
	return at < from ? from + MINUTE : at > to ? to - MINUTE : at;
}

static void
plan_visit(struct demo *demo, struct visit *v, struct dice *d, time_t booked)
{
	struct course *c = v->course;
	time_t until = c->starts < demo->now ? c->starts : demo->now;

	act_add(demo, booked, BOOK, c, v, 0);
	if (c->asks &&
	    dice_percent(d, 80)) /* the others' managers are silent */
		act_add(demo, booked + DAY + dice_below(d, 3 * DAY), DECIDE, c,
		    v, 0);
	if (c->cancelled == 0 && until - booked > 2 * DAY && dice_percent(d, 9))
		act_add(demo, moment_between(d, booked + DAY, until), CANCEL, c,
		    v, 0);
	if (*c->form != '\0' && v->comes && dice_percent(d, 54))
		act_add(demo,
		    c->ends + HOUR / 2 +
			dice_below(d, 20 * HOUR) * (1 + dice_below(d, 12)),
		    ANSWER, c, v, 0);
}

static void
plan_visits(struct demo *demo, struct course *c, struct dice *d)
{
	time_t last = c->closes < demo->now ? c->closes : demo->now;
	int i, left = wanted(demo, c, d);
	struct rows people;
	struct visit *v;

	if (c->cancelled > 0 && c->cancelled < last)
		last = c->cancelled;
	if (!c->is_open || c->opens + HOUR >= last)
		return;
	people = ask_candidates(demo, c);
	for (i = 0; i < people.n && left > 0; i++) {
		v = visit_add(demo, c, rows_text(people, i, "id"), d);
		if (v == NULL)
			continue;
		plan_visit(demo, v, d, moment_between(d, c->opens, last));
		left--;
	}
}

/* How many sessions have ended since this one: 0 is the latest. */
static int
rank(const struct demo *demo, const struct course *c)
{
	const struct course *other;
	int n = 0;
	size_t i;

	for (i = 0; i < demo->courses_n; i++) {
		other = &demo->courses[i];
		n += other->is_open && other->cancelled == 0 &&
		     other->ends <= demo->now &&
		     (other->ends > c->ends ||
			 (other->ends == c->ends && other > c));
	}
	return n;
}

/* The days themselves, the register, and one who was found afterwards. */
static void
plan_days(struct demo *demo, struct course *c, struct dice *d)
{
	int place = rank(demo, c);
	time_t signs = c->ends + dice_below(d, 20 * HOUR);
	size_t i;

	if (c->cancelled > 0) {
		act_add(demo, c->cancelled, CLOSE, c, NULL, 0);
		return;
	}
	if (!c->is_open)
		return;
	for (i = 0; i < c->parts; i++)
		if (c->part[i].starts + 15 * MINUTE <= demo->now)
			act_add(demo,
			    c->part[i].ends < demo->now ? c->part[i].ends
							: demo->now,
			    DOOR, c, NULL, (int)i);
	if (place < UNSIGNED || place == FORGOTTEN)
		return;
	act_add(demo, signs, SIGN_OFF, c, NULL, 0);
	if (place == CORRECTED)
		act_add(demo, signs + 30 * HOUR, LATE, c, NULL, 0);
}

/* Has the practitioner what must come before, and not been there yet? */
static bool
is_suitable(struct demo *demo, const struct course *c)
{
	struct rows found = ask(demo->cli,
	    "SELECT 1 FROM lectern.event e WHERE e.code = $2"
	    "   AND NOT EXISTS (SELECT FROM lectern.past_attendance"
	    "                    WHERE person = $1 AND event = e.id)"
	    "   AND NOT EXISTS (SELECT FROM lectern.event_prerequisite r"
	    "        WHERE r.event = e.id AND NOT EXISTS ("
	    "              SELECT FROM lectern.past_attendance"
	    "               WHERE person = $1 AND event = r.requires))",
	    demo->practitioner, c->event);

	return c->is_open && !c->asks && c->cancelled == 0 && found.n > 0;
}

/* What a first visitor sees under "practitioner". */
static void
plan_practitioner(struct demo *demo, struct dice *d)
{
	struct course *c;
	struct visit *v;
	int past = 0, coming = 0;
	size_t i;

	for (i = demo->courses_n; i-- > 0 && past < 4;) {
		c = &demo->courses[i];
		if (!is_suitable(demo, c) || c->ends > demo->now ||
		    strcmp(c->form, "EV-POST") != 0 ||
		    (v = visit_add(demo, c, demo->practitioner, d)) == NULL)
			continue;
		v->comes = true;
		act_add(demo, c->opens + 2 * HOUR, BOOK, c, v, 0);
		if (past++ > 0) /* the latest form is still to be filled in */
			act_add(demo, c->ends + 3 * HOUR, ANSWER, c, v, 0);
	}
	for (i = 0; i < demo->courses_n && coming < 4; i++) {
		c = &demo->courses[i];
		if (!is_suitable(demo, c) || c->starts <= demo->now ||
		    c->opens + 5 * DAY > demo->now || c->capacity > LARGE ||
		    (v = visit_add(demo, c, demo->practitioner, d)) == NULL)
			continue;
		act_add(demo, c->opens + 2 * HOUR, BOOK, c, v, 0);
		if (coming++ == 2)
			act_add(demo, c->opens + 2 * DAY, CANCEL, c, v, 0);
	}
}

/* One session to come is full before the practitioner asks for a place. */
static void
plan_waiting(struct demo *demo, struct dice *d)
{
	struct course *c;
	struct visit *v;
	size_t i, k;
	int asked;

	for (i = 0; i < demo->courses_n; i++) {
		c = &demo->courses[i];
		if (!is_suitable(demo, c) || c->starts <= demo->now ||
		    c->is_split)
			continue;
		for (k = 0, asked = 0; k < demo->visits_n; k++)
			asked += demo->visits[k].course == c;
		if (asked < c->capacity + c->capacity / 6)
			continue;
		v = visit_add(demo, c, demo->practitioner, d);
		if (v == NULL)
			continue;
		act_add(demo,
		    (c->closes < demo->now ? c->closes : demo->now) - HOUR,
		    BOOK, c, v, 0);
		return;
	}
}

/* Whoever looks at the demo finds requests that were made this morning. */
static void
plan_asking(struct demo *demo, struct dice *d)
{
	struct course *c;
	struct rows people;
	struct visit *v;
	size_t k;
	int i, left;

	for (k = 0; k < demo->courses_n; k++) {
		c = &demo->courses[k];
		if (!c->asks || !c->is_open || c->cancelled > 0 ||
		    c->opens + DAY > demo->now || c->closes < demo->now + DAY)
			continue;
		people = ask_candidates(demo, c);
		for (i = 0, left = 2; i < people.n && left > 0; i++) {
			v = visit_add(demo, c, rows_text(people, i, "id"), d);
			if (v == NULL)
				continue;
			act_add(demo, demo->now - left * HOUR, BOOK, c, v, 0);
			left--;
		}
	}
}

static int
act_compare(const void *a, const void *b)
{
	const struct act *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order - y->order;
}

void
demo_plan(struct demo *demo)
{
	struct arena *a = demo->cli->arena;
	struct dice d;
	int calls = 3;
	size_t i;

	demo->visits = arena_alloc(a, VISITS_MAX * sizeof(*demo->visits));
	demo->acts = arena_alloc(a, ACTS_MAX * sizeof(*demo->acts));
	read_courses(demo);
	dice_seed(&d, "practitioner");
	plan_practitioner(demo, &d);
	dice_seed(&d, "asking");
	plan_asking(demo, &d);
	for (i = 0; i < demo->courses_n; i++) {
		dice_seed(&d, demo->courses[i].ref);
		plan_visits(demo, &demo->courses[i], &d);
		plan_days(demo, &demo->courses[i], &d);
	}
	dice_seed(&d, "waiting");
	plan_waiting(demo, &d);
	qsort(demo->acts, demo->acts_n, sizeof(*demo->acts), act_compare);

	/* The last to fill in a form ask for a call. */
	for (i = demo->acts_n; i-- > 0 && calls > 0;)
		if (demo->acts[i].deed == ANSWER &&
		    demo->acts[i].visit->person != demo->practitioner) {
			demo->acts[i].visit->calls = true;
			calls--;
		}
}

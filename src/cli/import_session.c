/* import_session.c: one session of a programme, with its parts and places. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "import.h"

/* clang-format off */
static const struct field agenda_fields[] = {
	{ "slot", CODE, .empty = NEEDED },
	{ "type", LINE, .empty = NEEDED },
	{ "title", LINE, .empty = NEEDED },
	{ "start_local", MOMENT, "starts", .empty = NEEDED },
	{ "end_local", MOMENT, "ends", .empty = NEEDED },
	{ "room_code", REF, .known = ROOM },
	{ 0 }
};

static const struct field stream_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "title", LINE, .empty = NEEDED },
	{ "colour_name", LINE },
	{ 0 }
};

static const struct field session_fields[] = {
	{ "session_ref", CODE, "ref", .empty = NEEDED,
	    .shape = "^[A-Z0-9]+(-[A-Z0-9]+)*(/[A-Z0-9]+)?$" },
	{ "course_code", REF, "event", .empty = NEEDED, .known = EVENT },
	{ "title", LINE, .empty = NEEDED },
	{ "theme", LINE, .empty = KEPT },
	{ "delivery", CHOICE, .empty = NEEDED,
	    .choices = "in_person=in_person virtual=virtual hybrid=hybrid" },
	{ "venue_code", REF, "venue", .known = VENUE },
	{ "room_code", REF, "room", .known = ROOM },
	{ "status", CHOICE, .empty = NEEDED, .choices = "draft=draft"
	    " published=open rescheduled=open cancelled=cancelled" },
	{ "booking_opens", MOMENT },
	{ "booking_closes", MOMENT },
	{ "free_cancellation_until", MOMENT, "free_until" },
	{ "min_numbers", NUMBER },
	{ "max_per_agency", NUMBER },
	{ "quotas", FIGURES },
	{ "approval", CHOICE, .empty = NEEDED, .choices = "none=none"
	    " manager_declared=declare manager=manager admin=coordinator"
	    " manager_and_admin=both"
	    " manager_declared_and_admin=declare_coordinator" },
	{ "join_url", LINK, .most = 2000 },
	{ "review_code", REF, "review", .known = REVIEW },
	{ "visible_from", MOMENT },
	{ "notes", LINES, .empty = KEPT, .most = 1000 },
	{ "cancel_reason", LINE, .most = 500 },
	{ "cancelled_at", MOMENT, "cancelled" },
	{ "previous_dates", DATES, "earlier_dates", .empty = KEPT },
	{ "streams", OBJECTS, .empty = KEPT, .of = stream_fields },
	{ "agenda", OBJECTS, .empty = KEPT, .of = agenda_fields },
	{ "workshop_rules", LINES, .empty = KEPT, .most = 500 },
	{ 0 }
};

static const struct field part_fields[] = {
	{ "part", NUMBER, "number", .empty = NEEDED, .least = 1 },
	{ "name", LINE, .empty = NEEDED },
	{ "start_local", MOMENT, "starts", .empty = NEEDED },
	{ "end_local", MOMENT, "ends", .empty = NEEDED },
	{ "room_code", REF, "room", .known = ROOM },
	{ 0 }
};

static const struct field workshop_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "slot", CODE, .empty = NEEDED },
	{ "stream", LINE },
	{ "title", LINE, .empty = NEEDED },
	{ "room_code", REF, "room", .known = ROOM },
	{ "repeat_of", CODE },
	{ "waiting_list", FLAG, "waiting", .empty = KEPT },
	{ 0 }
};
/* clang-format on */

/* Times are in UTC and of one form: as texts they sort as in time. */
static bool
is_later(const char *a, const char *b)
{
	return *a != '\0' && *b != '\0' && strcmp(a, b) > 0;
}

static void
read_parts(const struct item *it, json_t *row)
{
	size_t i, n = item_count(it, "parts");
	const char *starts, *ends;
	struct item child;
	json_t *part;

	if (n == 0)
		item_fault(it, "parts", "A session needs a date.");
	for (i = 0; i < n; i++) {
		child = item_child(it, "parts", i);
		part = item_row(&child, T_PART, part_fields);
		row_set(part, "session", it->owner);
		item_once(&child, "part", "part %s %" JSON_INTEGER_FORMAT,
		    it->owner,
		    json_integer_value(json_object_get(part, "number")));
		starts = row_text(part, "starts");
		ends = row_text(part, "ends");
		if (*starts != '\0' && *ends != '\0' && !is_later(ends, starts))
			item_fault(&child, "end_local",
			    "The end must be after the start.");
		if (i == 0 || is_later(row_text(row, "starts"), starts))
			row_set(row, "starts", starts);
		if (i == 0 || is_later(ends, row_text(row, "ends")))
			row_set(row, "ends", ends);
	}
}

/* The longest waiting list; none where it is not enabled. */
static void
read_waiting(const struct item *it, json_t *row)
{
	static const struct field limit = { "limit", NUMBER, .empty = NEEDED };
	json_t *list = json_object_get(it->json, "waiting_list"), *value;
	struct item child = *it;

	child.json = list;
	child.path = arena_printf(it->im->arena, "%s.waiting_list", it->path);
	value = json_is_true(json_object_get(list, "enabled"))
		    ? item_clean(&child, &limit)
		    : NULL;
	json_object_set_new(row, "waiting_limit", value ? value : json_null());
}

/* So many places of a kind; fewer than are taken already are refused. */
static void
add_pool(const struct item *it, enum table table, const char *kind,
    const char *workshop, const char *key)
{
	const struct field field = { key, NUMBER, .empty = NEEDED, .least = 1 };
	struct import *im = it->im;
	const char *pool =
	    arena_printf(im->arena, "%s %s %s", it->owner, kind, workshop);
	json_t *capacity = item_clean(it, &field), *row = row_new(im, table);
	const char *taken = json_string_value(json_object_get(im->pools, pool));

	row_set(row, "session", it->owner);
	row_set(row, "kind", kind);
	if (table == T_WORKSHOP_POOL)
		row_set(row, "workshop",
		    arena_printf(im->arena, "%s %s", it->owner, workshop));
	json_object_set_new(row, "capacity", capacity ? capacity : json_null());
	if (taken != NULL && json_integer_value(capacity) < atoll(taken))
		item_fault(it, key, "%s places are taken already.", taken);
	json_object_del(im->pools, pool);
}

/* Places in the room and online are counted apart where they are split. */
static void
read_places(const struct item *it)
{
	json_t *split = json_object_get(it->json, "capacity_split");
	struct item child = *it;

	if (split == NULL || json_is_null(split)) {
		add_pool(it, T_POOL, "main", "", "capacity");
		return;
	}
	child.json = split;
	child.path = arena_printf(it->im->arena, "%s.capacity_split", it->path);
	add_pool(&child, T_POOL, "in_person", "", "in_person");
	add_pool(&child, T_POOL, "virtual", "", "virtual");
}

static void
read_workshops(const struct item *it)
{
	static const struct field leads = { "facilitators", CODES,
		.empty = KEPT, .known = TRAINER };
	size_t i, k, n = item_count(it, "workshops");
	json_t *row, *codes, *code;
	struct item child;
	const char *name;

	for (i = 0; i < n; i++) {
		child = item_child(it, "workshops", i);
		row = item_row(&child, T_WORKSHOP, workshop_fields);
		row_set(row, "session", it->owner);
		name = row_text(row, "code");
		item_once(&child, "code", "workshop %s %s", it->owner, name);
		add_pool(&child, T_WORKSHOP_POOL, "workshop", name, "capacity");
		codes = item_clean(&child, &leads);
		json_array_foreach(codes, k, code) {
			row = row_new(it->im, T_WORKSHOP_LEAD);
			row_set(row, "workshop",
			    arena_printf(
				it->im->arena, "%s %s", it->owner, name));
			json_object_set(row, "trainer", code);
		}
		json_decref(codes);
	}
}

/* Bookings must not lose the kind of place that they have. */
static void
check_lost_pools(const struct item *it)
{
	size_t n = strlen(it->owner);
	const char *pool;
	json_t *taken;

	json_object_foreach(it->im->pools, pool, taken)
		if (strncmp(pool, it->owner, n) == 0 && pool[n] == ' ')
			item_fault(it, "capacity",
			    "There are bookings for its places of the kind%s, "
			    "which are not in the file.",
			    pool + n);
}

static void
read_trainers(const struct item *it)
{
	static const struct field field = { "trainers", CODES, .empty = KEPT,
		.known = TRAINER };
	json_t *codes = item_clean(it, &field), *code, *row;
	size_t i;

	json_array_foreach(codes, i, code) {
		row = row_new(it->im, T_DUTY);
		row_set(row, "session", it->owner);
		json_object_set(row, "person",
		    json_object_get(it->im->trainers, json_string_value(code)));
		row_set(row, "kind", "trainer");
		json_object_set_new(row, "listed", json_true());
		json_object_set_new(
		    row, "position", json_integer((json_int_t)i + 1));
	}
	json_decref(codes);
}

static void
read_replaced_by(const struct item *it)
{
	static const struct field field = { "replaced_by", REF,
		.known = SESSION };
	json_t *row = row_new(it->im, T_REPLACED_BY), *ref;

	ref = item_clean(it, &field);
	row_set(row, "ref", it->owner);
	json_object_set_new(row, "replaced_by", ref ? ref : json_null());
}

/* BRF-701/01 and BRF-701-01 have the same address. */
static void
check_address(const struct item *it)
{
	char *other = arena_dup(it->im->arena, it->owner, strlen(it->owner));
	char *last = strrchr(other, strchr(other, '/') ? '/' : '-');

	if (last == NULL)
		return;
	*last = *last == '/' ? '-' : '/';
	if (known_has(it->im, SESSION, other))
		item_fault(it, "session_ref",
		    "%s has the same address on the web.", other);
}

void
read_session(const struct item *item)
{
	static const enum table listed[] = { T_PART, T_WORKSHOP,
		T_WORKSHOP_LEAD, T_POOL, T_WORKSHOP_POOL, T_DUTY };
	struct item it = *item;
	json_t *row = item_row(&it, T_SESSION, session_fields);
	size_t i;

	it.owner = row_text(row, "ref");
	for (i = 0; i < sizeof(listed) / sizeof(listed[0]); i++)
		owner_add(it.im, listed[i], it.owner);
	check_address(&it);
	read_parts(&it, row);
	read_waiting(&it, row);
	read_places(&it);
	read_workshops(&it);
	check_lost_pools(&it);
	read_trainers(&it);
	read_replaced_by(&it);
	if (is_later(row_text(row, "booking_closes"), row_text(row, "starts")))
		item_fault(&it, "booking_closes",
		    "Booking must close before the start.");
}

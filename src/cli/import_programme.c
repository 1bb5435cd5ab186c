/* import_programme.c: venues, trainers, reviews, events and their sessions. */
#include <string.h>

#include "arena.h"
#include "import.h"

/* clang-format off */
static const struct field venue_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "name", LINE, .empty = NEEDED },
	{ "town", LINE, .empty = KEPT },
	{ "address", LINE, .empty = KEPT },
	{ "postcode", LINE, .empty = KEPT, .most = 20 },
	{ "access", LINES, .empty = KEPT },
	{ "catering", LINE, .empty = KEPT },
	{ "parking", LINE, .empty = KEPT },
	{ "phone", LINE, .empty = KEPT, .most = 40 },
	{ 0 }
};

static const struct field room_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "name", LINE, .empty = NEEDED },
	{ "capacity", NUMBER, .empty = NEEDED, .least = 1 },
	{ "layouts", FIGURES, .empty = KEPT },
	{ 0 }
};

static const struct field trainer_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "agency", LINE, "organisation", .empty = KEPT },
	{ "commissioned", FLAG, .empty = KEPT },
	{ 0 }
};

static const struct field trainer_person_fields[] = {
	{ "first_name", NAME, .empty = NEEDED },
	{ "last_name", NAME, .empty = KEPT },
	{ "email", EMAIL, .empty = NEEDED },
	{ 0 }
};

static const struct field review_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "pseudonym", LINE, .empty = NEEDED },
	{ "theme", LINE, .empty = NEEDED, .most = 500 },
	{ "endorsed_on", DATE, "endorsed" },
	{ "panel_notice_sent_on", DATE, "notice_sent" },
	{ "publication_date", DATE, "publication" },
	{ "status", CHOICE, .empty = NEEDED, .choices = "planned=planned"
	    " scheduled=scheduled published=published withdrawn=withdrawn" },
	{ 0 }
};

static const struct field certificate_fields[] = {
	{ "issued", FLAG, .empty = NEEDED },
	{ "conditions", LINES, .empty = KEPT },
	{ 0 }
};

static const struct field split_fields[] = {
	{ "in_person", NUMBER, .empty = NEEDED, .least = 1 },
	{ "virtual", NUMBER, .empty = NEEDED, .least = 1 },
	{ 0 }
};

static const struct field event_part_fields[] = {
	{ "name", LINE, .empty = NEEDED },
	{ "minutes", NUMBER, .empty = NEEDED, .least = 1 },
	{ 0 }
};

static const struct field event_fields[] = {
	{ "code", CODE, .empty = NEEDED, .shape = HYPHENED },
	{ "kind", CHOICE, .empty = NEEDED, .choices = "course=course"
	    " conference=conference learning_event=learning_event forum=forum"
	    " briefing=briefing" },
	{ "title", LINE, .empty = NEEDED },
	{ "summary", BLOCK, .empty = NEEDED, .most = 5000 },
	{ "learning_outcomes", LINES, "outcomes", .empty = KEPT, .most = 500 },
	{ "level", CHOICE, .empty = NEEDED,
	    .choices = "L1=L1 L2=L2 L3=L3 L4=L4 All=All" },
	{ "audience", LINES, .empty = KEPT },
	{ "topics", LINES, .empty = KEPT },
	{ "delivery", LINES, .empty = KEPT },
	{ "total_minutes", NUMBER, "minutes", .empty = NEEDED, .least = 1 },
	{ "duration_label", LINE, "duration", .empty = NEEDED },
	{ "capacity", NUMBER, .empty = NEEDED, .least = 1 },
	{ "min_numbers", NUMBER },
	{ "max_per_agency", NUMBER },
	{ "refresher_months", NUMBER, .least = 1 },
	{ "evaluation_form", LINE, "form" },
	{ "certificate", OBJECT, .of = certificate_fields },
	{ "school_focused", FLAG, .empty = KEPT },
	{ "open_to_public", FLAG, .empty = KEPT },
	{ "full_attendance_required", FLAG, "full_attendance", .empty = KEPT },
	{ "late_grace_minutes", NUMBER, "late_grace" },
	{ "content_warning", FLAG, .empty = KEPT },
	{ "approval_required", FLAG, .empty = KEPT },
	{ "quotas", FIGURES },
	{ "capacity_split", OBJECT, .of = split_fields },
	{ "parts", OBJECTS, .empty = KEPT, .of = event_part_fields },
	{ "review_code", REF, "review", .known = REVIEW },
	{ 0 }
};
/* clang-format on */

static void
name_programme(struct import *im)
{
	json_t *venues = json_object_get(im->source->root, "venues");
	struct item it = item_root(im);
	size_t i, k;
	json_t *venue;

	known_add_all(im, "venues", VENUE, "code");
	known_add_all(im, "trainers", TRAINER, "code");
	known_add_all(im, "reviews", REVIEW, "code");
	known_add_all(im, "courses", EVENT, "code");
	known_add_all(im, "sessions", SESSION, "session_ref");
	json_array_foreach(venues, i, venue)
		json_array_foreach(
		    json_object_get(venue, "rooms"), k, it.json) {
			it.path = arena_printf(
			    im->arena, "venues[%zu].rooms[%zu]", i, k);
			known_add(&it, ROOM, "code");
		}
}

static void
read_venue(const struct item *it)
{
	json_t *row = item_row(it, T_VENUE, venue_fields), *room_row;
	struct item room;
	size_t i, n;

	/* The only venue without a town is the one that is nowhere. */
	json_object_set_new(
	    row, "online", json_boolean(*row_text(row, "town") == '\0'));
	n = item_count(it, "rooms");
	for (i = 0; i < n; i++) {
		room = item_child(it, "rooms", i);
		room_row = item_row(&room, T_ROOM, room_fields);
		row_set(room_row, "venue", row_text(row, "code"));
	}
}

/* A trainer is a person: the one who has the address already, or a new one
 * whose code is the trainer's. */
static void
read_trainer(const struct item *it)
{
	struct import *im = it->im;
	json_t *row = item_row(it, T_TRAINER, trainer_fields), *person, *whose;
	const char *code = row_text(row, "code"), *owner, *other;

	person = item_row(it, T_TRAINER_PERSON, trainer_person_fields);
	item_once(it, "email", "trainer %s", row_text(person, "email"));
	owner = json_string_value(
	    json_object_get(im->known[ADDRESS], row_text(person, "email")));
	row_set(person, "code", owner ? owner : code);
	row_set(row, "person", owner ? owner : code);
	json_object_foreach(im->trainers, other, whose)
		if (owner != NULL && strcmp(other, code) != 0 &&
		    strcmp(json_string_value(whose), owner) == 0)
			item_fault(it, "email",
			    "This is the address of the trainer %s.", other);
	json_object_set_new(
	    im->trainers, code, json_string(owner ? owner : code));
	json_object_set_new(im->known[ADDRESS], row_text(person, "email"),
	    json_string(owner ? owner : code));
}

static void
read_review(const struct item *it)
{
	item_row(it, T_REVIEW, review_fields);
}

/* The form of a course: a code, or "full" or "short" for whichever form there
 * is for the end of a course or of a briefing. */
static const char *
form_named(const struct item *it, const char *name)
{
	bool is_full = strcmp(name, "full") == 0;
	const char *usual = is_full ? "EV-POST" : "EV-SHORT", *code;
	json_t *stage;

	if (!is_full && strcmp(name, "short") != 0) {
		code = code_clean(it->im->arena, name);
		if (code != NULL && known_has(it->im, FORM, code))
			return code;
		item_fault(it, "evaluation_form",
		    "%s is neither full nor short nor the code of a form.",
		    name);
	}
	if (known_has(it->im, FORM, usual))
		return usual;
	json_object_foreach(it->im->known[FORM], code, stage)
		if (strcmp(json_string_value(stage),
			is_full ? "post" : "post_short") == 0)
			return code;
	return usual;
}

static void
read_event(const struct item *it)
{
	static const struct field field = { "prerequisites", CODES,
		.empty = KEPT, .known = EVENT };
	json_t *row = item_row(it, T_EVENT, event_fields), *codes, *code;
	const char *event = row_text(row, "code");
	size_t i;

	if (*row_text(row, "form") != '\0')
		row_set(row, "form", form_named(it, row_text(row, "form")));
	owner_add(it->im, T_PREREQUISITE, event);
	codes = item_clean(it, &field);
	json_array_foreach(codes, i, code) {
		row = row_new(it->im, T_PREREQUISITE);
		row_set(row, "event", event);
		json_object_set(row, "requires", code);
	}
	json_decref(codes);
}

/* How many there are of what the file counts: in a list of its own, or in
 * those of its sessions. */
static size_t
count_of(const struct item *root, const char *name)
{
	json_t *list = json_object_get(root->json, name), *session;
	size_t i, n = 0;

	if (list != NULL)
		return json_array_size(list);
	json_array_foreach(json_object_get(root->json, "sessions"), i, session)
		n += json_array_size(json_object_get(session, name));
	return n;
}

/* A file that does not hold what it says it holds may have been cut. */
static void
check_counts(const struct item *root)
{
	json_t *meta = json_object_get(root->json, "meta");
	json_t *counts = json_object_get(meta, "counts"), *said;
	const char *name;
	size_t n;

	json_object_foreach(counts, name, said) {
		n = count_of(root, name);
		if (json_integer_value(said) != (json_int_t)n)
			item_note(root,
			    arena_printf(
				root->im->arena, "meta.counts.%s", name),
			    "The file says %" JSON_INTEGER_FORMAT
			    ", and has %zu.",
			    json_integer_value(said), n);
	}
}

static void
read_programme_file(struct import *im)
{
	static const struct {
		const char *list;
		void (*read)(const struct item *);
	} lists[] = {
		{ "venues", read_venue },
		{ "trainers", read_trainer },
		{ "reviews", read_review },
		{ "courses", read_event },
		{ "sessions", read_session },
	};
	struct item root = item_root(im), it;
	size_t i, k, n;

	check_counts(&root);
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		n = item_count(&root, lists[i].list);
		for (k = 0; k < n; k++) {
			it = item_child(&root, lists[i].list, k);
			lists[i].read(&it);
		}
	}
}

const struct reader read_programme = { "a programme", "courses sessions", true,
	name_programme, read_programme_file };

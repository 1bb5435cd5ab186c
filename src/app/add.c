/*
 * add.c: people whom staff register, and add to a date by hand: late, beyond
 * its places, or when they came without a booking.
 */
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

static void
drop(void *json)
{
	json_decref(json);
}

static int
add_text(const char *s, size_t n, void *out)
{
	buf_add(out, s, n);
	return 0;
}

/* What the form says of a new person, as app.new_colleague() takes it. */
static const char *
person_json(struct request *r)
{
	static const struct {
		const char *field, *key;
	} fields[] = { { "first_name", "first" }, { "last_name", "last" },
		{ "email", "email" }, { "job_title", "job" },
		{ "setting", "setting" }, { "phone", "phone" },
		{ "post", "post" } };
	struct buf out = { .arena = r->arena };
	json_t *p = json_object();
	size_t i;

	arena_defer(r->arena, drop, p);
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		json_object_set_new(p, fields[i].key,
		    json_string(arg_text(r, fields[i].field)));
	json_dump_callback(p, add_text, &out, JSON_COMPACT);
	return buf_string(&out);
}

/* The reference of the person registered just now, or NULL: *outcome. */
static const char *
register_new(struct request *r, const char **outcome)
{
	struct rows p = q_add_person(r, r->person, arg_text(r, "agency"),
	    person_json(r), r->key, r->digest);

	*outcome = rows_text(p, 0, "outcome");
	return rows_null(p, 0, "code") ? NULL : rows_text(p, 0, "code");
}

int
person_new_form(struct request *r)
{
	desk_title(r, "Register somebody");
	show_flag(r, "guests", false);
	show_rows(r, "agencies", q_desk_agencies(r, ""));
	return reply_page(r, 200, "manage_person_new.html");
}

int
person_new(struct request *r)
{
	const char *outcome, *code = register_new(r, &outcome);

	if (code == NULL)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/people/%s", code);
}

int
add_form(struct request *r)
{
	const char *q = arg_text(r, "q");
	struct rows s = q_desk_session(r, r->person, arg_text(r, "ref"));

	if (s.n == 0 || strcmp(rows_text(s, 0, "status"), "draft") == 0)
		return reply_not_found(r);
	desk_title(r, "Add somebody");
	show_rows(r, "session", s);
	show_text(r, "find", q);
	show_flag(r, "guests", rows_flag(s, 0, "open_to_public"));
	show_rows(r, "people", q_add_people(r, r->person, q));
	show_rows(r, "agencies", q_desk_agencies(r, ""));
	return reply_page(r, 200, "manage_add.html");
}

/* Nobody chosen and nobody described? */
static bool
someone_given(struct request *r)
{
	if (arg_given(r, "person"))
		return true;
	if (!arg_given(r, "first_name"))
		error_add(r, "first_name",
		    "Choose somebody above, or enter a first name");
	else if (!arg_given(r, "agency"))
		error_add(r, "agency", "Choose the organisation");
	return !error_any(r);
}

static const char *
full_name(struct request *r)
{
	return arena_printf(r->arena, "%s %s", arg_text(r, "first_name"),
	    arg_text(r, "last_name"));
}

int
add_make(struct request *r)
{
	const char *code = arg_text(r, "person"), *outcome, *seed;
	struct ticket t;
	struct rows b;
	bool guest, fresh = *code == '\0';
	int key;

	if (!someone_given(r))
		return reply_form(r);
	guest = *code == '\0' && strcmp(arg_text(r, "agency"), "GUEST") == 0;
	if (!guest && *code == '\0' &&
	    (code = register_new(r, &outcome)) == NULL)
		return reply_refused(r, outcome);
	seed = ticket_new(r, &t, &key);
	if (guest)
		b = q_guest_add(r, r->person, arg_text(r, "ref"), r->key,
		    r->digest, full_name(r), arg_text(r, "email"),
		    arg_text(r, "phone"), arg_text(r, "mode"),
		    arg_text(r, "reason"), seed, key, t.ticket_hash,
		    t.code_hash);
	else
		b = q_add_late(r, r->person, arg_text(r, "ref"), code,
		    arg_text(r, "mode"), arg_text(r, "reason"), seed, key,
		    t.ticket_hash, t.code_hash);
	/* Pressed twice, somebody new has the place already. */
	return reply_done(r, b, fresh ? "added already_booked" : "added",
	    "/manage/bookings/%s", rows_text(b, 0, "booking"));
}

int
desk_ticket(struct request *r)
{
	q_desk_booking_seen(r, r->person, arg_id(r, "number"));
	return reply_paper_ticket(r, q_desk_ticket(r, arg_id(r, "number")));
}

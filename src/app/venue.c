/* venue.c: venues and their rooms, listed, added and changed. */
#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

/* clang-format off */
static const struct edit_field venue_fields[] = {
	{ "name", "Name", "line", "" },
	{ "town", "Town", "line", "Lists of dates say this" },
	{ "address", "Address", "line", "" },
	{ "postcode", "Postcode", "line", "" },
	{ "phone", "Telephone", "line", "" },
	{ "access", "Access", "block",
	    "What a person with access needs should know, a line each" },
	{ "parking", "Parking", "line", "" },
	{ "catering", "Food and drink", "line", "" },
	{ 0 }
};

static const struct edit_field room_fields[] = {
	{ "name", "Name", "line", "" },
	{ "capacity", "How many people fit", "number", "" },
	{ "layouts", "Ways to set it out", "block",
	    "A line each with how many fit, for example: cabaret: 24" },
	{ 0 }
};
/* clang-format on */

int
venues_show(struct request *r)
{
	desk_title(r, "Venues");
	show_rows(r, "venues", q_venue_list(r));
	return reply_page(r, 200, "manage_venues.html");
}

int
venue_new_form(struct request *r)
{
	const struct edit e = { "Add a venue", "/manage/venues/new",
		"/manage/venues", "Venues", "Add the venue", "",
		"Rooms come next.", venue_fields };

	return edit_page(r, &e, edit_none(r), edit_none(r));
}

int
venue_make(struct request *r)
{
	struct rows v = q_venue_make(r, r->person, edit_json(r, venue_fields));

	if (v.n == 0)
		return reply_refused(r, "same_name");
	return reply_redirect(r, "/manage/venues/%s", rows_text(v, 0, "code"));
}

int
venue_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows form = q_venue_form(r, code);
	const struct edit e = { "Venue",
		arena_printf(r->arena, "/manage/venues/%s", code),
		"/manage/venues", "Venues", "Save",
		arena_printf(r->arena, "venue %s", code), "", venue_fields,
		"manage_venue.html" };

	if (form.n == 0)
		return reply_not_found(r);
	show_text(r, "venue", code);
	show_rows(r, "rooms", q_venue_rooms(r, code));
	return edit_page(r, &e, form, edit_none(r));
}

int
venue_change(struct request *r)
{
	if (q_venue_change(r, arg_text(r, "code"), arg_number(r, "version"),
		r->person, edit_json(r, venue_fields))
		.n == 0)
		return reply_refused(r, "stale");
	return reply_redirect(r, "/manage/venues");
}

int
room_new_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	const struct edit e = { "Add a room",
		arena_printf(r->arena, "/manage/venues/%s/rooms/new", code),
		arena_printf(r->arena, "/manage/venues/%s", code), "The venue",
		"Add the room", "", "", room_fields };

	if (q_venue_form(r, code).n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, edit_none(r), edit_none(r));
}

int
room_make(struct request *r)
{
	const char *code = arg_text(r, "code");

	if (q_room_make(r, code, r->person, edit_json(r, room_fields)).n == 0)
		return reply_refused(r, "same_name");
	return reply_redirect(r, "/manage/venues/%s", code);
}

int
room_form(struct request *r)
{
	const char *room = arg_text(r, "room"), *code = arg_text(r, "code");
	struct rows form = q_room_form(r, code, room);
	const struct edit e = { "Room",
		arena_printf(
		    r->arena, "/manage/venues/%s/rooms/%s", code, room),
		arena_printf(r->arena, "/manage/venues/%s", code), "The venue",
		"Save", arena_printf(r->arena, "room %s", room), "",
		room_fields };

	if (form.n == 0)
		return reply_not_found(r);
	return edit_page(r, &e, form, edit_none(r));
}

int
room_change(struct request *r)
{
	const char *code = arg_text(r, "code");

	if (q_room_change(r, arg_text(r, "room"), arg_number(r, "version"),
		r->person, edit_json(r, room_fields))
		.n == 0)
		return reply_refused(r, "stale");
	return reply_redirect(r, "/manage/venues/%s", code);
}

/* import_past.c: training from before this system. */
#include <string.h>

#include "csv_read.h"
#include "import.h"

/* clang-format off */
static const struct field past_fields[] = {
	{ "event", REF, .known = EVENT },
	{ "equivalent", LINE, .empty = KEPT },
	{ "date", DATE, "held", .empty = NEEDED },
	{ "hours", DECIMAL, .empty = NEEDED, .most = 500 },
	{ 0 }
};
/* clang-format on */

/* A person is named by code or by address. */
static void
read_who(const struct item *it, json_t *row)
{
	static const struct field code = { "person", REF, .empty = NEEDED,
		.known = PERSON };
	static const struct field address = { "person", EMAIL };
	const char *given =
	    json_string_value(json_object_get(it->json, "person"));
	json_t *value, *owner;

	if (given == NULL || strchr(given, '@') == NULL) {
		value = item_clean(it, &code);
		json_object_set_new(row, "person", value ? value : json_null());
		return;
	}
	value = item_clean(it, &address);
	if (value == NULL)
		return;
	owner =
	    json_object_get(it->im->known[ADDRESS], json_string_value(value));
	if (owner == NULL)
		item_fault(it, "person", "Nobody has this address.");
	json_object_set(row, "person", owner);
	json_decref(value);
}

/* The agency then: one of ours by its code, any other by its name. */
static void
read_agency_then(const struct item *it, json_t *row)
{
	static const struct field name = { "agency", LINE, .empty = KEPT };
	const char *given =
	    json_string_value(json_object_get(it->json, "agency"));
	const char *code = code_clean(it->im->arena, given);

	if (code != NULL && known_has(it->im, AGENCY, code)) {
		row_set(row, "agency", code);
		row_set(row, "agency_name", "");
	} else {
		json_object_set_new(row, "agency", json_null());
		json_object_set_new(row, "agency_name", item_clean(it, &name));
	}
}

static void
read_past_row(struct item *it)
{
	json_t *row = item_row(it, T_PAST, past_fields);
	bool has_event = *row_text(row, "event") != '\0';

	read_who(it, row);
	read_agency_then(it, row);
	if (has_event == (*row_text(row, "equivalent") != '\0'))
		item_fault(it, "event",
		    "Give either an event or the name of an equivalent.");
	if (strcmp(row_text(row, "held"), it->im->today) > 0)
		item_fault(it, "date", "This day has not been yet.");
	item_once(it, "date", "past %s %s %s %s", row_text(row, "person"),
	    row_text(row, "event"), row_text(row, "equivalent"),
	    row_text(row, "held"));
}

static void
read_past_file(struct import *im)
{
	item_records(im, read_past_row);
}

const struct reader read_past = { "past attendance", "person date hours", false,
	NULL, read_past_file };

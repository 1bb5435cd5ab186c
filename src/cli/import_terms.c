/*
 * import_terms.c: cancellation terms, as app.make_terms takes them; which are
 * the standard, and courses that have terms or a fee of their own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "cli.h"
#include "import.h"

/* clang-format off */
static const struct field terms_fields[] = {
	{ "code", CODE, .empty = NEEDED, .shape = HYPHENED },
	{ "name", LINE, .empty = NEEDED, .most = 120 },
	{ "source", LINE, .most = 300 },
	{ "notice", NUMBER, .most = 1000 },
	{ "unit", CHOICE, .choices = "working_days=working_days"
	    " calendar_days=calendar_days hours=hours" },
	{ "until", LINE },
	{ "share", NUMBER, .most = 100 },
	{ "brief_minutes", NUMBER, .most = 600 },
	{ "half_minutes", NUMBER, .most = 600 },
	{ "per_day", FLAG },
	{ "grace_half", NUMBER, .most = 600 },
	{ "grace_day", NUMBER, .most = 600 },
	{ "left_counts", FLAG },
	{ "swap_free", FLAG },
	{ "transfer_free", FLAG },
	{ "fee_due", CHOICE, .choices = "never=never attended=attended"
	    " booked=booked" },
	{ "extra_costs", FLAG },
	{ "case_days", NUMBER, .least = 1, .most = 60 },
	{ 0 }
};

static const struct field amount_fields[] = {
	{ "kind", CHOICE, .empty = NEEDED, .choices = "absence=absence fee=fee" },
	{ "class", LINE },
	{ "brief", NUMBER, .most = 1000000 },
	{ "half", NUMBER, .most = 1000000 },
	{ "day", NUMBER, .most = 1000000 },
	{ "share", NUMBER, .most = 100 },
	{ 0 }
};

static const struct field tier_fields[] = {
	{ "notice", NUMBER, .empty = NEEDED, .most = 1000 },
	{ "share", NUMBER, .empty = NEEDED, .most = 100 },
	{ 0 }
};

static const struct field course_fields[] = {
	{ "course", REF, .known = EVENT, .empty = NEEDED },
	{ "terms", REF, .known = TERMS },
	{ "full_fee", NUMBER, .most = 1000000 },
	{ 0 }
};
/* clang-format on */

static bool
has(json_t *row, const char *column)
{
	return !json_is_null(json_object_get(row, column));
}

static json_t *
read_amount(const struct item *it)
{
	json_t *row = json_object();
	const char *class;

	item_fill(row, it, amount_fields);
	class = row_text(row, "class");
	if (*class != '\0' && !known_has(it->im, CHARGING_CLASS, class))
		item_fault(it, "class", "There is no class %s.", class);
	if (has(row, "share") == has(row, "half") ||
	    has(row, "half") != has(row, "day"))
		item_fault(it, "", "Give half and day in pence, or a share.");
	item_once(it, "class", "amount %s %s %s", it->owner,
	    row_text(row, "kind"), class);
	return row;
}

static json_t *
read_tier(const struct item *it, json_t *terms)
{
	json_t *row = json_object(), *free = json_object_get(terms, "notice");
	json_t *notice;

	item_fill(row, it, tier_fields);
	notice = json_object_get(row, "notice");
	if (json_is_integer(free) &&
	    json_integer_value(notice) >= json_integer_value(free))
		item_fault(it, "notice", "It is free until after that.");
	item_once(it, "notice", "tier %s %lld", it->owner,
	    (long long)json_integer_value(notice));
	return row;
}

static json_t *
read_excuses(const struct item *it)
{
	static const struct field field = { "excuses", LINES, .empty = KEPT };
	json_t *list = item_clean(it, &field), *code;
	size_t i;

	json_array_foreach(list, i, code)
		if (!known_has(it->im, EXCUSE, json_string_value(code)))
			item_fault(it, "excuses", "There is no reason %s.",
			    json_string_value(code));
	return list;
}

static void
read_one(struct item *it)
{
	json_t *row = item_row(it, T_TERMS, terms_fields);
	json_t *amounts = json_array(), *tiers = json_array();
	const char *until = row_text(row, "until");
	struct item child;
	struct tm time;
	const char *end;
	size_t i;

	it->owner = row_text(row, "code");
	end = strptime(until, "%H:%M", &time);
	if (*until != '\0' && (end == NULL || *end != '\0' ||
				  strcmp(row_text(row, "unit"), "hours") == 0))
		item_fault(it, "until",
		    "Give a time such as 17:00, and none with hours.");
	for (i = 0; i < item_count(it, "amounts"); i++) {
		child = item_child(it, "amounts", i);
		json_array_append_new(amounts, read_amount(&child));
	}
	for (i = 0; i < item_count(it, "tiers"); i++) {
		child = item_child(it, "tiers", i);
		json_array_append_new(tiers, read_tier(&child, row));
	}
	json_object_set_new(row, "amounts", amounts);
	json_object_set_new(row, "tiers", tiers);
	json_object_set_new(row, "excuses", read_excuses(it));
}

static void
name_terms(struct import *im)
{
	known_add_all(im, "terms", TERMS, "code");
}

static void
read_terms_file(struct import *im)
{
	static const struct field standard = { "standard", REF,
		.known = TERMS };
	struct item root = item_root(im), it;
	json_t *code = item_clean(&root, &standard);
	size_t i;

	for (i = 0; i < item_count(&root, "terms"); i++) {
		it = item_child(&root, "terms", i);
		read_one(&it);
	}
	for (i = 0; i < item_count(&root, "courses"); i++) {
		it = item_child(&root, "courses", i);
		item_row(&it, T_COURSE_TERMS, course_fields);
	}
	if (code != NULL)
		json_object_set_new(
		    row_new(im, T_STANDARD_TERMS), "code", code);
}

const struct reader read_terms = { "cancellation terms", "terms", true,
	name_terms, read_terms_file };

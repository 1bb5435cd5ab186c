/* import_agency.c: agencies, and the words that they are described with. */
#include <string.h>

#include "arena.h"
#include "import.h"

/* clang-format off */
static const struct field agency_fields[] = {
	{ "code", CODE, .empty = NEEDED, .shape = "^[A-Z0-9][A-Z0-9-]*$" },
	{ "name", LINE, .empty = NEEDED },
	{ "short_name", LINE, .empty = NEEDED },
	{ "sector", LINE, .empty = NEEDED },
	{ "charging_category", LINE, "charging_class", .empty = NEEDED },
	{ "statutory_role", LINE },
	{ "relevant_agency_group", LINE, "relevant_group" },
	{ "workforce_in_scope", NUMBER, "workforce" },
	{ "email_domain", LINE },
	{ "training_contact", EMAIL },
	{ "purchase_order_required", FLAG, .empty = KEPT },
	{ "invoice_period", CHOICE, .choices = "monthly=monthly"
	    " quarterly=quarterly termly=termly" },
	{ "active", FLAG, .empty = NEEDED },
	{ "notes", BLOCK, .most = 2000 },
	{ 0 }
};

static const struct field quota_fields[] = {
	{ "max_per_session", NUMBER },
	{ "annual_places", NUMBER },
	{ 0 }
};
/* clang-format on */

static void
name_agencies(struct import *im)
{
	known_add_all(im, "agencies", AGENCY, "code");
}

/* The sectors are a list of words, the classes words with a sentence each;
 * both stand in meta. */
static void
read_words(const struct item *meta)
{
	struct import *im = meta->im;
	json_t *list = json_object_get(meta->json, "sectors"), *word;
	const char *key;
	size_t i;

	json_array_foreach(list, i, word) {
		if (!json_is_string(word))
			continue;
		item_once(meta, arena_printf(im->arena, "sectors[%zu]", i),
		    "sector %s", json_string_value(word));
		json_object_set(row_new(im, T_SECTOR), "code", word);
		json_object_set_new(im->known[SECTOR], json_string_value(word),
		    json_string(""));
	}
	list = json_object_get(meta->json, "charging_categories");
	json_object_foreach(list, key, word) {
		json_t *row = row_new(im, T_CHARGING_CLASS);

		row_set(row, "code", key);
		json_object_set(row, "name", word);
		json_object_set_new(
		    im->known[CHARGING_CLASS], key, json_string(""));
	}
}

static void
check_word(const struct item *it, json_t *row, enum known known,
    const char *column, const char *key)
{
	const char *word = row_text(row, column);

	if (*word != '\0' && !known_has(it->im, known, word))
		item_fault(
		    it, key, "%s is not in the list of the file's meta.", word);
}

static void
read_reserves(const struct item *quota)
{
	json_t *reserved = json_object_get(quota->json, "reserved"), *row;
	struct field field = { NULL, NUMBER, "places", .least = 1,
		.empty = NEEDED };
	struct item it = *quota;
	json_t *places;

	it.json = reserved;
	it.path = arena_printf(it.im->arena, "%s.reserved", quota->path);
	json_object_foreach(reserved, field.key, places) {
		if (!known_has(it.im, EVENT, field.key)) {
			item_fault(&it, field.key, "There is no such event.");
			continue;
		}
		row = row_new(it.im, T_RESERVE);
		row_set(row, "agency", it.owner);
		row_set(row, "event", field.key);
		json_object_set_new(row, "places", item_clean(&it, &field));
	}
}

static void
read_aliases(const struct item *it)
{
	static const struct field field = { "aliases", LINES, .empty = KEPT };
	json_t *aliases = item_clean(it, &field), *alias, *row;
	size_t i;

	json_array_foreach(aliases, i, alias) {
		item_once(it, arena_printf(it->im->arena, "aliases[%zu]", i),
		    "alias %s %s", it->owner, json_string_value(alias));
		row = row_new(it->im, T_ALIAS);
		row_set(row, "agency", it->owner);
		json_object_set(row, "alias", alias);
	}
	json_decref(aliases);
}

/* Where the file does not say it, what the desk has said stays. */
static void
read_counted_by(const struct item *quota)
{
	static const struct field field = { "counted_by", CHOICE,
		.choices = "agency=agency setting=setting" };
	json_t *by = item_clean(quota, &field), *row;

	if (!json_is_string(by)) {
		json_decref(by);
		return;
	}
	row = row_new(quota->im, T_COUNTED_BY);
	row_set(row, "code", quota->owner);
	json_object_set_new(row, "by", by);
}

static void
read_agency(struct item *it)
{
	static const struct field parent = { "parent_code", REF,
		.known = AGENCY };
	json_t *row = item_row(it, T_AGENCY, agency_fields), *code;
	struct item quota = *it;

	it->owner = row_text(row, "code");
	owner_add(it->im, T_ALIAS, it->owner);
	owner_add(it->im, T_RESERVE, it->owner);
	if (json_is_true(json_object_get(row, "active")))
		json_object_del(it->im->closed, it->owner);
	else
		json_object_set_new(it->im->closed, it->owner, json_string(""));
	check_word(it, row, SECTOR, "sector", "sector");
	check_word(
	    it, row, CHARGING_CLASS, "charging_class", "charging_category");
	quota.json = json_object_get(it->json, "quota");
	quota.path = arena_printf(it->im->arena, "%s.quota", it->path);
	quota.owner = it->owner;
	item_fill(row, &quota, quota_fields);
	read_counted_by(&quota);
	read_reserves(&quota);
	read_aliases(it);

	code = item_clean(it, &parent);
	row = row_new(it->im, T_AGENCY_PARENT);
	row_set(row, "code", it->owner);
	json_object_set_new(row, "parent", code ? code : json_null());
}

static void
read_agency_file(struct import *im)
{
	struct item root = item_root(im), it = root;
	size_t i, n = item_count(&root, "agencies");

	it.json = json_object_get(root.json, "meta");
	it.path = "meta";
	read_words(&it);
	for (i = 0; i < n; i++) {
		it = item_child(&root, "agencies", i);
		read_agency(&it);
	}
}

const struct reader read_agencies = { "a list of agencies", "agencies", true,
	name_agencies, read_agency_file };

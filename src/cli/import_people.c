/* import_people.c: the people of a personnel list. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "cli.h"
#include "csv_read.h"
#include "import.h"

/* clang-format off */
static const struct field person_fields[] = {
	{ "person_id", CODE, "code", .empty = NEEDED },
	{ "first_name", NAME, .empty = KEPT },
	{ "last_name", NAME, .empty = KEPT },
	{ "email", EMAIL },
	{ "job_title", LINE, .empty = KEPT },
	{ "agency_code", REF, "agency", .empty = NEEDED, .known = AGENCY },
	{ "team", LINE, "setting" },
	{ "manager_email", EMAIL },
	{ "phone", PHONE },
	{ "target_level", CHOICE, .choices = "L1=L1 L2=L2 L3=L3 L4=L4" },
	{ "status", CHOICE, .empty = NEEDED,
	    .choices = "active=active left=left long_leave=long_leave" },
	{ 0 }
};

static const struct field need_fields[] = {
	{ "access_needs", BLOCK, "access", .empty = KEPT, .most = 2000 },
	{ "dietary_needs", BLOCK, "diet", .empty = KEPT, .most = 2000 },
	{ 0 }
};
/* clang-format on */

static void
name_person(struct item *it)
{
	known_add(it, PERSON, "person_id");
}

static void
name_people(struct import *im)
{
	item_records(im, name_person);
}

/* "None" and "n/a" are how lists say that there is no need. */
static void
drop_none(json_t *row, const char *column)
{
	static const char *const none[] = { "none", "n/a", "na", "nil", "-" };
	size_t i;

	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (strcasecmp(row_text(row, column), none[i]) == 0)
			row_set(row, column, "");
}

static void
read_need(const struct item *it)
{
	json_t *row = json_object();

	item_fill(row, it, need_fields);
	drop_none(row, "access");
	drop_none(row, "diet");
	row_set(row, "person", it->owner);
	owner_add(it->im, T_NEED, it->owner);
	if (*row_text(row, "access") != '\0' || *row_text(row, "diet") != '\0')
		json_array_append(it->im->rows[T_NEED], row);
	json_decref(row);
}

static bool
begins_with_title(const char *name)
{
	static const char *const titles[] = { "Mr", "Mrs", "Ms", "Miss", "Mx",
		"Dr", "Prof", "Rev", "Sr", "Fr", "Cllr" };
	size_t i, n = strcspn(name, ". ");

	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (name[n] != '\0' && strlen(titles[i]) == n &&
		    strncasecmp(name, titles[i], n) == 0)
			return true;
	return false;
}

/* What is kept as typed, for a person to look at. */
static void
add_remark(const struct item *it, json_t *row)
{
	const char *last = row_text(row, "last_name");
	const char *first = row_text(row, "first_name");
	const char *remark = arena_printf(it->im->arena, "%s%s%s%s",
	    strcmp(last, "-") == 0 || strcmp(last, ".") == 0
		? "The last name may only stand in for none. "
		: "",
	    begins_with_title(first) ? "A title stands in the first name. "
				     : "",
	    strchr(first, '`') || strchr(last, '`')
		? "A grave accent stands where an apostrophe may be meant. "
		: "",
	    *row_text(row, "email") != '\0' &&
		    strcmp(row_text(row, "email"),
			row_text(row, "manager_email")) == 0
		? "The manager's address is the person's own. "
		: "");

	json_object_set_new(row, "remark",
	    *remark ? json_stringn(remark, strlen(remark) - 1) : json_null());
}

/* One address is one person's. */
static void
check_address(const struct item *it, json_t *row)
{
	json_t *addresses = it->im->known[ADDRESS];
	const char *email = row_text(row, "email");
	const char *code = json_string_value(json_object_get(addresses, email));

	if (code != NULL && strcmp(code, it->owner) != 0)
		item_fault(it, "email", "This address belongs to %s.", code);
	else if (*email != '\0')
		json_object_set_new(addresses, email, json_string(it->owner));
}

/* A closed agency keeps those it has and takes nobody new. */
static void
check_agency(const struct item *it, json_t *row)
{
	const char *agency = row_text(row, "agency");
	const char *so_far =
	    json_string_value(json_object_get(it->im->employed, it->owner));

	if (json_object_get(it->im->closed, agency) == NULL ||
	    strcmp(row_text(row, "status"), "left") == 0 ||
	    (so_far != NULL && strcmp(so_far, agency) == 0))
		return;
	item_fault(it, "agency_code",
	    "%s is closed: give the one that the person works for now.",
	    agency);
}

static void
add_setting(const struct item *it, json_t *person)
{
	const char *name = row_text(person, "setting");
	const char *agency = row_text(person, "agency");
	const char *key =
	    arena_printf(it->im->arena, "setting %s %s", agency, name);
	json_t *row;

	if (*name == '\0' || json_object_get(it->im->once, key) != NULL)
		return;
	json_object_set_new(it->im->once, key, json_true());
	row = row_new(it->im, T_SETTING);
	row_set(row, "agency", agency);
	row_set(row, "name", name);
}

static void
read_person(struct item *it)
{
	json_t *row = item_row(it, T_PERSON, person_fields);

	it->owner = row_text(row, "code");
	if (*row_text(row, "first_name") == '\0' &&
	    *row_text(row, "last_name") == '\0')
		item_fault(it, "first_name", "Give at least one name.");
	check_address(it, row);
	check_agency(it, row);
	add_remark(it, row);
	add_setting(it, row);
	read_need(it);
}

static void
read_people_file(struct import *im)
{
	item_records(im, read_person);
}

const struct reader read_people = { "a list of people",
	"person_id first_name last_name email agency_code status", false,
	name_people, read_people_file };

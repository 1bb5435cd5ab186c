/* import_form.c: evaluation forms: sections, questions, what can be chosen. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "import.h"
#include "secret.h"

/* clang-format off */
static const struct field form_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "version", LINE, .empty = NEEDED, .most = 20 },
	{ "title", LINE, .empty = NEEDED },
	{ "stage", CHOICE, .empty = NEEDED, .choices = "pre=pre post=post"
	    " impact_3_month=impact_3_month post_short=post_short" },
	{ "time_to_complete_minutes", NUMBER, "minutes", .least = 1 },
	{ "opens", LINE, .empty = KEPT },
	{ "closes", LINE, .empty = KEPT },
	{ 0 }
};

static const struct field section_fields[] = {
	{ "code", CODE, .empty = NEEDED },
	{ "title", LINE, .empty = NEEDED },
	{ 0 }
};

static const struct field condition_fields[] = {
	{ "question", LINE },
	{ "equals", LINE },
	{ "in", LINES },
	{ "form_missing", CODE },
	{ 0 }
};

static const struct field question_fields[] = {
	{ "id", LINE, "code", .empty = NEEDED, .most = 64 },
	{ "text", LINE, "words", .empty = NEEDED, .most = 500 },
	{ "type", CHOICE, .empty = NEEDED, .choices = "likert_1_5=likert_1_5"
	    " scale_0_10=scale_0_10 single_choice=single_choice"
	    " multi_choice=multi_choice free_text=free_text" },
	{ "required", FLAG, .empty = KEPT },
	{ "max_length", NUMBER, .least = 1, .most = 10000 },
	{ "other_text", FLAG, .empty = KEPT },
	{ "show_if", OBJECT, .of = condition_fields },
	{ "pair", LINE },
	{ "pair_side", LINE },
	{ 0 }
};
/* clang-format on */

/* Numbers that have a value where the file says nothing. */
static void
set_number(const struct item *it, json_t *row, const char *key,
    const char *column, int otherwise)
{
	const struct field field = { key, NUMBER };
	json_t *number = item_clean(it, &field);

	json_object_set_new(
	    row, column, number ? number : json_integer(otherwise));
}

/* What the file says beside what has a column. */
static void
set_detail(const struct item *it, json_t *row, const char *const *keys)
{
	json_t *detail = json_object(), *value;

	for (; *keys != NULL; keys++) {
		value = json_object_get(it->json, *keys);
		if (value != NULL && !json_is_null(value))
			json_object_set(detail, *keys, value);
	}
	json_object_set_new(row, "detail", detail);
}

static bool
list_has(json_t *list, const char *word)
{
	json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
		if (json_is_string(value) &&
		    strcmp(json_string_value(value), word) == 0)
			return true;
	return false;
}

static void
add_option(const struct item *it, size_t position, const char *value,
    const char *words)
{
	json_t *row = row_new(it->im, T_OPTION);

	item_once(it, "options", "option %s %s", it->owner, value);
	row_set(row, "question", it->owner);
	json_object_set_new(
	    row, "position", json_integer((json_int_t)position));
	row_set(row, "value", value);
	row_set(row, "words", words);
	json_object_set_new(row, "exclusive",
	    json_boolean(
		list_has(json_object_get(it->json, "exclusive"), value)));
	json_object_set_new(row, "alert",
	    json_boolean(
		list_has(json_object_get(it->json, "alert_if"), value)));
}

static void
read_options(const struct item *it)
{
	size_t i, n = item_count(it, "options");
	const char *value, *words;
	json_t *option;

	for (i = 0; i < n; i++) {
		option =
		    json_array_get(json_object_get(it->json, "options"), i);
		if (json_unpack(option, "[ss!]", &value, &words) == 0)
			add_option(it, i + 1, value, words);
		else
			item_fault(it,
			    arena_printf(it->im->arena, "options[%zu]", i),
			    "Give a value and its words.");
	}
}

/* The ends of a scale; an answer of a five-step scale has words too. */
static void
read_scale(const struct item *it, json_t *row)
{
	json_t *name = json_object_get(it->json, "scale"), *labels, *label;
	json_t *scale =
	    json_object_get(json_object_get(it->im->source->root, "scales"),
		name ? json_string_value(name) : "");
	json_int_t low = json_integer_value(json_object_get(scale, "min"));
	json_int_t high = json_integer_value(json_object_get(scale, "max"));
	char number[24];
	json_int_t i;

	if (name != NULL && scale == NULL)
		item_fault(it, "scale", "There is no such scale in the file.");
	else if (scale != NULL && (low >= high || high - low > 100)) {
		item_fault(it, "scale",
		    "The scale needs a least and a larger most, a hundred "
		    "apart at most.");
		high = low;
	}
	labels = json_object_get(scale, "labels");
	json_object_set_new(
	    row, "lowest", scale ? json_integer(low) : json_null());
	json_object_set_new(
	    row, "highest", scale ? json_integer(high) : json_null());
	for (i = low; scale != NULL && i <= high; i++) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, i);
		label = json_is_array(labels)
			    ? json_array_get(labels, (size_t)(i - low))
			    : json_object_get(labels, number);
		if (json_is_array(labels) && json_is_string(label))
			add_option(it, (size_t)(i - low + 1), number,
			    json_string_value(label));
		if (i == low && json_is_string(label))
			json_object_set(row, "lowest_words", label);
		if (i == high && json_is_string(label))
			json_object_set(row, "highest_words", label);
	}
	json_object_set_new(row, "not_applicable",
	    json_boolean(json_is_true(
		json_object_get(scale, "not_applicable_allowed"))));
}

/* A question may hang on an answer to one above, or on a form that is not
 * there. */
static void
check_condition(const struct item *it, json_t *row, const char *form)
{
	json_t *when = json_object_get(row, "show_if");
	const char *question = row_text(when, "question");

	if (!json_is_object(when))
		return;
	if (*question == '\0') {
		if (*row_text(when, "form_missing") == '\0')
			item_fault(
			    it, "show_if", "Give a question, or form_missing.");
		return;
	}
	if (json_object_get(
		it->im->once, arena_printf(it->im->arena, "question %s %s",
				  form, question)) == NULL)
		item_fault(it, "show_if.question",
		    "There is no question %s above this one.", question);
	if (json_object_get(when, "equals") == NULL &&
	    json_object_get(when, "in") == NULL)
		item_fault(it, "show_if", "Say which answer: equals, or in.");
}

static void
read_question(struct item *it, const char *form, size_t section, size_t i)
{
	static const char *const kept[] = { "kirkpatrick", "note", "carry_to",
		"prefill_from", "pii_warning", "sensitive", "store_with",
		NULL };
	const char *note = json_string_value(json_object_get(it->json, "note"));
	json_t *row = item_row(it, T_QUESTION, question_fields);

	it->owner =
	    arena_printf(it->im->arena, "%s %s", form, row_text(row, "code"));
	check_condition(it, row, form);
	item_once(it, "id", "question %s", it->owner);
	row_set(row, "form", form);
	json_object_set_new(row, "section", json_integer((json_int_t)section));
	json_object_set_new(row, "position", json_integer((json_int_t)i));
	set_number(it, row, "min_selected", "min_selected", 0);
	set_number(it, row, "rows", "lines", 4);
	json_object_set_new(row, "in_statistics",
	    json_boolean(note == NULL ||
			 strstr(note, "not used in statistics") == NULL));
	set_detail(it, row, kept);
	row_set(row, "lowest_words", "");
	row_set(row, "highest_words", "");
	read_scale(it, row);
	read_options(it);
}

static void
read_section(const struct item *it, const char *form, size_t position)
{
	json_t *row = item_row(it, T_SECTION, section_fields);
	const char *respondent =
	    json_string_value(json_object_get(it->json, "respondent"));
	size_t i, n = item_count(it, "questions");
	struct item child;

	row_set(row, "form", form);
	json_object_set_new(
	    row, "position", json_integer((json_int_t)position));
	row_set(row, "respondent", respondent ? respondent : "person");
	for (i = 0; i < n; i++) {
		child = item_child(it, "questions", i);
		read_question(&child, form, position, i + 1);
	}
}

/* A digest of what was read for one form: the rows from these counts on. */
static const char *
form_digest(struct import *im, const size_t from[3])
{
	static const enum table tables[] = { T_SECTION, T_QUESTION, T_OPTION };
	unsigned char sum[SHA256_SIZE];
	json_t *all = json_array();
	char *text;
	size_t t, i;

	for (t = 0; t < 3; t++)
		for (i = from[t]; i < json_array_size(im->rows[tables[t]]); i++)
			json_array_append(
			    all, json_array_get(im->rows[tables[t]], i));
	text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	secret_sha256(sum, text, strlen(text));
	free(text);
	json_decref(all);
	return secret_hex(im->arena, sum, sizeof(sum));
}

/* A version that has answers keeps its questions; one without is made anew. */
static void
check_version(const struct item *it, const char *digest)
{
	struct cli *cli = it->im->cli;
	struct rows found = ask(cli,
	    "SELECT f.id, f.detail ->> 'digest' AS digest,"
	    "       (SELECT count(*) FROM lectern.response WHERE form = f.id) "
	    "AS n"
	    "  FROM lectern.form f WHERE f.code || ' ' || f.version = $1",
	    it->owner);
	const char *id;

	if (found.n == 0 || strcmp(rows_text(found, 0, "digest"), digest) == 0)
		return;
	if (rows_int(found, 0, "n") > 0) {
		item_fault(it, "version",
		    "This version has %s answers: give changed questions a new "
		    "version.",
		    rows_text(found, 0, "n"));
		return;
	}
	id = rows_text(found, 0, "id");
	ask(cli,
	    "DELETE FROM lectern.question_option WHERE question IN"
	    " (SELECT id FROM lectern.question WHERE form = $1)",
	    id);
	ask(cli, "DELETE FROM lectern.question WHERE form = $1", id);
	ask(cli, "DELETE FROM lectern.form_section WHERE form = $1", id);
}

static void
read_form(struct item *it)
{
	static const char *const kept[] = { "kirkpatrick_levels", "reminders",
		"gates", "prefill", NULL };
	struct import *im = it->im;
	json_t *row = item_row(it, T_FORM, form_fields);
	size_t i, n = item_count(it, "sections");
	const size_t from[] = { json_array_size(im->rows[T_SECTION]),
		json_array_size(im->rows[T_QUESTION]),
		json_array_size(im->rows[T_OPTION]) };
	const char *digest;
	struct item child;
	int days;

	it->owner = arena_printf(im->arena, "%s %s", row_text(row, "code"),
	    row_text(row, "version"));
	item_once(it, "version", "form %s", it->owner);
	/* "28 days after the last part"; other words give no number */
	days = atoi(row_text(row, "closes"));
	json_object_set_new(row, "open_days", json_integer(days ? days : 28));
	for (i = 0; i < n; i++) {
		child = item_child(it, "sections", i);
		read_section(&child, it->owner, i + 1);
	}
	set_detail(it, row, kept);
	digest = form_digest(im, from);
	row_set(json_object_get(row, "detail"), "digest", digest);
	check_version(it, digest);
}

static void
read_form_file(struct import *im)
{
	struct item root = item_root(im), it;
	size_t i, n = item_count(&root, "forms");

	for (i = 0; i < n; i++) {
		it = item_child(&root, "forms", i);
		read_form(&it);
	}
}

/* Courses name a form by its code or by its stage; versions share both. */
static void
name_forms(struct import *im)
{
	json_t *forms = json_object_get(im->source->root, "forms"), *form;
	const char *code, *stage;
	size_t i;

	json_array_foreach(forms, i, form) {
		code = code_clean(im->arena,
		    json_string_value(json_object_get(form, "code")));
		stage = json_string_value(json_object_get(form, "stage"));
		if (code != NULL)
			json_object_set_new(im->known[FORM], code,
			    json_string(stage ? stage : ""));
	}
}

const struct reader read_forms = { "a set of forms", "forms", true, name_forms,
	read_form_file };

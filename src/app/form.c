/*
 * form.c: a form of the database as a page, and what was sent checked by the
 * rules that depend on other answers.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "handlers.h"
#include "log.h"
#include "queries.h"
#include "request.h"
#include "text.h"

/* Answers on their way from the fields sent to what the command keeps. */
struct sheet {
	struct request *r;
	struct rows questions;
	json_t *sent;  /* field: text, or a list of texts */
	json_t *asked; /* the codes of questions that count as shown */
	json_t *answers;
};

static void
release(void *json)
{
	json_decref(json);
}

/* What was chosen or written in a field, as a list without empty texts. */
static json_t *
sent_values(const struct sheet *s, const char *field)
{
	json_t *list = json_array(), *value = json_object_get(s->sent, field);
	size_t i;

	if (json_is_string(value) && json_string_length(value) > 0)
		json_array_append(list, value);
	for (i = 0; json_is_array(value) && i < json_array_size(value); i++)
		json_array_append(list, json_array_get(value, i));
	arena_defer(s->r->arena, release, list);
	return list;
}

static const char *
text_of(const json_t *list, size_t i)
{
	const char *text = json_string_value(json_array_get(list, i));

	return text != NULL ? text : "";
}

static const char *
column(const struct sheet *s, int q, const char *name)
{
	return rows_text(s->questions, q, name);
}

/* Is the question shown, given the answers before it? */
static bool
is_asked(const struct sheet *s, int q)
{
	const char *on = column(s, q, "depends_on");
	json_t *values;
	size_t i;

	if (*on == '\0')
		return true;
	if (json_object_get(s->asked, on) == NULL)
		return false;
	values = sent_values(s, on);
	for (i = 0; i < json_array_size(values); i++)
		if (text_among(text_of(values, i),
			column(s, q, "depends_values"), ' '))
			return true;
	return false;
}

/* An exclusive choice clears the others. */
static json_t *
clear_others(const struct sheet *s, int q, json_t *values)
{
	const char *exclusive = column(s, q, "exclusive");
	json_t *only;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		if (!text_among(text_of(values, i), exclusive, ' '))
			continue;
		only = json_array();
		json_array_append(only, json_array_get(values, i));
		arena_defer(s->r->arena, release, only);
		return only;
	}
	return values;
}

static json_t *
number_or_flag(const char *value)
{
	if (strcmp(value, "na") == 0)
		return json_pack("{s:b}", "not_applicable", 1);
	return json_pack("{s:i}", "number", atoi(value));
}

static json_t *
choices(const struct sheet *s, int q, json_t *values)
{
	json_t *answer = json_pack("{s:O}", "choices", values), *words;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		if (strcmp(text_of(values, i), "other") != 0 ||
		    !rows_flag(s->questions, q, "other_text"))
			continue;
		words = sent_values(s, column(s, q, "other_field"));
		if (json_array_size(words) > 0)
			json_object_set(
			    answer, "words", json_array_get(words, 0));
	}
	return answer;
}

static void
keep(struct sheet *s, int q, json_t *values)
{
	const char *type = column(s, q, "type");
	json_t *answer;

	if (strcmp(type, "free_text") == 0)
		answer = json_pack("{s:s}", "words", text_of(values, 0));
	else if (strcmp(type, "likert_1_5") == 0 ||
		 strcmp(type, "scale_0_10") == 0)
		answer = number_or_flag(text_of(values, 0));
	else
		answer = choices(s, q, values);
	json_object_set_new(
	    answer, "question", json_string(column(s, q, "code")));
	json_array_append_new(s->answers, answer);
}

/* Why the answer will not do, or NULL. */
static const char *
flaw(const struct sheet *s, int q, size_t n)
{
	int64_t least = rows_int(s->questions, q, "min_selected");

	if (n == 0 && rows_flag(s->questions, q, "required"))
		return column(s, q, "label");
	if (n > 0 && (int64_t)n < least)
		return arena_printf(s->r->arena,
		    "Choose at least %lld answers: “%s”", (long long)least,
		    column(s, q, "words"));
	return NULL;
}

static void
take(struct sheet *s, int q)
{
	const char *code = column(s, q, "code"), *why;
	json_t *values;

	if (!is_asked(s, q))
		return;
	json_object_set_new(s->asked, code, json_true());
	values = clear_others(s, q, sent_values(s, code));
	why = flaw(s, q, json_array_size(values));
	if (why != NULL)
		error_add(s->r, code, "%s", why);
	else if (json_array_size(values) > 0)
		keep(s, q, values);
}

const char *
form_answers(struct request *r, int64_t form, int64_t booking, const char *sent)
{
	struct sheet s = {
		.r = r,
		.questions = q_form_questions(r, form, booking),
		.sent = json_loads(sent, JSON_REJECT_DUPLICATES, NULL),
		.asked = json_object(),
		.answers = json_array(),
	};
	char *text;
	int q;

	if (s.sent == NULL)
		die("form: the answers are not JSON");
	arena_defer(r->arena, release, s.sent);
	arena_defer(r->arena, release, s.asked);
	arena_defer(r->arena, release, s.answers);
	for (q = 0; q < s.questions.n; q++)
		take(&s, q);
	text = json_dumps(s.answers, JSON_COMPACT);
	if (text == NULL)
		die("form: out of memory");
	arena_defer(r->arena, free, text);
	return text;
}

void
form_show(struct request *r, int64_t form, int64_t booking)
{
	struct rows given = q_response_fields(r, booking, form);
	int i;

	for (i = 0; i < given.n; i++)
		show_typed(r, rows_text(given, i, "field"),
		    rows_text(given, i, "value"));
	show_rows(r, "sections", q_form_sections(r, form));
	show_rows_in(
	    r, "questions", q_form_questions(r, form, booking), "section");
	show_rows_in(r, "options", q_form_options(r, form), "question");
}

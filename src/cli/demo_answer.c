/* demo_answer.c: forms, filled in as people would. */
#include <string.h>

#include "cli.h"
#include "demo.h"

/* The questions of each form, as objects. */
void
answers_read(struct demo *demo)
{
	struct rows found = ask(demo->cli,
	    "SELECT f.code, f.id, jsonb_agg(jsonb_build_object("
	    "       'code', q.code, 'type', q.type, 'required', q.required,"
	    "       'na', q.not_applicable, 'highest', q.highest,"
	    "       'options', (SELECT coalesce(jsonb_agg(o.value ORDER BY "
	    "o.position), '[]')"
	    "                     FROM lectern.question_option o WHERE "
	    "o.question = q.id))"
	    "       ORDER BY q.section, q.position)::text AS questions"
	    "  FROM lectern.form f JOIN lectern.question q ON q.form = f.id"
	    " GROUP BY f.id");
	int i;

	demo->forms = json_object();
	for (i = 0; i < found.n; i++)
		json_object_set_new(demo->forms, rows_text(found, i, "code"),
		    json_pack("{ss so}", "id", rows_text(found, i, "id"),
			"questions",
			json_loads(rows_text(found, i, "questions"), 0, NULL)));
}

/* The place of a number drawn by weights that end with a 0. */
static int
draw(struct dice *d, const int *weights)
{
	int sum = 0, i, roll;

	for (i = 0; weights[i] > 0; i++)
		sum += weights[i];
	roll = dice_below(d, sum);
	for (i = 0; roll >= weights[i]; i++)
		roll -= weights[i];
	return i;
}

/* How good a session is, in the eyes of all who were there: 0 to 2. */
static int
quality(const struct visit *v)
{
	struct dice d;

	dice_seed(&d, v->course->ref);
	dice_roll(&d);
	return draw(&d, (const int[]){ 15, 45, 40, 0 });
}

static json_t *
scale_answer(struct dice *d, const char *code, int good)
{
	static const int before[] = { 2, 4, 9, 14, 18, 20, 16, 10, 5, 2, 0 };
	static const int after[3][12] = {
		{ 1, 1, 1, 3, 6, 12, 18, 24, 20, 9, 5, 0 },
		{ 1, 1, 1, 1, 2, 5, 10, 22, 30, 18, 9, 0 },
		{ 1, 1, 1, 1, 1, 2, 6, 16, 30, 26, 16, 0 },
	};

	if (strstr(code, "_then_") != NULL)
		return json_integer(draw(d, before));
	return json_integer(draw(d, after[good]));
}

static json_t *
likert_answer(struct dice *d, int good)
{
	static const int weights[3][6] = {
		{ 4, 10, 24, 42, 20, 0 },
		{ 1, 4, 13, 46, 36, 0 },
		{ 1, 1, 6, 38, 54, 0 },
	};

	return json_integer(1 + draw(d, weights[good]));
}

/* One of a question's choices; a few questions have a usual answer. */
static const char *
usual_choice(struct dice *d, const struct visit *v, const char *code)
{
	static const char *const pace[] = { "right", "fast", "slow" };
	static const char *const access[] = { "na", "yes", "partly", "no" };

	if (strcmp(code, "post_pace") == 0)
		return pace[draw(d, (const int[]){ 80, 14, 6, 0 })];
	if (strcmp(code, "post_access") == 0)
		return access[draw(d, (const int[]){ 790, 195, 11, 4, 0 })];
	if (strcmp(code, "post_concern") == 0)
		return v->calls || dice_below(d, 150) == 0 ? "call" : "no";
	if (strcmp(code, "post_quote") == 0)
		return dice_percent(d, 68) ? "yes" : "no";
	return NULL;
}

static json_t *
choice_answer(struct dice *d, const struct visit *v, json_t *q)
{
	const char *code = json_string_value(json_object_get(q, "code"));
	const char *choice = usual_choice(d, v, code);
	json_t *options = json_object_get(q, "options");

	if (choice != NULL)
		return json_pack("[s]", choice);
	return json_pack(
	    "[O]", json_array_get(options,
		       (size_t)dice_below(d, (int)json_array_size(options))));
}

/* Some of a question's choices, or the last one alone, which excludes them. */
static json_t *
choices_answer(struct dice *d, json_t *q)
{
	json_t *options = json_object_get(q, "options"), *chosen = json_array();
	size_t i, n = json_array_size(options);

	for (i = 0; i + 1 < n; i++)
		if (dice_percent(d, i < 2 ? 45 : 12))
			json_array_append(chosen, json_array_get(options, i));
	if (json_array_size(chosen) == 0)
		json_array_append(chosen, json_array_get(options, n - 1));
	return chosen;
}

static json_t *
answer_one(struct demo *demo, struct dice *d, const struct visit *v, json_t *q)
{
	const char *code = json_string_value(json_object_get(q, "code"));
	const char *type = json_string_value(json_object_get(q, "type"));
	int good = quality(v);

	if (!json_is_true(json_object_get(q, "required")) &&
	    dice_percent(d, 45))
		return NULL;
	if (json_is_true(json_object_get(q, "na")) && dice_percent(d, 3))
		return json_pack(
		    "{ss sb}", "question", code, "not_applicable", true);
	if (strcmp(type, "scale_0_10") == 0)
		return json_pack("{ss so}", "question", code, "number",
		    scale_answer(d, code, good));
	if (strcmp(type, "likert_1_5") == 0)
		return json_pack("{ss so}", "question", code, "number",
		    likert_answer(d, good));
	if (strcmp(type, "single_choice") == 0)
		return json_pack("{ss so}", "question", code, "choices",
		    choice_answer(d, v, q));
	if (strcmp(type, "multi_choice") == 0)
		return json_pack("{ss so}", "question", code, "choices",
		    choices_answer(d, q));
	return json_pack(
	    "{ss ss}", "question", code, "words", demo_words(demo, d, code));
}

json_t *
answers_make(struct demo *demo, struct dice *d, const struct visit *v)
{
	json_t *form = json_object_get(demo->forms, v->course->form);
	json_t *answers = json_array(), *q, *answer;
	size_t i;

	json_array_foreach(json_object_get(form, "questions"), i, q) {
		answer = answer_one(demo, d, v, q);
		if (answer != NULL)
			json_array_append_new(answers, answer);
	}
	return answers;
}

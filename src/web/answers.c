/*
 * answers.c: the answers to a form whose questions stand in the database.
 *
 * site.form gives one row a question; each is checked like a parameter of
 * the route, and all of them go on as one JSON object.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "dispatch.h"
#include "inner.h"
#include "log.h"
#include "request.h"

static enum kind
kind_read(const char *word)
{
	static const struct {
		const char *word;
		enum kind kind;
	} kinds[] = { { "line", LINE }, { "block", BLOCK }, { "name", NAME },
		{ "email", EMAIL }, { "phone", PHONE }, { "flag", FLAG },
		{ "choice", CHOICE }, { "set", SET }, { "date", DATE },
		{ "time", TIME }, { "number", NUMBER } };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(word, kinds[i].word) == 0)
			return kinds[i].kind;
	die("a form asks for the kind %s", word);
}

static json_t *
as_json(const struct arg *a, const struct param *p)
{
	const char *const *item;
	json_t *list;

	if (p->kind == NUMBER)
		return json_integer(a->number);
	if (p->kind == FLAG)
		return json_boolean(a->number != 0);
	if (p->kind != SET)
		return json_string(a->text);
	list = json_array();
	for (item = a->list; *item != NULL; item++)
		json_array_append_new(list, json_string(*item));
	return list;
}

static bool
is_repeated(const struct request *r, const char *name)
{
	struct arg *s = arg_find(r->sent, name);

	return s != NULL && arg_find(s->next, name) != NULL;
}

/* Take the question of one row; what is wrong joins r->errors. */
static void
take_question(struct request *r, struct rows rows, int i, json_t *all)
{
	struct param p = {
		.name = rows_text(rows, i, "field"),
		.kind = kind_read(rows_text(rows, i, "kind")),
		.max = (long)rows_int(rows, i, "max"),
		.optional = !rows_flag(rows, i, "required"),
		.label = rows_text(rows, i, "label"),
		.choices = rows_text(rows, i, "choices"),
	};
	const char *flaw;
	const struct arg *a;

	if (*p.label == '\0')
		p.label = NULL;
	if (*p.choices == '\0')
		p.choices = NULL;
	flaw = param_take(r, &p);
	if (p.kind != SET && is_repeated(r, p.name))
		flaw = "Answer this once";
	if (flaw != NULL && p.choices != NULL && p.label != NULL)
		flaw = p.label;
	if (flaw != NULL)
		error_add(r, p.name, "%s", flaw);
	a = arg_find(r->args, p.name);
	if (flaw == NULL && (a->given || p.kind == FLAG))
		json_object_set_new(all, p.name, as_json(a, &p));
}

const char *
answers_take(struct request *r, const struct param *form)
{
	struct rows rows = r->site->form(r);
	json_t *all = json_object();
	struct arg *a;
	char *text;
	int i;

	for (i = 0; i < rows.n; i++)
		take_question(r, rows, i, all);
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	if (text == NULL)
		die("answers: no memory");
	a = arg_find(r->args, form->name);
	a->text = arena_dup(r->arena, text, strlen(text));
	a->given = rows.n > 0;
	free(text);
	return NULL;
}

bool
answer_taken(struct request *r, const char *name)
{
	const struct param *p;
	const struct arg *form;

	for (p = r->route->takes; p->name != NULL; p++) {
		if (p->kind != FORM)
			continue;
		form = arg_find(r->args, p->name);
		return !form->given || (param_find(r->route, name) == NULL &&
					   arg_find(r->args, name) != NULL);
	}
	return false;
}

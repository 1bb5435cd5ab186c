/*
 * import_merge.c: rows are brought into their tables.
 *
 * A row that is there is changed where it differs, one that is not is added;
 * where an owner's rows are given in full, those not given go.  The columns
 * are those that the rows have.  A column that refers to another table holds
 * that row's code, which `references` turns into its id.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "cli.h"
#include "import.h"

struct target {
	const char *table;    /* in the schema lectern */
	const char *what;     /* in the report; NULL: not told */
	const char *same;     /* the conflict that makes a row the same */
	const char *also;     /* set too when a row changes */
	const char *unless;   /* rows `old` left alone */
	const char *plain;    /* a column that is no reference here */
	const char *owner;    /* of a row t: the id that owner_id gives */
	const char *owner_id; /* of an owner's code o */
	const char *only;     /* of an owner's rows t, those that may go */
	const char *script;   /* run this statement instead; $1 are the rows */
	const char *counted;  /* or this one, which gives made and changed */
};

#define BUMP "version = old.version + 1"
#define OF_SESSION                                                             \
	.owner = "t.session",                                                  \
	.owner_id = "(SELECT id FROM lectern.session WHERE ref = o)"
#define OF_AGENCY                                                              \
	.owner = "t.agency",                                                   \
	.owner_id = "(SELECT id FROM lectern.agency WHERE code = o)"

/* clang-format off */
static const struct target targets[T_N] = {
	[T_SECTOR] = { "sector", NULL, "(code)" },
	[T_CHARGING_CLASS] = { "charging_class", NULL, "(code)" },
	[T_VENUE] = { "venue", "venues", "(code)", BUMP },
	[T_ROOM] = { "room", "rooms", "(code)", BUMP },
	[T_REVIEW] = { "review", "reviews", "(code)" },
	[T_EVENT] = { "event", "events", "(code)", BUMP, .plain = "form" },
	[T_PREREQUISITE] = { "event_prerequisite", NULL, "(event, requires)",
	    .owner = "t.event",
	    .owner_id = "(SELECT id FROM lectern.event WHERE code = o)" },
	[T_TRAINER_PERSON] = { "person", NULL, "(code)", BUMP },
	[T_TRAINER] = { "trainer", "trainers", "(code)" },
	[T_SESSION] = { "session", "sessions", "(ref)",
	    BUMP ", sequence = old.sequence + ((old.title, old.starts,"
	    " old.ends, old.venue, old.room, old.status) IS DISTINCT FROM"
	    " (excluded.title, excluded.starts, excluded.ends, excluded.venue,"
	    " excluded.room, excluded.status))::int" },
	[T_REPLACED_BY] = { .script =
	    "UPDATE lectern.session s SET replaced_by = n.id"
	    "  FROM jsonb_array_elements($1::jsonb) AS j"
	    "  LEFT JOIN lectern.session n ON n.ref = j ->> 'replaced_by'"
	    " WHERE s.ref = j ->> 'ref' AND s.replaced_by IS DISTINCT FROM n.id" },
	[T_PART] = { "part", "parts", "(session, number)", OF_SESSION },
	[T_WORKSHOP] = { "workshop", "workshops", "(session, code)", OF_SESSION },
	[T_WORKSHOP_LEAD] = { "workshop_lead", NULL, "(workshop, trainer)",
	    .owner = "(SELECT w.session FROM lectern.workshop w WHERE w.id = t.workshop)",
	    .owner_id = "(SELECT id FROM lectern.session WHERE ref = o)" },
	[T_POOL] = { "pool", NULL, "(session, kind) WHERE kind <> 'workshop'",
	    OF_SESSION, .only = "t.kind <> 'workshop'" },
	[T_WORKSHOP_POOL] = { "pool", NULL, "(workshop)",
	    OF_SESSION, .only = "t.kind = 'workshop'" },
	[T_DUTY] = { "duty", NULL, "(session, person)",
	    OF_SESSION, .only = "t.listed" },
	[T_AGENCY] = { "agency", "agencies", "(code)", BUMP },
	[T_AGENCY_PARENT] = { .script =
	    "UPDATE lectern.agency a SET parent = p.id"
	    "  FROM jsonb_array_elements($1::jsonb) AS j"
	    "  LEFT JOIN lectern.agency p ON p.code = j ->> 'parent'"
	    " WHERE a.code = j ->> 'code' AND a.parent IS DISTINCT FROM p.id" },
	[T_COUNTED_BY] = { .script =
	    "UPDATE lectern.agency a SET capped_by = j ->> 'by', version = version + 1"
	    "  FROM jsonb_array_elements($1::jsonb) AS j"
	    " WHERE a.code = j ->> 'code' AND a.capped_by <> j ->> 'by'" },
	[T_ALIAS] = { "agency_alias", NULL, "(agency, alias)", OF_AGENCY },
	[T_RESERVE] = { "agency_reserve", NULL, "(agency, event)", OF_AGENCY },
	[T_TERMS] = { .what = "terms", .counted =
	    "SELECT count(*) FILTER (WHERE m.outcome = 'made' AND m.version = 1) AS made,"
	    " count(*) FILTER (WHERE m.outcome = 'made' AND m.version > 1) AS changed"
	    "  FROM jsonb_array_elements($1::jsonb) AS j,"
	    "       app.make_terms(NULL, NULL, j) AS m" },
	[T_STANDARD_TERMS] = { .script =
	    "UPDATE lectern.rule SET terms = j ->> 'code'"
	    "  FROM jsonb_array_elements($1::jsonb) AS j"
	    " WHERE terms IS DISTINCT FROM j ->> 'code'" },
	[T_COURSE_TERMS] = { .script =
	    "UPDATE lectern.event e SET terms = j ->> 'terms',"
	    "       full_fee = (j ->> 'full_fee')::int, version = version + 1"
	    "  FROM jsonb_array_elements($1::jsonb) AS j"
	    " WHERE e.code = j ->> 'course'"
	    "   AND (e.terms, e.full_fee) IS DISTINCT FROM"
	    "       (j ->> 'terms', (j ->> 'full_fee')::int)" },
	[T_FORM] = { "form", "forms", "(code, version)" },
	[T_SECTION] = { "form_section", NULL, "(form, position)" },
	[T_QUESTION] = { "question", "questions", "(form, code)", },
	[T_OPTION] = { "question_option", NULL, "(question, value)" },
	[T_SETTING] = { "setting", "settings", "(agency, name)" },
	[T_PERSON] = { "person", "people", "(code)",
	    BUMP ", verified = CASE WHEN old.email = excluded.email"
	    " THEN old.verified END", "old.status = 'closed'" },
	[T_NEED] = { "need", "needs", "(person)", .owner = "t.person",
	    .owner_id = "(SELECT id FROM lectern.person WHERE code = o)" },
	[T_PAST] = { "past_attendance", "past attendances",
	    "(person, coalesce(event, 0), equivalent, held)" },
};

static const struct reference {
	const char *column, *id;
} references[] = {
	{ "venue", "(SELECT id FROM lectern.venue WHERE code = j ->> 'venue')" },
	{ "room", "(SELECT id FROM lectern.room WHERE code = j ->> 'room')" },
	{ "review", "(SELECT id FROM lectern.review WHERE code = j ->> 'review')" },
	{ "event", "(SELECT id FROM lectern.event WHERE code = j ->> 'event')" },
	{ "requires", "(SELECT id FROM lectern.event WHERE code = j ->> 'requires')" },
	{ "session", "(SELECT id FROM lectern.session WHERE ref = j ->> 'session')" },
	{ "agency", "(SELECT id FROM lectern.agency WHERE code = j ->> 'agency')" },
	{ "person", "(SELECT id FROM lectern.person WHERE code = j ->> 'person')" },
	{ "trainer", "(SELECT person FROM lectern.trainer WHERE code = j ->> 'trainer')" },
	{ "workshop", "(SELECT w.id FROM lectern.workshop w"
	    "  JOIN lectern.session s ON s.id = w.session"
	    " WHERE s.ref || ' ' || w.code = j ->> 'workshop')" },
	{ "setting", "(SELECT s.id FROM lectern.setting s"
	    "  JOIN lectern.agency a ON a.id = s.agency"
	    " WHERE a.code = j ->> 'agency' AND s.name = j ->> 'setting')" },
	{ "form", "(SELECT id FROM lectern.form"
	    " WHERE code || ' ' || version = j ->> 'form')" },
	{ "question", "(SELECT q.id FROM lectern.question q"
	    "  JOIN lectern.form f ON f.id = q.form"
	    " WHERE f.code || ' ' || f.version || ' ' || q.code = j ->> 'question')" },
};
/* clang-format on */

static const struct reference *
reference_find(const struct target *t, const char *column)
{
	size_t i;

	if (t->plain != NULL && strcmp(column, t->plain) == 0)
		return NULL;
	for (i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		if (strcmp(references[i].column, column) == 0)
			return &references[i];
	return NULL;
}

/* The lists of which a statement is made. */
struct columns {
	struct buf names, values, old, given, referring;
};

static void
list_add(struct buf *list, const char *before, const char *what)
{
	buf_printf(list, "%s%s%s", list->len > 0 ? ", " : "", before, what);
}

static struct columns
columns_of(struct arena *a, const struct target *t, json_t *row)
{
	struct columns c = { { .arena = a }, { .arena = a }, { .arena = a },
		{ .arena = a }, { .arena = a } };
	const struct reference *reference;
	const char *column;
	json_t *value;

	json_object_foreach(row, column, value) {
		reference = reference_find(t, column);
		list_add(&c.names, "", column);
		list_add(&c.old, "old.", column);
		list_add(&c.given, "excluded.", column);
		if (reference != NULL) {
			list_add(&c.values, "", reference->id);
			list_add(&c.referring, "", column);
		} else
			list_add(&c.values, "r.", column);
	}
	return c;
}

/* INSERT … ON CONFLICT of all rows: $1 is a list of objects. */
static const char *
merge_statement(struct arena *a, const struct target *t, json_t *row)
{
	struct columns c = columns_of(a, t, row);
	struct buf sql = { .arena = a };

	buf_printf(&sql,
	    "WITH merged AS ("
	    " INSERT INTO lectern.%s AS old (%s)"
	    " SELECT %s FROM jsonb_array_elements($1::jsonb) AS j,"
	    " jsonb_populate_record(NULL::lectern.%s, j - '{%s}'::text[]) AS r",
	    t->table, buf_string(&c.names), buf_string(&c.values), t->table,
	    buf_string(&c.referring));
	buf_printf(&sql, " ON CONFLICT %s DO UPDATE SET (%s) = ROW (%s)",
	    t->same, buf_string(&c.names), buf_string(&c.given));
	if (t->also != NULL)
		buf_printf(&sql, ", %s", t->also);
	buf_printf(&sql, " WHERE (%s) IS DISTINCT FROM (%s)",
	    buf_string(&c.old), buf_string(&c.given));
	if (t->unless != NULL)
		buf_printf(&sql, " AND NOT (%s)", t->unless);
	buf_text(&sql, " RETURNING xmax = 0 AS is_new)"
		       " SELECT count(*) FILTER (WHERE is_new) AS made,"
		       " count(*) FILTER (WHERE NOT is_new) AS changed"
		       " FROM merged");
	return buf_string(&sql);
}

/* The columns of "(a, b)" as they stand in what is given and in a row t. */
static void
key_columns(struct arena *a, const struct target *t, struct buf *given,
    struct buf *there)
{
	char *list = arena_dup(a, t->same + 1, strcspn(t->same + 1, ")"));
	const struct reference *reference;
	char *column;

	while ((column = strsep(&list, ", ")) != NULL) {
		if (*column == '\0')
			continue;
		reference = reference_find(t, column);
		list_add(there, "t.", column);
		list_add(given, "",
		    reference ? reference->id
			      : arena_printf(a, "r.%s", column));
	}
}

/* DELETE of what the owners in $2 no longer have. */
static const char *
gone_statement(struct arena *a, const struct target *t, json_t *row)
{
	struct columns c = columns_of(a, t, row);
	struct buf given = { .arena = a }, there = { .arena = a };

	key_columns(a, t, &given, &there);
	return arena_printf(a,
	    "DELETE FROM lectern.%s AS t"
	    " WHERE %s IN (SELECT %s FROM jsonb_array_elements_text($2::jsonb) "
	    "AS o)"
	    " AND %s AND NOT EXISTS (SELECT"
	    " FROM jsonb_array_elements($1::jsonb) AS j,"
	    " jsonb_populate_record(NULL::lectern.%s, j - '{%s}'::text[]) AS r"
	    " WHERE (%s) = (%s))",
	    t->table, t->owner, t->owner_id, t->only ? t->only : "true",
	    t->table, buf_string(&c.referring), buf_string(&there),
	    buf_string(&given));
}

struct counts {
	long made, changed, gone, given;
};

static const char *
json_text(struct import *im, json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);
	char *kept = arena_dup(im->arena, text, strlen(text));

	free(text);
	return kept;
}

/* Rows are alike, so one shows the columns of all; without any, the key's. */
static long
remove_gone(struct import *im, const struct target *t, enum table table)
{
	json_t *row = json_array_get(im->rows[table], 0);
	struct rows done;

	if (json_array_size(im->owners[table]) == 0)
		return 0;
	if (row == NULL) {
		done = ask(im->cli,
		    arena_printf(im->arena,
			"DELETE FROM lectern.%s AS t WHERE %s IN (SELECT %s"
			" FROM jsonb_array_elements_text($1::jsonb) AS o)"
			" AND %s",
			t->table, t->owner, t->owner_id,
			t->only ? t->only : "true"),
		    json_text(im, im->owners[table]));
	} else
		done = ask(im->cli, gone_statement(im->arena, t, row),
		    json_text(im, im->rows[table]),
		    json_text(im, im->owners[table]));
	return strtol(PQcmdTuples(done.res), NULL, 10);
}

static void
merge_rows(struct import *im, const struct target *t, enum table table,
    struct counts *counts)
{
	json_t *rows = im->rows[table];
	struct rows done;

	counts->given = (long)json_array_size(rows);
	if (counts->given == 0)
		return;
	if (t->script != NULL) {
		ask(im->cli, t->script, json_text(im, rows));
		return;
	}
	done = ask(im->cli,
	    t->counted != NULL
		? t->counted
		: merge_statement(im->arena, t, json_array_get(rows, 0)),
	    json_text(im, rows));
	counts->made = rows_int(done, 0, "made");
	counts->changed = rows_int(done, 0, "changed");
}

static void
report(const struct counts counts[T_N])
{
	const struct counts *c;
	size_t i;

	printf("%-18s %7s %8s %8s %10s\n", "", "new", "changed", "gone",
	    "unchanged");
	for (i = 0; i < T_N; i++) {
		c = &counts[i];
		if (targets[i].what != NULL && (c->given > 0 || c->gone > 0))
			printf("%-18s %7ld %8ld %8ld %10ld\n", targets[i].what,
			    c->made, c->changed, c->gone,
			    c->given - c->made - c->changed);
	}
}

void
import_merge(struct import *im)
{
	struct counts counts[T_N] = { 0 };
	int i;

	/* What goes, goes first and the last first: others refer to it. */
	for (i = T_N - 1; i >= 0; i--)
		counts[i].gone = remove_gone(im, &targets[i], (enum table)i);
	for (i = 0; i < T_N; i++)
		merge_rows(im, &targets[i], (enum table)i, &counts[i]);
	report(counts);
}

/*
 * import.c: files of any kind, in any order, all of them or nothing.
 *
 * A file is known by what it holds.  All codes are learned first, so that
 * files may refer to one another whatever their order; then everything is
 * read, and merged only if there was no fault.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "csv_read.h"
#include "import.h"

#define DEPTH_MAX 32

/* In the order in which they are read. */
static const struct reader *const readers[] = { &read_programme, &read_agencies,
	&read_terms, &read_forms, &read_people, &read_past };
#define NREADERS (sizeof(readers) / sizeof(readers[0]))

static bool
source_has(const struct source *source, const char *name)
{
	return source->root != NULL
		   ? json_object_get(source->root, name) != NULL
		   : csv_has(source->table, name);
}

/* The reader whose marks are all there. */
static const struct reader *
recognise(struct arena *a, const struct source *source)
{
	char *marks, *mark;
	bool fits;
	size_t i;

	for (i = 0; i < NREADERS; i++) {
		marks =
		    arena_dup(a, readers[i]->mark, strlen(readers[i]->mark));
		fits = (source->root != NULL) == readers[i]->is_json;
		while (fits && (mark = strsep(&marks, " ")) != NULL)
			fits = source_has(source, mark);
		if (fits)
			return readers[i];
	}
	return NULL;
}

static void
source_fault(
    struct import *im, const struct source *source, int line, const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", source->name, line, why);
	im->faults++;
}

static int
depth_of(json_t *value)
{
	int depth = 0, inner;
	const char *key;
	json_t *member;
	size_t i;

	json_array_foreach(value, i, member)
		if ((inner = depth_of(member)) > depth)
			depth = inner;
	json_object_foreach(value, key, member)
		if ((inner = depth_of(member)) > depth)
			depth = inner;
	return depth + 1;
}

static void
source_parse(struct import *im, struct source *source, size_t size)
{
	const char *text = source->text;
	json_error_t error;
	size_t i, start;

	if (strncmp(text, "\xef\xbb\xbf", 3) == 0) {
		source->text = text += 3;
		size -= 3;
	}
	start = strspn(text, " \t\r\n");
	if (text[start] == '{' || text[start] == '[') {
		source->root =
		    json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
		if (source->root == NULL)
			source_fault(im, source, error.line, error.text);
		else if (depth_of(source->root) > DEPTH_MAX)
			source_fault(im, source, 1, "This is nested too deep.");
		return;
	}
	source->table = csv_read(im->arena, text, size);
	for (i = 0; i < source->table->faults_n; i++)
		source_fault(im, source, source->table->faults[i].line,
		    source->table->faults[i].why);
}

static void
source_load(struct import *im, struct source *source, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t size, faults = im->faults;

	source->name = slash ? slash + 1 : path;
	source->text = file_read(im->cli, path, &size);
	source_parse(im, source, size);
	if (im->faults > faults)
		return;
	source->reader = recognise(im->arena, source);
	if (source->reader == NULL)
		source_fault(im, source, 1,
		    "This is neither a programme, agencies, terms, people, "
		    "forms nor past attendance.");
}

/* What the database knows: a code each, and what stands behind it. */
static void
learn(struct import *im, json_t *into, const char *sql)
{
	struct rows found = ask(im->cli, sql);
	int i;

	for (i = 0; i < found.n; i++)
		json_object_set_new(into, PQgetvalue(found.res, i, 0),
		    json_string(PQgetvalue(found.res, i, 1)));
}

/* clang-format off */
static const char *const known_sql[KNOWN_N] = {
	[VENUE] = "SELECT code, '' FROM lectern.venue",
	[ROOM] = "SELECT code, '' FROM lectern.room",
	[TRAINER] = "SELECT code, '' FROM lectern.trainer",
	[REVIEW] = "SELECT code, '' FROM lectern.review",
	[EVENT] = "SELECT code, '' FROM lectern.event",
	[SESSION] = "SELECT ref, '' FROM lectern.session",
	[AGENCY] = "SELECT code, '' FROM lectern.agency",
	[SECTOR] = "SELECT code, '' FROM lectern.sector",
	[CHARGING_CLASS] = "SELECT code, '' FROM lectern.charging_class",
	[TERMS] = "SELECT code, '' FROM lectern.terms",
	[EXCUSE] = "SELECT code, '' FROM lectern.excuse",
	[PERSON] = "SELECT code, '' FROM lectern.person",
	[FORM] = "SELECT code, stage FROM lectern.form",
	[ADDRESS] = "SELECT email, code FROM lectern.person"
	    " WHERE email IS NOT NULL",
};
/* clang-format on */

void
import_start(struct import *im, struct cli *cli)
{
	struct rows found;
	int i;

	*im = (struct import){ .cli = cli, .arena = cli->arena };
	for (i = 0; i < KNOWN_N; i++)
		learn(im, im->known[i] = json_object(), known_sql[i]);
	for (i = 0; i < T_N; i++) {
		im->rows[i] = json_array();
		im->owners[i] = json_array();
	}
	im->once = json_object();
	learn(im, im->closed = json_object(),
	    "SELECT code, '' FROM lectern.agency WHERE NOT active");
	learn(im, im->employed = json_object(),
	    "SELECT p.code, a.code FROM lectern.person p"
	    "  JOIN lectern.agency a ON a.id = p.agency");
	learn(im, im->trainers = json_object(),
	    "SELECT t.code, p.code FROM lectern.trainer t"
	    "  JOIN lectern.person p ON p.id = t.person");
	learn(im, im->pools = json_object(),
	    "SELECT concat_ws(' ', s.ref, p.kind, coalesce(w.code, '')), "
	    "p.taken"
	    "  FROM lectern.pool p JOIN lectern.session s ON s.id = p.session"
	    "  LEFT JOIN lectern.workshop w ON w.id = p.workshop"
	    " WHERE p.taken > 0"
	    "    OR EXISTS (SELECT FROM lectern.booking WHERE pool = p.id)");
	found = ask(cli,
	    "SELECT (lectern.clock() AT TIME ZONE 'Europe/London')::date AS d");
	im->today = rows_text(found, 0, "d");
}

static void
import_end(struct import *im)
{
	int i;

	for (i = 0; i < KNOWN_N; i++)
		json_decref(im->known[i]);
	for (i = 0; i < T_N; i++) {
		json_decref(im->rows[i]);
		json_decref(im->owners[i]);
	}
	json_decref(im->once);
	json_decref(im->closed);
	json_decref(im->employed);
	json_decref(im->trainers);
	json_decref(im->pools);
}

/* Call one step of every source's reader, readers in their order. */
static void
each_source(
    struct import *im, const struct source *sources, size_t n, size_t step)
{
	void (*run)(struct import *);
	size_t i, r;

	for (r = 0; r < NREADERS; r++)
		for (i = 0; i < n; i++) {
			if (sources[i].reader != readers[r])
				continue;
			run = step == 0 ? readers[r]->name : readers[r]->read;
			im->source = &sources[i];
			if (run != NULL)
				run(im);
		}
}

void
import_files(struct import *im, size_t n, char *const *paths)
{
	struct source *sources = calloc(n, sizeof(*sources));
	size_t i;

	if (sources == NULL)
		fail("no memory");
	for (i = 0; i < n; i++)
		source_load(im, &sources[i], paths[i]);
	each_source(im, sources, n, 0);
	each_source(im, sources, n, 1);
	if (im->faults > 0)
		fail("%zu fault%s; nothing was loaded", im->faults,
		    im->faults == 1 ? "" : "s");
	import_merge(im);
	for (i = 0; i < n; i++)
		json_decref(sources[i].root);
	free(sources);
	import_end(im);
}

int
command_import(struct cli *cli, int argc, char **argv)
{
	struct import im;
	const char *dates;

	store_open_current(cli);
	ask(cli, "BEGIN");
	ask(cli, "SELECT pg_advisory_xact_lock(3, 1)");
	/* places may change: no booking may be made meanwhile */
	ask(cli, "SELECT app.lock_session(id)"
		 "  FROM (SELECT id FROM lectern.session ORDER BY id) AS s");
	dates = import_dates(cli);
	import_start(&im, cli);
	import_files(&im, (size_t)argc, argv);
	ask(cli, "SELECT app.make_reserves(id) FROM lectern.session");
	import_tell(cli, dates);
	/* a larger room, or another limit, has places for those in line */
	ask(cli, "SELECT app.fill_coming()");
	ask(cli, "COMMIT");
	return 0;
}

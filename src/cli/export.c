/*
 * export.c: what a coordinator downloads, by the same queries, to standard
 * output.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "cli.h"
#include "queries.h"
#include "db.h"
#include "rows_write.h"
#include "text.h"

enum { FIRST, LAST, EVENT, SESSION, AGENCY, FILTERS };

static const struct option options[] = { { "format", required_argument, NULL,
					     'f' },
	{ "from", required_argument, NULL, FIRST },
	{ "to", required_argument, NULL, LAST },
	{ "event", required_argument, NULL, EVENT },
	{ "session", required_argument, NULL, SESSION },
	{ "agency", required_argument, NULL, AGENCY }, { 0 } };

struct wish {
	const char *what, *format;
	const char *filter[FILTERS];
};

static const char *
clean_filter(struct cli *cli, int which, const char *given)
{
	struct checked got =
	    which == FIRST || which == LAST
		? text_date(cli->arena, given, strlen(given))
		: text_line(cli->arena, given, strlen(given), 64);
	char *text, *slash;

	if (got.flaw != NULL)
		fail("%s: %s", given, got.flaw);
	text = arena_dup(cli->arena, got.text, strlen(got.text));
	if (which == SESSION && (slash = strchr(text, '/')) != NULL)
		*slash = '-';
	return text;
}

static struct wish
read_wish(struct cli *cli, int argc, char **argv)
{
	struct wish wish = { .format = "csv",
		.filter = { "", "", "", "", "" } };
	int option;

	optind = 0; /* main() has read options before */
	while ((option = getopt_long(argc + 1, argv - 1, "", options, NULL)) !=
	       -1) {
		if (option == '?')
			exit(2);
		if (option == 'f')
			wish.format = optarg;
		else
			wish.filter[option] = clean_filter(cli, option, optarg);
	}
	if (optind != argc)
		fail("export: name one of attendance, bookings, evaluations "
		     "and people");
	wish.what = argv[argc - 1];
	return wish;
}

static const struct query *
query_find(struct cli *cli, const char *what)
{
	const char *name = arena_printf(cli->arena, "export_%s", what);
	struct query *const *q;

	for (q = queries; *q != NULL; q++)
		if (strcmp((*q)->name, name) == 0 && (*q)->stream)
			return *q;
	fail("there is no export %s", what);
}

/* Print a row, or the head or the end; the arena holds nothing else. */
static void
put(struct arena *arena, void (*write)(struct buf *, struct rows, void *),
    struct rows row, bool *some)
{
	struct buf out = { .arena = arena };

	write(&out, row, some);
	if (out.len > 0 && fwrite(out.data, 1, out.len, stdout) != out.len)
		fail("cannot write: %s", strerror(errno));
	arena_reset(arena);
}

/* Row by row: memory does not grow with them. */
static void
stream(struct cli *cli, void (*write)(struct buf *, struct rows, void *))
{
	struct arena *arena = arena_new(1 << 16);
	bool some = false, begun = false;
	ExecStatusType status;
	PGresult *result;

	PQsetSingleRowMode(cli->db);
	while ((result = PQgetResult(cli->db)) != NULL) {
		status = PQresultStatus(result);
		if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK)
			fail("database: %s", PQresultErrorMessage(result));
		if (!begun)
			put(arena, write, (struct rows){ result, 0 }, &some);
		begun = true;
		put(arena, write,
		    (struct rows){
			result, status == PGRES_SINGLE_TUPLE ? 1 : -1 },
		    &some);
		PQclear(result);
	}
	arena_free(arena);
}

/* The bare people take the agency alone; the others whose eyes it is for
 * (nobody's: the owner of the database sees all) and every filter. */
static void
send_query(struct cli *cli, const struct query *q, const struct wish *wish)
{
	const char *all[1 + FILTERS] = { NULL };
	const char *const *args = q->nargs == 1 ? &wish->filter[AGENCY] : all;

	memcpy(all + 1, wish->filter, sizeof(wish->filter));
	if (!PQsendQueryParams(
		cli->db, q->sql, q->nargs, NULL, args, NULL, NULL, 0))
		fail("database: %s", PQerrorMessage(cli->db));
}

int
command_export(struct cli *cli, int argc, char **argv)
{
	struct wish wish = read_wish(cli, argc, argv);
	const struct query *q = query_find(cli, wish.what);
	bool is_json = strcmp(wish.format, "json") == 0;

	if (!is_json && strcmp(wish.format, "csv") != 0)
		fail("export: the format is csv or json");
	store_open_current(cli);
	ask(cli,
	    "SELECT app.export_note(NULL, $1 || '.' || $2,"
	    " jsonb_strip_nulls(jsonb_build_object('from', nullif($3, ''),"
	    " 'to', nullif($4, ''), 'event', nullif($5, ''),"
	    " 'session', nullif($6, ''), 'agency', nullif($7, ''))))",
	    wish.what, wish.format, wish.filter[FIRST], wish.filter[LAST],
	    wish.filter[EVENT], wish.filter[SESSION], wish.filter[AGENCY]);
	send_query(cli, q, &wish);
	stream(cli, is_json ? rows_write_json : rows_write_csv);
	return 0;
}

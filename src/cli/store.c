/* store.c: the command line's connection and its files. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"

char *
file_read(struct cli *cli, const char *path, size_t *size)
{
	size_t room = 1 << 16, n = 0, got;
	char *text = malloc(room), *kept;
	/* a socket has no name to be opened by */
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");

	if (in == NULL || text == NULL)
		fail("cannot read %s: %s", path, strerror(errno));
	while ((got = fread(text + n, 1, room - n, in)) > 0) {
		n += got;
		if (n == room && (text = realloc(text, room *= 2)) == NULL)
			fail("cannot read %s: %s", path, strerror(errno));
	}
	if (ferror(in))
		fail("cannot read %s: %s", path, strerror(errno));
	fclose(in);
	kept = arena_dup(cli->arena, text, n);
	free(text);
	if (size != NULL)
		*size = n;
	return kept;
}

static int
name_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
folder_list(struct cli *cli, const char *path, const char *ending, size_t *n)
{
	DIR *folder = opendir(path);
	char **names = arena_alloc(cli->arena, 1024 * sizeof(*names));
	struct dirent *entry;
	size_t length;

	if (folder == NULL)
		fail("cannot read %s: %s", path, strerror(errno));
	*n = 0;
	while ((entry = readdir(folder)) != NULL) {
		length = strlen(entry->d_name);
		if (length <= strlen(ending) || entry->d_name[0] == '.' ||
		    strcmp(entry->d_name + length - strlen(ending), ending) !=
			0)
			continue;
		if (*n == 1023)
			fail("too many files in %s", path);
		names[(*n)++] = arena_dup(cli->arena, entry->d_name, length);
	}
	closedir(folder);
	qsort(names, *n, sizeof(*names), name_compare);
	names[*n] = NULL;
	return names;
}

const char *
store_user(struct cli *cli)
{
	PQconninfoOption *options, *o;
	const char *user = "lectern_owner";
	char *why = NULL;

	options = PQconninfoParse(cli->conf->database, &why);
	if (options == NULL)
		fail("setting database: %.*s", (int)strcspn(why, "\n"), why);
	for (o = options; o->keyword != NULL; o++)
		if (strcmp(o->keyword, "user") == 0 && o->val != NULL)
			user = arena_dup(cli->arena, o->val, strlen(o->val));
	PQconninfoFree(options);
	return user;
}

static void
ignore_notice(void *nothing, const char *message)
{
	(void)nothing;
	(void)message;
}

bool
store_try(struct cli *cli, char *why, size_t size)
{
	const char *keys[] = { "user", "dbname", "application_name",
		"connect_timeout", "client_encoding", "options", NULL };
	const char *values[] = { store_user(cli), cli->conf->database,
		"lectern", "10", "UTF8",
		"-c timezone=UTC -c datestyle=ISO -c jit=off", NULL };
	const char *message;

	PQfinish(cli->db);
	cli->db = PQconnectdbParams(keys, values, 1);
	message = PQerrorMessage(cli->db);
	snprintf(why, size, "%.*s", (int)strcspn(message, "\n"), message);
	PQsetNoticeProcessor(cli->db, ignore_notice, NULL);
	return PQstatus(cli->db) == CONNECTION_OK;
}

void
store_open(struct cli *cli)
{
	char why[512];

	if (!store_try(cli, why, sizeof(why)))
		fail("no database: %s", why);
}

void
store_open_current(struct cli *cli)
{
	struct rows found;

	store_open(cli);
	found = ask(cli,
	    "SELECT to_regclass('lectern.migration') IS NOT NULL AS is_made");
	if (!rows_flag(found, 0, "is_made"))
		fail("the database has no schema yet; run: lectern migrate");
	found = ask(cli, "SELECT max(number) AS newest FROM lectern.migration");
	if (rows_int(found, 0, "newest") != schema_newest(cli))
		fail("the database has schema %s, this program needs %d; "
		     "run: lectern migrate",
		    rows_text(found, 0, "newest"), schema_newest(cli));
}

static void
forget(void *result)
{
	PQclear(result);
}

struct rows
ask_with(struct cli *cli, const char *const *sql_and_args, int n)
{
	PGresult *result = PQexecParams(
	    cli->db, sql_and_args[0], n, NULL, sql_and_args + 1, NULL, NULL, 0);
	ExecStatusType status = PQresultStatus(result);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	arena_defer(cli->arena, forget, result);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail("database: %s", why ? why : PQerrorMessage(cli->db));
	return (struct rows){ result, PQntuples(result) };
}

/* The line of a text in which its nth character (from 1) stands. */
static int
line_of(const char *text, const char *position)
{
	long left = position ? strtol(position, NULL, 10) : 1;
	int line = 1;

	for (; left > 1 && *text != '\0'; text++) {
		line += *text == '\n';
		left -= (text[1] & 0xc0) != 0x80;
	}
	return line;
}

void
script_run(struct cli *cli, const char *file, const char *text)
{
	PGresult *result = PQexec(cli->db, text);
	ExecStatusType status = PQresultStatus(result);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		fail("%s:%d: %s", file,
		    line_of(text,
			PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION)),
		    why ? why : PQerrorMessage(cli->db));
	PQclear(result);
	if (PQtransactionStatus(cli->db) != PQTRANS_INTRANS)
		fail("%s: ends the transaction", file);
}

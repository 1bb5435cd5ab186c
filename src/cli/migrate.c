/*
 * migrate.c: bring the database to the schema that this program came with.
 *
 * Everything happens in one transaction: killed half-way, nothing changed.
 * Migrations run once each and are recorded with a checksum; the schema app
 * (functions, views, rights) is dropped and made anew every time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "secret.h"

struct migration {
	int number;
	const char *name, *text, *checksum;
};

static const char *
sql_path(struct cli *cli, const char *folder, const char *name)
{
	return arena_printf(cli->arena, "%s/sql/%s%s%s", cli->conf->data_dir,
	    folder, *folder ? "/" : "", name);
}

static struct migration
migration_read(struct cli *cli, const char *name)
{
	unsigned char sum[SHA256_SIZE];
	struct migration m = { .name = name };
	size_t size;
	char *end;

	m.number = (int)strtol(name, &end, 10);
	if (end - name != 4 || *end != '_')
		fail("%s: name a migration NNNN_what.sql", name);
	m.text = file_read(cli, sql_path(cli, "migrations", name), &size);
	secret_sha256(sum, m.text, size);
	m.checksum = secret_hex(cli->arena, sum, sizeof(sum));
	return m;
}

int
schema_newest(struct cli *cli)
{
	size_t n;
	char **names =
	    folder_list(cli, sql_path(cli, "migrations", ""), ".sql", &n);

	if (n == 0)
		fail("no migrations in %s/sql", cli->conf->data_dir);
	return atoi(names[n - 1]);
}

/* Refuse a database that is ahead of this program. */
static void
check_not_newer(struct cli *cli)
{
	struct rows found = ask(cli,
	    "SELECT coalesce(max(number), 0) AS newest FROM lectern.migration");

	if (rows_int(found, 0, "newest") > schema_newest(cli))
		fail("the database has schema %s, newer than this program's "
		     "%d: install the newer program",
		    rows_text(found, 0, "newest"), schema_newest(cli));
}

/* Has it run already?  A file that changed since it ran is refused. */
static bool
is_recorded(struct cli *cli, const struct migration *m)
{
	const char *number = arena_printf(cli->arena, "%d", m->number);
	struct rows found = ask(cli,
	    "SELECT checksum, name FROM lectern.migration WHERE number = $1",
	    number);

	if (found.n == 0)
		return false;
	if (strcmp(rows_text(found, 0, "checksum"), m->checksum) != 0)
		fail("%s is not the file that this database was made with (%s "
		     "has changed since)",
		    m->name, rows_text(found, 0, "name"));
	return true;
}

static void
run_migrations(struct cli *cli)
{
	const char *folder = sql_path(cli, "migrations", "");
	struct migration m;
	size_t i, n;
	char **names = folder_list(cli, folder, ".sql", &n);

	for (i = 0; i < n; i++) {
		m = migration_read(cli, names[i]);
		if (is_recorded(cli, &m))
			continue;
		script_run(cli, m.name, m.text);
		ask(cli,
		    "INSERT INTO lectern.migration (number, name, checksum)"
		    " VALUES ($1, $2, $3)",
		    arena_printf(cli->arena, "%d", m.number), m.name,
		    m.checksum);
	}
}

static void
run_folder(struct cli *cli, const char *folder)
{
	size_t i, n;
	char **names = folder_list(cli, sql_path(cli, folder, ""), ".sql", &n);

	for (i = 0; i < n; i++)
		script_run(cli, names[i],
		    file_read(cli, sql_path(cli, folder, names[i]), NULL));
}

int
command_migrate(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	store_open(cli);
	ask(cli, "BEGIN");
	ask(cli, "SELECT pg_advisory_xact_lock(3, 0)");
	ask(cli, "SET LOCAL lock_timeout = '10s'");
	ask(cli, "SET LOCAL check_function_bodies = off");
	ask(cli, "CREATE SCHEMA IF NOT EXISTS lectern");
	ask(cli, "CREATE TABLE IF NOT EXISTS lectern.migration ("
		 " number int PRIMARY KEY, name text NOT NULL,"
		 " checksum text NOT NULL, at timestamptz NOT NULL DEFAULT "
		 "current_timestamp)");
	check_not_newer(cli);
	run_migrations(cli);

	ask(cli, "DROP SCHEMA IF EXISTS app CASCADE");
	ask(cli, "CREATE SCHEMA app");
	run_folder(cli, "functions");
	run_folder(cli, "views");
	script_run(cli, "roles.sql",
	    file_read(cli, sql_path(cli, "", "roles.sql"), NULL));
	ask(cli, "COMMIT");
	printf("schema %d\n", schema_newest(cli));
	return 0;
}

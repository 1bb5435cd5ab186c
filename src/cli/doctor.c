/* doctor.c: is this installation well?  A line a check, trouble first told
 * where it is found; the status is 1 if there is any. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "secret.h"

static int troubles;

static void __attribute__((__format__(printf, 3, 4)))
tell(bool is_well, const char *what, const char *fmt, ...)
{
	va_list ap;

	printf("%-7s  %-9s  ", is_well ? "ok" : "TROUBLE", what);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	troubles += !is_well;
}

static bool
look_at_schema(struct cli *cli)
{
	int newest = schema_newest(cli);
	struct rows found = ask(cli,
	    "SELECT to_regclass('lectern.migration') IS NOT NULL AS is_made");
	int64_t has = 0;

	if (rows_flag(found, 0, "is_made"))
		has = rows_int(ask(cli, "SELECT max(number) AS n"
					"  FROM lectern.migration"),
		    0, "n");
	tell(has == newest, "schema", "%d%s", (int)has,
	    has < newest   ? ", this program needs a newer one: lectern migrate"
	    : has > newest ? ", newer than this program"
			   : "");
	return has == newest;
}

/* With any of these off, a place given out can be lost in a power cut. */
static void
look_at_safety(struct cli *cli)
{
	static const char *const must_be_on[] = { "fsync", "full_page_writes",
		"synchronous_commit" };
	struct rows found;
	size_t i;

	for (i = 0; i < sizeof(must_be_on) / sizeof(must_be_on[0]); i++) {
		found = ask(
		    cli, "SELECT current_setting($1) AS is_set", must_be_on[i]);
		tell(strcmp(rows_text(found, 0, "is_set"), "off") != 0,
		    "safety", "%s is %s", must_be_on[i],
		    rows_text(found, 0, "is_set"));
	}
}

static void
look_at_roles(struct cli *cli)
{
	struct rows found = ask(cli,
	    "SELECT r.role, o.rolcanlogin AS may,"
	    "       o.rolsuper OR coalesce(has_table_privilege(o.oid,"
	    "           to_regclass('lectern.booking'), 'INSERT'), false) AS "
	    "too_much"
	    "  FROM (VALUES ('lectern_web'), ('lectern_worker')) AS r (role)"
	    "  LEFT JOIN pg_roles o ON o.rolname = r.role");
	int i;

	for (i = 0; i < found.n; i++)
		tell(rows_flag(found, i, "may") &&
			 !rows_flag(found, i, "too_much"),
		    "role", "%s%s", rows_text(found, i, "role"),
		    !rows_flag(found, i, "may")       ? " cannot log in"
		    : rows_flag(found, i, "too_much") ? " may do too much"
						      : "");
}

static void
look_at_connections(struct cli *cli)
{
	struct rows found = ask(cli,
	    "SELECT current_setting('max_connections')::int"
	    "     - current_setting('superuser_reserved_connections')::int AS "
	    "n");
	long needed = cli->conf->workers + cli->conf->slow_workers + 2;

	tell(rows_int(found, 0, "n") >= needed, "database",
	    "allows %s connections, needed are %ld", rows_text(found, 0, "n"),
	    needed);
}

static void
look_at_clock(struct cli *cli)
{
	struct rows found = ask(
	    cli, "SELECT extract(epoch FROM current_timestamp)::bigint AS at");
	long apart = (long)(rows_int(found, 0, "at") - time(NULL));

	tell(apart > -5 && apart < 5, "clock",
	    "this machine and the database are %ld seconds apart", apart);
}

/* Is it there, with the tables that this program knows? */
static bool
look_at_database(struct cli *cli)
{
	char why[512];

	if (!store_try(cli, why, sizeof(why))) {
		tell(false, "database", "%s", why);
		return false;
	}
	tell(PQserverVersion(cli->db) >= 150000, "database",
	    "PostgreSQL %d as %s", PQserverVersion(cli->db) / 10000,
	    PQuser(cli->db));
	look_at_connections(cli);
	look_at_clock(cli);
	look_at_safety(cli);
	look_at_roles(cli);
	return look_at_schema(cli);
}

/* Tickets that were made with a key which is gone open no door. */
static void
look_at_used_keys(struct cli *cli, const struct keys *keys)
{
	struct rows found = ask(cli, "SELECT DISTINCT key FROM lectern.ticket");
	static const unsigned char seed[SEED_SIZE];
	struct ticket ticket;
	int i;

	for (i = 0; i < found.n; i++)
		if (!ticket_make(
			keys, (int)rows_int(found, i, "key"), seed, 1, &ticket))
			tell(false, "keys",
			    "tickets were made with key %s, "
			    "which is not in the file",
			    rows_text(found, i, "key"));
}

static void
look_at_keys(struct cli *cli, bool has_database)
{
	const char *path = cli->conf->key_file;
	struct keys *keys;
	struct stat st;
	char why[512];

	keys = keys_read(path, why, sizeof(why));
	if (keys == NULL) {
		tell(false, "keys", "%s", why);
		return;
	}
	tell(true, "keys", "%s, number %d signs", path, keys_newest(keys));
	/* A group may read it: pages, mail and the command line are three. */
	if (stat(path, &st) == 0 && (st.st_mode & 037) != 0)
		tell(false, "keys", "others may read %s: chmod 640", path);
	if (has_database)
		look_at_used_keys(cli, keys);
	keys_free(keys);
}

/* As far as the greeting and the sign-in; nothing is sent. */
static void
look_at_mail_server(struct cli *cli)
{
	CURL *curl = curl_easy_init();
	CURLcode code;

	curl_easy_setopt(curl, CURLOPT_URL, cli->conf->mail);
	curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 8L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	code = curl_easy_perform(curl);
	tell(code == CURLE_OK, "mail", "%s: %s", cli->conf->mail,
	    code == CURLE_OK ? "answers" : curl_easy_strerror(code));
	curl_easy_cleanup(curl);
}

static void
look_at_mail(struct cli *cli)
{
	const char *mail = cli->conf->mail;

	if (*mail == '\0')
		tell(false, "mail", "no mail server is set: nothing is sent");
	else if (strncmp(mail, "file:", 5) == 0)
		tell(access(mail + 5, W_OK) == 0, "mail", "goes to files in %s",
		    mail + 5);
	else
		look_at_mail_server(cli);
	if (*cli->conf->mail_from == '\0')
		tell(false, "mail", "mail_from is not set");
	if (*cli->conf->alert_mail == '\0')
		tell(true, "mail",
		    "alert_mail is not set: coordinators are told of calls");
}

static void
look_at_outbox(struct cli *cli)
{
	struct rows found = ask(cli,
	    "SELECT count(*) FILTER (WHERE state IN ('refused', 'bounced')) AS "
	    "refused,"
	    "       count(*) FILTER (WHERE state IN ('queued', 'sending')"
	    "           AND due < lectern.clock() - interval '30 minutes') AS "
	    "late"
	    "  FROM lectern.mail"
	    " WHERE state IN ('queued', 'sending', 'refused', 'bounced')");

	tell(rows_int(found, 0, "late") == 0, "outbox",
	    "%s mails are late, %s were refused or came back",
	    rows_text(found, 0, "late"), rows_text(found, 0, "refused"));
}

int
command_doctor(struct cli *cli, int argc, char **argv)
{
	bool has_database;

	(void)argc;
	(void)argv;
	tell(true, "settings", "%s%s", cli->conf->base_url,
	    cli->conf->https ? "" : ", this machine alone");
	has_database = look_at_database(cli);
	look_at_keys(cli, has_database);
	tell(access(cli->conf->run_dir, X_OK) == 0, "run_dir", "%s",
	    cli->conf->run_dir);
	look_at_mail(cli);
	if (has_database)
		look_at_outbox(cli);
	return troubles > 0;
}

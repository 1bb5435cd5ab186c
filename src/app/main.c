/* main.c: lecternd, which answers what people and their browsers ask. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf.h"
#include "handlers.h"
#include "log.h"
#include "queries.h"
#include "request.h"
#include "routes.h"
#include "secret.h"
#include "server.h"
#include "template.h"
#include "version.h"

static struct site site;

static struct rows
login(struct request *r, const char *hash)
{
	return q_login_person(r, hash);
}

static struct rows
door(struct request *r, int64_t person, const char *ref)
{
	return q_door_right(r, person, ref);
}

static bool
reaches(struct request *r, const char *names, const char *values)
{
	return rows_flag(q_reader_reach(r, r->person, names, values), 0, "may");
}

/* What pages say about colour and mark follows the settings. */
static void
site_set(const struct conf *c)
{
	static char theme[40];
	enum log_level level = LOG_INFO;

	log_level_read(c->log_level, &level);
	log_set_level(level);
	snprintf(theme, sizeof(theme), "/theme.css?v=%s", c->accent + 1);
	site.theme = theme;
	site.logo = *c->logo != '\0' ? "/logo.svg" : NULL;
}

static void
usage(void)
{
	fputs("usage: lecternd [-f CONF] [-c | -h | -r]\n"
	      "  -f CONF  the settings (else $LECTERN_CONF)\n"
	      "  -c       print the settings as they take effect\n"
	      "  -h       print what can be set\n"
	      "  -r       print what can be asked, by whom\n",
	    stderr);
	exit(2);
}

static const struct conf *
settings(const char *path)
{
	const struct conf *c;
	char why[300];

	if ((c = conf_read(path, why, sizeof(why))) == NULL)
		die("%s", why);
	return c;
}

/* All that can be wrong with the files is said before anything is served. */
static int
run(const char *path)
{
	static struct server s = { .site = &site,
		.queries = queries,
		.schema = SCHEMA_NUMBER,
		.role = "lectern_web",
		.reloaded = site_set };
	struct slots *slots;
	char why[300];

	s.conf_path = path;
	s.conf = settings(path);
	secret_init();
	site_set(s.conf);
	templates_load();
	if ((s.keys = keys_read(s.conf->key_file, why, sizeof(why))) == NULL)
		die("%s", why);
	slots =
	    slots_open(s.conf->hash_dir, s.conf->hash_slots, why, sizeof(why));
	if (slots == NULL)
		die("%s", why);
	slots_close(slots);
	return server_run(&s);
}

int
main(int argc, char *argv[])
{
	const char *path = NULL;
	int option, what = 0;

	log_set_program("lecternd");
	site = (struct site){ .routes = routes,
		.refusals = refusals,
		.login = login,
		.door = door,
		.reaches = reaches,
		.form = evaluation_fields,
		.asset = "/assets/" ASSETS };
	while ((option = getopt(argc, argv, "cf:hr")) != -1) {
		if (option == 'f')
			path = optarg;
		else if (option == '?' || what != 0)
			usage();
		else
			what = option;
	}
	if (optind != argc)
		usage();
	if (what == 'c')
		conf_print(settings(path), stdout);
	else if (what == 'h')
		conf_help(stdout);
	else if (what == 'r')
		dispatch_print(&site, stdout);
	else
		return run(path);
	return 0;
}

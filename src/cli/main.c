/* main.c: the command line, `lectern -f CONF COMMAND …`. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "log.h"
#include "secret.h"

struct command {
	const char *name;
	int (*run)(struct cli *, int argc, char **argv);
	int least, most; /* how many arguments; most < 0: any number */
	const char *arguments;
	const char *help;
};

static const struct command commands[] = {
	{ "migrate", command_migrate, 0, 0, "",
	    "bring the database to this program's schema" },
	{ "keys", command_keys, 0, 0, "",
	    "make the file of ticket keys if it is missing" },
	{ "user", command_user, 1, -1,
	    "[--first NAME --last NAME] "
	    "[--coordinator] [--administrator] ADDRESS",
	    "make a person, or give one more rights; prints a link" },
	{ "import", command_import, 1, -1, "FILE...",
	    "load programme, agencies, people, forms, past attendance" },
	{ "export", command_export, 1, -1,
	    "[--format csv|json] "
	    "[--from DATE] [--to DATE] [--event CODE] [--session REF] "
	    "[--agency CODE] WHAT",
	    "print attendance, bookings, evaluations or people" },
	{ "login", command_login, 1, -1, "ADDRESS...",
	    "sign people in; prints a cookie for each" },
	{ "doctor", command_doctor, 0, 0, "",
	    "look at settings, database, keys and mail" },
	{ "bounce", command_bounce, 0, 0, "",
	    "read a mail that came back, from the mail server's pipe" },
	{ "backup", command_backup, 1, 1, "FILE",
	    "write the whole database to a file" },
	{ "verify", command_verify, 1, 1, "FILE", "read a backup to its end" },
	{ "demo", command_demo, 0, 2, "[--now INSTANT]",
	    "fill an empty database with an invented year" },
};

static void __attribute__((__noreturn__)) usage(FILE *out, int status)
{
	size_t i;

	fputs("usage: lectern [-f CONF] COMMAND ...\n\n", out);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(out, "  %s%s%s\n      %s\n", commands[i].name,
		    *commands[i].arguments ? " " : "", commands[i].arguments,
		    commands[i].help);
	exit(status);
}

static const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	fail("there is no command %s; lectern -h lists them", name);
}

void
fail(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("lectern: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

int
main(int argc, char **argv)
{
	const struct command *command;
	const char *path = NULL;
	struct cli cli = { 0 };
	char why[512];
	int option, status;

	while ((option = getopt(argc, argv, "+f:h")) != -1)
		switch (option) {
		case 'f':
			path = optarg;
			break;
		case 'h':
			usage(stdout, 0);
		default:
			usage(stderr, 2);
		}
	argc -= optind;
	argv += optind;
	if (argc == 0)
		usage(stderr, 2);
	command = command_find(argv[0]);
	if (argc - 1 < command->least ||
	    (command->most >= 0 && argc - 1 > command->most))
		fail("usage: lectern %s %s", command->name, command->arguments);

	log_set_program("lectern");
	secret_init();
	if ((cli.conf = conf_read(path, why, sizeof(why))) == NULL)
		fail("%s", why);
	cli.arena = arena_new(1 << 20);
	status = command->run(&cli, argc - 1, argv + 1);
	if (fflush(stdout) != 0)
		fail("cannot write: %s", strerror(errno));
	PQfinish(cli.db);
	arena_free(cli.arena);
	conf_free(cli.conf);
	return status;
}

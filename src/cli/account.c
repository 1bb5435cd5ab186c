/* account.c: the key file, the first administrator, and signing people in. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "secret.h"
#include "text.h"

int
command_keys(struct cli *cli, int argc, char **argv)
{
	char why[512];

	(void)argc;
	(void)argv;
	if (access(cli->conf->key_file, F_OK) == 0)
		return 0;
	if (!keys_create(cli->conf->key_file, why, sizeof(why)))
		fail("%s", why);
	return 0;
}

/* Give a person of that address a login; it counts as every factor given
 * just now, for whoever runs this owns the database anyway. */
static void
login_make(struct cli *cli, const char *address)
{
	struct checked email = text_email(cli->arena, address, strlen(address));
	const char *token = secret_token(cli->arena);
	struct rows made;

	if (email.flaw != NULL)
		fail("%s: %s", address, email.flaw);
	made = ask(cli,
	    "INSERT INTO lectern.login (token, person, expires, device)"
	    " SELECT $1::bytea, id, lectern.clock() + interval '12 hours',"
	    "        'lectern login'"
	    "   FROM lectern.person WHERE email = $2 AND status <> 'closed'"
	    " RETURNING id",
	    secret_lookup(cli->arena, token), email.text);
	if (made.n == 0)
		fail("%s: nobody has this address", address);
	printf("%s=%s\n", cli->conf->cookie, token);
}

int
command_login(struct cli *cli, int argc, char **argv)
{
	int i;

	store_open_current(cli);
	for (i = 0; i < argc; i++)
		login_make(cli, argv[i]);
	return 0;
}

/* What `lectern user` was told. */
struct user {
	const char *email, *first, *last;
	bool coordinator, administrator;
};

static void
user_options(int argc, char **argv, struct user *user)
{
	static const struct option options[] = { { "first", required_argument,
						     NULL, 'f' },
		{ "last", required_argument, NULL, 'l' },
		{ "coordinator", no_argument, NULL, 'c' },
		{ "administrator", no_argument, NULL, 'a' }, { 0 } };
	int option;

	optind = 0; /* main() has read options before */
	while (
	    (option = getopt_long(argc + 1, argv - 1, "", options, NULL)) != -1)
		switch (option) {
		case 'f':
			user->first = optarg;
			break;
		case 'l':
			user->last = optarg;
			break;
		case 'c':
			user->coordinator = true;
			break;
		case 'a':
			user->administrator = true;
			break;
		default:
			exit(2);
		}
	if (optind != argc)
		fail("user: give one address");
	user->email = argv[argc - 1];
}

static const char *
clean_name(struct cli *cli, const char *option, const char *given)
{
	struct checked name = text_name(cli->arena, given, strlen(given));

	if (name.flaw != NULL)
		fail("--%s: %s", option, name.flaw);
	return name.text;
}

/* The person of that address, new or known, with these rights. */
static const char *
user_make(struct cli *cli, struct user *user)
{
	struct checked email =
	    text_email(cli->arena, user->email, strlen(user->email));
	struct rows made;

	if (email.flaw != NULL)
		fail("%s: %s", user->email, email.flaw);
	user->email = email.text;
	made = ask(cli,
	    "INSERT INTO lectern.person AS old"
	    " (email, first_name, last_name, coordinator, administrator)"
	    " VALUES ($1, $2, $3, $4, $5)"
	    " ON CONFLICT (email) DO UPDATE"
	    "    SET coordinator = old.coordinator OR excluded.coordinator,"
	    "        administrator = old.administrator OR "
	    "excluded.administrator"
	    "  WHERE old.status <> 'closed'"
	    " RETURNING id",
	    user->email, clean_name(cli, "first", user->first),
	    clean_name(cli, "last", user->last), user->coordinator ? "t" : "f",
	    user->administrator ? "t" : "f");
	if (made.n == 0)
		fail("%s: this account is closed", user->email);
	return rows_text(made, 0, "id");
}

int
command_user(struct cli *cli, int argc, char **argv)
{
	struct user user = { .first = "", .last = "" };
	const char *token = secret_token(cli->arena), *person;

	user_options(argc, argv, &user);
	store_open_current(cli);
	ask(cli, "BEGIN");
	if (*user.first == '\0' &&
	    ask(cli, "SELECT 1 FROM lectern.person WHERE email = lower($1)",
		user.email)
		    .n == 0)
		fail("a new person needs --first NAME and --last NAME");
	person = user_make(cli, &user);
	ask(cli,
	    "INSERT INTO lectern.link (token, purpose, email, person, expires)"
	    " VALUES ($1, 'password', $2, $3,"
	    "         lectern.clock() + interval '1 day')",
	    secret_lookup(cli->arena, token), user.email, person);
	ask(cli,
	    "INSERT INTO lectern.audit (act, object, detail)"
	    " SELECT 'make_user', 'person ' || code,"
	    "        jsonb_build_object('coordinator', coordinator,"
	    "                           'administrator', administrator)"
	    "   FROM lectern.person WHERE id = $1",
	    person);
	ask(cli, "COMMIT");
	printf("To set a password, open this within a day:\n%s/password/%s\n",
	    cli->conf->base_url, token);
	return 0;
}

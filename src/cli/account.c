/* account.c: the key file, and signing people in from the command line. */
#include <stdio.h>
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

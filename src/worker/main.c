/* main.c: lectern-worker, which sends mail and does what falls due. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf.h"
#include "log.h"

int
main(int argc, char *argv[])
{
	const struct conf *c;
	const char *path = NULL;
	char why[300];
	int option;

	log_set_program("lectern-worker");
	while ((option = getopt(argc, argv, "1f:")) != -1)
		if (option == 'f')
			path = optarg;
	if ((c = conf_read(path, why, sizeof(why))) == NULL)
		die("%s", why);
	log_line(LOG_INFO, "nothing to do yet for %s", c->base_url);
	return 0;
}

/*
 * post.c: send one message to a mail server with a certificate of its own.
 *
 *	post URL USER PASSWORD CA-FILE PATIENCE
 *
 * Prints the outcome (0 sent, 1 refused, 2 later) and the reply.
 */
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "buf.h"
#include "smtp.h"

int
main(int argc, char *argv[])
{
	struct arena *arena = arena_new(4096);
	struct buf message = { .arena = arena };
	struct smtp_server server;
	enum smtp_outcome outcome;
	char reply[500];
	struct smtp *s;

	if (argc != 6)
		return 2;
	server = (struct smtp_server){ .url = argv[1],
		.user = argv[2],
		.password = argv[3],
		.ca_file = argv[4],
		.patience = atol(argv[5]) };
	if ((s = smtp_open(&server, reply, sizeof(reply))) == NULL)
		return 2;
	buf_text(&message, "Subject: x\r\n\r\nbody\r\n");
	outcome = smtp_send(s, "from@example.org", "to@example.org", "1",
	    &message, reply, sizeof(reply));
	printf("%d %s\n", (int)outcome, reply);
	smtp_close(s);
	arena_free(arena);
	return 0;
}

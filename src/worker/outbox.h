/* outbox.h: mails leave the database, one after the other. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>

struct conf;

/* As exit statuses of the process that ran it. */
enum outbox_end {
	OUTBOX_DONE,
	OUTBOX_AWAY, /* `once`, and the database could not be reached */
	OUTBOX_MORE /* so many mails are sent that a fresh process should go on */
};

/*
 * Send what is due and do the chores, until told to stop by SIGTERM or
 * SIGINT, which the caller has blocked; `once`: until nothing more is due.
 */
enum outbox_end outbox_run(const struct conf *, bool once);

#endif

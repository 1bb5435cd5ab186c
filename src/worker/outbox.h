/* outbox.h: mails leave the database, one after the other. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>

struct conf;

/*
 * Send what is due and do the chores, until told to stop by SIGTERM or
 * SIGINT, which the caller has blocked, or after so many mails that a fresh
 * process should go on. `once`: only until nothing more is due. Gives the
 * exit status: 0 unless `once` could not reach the database.
 */
int outbox_run(const struct conf *, bool once);

#endif

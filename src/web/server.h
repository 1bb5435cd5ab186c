/*
 * server.h: a parent that keeps the workers, and what each of them does.
 *
 * The parent answers nothing itself.  SIGTERM and SIGINT finish the requests
 * in hand and end everything within two seconds; SIGHUP reads the settings
 * again and changes worker by worker; a worker that ends is replaced, at
 * once at first and then more slowly, for ever.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>

struct conf;
struct keys;
struct query;
struct site;

struct server {
	const char *conf_path;
	const struct conf *conf;
	const struct keys *keys;
	const struct site *site;
	struct query *const *queries;
	int schema;       /* the number this program needs */
	const char *role; /* in the database */
	/* After the settings were read again. */
	void (*reloaded)(const struct conf *);
};

/* Serve until told to stop; gives the exit status. */
int server_run(struct server *);

/* fcgi.c: the life of one worker on this socket; never returns. */
void worker_run(const struct server *, int listener, bool slow)
    __attribute__((__noreturn__));

#endif

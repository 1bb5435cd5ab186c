/*
 * dispatch.h: from a method and a path to the handler that answers.
 *
 * In this order: route, sign-in, role, origin and token, key, kinds, then the
 * handler.  Not signed in: GET goes to /login?next=, a form gets the sign-in
 * page carrying its fields, the API 401.  Wrong role, or nothing there: 404.
 * A form and its action share one path: when a check or a command refuses a
 * POST, the GET handler of its path runs with what was typed, status 422.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include <stdio.h>

#include "rows.h"

struct param;
struct request;

/*
 * Who may.  DOOR is the steward or trainer of the session in :ref, TRAINER
 * its trainer; both are asked of the database.  BOOKER books for an agency.
 */
enum who { ANYONE, PERSON, DOOR, TRAINER, BOOKER, COORDINATOR, ADMIN };

struct route {
	const char *method, *path;
	enum who who;
	int (*handler)(struct request *);
	const char *name;          /* of the handler */
	const struct param *takes; /* ends with a zero */
};

/* What a command's refusal means; words may be NULL where nobody reads it. */
struct refusal {
	const char *outcome;
	int status;        /* 404, 409, 422, 429 */
	const char *field; /* "" for the whole form */
	const char *words;
};

/* What the web layer must be told about the site it serves. */
struct site {
	const struct route *routes;     /* the table ends with a zero */
	const struct refusal *refusals; /* so does this one */

	/*
	 * Who is behind a cookie or bearer token, by the SHA-256 of it: one
	 * row with login, person, name, booker, coordinator, admin, and
	 * must: a path that has to be visited before all else (a second
	 * factor, say), or NULL; no row: nobody.  The row is {{#me}}.
	 */
	struct rows (*login)(struct request *, const char *hash);

	/* The duty of a person at a session: a row with duty ('steward',
	 * 'trainer', 'coordinator'), or none. */
	struct rows (*door)(struct request *, int64_t person, const char *ref);

	/* Whether a coordinator may know of all that a request names: the
	 * names of its parameters of kind ID and REF and their values, as two
	 * arrays of PostgreSQL; the :code of an event is called event.  Notes
	 * it where that is owed.  NULL: always. */
	bool (*reaches)(
	    struct request *, const char *names, const char *values);

	/* The fields of the form that this path names: rows of field, kind,
	 * max, required, label, choices ("a|b"). */
	struct rows (*form)(struct request *);

	const char *asset;        /* what {{asset}} prints */
	const char *theme, *logo; /* the same for these */
};

/* Answer; gives the status. */
int dispatch(struct request *);

/* Print method TAB path TAB who TAB handler TAB what it takes, each a space, a
 * name, a colon and its kind, for tests and people. */
void dispatch_print(const struct site *, FILE *);

#endif

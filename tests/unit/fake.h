/*
 * fake.h: a request without nginx and a site without a database.
 *
 * fake_ask() sends one request through dispatch() and keeps the answer.  The
 * cookie "login=" and 43 times a letter signs in: 'p' a person, 'b' a booker,
 * 'c' a coordinator, 'a' an administrator, 'm' one who must visit /second
 * first, 'x' breaks the database.
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "dispatch.h"
#include "request.h"

/* What a route takes, as routes.c says it. */
#define TAKES(...)                                                             \
	(const struct param[])                                                 \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}

struct fake {
	/* Fill in before asking. */
	const char *method, *path, *query, *cookie, *origin, *referer, *type;
	const char *authorization, *body;
	size_t length; /* 0: that of the body */
	long claimed;  /* CONTENT_LENGTH; 0: the true one */
	/* What came of it. */
	int status;
	char *head, *out;
};

extern const struct route *fake_routes; /* ends with a zero */
extern struct site fake_site;

void fake_begin(void);
void fake_end(void);

/* Forget all answers and cookies so far. */
void fake_clear(void);

void fake_ask(struct fake *);

/* The token that a form of this cookie's login carries. */
const char *fake_token(const char *cookie);

/* The cookie of a letter. */
const char *fake_cookie(char letter);

#endif

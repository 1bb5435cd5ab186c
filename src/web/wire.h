/* wire.h: what a request comes and goes through: FastCGI, or a test. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>

struct wire {
	/* A CGI variable ("HTTP_ORIGIN"), or NULL. */
	const char *(*variable)(struct wire *, const char *name);
	/* Read the body: up to n bytes; fewer at its end. */
	size_t (*read)(struct wire *, char *, size_t n);
	/* Send on; false when nobody listens any more. */
	bool (*send)(struct wire *, const char *, size_t n);
};

#endif

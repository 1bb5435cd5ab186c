/* health.c: answers for whoever watches over the service. */
#include <string.h>

#include "db.h"
#include "health.h"
#include "metrics.h"
#include "request.h"

static int
reply_word(struct request *r, int status, const char *word)
{
	return reply_bytes(r, status, "text/plain", word, strlen(word));
}

int
health_show(struct request *r)
{
	return reply_word(r, 200, "ok\n");
}

int
ready_show(struct request *r)
{
	return db_ready() ? reply_word(r, 200, "ready\n")
			  : reply_word(r, 503, "the database is away\n");
}

int
metrics_show(struct request *r)
{
	struct buf b = { .arena = r->arena };

	if (strncmp(r->remote, "127.", 4) != 0 && strcmp(r->remote, "::1") != 0)
		return reply_not_found(r);
	metrics_print(&b);
	return reply_bytes(
	    r, 200, "text/plain; version=0.0.4", buf_string(&b), b.len);
}

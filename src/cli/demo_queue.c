/*
 * demo_queue.c: a place that has just come up and waits for an answer, and
 * somebody who waits for any date, so that a demo always holds one of each.
 */
#include <stdlib.h>

#include "arena.h"
#include "cli.h"
#include "demo.h"
#include "secret.h"
#include "text.h"

/* Somebody gives up a place on a full date so near that it is offered. */
static bool
offer_by_cancel(struct demo *demo)
{
	struct rows found = ask(demo->cli,
	    "SELECT app.cancel(b.person, b.id, 'I am needed in court', "
	    "'court')"
	    "  FROM lectern.session s"
	    "  JOIN lectern.pool l ON l.session = s.id AND l.kind = 'main'"
	    "  JOIN LATERAL (SELECT id, person FROM lectern.booking"
	    "                 WHERE session = s.id AND state = 'confirmed' AND "
	    "NOT over AND person <> $1"
	    "                 ORDER BY id DESC LIMIT 1) b ON true"
	    " WHERE s.status = 'open' AND l.taken >= l.capacity AND l.waiting "
	    "> 2"
	    "   AND app.offer_expires(s.starts, false) > lectern.clock() + "
	    "interval '2 hours'"
	    "   AND lectern.clock() >= app.offers_from(s.starts, "
	    "app.session_free_until(s))"
	    " ORDER BY s.starts LIMIT 1",
	    demo->practitioner);

	return found.n > 0 &&
	       rows_int(ask(demo->cli,
			    "SELECT count(*) AS n FROM lectern.offer WHERE "
			    "state = 'open'"),
		   0, "n") > 0;
}

static void
wish(struct demo *demo, struct dice *d, const char *person, const char *code)
{
	int key = keys_newest(demo->keys);
	unsigned char seed[SEED_SIZE];
	struct ticket ticket;

	dice_bytes(d, seed, sizeof(seed));
	ticket_make(demo->keys, key, seed, 1, &ticket);
	ask(demo->cli, "SELECT outcome FROM app.wish($1, $2, $3, $4, $5, $6)",
	    person, code, text_bytea(demo->cli->arena, seed, sizeof(seed)),
	    demo_number(demo, key), ticket.ticket_hash, ticket.code_hash);
}

/*
 * Somebody waits for any date of a course: one with a free place, which is
 * then offered, or one without.  The practitioner if nothing speaks against
 * it.
 */
static void
wish_for(struct demo *demo, struct dice *d, const char *free)
{
	struct rows found = ask(demo->cli,
	    "SELECT e.code, p.id"
	    "  FROM lectern.event e"
	    "  JOIN LATERAL (SELECT count(*) AS dates,"
	    "               count(*) FILTER (WHERE l.state = 'free') AS free"
	    "          FROM app.session_line l"
	    "         WHERE l.event = e.id AND l.status = 'open'"
	    "           AND l.starts > lectern.clock() + interval '2 days') n"
	    "    ON (n.free > 0) = $1::boolean"
	    "  JOIN lectern.person p ON p.status = 'active'"
	    "   AND (p.id = $2 OR p.code LIKE 'P%5')"
	    "   AND p.manager_email IS NOT NULL"
	    "   AND app.live_date(p.id, e.id) IS NULL"
	    "   AND app.wish_refused(p, e.id) IS NULL"
	    " WHERE EXISTS (SELECT FROM app.public_event q WHERE q.id = e.id)"
	    " ORDER BY n.dates = 0, p.id <> $2, e.code, p.id LIMIT 1",
	    free, demo->practitioner);

	if (found.n > 0)
		wish(demo, d, rows_text(found, 0, "id"),
		    rows_text(found, 0, "code"));
}

void
demo_queue(struct demo *demo)
{
	struct dice d;

	dice_seed(&d, "queue");
	if (!offer_by_cancel(demo))
		wish_for(demo, &d, "true");
	wish_for(demo, &d, "false");
}

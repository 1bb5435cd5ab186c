/*
 * demo_charge.c: what became of the charges that cancellations and registers
 * called for: decided and put on statements early in each month, and the
 * latest still open, questioned, waived or given back.
 */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "demo.h"
#include "secret.h"
#include "text.h"

#define DAY 86400

/* Purchase orders by financial year for those who need one; but the first of
 * them has not sent its number yet. */
void
demo_orders(struct demo *demo)
{
	ask(demo->cli,
	    "SELECT app.add_order($1, a.code, 'PO-' || y.year || '-' || a.n,"
	    "                     make_date(y.year, 4, 1),"
	    "                     make_date(y.year + 1, 3, 31))"
	    "  FROM (SELECT code, row_number() OVER (ORDER BY code) AS n"
	    "          FROM lectern.agency WHERE purchase_order_required) AS a,"
	    "       (SELECT generate_series("
	    "               min(extract(year FROM starts) - 1)::int,"
	    "               max(extract(year FROM starts))::int) AS year"
	    "          FROM lectern.session) AS y"
	    " WHERE a.n > 1",
	    demo->coordinator);
}

/* Decide these charges, given by a condition, for one of the reasons. */
static void
decide(struct demo *demo, struct dice *d, const char *which, const char *why)
{
	ask(demo->cli,
	    arena_printf(demo->cli->arena,
		"SELECT app.decide_charges($1, ARRAY("
		"       SELECT c.id FROM lectern.charge c WHERE %s), $2, $3)",
		which),
	    demo->coordinator, why != NULL ? "t" : "f",
	    why != NULL ? demo_words(demo, d, why) : "");
}

/* One morning at the desk. */
static void
decide_month(struct demo *demo, struct dice *d, time_t at, bool is_latest)
{
	ask(demo->cli, "BEGIN");
	demo_clock(demo, at);
	decide(demo, d,
	    "c.id = (SELECT min(id) FROM lectern.charge"
	    "         WHERE state = 'proposed' AND kind <> 'fee'"
	    "           AND made < lectern.clock())",
	    "waive");
	decide(demo, d, "c.state = 'proposed' AND c.deadline < lectern.clock()",
	    NULL);
	if (!is_latest)
		ask(demo->cli, "SELECT app.make_batches($1)",
		    demo->coordinator);
	demo_sent(demo);
	ask(demo->cli, "COMMIT");
}

/* A manager says why the charge of the latest date is wrong. */
static void
state_case(struct demo *demo, struct dice *d)
{
	unsigned char token[32];
	const char *hash;
	struct rows found = ask(demo->cli,
	    "SELECT max(m.id) AS mail"
	    "  FROM lectern.charge c JOIN lectern.mail m"
	    "    ON m.booking = c.booking AND m.kind = 'charge_proposed'"
	    "   AND m.person IS NULL"
	    " WHERE c.state = 'proposed' AND c.kind = 'no_show'"
	    "   AND c.deadline > lectern.clock()");

	if (rows_null(found, 0, "mail"))
		return;
	dice_bytes(d, token, sizeof(token));
	hash = text_bytea(demo->cli->arena, token, sizeof(token));
	ask(demo->cli, "SELECT app.link_make($1, $2, 'charge')", hash,
	    rows_text(found, 0, "mail"));
	ask(demo->cli, "SELECT app.state_case($1, $2)", hash,
	    demo_words(demo, d, "case"));
}

void
demo_charges(struct demo *demo)
{
	struct rows months = ask(demo->cli,
	    "SELECT extract(epoch FROM lectern.local_instant("
	    "       app.add_working_days(m::date, 4) + time '10:00'))::bigint "
	    "AS at"
	    "  FROM generate_series("
	    "       (SELECT date_trunc('month', min(made) AT TIME ZONE "
	    "'Europe/London') FROM lectern.charge) + interval '1 month',"
	    "       to_timestamp($1::bigint) AT TIME ZONE 'Europe/London'"
	    "       - interval '8 days', '1 month') AS m",
	    demo_number(demo, demo->now));
	struct dice d;
	int i;

	dice_seed(&d, "charges");
	ask(demo->cli, "ANALYZE");
	for (i = 0; i < months.n; i++)
		decide_month(
		    demo, &d, rows_int(months, i, "at"), i == months.n - 1);
	ask(demo->cli, "BEGIN");
	demo_clock(demo, demo->now - DAY);
	decide(demo, &d,
	    "c.id = (SELECT max(id) FROM lectern.charge"
	    "         WHERE state = 'batched' AND kind = 'no_show')",
	    "give_back");
	decide(demo, &d,
	    "c.id = (SELECT max(id) FROM lectern.charge"
	    "         WHERE state = 'proposed' AND kind = 'late_cancellation')",
	    "waive");
	state_case(demo, &d);
	demo_clock(demo, demo->now);
	ask(demo->cli, "UPDATE lectern.mail"
		       "   SET state = 'sent', attempts = 1, finished = made,"
		       "       reply = '250 2.0.0 Ok'"
		       " WHERE state = 'queued' AND due <= lectern.clock()"
		       "   AND kind LIKE 'charge%'");
	ask(demo->cli, "COMMIT");
}

/*
 * import_change.c: what an import changes about dates with people on them is
 * told as if a coordinator had changed it.  Who was on a date that it cancels
 * is let go: not charged, first on the date instead.
 */
#include <stdlib.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "import.h"
#include "secret.h"
#include "text.h"

/* Tickets to be for n bookings: three arrays, ended by NULL. */
static void
make_tickets(
    struct cli *cli, const struct keys *keys, size_t n, const char **lists[3])
{
	unsigned char seed[SEED_SIZE];
	struct ticket *t;
	size_t i;

	for (i = 0; i < 3; i++)
		lists[i] = arena_alloc(cli->arena, (n + 1) * sizeof(*lists[i]));
	for (i = 0; i < n; i++) {
		t = arena_alloc(cli->arena, sizeof(*t));
		secret_random(seed, sizeof(seed));
		ticket_make(keys, keys_newest(keys), seed, 1, t);
		lists[0][i] = text_bytea(cli->arena, seed, sizeof(seed));
		lists[1][i] = t->ticket_hash;
		lists[2][i] = t->code_hash;
	}
	lists[0][n] = lists[1][n] = lists[2][n] = NULL;
}

static void
let_go(struct cli *cli, const struct keys *keys, struct rows found, int row)
{
	const char **lists[3], *id = rows_text(found, row, "id");

	make_tickets(cli, keys, (size_t)rows_int(found, row, "people"), lists);
	ask(cli,
	    "SELECT app.note_change($1, NULL, 'cancelled',"
	    " 'This date is cancelled.', cancel_reason)"
	    "  FROM lectern.session WHERE id = $1",
	    id);
	ask(cli, "SELECT app.end_session($1, NULL, $2, $3, $4, $5)", id,
	    text_array(cli->arena, lists[0]),
	    arena_printf(cli->arena, "%d", keys_newest(keys)),
	    text_array(cli->arena, lists[1]), text_array(cli->arena, lists[2]));
}

const char *
import_dates(struct cli *cli)
{
	struct rows was = ask(cli, "SELECT app.dates_with_people() AS dates");

	return rows_text(was, 0, "dates");
}

/* Those that the import cancelled. */
static void
cancel_dates(struct cli *cli)
{
	struct rows found = ask(cli,
	    "SELECT s.id, app.live_bookings(s.id) AS people"
	    "  FROM lectern.session s"
	    " WHERE s.status = 'cancelled' AND s.ends > lectern.clock()"
	    "   AND app.live_bookings(s.id) > 0 ORDER BY s.id");
	struct keys *keys;
	char why[512];
	int i;

	if (found.n == 0)
		return;
	keys = keys_read(cli->conf->key_file, why, sizeof(why));
	if (keys == NULL)
		fail("%s", why);
	for (i = 0; i < found.n; i++)
		let_go(cli, keys, found, i);
	keys_free(keys);
}

void
import_tell(struct cli *cli, const char *dates)
{
	cancel_dates(cli);
	ask(cli, "SELECT app.tell_import($1::jsonb)", dates);
}

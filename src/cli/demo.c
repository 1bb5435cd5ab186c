/*
 * demo.c: load the invented programme, its people and their year.
 *
 * The dates move by whole weeks of local time, so that the day for which the
 * programme was written falls in the week that ends today.  With an instant
 * given, they stay as written and the installation's clock starts there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"
#include "demo.h"
#include "import.h"
#include "secret.h"

#define PASSWORD "lectern-demo"

static char *
demo_path(struct demo *demo, const char *name)
{
	return arena_printf(demo->cli->arena, "%s/data/demo/%s",
	    demo->cli->conf->data_dir, name);
}

const char *
demo_number(struct demo *demo, long long number)
{
	return arena_printf(demo->cli->arena, "%lld", number);
}

const char *
demo_moment(struct demo *demo, time_t at)
{
	char text[32];

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
	return arena_dup(demo->cli->arena, text, strlen(text));
}

const char *
demo_words(struct demo *demo, struct dice *d, const char *name)
{
	json_t *list = json_object_get(demo->words, name);

	if (json_array_size(list) == 0)
		return "";
	return json_string_value(json_array_get(
	    list, (size_t)dice_below(d, (int)json_array_size(list))));
}

static json_t *
demo_json(struct demo *demo, const char *name)
{
	char *path = demo_path(demo, name);
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (json == NULL)
		fail("%s:%d: %s", path, error.line, error.text);
	return json;
}

static void
check_empty(struct demo *demo)
{
	struct rows found = ask(demo->cli,
	    "SELECT (SELECT count(*) FROM lectern.person)"
	    "     + (SELECT count(*) FROM lectern.session) AS n");

	if (rows_int(found, 0, "n") > 0)
		fail("the database holds data already; a demo needs an empty "
		     "one");
}

/* By how many weeks the dates move, for the day the programme speaks of. */
static int
weeks_to_move(struct demo *demo)
{
	json_t *programme = demo_json(demo, "programme.json");
	struct rows found = ask(demo->cli,
	    "SELECT floor(((lectern.clock() AT TIME ZONE 'Europe/London')::date"
	    "              - $1::date) / 7.0)::int AS weeks",
	    json_string_value(json_object_get(
		json_object_get(programme, "meta"), "status_as_of")));

	json_decref(programme);
	return (int)rows_int(found, 0, "weeks");
}

static void
import_list(struct demo *demo, int weeks, size_t n, const char *const *names)
{
	char *paths[8];
	struct import im;
	size_t i;

	for (i = 0; i < n; i++)
		paths[i] = demo_path(demo, names[i]);
	import_start(&im, demo->cli);
	im.weeks = weeks;
	import_files(&im, n, paths);
}

/* The one hash that everybody shares: an account each would take minutes. */
static const char *
shared_password(struct demo *demo)
{
	const struct conf *conf = demo->cli->conf;
	struct slots *slots;
	char why[512];
	const char *hash;

	slots = slots_open(*conf->hash_dir ? conf->hash_dir : conf->run_dir,
	    conf->hash_slots, why, sizeof(why));
	if (slots == NULL)
		fail("%s", why);
	hash = password_hash(demo->cli->arena, demo->keys, slots, PASSWORD);
	slots_close(slots);
	if (hash == NULL)
		fail("no slot for hashing a password came free");
	return hash;
}

static const char *
account_make(struct demo *demo, const char *name, const char *first,
    const char *last, const char *job, const char *agency)
{
	struct rows made = ask(demo->cli,
	    "INSERT INTO lectern.person (first_name, last_name, email, "
	    "job_title,"
	    " agency, manager_name, manager_email, target_level, coordinator, "
	    "administrator)"
	    " SELECT $2, $3, $1 || '@example.org', $4, a.id, 'Ruth Adeyemi',"
	    "        'ruth.adeyemi@council.example.org', 'L3',"
	    "        $1 IN ('coordinator', 'admin'), $1 = 'admin'"
	    "   FROM lectern.agency a WHERE a.code = $5"
	    " RETURNING id",
	    name, first, last, job, agency);

	if (made.n == 0)
		fail("the demo has no agency %s", agency);
	return rows_text(made, 0, "id");
}

/* The accounts that INTERFACES promises, with a right at every door. */
static void
make_accounts(struct demo *demo)
{
	const char *trainer, *booker;

	demo->coordinator = account_make(demo, "coordinator", "Morgan",
	    "Ashdown", "Training Coordinator", "AG001");
	account_make(
	    demo, "admin", "Ingrid", "Vale", "Systems Administrator", "AG001");
	trainer = account_make(
	    demo, "trainer", "Tamsin", "Rowe", "Training Officer", "AG001");
	demo->steward = account_make(demo, "steward", "Stanley", "Okoro",
	    "Business Support Officer", "AG001");
	booker = account_make(demo, "booker", "Beatrix", "Lunn",
	    "Workforce Development Officer", "AG001");
	demo->practitioner = account_make(
	    demo, "practitioner", "Priya", "Nolan", "Social Worker", "AG001");
	ask(demo->cli,
	    "INSERT INTO lectern.review_reader (review, person)"
	    " SELECT id, $1 FROM lectern.review",
	    demo->coordinator);
	ask(demo->cli,
	    "INSERT INTO lectern.booker (person, agency)"
	    " SELECT $1, id FROM lectern.agency WHERE code = 'AG001'",
	    booker);
	ask(demo->cli,
	    "INSERT INTO lectern.duty (session, person, kind, position)"
	    " SELECT s.id, d.person, d.kind, 9 FROM lectern.session s,"
	    "        (VALUES ($1::bigint, 'trainer'), ($2, 'steward')) AS d "
	    "(person, kind)",
	    trainer, demo->steward);
	ask(demo->cli,
	    "INSERT INTO lectern.person (first_name, last_name, email, "
	    "job_title, unlisted)"
	    " VALUES ('Rowan', 'Tate', 'rowan.tate@riverside.example.org',"
	    "         'Youth Worker', 'Riverside Youth Club')");
	ask(demo->cli,
	    "UPDATE lectern.person SET password = $1,"
	    "       verified = coalesce(verified, lectern.clock())"
	    " WHERE email IS NOT NULL",
	    shared_password(demo));
}

/* Sessions that are called off in the course of the year are open first. */
static void
reopen(struct demo *demo)
{
	ask(demo->cli,
	    "UPDATE lectern.session SET status = 'open'"
	    " WHERE status = 'cancelled' AND cancelled <= "
	    "to_timestamp($1::bigint)",
	    demo_number(demo, demo->now));
}

/* The clock as it runs on from the instant given, or as everywhere. */
static void
set_clock(struct demo *demo, const char *instant)
{
	ask(demo->cli,
	    "UPDATE lectern.deployment SET demo = true,"
	    "       shift = coalesce($1::timestamptz - current_timestamp, '0')",
	    instant);
}

static void
load(struct demo *demo, const char *instant)
{
	static const char *const files[] = { "programme.json", "agencies.json",
		"terms.json", "evaluation_forms.json", "people.csv" };
	static const char *const past[] = { "past_attendance.csv" };
	struct rows found;
	int weeks;

	ask(demo->cli, "BEGIN");
	check_empty(demo);
	set_clock(demo, instant);
	weeks = instant != NULL ? 0 : weeks_to_move(demo);
	ask(demo->cli, "UPDATE lectern.deployment SET weeks = $1",
	    demo_number(demo, weeks));
	import_list(demo, weeks, 5, files);
	make_accounts(demo);
	demo_orders(demo);
	import_list(demo, weeks, 1, past);
	found = ask(demo->cli,
	    "SELECT extract(epoch FROM lectern.clock())::bigint AS now");
	demo->now = rows_int(found, 0, "now");
	reopen(demo);
	ask(demo->cli, "COMMIT");
}

static void
tell(struct demo *demo)
{
	struct rows found = ask(demo->cli,
	    "SELECT (SELECT count(*) FROM lectern.booking) AS bookings,"
	    "       (SELECT count(*) FROM lectern.scan) AS scans,"
	    "       (SELECT count(*) FROM lectern.response) AS responses");

	printf("%s bookings, %s scans, %s answered forms\n",
	    rows_text(found, 0, "bookings"), rows_text(found, 0, "scans"),
	    rows_text(found, 0, "responses"));
}

int
command_demo(struct cli *cli, int argc, char **argv)
{
	const char *instant = getenv("LECTERN_NOW");
	struct demo demo = { .cli = cli };
	char why[512];

	if (argc > 0 && (argc != 2 || strcmp(argv[0], "--now") != 0))
		fail("usage: lectern demo [--now INSTANT]");
	if (argc == 2)
		instant = argv[1];
	if (instant != NULL && *instant == '\0')
		instant = NULL;
	demo.keys = keys_read(cli->conf->key_file, why, sizeof(why));
	if (demo.keys == NULL)
		fail("%s", why);
	store_open_current(cli);
	demo.words = demo_json(&demo, "words.json");
	demo.busy = json_object();
	load(&demo, instant);
	answers_read(&demo);
	demo_plan(&demo);
	demo_live(&demo);
	demo_charges(&demo);
	set_clock(&demo, instant);
	demo_queue(&demo);
	tell(&demo);
	json_decref(demo.words);
	json_decref(demo.busy);
	json_decref(demo.forms);
	keys_free(demo.keys);
	return 0;
}

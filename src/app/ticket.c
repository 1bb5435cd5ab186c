/* ticket.c: the ticket of one's own booking, as page, picture and calendar. */
#include <string.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "ical.h"
#include "qr.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

enum { PNG_PIXELS = 8 };

/* The ticket of a confirmed booking; false: none, or not one's own. */
static bool
ticket_find(struct request *r, int64_t number, struct ticket *t)
{
	struct rows seed = q_ticket_seed(r, r->person, number);
	unsigned char bytes[SEED_SIZE];

	return seed.n == 1 &&
	       rows_bytes(seed, 0, "seed", bytes, sizeof(bytes)) &&
	       ticket_make(r->keys, (int)rows_int(seed, 0, "key"), bytes,
		   (uint32_t)rows_int(seed, 0, "version"), t);
}

const char *
ticket_new(struct request *r, struct ticket *t, int *key)
{
	unsigned char seed[SEED_SIZE];

	secret_random(seed, sizeof(seed));
	*key = keys_newest(r->keys);
	ticket_make(r->keys, *key, seed, 1, t);
	return arena_printf(
	    r->arena, "\\x%s", secret_hex(r->arena, seed, sizeof(seed)));
}

const char *
ticket_code(struct request *r, int64_t number)
{
	struct ticket t;
	char code[15];

	if (!ticket_find(r, number, &t))
		return NULL;
	ticket_show_code(t.code, code);
	return arena_dup(r->arena, code, strlen(code));
}

int
ticket_show(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number);
	const char *code = ticket_code(r, number);

	if (b.n == 0 || code == NULL)
		return reply_not_found(r);
	show_text(r, "page_title", "Your QR code");
	show_rows(r, "ticket", b);
	show_rows(r, "news", q_news_booking(r, r->person, number));
	show_text(r, "code", code);
	show_rows(r, "choices", q_booking_choices(r, r->person, number));
	return reply_page(r, 200, "ticket.html");
}

/* The address that the QR code holds. */
static const char *
ticket_url(struct request *r, const struct ticket *t)
{
	return arena_printf(r->arena, "%s/t/%s", r->conf->base_url, t->ticket);
}

int
ticket_svg(struct request *r)
{
	struct buf b = { .arena = r->arena };
	struct ticket t;

	if (!ticket_find(r, arg_id(r, "number"), &t))
		return reply_not_found(r);
	qr_svg(&b, ticket_url(r, &t), "QR code of your place");
	return reply_bytes(r, 200, "image/svg+xml", b.data, b.len);
}

int
ticket_png(struct request *r)
{
	struct buf b = { .arena = r->arena };
	struct ticket t;

	if (!ticket_find(r, arg_id(r, "number"), &t))
		return reply_not_found(r);
	qr_png(&b, ticket_url(r, &t), PNG_PIXELS);
	return reply_bytes(r, 200, "image/png", b.data, b.len);
}

/* The workshops of a booking in one text, or NULL. */
static const char *
workshop_words(struct request *r, int64_t number)
{
	struct rows w = q_booking_choices(r, r->person, number);
	struct buf b = { .arena = r->arena };
	int i;

	for (i = 0; i < w.n; i++)
		if (rows_flag(w, i, "chosen"))
			buf_printf(&b, "%s%s: %s%s%s", b.len > 0 ? "\n" : "",
			    rows_text(w, i, "time_words"),
			    rows_text(w, i, "title"),
			    rows_null(w, i, "room") ? "" : ", ",
			    rows_text(w, i, "room"));
	return b.len > 0 ? buf_string(&b) : NULL;
}

int
booking_calendar(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_booking_show(r, r->person, number), q;
	struct buf out = { .arena = r->arena };
	struct ical_event *events;
	const char *workshops = workshop_words(r, number);
	bool live;
	int i;

	if (b.n == 0)
		return reply_not_found(r);
	live = rows_flag(b, 0, "confirmed") &&
	       !rows_flag(b, 0, "session_cancelled");
	q = q_booking_parts(r, r->person, number);
	events = arena_alloc(r->arena, (size_t)(q.n + 1) * sizeof(*events));
	for (i = 0; i < q.n; i++)
		events[i] = (struct ical_event){
			.uid = arena_printf(r->arena, "%lld-%s@%s",
			    (long long)number, rows_text(q, i, "part"),
			    r->conf->host),
			.sequence = (int)rows_int(b, 0, "sequence"),
			.cancelled = !live,
			.starts = rows_int(q, i, "starts_epoch"),
			.ends = rows_int(q, i, "ends_epoch"),
			.summary = rows_text(b, 0, "title"),
			.location = rows_text(b, 0, "place"),
			.description = workshops,
			.url = arena_printf(r->arena, "%s/bookings/%lld",
			    r->conf->base_url, (long long)number),
		};
	ical_write(&out,
	    &(struct ical_calendar){ .method = live ? "PUBLISH" : "CANCEL",
		.stamp = time(NULL),
		.events = events,
		.n = (size_t)q.n });
	return reply_bytes(
	    r, 200, "text/calendar; charset=utf-8", out.data, out.len);
}

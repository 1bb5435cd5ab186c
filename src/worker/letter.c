/*
 * letter.c: a row of the outbox, as the message that goes out.
 *
 * Each kind has two pages, mail/KIND.txt, whose first line is the subject,
 * and mail/KIND.html. What they may name stands in names[] and in the data
 * of the row; values go in as one line each, so that none can look like a
 * paragraph of ours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "arena.h"
#include "conf.h"
#include "ical.h"
#include "letter.h"
#include "log.h"
#include "message.h"
#include "plain.h"
#include "qr.h"
#include "secret.h"
#include "template.h"
#include "wording.h"

#define PICTURE_NAME   "qr-code.png"
#define PICTURE_PIXELS 6

/* What a mail of this kind carries, and what must still be true for it. */
struct kind {
	const char *name;
	const char *purpose, *path; /* of its link */
	const char *state;          /* of its booking; NULL: any */
	bool ticket, calendar;
	bool before_end; /* of no use once the session is over */
};

static const struct kind kinds[] = {
	{ "account_closed" },
	{ "account_exists" },
	{ "address_changed" },
	{ "agreement_asked", "approval", "/approvals/", .state = "requested",
	    .before_end = true },
	{ "agreement_expired", .state = "requested", .before_end = true },
	{ "agreement_reminder", "approval", "/approvals/", .state = "requested",
	    .before_end = true },
	{ "agreement_returned", .state = "requested", .before_end = true },
	{ "alert_call_me" },
	{ "alert_need" },
	{ "booking_barred", .before_end = true },
	{ "booking_cancelled", .calendar = true },
	{ "booking_confirmed", .state = "confirmed", .ticket = true,
	    .calendar = true, .before_end = true },
	{ "booking_declined" },
	{ "booking_promoted", .state = "confirmed", .ticket = true,
	    .calendar = true, .before_end = true },
	{ "booking_requested", .state = "requested", .before_end = true },
	{ "booking_swapped", .state = "confirmed", .ticket = true,
	    .calendar = true, .before_end = true },
	{ "booking_waiting", "leave", "/leave/", .state = "waiting",
	    .before_end = true },
	{ "change_address", "address", "/account/address/" },
	{ "charge_proposed", "charge", "/charges/" },
	{ "charge_settled" },
	{ "colleague_asks", .before_end = true },
	{ "evaluation_invitation", "evaluation", "/evaluations/",
	    .state = "confirmed" },
	{ "joining_details", .state = "confirmed", .ticket = true,
	    .before_end = true },
	{ "message" },
	{ "missed_you", .state = "confirmed" },
	{ "mode_switched", .state = "confirmed", .ticket = true,
	    .calendar = true, .before_end = true },
	{ "group_booked" },
	{ "need_answered", .before_end = true },
	{ "offer", "offer", "/offers/", .state = "offered",
	    .before_end = true },
	{ "offer_lapsed", .before_end = true },
	{ "password_reset", "password", "/password/" },
	{ "reminder", .state = "confirmed", .ticket = true,
	    .before_end = true },
	{ "session_cancelled", .calendar = true },
	{ "session_changed", .calendar = true, .before_end = true },
	{ "session_moved", "moved", "/moved/", .calendar = true,
	    .before_end = true },
	{ "session_staff" },
	{ "set_password", "register", "/register/" },
	{ "swap_declined", .before_end = true },
	{ "verify_address", "register", "/register/" },
	{ "wish_made", "leave", "/leave/" },
	{ "workshop_given", .state = "confirmed", .calendar = true,
	    .before_end = true },
};

/* What a page may name though the row's data need not hold it. */
static const char *const names[] = { "access_notes", "agreement_address",
	"agreement_manager", "agreement_not_mine", "agreement_until",
	"alert_answer", "alert_email", "alert_name", "alert_phone",
	"alert_question", "alert_raised", "arranged", "asks_name",
	"barred_words", "booking", "by_team", "booking_path", "cancel_reason",
	"cannot_come", "change_why", "change_words", "charge_amount",
	"charge_because", "charge_credited", "charge_note", "charge_until",
	"charge_upheld", "code", "colleague", "colleague_asked", "colleague_no",
	"counts", "days_left", "decline_note", "ended_by", "event_code",
	"event_title", "first_call", "first_name", "from_wish", "had_place",
	"is_online", "join_from", "join_url", "led_by", "left", "let_go",
	"link", "moved_from", "moved_to", "new_address", "offer_asks",
	"offer_free_hours", "offer_until", "offer_window", "offers_from",
	"organisation", "paper", "replaced_by", "replaced_when", "request",
	"sent_by", "session_place", "session_slug", "session_starts",
	"session_title", "session_when", "subject", "terms_words", "to_manager",
	"took_back", "waiting_position", "when", "wish_open", "workshops" };

/* The work in hand. */
struct writing {
	struct arena *arena;
	const struct office *office;
	const struct kind *kind;
	const json_t *data;
	struct value *values;
	const char *to_name;
	const char *booking_path; /* where the reader sees the booking */
	bool to_guest;
};

static const struct kind *
find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

const char *
letter_kind_at(size_t i)
{
	return i < sizeof(kinds) / sizeof(kinds[0]) ? kinds[i].name : NULL;
}

const char *
letter_link(const char *kind, bool to_guest)
{
	const struct kind *k = find_kind(kind);

	if (k == NULL || k->purpose != NULL)
		return k != NULL ? k->purpose : NULL;
	return to_guest ? "guest" : NULL;
}

bool
office_open(struct office *o, struct arena *a, const struct conf *conf,
    const struct keys *keys)
{
	const char *open = strchr(conf->mail_from, '<');
	size_t n = open != NULL ? (size_t)(open - conf->mail_from) : 0;

	while (n > 0 && conf->mail_from[n - 1] == ' ')
		n--;
	*o = (struct office){ .conf = conf, .keys = keys };
	o->from_name =
	    n > 0 ? arena_dup(a, conf->mail_from, n) : conf->partnership;
	o->from = conf->mail_from;
	if (open != NULL)
		o->from = arena_dup(a, open + 1, strcspn(open + 1, ">"));
	return message_is_address(o->from);
}

static const char *
text(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s != NULL ? s : "";
}

static struct value *
show(struct writing *w, const char *name, const char *s)
{
	struct value *v = arena_alloc(w->arena, sizeof(*v));

	*v = (struct value){ .next = w->values, .name = name };
	v->text = s != NULL ? plain_line(w->arena, s) : NULL;
	w->values = v;
	return v;
}

/* The dates of a session, of which it may have several. */
static void
show_parts(struct writing *w)
{
	const json_t *parts = json_object_get(w->data, "parts");
	size_t i, n = json_array_size(parts);
	const char **cells = arena_alloc(w->arena, (n + 1) * sizeof(*cells));
	struct rows *rows = arena_alloc(w->arena, sizeof(*rows));

	for (i = 0; i < n; i++)
		cells[i] = plain_line(
		    w->arena, text(json_array_get(parts, i), "when"));
	*rows = rows_make(w->arena, "when", (int)n, cells);
	show(w, "several", n > 1 ? "t" : NULL);
	show(w, "parts", NULL)->rows = rows;
}

static void
show_all(struct writing *w)
{
	const struct conf *c = w->office->conf;
	const char *name;
	json_t *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		show(w, names[i], NULL);
	json_object_foreach((json_t *)w->data, name, value)
		if (json_is_string(value))
			show(w, name, json_string_value(value));
	show_parts(w);
	show(w, "base_url", c->base_url);
	show(w, "partnership", c->partnership);
	show(w, "partnership_short", c->partnership_short);
	show(w, "contact_email", c->contact_email);
	show(w, "contact_phone", c->contact_phone);
	show(w, "contact_post", c->contact_post);
	show(w, "referral_name", c->referral_name);
	show(w, "referral_phone", c->referral_phone);
	show(w, "referral_out_of_hours", c->referral_out_of_hours);
	show(w, "lado_phone", c->lado_phone);
}

/* Why it must not go out any more, or NULL. */
static const char *
stale(const struct writing *w)
{
	const char *state = text(w->data, "booking_state");

	if (w->kind->state != NULL && strcmp(w->kind->state, state) != 0)
		return arena_printf(w->arena, "the booking is %s by now",
		    *state != '\0' ? state : "gone");
	if (w->kind->before_end && *text(w->data, "is_over") != '\0')
		return "the session is over";
	return NULL;
}

static bool
read_seed(const char *hex, unsigned char seed[SEED_SIZE])
{
	size_t i;

	if (strlen(hex) != 2 * SEED_SIZE)
		return false;
	for (i = 0; i < SEED_SIZE; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &seed[i]) != 1)
			return false;
	return true;
}

/* The typed code, and the picture of what the QR code holds. */
static bool
add_ticket(struct writing *w, struct message *m)
{
	struct buf *picture = arena_alloc(w->arena, sizeof(*picture));
	unsigned char seed[SEED_SIZE];
	struct ticket t;
	char code[15];

	if (!read_seed(text(w->data, "ticket_seed"), seed) ||
	    !ticket_make(w->office->keys, atoi(text(w->data, "ticket_key")),
		seed,
		(uint32_t)strtoul(text(w->data, "ticket_version"), NULL, 10),
		&t))
		return false;
	ticket_show_code(t.code, code);
	show(w, "code", code);
	*picture = (struct buf){ .arena = w->arena };
	qr_png(picture,
	    arena_printf(
		w->arena, "%s/t/%s", w->office->conf->base_url, t.ticket),
	    PICTURE_PIXELS);
	m->picture = picture;
	m->picture_name = PICTURE_NAME;
	return true;
}

/* "20261203T093000Z"; 0 for anything else. */
static time_t
read_time(const char *s)
{
	struct tm tm = { 0 };
	const char *end = strptime(s, "%Y%m%dT%H%M%SZ", &tm);

	return end != NULL && *end == '\0' ? timegm(&tm) : 0;
}

static struct ical_event
calendar_event(const struct writing *w, const json_t *part, bool cancelled)
{
	const struct conf *c = w->office->conf;
	const char *booking = text(w->data, "booking");
	const char *url =
	    arena_printf(w->arena, "%s%s", c->base_url, w->booking_path);

	return (struct ical_event){
		.uid = arena_printf(w->arena, "%s-%d@%s", booking,
		    (int)json_integer_value(json_object_get(part, "number")),
		    c->host),
		.sequence = atoi(text(w->data, "ical_sequence")),
		.cancelled = cancelled,
		.starts = read_time(text(part, "start")),
		.ends = read_time(text(part, "end")),
		.summary = text(part, "title"),
		.location = text(part, "location"),
		.description = arena_printf(
		    w->arena, "Joining details and QR code: %s", url),
		.url = url,
	};
}

/* The same entries as those of calendar.ics, by their UIDs. */
static void
add_calendar(struct writing *w, struct message *m, const char *to)
{
	const json_t *parts = json_object_get(w->data, "parts");
	const char *method = text(w->data, "ical_method");
	size_t i, n = json_array_size(parts);
	struct ical_event *events =
	    arena_alloc(w->arena, (n + 1) * sizeof(*events));
	struct buf out = { .arena = w->arena };

	if (n == 0 || *method == '\0')
		return;
	for (i = 0; i < n; i++)
		events[i] = calendar_event(
		    w, json_array_get(parts, i), strcmp(method, "CANCEL") == 0);
	ical_write(&out, &(struct ical_calendar){ .method = method,
			     .stamp = time(NULL),
			     .organizer = w->office->from,
			     .organizer_name = w->office->from_name,
			     .attendee = to,
			     .attendee_name = w->to_name,
			     .events = events,
			     .n = n });
	m->calendar = buf_string(&out);
	m->calendar_method = method;
}

static const char *
print(struct writing *w, const char *page)
{
	struct lookup lookup = { .values = w->values };
	struct buf out = { .arena = w->arena };

	template_render(&out,
	    template_find(arena_printf(w->arena, "mail/%s", page)), &lookup);
	return buf_string(&out);
}

/* In the partnership's own words, if it has any that can be used. */
static bool
print_own(struct writing *w, struct message *m)
{
	const char *subject = text(w->data, "own_subject"),
		   *body = text(w->data, "own_body"), *why;

	if (*subject == '\0' || *body == '\0')
		return false;
	why = wording_flaw(w->arena, subject, w->values);
	if (why == NULL)
		why = wording_flaw(w->arena, body, w->values);
	if (why != NULL) {
		log_line(LOG_ERROR, "message: kind=%s is sent in our words",
		    w->kind->name);
		return false;
	}
	m->subject =
	    plain_line(w->arena, wording_print(w->arena, subject, w->values));
	body = wording_print(w->arena, body, w->values);
	show(w, "subject", m->subject);
	show(w, "picture", m->picture != NULL ? "t" : NULL);
	m->text = arena_printf(w->arena, "%s\n%s", body, print(w, "_foot.txt"));
	w->values = wording_blocks(w->arena, w->values, body);
	m->html = print(w, "_own.html");
	return true;
}

/* The text's first line is the subject; the mail begins after an empty one. */
static void
print_all(struct writing *w, struct message *m)
{
	static const char mark[] = "Subject: ";
	const char *kind = w->kind->name, *all, *end;

	if (print_own(w, m))
		return;
	all = print(w, arena_printf(w->arena, "%s.txt", kind));
	end = strchr(all, '\n');

	m->subject = arena_dup(w->arena, all + sizeof(mark) - 1,
	    (size_t)(end - all) - (sizeof(mark) - 1));
	m->text = end + strspn(end, "\n");
	show(w, "subject", m->subject);
	m->html = print(w, arena_printf(w->arena, "%s.html", kind));
}

static const char *
not_empty(const char *s)
{
	return *s != '\0' ? s : NULL;
}

static enum letter_fate
fate(struct letter *l, enum letter_fate f, const char *why)
{
	l->why = why;
	return f;
}

/* A guest has no account: any link that only this reader has opens the page of
 * the booking too. */
static const char *
booking_path(const struct writing *w, const char *token)
{
	if (token != NULL && w->to_guest)
		return arena_printf(w->arena, "/guests/%s", token);
	return arena_printf(w->arena, "/bookings/%s", text(w->data, "booking"));
}

static enum letter_fate
compose(struct writing *w, struct letter *l, const char *message_id,
    const char *token)
{
	const struct office *o = w->office;
	struct message m = { .from = o->from,
		.from_name = o->from_name,
		.to = l->to,
		.to_name = w->to_name,
		.reply_to = not_empty(o->conf->mail_reply_to),
		.date = time(NULL) };

	show_all(w);
	if (token != NULL)
		show(w, "link",
		    arena_printf(w->arena, "%s%s",
			w->kind->path != NULL ? w->kind->path : "/guests/",
			token));
	w->booking_path = booking_path(w, token);
	show(w, "booking_path", w->booking_path);
	if (w->kind->ticket && !add_ticket(w, &m))
		return fate(l, LETTER_LATER,
		    "the key of this ticket is not in the key file");
	if (w->kind->calendar)
		add_calendar(w, &m, l->to);
	print_all(w, &m);
	m.id = arena_printf(w->arena, "%s%s", message_id, strchr(o->from, '@'));
	if (!message_write(&l->message, &m))
		return fate(l, LETTER_REFUSED,
		    "the address is not one that mail can be sent to");
	return LETTER_READY;
}

static void
drop(void *json)
{
	json_decref(json);
}

enum letter_fate
letter_write(struct letter *l, struct arena *a, const struct office *o,
    struct rows rs, int row, const char *token)
{
	struct writing w = { .arena = a,
		.office = o,
		.to_name = rows_text(rs, row, "recipient_name"),
		.to_guest = rows_flag(rs, row, "guest") };
	json_t *data = json_loads(
	    rows_text(rs, row, "data"), JSON_REJECT_DUPLICATES, NULL);
	const char *why;

	if (data == NULL)
		die("letter: what the database tells is not JSON");
	arena_defer(a, drop, data);
	*l = (struct letter){ .id = rows_int(rs, row, "id"),
		.kind = rows_text(rs, row, "kind"),
		.to = rows_text(rs, row, "recipient_address"),
		.message.arena = a };
	w.data = data;
	if ((w.kind = find_kind(l->kind)) == NULL)
		return fate(
		    l, LETTER_REFUSED, "there is no message of this kind");
	if ((why = stale(&w)) != NULL)
		return fate(l, LETTER_DROPPED, why);
	return compose(&w, l, rows_text(rs, row, "message_id"), token);
}

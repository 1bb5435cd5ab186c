/*
 * request.h: one request as a handler sees it, and the replies it may give.
 *
 * This is the whole vocabulary of a handler: arg_… (what came, checked),
 * q_… (a statement, see queries.h), rows_… (its answer), show_… (what the
 * page may name), reply_… (the end; each gives the status to return).  When
 * a handler starts, the route was found, the person may use it, the form's
 * token, origin and key are right, and every value fits its kind.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"
#include "rows.h"

struct checked;
struct conf;
struct json_t;
struct keys;
struct route;
struct site;
struct slots;
struct stream;
struct value;
struct wire;

/*
 * What a value may be.  In the path of a route ":ref" names a parameter; its
 * kind stands in the table like that of any other.
 *
 *	ID	a number of a row, 1 and up		arg_id
 *	REF	letters, digits, '-', '_', '.'; ≤ 64	arg_text, upper case
 *	LINE	one line of text, ≤ max characters	arg_text
 *	BLOCK	lines of text, ≤ max characters		arg_text
 *	NAME	a name of ≤ 255 characters		arg_text
 *	EMAIL PASSWORD PHONE	see text.h		arg_text
 *	FLAG	a tick: "1", "on", "yes", or nothing	arg_flag
 *	CHOICE	one of `choices`			arg_text
 *	SET	several of `choices`, or if that is NULL several lines of ≤ max
 *		characters; ≤ 1,000 of them		arg_set, arg_list
 *	DATE	YYYY-MM-DD; may come as one field or as three, NAME_day
 *		NAME_month NAME_year			arg_text
 *	TIME	HH:MM					arg_text
 *	UUID	lower case				arg_text
 *	TOKEN	letters, digits, '-', '_', '='; ≤ 128	arg_text
 *	NUMBER	a whole number from min to max		arg_number
 *	PATH	a path of our own to go back to, or ""	arg_text
 *	JSON	the body as JSON			arg_json, arg_text
 *	FORM	the answers to the form of this path (see site.form): a JSON
 *		object as text				arg_text
 *	CARRY	fields of an earlier form, kept over a sign-in (reply_carried)
 */
enum kind {
	ID = 1,
	REF,
	LINE,
	BLOCK,
	NAME,
	EMAIL,
	PASSWORD,
	PHONE,
	FLAG,
	CHOICE,
	SET,
	DATE,
	TIME,
	UUID,
	TOKEN,
	NUMBER,
	PATH,
	JSON,
	FORM,
	CARRY
};

/* One row of "what a route takes"; written in routes.c as designated
 * initialisers: { "first_name", NAME, .label = "Enter your first name" }. */
struct param {
	const char *name;
	enum kind kind;
	long max, min;
	bool optional;
	const char *label;   /* the message when it is missing */
	const char *choices; /* "course|conference|forum" */
};

/* A value as it came (name, text, len) or as it was checked. */
struct arg {
	struct arg *next;
	const char *name, *text;
	size_t len;
	int64_t number;
	bool given, of_path;
	const char *const *list; /* SET: ends with a NULL */
	struct json_t *json;
};

struct field_error;

struct request {
	struct arena *arena;
	const struct conf *conf;
	const struct keys *keys;
	struct slots *slots;
	const struct site *site;

	const char *method, *path, *id; /* id: nginx's request id */
	const char *remote;             /* the peer's address */
	const char *agent;              /* User-Agent, cut at 200 bytes */
	bool slow;                      /* in the pool for long work */

	int64_t person, login;  /* 0: nobody is signed in */
	const char *login_hash; /* SHA-256 of the cookie, as bytea */
	bool booker, coordinator, admin;
	const char *duty; /* DOOR, TRAINER: what door_right() said, or "" */

	/*
	 * The form's key (a UUID, "" when it has none) and the SHA-256 of
	 * method, path and checked fields as bytea: what a command stores so
	 * that the same form sent twice acts once.
	 */
	const char *key, *digest;

	/* Of dispatch and the replies; handlers leave these alone. */
	const struct route *route;
	struct arg *sent;  /* as it came: not to be trusted */
	struct arg *args;  /* what the route takes, checked */
	struct arg *typed; /* what the form's fields hold */
	struct arg *carried;
	const char *carried_path, *kept_key;
	struct field_error *errors;
	struct value *values;
	struct rows me;
	int status; /* what a form drawn again answers instead of 200 */
	bool json, writing, redrawn, streamed;
	int64_t db_deadline;
	void *escape; /* see request_give_up() */
	struct buf head, body;
	struct wire *wire;
};

/* What the route takes, checked; a name it does not take ends the worker. */
bool arg_given(const struct request *, const char *);
int64_t arg_id(const struct request *, const char *);     /* 0: not given */
int64_t arg_number(const struct request *, const char *); /* 0: not given */
bool arg_flag(const struct request *, const char *);
const char *arg_text(const struct request *, const char *); /* "": not given */
const char *arg_set(const struct request *, const char *);  /* {"a","b"} */
const char *const *arg_list(const struct request *, const char *);
const struct json_t *arg_json(const struct request *, const char *);

/* One header of the request ("If-None-Match"), or "". */
const char *request_header(const struct request *, const char *);

/*
 * What the page may name, beside what every page has: me (a row with what
 * site.login gave, or nothing), csrf, key, asset, base_url, path, logo,
 * partnership, partnership_short, contact_email, contact_phone, contact_post,
 * referral_name, referral_phone, lado_phone, referral_out_of_hours, errors
 * (rows of field, message), page_title, theme (the address of the colours), and of a form on
 * its way over a sign-in: carried (rows of name, value, to be hidden fields),
 * carried_path, ended (true where a login ended under somebody's hands).
 * Texts and rows must live as long as the request; a later value hides an
 * earlier one.
 */
void show_text(struct request *, const char *, const char *);
void show_number(struct request *, const char *, int64_t);
void show_flag(struct request *, const char *, bool);
void show_rows(struct request *, const char *, struct rows);

/*
 * Rows inside rows: within {{#child}} stand only the rows whose column `key`
 * equals the column `key` of the enclosing row.  Rows of one key must stand
 * together; at most four deep.
 */
void show_rows_in(
    struct request *, const char *child, struct rows, const char *key);

/* What a field of this form holds before anybody types: {{typed.NAME}}. */
void show_typed(struct request *, const char *, const char *);

/* The same for each column of the first row that is a field of the form. */
void show_typed_row(struct request *, struct rows);

/* What such a field holds so far, as it was typed; "" for nothing. */
const char *typed_text(const struct request *, const char *);

/* Another text in the place of what was typed into a form drawn again. */
void typed_replace(struct request *, const char *, const char *);

/* The same where a name is sent several times: a line each, in order of the
 * letters; in their place, a line each. */
const char *typed_lines(const struct request *, const char *);
void typed_replace_lines(struct request *, const char *, const char *lines);

/* Something is wrong with a field, or with the whole form (""); words are a
 * sentence that says how to put it right. */
void error_add(struct request *, const char *field, const char *fmt, ...)
    __attribute__((__format__(printf, 3, 4)));
bool error_any(const struct request *);

/* Headers, before the reply. */
void header_add(struct request *, const char *name, const char *fmt, ...)
    __attribute__((__format__(printf, 3, 4)));

/* Sign this browser in with a token from secret_token(), whose login has been
 * kept, or out with NULL. */
void cookie_set(struct request *, const char *token);

/* May be kept by browsers for so many seconds; otherwise nothing may. */
void cache_for(struct request *, long seconds);

/* The replies. */
int reply_page(struct request *, int status, const char *page);
int reply_redirect(struct request *, const char *fmt, ...)
    __attribute__((__format__(printf, 2, 3))); /* 303, our own path */
int reply_json(struct request *, int status, const char *text);
int reply_bytes(
    struct request *, int status, const char *type, const void *, size_t);

/*
 * A download named so, written as the rows come: first `row` is called with
 * n 0 for the header line, then once per row, then with n -1 for the end.
 * Memory stays flat.
 */
int reply_stream(struct request *, const char *type, const char *name,
    struct stream *, void (*row)(struct buf *, struct rows, void *ctx),
    void *ctx);

/* 404: also for what exists and belongs to another. */
int reply_not_found(struct request *);

/* The form again, 422, with what was typed and what error_add() gathered. */
int reply_form(struct request *);

/*
 * What a command refused.  refusal.c gives status, field and words for the
 * outcome: the form's page again, or 404; JSON gets {"outcome","message"}.
 */
int reply_refused(struct request *, const char *outcome);

/*
 * What a command answered: on to this path of our own if its outcome is one
 * of these words, parted by spaces ("made same"), else reply_refused().
 */
int reply_done(struct request *, struct rows, const char *good, const char *fmt,
    ...) __attribute__((__format__(printf, 4, 5)));

/* The sentence that says why. */
const char *refusal_words(const struct request *, const char *outcome);

/* Too often or too many at once: 429 with Retry-After. */
int reply_busy(struct request *, long seconds);

/*
 * After a sign-in that a form came through: the page that sends the form on
 * at a press; false in *carried when there was none.
 */
int reply_carried(struct request *, bool *carried);

/* A plain page with a status and a sentence; JSON for the API. */
int reply_error(struct request *, int status, const char *words);

#endif

/* inner.h: what the files of the web layer share and handlers never need. */
#ifndef INNER_H
#define INNER_H

#include <stdbool.h>
#include <stddef.h>

#include "request.h"
#include "template.h"

enum {
	BODY_MAX = 256 * 1024,
	FIELDS_MAX = 1200,
	SET_MAX = 1000,
	JSON_DEPTH_MAX = 32
};

/* pairs.c: "a=1&b=2" as a list in the order sent; false when it is malformed:
 * not UTF-8, a zero byte in a name, or more than FIELDS_MAX. */
bool pairs_read(struct arena *, const char *, size_t n, struct arg **list);

/* The first of that name, or NULL. */
struct arg *arg_find(struct arg *, const char *name);
struct arg *arg_add(struct arena *, struct arg **list, const char *name,
    const char *text, size_t len);

/* A cookie's value, or NULL. */
const char *cookie_find(struct arena *, const char *header, const char *name);

/* Is it a path of our own: "/x", not "//x" and not "/\x"? */
bool is_own_path(const char *);

/* body.c: read the body into r->sent; 0, or the status that refuses it. */
int body_read(struct request *);

/* JSON within our limits, or NULL; freed with the request. */
struct json_t *json_read(struct arena *, const char *, size_t n);

/*
 * check.c: take one parameter from what was sent into r->args.  NULL, or
 * what is wrong with it in a sentence.
 */
const char *param_take(struct request *, const struct param *);

/* The same for all of a route: those that are wrong join r->errors. */
void params_take(struct request *, const struct route *);

const struct param *param_find(const struct route *, const char *name);
bool route_takes(const struct route *, enum kind);

/* Is it one of the three fields of a date that the route takes? */
bool is_date_part(const struct route *, const char *name);

/* answers.c: take the fields of a form whose rows the site gives; is this
 * name one of them?  Where there is no such form every name is, and it is for
 * the handler to say so. */
const char *answers_take(struct request *, const struct param *);
bool answer_taken(struct request *, const char *name);

/* dispatch.c */
const struct route *route_twin(const struct request *, const char *method);
void request_give_up(struct request *) __attribute__((__noreturn__));

/* site.c: what every page may name. */
void page_values(struct request *);
struct lookup page_lookup(struct request *);

/* form.c: fields on their way over a sign-in: those that came, whether a
 * field's name is such a one, and the rows that pages print hidden. */
void carry_take(struct request *);
bool is_carried_name(const char *);
void show_carried(struct request *, bool prefixed);

/* reply.c: what error.html may name. */
void show_trouble(struct request *, int status, const char *words);

/* The form of this request again, with the status. */
int form_again(struct request *, int status);

/* The page of another route, which carries the fields sent here. */
int sign_in_again(struct request *);

/* The 503 page, which carries the fields that came. */
int reply_unavailable(struct request *);

#endif

/*
 * demo.h: an invented year, lived through by the same commands as a real one.
 *
 * demo.c loads the programme and its people, demo_plan.c draws up what will
 * happen, demo_life.c lets it happen in the order of time, with the
 * installation's clock set to each moment, and demo_answer.c fills in forms.
 * Chance comes from a fixed seed.
 */
#ifndef DEMO_H
#define DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <jansson.h>

struct cli;
struct keys;

/* Chance, the same in every run. */
struct dice {
	uint64_t state;
};
void dice_seed(struct dice *, const char *text);
uint64_t dice_roll(struct dice *);
int dice_below(struct dice *, int n);
bool dice_percent(struct dice *, int percent);
void dice_bytes(struct dice *, unsigned char *, size_t n);

/* A uuid, version 4, in the cli's arena. */
const char *dice_uuid(struct dice *, struct cli *);

struct part {
	int number;
	time_t starts, ends;
};

/* A session as the demo plans it. */
struct course {
	const char *id, *ref, *slug, *event, *form, *trainer, *delivery;
	time_t starts, ends, opens, closes, cancelled;
	int capacity;
	bool is_split, is_open;
	bool asks; /* for an agreement before it gives a place */
	struct part part[6];
	size_t parts;
};

/* One person's way with one session. */
struct visit {
	struct course *course;
	const char *person;
	const char *kind;    /* of the pool, NULL for the only one */
	const char *booking; /* its number, once booked */
	const char *ticket;  /* SHA-256 in hex */
	bool comes;          /* if there is a place */
	bool was_there;
	bool calls; /* asks in the form to be called */
};

enum deed { BOOK, DECIDE, CANCEL, CLOSE, DOOR, SIGN_OFF, LATE, ANSWER };

/* Something that happens at a moment. */
struct act {
	time_t at;
	int order; /* of acts at the same moment */
	enum deed deed;
	struct course *course;
	struct visit *visit;
	int part;
};

struct demo {
	struct cli *cli;
	struct keys *keys;
	json_t *words; /* what people write */
	time_t now;
	struct course *courses;
	size_t courses_n;
	struct visit *visits;
	size_t visits_n;
	struct act *acts;
	size_t acts_n;
	const char *coordinator, *steward, *practitioner; /* ids */
	json_t *forms; /* code → {id, questions} */
	json_t *busy;  /* who is where on which day */
};

/* A number, and a moment as PostgreSQL reads it. */
const char *demo_number(struct demo *, long long);
const char *demo_moment(struct demo *, time_t);

/* One of the sentences under this name. */
const char *demo_words(struct demo *, struct dice *, const char *name);

/* Draw up the courses, who visits them, and what happens when. */
void demo_plan(struct demo *);
void act_add(struct demo *, time_t at, enum deed, struct course *,
    struct visit *, int part);

/* Let it happen. */
void demo_live(struct demo *);

/* Read the forms; fill one in, as an array for submit_response(). */
void answers_read(struct demo *);
json_t *answers_make(struct demo *, struct dice *, const struct visit *);

/* Purchase orders; what became of the charges, month by month. */
void demo_orders(struct demo *);
void demo_charges(struct demo *);
void demo_clock(struct demo *, time_t at);
void demo_sent(struct demo *);

/* A place on offer, and somebody who waits for any date. */
void demo_queue(struct demo *);

#endif

/* letter.h: a row of the outbox, as the message that goes out. */
#ifndef LETTER_H
#define LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "rows.h"

struct arena;
struct conf;
struct keys;

/* What the worker has to know to write letters. */
struct office {
	const struct conf *conf;
	const struct keys *keys;
	const char *from, *from_name; /* mail_from, taken apart */
};

/*
 * Take mail_from ("name@host" or "Words <name@host>") apart; without words
 * the partnership signs. False if it holds no address.
 */
bool office_open(
    struct office *, struct arena *, const struct conf *, const struct keys *);

enum letter_fate {
	LETTER_READY,
	LETTER_DROPPED, /* no longer true: why says since when */
	LETTER_REFUSED, /* it can never be written */
	LETTER_LATER    /* something here has to be put right first */
};

struct letter {
	int64_t id;
	const char *kind, *to;
	struct buf message;
	const char *why; /* unless it is ready */
};

/* The kinds of mail, from 0; NULL after the last. */
const char *letter_kind_at(size_t i);

/* The purpose of the link that this kind of mail carries, or NULL; whatever
 * is written to a guest about a booking opens its page. */
const char *letter_link(const char *kind, bool to_guest);

/*
 * Write the mail of this row (see outbox_claim). The token is that of its
 * link; NULL if it has none. All that it gives lives in the arena.
 */
enum letter_fate letter_write(struct letter *, struct arena *,
    const struct office *, struct rows, int row, const char *token);

#endif

/*
 * message.h: an internet message to one person (RFC 5322, MIME).
 *
 * Its shape: plain text, the same as HTML with the picture it names, and a
 * calendar, as alternatives. There is one recipient and no field for more.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct buf;

/* Names and texts may hold anything; addresses only what is_address() takes. */
struct message {
	const char *from, *from_name;
	const char *to, *to_name;
	const char *reply_to; /* NULL: none */
	const char *id;       /* of the form a@b; the same if sent again */
	time_t date;
	const char *subject;
	const char *text, *html;

	/* A PNG that html shows as src="cid:NAME"; NULL: none. */
	const struct buf *picture;
	const char *picture_name; /* letters, digits, '.', '-', '_' */

	const char *calendar, *calendar_method; /* as ical.h; NULL: none */
};

/*
 * A plain ASCII address without quotes, comments or address literals, that
 * is 254 bytes or less (RFC 5321): nothing in it can end a header or an
 * SMTP command.
 */
bool message_is_address(const char *);

/*
 * Append the message, with CRLF. False, with nothing appended, if an address
 * or the id is not one.
 */
bool message_write(struct buf *, const struct message *);

#endif

/*
 * smtp.h: one message to one recipient, by SMTP (RFC 5321) or to a file.
 *
 * Where to: "smtp://host:port" (STARTTLS where the server offers it, and a
 * must when there is a user; never on this machine itself without one),
 * "smtps://host:port", or "file:FOLDER". Certificates are checked.
 */
#ifndef SMTP_H
#define SMTP_H

#include <stddef.h>

struct arena;
struct buf;
struct smtp;

struct smtp_server {
	const char *url;
	const char *user, *password; /* "": none */
	const char *ca_file;         /* NULL: what this machine trusts */
	long patience;               /* seconds to wait for one answer */
};

/*
 * What became of a message. Refused is for good: the server answered 5xx to
 * the recipient or to the message itself. All other trouble (no connection,
 * 4xx, our password, a server that falls silent or goes away) may pass.
 */
enum smtp_outcome { SMTP_SENT, SMTP_REFUSED, SMTP_LATER };

/*
 * Nothing is contacted yet; a folder is made if it is missing. NULL, with
 * one line in why, if the address cannot be used. The texts of the server
 * must live as long as what this gives, which goes to smtp_close().
 */
struct smtp *smtp_open(const struct smtp_server *, char *why, size_t size);
void smtp_close(struct smtp *);

/*
 * Send what message_write() made. The name, of at most 40 bytes, is that of
 * the file, "NAME.eml", which appears whole or not at all; the same name
 * again replaces it. reply
 * gets one line: what the server said last, or what went wrong. A connection
 * stays open for the next message.
 */
enum smtp_outcome smtp_send(struct smtp *, const char *from, const char *to,
    const char *name, const struct buf *message, char *reply, size_t size);

#endif

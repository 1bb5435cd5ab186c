/*
 * guess.c: passwords that are tried and mails that are asked for are counted
 * by account and network; the rules stand in sql/functions/throttle.sql.
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"
#include "weak.h"

/* How long to wait when every slot for hashing is taken. */
#define BUSY_SECONDS 3

const char *
account_key(struct request *r, const char *email)
{
	unsigned char mac[SHA256_SIZE];

	keys_mac(r->keys, "throttle", email, strlen(email), mac);
	return secret_hex(r->arena, mac, 16);
}

/* The first three bytes of an IPv4 address. */
static const char *
net24(struct request *r, const unsigned char *b)
{
	return arena_printf(r->arena, "%d.%d.%d.0/24", b[0], b[1], b[2]);
}

/* A provider gives a household or an office at least a /64. */
const char *
network_key(struct request *r)
{
	struct in6_addr six;
	struct in_addr four;
	unsigned char b[4];

	if (inet_pton(AF_INET, r->remote, &four) == 1) {
		memcpy(b, &four, sizeof(b));
		return net24(r, b);
	}
	if (inet_pton(AF_INET6, r->remote, &six) != 1)
		return "unknown";
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return net24(r, six.s6_addr + 12);
	return arena_printf(
	    r->arena, "%s::/64", secret_hex(r->arena, six.s6_addr, 8));
}

enum guess
password_guess(struct request *r, const char *email, const char *hash,
    const char *password, long *seconds)
{
	const char *account = account_key(r, email), *network = network_key(r);
	struct rows attempt = q_try_begin(r, account, network);
	enum password found;

	*seconds = (long)rows_int(attempt, 0, "seconds");
	if (*seconds > 0)
		return GUESS_TOO_OFTEN;
	found = password_verify(r->keys, r->slots, hash, password);
	if (found != PASSWORD_WRONG)
		q_try_end(r, account, network, rows_text(attempt, 0, "at"),
		    found == PASSWORD_RIGHT);
	*seconds = BUSY_SECONDS;
	return found == PASSWORD_RIGHT   ? GUESS_RIGHT
	       : found == PASSWORD_WRONG ? GUESS_WRONG
					 : GUESS_BUSY;
}

int
reply_guess(struct request *r, enum guess how, long seconds)
{
	if (how == GUESS_BUSY)
		return reply_busy(r, seconds);
	if (how == GUESS_WRONG)
		return reply_refused(r, "not_right");
	return reply_wait(r, "too_many_tries", seconds);
}

int
reply_wait(struct request *r, const char *outcome, long seconds)
{
	header_add(r, "Retry-After", "%ld", seconds);
	return reply_refused(r, outcome);
}

const char *
password_new(struct request *r, const char *password)
{
	return password_hash(r->arena, r->keys, r->slots, password);
}

int
reply_no_slot(struct request *r)
{
	return reply_busy(r, BUSY_SECONDS);
}

const char *
password_flaw(const char *password, const char *const *about)
{
	if (weak_own(password, about))
		return "Choose a password without your own name or address";
	if (weak_password(password))
		return "This is one of the first passwords that a guesser "
		       "tries. Choose another, for example three words that "
		       "have nothing to do with each other";
	return NULL;
}

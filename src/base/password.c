/*
 * password.c: argon2id, as many at once as the machine can bear.
 *
 * A slot is a lock on a file, so a worker that is killed leaves none behind.
 */
#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "arena.h"
#include "log.h"
#include "secret.h"

#define PASSES    2ULL
#define MEMORY    (19456UL * 1024) /* OWASP Password Storage Cheat Sheet */
#define SLOTS_MAX 64
#define WAIT_MS   1000
#define STEP_MS   10

/* The hash of nobody's password, for accounts that do not exist. */
static const char nobody[] =
    "$argon2id$v=19$m=19456,t=2,p=1$vw5IG7TjXY3NJweheM6JIw$"
    "nwh9c9CV+epVeiDpbyExn5oBf6nhv0MGOaLwcUdDqmM";

struct slots {
	long n;
	int fd[SLOTS_MAX];
};

struct slots *
slots_open(const char *dir, long n, char *why, size_t size)
{
	struct slots *s = calloc(1, sizeof(*s));
	char path[4096];
	int fd;

	if (s == NULL || n < 1 || n > SLOTS_MAX)
		die("slots: %ld of them", n);
	while (s->n < n) {
		snprintf(path, sizeof(path), "%s/hash-slot.%ld", dir, s->n);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd == -1) {
			snprintf(why, size, "%s: %s", path, strerror(errno));
			slots_close(s);
			return NULL;
		}
		s->fd[s->n++] = fd;
	}
	return s;
}

void
slots_close(struct slots *s)
{
	while (s->n > 0)
		close(s->fd[--s->n]);
	free(s);
}

/* A file descriptor that holds a lock, or -1 after the wait. */
static int
slot_take(struct slots *s)
{
	const struct timespec step = { 0, STEP_MS * 1000000L };
	int waited;
	long i;

	for (waited = 0; waited <= WAIT_MS; waited += STEP_MS) {
		for (i = 0; i < s->n; i++)
			if (flock(s->fd[i], LOCK_EX | LOCK_NB) == 0)
				return s->fd[i];
		nanosleep(&step, NULL);
	}
	return -1;
}

/* The password under the pepper, as 64 hex digits. */
static void
pepper(const struct keys *k, const char *password, char out[65])
{
	unsigned char mac[SHA256_SIZE];

	keys_mac(k, "password", password, strlen(password), mac);
	sodium_bin2hex(out, 65, mac, sizeof(mac));
	sodium_memzero(mac, sizeof(mac));
}

char *
password_hash(struct arena *a, const struct keys *k, struct slots *s,
    const char *password)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES), text[65];
	int slot = slot_take(s);

	if (slot == -1)
		return NULL;
	pepper(k, password, text);
	if (crypto_pwhash_str_alg(hash, text, strlen(text), PASSES, MEMORY,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		die("password: no memory to hash");
	sodium_memzero(text, sizeof(text));
	flock(slot, LOCK_UN);
	return hash;
}

enum password
password_verify(const struct keys *k, struct slots *s, const char *hash,
    const char *password)
{
	bool known = hash != NULL && *hash != '\0', right;
	int slot = slot_take(s);
	char text[65];

	if (slot == -1)
		return PASSWORD_BUSY;
	pepper(k, password, text);
	right = crypto_pwhash_str_verify(
		    known ? hash : nobody, text, strlen(text)) == 0;
	sodium_memzero(text, sizeof(text));
	flock(slot, LOCK_UN);
	return known && right ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

bool
password_is_dated(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}

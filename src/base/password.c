/*
 * password.c: argon2id, as many at once as the machine can bear.
 *
 * A slot is a lock on a file, so a worker that is killed leaves none behind.
 * As many may wait for one as there are: a flood of sign-ins holds so few
 * workers that all other pages are answered as ever.
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
	long n;                /* slots, and as many places to wait */
	long nfiles;           /* of both, those open */
	int fd[2 * SLOTS_MAX]; /* the slots, then the places */
};

struct slots *
slots_open(const char *dir, long n, char *why, size_t size)
{
	struct slots *s = calloc(1, sizeof(*s));
	char path[4096];
	int fd;

	if (s == NULL || n < 1 || n > SLOTS_MAX)
		die("slots: %ld of them", n);
	for (s->n = n; s->nfiles < 2 * n; s->fd[s->nfiles++] = fd) {
		snprintf(path, sizeof(path), "%s/hash-%s.%ld", dir,
		    s->nfiles < n ? "slot" : "wait", s->nfiles % n);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd == -1) {
			snprintf(why, size, "%s: %s", path, strerror(errno));
			slots_close(s);
			return NULL;
		}
	}
	return s;
}

void
slots_close(struct slots *s)
{
	while (s->nfiles > 0)
		close(s->fd[--s->nfiles]);
	free(s);
}

/* The first of n files that can be locked now, or -1. */
static int
lock_one(const int *fd, long n)
{
	long i;

	for (i = 0; i < n; i++)
		if (flock(fd[i], LOCK_EX | LOCK_NB) == 0)
			return fd[i];
	return -1;
}

/* A file descriptor that holds a lock, or -1 after the wait, or at once when
 * enough others wait. */
static int
slot_take(struct slots *s)
{
	const struct timespec step = { 0, STEP_MS * 1000000L };
	int slot = lock_one(s->fd, s->n), place, waited;

	if (slot != -1 || (place = lock_one(s->fd + s->n, s->n)) == -1)
		return slot;
	for (waited = 0; slot == -1 && waited <= WAIT_MS; waited += STEP_MS) {
		nanosleep(&step, NULL);
		slot = lock_one(s->fd, s->n);
	}
	flock(place, LOCK_UN);
	return slot;
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

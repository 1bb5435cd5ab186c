/* secret.c: random tokens, hashes, the key file and tickets. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "arena.h"
#include "log.h"
#include "secret.h"
#include "text.h"

#define KEYS_MAX     100
#define TOKEN_BYTES  32
#define TICKET_CHARS 26
#define CODE_CHARS   12

static const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct keys {
	int n, number[KEYS_MAX];
	unsigned char key[KEYS_MAX][KEY_SIZE];
};

void
secret_init(void)
{
	if (sodium_init() == -1)
		die("libsodium does not start");
}

void
secret_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

char *
secret_uuid(struct arena *a)
{
	unsigned char b[16];

	secret_random(b, sizeof(b));
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
	return arena_printf(a,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
	    b[11], b[12], b[13], b[14], b[15]);
}

char *
secret_token(struct arena *a)
{
	unsigned char b[TOKEN_BYTES];

	secret_random(b, sizeof(b));
	return secret_base64url(a, b, sizeof(b));
}

/* The first n base32 digits of some bytes, of which there are enough. */
static void
base32(char *out, size_t n, const unsigned char *from)
{
	unsigned bits = 0, held = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (held < 5) {
			bits = (bits << 8 | *from++) & 0xffff;
			held += 8;
		}
		held -= 5;
		out[i] = base32_digits[bits >> held & 31];
	}
	out[n] = '\0';
}

char *
secret_base32(struct arena *a, const void *data, size_t n)
{
	size_t len = (n * 8 + 4) / 5;
	unsigned char *padded = arena_alloc(a, n + 1);
	char *out = arena_alloc(a, len + 1);

	memcpy(padded, data, n);
	padded[n] = 0;
	base32(out, len, padded);
	return out;
}

char *
secret_base64url(struct arena *a, const void *data, size_t n)
{
	const int form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t size = sodium_base64_encoded_len(n, form);

	return sodium_bin2base64(arena_alloc(a, size), size, data, n, form);
}

char *
secret_hex(struct arena *a, const void *data, size_t n)
{
	return sodium_bin2hex(arena_alloc(a, 2 * n + 1), 2 * n + 1, data, n);
}

void
secret_sha256(unsigned char out[SHA256_SIZE], const void *data, size_t n)
{
	crypto_hash_sha256(out, data, n);
}

void
secret_hmac(unsigned char out[SHA256_SIZE], const unsigned char key[KEY_SIZE],
    const void *data, size_t n)
{
	crypto_auth_hmacsha256(out, data, n, key);
}

char *
secret_lookup(struct arena *a, const char *token)
{
	unsigned char hash[SHA256_SIZE];

	secret_sha256(hash, token, strlen(token));
	return text_bytea(a, hash, sizeof(hash));
}

static const unsigned char *
keys_find(const struct keys *k, int number)
{
	int i;

	for (i = 0; i < k->n; i++)
		if (k->number[i] == number)
			return k->key[i];
	return NULL;
}

/* Add the key of one line; false if the line is not "N base64". */
static bool
keys_line(struct keys *k, const char *line)
{
	const int form = sodium_base64_VARIANT_ORIGINAL;
	const char *end;
	char *text;
	long number = strtol(line, &text, 10);
	size_t n;

	if (k->n == KEYS_MAX || text == line || *text != ' ' || number < 0 ||
	    number > INT_MAX || keys_find(k, (int)number) != NULL)
		return false;
	if (sodium_base642bin(k->key[k->n], KEY_SIZE, text, strlen(text),
		" \r\n", &n, &end, form) != 0 ||
	    n != KEY_SIZE || *end != '\0')
		return false;
	k->number[k->n++] = (int)number;
	return true;
}

struct keys *
keys_read(const char *path, char *why, size_t size)
{
	struct keys *k = calloc(1, sizeof(*k));
	char line[128];
	FILE *f = fopen(path, "re");
	int n = 0;
	bool ok = k != NULL && f != NULL;

	if (!ok)
		snprintf(why, size, "%s: %s", path, strerror(errno));
	while (ok && fgets(line, sizeof(line), f) != NULL) {
		n++;
		if (!(ok = *line == '#' || keys_line(k, line)))
			snprintf(why, size,
			    "%s: line %d: a key is written "
			    "NUMBER BASE64, each number once",
			    path, n);
	}
	if (ok && (keys_find(k, 0) == NULL || keys_newest(k) == 0)) {
		snprintf(why, size,
		    "%s: it needs key 0 (the pepper) and at "
		    "least one more",
		    path);
		ok = false;
	}
	sodium_memzero(line, sizeof(line));
	if (f != NULL)
		fclose(f);
	if (!ok)
		keys_free(k);
	return ok ? k : NULL;
}

void
keys_free(struct keys *k)
{
	if (k != NULL)
		sodium_memzero(k, sizeof(*k));
	free(k);
}

bool
keys_create(const char *path, char *why, size_t size)
{
	unsigned char key[KEY_SIZE];
	char text[64];
	FILE *f = NULL;
	int fd, i;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1 || (f = fdopen(fd, "w")) == NULL) {
		snprintf(why, size, "%s: %s", path, strerror(errno));
		return false;
	}
	for (i = 0; i < 2; i++) {
		secret_random(key, sizeof(key));
		sodium_bin2base64(text, sizeof(text), key, sizeof(key),
		    sodium_base64_VARIANT_ORIGINAL);
		fprintf(f, "%d %s\n", i, text);
	}
	sodium_memzero(key, sizeof(key));
	sodium_memzero(text, sizeof(text));
	if (fflush(f) == 0 && fsync(fd) == 0 && fclose(f) == 0)
		return true;
	snprintf(why, size, "%s: %s", path, strerror(errno));
	return false;
}

int
keys_newest(const struct keys *k)
{
	int i, newest = 0;

	for (i = 0; i < k->n; i++)
		if (k->number[i] > newest)
			newest = k->number[i];
	return newest;
}

void
keys_mac(const struct keys *k, const char *label, const void *data, size_t n,
    unsigned char out[SHA256_SIZE])
{
	unsigned char own[SHA256_SIZE];

	secret_hmac(own, keys_find(k, 0), label, strlen(label));
	secret_hmac(out, own, data, n);
	sodium_memzero(own, sizeof(own));
}

/* HMAC-SHA-256(key, label ‖ seed ‖ version) as n base32 digits. */
static void
ticket_text(char *out, size_t n, const unsigned char *key, const char *label,
    const unsigned char seed[SEED_SIZE], uint32_t version)
{
	unsigned char mac[SHA256_SIZE];
	unsigned char v[4] = { (unsigned char)(version >> 24),
		(unsigned char)(version >> 16), (unsigned char)(version >> 8),
		(unsigned char)version };
	crypto_auth_hmacsha256_state st;

	crypto_auth_hmacsha256_init(&st, key, KEY_SIZE);
	crypto_auth_hmacsha256_update(
	    &st, (const unsigned char *)label, strlen(label));
	crypto_auth_hmacsha256_update(&st, seed, SEED_SIZE);
	crypto_auth_hmacsha256_update(&st, v, sizeof(v));
	crypto_auth_hmacsha256_final(&st, mac);
	base32(out, n, mac);
}

static void
hash_text(char out[67], const char *text)
{
	unsigned char hash[SHA256_SIZE];

	secret_sha256(hash, text, strlen(text));
	memcpy(out, "\\x", 2);
	sodium_bin2hex(out + 2, 65, hash, sizeof(hash));
}

bool
ticket_make(const struct keys *k, int number,
    const unsigned char seed[SEED_SIZE], uint32_t version, struct ticket *t)
{
	const unsigned char *key = number > 0 ? keys_find(k, number) : NULL;

	if (key == NULL)
		return false;
	ticket_text(t->ticket, TICKET_CHARS, key, "ticket", seed, version);
	ticket_text(t->code, CODE_CHARS, key, "code", seed, version);
	hash_text(t->ticket_hash, t->ticket);
	hash_text(t->code_hash, t->code);
	return true;
}

void
ticket_show_code(const char code[13], char out[15])
{
	snprintf(out, 15, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
}

char *
ticket_read(struct arena *a, const char *typed)
{
	static const char from[] = "abcdefghijklmnopqrstuvwxyz018",
			  to[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZOIB";
	char *out = arena_alloc(a, TICKET_CHARS + 1);
	const char *p;
	size_t n = 0;
	char c;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		c = (p = strchr(from, *typed)) != NULL ? to[p - from] : *typed;
		if (strchr(base32_digits, c) == NULL || n == TICKET_CHARS)
			return NULL;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == TICKET_CHARS || n == CODE_CHARS ? out : NULL;
}

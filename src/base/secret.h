/*
 * secret.h: random tokens, hashes, keys and passwords (libsodium).
 *
 * Secrets are looked up by their SHA-256 and never compared as text.
 */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { SHA256_SIZE = 32, SEED_SIZE = 16, KEY_SIZE = 32 };

/* Must come first in every program. */
void secret_init(void);

void secret_random(void *, size_t);

/* A fresh UUID, version 4 (RFC 9562). */
char *secret_uuid(struct arena *);

/* 32 random bytes as 43 characters of base64url, for cookies and links. */
char *secret_token(struct arena *);

/* RFC 4648: base32 without padding in upper case, base64url without padding,
 * hex in lower case. */
char *secret_base32(struct arena *, const void *, size_t);
char *secret_base64url(struct arena *, const void *, size_t);
char *secret_hex(struct arena *, const void *, size_t);

void secret_sha256(unsigned char out[SHA256_SIZE], const void *, size_t);
void secret_hmac(unsigned char out[SHA256_SIZE],
    const unsigned char key[KEY_SIZE], const void *, size_t);

/* The SHA-256 of a text, as PostgreSQL reads a bytea: for look-ups. */
char *secret_lookup(struct arena *, const char *token);

/*
 * The key file: lines "N base64(32 bytes)".  Number 0 is the pepper: it
 * signs form tokens and strengthens passwords, and must never change.  The
 * others are ticket keys, of which the one with the highest number signs.
 */
struct keys;

/* On trouble NULL, with one line in why. */
struct keys *keys_read(const char *path, char *why, size_t size);
void keys_free(struct keys *);

/* Make the file with mode 0600 and keys 0 and 1; false if it exists or
 * cannot be made. */
bool keys_create(const char *path, char *why, size_t size);

int keys_newest(const struct keys *);

/* HMAC-SHA-256 under a key of its own for this label. */
void keys_mac(const struct keys *, const char *label, const void *, size_t,
    unsigned char out[SHA256_SIZE]);

/*
 * A ticket: 26 base32 characters (130 bits) of HMAC-SHA-256(key, "ticket" ‖
 * seed ‖ version), and a code to type, 12 characters (60 bits) of the same
 * under "code"; the version is four bytes, most significant first.
 */
struct ticket {
	char ticket[27], code[13];
	char ticket_hash[67], code_hash[67]; /* as bytea: \x and 64 digits */
};

/* False if there is no key of that number. */
bool ticket_make(const struct keys *, int key,
    const unsigned char seed[SEED_SIZE], uint32_t version, struct ticket *);

/* The code as people read it: XXXX-XXXX-XXXX. */
void ticket_show_code(const char code[13], char out[15]);

/*
 * What was typed or scanned, as a ticket (26) or a code (12): letters in
 * upper case, spaces and hyphens gone, and 0 1 8 read as O I B, which base32
 * does not have.  NULL if it can be neither.
 */
char *ticket_read(struct arena *, const char *typed);

/* Passwords: argon2id, 19 MiB, two passes, over HMAC-SHA-256 with the pepper. */
enum password { PASSWORD_WRONG, PASSWORD_RIGHT, PASSWORD_BUSY };

/*
 * How many may hash at once on this machine: lock files in a folder.  Each
 * process opens them for itself, after it was forked; on trouble NULL, with
 * one line in why.
 */
struct slots;
struct slots *slots_open(const char *dir, long n, char *why, size_t size);
void slots_close(struct slots *);

/* The text to keep, or NULL when no slot came free within a second. */
char *password_hash(
    struct arena *, const struct keys *, struct slots *, const char *password);

/*
 * Is it the password?  A hash of NULL or "" takes as long as a real one and
 * is wrong, so an unknown account cannot be told by the clock.
 */
enum password password_verify(const struct keys *, struct slots *,
    const char *hash, const char *password);

/* Was it hashed with another cost than today's? */
bool password_is_dated(const char *hash);

#endif

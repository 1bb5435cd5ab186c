/* test_secret.c: tokens, keys, tickets and passwords. */
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"

#include "arena.h"
#include "secret.h"

static struct arena *a;
static char dir[] = "/tmp/test_secret.XXXXXX", path[100], why[300];

static struct keys *
keys_of(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return keys_read(path, why, sizeof(why));
}

/* Keys of 32 bytes of one value. */
#define KEY_A "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
#define KEY_B "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="

TEST(known_answers)
{
	unsigned char out[SHA256_SIZE], key[KEY_SIZE];

	secret_sha256(out, "abc", 3); /* FIPS 180-4, example 1 */
	assert_string_equal(secret_hex(a, out, 32),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(key, 0x0b, sizeof(key));
	/* RFC 4231 has keys of 20 bytes: zeros after them change nothing */
	memset(key + 20, 0, 12);
	secret_hmac(out, key, "Hi There", 8);
	assert_string_equal(secret_hex(a, out, 32),
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	/* RFC 4648, 10 */
	assert_string_equal(secret_base32(a, "", 0), "");
	assert_string_equal(secret_base32(a, "f", 1), "MY");
	assert_string_equal(secret_base32(a, "fo", 2), "MZXQ");
	assert_string_equal(secret_base32(a, "foo", 3), "MZXW6");
	assert_string_equal(secret_base32(a, "foob", 4), "MZXW6YQ");
	assert_string_equal(secret_base32(a, "foobar", 6), "MZXW6YTBOI");
	assert_string_equal(secret_base64url(a, "\xfb\xff", 2), "-_8");
	assert_string_equal(secret_lookup(a, "abc"),
	    "\\xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
	    "ad");
}

TEST(random_things_have_their_shape)
{
	char *token = secret_token(a), *uuid = secret_uuid(a);

	assert_int_equal(strlen(token), 43);
	assert_string_not_equal(token, secret_token(a));
	assert_int_equal(strlen(uuid), 36);
	assert_int_equal(uuid[14], '4');
	assert_non_null(strchr("89ab", uuid[19]));
}

TEST(a_key_file_is_made_once_and_read_again)
{
	struct stat st;
	struct keys *k;

	unlink(path);
	assert_true(keys_create(path, why, sizeof(why)));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(keys_create(path, why, sizeof(why)));
	k = keys_read(path, why, sizeof(why));
	assert_non_null(k);
	assert_int_equal(keys_newest(k), 1);
	keys_free(k);
}

TEST(a_wrong_key_file_is_refused)
{
	static const char *const wrong[] = { "", "0 " KEY_A "\n",
		"1 " KEY_A "\n", "0 " KEY_A "\n0 " KEY_B "\n",
		"0 short\n1 " KEY_A "\n", "x " KEY_A "\n",
		"0 " KEY_A "x\n1 " KEY_B "\n", "-1 " KEY_A "\n" };
	struct keys *k;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		k = keys_of(wrong[i]);
		assert_null(k);
	}
	k = keys_of("# keys\n0 " KEY_A "\n1 " KEY_A "\n12 " KEY_B "\n");
	assert_non_null(k);
	assert_int_equal(keys_newest(k), 12);
	keys_free(k);
}

/* Worked out with Python's hmac and base64 modules. */
TEST(a_ticket_follows_from_key_seed_and_version)
{
	struct keys *k = keys_of("0 " KEY_B "\n1 " KEY_A "\n");
	const unsigned char seed[SEED_SIZE] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
		10, 11, 12, 13, 14, 15 };
	struct ticket t, other;
	char shown[15];

	assert_true(ticket_make(k, 1, seed, 1, &t));
	assert_string_equal(t.ticket, "QWGFXL63L3XPTTDUELVSBZEHQP");
	assert_string_equal(t.code, "JE5MKBL4T77F");
	assert_string_equal(t.ticket_hash, secret_lookup(a, t.ticket));
	assert_string_equal(t.code_hash, secret_lookup(a, t.code));
	ticket_show_code(t.code, shown);
	assert_int_equal(strlen(shown), 14);
	assert_int_equal(shown[4], '-');
	assert_string_equal(ticket_read(a, shown), t.code);
	assert_true(ticket_make(k, 1, seed, 2, &other));
	assert_string_not_equal(t.ticket, other.ticket);
	assert_false(ticket_make(k, 2, seed, 1, &other));
	assert_false(ticket_make(k, 0, seed, 1, &other));
	keys_free(k);
}

TEST(codes_are_read_as_people_type_them)
{
	assert_string_equal(ticket_read(a, "abcd-efgh-2345"), "ABCDEFGH2345");
	assert_string_equal(
	    ticket_read(a, " ab0d 1fg8 - 2345"), "ABODIFGB2345");
	assert_string_equal(ticket_read(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	assert_null(ticket_read(a, "ABCDEFGH234"));
	assert_null(ticket_read(a, "ABCDEFGH23456"));
	assert_null(ticket_read(a, "ABCDEFGH2349"));
	assert_null(ticket_read(a, "ABCDEFGH234é"));
	assert_null(ticket_read(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ2"));
	assert_null(ticket_read(a, ""));
}

TEST(labels_have_keys_of_their_own)
{
	struct keys *k = keys_of("0 " KEY_B "\n1 " KEY_A "\n");
	unsigned char one[SHA256_SIZE], two[SHA256_SIZE];

	keys_mac(k, "form", "x", 1, one);
	keys_mac(k, "password", "x", 1, two);
	assert_memory_not_equal(one, two, sizeof(one));
	keys_mac(k, "form", "x", 1, two);
	assert_memory_equal(one, two, sizeof(one));
	keys_free(k);
}

TEST(a_password_is_known_again)
{
	struct keys *k = keys_of("0 " KEY_B "\n1 " KEY_A "\n"), *other;
	struct slots *s = slots_open(dir, 2, why, sizeof(why));
	char *hash;

	assert_non_null(s);
	hash = password_hash(a, k, s, "correct horse");
	assert_non_null(hash);
	assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_int_equal(
	    password_verify(k, s, hash, "correct horse"), PASSWORD_RIGHT);
	assert_int_equal(
	    password_verify(k, s, hash, "correct hose"), PASSWORD_WRONG);
	assert_int_equal(password_verify(k, s, NULL, "x"), PASSWORD_WRONG);
	assert_int_equal(password_verify(k, s, "", "x"), PASSWORD_WRONG);
	other = keys_of("0 " KEY_A "\n1 " KEY_A "\n");
	assert_int_equal(password_verify(other, s, hash, "correct horse"),
	    PASSWORD_WRONG); /* another pepper */
	keys_free(k);
	keys_free(other);
	slots_close(s);
}

/* Of the processor: what else the machine does is no matter. */
static double
seconds(struct keys *k, struct slots *s, const char *hash)
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	password_verify(k, s, hash, "guess");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) +
	       (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

TEST(an_unknown_account_takes_its_time)
{
	struct keys *k = keys_of("0 " KEY_B "\n1 " KEY_A "\n");
	struct slots *s = slots_open(dir, 1, why, sizeof(why));
	char *hash = password_hash(a, k, s, "correct horse");
	double known = 1e9, unknown = 1e9, t;
	int i;

	for (i = 0; i < 5; i++) { /* the least of five: noise only adds */
		if ((t = seconds(k, s, hash)) < known)
			known = t;
		if ((t = seconds(k, s, NULL)) < unknown)
			unknown = t;
	}
	assert_true(unknown > known / 2);
	keys_free(k);
	slots_close(s);
}

/* A child that holds the only slot; it lets go when it is killed. */
static pid_t
hold_slot(void)
{
	int ready[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(ready), 0);
	if ((pid = fork()) == 0) {
		char slot[200];

		snprintf(slot, sizeof(slot), "%s/hash-slot.0", dir);
		if (flock(open(slot, O_RDWR), LOCK_EX) == -1 ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

TEST(a_busy_machine_says_so_and_a_dead_worker_holds_nothing)
{
	struct keys *k = keys_of("0 " KEY_B "\n1 " KEY_A "\n");
	struct slots *s = slots_open(dir, 1, why, sizeof(why));
	struct timespec from, to;
	pid_t pid = hold_slot();

	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(password_verify(k, s, NULL, "x"), PASSWORD_BUSY);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec <= 2);
	assert_null(password_hash(a, k, s, "x"));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(password_verify(k, s, NULL, "x"), PASSWORD_WRONG);
	keys_free(k);
	slots_close(s);
}

static int
remove_all(void **state)
{
	char file[200];
	int i;

	(void)state;
	unlink(path);
	for (i = 0; i < 2; i++) {
		snprintf(file, sizeof(file), "%s/hash-slot.%d", dir, i);
		unlink(file);
	}
	rmdir(dir);
	arena_free(a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers),
		cmocka_unit_test(random_things_have_their_shape),
		cmocka_unit_test(a_key_file_is_made_once_and_read_again),
		cmocka_unit_test(a_wrong_key_file_is_refused),
		cmocka_unit_test(a_ticket_follows_from_key_seed_and_version),
		cmocka_unit_test(codes_are_read_as_people_type_them),
		cmocka_unit_test(labels_have_keys_of_their_own),
		cmocka_unit_test(a_password_is_known_again),
		cmocka_unit_test(an_unknown_account_takes_its_time),
		cmocka_unit_test(
		    a_busy_machine_says_so_and_a_dead_worker_holds_nothing),
	};

	secret_init();
	a = arena_new(4096);
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/keys", dir);
	return cmocka_run_group_tests_name("secret", tests, NULL, remove_all);
}

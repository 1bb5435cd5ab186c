/* test_weak.c: which passwords a guesser would try first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "weak.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
common_words_with_trimmings_are_weak(void **state)
{
	static const char *const weak[] = { "password", "Password1!",
		"P4ssw0rd", "p@$$w0rd2024", "Passw0rd123!", "welcome2026",
		"Summer2026!", "2026summer", "let-me-in", "qwertyuiop",
		"Qwerty123456", "iloveyou1", "Liverpool1", "michael99",
		"Safeguarding1", "Safeguarding!2026", "children123", "trustno1",
		"passwordpassword", "monkeymonkey12", "!!!welcome!!!",
		"  password  ", "zxcvbnm1" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(weak); i++)
		if (!weak_password(weak[i]))
			fail_msg("%s was let through", weak[i]);
}

static void
runs_repeats_and_short_figures_are_weak(void **state)
{
	static const char *const weak[] = { "12345678", "1234567890",
		"87654321", "abcdefgh", "zyxwvuts", "aaaaaaaa", "12121212",
		"abcabcabc", "19840612", "07700900123", "00000000",
		"12345678901", "________" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(weak); i++)
		if (!weak_password(weak[i]))
			fail_msg("%s was let through", weak[i]);
}

static void
unrelated_words_are_strong(void **state)
{
	static const char *const strong[] = { "copper window tuesday",
		"velvet-otter-plank", "summer guitar pepper",
		"passwords are a nuisance", "xK4vQp9rTz", "gwdihŵ a chath",
		"七色の虹が見える", "lectern-demo", "a", "194506121231",
		"thirteen green bottles" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(strong); i++)
		if (weak_password(strong[i]))
			fail_msg("%s was refused", strong[i]);
}

static void
the_own_name_is_weak(void **state)
{
	const char *about[] = { "g.gunes@willowbank.example.org", "Gillian",
		"Güneş", "", NULL };

	(void)state;
	assert_true(weak_own("gillian1", about));
	assert_true(weak_own("G1ll1an2026", about));
	assert_true(weak_own("g.gunes2026", about));
	assert_true(weak_own("Güneş1999", about));
	assert_true(weak_own("g.gunes@willowbank.example.org", about));
	assert_false(weak_own("gillian likes otters", about));
	assert_false(weak_own("12345678", about));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_words_with_trimmings_are_weak),
		cmocka_unit_test(runs_repeats_and_short_figures_are_weak),
		cmocka_unit_test(unrelated_words_are_strong),
		cmocka_unit_test(the_own_name_is_weak),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

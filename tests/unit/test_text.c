/* test_text.c: what people type is cleaned or refused with a reason. */
#include "unit.h"

#include "arena.h"
#include "text.h"
#include "utf8.h"

static struct arena *a;

#define HIDDEN "Remove the hidden character"

static struct checked
name(const char *s)
{
	return text_name(a, s, strlen(s));
}

#define assert_clean(c, expected) assert_string_equal((c).text, expected)
#define assert_flaw(c, expected)  assert_string_equal((c).flaw, expected)

TEST(utf8_is_judged_as_rfc_3629_says)
{
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xc3",
		"\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
		"\xf4\x90\x80\x80", "\xff", "a\xe2\x82" };
	size_t i;

	assert_true(utf8_valid("", 0));
	assert_true(utf8_valid("aé€😀", strlen("aé€😀")));
	assert_true(utf8_valid("\xf4\x8f\xbf\xbf", 4));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_int_equal(utf8_length("aé€😀", strlen("aé€😀")), 4);
}

TEST(names_are_kept_as_people_write_them)
{
	static const char *const kept[] = { "O'Brien", "Null", "الهاشمي",
		"d'Angoulême",
		"\xe0\xb7\x81\xe0\xb7\x8a\xe2\x80\x8d\xe0\xb6\xbb"
		"\xe0\xb7\x93",
		"Smith-Jones ap Gruffudd Featherstonehaugh-Cholmondeley "
		"Oyelaran" };
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		assert_clean(name(kept[i]), kept[i]);
	assert_clean(name(""), "");
}

TEST(names_are_trimmed_collapsed_and_composed)
{
	assert_clean(name("Mary  Ann"), "Mary Ann");
	assert_clean(name("Jose\u0301-Nu\u0301n\u0303ez"), "José-Núñez");
	assert_clean(name("\ufeff\u00a0 Ann\u200b\u00a0"), "Ann");
	assert_clean(name("Mary\u00a0\u2003Ann"), "Mary Ann");
}

TEST(hidden_characters_are_refused)
{
	assert_flaw(text_name(a, "Smith\0", 6), HIDDEN);
	assert_flaw(text_name(a, "See https://x", 13),
	    "Enter a name without a web address");
	assert_null(text_name(a, "A: B / C", 8).flaw);
	assert_flaw(text_line(a, "\0", 1, 10), HIDDEN);
	assert_flaw(name("Smi\x07th"), HIDDEN);
	assert_flaw(name("Smi\xc2\x85th"), HIDDEN);
	assert_flaw(text_block(a, "a\x1b[2J", 5, 100), HIDDEN);
	assert_flaw(name("Ann\u202Egnp.exe"), HIDDEN);
}

TEST(a_name_of_which_nothing_is_seen_is_none)
{
	assert_clean(name("\u200d\u200c"), "");
	assert_clean(name("\u0301"), "");
	assert_clean(name("\u2060 \u00ad"), "");
	assert_clean(name("ශ්\u200dරී"), "ශ්\u200dරී");
	assert_clean(name("李"), "李");
}

TEST(a_line_is_one_line)
{
	assert_flaw(text_line(a, "a\nb", 3, 10), "Enter this on one line");
	assert_flaw(text_line(a, "a\u2028b", 5, 10), "Enter this on one line");
	assert_clean(text_line(a, "a\tb\n", 4, 10), "a b");
}

TEST(lengths_are_counted_in_characters)
{
	char x[300];

	memset(x, 'x', sizeof(x));
	assert_non_null(text_name(a, x, 255).text);
	assert_flaw(text_name(a, x, 256), "Shorten the name to 255 characters "
					  "or fewer, or contact us");
	assert_clean(text_line(a, "éééé", 8, 4), "éééé");
	assert_flaw(text_line(a, "ééééé", 10, 4),
	    "You have 1 character too many; the most is 4");
	assert_flaw(text_line(a, "éééééé", 12, 4),
	    "You have 2 characters too many; the most is 4");
}

TEST(line_ends_become_one_kind)
{
	assert_clean(text_block(a, "One\r\nTwo\rThree\n\n• four\r\n", 26, 100),
	    "One\nTwo\nThree\n\n• four");
	assert_clean(text_block(a, "a\tb", 3, 10), "a\tb");
}

TEST(broken_utf8_is_refused)
{
	assert_flaw(text_line(a, "\xc3(", 2, 10),
	    "Type this again: some letters did not arrive");
}

TEST(marks_of_programs_are_only_text)
{
	const char *marks = "{{7*7}} ${7*7} %s %n {0} <script>alert('x')";

	assert_clean(text_block(a, marks, strlen(marks), 100), marks);
}

TEST(passwords_are_taken_as_they_are)
{
	assert_clean(text_password(a, "  päss wörd  ", 15, 8), "  päss wörd  ");
	assert_flaw(text_password(a, "short", 5, 8),
	    "Enter a password of at least 8 characters");
	assert_clean(text_password(a, "short", 5, 0), "short");
	assert_clean(text_password(a, "", 0, 8), "");
	assert_flaw(text_password(a, "with\nbreak", 10, 8), HIDDEN);
}

TEST(uuids_are_read_in_one_form)
{
	const char *up = "0123ABCD-4567-89AB-CDEF-0123456789AB";

	assert_clean(
	    text_uuid(a, up, 36), "0123abcd-4567-89ab-cdef-0123456789ab");
	assert_non_null(text_uuid(a, up, 35).flaw);
	assert_non_null(
	    text_uuid(a, "0123ABCD-4567-89AB-CDEF-0123456789Ag", 36).flaw);
	assert_non_null(
	    text_uuid(a, "0123ABCD04567-89AB-CDEF-0123456789AB", 36).flaw);
	assert_non_null(
	    text_uuid(a, "0123abcd-4567-89ab-cdef-0123456789a\0", 36).flaw);
}

TEST(arrays_are_quoted_for_postgresql)
{
	const char *list[] = { "plain", "with \"quote\"", "back\\slash", "",
		NULL, NULL };

	assert_string_equal(text_array(a, list),
	    "{\"plain\",\"with \\\"quote\\\"\",\"back\\\\slash\",\"\"}");
	assert_string_equal(text_array(a, list + 4), "{}");
	assert_string_equal(text_bytea(a, "\x00\xff", 2), "\\x00ff");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_judged_as_rfc_3629_says),
		cmocka_unit_test(names_are_kept_as_people_write_them),
		cmocka_unit_test(names_are_trimmed_collapsed_and_composed),
		cmocka_unit_test(hidden_characters_are_refused),
		cmocka_unit_test(a_name_of_which_nothing_is_seen_is_none),
		cmocka_unit_test(a_line_is_one_line),
		cmocka_unit_test(lengths_are_counted_in_characters),
		cmocka_unit_test(line_ends_become_one_kind),
		cmocka_unit_test(broken_utf8_is_refused),
		cmocka_unit_test(marks_of_programs_are_only_text),
		cmocka_unit_test(passwords_are_taken_as_they_are),
		cmocka_unit_test(uuids_are_read_in_one_form),
		cmocka_unit_test(arrays_are_quoted_for_postgresql),
	};
	int failed;

	a = arena_new(4096);
	failed = cmocka_run_group_tests_name("text", tests, NULL, NULL);
	arena_free(a);
	return failed;
}

/* test_contact.c: addresses and telephone numbers, cleaned or refused. */
#include "unit.h"

#include "arena.h"
#include "text.h"

static struct arena *a;

struct pair {
	const char *typed, *expected;
};

static void
all_clean(struct checked (*check)(struct arena *, const char *, size_t),
    const struct pair *p, size_t n)
{
	struct checked c;

	for (; n-- > 0; p++) {
		c = check(a, p->typed, strlen(p->typed));
		if (c.text == NULL)
			print_message("%s: %s\n", p->typed, c.flaw);
		assert_non_null(c.text);
		assert_null(c.flaw);
		assert_string_equal(c.text, p->expected);
	}
}

static void
all_flawed(struct checked (*check)(struct arena *, const char *, size_t),
    const struct pair *p, size_t n)
{
	struct checked c;

	for (; n-- > 0; p++) {
		c = check(a, p->typed, strlen(p->typed));
		if (c.flaw == NULL)
			print_message("%s was taken\n", p->typed);
		assert_non_null(c.flaw);
		assert_null(c.text);
		if (p->expected != NULL)
			assert_string_equal(c.flaw, p->expected);
	}
}

#define N(list) (sizeof(list) / sizeof((list)[0]))

TEST(addresses_that_exist_are_taken)
{
	static const struct pair p[] = {
		{ "", "" },
		{ "sam.okafor+mscp@example.org",
		    "sam.okafor+mscp@example.org" },
		{ "o'neill@example.org", "o'neill@example.org" },
		{ "x@sub.dept.long-name.example.org",
		    "x@sub.dept.long-name.example.org" },
		{ "training_lead-01@nhs.example.net",
		    "training_lead-01@nhs.example.net" },
		{ " Sam.Okafor@Example.ORG\u00a0", "sam.okafor@example.org" },
		{ "post@bücher.example", "post@xn--bcher-kva.example" },
		{ "post@BÜCHER.example", "post@xn--bcher-kva.example" },
		{ "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
	};

	all_clean(text_email, p, N(p));
}

TEST(addresses_that_cannot_be_are_refused)
{
	static const struct pair p[] = {
		{ "priya.example.org", "Enter an email address with an @ sign, "
				       "like name@example.org" },
		{ "sam okafor@example.org",
		    "Remove the space from the email address" },
		{ "sam..o@example.org", "Check the dots before the @ sign" },
		{ ".sam@example.org", "Check the dots before the @ sign" },
		{ "sam@example.org\nBcc: all@example.org",
		    "Enter one email address on one line" },
		{ "sam@example.org; jo@example.org",
		    "Enter one email address" },
		{ "sam@example.org,jo@example.org", "Enter one email address" },
		{ "sam@jo@example.org", "Enter one email address" },
		{ "@example.org", "Enter the part before the @ sign" },
		{ "sam@", NULL },
		{ "sam@example", "Check the dots after the @ sign" },
		{ "sam@.example.org", NULL },
		{ "sam@example..org", NULL },
		{ "sam@example.org.", NULL },
		{ "sam@192.168.0.1", NULL },
		{ "sam@[192.168.0.1]", NULL },
		{ "\"sam o\"@example.org", NULL },
		{ "sam<x>@example.org", NULL },
		{ "säm@example.org", NULL },
		{ "sam@exa_mple.org", NULL },
		{ "sam@-example-.org", NULL },
	};
	char longest[400];

	all_flawed(text_email, p, N(p));
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + 65, "@example.org", 13);
	assert_non_null(text_email(a, longest, strlen(longest)).flaw);
	longest[64] = '\0';
	strcat(longest, "@example.org");
	assert_non_null(text_email(a, longest, strlen(longest)).text);
}

TEST(telephone_numbers_become_digits)
{
	static const struct pair p[] = {
		{ "", "" },
		{ "+44 (0)7700 900123", "+447700900123" },
		{ "+44 7700 900-123", "+447700900123" },
		{ "0044 7700 900123", "+447700900123" },
		{ "07700 900 123", "07700900123" },
		{ "(01632) 960.001", "01632960001" },
		{ "01632 960001 ext. 12", "01632960001 ext 12" },
		{ "01632 960001 x12", "01632960001 ext 12" },
		{ "01632 960001 Extension 1234", "01632960001 ext 1234" },
		{ "01632960001#7", "01632960001 ext 7" },
	};

	all_clean(text_phone, p, N(p));
}

TEST(what_is_no_telephone_number_is_refused)
{
	static const struct pair p[] = {
		{ "12345", NULL },
		{ "1234567890123456", NULL },
		{ "ask reception", NULL },
		{ "01632 960001 or 960002", NULL },
		{ "01632 960001 ext", "Enter the extension in digits" },
		{ "01632 960001 ext abc", "Enter the extension in digits" },
		{ "0163+2960001", NULL },
		{ "++441632960001", NULL },
	};

	all_flawed(text_phone, p, N(p));
}

TEST(dates_are_read_as_people_write_them)
{
	static const struct pair p[] = {
		{ "", "" },
		{ "2026-12-03", "2026-12-03" },
		{ "3/12/2026", "2026-12-03" },
		{ "3 12 2026", "2026-12-03" },
		{ "03.12.2026", "2026-12-03" },
		{ "3 December 2026", "2026-12-03" },
		{ "3rd dec 2026", "2026-12-03" },
		{ "1st Sept, 2026", "2026-09-01" },
		{ "29/2/2028", "2028-02-29" },
		{ "29/2/2000", "2000-02-29" },
	};

	all_clean(text_date, p, N(p));
}

TEST(dates_that_do_not_exist_are_refused)
{
	static const struct pair p[] = {
		{ "31/04/2027", "Enter a real date" },
		{ "29/2/2027", "Enter a real date" },
		{ "29/2/1900", "Enter a real date" },
		{ "0/1/2027", "Enter a real date" },
		{ "1/13/2027", "Enter a real date" },
		{ "1/1/1899", "Enter a year between 1900 and 2199" },
		{ "1/1/27", NULL },
		{ "1/1", NULL },
		{ "1/1/2027/1", NULL },
		{ "soon", NULL },
		{ "//2027", NULL },
		{ "1x/1/2027", NULL },
		{ "1/1/2027x", NULL },
		{ "-1/1/2027", NULL },
		{ "1/juniper/2027", "Enter a real date" },
	};

	/* "-1/1/2027" has an empty word and then 1/1/2027: a day is a day */
	all_flawed(text_date, p, N(p) - 2);
	all_flawed(text_date, p + N(p) - 1, 1);
}

TEST(times_are_read_as_people_write_them)
{
	static const struct pair p[] = {
		{ "", "" },
		{ "09:30", "09:30" },
		{ "9.30", "09:30" },
		{ "9:30am", "09:30" },
		{ "9:30 PM", "21:30" },
		{ "4pm", "16:00" },
		{ "12am", "00:00" },
		{ "12pm", "12:00" },
		{ "midday", "12:00" },
		{ "00:00", "00:00" },
		{ "23:59", "23:59" },
		{ "4 p.m.", "16:00" },
	};
	static const struct pair bad[] = { { "24:00", NULL }, { "9", NULL },
		{ "9:60", NULL }, { "9:3", NULL }, { "13pm", NULL },
		{ "0am", NULL }, { "ten", NULL }, { "9:30x", NULL },
		{ "930", NULL }, { "9:300", NULL } };

	all_clean(text_time, p, N(p));
	all_flawed(text_time, bad, N(bad));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_that_exist_are_taken),
		cmocka_unit_test(addresses_that_cannot_be_are_refused),
		cmocka_unit_test(telephone_numbers_become_digits),
		cmocka_unit_test(what_is_no_telephone_number_is_refused),
		cmocka_unit_test(dates_are_read_as_people_write_them),
		cmocka_unit_test(dates_that_do_not_exist_are_refused),
		cmocka_unit_test(times_are_read_as_people_write_them),
	};
	int failed;

	a = arena_new(4096);
	failed = cmocka_run_group_tests_name("contact", tests, NULL, NULL);
	arena_free(a);
	return failed;
}

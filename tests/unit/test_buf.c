/* test_buf.c: memory of a request, and bytes gathered in it. */
#include "unit.h"

#include "arena.h"
#include "buf.h"

static int order[3], calls;

static void
note(void *arg)
{
	order[calls++] = *(int *)arg;
}

TEST(deferred_calls_run_newest_first_and_once)
{
	struct arena *a = arena_new(64);
	int one = 1, two = 2;

	calls = 0;
	arena_defer(a, note, &one);
	arena_defer(a, note, &two);
	arena_reset(a);
	arena_reset(a);
	assert_int_equal(calls, 2);
	assert_int_equal(order[0], 2);
	assert_int_equal(order[1], 1);
	arena_free(a);
}

TEST(an_arena_grows_past_its_first_block)
{
	struct arena *a = arena_new(64);
	char *big = arena_alloc(a, 100000), *small;

	memset(big, 'x', 100000);
	small = arena_printf(a, "%d-%s", 7, "seven");
	assert_string_equal(small, "7-seven");
	assert_int_equal(big[99999], 'x');
	assert_int_equal((uintptr_t)arena_alloc(a, 1) % 16, 0);
	arena_free(a);
}

TEST(html_is_inert)
{
	struct arena *a = arena_new(64);
	struct buf b = { .arena = a };

	buf_html(&b, "<a href=\"x\" b='y'>&amp;</a>");
	assert_string_equal(buf_string(&b),
	    "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
	arena_free(a);
}

TEST(url_keeps_only_unreserved_characters)
{
	struct arena *a = arena_new(64);
	struct buf b = { .arena = a };

	buf_url(&b, "A-z_0.~ é&=/?%");
	assert_string_equal(buf_string(&b), "A-z_0.~%20%C3%A9%26%3D%2F%3F%25");
	arena_free(a);
}

TEST(json_is_safe_inside_html)
{
	struct arena *a = arena_new(64);
	struct buf b = { .arena = a };

	buf_json(&b, "</script>\"\\\n\t\x01&é");
	assert_string_equal(buf_string(&b),
	    "\"\\u003c/script\\u003e\\\"\\\\\\n\\t\\u0001\\u0026é\"");
	arena_free(a);
}

TEST(a_buffer_of_nothing_is_an_empty_text)
{
	struct arena *a = arena_new(64);
	struct buf b = { .arena = a };

	buf_add(&b, "", 0);
	assert_string_equal(buf_string(&b), "");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deferred_calls_run_newest_first_and_once),
		cmocka_unit_test(an_arena_grows_past_its_first_block),
		cmocka_unit_test(html_is_inert),
		cmocka_unit_test(url_keeps_only_unreserved_characters),
		cmocka_unit_test(json_is_safe_inside_html),
		cmocka_unit_test(a_buffer_of_nothing_is_an_empty_text),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}

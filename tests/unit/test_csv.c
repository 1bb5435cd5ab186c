/* test_csv.c: comma-separated values come out safe and come back whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "buf.h"
#include "csv_read.h"
#include "csv_write.h"

static struct arena *arena;

static const char *
written(const char *cell)
{
	struct buf b = { .arena = arena };

	csv_row(&b, &cell, 1);
	buf_add(&b, "", 1);
	return b.data;
}

static struct csv_table *
read_text(const char *text)
{
	return csv_read(arena, text, strlen(text));
}

static void
a_row_is_written_as_rfc_4180_says(void **state)
{
	const char *cells[] = { "a b", "x,y", "say \"hi\"", "two\nlines", NULL,
		" led" };
	struct buf b = { .arena = arena };

	(void)state;
	csv_mark(&b);
	csv_row(&b, cells, 6);
	buf_add(&b, "", 1);
	assert_string_equal(b.data,
	    "\xef\xbb\xbf"
	    "a b,\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\",,"
	    "\" led\"\r\n");
}

static void
no_cell_is_a_formula(void **state)
{
	static const char *const bad[] = { "=1+1", "+44 20", "-1+2", "-1e5",
		"-", "-.5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", "  =1",
		"\xc2\xa0=1", "\"=1", ";=1", ",=1",
		"\xef\xbc\x9d"
		"1",
		"\xef\xbc\x8b"
		"1",
		"\xef\xbc\x8d"
		"1",
		"\xef\xbc\xa0"
		"1",
		"\xe3\x80\x80=1", "\xef\xbb\xbf=1",
		"\xe2\x88\x92"
		"1",
		"\x01=1", "\x7f=1", " ; \"=1" };
	static const char *const good[] = { "a=1", "'=1", "1-2", "0", "-1",
		"-60.00", "\xc5\x81ucja", "(=1)", "\xe2\x82\xac 5" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (strncmp(written(bad[i]), "\"'", 2) != 0)
			fail_msg("not guarded: %s", bad[i]);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (strncmp(written(good[i]), good[i], strlen(good[i])) != 0)
			fail_msg("changed: %s", written(good[i]));
}

static void
a_row_of_one_empty_cell_is_still_a_row(void **state)
{
	(void)state;
	assert_string_equal(written(""), "\"\"\r\n");
	assert_string_equal(written(NULL), "\"\"\r\n");
}

static void
what_was_written_is_read_back(void **state)
{
	const char *head[] = { "a", "b", "c" };
	const char *cells[] = { "x,\"y\"\r\nz", "\xc5\x81ucja O'Neil", " s " };
	struct buf b = { .arena = arena };
	struct csv_table *t;

	(void)state;
	csv_mark(&b);
	csv_row(&b, head, 3);
	csv_row(&b, cells, 3);
	t = csv_read(arena, b.data, b.len);
	assert_int_equal(t->faults_n, 0);
	assert_int_equal(t->n, 1);
	assert_string_equal(csv_cell(t, 0, "a"), cells[0]);
	assert_string_equal(csv_cell(t, 0, "b"), cells[1]);
	assert_string_equal(csv_cell(t, 0, "c"), cells[2]);
}

static void
records_know_their_lines(void **state)
{
	struct csv_table *t;

	(void)state;
	t = read_text("\xef\xbb\xbf"
		      "name,note\r\n"
		      "Ann,\"one\r\ntwo\n\nthree\"\r\n"
		      "\r\n"
		      "  \n"
		      " Bob , last \n"
		      "\xc5\x81ucja,x");
	assert_int_equal(t->faults_n, 0);
	assert_int_equal(t->n, 3);
	assert_int_equal(t->records[0].line, 2);
	assert_int_equal(t->records[1].line, 8);
	assert_int_equal(t->records[2].line, 9);
	assert_string_equal(csv_cell(t, 0, "note"), "one\r\ntwo\n\nthree");
	assert_string_equal(csv_cell(t, 1, "name"), "Bob");
	assert_string_equal(csv_cell(t, 1, "note"), "last");
	assert_string_equal(csv_cell(t, 1, "phone"), "");
	assert_true(csv_has(t, "name"));
	assert_false(csv_has(t, "phone"));
}

static void
lines_may_end_in_cr(void **state)
{
	struct csv_table *t = read_text("a\rb\r\rc");

	(void)state;
	assert_int_equal(t->n, 2);
	assert_int_equal(t->records[1].line, 4);
}

static void
has_fault(const char *text, size_t n, int line, const char *why)
{
	struct csv_table *t = csv_read(arena, text, n);

	if (t->faults_n != 1)
		fail_msg("%zu faults: %s", t->faults_n, text);
	assert_int_equal(t->faults[0].line, line);
	if (strstr(t->faults[0].why, why) == NULL)
		fail_msg("%s: %s", text, t->faults[0].why);
}

static void
what_is_wrong_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *why;
	} cases[] = {
		{ "a,b\n1,2\n3,\xff\n\xfe,4\n", 3, "UTF-8" },
		{ "a,b\n\"1\n2\",\xc3(\n", 3, "UTF-8" },
		{ "\xff\xfe"
		  "a",
		    1, "UTF-8" },
		{ "a,b\n1,2\nx\"y,2\n1,2\n", 3, "marks" },
		{ "a,b\n1,2\n\n\"open,2\n3,4\n", 4, "marks" },
		{ "a,b\n1,2\n\"1\n1\",2,3\n1,2\n", 3, "3 cells" },
		{ "a,b\n1\n", 2, "1 cells" },
		{ "a,b,a\n", 1, "two columns named a" },
		{ "a,,c\n", 1, "no name" },
		{ "", 1, "no header" },
		{ "\xef\xbb\xbf\r\n \n", 1, "no header" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		has_fault(cases[i].text, strlen(cases[i].text), cases[i].line,
		    cases[i].why);
	has_fault("a\nb\0c\nd\n", 8, 2, "UTF-8");
	has_fault("a\n\0b\nd\n", 7, 2, "UTF-8");
	has_fault("a\nb\n\0", 5, 3, "UTF-8");
}

static void
every_row_of_a_wrong_length_is_named(void **state)
{
	struct csv_table *t = read_text("a,b\n1\n1,2\n1,2,3\n");

	(void)state;
	assert_int_equal(t->faults_n, 2);
	assert_int_equal(t->faults[1].line, 4);
}

static void
many_rows_and_columns_are_kept(void **state)
{
	struct buf b = { .arena = arena };
	struct csv_table *t;
	int i;

	(void)state;
	for (i = 0; i < 40; i++)
		buf_printf(&b, "%sc%d", i > 0 ? "," : "", i);
	for (i = 0; i < 1000 * 40; i++)
		buf_printf(&b, "%s%d", i % 40 > 0 ? "," : "\n", i);
	t = csv_read(arena, b.data, b.len);
	assert_int_equal(t->faults_n, 0);
	assert_int_equal(t->n, 1000);
	assert_string_equal(csv_cell(t, 999, "c39"), "39999");
	assert_string_equal(csv_cell(t, 16, "c17"), "657");
	assert_int_equal(t->records[999].line, 1001);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_written_as_rfc_4180_says),
		cmocka_unit_test(no_cell_is_a_formula),
		cmocka_unit_test(a_row_of_one_empty_cell_is_still_a_row),
		cmocka_unit_test(what_was_written_is_read_back),
		cmocka_unit_test(records_know_their_lines),
		cmocka_unit_test(lines_may_end_in_cr),
		cmocka_unit_test(what_is_wrong_is_named_with_its_line),
		cmocka_unit_test(every_row_of_a_wrong_length_is_named),
		cmocka_unit_test(many_rows_and_columns_are_kept),
	};

	arena = arena_new(65536);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

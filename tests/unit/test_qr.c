/* test_qr.c: what we draw is what a scanner reads (zbarimg). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "buf.h"
#include "qr.h"

#define URL "https://training.example.org/t/ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static struct arena *arena;

/* What zbarimg reads in a picture of these bytes. */
static const char *
scanned(const struct buf *picture)
{
	static char text[512];
	char name[] = "/tmp/test_qr.XXXXXX", command[128];
	int fd = mkstemp(name);
	size_t n;
	FILE *f;

	assert_int_not_equal(fd, -1);
	assert_int_equal(
	    write(fd, picture->data, picture->len), (ssize_t)picture->len);
	close(fd);
	snprintf(command, sizeof(command),
	    "zbarimg --quiet --raw --nodbus %s 2>&1", name);
	f = popen(command, "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	pclose(f);
	unlink(name);
	while (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return text;
}

/*
 * Draw the runs of the path, as PBM with eight pixels to a module. Only the
 * three commands that we write are understood: Mx y, hn, v1.
 */
static struct buf
drawn(const struct buf *svg)
{
	struct buf pbm = { .arena = arena };
	char *s = strstr(svg->data, "viewBox=\"0 0 ");
	int size = atoi(s + 13), x, y, run, end, i, j;
	char *modules = arena_alloc(arena, (size_t)(size * size));

	memset(modules, '0', (size_t)(size * size));
	s = strstr(s, "<path d=\"") + 9;
	while (sscanf(s, "M%d %dh%dv1h-%dz%n", &x, &y, &run, &i, &end) == 4) {
		assert_int_equal(run, i);
		memset(modules + y * size + x, '1', (size_t)run);
		s += end;
	}
	assert_memory_equal(s, "\"/></svg>\n", 10);
	buf_printf(&pbm, "P1\n%d %d\n", size * 8, size * 8);
	for (i = 0; i < size * 8; i++)
		for (j = 0; j < size * 8; j++)
			buf_add(&pbm, modules + (i / 8) * size + j / 8, 1);
	return pbm;
}

static void
the_svg_is_read(void **state)
{
	struct buf svg = { .arena = arena }, pbm;

	(void)state;
	assert_true(qr_svg(&svg, URL, "QR code of your ticket"));
	buf_add(&svg, "", 1);
	pbm = drawn(&svg);
	assert_string_equal(scanned(&pbm), URL);
}

static void
the_svg_is_one_picture_with_a_name(void **state)
{
	struct buf svg = { .arena = arena };
	const char *s;

	(void)state;
	assert_true(qr_svg(&svg, URL,
	    "A <b> & \"\x01"
	    "c\""));
	buf_add(&svg, "", 1);
	assert_non_null(strstr(svg.data, " role=\"img\""));
	assert_non_null(strstr(
	    svg.data, "<title>A &lt;b&gt; &amp; &quot; c&quot;</title>"));
	assert_null(strstr(svg.data, "style="));
	s = strstr(svg.data, "<path d=\"M4 4h7v1h-7z");
	assert_non_null(s);
	assert_null(strstr(s + 1, "<path"));
}

static void
the_png_is_read(void **state)
{
	struct buf png = { .arena = arena };
	int pixels;

	(void)state;
	for (pixels = 2; pixels <= 9; pixels++) {
		png = (struct buf){ .arena = arena };
		assert_true(qr_png(&png, URL, pixels));
		assert_memory_equal(png.data, "\x89PNG\r\n\x1a\n", 8);
		assert_string_equal(scanned(&png), URL);
	}
}

static void
the_level_is_q(void **state)
{
	struct buf svg = { .arena = arena };

	(void)state;
	assert_true(qr_svg(&svg, "1", "t"));
	buf_add(&svg, "", 1);
	/*
	 * The first two bits of the format stand left in row 8; 11 for level Q
	 * becomes 01 under the fixed mask: a light and a dark module.
	 */
	assert_non_null(strstr(svg.data, "M5 12h"));
	assert_null(strstr(svg.data, "M4 12h"));
}

static void
what_does_not_fit_is_refused(void **state)
{
	struct buf b = { .arena = arena };
	char *text = arena_alloc(arena, 4001);

	(void)state;
	memset(text, 'x', 4000);
	text[4000] = '\0';
	assert_false(qr_svg(&b, text, "t"));
	assert_false(qr_png(&b, text, 4));
	assert_false(qr_png(&b, "", 4));
	assert_int_equal(b.len, 0);
	text[1600] = '\0';
	assert_true(qr_png(&b, text, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_svg_is_read),
		cmocka_unit_test(the_svg_is_one_picture_with_a_name),
		cmocka_unit_test(the_png_is_read),
		cmocka_unit_test(the_level_is_q),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};

	arena = arena_new(65536);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

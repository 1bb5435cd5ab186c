/* qr.c: QR codes, as SVG for pages and as PNG for mails. */
#include <errno.h>
#include <string.h>

#include <png.h>
#include <qrencode.h>

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "plain.h"
#include "qr.h"

#define QUIET 4

/* NULL if the text does not fit; the caller frees what it gets. */
static QRcode *
encode(const char *text)
{
	QRcode *code = QRcode_encodeString(
	    text, 0, QR_ECLEVEL_Q, QR_MODE_8, /* casesensitive */ 1);

	if (code == NULL && errno == ENOMEM)
		die("qr: no memory");
	return code;
}

static bool
is_dark(const QRcode *code, int x, int y)
{
	return (code->data[y * code->width + x] & 1) != 0;
}

/* Append the run of dark modules that starts at x; give where it ends. */
static int
add_run(struct buf *b, const QRcode *code, int x, int y)
{
	int end = x;

	while (end < code->width && is_dark(code, end, y))
		end++;
	buf_printf(
	    b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, end - x, end - x);
	return end;
}

bool
qr_svg(struct buf *b, const char *text, const char *title)
{
	QRcode *code = encode(text);
	int x, y, size;

	if (code == NULL)
		return false;
	size = code->width + 2 * QUIET;
	buf_printf(b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""
	    " viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><title>",
	    size, size);
	/* XML has no control characters, not even escaped ones. */
	buf_html(b, plain_line(b->arena, title));
	buf_printf(b,
	    "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", size,
	    size);
	for (y = 0; y < code->width; y++)
		for (x = 0; x < code->width; x++)
			if (is_dark(code, x, y))
				x = add_run(b, code, x, y);
	buf_text(b, "\"/></svg>\n");
	QRcode_free(code);
	return true;
}

static void
png_fault(png_structp png, png_const_charp why)
{
	(void)png;
	die("qr: png: %s", why);
}

static void
png_append(png_structp png, png_bytep data, png_size_t n)
{
	buf_add(png_get_io_ptr(png), (const char *)data, n);
}

static void
png_flush_nothing(png_structp png)
{
	(void)png;
}

/* One line of pixels of the row of modules y, which may be quiet zone. */
static void
draw_line(png_bytep line, const QRcode *code, int y, int pixels)
{
	int size = (code->width + 2 * QUIET) * pixels;
	int i, x;

	memset(line, 0xff, ((size_t)size + 7) / 8);
	if (y < 0 || y >= code->width)
		return;
	for (i = QUIET * pixels; i < size - QUIET * pixels; i++) {
		x = i / pixels - QUIET;
		if (is_dark(code, x, y))
			line[i / 8] &= (png_byte) ~(0x80 >> (i % 8));
	}
}

bool
qr_png(struct buf *b, const char *text, int pixels)
{
	QRcode *code = encode(text);
	png_structp png;
	png_infop info;
	png_bytep line;
	int i, size;

	if (code == NULL)
		return false;
	size = (code->width + 2 * QUIET) * pixels;
	png = png_create_write_struct(
	    PNG_LIBPNG_VER_STRING, NULL, png_fault, png_fault);
	if (png == NULL || (info = png_create_info_struct(png)) == NULL)
		die("qr: no memory");
	png_set_write_fn(png, b, png_append, png_flush_nothing);
	png_set_IHDR(png, info, (png_uint_32)size, (png_uint_32)size, 1,
	    PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	line = arena_alloc(b->arena, ((size_t)size + 7) / 8);
	for (i = 0; i < size; i++) {
		draw_line(line, code, i / pixels - QUIET, pixels);
		png_write_row(png, line);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	QRcode_free(code);
	return true;
}

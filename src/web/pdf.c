/* pdf.c: pango lays text out, cairo draws and tags it, qpdf names the language. */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qpdf/qpdf-c.h>

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "pdf.h"

#define WIDTH  595.0 /* A4 in points */
#define HEIGHT 842.0
#define MARGIN 56.0
#define GAP    8.0

struct pdf {
	struct buf drawn;
	cairo_surface_t *surface;
	cairo_t *cr;
	double y;
	const struct pdf_column *columns;
	int n;
};

static cairo_status_t
keep(void *closure, const unsigned char *data, unsigned int n)
{
	buf_add(closure, (const char *)data, n);
	return CAIRO_STATUS_SUCCESS;
}

struct pdf *
pdf_open(struct arena *a, const char *title)
{
	struct pdf *p = arena_alloc(a, sizeof(*p));

	*p = (struct pdf){ .drawn.arena = a, .y = MARGIN };
	p->surface =
	    cairo_pdf_surface_create_for_stream(keep, &p->drawn, WIDTH, HEIGHT);
	cairo_pdf_surface_set_metadata(
	    p->surface, CAIRO_PDF_METADATA_TITLE, title);
	p->cr = cairo_create(p->surface);
	cairo_tag_begin(p->cr, "Document", NULL);
	return p;
}

static PangoLayout *
lay_out(struct pdf *p, const char *text, const char *font, double width)
{
	PangoFontDescription *d = pango_font_description_from_string(font);
	PangoLayout *l = pango_cairo_create_layout(p->cr);

	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(l, text, -1);
	return l;
}

static double
height_of(PangoLayout *l)
{
	int h;

	pango_layout_get_size(l, NULL, &h);
	return (double)h / PANGO_SCALE;
}

/* Room for so much, on the next page if need be. */
static void
make_room(struct pdf *p, double height)
{
	if (p->y + height <= HEIGHT - MARGIN)
		return;
	cairo_show_page(p->cr);
	p->y = MARGIN;
}

static void
draw(struct pdf *p, PangoLayout *l, const char *tag, double x)
{
	cairo_tag_begin(p->cr, tag, NULL);
	cairo_move_to(p->cr, x, p->y);
	pango_cairo_show_layout(p->cr, l);
	cairo_tag_end(p->cr, tag);
	g_object_unref(l);
}

static void
put(struct pdf *p, const char *text, const char *font, const char *tag)
{
	PangoLayout *l = lay_out(p, text, font, WIDTH - 2 * MARGIN);
	double h = height_of(l);

	make_room(p, h);
	draw(p, l, tag, MARGIN);
	p->y += h + GAP;
}

void
pdf_heading(struct pdf *p, const char *text)
{
	put(p, text, "Noto Sans Bold 17", "H1");
}

void
pdf_text(struct pdf *p, const char *text)
{
	put(p, text, "Noto Sans 10", "P");
}

void
pdf_table(struct pdf *p, const struct pdf_column *columns, int n)
{
	p->columns = columns;
	p->n = n;
	cairo_tag_begin(p->cr, "Table", NULL);
}

void
pdf_table_end(struct pdf *p)
{
	cairo_tag_end(p->cr, "Table");
	p->y += GAP;
}

void
pdf_row(struct pdf *p, const char *const *cells, bool head)
{
	const char *font = head ? "Noto Sans Bold 8.5" : "Noto Sans 8.5";
	PangoLayout *l[16];
	double x = MARGIN, high = 0, all = WIDTH - 2 * MARGIN, h;
	int i;

	for (i = 0; i < p->n; i++) {
		l[i] =
		    lay_out(p, cells[i], font, all * p->columns[i].share - GAP);
		if (p->columns[i].right)
			pango_layout_set_alignment(l[i], PANGO_ALIGN_RIGHT);
		if ((h = height_of(l[i])) > high)
			high = h;
	}
	make_room(p, high + GAP);
	cairo_tag_begin(p->cr, "TR", NULL);
	for (i = 0; i < p->n; i++) {
		draw(p, l[i], head ? "TH" : "TD", x);
		x += all * p->columns[i].share;
	}
	cairo_tag_end(p->cr, "TR");
	p->y += high + GAP / 2;
	cairo_set_line_width(p->cr, 0.4);
	cairo_move_to(p->cr, MARGIN, p->y);
	cairo_line_to(p->cr, WIDTH - MARGIN, p->y);
	cairo_stroke(p->cr);
	p->y += GAP / 2;
}

/* The language, and its title in the window instead of the file's name:
 * cairo cannot say either. */
static void
name_language(const struct buf *drawn, struct buf *out)
{
	qpdf_data q = qpdf_init();
	qpdf_oh root;

	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if (qpdf_read_memory(q, "drawn", drawn->data, drawn->len, NULL) &
	    QPDF_ERRORS)
		die("pdf: what was drawn cannot be read");
	root = qpdf_get_root(q);
	qpdf_oh_replace_key(
	    q, root, "/Lang", qpdf_oh_new_unicode_string(q, "en-GB"));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences",
	    qpdf_oh_parse(q, "<< /DisplayDocTitle true >>"));
	qpdf_init_write_memory(q);
	if (qpdf_write(q) & QPDF_ERRORS)
		die("pdf: the document cannot be written");
	buf_add(
	    out, (const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q));
	qpdf_cleanup(&q);
}

void
pdf_close(struct pdf *p, struct buf *out)
{
	cairo_tag_end(p->cr, "Document");
	cairo_destroy(p->cr);
	cairo_surface_finish(p->surface);
	if (cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS)
		die("pdf: %s",
		    cairo_status_to_string(cairo_surface_status(p->surface)));
	cairo_surface_destroy(p->surface);
	name_language(&p->drawn, out);
}

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
#define FOOT   (HEIGHT - MARGIN + 2 * GAP)

struct pdf {
	struct buf drawn;
	cairo_surface_t *surface;
	cairo_t *cr;
	struct arena *arena;
	const char *foot;
	int page, pages;
	double y;
	const struct pdf_column *columns;
	const char *const *heads; /* of the table in hand, or NULL */
	int n;
};

static void put_cells(
    struct pdf *, const char *const *cells, bool strong, const char *tag);

static cairo_status_t
keep(void *closure, const unsigned char *data, unsigned int n)
{
	buf_add(closure, (const char *)data, n);
	return CAIRO_STATUS_SUCCESS;
}

struct pdf *
pdf_open(struct arena *a, const char *title, const char *foot, int pages)
{
	struct pdf *p = arena_alloc(a, sizeof(*p));

	*p = (struct pdf){ .drawn.arena = a,
		.arena = a,
		.foot = foot,
		.page = 1,
		.pages = pages,
		.y = MARGIN };
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

static void
draw(struct pdf *p, PangoLayout *l, const char *tag, double x)
{
	cairo_tag_begin(p->cr, tag, NULL);
	cairo_move_to(p->cr, x, p->y);
	pango_cairo_show_layout(p->cr, l);
	cairo_tag_end(p->cr, tag);
	g_object_unref(l);
}

/* The foot of a page is none of what it says: no reader reads it out. */
static void
put_foot(struct pdf *p)
{
	const char *page =
	    p->pages > 0
		? arena_printf(p->arena, "Page %d of %d", p->page, p->pages)
		: arena_printf(p->arena, "Page %d", p->page);
	PangoLayout *l =
	    lay_out(p, p->foot, "Noto Sans 8", WIDTH - 2 * MARGIN - 80);
	double y = p->y;

	pango_layout_set_height(l, 0);
	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	p->y = FOOT;
	draw(p, l, "Private", MARGIN);
	l = lay_out(p, page, "Noto Sans 8", 80);
	pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
	draw(p, l, "Private", WIDTH - MARGIN - 80);
	p->y = y;
}

/* Room for so much, on the next page if need be. */
static void
make_room(struct pdf *p, double height)
{
	if (p->y + height <= HEIGHT - MARGIN)
		return;
	put_foot(p);
	cairo_show_page(p->cr);
	p->page++;
	p->y = MARGIN;
	if (p->heads != NULL)
		put_cells(p, p->heads, true, "Private");
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
pdf_facts(struct pdf *p)
{
	p->heads = NULL;
	cairo_tag_begin(p->cr, "Table", NULL);
}

void
pdf_fact(struct pdf *p, const char *name, const char *text)
{
	double left = (WIDTH - 2 * MARGIN) * 0.25, h;
	PangoLayout *what = lay_out(p, name, "Noto Sans Bold 10", left - GAP);
	PangoLayout *says =
	    lay_out(p, text, "Noto Sans 10", WIDTH - 2 * MARGIN - left);

	h = MAX(height_of(what), height_of(says));
	make_room(p, h);
	cairo_tag_begin(p->cr, "TR", NULL);
	draw(p, what, "TH", MARGIN);
	draw(p, says, "TD", MARGIN + left);
	cairo_tag_end(p->cr, "TR");
	p->y += h + GAP / 4;
}

void
pdf_table(struct pdf *p, const struct pdf_column *columns,
    const char *const *heads, int n)
{
	p->columns = columns;
	p->n = n;
	cairo_tag_begin(p->cr, "Table", NULL);
	make_room(p, 8 * GAP); /* heads never stand alone at the foot */
	p->heads = heads;
	put_cells(p, heads, true, "TH");
}

void
pdf_table_end(struct pdf *p)
{
	p->heads = NULL;
	cairo_tag_end(p->cr, "Table");
	p->y += 2 * GAP;
}

/* The line below a row belongs to nothing. */
static void
put_line(struct pdf *p)
{
	cairo_set_line_width(p->cr, 0.4);
	cairo_move_to(p->cr, MARGIN, p->y);
	cairo_line_to(p->cr, WIDTH - MARGIN, p->y);
	cairo_stroke(p->cr);
}

static void
put_cells(struct pdf *p, const char *const *cells, bool strong, const char *tag)
{
	const char *font = strong ? "Noto Sans Bold 8.5" : "Noto Sans 8.5";
	PangoLayout *l[16];
	double x = MARGIN, high = 0, all = WIDTH - 2 * MARGIN;
	int i;

	for (i = 0; i < p->n; i++) {
		l[i] =
		    lay_out(p, cells[i], font, all * p->columns[i].share - GAP);
		if (p->columns[i].right)
			pango_layout_set_alignment(l[i], PANGO_ALIGN_RIGHT);
		high = MAX(high, height_of(l[i]));
	}
	make_room(p, high + GAP);
	cairo_tag_begin(p->cr, "TR", NULL);
	for (i = 0; i < p->n; i++) {
		draw(p, l[i], tag, x);
		x += all * p->columns[i].share;
	}
	cairo_tag_end(p->cr, "TR");
	p->y += high + GAP / 2;
	put_line(p);
	p->y += GAP / 2;
}

void
pdf_row(struct pdf *p, const char *const *cells, bool strong)
{
	put_cells(p, cells, strong, "TD");
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

static void
finish(struct pdf *p)
{
	put_foot(p);
	cairo_tag_end(p->cr, "Document");
	cairo_destroy(p->cr);
	cairo_surface_finish(p->surface);
	if (cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS)
		die("pdf: %s",
		    cairo_status_to_string(cairo_surface_status(p->surface)));
	cairo_surface_destroy(p->surface);
}

void
pdf_close(struct pdf *p, struct buf *out)
{
	finish(p);
	name_language(&p->drawn, out);
}

int
pdf_count(struct pdf *p)
{
	finish(p);
	return p->page;
}

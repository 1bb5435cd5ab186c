/*
 * pdf.h: documents on A4, tagged for screen readers (PDF 1.7, structure
 * elements) and in British English.
 *
 * Text is UTF-8 in any script; pages break by themselves.
 */
#ifndef PDF_H
#define PDF_H

#include <stdbool.h>

struct arena;
struct buf;
struct pdf;

/* A column: its share of the width, and whether it holds figures. */
struct pdf_column {
	double share;
	bool right;
};

struct pdf *pdf_open(struct arena *, const char *title);
void pdf_heading(struct pdf *, const char *text);
void pdf_text(struct pdf *, const char *text);
void pdf_table(struct pdf *, const struct pdf_column *, int n);
void pdf_row(struct pdf *, const char *const *cells, bool head);
void pdf_table_end(struct pdf *);

/* Append the document; it cannot be written to after. */
void pdf_close(struct pdf *, struct buf *);

#endif

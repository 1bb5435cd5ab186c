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

/* foot stands at the foot of each page, beside "Page 1 of 3"; pages: how many
 * there will be, by pdf_count of the same drawn before, or 0. */
struct pdf *pdf_open(
    struct arena *, const char *title, const char *foot, int pages);
void pdf_heading(struct pdf *, const char *text);
void pdf_text(struct pdf *, const char *text);

/* Facts, each a name and what it says, one below the other. */
void pdf_facts(struct pdf *);
void pdf_fact(struct pdf *, const char *name, const char *text);

/* A table; its heads stand again on every page that it goes on to. */
void pdf_table(
    struct pdf *, const struct pdf_column *, const char *const *heads, int n);
void pdf_row(struct pdf *, const char *const *cells, bool strong);
void pdf_table_end(struct pdf *); /* of facts too */

/* Append the document, or only tell how many pages it has; it cannot be
 * written to after. */
void pdf_close(struct pdf *, struct buf *);
int pdf_count(struct pdf *);

#endif

/* batch.c: statements: what an organisation owes for a period. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "pdf.h"
#include "queries.h"
#include "request.h"
#include "rows_write.h"

enum { PAGE_ROWS = 25 };

int
batches_show(struct request *r)
{
	int64_t page = paging_page(r);
	struct rows b = q_batch_list(r, page);

	desk_title(r, "Statements");
	show_rows(r, "due", q_charge_due(r));
	show_rows(r, "batches", b);
	paging_show(r, "", page, b.n > 0 ? rows_int(b, 0, "n") : 0, PAGE_ROWS);
	return reply_page(r, 200, "manage_statements.html");
}

int
batch_make(struct request *r)
{
	struct rows m = q_charge_batch(r, r->person, arg_text(r, "agency"),
	    arg_text(r, "upto"), arg_text(r, "purchase_order"));

	if (strcmp(rows_text(m, 0, "outcome"), "batched") != 0)
		return reply_refused(r, rows_text(m, 0, "outcome"));
	return reply_redirect(
	    r, "/manage/statements/%s", rows_text(m, 0, "batch"));
}

int
batch_show(struct request *r)
{
	struct rows b = q_batch_show(r, arg_id(r, "batch"));

	if (b.n == 0)
		return reply_not_found(r);
	desk_title(r, "A statement");
	show_rows(r, "batch", b);
	show_rows(r, "charges", q_batch_charges(r, arg_id(r, "batch")));
	return reply_page(r, 200, "manage_statement.html");
}

/* STATEMENT.csv */
int
batch_sheet(struct request *r)
{
	int64_t batch = arg_id(r, "batch");

	if (q_batch_show(r, batch).n == 0)
		return reply_not_found(r);
	q_export_note(r, r->person, "statement.csv", "", "", "", "", "");
	return reply_stream(r, "text/csv; charset=utf-8",
	    arena_printf(r->arena, "statement-%lld.csv", (long long)batch),
	    q_batch_sheet(r, batch), rows_write_csv, NULL);
}

/* The lines of a statement, and their sum. */
static void
write_lines(struct request *r, struct pdf *p, struct rows batch)
{
	static const struct pdf_column columns[] = { { 0.18, false },
		{ 0.22, false }, { 0.48, false }, { 0.12, true } };
	static const char *const heads[] = { "Date", "Who", "What for",
		"Amount" };
	struct rows c = q_batch_charges(r, rows_int(batch, 0, "batch"));
	const char *cells[4];
	int i;

	pdf_table(p, columns, 4);
	pdf_row(p, heads, true);
	for (i = 0; i < c.n; i++) {
		cells[0] = rows_text(c, i, "date_words");
		cells[1] = arena_printf(r->arena, "%s\n%s",
		    rows_text(c, i, "name"), rows_text(c, i, "organisation"));
		cells[2] = arena_printf(r->arena, "%s: %s\n%s\n%s",
		    rows_text(c, i, "kind_words"), rows_text(c, i, "title"),
		    rows_text(c, i, "because"), rows_text(c, i, "extra_words"));
		cells[3] = rows_text(c, i, "amount_words");
		pdf_row(p, cells, false);
	}
	cells[0] = "Sum";
	cells[1] = cells[2] = "";
	cells[3] = rows_text(batch, 0, "amount_words");
	pdf_row(p, cells, true);
	pdf_table_end(p);
}

/* STATEMENT.pdf */
int
batch_pdf(struct request *r)
{
	struct rows b = q_batch_show(r, arg_id(r, "batch"));
	struct buf out = { .arena = r->arena };
	struct pdf *p;

	if (b.n == 0)
		return reply_not_found(r);
	q_export_note(r, r->person, "statement.pdf", "", "", "", "", "");
	p = pdf_open(r->arena,
	    arena_printf(r->arena, "Statement %s", rows_text(b, 0, "batch")));
	pdf_heading(p,
	    arena_printf(r->arena, "Statement %s", rows_text(b, 0, "batch")));
	pdf_text(p, r->conf->partnership);
	pdf_text(p,
	    arena_printf(r->arena, "For: %s\nPeriod: %s\nMade: %s%s%s",
		rows_text(b, 0, "agency"), rows_text(b, 0, "period"),
		rows_text(b, 0, "made_words"),
		rows_null(b, 0, "purchase_order") ? "" : "\nPurchase order: ",
		rows_text(b, 0, "purchase_order")));
	write_lines(r, p, b);
	if (*r->conf->contact_email != '\0')
		pdf_text(p, arena_printf(r->arena, "Questions: %s",
				r->conf->contact_email));
	pdf_close(p, &out);
	header_add(r, "Content-Disposition",
	    "attachment; filename=\"statement-%s.pdf\"",
	    rows_text(b, 0, "batch"));
	return reply_bytes(r, 200, "application/pdf", out.data, out.len);
}

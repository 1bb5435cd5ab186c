/* batch.c: statements: what an organisation owes for a period. */

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
	show_text(r, "said",
	    arg_given(r, "said") ? arena_printf(r->arena, "%s statement%s made",
				       arg_text(r, "said"),
				       arg_number(r, "said") == 1 ? "" : "s")
				 : NULL);
	show_rows(r, "batches", b);
	paging_show(r, "", page, b.n > 0 ? rows_int(b, 0, "n") : 0, PAGE_ROWS);
	return reply_page(r, 200, "manage_statements.html");
}

/* One of them, or those of all periods that are over. */
int
batch_make(struct request *r)
{
	struct rows m;

	if (arg_flag(r, "all")) {
		m = q_charge_batches(r, r->person);
		return reply_done(r, m, "batched", "/manage/statements?said=%s",
		    rows_text(m, 0, "made"));
	}
	if (!arg_given(r, "upto"))
		return reply_refused(r, "nothing_to_batch");
	m = q_charge_batch(r, r->person, arg_text(r, "agency"),
	    arg_text(r, "upto"), arg_text(r, "purchase_order"));

	return reply_done(
	    r, m, "batched", "/manage/statements/%s", rows_text(m, 0, "batch"));
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
write_lines(struct request *r, struct pdf *p, struct rows batch, struct rows c)
{
	static const struct pdf_column columns[] = { { 0.2, false },
		{ 0.24, false }, { 0.44, false }, { 0.12, true } };
	static const char *const heads[] = { "Date", "Who", "What for",
		"Amount" };
	const char *cells[4];
	int i;

	pdf_table(p, columns, heads, 4);
	for (i = 0; i < c.n; i++) {
		cells[0] = arena_printf(r->arena, "%s\nBooking %s",
		    rows_text(c, i, "date_words"), rows_text(c, i, "number"));
		cells[1] = arena_printf(r->arena, "%s\n%s",
		    rows_text(c, i, "name"), rows_text(c, i, "organisation"));
		cells[2] = arena_printf(r->arena, "%s: %s\n%s%s%s",
		    rows_text(c, i, "kind_words"), rows_text(c, i, "title"),
		    rows_text(c, i, "because"),
		    rows_null(c, i, "extra_words") ? "" : "\n",
		    rows_text(c, i, "extra_words"));
		cells[3] = rows_text(c, i, "amount_words");
		pdf_row(p, cells, false);
	}
	cells[0] = "Total";
	cells[1] = cells[2] = "";
	cells[3] = rows_text(batch, 0, "amount_words");
	pdf_row(p, cells, true);
	pdf_table_end(p);
}

/* From whom, to whom, for when. */
static void
write_head(struct request *r, struct pdf *p, struct rows b)
{
	pdf_text(p, r->conf->partnership);
	pdf_heading(p,
	    arena_printf(r->arena, "Statement %s", rows_text(b, 0, "batch")));
	pdf_facts(p);
	pdf_fact(p, "To", rows_text(b, 0, "agency"));
	if (!rows_null(b, 0, "post"))
		pdf_fact(p, "Address", rows_text(b, 0, "post"));
	if (!rows_null(b, 0, "training_contact"))
		pdf_fact(p, "Attention", rows_text(b, 0, "training_contact"));
	pdf_fact(p, "Period", rows_text(b, 0, "period"));
	pdf_fact(p, "Date", rows_text(b, 0, "made_words"));
	if (!rows_null(b, 0, "purchase_order"))
		pdf_fact(
		    p, "Purchase order", rows_text(b, 0, "purchase_order"));
	pdf_fact(p, "Total", rows_text(b, 0, "amount_words"));
	if (*r->conf->contact_email != '\0')
		pdf_fact(p, "Questions", r->conf->contact_email);
	pdf_table_end(p);
}

static struct pdf *
draw(struct request *r, struct rows b, struct rows lines, int pages)
{
	const char *title =
	    arena_printf(r->arena, "Statement %s", rows_text(b, 0, "batch"));
	struct pdf *p = pdf_open(r->arena, title,
	    arena_printf(r->arena, "%s, %s, %s", title,
		rows_text(b, 0, "agency"), rows_text(b, 0, "period")),
	    pages);

	write_head(r, p, b);
	write_lines(r, p, b, lines);
	return p;
}

/* STATEMENT.pdf, drawn once to count its pages. */
int
batch_pdf(struct request *r)
{
	struct rows b = q_batch_show(r, arg_id(r, "batch")), lines;
	struct buf out = { .arena = r->arena };

	if (b.n == 0)
		return reply_not_found(r);
	q_export_note(r, r->person, "statement.pdf", "", "", "", "", "");
	lines = q_batch_charges(r, rows_int(b, 0, "batch"));
	pdf_close(draw(r, b, lines, pdf_count(draw(r, b, lines, 0))), &out);
	header_add(r, "Content-Disposition",
	    "attachment; filename=\"statement-%s.pdf\"",
	    rows_text(b, 0, "batch"));
	return reply_bytes(r, 200, "application/pdf", out.data, out.len);
}

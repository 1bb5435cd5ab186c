/* batch.c: statements: what an organisation owes for a period. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
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

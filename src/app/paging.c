/* paging.c: the numbers under a list that has several pages. */
#include <inttypes.h>

#include "arena.h"
#include "handlers.h"
#include "request.h"

enum { SHOWN_MAX = 8 };

int64_t
paging_page(const struct request *r)
{
	int64_t page = arg_number(r, "page");

	return page > 1 ? page : 1;
}

/* "query&page=n", an address's part after "?". */
static const char *
page_query(struct request *r, const char *query, int64_t page)
{
	return arena_printf(r->arena, "%s%spage=%" PRId64, query,
	    *query != '\0' ? "&" : "", page);
}

static void
show_step(struct request *r, const char *name, const char *query, int64_t page,
    bool there)
{
	const char *cells[] = { page_query(r, query, page) };

	show_rows(r, name, rows_make(r->arena, "query", there, cells));
}

/* First, last, the current page and its neighbours; a gap where some lack. */
void
paging_show(
    struct request *r, const char *query, int64_t page, int64_t n, int64_t per)
{
	const char *cells[4 * SHOWN_MAX];
	int64_t i, pages = (n + per - 1) / per, last = 0;
	int k = 0;

	for (i = 1; i <= pages; i++) {
		if (i != 1 && i != pages && (i < page - 1 || i > page + 1))
			continue;
		if (last != 0 && i != last + 1) {
			cells[4 * k] = cells[4 * k + 1] = "";
			cells[4 * k + 2] = "f";
			cells[4 * k++ + 3] = "t";
		}
		cells[4 * k] = arena_printf(r->arena, "%" PRId64, i);
		cells[4 * k + 1] = page_query(r, query, i);
		cells[4 * k + 2] = i == page ? "t" : "f";
		cells[4 * k++ + 3] = "f";
		last = i;
	}
	show_flag(r, "many_pages", pages > 1);
	show_rows(r, "page_numbers",
	    rows_make(r->arena, "number,query,current,gap", k, cells));
	show_step(r, "page_before", query, page - 1, page > 1);
	show_step(r, "page_after", query, page + 1, page < pages);
}

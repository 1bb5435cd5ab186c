/* audit.c: who did or saw what, for those who may read it. */
#include <inttypes.h>

#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { PAGE_ROWS = 50 };

/* The filters of this page and the last row it shows, for the next one. */
static const char *
older_query(struct request *r, struct rows lines)
{
	static const char *const fields[] = { "act", "who", "object", "from",
		"to" };
	struct buf b = { .arena = r->arena };
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!arg_given(r, fields[i]))
			continue;
		buf_printf(&b, "%s=", fields[i]);
		buf_url(&b, arg_text(r, fields[i]));
		buf_text(&b, "&");
	}
	buf_printf(&b, "before=%" PRId64, rows_int(lines, PAGE_ROWS - 1, "id"));
	return buf_string(&b);
}

int
audit_show(struct request *r)
{
	const char *act = arg_text(r, "act");
	struct rows lines = q_audit_list(r, r->person, act, arg_text(r, "who"),
	    arg_text(r, "object"), arg_text(r, "from"), arg_text(r, "to"),
	    arg_number(r, "before"));

	desk_title(r, "Audit trail");
	show_text(
	    r, "older", lines.n > PAGE_ROWS ? older_query(r, lines) : NULL);
	show_rows(r, "lines", lines);
	show_rows(r, "acts", q_audit_acts(r, act));
	return reply_page(r, 200, "manage_audit.html");
}

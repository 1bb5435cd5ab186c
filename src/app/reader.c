/* reader.c: who may read of a learning review before it is published. */

#include "handlers.h"
#include "queries.h"
#include "request.h"

int
readers_form(struct request *r)
{
	const char *code = arg_text(r, "review");
	struct rows review = q_review_show(r, r->person, code);

	if (review.n == 0)
		return reply_not_found(r);
	desk_title(r, "Who reads of a learning review");
	show_rows(r, "review", review);
	show_rows(r, "readers", q_review_readers(r, code));
	return reply_page(r, 200, "manage_readers.html");
}

int
readers_keep(struct request *r)
{
	const char *code = arg_text(r, "review");

	return reply_done(r,
	    q_reader_keep(r, r->person, code, arg_text(r, "email"),
		arg_flag(r, "remove")),
	    "saved", "/manage/reviews/%s", code);
}

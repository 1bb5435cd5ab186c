/* mailbox.c: mails that do not arrive, and what to do about them. */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"

enum { PAGE_ROWS = 25 };

int
mailbox_show(struct request *r)
{
	const char *which = arg_text(r, "which");
	int64_t page = paging_page(r);
	struct rows n = q_mailbox_count(r, which), words = q_mailbox_words(r);

	desk_title(r, "Mail");
	show_rows(r, "mails", q_mailbox_list(r, which, page));
	show_rows(r, "words", words);
	show_text(r, "which", which);
	paging_show(r,
	    *which != '\0' ? arena_printf(r->arena, "which=%s", which) : "",
	    page, rows_int(n, 0, "n"), PAGE_ROWS);
	return reply_page(r, 200, "manage_mail.html");
}

int
mailbox_act(struct request *r)
{
	int64_t mail = arg_id(r, "mail");
	bool retry = strcmp(arg_text(r, "act"), "retry") == 0;
	const char *outcome;

	outcome = rows_text(retry ? q_mailbox_retry(r, r->person, mail)
				  : q_mailbox_discard(r, r->person, mail),
	    0, "outcome");
	if (strcmp(outcome, "retried") != 0 &&
	    strcmp(outcome, "discarded") != 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "/manage/mail");
}

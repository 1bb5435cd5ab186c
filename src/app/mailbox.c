/* mailbox.c: mails that do not arrive, and what to do about them. */
#include <string.h>

#include "arena.h"
#include "conf.h"
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

	return reply_done(r,
	    retry ? q_mailbox_retry(r, r->person, mail)
		  : q_mailbox_discard(r, r->person, mail),
	    "retried discarded", "/manage/%s%s",
	    arg_given(r, "person") ? "people/" : "mail", arg_text(r, "person"));
}

void
mail_back_show(struct request *r)
{
	show_rows(r, "mail_back", q_mail_back(r, r->person));
	show_text(r, "sender", r->conf->mail_from);
}

int
mail_back_page(struct request *r)
{
	show_text(r, "page_title", "Mail that did not arrive");
	show_flag(r, "resent", arg_flag(r, "resent"));
	mail_back_show(r);
	return reply_page(r, 200, "account_mail.html");
}

int
mail_back_resend(struct request *r)
{
	if (outcome_is(q_mail_back_resend(r, r->person), "just_tried"))
		return reply_refused(r, "just_tried");
	return reply_redirect(r, "/account/mail?resent=1");
}

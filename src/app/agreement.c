/*
 * agreement.c: managers agree by the link of a mail, without an account;
 * people name another manager; the coordinator decides the rest.
 *
 * Mail scanners fetch links and run scripts: the page changes nothing by
 * itself, only its buttons do.
 */
#include <string.h>

#include "arena.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "secret.h"

int
agreement_show(struct request *r)
{
	const char *hash = secret_lookup(r->arena, arg_text(r, "token"));
	struct rows own = q_agreement_own(r, hash);

	show_text(r, "page_title",
	    own.n > 0 ? "Do you agree?" : "This link does not work any more");
	show_rows(r, "agreement", own);
	show_rows(r, "others", q_agreement_others(r, hash));
	show_rows(r, "decided", q_agreement_decided(r, hash));
	show_rows(r, "parts", q_agreement_parts(r, hash));
	return reply_page(r, own.n > 0 ? 200 : 404, "agreement.html");
}

int
agreement_act(struct request *r)
{
	const char *hash = secret_lookup(r->arena, arg_text(r, "token"));
	const char *act = arg_text(r, "act"), *outcome;
	int64_t approval = arg_id(r, "approval");
	struct rows done;

	if (strcmp(act, "pass_on") == 0) {
		if (!arg_given(r, "email")) {
			error_add(r, "email",
			    "Enter the work email address of the person who "
			    "has to agree");
			return reply_form(r);
		}
		done = q_agreement_pass_on(r, hash, approval,
		    arg_text(r, "name"), arg_text(r, "email"));
	} else if (strcmp(act, "not_mine") == 0) {
		done = q_agreement_not_mine(r, hash, approval);
	} else {
		done = q_agreement_decide(r, hash, approval,
		    strcmp(act, "agree") == 0, arg_text(r, "note"));
	}
	outcome = rows_text(done, 0, "outcome");
	if (strcmp(outcome, "not_found") == 0 ||
	    strcmp(outcome, "same_manager") == 0)
		return reply_refused(r, outcome);
	return reply_redirect(r, "%s", r->path);
}

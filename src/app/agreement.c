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
	const char *act = arg_text(r, "act");
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
	if (outcome_is(done, "not_found same_manager"))
		return reply_refused(r, rows_text(done, 0, "outcome"));
	return reply_redirect(r, "%s", r->path);
}

void
agreement_show_mine(struct request *r, int64_t number)
{
	struct rows asked = q_agreement_mine(r, r->person, number);

	show_rows(r, "asked", asked);
	show_flag(r, "held", asked.n > 0 && rows_flag(asked, 0, "held"));
	show_flag(r, "can_correct",
	    q_agreement_correctable(r, r->person, number).n > 0);
	show_rows(
	    r, "agreement_notes", q_agreement_notes(r, r->person, number));
}

int
booking_manager_form(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows b = q_agreement_correctable(r, r->person, number);

	if (b.n == 0 && q_booking_show(r, r->person, number).n == 0)
		return reply_not_found(r);
	if (b.n == 0) /* decided meanwhile: the booking's page says how */
		return reply_redirect(r, "/bookings/%lld", (long long)number);
	show_text(r, "page_title", "Who agrees your training?");
	show_rows(r, "booking", b);
	show_typed_row(r, b);
	return reply_page(r, 200, "booking_manager.html");
}

int
booking_manager(struct request *r)
{
	int64_t number = arg_id(r, "number");
	struct rows done = q_agreement_correct(r, r->person, number,
	    arg_text(r, "manager_name"), arg_text(r, "manager_email"));

	if (outcome_is(done, "not_found same_manager"))
		return reply_refused(r, rows_text(done, 0, "outcome"));
	return reply_redirect(r, "/bookings/%lld", (long long)number);
}

int
agreements_show(struct request *r)
{
	const char *ref = arg_text(r, "session");
	struct rows waiting = q_agreements_waiting(r, ref);
	int64_t done = arg_number(r, "done");

	desk_title(r, "Agreements");
	show_rows(r, "waiting", waiting);
	show_rows(r, "managers", q_agreements_asked(r, ref));
	show_text(r, "only", ref);
	show_text(r, "said",
	    done == 0
		? NULL
		: arena_printf(r->arena, "%lld %s decided", (long long)done,
		      done == 1 ? "request is" : "requests are"));
	return reply_page(r, 200, "manage_agreements.html");
}

/* What the form lacks, in words at the field; true if nothing. */
static bool
decision_whole(struct request *r)
{
	if (!arg_given(r, "booking") && !arg_given(r, "approval"))
		error_add(r, "", "Tick the requests that you decide");
	if (strcmp(arg_text(r, "act"), "decline") == 0 && !arg_given(r, "note"))
		error_add(r, "note", "Say why: the person reads it");
	return !error_any(r);
}

int
agreements_act(struct request *r)
{
	bool agree = strcmp(arg_text(r, "act"), "agree") == 0;
	int64_t done = 1;
	struct rows one;

	if (!decision_whole(r))
		return reply_form(r);
	if (arg_given(r, "approval")) {
		one = q_agreement_decide_for(r, r->person,
		    arg_id(r, "approval"), agree, arg_text(r, "note"));
		if (outcome_is(one, "not_found not_open begun"))
			return reply_refused(r, rows_text(one, 0, "outcome"));
	} else {
		done = rows_int(
		    q_agreements_decide(r, r->person, arg_set(r, "booking"),
			agree, arg_text(r, "note")),
		    0, "done");
		if (done == 0)
			return reply_refused(r, "not_open");
	}
	return reply_redirect(r, "/manage/agreements?session=%s&done=%lld",
	    arg_text(r, "session"), (long long)done);
}

void
agreements_show_panel(struct request *r, struct rows session)
{
	show_rows(r, "agreements",
	    q_agreements_of_session(r, rows_int(session, 0, "id")));
}

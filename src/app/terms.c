/* terms.c: cancellation terms at the desk: what there is, and new versions. */
#include <string.h>

#include "handlers.h"
#include "queries.h"
#include "request.h"

int
terms_show(struct request *r)
{
	desk_title(r, "Cancellation terms");
	show_rows(r, "terms", q_terms_list(r));
	return reply_page(r, 200, "manage_terms.html");
}

int
terms_choose(struct request *r)
{
	struct rows o = q_terms_choose(r, r->person, arg_text(r, "code"));

	if (!outcome_is(o, "chosen"))
		return reply_not_found(r);
	return reply_redirect(r, "/manage/terms");
}

/* What new terms begin with. */
static void
show_beginning(struct request *r)
{
	show_typed(r, "unit", "working_days");
	show_typed(r, "share", "100");
	show_typed(r, "brief_minutes", "0");
	show_typed(r, "half_minutes", "240");
	show_typed(r, "case_days", "10");
	show_typed(r, "fee_due", "never");
	show_typed(r, "per_day", "t");
	show_typed(r, "swap_free", "t");
	show_text(r, "version", "0");
}

/* NEW is no code of terms: its form asks for one. */
int
terms_form(struct request *r)
{
	const char *code = arg_text(r, "code");
	bool is_new = strcmp(code, "NEW") == 0;
	struct rows f = q_terms_form(r, code);

	if (f.n == 0 && !is_new)
		return reply_not_found(r);
	desk_title(r, is_new ? "New terms" : rows_text(f, 0, "name"));
	show_text(r, "code", code);
	show_flag(r, "is_new", is_new);
	show_text(r, "version", is_new ? "0" : rows_text(f, 0, "version"));
	show_rows(r, "versions", q_terms_versions(r, code));
	show_rows(r, "excuses", q_terms_excuses(r, code));
	show_rows(r, "classes", q_terms_classes(r));
	if (is_new)
		show_beginning(r);
	else
		show_typed_row(r, f);
	return reply_page(r, 200, "manage_terms_form.html");
}

int
terms_make(struct request *r)
{
	const char *code = arg_text(r, "code");
	struct rows m;

	if (strcmp(code, "NEW") == 0) {
		if (!arg_given(r, "new_code")) {
			error_add(r, "new_code",
			    "Enter a short code, such as STANDARD");
			return reply_form(r);
		}
		code = arg_text(r, "new_code");
	}
	m = q_terms_make(r, r->person, arg_number(r, "version"), code,
	    arg_text(r, "name"), arg_text(r, "source"), arg_text(r, "notice"),
	    arg_text(r, "unit"), arg_text(r, "until"), arg_number(r, "share"),
	    arg_text(r, "tiers"), arg_text(r, "amounts"),
	    arg_number(r, "brief_minutes"), arg_number(r, "half_minutes"),
	    arg_flag(r, "per_day"), arg_text(r, "grace_half"),
	    arg_text(r, "grace_day"), arg_flag(r, "left_counts"),
	    arg_flag(r, "swap_free"), arg_flag(r, "transfer_free"),
	    arg_text(r, "fee_due"), arg_flag(r, "extra_costs"),
	    arg_number(r, "case_days"),
	    arg_given(r, "excuses") ? arg_set(r, "excuses") : "{}");
	return reply_done(r, m, "made same", "/manage/terms/%s", code);
}

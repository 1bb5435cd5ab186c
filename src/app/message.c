/*
 * message.c: the mails in the partnership's own words: every kind can be
 * written anew in the browser, with the names that our text of it uses and a
 * few that any mail may use, looked at with an example, and put back to ours.
 */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "conf.h"
#include "handlers.h"
#include "page.h"
#include "queries.h"
#include "request.h"
#include "template.h"
#include "text.h"
#include "wording.h"

enum { KINDS_MAX = 200, NAME_COLUMNS = 4 };

/* The text of a page of that name, or NULL. */
static const char *
page_text(const char *wanted)
{
	const char *name, *text;
	size_t i;

	for (i = 0; (name = template_listed(i, &text)) != NULL; i++)
		if (strcmp(name, wanted) == 0)
			return text;
	return NULL;
}

/* Is there a text of this kind that can be changed? */
static bool
is_ours(struct request *r, const char *kind)
{
	return *kind != '_' && strcmp(kind, "message") != 0 &&
	       page_text(arena_printf(r->arena, "mail/%s.txt", kind)) != NULL;
}

/* What a shared part says, without the remark at its head. */
static const char *
part_text(const char *name)
{
	const char *text = page_text(name);

	return strncmp(text, "{{!", 3) == 0 ? strchr(text, '\n') + 1 : text;
}

/* The text that came with the program, up to its foot, its parts in place. */
static const char *
our_text(struct request *r, const char *kind)
{
	static const char foot[] = "{{>mail/_foot.txt}}", part[] = "{{>";
	const char *text =
	    page_text(arena_printf(r->arena, "mail/%s.txt", kind));
	const char *end = strstr(text, foot), *at, *close;
	struct buf b = { .arena = r->arena };

	for (; (at = strstr(text, part)) != NULL && at != end;) {
		buf_add(&b, text, (size_t)(at - text));
		at += sizeof(part) - 1;
		close = strstr(at, "}}");
		buf_text(&b,
		    part_text(arena_dup(r->arena, at, (size_t)(close - at))));
		text = close + 2 + (close[2] == '\n');
	}
	buf_add(
	    &b, text, (size_t)((end != NULL ? end : strchr(text, 0)) - text));
	return buf_string(&b);
}

/* All kinds that can be changed, as an array. */
static const char *
all_kinds(struct request *r)
{
	const char *kinds[KINDS_MAX + 1], *name, *text;
	size_t i, len, n = 0;

	for (i = 0; (name = template_listed(i, &text)) != NULL; i++) {
		len = strlen(name);
		if (strncmp(name, "mail/", 5) != 0 || len < 10 ||
		    strcmp(name + len - 4, ".txt") != 0 || n == KINDS_MAX)
			continue;
		kinds[n] = arena_dup(r->arena, name + 5, len - 9);
		if (is_ours(r, kinds[n]))
			n++;
	}
	kinds[n] = NULL;
	return text_array(r->arena, kinds);
}

/* Its example: those of this installation are its own. */
static const char *
example(const struct request *r, const struct placeholder *k)
{
	return strcmp(k->name, "partnership") == 0     ? r->conf->partnership
	       : strcmp(k->name, "base_url") == 0      ? r->conf->base_url
	       : strcmp(k->name, "contact_email") == 0 ? r->conf->contact_email
	       : strcmp(k->name, "contact_phone") == 0 ? r->conf->contact_phone
	       : strcmp(k->name, "contact_post") == 0  ? r->conf->contact_post
						       : k->example;
}

/* One more name; in a preview what is rare is left out. */
static struct value *
add_name(struct request *r, struct value *values, const char *name)
{
	const struct placeholder *k = placeholder_find(name);
	const struct value *v;

	for (v = values; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0)
			return values;
	return wording_value(r->arena, values, name,
	    k == NULL || k->rare ? NULL : example(r, k));
}

struct value *
message_values(struct request *r, const char *kind)
{
	const struct page *p =
	    template_compile(r->arena, "message.txt", our_text(r, kind));
	const struct placeholder *k;
	struct value *values = NULL;
	size_t i;

	for (i = 0; (k = placeholder_at(i)) != NULL; i++)
		if (k->common)
			values = add_name(r, values, k->name);
	for (i = 0; i < p->n; i++)
		if (p->steps[i].op == VALUE || p->steps[i].op == EACH ||
		    p->steps[i].op == UNLESS)
			values = add_name(r, values, p->steps[i].s);
	return values;
}

void
message_show_names(struct request *r, const struct value *values)
{
	const char *cells[NAME_COLUMNS * KINDS_MAX];
	const struct placeholder *k;
	int n = 0;

	for (; values != NULL && n < KINDS_MAX; values = values->next, n++) {
		k = placeholder_find(values->name);
		cells[NAME_COLUMNS * n] =
		    arena_printf(r->arena, "{{%s}}", values->name);
		cells[NAME_COLUMNS * n + 1] = k != NULL ? k->words : NULL;
		cells[NAME_COLUMNS * n + 2] = values->text != NULL
						  ? values->text
					      : k != NULL ? example(r, k)
							  : NULL;
		cells[NAME_COLUMNS * n + 3] = values->name;
	}
	show_rows(r, "names",
	    rows_make(r->arena, "tag,words,example,name", n, cells));
}

bool
message_check(struct request *r, const struct value *values)
{
	static const char *const fields[] = { "subject", "body" };
	const char *flaw;
	size_t i;

	for (i = 0; i < 2; i++) {
		flaw = wording_flaw(r->arena, arg_text(r, fields[i]), values);
		if (flaw != NULL)
			error_add(r, fields[i], "%s", flaw);
	}
	return !error_any(r);
}

void
message_show_preview(struct request *r, const struct value *values,
    const char *subject, const char *body)
{
	bool good = *subject != '\0' &&
		    wording_flaw(r->arena, subject, values) == NULL &&
		    wording_flaw(r->arena, body, values) == NULL;
	struct rows blocks, runs;

	wording_cut(r->arena, good ? wording_print(r->arena, body, values) : "",
	    &blocks, &runs);
	show_text(r, "preview_subject",
	    good ? wording_print(r->arena, subject, values) : "");
	show_rows(r, "blocks", blocks);
	show_rows_in(r, "runs", runs, "block");
}

int
messages_show(struct request *r)
{
	desk_title(r, "Messages");
	show_rows(r, "messages", q_message_list(r, all_kinds(r)));
	show_text(r, "hours", rows_text(q_message_hours(r), 0, "words"));
	return reply_page(r, 200, "manage_messages.html");
}

/* Ours, cut into the subject and what comes before the foot. */
static void
take_ours(struct request *r, const char *kind, const char **subject,
    const char **body)
{
	static const char mark[] = "Subject: ";
	const char *text = our_text(r, kind), *end = strchr(text, '\n');
	size_t n;

	*subject = arena_dup(r->arena, text + sizeof(mark) - 1,
	    (size_t)(end - text) - (sizeof(mark) - 1));
	end += strspn(end, "\n");
	for (n = strlen(end); n > 0 && end[n - 1] == '\n';)
		n--;
	*body = arena_dup(r->arena, end, n);
}

/* The form of a kind, with what is typed or else what it says now. */
static int
show_form(struct request *r, const char *kind, const char *subject,
    const char *body, int64_t version)
{
	struct rows m = q_message_show(r, kind);
	struct value *values = message_values(r, kind);
	const char *our_subject, *our_body;

	take_ours(r, kind, &our_subject, &our_body);
	if (subject == NULL) {
		subject = rows_flag(m, 0, "own") ? rows_text(m, 0, "subject")
						 : our_subject;
		body =
		    rows_flag(m, 0, "own") ? rows_text(m, 0, "body") : our_body;
	}
	desk_title(r, rows_text(m, 0, "words"));
	show_rows(r, "message", m);
	show_rows(r, "other", q_message_newer(r, kind, version));
	show_text(r, "our_subject", our_subject);
	show_text(r, "our_body", our_body);
	show_typed(r, "subject", subject);
	show_typed(r, "body", body);
	message_show_names(r, values);
	message_show_preview(r, values, subject, body);
	return reply_page(r, 200, "manage_message.html");
}

int
message_edit(struct request *r)
{
	const char *kind = arg_text(r, "kind");

	if (!is_ours(r, kind))
		return reply_not_found(r);
	return show_form(r, kind, NULL, NULL,
	    arg_given(r, "version") ? arg_number(r, "version") : -1);
}

/* What is saved must be right; ours always is. */
int
message_change(struct request *r)
{
	const char *kind = arg_text(r, "kind"), *act = arg_text(r, "act"),
		   *subject = arg_text(r, "subject"),
		   *body = arg_text(r, "body");
	struct rows saved;

	if (!is_ours(r, kind))
		return reply_not_found(r);
	if (strcmp(act, "ours") == 0)
		subject = body = "";
	else if (*subject == '\0')
		error_add(r, "subject", "Enter a subject");
	else if (*body == '\0')
		error_add(r, "body", "Enter the text");
	else
		message_check(r, message_values(r, kind));
	if (error_any(r))
		return reply_form(r);
	if (strcmp(act, "preview") == 0)
		return show_form(r, kind, subject, body, -1);
	saved = q_message_save(
	    r, kind, arg_number(r, "version"), subject, body, r->person);
	if (saved.n == 0)
		return reply_refused(r, "stale_text");
	return reply_redirect(r, "/manage/messages");
}

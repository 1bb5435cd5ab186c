/* reply.c: the ends a handler may come to. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "conf.h"
#include "db.h"
#include "dispatch.h"
#include "inner.h"
#include "log.h"
#include "metrics.h"
#include "request.h"
#include "session.h"
#include "wire.h"

#define CHUNK          (32 * 1024)
#define COOKIE_SECONDS (12L * 3600) /* app.login_whole() */

/* The words beside a status (RFC 9110, 15). */
static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = { { 200, "OK" }, { 303, "See Other" },
		{ 400, "Bad Request" }, { 401, "Unauthorized" },
		{ 403, "Forbidden" }, { 404, "Not Found" },
		{ 405, "Method Not Allowed" }, { 409, "Conflict" },
		{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
		{ 503, "Service Unavailable" } };
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Status";
}

/* Headers that a page may not be without stand here; nginx adds the rest. */
static int
head(struct request *r, int status, const char *type)
{
	struct buf own = r->head;

	r->head = (struct buf){ .arena = r->arena };
	buf_printf(&r->head, "Status: %d %s\r\n", status, reason(status));
	if (type != NULL)
		buf_printf(&r->head, "Content-Type: %s\r\n", type);
	if (!r->streamed)
		buf_printf(&r->head, "Content-Length: %zu\r\n", r->body.len);
	buf_add(&r->head, own.data, own.len);
	if (own.len == 0 ||
	    memmem(own.data, own.len, "Cache-Control:", 14) == NULL)
		buf_text(&r->head, "Cache-Control: no-store\r\n");
	buf_text(&r->head, "\r\n");
	return status;
}

void
header_add(struct request *r, const char *name, const char *fmt, ...)
{
	char *value, *p;
	va_list ap;

	va_start(ap, fmt);
	value = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	for (p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			die("header %s: a control character", name);
	buf_printf(&r->head, "%s: %s\r\n", name, value);
}

void
cookie_set(struct request *r, const char *token)
{
	header_add(r, "Set-Cookie",
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%ld%s",
	    r->conf->cookie, token != NULL ? token : "",
	    token != NULL ? COOKIE_SECONDS : 0,
	    r->conf->https ? "; Secure" : "");
	if (token == NULL)
		return;
	/* What this page says, and the forms on it, are the new login's. */
	sign_in_as(r, token);
	page_values(r);
}

void
cache_for(struct request *r, long seconds)
{
	header_add(r, "Cache-Control", "%s, max-age=%ld",
	    r->person != 0 ? "private" : "public", seconds);
}

int
reply_page(struct request *r, int status, const char *page)
{
	struct lookup look;

	if (r->json)
		die("%s: a page for the API", page);
	if (status == 200 && r->status != 0)
		status = r->status;
	look = page_lookup(r);
	template_render(&r->body, template_find(page), &look);
	return head(r, status, "text/html; charset=utf-8");
}

static int
go_to(struct request *r, const char *path)
{
	if (!is_own_path(path))
		die("a redirect to a path that is not ours");
	header_add(r, "Location", "%s", path);
	return head(r, 303, NULL);
}

int
reply_redirect(struct request *r, const char *fmt, ...)
{
	char *path;
	va_list ap;

	va_start(ap, fmt);
	path = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	return go_to(r, path);
}

int
reply_done(
    struct request *r, struct rows done, const char *good, const char *fmt, ...)
{
	char *path;
	va_list ap;

	if (!outcome_is(done, good))
		return reply_refused(r, rows_text(done, 0, "outcome"));
	va_start(ap, fmt);
	path = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	return go_to(r, path);
}

int
reply_bytes(
    struct request *r, int status, const char *type, const void *data, size_t n)
{
	buf_add(&r->body, data, n);
	return head(r, status, type);
}

int
reply_json(struct request *r, int status, const char *text)
{
	return reply_bytes(r, status, "application/json", text, strlen(text));
}

/* The head of a download; its name holds nothing but plain characters. */
static void
download(struct request *r, const char *type, const char *name)
{
	if (strpbrk(name, "\"\\/%") != NULL)
		die("a download cannot be called so");
	header_add(
	    r, "Content-Disposition", "attachment; filename=\"%s\"", name);
	r->streamed = true;
	head(r, 200, type);
	r->wire->send(r->wire, r->head.data, r->head.len);
}

/* Send what was gathered; die() when the peer is gone: nothing is left to
 * do for this request, and the worker's stream is in an unknown state. */
static bool
flush(struct request *r, struct buf *b)
{
	bool ok = r->wire->send(r->wire, b->data, b->len);

	b->len = 0;
	return ok;
}

int
reply_stream(struct request *r, const char *type, const char *name,
    struct stream *s, void (*row)(struct buf *, struct rows, void *ctx),
    void *ctx)
{
	struct buf b = { .arena = r->arena, .cap = 2 * CHUNK };
	struct rows rows = stream_next(s);
	bool more = rows.n == 1, ok = true;

	b.data = arena_alloc(r->arena, b.cap);
	download(r, type, name);
	row(&b, (struct rows){ rows.res, 0 }, ctx);
	while (more && ok) {
		row(&b, rows, ctx);
		if (b.len >= CHUNK)
			ok = flush(r, &b);
		rows = stream_next(s);
		more = rows.n == 1;
	}
	row(&b, (struct rows){ rows.res, -1 }, ctx);
	if (ok)
		flush(r, &b);
	return 200;
}

/* The heading of an error page and the flag it shows, by status. */
static const struct trouble {
	int status;
	const char *heading, *flag;
} troubles[] = {
	{ 401, "Sign in first", "refused" },
	{ 403, "This cannot be done", "refused" },
	{ 404, "Page not found", "not_found" },
	{ 409, "Something has changed in the meantime", "stale" },
	{ 413, "This is too large", "refused" },
	{ 429, "Try again in a moment", "busy" },
	{ 503, "Sorry, the service is not available right now", "busy" },
	{ 0, "Something is not right", "refused" },
};

void
show_trouble(struct request *r, int status, const char *words)
{
	static const char *const flags[] = { "not_found", "refused", "stale",
		"busy", "broken" };
	const struct trouble *t = troubles;
	size_t i;

	while (t->status != 0 && t->status != status)
		t++;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		show_flag(r, flags[i], strcmp(flags[i], t->flag) == 0);
	show_text(r, "heading", t->heading);
	show_text(r, "page_title", t->heading);
	show_text(r, "words", words);
	show_text(r, "retry", NULL);
}

int
reply_error(struct request *r, int status, const char *words)
{
	struct buf b = { .arena = r->arena };

	if (!r->json) {
		show_trouble(r, status, words);
		return reply_page(r, status, "error.html");
	}
	buf_text(&b, "{\"message\":");
	buf_json(&b, words);
	buf_text(&b, "}");
	return reply_json(r, status, buf_string(&b));
}

int
reply_not_found(struct request *r)
{
	return reply_error(r, 404,
	    "There is nothing at this address, or it is not yours to see");
}

int
reply_busy(struct request *r, long seconds)
{
	metrics_add(METRIC_BUSY, 1);
	header_add(r, "Retry-After", "%ld", seconds);
	return reply_error(
	    r, 429, "Too many people are doing this. Try again in a moment");
}

/* door_api.c: the door as JSON: scans come in, answers and counts go out. */

#include <jansson.h>

#include "buf.h"
#include "handlers.h"
#include "queries.h"
#include "request.h"
#include "text.h"

extern const char openapi_text[]; /* openapi.json, compiled in */

enum { SCANS_MAX = 500, ID_ECHO_MAX = 64 };

/* What came beside the scans: the phone, and its time. */
struct envelope {
	const char *device, *now; /* "" where not given */
	const json_t *scans;
};

/* NULL, or what is wrong with it. */
static const char *
envelope_read(struct request *r, struct envelope *e)
{
	const json_t *body = arg_json(r, "body"),
		     *device = json_object_get(body, "device"),
		     *now = json_object_get(body, "now");
	struct checked c = { "", NULL };

	e->scans = json_object_get(body, "scans");
	e->now = now == NULL || json_is_null(now) ? "" : json_string_value(now);
	if (device != NULL && !json_is_null(device))
		c = json_is_string(device)
			? text_uuid(r->arena, json_string_value(device),
			      json_string_length(device))
			: (struct checked){ NULL, "" };
	e->device = c.text;
	if (!json_is_array(e->scans))
		return "Send {\"scans\": [...]}";
	if (e->device == NULL)
		return "device is the UUID of the phone";
	if (e->now == NULL || (*e->now != '\0' && !is_moment(e->now)))
		return "now is the phone's time, as 2026-12-03T09:30:00Z";
	return NULL;
}

/* The answer to a scan that could not be kept; its id if it has a short one. */
static void
put_invalid(struct buf *b, const json_t *scan)
{
	const json_t *id = json_object_get(scan, "id");

	buf_text(b, "{\"id\":");
	if (json_is_string(id) && json_string_length(id) <= ID_ECHO_MAX)
		buf_json(b, json_string_value(id));
	else
		buf_text(b, "null");
	buf_text(b, ",\"outcome\":\"invalid\"}");
}

/* The scans of good shape as an array, each marked in ok; their number. */
static int
write_scans(struct request *r, const json_t *scans, bool *ok, struct buf *b)
{
	size_t i, start;
	int n = 0;

	buf_text(b, "[");
	for (i = 0; i < json_array_size(scans); i++) {
		start = b->len;
		buf_text(b, n > 0 ? "," : "");
		ok[i] = scan_write(r, b, json_array_get(scans, i));
		if (!ok[i])
			b->len = start;
		n += ok[i];
	}
	buf_text(b, "]");
	return n;
}

static int
reply_results(struct request *r, const struct envelope *e, const bool *ok,
    struct rows answers)
{
	struct buf b = { .arena = r->arena };
	size_t i;
	int n = 0;

	buf_text(&b, "{\"results\":[");
	for (i = 0; i < json_array_size(e->scans); i++) {
		buf_text(&b, i == 0 ? "" : ",");
		if (ok[i])
			buf_text(&b, rows_text(answers, n++, "answer"));
		else
			put_invalid(&b, json_array_get(e->scans, i));
	}
	buf_text(&b, "]}");
	return reply_json(r, 200, buf_string(&b));
}

int
door_scans(struct request *r)
{
	struct envelope e;
	const char *flaw = envelope_read(r, &e);
	struct buf b = { .arena = r->arena };
	struct rows answers;
	bool ok[SCANS_MAX];
	int n;

	if (flaw != NULL)
		return reply_error(r, 400, flaw);
	if (json_array_size(e.scans) > SCANS_MAX)
		return reply_error(r, 413, "Send at most 500 scans at a time");
	n = write_scans(r, e.scans, ok, &b);
	answers = q_door_check_in(
	    r, r->person, arg_text(r, "ref"), e.device, e.now, buf_string(&b));
	if (answers.n != n)
		return reply_not_found(r);
	return reply_results(r, &e, ok, answers);
}

int
door_counts(struct request *r)
{
	struct rows c = q_door_counts(r, r->person, arg_text(r, "ref"));

	if (c.n == 0)
		return reply_not_found(r);
	return reply_json(r, 200, rows_text(c, 0, "document"));
}

int
openapi_show(struct request *r)
{
	cache_for(r, 3600);
	return reply_json(r, 200, openapi_text);
}

/*
 * message.c: an internet message to one person (RFC 5322, MIME).
 *
 * GMime sits on GLib, which ends the process when memory runs out.
 */
#include <ctype.h>
#include <string.h>

#include <gmime/gmime.h>

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "message.h"
#include "plain.h"

#define ADDRESS_MAX 254

/* The bytes at s that are letters, digits or in the list. */
static size_t
span(const char *s, const char *others)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) ||
	       (s[n] != '\0' && strchr(others, s[n]) != NULL))
		n++;
	return n;
}

bool
message_is_address(const char *s)
{
	size_t local = span(s, "!#$%&'*+-/=?^_`{|}~.");
	size_t domain;

	if (local == 0 || s[local] != '@' || s[0] == '-')
		return false;
	domain = span(s + local + 1, "-.");
	return domain > 0 && s[local + 1 + domain] == '\0' &&
	       local + 1 + domain <= ADDRESS_MAX;
}

/* A part that holds these bytes, which must outlive it. */
static GMimeObject *
new_part(const char *type, const char *subtype, const char *data, size_t n,
    GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, n);
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
	    stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

/* GMime's own text part would choose ISO-8859-1 where that is enough. */
static GMimeObject *
new_text(const char *subtype, const char *text)
{
	GMimeObject *part = new_part("text", subtype, text, strlen(text),
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

	g_mime_object_set_content_type_parameter(part, "charset", "utf-8");
	return part;
}

static void
add(GMimeMultipart *whole, GMimeObject *part)
{
	g_mime_multipart_add(whole, part);
	g_object_unref(part);
}

static GMimeObject *
new_picture(const struct message *m)
{
	GMimeObject *part = new_part("image", "png", m->picture->data,
	    m->picture->len, GMIME_CONTENT_ENCODING_BASE64);

	g_mime_object_set_content_id(part, m->picture_name);
	g_mime_object_set_disposition(part, GMIME_DISPOSITION_INLINE);
	g_mime_part_set_filename(GMIME_PART(part), m->picture_name);
	return part;
}

static GMimeObject *
new_html(const struct message *m)
{
	GMimeObject *html = new_text("html", m->html);
	GMimeMultipart *related;

	if (m->picture == NULL)
		return html;
	related = g_mime_multipart_new_with_subtype("related");
	g_mime_object_set_content_type_parameter(
	    GMIME_OBJECT(related), "type", "text/html");
	add(related, html);
	add(related, new_picture(m));
	return GMIME_OBJECT(related);
}

static GMimeObject *
new_calendar(struct arena *a, const struct message *m)
{
	GMimeObject *part = new_text("calendar", plain_block(a, m->calendar));

	g_mime_object_set_content_type_parameter(
	    part, "method", m->calendar_method);
	g_mime_object_set_content_type_parameter(part, "name", "event.ics");
	return part;
}

static GMimeObject *
new_body(struct arena *a, const struct message *m)
{
	GMimeMultipart *body = g_mime_multipart_new_with_subtype("alternative");

	add(body, new_text("plain", m->text));
	add(body, new_html(m));
	if (m->calendar != NULL)
		add(body, new_calendar(a, m));
	return GMIME_OBJECT(body);
}

/* One line in which nothing looks encoded already (RFC 2047). */
static const char *
header_text(struct arena *a, const char *text)
{
	struct buf b = { .arena = a };
	const char *s = plain_line(a, text), *sign;

	for (; (sign = strstr(s, "=?")) != NULL; s = sign + 1) {
		buf_add(&b, s, (size_t)(sign + 1 - s));
		buf_text(&b, " ");
	}
	buf_text(&b, s);
	return buf_string(&b);
}

static void
add_person(GMimeMessage *g, GMimeAddressType type, const char *name,
    const char *address)
{
	InternetAddress *who = internet_address_mailbox_new(name, address);

	internet_address_set_charset(who, "utf-8");
	internet_address_list_add(g_mime_message_get_addresses(g, type), who);
	g_object_unref(who);
}

static void
add_headers(GMimeMessage *g, struct arena *a, const struct message *m)
{
	GDateTime *date = g_date_time_new_from_unix_utc(m->date);

	g_mime_message_set_date(g, date);
	g_date_time_unref(date);
	add_person(
	    g, GMIME_ADDRESS_TYPE_FROM, header_text(a, m->from_name), m->from);
	add_person(g, GMIME_ADDRESS_TYPE_TO, header_text(a, m->to_name), m->to);
	if (m->reply_to != NULL)
		add_person(g, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, m->reply_to);
	g_mime_message_set_subject(g, header_text(a, m->subject), "utf-8");
	g_mime_message_set_message_id(g, m->id);
	/* RFC 3834: nobody's holiday notice answers this; Exchange asks for
	 * a header of its own. */
	g_mime_object_set_header(
	    GMIME_OBJECT(g), "Auto-Submitted", "auto-generated", NULL);
	g_mime_object_set_header(GMIME_OBJECT(g), "X-Auto-Response-Suppress",
	    "OOF, AutoReply", NULL);
}

static void
append(struct buf *b, GMimeMessage *g)
{
	GMimeFormatOptions *options = g_mime_format_options_new();
	char *text;

	g_mime_format_options_set_newline_format(
	    options, GMIME_NEWLINE_FORMAT_DOS);
	text = g_mime_object_to_string(GMIME_OBJECT(g), options);
	if (text == NULL)
		die("message: GMime could not write it");
	buf_text(b, text);
	g_free(text);
	g_mime_format_options_free(options);
}

bool
message_write(struct buf *b, const struct message *m)
{
	GMimeMessage *g;
	GMimeObject *body;

	if (!message_is_address(m->from) || !message_is_address(m->to) ||
	    !message_is_address(m->id) ||
	    (m->reply_to != NULL && !message_is_address(m->reply_to)))
		return false;
	g_mime_init();
	g = g_mime_message_new(/* pretty_headers */ TRUE);
	add_headers(g, b->arena, m);
	body = new_body(b->arena, m);
	g_mime_message_set_mime_part(g, body);
	g_object_unref(body);
	append(b, g);
	g_object_unref(g);
	return true;
}

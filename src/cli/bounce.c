/*
 * bounce.c: `lectern bounce`: a mail has come back.
 *
 * The mail server pipes what arrives for the address that our mail comes from
 * into this command. A delivery status notification (RFC 3464) that says that
 * the delivery failed for good names, in what it returns of our mail, our
 * Message-ID: that row of the outbox is then bounced. Everything else
 * (delays, replies from people on leave) is left alone, with status 0: a mail
 * server must not bounce a bounce. Status 75 asks it to try again.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "arena.h"
#include "cli.h"

enum { UUID = 36, TRY_LATER = 75 };

struct notice {
	struct arena *arena;
	bool failed;
	const char *status, *why, *message_id;
};

static const char *
keep(struct notice *n, const char *s)
{
	return s != NULL ? arena_dup(n->arena, s, strlen(s)) : NULL;
}

/* The content of a part as text. */
static const char *
content(struct notice *n, GMimePart *part)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *to = g_mime_stream_mem_new();
	GByteArray *bytes;
	const char *text = "";

	if (wrapper != NULL) {
		g_mime_data_wrapper_write_to_stream(wrapper, to);
		bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
		text = arena_dup(n->arena, (char *)bytes->data, bytes->len);
	}
	g_object_unref(to);
	return text;
}

/* The value of a field of the text, unfolded up to its line's end, or NULL. */
static const char *
field(struct notice *n, const char *text, const char *name)
{
	size_t len = strlen(name);
	const char *end;

	for (; *text != '\0'; text = end + strspn(end, "\r\n")) {
		end = text + strcspn(text, "\r\n");
		if (strncasecmp(text, name, len) == 0 && text[len] == ':') {
			text += len + 1;
			text += strspn(text, " \t");
			return arena_dup(n->arena, text,
			    (size_t)(end > text ? end - text : 0));
		}
	}
	return NULL;
}

static void
read_status(struct notice *n, const char *text)
{
	const char *action = field(n, text, "Action");

	if (action == NULL || strcasecmp(action, "failed") != 0)
		return;
	n->failed = true;
	n->status = field(n, text, "Status");
	n->why = field(n, text, "Diagnostic-Code");
}

/* What the parts of a report say; the mail in it is not looked into. */
static void
read_part(GMimeObject *parent, GMimeObject *part, gpointer into)
{
	struct notice *n = into;
	GMimeContentType *type = g_mime_object_get_content_type(part);

	(void)parent;
	if (GMIME_IS_PART(part) &&
	    g_mime_content_type_is_type(type, "message", "delivery-status"))
		read_status(n, content(n, GMIME_PART(part)));
	else if (GMIME_IS_PART(part) &&
		 g_mime_content_type_is_type(type, "text", "rfc822-headers"))
		n->message_id =
		    field(n, content(n, GMIME_PART(part)), "Message-ID");
	else if (GMIME_IS_MESSAGE_PART(part))
		n->message_id =
		    keep(n, g_mime_object_get_header(
				GMIME_OBJECT(g_mime_message_part_get_message(
				    GMIME_MESSAGE_PART(part))),
				"Message-ID"));
}

static bool
read_notice(struct notice *n, const char *text, size_t size)
{
	GMimeStream *in = g_mime_stream_mem_new_with_buffer(text, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(in);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message != NULL) {
		g_mime_message_foreach(message, read_part, n);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(in);
	return n->failed && n->message_id != NULL;
}

/* The UUID that our Message-IDs begin with, or NULL. */
static const char *
our_id(struct notice *n)
{
	const char *s = n->message_id;

	s += strspn(s, " \t<");
	if (strspn(s, "0123456789abcdef-") != UUID || s[UUID] != '@')
		return NULL;
	return arena_dup(n->arena, s, UUID);
}

int
command_bounce(struct cli *cli, int argc, char **argv)
{
	struct notice n = { .arena = cli->arena };
	const char *id = NULL, *reply, *text;
	struct rows found;
	char why[512];
	size_t size;

	(void)argc;
	(void)argv;
	g_mime_init();
	text = file_read(cli, "-", &size);
	if (!read_notice(&n, text, size) || (id = our_id(&n)) == NULL) {
		puts("not a mail of ours that came back");
		return 0;
	}
	if (!store_try(cli, why, sizeof(why))) {
		fprintf(stderr, "lectern: %s\n", why);
		return TRY_LATER;
	}
	reply = arena_printf(cli->arena, "%s %s",
	    n.status != NULL ? n.status : "", n.why != NULL ? n.why : "");
	found =
	    ask(cli, "SELECT outcome FROM app.bounce($1::uuid, $2)", id, reply);
	puts(rows_text(found, 0, "outcome"));
	return 0;
}

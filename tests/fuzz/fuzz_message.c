/*
 * fuzz_message.c: whatever a subject, name or text holds, a message has one
 * recipient, the headers and parts it was meant to have, and the same words.
 */
#include <string.h>

#include <gmime/gmime.h>

#include "arena.h"
#include "buf.h"
#include "fuzz.h"
#include "message.h"
#include "utf8.h"

static void
check_header(GMimeMessage *g)
{
	const char *s = g_mime_message_get_subject(g);
	InternetAddressList *all = g_mime_message_get_all_recipients(g);

	HOLDS(internet_address_list_length(all) == 1);
	g_object_unref(all);
	HOLDS(g_mime_header_list_get_count(
		  g_mime_object_get_header_list(GMIME_OBJECT(g))) == 8);
	for (; s != NULL && *s != '\0'; s++)
		HOLDS((unsigned char)*s >= ' ');
}

/* The HTML part is the second; its words are those given, but line ends. */
static void
check_words(GMimeMessage *g, const char *text)
{
	GMimeMultipart *body = GMIME_MULTIPART(g_mime_message_get_mime_part(g));
	GMimeStream *to = g_mime_stream_mem_new();
	GByteArray *got;
	size_t i, k = 0;

	HOLDS(g_mime_multipart_get_count(body) == 2);
	g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(
		GMIME_PART(g_mime_multipart_get_part(body, 1))),
	    to);
	got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
	for (i = 0; i < got->len; i++) {
		if (got->data[i] == '\r')
			continue;
		while (text[k] == '\r')
			k++;
		HOLDS((char)got->data[i] == text[k++]);
	}
	HOLDS(text[k + strspn(text + k, "\r")] == '\0');
	g_object_unref(to);
}

static void
check(struct arena *a, const char *text)
{
	struct message m = { .from = "t@example.org",
		.from_name = text,
		.to = "p@example.org",
		.to_name = text,
		.id = "1@example.org",
		.subject = text,
		.text = text,
		.html = text };
	struct buf b = { .arena = a };
	GMimeStream *s;
	GMimeParser *p;
	GMimeMessage *g;

	HOLDS(message_write(&b, &m));
	HOLDS(!message_is_address(text) || strlen(text) <= 254);
	s = g_mime_stream_mem_new_with_buffer(b.data, b.len);
	p = g_mime_parser_new_with_stream(s);
	g = g_mime_parser_construct_message(p, NULL);
	HOLDS(g != NULL);
	check_header(g);
	check_words(g, text);
	g_object_unref(g);
	g_object_unref(p);
	g_object_unref(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	const char *text = arena_dup(a, (const char *)data, n);

	if (utf8_valid(text, n) && strlen(text) == n)
		check(a, text);
	arena_free(a);
	return 0;
}

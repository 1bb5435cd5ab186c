/* test_message.c: a message says what it was given, to one person only. */
#include <gmime/gmime.h>

#include "unit_arena.h"

#include "buf.h"
#include "message.h"

static const char png_bytes[] = "\x89PNG\r\n\x1a\n\0\x01\x02 bytes";
static const struct buf png = { .data = (char *)png_bytes,
	.len = sizeof(png_bytes) };
static const char words[] = "Dzie\xc5\x84 dobry \xc5\x81ucja,\n.\n..\n"
			    "From here = there \nA <b> & \xf0\x9f\x8e\x89\n";
static const char calendar[] =
    "BEGIN:VCALENDAR\r\nX:\xc5\xbc\r\nEND:VCALENDAR\r\n";

static struct message
example(void)
{
	return (struct message){ .from = "training@example.org",
		.from_name = "Training",
		.to = "p@example.org",
		.to_name = "\xc5\x81ucja",
		.reply_to = "desk@example.org",
		.id = "5f3a@example.org",
		.date = 1796290000,
		.subject = "You have a place",
		.text = words,
		.html = "<p lang=\"pl\">\xc5\xbc <img src=\"cid:t.png\">",
		.picture = &png,
		.picture_name = "t.png",
		.calendar = calendar,
		.calendar_method = "REQUEST" };
}

static const char *
written(const struct message *m)
{
	struct buf b = { .arena = arena };

	assert_true(message_write(&b, m));
	return buf_string(&b);
}

static GMimeMessage *
read_back(const struct message *m)
{
	const char *text = written(m);
	GMimeStream *s = g_mime_stream_mem_new_with_buffer(text, strlen(text));
	GMimeParser *p = g_mime_parser_new_with_stream(s);
	GMimeMessage *g = g_mime_parser_construct_message(p, NULL);

	g_object_unref(p);
	g_object_unref(s);
	assert_non_null(g);
	return g;
}

static GMimeObject *
part(GMimeObject *whole, int i)
{
	return g_mime_multipart_get_part(GMIME_MULTIPART(whole), i);
}

static void
holds(GMimeObject *o, const char *type, const void *bytes, size_t n)
{
	GMimeStream *to = g_mime_stream_mem_new();
	GByteArray *got;
	char *is = g_mime_content_type_get_mime_type(
	    g_mime_object_get_content_type(o));

	assert_string_equal(is, type);
	g_free(is);
	g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(GMIME_PART(o)), to);
	got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
	assert_int_equal(got->len, n);
	assert_memory_equal(got->data, bytes, n);
	g_object_unref(to);
}

/* In a mail all lines end in CR LF. */
static const char *
crlf(const char *s)
{
	struct buf b = { .arena = arena };

	for (; *s != '\0'; s++)
		if (*s == '\n')
			buf_text(&b, "\r\n");
		else
			buf_add(&b, s, 1);
	return buf_string(&b);
}

static void
the_parts_are_what_was_given(void **state)
{
	struct message m = example();
	GMimeMessage *g = read_back(&m);
	GMimeObject *body = g_mime_message_get_mime_part(g), *related, *o;
	const char *text = crlf(words);

	(void)state;
	holds(part(body, 0), "text/plain", text, strlen(text));
	assert_string_equal(
	    g_mime_object_get_content_type_parameter(part(body, 0), "charset"),
	    "utf-8");
	related = part(body, 1);
	holds(part(related, 0), "text/html", m.html, strlen(m.html));
	o = part(related, 1);
	holds(o, "image/png", png_bytes, sizeof(png_bytes));
	assert_string_equal(g_mime_object_get_content_id(o), "t.png");
	assert_string_equal(g_mime_object_get_disposition(o), "inline");
	o = part(body, 2);
	holds(o, "text/calendar", calendar, sizeof(calendar) - 1);
	assert_string_equal(
	    g_mime_object_get_content_type_parameter(o, "method"), "REQUEST");
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 3);
	g_object_unref(g);
}

static void
picture_and_calendar_may_be_missing(void **state)
{
	struct message m = example();
	GMimeMessage *g;
	GMimeObject *body;

	(void)state;
	m.picture = NULL;
	m.calendar = NULL;
	m.reply_to = NULL;
	g = read_back(&m);
	body = g_mime_message_get_mime_part(g);
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 2);
	holds(part(body, 1), "text/html", m.html, strlen(m.html));
	assert_null(strstr(written(&m), "Reply-To"));
	g_object_unref(g);
}

static void
the_headers_are_what_was_given(void **state)
{
	struct message m = example();
	GMimeMessage *g = read_back(&m);
	InternetAddress *to =
	    internet_address_list_get_address(g_mime_message_get_to(g), 0);

	(void)state;
	assert_string_equal(g_mime_message_get_subject(g), m.subject);
	assert_string_equal(g_mime_message_get_message_id(g), m.id);
	assert_int_equal(
	    g_date_time_to_unix(g_mime_message_get_date(g)), m.date);
	assert_string_equal(internet_address_get_name(to), m.to_name);
	assert_string_equal(
	    internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(to)),
	    m.to);
	assert_string_equal(
	    g_mime_object_get_header(GMIME_OBJECT(g), "Auto-Submitted"),
	    "auto-generated");
	g_object_unref(g);
}

/* Nothing in a name or subject adds a header, a recipient or a part. */
static void
no_value_becomes_a_header(void **state)
{
	static const char *const bad[] = { "x\r\nBcc: evil@example.com",
		"x\nBcc: evil@example.com", "x\rBcc: evil@example.com",
		"x\r\n\r\nBcc: evil@example.com", "x%0d%0aBcc: evil",
		"x\xe2\x80\xa8"
		"Bcc: evil@example.com",
		"x\xc2\x85"
		"Bcc: evil@example.com",
		"x\x0b\x0c\x01\x1b", "evil@example.com>, <evil2@example.com",
		"\", evil@example.com",
		"=?utf-8?Q?x=0D=0ABcc:_evil@example.com?=", "a,b;c:d<e>", "" };
	struct message m = example();
	GMimeMessage *g;
	const char *head;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		m.subject = m.to_name = m.from_name = bad[i];
		head = written(&m);
		head = arena_dup(
		    arena, head, (size_t)(strstr(head, "\r\n\r\n") - head));
		assert_null(strcasestr(head, "\nBcc"));
		assert_null(strcasestr(head, "\nCc"));
		assert_null(strchr(head, '\x0b'));
		g = read_back(&m);
		assert_int_equal(internet_address_list_length(
				     g_mime_message_get_all_recipients(g)),
		    1);
		assert_null(g_mime_object_get_header(GMIME_OBJECT(g), "Bcc"));
		for (head = g_mime_message_get_subject(g); *head != '\0';
		     head++)
			assert_true((unsigned char)*head >= ' ');
		g_object_unref(g);
	}
}

static void
a_subject_comes_back(void **state)
{
	static const char *const subjects[] = {
		"\xc5\x81\xc4\x99"
		"cka \xe2\x80\x93 \xd8\xa7\xd9\x84"
		" working together to safeguard children, level 3, with a"
		" title that goes on \xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 and on",
		"\xf0\x9f\x8e\x89"
	};
	struct message m = example();
	GMimeMessage *g;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		m.subject = subjects[i];
		g = read_back(&m);
		assert_string_equal(g_mime_message_get_subject(g), subjects[i]);
		g_object_unref(g);
	}
}

static void
what_looks_encoded_is_not_decoded(void **state)
{
	struct message m = example();
	GMimeMessage *g;

	(void)state;
	m.subject = m.to_name = "=?utf-8?B?ZmFrZQ==?= =?=?";
	g = read_back(&m);
	assert_string_equal(
	    g_mime_message_get_subject(g), "= ?utf-8?B?ZmFrZQ== ?= = ?= ?");
	g_object_unref(g);
}

static void
lines_are_short_and_end_in_crlf(void **state)
{
	struct buf long_text = { .arena = arena };
	struct message m = example();
	const char *s;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 2000; i++)
		buf_text(&long_text, "\xc5\xbcx ");
	m.text = m.html = buf_string(&long_text);
	m.subject = m.to_name = arena_dup(arena, m.text, 900);
	for (s = written(&m); *s != '\0'; s += n + 2) {
		n = strcspn(s, "\r\n");
		assert_true(n <= 100);
		assert_memory_equal(s + n, "\r\n", 2);
	}
}

static void
a_bad_address_is_refused(void **state)
{
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b, c@d",
		"a@b\r\nBcc: x@y", "a@b\n", "<a@b>", "a b@c", "-o@b", "a@b>" };
	struct buf b = { .arena = arena };
	struct message m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		m = example();
		m.to = bad[i];
		assert_false(message_write(&b, &m));
		m = example();
		m.from = bad[i];
		assert_false(message_write(&b, &m));
		m = example();
		m.reply_to = bad[i];
		assert_false(message_write(&b, &m));
		m = example();
		m.id = bad[i];
		assert_false(message_write(&b, &m));
	}
	assert_int_equal(b.len, 0);
	m = example();
	m.to = "o'neil.x+y_z-1@mail.example.org";
	assert_true(message_write(&b, &m));
	m.to = memset(arena_alloc(arena, 300), 'a', 300);
	memcpy((char *)m.to + 243, "@example.org", 13);
	assert_false(message_write(&b, &m));
	assert_true(message_is_address(m.to + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_what_was_given),
		cmocka_unit_test(picture_and_calendar_may_be_missing),
		cmocka_unit_test(the_headers_are_what_was_given),
		cmocka_unit_test(no_value_becomes_a_header),
		cmocka_unit_test(a_subject_comes_back),
		cmocka_unit_test(what_looks_encoded_is_not_decoded),
		cmocka_unit_test(lines_are_short_and_end_in_crlf),
		cmocka_unit_test(a_bad_address_is_refused),
	};

	return cmocka_run_group_tests(tests, arena_make, arena_drop);
}

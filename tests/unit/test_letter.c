/* test_letter.c: every kind of mail, from its row to its message. */
#include <stdlib.h>
#include <unistd.h>

#include <gmime/gmime.h>
#include <jansson.h>

#include "unit_arena.h"

#include "conf.h"
#include "letter.h"
#include "rows.h"
#include "secret.h"
#include "template.h"

#define SEED "000102030405060708090a0b0c0d0e0f"

static struct office office;
static struct conf conf = { .base_url = "https://training.example.org",
	.host = "training.example.org",
	.mail_from = "Safeguarding training <training@example.org>",
	.mail_reply_to = "",
	.partnership = "Brightford Safeguarding Partnership",
	.partnership_short = "BSP",
	.referral_name = "Brightford front door",
	.referral_phone = "01632 960001",
	.referral_out_of_hours = "01632 960002",
	.lado_phone = "01632 960003",
	.contact_email = "desk@example.org" };

static const char *to_guest = "f";

/* A row of the outbox; the extra fields come over those that are usual. */
static struct rows
row(const char *kind, const char *state, const char *extra)
{
	json_t *data = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s,"
				 " s:s, s:s, s:s, s:[{s:i, s:s, s:s, s:s,"
				 " s:s, s:s}]}",
	    "booking", "7", "booking_state", state, "session_title",
	    "Working together", "session_when",
	    "Thursday 3 December 2026, 9:30am to 4pm", "session_starts",
	    "Thursday 3 December 2026, 9:30am", "session_place", "Hall",
	    "event_code", "FND-101", "ticket_seed", SEED, "ticket_version", "1",
	    "ticket_key", "1", "ical_sequence", "2", "parts", "number", 1,
	    "start", "20261203T093000Z", "end", "20261203T160000Z", "title",
	    "Working together", "when", "day one", "location", "Hall");
	json_t *more = json_loads(extra, 0, NULL);
	char *text;
	const char *cells[] = { "12", kind, "\xc5\x81ucja", "p@example.org",
		"5f3a-1", to_guest, NULL };

	assert_int_equal(json_object_update(data, more), 0);
	cells[6] = text = json_dumps(data, 0);
	json_decref(more);
	json_decref(data);
	cells[6] = arena_dup(arena, text, strlen(text));
	free(text);
	return rows_make(arena,
	    "id,kind,recipient_name,recipient_address,message_id,guest,data", 1,
	    cells);
}

static const char *
state_for(const char *kind)
{
	return strcmp(kind, "booking_waiting") == 0 ? "waiting"
	       : strcmp(kind, "booking_requested") == 0 ||
		       strncmp(kind, "agreement_", 10) == 0
		   ? "requested"
	       : strcmp(kind, "offer") == 0        ? "offered"
	       : strstr(kind, "cancelled") != NULL ? "cancelled"
						   : "confirmed";
}

static enum letter_fate
write_row(
    struct letter *l, const char *kind, const char *state, const char *extra)
{
	return letter_write(l, arena, &office, row(kind, state, extra), 0,
	    letter_link(kind, false) != NULL ? "TOKEN" : NULL);
}

static void
find_part(GMimeObject *parent, GMimeObject *part, gpointer into)
{
	GMimeStream *to;
	GByteArray *bytes;
	char **parts = into;
	char *type;
	int i;

	(void)parent;
	if (!GMIME_IS_PART(part))
		return;
	type = g_mime_content_type_get_mime_type(
	    g_mime_object_get_content_type(part));
	i = strcmp(type, "text/plain") == 0      ? 0
	    : strcmp(type, "text/html") == 0     ? 1
	    : strcmp(type, "text/calendar") == 0 ? 2
						 : 3;
	g_free(type);
	to = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(GMIME_PART(part)), to);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
	parts[i] = arena_dup(arena, (char *)bytes->data, bytes->len);
	g_object_unref(to);
}

enum { TEXT, HTML, CALENDAR, PICTURE, SUBJECT, PARTS };

/* The parts of a letter, decoded. */
static void
take_apart(const struct letter *l, char *parts[PARTS])
{
	GMimeMessage *g;
	GMimeStream *s;
	GMimeParser *p;

	memset(parts, 0, PARTS * sizeof(*parts));
	s = g_mime_stream_mem_new_with_buffer(l->message.data, l->message.len);
	p = g_mime_parser_new_with_stream(s);
	g = g_mime_parser_construct_message(p, NULL);
	g_mime_message_foreach(g, find_part, parts);
	parts[SUBJECT] = arena_dup(arena, g_mime_message_get_subject(g),
	    strlen(g_mime_message_get_subject(g)));
	assert_string_equal(
	    g_mime_message_get_message_id(g), "5f3a-1@example.org");
	g_object_unref(g);
	g_object_unref(p);
	g_object_unref(s);
}

static void
parts_of(const char *kind, const char *extra, char *parts[PARTS])
{
	struct letter l;

	assert_int_equal(
	    write_row(&l, kind, state_for(kind), extra), LETTER_READY);
	take_apart(&l, parts);
}

static void
contains(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("no \"%s\" in:\n%s", what, text);
}

TEST(own_words_go_out_in_text_and_html)
{
	char *p[PARTS];

	parts_of("reminder",
	    "{\"own_subject\": \"Soon: {{session_title}}\","
	    " \"own_body\": \"Dear {{first_name}}, come to"
	    " {{session_title}}.\\n\\n{{#several}}Often{{/several}}{{^several}}"
	    "Once{{/several}}:\\n- bring <this>\\n- see"
	    " https://example.org/a?b&c.\", \"first_name\": "
	    "\"Zo\\u00eb\\n<b>\"}",
	    p);
	assert_string_equal(p[SUBJECT], "Soon: Working together");
	contains(p[TEXT], "Dear Zo\xc3\xab <b>, come to Working together.");
	contains(p[TEXT], "- bring <this>");
	contains(p[TEXT], "01632 960001");
	contains(p[HTML], "<h1>Dear Zo\xc3\xab &lt;b&gt;, come");
	contains(p[HTML], "<li>bring &lt;this&gt;");
	contains(p[HTML], "<a href=\"https://example.org/a?b&amp;c\">"
			  "https://example.org/a?b&amp;c</a>.");
	contains(p[HTML], "cid:qr-code.png");
}

TEST(own_words_that_cannot_be_used_give_way_to_ours)
{
	char *p[PARTS];

	parts_of("reminder",
	    "{\"own_subject\": \"x\", \"own_body\": \"{{#several}}\"}", p);
	contains(p[TEXT], "A reminder: you have a place");
	parts_of("reminder",
	    "{\"own_subject\": \"x\", \"own_body\": \"{{no_such}}\"}", p);
	contains(p[TEXT], "A reminder: you have a place");
}

TEST(every_mail_is_whole)
{
	const char *kind;
	char *p[PARTS];
	size_t i;

	for (i = 0; (kind = letter_kind_at(i)) != NULL; i++) {
		parts_of(kind, "{}", p);
		assert_true(strlen(p[SUBJECT]) > 10);
		assert_null(strstr(p[TEXT], "{{"));
		assert_null(strstr(p[HTML], "{{"));
		contains(p[TEXT], "Worried about a child?");
		contains(p[TEXT], "01632 960001");
		contains(p[TEXT], "01632 960002");
		contains(p[TEXT], "01632 960003");
		contains(p[TEXT], "You get this mail because");
		contains(p[TEXT], conf.partnership);
		contains(p[HTML], "Worried about a child?");
		contains(p[HTML], "01632 960001");
		contains(p[HTML], "You get this mail because");
		contains(p[HTML], "<html lang=\"en-GB\">");
		/* Nothing is fetched from anywhere. */
		assert_null(strstr(p[HTML], "src=\"http"));
		assert_null(strstr(p[HTML], "url("));
		assert_null(strstr(p[HTML], "<link"));
	}
}

TEST(values_stay_values)
{
	static const char extra[] =
	    "{\"alert_name\":\"<b>x</b>\\r\\n\\r\\nPay here\","
	    "\"alert_question\":\"<img src=x>\",\"cancel_reason\":\"<i>\","
	    "\"new_address\":\"a&b@example.org\",\"session_title\":"
	    "\"A <script> {{link}}\\nBcc: x\"}";
	const char *kind;
	char *p[PARTS];
	size_t i;

	for (i = 0; (kind = letter_kind_at(i)) != NULL; i++) {
		parts_of(kind, extra, p);
		assert_null(strstr(p[HTML], "<b>"));
		assert_null(strstr(p[HTML], "<img src=x"));
		assert_null(strstr(p[HTML], "<i>"));
		assert_null(strstr(p[HTML], "<script"));
		assert_null(strstr(p[TEXT], "\nPay here"));
		assert_null(strchr(p[SUBJECT], '\n'));
	}
}

TEST(a_place_comes_with_its_ticket_and_calendar)
{
	unsigned char seed[SEED_SIZE];
	struct ticket t;
	char *p[PARTS], code[15];
	size_t i;

	for (i = 0; i < SEED_SIZE; i++)
		seed[i] = (unsigned char)i;
	assert_true(ticket_make(office.keys, 1, seed, 1, &t));
	ticket_show_code(t.code, code);
	parts_of("booking_confirmed", "{\"ical_method\":\"REQUEST\"}", p);
	contains(p[TEXT], "You have a place on Working together.");
	contains(p[TEXT], code);
	contains(p[HTML], code);
	contains(p[HTML], "src=\"cid:qr-code.png\"");
	assert_memory_equal(p[PICTURE], "\x89PNG", 4);
	contains(p[CALENDAR], "METHOD:REQUEST\r\n");
	contains(p[CALENDAR], "UID:7-1@training.example.org\r\n");
	contains(p[CALENDAR], "DTSTART:20261203T093000Z\r\n");
	contains(p[CALENDAR], "SEQUENCE:2\r\n");
	contains(p[CALENDAR], "mailto:p@example.org\r\n");
	contains(p[TEXT], "https://training.example.org/bookings/7");
}

TEST(cancelling_takes_it_off_the_calendar)
{
	char *p[PARTS];

	parts_of("booking_cancelled",
	    "{\"had_place\":\"yes\",\"ical_method\":\"CANCEL\"}", p);
	contains(p[SUBJECT], "Your booking is cancelled");
	contains(p[CALENDAR], "METHOD:CANCEL\r\n");
	contains(p[CALENDAR], "STATUS:CANCELLED\r\n");
	contains(p[CALENDAR], "UID:7-1@training.example.org\r\n");
	assert_null(p[PICTURE]);
	parts_of("booking_cancelled", "{}", p);
	contains(p[SUBJECT], "You are off the waiting list");
	assert_null(p[CALENDAR]);
}

TEST(online_needs_no_welcome_desk)
{
	char *p[PARTS];

	parts_of("booking_confirmed", "{\"is_online\":\"yes\"}", p);
	assert_null(strstr(p[TEXT], "welcome desk"));
	contains(p[TEXT], "link to join");
}

/* Our address, where it begins what ends in `end`; else NULL. */
static const char *
strstr_before(const char *text, const char *end, char mark)
{
	const char *s = strstr(text, end);

	while (s > text && s[-1] != mark)
		s--;
	return strncmp(s, conf.base_url, strlen(conf.base_url)) == 0 ? s : NULL;
}

TEST(links_carry_the_token)
{
	const char *kind;
	static const struct {
		const char *kind, *purpose, *link;
	} links[] = {
		{ "verify_address", "register", "/register/TOKEN" },
		{ "set_password", "register", "/register/TOKEN" },
		{ "password_reset", "password", "/password/TOKEN" },
		{ "change_address", "address", "/account/address/TOKEN" },
		{ "evaluation_invitation", "evaluation", "/evaluations/TOKEN" },
		{ "session_moved", "moved", "/moved/TOKEN" },
		{ "booking_waiting", "leave", "/leave/TOKEN" },
		{ "wish_made", "leave", "/leave/TOKEN" },
	};
	char *p[PARTS];
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		assert_string_equal(
		    letter_link(links[i].kind, true), links[i].purpose);
		parts_of(links[i].kind, "{}", p);
		contains(p[TEXT], arena_printf(arena, "\n%s%s\r\n",
				      conf.base_url, links[i].link));
		contains(p[HTML], arena_printf(arena, "href=\"%s%s\"",
				      conf.base_url, links[i].link));
	}
	for (i = 0; (kind = letter_kind_at(i)) != NULL; i++) {
		if (letter_link(kind, false) == NULL)
			continue;
		parts_of(kind, "{}", p);
		contains(p[TEXT], "/TOKEN\r\n");
		assert_non_null(strstr_before(p[TEXT], "/TOKEN", '\n'));
		contains(p[HTML], "/TOKEN\"");
		assert_non_null(strstr_before(p[HTML], "/TOKEN", '"'));
	}
	assert_null(letter_link("booking_confirmed", false));
	assert_null(letter_link("no such kind", true));
}

TEST(a_guest_has_a_link_and_no_account)
{
	char *p[PARTS];
	struct letter l;

	assert_string_equal(letter_link("booking_confirmed", true), "guest");
	to_guest = "t";
	assert_int_equal(letter_write(&l, arena, &office,
			     row("booking_confirmed", "confirmed",
				 "{\"ical_method\": \"REQUEST\"}"),
			     0, "TOKEN"),
	    LETTER_READY);
	take_apart(&l, p);
	contains(p[TEXT],
	    arena_printf(arena, "\n%s/guests/TOKEN\r\n", conf.base_url));
	assert_null(strstr(p[TEXT], "/bookings/"));
	assert_null(strstr(p[HTML], "/bookings/"));
	assert_null(strstr(p[CALENDAR], "/bookings/"));

	assert_int_equal(letter_write(&l, arena, &office,
			     row("session_moved", "confirmed",
				 "{\"ical_method\": \"REQUEST\"}"),
			     0, "TOKEN"),
	    LETTER_READY);
	take_apart(&l, p);
	to_guest = "f";
	contains(p[TEXT], "/moved/TOKEN");
	contains(p[CALENDAR], "/guests/TOKEN");
	assert_null(strstr(p[CALENDAR], "/bookings/"));
}

TEST(what_is_no_longer_true_is_dropped)
{
	static const struct {
		const char *kind, *state, *extra;
		enum letter_fate fate;
	} cases[] = {
		{ "booking_confirmed", "cancelled", "{}", LETTER_DROPPED },
		{ "booking_promoted", "cancelled", "{}", LETTER_DROPPED },
		{ "booking_waiting", "cancelled", "{}", LETTER_DROPPED },
		{ "booking_waiting", "confirmed", "{}", LETTER_DROPPED },
		{ "evaluation_invitation", "cancelled", "{}", LETTER_DROPPED },
		{ "booking_confirmed", "confirmed", "{\"is_over\":\"yes\"}",
		    LETTER_DROPPED },
		{ "evaluation_invitation", "confirmed", "{\"is_over\":\"yes\"}",
		    LETTER_READY },
		{ "booking_cancelled", "cancelled", "{}", LETTER_READY },
		{ "session_cancelled", "cancelled", "{}", LETTER_READY },
		{ "booking_confirmed", "confirmed", "{\"ticket_key\":\"9\"}",
		    LETTER_LATER },
		{ "no such kind", "confirmed", "{}", LETTER_REFUSED },
	};
	struct letter l;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (write_row(&l, cases[i].kind, cases[i].state,
			cases[i].extra) != cases[i].fate)
			fail_msg("case %zu: %s", i, l.why);
}

TEST(the_sender_is_taken_apart)
{
	static const struct {
		const char *setting, *name, *address;
	} cases[] = {
		{ "Training <t@example.org>", "Training", "t@example.org" },
		{ "t@example.org", NULL, "t@example.org" },
		{ "<t@example.org>", NULL, "t@example.org" },
		{ "Training", NULL, NULL },
		{ "", NULL, NULL },
		{ "Training <t@example.org, u@example.org>", NULL, NULL },
	};
	struct conf c = conf;
	struct office o;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		c.mail_from = cases[i].setting;
		if (cases[i].address == NULL) {
			assert_false(office_open(&o, arena, &c, NULL));
			continue;
		}
		assert_true(office_open(&o, arena, &c, NULL));
		assert_string_equal(o.from, cases[i].address);
		assert_string_equal(o.from_name,
		    cases[i].name != NULL ? cases[i].name : conf.partnership);
	}
}

static int
make(void **state)
{
	char path[] = "/tmp/test_letter.XXXXXX", why[200];
	const struct keys *keys;

	arena_make(state);
	secret_init();
	templates_load();
	close(mkstemp(path));
	unlink(path);
	assert_true(keys_create(path, why, sizeof(why)));
	keys = keys_read(path, why, sizeof(why));
	unlink(path);
	assert_true(office_open(&office, arena, &conf, keys));
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_words_go_out_in_text_and_html),
		cmocka_unit_test(
		    own_words_that_cannot_be_used_give_way_to_ours),
		cmocka_unit_test(every_mail_is_whole),
		cmocka_unit_test(values_stay_values),
		cmocka_unit_test(a_place_comes_with_its_ticket_and_calendar),
		cmocka_unit_test(cancelling_takes_it_off_the_calendar),
		cmocka_unit_test(online_needs_no_welcome_desk),
		cmocka_unit_test(links_carry_the_token),
		cmocka_unit_test(a_guest_has_a_link_and_no_account),
		cmocka_unit_test(what_is_no_longer_true_is_dropped),
		cmocka_unit_test(the_sender_is_taken_apart),
	};

	return cmocka_run_group_tests(tests, make, arena_drop);
}

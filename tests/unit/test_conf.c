/* test_conf.c: settings are right or the program does not start. */
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#include "conf.h"
#include "log.h"

static char path[] = "/tmp/test_conf.XXXXXX", why[300];

static const struct conf *
settings(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	why[0] = '\0';
	return conf_read(path, why, sizeof(why));
}

static void
refused(const char *text, const char *end)
{
	char expected[300];

	assert_null(settings(text));
	snprintf(expected, sizeof(expected), "%s: %s", path, end);
	assert_string_equal(why, expected);
}

TEST(what_is_not_set_has_its_default)
{
	const struct conf *c = settings("\n# a remark\n");

	assert_non_null(c);
	assert_string_equal(c->base_url, "http://127.0.0.1:8080");
	assert_string_equal(c->host, "127.0.0.1:8080");
	assert_string_equal(c->cookie, "login");
	assert_int_equal(c->workers, 8);
	assert_string_equal(c->hash_dir, c->run_dir);
	conf_free(c);
}

TEST(settings_are_read)
{
	const struct conf *c =
	    settings("base_url = https://training.example.org/\r\n"
		     "  workers=3  \n"
		     "partnership = Łęcka & Sons' Partnership = good\n"
		     "alert_mail = A@example.org, b@example.org\n");

	assert_non_null(c);
	assert_string_equal(c->base_url, "https://training.example.org");
	assert_true(c->https);
	assert_string_equal(c->cookie, "__Host-login");
	assert_int_equal(c->workers, 3);
	assert_string_equal(c->partnership, "Łęcka & Sons' Partnership = good");
	conf_free(c);
}

TEST(trouble_names_file_line_and_key)
{
	refused("\nworker = 3\n", "line 2: worker: there is no such setting");
	refused(
	    "workers = 0\n", "line 1: workers: a whole number from 1 to 64");
	refused(
	    "workers = 3x\n", "line 1: workers: a whole number from 1 to 64");
	refused("workers = 3\nworkers = 4\n",
	    "line 2: workers: already set on line 1");
	refused("workers\n", "line 1: a setting is written key = value");
	refused("partnership = \xff\n", "line 1: this is not UTF-8");
	refused("log_level = loud\n",
	    "line 1: log_level: debug, info, warn or error");
	refused("contact_email = nobody\n",
	    "line 1: contact_email: Enter an email address with an @ sign, "
	    "like name@example.org");
	refused("contact_email = a@example.org,b@example.org\n",
	    "line 1: contact_email: one address only");
}

TEST(a_missing_file_is_named)
{
	assert_null(conf_read("/nowhere/lectern.conf", why, sizeof(why)));
	assert_string_equal(
	    why, "/nowhere/lectern.conf: No such file or directory");
	unsetenv("LECTERN_CONF");
	assert_null(conf_read(NULL, why, sizeof(why)));
}

TEST(plain_http_stays_on_this_machine)
{
	static const char *const good[] = { "http://127.0.0.1:7100",
		"http://localhost:1", "http://localhost", "http://[::1]:8080",
		"http://127.1.2.3", "https://example.org:8443" };
	static const char *const bad[] = { "http://example.org",
		"http://127.0.0.1.example.org", "http://localhost.example.org",
		"http://10.0.0.1:8080", "ftp://example.org", "example.org",
		"https://", "https://example.org/path",
		"https://user@example.org", "https://EXAMPLE.org" };
	char line[100];
	const struct conf *c;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(line, sizeof(line), "base_url = %s\n", good[i]);
		c = settings(line);
		assert_non_null(c);
		conf_free(c);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "base_url = %s\n", bad[i]);
		assert_null(settings(line));
	}
}

TEST(the_accent_can_be_read)
{
	assert_float_equal(conf_contrast("#000000"), 21, 0.001);
	assert_float_equal(conf_contrast("#ffffff"), 1, 0.001);
	assert_float_equal(conf_contrast("#777777"), 4.478, 0.001);
	assert_float_equal(conf_contrast("#767676"), 4.542, 0.001);
	assert_float_equal(conf_contrast("red"), 0, 0);
	assert_float_equal(conf_contrast("#12345g"), 0, 0);
	refused("accent = #777777\n",
	    "line 1: accent: #777777 is too light to read on white: contrast "
	    "4.48, at least 4.5 is needed; choose a darker one");
	refused("accent = teal\n", "line 1: accent: a colour is written "
				   "#rrggbb");
}

TEST(what_is_printed_can_be_read_again)
{
	const struct conf *c = settings("workers = 5\naccent = #123456\n"),
			  *again;
	FILE *f = fopen(path, "w");

	assert_non_null(c);
	conf_print(c, f);
	fclose(f);
	again = conf_read(path, why, sizeof(why));
	assert_string_equal(why, "");
	assert_non_null(again);
	assert_int_equal(again->workers, 5);
	assert_string_equal(again->accent, "#123456");
	assert_string_equal(again->partnership, c->partnership);
	conf_free(c);
	conf_free(again);
}

TEST(logs_keep_no_tokens)
{
	static const char *const cut[][2] = {
		{ "/t/ABCDEF", "/t/-" },
		{ "/approvals/abc/x", "/approvals/-" },
		{ "/guests/abc", "/guests/-" },
		{ "/moved/abc", "/moved/-" },
		{ "/leave/abc", "/leave/-" },
		{ "/charges/abc", "/charges/-" },
		{ "/register/abc", "/register/-" },
		{ "/register", "/register" },
		{ "/password/abc", "/password/-" },
		{ "/bookings/12/ticket", "/bookings/12/ticket" },
		{ "/a b\n\"=\xc3", "/a?b????" },
	};
	char out[40], small[8];
	size_t i;

	for (i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		log_path(out, sizeof(out), cut[i][0]);
		assert_string_equal(out, cut[i][1]);
	}
	log_path(small, sizeof(small), "/a/long/path");
	assert_string_equal(small, "/a/lon");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_set_has_its_default),
		cmocka_unit_test(settings_are_read),
		cmocka_unit_test(trouble_names_file_line_and_key),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(plain_http_stays_on_this_machine),
		cmocka_unit_test(the_accent_can_be_read),
		cmocka_unit_test(what_is_printed_can_be_read_again),
		cmocka_unit_test(logs_keep_no_tokens),
	};
	int fd = mkstemp(path), failed;

	close(fd);
	failed = cmocka_run_group_tests_name("conf", tests, NULL, NULL);
	unlink(path);
	return failed;
}

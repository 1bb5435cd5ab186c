/*
 * test_smtp.c: what becomes of a message, against a server that can do what
 * servers do: take it, refuse it, ask for patience, fall silent, go away.
 */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit_arena.h"

#include "buf.h"
#include "smtp.h"

#define SILENCE "silence"
#define GONE    "gone"

/* What the server answers; NULL is what a willing one says. */
struct script {
	const char *greeting, *mail, *rcpt, *data, *end;
};

struct fake {
	pid_t pid;
	int heard; /* what it was told, from here on */
	char url[40];
	struct smtp *smtp;
};

static struct buf message;

static void
answer(FILE *f, const char *words)
{
	if (strcmp(words, GONE) == 0)
		_exit(0);
	while (strcmp(words, SILENCE) == 0)
		pause();
	fprintf(f, "%s\r\n", words);
	fflush(f);
}

static const char *
or_else(const char *words, const char *willing)
{
	return words != NULL ? words : willing;
}

/* Take the message up to its dot; GONE in the script goes away half way. */
static void
take_data(FILE *f, int heard, const struct script *s)
{
	char line[1100];
	int n = 0;

	while (fgets(line, sizeof(line), f) != NULL) {
		dprintf(heard, "%s", line);
		if (strcmp(line, ".\r\n") == 0)
			break;
		if (++n == 3 && s->end != NULL && strcmp(s->end, GONE) == 0)
			_exit(0);
	}
	answer(f, or_else(s->end, "250 taken"));
}

static void
converse(int connection, int heard, const struct script *s)
{
	FILE *f = fdopen(connection, "r+");
	char line[1100];

	answer(f, or_else(s->greeting, "220 fake"));
	while (fgets(line, sizeof(line), f) != NULL) {
		fseek(f, 0, SEEK_CUR);
		dprintf(heard, "%s", line);
		if (strncmp(line, "EHLO", 4) == 0)
			answer(f, "250-fake\r\n250 SIZE 1000000");
		else if (strncmp(line, "MAIL", 4) == 0)
			answer(f, or_else(s->mail, "250 go on"));
		else if (strncmp(line, "RCPT", 4) == 0)
			answer(f, or_else(s->rcpt, "250 known"));
		else if (strncmp(line, "DATA", 4) == 0) {
			answer(f, or_else(s->data, "354 go on"));
			if (s->data == NULL)
				take_data(f, heard, s);
		} else
			answer(f, "221 bye");
	}
	fclose(f);
}

static struct fake
start(const struct script *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct smtp_server server = {
		.user = "", .password = "", .patience = 1
	};
	socklen_t n = sizeof(at);
	struct fake fake;
	int listener, connection, ends[2];

	listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(listener, 5), 0);
	getsockname(listener, (struct sockaddr *)&at, &n);
	assert_int_equal(pipe(ends), 0);
	if ((fake.pid = fork()) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		signal(SIGPIPE, SIG_DFL);
		while ((connection = accept(listener, NULL, NULL)) != -1)
			converse(connection, ends[1], s);
		_exit(0);
	}
	close(listener);
	close(ends[1]);
	fake.heard = ends[0];
	snprintf(fake.url, sizeof(fake.url), "smtp://127.0.0.1:%d",
	    ntohs(at.sin_port));
	server.url = fake.url;
	fake.smtp = smtp_open(&server, NULL, 0);
	assert_non_null(fake.smtp);
	return fake;
}

/* End it; give all that it was told. */
static const char *
stop(struct fake *fake)
{
	struct buf heard = { .arena = arena };
	char some[4096];
	ssize_t n;

	smtp_close(fake->smtp);
	kill(fake->pid, SIGTERM);
	waitpid(fake->pid, NULL, 0);
	while ((n = read(fake->heard, some, sizeof(some))) > 0)
		buf_add(&heard, some, (size_t)n);
	close(fake->heard);
	return buf_string(&heard);
}

static const char *
outcome(const struct script *s, enum smtp_outcome *what)
{
	static char reply[500];
	struct fake fake = start(s);

	reply[0] = '\0';
	*what = smtp_send(fake.smtp, "from@example.org", "to@example.org", "1",
	    &message, reply, sizeof(reply));
	stop(&fake);
	return reply;
}

static void
a_message_is_taken_as_it_was_written(void **state)
{
	/* A dot that begins a line is doubled on the way (RFC 5321, 4.5.2). */
	static const char sent[] = "Subject: x\r\n\r\nfirst\r\n..\r\n"
				   "...dot\r\nlast\r\n.\r\n";
	struct script willing = { 0 };
	struct fake fake = start(&willing);
	char reply[500];
	const char *heard, *data;

	(void)state;
	assert_int_equal(
	    smtp_send(fake.smtp, "from@example.org", "to@example.org", "1",
		&message, reply, sizeof(reply)),
	    SMTP_SENT);
	assert_string_equal(reply, "250 taken");
	heard = stop(&fake);
	assert_non_null(strstr(heard, "MAIL FROM:<from@example.org>"));
	assert_non_null(strstr(heard, "RCPT TO:<to@example.org>\r\n"));
	data = strstr(heard, "DATA\r\n");
	assert_non_null(data);
	assert_memory_equal(data + 6, sent, sizeof(sent) - 1);
}

static void
one_connection_serves_several(void **state)
{
	struct script willing = { 0 };
	struct fake fake = start(&willing);
	char reply[500];
	const char *heard;
	int i;

	(void)state;
	for (i = 0; i < 3; i++)
		assert_int_equal(
		    smtp_send(fake.smtp, "from@example.org", "to@example.org",
			"1", &message, reply, sizeof(reply)),
		    SMTP_SENT);
	heard = stop(&fake);
	assert_non_null(strstr(heard, "EHLO"));
	assert_null(strstr(strstr(heard, "EHLO") + 4, "EHLO"));
}

static void
five_hundreds_about_it_are_for_good(void **state)
{
	static const struct script refusals[] = {
		{ .rcpt = "550-no such\r\n550 person h\xc3\xa9re" },
		{ .data = "554 not from you" },
		{ .end = "550 smells of spam" },
	};
	static const char *const replies[] = { "550-no such 550 person h??re",
		"554 not from you", "550 smells of spam" };
	enum smtp_outcome what;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_string_equal(outcome(&refusals[i], &what), replies[i]);
		if (what != SMTP_REFUSED)
			fail_msg("%s: %d", replies[i], what);
	}
}

static void
all_other_trouble_may_pass(void **state)
{
	static const struct {
		struct script script;
		const char *reply; /* "": in the words of libcurl */
	} cases[] = {
		{ { .greeting = "421 busy" }, "421 busy" },
		{ { .greeting = "554 not you" }, "554 not you" },
		{ { .greeting = GONE }, "" },
		{ { .greeting = SILENCE }, "" },
		{ { .mail = "550 a sender like you" },
		    "550 a sender like you" },
		{ { .rcpt = "450 greylisted" }, "450 greylisted" },
		{ { .rcpt = GONE }, "" },
		{ { .rcpt = SILENCE }, "" },
		{ { .data = "451 later" }, "451 later" },
		{ { .end = "452 full" }, "452 full" },
		{ { .end = GONE }, "" },
		{ { .end = SILENCE }, "" },
	};
	enum smtp_outcome what;
	const char *reply;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		reply = outcome(&cases[i].script, &what);
		if (what != SMTP_LATER)
			fail_msg("case %zu: %d, %s", i, what, reply);
		if (*cases[i].reply != '\0')
			assert_string_equal(reply, cases[i].reply);
		assert_int_not_equal(*reply, '\0');
	}
}

static void
a_server_that_is_not_there_may_come_back(void **state)
{
	struct script willing = { 0 };
	struct fake fake = start(&willing);
	char reply[500] = "";

	(void)state;
	kill(fake.pid, SIGKILL);
	waitpid(fake.pid, NULL, 0);
	assert_int_equal(
	    smtp_send(fake.smtp, "from@example.org", "to@example.org", "1",
		&message, reply, sizeof(reply)),
	    SMTP_LATER);
	assert_int_not_equal(*reply, '\0');
	stop(&fake);
}

static void
no_address_says_more_than_one(void **state)
{
	static const char *const bad[] = { "", "a", "a@", "@b", "a@b\r\nDATA",
		"a@b>,<c@d", "a b@c", "a@b c", "\"a\"@b", "a@[1.2.3.4]",
		"a,b@c", "a@b,c@d", "-a@b", "\xc5\x81@b" };
	struct script willing = { 0 };
	struct fake fake = start(&willing);
	char reply[500];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    smtp_send(fake.smtp, "from@example.org", bad[i], "1",
			&message, reply, sizeof(reply)),
		    SMTP_REFUSED);
		assert_int_equal(smtp_send(fake.smtp, bad[i], "to@example.org",
				     "1", &message, reply, sizeof(reply)),
		    SMTP_REFUSED);
	}
	assert_string_equal(stop(&fake), "");
}

static void
a_password_never_goes_without_tls(void **state)
{
	struct script willing = { 0 };
	struct fake fake = start(&willing);
	struct smtp_server server = { .url = fake.url,
		.user = "me",
		.password = "secret",
		.patience = 1 };
	char reply[500];

	(void)state;
	smtp_close(fake.smtp);
	fake.smtp = smtp_open(&server, NULL, 0);
	assert_int_equal(
	    smtp_send(fake.smtp, "from@example.org", "to@example.org", "1",
		&message, reply, sizeof(reply)),
	    SMTP_LATER);
	assert_null(strstr(stop(&fake), "AUTH"));
}

static const char *
content(const char *path)
{
	char *s = arena_alloc(arena, 4096);
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, s, 4095);

	assert_int_not_equal(n, -1);
	close(fd);
	s[n] = '\0';
	return s;
}

static int
count(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void
a_folder_gets_whole_files(void **state)
{
	char top[] = "/tmp/test_smtp.XXXXXX", url[80], reply[500];
	struct smtp_server server = { .url = url, .user = "", .password = "" };
	struct smtp *s;
	int i;

	(void)state;
	assert_non_null(mkdtemp(top));
	snprintf(url, sizeof(url), "file:%s/mail", top);
	s = smtp_open(&server, reply, sizeof(reply));
	assert_non_null(s);
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    smtp_send(s, "from@example.org", "to@example.org", "0007",
			&message, reply, sizeof(reply)),
		    SMTP_SENT);
	assert_int_equal(count(url + 5), 1);
	assert_string_equal(
	    content(arena_printf(arena, "%s/0007.eml", url + 5)),
	    buf_string(&message));
	unlink(arena_printf(arena, "%s/0007.eml", url + 5));
	rmdir(url + 5);
	assert_int_equal(smtp_send(s, "from@example.org", "to@example.org",
			     "0008", &message, reply, sizeof(reply)),
	    SMTP_LATER);
	assert_non_null(strstr(reply, "No such file"));
	smtp_close(s);
	rmdir(top);
}

static void
a_full_disk_leaves_nothing_half(void **state)
{
	char top[] = "/tmp/test_smtp.XXXXXX", url[80], reply[500];
	struct smtp_server server = { .url = url, .user = "", .password = "" };
	char part[100];
	struct smtp *s;

	(void)state;
	assert_non_null(mkdtemp(top));
	snprintf(url, sizeof(url), "file:%s", top);
	snprintf(part, sizeof(part), "%s/.9.part", top);
	assert_int_equal(symlink("/dev/full", part), 0);
	s = smtp_open(&server, reply, sizeof(reply));
	assert_int_equal(smtp_send(s, "from@example.org", "to@example.org", "9",
			     &message, reply, sizeof(reply)),
	    SMTP_LATER);
	assert_non_null(strstr(reply, "No space left"));
	assert_int_equal(count(top), 0);
	smtp_close(s);
	rmdir(top);
}

static void
other_addresses_are_refused_at_once(void **state)
{
	static const char *const bad[] = { "", "http://x", "mail.example.org",
		"file:/nowhere/at/all" };
	struct smtp_server server = { .user = "", .password = "" };
	char why[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		server.url = bad[i];
		why[0] = '\0';
		assert_null(smtp_open(&server, why, sizeof(why)));
		assert_int_not_equal(why[0], '\0');
	}
}

static int
make(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	arena_make(state);
	message.arena = arena;
	buf_text(&message, "Subject: x\r\n\r\nfirst\r\n.\r\n..dot\r\nlast\r\n");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_taken_as_it_was_written),
		cmocka_unit_test(one_connection_serves_several),
		cmocka_unit_test(five_hundreds_about_it_are_for_good),
		cmocka_unit_test(all_other_trouble_may_pass),
		cmocka_unit_test(a_server_that_is_not_there_may_come_back),
		cmocka_unit_test(no_address_says_more_than_one),
		cmocka_unit_test(a_password_never_goes_without_tls),
		cmocka_unit_test(a_folder_gets_whole_files),
		cmocka_unit_test(a_full_disk_leaves_nothing_half),
		cmocka_unit_test(other_addresses_are_refused_at_once),
	};

	return cmocka_run_group_tests(tests, make, arena_drop);
}

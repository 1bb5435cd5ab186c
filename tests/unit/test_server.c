/*
 * test_server.c: lecternd itself, started without a database or with one that
 * never answers.
 */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"

#include "peer.h"

static char dir[] = "/tmp/test_server.XXXXXX";
static char conf[100], sock[100], text[100000];
static pid_t server;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
nap(void)
{
	const struct timespec t = { 0, 10000000 };

	nanosleep(&t, NULL);
}

static void
write_conf(const char *more)
{
	FILE *f = fopen(conf, "w");

	assert_non_null(f);
	fprintf(f,
	    "base_url = http://127.0.0.1:7100\nrun_dir = %s\n"
	    "key_file = %s/keys\ndatabase = host=%s dbname=none\n"
	    "workers = 2\nslow_workers = 1\n%s",
	    dir, dir, dir, more);
	fclose(f);
}

static void
write_keys(void)
{
	char path[100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/keys", dir);
	f = fopen(path, "w");
	fputs("0 QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"
	      "1 QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n",
	    f);
	fclose(f);
}

/* Start the program with its log in a file. */
static pid_t
spawn(void)
{
	char log[100];
	pid_t pid = fork();
	int fd;

	if (pid != 0)
		return pid;
	snprintf(log, sizeof(log), "%s/log", dir);
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(fd, STDERR_FILENO);
	execl("./lecternd", "lecternd", "-f", conf, (char *)NULL);
	_exit(127);
}

/* Wait until it answers; the seconds that took. */
static double
await_answer(void)
{
	double from = now();

	while (peer_get(sock, "/healthz", text, sizeof(text)) != 200 &&
	       now() - from < 20)
		nap();
	return now() - from;
}

/* End it as an operator would; the seconds that took, or 99. */
static double
stop(int sig)
{
	double from = now();
	int status;

	if (server == 0)
		return 0;
	kill(server, sig);
	while (waitpid(server, &status, WNOHANG) != server) {
		if (now() - from > 10) {
			kill(server, SIGKILL);
			waitpid(server, &status, 0);
			server = 0;
			return 99;
		}
		nap();
	}
	server = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? now() - from
							     : 99;
}

static int
start(void **state)
{
	(void)state;
	write_conf("");
	write_keys();
	server = spawn();
	return await_answer() < 10 ? 0 : -1;
}

static int
finish(void **state)
{
	(void)state;
	stop(SIGTERM);
	return 0;
}

TEST(it_answers_soon_and_stands_open_to_its_group_only)
{
	struct stat st;

	stop(SIGTERM);
	server = spawn();
	assert_true(await_answer() < 1); /* 0.3 s on a quiet machine */
	assert_int_equal(stat(sock, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
}

TEST(without_a_database_it_says_so)
{
	double from = now();

	assert_int_equal(peer_get(sock, "/healthz", text, sizeof(text)), 200);
	assert_int_equal(peer_get(sock, "/readyz", text, sizeof(text)), 503);
	assert_int_equal(peer_get(sock, "/theme.css", text, sizeof(text)), 200);
	assert_int_equal(peer_get(sock, "/", text, sizeof(text)), 503);
	assert_non_null(strstr(text, "Retry-After: "));
	assert_non_null(strstr(text, "Cache-Control: no-store"));
	assert_true(now() - from < 3);
}

/* Somebody who listens where the database should, and never says a word. */
static int
silent_database(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s/.s.PGSQL.5432", dir);
	unlink(un.sun_path);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	assert_int_equal(listen(fd, 10), 0);
	return fd;
}

TEST(a_silent_database_costs_three_seconds_and_no_worker)
{
	int fd = silent_database();
	double from = now();

	assert_int_equal(peer_get(sock, "/", text, sizeof(text)), 503);
	assert_true(now() - from < 3);
	assert_int_equal(peer_get(sock, "/healthz", text, sizeof(text)), 200);
	close(fd);
}

TEST(a_form_is_not_lost_without_a_database)
{
	const char *body = "email=ann%40example.org&password=s3cr3t-pw";

	assert_int_equal(
	    peer_post(sock, "/login", body, strlen(body), text, sizeof(text)),
	    503);
	assert_non_null(strstr(text, "value=\"ann@example.org\""));
	assert_null(strstr(text, "s3cr3t"));
}

TEST(a_body_that_is_cut_off_is_refused)
{
	const char *body = "email=ann%40example.org&password=x";

	assert_int_equal(peer_post(sock, "/login", body, strlen(body) + 1, text,
			     sizeof(text)),
	    400);
}

TEST(a_silent_peer_holds_one_worker_and_not_the_stop)
{
	int silent = peer_open(sock), half = peer_open(sock), i;

	peer_begin(half); /* and no parameters */
	for (i = 0; i < 20; i++)
		assert_int_equal(
		    peer_get(sock, "/healthz", text, sizeof(text)), 200);
	assert_true(stop(SIGTERM) < 2.1);
	assert_int_equal(access(sock, F_OK), -1);
	close(silent);
	close(half);
}

/* Bytes that are no FastCGI, and records that make no sense. */
TEST(noise_on_the_socket_stops_nobody)
{
	unsigned char noise[64];
	int i, j, fd;

	srandom(1);
	for (i = 0; i < 300; i++) {
		if ((fd = peer_open(sock)) == -1)
			fail_msg("nobody listens after %d", i);
		for (j = 0; j < 64; j++)
			noise[j] = (unsigned char)random();
		if (i % 2 == 0)
			peer_begin(fd);
		peer_record(fd, i % 12, noise, (size_t)(i % 64));
		send(fd, noise, sizeof(noise), MSG_NOSIGNAL);
		close(fd);
	}
	assert_int_equal(peer_get(sock, "/healthz", text, sizeof(text)), 200);
}

/* A peer that promises a body and sends half of it, for ever. */
TEST(a_worker_that_hangs_is_ended)
{
	const char *list[] = { "REQUEST_METHOD=POST", "DOCUMENT_URI=/login",
		"CONTENT_LENGTH=10", "HTTP_ORIGIN=http://127.0.0.1:7100",
		NULL };
	double from = now();
	int fd[2], i;

	if (getenv("NIGHTLY") == NULL)
		skip();
	for (i = 0; i < 2; i++) { /* one for each worker */
		fd[i] = peer_open(sock);
		peer_begin(fd[i]);
		peer_parameters(fd[i], list);
		peer_record(fd[i], 5, "half", 4);
	}
	assert_int_equal(peer_get(sock, "/healthz", text, sizeof(text)), 200);
	assert_true(now() - from > 10 && now() - from < 18);
	close(fd[0]);
	close(fd[1]);
}

TEST(both_signals_stop_it)
{
	assert_true(stop(SIGINT) < 2);
	server = spawn();
	assert_true(await_answer() < 10);
	assert_true(stop(SIGTERM) < 2);
}

/* The children of the server, from /proc. */
static int
children(pid_t *list, int max)
{
	char path[100];
	FILE *f;
	int n = 0;

	snprintf(
	    path, sizeof(path), "/proc/%d/task/%d/children", server, server);
	f = fopen(path, "r");
	while (f != NULL && n < max && fscanf(f, "%d", &list[n]) == 1)
		n++;
	if (f != NULL)
		fclose(f);
	return n;
}

TEST(workers_that_die_are_replaced_for_ever)
{
	pid_t list[10];
	int round, i, n;

	for (round = 0; round < 4; round++) {
		n = children(list, 10);
		for (i = 0; i < n; i++)
			kill(list[i], SIGKILL);
		assert_true(await_answer() < 5);
	}
	assert_int_equal(waitpid(server, &n, WNOHANG), 0);
}

TEST(a_reload_loses_no_request)
{
	int i, lost = 0;

	write_conf("accent = #123456\n");
	for (i = 0; i < 300; i++) {
		if (i % 60 == 10)
			kill(server, SIGHUP);
		if (peer_get(sock, "/theme.css", text, sizeof(text)) != 200)
			lost++;
	}
	assert_int_equal(lost, 0);
	assert_non_null(strstr(text, "--accent:#123456"));
	write_conf("accent = pink\n"); /* refused: all stays as it was */
	kill(server, SIGHUP);
	for (i = 0; i < 20; i++)
		assert_int_equal(
		    peer_get(sock, "/theme.css", text, sizeof(text)), 200);
	assert_non_null(strstr(text, "--accent:#123456"));
}

/* Run once more; its exit status. */
static int
second(void)
{
	pid_t pid = spawn();
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(two_do_not_share_a_socket_and_a_left_over_is_removed)
{
	assert_int_equal(second(), 1);
	assert_int_equal(peer_get(sock, "/healthz", text, sizeof(text)), 200);
	kill(server, SIGKILL); /* its workers go with it */
	waitpid(server, NULL, 0);
	assert_int_equal(access(sock, F_OK), 0);
	while (peer_get(sock, "/healthz", text, sizeof(text)) == 200)
		nap();
	server = spawn();
	assert_true(await_answer() < 10);
}

TEST(wrong_settings_are_told_in_one_line)
{
	char log[100];
	FILE *f;
	int lines = 0, c;

	stop(SIGTERM);
	snprintf(log, sizeof(log), "%s/log", dir);
	unlink(log);
	write_conf("base_url = http://example.org\n");
	assert_int_equal(second(), 1);
	f = fopen(log, "r");
	while ((c = fgetc(f)) != EOF)
		lines += c == '\n';
	fclose(f);
	assert_int_equal(lines, 1);
}

TEST(a_log_line_has_the_request_and_no_values)
{
	static char line[10000];
	char log[100];
	FILE *f;
	size_t n;

	snprintf(log, sizeof(log), "%s/log", dir);
	peer_get(sock, "/t/SECRETTICKET", text, sizeof(text));
	peer_post(sock, "/login", "email=canary%40example.org&password=canary",
	    42, text, sizeof(text));
	f = fopen(log, "r");
	n = fread(line, 1, sizeof(line) - 1, f);
	line[n] = '\0';
	fclose(f);
	assert_non_null(strstr(line, "request=0123abcd method=GET path=/t/-"));
	assert_null(strstr(line, "SECRETTICKET"));
	assert_null(strstr(line, "canary"));
}

int
main(void)
{
#define RUN(test) cmocka_unit_test_setup_teardown(test, start, finish)
	const struct CMUnitTest tests[] = {
		RUN(it_answers_soon_and_stands_open_to_its_group_only),
		RUN(without_a_database_it_says_so),
		RUN(a_silent_database_costs_three_seconds_and_no_worker),
		RUN(a_form_is_not_lost_without_a_database),
		RUN(a_body_that_is_cut_off_is_refused),
		RUN(a_silent_peer_holds_one_worker_and_not_the_stop),
		RUN(noise_on_the_socket_stops_nobody),
		RUN(a_worker_that_hangs_is_ended),
		RUN(both_signals_stop_it),
		RUN(workers_that_die_are_replaced_for_ever),
		RUN(a_reload_loses_no_request),
		RUN(two_do_not_share_a_socket_and_a_left_over_is_removed),
		RUN(wrong_settings_are_told_in_one_line),
		RUN(a_log_line_has_the_request_and_no_values),
	};
	int failed;

	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(conf, sizeof(conf), "%s/lectern.conf", dir);
	snprintf(sock, sizeof(sock), "%s/web.sock", dir);
	failed = cmocka_run_group_tests_name("server", tests, NULL, NULL);
	if (fork() == 0)
		execl("/bin/rm", "rm", "-r", dir, (char *)NULL);
	wait(NULL);
	return failed;
}

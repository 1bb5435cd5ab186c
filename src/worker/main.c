/*
 * main.c: lectern-worker, which sends mail and does what falls due.
 *
 * The work is done by a child, which a fresh one follows after so many mails
 * or when it dies: GLib, under the mails, ends its process when memory is
 * short, and a message that breaks it must not stop the others.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "conf.h"
#include "log.h"
#include "outbox.h"
#include "secret.h"

#define STOP_SECONDS  60
#define PAUSE_LONGEST 60

static sigset_t signals;

static void
usage(void)
{
	fputs("usage: lectern-worker [-1] [-f CONF]\n"
	      "  -1       do all that is due now, then end\n"
	      "  -f CONF  the settings (else $LECTERN_CONF)\n",
	    stderr);
	exit(2);
}

static pid_t
start(const struct conf *conf, bool once)
{
	pid_t parent = getpid(), child = fork();

	if (child == -1)
		die("no process can be made");
	if (child > 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_SUCCESS);
	exit(outbox_run(conf, once));
}

/* Wait for one of the signals, or so many seconds; 0 if none came. */
static int
await(time_t seconds)
{
	struct timespec limit = { .tv_sec = seconds };
	int which = sigtimedwait(&signals, NULL, &limit);

	return which == -1 ? 0 : which;
}

/* The mail in hand is finished; a server that falls silent is not. */
static void
stop(pid_t child)
{
	time_t end = time(NULL) + STOP_SECONDS;

	kill(child, SIGTERM);
	while (waitpid(child, NULL, WNOHANG) == 0) {
		if (time(NULL) >= end)
			kill(child, SIGKILL);
		await(1);
	}
}

/* The child's end; true if we are to end instead. */
static bool
watch(pid_t child, int *status)
{
	int which;

	while (waitpid(child, status, WNOHANG) == 0) {
		which = await(3600);
		if (which == SIGTERM || which == SIGINT) {
			stop(child);
			return true;
		}
	}
	return false;
}

/* Keep a child at work; one that fails is followed after a growing pause. */
static int
keep(const struct conf *conf)
{
	time_t began, pause = 0;
	int status, which;

	for (;;) {
		began = time(NULL);
		if (watch(start(conf, false), &status))
			return 0;
		if (WIFEXITED(status) && WEXITSTATUS(status) == OUTBOX_MORE) {
			pause = 0;
			continue;
		}
		pause = time(NULL) - began > PAUSE_LONGEST ? 1
			: pause * 2 + 1 < PAUSE_LONGEST    ? pause * 2 + 1
							   : PAUSE_LONGEST;
		log_line(
		    LOG_ERROR, "the child ended, another in %d s", (int)pause);
		which = await(pause);
		if (which == SIGTERM || which == SIGINT)
			return 0;
	}
}

static int
run(const struct conf *conf, bool once)
{
	int status;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!once)
		return keep(conf);
	do {
		if (watch(start(conf, true), &status))
			return 0;
	} while (WIFEXITED(status) && WEXITSTATUS(status) == OUTBOX_MORE);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int
main(int argc, char *argv[])
{
	enum log_level level = LOG_INFO;
	static const struct conf *conf; /* the child needs it to its end */
	const char *path = NULL;
	bool once = false;
	char why[300];
	int option;

	log_set_program("lectern-worker");
	while ((option = getopt(argc, argv, "1f:")) != -1) {
		if (option == 'f')
			path = optarg;
		else if (option == '1')
			once = true;
		else
			usage();
	}
	if (optind != argc)
		usage();
	if ((conf = conf_read(path, why, sizeof(why))) == NULL)
		die("%s", why);
	log_level_read(conf->log_level, &level);
	log_set_level(level);
	secret_init();
	return run(conf, once);
}

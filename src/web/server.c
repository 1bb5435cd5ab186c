/* server.c: a parent that keeps the workers. */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "conf.h"
#include "db.h"
#include "log.h"
#include "metrics.h"
#include "secret.h"
#include "server.h"

enum {
	BACKLOG = 512,
	WORKERS_MAX = 80,
	SOON_MS = 1000, /* who ends sooner is started more slowly */
	DELAY_MAX_MS = 5000,
	STOP_MS = 1800,
	CHECK_MS = 5000,
	CHECK_WAIT_MS = 3000
};

struct worker {
	pid_t pid; /* 0: not running */
	bool slow;
	int64_t began, next; /* milliseconds */
	int64_t delay;
};

struct parent {
	struct server *server;
	int web, slow; /* the sockets */
	struct worker workers[WORKERS_MAX];
	size_t n;
	pid_t leaving[2 * WORKERS_MAX]; /* finishing under older settings */
	pid_t checker;
	int64_t next_check; /* 0: no more of them */
	sigset_t signals;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
socket_address(struct sockaddr_un *un, const char *dir, const char *name)
{
	*un = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return snprintf(un->sun_path, sizeof(un->sun_path), "%s/%s", dir,
		   name) < (int)sizeof(un->sun_path);
}

/*
 * One lecternd a folder.  The lock ends with its process however that ends,
 * and children do not have it (fcntl(2)): workers that outlive their parent
 * finish what they have at a socket that is no longer there.
 */
static void
folder_lock(const char *dir)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[4096];
	int fd = -1;

	if (snprintf(path, sizeof(path), "%s/lecternd.lock", dir) <
	    (int)sizeof(path))
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		die("%s: cannot make lecternd.lock: %s", dir, strerror(errno));
	if (fcntl(fd, F_SETLK, &all) == -1)
		die("%s: another lecternd runs here", dir);
}

static int
socket_open(const char *dir, const char *name)
{
	struct sockaddr_un un;
	mode_t mask;
	int s;

	if (!socket_address(&un, dir, name))
		die("%s: the path of a socket is too long", dir);
	unlink(un.sun_path); /* of one that is dead: the folder is ours */
	mask = umask(0117);  /* 0660 from the first moment */
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s == -1 || bind(s, (struct sockaddr *)&un, sizeof(un)) == -1 ||
	    listen(s, BACKLOG) == -1)
		die("%s: %s", un.sun_path, strerror(errno));
	umask(mask);
	return s;
}

static void
socket_remove(const char *dir, const char *name)
{
	struct sockaddr_un un;

	if (socket_address(&un, dir, name))
		unlink(un.sun_path);
}

/* A child that ends with its parent and hears signals again. */
static pid_t
child(struct parent *p)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == -1)
		log_line(LOG_ERROR, "fork: %s", strerror(errno));
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	sigprocmask(SIG_UNBLOCK, &p->signals, NULL);
	return 0;
}

static void
worker_start(struct parent *p, struct worker *w)
{
	w->began = now_ms();
	w->next = w->began + 1000; /* if it cannot be made */
	w->pid = child(p);
	if (w->pid == 0)
		worker_run(p->server, w->slow ? p->slow : p->web, w->slow);
	if (w->pid == -1)
		w->pid = 0;
	else
		metrics_add(METRIC_WORKER_STARTED, 1);
}

static void
workers_plan(struct parent *p)
{
	const struct conf *c = p->server->conf;
	size_t i;

	p->n = (size_t)(c->workers + c->slow_workers);
	for (i = 0; i < p->n; i++)
		p->workers[i] =
		    (struct worker){ .slow = (long)i >= c->workers };
}

/* Try every query on the database once, in a child. */
static void
check_start(struct parent *p)
{
	const struct server *s = p->server;
	enum db_state state;
	char why[300];

	if ((p->checker = child(p)) != 0)
		return;
	db_setup(s->conf->database, s->role, &db_web, s->queries, s->schema);
	state = db_check(why, sizeof(why));
	if (state != DB_READY)
		log_line(state == DB_UNFIT ? LOG_ERROR : LOG_WARN,
		    "database: %s", why);
	_exit((int)state);
}

/* What the checker found; false if this program must not run. */
static bool
check_end(struct parent *p, int status, bool first)
{
	int state = WIFEXITED(status) ? WEXITSTATUS(status) : DB_AWAY;

	p->checker = 0;
	p->next_check = state == DB_READY ? 0 : now_ms() + CHECK_MS;
	return !first || state != DB_UNFIT;
}

/* The check before the first worker; it may not hold up the start. */
static bool
check_first(struct parent *p)
{
	int64_t end = now_ms() + CHECK_WAIT_MS;
	const struct timespec step = { 0, 5000000 };
	int status;

	check_start(p);
	while (now_ms() < end) {
		if (p->checker > 0 &&
		    waitpid(p->checker, &status, WNOHANG) == p->checker)
			return check_end(p, status, true);
		nanosleep(&step, NULL);
	}
	return true;
}

static void
worker_ended(struct worker *w, int status)
{
	int64_t now = now_ms();

	if (now - w->began >= SOON_MS)
		w->delay = 0;
	else
		w->delay = w->delay == 0 ? 100 : w->delay * 2;
	if (w->delay > DELAY_MAX_MS)
		w->delay = DELAY_MAX_MS;
	w->next = now + w->delay;
	if (WIFSIGNALED(status))
		log_line(LOG_ERROR, "worker %ld: signal %d", (long)w->pid,
		    WTERMSIG(status));
	if (status != 0)
		metrics_add(METRIC_WORKER_FAILED, 1);
	w->pid = 0;
}

static void
child_ended(struct parent *p, pid_t pid, int status)
{
	size_t i;

	if (pid == p->checker)
		check_end(p, status, false);
	for (i = 0; i < p->n; i++)
		if (p->workers[i].pid == pid)
			worker_ended(&p->workers[i], status);
	for (i = 0; i < 2 * WORKERS_MAX; i++)
		if (p->leaving[i] == pid)
			p->leaving[i] = 0;
}

static void
reap(struct parent *p)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		child_ended(p, pid, status);
}

/* Start who is due; give the milliseconds until the next is. */
static int64_t
start_due(struct parent *p)
{
	int64_t now = now_ms(), wait = 60000;
	struct worker *w;

	for (w = p->workers; w < p->workers + p->n; w++) {
		if (w->pid == 0 && w->next <= now)
			worker_start(p, w);
		if (w->pid == 0 && w->next - now < wait)
			wait = w->next - now;
	}
	if (p->next_check != 0 && p->checker == 0) {
		if (p->next_check <= now)
			check_start(p);
		else if (p->next_check - now < wait)
			wait = p->next_check - now;
	}
	return wait > 0 ? wait : 1;
}

/* Ask a worker to end when its request is done, and remember it. */
static void
let_go(struct parent *p, pid_t pid)
{
	size_t i;

	if (pid <= 0)
		return;
	kill(pid, SIGTERM);
	for (i = 0; i < 2 * WORKERS_MAX; i++)
		if (p->leaving[i] == 0) {
			p->leaving[i] = pid;
			return;
		}
	kill(pid, SIGKILL); /* reloaded faster than they can finish */
}

/* New settings for new workers; the old ones finish what they have. */
static void
reload(struct parent *p)
{
	struct server *s = p->server;
	const struct conf *c;
	const struct keys *keys;
	char why[300];
	size_t i;

	c = conf_read(s->conf_path, why, sizeof(why));
	keys = c ? keys_read(c->key_file, why, sizeof(why)) : NULL;
	if (keys == NULL || strcmp(c->run_dir, s->conf->run_dir) != 0) {
		log_line(LOG_ERROR, "the settings stay as they were: %s",
		    keys == NULL ? why : "run_dir needs a restart");
		return;
	}
	s->conf = c;
	s->keys = keys;
	s->reloaded(c);
	for (i = 0; i < p->n; i++)
		let_go(p, p->workers[i].pid);
	workers_plan(p);
	log_line(LOG_INFO, "settings read again");
}

static void
signal_all(const struct parent *p, int sig)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->workers[i].pid > 0)
			kill(p->workers[i].pid, sig);
	for (i = 0; i < 2 * WORKERS_MAX; i++)
		if (p->leaving[i] > 0)
			kill(p->leaving[i], sig);
	if (p->checker > 0)
		kill(p->checker, SIGKILL);
}

static void
stop(struct parent *p)
{
	int64_t end = now_ms() + STOP_MS, left;
	struct timespec wait;
	sigset_t chld;
	pid_t pid = 0;
	int status;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	signal_all(p, SIGTERM);
	while ((left = end - now_ms()) > 0) {
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			child_ended(p, pid, status);
		if (pid == -1)
			break; /* no child is left */
		wait = (struct timespec){ left / 1000, left % 1000 * 1000000 };
		sigtimedwait(&chld, NULL, &wait);
	}
	signal_all(p, SIGKILL);
	socket_remove(p->server->conf->run_dir, "web.sock");
	socket_remove(p->server->conf->run_dir, "slow.sock");
	log_line(LOG_INFO, "stopped");
}

static void
keep(struct parent *p)
{
	struct timespec wait;
	int64_t ms;
	int sig;

	for (;;) {
		ms = start_due(p);
		wait = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
		sig = sigtimedwait(&p->signals, NULL, &wait);
		if (sig == SIGTERM || sig == SIGINT)
			return;
		if (sig == SIGHUP)
			reload(p);
		reap(p);
	}
}

int
server_run(struct server *s)
{
	static struct parent p;

	p.server = s;
	sigemptyset(&p.signals);
	sigaddset(&p.signals, SIGCHLD);
	sigaddset(&p.signals, SIGTERM);
	sigaddset(&p.signals, SIGINT);
	sigaddset(&p.signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &p.signals, NULL);
	folder_lock(s->conf->run_dir);
	p.web = socket_open(s->conf->run_dir, "web.sock");
	p.slow = socket_open(s->conf->run_dir, "slow.sock");
	metrics_open();
	if (!check_first(&p)) {
		socket_remove(s->conf->run_dir, "web.sock");
		socket_remove(s->conf->run_dir, "slow.sock");
		return 1;
	}
	workers_plan(&p);
	log_line(LOG_INFO, "serving %s from %s", s->conf->base_url,
	    s->conf->run_dir);
	keep(&p);
	stop(&p);
	return 0;
}

/*
 * fcgi.c: the life of one worker.
 *
 * The only file that sees libfcgi.  Signals are blocked but for the moment
 * in which a worker waits for a request, so none interrupts the work, and
 * libfcgi, which swallows them, never sees one.
 */
#include <sys/epoll.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "arena.h"
#include "conf.h"
#include "db.h"
#include "dispatch.h"
#include "log.h"
#include "metrics.h"
#include "request.h"
#include "secret.h"
#include "server.h"
#include "template.h"
#include "wire.h"

#define ARENA_BYTES (256 * 1024)
#define PATH_SHOWN  200
#define ID_MAX      64

/* How long a worker may give no sign of life, in seconds: a web request has
 * 3 s for the database and 2 for a password; the slow pool its statement. */
enum { WATCH_WEB = 15, WATCH_SLOW = 620 };

struct fcgi_wire {
	struct wire wire; /* must be first */
	FCGX_Request *fcgi;
	unsigned watch;
	bool sent;
};

static volatile sig_atomic_t stopping;

/* What the last words of a worker need. */
static struct {
	struct fcgi_wire *wire;
	char line[400];
	size_t n;
} now;

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
on_term(int sig)
{
	(void)sig;
	stopping = 1;
}

/* The request in hand has hung for too long. */
static void
on_alarm(int sig)
{
	(void)sig;
	if (write(STDERR_FILENO, now.line, now.n) == -1)
		_exit(3);
	_exit(2);
}

static const char *
wire_variable(struct wire *w, const char *name)
{
	return FCGX_GetParam(name, ((struct fcgi_wire *)w)->fcgi->envp);
}

static size_t
wire_read(struct wire *w, char *data, size_t n)
{
	int got = FCGX_GetStr(data, (int)n, ((struct fcgi_wire *)w)->fcgi->in);

	return got > 0 ? (size_t)got : 0;
}

static bool
wire_send(struct wire *w, const char *data, size_t n)
{
	struct fcgi_wire *f = (struct fcgi_wire *)w;

	f->sent = true;
	alarm(f->watch);
	return FCGX_PutStr(data, (int)n, f->fcgi->out) != -1;
}

/* The 500 page, if nothing went out yet; a broken answer must look broken. */
static void
last_words(void)
{
	struct arena *a;
	struct buf b;
	const struct lookup nothing = { 0 };
	static const char head[] =
	    "Status: 500\r\nContent-Type: text/html; charset=utf-8\r\n"
	    "Cache-Control: no-store\r\n\r\n";

	if (now.wire == NULL || now.wire->sent)
		return;
	a = arena_new(4096);
	b = (struct buf){ .arena = a };
	template_render(&b, template_find("broken.html"), &nothing);
	wire_send(&now.wire->wire, head, sizeof(head) - 1);
	wire_send(&now.wire->wire, b.data, b.len);
	FCGX_Finish_r(now.wire->fcgi);
	metrics_request(500, 0);
}

static const char *
variable(struct fcgi_wire *f, const char *name)
{
	const char *value = wire_variable(&f->wire, name);

	return value != NULL ? value : "";
}

/* nginx's id of the request, or "-" if it is none. */
static const char *
request_id(struct fcgi_wire *f)
{
	const char *id = variable(f, "REQUEST_ID");
	size_t n = strspn(id, "0123456789abcdef");

	return n > 0 && n <= ID_MAX && id[n] == '\0' ? id : "-";
}

static void
send_answer(struct request *r)
{
	if (r->streamed)
		return;
	r->wire->send(r->wire, r->head.data, r->head.len);
	if (r->body.len > 0 && strcmp(r->method, "HEAD") != 0)
		r->wire->send(r->wire, r->body.data, r->body.len);
}

static void
serve(const struct server *s, struct slots *slots, struct fcgi_wire *f,
    struct arena *a, bool slow)
{
	int64_t began = now_us(), us;
	struct request r = {
		.arena = a,
		.conf = s->conf,
		.keys = s->keys,
		.slots = slots,
		.site = s->site,
		.slow = slow,
		.wire = &f->wire,
		.method = variable(f, "REQUEST_METHOD"),
		.path = variable(f, "DOCUMENT_URI"),
		.remote = variable(f, "REMOTE_ADDR"),
		.agent =
		    arena_printf(a, "%.200s", variable(f, "HTTP_USER_AGENT")),
		.id = request_id(f),
		.head.arena = a,
		.body.arena = a,
	};
	char path[PATH_SHOWN];
	int status;

	log_path(path, sizeof(path), r.path);
	now.n = (size_t)snprintf(now.line, sizeof(now.line),
	    "program=lecternd pid=%ld level=error request=%s path=%s hung\n",
	    (long)getpid(), r.id, path);
	now.wire = f;
	status = dispatch(&r);
	send_answer(&r);
	now.wire = NULL;
	us = now_us() - began;
	metrics_request(status, us);
	log_line(LOG_INFO,
	    "request=%s method=%.8s path=%s route=%s status=%d bytes=%zu "
	    "us=%lld",
	    r.id, r.method, path, r.route != NULL ? r.route->path : "-", status,
	    r.body.len, (long long)us);
}

/*
 * Wait for somebody to come, or for the signal to stop.  While there is always
 * somebody, epoll_pwait() never lets the signal through.
 */
static bool
wait_for_request(int queue, const sigset_t *waiting)
{
	struct epoll_event event;
	sigset_t pending;

	if (sigpending(&pending) == 0 && sigismember(&pending, SIGTERM))
		return false;
	if (epoll_pwait(queue, &event, 1, -1, waiting) == -1 && errno != EINTR)
		die("epoll: %s", strerror(errno));
	return !stopping;
}

static int
queue_open(int listener)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };
	int queue = epoll_create1(EPOLL_CLOEXEC);

	/* Not to hang in accept() when another worker was faster. */
	if (queue == -1 || fcntl(listener, F_SETFL, O_NONBLOCK) == -1 ||
	    epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event) == -1)
		die("epoll: %s", strerror(errno));
	return queue;
}

/* The signals of a worker; gives the mask that holds while it waits. */
static sigset_t
signals_set(void)
{
	struct sigaction term = { .sa_handler = on_term };
	struct sigaction hung = { .sa_handler = on_alarm };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t blocked, waiting;

	sigaction(SIGTERM, &term, NULL);
	sigaction(SIGALRM, &hung, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGUSR1, &ignore, NULL); /* libfcgi stops at it */
	sigemptyset(&waiting);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	return waiting;
}

void
worker_run(const struct server *s, int listener, bool slow)
{
	struct arena *a = arena_new(ARENA_BYTES);
	struct fcgi_wire f = { { wire_variable, wire_read, wire_send }, NULL,
		slow ? WATCH_SLOW : WATCH_WEB, false };
	struct slots *slots;
	FCGX_Request fcgi;
	char why[300];
	sigset_t waiting;
	int queue;

	slots = slots_open(
	    s->conf->hash_dir, s->conf->hash_slots, why, sizeof(why));
	if (slots == NULL)
		die("%s", why);
	db_setup(s->conf->database, s->role, slow ? &db_slow : &db_web,
	    s->queries, s->schema);
	FCGX_Init();
	FCGX_InitRequest(&fcgi, listener, 0);
	waiting = signals_set(); /* after FCGX_Init(), which sets its own */
	queue = queue_open(listener);
	log_at_death(last_words);
	while (wait_for_request(queue, &waiting)) {
		alarm(f.watch);
		if (FCGX_Accept_r(&fcgi) == 0) {
			f.fcgi = &fcgi;
			f.sent = false;
			serve(s, slots, &f, a, slow);
			FCGX_Finish_r(&fcgi);
		}
		alarm(0);
		arena_reset(a);
	}
	db_close();
	slots_close(slots);
	arena_free(a);
	exit(0);
}

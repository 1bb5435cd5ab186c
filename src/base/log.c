/* log.c: one logfmt line per event on standard error. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

#define LINE_MAX_BYTES 1024

static const char *const words[] = { "debug", "info", "warn", "error" };
static enum log_level lowest = LOG_INFO;
static const char *program = "lectern";
static void (*at_death)(void);

bool
log_level_read(const char *word, enum log_level *level)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	return false;
}

void
log_set_level(enum log_level level)
{
	lowest = level;
}

void
log_set_program(const char *name)
{
	program = name;
}

/* One write, so that the lines of many processes do not mix. */
static void
write_line(const char *level, const char *fmt, va_list ap)
{
	char line[LINE_MAX_BYTES];
	size_t i, n;
	int head, rest;

	head = snprintf(line, sizeof(line), "program=%s pid=%ld level=%s ",
	    program, (long)getpid(), level);
	rest = vsnprintf(line + head, sizeof(line) - (size_t)head - 1, fmt, ap);
	n = (size_t)head + (rest > 0 ? (size_t)rest : 0);
	if (n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	while (n > 0 && line[n - 1] == '\n')
		n--;
	for (i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[n] = '\n';
	if (write(STDERR_FILENO, line, n + 1) == -1)
		return; /* nowhere left to tell it */
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	if (level < lowest)
		return;
	va_start(ap, fmt);
	write_line(words[level], fmt, ap);
	va_end(ap);
}

void
log_at_death(void (*last)(void))
{
	at_death = last;
}

void
die(const char *fmt, ...)
{
	void (*last)(void) = at_death;
	va_list ap;

	at_death = NULL; /* should that die too */
	va_start(ap, fmt);
	write_line("fatal", fmt, ap);
	va_end(ap);
	if (last != NULL)
		last();
	exit(EXIT_FAILURE);
}

void
log_path(char *out, size_t size, const char *path)
{
	static const char *const secrets[] = { "/t/", "/approvals/", "/offers/",
		"/guests/", "/leave/", "/moved/", "/charges/", "/evaluations/",
		"/register/", "/password/", "/account/address/", "/calendar/",
		"/unsubscribe/" };
	size_t i, n, len = strlen(path);
	const char *rest = "";

	for (i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		n = strlen(secrets[i]);
		if (strncmp(path, secrets[i], n) == 0 && len > n) {
			len = n;
			rest = "-";
		}
	}
	if (size < 2)
		die("log_path: no room");
	if (len > size - 2)
		len = size - 2;
	for (i = 0; i < len; i++)
		out[i] = (path[i] > ' ' && path[i] < 0x7f && path[i] != '"' &&
			     path[i] != '=')
			     ? path[i]
			     : '?';
	snprintf(out + len, size - len, "%s", rest);
}

/*
 * log.h: one logfmt line per event on standard error.
 *
 * A line never holds what people typed, an address or a token; cut paths
 * with log_path() before they go in.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Read one of the four words in lower case; false for anything else. */
bool log_level_read(const char *word, enum log_level *);

/* Lines below the level are dropped. */
void log_set_level(enum log_level);

/* The name that opens each line: "lecternd", "lectern-worker". */
void log_set_program(const char *name);

/* One line; control characters in it are written as '?'. */
void log_line(enum log_level, const char *fmt, ...)
    __attribute__((__format__(printf, 2, 3)));

/*
 * What cannot happen has happened: log one line, let the request in hand
 * fail with the 500 page (see log_at_death), and end this process.
 */
void die(const char *fmt, ...)
    __attribute__((__format__(printf, 1, 2), __noreturn__));

/* Call this once before die() ends the process; NULL takes it back. */
void log_at_death(void (*last)(void));

/*
 * Copy a request's path into out as it may stand in a log: quotes, spaces
 * and control characters become '?', and what follows /t/, /approvals/,
 * /offers/, /leave/, /evaluations/, /register/, /password/, /account/address/,
 * /calendar/ or /unsubscribe/ becomes "-".
 */
void log_path(char *out, size_t size, const char *path);

#endif

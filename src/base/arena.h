/* arena.h: memory that lives as long as one request. */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/*
 * An arena that keeps `first` bytes between requests.  Nothing taken from it
 * is freed alone.  When memory runs out the worker ends (see die()), so none
 * of these ever gives NULL.
 */
struct arena *arena_new(size_t first);

/* n bytes, aligned for anything, not zeroed. */
void *arena_alloc(struct arena *, size_t n);

/* A copy of n bytes with a zero after them. */
char *arena_dup(struct arena *, const char *, size_t n);

char *arena_printf(struct arena *, const char *, ...)
    __attribute__((__format__(printf, 2, 3)));
char *arena_vprintf(struct arena *, const char *, va_list)
    __attribute__((__format__(printf, 2, 0)));

/* Call fn(arg) at the next reset; the newest call runs first. */
void arena_defer(struct arena *, void (*fn)(void *), void *arg);

/* Run what was deferred and take back everything but the first block. */
void arena_reset(struct arena *);

/* Reset it, and give the memory back too. */
void arena_free(struct arena *);

#endif

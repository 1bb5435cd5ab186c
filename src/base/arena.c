/* arena.c: memory that lives as long as one request. */
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "log.h"

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

struct defer {
	struct defer *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *first, *last;
	struct defer *defers;
};

static struct block *
block_new(size_t size)
{
	struct block *b;

	if ((b = malloc(sizeof(*b) + size)) == NULL)
		die("arena: no memory for %zu bytes", size);
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *
arena_new(size_t first)
{
	struct arena *a;

	if ((a = calloc(1, sizeof(*a))) == NULL)
		die("arena: no memory");
	a->first = a->last = block_new(first);
	return a;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block *b = a->last;
	void *p;

	if (n > SIZE_MAX / 2)
		die("arena: %zu bytes asked", n);
	n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (b->size - b->used < n) {
		b = block_new(n > a->first->size ? n : a->first->size);
		a->last->next = b;
		a->last = b;
	}
	p = b->data + b->used;
	b->used += n;
	return p;
}

char *
arena_dup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (n > 0) /* s may then be NULL */
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct defer *d = arena_alloc(a, sizeof(*d));

	*d = (struct defer){ a->defers, fn, arg };
	a->defers = d;
}

void
arena_reset(struct arena *a)
{
	struct block *b, *next;
	struct defer *d;

	while ((d = a->defers) != NULL) {
		a->defers = d->next;
		d->fn(d->arg);
	}
	for (b = a->first->next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	a->last = a->first;
	a->first->next = NULL;
	a->first->used = 0;
}

void
arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->first);
	free(a);
}

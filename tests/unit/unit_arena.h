/* unit_arena.h: unit.h, and an arena that lasts for all tests of a program. */
#ifndef UNIT_ARENA_H
#define UNIT_ARENA_H

#include "arena.h"
#include "unit.h"

static struct arena *arena;

static int
arena_make(void **state)
{
	(void)state;
	arena = arena_new(65536);
	return 0;
}

static int
arena_drop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif

/* plain.c: text without control characters. */
#include <string.h>

#include "arena.h"
#include "plain.h"

enum sort { LETTER, BREAK, TAB, OTHER };

/* The bytes of the character that starts here, and its sort. */
static size_t
look(const char *s, enum sort *sort)
{
	const unsigned char *u = (const unsigned char *)s;

	*sort = LETTER;
	if (u[0] == '\r' || u[0] == '\n') {
		*sort = BREAK;
		return u[0] == '\r' && u[1] == '\n' ? 2 : 1;
	}
	if (u[0] < ' ' || u[0] == 0x7f)
		*sort = u[0] == '\t' ? TAB : OTHER;
	if (u[0] == 0xc2 && u[1] >= 0x80 && u[1] <= 0x9f) {
		*sort = OTHER;
		return 2;
	}
	if (strncmp(s, "\xe2\x80\xa8", 3) == 0 ||
	    strncmp(s, "\xe2\x80\xa9", 3) == 0) {
		*sort = BREAK;
		return 3;
	}
	return 1;
}

const char *
plain_line(struct arena *a, const char *s)
{
	char *line = arena_dup(a, s, strlen(s)), *to = line;
	enum sort sort;

	while (*s != '\0') {
		*to = *s;
		s += look(s, &sort);
		if (sort != LETTER)
			*to = ' ';
		to++;
	}
	*to = '\0';
	return line;
}

const char *
plain_block(struct arena *a, const char *s)
{
	char *block = arena_dup(a, s, strlen(s)), *to = block;
	enum sort sort;
	char c;

	while (*s != '\0') {
		c = *s;
		s += look(s, &sort);
		if (sort == OTHER)
			continue;
		*to++ = sort == BREAK ? '\n' : sort == TAB ? ' ' : c;
	}
	*to = '\0';
	return block;
}

/*
 * plain.h: text without control characters, for formats in which one of
 * them ends a line and begins the next header, property or element.
 *
 * Control characters are U+0000–001F, 007F–009F, and the separators
 * U+2028 and U+2029. The result lives in the arena.
 */
#ifndef PLAIN_H
#define PLAIN_H

struct arena;

/* One line: each control character becomes a space. */
const char *plain_line(struct arena *, const char *);

/*
 * Lines ended by LF: CR LF, CR, and the separators become LF, a tab becomes
 * a space, the other control characters go.
 */
const char *plain_block(struct arena *, const char *);

#endif

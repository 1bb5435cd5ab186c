/* utf8.h: is this text well-formed UTF-8, and how long is it? */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Well-formed by RFC 3629; a zero byte counts as a character here. */
bool utf8_valid(const char *, size_t);

/* The number of characters (code points) in well-formed text. */
size_t utf8_length(const char *, size_t);

#endif

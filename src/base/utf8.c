/*
 * utf8.c: is this text well-formed UTF-8?
 *
 * PostgreSQL refuses anything else with an error, and an error ends the
 * worker; so text from outside is tested here before it goes there.
 */
#include "utf8.h"

/* The bytes of the sequence that starts here, or 0 if it is malformed. */
static size_t
sequence(const unsigned char *s, size_t left)
{
	size_t i, n;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (n > left)
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

bool
utf8_valid(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n;

	for (; len > 0; s += n, len -= n)
		if ((n = sequence(s, len)) == 0)
			return false;
	return true;
}

size_t
utf8_length(const char *text, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)text[i] & 0xc0) != 0x80;
	return n;
}

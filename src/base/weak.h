/* weak.h: passwords that a guesser tries first. */
#ifndef WEAK_H
#define WEAK_H

#include <stdbool.h>

/*
 * Is a password little more than a common word, a run of neighbours or one
 * thing repeated?  "Passw0rd2024!", "qwertyuiop", "12345678", "abcabcabc".
 * Any length may be strong, and no kind of character is asked for (NIST SP
 * 800-63B, 5.1.1.2).
 */
bool weak_password(const char *);

/* Is it little more than one of these: the own names and addresses?  The
 * list ends with a NULL. */
bool weak_own(const char *, const char *const *about);

#endif

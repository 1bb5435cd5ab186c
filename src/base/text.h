/*
 * text.h: what people type, made clean or refused with the reason.
 *
 * Each function takes what came (any bytes, n of them) and gives either
 * `text`, clean and owned by the arena, or `flaw`, one plain sentence that
 * says what is wrong and how to put it right.  Exactly one of them is NULL.
 * An empty answer is clean and "" (whether it may be empty is not asked
 * here).  All text comes out as well-formed UTF-8 in NFC, without control
 * characters, trimmed of spaces, no-break spaces, zero-width spaces and byte
 * order marks at both ends; zero-width joiners inside words are kept.
 * Lengths are counted in characters.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct checked {
	const char *text;
	const char *flaw;
};

static inline struct checked
clean(const char *text)
{
	return (struct checked){ text, NULL };
}

static inline struct checked
flawed(const char *flaw)
{
	return (struct checked){ NULL, flaw };
}

/* Is the word one of those in the list, parted by this character? */
bool text_among(const char *word, const char *list, char between);

/* One line of at most max characters; a tab becomes a space. */
struct checked text_line(struct arena *, const char *, size_t n, size_t max);

/* Several lines: line ends become \n, tabs stay, at most max characters. */
struct checked text_block(struct arena *, const char *, size_t n, size_t max);

/* A name of at most 255 characters; runs of spaces become one. */
struct checked text_name(struct arena *, const char *, size_t n);

/*
 * One e-mail address of at most 254 bytes (RFC 5321), in lower case, its
 * domain as IDNA2008 A-labels.  Quoted local parts, address literals and
 * domains without a dot are refused.
 */
struct checked text_email(struct arena *, const char *, size_t n);

/*
 * A telephone number as digits, with "+" before a country's code and " ext
 * 12" after it where there is an extension; the "(0)" of "+44 (0)20" goes.
 * 7 to 15 digits (ITU-T E.164).
 */
struct checked text_phone(struct arena *, const char *, size_t n);

/*
 * A date as YYYY-MM-DD, from that form, from "3/12/2026", "3 12 2026" or "3
 * December 2026"; years 1900 to 2199; only dates that exist.
 */
struct checked text_date(struct arena *, const char *, size_t n);

/* A time of day as HH:MM, from "09:30", "9.30", "9:30am", "4pm", "midday". */
struct checked text_time(struct arena *, const char *, size_t n);

/* A UUID in lower case (RFC 9562), of any version. */
struct checked text_uuid(struct arena *, const char *, size_t n);

/*
 * A password: NFC (NIST SP 800-63B, 5.1.1.2), min to 128 characters, nothing
 * trimmed, any character but a control character.
 */
struct checked text_password(
    struct arena *, const char *, size_t n, size_t min);

/* Bytes as PostgreSQL reads a bytea parameter: \x and hex digits. */
char *text_bytea(struct arena *, const void *, size_t n);

/*
 * Texts as a PostgreSQL array literal: {"a","b"}; the list ends with a NULL.
 */
char *text_array(struct arena *, const char *const *list);

#endif

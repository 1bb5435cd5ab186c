/* text.c: what people type, made clean or refused with the reason. */
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "text.h"
#include "utf8.h"

#define NAME_MAX_CHARS     255
#define PASSWORD_MAX_CHARS 128

#define HIDDEN   "Remove the hidden character"
#define ONE_LINE "Enter this on one line"

/* Characters in NFC, between which things can be dropped. */
struct chars {
	int32_t *at;
	size_t n;
};

bool
text_among(const char *word, const char *list, char between)
{
	size_t n = strlen(word), len;

	for (; *list != '\0'; list += len + (list[len] == between)) {
		len = (size_t)(strchrnul(list, between) - list);
		if (len == n && memcmp(list, word, n) == 0)
			return true;
	}
	return false;
}

static const char *
encode(struct arena *a, struct chars c)
{
	char *text = arena_alloc(a, c.n * 4 + 1), *p = text;
	size_t i;

	for (i = 0; i < c.n; i++)
		p += utf8proc_encode_char(c.at[i], (utf8proc_uint8_t *)p);
	*p = '\0';
	return text;
}

/* The text's characters in NFC; false if it is not UTF-8. */
static bool
decode(struct arena *a, const char *s, size_t n, struct chars *c)
{
	const utf8proc_uint8_t *from = (const utf8proc_uint8_t *)s;
	const utf8proc_option_t nfc = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	utf8proc_ssize_t len, size = (utf8proc_ssize_t)n;

	*c = (struct chars){ NULL, 0 };
	if (!utf8_valid(s, n))
		return false;
	if ((len = utf8proc_decompose(from, size, NULL, 0, nfc)) <= 0)
		return len == 0;
	/* one more: utf8proc closes the text with a zero */
	c->at = arena_alloc(a, ((size_t)len + 1) * sizeof(*c->at));
	len = utf8proc_decompose(from, size, c->at, len, nfc);
	len = utf8proc_normalize_utf32(c->at, len, nfc);
	if (len < 0)
		die("text: normalising failed: %s", utf8proc_errmsg(len));
	c->n = (size_t)len;
	return true;
}

static bool
is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029;
}

/* What turns the letters after it round, whatever script they are of. */
static bool
is_override(int32_t c)
{
	return c == 0x202d || c == 0x202e;
}

static bool
is_space(int32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x200b || c == 0xfeff ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

static bool
is_trimmed(int32_t c)
{
	return is_space(c) || c == '\t' || c == '\n' || c == '\r' ||
	       c == 0x2028 || c == 0x2029;
}

static void
trim(struct chars *c)
{
	while (c->n > 0 && is_trimmed(c->at[0])) {
		c->at++;
		c->n--;
	}
	while (c->n > 0 && is_trimmed(c->at[c->n - 1]))
		c->n--;
}

/* The flaw of control characters in a line; tabs become spaces. */
static const char *
check_line(struct chars *c)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->at[i] == '\t')
			c->at[i] = ' ';
		if (c->at[i] == '\n' || c->at[i] == '\r' ||
		    c->at[i] == 0x2028 || c->at[i] == 0x2029)
			return ONE_LINE;
		if (is_control(c->at[i]) || is_override(c->at[i]))
			return HIDDEN;
	}
	return NULL;
}

/* The same for several lines; their ends become \n. */
static const char *
check_block(struct chars *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->n; i++) {
		if (c->at[i] == '\r' && i + 1 < c->n && c->at[i + 1] == '\n')
			continue;
		if (c->at[i] == '\r' || c->at[i] == 0x2028 ||
		    c->at[i] == 0x2029)
			c->at[i] = '\n';
		if (is_control(c->at[i]) && c->at[i] != '\n' &&
		    c->at[i] != '\t')
			return HIDDEN;
		c->at[n++] = c->at[i];
	}
	c->n = n;
	return NULL;
}

static const char *
check_length(struct arena *a, size_t n, size_t max)
{
	if (n <= max)
		return NULL;
	return arena_printf(a,
	    "You have %zu character%s too many; the most is "
	    "%zu",
	    n - max, n - max == 1 ? "" : "s", max);
}

static struct checked
check_text(struct arena *a, const char *s, size_t n, size_t max,
    const char *(*check)(struct chars *))
{
	struct chars c;
	const char *flaw;

	if (!decode(a, s, n, &c))
		return flawed("Type this again: some letters did not arrive");
	trim(&c);
	if ((flaw = check(&c)) == NULL)
		flaw = check_length(a, c.n, max);
	return flaw != NULL ? flawed(flaw) : clean(encode(a, c));
}

struct checked
text_line(struct arena *a, const char *s, size_t n, size_t max)
{
	return check_text(a, s, n, max, check_line);
}

struct checked
text_block(struct arena *a, const char *s, size_t n, size_t max)
{
	return check_text(a, s, n, max, check_block);
}

/* Joiners, marks and spaces are seen only beside something else. */
static bool
is_seen(int32_t c)
{
	const char *category = utf8proc_category_string(c);

	return *category != 'C' && *category != 'M' && *category != 'Z';
}

/* Others read a name in mails of ours, where an address would be a link. */
static const char *
check_no_link(const struct chars *c)
{
	size_t i;

	for (i = 0; i + 2 < c->n; i++)
		if (c->at[i] == ':' && c->at[i + 1] == '/' &&
		    c->at[i + 2] == '/')
			return "Enter a name without a web address";
	return NULL;
}

/* A name of which nothing can be seen is none. */
static const char *
check_name(struct chars *c)
{
	const char *flaw = check_line(c);
	size_t i, n = 0, seen = 0;
	bool space;

	for (i = 0; i < c->n; i++) {
		space = is_space(c->at[i]);
		if (space && n > 0 && c->at[n - 1] == ' ')
			continue;
		seen += is_seen(c->at[i]);
		c->at[n++] = space ? ' ' : c->at[i];
	}
	c->n = seen > 0 ? n : 0;
	return flaw != NULL ? flaw : check_no_link(c);
}

struct checked
text_name(struct arena *a, const char *s, size_t n)
{
	struct checked c = check_text(a, s, n, SIZE_MAX, check_name);

	if (c.flaw == NULL &&
	    utf8_length(c.text, strlen(c.text)) > NAME_MAX_CHARS)
		return flawed("Shorten the name to 255 characters or fewer, "
			      "or contact us");
	return c;
}

struct checked
text_password(struct arena *a, const char *s, size_t n, size_t min)
{
	struct chars c;
	size_t i;

	if (!decode(a, s, n, &c))
		return flawed("Type the password again");
	for (i = 0; i < c.n; i++)
		if (is_control(c.at[i]))
			return flawed(HIDDEN);
	if (c.n > 0 && c.n < min)
		return flawed(arena_printf(
		    a, "Enter a password of at least %zu characters", min));
	if (c.n > PASSWORD_MAX_CHARS)
		return flawed("Enter a password of at most 128 characters");
	return clean(encode(a, c));
}

struct checked
text_uuid(struct arena *a, const char *s, size_t n)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	char *uuid = arena_dup(a, s, n);
	size_t i;

	if (n == 0)
		return clean(uuid);
	for (i = 0; i < n && i < sizeof(shape) - 1; i++) {
		if (uuid[i] >= 'A' && uuid[i] <= 'F')
			uuid[i] = (char)(uuid[i] - 'A' + 'a');
		if (shape[i] == '-'
			? uuid[i] != '-'
			: uuid[i] == '\0' ||
			      strchr("0123456789abcdef", uuid[i]) == NULL)
			break;
	}
	if (n != sizeof(shape) - 1 || i != n)
		return flawed("This is not a UUID");
	return clean(uuid);
}

char *
text_bytea(struct arena *a, const void *data, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = data;
	char *text = arena_alloc(a, 2 * n + 3), *p = text;
	size_t i;

	*p++ = '\\';
	*p++ = 'x';
	for (i = 0; i < n; i++) {
		*p++ = digits[from[i] >> 4];
		*p++ = digits[from[i] & 15];
	}
	*p = '\0';
	return text;
}

char *
text_array(struct arena *a, const char *const *list)
{
	struct buf b = { .arena = a };
	const char *s;
	size_t n;

	buf_text(&b, "{");
	for (; *list != NULL; list++) {
		buf_text(&b, "\"");
		for (s = *list; *s != '\0'; s += n) {
			n = strcspn(s, "\"\\");
			buf_add(&b, s, n);
			if (s[n] == '\0')
				break;
			buf_add(&b, "\\", 1);
			buf_add(&b, s + n++, 1);
		}
		buf_text(&b, list[1] != NULL ? "\"," : "\"");
	}
	buf_text(&b, "}");
	return arena_dup(a, b.data, b.len);
}

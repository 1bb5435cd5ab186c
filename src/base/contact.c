/* contact.c: e-mail addresses and telephone numbers. */
#include <string.h>

#include <idn2.h>

#include "arena.h"
#include "buf.h"
#include "text.h"

#define EMAIL_MAX     254 /* RFC 5321, 4.5.3.1.3 less the brackets */
#define LOCAL_MAX     64
#define DIGITS_MIN    7
#define DIGITS_MAX    15 /* ITU-T E.164 */
#define EXTENSION_MAX 8
#define PHONE_SIGNS   " -.()/"

#define WHAT_EMAIL                                                             \
	"Enter an email address with an @ sign, like name@example.org"
#define WHAT_PHONE                                                             \
	"Enter a telephone number, like 01632 960 001 or +44 20 7946 0958"

/* The flaw of the part before the @, in lower case. */
static const char *
check_local(const char *s, size_t n)
{
	static const char atext[] = "abcdefghijklmnopqrstuvwxyz0123456789"
				    "!#$%&'*+/=?^_`{|}~-.";
	size_t i;

	if (n == 0)
		return "Enter the part before the @ sign";
	if (n > LOCAL_MAX)
		return "Check the email address: the part before the @ sign "
		       "is too long";
	for (i = 0; i < n; i++)
		if (strchr(atext, s[i]) == NULL)
			return "Check the email address: one letter before "
			       "the @ sign cannot be used";
	if (s[0] == '.' || s[n - 1] == '.' || memmem(s, n, "..", 2) != NULL)
		return "Check the dots before the @ sign";
	return NULL;
}

/* Do all labels begin and end with a letter or digit (RFC 1123, 2.1)? */
static bool
labels_fit(const char *s)
{
	size_t n;

	for (;; s += n + 1) {
		n = strcspn(s, ".");
		if (n == 0 || n > 63 || s[0] == '-' || s[n - 1] == '-')
			return false;
		if (s[n] == '\0')
			return true;
	}
}

/* The flaw of the part after the @, as A-labels. */
static const char *
check_domain(const char *s)
{
	const char *dot = strrchr(s, '.');

	if (*s == '\0')
		return "Enter the part after the @ sign";
	if (dot == NULL || dot == s || dot[1] == '\0' ||
	    strstr(s, "..") != NULL)
		return "Check the dots after the @ sign";
	if (s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '\0' ||
	    !labels_fit(s))
		return "Check the part after the @ sign";
	if (strspn(dot + 1, "0123456789") == strlen(dot + 1))
		return "Check the part after the @ sign: it needs a name, not "
		       "a number";
	return NULL;
}

/* The domain in A-labels, in lower case, or NULL. */
static char *
domain_ascii(struct arena *a, const char *domain)
{
	uint8_t *ascii;
	char *copy;
	int rc;

	rc = idn2_lookup_u8((const uint8_t *)domain, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return NULL;
	copy = arena_dup(a, (char *)ascii, strlen((char *)ascii));
	idn2_free(ascii);
	return copy;
}

/* What is wrong with the address as a whole. */
static const char *
check_whole(const char *s)
{
	const char *at = strchr(s, '@');

	if (strpbrk(s, ",;") != NULL || (at != NULL && strchr(at + 1, '@')))
		return "Enter one email address";
	if (strchr(s, ' ') != NULL)
		return "Remove the space from the email address";
	if (at == NULL)
		return WHAT_EMAIL;
	return NULL;
}

struct checked
text_email(struct arena *a, const char *raw, size_t n)
{
	struct checked c = text_line(a, raw, n, 1000);
	const char *flaw;
	char *local, *domain, *p;

	if (c.flaw != NULL)
		return flawed(strcmp(c.flaw, "Enter this on one line") == 0
				  ? "Enter one email address on one line"
				  : c.flaw);
	if (*c.text == '\0')
		return c;
	if ((flaw = check_whole(c.text)) != NULL)
		return flawed(flaw);
	local = arena_dup(a, c.text, strcspn(c.text, "@"));
	for (p = local; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	if ((flaw = check_local(local, strlen(local))) != NULL)
		return flawed(flaw);
	if ((domain = domain_ascii(a, strchr(c.text, '@') + 1)) == NULL)
		return flawed("Check the part after the @ sign");
	if ((flaw = check_domain(domain)) != NULL)
		return flawed(flaw);
	if (strlen(local) + 1 + strlen(domain) > EMAIL_MAX)
		return flawed("Enter an email address of at most 254 letters");
	return (
	    struct checked){ arena_printf(a, "%s@%s", local, domain), NULL };
}

/* The length of the word that opens an extension here, or 0. */
static size_t
extension_word(const char *s)
{
	static const char *const words[] = { "extension", "extn", "ext", "x",
		"#" };
	size_t i, n;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (strncasecmp(s, words[i], n) == 0)
			return n + strspn(s + n, ".: ");
	}
	return 0;
}

/*
 * The country's sign at the start, "+" or "00" with anything between its
 * zeros; gives what follows it, or s itself where there is none.
 */
static const char *
after_country_sign(const char *s)
{
	const char *p = s + strspn(s, PHONE_SIGNS);

	if (*p == '+')
		return p + 1;
	if (*p != '0')
		return s;
	p += 1 + strspn(p + 1, PHONE_SIGNS);
	return *p == '0' ? p + 1 : s;
}

/* The "ext 12" at the end of a number, or the flaw of it. */
static const char *
check_extension(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n == 0 || n > EXTENSION_MAX || s[n] != '\0'
		   ? "Enter the extension in digits"
		   : NULL;
}

struct checked
text_phone(struct arena *a, const char *raw, size_t n)
{
	struct checked c = text_line(a, raw, n, 100);
	struct buf b = { .arena = a };
	const char *s, *flaw;
	size_t digits = 0, word = 0;

	if (c.flaw != NULL || *c.text == '\0')
		return c;
	if ((s = after_country_sign(c.text)) != c.text)
		buf_text(&b, "+");
	for (; *s != '\0' && (word = extension_word(s)) == 0; s++) {
		if (b.len > 0 && *b.data == '+' && strncmp(s, "(0)", 3) == 0)
			s += 2;
		else if (*s >= '0' && *s <= '9' && ++digits > 0)
			buf_add(&b, s, 1);
		else if (strchr(PHONE_SIGNS, *s) == NULL)
			return flawed(WHAT_PHONE);
	}
	if (digits < DIGITS_MIN || digits > DIGITS_MAX)
		return flawed(WHAT_PHONE);
	if (*s != '\0') {
		s += word;
		if ((flaw = check_extension(s)) != NULL)
			return flawed(flaw);
		buf_printf(&b, " ext %s", s);
	}
	return (struct checked){ buf_string(&b), NULL };
}

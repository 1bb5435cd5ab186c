/*
 * markup.c: may a value stand at this place of a page?
 *
 * Escaping makes a value inert as text and in a quoted attribute, nowhere
 * else: so a value in a script, a style, a comment, an attribute that runs
 * code, an unquoted attribute or at the start of an address is refused when
 * the page is compiled.
 */
#include <string.h>

#include "page.h"

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Gather a name in lower case; what does not fit is not one of those that
 * matter. */
static void
gather(char *name, size_t *n, size_t size, char c)
{
	if (*n + 1 < size) {
		name[(*n)++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		name[*n] = '\0';
	}
}

/* The ">" of an opening tag. */
static void
tag_end(struct markup *m)
{
	bool raw = strcmp(m->element, "script") == 0 ||
		   strcmp(m->element, "style") == 0;

	m->place = raw ? RAW_TEXT : CONTENT;
}

static void
in_tag(struct markup *m, char c)
{
	if (c == '>')
		tag_end(m);
	else if (c == '=')
		m->place = BEFORE_VALUE;
	else if (is_white(c) || c == '/')
		m->place = IN_TAG;
	else {
		if (m->place != ATTRIBUTE)
			m->nattribute = 0;
		m->place = ATTRIBUTE;
		gather(m->attribute, &m->nattribute, sizeof(m->attribute), c);
	}
}

static void
before_value(struct markup *m, char c)
{
	if (is_white(c))
		return;
	m->begun = false;
	m->place = c == '"' || c == '\'' ? QUOTED : UNQUOTED;
	m->quote = c;
}

static void
tag_open(struct markup *m, char c)
{
	m->nelement = 0;
	m->element[0] = '\0';
	m->data = false;
	if (c == '!')
		m->place = COMMENT; /* also the doctype */
	else {
		m->place = TAG_NAME;
		gather(m->element, &m->nelement, sizeof(m->element), c);
	}
}

static void
tag_name(struct markup *m, char c)
{
	if (is_white(c) || c == '>')
		in_tag(m, c);
	else
		gather(m->element, &m->nelement, sizeof(m->element), c);
}

/* Inside a script or style only its own end tag counts. */
static bool
closes(const struct markup *m, const char *s, size_t n)
{
	return n > m->nelement + 2 && s[0] == '<' && s[1] == '/' &&
	       strncasecmp(s + 2, m->element, m->nelement) == 0;
}

static void
step(struct markup *m, const char *s, size_t n)
{
	switch (m->place) {
	case CONTENT:
		if (*s == '<')
			m->place = TAG_OPEN;
		break;
	case TAG_OPEN:
		tag_open(m, *s);
		break;
	case TAG_NAME:
		tag_name(m, *s);
		break;
	case IN_TAG:
	case ATTRIBUTE:
		in_tag(m, *s);
		break;
	case BEFORE_VALUE:
		before_value(m, *s);
		break;
	case QUOTED:
		if (*s == m->quote)
			m->place = IN_TAG;
		else if (n > 7 && strncmp(s, "ld+json", 7) == 0)
			m->data = true;
		m->begun = true;
		break;
	case UNQUOTED:
		if (is_white(*s) || *s == '>')
			in_tag(m, *s);
		break;
	case COMMENT:
		if (*s == '>')
			m->place = CONTENT;
		break;
	case RAW_TEXT:
		if (closes(m, s, n)) {
			m->place = TAG_OPEN;
			m->element[0] = '\0';
		}
		break;
	}
}

void
markup_text(struct markup *m, const char *s, size_t n)
{
	for (; n > 0; s++, n--)
		step(m, s, n);
}

static bool
in_list(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

/* In a quoted attribute. */
static const char *
check_attribute(const struct markup *m, enum op op, const char *name)
{
	static const char *const addresses[] = { "href", "src", "action",
		"formaction", "poster", "data", "cite", "srcset", "manifest",
		"ping", "xlink:href", NULL };
	static const char *const ours[] = { "base_url", "asset", "theme",
		NULL };

	if (op == RAW)
		return "{{{}}} in an attribute";
	if (strncmp(m->attribute, "on", 2) == 0 ||
	    strcmp(m->attribute, "style") == 0 ||
	    strcmp(m->attribute, "srcdoc") == 0)
		return "a value in an attribute that runs code or style";
	if (!m->begun && op != ADDRESS && in_list(m->attribute, addresses) &&
	    !in_list(name, ours))
		return "a value at the start of an address: use {{&name}}";
	return NULL;
}

/* Only SVG we drew and JSON-LD that SQL built go out as they are. */
static bool
is_raw_name(const char *name)
{
	size_t n = strlen(name);

	return strcmp(name, "json_ld") == 0 ||
	       (n >= 3 && strcmp(name + n - 3, "svg") == 0);
}

const char *
markup_value(struct markup *m, enum op op, const char *name)
{
	const char *why = NULL;

	if (op == RAW && !is_raw_name(name))
		return "{{{}}} is for names that end in svg, and json_ld";
	switch (m->place) {
	case CONTENT:
		break;
	case QUOTED:
		why = check_attribute(m, op, name);
		m->begun = true;
		break;
	case RAW_TEXT:
		if (!(op == RAW && m->data))
			why = "a value in a script or style";
		break;
	case COMMENT:
		why = "a value in a comment";
		break;
	case BEFORE_VALUE:
	case UNQUOTED:
		why = "a value in an attribute without quotes";
		break;
	default:
		why = "a value in a tag, outside an attribute";
	}
	return why;
}

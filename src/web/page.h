/* page.h: a compiled page, shared by template.c, render.c and markup.c. */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>

#define PAGE_DEPTH_MAX 16

enum op { TEXT, VALUE, ADDRESS, PERCENT, RAW, EACH, UNLESS, END, PARTIAL };

struct step {
	enum op op;
	const char *s; /* text, or the name */
	size_t len;
	const char *other; /* EACH, UNLESS: what to compare with, or NULL */
	bool literal;      /* other is a text, not a name */
	size_t jump;       /* EACH, UNLESS: the step after END */
	int hint;          /* the column where the name was last found */
	const struct page *page; /* PARTIAL, once it was found */
};

struct page {
	const char *name;
	bool plain; /* a text, not HTML: nothing is escaped */
	struct step *steps;
	size_t n, cap;
};

/* Where in a document a piece of text ends: what a value there may be. */
struct markup {
	enum place {
		CONTENT,
		TAG_OPEN,
		TAG_NAME,
		IN_TAG,
		ATTRIBUTE,
		BEFORE_VALUE,
		QUOTED,
		UNQUOTED,
		COMMENT,
		RAW_TEXT
	} place;
	char element[16], attribute[24], quote;
	size_t nelement, nattribute;
	bool begun; /* something stands before it in the attribute's value */
	bool data;  /* a script element that holds JSON-LD */
};

/* Read on through a piece of text. */
void markup_text(struct markup *, const char *, size_t);

/* Why a value must not stand here, or NULL; it now stands here. */
const char *markup_value(struct markup *, enum op, const char *name);

#endif

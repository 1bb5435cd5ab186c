#!/bin/sh
# templates.sh: turn pages and messages into a C table on standard output.
# A page is named as its file; one under src/app/mail as mail/FILE.
cat <<'C'
/* Made by tools/templates.sh from src/app/html and mail; do not edit. */
#include <string.h>

#include "arena.h"
#include "log.h"
#include "template.h"

static struct {
	const char *name, *text;
	struct page *page;
} pages[] = {
C
for f; do
	name=${f##*/}
	case $f in */mail/*) name=mail/$name ;; esac
	printf '\t{ "%s",\n' "$name"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/\t    "&\\n"/' "$f" || exit 1
	printf '\t    , NULL },\n'
done
cat <<'C'
};

const struct page *
template_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (strcmp(pages[i].name, name) == 0)
			return pages[i].page;
	die("there is no page %s", name);
}

const char *
template_listed(size_t i, const char **text)
{
	if (i >= sizeof(pages) / sizeof(pages[0]))
		return NULL;
	*text = pages[i].text;
	return pages[i].name;
}

void
templates_load(void)
{
	static struct arena *a; /* for as long as the program runs */
	size_t i;

	a = arena_new(256 * 1024);
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		pages[i].page =
		    template_compile(a, pages[i].name, pages[i].text);
}
C

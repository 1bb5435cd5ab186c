/* theme.c: the partnership's colour and mark, from the settings. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "handlers.h"
#include "request.h"

#define YEAR     (365L * 24 * 3600)
#define LOGO_MAX (256 * 1024)

/* White on the accent and the accent on white have the same contrast, which
 * conf.c has checked; a link on paper is darker by a fifth. */
int
theme_show(struct request *r)
{
	unsigned long c = strtoul(r->conf->accent + 1, NULL, 16);
	char css[200];
	int n;

	n = snprintf(css, sizeof(css),
	    ":root{--accent:%s;--accent-text:#ffffff;"
	    "--accent-dark:#%02lx%02lx%02lx}\n",
	    r->conf->accent, (c >> 16) * 4 / 5, (c >> 8 & 255) * 4 / 5,
	    (c & 255) * 4 / 5);
	cache_for(r, YEAR); /* its address changes with it */
	return reply_bytes(r, 200, "text/css", css, (size_t)n);
}

int
logo_show(struct request *r)
{
	char *svg = arena_alloc(r->arena, LOGO_MAX);
	FILE *f;
	size_t n;

	if (*r->conf->logo == '\0' || (f = fopen(r->conf->logo, "re")) == NULL)
		return reply_not_found(r);
	n = fread(svg, 1, LOGO_MAX, f);
	fclose(f);
	header_add(r, "Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'; sandbox");
	cache_for(r, 3600);
	return reply_bytes(r, 200, "image/svg+xml", svg, n);
}

/*
 * wording.h: texts with named holes that people write in the browser: the
 * syntax of template.h, cut down to {{name}} and sections.
 */
#ifndef WORDING_H
#define WORDING_H

struct arena;
struct rows;
struct value;

/* One more name in front of the others. */
struct value *wording_value(
    struct arena *, struct value *next, const char *name, const char *text);

/*
 * Why the text cannot be used, as a sentence, or NULL: a tag that is not
 * closed, or a name that is not among the values.
 */
const char *wording_flaw(
    struct arena *, const char *text, const struct value *values);

/* What it reads with these values; it must be without a flaw. */
const char *wording_print(
    struct arena *, const char *text, const struct value *values);

/*
 * A text that was printed, for a page: rows `blocks` (block, kind "lead"
 * "paragraph" "point", begins and ends of a list) and inside them `runs`
 * (block, kind "words" "web" "break", words).
 */
void wording_cut(
    struct arena *, const char *text, struct rows *blocks, struct rows *runs);

/* The same as two values in front of the others. */
struct value *wording_blocks(
    struct arena *, struct value *next, const char *text);

#endif

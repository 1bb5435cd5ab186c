/*
 * qr.h: QR codes (ISO/IEC 18004), as SVG for pages and as PNG for mails.
 *
 * Level Q: a quarter of the symbol may be hidden or damaged. Both pictures
 * carry the quiet zone of four modules, black on white.
 */
#ifndef QR_H
#define QR_H

#include <stdbool.h>

struct buf;

/*
 * Append an svg element: one path, one unit a module, no size of its own
 * (the page sets it), read out as the title. False, with nothing appended,
 * if the text is empty or more than the largest symbol holds.
 */
bool qr_svg(struct buf *, const char *text, const char *title);

/* Append a 1-bit PNG, pixels (at least 1) to a module. False as above. */
bool qr_png(struct buf *, const char *text, int pixels);

#endif

/*
 * refusal.c: what the rules refuse, in words.
 *
 * An outcome of a command becomes a status, the field it is about ("" for
 * the whole form) and a sentence that says what to do.
 */
#include "routes.h"

/* clang-format off */
const struct refusal refusals[] = {
	{ "not_found", 404, "", "" },
	{ "same_key_other_fields", 409, "",
	    "This was sent before with other answers. Check what it says now "
	    "and send it once more" },
	{ 0 }
};
/* clang-format on */

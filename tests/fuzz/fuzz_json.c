/* fuzz_json.c: JSON within our limits comes back the same. */
#include <string.h>

#include <jansson.h>

#include "arena.h"
#include "fuzz.h"
#include "inner.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);
	json_t *json = json_read(a, (const char *)data, n), *again;
	char *text;

	if (json != NULL) {
		text = json_dumps(json, JSON_COMPACT);
		HOLDS(text != NULL);
		again = json_read(a, text, strlen(text));
		HOLDS(again != NULL && json_equal(json, again));
		free(text);
	}
	arena_free(a);
	return 0;
}

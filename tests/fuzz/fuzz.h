/* fuzz.h: what every fuzz target has: one entry, and a wish that must hold. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Without NDEBUG or a message: the input that broke it is the message. */
#define HOLDS(wish)                                                            \
	do {                                                                   \
		if (!(wish))                                                   \
			abort();                                               \
	} while (0)

#endif

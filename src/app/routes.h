/* routes.h: the map of the program, and what its refusals mean. */
#ifndef ROUTES_H
#define ROUTES_H

#include "dispatch.h"

extern const struct route routes[];
extern const struct refusal refusals[];

#endif

/* db_value.c: parameters as PostgreSQL reads them. */
#include <inttypes.h>

#include "arena.h"
#include "db.h"

const char *
db_int(struct arena *a, int64_t n)
{
	return arena_printf(a, "%" PRId64, n);
}

const char *
db_id(struct arena *a, int64_t n)
{
	return n == 0 ? NULL : db_int(a, n);
}

const char *
db_bool(bool flag)
{
	return flag ? "t" : "f";
}

const char *
db_some(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

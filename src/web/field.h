/* field.h: what is wrong with a field. */
#ifndef FIELD_H
#define FIELD_H

struct field_error {
	struct field_error *next;
	const char *field, *message;
};

#endif

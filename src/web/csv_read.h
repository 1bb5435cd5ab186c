/*
 * csv_read.h: a file of comma-separated values, as a table with a header.
 *
 * RFC 4180, with CRLF, LF or CR; a byte order mark is dropped.
 */
#ifndef CSV_READ_H
#define CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* What is wrong, and in which line of the file (the first is 1). */
struct csv_fault {
	int line;
	const char *why;
};

struct csv_record {
	int line; /* where it starts */
	const char **cells;
};

/* All of it lives in the arena it was read into. */
struct csv_table {
	size_t columns;
	const char **names;
	size_t n;
	struct csv_record *records;
	size_t faults_n;
	struct csv_fault *faults;
};

/*
 * Read n bytes. Blank lines are skipped, spaces around a cell dropped.
 * Use the records only if faults_n is 0. Faults are: bytes that are not
 * UTF-8 or are zero (the first line only), quotes that do not match (the
 * first only), no header, a header's name that is empty or there twice
 * (each), a record with more or fewer cells than the header (each).
 */
struct csv_table *csv_read(struct arena *, const char *, size_t n);

bool csv_has(const struct csv_table *, const char *name);

/* The cell of that record and column; "" if there is no such column. */
const char *csv_cell(const struct csv_table *, size_t record, const char *name);

#endif

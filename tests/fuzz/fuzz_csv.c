/*
 * fuzz_csv.c: no file breaks the reader; what is written is read back, and no
 * cell of it is a formula: a number alone, like -60.00, is none.
 */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "csv_read.h"
#include "csv_write.h"
#include "fuzz.h"
#include "utf8.h"

static void
check_reader(struct arena *a, const char *data, size_t n)
{
	struct csv_table *t = csv_read(a, data, n);
	size_t i, k;

	HOLDS(t->faults_n > 0 || t->columns > 0);
	for (i = 0; i < t->faults_n; i++)
		HOLDS(t->faults[i].line >= 1 && *t->faults[i].why != '\0');
	for (i = 0; i < t->n; i++) {
		HOLDS(i == 0 || t->records[i].line > t->records[i - 1].line);
		for (k = 0; k < t->columns; k++)
			HOLDS(strlen(t->records[i].cells[k]) <= n);
	}
}

static void
check_writer(struct arena *a, const char *text)
{
	const char *head[] = { "a", "b" }, *row[] = { text, text }, *cell;
	struct buf b = { .arena = a };
	struct csv_table *t;
	size_t guard;

	csv_mark(&b);
	csv_row(&b, head, 2);
	csv_row(&b, row, 2);
	t = csv_read(a, b.data, b.len);
	if (*text == '\0')
		return;
	HOLDS(t->faults_n == 0 && t->n == 1);
	cell = csv_cell(t, 0, "b");
	HOLDS(strcmp(cell, csv_cell(t, 0, "a")) == 0);
	guard = *cell == '\'' && *text != '\'';
	HOLDS(strcmp(cell + guard, text) == 0);
	if (*cell == '-')
		HOLDS(cell[1 + strspn(cell + 1, "0123456789.")] == '\0');
	else
		HOLDS(strchr("=+@\t\r\n", *cell) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(4096);

	check_reader(a, (const char *)data, n);
	if (utf8_valid((const char *)data, n) && memchr(data, '\0', n) == NULL)
		check_writer(a, arena_dup(a, (const char *)data, n));
	arena_free(a);
	return 0;
}

/*
 * import.h: files become clean rows, rows are merged into tables.
 *
 * import_field.c cleans one value, import_*.c each read one kind of file
 * into rows, import_merge.c brings the rows into the tables.  A fault is told
 * at once and nothing is loaded if there is any.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct arena;
struct cli;
struct csv_table;

/* What other rows refer to by a code. */
enum known {
	VENUE,
	ROOM,
	TRAINER,
	REVIEW,
	EVENT,
	SESSION,
	AGENCY,
	SECTOR,
	CHARGING_CLASS,
	TERMS,
	EXCUSE,
	PERSON,
	FORM,    /* the code of a form → its stage */
	ADDRESS, /* e-mail address → the code of its person */
	KNOWN_N
};

/* The tables that rows are merged into, in the order of merging. */
enum table {
	T_SECTOR,
	T_CHARGING_CLASS,
	T_VENUE,
	T_ROOM,
	T_REVIEW,
	T_EVENT,
	T_PREREQUISITE,
	T_TRAINER_PERSON,
	T_TRAINER,
	T_SESSION,
	T_REPLACED_BY,
	T_PART,
	T_WORKSHOP,
	T_WORKSHOP_LEAD,
	T_POOL,
	T_WORKSHOP_POOL,
	T_DUTY,
	T_AGENCY,
	T_AGENCY_PARENT,
	T_COUNTED_BY,
	T_ALIAS,
	T_RESERVE,
	T_TERMS,
	T_STANDARD_TERMS,
	T_COURSE_TERMS,
	T_FORM,
	T_SECTION,
	T_QUESTION,
	T_OPTION,
	T_SETTING,
	T_PERSON,
	T_NEED,
	T_PAST,
	T_N
};

struct source {
	const char *name; /* as faults tell it */
	const char *text;
	json_t *root;            /* a JSON file, or NULL */
	struct csv_table *table; /* a table, or NULL */
	const struct reader *reader;
};

struct import {
	struct cli *cli;
	struct arena *arena;
	const struct source *source; /* the file being read */
	json_t *known[KNOWN_N]; /* code → where it stands, "" in the database */
	json_t *rows[T_N];
	json_t *owners[T_N]; /* whose rows the file lists in full */
	json_t *pools;       /* "REF kind workshop" → places taken */
	json_t *trainers;    /* code → code of the person */
	json_t *closed;      /* codes of closed agencies */
	json_t *employed;    /* code of a person → of the agency, so far */
	json_t *once;        /* what may be there only once → where */
	const char *today;
	int weeks; /* a demo moves every local date and time by so many */
	size_t faults;
};

/* An object of a JSON file or a record of a table, as it is read. */
struct item {
	struct import *im;
	json_t *json;
	const char *path;  /* "sessions[3].parts[0]"; "" in a table */
	int line;          /* of the record; 0: found by the path */
	const char *owner; /* the code of what encloses it */
};

/* How a value is cleaned; `least` and `most` bound lengths and numbers. */
enum kind {
	LINE,
	BLOCK,
	NAME,
	EMAIL,
	PHONE,
	LINK,   /* https://… */
	CODE,   /* A-Z 0-9 - _ in upper case, or of a `shape` */
	NUMBER, /* whole */
	DECIMAL,
	FLAG,
	DATE,
	MOMENT, /* an instant; without an offset a time in Europe/London */
	LINES,  /* a list of lines */
	CODES,  /* a list of codes of `known` */
	DATES,
	CHOICE,  /* one of `choices`: "given=kept given=kept" */
	REF,     /* a code of `known` */
	FIGURES, /* an object of whole numbers */
	OBJECT,  /* an object of the fields `of` */
	OBJECTS  /* a list of them */
};

struct field {
	const char *key; /* in the file */
	enum kind kind;
	const char *column;                    /* NULL: as the key */
	enum { OPTIONAL, NEEDED, KEPT } empty; /* KEPT: empty is '', [], {} */
	long least, most;
	enum known known;
	const char *choices;
	const struct field *of;
	const char *shape; /* a regular expression of its codes */
};

/* What the schema takes for the code of an event and the terms. */
#define HYPHENED "^[A-Z0-9]+(-[A-Z0-9]+)*$"

/* One kind of file. */
struct reader {
	const char *what;
	const char *mark; /* the keys or columns that tell it, space between */
	bool is_json;
	void (*name)(struct import *); /* learn all codes before any is used */
	void (*read)(struct import *);
};
void read_session(const struct item *);
extern const struct reader read_programme, read_agencies, read_terms,
    read_forms, read_people, read_past;

/* Tell a fault of a field of this item, "" for the item itself. */
void item_fault(const struct item *, const char *field, const char *fmt, ...)
    __attribute__((__format__(printf, 3, 4)));

/* The same for what is taken, but not silently. */
void item_note(const struct item *, const char *field, const char *fmt, ...)
    __attribute__((__format__(printf, 3, 4)));

/* The file as an item; the nth of its list or of its records. */
struct item item_root(struct import *);
/* The path of a member of the item. */
const char *path_below(const struct item *, const char *key);
size_t item_count(const struct item *, const char *list);
struct item item_child(const struct item *, const char *list, size_t i);
struct item item_record(struct import *, size_t i);

/* Do this with each of them. */
void item_records(struct import *, void (*)(struct item *));

/* Clean one value.  NULL for an empty value, and after a fault. */
json_t *item_clean(const struct item *, const struct field *);

/* Clean all fields, up to one without a key, into an object or into a new
 * row of the table, which the import owns. */
void item_fill(json_t *row, const struct item *, const struct field *);
json_t *item_row(const struct item *, enum table, const struct field *);

/* A code in upper case without spaces around it, or NULL if it is none. */
const char *code_clean(struct arena *, const char *text);

/* A value of a row as text, "" where it is missing. */
const char *row_text(json_t *row, const char *column);
void row_set(json_t *row, const char *column, const char *text);
json_t *row_new(struct import *, enum table);

/* The rows of the table that belong to this owner are listed in full: those
 * not given go. */
void owner_add(struct import *, enum table, const char *owner);

/* A fault if the same was there before; the name says what is the same. */
void item_once(const struct item *, const char *field, const char *name, ...)
    __attribute__((__format__(printf, 3, 4)));

/* Learn the code of an item; a fault if it was there before. */
void known_add(const struct item *, enum known, const char *key);
void known_add_all(
    struct import *, const char *list, enum known, const char *key);
bool known_has(struct import *, enum known, const char *code);

/* The line of a JSON text in which the value at a path stands, or of the
 * nearest thing around it. */
int json_line(const char *text, const char *path);

/* Merge all rows and print what was done. */
void import_merge(struct import *);

/*
 * When and where the dates with people on them take place, as JSON, before an
 * import; and what the import changed about them is told.  All are locked.
 */
const char *import_dates(struct cli *);
void import_tell(struct cli *, const char *dates);

/* Load these files, or print every fault and fail.  The transaction is open
 * and stays open. */
void import_files(struct import *, size_t n, char *const *paths);
void import_start(struct import *, struct cli *);

#endif

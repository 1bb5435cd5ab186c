/*
 * cli.h: what the commands of `lectern` share.
 *
 * A command ends in the status of the program, or in fail().  What it
 * allocates lives until then.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>

#include <libpq-fe.h>

#include "rows.h"

struct arena;
struct conf;

struct cli {
	const struct conf *conf;
	struct arena *arena;
	PGconn *db; /* after store_open() */
};

/* One line on standard error, and the end of the program with status 1.
 * Whatever transaction was open is as if it had never begun. */
void fail(const char *fmt, ...)
    __attribute__((__format__(printf, 1, 2), __noreturn__));

/* The whole of a file ("-": standard input), closed by a zero; fails if it
 * cannot be read. */
char *file_read(struct cli *, const char *path, size_t *size);

/* The names of the files in a folder that end so, in alphabetical order and
 * closed by a NULL; *n tells how many. */
char **folder_list(
    struct cli *, const char *path, const char *ending, size_t *n);

/* The role to connect as: the setting's, or the owner of the database. */
const char *store_user(struct cli *);

/* Connect, or say why not in one line; store_open() fails with it. */
bool store_try(struct cli *, char *why, size_t size);
void store_open(struct cli *);

/* The same, and fail unless the schema is the one this program came with. */
void store_open_current(struct cli *);

/*
 * Run one statement: ask(cli, "SELECT … $1 …", argument, …); a NULL argument
 * is NULL.  An error of the database ends the program.
 */
#define ask(cli, ...) ask_with(cli, ASK_ARGS(__VA_ARGS__))
#define ASK_ARGS(...)                                                          \
	(const char *const[]){ __VA_ARGS__ },                                  \
	    (int)(sizeof((const char *const[]){ __VA_ARGS__ }) /               \
		  sizeof(char *)) -                                            \
		1
struct rows ask_with(struct cli *, const char *const *sql_and_args, int n);

/* Run a script of any number of statements inside the open transaction;
 * errors name the file and the line. */
void script_run(struct cli *, const char *file, const char *text);

/* The newest migration in the data folder. */
int schema_newest(struct cli *);

/* The commands: what stands after the name, closed by a NULL. */
int command_migrate(struct cli *, int argc, char **argv);
int command_keys(struct cli *, int argc, char **argv);
int command_bounce(struct cli *, int argc, char **argv);
int command_backup(struct cli *, int argc, char **argv);
int command_demo(struct cli *, int argc, char **argv);
int command_doctor(struct cli *, int argc, char **argv);
int command_export(struct cli *, int argc, char **argv);
int command_import(struct cli *, int argc, char **argv);
int command_login(struct cli *, int argc, char **argv);
int command_user(struct cli *, int argc, char **argv);
int command_verify(struct cli *, int argc, char **argv);

#endif

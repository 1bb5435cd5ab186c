/*
 * floor.c: the least that a FastCGI program can do, to measure ours against.
 *
 *	floor SOCKET WORKERS CONNINFO SQL BYTES
 *
 * For each request it runs the one prepared statement in the file SQL and
 * answers with the bytes in the file BYTES (headers and body).  The
 * statement's parameters $1, $2, … are the fields of the query string, in
 * order, as they stand: no check, no sign-in, no page.
 */
#include <sys/wait.h>

#include <err.h>
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARAMS_MAX = 16 };

static char *
slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	char *text;
	long n;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0)
		err(1, "%s", path);
	rewind(f);
	if ((text = calloc(1, (size_t)n + 1)) == NULL ||
	    fread(text, 1, (size_t)n, f) != (size_t)n)
		err(1, "%s", path);
	fclose(f);
	*len = (size_t)n;
	return text;
}

/* The values of "a=1&b=2", cut in place. */
static int
split(char *query, const char **params)
{
	char *pair, *value;
	int n = 0;

	while (n < PARAMS_MAX && (pair = strsep(&query, "&")) != NULL)
		if ((value = strchr(pair, '=')) != NULL)
			params[n++] = value + 1;
	return n;
}

static void
answer(FCGX_Request *fcgi, PGconn *db, int want, const char *bytes, size_t len)
{
	const char *params[PARAMS_MAX] = { NULL };
	const char *sent = FCGX_GetParam("QUERY_STRING", fcgi->envp);
	char *query = strdup(sent != NULL ? sent : "");
	PGresult *res;

	split(query, params);
	res = PQexecPrepared(db, "floor", want, params, NULL, NULL, 0);
	if (PQresultStatus(res) != PGRES_TUPLES_OK)
		errx(1, "%s", PQerrorMessage(db));
	PQclear(res);
	free(query);
	FCGX_PutStr(bytes, (int)len, fcgi->out);
}

static void
work(int listener, const char *conninfo, const char *sql, const char *bytes,
    size_t len)
{
	PGconn *db = PQconnectdb(conninfo);
	FCGX_Request fcgi;
	PGresult *res;
	int want;

	res = PQprepare(db, "floor", sql, 0, NULL);
	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		errx(1, "%s", PQerrorMessage(db));
	PQclear(res);
	res = PQdescribePrepared(db, "floor");
	want = PQnparams(res);
	PQclear(res);
	FCGX_Init();
	FCGX_InitRequest(&fcgi, listener, 0);
	while (FCGX_Accept_r(&fcgi) == 0)
		answer(&fcgi, db, want, bytes, len);
}

int
main(int argc, char *argv[])
{
	size_t sql_len, len;
	char *sql, *bytes;
	int i, listener;

	if (argc != 6)
		errx(2, "usage: floor socket workers conninfo sql bytes");
	sql = slurp(argv[4], &sql_len);
	bytes = slurp(argv[5], &len);
	if ((listener = FCGX_OpenSocket(argv[1], 128)) == -1)
		errx(1, "%s", argv[1]);
	for (i = 0; i < atoi(argv[2]); i++)
		if (fork() == 0)
			work(listener, argv[3], sql, bytes, len);
	while (wait(NULL) != -1)
		continue;
	return 0;
}

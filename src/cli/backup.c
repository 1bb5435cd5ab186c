/* backup.c: the whole database in one file, by PostgreSQL's own programs. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "cli.h"
#include "conf.h"

extern char **environ;

/* Run a program to its end; what it prints goes to /dev/null, if so asked,
 * and what it complains about to our own standard error. */
static bool
run(const char *const *words, bool is_quiet)
{
	posix_spawn_file_actions_t actions;
	char *argv[16];
	size_t i;
	pid_t pid;
	int status, error;

	for (i = 0; words[i] != NULL && i < 15; i++)
		argv[i] = strdup(words[i]);
	argv[i] = NULL;
	posix_spawn_file_actions_init(&actions);
	if (is_quiet)
		posix_spawn_file_actions_addopen(
		    &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	error = posix_spawn(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	while (i > 0)
		free(argv[--i]);
	if (error != 0)
		fail("cannot run %s: %s", words[0], strerror(error));
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			fail("cannot wait: %s", strerror(errno));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Reading it to the end finds what is cut off or damaged. */
static bool
is_whole(const char *file)
{
	const char *const words[] = { PG_RESTORE, "--file=/dev/null", file,
		NULL };

	return run(words, true);
}

static long long
size_of(const char *file)
{
	struct stat st;

	if (stat(file, &st) == -1)
		fail("%s: %s", file, strerror(errno));
	return (long long)st.st_size;
}

/* On the disk, and not only on its way there. */
static void
settle(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || fsync(fd) == -1)
		fail("%s: %s", file, strerror(errno));
	close(fd);
}

int
command_backup(struct cli *cli, int argc, char **argv)
{
	const char *part = arena_printf(cli->arena, "%s.part", argv[0]);
	const char *const words[] = { PG_DUMP, "--format=custom",
		"--no-password", "--lock-wait-timeout=60s",
		arena_printf(cli->arena, "--username=%s", store_user(cli)),
		arena_printf(cli->arena, "--file=%s", part),
		arena_printf(cli->arena, "--dbname=%s", cli->conf->database),
		NULL };

	(void)argc;
	umask(077);
	if (!run(words, false) || !is_whole(part)) {
		unlink(part);
		fail("%s: not written", argv[0]);
	}
	settle(part);
	if (rename(part, argv[0]) == -1)
		fail("%s: %s", argv[0], strerror(errno));
	printf("%s: %lld bytes, whole\n"
	       "Keep %s with it: without the keys, tickets and passwords are "
	       "worth nothing.\n",
	    argv[0], size_of(argv[0]), cli->conf->key_file);
	return 0;
}

int
command_verify(struct cli *cli, int argc, char **argv)
{
	(void)cli;
	(void)argc;
	if (!is_whole(argv[0]))
		fail("%s: not a whole backup", argv[0]);
	printf("%s: %lld bytes, whole\n", argv[0], size_of(argv[0]));
	return 0;
}

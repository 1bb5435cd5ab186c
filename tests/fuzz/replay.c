/*
 * replay.c: run a fuzz target on the files of its corpus, without a fuzzer.
 *
 * fuzz_WHAT reads $srcdir/tests/fuzz/corpus/WHAT, and the files named as
 * arguments.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

static int
replay(const char *path)
{
	static uint8_t data[1 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		return 1;
	n = fread(data, 1, sizeof(data), f);
	fclose(f);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, n);
	return 0;
}

int
main(int argc, char *argv[])
{
	const char *root = getenv("srcdir"), *name = strrchr(argv[0], '_');
	char folder[500], path[1000];
	struct dirent *entry;
	DIR *dir;
	int i, failed = 0, n = 0;

	for (i = 1; i < argc; i++)
		failed += replay(argv[i]);
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
	    root != NULL ? root : ".", name + 1);
	if ((dir = opendir(folder)) == NULL)
		return argc == 1;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		failed += replay(path);
		n++;
	}
	closedir(dir);
	return failed != 0 || n == 0;
}

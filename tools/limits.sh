#!/bin/sh
# limits.sh: print the functions and files of a folder that stand out, and
# fail on the worst of them.  Sizes found in good C: functions of 15 lines in
# the middle and 40 at the 90th percentile, files of up to 500 lines.  A table
# of one name a line (routes.c) may be as long as there are names.
find "${1:-src}" -name '*.[ch]' | sort | xargs awk '
BEGIN { function_max = 60; file_max = 500; include_max = 7 }

function stands_out(what, size, max, worst) {
	printf "%s: %d (at most %d)%s\n", what, size, max,
	    (size > worst ? ", far too much" : "")
	if (size > worst)
		failed = 1
}

function file_end() {
	if (file != "" && last > file_max && file !~ /\/routes\.c$/)
		stands_out(file ": lines", last, file_max, 700)
	if (file != "" && includes > include_max)
		stands_out(file ": own headers", includes, include_max, 12)
}

FNR == 1 { file_end(); file = FILENAME; includes = 0; name = "" }
{ last = FNR }
/^#include "/ { includes++ }
/^[a-z_0-9]+\(/ { name = $0; sub(/\(.*/, "", name) }
/^\{/ && name != "" { from = FNR }
/^\}/ && name != "" && from > 0 {
	n = FNR - from - 1
	sizes[++count] = n
	if (n > function_max)
		stands_out(FILENAME ":" from ": " name, n, function_max, 100)
	name = ""
	from = 0
}

END {
	file_end()
	for (i = 1; i <= count; i++)
		of[sizes[i]]++
	for (n = 0; seen * 2 < count; n++)
		seen += of[n]
	median = n - 1
	for (; seen * 10 < count * 9; n++)
		seen += of[n]
	printf "%d functions, median %d lines, 90th percentile %d\n", count,
	    median, n - 1
	exit failed
}'

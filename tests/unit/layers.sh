#!/bin/sh
# layers.sh: a file that includes a header from above its layer does not
# compile, and the files of the application do not include one another.
#
# The compiler's flags are those of the Makefile, handed over by tests.am.
failed=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT

# compiles FLAGS HEADER
compiles() {
	printf '#include "%s"\n' "$2" >"$dir/probe.c"
	# shellcheck disable=SC2086
	$CC -std=gnu11 $1 $EXTRA_CFLAGS -fsyntax-only "$dir/probe.c" 2>/dev/null
}
ok() {
	echo "[       OK ] $1"
}
bad() {
	echo "[  FAILED  ] $1"
	failed=1
}

sees() {
	if compiles "$2" "$3"; then ok "$1 sees $3"; else bad "$1 sees $3"; fi
}
sees_not() {
	if compiles "$2" "$3"; then
		bad "$1 does not see $3"
	else
		ok "$1 does not see $3"
	fi
}

sees base "$BASE" arena.h
sees web "$WEB" arena.h
sees web "$WEB" request.h
sees app "$APP" request.h
sees app "$APP" handlers.h
sees_not base "$BASE" request.h
sees_not base "$BASE" handlers.h
sees_not web "$WEB" handlers.h

# An application file has these headers of its own layer, and any from below.
# shellcheck disable=SC2154
for file in "$srcdir"/src/app/*.c; do
	sed -n 's/^#include "\(.*\)"/\1/p' "$file" | while read -r header; do
		case $header in
		*/*) echo "$file: $header" ;;
		handlers.h | queries.h | routes.h | version.h) ;;
		*)
			[ -e "$srcdir/src/base/$header" ] ||
			    [ -e "$srcdir/src/web/$header" ] ||
			    echo "$file: $header"
			;;
		esac
	done
done >"$dir/crossing"
if [ -s "$dir/crossing" ]; then
	cat "$dir/crossing"
	bad "the files of the application do not include one another"
else
	ok "the files of the application do not include one another"
fi
exit $failed

#!/bin/sh
# assets.sh: what the pages are built with is fetched where it is missing, and
# a tarball, which has them built, asks for nothing.
failed=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/bin" "$dir/tree/htdocs"
# shellcheck disable=SC2154
printf 'srcdir = tree\nEXTRA_DIST =\ninclude %s/htdocs/htdocs.am\n' \
    "$(cd "$srcdir" && pwd)" >"$dir/Makefile"
cat >"$dir/bin/npm" <<'END'
#!/bin/sh
echo "npm $1"
[ -z "$NPM_FAILS" ] && mkdir node_modules
END
cat >"$dir/bin/node" <<'END'
#!/bin/sh
mkdir -p htdocs/dist && echo 1 >htdocs/dist/VERSION
END
chmod +x "$dir/bin/npm" "$dir/bin/node"

# says WORDS STATUS WHAT: what make says has the words, and ends so.
says() {
	said=$(cd "$dir" && PATH=$dir/bin:$PATH make -s assets-now 2>&1)
	status=$?
	case $said in *"$1"*) [ "$status" = 0 ] || status=1 ;; *) status=2 ;; esac
	if [ "$status" = "$2" ]; then
		echo "[       OK ] $3"
	else
		echo "[  FAILED  ] $3"
		echo "$said"
		failed=1
	fi
}

export NPM_FAILS=1
says "apt install nodejs npm" 1 "without a network it says what is needed"
unset NPM_FAILS
says "npm ci" 0 "a clone fetches and builds"
rm -r "$dir/tree/node_modules" "$dir/bin/npm" "$dir/bin/node"
says "" 0 "a tarball asks for neither npm nor Node"
[ -e "$dir/tree/htdocs/dist/VERSION" ] || failed=1
exit "$failed"

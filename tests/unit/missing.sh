#!/bin/sh
# missing.sh: configure names the Debian package of what is not there, be it a
# library, or that by which libraries are found.
failed=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin"
ln -s /usr/bin/* "$dir/bin"
# shellcheck disable=SC2154
configure=$(cd "$srcdir" && pwd)/configure
unset CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG MAKEFLAGS

# names PACKAGE WHAT [NAME=VALUE...]: configure fails and tells to install it.
names() {
	package=$1 what=$2
	shift 2
	said=$(cd "$dir" && env PATH="$dir/bin" "$@" "$configure" -q 2>&1) &&
	    said="it went well: $said"
	case " $(echo "$said" | grep 'apt install') " in
	*" $package "*) echo "[       OK ] $what" ;;
	*)
		echo "[  FAILED  ] $what"
		echo "$said"
		failed=1
		;;
	esac
}

cat >"$dir/no-jansson" <<'END'
#!/bin/sh
case $* in *jansson*) exit 1 ;; esac
exec pkg-config "$@"
END
chmod +x "$dir/no-jansson"
names libjansson-dev "a library is named" PKG_CONFIG="$dir/no-jansson"
rm -f "$dir"/bin/*pkg-config "$dir"/bin/pkgconf
names pkg-config "so is pkg-config"
rm -f "$dir"/bin/*gcc* "$dir"/bin/cc "$dir"/bin/*clang* "$dir"/bin/c?9* \
    "$dir"/bin/tcc
names build-essential "so is a compiler"
exit "$failed"

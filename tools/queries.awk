# queries.awk: turn sql/queries/*.sql into queries.h (-v out=h) or queries.c.
#
# A query is a line "-- name(param type, ...)", perhaps with the word stream
# after it (rows one at a time), remark lines, and one SQL statement that ends
# in ";" at the end of a line.  :param becomes $1, $2, ... with a cast to the
# SQL type of its type, so that no parameter's type is guessed.  :me is whoever
# asks (r->person, 0 for nobody) and needs no naming.

BEGIN {
	# what C passes, what SQL gets, how one becomes the other
	type("int", "int64_t ", "bigint", "db_int(r->arena, %)")
	type("bigint", "int64_t ", "bigint", "db_int(r->arena, %)")
	type("id", "int64_t ", "bigint", "db_id(r->arena, %)")
	type("text", "const char *", "text", "%")
	type("bool", "bool ", "boolean", "db_bool(%)")
	type("bytea", "const char *", "bytea", "db_some(%)")
	type("textarray", "const char *", "text[]", "%")
	type("json", "const char *", "jsonb", "db_some(%)")
	type("uuid", "const char *", "uuid", "db_some(%)")
	type("date", "const char *", "date", "db_some(%)")
	type("time", "const char *", "time", "db_some(%)")
	print "/* Made by tools/queries.awk from sql/queries; do not edit. */"
	if (out == "h")
		print "#ifndef QUERIES_H\n#define QUERIES_H\n" \
		    "\n#include <stdbool.h>\n#include <stdint.h>\n" \
		    "\n#include \"rows.h\"\n\nstruct query;" \
		    "\nstruct request;\nstruct stream;\n"
	else
		print "#include \"db.h\"\n#include \"queries.h\"\n" \
		    "#include \"request.h\"\n"
}

function type(name, c, sql, pass) {
	ctype[name] = c
	sqltype[name] = sql
	passed[name] = pass
}

function fail(what) {
	print FILENAME ":" FNR ": " what > "/dev/stderr"
	failed = 1
	exit 1
}

/^-- [a-z_0-9]+\(.*\)( stream)?$/ {
	if (name != "")
		fail(name " does not end in ;")
	name = list = $0
	sub(/^-- /, "", name); sub(/\(.*/, "", name)
	stream = sub(/ stream$/, "", list)
	sub(/^[^(]*\(/, "", list); sub(/\)$/, "", list)
	n = (list == "") ? 0 : split(list, param, /, */)
	if (name in seen)
		fail("two queries are named " name)
	seen[name] = 1
	sql = proto = args = ""
	asks_me = 0
	for (i = 1; i <= n; i++) {
		if (split(param[i], p, " ") != 2 || !(p[2] in ctype))
			fail("\"" param[i] "\" is not a name and a known type")
		pname[i] = p[1]
		ptype[i] = p[2]
		used[i] = 0
		proto = proto ", " ctype[p[2]] p[1]
		pass = passed[p[2]]
		sub(/%/, p[1], pass)
		args = args (i > 1 ? ",\n\t\t" : "") pass
	}
	next
}

/^--/ { next }
name == "" && NF == 0 { next }
name == "" { fail("SQL outside of a query") }

{
	line = $0
	for (i = 1; i <= n; i++) {
		swapped = swap(line, pname[i], "$" i "::" sqltype[ptype[i]])
		used[i] = used[i] || swapped != line
		line = swapped
	}
	swapped = swap(line, "me", "$" (n + 1) "::bigint")
	asks_me = asks_me || swapped != line
	line = swapped
	rest = line
	gsub(/'[^']*'/, "", rest); sub(/--.*/, "", rest)
	if (match(rest, /(^|[^:a-z0-9_\]]):[a-z_]+/))
		fail("no parameter for " substr(rest, RSTART, RLENGTH))
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	sql = sql "\n\t\"" line "\\n\""
	if ($0 !~ /;$/)
		next
	for (i = 1; i <= n; i++)
		if (!used[i])
			fail(name " does not use :" pname[i])
	if (asks_me)
		args = args (n++ > 0 ? ",\n\t\t" : "") \
		    "db_int(r->arena, r->person)"
	result = stream ? "struct stream *" : "struct rows "
	if (out == "h")
		print result "q_" name "(struct request *" proto ");"
	else
		emit()
	names[++count] = name
	name = ""
}

# Replace :name, but not ::name and not :namesake.
function swap(s, what, with,	head, rest) {
	head = ""
	while (match(s, "(^|[^:]):" what "([^a-z0-9_]|$)")) {
		rest = substr(s, RSTART)
		head = head substr(s, 1, RSTART - 1) \
		    (substr(rest, 1, 1) == ":" ? "" : substr(rest, 1, 1)) with
		s = substr(rest, index(rest, ":" what) + length(what) + 1)
	}
	return head s
}

function emit() {
	print "static struct query query_" name " = { \"" name "\", " n "," sql \
	    ",\n\t" (stream ? "true" : "false") ", 0 };\n"
	sub(/ $/, "", result)
	print result "\nq_" name "(struct request *r" proto ")\n{"
	if (n > 0)
		print "\tconst char *args[] = { " args " };\n"
	print "\treturn db_" (stream ? "stream" : "query") "(r, &query_" name ", " \
	    (n > 0 ? "args" : "NULL") ");\n}\n"
}

END {
	if (failed)
		exit 1
	if (name != "")
		fail(name " does not end in ;")
	if (out == "h") {
		print "\n/* All of them; a NULL ends the list. */"
		print "extern struct query *const queries[];\n\n#endif"
		exit
	}
	print "struct query *const queries[] = {"
	for (i = 1; i <= count; i++)
		print "\t&query_" names[i] ","
	print "\tNULL\n};"
}

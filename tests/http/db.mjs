// @ts-nocheck
// db.mjs: looks into the database of the server under test, as its owner.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";

const conninfo = readFileSync(`${process.env.LECTERN_VAR}/lectern.conf`, "utf8")
	.match(/^database = (.*)$/m)[1] + " user=postgres";
const psql = existsSync("/usr/lib/postgresql/15/bin/psql")
	? "/usr/lib/postgresql/15/bin/psql" : "psql";

// One psql for all that is asked, since the tests ask thousands of times: to
// start one takes longer than what it does.  Pipes with names can be read and
// written without giving way to anything else, as a test wants it.  After an
// error it ends, with what was begun, and the next question starts another.
const folder = mkdtempSync(path(tmpdir(), "lectern-db-"));
const [asks, tells, wrong] = ["asks", "tells", "wrong"].map((name) => path(folder, name));
execFileSync("mkfifo", [asks, tells]);
process.on("exit", () => rmSync(folder, { recursive: true }));
const chunk = Buffer.alloc(1 << 16);
const end = "-- that is all --\n";
let session;

const start = () => {
	spawn("sh", ["-c", `exec "$0" -XqtA -v ON_ERROR_STOP=1 -d "$1" -f - <"$2" >"$3" 2>"$4"`,
		psql, conninfo, asks, tells, wrong], { stdio: "ignore" }).unref();
	return { asks: openSync(asks, "w"), tells: openSync(tells, "r") };
};

const stop = () => {
	closeSync(session.asks);
	closeSync(session.tells);
	session = undefined;
};

// What these statements print; undefined if psql ended instead.
const ask = (text) => {
	let told = Buffer.alloc(0);
	session ??= start();
	try {
		writeFileSync(session.asks, `${text}\nDISCARD ALL;\n\\echo '${end.trim()}'\n`);
	} catch (error) {
		if (error.code !== "EPIPE")
			throw error;
	}
	while (told.subarray(-end.length).toString() !== end) {
		const n = readSync(session.tells, chunk);
		if (n === 0)
			return stop();
		told = Buffer.concat([told, chunk.subarray(0, n)]);
	}
	return told.subarray(0, -end.length).toString();
};

const run = (text) => {
	let told = ask(text);
	// The server went away since the last question.
	if (told === undefined && /terminating connection|connection to server was lost|server closed/.test(readFileSync(wrong, "utf8")))
		told = ask(text);
	if (told === undefined)
		throw new Error(readFileSync(wrong, "utf8"));
	return told;
};

// A value as SQL reads it.
const literal = (value) => {
	if (value === null || value === undefined)
		return "NULL";
	if (typeof value === "number" || typeof value === "boolean")
		return String(value);
	if (value instanceof Uint8Array)
		return `'\\x${Buffer.from(value).toString("hex")}'::bytea`;
	return `E'${String(value).replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
};

const join = (parts, values) => parts.reduce((text, part, i) =>
	text + part + (i < values.length ? literal(values[i]) : ""), "");

// rows`SELECT … ${value}`: an array of objects.
export const rows = (parts, ...values) => raw(join(parts, values).trim().replace(/;$/, ""));

// The same of a statement that was put together as text.
export const raw = (text) => JSON.parse(run(`WITH q AS (${text})
	SELECT coalesce(json_agg(q), '[]') FROM q;`));

// one`SELECT …`: the only column of the only row, or undefined.
export const one = (parts, ...values) => {
	const found = rows(parts, ...values);
	return found.length === 0 ? undefined : Object.values(found[0])[0];
};

// sql`UPDATE …; …`: statements without an answer.
export const sql = (parts, ...values) => {
	run(`SET search_path = lectern, app, ext; ${join(parts, values)};`);
};

// The count and the versions of the rows of every table: equal means that
// nothing was written in between.  login.seen may move, and what the worker
// does meanwhile by itself is left out.
export const digest = () => {
	const tables = rows`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'lectern' ORDER BY 1`;
	const parts = tables.map(({ name }) => {
		const what = name === "login" ? "id::text || expires::text"
			: name === "register" ? "session::text || state || coalesce(at::text, '')" // the worker notes what it charged for
			: "xmin::text || ctid::text";
		const which = { mail: "WHERE kind <> 'evaluation_invitation'", link: "WHERE purpose <> 'evaluation'" }[name] ?? "";
		return `SELECT '${name}' AS name, count(*)::int AS n,
			coalesce(sum(hashtextextended(${what}, 0)), 0)::text AS versions
			FROM lectern."${name}" ${which}`;
	});
	const found = JSON.parse(run(`WITH q AS (${parts.join(" UNION ALL ")})
		SELECT json_agg(q) FROM q;`));
	return Object.fromEntries(found.map((t) => [t.name, `${t.n} rows ${t.versions}`]));
};

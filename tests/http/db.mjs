// @ts-nocheck
// db.mjs: looks into the database of the server under test, as its owner.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const conninfo = readFileSync(`${process.env.LECTERN_VAR}/lectern.conf`, "utf8")
	.match(/^database = (.*)$/m)[1] + " user=postgres";
const psql = existsSync("/usr/lib/postgresql/15/bin/psql")
	? "/usr/lib/postgresql/15/bin/psql" : "psql";

const run = (text) => execFileSync(psql,
	["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-f", "-"],
	{ input: text, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "pipe"] });

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

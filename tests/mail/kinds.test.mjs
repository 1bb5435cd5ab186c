// kinds.test.mjs: every kind of mail has its rule, its words and its two texts.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { rows, sql } from "../http/db.mjs";

const source = readFileSync("src/worker/letter.c", "utf8");
const table = source.slice(source.indexOf("kinds[] = {"), source.indexOf("/* What a page may name"));
const kinds = [...table.matchAll(/\{ "([a-z_]+)"/g)].map((m) => m[1]);
const rules = new Map(rows`SELECT * FROM app.kinds_of_mail()`.map((rule) => [rule.kind, rule]));

test("every kind that the worker writes has a rule: when it goes out and what it outlives", () => {
	assert.ok(kinds.length > 30, "the table of letter.c was found");
	for (const kind of kinds) {
		const rule = rules.get(kind);
		assert.ok(rule !== undefined, `${kind} has no rule: see sql/functions/mail_rules.sql`);
		assert.ok(["now", "near", "hours"].includes(rule.goes), kind);
		assert.match(rule.words, /^[A-Z][^_]+$/, kind);
	}
	assert.deepEqual([...rules.keys()].sort(), [...kinds].sort());
	assert.equal(new Set([...rules.values()].map((rule) => rule.words)).size, rules.size, "two kinds are called the same");
});

test("every kind has a text and a page, and every text a kind", () => {
	for (const kind of kinds)
		for (const end of ["txt", "html"])
			assert.ok(existsSync(`src/app/mail/${kind}.${end}`), `${kind}.${end}`);
	const texts = readdirSync("src/app/mail").filter((name) => /^[a-z].*\.txt$/.test(name)).map((name) => name.slice(0, -4));
	assert.deepEqual(texts.sort(), [...kinds].sort());
});

test("a mail without a rule cannot be queued", () => {
	assert.throws(() => sql`INSERT INTO mail (kind, address) VALUES ('no_such_kind', 'x@example.org')`, /"no_such_kind" has no rule/);
});

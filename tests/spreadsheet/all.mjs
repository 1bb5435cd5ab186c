// @ts-nocheck
// all.mjs: opens each download in LibreOffice Calc, as a double click would,
// and reads what Calc made of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { unescape } from "../http/client.mjs";
import { sql } from "../http/db.mjs";
import { signedIn } from "../http/world.mjs";

const folder = mkdtempSync(join(process.env.LECTERN_VAR, "sheet."));
const [browser] = signedIn("coordinator@example.org");
const names = ["=HYPERLINK(\"http://example.org\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "Łucja; \"Zażółć\", O’Neil"];

// Rows of cells, as Calc reads the file: [{ words, formula }].
function opened (bytes, name) {
	const file = join(folder, `${name}.csv`);
	writeFileSync(file, bytes);
	execFileSync("soffice", [`-env:UserInstallation=file://${folder}/profile`, "--headless", "--convert-to", "fods",
		"--outdir", folder, "--infilter=CSV:44,34,76", file], { stdio: "ignore", timeout: 120000 });
	const text = readFileSync(join(folder, `${name}.fods`), "utf8").replace(/^[\s\S]*?<table:table /, "");
	const cell = ([, attributes, inner = ""]) => Array(Math.min(Number(attributes.match(/columns-repeated="(\d+)"/)?.[1] ?? 1), 100)).fill({
		words: unescape([...inner.matchAll(/<text:p[^>]*>([\s\S]*?)<\/text:p>/g)].map((m) => m[1].replace(/<text:s[^>]*>/g, " ").replace(/<text:tab\/>/g, "\t").replace(/<[^>]*>/g, "")).join("\n")),
		formula: /table:formula=/.test(attributes),
	});
	return [...text.matchAll(/<table:table-row([^>]*)>([\s\S]*?)<\/table:table-row>/g)]
		.flatMap(([, attributes, inner]) => Array(Math.min(Number(attributes.match(/rows-repeated="(\d+)"/)?.[1] ?? 1), 10))
			.fill([...inner.matchAll(/<table:table-cell((?:[^>/"]|"[^"]*")*)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)].flatMap(cell)))
		.filter((row) => row.some((c) => c.words !== ""));
}

before(() => {
	names.forEach((name, i) => sql`
		INSERT INTO person (code, first_name, last_name, email, job_title, agency)
		SELECT ${`SHEET${i}`}, ${name}, ${name}, ${`sheet${i}@example.org`}, ${name}, min(id) FROM agency`);
});

for (const name of ["attendance", "bookings", "evaluations", "people"]) {
	test(`${name}.csv is whole in Calc, and nothing in it is a formula`, async () => {
		const page = await browser.get(`/manage/exports/${name}.csv`);
		const json = (await browser.get(`/manage/exports/${name}.json`)).json;
		const rows = opened(page.bytes, name);
		assert.equal(page.status, 200);
		assert.ok(json.length > 100);
		assert.equal(rows.length, json.length + 1);
		assert.deepEqual(rows[0].slice(0, Object.keys(json[0]).length).map((c) => c.words), Object.keys(json[0]));
		assert.deepEqual(rows.flat().filter((c) => c.formula), []);
		for (const row of rows.filter((_, i) => i % 97 === 0))
			assert.ok(row.filter((c) => c.words !== "").length > 2, row.map((c) => c.words).join("|"));
	});
}

test("what people typed reads as they typed it, after a mark that makes it words", async () => {
	const page = await browser.get("/manage/exports/people.csv");
	const rows = opened(page.bytes, "names");
	const column = rows[0].findIndex((c) => c.words === "first_name");
	const at = rows[0].findIndex((c) => c.words === "email");
	names.forEach((name, i) => {
		const words = rows.find((row) => row[at]?.words === `sheet${i}@example.org`)[column].words;
		assert.equal(words.replace(/^'/, "").trim(), name.trim());
	});
});

// all.mjs: makes the small world of the tests, then runs every file of tests
// one after the other, in one process: they share a database.
import { readdirSync } from "node:fs";

import { makeWorld } from "./world.mjs";

const wanted = process.argv.slice(2);
const files = readdirSync(new URL(".", import.meta.url))
	.filter((name) => name.endsWith(".test.mjs"))
	.filter((name) => wanted.length === 0 || wanted.some((w) => name.startsWith(w)))
	.sort();

await makeWorld();
for (const file of files)
	await import(`./${file}`);

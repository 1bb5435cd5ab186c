// Looking changes nothing, and nobody is shown what is not meant for them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { base, Browser, each } from "./client.mjs";
import { digest, one } from "./db.mjs";
import { settled } from "./mail.mjs";
import { people, signedIn } from "./world.mjs";

// Every page that can be reached by links from where one starts; of pages that
// differ only in a number, a name or a query, four.
const crawl = async (browser, starts, limit = 300) => {
	const seen = new Map(), asked = new Map();
	const queue = [...starts];
	while (queue.length > 0 && seen.size < limit) {
		const fresh = [];
		for (const path of queue.splice(0)) {
			const shape = path.split("?")[0].replace(/\/[^/a-z.]*[\dA-Z][^/.]*/g, "/N");
			if (seen.has(path) || (asked.get(shape) ?? 0) >= 4 || seen.size >= limit)
				continue;
			asked.set(shape, (asked.get(shape) ?? 0) + 1);
			seen.set(path, undefined);
			fresh.push(path);
		}
		await each(fresh, async (path) => seen.set(path, await browser.get(path)));
		for (const path of fresh) {
			const page = seen.get(path);
			if (!/^text\/html/.test(page.headers["content-type"] ?? ""))
				continue;
			for (const href of page.links) {
				const url = new URL(href, new URL(path, base));
				if (url.origin === base.origin && !url.pathname.startsWith("/assets/"))
					queue.push(url.pathname + url.search);
			}
		}
	}
	return seen;
};
const starts = ["/", "/login", "/register", "/password", "/account", "/bookings", "/door", "/door/TST-101-01", "/door/TST-101-03",
	"/manage", "/sessions/TST-101-01", "/events/TST-101", "/programme.json", "/programme.ics", "/no/such/page"];

for (const role of ["anonymous", ...Object.keys(people)])
	test(`all that ${role} can look at, with GET and HEAD, changes nothing and breaks nothing`, async () => {
		const browser = role === "anonymous" ? new Browser() : signedIn(people[role])[0];
		await settled();
		const before = digest(), audited = one`SELECT coalesce(max(id), 0) FROM lectern.audit`;
		const seen = await crawl(browser, starts);
		await each([...seen.keys()], (path) => browser.request("HEAD", path));
		const after = digest();
		const acts = one`SELECT coalesce(string_agg(DISTINCT act, ' ' ORDER BY act), '') FROM lectern.audit WHERE id > ${audited}`;
		// A trail of who looked at whom is what looking may leave.
		assert.match(acts, /^((export|view_\w+|search_\w+)( |$))*$/);
		delete before.audit;
		delete after.audit;
		assert.deepEqual(after, before);
		for (const [path, page] of seen)
			assert.ok([200, 303, 304, 400, 404, 410].includes(page.status), `${path}: ${page.status}`);
		console.log(`${role}: ${seen.size} addresses`);
	});

test("no link leads to nothing", async () => {
	for (const role of ["anonymous", "practitioner", "trainer", "coordinator"]) {
		const browser = role === "anonymous" ? new Browser() : signedIn(people[role])[0];
		const seen = await crawl(browser, ["/", ...role === "anonymous" ? ["/login", "/register"] : ["/bookings", "/account"],
			...role === "trainer" ? ["/door"] : [], ...role === "coordinator" ? ["/manage"] : []]);
		assert.deepEqual([...seen].filter(([, page]) => page.status >= 400).map(([path]) => path), [], role);
	}
});

test("no page fetches from another host, and no page of a stranger holds a name", async () => {
	const seen = await crawl(new Browser(), starts);
	for (const [path, page] of seen) {
		assert.doesNotMatch(page.text, /Practitioner Person|Other Person|practitioner@example\.org|Officer/, path);
		for (const [tag] of page.text.matchAll(/<(?!a\b)\w+\b[^>]*https?:\/\/[^>]*>/g))
			assert.match(tag, new RegExp(`"${base.origin}/|http://www.w3.org/2000/svg`), path);
	}
});

test("an unknown query is ignored, a filter that is nonsense is said so", async () => {
	assert.equal((await new Browser().get("/?utm_source=x&fbclid=y")).status, 200);
	assert.equal((await new Browser().get("/?page=minus")).status, 400);
	assert.equal((await new Browser().get("/?from=31/2/2026")).status, 400);
});

test("a method that a page does not know is refused with those that it knows", async () => {
	for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]) {
		const page = await new Browser().request(method, "/login", { headers: { origin: base.origin } });
		assert.ok([400, 405].includes(page.status), `${method}: ${page.status}`);
	}
	const page = await new Browser().request("POST", "/", { headers: { origin: base.origin, "content-type": "application/x-www-form-urlencoded" }, body: "" });
	assert.equal(page.status, 405);
	assert.match(page.headers.allow, /GET/);
});

test("HEAD has the headers of GET and no body", async () => {
	for (const path of ["/", "/login", "/sessions/TST-101-01", "/nothing"]) {
		const [get, head] = [await new Browser().get(path), await new Browser().request("HEAD", path)];
		assert.equal(head.status, get.status, path);
		assert.equal(head.bytes.length, 0, path);
		assert.equal(head.headers["content-type"], get.headers["content-type"], path);
	}
});

test("the table of routes has five columns and no double", () => {
	const lines = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lecternd`, ["-r"], { encoding: "utf8" }).trim().split("\n");
	for (const line of lines)
		assert.equal(line.split("\t").length, 5, line);
	assert.equal(new Set(lines.map((line) => line.split("\t").slice(0, 2).join())).size, lines.length);
});

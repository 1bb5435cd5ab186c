// Of a learning review that is not published nobody but its readers can tell
// that there is one.  The table of routes is walked by itself: every route that
// a role may ask, with every field that can stand for something of the review,
// so that a new route is tried without anybody thinking of it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { settled } from "./mail.mjs";
import { fingerprint, makeSecret, open, secrets } from "./secret_world.mjs";
import { people, signedIn } from "./world.mjs";

const words = /zarnecki/i, codes = /quenby/i;
const routes = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lecternd`, ["-r"], { encoding: "utf8" }).split("\n").filter((line) => line !== "")
	.map((line) => line.split("\t"))
	.map(([method, path, who, , takes]) => ({ method, path, who, takes: takes.trim().split(" ").filter((t) => t !== "").map((t) => {
		const [, name, kind, choices] = t.match(/^(\w+):([A-Z]+)(?:=(.*))?$/);
		return { name, kind, choices: choices?.split("|") };
	}) }));
const may = {
	anonymous: ["ANYONE"], practitioner: ["ANYONE", "PERSON"], trainer: ["PERSON", "DOOR", "TRAINER"], booker: ["PERSON", "BOOKER"],
	coordinator: ["ANYONE", "PERSON", "COORDINATOR", "DOOR", "TRAINER"],
};

let secret, plain, near, everybody;
const nothing = { ID: "987654321", REF: "QUINBY-9-09", SET: "987654321", LINE: "V91", TOKEN: "C".repeat(43), UUID: "00000000-0000-4000-8000-000000000009" };

// What a field may lead to: secret values, or none; a few stand for many.
const leads = (route, p) => few(every(route, p));
const few = (list) => list.length <= 3 ? list : [list[0], list.at(list.length >> 1), list.at(-1)];
const every = (route, p) => {
	const inPath = Object.keys(secret).find((pattern) => pattern.startsWith("/") && pattern.endsWith(`:${p.name}`) && route.path.startsWith(pattern));
	if (inPath)
		return secret[inPath];
	if (p.kind === "DATE" || p.kind === "CHOICE" || p.choices)
		return [];
	if (p.name === "code" && !/\/events\/:code/.test(route.path))
		return [];
	if (p.name === "number" && !/\/bookings\/:number/.test(route.path))
		return [];
	if (p.kind === "TOKEN") // an account's link is about no booking
		return /^\/(register|password|account)\//.test(route.path) ? [] : secret.token(route.path);
	return secret[p.name] ?? [];
};

// Something that fits a field, whatever it means.
const some = (route, p, method) => {
	if (p.kind === "DATE" && near[p.name])
		return near[p.name];
	const own = Object.keys(plain).find((pattern) => pattern.startsWith("/") && pattern.endsWith(`:${p.name}`) && route.path.startsWith(pattern)) ??
		(p.name === "code" && !/\/events\/:code/.test(route.path) ? undefined : p.name);
	if (plain[own] !== undefined)
		return String(plain[own]);
	const values = { ID: nothing.ID, REF: "NONE", LINE: "V91", BLOCK: "Some words", NAME: "Ann Other", EMAIL: "ann.other@example.org", PASSWORD: "velvet otter plank",
		PHONE: "01634 000000", FLAG: "1", SET: "NONE", DATE: "2030-03-05", TIME: "09:00", UUID: nothing.UUID, TOKEN: nothing.TOKEN, NUMBER: "1", PATH: "/" };
	if (p.name === "q" || p.name === "find")
		return "zarneck"; // what they begin with, so that the search itself is no find
	if (p.name === "staff")
		return "OTHER";
	if (p.name === "people")
		return "Ann\tOther\tann.other@example.org";
	if (p.name === "object" && method === "GET")
		return "search";
	return p.choices ? p.choices[0] : values[p.kind];
};

// The requests of a route: each a list of fields that are secret, and values
// for the rest.
const requests = function* (route) {
	const lists = new Map(route.takes.map((p) => [p.name, leads(route, p)]));
	const able = route.takes.filter((p) => lists.get(p.name).length > 0);
	const rest = () => Object.fromEntries(route.takes.filter((p) => !["page", "before", "said", "done", "left", "sent", "saved", "stated"].includes(p.name))
		.filter((p) => !["FORM", "JSON", "CARRY"].includes(p.kind))
		.map((p) => [p.name, some(route, p, route.method)]));
	const inPath = (name) => route.path.includes(`:${name}`);
	if (route.method === "GET") {
		const given = Object.fromEntries(Object.entries(rest()).filter(([name]) => inPath(name)));
		if (!able.some((p) => inPath(p.name))) {
			yield { secret: [], values: given };
			yield { secret: [], values: rest() };
			for (const p of route.takes.filter((t) => (!inPath(t.name) || t.choices) && !t.name.match(/^(kind|level|delivery|page|before)$/)))
				for (const value of p.choices ?? [some(route, p, route.method)])
					yield { secret: [], values: { ...given, [p.name]: value } };
		}
		for (const p of able)
			for (const value of lists.get(p.name))
				yield { secret: [p], values: { ...given, [p.name]: String(value) } };
		return;
	}
	const act = route.takes.find((p) => ["act", "do", "answer", "comes"].includes(p.name));
	for (const choice of act?.choices ?? [undefined])
		for (const p of able)
			for (const value of p.kind === "SET" ? [lists.get(p.name)[0]] : lists.get(p.name))
				yield { secret: [p], values: { ...rest(), ...(choice ? { [act.name]: choice } : {}), [p.name]: String(value) } };
};

const tokens = new Map();
const csrf = async (role, browser) => {
	if (role !== "anonymous" && !tokens.has(role))
		tokens.set(role, (await browser.get("/account")).form("/account").get("csrf"));
	return tokens.get(role) ?? "";
};

const ask = async (role, browser, route, values) => {
	const path = route.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values[name] ?? "NONE"));
	const rest = Object.entries(values).filter(([name, value]) => !route.path.includes(`:${name}`) && value !== undefined);
	const sent = route.takes.some((p) => p.kind === "JSON") ? '{"scans":[]}' : undefined;
	if (route.method === "GET")
		return { path: `${path}${rest.length ? `?${new URLSearchParams(rest)}` : ""}`, page: await browser.get(`${path}${rest.length ? `?${new URLSearchParams(rest)}` : ""}`) };
	if (sent !== undefined)
		return { path, page: await browser.post(path, sent, { "content-type": "application/json" }) };
	return { path, page: await browser.post(path, [...rest, ["csrf", await csrf(role, browser)], ["key", randomUUID()]]) };
};

const browsers = () => {
	const names = Object.keys(may).filter((role) => role !== "anonymous");
	const signed = signedIn(...names.map((role) => people[role]), "reader@example.org");
	return { anonymous: new Browser(), ...Object.fromEntries(names.map((role, i) => [role, signed[i]])), reader: signed.at(-1) };
};

test("there is a review that is not published", () => {
	makeSecret();
	secret = secrets();
	plain = open();
	[near] = rows`SELECT (lectern.clock() - interval '9 days')::date::text AS "from", (lectern.clock() + interval '40 days')::date::text AS "to",
		(lectern.clock() AT TIME ZONE 'Europe/London')::date::text AS date`;
	everybody = browsers();
});

const all = (page) => `${page.rawHeaders.join("\n")}\n${page.text}`;
// Does it tell of the review, beyond what was asked with?
const told = (page, values) => words.test(all(page)) ||
	codes.test(Object.values(values).reduce((text, value) => /quenby/i.test(value) ? text.replaceAll(value, "") : text, all(page)));
const seen = (page) => [page.status, page.location === undefined ? "" : "moved", page.heading].join(" | ");

for (const method of ["GET", "POST"])
	test(`${method}: nobody but a reader is told, whatever is asked of whatever route`, async () => {
		const found = new Set(), twins = new Map(), before = fingerprint();
		let n = 0;
		for (const [role, kinds] of Object.entries(may))
			for (const route of routes.filter((r) => r.method === method && kinds.includes(r.who)))
				for (const { secret: given, values } of requests(route)) {
					n++;
					const { path, page } = await ask(role, everybody[role], route, values);
					const say = (what) => found.add(`${role}: ${method} ${path} ${given.map((p) => `${p.name}=${values[p.name]}`)}${values.act ?? values.do ? ` (${values.act ?? values.do})` : ""}: ${what}`);
					if (page.status >= 500)
						say(String(page.status));
					if (told(page, values))
						say("tells of it");
					if (given.length === 0 || given[0].name === "batch" || given[0].name === "venue")
						continue;
					const inPath = route.path.includes(`:${given[0].name}`);
					const question = [role, route.path, given[0].name, values.act, values.do, values.answer].join();
					if (!twins.has(question))
						twins.set(question, (await ask(role, everybody[role], route, { ...values, [given[0].name]: nothing[given[0].kind] })).page);
					const twin = twins.get(question), same = seen(twin) === seen(page);
					if (!same && !(method === "POST" && !inPath && page.status === 404))
						say(`is told from nothing: ${seen(page)}, not ${seen(twin)}`);
					if (method === "POST" && inPath && role !== "anonymous" && given[0].kind !== "TOKEN" && page.status !== 404)
						say(`answers ${seen(page)}`);
				}
		assert.deepEqual([...found], []);
		assert.deepEqual(fingerprint(), before, "and nothing was touched");
		console.log(`${method}: ${n} requests`);
	});

// The twin: the same walk by a reader finds what it is about, else it would
// find nothing in anybody's hands.
test("a reader is told on every page that could have told another", async () => {
	const telling = new Set();
	for (const route of routes.filter((r) => r.method === "GET" && ["ANYONE", "PERSON", "COORDINATOR", "DOOR", "TRAINER"].includes(r.who)))
		for (const { values } of requests(route))
			if (!telling.has(route.path) && told((await ask("reader", everybody.reader, route, values)).page, values))
				telling.add(route.path);
	const wanted = ["/manage", "/manage/agreements", "/manage/alerts/:alert", "/manage/answers/:response/:question", "/manage/audit",
		"/manage/bookings/:number", "/manage/charges", "/manage/charges/:charge", "/manage/charges/dates/:ref", "/manage/events", "/manage/events/:code/edit",
		"/manage/exports/:file", "/manage/people/:code", "/manage/post", "/manage/post/letters", "/manage/programme", "/manage/programme/copy",
		"/manage/programme/publish", "/manage/results", "/manage/sessions", "/manage/sessions/:ref", "/manage/sessions/:ref/edit", "/manage/sessions/:ref/needs",
		"/manage/sessions/:ref/needs/caterer", "/manage/sessions/:ref/queue", "/manage/sessions/:ref/results", "/manage/sessions/:ref/today",
		"/manage/statements/:batch", "/manage/statements/:batch.csv", "/manage/today", "/manage/today/calls", "/door", "/door/:ref", "/door/:ref/register"];
	assert.deepEqual(wanted.filter((path) => !telling.has(path)), []);
	console.log(`a reader is told by ${telling.size} routes`);
});

test("its mail waits until it is published, but for a cry for help", async () => {
	await settled();
	const folder = `${process.env.LECTERN_VAR}/mail`;
	const telling = () => readdirSync(folder).filter((name) => /zarnecki|quenby/i.test(readFileSync(`${folder}/${name}`, "utf8").replace(/=\r?\n/g, "")));
	assert.deepEqual(telling(), []);
	const [held] = [one`SELECT count(*)::int FROM lectern.mail WHERE state = 'queued' AND app.is_held(id)`];
	assert.ok(held >= 10, String(held));
	sql`UPDATE mail SET state = 'dropped' WHERE app.is_held(id) AND kind <> 'session_staff';
	    UPDATE review SET status = 'published' WHERE code = 'LR-QUENBY'`;
	await settled();
	assert.ok(telling().length > 0, "then it goes out");
	sql`UPDATE session SET status = 'draft' WHERE title LIKE 'Zarnecki%' OR ref LIKE 'WALK-1/%';
	    UPDATE review SET status = 'withdrawn' WHERE code = 'LR-QUENBY'`;
});

// The borders of every route, as the table of routes has them: what no page of
// ours would send, links of another purpose, and what people write about
// themselves where others read it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { Browser, encode } from "./client.mjs";
import { digest, one, sql } from "./db.mjs";
import { mailTo, settled } from "./mail.mjs";
import { book, link, newPerson, people, signedIn } from "./world.mjs";

const posts = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lecternd`, ["-r"], { encoding: "utf8" }).split("\n")
	.map((line) => line.split("\t")).filter(([method]) => method === "POST")
	.map(([, path, who, , takes]) => ({ path, who, takes: takes.trim().split(" ").map((t) => t.match(/^(\w+):([A-Z]+)(?:=(.*))?$/)).filter((t) => t)
		.map(([, name, kind, choices]) => ({ name, kind, choice: choices?.split("|")[0] })) }));
const asked = { ANYONE: "anonymous", PERSON: "practitioner", DOOR: "trainer", TRAINER: "trainer", BOOKER: "booker", COORDINATOR: "coordinator" };

// What stands in a path: things that are there, so that nothing but the form
// is wrong.
const mine = one`SELECT max(b.id) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'PRACTITIONER'`;
const filled = (path) => path.replace("/people/:code", "/people/OTHER").replace("/venues/:code", "/venues/V01").replace(":room", "V01-1")
	.replace(":ref", "TST-101-01").replace(":code", "TST-101").replace(/:number|:booking/, String(mine)).replace(":name", "privacy").replace(":kind", "reminder")
	.replace(":token", "C".repeat(43)).replace(/:\w+/, "1");
const fits = { ID: "1", REF: "TST-101-02", LINE: "words", BLOCK: "words", NAME: "Ann", EMAIL: "a@example.org", PASSWORD: "velvet otter plank", PHONE: "01634 000000",
	FLAG: "1", SET: "1", DATE: "2030-03-05", TIME: "09:00", UUID: "00000000-0000-4000-8000-000000000001", NUMBER: "1", PATH: "/" };

// Each a way in which no page of ours sends a form; null: not for this route.
const ways = {
	"no token": (fields) => fields.filter(([name]) => name !== "csrf"),
	"a field twice": (fields, takes) => {
		const p = takes.find((t) => t.kind !== "SET");
		return p && [...fields, [p.name, "again"], [p.name, "and again"]];
	},
	"a field that is not there": (fields) => [...fields, ["coordinator", "true"]],
	"the key twice": (fields) => [...fields, ["key", fits.UUID], ["key", fits.UUID]],
	"a zero byte": (fields, takes) => {
		const p = takes.find((t) => ["LINE", "BLOCK", "NAME", "EMAIL", "REF"].includes(t.kind));
		return p && fields.map(([name, value]) => [name, name === p.name ? "a\0b" : value]);
	},
	"too much of it": (fields, takes) => {
		const p = takes.find((t) => ["BLOCK", "LINE", "NAME", "SET"].includes(t.kind));
		return p && fields.map(([name, value]) => [name, name === p.name ? "Ann\tOther\tann@example.org\n".repeat(10000) : value]);
	},
	"a thousand fields": (fields) => [...fields, ...Array.from({ length: 1000 }, (_, i) => [`x${i}`, "y"])],
};

test("no form that no page of ours sends is taken by any route, and none breaks one", async () => {
	const roles = [...new Set(Object.values(asked))].filter((role) => role !== "anonymous");
	const signed = signedIn(...roles.map((role) => people[role]));
	const browsers = { anonymous: new Browser(), ...Object.fromEntries(roles.map((role, i) => [role, signed[i]])) };
	const csrf = {};
	for (const role of roles)
		csrf[role] = (await browsers[role].get("/account")).form("/account").get("csrf");
	await settled();
	const before = digest(), wrong = [];
	let n = 0;
	for (const { path, who, takes } of posts) {
		const role = asked[who], browser = browsers[role], inPath = (p) => path.includes(`:${p.name}`);
		if (takes.some((p) => p.kind === "JSON"))
			continue;
		const rest = takes.filter((p) => !inPath(p) && fits[p.kind] !== undefined);
		const fields = [...rest.map((p) => [p.name, p.choice ?? fits[p.kind]]), ["csrf", csrf[role] ?? ""], ["key", fits.UUID]];
		for (const [what, change] of Object.entries(ways)) {
			const sent = change(fields, rest);
			if (!sent || (what === "no token" && role === "anonymous"))
				continue;
			n++;
			const page = await browser.post(filled(path), sent);
			// A form that is drawn again may find that there is none to draw.
			const drawn = page.status === 303 && (await browser.get(filled(path))).location === page.location;
			if (![400, 403, 404, 410, 413, 422, 429].includes(page.status) && !drawn)
				wrong.push(`${path}: ${what}: ${page.status}`);
		}
		const raw = await browser.post(filled(path), `${encode(fields)}&x=%ff%fe`);
		if (![400, 404, 410].includes(raw.status))
			wrong.push(`${path}: no UTF-8: ${raw.status}`);
	}
	assert.deepEqual(wrong, []);
	const after = digest();
	for (const what of ["audit", "failure"]) {
		delete before[what];
		delete after[what];
	}
	assert.deepEqual(after, before, "and nothing is written");
	console.log(`${n} forms`);
});

test("a link opens what it was sent for and nothing else; looking and pressing there change nothing", async () => {
	const purposes = ["offer", "approval", "charge", "moved", "leave", "evaluation", "guest", "register", "password", "address"];
	const opens = { offers: "offer", approvals: "approval", charges: "charge", moved: "moved", leave: "leave", evaluations: "evaluation", guests: "guest", register: "register",
		password: "password", account: "address" };
	const booking = one`SELECT min(b.id) FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = 'TST-101-03'`;
	const tokens = Object.fromEntries(purposes.map((purpose) => [purpose, link(purpose, people.practitioner, { booking })]));
	await settled();
	const before = digest(), browser = new Browser(), wrong = [];
	const routes = posts.filter(({ path }) => path.includes(":token"));
	assert.ok(routes.length >= 9, "all that have a link");
	const look = async (path, takes, token) => {
		const at = path.replace(":token", token);
		const fields = takes.filter((p) => p.kind !== "TOKEN" && fits[p.kind] !== undefined).map((p) => [p.name, p.choice ?? fits[p.kind]]);
		const page = await browser.get(at), done = await browser.post(at, fields);
		return [page.status, page.heading, done.status, done.heading].join(" | ");
	};
	for (const { path, takes } of routes) {
		const nothing = await look(path, takes, "C".repeat(43));
		for (const purpose of purposes.filter((p) => p !== opens[path.split("/")[1]])) {
			const got = await look(path, takes, tokens[purpose]);
			if (got !== nothing)
				wrong.push(`${path} by a link for ${purpose}: ${got}, not ${nothing}`);
		}
	}
	assert.deepEqual(wrong, []);
	assert.deepEqual(digest(), before);
});

test("a training contact reaches nothing of another organisation, whatever is named", async () => {
	const email = `contact.${Date.now()}@example.org`;
	sql`INSERT INTO person (code, first_name, email, agency) SELECT ${email}, 'Contact', ${email}, id FROM agency WHERE code = 'TST3';
	    INSERT INTO booker SELECT id, agency FROM person WHERE email = ${email};
	    INSERT INTO group_request (by, agency, session) SELECT k.person, k.agency, s.id FROM booker k JOIN person p ON p.id = k.person AND p.code = 'BOOKER', session s WHERE s.ref = 'TST-101/01'`;
	const request = one`SELECT max(id) FROM lectern.group_request`;
	const [browser] = signedIn(email);
	const csrf = (await browser.get("/account")).form("/account").get("csrf");
	await settled();
	const before = digest();
	for (const path of [`/agency/requests/${request}`, `/agency/bookings/${mine}`, `/agency/bookings/${mine}/ticket`, "/agency?agency=TST1", "/agency?agency=TST1&show=staff",
		"/agency/sessions/TST-101-02?agency=TST1"]) {
		const page = await browser.get(path);
		assert.doesNotMatch(page.text, /Practitioner Person|practitioner@example/, path);
		assert.ok(page.status === 404 || path.includes("?agency="), `${path}: ${page.status}`);
	}
	assert.equal((await browser.post(`/agency/bookings/${mine}`, { csrf, why: "No" })).status, 404);
	for (const [field, value] of [["staff", "PRACTITIONER"], ["people", "Practitioner\tPerson\tpractitioner@example.org"]])
		for (const act of ["check", "book"]) {
			const page = await browser.post("/agency/sessions/TST-101-02", { csrf, key: randomUUID(), agency: "TST1", act, [field]: value });
			assert.ok(page.status >= 400 && page.status < 500, `${act} ${field}: ${page.status}`);
		}
	const after = digest();
	assert.equal(after.booking, before.booking);
	assert.equal(after.group_request, before.group_request);
});

const nasty = "<img src=x onerror=alert(1)>{{#me}}\"'&";
const named = async (first, session) => {
	const { email, browser } = await newPerson();
	sql`UPDATE person SET first_name = ${first}, last_name = '', job_title = ${nasty}, manager_name = ${nasty}, manager_email = ${`boss.of.${email}`} WHERE email = ${email}`;
	return { email, browser, number: await book(browser, session) };
};

test("what people call themselves is text on every page and in both parts of every mail", async () => {
	sql`UPDATE session SET approval = 'none', title = ${`Line one\r\nBcc: evil@example.com ${nasty}`} WHERE slug = 'TST-101-02'`;
	try {
		const { email, number } = await named(nasty, "TST-101-02");
		const mail = await mailTo(email, /./);
		assert.doesNotMatch(mail.all.split("\n\n", 1)[0], /^bcc:/im, "no line of a title becomes a header");
		assert.doesNotMatch(mail.html, /<img src=x|onerror=alert\(1\)>/, "HTML in a name is text");
		assert.match(mail.html, /&lt;img src=x/);
		assert.doesNotMatch(mail.all, /^BEGIN:VCALENDAR[^]*\nBcc:/m);
		const [coordinator] = signedIn(people.coordinator);
		for (const path of [`/manage/bookings/${number}`, "/manage/sessions/TST-101-02", "/manage/sessions/TST-101-02/calls", "/manage/sessions/TST-101-02/queue",
			"/manage/mail?which=all", "/manage/people?q=onerror", "/manage/sessions/TST-101-02/message?state=confirmed"]) {
			const page = await coordinator.get(path);
			assert.equal(page.status, 200, path);
			assert.doesNotMatch(page.text, /<img src=x/, path);
		}
	} finally {
		sql`UPDATE session SET title = 'Noticing and acting' WHERE slug = 'TST-101-02'`;
	}
});

test("a name with an address of the web in it is refused, and one from elsewhere leads nowhere in our own words", async () => {
	const { browser } = await newPerson();
	const form = (await browser.get("/account")).form("/account");
	const page = await browser.send(form, { first_name: "Look at https://evil.example/login" });
	assert.equal(page.status, 422);
	assert.equal((await browser.send(form, { first_name: "Jean-Luc O'Hara" })).status, 303);
});

test("no cell of a statement is a formula", async () => {
	const { number } = await named("=cmd|'/c calc'!A1", "TST-101-02");
	sql`SELECT app.make_terms(NULL, NULL, '{"code":"BOUNDARY","name":"=1+1","notice":1,"amounts":[]}');
	    UPDATE booking SET policy = (SELECT max(id) FROM policy) WHERE id = ${number};
	    INSERT INTO batch (period, upto, by, purchase_order) SELECT 'May', clock()::date, id, '@SUM(1)' FROM person WHERE code = 'COORDINATOR';
	    INSERT INTO charge (booking, kind, amount, because, deadline, state, batch, extra, extra_for)
	    SELECT ${number}, 'no_show', 100, '+A test.', clock(), 'batched', max(id), 5, '-lunch' FROM batch`;
	const [coordinator] = signedIn(people.coordinator);
	const sheet = await coordinator.get(`/manage/statements/${one`SELECT max(id) FROM lectern.batch`}.csv`);
	assert.equal(sheet.status, 200);
	assert.match(sheet.text, /'=cmd/);
	for (const cell of sheet.text.split(/[,\r\n]+/))
		assert.doesNotMatch(cell, /^"?[=+@]|^"?-[^0-9]/, cell);
});

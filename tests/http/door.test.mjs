// The door: scans as JSON, the pages that do the same, the register.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { base, Browser, sha256 } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { misfits } from "./schema.mjs";
import { people, personId, signedIn } from "./world.mjs";

const vectors = JSON.parse(readFileSync(new URL("../data/door_outcomes.json", import.meta.url)));
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base32 = (n) => Array.from(randomBytes(n), (b) => letters[b & 31]).join("");

// --- a world: session A and B of the vectors, day 1 is today ------------------

const ref = "DOR-101-A", path = `/api/v1/door/${ref}/scans`;
const tickets = {};

// A day and a local time as an instant.
const moments = new Map();
const moment = ([day, time]) => {
	const key = `${day} ${time}`;
	if (!moments.has(key))
		moments.set(key, new Date(one`SELECT lectern.local_instant(
			(lectern.clock() AT TIME ZONE 'Europe/London')::date + ${day - 1}::int + ${time}::time)`).toISOString());
	return moments.get(key);
};

const makeDoor = () => {
	sql`
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('DOR-101', 'course', 'At the door', 'A test.', 'L1', 120, 'day', 400);
INSERT INTO session (ref, event, title, delivery, status, starts, ends)
SELECT 'DOR-101/' || s, e.id, e.title, 'virtual', 'open', ${moment([1, "09:30"])}::timestamptz, ${moment([8, "12:30"])}::timestamptz
  FROM event e, unnest(ARRAY['A', 'B']) AS s WHERE e.code = 'DOR-101';
INSERT INTO part (session, number, name, starts, ends)
SELECT s.id, q.n, 'Part ' || q.n, q.starts::timestamptz, q.ends::timestamptz
  FROM session s, (VALUES (1, ${moment([1, "09:30"])}, ${moment([1, "12:30"])}),
                          (2, ${moment([1, "13:30"])}, ${moment([1, "16:00"])}),
                          (3, ${moment([8, "09:30"])}, ${moment([8, "12:30"])})) AS q (n, starts, ends)
 WHERE s.ref LIKE 'DOR-101/_';
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 400 FROM session WHERE ref LIKE 'DOR-101/_';
INSERT INTO duty (session, person, kind)
SELECT s.id, p.id, lower(p.code) FROM session s, person p WHERE s.ref = 'DOR-101/A' AND p.code IN ('STEWARD', 'TRAINER');
INSERT INTO duty (session, person, kind)
SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.ref = 'DOR-101/B' AND p.code = 'STRANGER'`;
};

const codeOf = (name) => `D-${Buffer.from(name).toString("hex").toUpperCase()}`;

// A booking of somebody new, with a ticket and a code; its number.
const book = (name, { session = "A", state = "confirmed", version = 1, of, last = "O'Neil" } = {}) => {
	tickets[name] = base32(26);
	tickets[`${name} code`] = base32(12);
	if (of === undefined)
		sql`INSERT INTO person (code, first_name, last_name, agency)
		    SELECT ${codeOf(name)}, ${name[0].toUpperCase() + name.slice(1)}, ${last}, id FROM agency WHERE code = 'TST1';
		    INSERT INTO booking (session, person, pool, state, ended_by, agency)
		    SELECT s.id, p.id, l.id, ${state}, ${["cancelled", "declined"].includes(state) ? "person" : null}, p.agency
		      FROM session s JOIN pool l ON l.session = s.id, person p
		     WHERE s.ref = ${`DOR-101/${session}`} AND p.code = ${codeOf(name)};
		    UPDATE pool SET waiting = waiting + ${Number(state === "waiting")} WHERE session = (SELECT id FROM session WHERE ref = ${`DOR-101/${session}`})`;
	const booking = numberOf(of ?? name);
	sql`INSERT INTO ticket (booking, version, session, seed, key, hash, code)
	    SELECT id, ${version}, session, ${randomBytes(16)}, 1, ${sha256(tickets[name])}, ${sha256(tickets[`${name} code`])}
	      FROM booking WHERE id = ${booking}`;
	return booking;
};
const numberOf = (name) => one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = ${codeOf(name)}`;

// An empty door.
const clear = () => sql`
DELETE FROM register_history USING session s WHERE session = s.id AND s.ref LIKE 'DOR-101/_';
DELETE FROM register USING session s WHERE session = s.id AND s.ref LIKE 'DOR-101/_';
DELETE FROM scan USING session s WHERE session = s.id AND s.ref LIKE 'DOR-101/_'`;
const count = () => one`SELECT count(*)::int FROM lectern.scan s JOIN lectern.session e ON e.id = s.session WHERE e.ref LIKE 'DOR-101/_'`;

const [steward, trainer, stranger, coordinator, practitioner] = signedIn(people.steward,
	people.trainer, people.stranger, people.coordinator, people.practitioner);
makeDoor();
for (const [name, ticket] of Object.entries(vectors.tickets).sort(([, a], [, b]) => (a.of ?? "").localeCompare(b.of ?? "")))
	book(name, ticket);
tickets.nobody = base32(26);
clear();

// --- sending ------------------------------------------------------------------

const api = (await new Browser().get("/api/v1/openapi.json")).json;
// An answer fits what the description says of this path, method and status.
const fits = (page, where, method) => {
	const answer = api.paths[where][method].responses[page.status];
	assert.ok(answer, `${method} ${where} answers ${page.status}, which is not described`);
	const { schema } = (answer.$ref ? api.components.responses[answer.$ref.split("/").pop()] : answer).content["application/json"];
	assert.deepEqual(misfits(api, schema, page.json), [], where);
	return page;
};
const post = async (browser, body, more) => fits(await posted(browser, body, more), "/door/{ref}/scans", "post");
const posted = (browser, body, { to = path, headers = {} } = {}) => browser.request("POST", to, {
	headers: { "content-type": "application/json", origin: base.origin, ...headers },
	body: typeof body === "string" ? body : JSON.stringify(body) });
const counted = async (browser) => fits(await browser.get(`/api/v1/door/${ref}/counts`), "/door/{ref}/counts", "get");
const send = async (browser, scans, more = {}) => {
	const page = await post(browser, { ...more, scans });
	assert.equal(page.status, 200, page.text);
	return page.json.results;
};
const scan = (more = {}) => ({ id: randomUUID(), at: moment([1, "09:10"]), way: "in", means: "camera", ...more });
const ticketOf = (name, more = {}) => scan({ ticket: tickets[name], ...more });

// --- who may ------------------------------------------------------------------

test("nobody but the session's staff reaches its door", async () => {
	const was = digest();
	const someone = new Browser();
	assert.equal((await post(someone, { scans: [] })).status, 401);
	assert.equal((await counted(someone)).status, 401);
	const page = await someone.get(`/door/${ref}`);
	assert.equal(page.status, 303);
	assert.equal(page.location, `/login?next=%2Fdoor%2F${ref}`);
	for (const browser of [stranger, practitioner]) {
		assert.equal((await post(browser, { scans: [ticketOf("amy")] })).status, 404);
		for (const where of ["", "/register", "/register/tick?part=1", `/register/${numberOf("amy")}?part=1`,
			"/unbooked", "/undo"])
			assert.equal((await browser.get(`/door/${ref}${where}`)).status, 404, where);
		assert.equal((await counted(browser)).status, 404);
	}
	assert.equal((await post(trainer, { scans: [ticketOf("amy")] }, { to: "/api/v1/door/DOR-101-Z/scans" })).status, 404);
	assert.deepEqual(digest(), was, "nothing was written");
});

test("a page of another site cannot scan", async () => {
	for (const origin of ["https://evil.example", "null"])
		assert.equal((await post(trainer, { scans: [ticketOf("amy")] }, { headers: { origin } })).status, 403);
	assert.equal((await post(trainer, { scans: [ticketOf("amy")] }, { headers: { "content-type": "text/plain" } })).status, 415);
	assert.equal(count(), 0);
});

test("who scanned is who is signed in, whatever the scan says", async () => {
	const [answer] = await send(steward, [ticketOf("amy", { by: personId(people.trainer), person_id: 1, outcome: "departed" })]);
	assert.equal(answer.outcome, "admitted");
	assert.equal(one`SELECT by FROM lectern.scan WHERE session IN (SELECT id FROM lectern.session WHERE ref LIKE 'DOR-101/_')`, personId(people.steward));
	clear();
});

// --- outcomes -----------------------------------------------------------------

for (const example of vectors.cases)
	test(`outcomes: ${example.says}`, async () => {
		clear();
		const ids = new Map();
		const id = (name) => ids.get(name) ?? ids.set(name, randomUUID()).get(name);
		for (const [i, step] of example.scans.entries()) {
			const one = { id: id(step.id ?? i), at: moment(step.at), part: step.ask, way: step.way,
				reason: step.reason };
			if (step.who !== undefined)
				one.ticket = tickets[step.who];
			if (step.undoes !== undefined)
				one.undoes = id(step.undoes);
			if (step.person !== undefined)
				one.person = { name: step.person, organisation: "Library" };
			const [answer] = await send(trainer, [one]);
			for (const key of ["outcome", "part", "late", "early", "flag"])
				if (step[key] !== undefined)
					assert.equal(answer[key], step[key], `scan ${i + 1}: ${JSON.stringify(answer)}`);
			if (step.first !== undefined)
				assert.equal(new Date(answer.first.at).toISOString(), moment(step.first));
		}
	});

test("a ticket is read in any case, with spaces and dashes, as an address, and 0 1 8 as O I B", async () => {
	clear();
	const ticket = tickets.amy, code = tickets["amy code"];
	const looks = (text) => text.replaceAll("O", "0").replaceAll("I", "1").replaceAll("B", "8");
	const spelled = [ticket, ticket.toLowerCase(), looks(ticket), `${base.origin}/t/${ticket}`,
		`${base.origin}/t/${ticket.toLowerCase()}`, code, looks(code).toLowerCase(),
		`${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`, ` ${code.slice(0, 4)} ${code.slice(4)} `];
	const outcomes = (await send(steward, spelled.map((t) => scan({ ticket: t })))).map((a) => a.outcome);
	assert.deepEqual(outcomes, ["admitted", ...Array(8).fill("already")]);
	const foreign = [`https://evil.example/t/${ticket}`, `${base.origin}/x/${ticket}`, `${ticket}A`, ticket.slice(1), "<script>", "%00"];
	for (const answer of await send(steward, foreign.map((t) => scan({ ticket: t }))))
		assert.equal(answer.outcome, "unknown");
	assert.equal(one`SELECT count(*)::int FROM lectern.scan WHERE answer::text LIKE '%script%'`, 0);
});

test("a phone's clock is put right by the time it tells", async () => {
	clear();
	const wrong = new Date(Date.now() - 3600e3).toISOString();
	const at = new Date(Date.now() - 3600e3 - 60e3).toISOString();
	await send(steward, [ticketOf("amy", { at })], { now: wrong, device: randomUUID() });
	const [kept] = rows`SELECT extract(epoch FROM received - at)::int AS ago, extract(epoch FROM at - sent_at)::int AS moved FROM lectern.scan WHERE session IN (SELECT id FROM lectern.session WHERE ref LIKE 'DOR-101/_')`;
	assert.ok(Math.abs(kept.ago - 60) <= 2, `${kept.ago} s ago`);
	assert.ok(Math.abs(kept.moved - 3600) <= 2, `moved by ${kept.moved} s`);
});

test("already says when, where and by whom first", async () => {
	clear();
	const device = randomUUID();
	await send(trainer, [ticketOf("amy")], { device });
	const [answer] = await send(steward, [ticketOf("amy", { at: moment([1, "09:20"]) })], { device: randomUUID() });
	assert.equal(answer.outcome, "already");
	assert.equal(new Date(answer.first.at).toISOString(), moment([1, "09:10"]));
	assert.equal(answer.first.device, device);
	assert.equal(answer.first.by, "Trainer Person");
	assert.equal(answer.name, "Amy O'Neil");
	assert.equal(answer.agency, "Police");
});

// --- shape --------------------------------------------------------------------

test("a bad scan is invalid and never spoils the others", async () => {
	clear();
	const t = () => ({ ...ticketOf("amy") });
	const bad = [null, 7, "x", [], {}, { ...t(), id: "x" }, { ...t(), id: 7 }, { ...t(), id: undefined },
		{ ...t(), at: undefined }, { ...t(), at: "yesterday" }, { ...t(), at: "2026-02-30T09:00:00Z" },
		{ ...t(), at: "2026-02-03T25:00:00Z" }, { ...t(), at: "2026-02-03T09:00:00" }, { ...t(), at: "2026-02-03 09:00:00Z" },
		{ ...t(), at: "2026-02-03T09:00:00+99:00" }, { ...t(), at: "0001-01-01T00:00:00Z" }, { ...t(), at: "99999-01-01T00:00:00Z" },
		{ ...t(), at: 1764579600 }, { ...t(), way: "sideways" }, { ...t(), way: 1 }, { ...t(), means: "magic" },
		{ ...t(), part: 0 }, { ...t(), part: "1" }, { ...t(), part: 1.5 }, { ...t(), part: 1e9 },
		{ ...t(), ticket: 7 }, { ...t(), ticket: "" }, { ...t(), ticket: "A".repeat(201) },
		{ ...t(), booking: numberOf("amy") }, { ...t(), ticket: undefined },
		{ ...t(), ticket: undefined, booking: 0 }, { ...t(), ticket: undefined, booking: "1" },
		{ ...t(), ticket: undefined, booking: 2 ** 60 }, { ...t(), ticket: undefined, undoes: "x", reason: "y" },
		{ ...t(), ticket: undefined, undoes: randomUUID() }, { ...t(), reason: 7 }, { ...t(), reason: "x".repeat(501) },
		{ ...t(), ticket: undefined, person: "x" }, { ...t(), ticket: undefined, person: {} },
		{ ...t(), ticket: undefined, person: { name: 7 } }, { ...t(), ticket: undefined, person: { name: " " } },
		{ ...t(), ticket: undefined, person: { name: "x".repeat(201) } }];
	const good = ticketOf("bob");
	const results = await send(trainer, [...bad, good]);
	assert.equal(results.length, bad.length + 1);
	results.slice(0, -1).forEach((r, i) => assert.equal(r.outcome, "invalid", JSON.stringify(bad[i])));
	assert.deepEqual(results.slice(0, -1).map((r) => r.id), bad.map((b) => typeof b?.id === "string" ? b.id : null));
	assert.equal(results.at(-1).outcome, "admitted");
	assert.equal(count(), 1);
});

test("an escape that stands for no character spoils its own scan alone", async () => {
	clear();
	const bad = ["\\u0000", "\\ud800", "\\udc00x", "\\ud800\\u0041"].map((escape) => [randomUUID(), escape]);
	const text = `{"scans":[${bad.map(([id, escape]) =>
		JSON.stringify(scan({ id, ticket: "ESCAPE" })).replace("ESCAPE", `A${escape}`)).join()},${JSON.stringify(ticketOf("bob"))}]}`;
	const page = await post(trainer, text);
	assert.equal(page.status, 200, page.text);
	assert.deepEqual(page.json.results.map((r) => r.outcome), [...bad.map(() => "unknown"), "admitted"]);
	const kept = scan({ person: { name: "Zoë \ud83d\ude00 \\u0000" } });
	assert.equal((await post(trainer, JSON.stringify({ scans: [kept] }).replace("😀", "\\ud83d\\ude00"))).status, 200);
	assert.equal(one`SELECT person ->> 'name' FROM lectern.scan WHERE id = ${kept.id}`, "Zoë 😀 \\u0000");
});

test("what is not the envelope is refused whole", async () => {
	clear();
	const s = JSON.stringify(ticketOf("amy"));
	for (const body of ["", "{", "[]", "7", "\"x\"", "{}", "{\"scans\":7}", `{"scans":[${s}],"scans":[]}`,
		`{"scans":[${s.replace("{", "{\"id\":\"x\",")}]}`, `{"scans":[${s}]} x`, `{"scans":[${s}],"device":"x"}`,
		`{"scans":[${s}],"now":"noon"}`, `{"scans":[${s}],"now":7}`, "\u0000", `${"[".repeat(40)}${"]".repeat(40)}`,
		`{"scans":[${"[".repeat(33)}${"]".repeat(33)}]}`]) {
		const page = await post(trainer, body);
		assert.equal(page.status, 400, body);
		assert.match(page.headers["content-type"], /^application\/json/);
	}
	assert.equal((await post(trainer, Buffer.from("{\"scans\":[\"\xff\"]}", "latin1"))).status, 400, "not UTF-8");
	assert.equal(count(), 0);
});

test("500 scans are answered in order, 501 are too many", async () => {
	clear();
	const names = Object.keys(vectors.tickets);
	const batch = Array.from({ length: 500 }, (_, i) => i % 50 === 49 ? { id: "bad" } : ticketOf(names[i % names.length]));
	const from = performance.now();
	const results = await send(trainer, batch, { device: randomUUID(), now: new Date().toISOString() });
	const took = performance.now() - from;
	assert.deepEqual(results.map((r) => r.id), batch.map((s) => s.id));
	assert.equal(count(), 490);
	assert.ok(took < 3000, `${took} ms`);
	assert.equal((await post(trainer, { scans: [...batch, scan({ ticket: "x" })] })).status, 413);
	assert.equal(count(), 490);
	assert.equal((await posted(trainer, { scans: [scan({ ticket: "x".repeat(300000) })] })).status, 413, "nginx stops it");
	assert.deepEqual(await send(trainer, []), []);
});

// --- once ---------------------------------------------------------------------

test("a batch sent again gives the first answers and writes nothing", async () => {
	clear();
	const batch = ["amy", "amy", "cam", "ivy", "nobody", "dot"].map((name) => ticketOf(name));
	const first = await send(steward, batch);
	const was = digest();
	assert.deepEqual(await send(steward, batch), first);
	assert.deepEqual(await send(trainer, [...batch].reverse()), [...first].reverse(), "from another hand, in another order");
	assert.deepEqual(digest(), was);
});

test("the same id from eight hands at once is one scan and one answer", async () => {
	clear();
	const one = ticketOf("amy");
	const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => send(i % 2 ? steward : trainer, [one])));
	for (const [answer] of answers)
		assert.deepEqual(answer, answers[0][0]);
	assert.equal(answers[0][0].outcome, "admitted");
	assert.equal(count(), 1);
});

test("one ticket at twenty phones at once is let in once", async () => {
	clear();
	const answers = await Promise.all(Array.from({ length: 20 }, () =>
		send(trainer, [ticketOf("amy", { at: new Date().toISOString() })], { device: randomUUID(), now: new Date().toISOString() })));
	const outcomes = answers.map(([a]) => a.outcome).sort();
	const today = outcomes[0] !== "wrong_day";
	assert.ok(today);
	assert.deepEqual(outcomes, ["admitted", ...Array(19).fill("already")]);
});

test("an id is good at one door only", async () => {
	clear();
	const mine = ticketOf("amy");
	await send(trainer, [mine]);
	const page = await post(stranger, { scans: [mine] }, { to: "/api/v1/door/DOR-101-B/scans" });
	assert.deepEqual(page.json.results, [{ id: mine.id, outcome: "invalid" }]);
	const page2 = await post(stranger, { scans: [{ ...scan(), undoes: mine.id, reason: "mine now" }] }, { to: "/api/v1/door/DOR-101-B/scans" });
	assert.equal(page2.json.results[0].outcome, "unknown");
	assert.equal(one`SELECT count(*)::int FROM lectern.scan WHERE outcome = 'undone'`, 0);
});

// --- two rights ---------------------------------------------------------------

test("a steward scans and types, and does nothing else", async () => {
	clear();
	const [mine] = await send(steward, [ticketOf("amy")]);
	assert.equal(mine.outcome, "admitted");
	const tries = [scan({ booking: numberOf("bob") }), scan({ person: { name: "Wanda" } }), scan({ undoes: mine.id, reason: "x" })];
	for (const answer of await send(steward, tries))
		assert.equal(answer.outcome, "invalid");
	assert.equal(count(), 1);
	const door = await steward.get(`/door/${ref}?q=bob`);
	assert.equal(door.status, 200);
	assert.doesNotMatch(door.text, /Bob|name="q"|\/undo|\/register/);
	for (const where of ["/register", "/unbooked", "/undo"])
		assert.equal((await steward.get(`/door/${ref}${where}`)).status, 404, where);
	const pressed = await steward.send(door.form(`/door/${ref}`), { booking: String(numberOf("bob")) });
	assert.equal(pressed.status, 404);
	assert.equal(count(), 1);
});

test("a coordinator has every door, without a duty", async () => {
	clear();
	assert.equal((await send(coordinator, [scan({ booking: numberOf("amy") })]))[0].outcome, "admitted");
	assert.equal((await coordinator.get(`/door/${ref}/register`)).status, 200);
});

// --- the pages ----------------------------------------------------------------

test("the list of doors holds one's own, today first", async () => {
	const page = await trainer.get("/door");
	assert.equal(page.status, 200);
	assert.ok(page.links.includes(`/door/${ref}`));
	assert.ok(!page.links.includes("/door/DOR-101-B"));
	assert.match(page.words, /Registers.*Today, .*At the door/);
	assert.match((await practitioner.get("/door")).words, /Nothing to open/);
});

test("a code typed without a script signs in, once for a form sent twice", async () => {
	clear();
	const door = await steward.get(`/door/${ref}`);
	const form = door.form(`/door/${ref}`);
	const code = tickets["amy code"].toLowerCase().replace(/(.{4})/g, "$1 ");
	const done = await steward.send(form, { ticket: code });
	assert.equal(done.status, 303);
	const shown = await steward.follow(done);
	assert.match(shown.words, /Signed in.*Amy O'Neil/);
	assert.equal((await steward.send(form, { ticket: code })).location, done.location);
	assert.equal(count(), 1);
	assert.deepEqual(rows`SELECT means, outcome FROM lectern.scan WHERE session IN (SELECT id FROM lectern.session WHERE ref LIKE 'DOR-101/_')`, [{ means: "typed", outcome: "admitted" }]);
	const empty = await steward.send(form, { ticket: "" });
	assert.equal(empty.status, 422);
	assert.deepEqual(empty.errors, ["Enter the code on the ticket"]);
	const wrong = await steward.follow(await steward.send((await steward.get(`/door/${ref}`)).form(`/door/${ref}`), { ticket: "<b>nonsense</b>" }));
	assert.match(wrong.words, /Not for here/);
});

test("names are found by their beginnings, without accents, and pressed", async () => {
	clear();
	const number = book("łucja", { last: "Wiśniewska-Brown" });
	const find = async (q) => (await trainer.get(`/door/${ref}?q=${encodeURIComponent(q)}`)).text.includes("Wiśniewska");
	for (const q of ["lucja", "Łuc", "wisn", "BROWN", "brown lucja", "śni"])
		assert.ok(await find(q), q);
	for (const q of ["xyz", "lucja xyz", "%", "_", "'"])
		assert.ok(!await find(q), q);
	const page = await trainer.get(`/door/${ref}?q=lucja`);
	const form = page.forms.find((f) => f.get("booking") === String(number));
	const done = await trainer.follow(await trainer.send(form));
	assert.match(done.words, /Signed in.*Wiśniewska/);
	assert.equal(one`SELECT means FROM lectern.scan WHERE session IN (SELECT id FROM lectern.session WHERE ref LIKE 'DOR-101/_')`, "name");
	const again = (await trainer.get(`/door/${ref}?q=lucja`)).forms.find((f) => f.get("booking") === String(number));
	assert.equal(again.get("way"), "out", "who is in can be signed out");
	assert.match((await trainer.follow(await trainer.send(again))).words, /Signed out/);
});

test("two names pressed on one page, the second after going back, are two scans", async () => {
	clear();
	const page = await trainer.get(`/door/${ref}?q=o'neil`);
	const forms = page.forms.filter((f) => ["amy", "bob"].some((n) => f.get("booking") === String(numberOf(n))));
	assert.equal(forms.length, 2);
	for (const form of [...forms, ...forms])
		assert.match((await trainer.follow(await trainer.send(form))).words, /Signed in/);
	assert.equal(count(), 2);
});

test("a scan is undone with a reason, and both rows stay", async () => {
	clear();
	const [amy] = await send(trainer, [ticketOf("amy")]);
	const door = await trainer.get(`/door/${ref}`);
	const link = door.links.find((l) => l.includes("/undo?scan="));
	assert.ok(link.endsWith(amy.id));
	const form = (await trainer.get(link)).form(`/door/${ref}/undo`);
	const missing = await trainer.send(form, { reason: " " });
	assert.equal(missing.status, 422);
	assert.match(missing.errors[0], /Say why/);
	const done = await trainer.follow(await trainer.send(form, { reason: "a colleague’s ticket" }));
	assert.match(done.words, /Undone/);
	assert.deepEqual(rows`SELECT outcome, undoes, reason FROM lectern.scan WHERE session IN (SELECT id FROM lectern.session WHERE ref LIKE 'DOR-101/_') ORDER BY seq`,
		[{ outcome: "admitted", undoes: null, reason: null }, { outcome: "undone", undoes: amy.id, reason: "a colleague’s ticket" }]);
	assert.equal((await send(trainer, [ticketOf("amy")]))[0].outcome, "admitted");
});

test("somebody without a booking is written down and counted", async () => {
	clear();
	const form = (await trainer.get(`/door/${ref}/unbooked`)).form(`/door/${ref}/unbooked`);
	assert.equal((await trainer.send(form, { name: "" })).status, 422);
	const done = await trainer.follow(await trainer.send(form, { name: "Wanda <i>Walker</i>", organisation: "Library", contact: "wanda@example.org" }));
	assert.match(done.text, /Wanda &lt;i&gt;Walker/);
	await trainer.send(form, { name: "Wanda <i>Walker</i>", organisation: "Library", contact: "wanda@example.org" });
	assert.equal(count(), 1);
	const counts = (await counted(trainer)).json;
	assert.equal(counts.unbooked + counts.present, 2, "present, and told apart");
});

test("the counts agree with the database", async () => {
	clear();
	await send(trainer, [ticketOf("amy"), ticketOf("bob"), ticketOf("bob", { way: "out", at: moment([1, "09:20"]) }), ticketOf("cam")]);
	const counts = (await counted(steward)).json;
	const expected = one`SELECT count(*)::int FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = ${ref} AND state = 'confirmed'`;
	if (counts.part === 1)
		assert.deepEqual([counts.expected, counts.arrived, counts.present, counts.to_come], [expected, 2, 1, expected - 2]);
	assert.equal(counts.expected, expected);
});

// --- the register -------------------------------------------------------------

test("a register is read, put right, ticked, signed off, then corrected with a reason", async () => {
	clear();
	const at = moment([0, "09:10"]);		// yesterday, so that 9:11 has been
	sql`UPDATE part SET starts = starts - interval '1 day', ends = ends - interval '1 day' WHERE session = (SELECT id FROM session WHERE slug = ${ref}) AND number < 3;
	    UPDATE part SET starts = clock() - interval '2 hours', ends = clock() + interval '1 minute' WHERE session = (SELECT id FROM session WHERE slug = ${ref}) AND number = 3`;
	await send(trainer, [ticketOf("amy", { at }), ticketOf("bob", { at })]);
	const sheet = await trainer.get(`/door/${ref}/register`);
	assert.equal(sheet.status, 200);
	assert.match(sheet.words, /Amy O'Neil.*9:10am/);

	const mark = (await trainer.get(`/door/${ref}/register/${numberOf("bob")}?part=1`)).form();
	assert.equal((await trainer.send(mark, { act: undefined })).status, 422);
	assert.equal((await trainer.send(mark, { act: "absent", reason: "" })).status, 422);
	const left = await trainer.send(mark, { act: "left", time: "09:11", reason: "called to court" });
	assert.equal(left.status, 303, left.words);
	assert.equal(one`SELECT attendance FROM app.attendance WHERE booking = ${numberOf("bob")} AND part = 1`, "part");

	const tick = (await trainer.get(`/door/${ref}/register/tick?part=1`)).form();
	assert.equal((await trainer.send(tick)).status, 422, "nobody ticked");
	for (const there of ["x", "-1", "99999999999999999999"])
		assert.equal((await trainer.send(tick, { there })).status, 404, there);
	assert.equal((await trainer.get(`/door/${ref}/register/tick`)).form(`/door/${ref}/register/tick`).get("part"), "1");
	assert.equal((await trainer.get(`/door/${ref}/register/tick?part=99`)).status, 404);
	assert.equal((await trainer.send(tick, { there: [String(numberOf("hal"))] })).status, 303);
	assert.equal(one`SELECT attendance FROM app.attendance WHERE booking = ${numberOf("hal")} AND part = 1`, "full");

	const sign = (await trainer.get(`/door/${ref}/register`)).form(`/door/${ref}/register`);
	assert.equal((await trainer.send(sign)).status, 303);
	assert.equal((await trainer.send(sign)).status, 303, "pressed twice");
	const signed = await trainer.get(`/door/${ref}/register`);
	assert.match(signed.words, /Signed off/);
	assert.ok(!signed.forms.some((f) => f.action === `/door/${ref}/register`));
	assert.deepEqual(rows`SELECT state FROM lectern.register_history`, [{ state: "signed_off" }]);

	const again = (await trainer.get(`/door/${ref}/register/${numberOf("amy")}?part=1`)).form();
	const refused = await trainer.send(again, { act: "came", time: "09:05" });
	assert.equal(refused.status, 422);
	assert.deepEqual(refused.errors, ["Say why the register changes"]);
	assert.match(refused.text, /value="09:05"/, "what was typed stays");
	assert.equal((await trainer.send(again, { act: "came", time: "09:05", reason: "the paper list" })).status, 303);
	assert.match((await trainer.get(`/door/${ref}/register`)).words, /then corrected.*the paper list/);
	assert.equal((await steward.get(`/door/${ref}/register`)).status, 404);
});

test("a full hall is ticked at once", async () => {
	clear();
	sql`INSERT INTO person (code, first_name, last_name, agency)
	    SELECT 'HALL' || n, 'Hal ' || n, 'Full', (SELECT id FROM agency WHERE code = 'TST1') FROM generate_series(1, 300) AS n;
	    INSERT INTO booking (session, person, pool, state, agency)
	    SELECT s.id, p.id, l.id, 'confirmed', p.agency FROM session s JOIN pool l ON l.session = s.id, person p
	     WHERE s.ref = 'DOR-101/A' AND p.code LIKE 'HALL%'`;
	const there = rows`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code LIKE 'HALL%'`.map((b) => String(b.id));
	const tick = (await trainer.get(`/door/${ref}/register/tick?part=1`)).form();
	const done = await trainer.send(tick, { there });
	assert.equal(done.status, 303, done.words);
	assert.equal(one`SELECT count(*)::int FROM app.attendance a JOIN lectern.booking b ON b.id = a.booking JOIN lectern.person p ON p.id = b.person
		WHERE p.code LIKE 'HALL%' AND a.part = 1 AND a.attendance = 'full'`, 300);
	sql`DELETE FROM scan WHERE booking IN (SELECT b.id FROM booking b JOIN person p ON p.id = b.person WHERE p.code LIKE 'HALL%');
	    UPDATE booking SET state = 'cancelled', ended_by = 'person' WHERE person IN (SELECT id FROM person WHERE code LIKE 'HALL%')`;
});

test("the page of a date leads its staff to what they may open", async () => {
	for (const [who, some] of [[steward, false], [trainer, true]]) {
		const { links } = await who.get(`/sessions/${ref}`);
		assert.ok(links.includes(`/door/${ref}`));
		assert.equal(links.includes(`/door/${ref}/register`), some);
		assert.equal(links.includes(`/door/${ref}/results`), some);
	}
});

test("a register is not signed off before its last part has begun", async () => {
	clear();
	sql`UPDATE part SET starts = clock() + interval '7 days', ends = clock() + interval '8 days' WHERE session = (SELECT id FROM session WHERE slug = ${ref}) AND number = 3`;
	const sheet = await trainer.get(`/door/${ref}/register`);
	assert.ok(!sheet.forms.some((f) => f.action === `/door/${ref}/register`));
	const door = (await trainer.get(`/door/${ref}`)).form(`/door/${ref}`);
	const page = await trainer.post(`/door/${ref}/register`, { csrf: door.get("csrf"), key: randomUUID() });
	assert.equal(page.status, 422);
	assert.equal(one`SELECT count(*)::int FROM lectern.register g JOIN lectern.session s ON s.id = g.session WHERE s.slug = ${ref}`, 0);
});

// --- /t/ ----------------------------------------------------------------------

test("a ticket's address: the holder's ticket, the staff's door, nothing to others", async () => {
	clear();
	sql`UPDATE person SET email = 'amy.door@example.org' WHERE code = ${codeOf("amy")}`;
	const [amy] = signedIn("amy.door@example.org");
	const where = `/t/${tickets.amy}`;
	const own = await amy.get(where);
	assert.equal(own.status, 303);
	assert.equal(own.location, `/bookings/${numberOf("amy")}/ticket`);
	const was = digest();
	const staff = await steward.get(where);
	assert.equal(staff.status, 303);
	assert.ok(staff.location.startsWith(`/door/${ref}?`));
	const door = await steward.get(staff.location);
	assert.equal(door.form(`/door/${ref}`).get("ticket"), tickets.amy, "filled in");
	assert.deepEqual(digest(), was, "admitting nothing");
	const someone = new Browser();
	const right = await someone.get(where), wrong = await someone.get(`/t/${base32(26)}`), odd = await someone.get("/t/x");
	assert.equal(right.status, 200);
	for (const page of [wrong, odd]) {
		assert.equal(page.status, 200);
		assert.equal(page.text, right.text, "the same page, right or wrong");
	}
	assert.equal((await practitioner.get(where)).status, 200);
	assert.equal((await stranger.get(where)).status, 200, "another session's trainer is anybody");
});

// --- the description ----------------------------------------------------------

test("the API is described: every path of it, and what is sent here", async () => {
	const routes = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lecternd`, ["-r"], { encoding: "utf8" });
	const ours = routes.split("\n").map((line) => line.split("\t")).filter(([, path]) => path?.startsWith("/api/v1/"))
		.map(([method, path]) => `${method} ${path.slice(7).replace(/:(\w+)/g, "{$1}")}`).sort();
	const told = Object.entries(api.paths).flatMap(([path, does]) => Object.keys(does).filter((m) => m !== "parameters")
		.map((method) => `${method.toUpperCase()} ${path}`)).sort();
	assert.deepEqual(ours, told);
	const schema = api.components.schemas.scans;
	const good = { device: randomUUID(), now: new Date().toISOString(), scans: [ticketOf("amy"),
		scan({ booking: 1 }), { id: randomUUID(), at: moment([1, "09:10"]), undoes: randomUUID(), reason: "x" },
		scan({ person: { name: "Wanda" } })] };
	assert.deepEqual(misfits(api, schema, good), []);
	assert.equal(misfits(api, schema, { scans: [{ ...ticketOf("amy"), booking: 1 }, scan({ ticket: 7 })] }).length, 2);
	sql`UPDATE pool SET taken = capacity WHERE session IN (SELECT id FROM session WHERE ref LIKE 'DOR-101/_')`; // no later test lets its people in
});

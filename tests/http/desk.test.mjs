// The coordinator's desk: one search, what needs a person, mail, texts and
// the audit trail; and the statements that everybody reads.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { base, Browser } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { attendee, makeFeedback } from "./feedback.mjs";
import { settled } from "./mail.mjs";
import { people, signedIn } from "./world.mjs";

let coordinator, practitioner;

before(() => {
	makeFeedback();
	[coordinator, practitioner] = signedIn(people.coordinator, people.practitioner);
});

const lucja = () => {
	if (!one`SELECT count(*)::int FROM lectern.person WHERE code = 'LUCJA'`)
		sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency)
		    SELECT 'LUCJA', 'Łucja', 'Wiśniewska', 'lucja@example.org', 'Health visitor', id FROM agency WHERE code = 'TST3';
		    INSERT INTO booking (session, person, pool, state, agency)
		    SELECT s.id, p.id, l.id, 'confirmed', p.agency FROM session s JOIN pool l ON l.session = s.id, person p
		     WHERE s.ref = 'TST-101/01' AND p.code = 'LUCJA';
		    UPDATE pool SET taken = taken + 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/01')`;
	return one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'LUCJA'`;
};

const pages = ["/manage", "/manage/people", "/manage/people/LUCJA", "/manage/sessions", "/manage/sessions/TST-101-01",
	"/manage/mail", "/manage/audit", "/manage/texts", "/manage/texts/privacy", "/manage/exports", "/manage/results",
	"/manage/sessions/TST-101-01/results", "/manage/events/TST-101/results"];

test("the desk is for coordinators: everybody else gets 404, a stranger the sign-in", async () => {
	const number = lucja();
	const others = signedIn(people.practitioner, people.trainer, people.steward, people.booker, people.admin);
	for (const path of [...pages, `/manage/bookings/${number}`]) {
		assert.equal((await coordinator.get(path)).status, 200, path);
		for (const other of others)
			assert.equal((await other.get(path)).status, 404, path);
		assert.equal((await new Browser().get(path)).status, 303, path);
	}
	for (const path of ["/manage/people/NOBODY", "/manage/sessions/NONE", "/manage/bookings/999999999",
		"/manage/alerts/999999999", "/manage/texts/other", "/manage/bookings/x"])
		assert.equal((await coordinator.get(path)).status, 404, path);
});

test("is Łucja from health visiting booked? One search, under a second, with what can be done", async () => {
	const number = lucja();
	const began = performance.now();
	const page = await coordinator.get(`/manage/people?q=${encodeURIComponent("lucja health")}`);
	assert.ok(performance.now() - began < 1000);
	assert.ok(page.words.includes("Łucja Wiśniewska"));
	assert.ok(page.words.includes("Has a place: Noticing and acting"));
	for (const path of ["/manage/people/LUCJA", "/manage/sessions/TST-101-01", `/manage/bookings/${number}`])
		assert.ok(page.links.includes(path), path);
	for (const q of ["Lucia", "wisniewska", "lucja@example.org", String(number), "LUCJA"])
		assert.ok((await coordinator.get(`/manage/people?q=${encodeURIComponent(q)}`)).words.includes("Łucja Wiśniewska"), q);
	const dates = await coordinator.get("/manage/people?q=noticing+tst-101");
	assert.ok(dates.links.includes("/manage/sessions/TST-101-01"));
	const nothing = await coordinator.get("/manage/people?q=%3Cb%3Exyzzy");
	assert.equal(nothing.status, 200);
	assert.ok(nothing.words.includes("Nothing found for “<b>xyzzy”"));
	const byNumber = await coordinator.get(`/manage/people?q=booking+${number}`);
	assert.ok(byNumber.links.includes(`/manage/bookings/${number}`), "by the number of a booking");
	for (const q of ["noticin", "notcing", "Notising"])
		assert.ok((await coordinator.get(`/manage/people?q=${q}`)).links.includes("/manage/sessions/TST-101-01"), `${q}: one letter wrong`);
	sql`UPDATE session SET status = 'draft' WHERE slug = 'TST-101-02'`;
	const draft = await coordinator.get("/manage/people?q=tst-101-02");
	sql`UPDATE session SET status = 'open' WHERE slug = 'TST-101-02'`;
	assert.ok(draft.links.includes("/manage/sessions/TST-101-02") && draft.words.includes("Not open yet"), "drafts are found");
	for (const q of ["%25", "'", "\\", "_", "a".repeat(200), "%F0%9F%98%80"])
		assert.equal((await coordinator.get(`/manage/people?q=${q}`)).status, 200, q);
});

test("a date whole is one page of panels: places, people, mails and history", async () => {
	lucja();
	const page = await coordinator.get("/manage/sessions/TST-101-01");
	for (const panel of ["places", "people", "mails", "checklist", "notes", "history"]) {
		assert.ok(page.text.includes(`<h2 id="${panel}">`), panel);
		assert.ok(page.links.includes(`#${panel}`), panel);
	}
	assert.ok(page.words.includes("Łucja Wiśniewska"));
});

test("the search stands on every page of the desk", async () => {
	const seen = new Set(["/manage"]), without = [];
	for (const path of seen) {
		const page = await coordinator.get(path);
		if (page.status !== 200 || !/^text\/html/.test(page.headers["content-type"]))
			continue;
		if (!/<form[^>]* action="\/manage\/people" role="search">/.test(page.text))
			without.push(path);
		if (seen.size < 60)
			page.links.map((l) => l.split("#")[0]).filter((l) => /^\/manage(?!\/exports\/|.*\.(csv|json|pdf|ics)|.*\/ticket$|.*\?)/.test(l))
				.forEach((l) => seen.add(l));
	}
	assert.ok(seen.size > 40, `${seen.size} pages`);
	assert.deepEqual(without, []);
});

test("the words of every message can be looked at before anybody writes a word", async () => {
	const list = await coordinator.get("/manage/messages");
	const kinds = list.links.filter((l) => l.startsWith("/manage/messages/"));
	assert.equal(kinds.length, one`SELECT count(*)::int FROM app.kinds_of_mail() WHERE kind <> 'message'`);
	for (const path of kinds) {
		const page = await coordinator.get(path);
		const shown = await coordinator.send(page.form(path), { act: "preview" });
		assert.equal(shown.status, 200, path);
		const preview = shown.text.match(/id="preview">[^]*?<\/section>/)?.[0];
		assert.ok(preview !== undefined && preview.replace(/<[^>]*>/g, " ").trim().length > 100, path);
		assert.match(preview, /Subject<\/p>\s*<p><strong>[^a-z]/, `${path}: the subject begins with a small letter`);
		assert.ok(!preview.includes("{{") && !preview.includes("…</"), `${path}: a hole in the preview`);
		for (const [, name, words] of shown.text.matchAll(/<dt><code>\{\{(\w+)\}\}<\/code><\/dt><dd>([^<]*)<\/dd>/g))
			assert.ok(words.trim() !== "", `${path}: {{${name}}} is not explained`);
	}
	const path = "/manage/messages/reminder";
	const html = await coordinator.send((await coordinator.get(path)).form(path),
		{ act: "preview", subject: "<b>x", body: "<script>alert(1)</script>\n\n- <img src=x onerror=y>\n- see https://example.org/?a=1&b=<i>" });
	assert.equal(html.status, 200);
	assert.ok(!/<script>alert|<img src=x|<i>|<b>x/.test(html.text), "what is typed is never markup");
	assert.match(html.text.match(/id="preview">[^]*?<\/section>/)[0], /<li>\s*&lt;img src=x onerror=y&gt;\s*<\/li>/);
});

test("every message can be put into own words, from a closed list of names, and back", async () => {
	const list = await coordinator.get("/manage/messages");
	for (const kind of ["reminder", "offer", "missed_you", "joining_details", "password_reset"])
		assert.ok(list.links.includes(`/manage/messages/${kind}`), kind);
	for (const kind of ["message", "_foot", "nothing"])
		assert.equal((await coordinator.get(`/manage/messages/${encodeURIComponent(kind)}`)).status, 404, kind);
	for (const path of list.links.filter((l) => l.startsWith("/manage/messages/")))
		assert.equal((await coordinator.get(path)).status, 200, path);
	const path = "/manage/messages/reminder";
	const page = await coordinator.get(path);
	assert.ok(page.words.includes("How it reads"), "ours is shown with an example");
	const send = (fields) => coordinator.send(page.form(path), fields);
	for (const [body, words] of [
		["{{password}}", "{{password}} is not one of the names below"],
		["{{#several}}x", "do not fit together"],
		["{{{session_title}}}", "without any sign"],
		["{{>head.html}}", "without any sign"],
		["{{&link}}", "without any sign"],
		["{{", "do not fit together"],
		["", "Enter the text"]]) {
		const refused = await send({ act: "save", subject: "x", body });
		assert.equal(refused.status, 422, body);
		assert.ok(refused.words.includes(words), `${body}: ${refused.words.slice(0, 400)}`);
	}
	const shown = await send({ act: "preview", subject: "Soon: {{session_title}}", body: "Dear {{first_name}}, {{#several}}often{{/several}}{{^several}}once{{/several}}." });
	assert.equal(shown.status, 200);
	assert.ok(shown.words.includes("Soon: Neglect: seeing it, naming it"));
	assert.ok(shown.words.includes("Dear Łucja, once."));
	assert.equal(one`SELECT count(*)::int FROM lectern.message`, 0, "looking saves nothing");
	assert.equal((await send({ act: "save", subject: "Soon", body: "First {{first_name}}" })).status, 303);
	const late = await send({ act: "save", subject: "Soon", body: "Second" });
	assert.equal(late.status, 409);
	assert.ok(late.words.includes("First {{first_name}}") && late.words.includes("Second"), "both are shown");
	const again = await coordinator.get(path);
	assert.equal((await coordinator.send(again.form(path), { act: "ours" })).status, 303);
	assert.deepEqual(rows`SELECT body, version FROM lectern.message`, [{ body: null, version: 2 }]);
	assert.ok((await coordinator.get(path)).text.includes("A reminder: you have a place on"));
	assert.equal(one`SELECT count(*)::int FROM lectern.audit WHERE object = 'message reminder'`, 2);
});

test("notes and the checklist of a date are kept, once", async () => {
	const path = "/manage/sessions/TST-101-01";
	let page = await coordinator.get(path);
	const form = page.form(`${path}/notes`);
	assert.equal((await coordinator.send(form, { note: "" })).status, 422);
	for (let i = 0; i < 2; i++)
		assert.equal((await coordinator.send(form, { note: "The <projector> is broken" })).location, `${path}#notes`);
	assert.equal(one`SELECT count(*)::int FROM lectern.session_note`, 1);
	assert.equal((await coordinator.send(page.form(`${path}/checklist`), { item: undefined, done: undefined, todo: "Bring a plug" })).status, 303);
	const item = one`SELECT id FROM lectern.check_item WHERE words = 'Bring a plug'`;
	page = await coordinator.get(path);
	assert.ok(page.words.includes("The <projector> is broken") && page.words.includes("Bring a plug"));
	const tick = page.forms.find((f) => f.action === `${path}/checklist` && f.get("item") === String(item));
	assert.equal((await coordinator.send(tick)).location, `${path}#checklist`);
	assert.equal(one`SELECT count(*)::int FROM lectern.checked WHERE item = ${item}`, 1);
	const undo = (await coordinator.get(path)).forms.find((f) => f.action === `${path}/checklist` && f.get("item") === String(item));
	await coordinator.send(undo);
	assert.equal(one`SELECT count(*)::int FROM lectern.checked WHERE item = ${item}`, 0);
	assert.ok(!(await coordinator.get("/manage/sessions/TST-101-02")).words.includes("Bring a plug"), "another date's list is its own");
});

test("a message to people of a date is looked at, counted, confirmed, and goes to each once", async () => {
	const number = lucja();
	const path = "/manage/sessions/TST-101-01/message";
	const form = (await coordinator.get(path)).form(path);
	assert.ok((await coordinator.send(form, { act: "preview", subject: "x", body: "y", count: undefined })).words.includes("Choose to whom"));
	const bad = await coordinator.send(form, { act: "preview", state: "confirmed", subject: "x", body: "{{code}}" });
	assert.equal(bad.status, 422);
	const shown = await coordinator.send(form, { act: "preview", state: "confirmed", subject: "Room: {{session_title}}", body: "Dear {{first_name}}, bring a coat." });
	assert.equal(shown.status, 200);
	assert.ok(shown.words.includes("Dear Łucja, bring a coat."));
	assert.ok(shown.words.includes("Room: Noticing and acting"), "the preview names this date");
	const n = one`SELECT count(*)::int FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.person p ON p.id = b.person
		WHERE s.slug = 'TST-101-01' AND b.state = 'confirmed' AND p.email IS NOT NULL`;
	const count = () => one`SELECT count(*)::int FROM lectern.mail WHERE kind = 'message'`;
	const was = count();
	const ready = shown.form(path);
	assert.equal(ready.get("count"), String(n));
	assert.equal((await coordinator.send(ready, { act: "send", count: n + 1 })).status, 409);
	assert.equal(count(), was, "nothing goes out while the number is wrong");
	for (let i = 0; i < 2; i++)
		assert.equal((await coordinator.send(ready, { act: "send" })).location, "/manage/sessions/TST-101-01#mails");
	assert.equal(count(), was + n, "sent twice it goes once");
	assert.equal(one`SELECT count(DISTINCT address)::int FROM lectern.mail WHERE kind = 'message'`, n);
	const some = await coordinator.get(`${path}?booking=${number}`);
	assert.ok(some.words.includes("Łucja Wiśniewska"));
	assert.equal((await coordinator.get(`${path}?booking=x`)).status, 200);
	assert.equal((await coordinator.get(`/manage/sessions/TST-101-02/end?booking=${number}`)).words.includes("Łucja"), false, "a booking of another date is nobody");
});

test("several people are moved or cancelled at once, with the reason", async () => {
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency)
	    SELECT 'MOVER', 'Mo', 'Ver', 'mover@example.org', 'Officer', id FROM agency WHERE code = 'TST1';
	    INSERT INTO booking (session, person, pool, state, agency)
	    SELECT s.id, p.id, l.id, 'confirmed', p.agency FROM session s JOIN pool l ON l.session = s.id, person p
	     WHERE s.ref = 'TST-101/01' AND p.code = 'MOVER';
	    UPDATE pool SET taken = taken + 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/01')`;
	const number = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'MOVER'`;
	const end = "/manage/sessions/TST-101-01/end";
	const page = await coordinator.get(`${end}?booking=${number}`);
	assert.equal((await coordinator.send(page.form(end), { why: "" })).status, 422);
	const move = "/manage/sessions/TST-101-01/move";
	const plain = await coordinator.get(`${move}?booking=${number}`);
	assert.doesNotMatch(plain.words, /[Ww]orkshops/);
	sql`INSERT INTO workshop (session, code, title, slot) SELECT id, 'W1', 'Talking with <b>fathers', 'R1' FROM session WHERE ref = 'TST-101/01';
	    INSERT INTO choice (booking, workshop, slot, topic, state) SELECT ${number}, id, slot, code, 'chosen' FROM workshop WHERE code = 'W1'`;
	const choose = await coordinator.get(`${move}?booking=${number}&booking=${lucja()}`);
	assert.match(choose.words, /Mo Ver, [^:]*: Has a placeLoses these workshops Talking with <b>fathers/, "who loses which workshop is named before the press");
	assert.equal(choose.words.split("Loses these").length, 2, "and of others nothing");
	sql`DELETE FROM choice WHERE booking = ${number}; DELETE FROM workshop WHERE code = 'W1'`;
	const bare = await coordinator.send(plain.form(move), { to: "TST-101-02", why: "" });
	assert.equal(bare.status, 422);
	assert.match(bare.text, /value="TST-101-02" checked/, "what was chosen stays");
	assert.equal((await coordinator.send(plain.form(move), { to: "TST-101-02", why: "asked for it" })).status, 303);
	assert.match(one`SELECT why FROM lectern.booking_history WHERE booking = ${number} ORDER BY id DESC LIMIT 1`, /^moved to .*: asked for it$/);
	assert.deepEqual(rows`SELECT s.slug, b.state FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.person p ON p.id = b.person
		WHERE p.code = 'MOVER' ORDER BY b.id`, [{ slug: "TST-101-01", state: "cancelled" }, { slug: "TST-101-02", state: "confirmed" }]);
	const there = "/manage/sessions/TST-101-02/end";
	const now = one`SELECT max(b.id) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'MOVER'`;
	assert.equal((await coordinator.send((await coordinator.get(`${there}?booking=${now}`)).form(there), { why: "rang: ill" })).status, 303);
	assert.equal(one`SELECT state FROM lectern.booking WHERE id = ${now}`, "cancelled");
});

test("every look at a person is in the audit trail, with who and whom", async () => {
	const number = lucja();
	const count = () => one`SELECT count(*)::int FROM lectern.audit`;
	for (const path of ["/manage/people/LUCJA", "/manage/sessions/TST-101-01", `/manage/bookings/${number}`, "/manage/people?q=lucja"]) {
		const was = count();
		await coordinator.get(path);
		assert.equal(count(), was + 1, path);
	}
	const last = () => rows`SELECT a.act, a.object, p.email FROM lectern.audit a JOIN lectern.person p ON p.id = a.person ORDER BY a.id DESC LIMIT 1`[0];
	await coordinator.get("/manage/people/LUCJA");
	assert.deepEqual(last(), { act: "view_person", object: "person LUCJA", email: people.coordinator });
	await coordinator.get("/manage/sessions/TST-101-01");
	assert.deepEqual(last(), { act: "view_bookings", object: "session TST-101-01", email: people.coordinator });
	await coordinator.get(`/manage/bookings/${number}`);
	assert.deepEqual(last(), { act: "view_person", object: "person LUCJA", email: people.coordinator });
	await coordinator.get("/manage/people?q=lucja");
	assert.equal(last().act, "search_people");
	const lines = async (query) => (await coordinator.get(`/manage/audit?${query}`)).text.match(/<tbody>([\s\S]*)<\/tbody>/)[1];
	assert.ok((await lines("object=person+LUCJA")).includes("Looked at a person"));
	assert.ok(!(await lines("object=person+LUCJA")).includes("Looked for people"));
	assert.ok((await lines("act=search_people")).includes("Looked for: lucja"));
	assert.ok(!(await lines("act=search_people")).includes("Looked at a person"));
	assert.ok((await coordinator.get("/manage/audit?who=PRACTITIONER")).words.includes("Nothing of that kind"));
	assert.equal((await coordinator.get("/manage/audit?from=yesterday")).status, 400);
});

test("the audit trail goes back page by page", async () => {
	sql`INSERT INTO audit (act, object) SELECT 'test_page', 'thing ' || n FROM generate_series(1, 120) AS n`;
	const seen = [];
	let page = await coordinator.get("/manage/audit?act=test_page");
	for (let i = 0; i < 3; i++) {
		seen.push(...[...page.words.matchAll(/thing (\d+)/g)].map((m) => Number(m[1])));
		const next = page.links.find((l) => l.startsWith("?act=test_page"));
		if (next !== undefined)
			page = await coordinator.get(`/manage/audit${next}`);
	}
	assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => 120 - i));
	sql`DELETE FROM audit WHERE act = 'test_page'`;
});

test("looking at the desk writes nothing but the trace", async () => {
	await settled();
	const was = digest();
	for (const path of ["/manage", "/manage/sessions", "/manage/sessions?when=past", "/manage/mail", "/manage/mail?which=all",
		"/manage/audit", "/manage/texts", "/manage/texts/privacy", "/manage/exports", "/manage/results"])
		assert.equal((await coordinator.get(path)).status, 200, path);
	assert.deepEqual(digest(), was);
});

test("a register that nobody signed off, an organisation not on the list, a mail that was refused: all on the desk", async () => {
	attendee();
	sql`UPDATE person SET agency = NULL, unlisted = 'Little Acorns & Co' WHERE code = 'OTHER';
	    INSERT INTO mail (kind, address, person, state, reply) SELECT 'booking_confirmed', 'gone@example.org', id, 'refused', '550 5.1.1 no such user' FROM person WHERE code = 'LUCJA'`;
	lucja();
	const desk = await coordinator.get("/manage");
	assert.ok(desk.words.includes("Register not signed off: Asked about afterwards"));
	assert.ok(desk.links.includes("/door/TST-301-01/register"));
	assert.ok(desk.words.includes("Little Acorns & Co is not on our list"));
	assert.ok(desk.words.includes("550 5.1.1 no such user"));
	assert.ok(desk.links.includes("/manage/mail"));

	const person = await coordinator.get("/manage/people/OTHER");
	const empty = await coordinator.send(person.form("/manage/people/OTHER"), { agency: "" });
	assert.equal(empty.status, 422);
	assert.deepEqual(empty.errors, ["Choose the organisation"]);
	assert.equal((await coordinator.send(person.form("/manage/people/OTHER"), { agency: "TST3" })).status, 303);
	assert.equal(one`SELECT a.code FROM lectern.person p JOIN lectern.agency a ON a.id = p.agency WHERE p.code = 'OTHER'`, "TST3");
	assert.ok(!(await coordinator.get("/manage")).words.includes("Little Acorns"));
	sql`UPDATE person SET agency = (SELECT id FROM agency WHERE code = 'TST1') WHERE code = 'OTHER'`;
});

test("a workplace that somebody typed is put right, or joined to the one that is meant", async () => {
	sql`INSERT INTO setting (agency, name, provisional) SELECT id, v.name, true FROM agency, (VALUES ('Saint Marys'), ('Elm skool')) AS v (name) WHERE code = 'TST3';
	    UPDATE person SET agency = (SELECT id FROM agency WHERE code = 'TST3'), setting = (SELECT id FROM setting WHERE name = 'Saint Marys') WHERE code = 'OTHER'`;
	const id = (name) => one`SELECT id FROM lectern.setting WHERE name = ${name}`;
	const desk = await coordinator.get("/manage");
	assert.ok(desk.words.includes("New workplace: Saint Marys"));
	const settle = async (name, typed) => {
		const path = `/manage/settings/${id(name)}`;
		assert.ok(desk.links.includes(path));
		const page = await coordinator.get(path);
		assert.equal(page.form(path).get("name"), name);
		assert.equal((await coordinator.send(page.form(path), { name: "" })).status, 422);
		assert.equal((await coordinator.send(page.form(path), { name: typed })).status, 303);
		assert.equal((await coordinator.get(path)).status, 404);
	};
	await settle("Elm skool", "Elm School");
	assert.deepEqual(rows`SELECT active, provisional FROM lectern.setting WHERE name = 'Elm School'`, [{ active: true, provisional: false }]);
	await settle("Saint Marys", "st mary's");
	assert.equal(one`SELECT s.name FROM lectern.person p JOIN lectern.setting s ON s.id = p.setting WHERE p.code = 'OTHER'`, "St Mary's");
	assert.equal(one`SELECT active FROM lectern.setting WHERE name = 'Saint Marys'`, false);
	sql`UPDATE person SET setting = NULL, agency = (SELECT id FROM agency WHERE code = 'TST1') WHERE code = 'OTHER'`;
});

test("mails that do not arrive are sent again or given up", async () => {
	sql`DELETE FROM mail WHERE state <> 'sent';
	    INSERT INTO mail (kind, address, state, reply, attempts, due) VALUES
	     ('verify_address', 'refused@example.org', 'refused', '550 <b>no</b>', 1, clock()),
	     ('booking_waiting', 'bounced@example.org', 'bounced', 'mailbox full', 1, clock()),
	     ('booking_cancelled', 'stuck@example.org', 'queued', '421 later', 5, clock() + interval '1 hour'),
	     ('booking_cancelled', 'fresh@example.org', 'queued', '', 0, clock() + interval '1 hour')`;
	const page = await coordinator.get("/manage/mail");
	for (const words of ["refused@example.org", "bounced@example.org", "stuck@example.org", "“550 <b>no</b>”", "“mailbox full”"])
		assert.ok(page.words.includes(words), words);
	assert.ok(!page.words.includes("fresh@example.org"));
	const act = (mail, what) => coordinator.send(page.forms.find((f) => f.get("mail") === String(mail) && f.get("act") === what));
	const id = (address) => one`SELECT id FROM lectern.mail WHERE address = ${address}`;
	assert.equal((await act(id("refused@example.org"), "retry")).status, 303);
	assert.equal((await act(id("bounced@example.org"), "discard")).status, 303);
	const state = (address) => one`SELECT state FROM lectern.mail WHERE address = ${address}`;
	assert.ok(!["refused", "dropped"].includes(state("refused@example.org")), "the worker may have it already");
	assert.equal(state("bounced@example.org"), "dropped");
	assert.equal(state("stuck@example.org"), "queued");
	const again = await act(id("refused@example.org"), "retry");
	assert.equal(again.status, 409);
	assert.match(again.errors[0], /no longer in trouble/);
	assert.equal(one`SELECT count(*)::int FROM lectern.audit WHERE act IN ('retry_mail', 'discard_mail')`, 2);
	sql`DELETE FROM mail WHERE state <> 'sent'`;
});

test("mail that came back shows at the person and at the desk, with what to do", async () => {
	const number = lucja();
	sql`UPDATE person SET status = 'active' WHERE code = 'LUCJA'; DELETE FROM mail WHERE person = (SELECT id FROM person WHERE code = 'LUCJA');
	    INSERT INTO mail (kind, address, person, booking, session, state, reply, finished)
	    SELECT 'joining_details', 'lucja@example.org', person, id, session, 'bounced', '5.1.1 no such user', clock() FROM booking WHERE id = ${number}`;
	const mail = one`SELECT id FROM lectern.mail WHERE kind = 'joining_details' AND booking = ${number}`;
	const [her] = signedIn("lucja@example.org");
	for (const path of ["/bookings", "/account", `/bookings/${number}`, "/account/mail"]) {
		const page = await her.get(path);
		assert.ok(page.words.includes("Mail to you did not arrive"), path);
		assert.ok(page.words.includes("Joining details: Noticing and acting. It went to lucja@example.org"), path);
		assert.ok(page.links.includes("/account/address"), path);
	}
	const early = await her.send((await her.get("/bookings")).form("/account/mail"));
	assert.equal(early.status, 409);
	assert.match(early.errors[0], /wait ten minutes/);
	const desk = await coordinator.get("/manage/people/LUCJA");
	assert.ok(desk.words.includes("Mail to this person does not arrive") && desk.words.includes("5.1.1 no such user"));
	assert.ok((await coordinator.get("/manage")).words.includes("Joining details to Łucja Wiśniewska: came back"));
	sql`UPDATE mail SET finished = clock() - interval '11 minutes' WHERE id = ${mail}`;
	const sent = await her.send((await her.get("/bookings")).form("/account/mail"));
	assert.equal(sent.status, 303);
	assert.ok((await her.get(sent.location)).words.includes("It is on its way"));
	assert.ok(!(await her.get("/bookings")).words.includes("did not arrive"));
	sql`UPDATE mail SET state = 'bounced', finished = clock() WHERE id = ${mail}`;
	const again = (await coordinator.get("/manage/people/LUCJA")).form("/manage/mail");
	assert.equal((await coordinator.send(again, { act: "retry" })).location, "/manage/people/LUCJA", "back to the person");
	assert.ok(!(await practitioner.get("/bookings")).words.includes("did not arrive"), "another's is no business of theirs");
	sql`DELETE FROM mail WHERE booking = ${number}`;
});

test("a coordinator cancels for somebody, with the reason, and the next in line moves up", async () => {
	const number = lucja();
	const path = `/manage/bookings/${number}`;
	const page = await coordinator.get(path);
	const forms = page.forms.filter((f) => f.action === path);
	const resent = await coordinator.send(forms.find((f) => f.get("act") === "resend"));
	assert.equal(resent.status, 303);
	assert.ok((await coordinator.get(resent.location)).words.includes("The mail is on its way"));
	assert.equal(one`SELECT kind FROM lectern.mail WHERE booking = ${number} ORDER BY id DESC LIMIT 1`, "booking_confirmed");
	const cancel = forms.find((f) => f.get("act") === "cancel");
	const empty = await coordinator.send(cancel, { why: " " });
	assert.equal(empty.status, 422);
	assert.deepEqual(empty.errors, ["Say why, so that others can follow"]);
	assert.equal((await coordinator.send(cancel, { why: "Rang: she is ill" })).status, 303);
	assert.deepEqual(rows`SELECT state, ended_by FROM lectern.booking WHERE id = ${number}`, [{ state: "cancelled", ended_by: "coordinator" }]);
	assert.ok((await coordinator.get(path)).words.includes("Rang: she is ill"));
	assert.equal((await coordinator.send(cancel, { why: "again" })).status, 409);
	assert.equal((await practitioner.send(cancel, { why: "x" })).status, 404);
	sql`DELETE FROM mail WHERE booking = ${number}`;
});

test("a date shows its bookings by name, and leads to register, results and exports", async () => {
	const a = attendee({ last: "Überlang" });
	sql`INSERT INTO booking_need (booking, kind, details) VALUES (${a.booking}, 'access', 'Hearing loop')`;
	const page = await coordinator.get("/manage/sessions/TST-301-01");
	assert.ok(page.words.includes("Überlang"));
	assert.ok(page.words.includes("Hearing loop"));
	assert.ok(page.words.includes("Attended all"));
	for (const path of ["/door/TST-301-01/register", "/manage/sessions/TST-301-01/results",
		"/manage/exports/attendance.csv?session=TST-301-01", `/manage/people/${a.code}`, `/manage/bookings/${a.booking}`])
		assert.ok(page.links.includes(path), path);
	const past = await coordinator.get("/manage/sessions?when=past");
	assert.ok(past.links.includes("/manage/sessions/TST-301-01"));
	assert.ok(!(await coordinator.get("/manage/sessions")).links.includes("/manage/sessions/TST-301-01"));
});

test("the exports page keeps its filters and leads to files that come", async () => {
	const page = await coordinator.get("/manage/exports?session=TST-301-01&event=TST-301");
	const form = page.form("/manage/exports/attendance.csv");
	assert.equal(form.get("session"), "TST-301-01");
	assert.equal(form.get("event"), "TST-301");
	for (const what of ["attendance", "bookings", "evaluations", "people"])
		assert.ok(page.words.includes(`Download ${what} (CSV)Download ${what} (JSON)`), what);
	const file = await coordinator.send(form);
	assert.equal(file.status, 200);
	assert.match(file.text, /^\ufeff?booking,session,/);
	for (const [, action] of page.text.matchAll(/formaction="([^"]+)"/g))
		assert.equal((await coordinator.get(action)).status, 200, action);
	assert.equal((await coordinator.get("/manage/exports?from=31%2F02%2F2027")).status, 400);
});

test("a text is changed by version: a stale page gets 409 with both", async () => {
	const path = "/manage/texts/contact";
	const first = await coordinator.get(path), second = await coordinator.get(path);
	const body = first.form(path).get("body");
	assert.equal((await coordinator.send(first.form(path), { body: `${body}\n\nFrom the first.` })).status, 303);
	assert.ok((await new Browser().get("/contact")).words.includes("From the first."));
	const stale = await coordinator.send(second.form(path), { body: "# Mine\n\nOnly mine." });
	assert.equal(stale.status, 409);
	assert.match(stale.errors[0], /Somebody saved this text/);
	assert.ok(stale.text.includes("From the first."), "theirs");
	assert.equal(stale.form(path).get("body"), "# Mine\n\nOnly mine.", "mine");
	assert.ok(!(await new Browser().get("/contact")).words.includes("Only mine."));
	assert.equal((await coordinator.send(stale.form(path))).status, 303, "knowing both, it is saved");
	assert.ok((await new Browser().get("/contact")).words.includes("Only mine."));
	const trail = rows`SELECT p.email, a.detail -> 'was' ->> 'words' AS body FROM lectern.audit a JOIN lectern.person p ON p.id = a.person WHERE a.object = 'text contact' ORDER BY a.id`;
	assert.equal(trail.length, 2);
	assert.equal(trail[0].body, body, "the audit trail has the text as it was");
	assert.equal(trail[0].email, people.coordinator);
	const empty = await coordinator.send((await coordinator.get(path)).form(path), { body: "", title: "" });
	assert.deepEqual(empty.errors, ["Enter a title", "Enter the text"]);
	await coordinator.send((await coordinator.get(path)).form(path), { body });
});

test("what is typed into a text is never markup", async () => {
	const path = "/manage/texts/cookies";
	const page = await coordinator.get(path);
	const body = page.form(path).get("body");
	await coordinator.send(page.form(path), { body: "# <script>x</script>\n\n- one https://example.org/a?b=1&c=2, two\n- {partnership} {nonsense} {\n\n<b>bold</b>\nsame paragraph\n- after" });
	const shown = await new Browser().get("/cookies");
	assert.ok(!shown.text.includes("<script>x"));
	assert.ok(shown.text.includes("&lt;b&gt;bold&lt;/b&gt;"));
	assert.ok(shown.text.includes("<a href=\"https://example.org/a?b=1&amp;c=2\""));
	assert.match(shown.words, /\{nonsense\} \{/);
	assert.equal((shown.text.match(/<ul class="dots">/g) ?? []).length, 2);
	await coordinator.send((await coordinator.get(path)).form(path), { body });
});

test("the statements are complete and in the footer of every page", async () => {
	const browser = new Browser();
	const home = await browser.get("/accessibility");
	for (const path of ["/accessibility", "/privacy", "/cookies", "/contact"]) {
		assert.ok(home.links.includes(path), path);
		const page = await browser.get(path);
		assert.equal(page.status, 200);
		assert.ok(!page.words.includes("{"), `${path} has no hole`);
		assert.equal(page.headers["set-cookie"], undefined);
	}
	const statement = (await browser.get("/accessibility")).words;
	for (const part of ["Compliance status", "partially compliant", "Web Content Accessibility Guidelines version 2.2 AA",
		"Disproportionate burden", "Feedback and contact information", "Equality Advisory and Support Service",
		"Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018", "Preparation of this accessibility statement"])
		assert.ok(statement.includes(part), part);
	const privacy = (await browser.get("/privacy")).words;
	for (const part of ["article 6(1)(e)", "How long we keep it", "Your rights", "Information Commissioner", "special category"])
		assert.ok(privacy.includes(part), part);
	assert.ok((await browser.get("/cookies")).words.includes(`Name: ${base.protocol === "https:" ? "__Host-login" : "login"}`));
});

test("every personal column is named in the privacy notice", async () => {
	// A new column about people needs a line in the notice first: then it is added here.
	const known = {
		person: ["id", "code", "first_name", "last_name", "email", "verified", "password", "job_title", "agency", "setting", "unlisted",
			"manager_name", "manager_email", "phone", "target_level", "status", "remark", "coordinator", "administrator", "created", "closed", "version",
			"post", "guest_email", "guest"],
		need: ["person", "access", "diet"],
	};
	for (const [table, columns] of Object.entries(known))
		assert.deepEqual(rows`SELECT attname AS name FROM pg_attribute WHERE attrelid = ${`lectern.${table}`}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`
			.map((c) => c.name), columns);
});

test("security.txt is as RFC 9116 wants it and good for more than 30 days", async () => {
	const page = await new Browser().get("/.well-known/security.txt");
	assert.equal(page.status, 200);
	assert.match(page.headers["content-type"], /^text\/plain; *charset=utf-8$/i);
	const fields = page.text.trim().split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2));
	assert.ok(fields.some(([n, v]) => n === "Contact" && /^(mailto:|https?:)/.test(v)));
	const expires = fields.filter(([n]) => n === "Expires");
	assert.equal(expires.length, 1);
	const left = (Date.parse(expires[0][1]) - Date.now()) / 86400000;
	assert.ok(left > 30 && left < 366, `${left} days`);
	assert.ok(fields.some(([n, v]) => n === "Canonical" && v === `${base.origin}/.well-known/security.txt`));
});

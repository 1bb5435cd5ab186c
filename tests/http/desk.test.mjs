// The coordinator's desk: one search, what needs a person, mail, texts and
// the audit trail; and the statements that everybody reads.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { base, Browser } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { attendee, makeFeedback } from "./feedback.mjs";
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
	for (const q of ["%25", "'", "\\", "_", "a".repeat(200), "%F0%9F%98%80"])
		assert.equal((await coordinator.get(`/manage/people?q=${q}`)).status, 200, q);
});

test("a date whole is one page of panels: places, people, mails and history", async () => {
	lucja();
	const page = await coordinator.get("/manage/sessions/TST-101-01");
	for (const panel of ["places", "people", "mails", "history"]) {
		assert.ok(page.text.includes(`<h2 id="${panel}">`), panel);
		assert.ok(page.links.includes(`#${panel}`), panel);
	}
	assert.ok(page.words.includes("Łucja Wiśniewska"));
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
	assert.ok((await lines("object=person+LUCJA")).includes("view person"));
	assert.ok(!(await lines("object=person+LUCJA")).includes("search people"));
	assert.ok((await lines("act=search_people")).includes("q: lucja"));
	assert.ok(!(await lines("act=search_people")).includes("view person"));
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
	     ('booking_confirmed', 'refused@example.org', 'refused', '550 <b>no</b>', 1, clock()),
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
	const trail = rows`SELECT p.email, a.detail ->> 'body' AS body FROM lectern.audit a JOIN lectern.person p ON p.id = a.person WHERE a.object = 'text contact' ORDER BY a.id`;
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

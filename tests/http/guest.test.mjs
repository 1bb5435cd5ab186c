// @ts-nocheck
// Events that are open to everyone: a place for a name and a contact.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { base, Browser } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { linkIn, mailTo, settled } from "./mail.mjs";
import { link, people, signedIn } from "./world.mjs";

const slug = "FAM-1-01", path = `/sessions/${slug}/guest`;
let coordinator, trainer;

before(() => {
	[coordinator, trainer] = signedIn(people.coordinator, people.trainer);
	sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, open_to_public)
	    VALUES ('FAM-1', 'briefing', 'Family evening', 'For parents.', 'All', 60, '1 hour', 2, true);
	    INSERT INTO session (ref, event, title, delivery, status, starts, ends, waiting_limit, approval)
	    SELECT 'FAM-1/01', id, title, 'virtual', 'open', clock() + interval '50 days', clock() + interval '50 days 1 hour', 40, 'declare' FROM event WHERE code = 'FAM-1';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = 'FAM-1/01';
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 2 FROM session WHERE ref = 'FAM-1/01';
	    INSERT INTO duty (session, person, kind) SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.ref = 'FAM-1/01' AND p.code = 'TRAINER'`;
});

const ask = async (browser, typed) => browser.send((await browser.get(`/sessions/${slug}`)).form(path), typed);
const state = (name) => rows`SELECT b.state, p.guest_email, p.phone FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
	WHERE p.guest AND p.first_name = ${name} ORDER BY b.id`;
let page;

test("a guest books on the page of the date with a name and a contact, and has the code at once", async () => {
	const me = new Browser();
	const done = await ask(me, { name: "Maya <b>da Silva", contact: "Maya@Home.example" });
	assert.equal(done.status, 303);
	assert.match(done.location, /^\/guests\/[\w-]{43}$/);
	page = await me.get(done.location);
	assert.equal(page.heading, "You have a place");
	assert.match(page.text, /<svg/);
	assert.match(page.words, /[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}/);
	assert.ok(page.words.includes("Maya <b>da Silva"));
	assert.deepEqual(state("Maya"), [{ state: "confirmed", guest_email: "maya@home.example", phone: null }]);
	assert.equal((await me.get("/bookings")).status, 303, "without an account");
});

test("what is missing or wrong is said at the field, and nothing typed is lost", async () => {
	for (const [typed, words] of [[{ name: "", contact: "01632 960001" }, "Enter your name"], [{ name: "Jo", contact: "" }, "Enter an email address or a telephone number"],
		[{ name: "Jo", contact: "jo@home" }, "Check the dots after the @ sign"],
		[{ name: "Jo", contact: "my number" }, "Enter an email address, like name@example.org, or a telephone number, like 01632 960 001"]]) {
		const wrong = await ask(new Browser(), { ...typed, access_needs: "A <b>chair" });
		assert.equal(wrong.status, 422);
		assert.deepEqual(wrong.errors, [words]);
		const form = wrong.form(path);
		assert.deepEqual([form.get("name"), form.get("contact"), form.get("access_needs")], [typed.name, typed.contact, "A <b>chair"]);
	}
	const evil = await new Browser().post(path, "name=x&contact=01632960001&key=00000000-0000-4000-8000-000000000001", { origin: "https://evil.example" });
	assert.equal(evil.status, 403);
});

test("a form sent twice is one booking; one for somebody booked already tells nothing", async () => {
	const me = new Browser();
	const form = (await me.get(`/sessions/${slug}`)).form(path);
	const first = await me.send(form, { name: "Twice Pressed", contact: "twice@home.example" });
	const second = await me.send(form, { name: "Twice Pressed", contact: "twice@home.example" });
	assert.equal((await me.get(first.location)).heading, (await me.get(second.location)).heading);
	assert.equal(state("Twice").length, 1);
	assert.equal((await me.send(form, { name: "Another", contact: "twice@home.example" })).status, 409);
	const stranger = await ask(new Browser(), { name: "Maya <b>da Silva", contact: "maya@home.example" });
	assert.equal(stranger.status, 303, "as for a name that nobody has used");
	assert.equal(state("Maya").length, 2);
});

test("the next wait in the same line, and the freed place is theirs; a GET changes nothing", async () => {
	const me = new Browser();
	const waits = await ask(me, { name: "Kofi", contact: "+44 1632 960 002" });
	assert.equal((await me.get(waits.location)).heading, "You are on the waiting list, number 2");
	await settled();
	const before = digest();
	await me.get(page.path);
	assert.deepEqual(digest(), before);
	const gone = await me.send((await me.get(page.path)).form(page.path), { answer: "cancel" });
	assert.equal(gone.location, page.path);
	assert.equal((await me.get(page.path)).heading, "Your booking is cancelled");
	assert.equal((await me.get(page.path)).forms.filter((f) => f.action === page.path).length, 0);
	assert.deepEqual(state("Maya").map((b) => b.state), ["cancelled", "confirmed"]);
	assert.equal(one`SELECT state FROM lectern.mail m JOIN lectern.person p ON p.id = m.person WHERE p.first_name = 'Kofi'`, "to_post");
	const post = (await coordinator.get("/manage/post")).words;
	assert.ok(post.includes("Ring +441632960002"), post);
	assert.match((await coordinator.get("/manage")).words, /1 guest to ring/);
});

test("a place that comes up is taken on the guest's page", async () => {
	sql`UPDATE pool SET capacity = 3, taken = taken + 1 WHERE session = (SELECT id FROM session WHERE slug = ${slug})`;
	const me = new Browser();
	const waits = await ask(me, { name: "Offa", contact: "offa@home.example" });
	sql`UPDATE booking SET state = 'offered' WHERE id = (SELECT max(id) FROM booking);
	    INSERT INTO offer (booking, expires) SELECT max(id), clock() + interval '1 day' FROM booking;
	    UPDATE pool SET waiting = waiting - 1 WHERE session = (SELECT id FROM session WHERE slug = ${slug})`;
	const offered = await me.get(waits.location);
	assert.equal(offered.heading, "A place has come up for you");
	await me.send(offered.form(waits.location), { answer: "take" });
	assert.equal((await me.get(waits.location)).heading, "You have a place");
	assert.equal(state("Offa")[0].state, "confirmed");
});

test("staff see guests with their contact: register, desk, call list, export; and add one", async () => {
	const contact = "twice@home.example";
	assert.ok((await trainer.get(`/door/${slug}/register`)).words.includes(`Guest${contact}`));
	for (const where of [`/manage/sessions/${slug}`, `/manage/sessions/${slug}/calls`, "/manage/people?q=twice"])
		assert.ok((await coordinator.get(where)).words.includes(contact), where);
	const csv = (await coordinator.get(`/manage/exports/bookings.csv?session=${slug}`)).text.trim().split("\r\n");
	assert.match(csv[0], /,guest,guest_phone$/);
	assert.ok(csv.some((l) => l.includes(`Pressed,${contact},,confirmed`)));
	assert.ok(csv.some((l) => l.includes("441632960002")));
	assert.ok((await coordinator.get(`/manage/exports/attendance.csv?session=${slug}`)).text.includes(contact));
	assert.ok(!(await coordinator.get("/manage/exports/people.csv")).text.includes(contact));
	const add = `/manage/sessions/${slug}/add`;
	assert.ok(!(await coordinator.get(`${add}?q=twice`)).words.includes(contact), "a guest is known for one date only");
	const adding = async (typed) => coordinator.send((await coordinator.get(add)).forms.find((f) => f.action === add && f.method === "POST"), typed);
	const bare = await adding({ first_name: "Wal", agency: "GUEST", reason: "came" });
	assert.equal(bare.status, 422, bare.words);
	assert.deepEqual(bare.errors, ["Enter an email address or a telephone number"]);
	const added = await adding({ first_name: "Wal", last_name: "Kin", agency: "GUEST", phone: "01632 960003", reason: "Came to the door" });
	assert.equal(added.status, 303);
	assert.ok((await coordinator.get(added.location)).words.includes("Guest"));
	assert.deepEqual(rows`SELECT b.over, p.phone, p.agency FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.first_name = 'Wal'`,
		[{ over: true, phone: "01632960003", agency: null }]);
	assert.ok(!(await coordinator.get("/manage/sessions/TST-101-02/add")).text.includes("value=\"GUEST\""), "other events have no guests");
});

test("where an event is not open to everyone there is no such form, and a link that is no good says so", async () => {
	const me = new Browser();
	assert.equal((await me.get("/sessions/TST-101-01/guest")).status, 404);
	assert.ok(!(await me.get("/sessions/TST-101-01")).text.includes("/guest\""));
	assert.equal((await me.post("/sessions/TST-101-01/guest", { name: "X", contact: "x@home.example", key: "00000000-0000-4000-8000-000000000002" })).status, 404);
	const lost = await me.get(`/guests/${"A".repeat(43)}`);
	assert.equal(lost.status, 404);
	assert.equal(lost.heading, "This link does not work any more");
	const own = await signedIn(people.practitioner)[0].get(`/sessions/${slug}`);
	assert.ok(!own.text.includes("/guest\""), "who is signed in books with the account");
});

test("who books for ever more people from one place has to wait; others do not", async () => {
	const me = new Browser();
	let last;
	for (let i = 0; i < 7; i++)
		last = await ask(me, { name: `Flood ${i}`, contact: "flood@home.example" });
	assert.equal(last.status, 429);
	assert.ok(Number(last.headers["retry-after"]) > 0);
	assert.equal(last.form(path).get("name"), "Flood 6");
	assert.notEqual((await ask(new Browser(), { name: "Flood", contact: "flood@home.example" })).status, 429);
});

test("who has been rung is ticked off the list, and no letter is printed", async () => {
	const list = await coordinator.get("/manage/post");
	assert.ok(list.words.includes("Told"));
	assert.ok((await coordinator.get("/manage/post/letters")).words.includes("nothing to print"));
	const done = await coordinator.send(list.forms.find((f) => f.get("act") === "post"));
	assert.equal(done.status, 303);
	assert.ok((await coordinator.get("/manage/post")).words.includes("Nothing to post"));
});

test("a guest's mail about a moved date, and its calendar entry, open the guest's own page", async () => {
	const me = new Browser(), contact = "lena@home.example";
	sql`UPDATE pool SET capacity = 90 WHERE session = (SELECT id FROM session WHERE slug = ${slug})`;
	await ask(me, { name: "Lena Moved", contact });
	const number = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.guest_email = ${contact}`;
	sql`INSERT INTO session_change (session, kind, why, words) SELECT session, 'moved', 'The hall is taken.', 'Moved.' FROM booking WHERE id = ${number};
	    INSERT INTO still_coming (booking, change) SELECT ${number}, max(id) FROM session_change;
	    SELECT app.tell(${number}, 'session_moved', '{"moved_from": "before", "change_why": ""}'::jsonb)`;
	const mail = await mailTo(contact, /moved|still come/i), at = linkIn(mail, base), token = at.split("/").pop();
	assert.equal(at, `/moved/${token}`);
	assert.ok(mail.calendar.replace(/\r?\n /g, "").includes(`/guests/${token}`));
	const page = await new Browser().get(`/guests/${token}`);
	assert.deepEqual([page.status, page.heading], [200, "You have a place"]);
	assert.equal((await new Browser().get(`/guests/${link("moved", people.practitioner, { booking: one`SELECT min(b.id) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person AND p.email = ${people.practitioner}` })}`)).status, 404, "only guests have such a page");
	await settled();
	sql`DELETE FROM mail WHERE state = 'to_post'`; // to those who moved up
});

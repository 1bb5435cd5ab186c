// Changing one's mind: a reason, a colleague instead, another date.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { linkIn, mailsTo, mailTo, settled } from "./mail.mjs";
import { book, newPerson, people, signedIn } from "./world.mjs";

// A date of the course for one test alone.
let number = 60;
const makeDate = (days = 30, places = 20) => {
	const ref = `TST-101/${++number}`;
	sql`WITH s AS (INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit)
	        SELECT ${ref}, id, title, 'virtual', 'open', clock() + ${days} * interval '1 day', clock() + ${days} * interval '1 day 1 hour',
	               clock() - interval '60 days', 10 FROM event WHERE code = 'TST-101' RETURNING id, starts, ends),
	    p AS (INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM s)
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', ${places} FROM s`;
	return ref.replace("/", "-");
};

const state = (booking) => one`SELECT state || coalesce(' ' || ended_by, '') FROM lectern.booking WHERE id = ${booking}`;

test("who cancels a place says why, from a list and in words", async () => {
	const { browser } = await newPerson();
	const path = `/bookings/${await book(browser, makeDate())}/cancel`;
	const page = await browser.get(path);
	const without = await browser.send(page.form(path));
	assert.equal(without.status, 422);
	assert.deepEqual(without.errors, ["Choose why you cannot come"]);
	const done = await browser.send(without.form(path), { reason: "court", why: "A hearing" });
	assert.equal(done.status, 303);
	assert.equal(one`SELECT why FROM lectern.booking_history WHERE booking = ${path.split("/")[2]} AND state = 'cancelled'`,
		"Called to court: A hearing");
});

test("a colleague comes instead, with a ticket of their own; the old one dies", async () => {
	const { browser } = await newPerson(), { email, browser: colleague } = await newPerson();
	const mine = await book(browser, makeDate()), path = `/bookings/${mine}/swap`;
	assert.ok((await browser.get(`/bookings/${mine}`)).links.includes(path));
	const page = await browser.get(path);
	const wrong = await browser.send(page.form(path), { name: "Nobody of this name" });
	assert.equal(wrong.status, 422);
	assert.match(wrong.errors[0], /Enter their work email address/);
	const done = await browser.follow(await browser.send(wrong.form(path), { name: "New Person", email }));
	assert.match(done.words, /A colleague comes instead/);
	const theirs = one`SELECT id FROM lectern.booking WHERE replaces = ${mine}`;
	assert.equal(state(mine), "cancelled swap");
	assert.equal((await browser.get(`/bookings/${mine}/ticket`)).status, 404);
	assert.equal((await colleague.get(`/bookings/${theirs}/ticket`)).status, 200);
	assert.match((await mailTo(email, /instead of a colleague/)).all, /METHOD:REQUEST/i);
});

test("somebody who is new here can be sent, and somebody elsewhere cannot", async () => {
	const { browser } = await newPerson(), email = `fresh.${Date.now()}@example.org`;
	const mine = await book(browser, makeDate()), path = `/bookings/${mine}/swap`;
	sql`UPDATE agency SET email_domain = 'example.org' WHERE code = 'TST1';
	    INSERT INTO person (code, first_name, email, agency) SELECT ${`EL${mine}`}, 'Else', ${`else.${mine}@school.example`}, id FROM agency WHERE code = 'TST3'`;
	const say = async (address) => (await browser.send((await browser.get(path)).form(path), { name: "Else", email: address })).errors;
	const [known, unknown] = [await say(`else.${mine}@school.example`), await say(`nobody.${mine}@school.example`)];
	assert.match(known[0], /cannot book a place for this address/);
	assert.deepEqual(known, unknown, "nobody learns whether an address is known");
	const again = (await browser.get(path)).form(path);
	assert.equal((await browser.send(again, { name: "Fresh Face", email })).status, 303);
	const mail = await mailTo(email, /instead of a colleague/);
	assert.match(mail.text, /New Person sends you instead/);
	assert.match(mail.all, /qr-code\.png/);
});

test("where a manager agrees, the colleague's own is asked, and the place is held", async () => {
	const slug = makeDate(), { browser, email } = await newPerson(), other = await newPerson();
	const mine = await book(browser, slug), path = `/bookings/${mine}/swap`, boss = `boss.${mine}@example.org`;
	assert.equal((await browser.get(path)).form(path).get("manager_email"), undefined, "nothing is asked that nobody needs");
	sql`UPDATE session SET approval = 'both' WHERE slug = ${slug};
	    UPDATE person SET manager_name = 'Other Boss', manager_email = NULL WHERE email = ${other.email}`;
	const page = await browser.get(path);
	assert.match(page.words, /We ask the colleague’s manager to agree, and the training team looks at it too/);
	const wrong = await browser.send(page.form(path), { name: "New Person", email: other.email, manager_name: "Their Boss", manager_email: "no address" });
	assert.equal(wrong.status, 422);
	assert.equal(wrong.form(path).get("manager_name"), "Their Boss", "what was typed stays");
	const done = await browser.follow(await browser.send(wrong.form(path), { manager_email: boss }));
	assert.match(done.words, /A colleague comes instead, once it is agreed/);
	assert.match((await mailTo(boss, /^Do you agree/)).text, /New Person asks for a place/);
	assert.match((await mailTo(other.email, /asked for agreement/)).text, /sends you to .* instead[^]*place is held for you/);
	const theirs = one`SELECT id FROM lectern.booking WHERE replaces = ${mine}`;
	assert.deepEqual(rows`SELECT state, held FROM lectern.booking WHERE id = ${theirs}`, [{ state: "requested", held: true }]);
	assert.equal(one`SELECT taken FROM lectern.pool l JOIN lectern.booking b ON b.pool = l.id WHERE b.id = ${theirs}`, 1);
	assert.match(page.words, /If they are not agreed to, the place goes to the next in line, and we tell you/);
	sql`SELECT decide((SELECT id FROM person WHERE code = 'COORDINATOR'), v.id, false, 'Too many from one team') FROM approval v WHERE v.booking = ${theirs} AND v.kind = 'coordinator'`;
	const told = (await mailTo(email, /Your colleague has no place/)).text;
	assert.match(told, /New Person does not come to [^]*The training team could not agree[^]*gone to the next person/);
	assert.ok(!told.includes("Too many"), "why is the colleague's to know");
});

test("after the cut-off the desk sends a colleague or moves somebody, from the booking's page", async () => {
	const [desk] = signedIn(people.coordinator), { browser, email } = await newPerson(), other = await newPerson();
	const slug = makeDate(0.5), to = makeDate(0.6), mine = await book(browser, slug), at = `/manage/bookings/${mine}`;
	sql`UPDATE session SET booking_closes = clock() WHERE slug = ${to}`;
	const page = await desk.get(at);
	for (const what of ["swap", "transfer"])
		assert.ok(page.links.includes(`${at}/${what}`), what);
	assert.equal((await browser.get(`${at}/swap`)).status, 404);
	assert.match((await desk.get(`${at}/swap`)).words, /Nobody is charged for it/);
	const form = (await desk.get(`${at}/swap`)).form(`${at}/swap`);
	const wrong = await desk.send(form, { name: "Nobody Known" });
	assert.equal(wrong.status, 422);
	assert.equal(wrong.form(`${at}/swap`).get("name"), "Nobody Known");
	const done = await desk.send(wrong.form(`${at}/swap`), { name: "New Person", email: other.email });
	const theirs = Number(done.location.split("/").pop());
	assert.deepEqual([done.location, state(mine), state(theirs)], [`/manage/bookings/${theirs}`, "cancelled swap", "confirmed"]);
	assert.ok((await desk.get(done.location)).links.includes(at), "each leads to the other");
	assert.ok((await desk.get(at)).links.includes(done.location));
	await mailTo(email, /Your booking is cancelled/);
	assert.equal((await desk.get(`${at}/swap`)).location, at, "what is over is not changed");

	const move = `${done.location}/transfer`, dates = await desk.get(move);
	assert.match(dates.words, /Booking has closed, 20 places free/);
	const moved = await desk.send(dates.form(move), { to });
	assert.deepEqual([state(theirs), state(Number(moved.location.split("/").pop()))], ["cancelled transfer", "confirmed"]);
	await mailTo(other.email, /You have a place/);
});

test("a booking moves to another date where there is room, and keeps its own where there is none", async () => {
	const { browser, email } = await newPerson(), other = await newPerson();
	const from = makeDate(31), to = makeDate(32), full = makeDate(33, 1);
	const mine = await book(browser, from), path = `/bookings/${mine}/transfer`;
	await book(other.browser, full);
	const page = await browser.get(path);
	assert.ok(page.text.includes(`value="${to}"`) && !page.text.includes(`value="${full}"`));
	const none = await browser.send(page.form(path), { to: full });
	assert.equal(none.status, 422);
	assert.equal(state(mine), "confirmed");
	const done = await browser.send(none.form(path), { to });
	const moved = Number(done.location.split("/").pop());
	assert.deepEqual([state(mine), state(moved)], ["cancelled transfer", "confirmed"]);
	assert.match((await mailTo(email, /Your booking is cancelled/)).text, /You moved to another date/);
	assert.deepEqual(rows`SELECT taken FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.slug IN (${from}, ${to}) ORDER BY s.slug`,
		[{ taken: 0 }, { taken: 1 }]);
});

test("after the cut-off only the training team can change it, and the page says how to reach them", async () => {
	const { browser } = await newPerson();
	const mine = await book(browser, makeDate(0.5));
	for (const what of ["swap", "transfer"]) {
		const page = await browser.get(`/bookings/${mine}/${what}`);
		assert.equal(page.status, 200);
		assert.match(page.words, /Only the training team can change this now/);
		assert.ok(page.links.includes("/contact"));
	}
	assert.equal((await browser.get(`/bookings/${mine}/cancel`)).status, 200);
});

test("a moved date asks by mail, and one press behind its link answers", async () => {
	const { browser, email } = await newPerson(), slug = makeDate();
	const mine = await book(browser, slug);
	sql`SELECT move_session((SELECT id FROM person WHERE code = 'COORDINATOR'), ${slug}, '{2031-03-04T10:00}', '{2031-03-04T12:00}', 'The heating has failed.')`;
	const mail = await mailTo(email, /can you still come/);
	assert.match(mail.all, /METHOD:REQUEST/);
	assert.match(mail.all, /DTSTART:20310304T100000Z/);
	const path = linkIn(mail, base), stranger = new Browser();
	for (const page of [await browser.get(`/bookings/${mine}`), await browser.get(`/bookings/${mine}/ticket`), await browser.get(`/sessions/${slug}`), await browser.get("/")])
		assert.match(page.words, /It has moved from .*The heating has failed/, page.path);
	assert.match((await stranger.get(path)).heading, /Can you still come/);
	assert.equal(state(mine), "confirmed", "looking changes nothing");
	const yes = await stranger.follow(await stranger.send((await stranger.get(path)).form(path), { comes: "yes" }));
	assert.match(yes.heading, /we expect you/);
	const no = await stranger.follow(await stranger.send(yes.form(path), { comes: "no" }));
	assert.match(no.words, /There is no charge/);
	assert.equal(state(mine), "cancelled session");
	assert.match((await mailTo(email, /Your booking is cancelled/)).text, /cannot come to the new date/);
	assert.equal((await stranger.get(`/moved/${"C".repeat(43)}`)).status, 410);
});

const today = async (browser, slug, fields) => {
	const path = `/manage/sessions/${slug}/today`, page = await browser.get(path);
	const form = page.forms.find((f) => f.action === path && f.get("do") === fields.do && (fields.old === undefined || f.get("old") === fields.old));
	assert.ok(form, `a form to ${fields.do}`);
	return browser.send(form, fields);
};

test("a date is cancelled at the desk; everyone comes first on the one instead", async () => {
	const [desk] = signedIn(people.coordinator), { browser, email } = await newPerson();
	const from = makeDate(40), to = makeDate(41), mine = await book(browser, from);
	const without = await today(desk, from, { do: "cancel" });
	assert.equal(without.status, 422);
	assert.deepEqual(without.errors, ["Choose why, or write it"]);
	const done = await desk.follow(await today(desk, from, { do: "cancel", reason: "ill", replacement: to }));
	assert.match(done.words, /This date is cancelled/);
	assert.equal(state(mine), "cancelled session");
	assert.equal(one`SELECT state FROM lectern.booking WHERE replaces = ${mine}`, "offered");
	const mail = await mailTo(email, /^Cancelled/);
	assert.match(mail.text, /The trainer is ill\.[^]*You come first there/);
	assert.match(mail.all, /METHOD:CANCEL/);
	await mailTo(email, /A place has come up/);
	assert.match((await browser.get("/")).words, /Changed at short notice.*This date is cancelled\. The trainer is ill\./);
	assert.equal((await today(desk, to, { do: "cancel", words: "No trainer", replacement: from })).status, 422);
});

test("another trainer, another place, online: each tells everyone and raises SEQUENCE", async () => {
	const [desk, trainer, stranger] = signedIn(people.coordinator, people.trainer, people.stranger);
	const { browser, email } = await newPerson(), slug = makeDate(42);
	await book(browser, slug);
	sql`INSERT INTO trainer (person, code) SELECT id, code FROM person WHERE code IN ('TRAINER', 'STRANGER') ON CONFLICT DO NOTHING;
	    INSERT INTO duty (session, person, kind, listed) SELECT s.id, p.id, 'trainer', true FROM session s, person p WHERE s.slug = ${slug} AND p.code = 'TRAINER';
	    INSERT INTO venue (code, name, town) VALUES ('VTODAY', 'New Hall', 'Chatham') ON CONFLICT DO NOTHING;
	    INSERT INTO room (venue, code, name, capacity) SELECT id, 'VTODAY-1', 'Big Room', 40 FROM venue WHERE code = 'VTODAY' ON CONFLICT DO NOTHING`;
	assert.equal((await today(desk, slug, { do: "trainer", old: "TRAINER", new: "STRANGER" })).status, 303);
	assert.deepEqual([(await trainer.get(`/door/${slug}`)).status, (await stranger.get(`/door/${slug}`)).status], [404, 200]);
	assert.equal((await today(desk, slug, { do: "venue", place: "VTODAY/VTODAY-1", words: "A pipe has burst." })).status, 303);
	assert.match((await browser.get(`/sessions/${slug}`)).words, /Big Room, New Hall, not online/);
	assert.match((await today(desk, slug, { do: "online", url: "http://x" })).errors[0], /https/);
	assert.equal((await today(desk, slug, { do: "online", url: "https://meet.example.org/a" })).status, 303);
	assert.equal(one`SELECT sequence FROM lectern.session WHERE slug = ${slug}`, 3);
	await settled();
	const mails = mailsTo(email).filter((m) => /note a change/.test(m.subject));
	assert.deepEqual(mails.map((m) => m.all.match(/SEQUENCE:(\d+)/)?.[1]).filter(Boolean).length, 3);
	const wrong = await today(desk, slug, { do: "move", starts: "2031-05-01T12:00", ends: "2031-05-01T10:00", words: "The hall is let." });
	assert.match(wrong.errors[0], /after its start/);
	for (const typed of ["2031-05-01T12:00", "2031-05-01T10:00", "The hall is let."])
		assert.ok(wrong.text.includes(`value="${typed}"`), `${typed} stays`);
	assert.equal((await today(desk, slug, { do: "move", starts: "2031-05-01T10:00", ends: "2031-05-01T12:00" })).status, 303);
	assert.match((await desk.get(`/manage/sessions/${slug}/today`)).words, /0 can come, 0 cannot, 1 have not answered/);
	assert.match((await desk.get(`/manage/sessions/${slug}/calls`)).words, /New Person.*Has a place\s*Has not answered/);
	assert.match((await desk.get(`/manage/sessions/${slug}`)).words, /Changes It has moved/);
});

test("all of a venue and day: another venue, another trainer, online; what cannot be done is named", async () => {
	const [desk] = signedIn(people.coordinator), slugs = [makeDate(50), makeDate(50), makeDate(50)];
	sql`INSERT INTO venue (code, name, town) VALUES ('VWET', 'Snow Hall', 'Chatham'), ('VDRY', 'Dry House', 'Gillingham');
	    INSERT INTO room (venue, code, name, capacity) SELECT id, 'VDRY-' || r.n, 'Room ' || r.n, r.n FROM venue, (VALUES (1), (9)) AS r (n) WHERE code = 'VDRY';
	    UPDATE session SET delivery = 'in_person', venue = (SELECT id FROM venue WHERE code = 'VWET') WHERE slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]});
	    UPDATE session SET starts = date_trunc('day', starts) + CASE slug WHEN ${slugs[2]} THEN interval '14 hours' ELSE interval '10 hours' END WHERE slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]});
	    UPDATE session SET ends = starts + interval '1 hour' WHERE slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]});
	    UPDATE part SET starts = s.starts, ends = s.ends FROM session s WHERE s.id = part.session AND s.slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]});
	    INSERT INTO duty (session, person, kind, listed) SELECT s.id, p.id, 'trainer', true FROM session s, person p WHERE s.slug IN (${slugs[0]}, ${slugs[2]}) AND p.code = 'TRAINER'`;
	const booked = [];
	for (const slug of [slugs[0], slugs[0], slugs[1], slugs[1]]) {
		booked.push(await newPerson());
		await book(booked.at(-1).browser, slug);
	}
	const day = one`SELECT (starts AT TIME ZONE 'Europe/London')::date::text FROM lectern.session WHERE slug = ${slugs[0]}`;
	const path = `/manage/today?date=${day}`;
	const act = async (act, fields) => {
		const form = (await desk.get(path)).forms.find((f) => f.get("venue") === "VWET" && f.get("do") === act);
		assert.ok(form, act);
		return desk.send(form, fields);
	};
	const where = () => rows`SELECT coalesce(r.code, v.code, s.delivery) AS at FROM lectern.session s LEFT JOIN lectern.venue v ON v.id = s.venue LEFT JOIN lectern.room r ON r.id = s.room
		WHERE s.slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]}) ORDER BY s.slug`.map((row) => row.at);
	const calls = await desk.get(`/manage/today/calls?date=${day}&venue=VWET`);
	assert.match(calls.words, /New Person/);
	assert.match(calls.text, /data-label="Email"><a class="link" href="mailto:/, "who gave no number is written to, and it says so");

	assert.match((await act("trainer", {})).errors[0], /Choose who leads it/);
	const led = await desk.follow(await act("trainer", { new: "STRANGER", words: "She is ill." }));
	assert.deepEqual(led.errors, []);
	assert.match(led.words, /2 changed, and everyone told/, "where she led");
	assert.deepEqual(rows`SELECT s.slug, p.code FROM lectern.duty d JOIN lectern.session s ON s.id = d.session JOIN lectern.person p ON p.id = d.person WHERE s.slug IN (${slugs[0]}, ${slugs[1]}, ${slugs[2]}) ORDER BY 1`,
		[{ slug: slugs[0], code: "STRANGER" }, { slug: slugs[2], code: "STRANGER" }]);

	assert.match((await act("venue", {})).errors[0], /Choose a venue/);
	const moved = await act("venue", { place: "VDRY", words: "A pipe has burst." });
	assert.equal(moved.status, 422);
	assert.deepEqual(where(), ["VDRY-9", "VWET", "VDRY-1"], "each has the smallest room that is free and large enough");
	assert.match(moved.errors[0], /Noticing and acting: All rooms there are in use or too small/, "what could not be done is named");
	assert.match(moved.errors[1], /^2 changed, and everyone told/);
	assert.match(moved.text, /value="VDRY" checked/, "nothing typed is lost");
	const told = (slug) => one`SELECT string_agg(concat(c.words, ' ', c.why), ' ' ORDER BY c.id) FROM lectern.session_change c JOIN lectern.session s ON s.id = c.session WHERE s.slug = ${slug}`;
	assert.match(told(slugs[0]), /It takes place at Room 9, Dry House, not at Snow Hall\. A pipe has burst/);
	await settled();
	assert.equal(mailsTo(booked[0].email).filter((m) => /note a change/.test(m.subject)).length, 2, "and of each change a mail tells");
	assert.match((await act("online", { url: "http://x" })).errors[0], /https/);
	assert.match((await desk.follow(await act("online", { url: "https://meet.example.org/snow" }))).words, /1 changed, and everyone told/);
	assert.deepEqual(where(), ["VDRY-9", "virtual", "VDRY-1"]);
	assert.match(told(slugs[1]), /It takes place online, not at Snow Hall/);
});

test("all of a venue and day go at once", async () => {
	const [desk] = signedIn(people.coordinator), slugs = [makeDate(50), makeDate(50)];
	sql`INSERT INTO venue (code, name, town) VALUES ('VSNOW', 'Snow Hall', 'Chatham');
	    UPDATE session SET delivery = 'in_person', venue = (SELECT id FROM venue WHERE code = 'VSNOW') WHERE slug IN (${slugs[0]}, ${slugs[1]})`;
	const { browser, email } = await newPerson();
	await book(browser, slugs[0]);
	const day = one`SELECT (starts AT TIME ZONE 'Europe/London')::date::text FROM lectern.session WHERE slug = ${slugs[0]}`;
	const page = await desk.get(`/manage/today?date=${day}`);
	assert.match((await desk.get(`/manage/today/calls?date=${day}&venue=VSNOW`)).words, /New Person/);
	const form = page.forms.find((f) => f.get("venue") === "VSNOW" && f.get("do") === "cancel");
	assert.equal((await desk.send(form)).status, 422);
	const done = await desk.follow(await desk.send(form, { reason: "weather" }));
	assert.match(done.words, /2 changed, and everyone told/);
	assert.deepEqual(rows`SELECT status FROM lectern.session WHERE slug IN (${slugs[0]}, ${slugs[1]})`, [{ status: "cancelled" }, { status: "cancelled" }]);
	assert.match((await mailTo(email, /^Cancelled/)).text, /weather makes travelling unsafe/);
});

test("one can cancel until the start; from then on only the desk ends a booking", async () => {
	const [desk] = signedIn(people.coordinator), { browser } = await newPerson(), slug = makeDate(0.5), number = await book(browser, slug), path = `/bookings/${number}/cancel`;
	const early = await newPerson(), theirs = await book(early.browser, slug);
	assert.equal((await early.browser.send((await early.browser.get(`/bookings/${theirs}/cancel`)).form(`/bookings/${theirs}/cancel`), { reason: "work" })).status, 303);
	assert.equal(state(theirs), "cancelled person", "late, but before the start");
	const form = (await browser.get(path)).form(path);
	sql`UPDATE session SET starts = clock() - interval '1 minute' WHERE slug = ${slug}; UPDATE part SET starts = clock() - interval '1 minute' WHERE session = (SELECT id FROM session WHERE slug = ${slug})`;
	const late = await browser.send(form, { reason: "work" });
	assert.equal(late.status, 422);
	assert.match(late.errors.join(), /begun|started/);
	assert.equal((await browser.get(path)).location, `/bookings/${number}`);
	assert.ok(!(await browser.get(`/bookings/${number}`)).links.includes(path), "nor is it offered");
	assert.equal(state(number), "confirmed");
	const at = `/manage/bookings/${number}`, ended = await desk.send((await desk.get(at)).forms.find((f) => f.get("act") === "cancel"), { why: "Sent home, ill" });
	assert.deepEqual([ended.location, state(number)], [at, "cancelled coordinator"]);
});

// @ts-nocheck
// Conferences with workshops, and room or online.
import assert from "node:assert/strict";
import { test } from "node:test";

import { one, sql } from "./db.mjs";
import { mailTo } from "./mail.mjs";
import { book, newPerson, people, signedIn } from "./world.mjs";

// A conference with two rounds: A1 and B1, then A1 again as A2, and B2; one
// place in A1, the room of B2 up some steps.
const conference = (ref, starts = "60 days") => {
	sql`
INSERT INTO venue (code, name, town, access) VALUES ('HALL', 'Ropewalk Hall', 'Chatham', '{"Step-free to all rooms except Anchor Room (three steps, no ramp)"}')
    ON CONFLICT DO NOTHING;
INSERT INTO room (venue, code, name, capacity) SELECT id, 'HALL-6', 'Anchor Room', 20 FROM venue WHERE code = 'HALL' ON CONFLICT DO NOTHING;
INSERT INTO session (ref, event, title, delivery, venue, status, starts, ends, booking_opens, waiting_limit, approval, streams, agenda)
SELECT ${ref}, e.id, 'Conference', 'in_person', v.id, 'open', t.at, t.at + interval '6 hours', clock() - interval '60 days', 10, 'none',
       '[{"code": "A", "title": "Safer at home", "colour_name": "teal"}]',
       jsonb_build_array(
           jsonb_build_object('slot', 'PL', 'type', 'plenary', 'title', 'Opening', 'starts', t.at, 'ends', t.at + interval '1 hour'),
           jsonb_build_object('slot', 'W1', 'type', 'workshop_round', 'title', 'Round one', 'starts', t.at + interval '1 hour', 'ends', t.at + interval '2 hours'),
           jsonb_build_object('slot', 'W2', 'type', 'workshop_round', 'title', 'Round two', 'starts', t.at + interval '3 hours', 'ends', t.at + interval '4 hours'))
  FROM event e, venue v, (SELECT date_trunc('day', clock()) + ${starts}::interval + interval '10 hours' AS at) AS t
 WHERE e.code = 'TST-101' AND v.code = 'HALL';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day', starts, ends FROM session WHERE ref = ${ref};
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 4 FROM session WHERE ref = ${ref};
INSERT INTO workshop (session, code, slot, stream, title, repeat_of, waiting, room)
SELECT s.id, w.code, w.slot, w.stream, w.title, w.repeat_of, true, CASE w.code WHEN 'B2' THEN (SELECT id FROM room WHERE code = 'HALL-6') END
  FROM session s, (VALUES ('A1', 'W1', 'A', 'Fathers in the frame', NULL), ('B1', 'W1', NULL, 'Mapping places', NULL),
                          ('A2', 'W2', 'A', 'Fathers again', 'A1'), ('B2', 'W2', NULL, 'Missing from home', NULL))
       AS w (code, slot, stream, title, repeat_of)
 WHERE s.ref = ${ref};
INSERT INTO pool (session, kind, workshop, capacity)
SELECT w.session, 'workshop', w.id, CASE w.code WHEN 'A1' THEN 1 ELSE 4 END FROM workshop w JOIN session s ON s.id = w.session WHERE s.ref = ${ref}`;
	return ref.replace("/", "-");
};

const had = (number) => one`
    SELECT string_agg(CASE c.state WHEN 'chosen' THEN w.code ELSE '(' || w.code || ')' END, ' ' ORDER BY c.state, w.code)
      FROM lectern.choice c JOIN lectern.workshop w ON w.id = c.workshop WHERE c.booking = ${number} AND c.state <> 'ended'`;

test("workshops are chosen at booking, changed afterwards and told everywhere", async () => {
	const slug = conference("CNF-1/01");
	const [first, second] = [await newPerson(), await newPerson()];
	const page = await first.browser.get(`/sessions/${slug}`);
	for (const words of ["Opening", "Fathers in the frame", "1 place left", "teal signs", "The same as “Fathers in the frame”", "Anchor Room (three steps"])
		assert.ok(page.text.includes(words), words);
	assert.ok(!page.text.includes(`action="/sessions/${slug}/book"`), "the choice is made on a page of its own");
	assert.ok(page.links.includes(`/sessions/${slug}/book`), "to which the page leads");
	const form = (await first.browser.get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`);
	const refused = await first.browser.send(form, { workshop_1: "A1" });
	assert.equal(refused.status, 422);
	assert.match(refused.text, /Choose one workshop in each round/);
	const again = refused.form(`/sessions/${slug}/book`);
	assert.equal(again.get("workshop_1"), "A1", "what was chosen stays");
	assert.equal((await first.browser.send(again, { workshop_2: "A2" })).status, 422, "a workshop and its repeat");
	const booked = await first.browser.send(again, { workshop_2: "B2", access_needs: "I use a wheelchair" });
	assert.equal(booked.status, 303);
	const number = Number(booked.location.split("/").pop());
	assert.equal(had(number), "A1 B2");
	const mine = await first.browser.get(booked.location);
	assert.match(mine.text, /11am to 12(pm|:00pm)?|Fathers in the frame/);
	assert.match(mine.text, /you told us of an access need/i);
	assert.match((await first.browser.get(`/bookings/${number}/ticket`)).text, /Missing from home, Anchor Room/);
	assert.match((await first.browser.get(`/bookings/${number}/calendar.ics`)).text, /Fathers in the frame/);

	// the second finds A1 full, and would rather be in it
	const full = await second.browser.get(`/sessions/${slug}/book`);
	assert.match(full.text, /Would you rather be in one that is full/);
	const placed = await second.browser.send(full.form(`/sessions/${slug}/book`), { workshop_1: "B1", workshop_2: "B2", rather_1: "A1" });
	assert.equal(placed.status, 303, placed.text);
	const other = Number(placed.location.split("/").pop());
	assert.equal(had(other), "B1 B2 (A1)");
	assert.match((await second.browser.get(`/bookings/${other}`)).text, /number 1 on its waiting list/);

	// the first changes, and the second moves up
	const change = await first.browser.get(`/bookings/${number}/workshops`);
	const fields = change.form(`/bookings/${number}/workshops`);
	assert.equal(fields.get("workshop_1"), "A1");
	assert.equal((await first.browser.send(fields, { workshop_1: "B1", workshop_2: "A2" })).status, 303);
	assert.equal(had(number), "A2 B1");
	assert.equal(had(other), "A1 B2");
	assert.equal((await second.browser.get(`/bookings/${number}/workshops`)).status, 404, "another's are not there");
});

test("a colleague takes over the workshops; another date asks for new ones", async () => {
	const slug = conference("CNF-1/03"), to = conference("CNF-1/04", "70 days");
	const [first, second] = [await newPerson(), await newPerson()];
	const path = `/sessions/${slug}/book`;
	const number = Number((await first.browser.send((await first.browser.get(path)).form(path), { workshop_1: "A1", workshop_2: "B2" })).location.split("/").pop());
	const swap = `/bookings/${number}/swap`;
	assert.match((await first.browser.get(swap)).words, /The place, with its workshops/);
	assert.equal((await first.browser.send((await first.browser.get(swap)).form(swap), { name: "New Person", email: second.email })).status, 303);
	const theirs = one`SELECT id FROM lectern.booking WHERE replaces = ${number}`;
	assert.equal(had(theirs), "A1 B2");
	assert.match((await mailTo(second.email, /instead of a colleague/)).text, /Your workshops: .*Fathers in the frame/s);
	const move = `/bookings/${theirs}/transfer`;
	const before = await second.browser.get(move);
	assert.match(before.words, /Your workshops do not move to the new date.*Fathers in the frame.*: your places there go to others/);
	assert.match(before.words, /with workshops to choose/);
	const done = await second.browser.send(before.form(move), { to });
	assert.match(done.location, /^\/bookings\/\d+\/workshops$/, "the next page asks for the other date's");
	assert.equal(one`SELECT taken FROM lectern.pool l JOIN lectern.workshop w ON w.id = l.workshop JOIN lectern.session s ON s.id = w.session WHERE s.slug = ${slug} AND w.code = 'A1'`, 0);
	const form = (await second.browser.get(done.location)).form(done.location);
	assert.equal((await second.browser.send(form, { workshop_1: "A1", workshop_2: "B2" })).location, done.location.replace("/workshops", ""));
});

test("after the cut-off only the desk changes it, and a form from before is refused", async () => {
	const slug = conference("CNF-1/02", "0 days"), { browser, email } = await newPerson();
	sql`UPDATE session SET starts = clock() + interval '30 hours', ends = clock() + interval '36 hours' WHERE slug = ${slug}`;
	const page = await browser.get(`/sessions/${slug}/book`);
	const number = Number((await browser.send(page.form(`/sessions/${slug}/book`), { workshop_1: "B1", workshop_2: "B2" })).location.split("/").pop());
	const form = (await browser.get(`/bookings/${number}/workshops`)).form(`/bookings/${number}/workshops`);
	sql`UPDATE session SET starts = clock() + interval '3 hours' WHERE slug = ${slug}`;
	const late = await browser.send(form, { workshop_1: "A1" });
	assert.equal(late.status, 422);
	assert.match(late.text, /too late to change/);
	assert.match((await browser.get(`/bookings/${number}/workshops`)).words, /Only the training team can change this now/);
	const [desk] = signedIn(people.coordinator), at = `/manage/bookings/${number}/workshops`;
	assert.ok((await desk.get(`/manage/bookings/${number}`)).links.includes(at));
	assert.equal((await desk.send((await desk.get(at)).form(at), { workshop_1: "A1" })).location, `/manage/bookings/${number}`);
	assert.equal(had(number), "A1 B2");
	assert.match((await mailTo(email, /Your workshops have changed/)).text, /The training team has changed your workshops/);
	assert.equal((await desk.get(`/manage/bookings/${number}/mode`)).location, `/manage/bookings/${number}`, "it is not in two ways");
});

test("room and online are switched while there is a place; the link shows to whom it is for", async () => {
	sql`UPDATE wish SET state = 'left', ended = clock() WHERE state = 'open'`; // they stand in the line too
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval, join_url)
	    SELECT 'CNF-2/01', id, 'Hybrid', 'hybrid', 'open', clock() + interval '40 days', clock() + interval '40 days 2 hours', clock() - interval '9 days', 10, 'none', 'https://meet.example.org/secret'
	      FROM event WHERE code = 'TST-101';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day', starts, ends FROM session WHERE ref = 'CNF-2/01';
	    INSERT INTO pool (session, kind, capacity) SELECT id, k, 1 FROM session, unnest(ARRAY['in_person', 'virtual']) AS k WHERE ref = 'CNF-2/01'`;
	const slug = "CNF-2-01", path = `/sessions/${slug}/book`;
	const [a, b] = [await newPerson(), await newPerson()];
	const told = async (address, ...all) => {
		const { words } = await b.browser.get(address);
		for (const one of all)
			assert.ok(words.includes(one), `${address}: ${one}`);
	};
	await told(`/sessions/${slug}`, "1 left in the room, 1 online", "2 places in all: 1 in the room, 1 online");
	await told(path, "In the room (1 left)", "Online (1 left)");
	const placed = await a.browser.send((await a.browser.get(path)).form(path), { mode: "in_person" });
	await told(`/sessions/${slug}`, "Room full, 1 left online");
	await told(path, "In the room (waiting list)", "Online (1 left)");
	sql`UPDATE session SET waiting_limit = 0 WHERE ref = 'CNF-2/01'`;
	await told(path, "In the room (full)");
	sql`UPDATE session SET waiting_limit = 10 WHERE ref = 'CNF-2/01'`;
	const waits = await b.browser.send((await b.browser.get(path)).form(path), { mode: "in_person" });
	assert.match((await b.browser.get(waits.location)).text, /waiting list, number 1/);
	const mode = `${placed.location}/mode`;
	const done = await a.browser.send((await a.browser.get(mode)).form(mode), { mode: "virtual" });
	assert.equal(done.status, 303);
	assert.match((await b.browser.get(waits.location)).text, /You have a place/, "the place in the room goes on");
	sql`UPDATE pool SET capacity = 3 WHERE kind = 'in_person' AND session = (SELECT id FROM session WHERE ref = 'CNF-2/01')`;
	await told(`/sessions/${slug}`, "2 left in the room, online full");
	sql`UPDATE pool SET capacity = 1 WHERE kind = 'in_person' AND session = (SELECT id FROM session WHERE ref = 'CNF-2/01')`;
	const refused = await a.browser.send((await a.browser.get(mode)).form(mode), { mode: "in_person" });
	assert.equal(refused.status, 422);
	assert.match(refused.text, /You still have the place/);

	// the link
	sql`UPDATE rule SET join_days = 0`;
	assert.doesNotMatch((await a.browser.get(placed.location)).text, /meet\.example\.org/);
	assert.match((await a.browser.get(placed.location)).text, /The link to join shows here from/);
	sql`UPDATE rule SET join_days = 40`;
	assert.match((await a.browser.get(placed.location)).text, /meet\.example\.org\/secret/);
	for (const [browser, where] of [[b.browser, waits.location], [b.browser, `/sessions/${slug}`], [a.browser, `/sessions/${slug}.ics`],
		[a.browser, `${placed.location}/calendar.ics`], [a.browser, "/programme.json"], [a.browser, "/programme.ics"]])
		assert.doesNotMatch((await browser.get(where)).text, /meet\.example\.org/, where);
	sql`UPDATE rule SET join_days = 2`;
});

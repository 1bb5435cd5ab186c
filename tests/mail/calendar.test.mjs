// calendar.test.mjs: what becomes of the entries in people's calendars when a
// date changes, moves or is cancelled, and when people switch, swap or move:
// read with another library from the mails that a real server took.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import ICAL from "ical.js";

import { one, rows, sql } from "../http/db.mjs";
import { book, cancel, drain, host, makeWorld, newPerson, seedOf, sha256 } from "./world.mjs";
import { startServer } from "./server.mjs";

let server, coordinator;

before(async () => {
	makeWorld();
	sql`INSERT INTO person (code, first_name, last_name, email, coordinator) VALUES ('DESK', 'Idris', 'Bowen', 'desk@example.org', true);
	    INSERT INTO venue (code, name, address, postcode, town) VALUES ('V2', 'Lantern Yard', '2 Low Street', 'AB1 2CE', 'Brightford')`;
	coordinator = one`SELECT id FROM lectern.person WHERE code = 'DESK'`;
	server = await startServer();
});

beforeEach(() => {
	sql`UPDATE mail SET state = 'dropped' WHERE state IN ('queued', 'sending')`;
	server.taken.length = 0;
});

after(() => server.stop());

// What was sent to somebody since the last look: the words of its subject and
// its calendar's method, and of each entry UID, SEQUENCE, status, start, place.
const sent = async (person) => {
	await drain(server.url);
	const mails = server.taken.filter(({ to }) => to[0] === person.email).map(({ mail }) => {
		const part = mail.attachments.find((a) => a.contentType === "text/calendar");
		const calendar = part && new ICAL.Component(ICAL.parse(part.content.toString()));
		const method = calendar?.getFirstPropertyValue("method");
		assert.equal(part?.headers.get("content-type").params.method, method, "the part and the calendar agree");
		return {
			subject: mail.subject,
			method,
			entries: calendar?.getAllSubcomponents("vevent").map((v) => {
				const e = new ICAL.Event(v);
				return { uid: e.uid, sequence: e.sequence, status: v.getFirstPropertyValue("status"),
					start: e.startDate.toJSDate().toISOString(), where: e.location, attendee: v.getFirstPropertyValue("attendee") };
			}),
		};
	});
	server.taken.length = 0;
	return mails;
};

const uids = (booking) => [`${booking}-1@${host}`, `${booking}-2@${host}`];

// The next mail is about the same entries, which a calendar takes for newer.
const newer = (before, after) => {
	assert.deepEqual(after.entries.map((e) => e.uid), before.entries.map((e) => e.uid), "the UIDs stay");
	for (const [i, e] of after.entries.entries())
		assert.ok(e.sequence > before.entries[i].sequence, `SEQUENCE ${e.sequence} after ${before.entries[i].sequence}`);
};

const placed = async (slug) => {
	const person = newPerson();
	const { booking, outcome } = book(person, slug);
	assert.equal(outcome, "confirmed");
	const [mail] = await sent(person);
	assert.equal(mail.method, "REQUEST");
	assert.deepEqual(mail.entries.map((e) => e.uid), uids(booking));
	assert.deepEqual(mail.entries.map((e) => e.attendee), Array(2).fill(`mailto:${person.email}`));
	return { person, booking, mail };
};

test("another venue changes the entries where they stand", async () => {
	const a = await placed("TST-101-05");
	assert.equal(one`SELECT outcome FROM app.change_venue(${coordinator}, 'TST-101-05', 'V2', NULL, 'The boiler')`, "changed");
	const [changed] = await sent(a.person);
	assert.match(changed.subject, /^Please note a change/);
	assert.equal(changed.method, "REQUEST");
	newer(a.mail, changed);
	assert.ok(changed.entries.every((e) => e.where === "Lantern Yard, 2 Low Street, AB1 2CE"));
	assert.equal(one`SELECT outcome FROM app.go_online(${coordinator}, 'TST-101-05', 'https://meet.example.org/a', '')`, "changed");
	const [online] = await sent(a.person);
	newer(changed, online);
	assert.ok(online.entries.every((e) => e.where === "Online"));
	assert.equal(cancel(a.person, a.booking), "cancelled");
	const [last] = await sent(a.person);
	assert.equal(last.method, "CANCEL");
	newer(online, last);
	assert.deepEqual(last.entries.map((e) => e.status), ["CANCELLED", "CANCELLED"]);
});

test("a moved date takes the entries along; who only waits has none", async () => {
	const a = await placed("TST-101-06");
	const waiting = newPerson();
	assert.equal(book(waiting, "TST-101-06").outcome, "waiting");
	assert.equal((await sent(waiting))[0].method, undefined);
	assert.equal(one`SELECT outcome FROM app.move_session(${coordinator}, 'TST-101-06',
		ARRAY['2199-12-10T13:00', '2199-12-11T13:00'], ARRAY['2199-12-10T15:00', '2199-12-11T15:00'], 'Snow')`, "moved");
	await drain(server.url);
	const mails = [...server.taken];
	const [moved] = await sent(a.person);
	assert.match(moved.subject, /^New date, can you still come/);
	assert.equal(moved.method, "REQUEST");
	newer(a.mail, moved);
	assert.deepEqual(moved.entries.map((e) => e.start), ["2199-12-10T13:00:00.000Z", "2199-12-11T13:00:00.000Z"]);
	const other = mails.find(({ to }) => to[0] === waiting.email).mail;
	assert.match(other.subject, /^New date/);
	assert.ok(!other.attachments.some((x) => x.contentType === "text/calendar"), "who only waits has nothing in the calendar");
});

test("who is sent instead has entries of their own, the other's are taken away", async () => {
	const a = await placed("TST-101-03");
	const b = newPerson("Adam");
	const { seed, number, text } = seedOf();
	const [{ outcome, booking }] = rows`SELECT outcome, booking FROM app.swap(${a.person.id}, ${a.booking}, '', ${b.email},
		${seed}, ${number}, ${sha256(text)}, ${sha256("code" + text)})`;
	assert.equal(outcome, "swapped");
	await drain(server.url);
	const mails = [...server.taken];
	const [gone] = await sent(a.person);
	assert.equal(gone.method, "CANCEL");
	newer(a.mail, gone);
	server.taken.push(...mails);
	const [given] = await sent(b);
	assert.match(given.subject, /^You go instead of a colleague/);
	assert.equal(given.method, "REQUEST");
	assert.deepEqual(given.entries.map((e) => e.uid), uids(booking));
});

test("who moves to another date has its entries, and no longer those of the first", async () => {
	const a = await placed("TST-101-03");
	const { seed, number, text } = seedOf();
	const [{ outcome, booking }] = rows`SELECT outcome, booking FROM app.transfer(${a.person.id}, ${a.booking}, 'TST-101-04', NULL, true,
		${seed}, ${number}, ${sha256(text)}, ${sha256("code" + text)})`;
	assert.equal(outcome, "transferred");
	const mails = await sent(a.person);
	const gone = mails.find((m) => m.method === "CANCEL"), given = mails.find((m) => m.method === "REQUEST");
	assert.equal(mails.length, 2);
	newer(a.mail, gone);
	assert.deepEqual(given.entries.map((e) => e.uid), uids(booking));
});

test("who switches between the room and online keeps the entries, with the other place", async () => {
	sql`UPDATE session SET delivery = 'hybrid' WHERE slug = 'TST-101-04';
	    UPDATE pool SET kind = 'in_person' WHERE kind = 'main' AND session = (SELECT id FROM session WHERE slug = 'TST-101-04');
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'virtual', 9 FROM session WHERE slug = 'TST-101-04'`;
	const person = newPerson();
	const { seed, number, text } = seedOf();
	const [{ outcome, booking }] = rows`SELECT outcome, booking FROM app.book(${person.id}, 'TST-101-04', 'in_person', gen_random_uuid(), ${sha256("x")},
		NULL, NULL, 'boss@example.org', NULL, NULL, ${seed}, ${number}, ${sha256(text)}, ${sha256("code" + text)})`;
	assert.equal(outcome, "confirmed");
	const [first] = await sent(person);
	assert.equal(one`SELECT outcome FROM app.switch_mode(${person.id}, ${booking}, 'virtual')`, "switched");
	const [then] = await sent(person);
	assert.equal(then.method, "REQUEST");
	newer(first, then);
	assert.deepEqual(then.entries.map((e) => e.where), ["Online", "Online"]);
});

test("a cancelled date takes everybody's entries away", async () => {
	const a = await placed("TST-101-03");
	const [{ outcome }] = rows`SELECT * FROM app.cancel_session(${coordinator}, 'TST-101-03', 'The trainer is ill', NULL, ARRAY[]::bytea[], 1, ARRAY[]::bytea[], ARRAY[]::bytea[])`;
	assert.equal(outcome, "cancelled");
	const mails = await sent(a.person);
	assert.deepEqual(mails.map((m) => m.method), ["CANCEL"]);
	newer(a.mail, mails[0]);
	assert.match(mails[0].subject, /^Cancelled/);
});

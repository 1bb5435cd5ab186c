// world.mjs: what the tests of mail share: a worker that sends what is due, and
// a course with dates, each of two days, for people who book.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";

import { one, rows, sql } from "../http/db.mjs";

export const folder = process.env.LECTERN_VAR;
export const build = process.env.LECTERN_BUILD_DIR;
export const settings = readFileSync(`${folder}/lectern.conf`, "utf8");
export const baseUrl = settings.match(/^base_url = (.*)$/m)[1];
export const host = baseUrl.replace(/^https?:\/\//, "");
export const sha256 = (text) => createHash("sha256").update(text).digest();

// A settings file with mail going there; what it is called.
export const confFor = (mail, more = "") => {
	const name = `${mkdtempSync(`${folder}/conf`)}/lectern.conf`;
	writeFileSync(name, `${settings}mail = ${mail}\n${more}`);
	return name;
};

// `lectern-worker -1` with these settings; its status and log.
export const runOnce = (conf) => new Promise((resolve) => {
	execFile(`${build}/lectern-worker`, ["-1", "-f", conf],
		(error, out, log) => resolve({ status: error ? error.code : 0, log }));
});

// Send all that is due.
export const drain = async (mail) => {
	const { status, log } = await runOnce(confFor(mail));
	assert.equal(status, 0, log);
};

let people = 0;

export const newPerson = (first = "Łucja") => {
	const email = `p${++people}-${process.pid}@example.org`;
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency)
	    SELECT ${email}, ${first}, 'O''Neil', ${email}, 'Nurse', id FROM agency WHERE code = 'TST1'`;
	return { email, id: one`SELECT id FROM lectern.person WHERE email = ${email}` };
};

// The ticket as the program makes it, by the description in ARCHITECTURE's words.
export const ticketOf = (seed) => {
	const [number, key] = readFileSync(settings.match(/^key_file = (.*)$/m)[1], "utf8")
		.trim().split("\n").map((line) => line.split(" ")).pop();
	const bytes = createHmac("sha256", Buffer.from(key, "base64"))
		.update(Buffer.concat([Buffer.from("ticket"), seed, Buffer.from([0, 0, 0, 1])])).digest();
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...bytes].map((b) => b.toString(2).padStart(8, "0")).join("");
	const text = bits.match(/.{5}/g).map((b) => letters[parseInt(b, 2)]).join("").slice(0, 26);
	return { number: Number(number), text };
};

// A seed, the number of its key, and the ticket's text.
export const seedOf = () => {
	const seed = randomBytes(16);
	return { seed, ...ticketOf(seed) };
};

export const book = (person, slug = "TST-101-01") => {
	const { seed, ...ticket } = seedOf();
	const [{ outcome, booking }] = rows`SELECT outcome, booking FROM app.book(
		${person.id}, ${slug}, NULL, gen_random_uuid(), ${sha256("x")}, NULL, NULL, 'boss@example.org',
		NULL, NULL, ${seed}, ${ticket.number}, ${sha256(ticket.text)}, ${randomBytes(32)})`;
	return { outcome, booking, ticket: ticket.text };
};

export const cancel = (person, booking) =>
	one`SELECT outcome FROM app.cancel(${person.id}, ${booking}, '')`;

// The dates: of one place the second and the sixth.
export const makeWorld = () => {
	if (one`SELECT count(*)::int FROM lectern.agency WHERE code = 'TST1'`)
		return;
	sql`INSERT INTO sector (code) VALUES ('police') ON CONFLICT DO NOTHING;
INSERT INTO charging_class (code, name) VALUES ('safeguarding_partner', 'Partner') ON CONFLICT DO NOTHING;
INSERT INTO agency (code, name, short_name, sector, charging_class, active)
VALUES ('TST1', 'Test Police', 'Police', 'police', 'safeguarding_partner', true);
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('TST-101', 'course', 'Noticing; and "acting", in <time>', 'A test.', 'L1', 120, 'half day', 20);
INSERT INTO venue (code, name, address, postcode, town) VALUES ('V1', 'Guildhall', '1 High Street', 'AB1 2CD', 'Brightford');
INSERT INTO session (ref, event, title, delivery, venue, status, starts, ends, booking_opens, waiting_limit, approval)
SELECT r.ref, e.id, e.title, 'in_person', v.id, 'open', r.starts, r.starts + interval '26 hours',
       clock() - interval '60 days', 10, 'none'
  FROM event e, venue v, (VALUES ('TST-101/01', timestamptz '2199-07-01 09:30+01'), ('TST-101/02', timestamptz '2199-12-03 09:30Z'),
	('TST-101/03', timestamptz '2199-09-03 09:30+01'), ('TST-101/04', timestamptz '2199-10-03 09:30+01'),
	('TST-101/05', timestamptz '2199-07-03 09:30+01'), ('TST-101/06', timestamptz '2199-11-03 09:30Z')) AS r (ref, starts);
INSERT INTO part (session, number, name, starts, ends)
SELECT s.id, n, 'Day ' || n, s.starts + (n - 1) * interval '24 hours', s.starts + (n - 1) * interval '24 hours' + interval '2 hours'
  FROM session s, generate_series(1, 2) AS n;
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', CASE WHEN slug IN ('TST-101-02', 'TST-101-06') THEN 1 ELSE 1000 END FROM session`;
};

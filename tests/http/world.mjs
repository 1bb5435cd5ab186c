// @ts-nocheck
// world.mjs: a small world for the tests: organisations, a course, dates of
// it, and one person of each role.  Made once, in an empty database.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

import { Browser, sha256 } from "./client.mjs";
import { one, sql } from "./db.mjs";

// Roles and their addresses.  `trainer` and `steward` have a duty at
// TST-101-01, `stranger` is the trainer of TST-101-02 only.
export const people = {
	practitioner: "practitioner@example.org",
	other: "other@example.org",
	steward: "steward@example.org",
	trainer: "trainer@example.org",
	stranger: "stranger@example.org",
	booker: "booker@example.org",
	coordinator: "coordinator@example.org",
	admin: "admin@example.org",
};

// The password of everybody for whom setPassword() was called.
export const password = "copper window tuesday";

export const makeWorld = async () => {
	if (one`SELECT count(*)::int FROM lectern.person` > 0)
		return;
	sql`
INSERT INTO sector (code) VALUES ('police'), ('school_primary');
INSERT INTO charging_class (code, name) VALUES ('safeguarding_partner', 'Partner');
INSERT INTO agency (code, name, short_name, sector, charging_class, active)
VALUES ('TST1', 'Test Police', 'Police', 'police', 'safeguarding_partner', true),
       ('TST2', 'Closed Agency', 'Closed', 'police', 'safeguarding_partner', false),
       ('TST3', 'Primary schools', 'Schools', 'school_primary', 'safeguarding_partner', true);
INSERT INTO setting (agency, name) SELECT id, 'St Mary''s' FROM agency WHERE code = 'TST3';
INSERT INTO person (code, first_name, last_name, email, job_title, agency, manager_name, manager_email, coordinator, administrator)
SELECT upper(r), initcap(r), 'Person', r || '@example.org', 'Officer', (SELECT id FROM agency WHERE code = 'TST1'),
       'Boss', 'boss@example.org', r = 'coordinator', r = 'admin'
  FROM unnest(ARRAY['practitioner', 'other', 'steward', 'trainer', 'stranger', 'booker', 'coordinator', 'admin']) AS r;
INSERT INTO booker SELECT p.id, p.agency FROM person p WHERE p.code = 'BOOKER';
INSERT INTO form (code, version, title, stage, open_days) VALUES ('T-POST', '1.0', 'At the end', 'post', 28);
INSERT INTO form_section (form, position, code, title) SELECT id, 1, 'A', 'One' FROM form;
INSERT INTO question (form, section, position, code, words, type, in_statistics) SELECT id, 1, 1, 't_concern', 'Shall we call you?', 'single_choice', false FROM form;
INSERT INTO question_option (question, position, value, words, alert)
SELECT id, v.n, v.value, v.value, v.alert FROM question, (VALUES (1, 'no', false), (2, 'call', true)) AS v (n, value, alert);
INSERT INTO venue (code, name, town, address) VALUES ('V01', 'Lantern Yard', 'Chatham', '4 Lantern Yard'), ('ONL', 'Online', '', '');
UPDATE venue SET online = true WHERE code = 'ONL';
INSERT INTO room (venue, code, name, capacity) SELECT id, 'V01-1', 'Medlar Room', 24 FROM venue WHERE code = 'V01';
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, form)
VALUES ('TST-101', 'course', 'Noticing and acting', 'A test.', 'L1', 120, 'half day', 20, 'T-POST');
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval, visible_from)
SELECT r.ref, e.id, e.title, 'virtual', r.status, clock() + r.days * interval '1 day', clock() + r.days * interval '1 day' + interval '2 hours',
       clock() - interval '60 days', 10, 'none', CASE WHEN r.days = 60 THEN clock() + interval '20 days' END
  FROM event e, (VALUES ('TST-101/01', 3, 'open'), ('TST-101/02', 30, 'open'), ('TST-101/03', -3, 'open'),
                        ('TST-101/04', 40, 'draft'), ('TST-101/05', 60, 'open')) AS r (ref, days, status);
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session;
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session;
INSERT INTO duty (session, person, kind)
SELECT s.id, p.id, d.kind
  FROM (VALUES ('TST-101/01', 'STEWARD', 'steward'), ('TST-101/01', 'TRAINER', 'trainer'),
               ('TST-101/02', 'STRANGER', 'trainer'), ('TST-101/03', 'TRAINER', 'trainer'),
               ('TST-101/04', 'TRAINER', 'trainer')) AS d (ref, who, kind)
  JOIN session s USING (ref) JOIN person p ON p.code = d.who;
INSERT INTO booking (session, person, pool, state, agency, sector)
SELECT s.id, p.id, l.id, 'confirmed', p.agency, 'police' FROM session s JOIN pool l ON l.session = s.id, person p
 WHERE s.ref = 'TST-101/03' AND p.code = 'PRACTITIONER';
INSERT INTO ticket (booking, session, seed, key, hash, code)
SELECT id, session, substr(sha256('seed'), 1, 16), 1, sha256('ticket'), sha256('code') FROM booking;
UPDATE pool SET taken = 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/03');
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
SELECT gen_random_uuid(), b.session, 1, b.id, 'camera', clock() - interval '3 days', p.id, 'admitted' FROM booking b, person p WHERE p.code = 'TRAINER';
INSERT INTO alert (booking, question, value) SELECT b.id, q.id, 'call' FROM booking b, question q;
INSERT INTO question (form, section, position, code, words, type) SELECT id, 1, 2, 't_text', 'What else?', 'free_text' FROM form;
INSERT INTO response (form, booking, session) SELECT f.id, b.id, b.session FROM form f, booking b;
INSERT INTO answer (response, question, words) SELECT r.id, q.id, 'Nothing' FROM response r, question q WHERE q.code = 't_text';
INSERT INTO setting (agency, name, provisional) SELECT id, 'Oak Skool', true FROM agency WHERE code = 'TST3'`;
	await book(signedIn(people.practitioner)[0], "TST-101-01");
};

// Logins for these addresses, made by the command line: browsers that are
// signed in.
export const signedIn = (...addresses) => {
	const out = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lectern`,
		["-f", `${process.env.LECTERN_VAR}/lectern.conf`, "login", ...addresses],
		{ encoding: "utf8" });
	return out.trim().split("\n").map((cookie) => new Browser({ cookie }));
};

// A link as the worker makes one when it writes a mail: its token.
export const link = (purpose, email, { next = null, proves = null, booking = null } = {}) => {
	const token = randomBytes(32).toString("base64url");
	sql`INSERT INTO mail (kind, person, address, state, link_next, booking)
	    SELECT 'test', (SELECT id FROM person WHERE email = ${email}), ${proves ?? email}, 'sent', ${next}, ${booking}::bigint;
	    SELECT link_make(${sha256(token)}, max(id), ${purpose}) FROM mail`;
	return token;
};

// Give somebody the password, through the pages.
export const setPassword = async (email) => {
	const browser = new Browser();
	const page = await browser.get(`/password/${link("password", email)}`);
	const done = await browser.send(page.form(), { password });
	if (done.status !== 303)
		throw new Error(`no password for ${email}: ${done.status} ${done.errors}`);
	return browser;
};

let number = 0;

// A new person with the password, known to nobody else.
export const newPerson = async () => {
	const email = `person${++number}.${Date.now()}@example.org`;
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency)
	    SELECT ${`NEW${number}-${Date.now()}`}, 'New', 'Person', ${email}, 'Nurse', id FROM agency WHERE code = 'TST1'`;
	return { email, browser: await setPassword(email) };
};

// Book a place as the pages do.
export const book = async (browser, slug) => {
	const page = await browser.get(`/sessions/${slug}/book`);
	const done = await browser.send(page.form(`/sessions/${slug}/book`));
	if (done.status !== 303)
		throw new Error(`no booking on ${slug}: ${done.status} ${done.errors}`);
	return Number(done.location.split("/").pop().split("?")[0]);
};

export const personId = (email) => one`SELECT id FROM lectern.person WHERE email = ${email}`;

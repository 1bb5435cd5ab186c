// @ts-nocheck
// Who may book a date, and what is told before anybody presses.
import assert from "node:assert/strict";
import { test } from "node:test";

import { one, sql } from "./db.mjs";
import { newPerson, people, signedIn } from "./world.mjs";

// A date of a course, so many days from now.
const date = (ref, days, event = "TST-101") => {
	sql`
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES (${event}, 'course', ${`Course ${event}`}, 'A test.', 'L2', 120, 'half day', 20) ON CONFLICT DO NOTHING;
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
SELECT ${ref}, id, title, 'virtual', 'open', date_trunc('day', clock()) + make_interval(days => ${days}) + interval '10 hours',
       date_trunc('day', clock()) + make_interval(days => ${days}) + interval '12 hours', clock() - interval '60 days', 10, 'none'
  FROM event WHERE code = ${event};
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = ${ref};
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session WHERE ref = ${ref}`;
	return ref.replace("/", "-");
};
const state = (location) => one`SELECT state FROM lectern.booking WHERE id = ${Number(location.split("/").pop())}`;

test("what is needed first is told, and what was done elsewhere is asked for on the form", async () => {
	const slug = date("ELG-201/01", 50, "ELG-201"), { browser, email } = await newPerson();
	sql`INSERT INTO event_prerequisite (event, requires, within_months)
	    SELECT e.id, n.id, 36 FROM event e, event n WHERE e.code = 'ELG-201' AND n.code = 'TST-101'`;
	for (const path of [`/sessions/${slug}`, "/events/ELG-201"])
		assert.match((await browser.get(path)).words, /Noticing and acting in the last 3 years/);
	const page = await browser.get(`/sessions/${slug}`);
	assert.match(page.words, /You have not done what you need first/);
	assert.ok(!page.text.includes(`action="/sessions/${slug}/book"`));
	assert.match(page.text, /Ask for a place<\/a>/, "the button says that somebody decides");
	assert.match((await browser.get(`/sessions/${slug}/book`)).text, /Ask for a place<\/button>/);
	const form = (await browser.get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`);
	assert.equal(form.get("equivalent"), "");
	assert.equal((await browser.send(form)).status, 422);
	const asked = await browser.send(form, { equivalent: "The same at the county, in May" });
	assert.equal(asked.status, 303);
	assert.equal(state(asked.location), "requested");

	const done = await newPerson();
	sql`INSERT INTO past_attendance (person, event, held, hours) SELECT p.id, e.id, '2026-03-02', 2 FROM person p, event e WHERE p.email = ${done.email} AND e.code = 'TST-101'`;
	sql`UPDATE event_prerequisite SET within_months = NULL`;
	const known = await done.browser.get(`/sessions/${slug}`);
	assert.match(known.words, /You have done this on Monday 2 March 2026/);
	assert.ok(known.text.includes(`action="/sessions/${slug}/book"`), "and it can be booked at once");

	// the coordinator accepts, and finds it at the person again
	sql`UPDATE approval SET state = 'agreed', ended = clock(), by = (SELECT id FROM person WHERE code = 'COORDINATOR')
	     WHERE why = 'equivalent' AND booking = ${Number(asked.location.split("/").pop())}`;
	const [coordinator] = signedIn(people.coordinator);
	const code = one`SELECT code FROM lectern.person WHERE email = ${email}`;
	assert.match((await coordinator.get(`/manage/people/${code}`)).words, /What they did elsewhere counts.*The same at the county/);
});

test("another booking at that time, or on another date of the course, is told before the press", async () => {
	const first = date("ELG-301/01", 51, "ELG-301"), second = date("ELG-301/02", 52, "ELG-301"), same = date("ELG-302/01", 51, "ELG-302");
	const { browser } = await newPerson();
	const book = async (slug, fields) => browser.send((await browser.get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`), fields);
	assert.equal((await book(first)).status, 303);
	const clash = await browser.get(`/sessions/${same}`);
	assert.match(clash.words, /You have another booking at that time: Course ELG-301/);
	assert.equal((await book(same)).status, 422);
	assert.equal(state((await book(same, { clash: "yes" })).location), "confirmed");
	const rule = one`SELECT one_live_date FROM lectern.rule`;
	sql`UPDATE rule SET one_live_date = true`;
	const other = await browser.get(`/sessions/${second}`);
	assert.match(other.words, /You have a booking on another date of this course/);
	const refused = await book(second);
	assert.equal(refused.status, 422);
	assert.match(refused.words, /Tick to ask for a second date/);
	const asked = await browser.send(refused.form(`/sessions/${second}/book`), { second_date: "yes" });
	assert.equal(asked.status, 303);
	assert.equal(state(asked.location), "requested");
	assert.equal(one`SELECT why FROM lectern.approval WHERE booking = ${Number(asked.location.split("/").pop())}`, "second_date");
	sql`UPDATE rule SET one_live_date = ${rule}`;
});

test("dates for some organisations and by invitation say so; coordinators keep the list", async () => {
	const slug = date("ELG-401/01", 53, "ELG-401"), { browser, email } = await newPerson();
	sql`UPDATE session SET only_sectors = '{school_primary}' WHERE slug = ${slug}`;
	const page = await browser.get(`/sessions/${slug}`);
	assert.match(page.words, /only for people who work for: School primary/);
	assert.match(page.words, /for other organisations than yours/);
	assert.ok(!page.text.includes(`/sessions/${slug}/book"`), "no way to a form that would be refused");
	// who has the form from before is refused all the same
	sql`UPDATE session SET only_sectors = '{}' WHERE slug = ${slug}`;
	const kept = (await browser.get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`);
	for (const [sectors, agencies] of [["{school_primary}", ""], ["{}", "TST3"]]) {
		sql`UPDATE session SET only_sectors = ${sectors}, only_agencies = ARRAY(SELECT id FROM agency WHERE code = ${agencies}) WHERE slug = ${slug}`;
		const refused = await browser.send(kept);
		assert.equal(refused.status, 422, `${sectors} ${agencies}`);
		assert.match(refused.words, /This date is for other organisations than yours\. Look at the other dates, or contact us/);
	}
	assert.equal(one`SELECT count(*)::int FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = ${slug}`, 0);
	sql`UPDATE session SET only_agencies = '{}' WHERE slug = ${slug}`;

	const [coordinator] = signedIn(people.coordinator), path = `/manage/sessions/${slug}/invited`;
	const form = (await coordinator.get(path)).form(path);
	const wrong = await coordinator.send(form, { by_invitation: "yes", addresses: "someone@example.org, no@where" });
	assert.equal(wrong.status, 422);
	assert.match(wrong.words, /“no@where” is not an email address/);
	const bad = Array.from({ length: 12 }, (_, i) => `no${i}@where`);
	const several = await coordinator.send(form, { by_invitation: "yes", addresses: ["someone@example.org", ...bad].join("\n") });
	const field = several.text.slice(several.text.indexOf('id="addresses-error"'), several.text.indexOf("<textarea"));
	for (const one of bad)
		assert.ok(field.includes(`“${one}”`) && several.errors.some((e) => e.includes(`“${one}”`)), `${one}: at the field and on top`);
	assert.equal(several.form(path).get("addresses").split(/\r?\n/).length, 13, "nothing typed is lost");
	assert.equal(one`SELECT count(*)::int FROM lectern.invitation`, 0);
	assert.equal((await coordinator.send(form, { by_invitation: "yes", addresses: "Some One <Someone@Example.org>; two@example.org" })).status, 303);
	assert.match((await coordinator.get(`/manage/sessions/${slug}`)).words, /Only the 2 people who are invited/);
	assert.match((await browser.get(`/sessions/${slug}`)).words, /by invitation.*not on the list|not on the list.*by invitation/);
	assert.equal((await coordinator.send((await coordinator.get(path)).form(path), { addresses: `someone@example.org\n${email}` })).status, 303);
	assert.ok((await browser.get(`/sessions/${slug}`)).text.includes(`action="/sessions/${slug}/book"`));
	assert.equal(one`SELECT count(*)::int FROM lectern.invitation`, 2);

	// somebody else has changed the list meanwhile
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, coordinator)
	    VALUES ('SECOND', 'Second', 'Coordinator', 'second@example.org', '', true) ON CONFLICT DO NOTHING`;
	const [other] = signedIn("second@example.org");
	const mine = (await coordinator.get(path)).form(path), theirs = (await other.get(path)).form(path);
	assert.equal((await coordinator.send(mine, { addresses: "first@example.org" })).status, 303);
	const stale = await other.send(theirs, { addresses: "second@example.org" });
	assert.equal(stale.status, 409);
	assert.match(stale.words, /Someone changed this while you were writing.*first@example\.org/);
	assert.equal(stale.form(path).get("addresses"), "second@example.org", "what was typed stays");
	assert.equal(one`SELECT email FROM lectern.invitation`, "first@example.org");
	assert.equal((await other.send(stale.form(path))).status, 303);
	assert.equal(one`SELECT email FROM lectern.invitation`, "second@example.org");
});

// A place that has come up: the mail's link, one press, and the next in line.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser, sha256 } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { linkIn, mailTo, settled } from "./mail.mjs";
import { book, newPerson, people, personId, signedIn } from "./world.mjs";

let dates = 0;

// A date of a course of its own with so many places, so many days from now.
const date = (places, days, code = `QUE-${100 + ++dates}`) => {
	sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
	    VALUES (${code}, 'course', ${`Queue ${code}`}, 'A test.', 'L1', 120, 'half day', 20) ON CONFLICT DO NOTHING`;
	const ref = `${code}/${String(++dates).padStart(2, "0")}`;
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
	    SELECT ${ref}, id, title, 'virtual', 'open', clock() + ${days} * interval '1 day', clock() + ${days} * interval '1 day' + interval '2 hours',
	           clock() - interval '60 days', 10, 'none' FROM event WHERE code = ${code};
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = ${ref};
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', ${places} FROM session WHERE ref = ${ref}`;
	return ref.replace("/", "-");
};

const state = (number) => one`SELECT state FROM lectern.booking WHERE id = ${number}`;
const lapse = (number) => sql`UPDATE offer SET expires = clock() - interval '1 second' WHERE booking = ${number}`;
const until = async (what, seconds = 10) => {
	for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
		if (what())
			return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	assert.fail("it never came true");
};
const cancel = async (browser, number) =>
	browser.send((await browser.get(`/bookings/${number}/cancel`)).form(`/bookings/${number}/cancel`), { reason: "other", why: "ill" });

// A full date near its start, and people who wait.
const line = async (n, days = 3) => {
	const ref = date(1, days), holder = await newPerson(), waiting = [];
	holder.number = await book(holder.browser, ref);
	for (let i = 0; i < n; i++) {
		const person = await newPerson();
		person.number = await book(person.browser, ref);
		waiting.push(person);
	}
	return { ref, holder, waiting };
};

test("the mailed link takes the place with one press and no account; scanners change nothing", async () => {
	const { holder, waiting: [first, second] } = await line(2);
	assert.match((await second.browser.get(`/bookings/${second.number}`)).heading, /number 2/);
	assert.match((await second.browser.get("/bookings")).text, /waiting list, number 2/);
	assert.equal((await cancel(holder.browser, holder.number)).status, 303);
	assert.equal(state(first.number), "offered");
	const mail = await mailTo(first.email, /A place has come up/);
	assert.match(mail.text, /It is kept for you until \w+day \d+ \w+ \d{4}, /);
	assert.match(mail.text, /asked for a place/);
	const path = linkIn(mail, base);
	assert.match(path, /^\/offers\//);

	await settled();
	const before = digest();
	for (const method of ["GET", "HEAD", "GET"])
		assert.equal((await new Browser().request(method, path)).status, 200);
	assert.equal((await new Browser().request("POST", path, { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "answer=take" })).status, 403);
	assert.equal((await new Browser().post(path, { answer: "perhaps" })).status, 422);
	assert.deepEqual(digest(), before);

	const anybody = new Browser(), page = await anybody.get(path);
	assert.equal(page.heading, "A place has come up for you");
	const done = await anybody.follow(await anybody.send(page.form(path), { answer: "take" }));
	assert.equal(done.heading, "You have a place");
	assert.equal(state(first.number), "confirmed");
	await mailTo(first.email, /You have a place/);
	assert.equal((await anybody.follow(await anybody.send(page.form(path), { answer: "leave" }))).heading, "You have a place", "pressed again it says what became of it");
	assert.equal(state(first.number), "confirmed");
	assert.equal(state(second.number), "waiting");
});

test("let go or left too long, it goes to the next in line; another's session in trouble waits for nobody", async () => {
	const { ref, holder, waiting: [first, second, third] } = await line(3), other = await line(1);
	await cancel(holder.browser, holder.number);
	const own = await first.browser.get(`/bookings/${first.number}`);
	assert.equal(own.heading, "A place has come up");
	const gone = await first.browser.follow(await first.browser.send(own.form(`/bookings/${first.number}/offer`), { answer: "leave" }));
	assert.equal(gone.heading, "You let the place go");
	assert.equal(state(second.number), "offered");
	const path = linkIn(await mailTo(second.email, /A place has come up/), base);

	await cancel(other.holder.browser, other.holder.number);
	sql`UPDATE pool SET taken = 0 WHERE session = (SELECT session FROM booking WHERE id = ${other.waiting[0].number})`;
	lapse(other.waiting[0].number);
	lapse(second.number);
	await until(() => state(third.number) === "offered", 5);
	assert.equal(state(other.waiting[0].number), "offered", "as it was");
	const late = await mailTo(second.email, /time to answer has passed/);
	assert.match(late.text, /no longer on the waiting list/);
	const page = await new Browser().get(path);
	assert.equal(page.heading, "The time to answer has passed");
	assert.equal(state(second.number), "declined");
	sql`UPDATE session SET status = 'draft' WHERE slug = ${ref}`;
	sql`UPDATE pool SET taken = 1 WHERE session = (SELECT session FROM booking WHERE id = ${other.waiting[0].number})`;
});

// The second release comes when the worker has just been there: that is when
// it stays away longest.
test("places kept for others are offered to who waits within five seconds of their release", async () => {
	const ref = date(3, 3), holder = await newPerson(), waiting = [await newPerson(), await newPerson()];
	sql`INSERT INTO reserve (session, label, sectors, places, release)
	    SELECT id, 'Schools ' || n, '{school_primary}', 1, clock() + interval '1 day' FROM session, generate_series(1, 2) AS n WHERE slug = ${ref}`;
	const kept = rows`SELECT r.id FROM lectern.reserve r JOIN lectern.session s ON s.id = r.session WHERE s.slug = ${ref} ORDER BY r.id`;
	await book(holder.browser, ref);
	for (const person of waiting) {
		person.number = await book(person.browser, ref);
		assert.equal(state(person.number), "waiting", "though places are free");
	}
	await settled();
	for (const [i, person] of waiting.entries()) {
		sql`UPDATE reserve SET release = clock() + interval '0.2 seconds' WHERE id = ${kept[i].id}`;
		const took = () => one`
SELECT extract(epoch FROM o.made - k.release)::float FROM lectern.offer o, lectern.reserve k WHERE o.booking = ${person.number} AND k.id = ${kept[i].id}`;
		await until(() => took() !== undefined);
		assert.ok(took() >= 0 && took() < 5, `${took()} seconds after the release`);
		assert.equal(state(person.number), "offered");
		await mailTo(person.email, /A place has come up/);
	}
});

test("an offer is its owner's: other people have nothing there, a bad link says so", async () => {
	const { holder, waiting: [first] } = await line(1), [other] = signedIn(people.other);
	await cancel(holder.browser, holder.number);
	assert.equal((await other.get(`/bookings/${first.number}/offer`)).status, 404);
	const page = await first.browser.get(`/bookings/${first.number}/offer`);
	const csrf = (await other.get("/account")).form("/account").get("csrf");
	assert.equal((await other.post(page.path, { answer: "take", csrf })).status, 404);
	assert.equal(state(first.number), "offered");
	const bad = await new Browser().get(`/offers/${"A".repeat(43)}`);
	assert.deepEqual([bad.status, bad.heading], [404, "This link does not work any more"]);
	assert.equal((await new Browser().post(bad.path, { answer: "take" })).status, 404);
	await first.browser.send(page.form(page.path), { answer: "take" });
	assert.equal((await first.browser.get(page.path)).location, `/bookings/${first.number}`, "answered: on to the booking");
});

test("inside the charge window the free withdrawal is told before and after", async () => {
	const { ref, holder, waiting: [first] } = await line(1);
	sql`UPDATE session SET free_until = clock() - interval '1 day' WHERE slug = ${ref}`;
	await cancel(holder.browser, holder.number);
	assert.match((await mailTo(first.email, /A place has come up/)).text.replace(/\s+/g, " "), /free of charge for 24 hours after you took it/);
	const page = await first.browser.get(`/bookings/${first.number}/offer`);
	assert.match(page.text, /This date is near/);
	await first.browser.send(page.form(page.path), { answer: "take" });
	assert.ok(one`SELECT free_until > lectern.clock() + interval '23 hours' AS ok FROM lectern.booking WHERE id = ${first.number}`);
});

test("the next place on any date: one entry, one press, the turn is kept", async () => {
	const code = "QUE-ANY", a = date(1, 20, code), b = date(1, 25, code);
	const [one1, one2] = [await newPerson(), await newPerson()];
	const n1 = await book(one1.browser, a), n2 = await book(one2.browser, b);
	const me = await newPerson(), course = await me.browser.get(`/events/${code}`);
	assert.match(course.text, /The next place on any date/);
	assert.match((await new Browser().get(`/events/${code}`)).text, /Sign in to wait for any date/);
	const made = await me.browser.follow(await me.browser.send(course.form(`/events/${code}/wish`)));
	assert.equal(made.heading, "You are in line for any date");
	assert.match((await me.browser.get(`/events/${code}`)).text, /You are in line for any date/);
	const list = await me.browser.get("/bookings");
	assert.match(list.text, /In line for the next place on any date/);

	await cancel(one1.browser, n1);
	const mine = () => rows`SELECT b.id, b.state FROM lectern.booking b WHERE b.person = ${personId(me.email)} ORDER BY b.id`;
	assert.deepEqual(mine().map((m) => m.state), ["offered"]);
	const path = linkIn(await mailTo(me.email, /A place has come up/), base), anybody = new Browser();
	const kept = await anybody.follow(await anybody.send((await anybody.get(path)).form(path), { answer: "keep" }));
	assert.match(kept.text, /You still wait for the next place on any other date/);
	assert.match((await me.browser.get("/bookings")).text, /In line for the next place on any date/);
	await cancel(one2.browser, n2);
	assert.deepEqual(mine().map((m) => m.state), ["declined", "offered"]);
	const second = mine()[1].id, page = await me.browser.get(`/bookings/${second}/offer`);
	const taken = await me.browser.follow(await me.browser.send(page.form(page.path), { answer: "take" }));
	assert.equal(taken.heading, "You have a place");
	assert.equal((await me.browser.get(`/bookings/${second}/ticket.svg`)).status, 200, "with a ticket that can be drawn");
	assert.doesNotMatch((await me.browser.get("/bookings")).text, /In line for the next place/);
});

test("the page of a date says the next step, whatever state it is in", async () => {
	const free = date(5, 20), full = date(1, 30), later = date(5, 40), closed = date(5, 12), none = date(0, 50);
	sql`UPDATE session SET booking_opens = clock() + interval '3 days' WHERE slug = ${later};
	    UPDATE session SET booking_closes = clock() - interval '1 hour' WHERE slug = ${closed};
	    UPDATE session SET waiting_limit = 0 WHERE slug = ${none};
	    UPDATE session SET free_until = clock() + interval '10 days' WHERE slug = ${free}`;
	const me = await newPerson(), holder = await newPerson();
	await book(holder.browser, full);
	const at = async (ref) => (await me.browser.get(`/sessions/${ref}`)).words;
	assert.match(await at(free), /Free to cancel|Cancel free of charge until .* Book my place/);
	assert.match(await at(full), /You are joining the list as New Person.*the next on the list has it.*Join the waiting list/);
	assert.match(await at(later), /Booking opens .*add it to your calendar, and come back then\. Cannot wait\? See the other dates/);
	assert.match(await at(closed), /Booking has closed See the other dates/);
	assert.match(await at(none), /no waiting list See the other dates, or wait there for the next place on any date/);
	for (const ref of [later, closed, none])
		assert.doesNotMatch(await at(ref), /Book my place|Join the waiting list/);
	const number = await book(me.browser, full), page = await me.browser.get(`/bookings/${number}`);
	assert.match(page.words, /Move to another date that has places left/);
	assert.equal((await me.browser.get(`/bookings/${number}/transfer`)).status, 200, "and can");
});

test("a search that finds no date finds the course, where one can wait for the next", async () => {
	sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
	    VALUES ('QUE-NONE', 'course', 'Zebra crossings', 'A test.', 'L1', 120, 'half day', 20)`;
	const page = await new Browser().get("/?q=zebra+cross");
	assert.match(page.words, /No dates match But we found: Zebra crossings/);
	assert.ok(page.links.includes("/events/QUE-NONE"));
	assert.match((await new Browser().get("/events/QUE-NONE")).words, /Sign in to wait for any date/);
	assert.match((await new Browser().get("/?q=zebra+unicorn")).words, /Try another word/);
});

test("one can stop waiting for any date", async () => {
	const code = "QUE-STOP", ref = date(1, 20, code), holder = await newPerson(), me = await newPerson();
	await book(holder.browser, ref);
	await me.browser.send((await me.browser.get(`/events/${code}/wish`)).form(`/events/${code}/wish`));
	const list = await me.browser.get("/bookings"), number = one`SELECT max(id) FROM lectern.wish`;
	const left = await me.browser.follow(await me.browser.send(list.form(`/wishes/${number}/leave`)));
	assert.doesNotMatch(left.text, /In line for the next place/);
	assert.equal(one`SELECT state FROM lectern.wish WHERE id = ${number}`, "left");
	sql`UPDATE person SET manager_email = NULL WHERE email = ${me.email}; UPDATE session SET approval = 'declare' WHERE slug = ${ref}`;
	const refused = await me.browser.send((await me.browser.get(`/events/${code}/wish`)).form(`/events/${code}/wish`));
	assert.equal(refused.status, 422);
	assert.match(refused.text, /who agrees your training/);
});

test("the mail of a waiting list leaves it with one press and no account; scanners change nothing, twice says what was", async () => {
	const { waiting: [first, second] } = await line(2, 30);
	const mail = await mailTo(first.email, /You are on the waiting list/), path = linkIn(mail, base);
	assert.match(path, /^\/leave\//);
	await settled();
	const before = digest(), anybody = new Browser();
	for (const method of ["GET", "HEAD", "GET"])
		assert.equal((await new Browser().request(method, path)).status, 200);
	assert.equal((await new Browser().request("POST", path, { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "" })).status, 403);
	assert.deepEqual(digest(), before);
	assert.equal(one`SELECT count(*)::int FROM lectern.link WHERE token = ${sha256(path.split("/").pop())} AND purpose = 'leave'`, 1, "kept as a hash");
	assert.ok(one`SELECT min(expires) > lectern.clock() + interval '31 days' AS ok FROM lectern.link WHERE purpose = 'leave' AND booking = ${first.number}`, "as long as one can wait");

	const page = await anybody.get(path);
	assert.equal(page.heading, "You are on the waiting list, number 1");
	const done = await anybody.follow(await anybody.send(page.form(path)));
	assert.equal(done.heading, "You have left the list");
	assert.equal(state(first.number), "cancelled");
	await mailTo(first.email, /You are off the waiting list/);
	assert.match((await second.browser.get(`/bookings/${second.number}`)).heading, /number 1/);
	assert.equal((await anybody.follow(await anybody.send(page.form(path)))).heading, "You have left the list", "pressed again");
});

test("the link of a waiting list never gives up a place, tells nobody else's, and ends with the account", async () => {
	const { holder, waiting: [first, second] } = await line(2, 30);
	const path = linkIn(await mailTo(first.email, /You are on the waiting list/), base), anybody = new Browser();
	// Once there is a place for them this mail goes out no more.
	const other = linkIn(await mailTo(second.email, /You are on the waiting list/), base);
	const page = await anybody.get(path);
	await cancel(holder.browser, holder.number);
	assert.equal(state(first.number), "confirmed");
	const placed = await anybody.follow(await anybody.send(page.form(path)));
	assert.equal(placed.heading, "You have a place by now");
	assert.equal(state(first.number), "confirmed");
	await cancel(first.browser, first.number);
	assert.equal((await anybody.get(path)).heading, "You are not on the list any more");

	const near = await line(1), offered = linkIn(await mailTo(near.waiting[0].email, /You are on the waiting list/), base);
	await cancel(near.holder.browser, near.holder.number);
	assert.equal((await anybody.get(offered)).heading, "A place has come up for you");
	const csrf = page.form(path).get("csrf");
	assert.equal((await anybody.follow(await anybody.post(offered, { csrf }))).heading, "A place has come up for you");
	assert.equal(state(near.waiting[0].number), "offered");

	sql`UPDATE session SET starts = clock() - interval '1 minute', ends = clock() + interval '1 hour' WHERE id = (SELECT session FROM booking WHERE id = ${near.waiting[0].number})`;
	assert.equal((await anybody.get(offered)).heading, "This date has begun");
	sql`UPDATE person SET status = 'closed' WHERE email = ${second.email}`;
	for (const at of [other, `/leave/${"A".repeat(43)}`]) {
		assert.equal((await anybody.get(at)).status, 410);
		assert.equal((await anybody.post(at, { csrf })).status, 410);
	}
	assert.equal(state(second.number), "confirmed", "by the place that came free");
	sql`UPDATE person SET status = 'active' WHERE email = ${second.email};
	    UPDATE link SET expires = clock() WHERE booking = ${second.number}`;
	assert.equal((await anybody.get(other)).status, 410, "too old");
});

test("the mail of a wish for any date leaves all its lines with one press", async () => {
	const code = "QUE-LEAVE", ref = date(1, 20, code), holder = await newPerson(), me = await newPerson(), anybody = new Browser();
	holder.number = await book(holder.browser, ref);
	await me.browser.send((await me.browser.get(`/events/${code}/wish`)).form(`/events/${code}/wish`));
	const path = linkIn(await mailTo(me.email, /You are in line for any date/), base), page = await anybody.get(path);
	assert.equal(page.heading, "You are in line for any date, number 1");
	const done = await anybody.follow(await anybody.send(page.form(path)));
	assert.equal(done.heading, "You have left the list");
	assert.equal(one`SELECT state FROM lectern.wish WHERE person = ${personId(me.email)}`, "left");
	assert.equal((await anybody.follow(await anybody.send(page.form(path)))).heading, "You have left the list");
	await cancel(holder.browser, holder.number);
	assert.equal(one`SELECT count(*)::int FROM lectern.booking WHERE person = ${personId(me.email)}`, 0);

	await me.browser.send((await me.browser.get(`/events/${code}/wish`)).form(`/events/${code}/wish`));
	const booking = one`SELECT max(id) FROM lectern.booking WHERE person = ${personId(me.email)}`;
	assert.equal(state(booking), "offered", "free again: offered at once");
	assert.equal((await anybody.follow(await anybody.send(page.form(path)))).heading, "You have left the list", "the earlier wish");
	assert.equal(state(booking), "offered");
});

test("two coordinators at one waiting list: the second is shown what the first did; what was typed stays; who is barred is let in", async () => {
	const { ref, waiting: [a, b] } = await line(2, 40), path = `/manage/sessions/${ref}/queue`;
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, coordinator)
	    VALUES ('SECOND', 'Second', 'Coordinator', 'second@example.org', '', true) ON CONFLICT DO NOTHING`;
	const [first, second] = signedIn(people.coordinator, "second@example.org");
	const forms = async (who) => (await who.get(path)).forms.filter((f) => f.action === path);
	const [move, room] = await forms(first), [late, lateRoom] = await forms(second);
	const wrong = await first.send(move, { act: "move", booking: b.number, place: "1", why: "" });
	assert.deepEqual(wrong.errors, ["Say why, so that others can follow"]);
	assert.equal(wrong.forms.find((f) => f.action === path).get("booking"), String(b.number), "who was chosen stays");
	const few = await first.send(room, { capacity: "0" });
	assert.equal(few.status, 422);
	assert.equal(few.forms.filter((f) => f.action === path).pop().get("capacity"), "0", "so does the number of places");
	assert.match(few.text, /id="capacity"[^>]* aria-describedby="capacity-error"/);
	assert.equal((await first.send(move, { act: "move", booking: b.number, place: "1", why: "A court order" })).status, 303);
	for (const [form, fields] of [[late, { act: "move", booking: b.number, place: "2", why: "First come" }], [lateRoom, { capacity: "5" }]]) {
		const stale = await second.send(form, fields);
		assert.equal(stale.status, 409);
		assert.match(stale.words, /Someone changed this while you were writing.*was moved from 2 to 1: A court orderCoordinator Person/);
	}
	assert.equal(one`SELECT capacity FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.slug = ${ref}`, 1);
	assert.doesNotMatch((await second.get(path)).words, /Someone changed this|Let them have a place/);

	sql`UPDATE session SET by_invitation = true WHERE slug = ${ref}`;
	const barred = await second.get(path);
	assert.match(barred.words, /They are not on the list of invitations/);
	assert.match((await second.get(`/manage/sessions/${ref}`)).words, /They are not on the list of invitations/);
	for (const path of ["/bookings", `/bookings/${b.number}`])
		assert.match((await b.browser.get(path)).words, /your address is not on its list\. If it should be, tell the training team\./, "who is barred reads what bars them");
	assert.match((await b.browser.get(`/bookings/${b.number}`)).words, /number 1.*As things are, no place can come to you.*You keep your turn/s);
	sql`SELECT app.work_barred()`;
	assert.equal((await second.get("/manage")).text.split(`<h4 class="task__title">2 people wait though the rules give them no place: `).length, 2, "the desk lists them once");
	assert.match((await second.get("/manage")).text, new RegExp(`href="${path}"[^>]*>See the waiting list`));
	const state = (who) => one`SELECT state FROM lectern.booking WHERE id = ${who.number}`;
	assert.equal((await second.send((await forms(second)).pop(), { capacity: "2" })).status, 303);
	assert.deepEqual([state(a), state(b)], ["waiting", "waiting"]);
	assert.deepEqual((await second.send((await forms(second))[0], { act: "let_in", booking: a.number })).errors, ["Say why, so that others can follow"]);
	assert.equal((await second.send((await forms(second))[0], { act: "let_in", booking: a.number, why: "They lead it" })).status, 303);
	assert.deepEqual([state(a), state(b)], ["confirmed", "waiting"]);
	assert.doesNotMatch((await a.browser.get(`/bookings/${a.number}`)).words, /no place can come/);
	assert.match((await second.get("/manage")).words, /1 person waits though the rules give them no place/, "no longer who was let in");
});

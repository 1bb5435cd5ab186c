// @ts-nocheck
// Booking for others: letters to people without an address, colleagues.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { mailTo } from "./mail.mjs";
import { people, signedIn } from "./world.mjs";

let coordinator, booker;

before(() => {
	[coordinator, booker] = signedIn(people.coordinator, people.booker);
});

test("who has no address gets a letter: printed with the code, then marked as posted", async () => {
	sql`INSERT INTO person (code, first_name, last_name, job_title, agency, post)
	    SELECT 'PAPER', 'Päivi', '<b>Paper', 'Volunteer', id, E'c/o Café\n1 High Street' FROM agency WHERE code = 'TST1';
	    INSERT INTO booking (session, person, pool, state, agency)
	    SELECT s.id, p.id, l.id, 'confirmed', p.agency FROM session s JOIN pool l ON l.session = s.id, person p
	     WHERE s.ref = 'TST-101/02' AND p.code = 'PAPER';
	    UPDATE pool SET taken = taken + 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/02');
	    INSERT INTO ticket (booking, session, seed, key, hash, code)
	    SELECT b.id, b.session, substr(sha256('paper'), 1, 16), 1, sha256('paper ticket'), sha256('paper code')
	      FROM booking b JOIN person p ON p.id = b.person WHERE p.code = 'PAPER';
	    SELECT tell(b.id, 'booking_confirmed') FROM booking b JOIN person p ON p.id = b.person WHERE p.code = 'PAPER'`;
	assert.ok((await coordinator.get("/manage")).words.includes("1 letter to post"));
	const list = await coordinator.get("/manage/post");
	assert.ok(list.words.includes("Päivi <b>Paper"));
	const letters = await coordinator.get("/manage/post/letters");
	assert.equal(letters.status, 200);
	for (const words of ["You have a place: Noticing and acting", "c/o Café", "1 High Street", "Worried about a child?"])
		assert.ok(letters.words.includes(words), words);
	assert.match(letters.text, /<svg/);
	assert.match(letters.words, /[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}/);
	const id = one`SELECT id FROM lectern.mail WHERE state = 'to_post'`;
	assert.ok((await coordinator.get(`/manage/post/letters?mail=${id}`)).words.includes("Päivi"));
	assert.ok((await coordinator.get("/manage/post/letters?mail=%27x")).words.includes("nothing to print"));
	const none = list.forms.find((f) => f.get("act") === "post");
	assert.equal((await coordinator.send(none, { mails: undefined })).status, 422);
	assert.equal((await coordinator.send(none, { mails: ["x' OR 1=1", "99999999999999999999"] })).status, 303);
	const done = await coordinator.send(none);
	assert.equal(done.status, 303);
	assert.ok((await coordinator.follow(done)).words.includes("1 marked as done"));
	assert.deepEqual(rows`SELECT state FROM lectern.mail WHERE id = ${id}`, [{ state: "posted" }]);
});

test("reminders, messages and charges are letters too; one about a charge says where to state the case, without a link", async () => {
	const number = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'PAPER'`;
	sql`INSERT INTO mail (kind, person, booking, session, state, detail)
	    SELECT k.kind, b.person, b.id, b.session, 'to_post', k.detail::jsonb
	      FROM booking b, (VALUES ('reminder', '{}'), ('joining_details', '{}'), ('missed_you', '{}'), ('charge_settled', '{"charge_amount": "£30"}'),
	           ('charge_proposed', '{"charge_amount": "£30", "charge_because": "Did not attend.", "charge_until": "Friday, 5pm"}'),
	           ('message', '{"own_subject": "Bring a coat, {{first_name}}", "own_body": "Dear {{first_name}},\\n\\nThe hall is <cold>."}')) AS k (kind, detail)
	     WHERE b.id = ${number}`;
	const letters = (await coordinator.get("/manage/post/letters")).text.match(/<article[^]*?<\/article>/g);
	const about = (words) => {
		const found = letters.filter((l) => l.includes(words));
		assert.equal(found.length, 1, words);
		return found[0];
	};
	const message = about("Bring a coat, Päivi");
	assert.ok(message.includes("Dear Päivi,") && message.includes("The hall is &lt;cold&gt;."), message);
	assert.ok(!message.includes("This is a message about"));
	const charge = about("We propose to charge £30");
	assert.ok(charge.includes("please tell us by\nFriday, 5pm"), charge);
	assert.ok(charge.includes("Telephone: 01632 960210") && charge.includes("Lantern Yard, 1 High Street") && charge.includes(`booking ${number}`), charge);
	assert.ok(!charge.includes("No account is needed") && !charge.includes("Say why it is wrong"), "a link is of no use on paper");
	for (const words of ["A reminder: you have a place", "This is what you need for", "We missed you on", "We propose to charge"]) {
		assert.ok(about(words).includes("Telephone: 01632 960210"), words);
		assert.ok(!/\/contact|\/charges|this mail|this is a mail/i.test(about(words)), about(words));
	}
	about("is taken back");
	for (const kind of ["booking_confirmed", "booking_cancelled", "session_changed", "session_cancelled", "booking_waiting", "booking_barred", "offer", "workshop_given", "need_answered"]) {
		sql`UPDATE mail SET kind = ${kind}, detail = '{}' WHERE booking = ${number} AND kind <> 'booking_confirmed' AND id = (SELECT max(id) FROM mail WHERE booking = ${number})`;
		const page = await coordinator.get("/manage/post/letters");
		assert.match(page.text, /You get this letter because/, kind);
		assert.doesNotMatch(page.text, /You get this mail|\/leave\//, kind);
	}
	assert.ok(about("A reminder").includes("ring us on 01632 960210"));
	sql`DELETE FROM mail WHERE booking = ${number} AND kind <> 'booking_confirmed'`;
});

// --- training contacts --------------------------------------------------------

// A date of its own with so many places.
const date = (ref, places, options = "") => {
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
	    SELECT ${ref}, id, title, 'virtual', 'open', clock() + interval '33 days', clock() + interval '33 days 2 hours', clock() - interval '9 days', 10, ${options || "none"} FROM event WHERE code = 'TST-101';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = ${ref};
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', ${places} FROM session WHERE ref = ${ref}`;
	return ref.replace("/", "-");
};

const group = async (slug, people, typed = {}) => {
	const path = `/agency/sessions/${slug}`;
	const form = await booker.get(path);
	return booker.send(form.form(path), { people, ...typed });
};

test("colleagues pasted from a spreadsheet are checked row by row, and nothing typed is lost", async () => {
	const slug = date("TST-101/31", 20);
	const pasted = "First name\tLast name\tEmail\tJob\tTeam\r\nAnna\tBell\tnot an address\tNurse\tEast\r\n\r\nBo\t\t\t\t\nCy, Dee, cy@example.org, Nurse, <b>West\nCy, Dee, CY@example.org\nalone\na,b,c@example.org,d,e,f";
	const page = await group(slug, pasted);
	assert.equal(page.status, 422);
	assert.equal(page.form(`/agency/sessions/${slug}`).get("people").replaceAll("\r", ""), pasted.replaceAll("\r", ""));
	for (const row of ["Row 2: ", "Row 4: enter the last name or the email", "Row 6: this is the same person as row 5", "Row 7: put a comma", "Row 8: there are more than five"])
		assert.ok(page.errors.some((e) => e.startsWith(row)), `${row} in ${page.errors}`);
	const field = page.text.slice(page.text.indexOf('id="people-error"'), page.text.indexOf("<textarea"));
	assert.deepEqual([...field.matchAll(/<\/span>(Row [^<]*)/g)].map(([, words]) => words), page.text.match(/(?<=<a href="#people">)Row [^<]*/g), "all of them at the field too");
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE email = 'cy@example.org'`, 0);
	assert.equal((await group(slug, "")).status, 422);
	assert.equal((await group(slug, "A,B,\0x@example.org")).status >= 400, true);
	for (const evil of ["\t\t\t\t\t\t\t\t\n,,,\n;;;", "\"unclosed, quote, x@example.org", "=cmd|' /C calc'!A0,x,y@example.org", "'; DROP TABLE person,x,,", "\\,\\,\\", "𝓐,\u202e,𝓑@example.org"])
		assert.ok([200, 422].includes((await group(slug, evil)).status), evil);
});

test("a group is shown before it is booked, and answered once: places, waiting list, and who cannot be booked", async () => {
	const slug = date("TST-101/32", 2);
	const people = ["Ann,Ace,ann.ace@example.org,Officer,North", "\"Ben \"\"B\"\"\",Bee,,Volunteer,North", "Cat,Cee,cat@example.org",
		"Who,Ever,lucja@elsewhere.example", "Practitioner,Person,practitioner@example.org", "Un,Known,unknown@elsewhere.example"].join("\n");
	sql`INSERT INTO person (code, first_name, last_name, email, agency) SELECT 'ELSE', 'Secret', 'Name', 'lucja@elsewhere.example', id FROM agency WHERE code = 'TST3';
	    UPDATE rule SET one_live_date = false;
	    UPDATE agency SET email_domain = 'example.org' WHERE code = 'TST1'`;
	const check = await group(slug, people);
	assert.equal(check.status, 200);
	assert.ok(check.words.includes("4 of 6 can be booked"), check.words);
	const told = [...check.text.matchAll(/<tr><th[^]*?<\/tr>/g)].map(([row]) => row).filter((row) => row.includes("elsewhere.example"));
	assert.ok(told[0].includes("Who Ever"));
	assert.equal(told[1].replace("Un Known", "Who Ever").replace("unknown", "lucja"), told[0], "known or not, the same is said");
	assert.ok(!check.words.includes("Not an address of your"), "nor whether it is one of theirs");
	assert.ok(!check.words.includes("Secret"), "nothing is told of another organisation's people");
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE email = 'ann.ace@example.org'`, 0);
	const form = check.form(`/agency/sessions/${slug}`);
	const done = await booker.send(form);
	assert.equal(done.status, 303);
	const again = await booker.send(form);
	assert.equal(again.location, done.location, "sent twice it acts once");
	const answer = await booker.get(done.location);
	assert.equal(answer.heading, "2 with a place, 2 on the waiting list, 2 written to");
	assert.deepEqual(rows`SELECT p.first_name, p.email, b.state, a.code, h.person = k.id AS by_booker
		FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.person p ON p.id = b.person JOIN lectern.agency a ON a.id = p.agency
		JOIN lectern.booking_history h ON h.booking = b.id AND h.state <> 'confirmed' JOIN lectern.person k ON k.code = 'BOOKER' WHERE s.slug = ${slug} ORDER BY b.id`,
		[{ first_name: "Ann", email: "ann.ace@example.org", state: "confirmed", code: "TST1", by_booker: true },
			{ first_name: "Ben \"B\"", email: null, state: "confirmed", code: "TST1", by_booker: true },
			{ first_name: "Cat", email: "cat@example.org", state: "waiting", code: "TST1", by_booker: true },
			{ first_name: "Practitioner", email: "practitioner@example.org", state: "waiting", code: "TST1", by_booker: true }]);
	assert.deepEqual(rows`SELECT m.kind FROM lectern.mail m JOIN lectern.person p ON p.id = m.person WHERE p.email = 'ann.ace@example.org' ORDER BY m.id`.map((m) => m.kind),
		["set_password", "booking_confirmed"]);
	assert.equal(one`SELECT count(*)::int FROM lectern.mail WHERE kind = 'group_booked'`, 1);
	assert.deepEqual(rows`SELECT address, person FROM lectern.mail WHERE kind = 'colleague_asks' ORDER BY address`,
		[{ address: "lucja@elsewhere.example", person: null }, { address: "unknown@elsewhere.example", person: null }]);
	const asked = await mailTo("unknown@elsewhere.example", /^Will you come\?/);
	assert.ok(asked.text.includes(`/sessions/${slug}`) && asked.text.includes("Booker Person of Test Police"));
	const home = await booker.get("/agency");
	assert.ok(home.words.includes("Ann Ace"));

	// an address of the own domain, somebody's elsewhere or nobody's: no page tells which
	sql`INSERT INTO person (code, first_name, last_name, email, agency) SELECT 'ELSE2', 'Hidden', 'Person', 'zmoved@example.org', id FROM agency WHERE code = 'TST3'`;
	const seen = async (name) => {
		const pages = [await group(slug, `Same,${name},${name}@example.org,Officer,North`)];
		pages.push(await booker.follow(await booker.send(pages[0].form(`/agency/sessions/${slug}`))));
		const booking = pages[1].links.find((l) => /^\/agency\/bookings\/\d+$/.test(l));
		pages.push(await booker.get(booking), await booker.get(`/agency?show=staff&q=${name}`), await group(slug, `Same,${name},${name}@example.org`));
		return pages.map((p) => p.words.replaceAll(name, "NAME").replace(/Booking \d+/g, "Booking").replace(/\d+ colleagues/, ""));
	};
	sql`UPDATE session SET waiting_limit = 40 WHERE slug = ${slug}`;
	assert.deepEqual(await seen("zmoved"), await seen("zfresh"));
	const mine = await mailTo("zmoved@example.org", /^You are on the waiting list/);
	const page = await new Browser().get(mine.text.match(/\/guests\/[\w-]+/)[0]);
	assert.match(page.words, /You are on the waiting list.*Booked asSame zmoved/, "they have a link of their own");
	assert.doesNotMatch(page.words, /Hidden/);
	const ticket = answer.links.find((l) => l.endsWith("/ticket"));
	assert.match((await booker.get(ticket)).text, /<svg[^]*Your code, if the trainer asks for it[^]*online\. Ask your training contact/);

	const asked2 = date("TST-101/39", 3, "declare");
	const typed = "Una,Managed,,Helper,North";
	const bare = await group(asked2, typed);
	assert.deepEqual([bare.status, bare.form(`/agency/sessions/${asked2}`).get("people")], [422, typed], "who agrees their training is asked before, and nothing is lost");
	assert.match(bare.errors.join(), /the person who agrees the training of those whose manager we do not know/);
	assert.equal((await group(asked2, typed, { manager_name: "Boss", manager_email: "boss@example.org" })).status, 200);
});

test("200 rows are booked at once", async () => {
	const slug = date("TST-101/33", 150);
	const people = Array.from({ length: 200 }, (_, i) => `Many${i}\tPeople\tmany${i}@example.org\tNurse\tTeam ${i % 5}`).join("\n");
	const began = performance.now();
	const check = await group(slug, people);
	assert.equal(check.status, 200);
	const done = await booker.send(check.form(`/agency/sessions/${slug}`));
	assert.equal(done.status, 303);
	console.log(`200 rows: ${Math.round(performance.now() - began)} ms`);
	assert.equal((await booker.get(done.location)).heading, "150 with a place, 10 on the waiting list, 40 not booked");
	assert.deepEqual(rows`SELECT taken, waiting FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.slug = ${slug}`, [{ taken: 150, waiting: 10 }]);
	assert.equal((await group(slug, `${people}\nOne,More,one.more@example.org`)).status, 422);
	const staff = await booker.get("/agency?show=staff&q=many1");
	assert.ok(staff.words.includes("colleagues"));
	assert.ok((await booker.get("/agency?show=unbooked&page=2")).status === 200);
});

test("another organisation's people and bookings are not there", async () => {
	sql`INSERT INTO booking (session, person, pool, state, agency, sector)
	    SELECT s.id, p.id, l.id, 'confirmed', p.agency, 'school_primary' FROM session s JOIN pool l ON l.session = s.id, person p
	     WHERE s.ref = 'TST-101/02' AND p.code = 'ELSE';
	    UPDATE pool SET taken = taken + 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/02')`;
	const theirs = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'ELSE'`;
	const own = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.email = 'cat@example.org'`;
	const path = `/agency/bookings/${own}`;
	const form = (await booker.get(path)).form(path);
	for (const where of [`/agency/bookings/${theirs}`, `/agency/bookings/${theirs}/ticket`, "/agency?agency=TST3", "/agency/sessions/TST-101-02?agency=TST3"])
		assert.equal((await booker.get(where)).status, 404, where);
	form.action = `/agency/bookings/${theirs}`;
	assert.equal((await booker.send(form, { why: "x" })).status, 404);
	const check = await booker.send((await booker.get("/agency/sessions/TST-101-02")).form("/agency/sessions/TST-101-02"), { staff: "ELSE" });
	assert.ok(check.words.includes("Not one of your organisation"));
	assert.ok(!check.words.includes("Secret"));
	for (const page of [await booker.get("/agency"), await booker.get("/agency?show=staff")])
		assert.ok(!page.words.includes("Secret"));
	form.action = path;
	assert.equal((await booker.send(form, { why: "" })).status, 422);
	assert.equal((await booker.send(form, { why: "Ill" })).status, 303);
	assert.equal(one`SELECT state FROM lectern.booking WHERE id = ${own}`, "cancelled");
	sql`UPDATE agency SET email_domain = NULL WHERE code = 'TST1'`;
});

// --- staff, and needs ---------------------------------------------------------

test("staff add people beyond the places, with a reason, and register who has no address", async () => {
	const slug = date("TST-101/34", 1);
	sql`UPDATE session SET booking_closes = clock() - interval '1 day' WHERE slug = ${slug}`;
	const path = `/manage/sessions/${slug}/add`;
	const page = await coordinator.get(`${path}?q=other`);
	const adding = (on) => on.forms.find((f) => f.action === path && f.method === "POST");
	const form = adding(page);
	assert.ok(page.words.includes("Other Person"));
	assert.deepEqual((await coordinator.send(form, { person: "OTHER" })).errors, ["Say why"]);
	assert.equal((await coordinator.send(form, { reason: "x" })).status, 422);
	const added = await coordinator.send(form, { person: "OTHER", reason: "Came without a booking" });
	assert.equal(added.status, 303);
	assert.ok((await coordinator.get(added.location)).words.includes("Came without a booking"));
	const again = await coordinator.send(adding(await coordinator.get(path)), { person: "OTHER", reason: "again" });
	assert.deepEqual(again.errors, ["This person has a booking on this date already"]);
	const fresh = await coordinator.send(adding(await coordinator.get(path)),
		{ reason: "Rang", first_name: "Old", last_name: "Volunteer", agency: "TST3", post: "c/o School\n2 Elm Road" });
	assert.equal(fresh.status, 303);
	assert.match((await coordinator.get(`${fresh.location}/ticket`)).text, /<svg/);
	assert.deepEqual(rows`SELECT b.state, b.over, l.taken FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.pool l ON l.id = b.pool WHERE s.slug = ${slug} ORDER BY b.id`,
		[{ state: "confirmed", over: true, taken: 0 }, { state: "confirmed", over: true, taken: 0 }]);
	assert.ok((await coordinator.get("/manage/post")).words.includes("2 Elm Road"));
	const register = "/manage/people/new";
	const known = await coordinator.send((await coordinator.get(register)).form(register), { first_name: "X", agency: "TST1", email: people.other });
	assert.deepEqual(known.errors, ["Somebody with this address is known already: find them"]);
	const made = await coordinator.send((await coordinator.get(register)).form(register), { first_name: "<i>Eve", agency: "TST1" });
	assert.ok((await coordinator.follow(made)).words.includes("<i>Eve"));
});

test("needs go with the booking, warn when there is little time, and are seen by coordinator and trainer only", async () => {
	const [practitioner, trainer] = signedIn(people.practitioner, people.trainer);
	const slug = date("TST-101/35", 5);
	sql`UPDATE session SET starts = clock() + interval '4 days', ends = clock() + interval '4 days 2 hours', delivery = 'in_person' WHERE slug = ${slug};
	    INSERT INTO duty (session, person, kind) SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.slug = ${slug} AND p.code = 'TRAINER'`;
	// what a list of staff said of somebody, on two lines, is sent back as it is served
	sql`INSERT INTO need (person, diet) SELECT id, ${"Halal\nno nuts"} FROM person WHERE code = 'PRACTITIONER' ON CONFLICT (person) DO UPDATE SET diet = excluded.diet`;
	const form = await practitioner.get(`/sessions/${slug}/book`);
	assert.equal(form.form(`/sessions/${slug}/book`).get("dietary_needs"), "Halal\nno nuts");
	assert.equal((await practitioner.send(form.form(`/sessions/${slug}/book`), { access_needs: "x".repeat(2001) })).errors.length, 1);
	sql`DELETE FROM need`;
	assert.ok(form.words.includes("a British Sign Language interpreter (15 working days)"));
	const done = await practitioner.send(form.form(`/sessions/${slug}/book`), { access_needs: "BSL <b>interpreter", dietary_needs: "Vegan", clash: "yes" });
	assert.equal(done.status, 303);
	assert.ok((await practitioner.get(done.location)).words.includes("There is little time to arrange a British Sign Language interpreter (15 working days)"));
	const number = Number(done.location.match(/\d+/)[0]);
	const looks = () => one`SELECT count(*)::int FROM lectern.audit WHERE act = 'view_needs' AND object = ${`session ${slug}`}`;
	const was = looks();
	assert.ok((await coordinator.get(`/manage/sessions/${slug}`)).words.includes("Little time: a British Sign Language interpreter"));
	assert.ok((await trainer.get(`/door/${slug}/register`)).words.includes("BSL <b>interpreter"));
	assert.equal(looks(), was + 2);
	const mine = await booker.get(`/agency/bookings/${number}`);
	assert.equal(mine.status, 200);
	assert.ok(!mine.words.includes("BSL"));
	const path = `/manage/sessions/${slug}/needs`;
	const page = await coordinator.get(path);
	const need = page.forms.find((f) => f.action === path && f.get("kind") === "access");
	assert.equal((await coordinator.send(need, { state: "arranged", note: "Ms Sign" })).status, 303);
	assert.deepEqual(rows`SELECT kind, state, note FROM lectern.booking_need WHERE booking = ${number} ORDER BY kind`,
		[{ kind: "access", state: "arranged", note: "Ms Sign" }, { kind: "diet", state: "new", note: "" }]);
	assert.deepEqual(rows`SELECT detail FROM lectern.mail WHERE kind = 'need_answered' AND booking = ${number}`, [{ detail: { arranged: "yes" } }], "the mail does not say what it is");
	assert.equal((await coordinator.send(need, { booking: "1" })).status, 404);
	const long = await coordinator.send(need, { state: "met", note: `Ring. ${"z".repeat(300)}` });
	assert.equal(long.status, 422);
	assert.deepEqual(long.forms.filter((f) => f.action === path).map((f) => [f.get("kind"), f.get("state"), f.get("note")]), [["access", "met", `Ring. ${"z".repeat(300)}`], ["diet", "new", ""]], "kept where it was typed");
	assert.match(long.text, /id="note"[^>]*aria-describedby="note-error"/);
	const several = (await coordinator.get(path)).form(`${path}/several`);
	const none = await coordinator.send(several, { remark: "Ring them" });
	assert.deepEqual([none.status, none.errors, none.form(`${path}/several`).get("remark")], [422, ["Tick at least one need above", "Choose where they stand"], "Ring them"]);
	const half = await coordinator.send(several, { ticked: [`${number}-diet`] });
	assert.match(half.text, new RegExp(`value="${number}-diet" checked`), "what was ticked stays");
	assert.deepEqual((await coordinator.send(several, { ticked: ["1-diet", `${number}-diet`], stands: "met" })).status, 409);
	assert.equal((await coordinator.send(several, { ticked: [`${number}-diet`, `${number}-access`], stands: "met" })).status, 303);
	assert.deepEqual(rows`SELECT kind, state, note FROM lectern.booking_need WHERE booking = ${number} ORDER BY kind`,
		[{ kind: "access", state: "met", note: "Ms Sign" }, { kind: "diet", state: "met", note: "" }]);
	assert.match((await coordinator.get(path)).words, /Met: Coordinator Person, .*Arranged: Coordinator Person/, "with their history");
	sql`UPDATE booking_need SET state = CASE kind WHEN 'access' THEN 'arranged' ELSE 'new' END WHERE booking = ${number}`;
	const caterer = await coordinator.get(`${path}/caterer`);
	assert.ok(caterer.words.includes("Vegan"));
	assert.ok(!caterer.words.includes("Practitioner"));
	for (const [browser, diet] of [[booker, "vegan"], [trainer, ""]]) {
		const book = (await browser.get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`);
		assert.equal((await browser.send(book, { dietary_needs: diet, clash: "yes" })).status, 303);
	}
	assert.ok((await coordinator.get(`${path}/caterer`)).words.includes("3 people have a place in the room. Food FoodHow many Vegan2 No special food1"), (await coordinator.get(`${path}/caterer`)).words);
	sql`UPDATE session SET delivery = 'virtual' WHERE slug = ${slug}`;
	assert.ok((await coordinator.get(`${path}/caterer`)).words.includes("Nobody has a place in a room"), "online nobody is fed");
	sql`UPDATE session SET delivery = 'in_person' WHERE slug = ${slug}`;
});

test("needs are said anew after booking, by their owner, and arranged anew", async () => {
	const [practitioner, other] = signedIn(people.practitioner, people.other);
	const slug = "TST-101-35";
	const number = one`SELECT b.id FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.person p ON p.id = b.person WHERE s.slug = ${slug} AND p.code = 'PRACTITIONER'`;
	const path = `/bookings/${number}/needs`;
	assert.ok((await practitioner.get(`/bookings/${number}`)).words.includes("BSL <b>interpreter Arranged"));
	const form = (await practitioner.get(path)).form(path);
	assert.equal(form.get("access_needs"), "BSL <b>interpreter");
	assert.equal((await other.get(path)).status, 404);
	assert.equal((await practitioner.send(form, { access_needs: "x".repeat(2001) })).status, 422);
	const done = await practitioner.send(form, { access_needs: "Braille <i>handouts", dietary_needs: "" });
	assert.equal(done.location, `/bookings/${number}`);
	const shown = await practitioner.get(done.location);
	assert.ok(shown.words.includes("Braille <i>handouts We look into it"));
	assert.ok(shown.words.includes("There is little time to arrange Braille (15 working days)"));
	assert.deepEqual(rows`SELECT kind, state FROM lectern.booking_need WHERE booking = ${number}`, [{ kind: "access", state: "new" }]);
	assert.ok((await coordinator.get("/manage")).words.includes("1 need to arrange"));
	sql`UPDATE session SET starts = clock() - interval '1 minute' WHERE slug = ${slug}`;
	const late = await practitioner.send(form, { access_needs: "Late", dietary_needs: "" });
	assert.equal(late.status, 422);
	assert.deepEqual(late.errors, ["This date has begun. Tell the trainer what you need"]);
	assert.equal(late.form(path).get("access_needs"), "Late");
});

test("the trainer sees what to prepare and says whether it was met; food only as numbers", async () => {
	const [trainer, steward] = signedIn(people.trainer, people.steward);
	const path = "/door/TST-101-35/needs";
	sql`INSERT INTO booking_need (booking, kind, details) SELECT b.booking, 'diet', 'No nuts' FROM booking_need b WHERE b.details LIKE 'Braille%' ON CONFLICT DO NOTHING;
	    UPDATE booking_need SET state = 'arranged', note = 'Printed' WHERE details LIKE 'Braille%'`;
	assert.ok((await trainer.get("/door/TST-101-35/register")).words.includes("Practitioner Person: Braille <i>handouts Arranged Printed"));
	const page = await trainer.get(path);
	assert.ok(page.words.includes("No nuts: 1") || page.words.includes("Food"));
	assert.ok(!/Practitioner Person: No nuts/.test(page.words));
	assert.equal((await trainer.send(page.form(path), { state: "not_met" })).status, 303);
	assert.deepEqual(rows`SELECT state, note FROM lectern.booking_need WHERE details LIKE 'Braille%'`, [{ state: "not_met", note: "Printed" }]);
	assert.equal((await trainer.send(page.form(path), { state: "arranged" })).status, 422);
	assert.equal((await steward.get(path)).status, 404);
});

test("coordinators say what takes time to arrange; the second of two sees the first's", async () => {
	const path = "/manage/needs/new";
	const made = await coordinator.send((await coordinator.get(path)).form(path), { label: "a <b>lip-speaker", words: "lip speaker\nlip-read*", days: "20" });
	assert.equal(made.location, "/manage/needs");
	assert.ok((await coordinator.get("/manage/needs")).words.includes("a <b>lip-speaker 20 lip speaker, lip-read*") || (await coordinator.get("/manage/needs")).words.includes("lip-read*"));
	assert.deepEqual((await coordinator.send((await coordinator.get(path)).form(path), { label: "a <b>lip-speaker", words: "", days: "1" })).errors, ["There is one of that name already"]);
	const edit = "/manage/needs/bsl";
	const form = (await coordinator.get(edit)).form(edit);
	assert.equal((await coordinator.send(form, { days: "12" })).status, 303);
	const second = await coordinator.send(form, { days: "9" });
	assert.equal(second.status, 409);
	assert.ok(second.words.includes("Someone changed this while you were writing"));
	assert.equal(one`SELECT days FROM lectern.need_kind WHERE code = 'bsl'`, 12);
	assert.equal((await coordinator.send((await coordinator.get(edit)).form(edit), { days: "-1" })).status, 422);
	assert.equal((await coordinator.get("/manage/needs/none")).status, 404);
	sql`UPDATE need_kind SET days = 15 WHERE code = 'bsl'; DELETE FROM need_kind WHERE label LIKE '%lip%'`;
});

test("somebody new whom staff add is added once, however often they press; a guest too", async () => {
	const slug = date("TST-101/9187", 5), path = `/manage/sessions/${slug}/add`, coordinator = signedIn(people.coordinator)[0];
	const form = (await coordinator.get(path)).forms.find((f) => f.action === path && f.method === "POST");
	const typed = { first_name: "Quill", last_name: "Onlyonce", agency: "TST1", reason: "came" };
	const [a, b] = await Promise.all([coordinator.send(form, typed), coordinator.send(form, typed)]);
	const again = await coordinator.send(form, typed);
	assert.deepEqual([a.status, b.status, again.status], [303, 303, 303]);
	assert.deepEqual([b.location, again.location], [a.location, a.location]);
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE last_name = 'Onlyonce' AND first_name = 'Quill'`, 1);
	assert.equal((await coordinator.send(form, { ...typed, last_name: "Other" })).status >= 400, true, "the same form for somebody else");
	assert.equal((await coordinator.send((await coordinator.get(path)).forms.find((f) => f.action === path && f.method === "POST"), typed)).status, 303);
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE last_name = 'Onlyonce' AND first_name = 'Quill'`, 2, "another form is somebody else of that name");
});

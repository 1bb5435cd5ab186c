// @ts-nocheck
// Booking for others: letters to people without an address.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { one, rows, sql } from "./db.mjs";
import { people, signedIn } from "./world.mjs";

let coordinator;

before(() => {
	[coordinator] = signedIn(people.coordinator);
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
	assert.ok((await coordinator.follow(done)).words.includes("1 marked as posted"));
	assert.deepEqual(rows`SELECT state FROM lectern.mail WHERE id = ${id}`, [{ state: "posted" }]);
});

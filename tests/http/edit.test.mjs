// The programme made and changed in the browser: two people at once lose
// nothing, and what is not right is not saved.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { one, rows, sql } from "./db.mjs";
import { people, signedIn } from "./world.mjs";

let coordinator, other;

before(() => {
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, coordinator)
	    VALUES ('SECOND', 'Second', 'Coordinator', 'second@example.org', '', true) ON CONFLICT DO NOTHING`;
	[coordinator, other] = signedIn(people.coordinator, "second@example.org");
});

test("a venue and its room are added, and change; who did stands in the audit trail", async () => {
	const form = (await coordinator.get("/manage/venues/new")).form("/manage/venues/new");
	const wrong = await coordinator.send(form, { name: "", town: "Gillingham" });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.errors.includes("Enter the name"));
	assert.equal(wrong.form("/manage/venues/new").get("town"), "Gillingham");
	const made = await coordinator.send(form, { name: "Orchard Hall", town: "Gillingham", access: "Lift\nHearing loop" });
	assert.equal(made.status, 303);
	const again = await coordinator.send(form, { name: "orchard hall", town: "gillingham" });
	assert.deepEqual(again.errors, ["There is one of that name already"]);
	const room = (await coordinator.get(`${made.location}/rooms/new`)).form(`${made.location}/rooms/new`);
	assert.equal((await coordinator.send(room, { name: "Blue Room", capacity: "none" })).status, 422);
	assert.equal((await coordinator.send(room, { name: "Blue Room", capacity: "30", layouts: "cabaret: 24" })).status, 303);
	const page = await coordinator.get(made.location);
	assert.ok(page.words.includes("Blue Room"));
	assert.ok(page.words.includes("cabaret: 24"));
	const code = made.location.split("/").pop();
	assert.deepEqual(rows`SELECT p.code, a.act FROM lectern.audit a JOIN lectern.person p ON p.id = a.person WHERE a.object = ${`venue ${code}`}`,
		[{ code: "COORDINATOR", act: "make_venue" }]);
	const room1 = page.links.find((l) => l.startsWith(`${made.location}/rooms/`) && !l.endsWith("new"));
	const change = (await coordinator.get(room1)).form(room1);
	assert.equal(change.get("layouts"), "cabaret: 24");
	assert.equal((await coordinator.send(change, { capacity: "28" })).status, 303);
	assert.equal(one`SELECT capacity FROM lectern.room WHERE name = 'Blue Room'`, 28);
});

test("two people change one venue: the second gets 409 with both, and nothing is lost", async () => {
	const path = "/manage/venues/V01";
	const first = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	assert.equal((await coordinator.send(first, { phone: "01632 960101", parking: "60 spaces" })).status, 303);
	const refused = await other.send(second, { phone: "01632 960999", catering: "Hot drinks" });
	assert.equal(refused.status, 409);
	assert.deepEqual(rows`SELECT phone, parking, catering FROM lectern.venue WHERE code = 'V01'`,
		[{ phone: "01632 960101", parking: "60 spaces", catering: "" }]);
	for (const words of ["Someone changed this while you were writing", "01632 960101", "01632 960999", "Coordinator Person"])
		assert.ok(refused.words.includes(words), words);
	const form = refused.form(path);
	assert.equal(form.get("phone"), "01632 960999", "what was typed stays");
	assert.equal(form.get("parking"), "60 spaces", "what the second had left alone is the first's");
	assert.equal(form.get("catering"), "Hot drinks");
	assert.equal((await other.send(form)).status, 303);
	assert.deepEqual(rows`SELECT phone, parking, catering FROM lectern.venue WHERE code = 'V01'`,
		[{ phone: "01632 960999", parking: "60 spaces", catering: "Hot drinks" }]);
	assert.equal((await coordinator.send(first, { name: "Old" })).status, 409, "a third one too");
});

test("the rules of booking in plain words, with their bounds", async () => {
	const path = "/manage/rules", form = (await coordinator.get(path)).form(path);
	const was = Number(form.get("agreement_days"));
	assert.equal((await coordinator.send(form, { agreement_days: "0" })).status, 422);
	assert.deepEqual((await coordinator.send(form, { day_ends: "08:00" })).errors, ["Enter a time after the day begins"]);
	assert.equal((await coordinator.send(form, { agreement_days: String(was + 1), hold_places: undefined })).status, 303);
	assert.deepEqual(rows`SELECT agreement_days, hold_places FROM lectern.rule`, [{ agreement_days: was + 1, hold_places: false }]);
	assert.equal((await coordinator.send(form, { agreement_days: "9" })).status, 409);
	const now = (await coordinator.get(path)).form(path);
	assert.equal((await coordinator.send(now, { agreement_days: String(was), hold_places: "1" })).status, 303);
});

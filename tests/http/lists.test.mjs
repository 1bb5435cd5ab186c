// The lists that coordinators keep in the browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { one, rows, sql } from "./db.mjs";
import { people, signedIn } from "./world.mjs";

let coordinator, other;

// The desks and a date of their own.
const begin = () => {
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, coordinator)
	    VALUES ('SECOND', 'Second', 'Coordinator', 'second@example.org', '', true) ON CONFLICT DO NOTHING;
	    INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity) VALUES ('LST-101', 'course', 'Keeping lists', 'A test.', 'L1', 120, 'half day', 20);
	    INSERT INTO session (ref, event, title, delivery, starts, ends)
	    SELECT 'LST-101/01', id, title, 'virtual', clock() + interval '5 days', clock() + interval '5 days 1 hour' FROM event WHERE code = 'LST-101';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day 1', date_trunc('day', starts) + interval '10 hours', date_trunc('day', starts) + interval '12 hours' FROM session WHERE ref = 'LST-101/01';
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 5 FROM session WHERE ref = 'LST-101/01'`;
	[coordinator, other] = signedIn(people.coordinator, "second@example.org");
};

const add = async (typed) => {
	const form = (await coordinator.get("/manage/trainers/new")).form("/manage/trainers/new");
	return coordinator.send(form, { last_name: "", organisation: "", email: "", phone: "", ...typed });
};
const codeOf = (email) => one`SELECT t.code FROM lectern.trainer t JOIN lectern.person p ON p.id = t.person WHERE p.email = ${email}`;
const dates = async (browser = coordinator) => (await browser.get("/manage/sessions/LST-101-01/edit")).form("/manage/sessions/LST-101-01/edit");
const offered = async (name) => (await coordinator.get("/manage/sessions/LST-101-01/edit")).words.includes(name);

test("a trainer is added, chosen for a date, and sees its register once signed in", async () => {
	begin();
	const wrong = await add({ first_name: "", organisation: "Kent Training", email: "nobody" });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.errors.includes("Enter the first name"));
	assert.equal(wrong.form("/manage/trainers/new").get("organisation"), "Kent Training");
	assert.equal((await add({ first_name: "Nerys", last_name: "Pugh", organisation: "Kent Training", email: "Nerys@Example.org", phone: "01634 960222", commissioned: "1" })).status, 303);
	assert.deepEqual((await add({ first_name: "Nerys", email: "nerys@example.org" })).errors, ["Somebody with this address is a trainer already: change them"]);
	assert.deepEqual(rows`SELECT p.first_name, p.phone, t.organisation, t.commissioned FROM lectern.trainer t JOIN lectern.person p ON p.id = t.person WHERE p.email = 'nerys@example.org'`,
		[{ first_name: "Nerys", phone: "01634960222", organisation: "Kent Training", commissioned: true }]);
	const list = await coordinator.get("/manage/trainers");
	for (const words of ["Nerys Pugh", "Kent Training", "Paid by us", "01634960222", "Has not signed in yet"])
		assert.ok(list.words.includes(words), words);
	const code = codeOf("nerys@example.org");
	assert.deepEqual(rows`SELECT p.code, a.act FROM lectern.audit a JOIN lectern.person p ON p.id = a.person WHERE a.object = ${`trainer ${code}`}`, [{ code: "COORDINATOR", act: "make_trainer" }]);
	const form = await dates();
	assert.equal((await coordinator.send(form, { trainers: [code], anyway: "1" })).status, 303);
	sql`UPDATE session SET status = 'open' WHERE slug = 'LST-101-01'`;
	const [nerys] = signedIn("nerys@example.org");
	assert.ok((await nerys.get("/door")).links.some((l) => l.startsWith("/door/LST-101-01")), "the door of the date is hers");
	assert.equal((await nerys.get("/door/LST-101-01/register")).status, 200);
	sql`UPDATE session SET status = 'draft' WHERE slug = 'LST-101-01'`;
});

test("somebody we know becomes a trainer under the name that we know; two without an address are told apart", async () => {
	assert.equal((await add({ first_name: "Wrong", email: people.other, organisation: "Police" })).status, 303);
	assert.ok((await coordinator.get("/manage/trainers")).words.includes("Other Person"));
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${people.other}`, "Other");
	assert.equal((await add({ first_name: "Solomon", last_name: "Grundy", organisation: "Kent" })).status, 303);
	assert.deepEqual((await add({ first_name: "solomon", last_name: "grundy", organisation: "kent" })).errors, ["There is one of that name already"]);
	assert.equal((await add({ first_name: "Solomon", last_name: "Grundy", organisation: "Surrey" })).status, 303);
});

test("a trainer's details change; who signs in keeps their address, and nobody takes another's", async () => {
	const path = `/manage/trainers/${codeOf("nerys@example.org")}`, form = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	assert.equal((await coordinator.send(form, { organisation: "Pugh and Daughters", first_name: "N".repeat(400) })).status, 422);
	assert.equal((await coordinator.send(form, { organisation: "Pugh and Daughters" })).status, 303);
	const refused = await other.send(second, { phone: "01634 960333" });
	assert.equal(refused.status, 409);
	assert.equal(refused.form(path).get("organisation"), "Pugh and Daughters", "the first's stands");
	assert.equal((await other.send(refused.form(path))).status, 303);
	assert.deepEqual(rows`SELECT p.phone, t.organisation FROM lectern.trainer t JOIN lectern.person p ON p.id = t.person WHERE p.email = 'nerys@example.org'`,
		[{ phone: "01634960333", organisation: "Pugh and Daughters" }]);
	sql`UPDATE person SET verified = NULL WHERE email = 'nerys@example.org';
	    INSERT INTO link (token, purpose, email, person, expires) SELECT sha256('nerys'), 'register', email, id, clock() + interval '1 day' FROM person WHERE email = 'nerys@example.org'`;
	assert.deepEqual((await coordinator.send((await coordinator.get(path)).form(path), { email: people.admin })).errors, ["Somebody with this address is known already: find them"]);
	assert.equal((await coordinator.send((await coordinator.get(path)).form(path), { email: "pugh@example.org" })).status, 303);
	assert.ok(one`SELECT used IS NOT NULL FROM lectern.link WHERE token = sha256('nerys')`, "what was mailed to the address of before opens nothing");
	sql`UPDATE person SET verified = clock() WHERE email = 'pugh@example.org'`;
	assert.deepEqual((await coordinator.send((await coordinator.get(path)).form(path), { email: "thief@example.org" })).errors, ["This person signs in with their address: only they change it"]);
	sql`INSERT INTO trainer (person, code) SELECT id, 'T99' FROM person WHERE code = 'ADMIN' ON CONFLICT DO NOTHING; UPDATE person SET verified = NULL WHERE code = 'ADMIN'`;
	assert.equal((await coordinator.send((await coordinator.get("/manage/trainers/T99")).form("/manage/trainers/T99"), { email: "thief@example.org" })).status, 422, "an administrator's least of all");
	sql`DELETE FROM trainer WHERE code = 'T99'`;
});

test("who leads no more dates stays on theirs, and is not offered for others", async () => {
	const code = codeOf("pugh@example.org"), path = `/manage/trainers/${code}`;
	const page = await coordinator.get(path);
	assert.ok(page.links.includes("/manage/sessions/LST-101-01"), "what she leads is on her page");
	assert.equal((await coordinator.send(page.form(path), { retired: "1" })).status, 303);
	assert.ok((await coordinator.get("/manage/trainers")).words.includes("Leads no more dates"));
	assert.ok(await offered("Nerys Pugh (leads no more dates)"), "the date that she leads names her");
	const form = await dates();
	assert.equal((await coordinator.send(form, { trainers: form.fields.filter(([name]) => name === "trainers").map(([, value]) => value), anyway: "1" })).status, 303);
	assert.equal(one`SELECT count(*)::int FROM lectern.duty d JOIN lectern.trainer t ON t.person = d.person WHERE t.code = ${code}`, 1, "and keeps her");
	assert.equal((await coordinator.send(await dates(), { trainers: undefined, anyway: "1" })).status, 303);
	assert.equal(one`SELECT count(*)::int FROM lectern.duty d JOIN lectern.trainer t ON t.person = d.person WHERE t.code = ${code}`, 0, "until she is taken off");
	assert.ok(!await offered("Nerys Pugh"), "then nobody chooses her");
	assert.ok(!(await coordinator.get("/manage/sessions/TST-101-01/today")).words.includes("Nerys Pugh"), "nor in a hurry");
	assert.equal((await coordinator.send((await coordinator.get(path)).form(path), { retired: undefined })).status, 303);
	assert.ok(await offered("Nerys Pugh"), "and back again");
});

test("streams and the rules of workshops are changed beside the plan, and two people at once lose nothing", async () => {
	const path = "/manage/sessions/LST-101-01/streams";
	assert.ok((await coordinator.get("/manage/sessions/LST-101-01/plan")).links.includes(path));
	const form = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	const wrong = await coordinator.send(form, { stream1_code: "A", stream1_title: "", stream3_title: "No code", workshop_rules: "One a round" });
	assert.equal(wrong.status, 422);
	assert.deepEqual(wrong.errors, ["Enter a code of letters and digits, for example A", "Enter the title"]);
	assert.equal(wrong.form(path).get("workshop_rules"), "One a round");
	assert.equal((await coordinator.send(form, { stream1_code: "A", stream1_title: "Safer <at> home", stream1_colour: "teal", workshop_rules: "One a round" })).location, "/manage/sessions/LST-101-01/plan");
	const refused = await other.send(second, { stream2_code: "B", stream2_title: "Safer outside" });
	assert.equal(refused.status, 409);
	assert.equal(refused.form(path).get("stream1_title"), "Safer <at> home");
	assert.equal((await other.send(refused.form(path))).status, 303);
	assert.deepEqual(rows`SELECT streams, workshop_rules FROM lectern.session WHERE slug = 'LST-101-01'`,
		[{ streams: [{ code: "A", title: "Safer <at> home", colour_name: "teal" }, { code: "B", title: "Safer outside" }], workshop_rules: ["One a round"] }]);
	sql`UPDATE session SET status = 'open' WHERE slug = 'LST-101-01'`;
	const shown = await coordinator.get("/sessions/LST-101-01");
	for (const words of ["There are 2 streams", "Safer <at> home", "Safer outside"])
		assert.ok(shown.words.includes(words), words);
	sql`UPDATE session SET status = 'draft', streams = (SELECT jsonb_agg(jsonb_build_object('code', 'S' || n, 'title', 'Stream of an import ' || n)) FROM generate_series(1, 8) AS n) WHERE slug = 'LST-101-01'`;
	const many = (await coordinator.get(path)).form(path);
	assert.deepEqual([many.get("stream8_title"), many.get("stream11_code"), many.get("stream12_code")], ["Stream of an import 8", "", undefined], "all that there are, and three more");
	assert.equal((await coordinator.send(many, { stream8_title: "The last one", stream9_code: "S9", stream9_title: "One more" })).status, 303);
	assert.deepEqual(rows`SELECT e ->> 'title' AS title FROM lectern.session s, jsonb_array_elements(s.streams) WITH ORDINALITY AS x (e, n) WHERE s.slug = 'LST-101-01' AND n > 6 ORDER BY n`.map((r) => r.title),
		["Stream of an import 7", "The last one", "One more"]);
});

test("the standing checklist is added to, changed, put in order and shortened; a date that was over is asked for nothing new", async () => {
	const path = "/manage/checklist/new", form = (await coordinator.get(path)).form(path), todo = "Flip chart paper counted";
	const wrong = await coordinator.send(form, { words: "", days: "12", side: "after" });
	assert.deepEqual([wrong.status, wrong.errors, wrong.form(path).get("days"), wrong.form(path).get("side")], [422, ["Enter what has to be done"], "12", "after"]);
	assert.equal((await coordinator.send(form, { words: todo, delivery: "online", days: "2", side: "before" })).status, 303);
	assert.deepEqual((await coordinator.send(form, { words: todo.toUpperCase(), delivery: "online", side: "before" })).errors, ["It is in the checklist already"]);
	const item = one`SELECT id FROM lectern.check_item WHERE words = ${todo}`, edit = `/manage/checklist/${item}`;
	const has = async (ref, words = todo) => (await coordinator.get(`/manage/sessions/${ref}`)).words.includes(words);
	assert.ok(await has("LST-101-01"), "a date to come has it");
	assert.ok(!await has("TST-101-03"), "one that is over has not");
	const order = async () => (await coordinator.get("/manage/checklist")).links.filter((l) => /checklist\/\d+$/.test(l)).map((l) => Number(l.split("/").pop()));
	const before = await order();
	assert.equal(before.at(-1), Number(item), "it stands at the end");
	const page = await coordinator.get("/manage/checklist");
	assert.equal((await coordinator.send(page.forms.find((f) => f.get("item") === String(item)))).status, 303);
	assert.deepEqual(await order(), [...before.slice(0, -2), before.at(-1), before.at(-2)], "then one up");
	const first = (await coordinator.get(edit)).form(edit), second = (await other.get(edit)).form(edit);
	assert.equal((await coordinator.send(first, { days: "3" })).status, 303);
	assert.equal((await other.send(second, { words: "Flip charts counted" })).status, 409);
	assert.equal(one`SELECT days FROM lectern.check_item WHERE id = ${item}`, 3);
	const check = (await coordinator.get("/manage/sessions/LST-101-01")).forms.find((f) => f.get("item") === String(item));
	assert.equal((await coordinator.send(check)).status, 303);
	assert.equal((await coordinator.send((await coordinator.get(edit)).form(edit), { remove: "1" })).status, 303);
	assert.equal((await coordinator.get(edit)).status, 404);
	assert.ok(await has("LST-101-01"), "where it was done it stays");
	assert.ok(!await has("TST-101-01"), "elsewhere it is gone");
	sql`INSERT INTO check_item (session, words) SELECT id, 'Only here' FROM session WHERE slug = 'LST-101-01'`;
	assert.equal((await coordinator.get(`/manage/checklist/${one`SELECT id FROM lectern.check_item WHERE words = 'Only here'`}`)).status, 404, "what one date needs besides is not of every date");
	assert.deepEqual(rows`SELECT act FROM lectern.audit WHERE object = ${`check_item ${item}`} ORDER BY id`.map((a) => a.act), ["make_check_item", "move_check_item", "change_check_item", "remove_check_item"]);
});

test("what happens first if nobody acts stands first on the desk", async () => {
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends) SELECT 'LST-101/02', id, 'Keeping an offer', 'virtual', 'open', clock() + interval '20 days', clock() + interval '20 days 1 hour' FROM event WHERE code = 'LST-101';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day 1', starts, ends FROM session WHERE ref = 'LST-101/02';
	    INSERT INTO pool (session, kind, capacity, taken) SELECT id, 'main', 5, 1 FROM session WHERE ref = 'LST-101/02';
	    INSERT INTO booking (session, person, pool, state, agency) SELECT s.id, p.id, l.id, 'offered', p.agency FROM session s JOIN pool l ON l.session = s.id, person p WHERE s.ref = 'LST-101/02' AND p.code = 'OTHER';
	    INSERT INTO offer (booking, expires) SELECT b.id, clock() + interval '3 hours' FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'LST-101/02';
	    UPDATE session SET status = 'draft' WHERE ref = 'LST-101/01'`;
	const { words } = await coordinator.get("/manage");
	const at = (what) => { assert.ok(words.includes(what), what); return words.indexOf(what); };
	assert.ok(at("Today and tomorrow") < at("The place offered to Other Person lapses"));
	assert.ok(at("The place offered to Other Person lapses") < at("Soon"));
	assert.ok(at("Soon") < at("Not open for booking yet: Keeping lists"));
	assert.ok(at("Not open for booking yet: Keeping lists") < at("When there is time"));
	assert.ok(at("When there is time") < at("New workplace: Oak Skool"));
	sql`UPDATE offer SET state = 'lapsed', ended = clock() WHERE state = 'open'; UPDATE booking SET state = 'cancelled', ended_by = 'coordinator' WHERE state = 'offered'; UPDATE pool SET taken = 0 WHERE session = (SELECT id FROM session WHERE ref = 'LST-101/02')`;
});

test("a draft is deleted with all that hangs on it, also one that was open for a while; not one with people on it", async () => {
	const path = "/manage/sessions/LST-101-01/delete", event = "/manage/events/LST-101/delete";
	assert.ok((await coordinator.get("/manage/sessions/LST-101-01/edit")).links.includes(path));
	const ask = await coordinator.get(path), form = ask.form(path);
	assert.ok(ask.words.includes("LST-101/01: Keeping lists"));
	assert.deepEqual((await coordinator.send((await coordinator.get(event)).form(event))).errors, ["It has dates. Delete those that are drafts first; what was open once stays"]);
	const refused = async (words) => { const page = await coordinator.send(form); assert.deepEqual([page.status, page.errors], [422, [words]]); };
	sql`UPDATE session SET status = 'open' WHERE slug = 'LST-101-01'`;
	await refused("It is no draft. What was open for booking is cancelled, not deleted");
	sql`UPDATE session SET status = 'draft' WHERE slug = 'LST-101-01'; INSERT INTO mail (kind, person, address, session) SELECT 'session_staff', p.id, 'x@example.org', s.id FROM person p, session s WHERE p.code = 'OTHER' AND s.slug = 'LST-101-01'`;
	await refused("Somebody was booked on it or written to about it, so it stays");
	const held = await coordinator.get("/manage/sessions/LST-101-01/edit");
	assert.ok(!held.links.includes(path) && held.words.includes("so it cannot be deleted"), "what would be refused is not offered");
	sql`DELETE FROM mail WHERE session = (SELECT id FROM session WHERE slug = 'LST-101-01'); INSERT INTO audit (act, object) VALUES ('publish_session', 'session LST-101-01');
	    INSERT INTO session_change (session, kind, words) SELECT id, 'venue', 'It takes place online.' FROM session WHERE slug = 'LST-101-01'`;
	sql`INSERT INTO review (code, pseudonym, theme, status) VALUES ('LST', 'Child L', 'x', 'planned'); INSERT INTO review_reader (review, person) SELECT r.id, p.id FROM review r, person p WHERE r.code = 'LST' AND p.code = 'COORDINATOR';
	    UPDATE session SET review = (SELECT id FROM review WHERE code = 'LST') WHERE slug = 'LST-101-01'`;
	assert.equal((await other.send(form)).status, 404, "whoever may not read of it");
	await refused("It belongs to a learning review that is not published, and stays so that nobody else reads of it");
	sql`UPDATE session SET review = NULL WHERE slug = 'LST-101-01'; DELETE FROM review_reader WHERE review = (SELECT id FROM review WHERE code = 'LST'); DELETE FROM review WHERE code = 'LST'`;
	assert.equal((await coordinator.send(form)).location, "/manage/programme");
	assert.equal((await coordinator.send(form)).status, 404, "once");
	for (const table of ["part", "pool", "duty", "check_item", "checked"])
		assert.equal(one(["SELECT count(*)::int FROM lectern." + table + " WHERE session NOT IN (SELECT id FROM lectern.session)"]), 0, table);
	assert.deepEqual(rows`SELECT p.code, a.detail ->> 'note' LIKE 'Keeping lists, %' AS told FROM lectern.audit a JOIN lectern.person p ON p.id = a.person WHERE a.act = 'delete_session'`, [{ code: "COORDINATOR", told: true }]);
	sql`DELETE FROM offer WHERE booking IN (SELECT b.id FROM booking b JOIN session s ON s.id = b.session WHERE s.slug = 'LST-101-02'); DELETE FROM booking_history WHERE booking IN (SELECT b.id FROM booking b JOIN session s ON s.id = b.session WHERE s.slug = 'LST-101-02');
	    DELETE FROM booking WHERE session = (SELECT id FROM session WHERE slug = 'LST-101-02'); DELETE FROM mail WHERE session = (SELECT id FROM session WHERE slug = 'LST-101-02'); UPDATE session SET status = 'draft' WHERE slug = 'LST-101-02'`;
	const last = "/manage/sessions/LST-101-02/delete";
	assert.equal((await coordinator.send((await coordinator.get(last)).form(last))).status, 303);
	assert.ok((await coordinator.get("/manage/events/LST-101/edit")).links.includes(event), "a course without dates offers it");
	assert.equal((await coordinator.send((await coordinator.get(event)).form(event))).location, "/manage/events");
	assert.equal(one`SELECT count(*)::int FROM lectern.event WHERE code = 'LST-101'`, 0);
});

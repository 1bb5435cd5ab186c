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
	const trail = (await coordinator.get("/manage/audit?act=change_room")).text.match(/<tbody>([\s\S]*)<\/tbody>/)[1];
	assert.match(trail, /Coordinator Person[\s\S]*Changed a room[\s\S]*Capacity|Places: 30 → 28/);
	assert.ok(!/[{}]|version|why:/i.test(trail), "in words");
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
	const bounds = { offer_days: 61, offer_hours: 81, offer_late_days: 61, offer_late_hours: 0, offer_stop_hours: 241, first_call_days: 61, agreement_days: 61, release_days: 121,
		withdraw_hours: 241, change_stop_hours: 241, no_show_count: 21, no_show_months: 0, no_show_bar_months: 0, reminder_days: 61, second_reminder_days: 61, joining_days: 61, join_days: 61, minimum_days: 121 };
	const all = rows`SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'lectern' AND table_name = 'rule' AND data_type = 'integer' AND column_name <> 'version'`;
	assert.deepEqual(all.map((c) => c.name).sort(), Object.keys(bounds).sort(), "every figure of the rules is here");
	for (const [name, wrong] of Object.entries(bounds)) {
		const refused = await coordinator.send(form, { [name]: String(wrong) });
		assert.equal(refused.status, 422, name);
		assert.equal(refused.form(path).get(name), String(wrong), name);
	}
	assert.deepEqual((await coordinator.send(form, { reminder_days: "2", second_reminder_days: "2" })).errors, ["Enter fewer days than for the first reminder"]);
	assert.deepEqual((await coordinator.send(form, { day_ends: "08:00" })).errors, ["Enter a time after the day begins"]);
	assert.equal((await coordinator.send(form, { agreement_days: String(was + 1), hold_places: undefined })).status, 303);
	assert.deepEqual(rows`SELECT agreement_days, hold_places FROM lectern.rule`, [{ agreement_days: was + 1, hold_places: false }]);
	assert.equal((await coordinator.send(form, { agreement_days: "9" })).status, 409);
	const now = (await coordinator.get(path)).form(path);
	assert.equal((await coordinator.send(now, { agreement_days: String(was), hold_places: "1", joining_days: "6" })).status, 303);
	assert.equal(one`SELECT joining_days FROM lectern.rule`, 6);
});

const course = { code: "NEW-101", kind: "course", title: "Listening to teenagers", summary: "How to hear what is not said.",
	level: "L2", delivery: "in_person", duration: "half day", minutes: "180", capacity: "20" };
const day = (days) => one`SELECT to_char((lectern.clock() AT TIME ZONE 'Europe/London')::date + ${days}::int
	+ CASE extract(isodow FROM (lectern.clock() AT TIME ZONE 'Europe/London')::date + ${days}::int) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END, 'FMDD FMMonth YYYY')`;

test("a course is added with its code, once, and changed", async () => {
	const path = "/manage/events/new", form = (await coordinator.get(path)).form(path);
	assert.equal((await coordinator.send(form, { ...course, minutes: "" })).status, 422);
	sql`SELECT make_terms(NULL, NULL, '{"code":"ALL-OF-IT","name":"All of the fee","notice":5,"amounts":[{"kind":"absence","share":100}]}')`;
	const money = { terms: "ALL-OF-IT", full_fee: "125" };
	assert.equal((await coordinator.send(form, course)).location, "/manage/events/NEW-101/sessions/new");
	assert.deepEqual((await coordinator.send(form, course)).errors, ["There is a course or event of that code already"]);
	const edit = "/manage/events/NEW-101/edit", first = (await coordinator.get(edit)).form(edit);
	assert.equal(first.get("summary"), course.summary);
	const second = (await other.get(edit)).form(edit);
	assert.equal((await coordinator.send(first, { outcomes: "Hear\nSay", delivery: ["in_person", "virtual"], ...money })).status, 303);
	assert.deepEqual(rows`SELECT terms, full_fee FROM lectern.event WHERE code = 'NEW-101'`, [{ terms: "ALL-OF-IT", full_fee: 12500 }]);
	const refused = await other.send(second, { title: "Hearing teenagers" });
	assert.equal(refused.status, 409);
	assert.equal(refused.form(edit).get("outcomes"), "Hear\nSay");
	assert.deepEqual(refused.form(edit).fields.filter(([name]) => name === "delivery").map(([, value]) => value).sort(), ["in_person", "virtual"], "ticks too");
	assert.equal((await other.send(refused.form(edit))).status, 303);
	assert.deepEqual(rows`SELECT title, outcomes FROM lectern.event WHERE code = 'NEW-101'`, [{ title: "Hearing teenagers", outcomes: ["Hear", "Say"] }]);
	assert.ok((await coordinator.get("/manage/events")).words.includes("Hearing teenagers"));
});

const add = async (typed) => {
	const path = "/manage/events/NEW-101/sessions/new", form = (await coordinator.get(path)).form(path);
	return { form, page: await coordinator.send(form, { part1_starts: "09:30", part1_ends: "12:30", ...typed }) };
};

test("a date is made as a draft, once, and what is wrong is said at its field", async () => {
	assert.deepEqual((await add({})).page.errors, ["Enter the day"]);
	assert.deepEqual((await add({ part1_date: day(20), part1_ends: "09:00" })).page.errors, ["The end must be after the start"]);
	assert.deepEqual((await add({ part1_date: "28 March 2027", part1_starts: "01:30" })).page.errors, ["That time does not exist: the clocks go forward that night"]);
	const { form, page } = await add({ part1_date: day(20), room: "V01-1" });
	assert.equal(page.status, 303, String(page.errors));
	assert.equal(page.location, "/manage/sessions/NEW-101-01/edit");
	assert.equal((await coordinator.send(form, { part1_starts: "09:30", part1_ends: "12:30", part1_date: day(20), room: "V01-1" })).location, page.location, "sent twice it is one date");
	assert.deepEqual(rows`SELECT status, title FROM lectern.session WHERE slug LIKE 'NEW-101%'`, [{ status: "draft", title: "Hearing teenagers" }]);
	const ownFee = (await coordinator.get(page.location)).form(page.location);
	assert.equal((await coordinator.send(ownFee, { full_fee: "90" })).status, 303);
	assert.equal(one`SELECT app.price(app.policy_of(id), id, 'private', 'absence') FROM lectern.session WHERE slug = 'NEW-101-01'`, 9000, "the date's own fee, under its course's terms");
	assert.equal((await coordinator.get("/sessions/NEW-101-01")).status, 404, "nobody sees a draft");
});

test("a room taken twice, or too small, is told before it is saved, and can be saved all the same", async () => {
	const typed = { part1_date: day(20), part1_starts: "11:00", room: "V01-1", capacity: "40" };
	const { page } = await add(typed);
	assert.equal(page.status, 422);
	assert.ok(page.errors.some((e) => e.startsWith("Medlar Room is taken: Hearing teenagers")), String(page.errors));
	assert.ok(page.errors.includes("Medlar Room holds 24 people, and there are 40 places"));
	assert.equal(one`SELECT count(*)::int FROM lectern.session WHERE slug LIKE 'NEW-101%'`, 1);
	const saved = await coordinator.send(page.form("/manage/events/NEW-101/sessions/new"), { anyway: "1" });
	assert.equal(saved.location, "/manage/sessions/NEW-101-02/edit");
	const bank = await add({ part1_date: "26 March 2027" });
	assert.ok(bank.page.errors.some((e) => e.startsWith("26 March is a bank holiday")), String(bank.page.errors));
});

test("two people change one date: 409 with both; the edit is on record", async () => {
	const path = "/manage/sessions/NEW-101-02/edit";
	const first = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	{ const p = await coordinator.send(first, { title: "Evening", anyway: "1" }); assert.equal(p.status, 303, String(p.errors)); }
	const refused = await other.send(second, { part1_starts: "11:30", anyway: "1" });
	assert.equal(refused.status, 409);
	assert.equal(refused.form(path).get("title"), "Evening");
	assert.equal(refused.form(path).get("part1_starts"), "11:30");
	assert.equal((await other.send(refused.form(path), { anyway: "1" })).status, 303);
	assert.deepEqual(rows`SELECT s.title, to_char(p.starts AT TIME ZONE 'Europe/London', 'HH24:MI') AS at
	                        FROM lectern.session s JOIN lectern.part p ON p.session = s.id WHERE s.slug = 'NEW-101-02'`, [{ title: "Evening", at: "11:30" }]);
	const history = (await coordinator.get("/manage/sessions/NEW-101-02")).text.split(`id="history"`)[1];
	assert.match(history, /Changed the details[\s\S]*Day 1, from: 11:00 → 11:30[\s\S]*Changed the details[\s\S]*Title: Hearing teenagers → Evening/);
	assert.ok(!/[{}]/.test(history.split("</section>")[0]), "in words");
});

// The form of a page that changes something, not the one that filters.
const posted = (page, path) => page.forms.find((f) => f.action === path && f.method === "POST");

const publish = async (browser, refs, more = {}) => {
	const path = "/manage/programme/publish";
	return browser.send(posted(await browser.get(path), path), { refs, ...more });
};

test("a term opens for booking at one press or at an hour, all of it or none", async () => {
	sql`UPDATE session SET venue = NULL, room = NULL WHERE slug = 'NEW-101-02'`;
	assert.ok((await coordinator.get("/manage/programme/publish")).words.includes("Needs a venue."));
	assert.equal((await publish(coordinator, ["NEW-101-01", "NEW-101-02"])).status, 422);
	assert.equal((await coordinator.get("/sessions/NEW-101-01")).status, 404);
	assert.deepEqual((await publish(coordinator, [])).errors, ["Tick at least one date"]);
	assert.deepEqual((await publish(coordinator, ["NEW-101-01"], { day: day(-3) })).errors, ["Enter a time to come"]);
	assert.equal((await publish(coordinator, ["NEW-101-01"])).status, 303);
	assert.equal((await coordinator.get("/sessions/NEW-101-01")).status, 200);
	assert.ok((await coordinator.get("/?q=teenagers")).words.includes("Hearing teenagers"));
	sql`UPDATE session SET venue = (SELECT id FROM venue WHERE code = 'V01') WHERE slug = 'NEW-101-02'`;
	assert.equal((await publish(coordinator, ["NEW-101-02"], { day: day(5) })).status, 303);
	assert.equal((await coordinator.get("/sessions/NEW-101-02")).status, 404, "not before that day");
	assert.ok((await coordinator.get("/manage/programme?event=NEW-101")).words.includes("Shows from"));
});

test("with people booked: places never below those taken, the trainer only with an answer, times elsewhere", async () => {
	const path = "/manage/sessions/NEW-101-01/edit";
	sql`INSERT INTO trainer (person, code) SELECT id, 'T01' FROM person WHERE code = 'TRAINER' ON CONFLICT DO NOTHING;
	    INSERT INTO booking (session, person, pool, state)
	    SELECT s.id, p.id, l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id, person p WHERE s.slug = 'NEW-101-01' AND p.code IN ('OTHER', 'BOOKER');
	    UPDATE pool SET taken = 2 WHERE session = (SELECT id FROM session WHERE slug = 'NEW-101-01')`;
	const leads = one`SELECT t.code FROM lectern.trainer t JOIN lectern.person p ON p.id = t.person WHERE p.code = 'TRAINER'`;
	const form = (await coordinator.get(path)).form(path);
	assert.deepEqual((await coordinator.send(form, { capacity: "1" })).errors, ["2 places are taken. Enter at least as many"]);
	const asked = await coordinator.send(form, { part1_starts: "10:00", trainers: leads, anyway: "1" });
	assert.equal(asked.status, 422);
	assert.match(asked.errors[0], /^It moves from .*9:30am to 12:30pm to .*10am to 12:30pm\. It is led by .*\. Choose whether to write/);
	assert.ok(asked.words.includes("Whom it touches: 2") && asked.words.includes("Has a place"), "and says whom");
	assert.equal(asked.form(path).get("part1_starts"), "10:00", "nothing typed is lost");
	assert.equal((await coordinator.send(asked.form(path), { tell: "yes", why: "The hall opens late.", capacity: "22" })).status, 303);
	assert.deepEqual(rows`SELECT p.code, m.kind, m.detail ->> 'change_why' AS why FROM lectern.mail m JOIN lectern.person p ON p.id = m.person
	                       WHERE m.kind = 'session_moved' AND m.session = (SELECT id FROM lectern.session WHERE slug = 'NEW-101-01') ORDER BY 1`.map((m) => [m.code, m.why.startsWith("The hall opens late. It is led by")]),
		[["BOOKER", true], ["OTHER", true]]);
	const quiet = (await coordinator.get(path)).form(path);
	assert.equal((await coordinator.send(quiet, { title: "Listening", tell: "no" })).status, 303);
	assert.equal(one`SELECT count(*)::int FROM lectern.mail m WHERE m.kind = 'session_changed' AND m.session = (SELECT id FROM lectern.session WHERE slug = 'NEW-101-01')`, 0);
	assert.ok((await coordinator.get(path)).words.includes("2 booked or waiting"));
});

test("a term is copied: the same local time after the clocks change, a time that does not exist left out, holidays not ticked", async () => {
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends)
	    SELECT 'NEW-101/' || n, e.id, 'Night ' || n, 'virtual', 'open', lectern.local_instant(t), lectern.local_instant(t) + interval '2 hours'
	      FROM event e, (VALUES ('91', timestamp '2027-03-14 01:30'), ('92', timestamp '2027-03-16 09:30'), ('93', timestamp '2027-03-12 09:30')) AS v (n, t) WHERE e.code = 'NEW-101';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day 1', starts, ends FROM session WHERE ref IN ('NEW-101/91', 'NEW-101/92', 'NEW-101/93');
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 10 FROM session WHERE ref IN ('NEW-101/91', 'NEW-101/92', 'NEW-101/93')`;
	const path = "/manage/programme/copy", page = await coordinator.get(`${path}?from=2027-03-12&to=2027-03-16&weeks=2`);
	assert.ok(page.words.includes("that time does not exist, the clocks go forward"));
	assert.ok(page.words.includes("26 March is a bank holiday: Good Friday"));
	const form = posted(page, path);
	assert.deepEqual(form.fields.filter(([n]) => n === "refs"), [["refs", "NEW-101-92"]], "the bank holiday is not ticked");
	assert.equal((await coordinator.send(form, { refs: ["NEW-101-91", "NEW-101-92"] })).status, 303);
	assert.deepEqual(rows`SELECT status, title, to_char(starts AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI') AS at, to_char(starts AT TIME ZONE 'UTC', 'HH24:MI') AS utc
	                        FROM lectern.session WHERE title LIKE 'Night%' AND status = 'draft'`,
	[{ status: "draft", title: "Night 92", at: "2027-03-30 09:30", utc: "08:30" }]);
	const again = await coordinator.send(posted(await coordinator.get(`${path}?from=2027-03-12&to=2027-03-16&weeks=2`), path), { refs: ["NEW-101-92"] });
	assert.equal(again.location, "/manage/programme?state=draft&copied=0&left=1");
	assert.ok((await coordinator.get("/manage/programme?state=draft&copied=1&left=2")).words.includes("2 left out: they are there already"));
	assert.equal(one`SELECT count(*)::int FROM lectern.session WHERE title LIKE 'Night%' AND status = 'draft'`, 1, "not twice");
});

test("places are kept for a group, shown in a table, and go to everyone", async () => {
	const path = "/manage/sessions/NEW-101-01/kept";
	const form = () => coordinator.get(path).then((p) => p.forms.filter((f) => f.action === path).pop());
	assert.deepEqual((await coordinator.send(await form(), { places: "4" })).errors, ["Choose for whom they are kept"]);
	assert.deepEqual((await coordinator.send(await form(), { group: "sector-police", places: "99" })).errors, ["There are 22 places left to keep"]);
	assert.equal((await coordinator.send(await form(), { group: "sector-police", places: "4", release: day(10) })).status, 303);
	for (const page of [path, "/manage/sessions/NEW-101-01"]) {
		const words = (await coordinator.get(page)).words;
		assert.ok(words.includes("PoliceSector404"), page);
		assert.ok(words.includes("Everyone22 in all2 in all16"), page);
	}
	const twice = await coordinator.send(await form(), { group: "sector-police", places: "4" });
	assert.deepEqual(twice.errors, ["Places are kept for them already: change those"], "sent twice it is not kept twice");
	assert.equal(twice.form(path).get("places"), "4", "what was typed stays");

	// two people change them: the second sees both
	const edit = (await coordinator.get(path)).links.find((l) => l.startsWith(`${path}/`));
	const first = (await coordinator.get(edit)).form(edit), second = (await other.get(edit)).form(edit);
	const wrong = await coordinator.send(first, { places: "99", release: day(9) });
	assert.deepEqual(wrong.errors, ["There are 22 places left to keep"]);
	assert.deepEqual([wrong.form(edit).get("places"), wrong.form(edit).get("release")], ["99", day(9)], "what was typed stays");
	assert.deepEqual((await coordinator.send(first, { places: "" })).errors, ["Enter how many places to keep"]);
	assert.equal((await coordinator.send(first, { places: "3" })).status, 303);
	const stale = await other.send(second, { places: "6" });
	assert.equal(stale.status, 409);
	for (const words of ["Someone changed this while you were writing", "Places3Coordinator Person", "6"])
		assert.ok(stale.words.includes(words), `${words} in ${stale.words}`);
	assert.equal((await other.send(stale.form(edit))).status, 303, "and can save it now");
	assert.equal(one`SELECT places FROM lectern.reserve k JOIN lectern.session s ON s.id = k.session WHERE s.slug = 'NEW-101-01' AND NOT released`, 6);
	assert.equal((await coordinator.send((await coordinator.get(edit)).form(edit), { remove: "1" })).status, 303);
	const gone = await other.send(second, { places: "3" });
	assert.equal(gone.status, 409);
	assert.deepEqual(gone.errors, ["These places have gone to everyone meanwhile"]);
	assert.equal((await coordinator.get(edit)).status, 404);
	assert.ok((await coordinator.get(path)).words.includes("Went to everyone"));
	assert.equal((await coordinator.get("/manage/sessions/NONE-1/kept")).status, 404);

	// the same for the number of one organisation
	const agency = one`SELECT a.code FROM lectern.agency a JOIN lectern.person p ON p.agency = a.id WHERE p.code = 'OTHER'`;
	const limits = "/manage/sessions/NEW-101-01/limits", limit = `${limits}/${agency}`;
	assert.equal((await coordinator.get(`${limits}?agency=${agency}`)).location, limit);
	assert.equal((await coordinator.get(`${limits}?agency=`)).status, 200);
	assert.equal((await coordinator.get(`${limits}/NONE`)).status, 404);
	const mine = (await coordinator.get(limit)).form(limit), theirs = (await other.get(limit)).form(limit);
	assert.equal((await coordinator.send(mine, { most: "some" })).form(limit).get("most"), "some");
	assert.equal((await coordinator.send(mine, { most: "2" })).status, 303);
	assert.match((await coordinator.get(path)).words, /of at most 2 \(for this date\)/);
	const late = await other.send(theirs, { most: "0" });
	assert.equal(late.status, 409);
	assert.match(late.words, /Someone changed this while you were writing.*2Coordinator Person/);
	assert.equal((await other.send(late.form(limit), { most: "" })).status, 303);
	assert.doesNotMatch((await coordinator.get(path)).words, /of at most 2 \(for this date\)/);
});

test("what an organisation may have of every date is changed in the browser, and who waits moves; two people see both", async () => {
	const path = "/manage/limits/SCHOOLS", ref = "/manage/sessions/NEW-101-01/kept";
	sql`INSERT INTO agency (code, name, short_name, sector, charging_class)
	    SELECT 'SCHOOLS', 'Infant schools', 'Infants', sector, charging_class FROM agency WHERE active LIMIT 1;
	    INSERT INTO setting (agency, name) SELECT id, n FROM agency, unnest(ARRAY['Rowan School', 'Yew School']) AS n WHERE code = 'SCHOOLS'`;
	assert.ok((await coordinator.get("/manage/programme")).links.includes("/manage/limits"));
	assert.ok((await coordinator.get("/manage/limits")).words.includes("Infant schoolsNo limitAll together"));
	const first = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	const wrong = await coordinator.send(first, { max_per_session: "many", reserves: "NEW-101: 1" });
	assert.equal(wrong.status, 422);
	assert.equal(wrong.form(path).get("reserves"), "NEW-101: 1", "what was typed stays");
	assert.deepEqual((await coordinator.send(first, { reserves: "NOWHERE-1: 2" })).errors,
		["“NOWHERE-1: 2” is no line such as NEG-201: 4, or there is no such course"]);
	assert.equal((await coordinator.send(first, { max_per_session: "1", capped_by: "setting", reserves: "NEW-101: 2" })).status, 303);
	assert.ok((await coordinator.get("/manage/limits")).words.includes("Infant schools1Each of its 2 settings by itself"));
	const refused = await other.send(second, { max_per_session: "7" });
	assert.equal(refused.status, 409);
	for (const words of ["Someone changed this while you were writing", "The people of each setting", "NEW-101: 2"])
		assert.ok(refused.words.includes(words), words);
	assert.deepEqual(rows`SELECT max_per_session, capped_by FROM lectern.agency WHERE code = 'SCHOOLS'`, [{ max_per_session: 1, capped_by: "setting" }]);
	assert.equal((await coordinator.get("/manage/limits/NONE")).status, 404);

	// places kept for one of its schools, in the table of the date
	const keep = (await coordinator.get(ref)).forms.filter((f) => f.action === ref).pop();
	const group = one`SELECT 'setting-' || id FROM lectern.setting WHERE name = 'Rowan School'`;
	assert.equal((await coordinator.send(keep, { group, places: "2", release: day(10) })).status, 303);
	assert.match((await coordinator.get("/manage/sessions/NEW-101-01")).words, /Rowan School, InfantsSetting202/);
	sql`DELETE FROM reserve WHERE label LIKE 'Rowan School%'`;
});

test("what comes before a course, who may book a date, its rooms and welcome desk", async () => {
	const course = "/manage/events/NEW-101/edit", form = (await coordinator.get(course)).form(course);
	assert.deepEqual((await coordinator.send(form, { needs1: "NEW-101" })).errors, ["A course cannot come before itself. Choose another"]);
	const [before] = rows`SELECT code, title FROM lectern.event WHERE code <> 'NEW-101' AND review IS NULL ORDER BY code LIMIT 1`;
	assert.equal((await coordinator.send(form, { needs1: before.code, needs1_months: "24", needs1_equal: "Level 2 of the next county", certificate: "1", certificate_for: "marked present" })).status, 303);
	const page = (await coordinator.get("/events/NEW-101")).words;
	assert.ok(page.includes("in the last 2 years") && page.includes("This counts as well: Level 2 of the next county"), page);
	const path = "/manage/sessions/NEW-101-02/edit", date = (await coordinator.get(path)).form(path);
	assert.deepEqual((await coordinator.send(date, { stewards: "nobody@example.org", anyway: "1" })).errors, ["We know nobody with the address nobody@example.org"]);
	const agency = one`SELECT min(code) FROM lectern.agency WHERE active`;
	const room = one`SELECT code FROM lectern.room ORDER BY code DESC LIMIT 1`;
	assert.equal((await coordinator.send(date, { stewards: "OTHER@example.org", only_agencies: agency, part1_room: room, cost_venue: "120", anyway: "1" })).status, 303);
	assert.deepEqual(rows`SELECT cardinality(s.only_agencies) AS n, s.cost_venue, r.code AS room, (SELECT string_agg(p.code, ' ') FROM lectern.duty d JOIN lectern.person p ON p.id = d.person WHERE d.session = s.id AND d.kind = 'steward') AS stewards
	                        FROM lectern.session s JOIN lectern.part q ON q.session = s.id LEFT JOIN lectern.room r ON r.id = q.room WHERE s.slug = 'NEW-101-02'`,
	[{ n: 1, cost_venue: 12000, room, stewards: "OTHER" }]);
	const now = (await coordinator.get(path)).form(path);
	assert.equal(now.get("stewards"), "other@example.org");
	assert.equal((await coordinator.send(now, { stewards: "", only_agencies: undefined, part1_room: "", anyway: "1" })).status, 303);
});

test("the plan of a day and its workshops; who has chosen one is asked about", async () => {
	const base = "/manage/sessions/NEW-101-02", plan = `${base}/plan`;
	assert.ok((await coordinator.get(plan)).words.includes("No plan yet"));
	const hour = (await coordinator.get(`${plan}/new`)).form(`${plan}/new`);
	assert.deepEqual((await coordinator.send(hour, { title: "Round one", day: "1", starts: "10:00", ends: "09:00" })).errors, ["Each end must be after its start"]);
	assert.equal((await coordinator.send(hour, { title: "Round one", day: "1", starts: "10:00", ends: "11:00", round: "1" })).location, plan);
	const shop = (await coordinator.get(`${base}/workshops/new`)).form(`${base}/workshops/new`);
	const room = rows`SELECT code, name, capacity FROM lectern.room ORDER BY capacity LIMIT 1`[0];
	const small = await coordinator.send(shop, { code: "A1", title: "Fathers", slot: "H1", room: room.code, capacity: String(room.capacity + 1), leads: "T01" });
	assert.equal(small.status, 422);
	assert.ok(small.errors.includes(`${room.name} holds ${room.capacity} people, and there are ${room.capacity + 1} places`), String(small.errors));
	assert.equal((await coordinator.send(small.form(`${base}/workshops/new`), { anyway: "1" })).location, plan);
	const words = (await coordinator.get(plan)).words;
	assert.ok(words.includes("A1 Fathers") && words.includes("10am to 11am"), words);
	const path = `${base}/workshops/A1`, first = (await coordinator.get(path)).form(path), second = (await other.get(path)).form(path);
	assert.equal((await coordinator.send(first, { title: "Fathers in the frame", anyway: "1" })).status, 303);
	const refused = await other.send(second, { waiting: "1", anyway: "1" });
	assert.equal(refused.status, 409);
	assert.ok(refused.words.includes("Someone changed this") && refused.form(path).get("title") === "Fathers in the frame");
	assert.equal((await other.send(refused.form(path), { anyway: "1" })).status, 303);
	const gone = (await coordinator.get(`${plan}/H1`)).form(`${plan}/H1`);
	assert.deepEqual((await coordinator.send(gone, { remove: "1" })).errors, ["It has workshops. Take them out of the day first"]);
	sql`UPDATE session SET agenda = agenda || jsonb_build_array(agenda -> 0 || '{"slot": "LU", "type": "break", "title": "Lunch", "speaker": "x"}') WHERE slug = 'NEW-101-02'`;
	assert.equal((await coordinator.send((await coordinator.get(`${plan}/LU`)).form(`${plan}/LU`), { title: "Lunch and a walk" })).location, plan);
	assert.deepEqual(rows`SELECT e ->> 'slot' AS slot, e ->> 'type' AS type, e ->> 'title' AS title, e ->> 'speaker' AS speaker FROM lectern.session s, jsonb_array_elements(s.agenda) AS e WHERE s.slug = 'NEW-101-02'`,
		[{ slot: "H1", type: "workshop_round", title: "Round one", speaker: null }, { slot: "LU", type: "break", title: "Lunch and a walk", speaker: "x" }], "what an hour is stays");
	assert.equal((await coordinator.send((await coordinator.get(`${plan}/LU`)).form(`${plan}/LU`), { remove: "1" })).location, plan);
	assert.equal((await coordinator.send((await coordinator.get(path)).form(path), { remove: "1", anyway: "1" })).location, plan);
	assert.equal((await coordinator.get(path)).status, 404);
	assert.equal((await coordinator.send(gone, { remove: "1" })).location, plan);
});

test("bank holidays and school holidays are kept in the browser, and count", async () => {
	const path = "/manage/holidays", page = await coordinator.get(path);
	assert.ok(page.words.includes("Friday 26 March 2027Good Friday"), page.words);
	sql`INSERT INTO holiday (day, name) SELECT (clock() AT TIME ZONE 'Europe/London')::date + d, n FROM (VALUES (-10, 'A day gone by'), (0, 'A day today')) AS x (d, n)`;
	const inOrder = (await coordinator.get(path)).words.match(/A day today|A day gone by|Good Friday|Bank holidays of the last year/g);
	assert.deepEqual(inOrder.slice(0, 2), ["A day today", "Good Friday"]);
	assert.ok(inOrder.indexOf("A day gone by") > inOrder.indexOf("Bank holidays of the last year"), String(inOrder));
	sql`DELETE FROM holiday WHERE name LIKE 'A day %'`;
	const bank = page.forms.filter((f) => f.action === path).pop(), school = page.forms.filter((f) => f.action === `${path}/school`).pop();
	assert.deepEqual((await coordinator.send(bank, { first: "8 June 2027", name: "" })).errors, ["Enter the name"]);
	assert.equal((await coordinator.send(bank, { first: "8 June 2027", name: "Jubilee" })).status, 303);
	assert.deepEqual((await coordinator.send(bank, { first: "8 June 2027", name: "Jubilee" })).errors, ["It is in the list already"]);
	assert.equal(one`SELECT app.is_working_day('2027-06-08')`, false);
	const wrong = await coordinator.send(school, { school_first: "9 June 2027", last: "1 June 2027", school_name: "Inset days" });
	assert.deepEqual(wrong.errors, ["Enter a last day that is not before the first"]);
	assert.equal(wrong.forms.filter((f) => f.action === `${path}/school`).pop().get("school_name"), "Inset days");
	assert.equal((await coordinator.send(school, { school_first: "9 June 2027", last: "10 June 2027", school_name: "Inset days" })).status, 303);
	assert.equal(one`SELECT app.free_day_words('2027-06-10')`, "in the school holidays: Inset days");
	const now = await coordinator.get(path);
	assert.equal((await coordinator.send(now.forms.find((f) => f.get("first") === "2027-06-08"))).status, 303);
	assert.equal((await coordinator.send(now.forms.find((f) => f.get("school_first") === "2027-06-09"))).status, 303);
	assert.equal(one`SELECT app.free_day_words('2027-06-10')`, null);
});

test("pages of a filtered programme keep the filter", async () => {
	const link = (await coordinator.get("/manage/programme?find=a%26b&page=2")).text;
	sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends)
	    SELECT 'NEW-101/' || n, e.id, 'Lots & lots', 'virtual', 'draft', clock() + interval '300 days', clock() + interval '300 days 1 hour' FROM event e, generate_series(200, 230) AS n WHERE e.code = 'NEW-101'`;
	const page = await coordinator.get("/manage/programme?find=lots%20%26");
	const next = page.text.match(/href="(\?[^"]*)" rel="next"/)[1].replaceAll("&amp;", "&");
	assert.ok(next.startsWith("?find=lots%20%26&"), next);
	assert.ok((await coordinator.get(`/manage/programme${next}`)).words.includes("31 dates"));
	sql`DELETE FROM session WHERE title = 'Lots & lots'`;
	assert.ok(link);
});

test("of a review that is not published only named readers see anything; each reading is on record", async () => {
	sql`INSERT INTO review (code, pseudonym, theme, status, endorsed, publication) VALUES ('LR-9', 'Child Nine', 'x', 'scheduled', '2026-12-10', '2027-01-28');
	    INSERT INTO review_reader (review, person) SELECT r.id, p.id FROM review r, person p WHERE r.code = 'LR-9' AND p.code = 'COORDINATOR';
	    INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, review)
	    SELECT 'SEC-1', 'learning_event', 'Zzsecret learning', 'x', 'All', 60, '1 hour', 10, id FROM review WHERE code = 'LR-9';
	    INSERT INTO session (ref, event, title, delivery, status, starts, ends, review)
	    SELECT 'SEC-1/01', e.id, e.title, 'virtual', 'open', clock() + interval '9 days', clock() + interval '9 days 1 hour', e.review FROM event e WHERE code = 'SEC-1';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day 1', starts, ends FROM session WHERE ref = 'SEC-1/01';
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 10 FROM session WHERE ref = 'SEC-1/01'`;
	const lists = ["/manage/programme?event=SEC-1", "/manage", "/manage/sessions", "/manage/people?q=zzsecret", "/manage/events", "/manage/exports"];
	const pages = ["/manage/sessions/SEC-1-01", "/manage/sessions/SEC-1-01/edit", "/manage/sessions/SEC-1-01/kept", "/manage/events/SEC-1/edit",
		"/manage/events/SEC-1/sessions/new", "/manage/sessions/SEC-1-01/results", "/manage/events/SEC-1/results", "/door/SEC-1-01"];
	for (const path of lists) {
		assert.ok((await coordinator.get(path)).text.includes("Zzsecret"), path);
		assert.ok(!(await other.get(path)).text.includes("Zzsecret"), path);
	}
	const read = () => one`SELECT count(*)::int FROM lectern.audit WHERE act = 'read_review'`;
	for (const path of pages) {
		const was = read();
		assert.equal((await other.get(path)).status, 404, path);
		assert.equal(read(), was, path);
		assert.equal((await coordinator.get(path)).status, 200, path);
		if (path.startsWith("/manage"))
			assert.equal(read(), was + 1, path);
	}
	assert.ok(!(await other.get("/manage/audit?act=read_review")).text.includes("SEC-1-01"));
	const readers = "/manage/reviews/LR-9", page = await coordinator.get(readers);
	assert.ok((await coordinator.get("/manage/events/SEC-1/edit")).links.includes(readers));
	for (const words of ["NowA day is set", "reportChild Nine", "partnership10 December 2026", "panelNot yet", "publication28 January 2027"])
		assert.ok(page.words.includes(words), words);
	assert.equal(one`SELECT count(*)::int FROM lectern.audit WHERE act = 'read_review' AND object = 'review LR-9'`, 1, "it is on record");
	assert.equal((await other.get(readers)).status, 404, "its readers only");
	sql`INSERT INTO review (code, pseudonym, theme, status, publication) VALUES ('LR-8', 'Child Eight', 'Eighth', 'planned', '2027-01-29');
	    UPDATE person SET administrator = true WHERE code = 'SECOND'`;
	const first = await other.get("/manage/reviews/LR-8");
	assert.equal(first.status, 200, "an administrator names the first reader");
	assert.doesNotMatch(first.text, /Child Eight|29 January/, "and is told no more");
	sql`UPDATE person SET administrator = false WHERE code = 'SECOND'; DELETE FROM review WHERE code = 'LR-8'`;
	const add = page.forms.filter((f) => f.action === readers).pop();
	assert.deepEqual((await coordinator.send(add, { email: people.practitioner })).errors, ["No coordinator has this address. Readers are coordinators"]);
	assert.deepEqual((await coordinator.send(page.forms.find((f) => f.get("remove")))).errors, ["Somebody must be left who reads of it. Add another first"]);
	assert.equal((await coordinator.send(add, { email: "second@example.org" })).status, 303);
	assert.equal((await other.get(pages[0])).status, 200, "a reader from now on");
	assert.equal((await other.send((await other.get(readers)).forms.find((f) => f.get("email") === "second@example.org"))).status, 303);
	assert.equal((await other.get(pages[0])).status, 404, "and no longer");
	sql`UPDATE review SET status = 'published' WHERE code = 'LR-9'`;
	assert.equal((await other.get(pages[0])).status, 200);
	sql`UPDATE session SET status = 'draft' WHERE ref = 'SEC-1/01'`;
});

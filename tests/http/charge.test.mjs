// Cancellation terms, charges and statements, as the desk and the links of
// mails show them.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { link, people, personId, signedIn } from "./world.mjs";

let coordinator, booking, charge;

before(() => {
	[coordinator] = signedIn(people.coordinator);
	sql`DELETE FROM charge_history; DELETE FROM charge`;
});

test("terms are made in the browser, versioned and chosen", async () => {
	const fresh = await coordinator.get("/manage/terms/NEW");
	const form = fresh.form("/manage/terms/NEW");
	const fields = { new_code: "half", name: "Half a week", notice: "3", until: "17:00", amounts: "absence everyone 0 30 60\nfee safeguarding_partner 0 50 100.50" };
	const bad = await coordinator.send(form, { ...fields, amounts: "absence everyone thirty" });
	assert.equal(bad.status, 422);
	assert.match(bad.errors[0], /^These terms cannot be read/);
	assert.equal((await coordinator.send(bad.form("/manage/terms/NEW"), fields)).location, "/manage/terms/HALF");
	assert.deepEqual(rows`SELECT kind, class, half, day FROM lectern.policy_amount a JOIN lectern.policy o ON o.id = a.policy WHERE o.terms = 'HALF' ORDER BY kind`,
		[{ kind: "absence", class: null, half: 3000, day: 6000 }, { kind: "fee", class: "safeguarding_partner", half: 5000, day: 10050 }]);
	const again = (await coordinator.get("/manage/terms/HALF")).form("/manage/terms/HALF");
	assert.equal(again.get("notice"), "3");
	assert.equal((await coordinator.send(again, { notice: "4" })).status, 303);
	assert.equal((await coordinator.send(again, { notice: "5" })).status, 409);
	assert.equal(one`SELECT max(version) FROM lectern.policy WHERE terms = 'HALF'`, 2);
	const list = await coordinator.get("/manage/terms");
	assert.ok(list.words.includes("Free until 4 working days before, 5pm; then £30 half a day, £60 a day"));
	assert.equal((await coordinator.get("/manage/terms/NONE")).status, 404);
});

test("a date says until when cancelling is free and what it costs after that", async () => {
	sql`UPDATE session SET terms = 'HALF' WHERE ref = 'TST-101/02'`;
	assert.match((await new Browser().get("/sessions/TST-101-02")).words, /Free to cancel until \w+ \d+ \w+, 5pm; after that £30\. Not coming costs the same\./);
	sql`UPDATE session SET terms = NULL WHERE ref = 'TST-101/02'`;
});

const propose = () => {
	booking = one`SELECT b.id FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref = 'TST-101/03' AND b.person = ${personId(people.practitioner)} LIMIT 1`;
	sql`UPDATE booking SET policy = (SELECT max(id) FROM policy WHERE terms = 'HALF') WHERE id = ${booking};
	    SELECT propose_charge(${booking}, 'no_show', 3000, 'Did not attend.')`;
	charge = one`SELECT max(id) FROM lectern.charge`;
};

test("the desk is asked whether late notice is charged, and nothing is charged unasked", async () => {
	sql`INSERT INTO person (code, first_name, last_name, email, agency, manager_email)
	    SELECT 'LATE' || n, 'Late' || n, 'Person', 'late' || n || '@example.org', a.id, 'lateboss@example.org' FROM agency a, generate_series(1, 4) AS n WHERE a.code = 'TST1';
	    INSERT INTO booking (session, person, pool, state, agency, policy, free_until, manager_email)
	    SELECT s.id, p.id, l.id, 'confirmed', p.agency, (SELECT max(id) FROM policy WHERE terms = 'HALF'), clock() - interval '1 hour', p.manager_email
	      FROM session s JOIN pool l ON l.session = s.id AND l.kind <> 'workshop', person p WHERE s.ref = 'TST-101/02' AND p.code LIKE 'LATE_';
	    INSERT INTO booking_history (booking, state, at) SELECT b.id, 'confirmed', clock() - interval '1 day' FROM booking b JOIN person p ON p.id = b.person WHERE p.code LIKE 'LATE_';
	    UPDATE pool SET taken = taken + 4 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/02') AND kind <> 'workshop'`;
	const of = (n) => one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = ${`LATE${n}`}`;
	sql`UPDATE booking SET free_until = clock() + interval '1 hour' WHERE id = ${of(1)}`;
	assert.ok(!(await coordinator.get(`/manage/bookings/${of(1)}`)).words.includes("late notice"), "in the free time there is nothing to ask");
	sql`UPDATE booking SET free_until = clock() - interval '1 hour' WHERE id = ${of(1)}`;
	for (const [n, tick] of [[1, false], [2, true]]) {
		const path = `/manage/bookings/${of(n)}`;
		const page = await coordinator.get(path);
		assert.ok(page.words.includes("Charge for late notice: £30"), page.words);
		assert.doesNotMatch(page.text, /id="charge_late"[^>]* checked/);
		const form = page.forms.find((f) => f.get("act") === "cancel");
		if (tick) {
			const refused = await coordinator.send(form, { why: "", charge_late: "yes" });
			assert.equal(refused.status, 422);
			assert.match(refused.text, /id="charge_late"[^>]* checked/, "what was ticked stays");
		}
		assert.equal((await coordinator.send(form, { why: "x", ...(tick && { charge_late: "yes" }) })).status, 303);
	}
	const end = "/manage/sessions/TST-101-02/end";
	for (const [n, tick] of [[3, false], [4, true]]) {
		const page = await coordinator.get(`${end}?booking=${of(n)}`);
		assert.ok(page.words.includes("Late notice: £30") && page.words.includes("Charge for late notice"), page.words);
		assert.equal((await coordinator.send(page.form(end), { why: "x", ...(tick && { charge_late: "yes" }) })).status, 303);
	}
	sql`SELECT work_charges()`;
	assert.deepEqual(rows`SELECT p.code, c.kind, c.amount FROM lectern.charge c JOIN lectern.booking b ON b.id = c.booking JOIN lectern.person p ON p.id = b.person WHERE p.code LIKE 'LATE_' ORDER BY p.code`,
		[{ code: "LATE2", kind: "late_cancellation", amount: 3000 }, { code: "LATE4", kind: "late_cancellation", amount: 3000 }]);
	assert.deepEqual(rows`SELECT DISTINCT m.address FROM lectern.mail m WHERE m.kind = 'charge_proposed' AND m.address LIKE 'late%' ORDER BY 1`.map((m) => m.address),
		["late2@example.org", "late4@example.org", "lateboss@example.org"]);
	sql`DELETE FROM mail WHERE kind = 'charge_proposed'; DELETE FROM charge_history; DELETE FROM charge;
	    UPDATE booking SET policy = NULL WHERE person IN (SELECT id FROM person WHERE code LIKE 'LATE_')`;
});

test("behind the link of the mail the case is stated, and it leaves the statement until it is settled", async () => {
	propose();
	const path = `/charges/${link("charge", people.practitioner, { booking })}`;
	const person = new Browser();
	const page = await person.get(path);
	assert.ok(page.words.includes("A charge of £30"));
	assert.equal((await person.send(page.form(path), { words: "" })).status, 422);
	assert.equal((await person.send(page.form(path), { words: "I was <b>there</b>" })).location, `${path}?stated=1`);
	assert.ok((await person.get(path)).words.includes("The person: I was <b>there</b>"));
	assert.equal(one`SELECT state FROM lectern.charge WHERE id = ${charge}`, "disputed");
	assert.ok((await coordinator.get("/manage")).words.includes("1 charge is questioned"));

	const list = await coordinator.get("/manage/charges?which=disputed");
	const send = (fields) => coordinator.send(list.form("/manage/charges"), { charge: String(charge), ...fields });
	assert.equal((await send({ act: "waive", why: "" })).status, 422);
	assert.equal((await coordinator.send(list.form("/manage/charges"), { act: "waive", why: "x" })).status, 422);
	assert.equal((await send({ act: "waive", why: "She was there" })).status, 303);
	assert.equal(one`SELECT state FROM lectern.charge WHERE id = ${charge}`, "waived");
	assert.ok((await person.get(path)).words.includes("There is no charge"));
	assert.equal((await person.send(page.form(path), { words: "more" })).status, 409);
	assert.equal((await new Browser().get("/charges/nothing")).status, 410);
});

test("signed in one states the case from one's own booking; another's is not to be found", async () => {
	sql`DELETE FROM charge_history; DELETE FROM charge`;
	propose();
	const [me, other] = signedIn(people.practitioner, people.other), path = `/bookings/${booking}/charge`;
	for (const at of ["/bookings", `/bookings/${booking}`]) {
		const page = await me.get(at);
		assert.match(page.words, /A charge of £30/, at);
		assert.ok(page.links.includes(path), at);
	}
	const page = await me.get(path), csrf = (await other.get("/account")).form("/account").get("csrf");
	assert.ok(page.words.includes("A charge of £30") && page.links.includes(`/bookings/${booking}`));
	assert.deepEqual([(await other.get(path)).status, (await other.post(path, { csrf, words: "mine" })).status], [404, 404]);
	assert.ok(!(await other.get("/bookings")).links.includes(path));
	const empty = await me.send(page.form(path), { words: "" });
	assert.deepEqual([empty.status, empty.errors], [422, ["Say what happened"]]);
	assert.equal((await me.send(page.form(path), { words: "I was <b>ill</b>" })).location, `${path}?stated=1`);
	assert.match((await me.get(`${path}?stated=1`)).words, /We have what you said.*The person: I was <b>ill<\/b>/);
	assert.equal(one`SELECT state FROM lectern.charge WHERE id = ${charge}`, "disputed");
	sql`UPDATE charge SET deadline = clock() - interval '1 minute' WHERE id = ${charge}`;
	const late = await me.send(page.form(path), { words: "and more" });
	assert.equal(late.status, 409);
	assert.equal(one`SELECT stated FROM lectern.charge WHERE id = ${charge}`, "The person: I was <b>ill</b>");
	assert.match((await me.get(path)).words, /The time to question it is over/);
	sql`UPDATE charge SET state = 'waived' WHERE id = ${charge}`;
	assert.ok(!(await me.get("/bookings")).links.includes(path), "what was taken back is not owed");
	sql`DELETE FROM charge_history; DELETE FROM charge`;
	assert.equal((await me.get(path)).status, 404, "no charge, no page");
	assert.equal((await me.post(path, { csrf: (await me.get("/account")).form("/account").get("csrf"), words: "x" })).status, 404);
});

/* The organisation needs a purchase order, gets one, and cannot have two. */
const orders = async () => {
	const code = one`SELECT a.code FROM lectern.agency a JOIN lectern.booking b ON b.agency = a.id WHERE b.id = ${booking}`;
	const path = `/manage/orders/${code}`;
	const page = await coordinator.get(path);
	const [adding] = page.forms.filter((f) => f.get("act") === "add");
	const [saving] = page.forms.filter((f) => f.get("act") === "invoicing");
	assert.equal((await coordinator.send(saving, { period: "termly", needed: "1", post: "1 High Street\nBrightford AB1 2CD" })).status, 303);
	assert.equal((await coordinator.send(saving, { period: "monthly" })).status, 409);
	assert.ok((await coordinator.get("/manage/statements")).words.includes("Add the purchase order first"));
	assert.equal((await coordinator.send(adding, { number: "PO-1" })).status, 422);
	const all = { number: "PO-1", first: "1 January 2020", last: "31 December 2040" };
	assert.equal((await coordinator.send(adding, { ...all, last: "1 January 2019" })).status, 422);
	assert.equal((await coordinator.send(adding, all)).status, 303);
	assert.equal((await coordinator.send(page.forms.filter((f) => f.get("act") === "add")[0], { ...all, number: "PO-2" })).status, 422);
	assert.match((await coordinator.get("/manage/orders")).words, /PO-1\s*until 31 December 2040/);
};

test("confirmed charges become a statement, as a page, a spreadsheet and a PDF", async () => {
	sql`DELETE FROM charge_history; DELETE FROM charge`;
	propose();
	const page_ = await coordinator.get("/manage/charges");
	assert.equal((await coordinator.send(page_.form("/manage/charges"), { act: "confirm_all" })).location, "/manage/charges?said=1&which=proposed");
	assert.equal(one`SELECT state FROM lectern.charge WHERE id = ${charge}`, "confirmed");
	assert.ok(!(await coordinator.get("/manage/statements")).words.includes("£30"), "not before the time for questions is over");
	sql`UPDATE charge SET deadline = clock() - interval '1 minute'`;
	const due = await coordinator.get("/manage/statements");
	assert.ok(due.words.includes("£30"));
	await orders();
	const due_ = await coordinator.get("/manage/statements");
	const made = await coordinator.send(due_.forms.find((f) => f.get("upto")));
	assert.equal(made.status, 303);
	const page = await coordinator.get(made.location);
	assert.ok(page.words.includes("£30, purchase order PO-1"));
	assert.match(page.words, /1 High Street\s*Brightford AB1 2CD/);
	const gone = await coordinator.get(`/manage/charges/${charge}`);
	assert.equal((await coordinator.send(gone.form(`/manage/charges/${charge}`), { act: "waive", why: "" })).status, 422);
	assert.equal((await coordinator.send(gone.form(`/manage/charges/${charge}`), { act: "waive", why: "He was there" })).status, 303);
	assert.deepEqual(rows`SELECT kind, amount, state FROM lectern.charge ORDER BY id`,
		[{ kind: "no_show", amount: 3000, state: "credited" }, { kind: "credit", amount: -3000, state: "confirmed" }]);
	assert.ok((await coordinator.get("/manage/statements")).words.includes("−£30, purchase order PO-1"));
	sql`UPDATE charge SET made = made - interval '200 days' WHERE kind = 'credit'`;
	const over = await coordinator.get("/manage/statements");
	const [all] = over.forms.filter((f) => f.get("all"));
	assert.equal((await coordinator.send(all)).location, "/manage/statements?said=1");
	assert.equal((await coordinator.send(all)).status, 409, "and once");
	const credit = one`SELECT max(id) FROM lectern.batch`;
	assert.match((await coordinator.get(`/manage/statements/${credit}.csv`)).text, /,-30\.00\r\n$/, "which a spreadsheet adds up");
	const sheet = await coordinator.get(`${made.location}.csv`);
	assert.match(sheet.text, /no_show|Did not attend/);
	assert.match(sheet.text, /,30\.00\r\n$/);
	const pdf = await coordinator.get(`${made.location}.pdf`);
	assert.equal(pdf.headers["content-type"], "application/pdf");
	assert.match(pdf.text, /^%PDF-1\./);
	assert.match(pdf.text, /en-GB/);
	sql`UPDATE agency SET post = '' WHERE post LIKE '1 High Street%'`;
	assert.ok((await coordinator.get(`${made.location}.pdf`)).text.length < pdf.text.length, "the address stands on it");
	assert.equal((await coordinator.get("/manage/statements/999999.pdf")).status, 404);
});

test("a date can be spared, and a reason noted", async () => {
	const path = "/manage/charges/dates/TST-101-03";
	const page = await coordinator.get(path);
	const excuse = page.form(path);
	assert.equal((await coordinator.send(excuse, { act: "excuse", booking: "", excuse: "" })).status, 422);
	assert.equal((await coordinator.send(excuse, { act: "excuse", booking: String(booking), excuse: "sickness" })).status, 303);
	assert.equal((await coordinator.send(excuse, { act: "spare", no_charges: "Snow" })).status, 303);
	assert.ok((await coordinator.get("/manage/sessions/TST-101-03")).words.includes("Nobody is charged for this date: Snow"));
	assert.equal((await coordinator.send(excuse, { act: "spare", no_charges: "" })).status, 303);
	sql`DELETE FROM charge_history; DELETE FROM charge; DELETE FROM batch; UPDATE booking SET policy = NULL WHERE id = ${booking}`;
});

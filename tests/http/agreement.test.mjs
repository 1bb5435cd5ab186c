// Agreements: a manager's page behind the link of a mail, without an account;
// the person's side; what the coordinator decides.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { base, Browser } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { linkIn, mailTo, settled } from "./mail.mjs";
import { book, link, newPerson, people, signedIn } from "./world.mjs";

const boss = "boss@example.org";
let coordinator;

// A date for which somebody must agree, far enough to be asked about.
const date = (ref, approval, places = 9) => {
	sql`
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
SELECT ${ref}, id, title, 'virtual', 'open', clock() + interval '40 days', clock() + interval '40 days 2 hours', clock() - interval '1 day', 10, ${approval}
  FROM event WHERE code = 'TST-101';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = ${ref};
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', ${places} FROM session WHERE ref = ${ref}`;
	return ref.replace("/", "-");
};

// Somebody new with this manager asks for a place: browser, number, name.
const asks = async (slug, manager = boss, name = "New") => {
	const person = await newPerson();
	sql`UPDATE person SET manager_name = 'Boss', manager_email = ${manager}, first_name = ${name} WHERE email = ${person.email}`;
	return { ...person, number: await book(person.browser, slug) };
};

const linkOf = (number, address = boss) => link("approval", address, { booking: number });
const state = (number) => one`SELECT state FROM lectern.booking WHERE id = ${number}`;

// Press a button of the page at this link.
const press = async (token, act, fields = {}) => {
	const browser = new Browser();
	const page = await browser.get(`/approvals/${token}`);
	const form = page.forms.find((f) => f.get("approval") !== undefined);
	return browser.follow(await browser.send(form, { act, ...fields }));
};

before(() => {
	sql`UPDATE rule SET one_live_date = false; UPDATE agency SET email_domain = 'example.org' WHERE code = 'TST1'`;
	[coordinator] = signedIn(people.coordinator);
	date("AGR-1/01", "manager", 40);
});

test("a manager agrees on one page with one press, without an account", async () => {
	const { number, email } = await asks("AGR-1-01", boss, "Aisha");
	const token = linkOf(number), manager = new Browser();
	const page = await manager.get(`/approvals/${token}`);
	assert.equal(page.status, 200);
	assert.match(page.heading, /Do you agree that Aisha Person goes to “Noticing and acting”/);
	for (const words of ["Nurse", "Test Police", "Online", "somebody else may go without a place", "Please answer by"])
		assert.ok(page.words.includes(words), words);
	const done = await manager.send(page.forms.find((f) => f.get("approval")), { act: "agree", note: "Good idea" });
	assert.equal(done.status, 303);
	assert.equal(done.location, `/approvals/${token}`);
	assert.equal(state(number), "confirmed");
	const after = await manager.get(`/approvals/${token}`);
	assert.equal(after.heading, "You agreed");
	assert.ok(after.words.includes("Aisha has a place"));
	assert.deepEqual(rows`SELECT kind FROM lectern.mail WHERE address = ${email} AND kind <> 'test' ORDER BY id`.map((m) => m.kind),
		["booking_requested", "booking_confirmed"]);
});

test("used twice, it shows what was decided and changes nothing", async () => {
	const { number } = await asks("AGR-1-01", "bela.boss@example.org", "Bela");
	const token = linkOf(number, "bela.boss@example.org"), manager = new Browser();
	const form = (await manager.get(`/approvals/${token}`)).forms.find((f) => f.get("approval"));
	await manager.send(form, { act: "decline", note: "Not <b>this</b> year" });
	assert.equal(state(number), "declined");
	const again = await manager.follow(await manager.send(form, { act: "agree" }));
	assert.equal(again.heading, "You did not agree");
	assert.ok(again.words.includes("Not <b>this</b> year"));
	assert.equal(state(number), "declined");
	assert.equal(again.forms.filter((f) => f.get("approval")).length, 0, "no button is left");
});

test("reading the page, however often and by whatever, changes nothing", async () => {
	const { number } = await asks("AGR-1-01", boss, "Cem");
	const token = linkOf(number);
	await settled();
	const before = digest();
	for (const agent of ["Mozilla/5.0 (compatible; SafeLinks)", "HeadlessChrome", ""]) {
		const scanner = new Browser({ agent });
		await scanner.get(`/approvals/${token}`);
		await scanner.request("HEAD", `/approvals/${token}`);
		await scanner.get(`/approvals/${token}?act=agree&approval=1&note=x`);
	}
	assert.deepEqual(digest(), before);
	const page = await new Browser().get(`/approvals/${token}`);
	assert.doesNotMatch(page.text, /\.submit\(|onload=|http-equiv="refresh"/i);
	const scanner = new Browser();
	const form = page.forms.find((f) => f.get("approval"));
	const foreign = await scanner.send(form, { act: "agree" }, { origin: "https://scanner.example" });
	assert.equal(foreign.status, 403, "a form that comes from elsewhere is refused");
	const pressed = await scanner.send(form, {});
	assert.ok(pressed.status >= 400, "and one without a pressed button");
	assert.equal(state(number), "requested");
});

test("a token that is wrong, or for something else, has the same page and opens nothing", async () => {
	const { number } = await asks("AGR-1-01", boss, "Dana");
	const open = one`SELECT id FROM lectern.approval WHERE booking = ${number}`;
	const wrong = ["C".repeat(43), link("evaluation", boss, { booking: number }), link("register", boss),
		link("offer", boss, { booking: number }), linkOf(number, "somebody@example.org")];
	const pages = [];
	for (const token of wrong) {
		const page = await new Browser().get(`/approvals/${token}`);
		assert.equal(page.status, 404);
		pages.push(page.words);
		const sent = await new Browser().post(`/approvals/${token}`, { approval: open, act: "agree" });
		assert.equal(sent.status, 404);
	}
	assert.equal(new Set(pages).size, 1);
	assert.equal(state(number), "requested");
});

test("the manager's other requests stand on the same page; nobody else's do", async () => {
	const chief = "chief@example.org";
	const first = await asks("AGR-1-01", chief, "Edda"), second = await asks("AGR-1-01", chief, "Finn");
	const foreign = await asks("AGR-1-01", boss, "Greta");
	const token = linkOf(first.number, chief), manager = new Browser();
	let page = await manager.get(`/approvals/${token}`);
	assert.ok(page.words.includes("Also waiting for you"));
	assert.ok(page.words.includes("Finn") && !page.words.includes("Greta"));
	const other = one`SELECT id FROM lectern.approval WHERE booking = ${second.number}`;
	page = await manager.follow(await manager.send(page.forms.find((f) => f.get("approval") === String(other)), { act: "agree" }));
	assert.equal(state(second.number), "confirmed");
	assert.equal(state(first.number), "requested");
	assert.ok(page.words.includes("Decided just now"));
	assert.match(page.heading, /Edda/);
	const theirs = one`SELECT id FROM lectern.approval WHERE booking = ${foreign.number}`;
	const stolen = await manager.send(page.forms.find((f) => f.get("approval")), { act: "agree", approval: theirs });
	assert.equal(stolen.status, 404);
	assert.equal(state(foreign.number), "requested");
});

test("it can be passed on; the old link says so, the new one decides", async () => {
	const { number } = await asks("AGR-1-01", boss, "Hana");
	const token = linkOf(number), manager = new Browser();
	const page = await manager.get(`/approvals/${token}`);
	const form = page.forms.find((f) => f.get("approval") && f.fields.some(([n]) => n === "email"));
	for (const [email, words] of [["", /Enter the work email/], ["nobody", /email/i], [boss, /already/]]) {
		const refused = await manager.send(form, { act: "pass_on", email });
		assert.equal(refused.status, 422, email);
		assert.match(refused.errors.join(), words);
	}
	const passed = await manager.follow(await manager.send(form, { act: "pass_on", name: "Deputy", email: "deputy@example.org" }));
	assert.equal(passed.heading, "This was passed on");
	assert.ok(!passed.words.includes("deputy@example.org"), "an old link does not tell to whom");
	assert.equal((await press(linkOf(number, "deputy@example.org"), "agree")).heading, "You agreed");
	assert.equal(state(number), "confirmed");
});

test("who is nobody's manager says so, and the person is asked again", async () => {
	const { number } = await asks("AGR-1-01", boss, "Ines");
	assert.match((await press(linkOf(number), "not_mine")).heading, /We have told Ines/);
	assert.equal(one`SELECT kind FROM lectern.mail WHERE booking = ${number} ORDER BY id DESC LIMIT 1`, "agreement_returned");
	assert.equal(state(number), "requested");
});

test("when the time is over the page says who decides", async () => {
	const { number } = await asks("AGR-1-01", boss, "Jon");
	const token = linkOf(number);
	sql`UPDATE approval SET expires = clock() - interval '1 minute' WHERE booking = ${number};
	    SELECT work_agreements(s) FROM work_agreements_due() AS s`;
	const page = await new Browser().get(`/approvals/${token}`);
	assert.equal(page.heading, "The time to answer is over");
	assert.ok(page.words.includes("The training team decides now"));
	assert.equal(state(number), "requested");
});

test("the person sees who was asked and until when, and names somebody else", async () => {
	const { browser, number, email } = await asks("AGR-1-01", boss, "Lea");
	const path = `/bookings/${number}`;
	let page = await browser.get(path);
	assert.equal(page.heading, "Waiting for agreement");
	for (const words of ["A place is held", "We asked Boss at boss@example.org", "until"])
		assert.ok(page.words.includes(words), words);
	assert.ok(page.links.includes(`${path}/manager`));
	const form = (await browser.get(`${path}/manager`)).form(`${path}/manager`);
	assert.equal(form.get("manager_email"), boss);
	for (const [address, words] of [["", /Enter their work email/], ["x@", /after the @/], [boss, /already/]]) {
		const refused = await browser.send(form, { manager_email: address });
		assert.equal(refused.status, 422, address);
		assert.match(refused.errors.join(), words);
	}
	page = await browser.follow(await browser.send(form, { manager_name: "Chief", manager_email: "lea.chief@example.org" }));
	assert.ok(page.words.includes("We asked Chief at lea.chief@example.org"));
	assert.equal((await new Browser().get(`/approvals/${linkOf(number)}`)).heading, "You are no longer asked");
	page = await browser.follow(await browser.send(form, { manager_email: email }));
	assert.ok(page.words.includes("is your own, so the training team decides"));
	const [other] = signedIn(people.practitioner);
	assert.equal((await other.get(`${path}/manager`)).status, 404);
	const foreign = await other.post(`${path}/manager`, { manager_email: "x@example.org", csrf: (await other.get("/account")).form("/account").get("csrf") });
	assert.equal(foreign.status, 404);
	sql`SELECT decide_all((SELECT id FROM person WHERE code = 'COORDINATOR'), ARRAY[${number}]::bigint[], true, 'Welcome')`;
	assert.equal((await browser.get(`${path}/manager`)).location, path);
	assert.match((await browser.get(path)).words, /The training team wrote\s*Welcome/);
});

test("booking says who is asked, before and where nobody is known", async () => {
	date("AGR-1/02", "both");
	const person = await newPerson();
	let page = await person.browser.get("/sessions/AGR-1-02/book");
	for (const words of ["We ask them by mail", "No line manager", "The training team agrees to each place", "Ask for a place"])
		assert.ok(page.words.includes(words), words);
	page = await person.browser.follow(await person.browser.send(page.form("/sessions/AGR-1-02/book")));
	assert.ok(page.words.includes("You named no manager, so the training team decides"));
	const [known] = signedIn(people.other);
	date("AGR-1/20", "declare_coordinator");
	page = await known.get("/sessions/AGR-1-20");
	for (const words of ["By booking you say that Boss agrees", "The training team agrees to each place", "Ask for a place"])
		assert.ok(page.words.includes(words), words);
	page = await known.get("/sessions/AGR-1-20/book");
	for (const words of ["By booking you say that they agree", "The training team agrees to each place"])
		assert.ok(page.words.includes(words), words);
	assert.match((await coordinator.get("/manage/sessions/AGR-1-20/edit")).text, /<option value="declare_coordinator" selected>|value="declare_coordinator"[^>]* checked/);
	page = await known.get("/sessions/AGR-1-02");
	assert.ok(page.words.includes("We ask Boss to agree by mail"));
});

test("the coordinator agrees to several at once, declines with a reason, and writes down what managers say", async () => {
	date("AGR-1/03", "coordinator");
	date("AGR-1/04", "manager");
	const three = [];
	for (const name of ["Mia", "Nils", "Olga"])
		three.push(await asks("AGR-1-03", boss, name));
	const path = "/manage/agreements?session=AGR-1-03";
	let page = await coordinator.get(path);
	for (const words of ["Waiting for you (3)", "You agree to each place on this date", "Mia Person", "A place is held"])
		assert.ok(page.words.includes(words), words);
	const form = page.form("/manage/agreements");
	let refused = await coordinator.send(form, { act: "agree" });
	assert.match(refused.errors.join(), /Tick the requests/);
	refused = await coordinator.send(form, { act: "decline", booking: String(three[0].number) });
	assert.match(refused.errors.join(), /Say why/);
	assert.match(refused.text, new RegExp(`id="booking-${three[0].number}"[^>]* checked`), "what was ticked stays");
	refused = await coordinator.send(form, { act: "decline", booking: String(three[0].number), note: `No. ${"x".repeat(500)}` });
	assert.equal(refused.form("/manage/agreements").get("note"), `No. ${"x".repeat(500)}`, "and what was typed");
	page = await coordinator.follow(await coordinator.send(form, { act: "agree", booking: three.slice(0, 2).map((t) => String(t.number)) }));
	assert.ok(page.words.includes("2 requests are decided"));
	assert.deepEqual(three.map((t) => state(t.number)), ["confirmed", "confirmed", "requested"]);
	page = await coordinator.follow(await coordinator.send(form, { act: "decline", booking: String(three[2].number), note: "For social workers" }));
	assert.ok(page.words.includes("Nothing is waiting"));
	assert.equal((await three[2].browser.get(`/bookings/${three[2].number}`)).heading, "The training team did not agree to this booking");
	refused = await coordinator.send(form, { act: "agree", booking: String(three[2].number) });
	assert.equal(refused.status, 409, "twice is told");
	for (const bad of ["x", "1; DROP", "99999999999999999999"])
		assert.ok([409, 400, 422].includes((await coordinator.send(form, { act: "agree", booking: bad })).status), bad);

	const asked = await asks("AGR-1-04", boss, "Pia");
	page = await coordinator.get("/manage/sessions/AGR-1-04");
	assert.ok(page.words.includes("Asked until") && page.links.includes("/manage/agreements?session=AGR-1-04"));
	page = await coordinator.get("/manage/agreements?session=AGR-1-04");
	assert.ok(page.words.includes("With managers (1)"));
	const approval = one`SELECT id FROM lectern.approval WHERE booking = ${asked.number}`;
	const their = page.forms.find((f) => f.get("approval") === String(approval));
	refused = await coordinator.send(their, { act: "agree", note: `Rang. ${"y".repeat(500)}` });
	assert.equal(refused.status, 422);
	assert.deepEqual(refused.forms.filter((f) => f.get("note")).map((f) => [f.get("approval"), f.get("note")]), [[String(approval), `Rang. ${"y".repeat(500)}`]], "at the form it was typed in");
	assert.match(refused.text, /<details class="govuk-details" open>[^]*id="note-error"/);
	await coordinator.send(their, { act: "agree", note: "rang at 3pm" });
	assert.equal(state(asked.number), "confirmed");
	assert.equal((await coordinator.send(their, { act: "decline", note: "x" })).status, 409);
	const [practitioner] = signedIn(people.practitioner);
	const csrf = (await practitioner.get("/account")).form("/account").get("csrf");
	const sneaky = await practitioner.post("/manage/agreements", { csrf, act: "agree", booking: String(three[2].number) });
	assert.equal(sneaky.status, 404);
});

test("who often did not come is told that a manager is asked, and the manager why", async () => {
	date("AGR-1/05", "none");
	const person = await newPerson();
	sql`UPDATE person SET manager_email = ${boss}, first_name = 'Quin' WHERE email = ${person.email};
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, approval)
SELECT 'AGR-9/0' || n, id, title, 'virtual', 'open', clock() - n * interval '30 days', clock() - n * interval '30 days' + interval '1 hour', clock() - interval '1 year', 'none'
  FROM event, generate_series(1, 3) AS n WHERE code = 'TST-101';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref LIKE 'AGR-9/%';
INSERT INTO pool (session, kind, capacity, taken) SELECT id, 'main', 5, 1 FROM session WHERE ref LIKE 'AGR-9/%';
INSERT INTO booking (session, person, pool, state) SELECT s.id, p.id, l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id, person p
 WHERE s.ref LIKE 'AGR-9/%' AND p.email = ${person.email};
INSERT INTO register (session, state, by, at) SELECT s.id, 'signed_off', p.id, clock() - interval '20 days' FROM session s, person p WHERE s.ref LIKE 'AGR-9/%' AND p.code = 'TRAINER'`;
	const page = await person.browser.get("/sessions/AGR-1-05/book");
	assert.ok(page.words.includes("You did not come to several dates you had booked"));
	const number = await book(person.browser, "AGR-1-05");
	assert.equal(state(number), "requested");
	const manager = await new Browser().get(`/approvals/${linkOf(number)}`);
	assert.ok(manager.words.includes("Quin did not come to several dates they had booked"));
});

test("a no, whoever said it, reaches the person in kind words with the reason", async () => {
	date("AGR-1/06", "both");
	const ends = async (name, act) => {
		const person = await asks("AGR-1-06", boss, name);
		await act(person);
		return { ...person, page: await person.browser.get(`/bookings/${person.number}`), list: await person.browser.get("/bookings") };
	};
	const manager = await ends("Rosa", async (p) => { await press(linkOf(p.number), "decline", { note: "We need you <i>here</i> that day" }); });
	assert.equal(manager.page.heading, "Your manager did not agree to this booking");
	assert.match(manager.page.words, /Boss wrote: “We need you <i>here<\/i> that day”.*Often it is only the timing/);
	const mail = await mailTo(manager.email, /^Not agreed this time/);
	assert.match(mail.text, /Your manager did not agree[^]*They wrote: We need you <i>here<\/i> that day[^]*only the timing/);
	assert.match(mail.html, /They wrote: We need you &lt;i&gt;here/);

	const told = await ends("Sam", (p) => sql`SELECT decide((SELECT id FROM person WHERE code = 'COORDINATOR'),
		(SELECT id FROM approval WHERE booking = ${p.number} AND kind = 'manager'), false, 'rang to say no')`);
	assert.equal(told.page.heading, "Your manager did not agree to this booking", "as the manager's word, whoever wrote it down");

	const team = await ends("Tom", (p) => sql`SELECT decide_all((SELECT id FROM person WHERE code = 'COORDINATOR'), ARRAY[${p.number}]::bigint[], false, 'Social workers first')`);
	assert.match((await mailTo(team.email, /^Not agreed/)).text, /The training team could not agree[^]*They wrote: Social workers first[^]*find a date with/);

	const back = await ends("Una", async (p) => {
		const page = await p.browser.get(`/bookings/${p.number}/cancel`);
		assert.equal(page.heading, "Take your request back?");
		await p.browser.send(page.form(`/bookings/${p.number}/cancel`));
	});
	assert.match((await mailTo(back.email, /^You took your request back/)).text, /You took your request for a place back/);

	const silent = await ends("Vic", () => sql`UPDATE session SET starts = clock() - interval '1 minute', ends = clock() + interval '1 hour' WHERE slug = 'AGR-1-06';
		SELECT work_agreements(id) FROM session WHERE slug = 'AGR-1-06'`);
	assert.equal(silent.page.heading, "Nobody agreed in time");
	assert.match(silent.page.words, /that was not your doing/);
	assert.match(silent.list.words, /Not agreed in time/);
	assert.match((await mailTo(silent.email, /^Nobody agreed in time/)).text, /not your doing/);
});

test("a manager is reminded half-way by a mail whose link works", async () => {
	const { number } = await asks("AGR-1-01", "slow.boss@example.org", "Wim");
	sql`UPDATE approval SET remind = clock() WHERE booking = ${number}; SELECT work_agreements((SELECT session FROM booking WHERE id = ${number}))`;
	const path = linkIn(await mailTo("slow.boss@example.org", /^Still waiting for you/), base), page = await new Browser().get(path);
	assert.match(page.heading, /Do you agree that Wim Person/);
	assert.equal((await press(path.split("/").pop(), "agree")).heading, "You agreed");
});

test("no token is in any log", async () => {
	const { number } = await asks("AGR-1-01", boss, "Kim");
	const token = linkOf(number);
	await press(token, "agree");
	const { readFileSync, readdirSync } = await import("node:fs");
	const folder = `${process.env.LECTERN_VAR}/log`;
	for (const name of readdirSync(folder))
		assert.ok(!readFileSync(`${folder}/${name}`, "latin1").includes(token), name);
});

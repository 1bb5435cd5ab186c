// What people do with their own account.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { link, newPerson, password, people, personId, signedIn } from "./world.mjs";

const fresh = "velvet otter plank";
const open = async (browser, path) => (await browser.get(path)).form(path);
const mails = (email) => rows`SELECT kind, address FROM lectern.mail WHERE (person = ${personId(email) ?? null} OR address = ${email}) AND kind <> 'test' ORDER BY id`;

test("one's own details are shown and can be corrected", async () => {
	const { email, browser } = await newPerson();
	const form = await open(browser, "/account");
	assert.equal(form.get("first_name"), "New");
	assert.equal(form.get("job_title"), "Nurse");
	const done = await browser.send(form, { first_name: "Łucja", last_name: "", job_title: "Health visitor", setting: "North team",
		manager_name: "Boss", manager_email: "Boss@Example.ORG", phone: "+44 (0)7700 900123" });
	assert.equal(done.status, 303);
	assert.deepEqual(rows`SELECT first_name, last_name, job_title, manager_name, manager_email, phone, s.name AS setting, s.provisional
		FROM lectern.person p JOIN lectern.setting s ON s.id = p.setting WHERE email = ${email}`,
	[{ first_name: "Łucja", last_name: "", job_title: "Health visitor", manager_name: "Boss", manager_email: "boss@example.org",
		phone: "+447700900123", setting: "North team", provisional: true }]);
	assert.match((await browser.get(done.location)).words, /Saved/);
});

test("organisation, roles and state are nobody's own to change", async () => {
	const { email, browser } = await newPerson();
	const form = await open(browser, "/account");
	for (const field of ["agency", "coordinator", "administrator", "status", "email", "password", "id", "person", "code", "verified"]) {
		const done = await browser.send(form, { [field]: "1" });
		assert.equal(done.status, 400, field);
	}
	assert.deepEqual(rows`SELECT coordinator, administrator, status FROM lectern.person WHERE email = ${email}`,
		[{ coordinator: false, administrator: false, status: "active" }]);
});

test("a stale page changes nothing and says what is there now", async () => {
	const { email, browser } = await newPerson();
	const stale = await open(browser, "/account");
	assert.equal((await browser.send(stale, { job_title: "First" })).status, 303);
	const second = await browser.send(stale, { job_title: "Second" });
	assert.equal(second.status, 409);
	assert.match(second.errors.join("|"), /changed meanwhile.*This now says: First/);
	assert.equal(second.form("/account").get("job_title"), "Second", "what was typed stays");
	assert.equal(one`SELECT job_title FROM lectern.person WHERE email = ${email}`, "First");
	assert.equal((await browser.send(second.form("/account"))).status, 303);
	assert.equal(one`SELECT job_title FROM lectern.person WHERE email = ${email}`, "Second");
});

test("logins are listed in words and can be ended one by one, or all others", async () => {
	const { email, browser } = await newPerson();
	const phone = new Browser({ agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1" });
	const third = new Browser();
	await phone.signIn(email, password);
	await third.signIn(email, password);
	const page = await browser.get("/account");
	assert.match(page.words, /Firefox on Linux this one/);
	assert.match(page.words, /Safari on an iPhone/);
	const forms = page.forms.filter((f) => f.action === "/account/logins");
	const id = one`SELECT id FROM lectern.login WHERE device = 'Safari on an iPhone' AND person = ${personId(email)}`;
	const end = forms.find((f) => f.get("login") === String(id));
	assert.equal((await browser.send(end)).status, 303);
	assert.equal((await phone.get("/account")).status, 303);
	assert.equal((await third.get("/account")).status, 200);
	assert.equal((await browser.send(forms.find((f) => f.get("login") === undefined))).status, 303);
	assert.equal((await third.get("/account")).status, 303);
	assert.equal((await browser.get("/account")).status, 200, "the one in hand stays");
});

test("nobody ends another's login", async () => {
	const victim = await newPerson(), { browser } = await newPerson();
	const id = one`SELECT id FROM lectern.login WHERE person = ${personId(victim.email)}`;
	const alone = await browser.get("/account"), form = alone.form("/account");
	assert.doesNotMatch(alone.words, /Sign out everywhere else/, "there is no other login to end");
	assert.equal((await browser.post("/account/logins", [["csrf", form.get("csrf")], ["key", form.get("key")], ["login", String(id)]])).status, 404);
	assert.equal((await victim.browser.get("/account")).status, 200);
});

test("a password is changed with the old one, and all other logins end", async () => {
	const { email, browser } = await newPerson();
	const other = new Browser();
	await other.signIn(email, password);
	const before = browser.cookie;
	const form = await open(browser, "/account/password");
	const wrong = await browser.send(form, { password: "not my password", new_password: fresh });
	assert.equal(wrong.status, 422);
	assert.deepEqual(wrong.errors, ["This is not your password"]);
	const weak = await browser.send(form, { password, new_password: "Password2026" });
	assert.equal(weak.status, 422);
	assert.doesNotMatch(weak.text, /Password2026|copper window/);
	const token = link("password", email);
	const done = await browser.send(form, { password, new_password: fresh });
	assert.equal(done.status, 303);
	assert.notEqual(browser.cookie, before, "the cookie is a new one");
	assert.equal((await new Browser({ cookie: before }).get("/account")).status, 303);
	assert.equal((await browser.get("/account")).status, 200);
	assert.equal((await other.get("/account")).status, 303);
	assert.equal((await new Browser().signIn(email, password)).status, 422);
	assert.equal((await new Browser().signIn(email, fresh)).status, 303);
	assert.equal((await new Browser().get(`/password/${token}`)).status, 410, "links from before are dead");
});

test("guessing the password from within is slowed down as from outside", async () => {
	const { browser } = await newPerson();
	const form = await open(browser, "/account/close");
	const statuses = [];
	for (let i = 0; i < 7; i++)
		statuses.push((await browser.send(form, { password: `guess number ${i}` })).status);
	assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429, 429]);
});

test("an address is changed once the new one is proved, and the old one is told", async () => {
	const { email, browser } = await newPerson();
	const moved = `moved.${email}`;
	const form = await open(browser, "/account/address");
	assert.equal((await browser.send(form, { email: moved, password: "not my password" })).status, 422);
	assert.equal((await browser.send(form, { email, password })).status, 422, "one's own address is no change");
	const asked = await browser.send(form, { email: moved, password });
	assert.equal(asked.status, 200);
	assert.equal(asked.heading, "Look in your inbox");
	assert.deepEqual(mails(email), [{ kind: "change_address", address: moved }]);
	assert.notEqual(personId(email), undefined, "nothing has changed yet");
	const token = link("address", email, { proves: moved }), reset = link("password", email);
	for (let i = 0; i < 3; i++)
		assert.equal((await new Browser().get(`/account/address/${token}`)).status, 200);
	assert.notEqual(personId(email), undefined, "looking changes nothing");
	const page = await new Browser().get(`/account/address/${token}`);
	const id = personId(email);
	assert.equal((await new Browser().send(page.form())).status, 303);
	assert.equal(personId(moved), id);
	assert.deepEqual(rows`SELECT kind, address FROM lectern.mail WHERE person = ${id} AND kind = 'address_changed'`, [{ kind: "address_changed", address: email }]);
	assert.equal((await new Browser().send(page.form())).status, 410, "once");
	assert.equal((await new Browser().get(`/password/${reset}`)).status, 410, "what went to the old address is dead");
	assert.equal((await new Browser().signIn(moved, password)).status, 303);
	assert.equal((await new Browser().signIn(email, password)).status, 422);
});

test("an address that somebody has is told by mail only", async () => {
	const victim = await newPerson(), { email, browser } = await newPerson();
	const free = await browser.send(await open(browser, "/account/address"), { email: `free.${email}`, password });
	const taken = await browser.send(await open(browser, "/account/address"), { email: victim.email, password });
	assert.equal(taken.status, free.status);
	const same = (page, address) => page.text.replaceAll(address, "A").replace(/value="[\w-]{36,}"/g, "");
	assert.equal(same(taken, victim.email), same(free, `free.${email}`));
	assert.deepEqual(mails(victim.email).map((m) => m.kind), ["account_exists"]);
	const token = link("address", email, { proves: victim.email });
	const page = await new Browser().get(`/account/address/${token}`);
	assert.equal((await new Browser().send(page.form())).status, 410);
	assert.notEqual(personId(email), undefined);
});

test("closing asks for the password, gives the places on, and leaves the record without ways to reach the person", async () => {
	const { email, browser } = await newPerson();
	const other = new Browser();
	await other.signIn(email, password);
	const id = personId(email);
	const book = await browser.get("/sessions/TST-101-02/book");
	assert.equal((await browser.send(book.form("/sessions/TST-101-02/book"))).status, 303);
	const taken = () => one`SELECT l.taken FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.slug = 'TST-101-02'`;
	const before = taken();
	const page = await browser.get("/account/close");
	assert.match(page.words, /Noticing and acting/);
	assert.equal((await browser.send(page.form("/account/close"), { password: "not my password" })).status, 422);
	assert.equal(taken(), before);
	const done = await browser.send(page.form("/account/close"), { password });
	assert.equal(done.status, 303);
	assert.equal((await browser.get(done.location)).heading, "Your account is closed");
	assert.equal(taken(), before - 1);
	assert.deepEqual(rows`SELECT status, email, phone, password, manager_email, first_name, job_title FROM lectern.person WHERE id = ${id}`,
		[{ status: "closed", email: null, phone: null, password: null, manager_email: null, first_name: "New", job_title: "Nurse" }]);
	assert.deepEqual(rows`SELECT state, ended_by FROM lectern.booking WHERE person = ${id}`, [{ state: "cancelled", ended_by: "person" }]);
	assert.equal(browser.cookies.size, 0);
	assert.equal((await other.get("/account")).status, 303);
	assert.equal((await new Browser().signIn(email, password)).status, 422);
	assert.deepEqual(rows`SELECT kind FROM lectern.mail WHERE person = ${id} AND kind NOT IN ('test', 'booking_confirmed') ORDER BY id`.map((m) => m.kind),
		["booking_cancelled", "account_closed"]);
	assert.equal(one`SELECT count(*)::int FROM lectern.mail WHERE person = ${id} AND kind = 'booking_confirmed' AND state = 'queued'`, 0,
		"what had not gone out is dropped");
	const next = await new Browser().get(`/register/${link("register", email)}`);
	assert.equal(next.form().get("first_name"), "", "who has the address next sees nothing of it");
});

test("closing and booking at the same moment leave no booking behind", async () => {
	for (let i = 0; i < 6; i++) {
		const { email, browser } = await newPerson();
		const id = personId(email);
		const book = (await browser.get("/sessions/TST-101-02/book")).form("/sessions/TST-101-02/book");
		const close = await open(browser, "/account/close");
		const wait = new Promise((resolve) => setTimeout(resolve, 20 + 5 * i));
		await Promise.all([browser.send(close, { password }), wait.then(() => browser.send(book))]);
		assert.equal(one`SELECT count(*)::int FROM lectern.booking WHERE person = ${id} AND state IN ('waiting', 'confirmed')`, 0);
	}
});

test("what people do with their account is in the audit trail", async () => {
	const { email, browser } = await newPerson();
	const id = personId(email);
	await browser.send(await open(browser, "/account/password"), { password, new_password: fresh });
	await browser.send(await open(browser, "/account/close"), { password: fresh });
	assert.deepEqual(rows`SELECT act FROM lectern.audit WHERE person = ${id} ORDER BY id`.map((a) => a.act),
		["password_reset", "sign_in", "password_change", "sign_in", "close"]);
	assert.equal(one`SELECT count(*)::int FROM lectern.audit WHERE (object || detail::text) LIKE '%@%'`, 0, "without addresses");
});

test("an account page is never kept by a cache", async () => {
	const [browser] = signedIn(people.practitioner);
	for (const path of ["/account", "/account/password", "/account/address", "/account/close"])
		assert.equal((await browser.get(path)).headers["cache-control"], "no-store", path);
});

// From an address to an account, by way of a mail.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser, sha256 } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { link, newPerson, password, signedIn, people } from "./world.mjs";

let number = 0;
const fresh = () => `fresh${++number}.${Date.now()}@example.org`;
const details = { first_name: "Siân", last_name: "O’Brien-Łęcka", job_title: "School nurse", agency: "TST1",
	setting: "", unlisted: "", manager_name: "Boss", manager_email: "boss@example.org", phone: "01632 960 001", password };
const ask = async (email, { browser = new Browser(), next = "" } = {}) => {
	const page = await browser.get(`/register?next=${encodeURIComponent(next)}`);
	return browser.send(page.form("/register"), { email });
};
const mailsTo = (email) => rows`SELECT kind, link_next, person FROM lectern.mail WHERE address = ${email} AND kind <> 'test' ORDER BY id`;

test("an address is asked for first, and a mail leads on", async () => {
	const email = fresh();
	const page = await ask(email, { next: "/sessions/TST-101-01" });
	assert.equal(page.status, 200);
	assert.equal(page.heading, "Look in your inbox");
	assert.match(page.text, new RegExp(email));
	assert.deepEqual(mailsTo(email), [{ kind: "verify_address", link_next: "/sessions/TST-101-01", person: null }]);
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE email = ${email}`, 0, "nobody exists before the mail is read");
});

test("the page is the same for an unknown address, an imported one, an account and one who left", async () => {
	const account = await newPerson(), left = await newPerson(), imported = fresh(), unknown = fresh();
	sql`INSERT INTO person (first_name, email) VALUES ('Known', ${imported});
	    UPDATE person SET status = 'left' WHERE email = ${left.email}`;
	const say = async (email) => {
		const page = await ask(email);
		return [page.status, page.text.replaceAll(email, "ADDRESS").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "KEY"),
			Object.keys(page.headers).sort().join()];
	};
	const first = await say(unknown);
	for (const email of [imported, account.email, left.email])
		assert.deepEqual(await say(email), first);
	assert.deepEqual([unknown, imported, account.email, left.email].map((email) => mailsTo(email).map((m) => m.kind)),
		[["verify_address"], ["set_password"], ["account_exists"], ["account_exists"]]);
});

test("behind the link: who one is, then signed in and on to the page chosen before", async () => {
	const email = fresh(), browser = new Browser();
	const page = await browser.get(`/register/${link("register", email, { next: "/sessions/TST-101-01" })}`);
	assert.equal(page.status, 200);
	assert.equal(page.heading, "Tell us who you are");
	assert.match(page.words, new RegExp(email));
	const done = await browser.send(page.form(), details);
	assert.equal(done.status, 303, done.errors?.join());
	assert.equal(done.location, "/sessions/TST-101-01");
	assert.equal((await browser.get("/account")).heading, "My account");
	assert.deepEqual(rows`SELECT p.first_name, p.last_name, p.job_title, a.code AS agency, p.setting, p.unlisted, p.manager_name,
			p.manager_email, p.phone, p.status, p.verified IS NOT NULL AS verified, p.coordinator OR p.administrator AS powers
			FROM lectern.person p JOIN lectern.agency a ON a.id = p.agency WHERE p.email = ${email}`,
	[{ first_name: "Siân", last_name: "O’Brien-Łęcka", job_title: "School nurse", agency: "TST1", setting: null, unlisted: null,
		manager_name: "Boss", manager_email: "boss@example.org", phone: "01632960001", status: "active", verified: true, powers: false }]);
	assert.match(one`SELECT password FROM lectern.person WHERE email = ${email}`, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("an organisation that is not listed may be named, and nobody is kept waiting for it", async () => {
	const email = fresh(), browser = new Browser();
	const page = await browser.get(`/register/${link("register", email)}`);
	const neither = await browser.send(page.form(), { ...details, agency: "", unlisted: "" });
	assert.equal(neither.status, 422);
	assert.match(neither.errors[0], /organisation/i);
	assert.equal(neither.form().get("first_name"), "Siân", "what was typed stays");
	assert.doesNotMatch(neither.text, new RegExp(password), "but not the password");
	const done = await browser.send(neither.form(), { unlisted: "The Ark nursery", password });
	assert.equal(done.status, 303);
	assert.deepEqual(rows`SELECT agency, unlisted FROM lectern.person WHERE email = ${email}`, [{ agency: null, unlisted: "The Ark nursery" }]);
});

test("a closed organisation, and one made up, cannot be chosen", async () => {
	for (const agency of ["TST2", "NONE"]) {
		const browser = new Browser();
		const page = await browser.get(`/register/${link("register", fresh())}`);
		assert.doesNotMatch(page.text, /Closed Agency/);
		assert.equal((await browser.send(page.form(), { ...details, agency })).status, 422);
	}
});

test("a setting that is new is kept as provisional, one that is known is found whatever its accents", async () => {
	const settings = [];
	for (const setting of ["Ysgol Gŵyr", "ysgol gwyr", "ST MARY'S"]) {
		const email = fresh(), browser = new Browser();
		const page = await browser.get(`/register/${link("register", email)}`);
		assert.match(page.text, /St Mary&#39;s|St Mary's|St Mary&#039;s/);
		assert.doesNotMatch(page.text, /<option value="Ysgol/, "nobody is shown what nobody has looked at");
		await browser.send(page.form(), { ...details, agency: "TST3", setting });
		settings.push(rows`SELECT s.name, s.provisional FROM lectern.person p JOIN lectern.setting s ON s.id = p.setting WHERE p.email = ${email}`[0]);
	}
	assert.deepEqual(settings, [{ name: "Ysgol Gŵyr", provisional: true }, { name: "Ysgol Gŵyr", provisional: true },
		{ name: "St Mary's", provisional: false }]);
});

test("a manager may be missing; oneself as manager is kept and remarked on", async () => {
	const nobody = fresh(), self = fresh();
	for (const [email, manager] of [[nobody, ""], [self, self]]) {
		const browser = new Browser();
		const page = await browser.get(`/register/${link("register", email)}`);
		assert.equal((await browser.send(page.form(), { ...details, manager_name: "", manager_email: manager })).status, 303);
	}
	assert.deepEqual(rows`SELECT manager_email, remark FROM lectern.person WHERE email = ${nobody}`, [{ manager_email: null, remark: null }]);
	assert.deepEqual(rows`SELECT manager_email, remark FROM lectern.person WHERE email = ${self}`,
		[{ manager_email: self, remark: "the manager's address is the person's own" }]);
});

test("one name is enough", async () => {
	const email = fresh(), browser = new Browser();
	const page = await browser.get(`/register/${link("register", email)}`);
	assert.equal((await browser.send(page.form(), { ...details, first_name: "Suharti", last_name: "" })).status, 303);
	assert.equal((await browser.get("/account")).text.includes("<bdi>Suharti</bdi>"), true);
});

test("somebody imported finds filled in what we know, and keeps the organisation", async () => {
	const email = fresh(), browser = new Browser();
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency, phone)
	    SELECT 'IMPORTED', 'Gillian', 'Güneş', ${email}, 'Passenger Assistant', id, '+447700900843' FROM agency WHERE code = 'TST3'`;
	const page = await browser.get(`/register/${link("register", email)}`);
	const form = page.form();
	assert.deepEqual(["first_name", "last_name", "job_title", "phone"].map((n) => form.get(n)),
		["Gillian", "Güneş", "Passenger Assistant", "+447700900843"]);
	assert.match(page.words, /Primary schools/);
	assert.equal((await browser.send(form, { password })).status, 303);
	assert.deepEqual(rows`SELECT p.code, a.code AS agency FROM lectern.person p JOIN lectern.agency a ON a.id = p.agency WHERE email = ${email}`,
		[{ code: "IMPORTED", agency: "TST3" }]);
	const sly = await new Browser();
	const another = fresh();
	sql`INSERT INTO person (first_name, email, agency) SELECT 'Sly', ${another}, id FROM agency WHERE code = 'TST3'`;
	const again = await sly.get(`/register/${link("register", another)}`);
	assert.equal((await sly.send(again.form(), { ...details, agency: "TST1" })).status, 303);
	assert.equal(one`SELECT a.code FROM lectern.person p JOIN lectern.agency a ON a.id = p.agency WHERE email = ${another}`, "TST3");
});

test("opening the link as often as a mail scanner likes uses nothing up", async () => {
	const email = fresh(), token = link("register", email), browser = new Browser();
	for (let i = 0; i < 3; i++) {
		assert.equal((await new Browser().get(`/register/${token}`)).status, 200);
		assert.equal((await new Browser().request("HEAD", `/register/${token}`)).status, 200);
	}
	const page = await browser.get(`/register/${token}`);
	assert.equal((await browser.send(page.form(), details)).status, 303);
});

test("a link works once; who comes again with the password is simply signed in", async () => {
	const email = fresh(), browser = new Browser(), token = link("register", email, { next: "/account" });
	const form = (await browser.get(`/register/${token}`)).form();
	const twice = await Promise.all([browser.send(form, details), new Browser().send(form, details)]);
	for (const page of twice)
		assert.equal(page.status, 303, page.words);
	assert.equal(one`SELECT count(*)::int FROM lectern.person WHERE email = ${email}`, 1);
	assert.equal((await new Browser().get(`/register/${token}`)).status, 410);
	const thief = await new Browser().send(form, { ...details, first_name: "Thief", password: "another password here" });
	assert.equal(thief.status, 410);
	assert.equal(thief.headers["set-cookie"], undefined);
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "Siân");
});

test("old, made up and foreign links all end on the same page", async () => {
	const email = fresh(), token = link("register", email), reset = link("password", (await newPerson()).email);
	sql`UPDATE link SET expires = clock() - interval '1 second' WHERE token = ${sha256(token)}`;
	for (const one of [token, "A".repeat(43), reset, "x"]) {
		const page = await new Browser().get(`/register/${one}`);
		assert.equal(page.status, 410);
		assert.equal(page.heading, "This link does not work any more");
		const form = { fields: [], action: `/register/${one}`, method: "POST" };
		assert.equal((await new Browser().send(form, details)).status, 410);
	}
});

test("a weak password is refused with a reason, any other kind of text is taken", async () => {
	const email = fresh(), browser = new Browser();
	let page = await browser.get(`/register/${link("register", email)}`);
	for (const [weak, why] of [["short1!", /8/], ["password", /first passwords/], ["Passw0rd2024!", /first passwords/],
		["12345678", /first passwords/], ["qwertyuiop", /first passwords/], ["Safeguarding1", /first passwords/],
		[email.split("@")[0], /own name/], ["Siân2026", /own name/], ["x".repeat(129), /128/], ["", /password/i]]) {
		page = await browser.send(page.form(), { ...details, password: weak });
		assert.equal(page.status, 422, weak);
		assert.match(page.errors.join(), why, weak);
	}
	assert.equal((await browser.send(page.form(), { ...details, password: "七色の虹が見える 🌈 " })).status, 303);
	assert.equal((await new Browser().signIn(email, "七色の虹が見える 🌈 ")).status, 303);
	assert.equal((await new Browser().signIn(email, "七色の虹が見える 🌈")).status, 422, "a space counts");
	const max = "å".repeat(128), other = fresh(), second = new Browser();
	page = await second.get(`/register/${link("register", other)}`);
	assert.equal((await second.send(page.form(), { ...details, password: max })).status, 303);
	assert.equal((await new Browser().signIn(other, "a\u030a".repeat(128))).status, 303, "composed or not is the same");
});

test("registering over an account is not possible, whatever the link", async () => {
	const account = await newPerson();
	const token = link("register", account.email);
	const page = await new Browser().get(`/register/${token}`);
	const done = await new Browser().send(page.form(), details);
	assert.equal(done.status, 410);
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${account.email}`, "New");
	assert.equal((await new Browser().signIn(account.email, password)).status, 303);
});

test("three mails an hour to an address, and the page does not tell", async () => {
	const email = fresh();
	const pages = [];
	for (let i = 0; i < 5; i++)
		pages.push(await ask(email));
	assert.deepEqual(pages.map((page) => page.status), [200, 200, 200, 200, 200]);
	assert.equal(mailsTo(email).length, 3);
});

test("two hundred addresses an hour from one network, then it waits", async () => {
	sql`INSERT INTO failure (key) SELECT 'mail:127.80.80.0/24' FROM generate_series(1, 200)`;
	const email = fresh();
	const page = await ask(email, { browser: new Browser({ from: "127.80.80.9" }) });
	assert.equal(page.status, 429);
	assert.equal(page.headers["retry-after"], "5");
	assert.deepEqual(mailsTo(email), []);
});

test("addresses that are none are refused at the field", async () => {
	for (const [email, why] of [["priya.example.org", /@/], ["sam okafor@example.org", /space/i], ["sam..o@example.org", /dot/i],
		["sam@example.org\nBcc: all@example.org", /one/i], ["sam@example.org; jo@example.org", /one/i], ["", /Enter your email/]]) {
		const page = await ask(email);
		assert.equal(page.status, 422, email);
		assert.match(page.errors[0], why, email);
	}
});

test("the links of mails are made for our address, whatever Host a request claims", async () => {
	const email = fresh();
	const browser = new Browser();
	const form = (await browser.get("/register")).form("/register");
	await browser.send(form, { email }, { "x-forwarded-host": "evil.example" });
	await browser.send(form, { email }, { host: "evil.example" }).catch(() => {});
	assert.equal(mailsTo(email).length, 1);
	assert.equal(base.host.includes("evil"), false);
});

test("somebody who is signed in has no use for the page", async () => {
	const [browser] = signedIn(people.practitioner);
	assert.equal((await browser.get("/register?next=%2Faccount")).location, "/account");
});

test("what was typed comes back as text, not as a page", async () => {
	const email = fresh(), browser = new Browser();
	const page = await browser.get(`/register/${link("register", email)}`);
	const nasty = "\"><script>alert(1)</script>{{email}}&lt;'";
	const done = await browser.send(page.form(), { ...details, first_name: nasty, password: "short" });
	assert.equal(done.status, 422);
	assert.equal(done.form().get("first_name"), nasty);
	assert.doesNotMatch(done.text, /<script>alert/);
	assert.equal((await browser.send(done.form(), { password })).status, 303);
	const account = await browser.get("/account");
	assert.doesNotMatch(account.text, /<script>alert/);
	assert.equal(account.form("/account").get("first_name"), nasty);
});


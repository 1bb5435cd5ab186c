// A forgotten password, by way of a mail.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, sha256 } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { sameTime } from "./timing.mjs";
import { link, newPerson, password, personId } from "./world.mjs";

const fresh = "velvet otter plank";
const ask = async (email, browser = new Browser()) => {
	const page = await browser.get("/password?next=%2Fbookings");
	return browser.send(page.form("/password"), { email });
};
const mailsTo = (email) => rows`SELECT kind, link_next FROM lectern.mail WHERE address = ${email} AND kind <> 'test' ORDER BY id`;

test("the page says the same whether or not anybody has the address", async () => {
	const account = await newPerson(), left = await newPerson();
	const imported = `imported.${Date.now()}@example.org`, unknown = `unknown.${Date.now()}@example.org`;
	sql`INSERT INTO person (first_name, email) VALUES ('Known', ${imported});
	    UPDATE person SET status = 'left' WHERE email = ${left.email}`;
	const say = async (email) => {
		const page = await ask(email);
		return [page.status, page.text.replaceAll(email, "ADDRESS").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "KEY"),
			Object.keys(page.headers).sort().join()];
	};
	const first = await say(unknown);
	assert.equal(first[0], 200);
	for (const email of [imported, account.email, left.email])
		assert.deepEqual(await say(email), first);
	assert.deepEqual([unknown, imported, account.email, left.email].map((email) => mailsTo(email)),
		[[], [{ kind: "set_password", link_next: "/bookings" }], [{ kind: "password_reset", link_next: "/bookings" }],
			[{ kind: "account_exists", link_next: "/bookings" }]]);
});

test("a link sets the password once, signs in, and ends every other login", async () => {
	const { email, browser: old } = await newPerson();
	const token = link("password", email, { next: "/bookings" });
	const browser = new Browser();
	const page = await browser.get(`/password/${token}`);
	assert.equal(page.heading, "Choose a password");
	const done = await browser.send(page.form(), { password: fresh });
	assert.equal(done.status, 303);
	assert.equal(done.location, "/bookings");
	assert.equal((await browser.get("/account")).status, 200);
	assert.equal((await old.get("/account")).status, 303, "the login from before has ended");
	assert.equal((await new Browser().signIn(email, password)).status, 422, "the old password is gone");
	assert.equal((await new Browser().signIn(email, fresh)).status, 303);
	const thief = new Browser();
	const again = await thief.send(page.form(), { password: "another password here" });
	assert.equal(again.status, 410);
	assert.equal(thief.cookies.size, 0);
	assert.equal((await new Browser().get(`/password/${token}`)).status, 410);
});

test("a form sent twice at once sets one password and signs both in", async () => {
	const { email } = await newPerson();
	const form = (await new Browser().get(`/password/${link("password", email)}`)).form();
	const pages = await Promise.all([1, 2, 3].map(() => new Browser().send(form, { password: fresh })));
	assert.deepEqual(pages.map((page) => page.status), [303, 303, 303]);
});

test("opening the link as often as a mail scanner likes changes nothing", async () => {
	const { email, browser } = await newPerson();
	const token = link("password", email);
	const before = one`SELECT password FROM lectern.person WHERE email = ${email}`;
	for (let i = 0; i < 5; i++)
		assert.equal((await new Browser().get(`/password/${token}`)).status, 200);
	assert.equal(one`SELECT password FROM lectern.person WHERE email = ${email}`, before);
	assert.equal(one`SELECT used IS NULL FROM lectern.link WHERE token = ${sha256(token)}`, true);
	assert.equal((await browser.get("/account")).status, 200, "and nobody is signed out by it");
});

test("old, made up and foreign links all end on the same page", async () => {
	const { email } = await newPerson();
	const old = link("password", email), foreign = link("register", email), closed = await newPerson();
	const dead = link("password", closed.email);
	sql`UPDATE link SET expires = clock() - interval '1 second' WHERE token = ${sha256(old)};
	    UPDATE person SET status = 'left' WHERE email = ${closed.email}`;
	const seen = new Set();
	for (const token of [old, foreign, dead, "B".repeat(43), "zz"]) {
		const page = await new Browser().get(`/password/${token}`);
		assert.equal(page.status, 410);
		seen.add(page.text);
		const posted = await new Browser().post(`/password/${token}`, { password: fresh });
		assert.equal(posted.status, 410);
		assert.equal(posted.headers["set-cookie"], undefined);
	}
	assert.equal(seen.size, 1);
	assert.equal((await new Browser().signIn(email, password)).status, 303);
});

test("a link lives two hours, by the clock of the database", async () => {
	const { email } = await newPerson();
	const token = link("password", email);
	assert.equal(one`SELECT expires - made = interval '2 hours' FROM lectern.link WHERE token = ${sha256(token)}`, true);
});

test("a weak password is refused and the link stays good", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	let page = await browser.get(`/password/${link("password", email)}`);
	for (const weak of ["password1", "short", "summer2026", email]) {
		page = await browser.send(page.form(), { password: weak });
		assert.equal(page.status, 422, weak);
		assert.equal(page.form().get("password"), "");
	}
	assert.equal((await browser.send(page.form(), { password: fresh })).status, 303);
});

test("a link is good for the address that it went to", async () => {
	const { email } = await newPerson();
	const token = link("password", email);
	sql`UPDATE person SET email = ${`moved.${email}`} WHERE email = ${email}`;
	const page = await new Browser().get(`/password/${token}`);
	const done = await new Browser().send(page.status === 200 ? page.form() : { fields: [], method: "POST", action: `/password/${token}` },
		{ password: fresh });
	assert.equal(done.status, 410);
	assert.equal(personId(email), undefined);
});

test("asking takes as long for an unknown address", async () => {
	const addresses = { known: (await newPerson()).email, unknown: "nobody.asked@example.org" };
	await sameTime("password mail", Object.keys(addresses), (kind, i) => {
		if (i % 3 === 0)
			sql`DELETE FROM failure WHERE key LIKE 'mail:%'`;
		return async () => {
			const page = await new Browser({ from: `127.91.${i}.1` }).post("/password", { email: addresses[kind] });
			assert.equal(page.status, 200);
		};
	});
});

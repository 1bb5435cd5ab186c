// Signing in and out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser, sha256 } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { newPerson, password, people, personId, setPassword, signedIn } from "./world.mjs";

const tokenOf = (browser) => [...browser.cookies.values()][0];
const isIn = async (browser) => (await browser.get("/account")).status === 200;

test("the right password signs in and goes on to the page asked for", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	const asked = await browser.get("/account?saved=1");
	assert.equal(asked.status, 303);
	assert.equal(asked.location, "/login?next=%2Faccount%3Fsaved%3D1");
	const page = await browser.get(asked.location);
	const done = await browser.send(page.form("/login"), { email, password });
	assert.equal(done.status, 303);
	assert.equal(done.location, "/account?saved=1");
	assert.equal((await browser.get(done.location)).heading, "My account");
});

test("the cookie is closed to scripts and to other sites", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	const done = await browser.signIn(email, password);
	const [line] = done.headers["set-cookie"];
	assert.match(line, base.protocol === "https:" ? /^__Host-login=/ : /^login=/);
	assert.match(line, /; Path=\//);
	assert.match(line, /; HttpOnly/);
	assert.match(line, /; SameSite=Lax/);
	assert.doesNotMatch(line, /Domain=/i);
});

test("only the hash of the cookie is kept", async () => {
	const { email, browser } = await newPerson();
	const token = tokenOf(browser);
	assert.ok(token.length >= 43);
	const [login] = rows`SELECT encode(token, 'hex') AS token, device FROM lectern.login WHERE person = ${personId(email)}`;
	assert.equal(login.token, sha256(token).toString("hex"));
	assert.equal(login.device, "Firefox on Linux");
});

test("the device is told in words, whatever the browser says of itself", async () => {
	const { email } = await newPerson();
	const agents = {
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1": "Safari on an iPhone",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36": "Chrome on Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0": "Edge on Windows",
		"<script>alert(1)</script>": "A browser",
		"": "A browser",
	};
	for (const [agent, words] of Object.entries(agents)) {
		const browser = new Browser({ agent });
		await browser.signIn(email, password);
		assert.equal(one`SELECT device FROM lectern.login WHERE token = ${sha256(tokenOf(browser))}`, words);
	}
});

test("a cookie that somebody else chose is not taken over", async () => {
	const { email } = await newPerson();
	const name = base.protocol === "https:" ? "__Host-login" : "login";
	const planted = "A".repeat(43);
	const browser = new Browser({ cookie: `${name}=${planted}` });
	await browser.signIn(email, password);
	assert.notEqual(tokenOf(browser), planted);
	assert.equal(await isIn(new Browser({ cookie: `${name}=${planted}` })), false);
	assert.equal(await isIn(browser), true);
});

test("signing in again makes a new cookie and ends the old one", async () => {
	const { email, browser } = await newPerson();
	const before = browser.cookie;
	const page = await new Browser().get("/login");
	await browser.post("/login", [...page.form("/login").fields.filter(([n]) => !["email", "password", "csrf"].includes(n)),
		["email", email], ["password", password],
		["csrf", (await browser.get("/account")).form("/account").get("csrf")]]);
	assert.notEqual(browser.cookie, before);
	assert.equal(await isIn(browser), true);
	assert.equal(await isIn(new Browser({ cookie: before })), false);
});

test("signing out ends the login on the server, not only the cookie", async () => {
	const { email, browser } = await newPerson();
	const cookie = browser.cookie;
	const page = await browser.get("/account");
	const done = await browser.send(page.form("/logout"));
	assert.equal(done.status, 303);
	assert.equal(browser.cookies.size, 0);
	assert.equal(await isIn(new Browser({ cookie })), false);
	assert.equal(one`SELECT count(*)::int FROM lectern.login WHERE person = ${personId(email)}`, 0);
});

test("signing out without a login does nothing and fails nothing", async () => {
	const done = await new Browser().post("/logout", {});
	assert.equal(done.status, 303);
	assert.equal(done.location, "/");
});

test("a login ends after its time, and after a time without use", async () => {
	const { email, browser } = await newPerson();
	sql`UPDATE login SET seen = clock() - interval '3 hours 59 minutes' WHERE person = ${personId(email)}`;
	assert.equal(await isIn(browser), true);
	sql`UPDATE login SET seen = clock() - interval '4 hours 1 minute' WHERE person = ${personId(email)}`;
	assert.equal(await isIn(browser), false);
	sql`UPDATE login SET seen = clock(), expires = clock() - interval '1 second' WHERE person = ${personId(email)}`;
	assert.equal(await isIn(browser), false);
});

test("a refusal says one thing for an unknown address, a wrong password and one who has none", async () => {
	const { email } = await newPerson();
	const say = async (address) => {
		const page = await new Browser().signIn(address, "something else entirely");
		return { status: page.status, errors: page.errors,
			text: page.text.replaceAll(address, "ADDRESS").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "KEY") };
	};
	const wrong = await say(email);
	assert.equal(wrong.status, 422);
	assert.equal(wrong.errors.length, 1);
	assert.deepEqual(await say("nobody.at.all@example.org"), wrong);
	assert.deepEqual(await say(people.steward), wrong);
	sql`UPDATE person SET status = 'closed' WHERE email = ${email}`;
	assert.deepEqual(await say(email), wrong);
});

test("the address stays in the form after a refusal, the password does not", async () => {
	const { email } = await newPerson();
	const page = await new Browser().signIn(` ${email.toUpperCase()} `, "not the one, I fear");
	assert.equal(page.form("/login").get("email").trim().toLowerCase(), email);
	assert.doesNotMatch(page.text, /not the one/);
});

test("an address is the same in capitals and with spaces around it", async () => {
	const { email } = await newPerson();
	assert.equal((await new Browser().signIn(` ${email.toUpperCase()}\t`, password)).status, 303);
});

test("what is missing is said at its field", async () => {
	const page = await new Browser().signIn("", "");
	assert.equal(page.status, 422);
	assert.deepEqual(page.errors, ["Enter your email address", "Enter your password"]);
});

test("next leads to our own pages only", async () => {
	const { email } = await newPerson();
	const foreign = ["//evil.example", "/\\evil.example", "https://evil.example/", "https:evil.example",
		"javascript:alert(1)", "/%5cevil.example/../..//evil.example", "\\\\evil.example", "/\t/evil.example",
		"/\n/evil.example", " //evil.example", "%2f%2fevil.example", "/.//evil.example",
		`${base.origin}@evil.example/`, "/a\r\nSet-Cookie: x=y", "/" + "x".repeat(5000)];
	for (const next of foreign) {
		const done = await new Browser().signIn(email, password, next);
		assert.equal(done.status, 303, next);
		const there = new URL(done.location, base);
		assert.equal(there.origin, base.origin, next);
		assert.ok(!done.location.startsWith("//"), next);
		assert.equal(done.headers["set-cookie"].length, 1, next);
	}
	assert.equal((await new Browser().signIn(email, password, "/sessions/TST-101-01?a=b&c=d")).location,
		"/sessions/TST-101-01?a=b&c=d");
});

test("somebody who is signed in has no use for the page", async () => {
	const [browser] = signedIn(people.practitioner);
	assert.equal((await browser.get("/login?next=%2Faccount")).location, "/account");
	assert.equal((await browser.get("/login?next=%2F%2Fevil.example")).location, "/");
});

test("who left the post still reaches the own record", async () => {
	const { email } = await newPerson();
	sql`UPDATE person SET status = 'left' WHERE email = ${email}`;
	const browser = new Browser();
	assert.equal((await browser.signIn(email, password)).status, 303);
	assert.equal(await isIn(browser), true);
});

test("an imported hash of another cost is made anew when its owner signs in", async () => {
	const { email } = await newPerson();
	const before = one`SELECT password FROM lectern.person WHERE email = ${email}`;
	assert.match(before, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	assert.equal((await new Browser().signIn(email, password)).status, 303);
	assert.equal(one`SELECT password FROM lectern.person WHERE email = ${email}`, before, "a good one stays");
});

test("a login that ended in the middle of a form keeps what was typed", async () => {
	const { email, browser } = await newPerson();
	const form = (await browser.get("/account")).form("/account");
	sql`DELETE FROM login WHERE person = ${personId(email)}`;
	const asked = await browser.send(form, { first_name: "Gwen <b>", job_title: "Health & care" });
	assert.equal(asked.status, 403);
	assert.match(asked.words, /Please sign in again/);
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
	const wrong = await browser.send(asked.form("/login"), { email, password: "not this one, sorry" });
	assert.equal(wrong.status, 422);
	const back = await browser.send(wrong.form("/login"), { email, password });
	assert.equal(back.status, 200);
	const saved = await browser.send(back.form("/account"));
	assert.equal(saved.status, 303, saved.errors.join());
	assert.deepEqual(rows`SELECT first_name, job_title FROM lectern.person WHERE email = ${email}`,
		[{ first_name: "Gwen <b>", job_title: "Health & care" }]);
});

test("a password never passes through a sign-in", async () => {
	const { email, browser } = await newPerson();
	const form = (await browser.get("/account/password")).form("/account/password");
	sql`DELETE FROM login WHERE person = ${personId(email)}`;
	const asked = await browser.send(form, { password, new_password: "velvet otter plank" });
	assert.equal(asked.status, 403);
	assert.doesNotMatch(asked.text, /velvet otter|copper window/);
});

test("a form of another login of the same person is not taken", async () => {
	const { email, browser } = await newPerson();
	const second = new Browser();
	await second.signIn(email, password);
	const form = (await second.get("/account")).form("/account");
	const done = await browser.send(form, { first_name: "Other" });
	assert.equal(done.status, 403);
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
	assert.equal((await browser.send(done.form("/account"))).status, 303, "drawn again with the right token it goes through");
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "Other");
});

test("a person whose password was set keeps no other login", async () => {
	const { email, browser } = await newPerson();
	await setPassword(email);
	assert.equal(await isIn(browser), false);
});

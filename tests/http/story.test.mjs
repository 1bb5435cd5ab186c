// The ways of people who are new, through the mails that they really get.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser } from "./client.mjs";
import { one, rows, sql } from "./db.mjs";
import { linkIn, mailsTo, mailTo } from "./mail.mjs";
import { newPerson, password } from "./world.mjs";

const details = { first_name: "Łucja", last_name: "Nowak", job_title: "Health visitor", agency: "TST1", password };

test("a newcomer is from the programme to a confirmed place in six pages, the date never forgotten", async () => {
	const browser = new Browser(), email = `newcomer.${Date.now()}@example.org`;
	let pages = 1;
	const home = await browser.get("/");
	const slug = home.links.find((href) => href === "/sessions/TST-101-02");
	const date = await browser.get(slug);
	pages++;
	const sent = await browser.send(date.form("/register"), { email });
	pages++;
	assert.equal(sent.heading, "Look in your inbox");
	const path = linkIn(await mailTo(email, /Confirm your email address/), base);
	const who = await browser.get(path);
	pages++;
	const back = await browser.follow(await browser.send(who.form(), details));
	pages++;
	assert.equal(back.path, slug);
	const booked = await browser.follow(await browser.send(back.form(`${slug}/book`)));
	pages++;
	assert.match(booked.path, /^\/bookings\/\d+/);
	assert.equal(one`SELECT b.state FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.email = ${email}`, "confirmed");
	assert.ok(pages <= 6, `${pages} pages`);
});

test("somebody imported is led to the own record, whichever page was asked", async () => {
	for (const [way, path] of [["register", "/register"], ["password", "/password"]]) {
		const browser = new Browser(), email = `imported.${way}.${Date.now()}@example.org`;
		sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency)
		    SELECT ${email.slice(0, 30)}, 'Gillian', 'Güneş', ${email}, 'Escort', id FROM agency WHERE code = 'TST1'`;
		await browser.send((await browser.get(`${path}?next=%2Fbookings`)).form(path), { email });
		const link = linkIn(await mailTo(email, /Set a password/), base);
		const who = await browser.get(link);
		assert.equal(who.form().get("last_name"), "Güneş");
		const done = await browser.send(who.form(), { password });
		assert.equal(done.location, "/bookings");
		assert.equal((await browser.get("/account")).status, 200);
	}
});

test("who has an account is told so; nobody learns more from the page", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	await browser.send((await browser.get("/register")).form("/register"), { email });
	const mail = await mailTo(email, /already have an account/);
	assert.match(mail.text, new RegExp(`${base.origin}/login`));
	assert.doesNotMatch(mail.text, /[\w-]{43}/, "without any link that opens it");
});

test("a forgotten password is set by the mail's link, once", async () => {
	const { email } = await newPerson(), browser = new Browser();
	await browser.send((await browser.get("/password?next=%2Faccount")).form("/password"), { email });
	const path = linkIn(await mailTo(email, /Set a new password/), base);
	const page = await browser.get(path);
	const done = await browser.send(page.form(), { password: "velvet otter plank" });
	assert.equal(done.location, "/account");
	assert.equal((await new Browser().get(path)).status, 410);
	assert.equal((await new Browser().signIn(email, "velvet otter plank")).status, 303);
});

test("a new address is proved by its mail, and the old one hears of it", async () => {
	const { email, browser } = await newPerson(), moved = `moved.${email}`;
	await browser.send((await browser.get("/account/address")).form("/account/address"), { email: moved, password });
	const path = linkIn(await mailTo(moved, /Confirm your new email address/), base);
	assert.equal((await browser.follow(await browser.send((await browser.get(path)).form()))).path, "/account?saved=1");
	assert.match((await mailTo(email, /address has changed/)).text, new RegExp(moved.replace(/\./g, "\\.")));
});

test("who closes an account gets one last mail", async () => {
	const { email, browser } = await newPerson();
	await browser.send((await browser.get("/account/close")).form("/account/close"), { password });
	await mailTo(email, /account is closed/);
	assert.deepEqual(mailsTo(email).map((mail) => mail.subject), ["Your account is closed"]);
});

test("every mail has one reader, and links to nowhere but here", () => {
	const all = rows`SELECT DISTINCT address FROM lectern.mail WHERE state = 'sent' AND kind <> 'test'`;
	assert.ok(all.length > 5);
	for (const { address } of all)
		for (const mail of mailsTo(address)) {
			assert.equal(mail.to.split("@").length, 2, mail.to);
			assert.doesNotMatch(mail.all, /^(cc|bcc):/im);
			for (const [link] of mail.text.matchAll(/https?:\/\/[^\s<>]+/g))
				assert.equal(new URL(link).origin, base.origin, `${mail.subject}: ${link}`);
		}
});

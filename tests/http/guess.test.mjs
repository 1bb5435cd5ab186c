// Guessing is slowed down; nobody is locked out.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./client.mjs";
import { one, sql } from "./db.mjs";
import { sameTime } from "./timing.mjs";
import { link, newPerson, password } from "./world.mjs";

const wrong = "surely not this one";

sql`DELETE FROM failure; DELETE FROM familiar`;

// Try until something else than 422 comes, at most n times; how many tries.
const guess = async (browser, email, n) => {
	const form = (await browser.get("/login")).form("/login");
	for (let i = 0; i < n; i++) {
		const page = await browser.send(form, { email, password: wrong });
		if (page.status !== 422)
			return { tries: i, page };
	}
	return { tries: n };
};

test("after five failures the sixth has to wait, and is told how long", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	const { tries, page } = await guess(browser, email, 20);
	assert.equal(tries, 5);
	assert.equal(page.status, 429);
	assert.equal(page.headers["retry-after"], "5");
	assert.match(page.errors[0], /too often/i);
	assert.match(page.text, /href="\/password/);
	const right = await browser.send(page.form("/login"), { email, password });
	assert.equal(right.status, 429, "the right one has to wait as well, or the wait would tell");
});

test("waiting is the same for an address that nobody has", async () => {
	const { tries, page } = await guess(new Browser(), "nobody.waits@example.org", 20);
	assert.equal(tries, 5);
	assert.equal(page.headers["retry-after"], "5");
});

test("the owner elsewhere is not held up, nor are colleagues beside the guesser", async () => {
	const victim = await newPerson(), colleague = await newPerson();
	const guesser = new Browser();
	await guess(guesser, victim.email, 20);
	assert.equal((await new Browser().signIn(victim.email, password)).status, 303);
	const from = guesser.from.replace(/\.1$/, ".77");
	assert.equal((await new Browser({ from }).signIn(colleague.email, password)).status, 303);
	assert.equal((await new Browser({ from }).signIn(victim.email, password)).status, 429, "the /24 is one network");
});

test("a forwarded address is not believed", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	const form = (await browser.get("/login")).form("/login");
	let status;
	for (let i = 0; i < 8; i++)
		({ status } = await browser.send(form, { email, password: wrong },
			{ "x-forwarded-for": `203.0.113.${i}`, "x-real-ip": `203.0.113.${i}`,
				forwarded: `for=203.0.113.${i}`, "remote-addr": `203.0.113.${i}` }));
	assert.equal(status, 429);
});

test("success wipes the account's failures there", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	for (let i = 0; i < 3; i++) {
		await guess(browser, email, 4);
		const fresh = new Browser({ from: browser.from });
		assert.equal((await fresh.signIn(email, password)).status, 303);
	}
});

test("a hundred failures in a network slow it down, but not those who have signed in there", async () => {
	const regular = await newPerson(), stranger = await newPerson();
	const network = "127.77.77";
	assert.equal((await new Browser({ from: `${network}.1` }).signIn(regular.email, password)).status, 303);
	sql`INSERT INTO failure (key) SELECT 'login:127.77.77.0/24' FROM generate_series(1, 120)`;
	const held = await new Browser({ from: `${network}.2` }).signIn(stranger.email, password);
	assert.equal(held.status, 429);
	assert.ok(Number(held.headers["retry-after"]) <= 30);
	assert.equal((await new Browser({ from: `${network}.3` }).signIn(regular.email, password)).status, 303);
});

test("a council that signs in all at once is not slowed down", async () => {
	const { email } = await newPerson();
	const statuses = new Set();
	for (let i = 0; i < 30; i++)
		statuses.add((await new Browser({ from: "127.78.78.1" }).signIn(email, password)).status);
	assert.deepEqual([...statuses], [303]);
	assert.equal(one`SELECT count(*)::int FROM lectern.failure WHERE key LIKE '%127.78.78.0/24'`, 0);
});

test("whoever has to wait gets in by the link of a mail", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	await guess(browser, email, 20);
	const page = await browser.get(`/password/${link("password", email)}`);
	const done = await browser.send(page.form(), { password: "velvet otter plank" });
	assert.equal(done.status, 303);
	assert.equal((await browser.get("/account")).status, 200);
});

test("many guesses at once gain nothing over one after the other", async () => {
	const { email } = await newPerson();
	const browser = new Browser();
	const form = (await browser.get("/login")).form("/login");
	const all = await Promise.all(Array.from({ length: 16 }, () =>
		browser.send(form, { email, password: wrong })));
	const compared = all.filter((page) => page.status === 422).length;
	assert.ok(compared <= 5, `${compared} were compared`);
});

test("more sign-ins at once than may hash get a plain 429, and nobody is counted for it", async () => {
	const crowd = [];
	for (let i = 0; i < 3; i++)
		crowd.push(await newPerson());
	const pages = await Promise.all(Array.from({ length: 30 }, (_, i) =>
		new Browser({ from: `127.79.${i}.1` }).signIn(crowd[i % 3].email, password)));
	for (const page of pages)
		assert.ok([303, 429].includes(page.status), String(page.status));
	assert.ok(pages.some((page) => page.status === 303));
	for (const page of pages.filter(({ status }) => status === 429))
		assert.ok(Number(page.headers["retry-after"]) > 0);
	assert.equal(one`SELECT count(*)::int FROM lectern.failure WHERE key LIKE 'login:127.79.%'`, 0);
});

test("a flood of sign-ins stops nobody from reading and booking", async () => {
	let on = true, n = 0;
	const seen = new Set();
	const flood = Array.from({ length: 32 }, async () => {
		while (on) {
			n++;
			const browser = new Browser({ from: `127.81.${n & 255}.${1 + (n >> 8 & 63)}` });
			seen.add((await browser.post("/login", { email: `flood${n}@example.org`, password: wrong })).status);
		}
	});
	const times = [];
	for (let i = 0; i < 30; i++) {
		const began = Date.now();
		assert.equal((await new Browser().get("/")).status, 200);
		times.push(Date.now() - began);
	}
	on = false;
	await Promise.all(flood);
	assert.deepEqual([...seen].filter((status) => ![422, 429].includes(status)), []);
	times.sort((a, b) => a - b);
	console.log(`a page while ${n} sign-ins were tried, ms: median ${times[15]}, worst ${times[29]}`);
	assert.ok(times[15] < 1000, times.join());
});

test("no address stands in the counts", () => {
	assert.equal(one`SELECT count(*)::int FROM lectern.failure WHERE key LIKE '%@example%' OR key LIKE '%person%'`, 0);
});

test("a sign-in takes as long for an unknown address, and for one without a password", async () => {
	const known = (await newPerson()).email, without = `without.${Date.now()}@example.org`;
	sql`INSERT INTO person (first_name, email) VALUES ('X', ${without})`;
	const addresses = { known, unknown: "nobody.known@example.org", without };
	await sameTime("sign-in", Object.keys(addresses), (kind, i) => async () => {
		const page = await new Browser({ from: `127.90.${i}.1` }).post("/login", { email: addresses[kind], password: wrong });
		assert.equal(page.status, 422);
	}, { n: 15 }); // three rounds stay below what an account may fail in a day
});

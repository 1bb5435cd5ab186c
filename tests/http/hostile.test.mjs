// What no browser would send.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base, Browser, encode, raw } from "./client.mjs";
import { one } from "./db.mjs";
import { book, newPerson, password } from "./world.mjs";

const alive = async () => assert.equal((await new Browser().get("/healthz")).status, 200);
const form = async (browser, path) => (await browser.get(path)).form(path);

test("a form from another site is refused, whatever it is", async () => {
	const { email, browser } = await newPerson();
	const csrf = (await form(browser, "/account")).get("csrf");
	const paths = ["/account", "/account/logins", "/account/password", "/account/address", "/account/close", "/logout", "/login",
		"/register", "/password", "/sessions/TST-101-01/book"];
	for (const path of paths)
		for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { origin: `${base.origin}.evil.example` },
			{ origin: base.origin.replace("http:", "https:") === base.origin ? "http://x" : base.origin.replace("http:", "https:") },
			{ origin: null }, { origin: null, referer: "https://evil.example/" }, { origin: null, referer: `${base.origin}.evil.example/` },
			{ origin: "" }, { origin: "https://evil.example", referer: `${base.origin}/account` }]) {
			// With the right token, and by somebody for whom there is none.
			const page = await browser.post(path, { csrf, first_name: "Taken" }, headers);
			assert.equal(page.status, 403, `${path} ${JSON.stringify(headers)}`);
			assert.match(page.words, /did not come from this site/);
			assert.equal((await new Browser().post(path, { email }, headers)).status, 403, `${path} signed out`);
		}
	assert.equal(one`SELECT count(*)::int FROM lectern.mail WHERE address = ${email} AND kind <> 'test'`, 0);
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
	assert.equal((await browser.get("/account")).status, 200, "still signed in");
});

test("a Referer of ours stands in for the Origin", async () => {
	const { browser } = await newPerson();
	assert.equal((await browser.send(await form(browser, "/account"), {}, { origin: null, referer: `${base.origin}/account` })).status, 303);
});

test("a form without its token, or with another's, changes nothing", async () => {
	const { email, browser } = await newPerson(), other = await newPerson();
	const own = await form(browser, "/account");
	const foreign = (await form(other.browser, "/account")).get("csrf");
	for (const csrf of [undefined, "", "x", foreign, own.get("csrf").slice(0, -1), `${own.get("csrf")}A`, own.get("csrf").toLowerCase()]) {
		const page = await browser.send(own, { csrf, first_name: "Taken" });
		assert.equal(page.status, 403, String(csrf));
	}
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
	const logout = await browser.post("/logout", { csrf: foreign });
	assert.equal(logout.status, 403, "signing out too");
	assert.equal((await browser.get("/account")).status, 200);
});

test("an unknown field, and one that comes twice, is 400", async () => {
	const { email, browser } = await newPerson();
	const own = await form(browser, "/account");
	for (const typed of [{ coordinator: "true" }, { "first_name[]": "x" }, { person: "1" }, { __proto__x: "1" }, { "": "x" },
		{ first_name: ["A", "B"] }, { csrf: [own.get("csrf"), own.get("csrf")] }, { key: ["a", "b"] }, { version: ["1", "2"] }]) {
		const page = await browser.send(own, typed);
		assert.equal(page.status, 400, JSON.stringify(typed));
	}
	assert.equal((await browser.send({ ...own, action: "/account?first_name=Query" }, {})).status, 303, "a query is no part of a form");
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
	assert.equal((await new Browser().post("/login", [["email", email], ["email", "x@example.org"], ["password", password]])).status, 400);
	await alive();
});

test("long, empty, zero and broken values are refused or kept exactly, never cut", async () => {
	const { email, browser } = await newPerson();
	const own = await form(browser, "/account");
	for (const [value, status] of [["x".repeat(255), 303], ["x".repeat(256), 422], ["x".repeat(100000), 422], ["", 422], ["   ", 422],
		["a\0b", 422], ["a\nb", 422], ["\u202eabc", null], ["😀".repeat(255), 303], ["'; DROP TABLE person; --", 303], ["%s%n%d", 303]]) {
		const version = String(one`SELECT version FROM lectern.person WHERE email = ${email}`);
		const page = await browser.send(own, { first_name: value, version });
		if (status !== null)
			assert.equal(page.status, status, value.slice(0, 20));
		if (page.status === 303)
			assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, value);
	}
	for (const bytes of ["%ff%fe", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%e2%82", "a%00b", "%", "%zz", "%1"]) {
		const rest = (await form(browser, "/account")).fields.filter(([n]) => n !== "first_name");
		const page = await browser.post("/account", `${encode(rest)}&first_name=${bytes}`);
		if (/%($|z|1$)/.test(bytes)) // a lone % stands for itself (WHATWG URL)
			assert.equal(page.status, 303, bytes);
		else
			assert.ok([400, 422].includes(page.status), `${bytes}: ${page.status}`);
	}
	await alive();
});

test("addresses and cookies with anything in them are answered", async () => {
	for (const path of ["/%ff", "/sessions/%C0%AE", "/login?next=%ff", "/?q=%00", "/?q=%ff%fe", "/" + "a/".repeat(400), `/${"x".repeat(7000)}`,
		"/login?" + "a=b&".repeat(1000), "/login?=&=&&&", "//login", "/login/", "/LOGIN", "/login;x=y", "/..;/login", "/%2e%2e/login",
		"/register/" + "A".repeat(129), "/register/%0d%0aSet-Cookie:x=y", "/account/address/" + "é".repeat(20)]) {
		const page = await new Browser().get(encodeURI(decodeURIComponentSafe(path)));
		assert.ok(page.status < 500, `${path.slice(0, 40)}: ${page.status}`);
		assert.equal(page.headers["set-cookie"], undefined);
	}
	for (const cookie of ["login=", "login", "=login", `login=${"A".repeat(3000)}`, "login=\xff\xfe", "login=a; login=b", ";;;;=;",
		`login=${"A".repeat(43)}'--`, "login=\"quoted\"", "__Host-login=x"]) {
		const page = await new Browser().get("/account", { cookie });
		assert.ok([303, 400].includes(page.status), cookie.slice(0, 30));
	}
	await alive();
});

function decodeURIComponentSafe(path) {
	return path.replaceAll("%", "%25").replace(/%25([0-9a-f]{2})/gi, "%$1").replaceAll("%", "\0");
}

test("bodies that lie about themselves are refused", async () => {
	const head = (more) => `POST /login HTTP/1.1\r\nHost: ${base.host}\r\nOrigin: ${base.origin}\r\nConnection: close\r\n${more}\r\n\r\n`;
	const type = "Content-Type: application/x-www-form-urlencoded\r\n";
	for (const [what, bytes, wanted] of [
		["no length", head(`${type}X: y`), /^HTTP\/1.1 (4|3)/],
		["negative", head(`${type}Content-Length: -1`), /^HTTP\/1.1 400/],
		["two lengths", head(`${type}Content-Length: 5\r\nContent-Length: 6`) + "a=b&cd", /^HTTP\/1.1 400/],
		["length and chunks", head(`${type}Content-Length: 5\r\nTransfer-Encoding: chunked`) + "0\r\n\r\n", /^HTTP\/1.1 400/],
		["bad chunk", head(`${type}Transfer-Encoding: chunked`) + "zz\r\n", /^HTTP\/1.1 400/],
		["no type", head("Content-Length: 3") + "a=b", /^HTTP\/1.1 4/],
		["another type", head("Content-Type: text/plain\r\nContent-Length: 3") + "a=b", /^HTTP\/1.1 415/],
		["multipart where none is", head("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3") + "a=b", /^HTTP\/1.1 4/],
		["compressed", head(`${type}Content-Encoding: gzip\r\nContent-Length: 3`) + "a=b", /^HTTP\/1.1 4/],
		["a thousand fields", head(`${type}Content-Length: ${"a=b&".repeat(1000).length}`) + "a=b&".repeat(1000), /^HTTP\/1.1 4/],
		["a header without end", `GET / HTTP/1.1\r\nHost: ${base.host}\r\nX: ${"y".repeat(60000)}\r\n\r\n`, /^HTTP\/1.1 4/],
		["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", /^(HTTP\/1.1 400|$)/],
		["HTTP/0.9", "GET /\r\n", /^(?!HTTP)/],
	]) {
		const answer = await raw(bytes);
		assert.match(answer, wanted, what);
		assert.doesNotMatch(answer, /^HTTP\/1.1 5/, what);
	}
	await alive();
});

test("a chunked form is a form", async () => {
	const body = encode({ email: "chunked@example.org", password: "wrong but long enough" });
	const answer = await raw(`POST /login HTTP/1.1\r\nHost: ${base.host}\r\nOrigin: ${base.origin}\r\nConnection: close\r\n` +
		"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n" +
		`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, "127.66.0.1");
	assert.match(answer, /^HTTP\/1.1 422/);
});

test("a line break in a value never becomes a header", async () => {
	const { email } = await newPerson();
	for (const next of ["/a\r\nX-Evil: 1", "/a%0d%0aX-Evil:1", "/a\nX-Evil: 1", "/\u2028X-Evil"]) {
		const done = await new Browser().signIn(email, password, next);
		assert.equal(done.status, 303);
		assert.equal(done.headers["x-evil"], undefined);
		assert.doesNotMatch(done.rawHeaders.join("|"), /\|X-Evil/);
	}
});

test("a form sent by JSON is no way around its token", async () => {
	const { email, browser } = await newPerson();
	const json = (headers) => browser.request("POST", "/account", { headers: { "content-type": "application/json", ...headers },
		body: JSON.stringify({ version: 2, first_name: "Taken", last_name: "" }) });
	for (const headers of [{}, { origin: base.origin }, { origin: base.origin, authorization: "Bearer nothing" }, { authorization: "Basic eDp5" }]) {
		const page = await json(headers);
		assert.ok(page.status >= 400, JSON.stringify(headers) + page.status);
	}
	const basic = await browser.post("/account", encode({ version: "2", first_name: "Taken" }), { authorization: "Basic eDp5" });
	assert.ok(basic.status >= 400, String(basic.status));
	assert.equal(one`SELECT first_name FROM lectern.person WHERE email = ${email}`, "New");
});

test("what has ended cannot be cancelled again: an old page leads back to the booking", async () => {
	const { browser } = await newPerson();
	const number = await book(browser, "TST-101-02"), path = `/bookings/${number}/cancel`;
	const old = await form(browser, path);
	assert.equal((await browser.send(old, { reason: "sickness" })).location, `/bookings/${number}`);
	const again = await browser.get(path);
	assert.deepEqual([again.status, again.location], [303, `/bookings/${number}`]);
	assert.equal((await browser.send(old, { reason: "sickness" })).location, `/bookings/${number}`, "pressed in another window");
	assert.equal(one`SELECT count(*)::int FROM lectern.booking_history WHERE booking = ${number} AND state = 'cancelled'`, 1);
});

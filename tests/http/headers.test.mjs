// The headers that no answer may be without, whatever its status.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { base, Browser, raw } from "./client.mjs";
import { people, signedIn } from "./world.mjs";

const always = {
	"content-security-policy": /^default-src 'none'; .*form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'$/,
	"permissions-policy": /^camera=\(\), /,
	"x-content-type-options": /^nosniff$/,
	"referrer-policy": /^same-origin$/,
	"cross-origin-opener-policy": /^same-origin$/,
	"cross-origin-resource-policy": /^same-origin$/,
};
const check = (headers, what, status) => {
	for (const [name, value] of Object.entries(always)) {
		if (name === "permissions-policy" && /^\/door\/[^/]+$/.test(what))
			continue;
		assert.match(headers[name] ?? "", value, `${what} (${status}): ${name}`);
		assert.ok(!headers[name].includes(", default-src"), `${what}: ${name} twice`);
	}
	assert.doesNotMatch(headers.server ?? "", /\d/, `${what}: the server's version`);
	assert.equal(headers["x-powered-by"], undefined);
	const csp = headers["content-security-policy"];
	assert.doesNotMatch(csp, /unsafe-inline|'unsafe-eval'|\*/, what);
	if (!/^\/door\//.test(what))
		assert.doesNotMatch(csp, /wasm/, what);
};
const parse = (text) => Object.fromEntries(text.split("\r\n\r\n")[0].split("\r\n").slice(1)
	.map((line) => [line.split(":")[0].toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));

test("they are on pages, redirects and refusals of the program", async () => {
	const seen = new Map();
	const note = (page, what) => {
		check(page.headers, what, page.status);
		seen.set(page.status, what);
	};
	const nobody = new Browser(), [somebody] = signedIn(people.practitioner);
	for (const path of ["/", "/login", "/account", "/nothing", "/theme.css", "/programme.json", "/programme.ics", "/readyz",
		"/register/none", "/?page=minus", "/api/v1/door/TST-101-01/counts"])
		note(await nobody.get(path), path);
	note(await nobody.post("/login", { email: "", password: "" }), "/login");
	note(await nobody.post("/login", { nothing: 1 }), "/login");
	note(await nobody.post("/login", {}, { origin: "https://evil.example" }), "/login");
	note(await nobody.post("/account", {}), "/account");
	note(await nobody.post("/", {}), "/");
	note(await nobody.post("/login", "x".repeat(300 * 1024)), "/login");
	note(await nobody.request("POST", "/login", { headers: { "content-type": "text/plain", origin: base.origin }, body: "x" }), "/login");
	for (const path of ["/account", "/bookings", "/manage", "/door/TST-101-01"])
		note(await somebody.get(path), path);
	const waiting = new Browser();
	for (let i = 0; i < 7; i++)
		note(await waiting.post("/login", { email: "held.up@example.org", password: "wrong and wrong" }), "/login");
	assert.deepEqual([...seen.keys()].sort(), [200, 303, 400, 401, 403, 404, 405, 410, 413, 415, 422, 429]);
});

test("and on what nginx says by itself", async () => {
	const host = `Host: ${base.host}\r\n`;
	for (const [request, status] of [
		[`GET /%00 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
		[`GET / HTTP/1.1\r\n${host}Cookie: ${"x".repeat(40000)}\r\nConnection: close\r\n\r\n`, 400],
		[`GET /assets/none/nothing.css HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 404],
		[`GET /assets/ HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 404],
		[`POST /login HTTP/1.1\r\n${host}Content-Length: 99999999\r\nConnection: close\r\n\r\n`, 413],
	]) {
		const answer = await raw(request, undefined, true);
		assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), request.slice(0, 40));
		check(parse(answer), request.split(" ")[1], status);
	}
});

test("pages are kept by nobody, and neither are redirects and refusals", async () => {
	const [somebody] = signedIn(people.practitioner);
	for (const path of ["/account", "/bookings", "/nothing", "/manage"])
		assert.equal((await somebody.get(path)).headers["cache-control"], "no-store", path);
	for (const path of ["/login", "/account", "/nothing", "/register/none"])
		assert.equal((await new Browser().get(path)).headers["cache-control"], "no-store", path);
});

test("nobody is told apart by a cookie before signing in", async () => {
	const browser = new Browser();
	for (const path of ["/", "/login", "/register", "/password", "/account", "/sessions/TST-101-01", "/nothing"])
		await browser.get(path);
	await browser.post("/login", { email: "a@example.org", password: "not a password" });
	assert.equal(browser.cookies.size, 0);
});

test("an unknown host gets nothing, and a forwarded one is not believed", async () => {
	for (const host of ["evil.example", "127.0.0.1.evil.example", "x"])
		assert.equal(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`), "");
	const page = await new Browser().get("/login", { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" });
	assert.doesNotMatch(page.text, /evil/);
	const absolute = await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: ${base.host}\r\nConnection: close\r\n\r\n`);
	assert.doesNotMatch(absolute, /evil/);
});

test("neither log holds a token, an address or anything typed", async () => {
	const token = "S3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRET1", address = "canary.of.the.logs@example.org";
	const browser = new Browser();
	for (const path of [`/register/${token}`, `/password/${token}`, `/t/${token.slice(0, 26)}`, `/evaluations/${token}`,
		`/account/address/${token}`, `/login?next=/register/${token}`])
		await browser.get(path, { referer: `${base.origin}/password/${token}` });
	await browser.post("/login", { email: address, password: `${token} typed` });
	await browser.post("/register", { email: address });
	await browser.get("/", { cookie: `login=${token}`, "user-agent": `${token}\r\n`.trim() });
	for (const name of ["access.log", "lecternd.log", "nginx.log"]) {
		const log = readFileSync(`${process.env.LECTERN_VAR}/log/${name}`, "utf8");
		assert.doesNotMatch(log, /S3CRETS3CRET/, name);
		assert.doesNotMatch(log, /canary/, name);
		assert.doesNotMatch(log, /typed/, name);
	}
});

// mail.test.mjs: lectern-worker against a mail server that does what servers
// do, and what the outbox holds afterwards.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, test } from "node:test";

import ICAL from "ical.js";
import { simpleParser } from "mailparser";

import { one, rows, sql } from "../http/db.mjs";
import { startServer } from "./server.mjs";
import { baseUrl, book, build, cancel, confFor, drain, folder, host, makeWorld, newPerson, runOnce, settings, sha256 } from "./world.mjs";

// --- the worker ---------------------------------------------------------------

// lectern-worker, until it is told to end, or its test does.
const workers = new Set();
const startWorker = (mail) => {
	const child = spawn(`${build}/lectern-worker`, ["-f", confFor(mail)],
		{ stdio: ["ignore", "ignore", "pipe"] });
	workers.add(child);
	child.log = "";
	child.stderr.on("data", (some) => { child.log += some; });
	child.ended = new Promise((resolve) =>
		child.on("exit", (code, signal) => {
			workers.delete(child);
			resolve(code ?? signal);
		}));
	return child;
};

// The process that does the work of a worker.
const childOf = async (worker) => {
	let found = "";
	await until(() => {
		found = readFileSync(`/proc/${worker.pid}/task/${worker.pid}/children`, "utf8");
		return found !== "";
	}, "a child");
	return Number(found);
};

const until = async (condition, what) => {
	for (const end = Date.now() + 20000; !condition();) {
		assert.ok(Date.now() < end, `in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
};

// --- people, places, mails ----------------------------------------------------

// Mails of this kind to so many strangers.
const queue = (n, kind = "verify_address") => {
	sql`INSERT INTO mail (kind, address)
	    SELECT ${kind}, 'stranger' || i || '@example.org' FROM generate_series(1, ${n}) AS i`;
};

const state = (address) => one`SELECT string_agg(state, ' ' ORDER BY id) FROM lectern.mail WHERE address = ${address}`;

const idsTwice = (taken) => {
	const seen = new Map();
	for (const { mail, to } of taken)
		seen.set(to[0], [...(seen.get(to[0]) ?? []), mail.messageId]);
	return seen;
};

let server;

before(async () => {
	makeWorld();
	server = await startServer();
});

beforeEach(() => {
	sql`UPDATE mail SET state = 'dropped' WHERE state IN ('queued', 'sending')`;
	server.taken.length = 0;
	Object.assign(server.act, { rcpt: () => undefined, data: () => undefined, delay: 0 });
});

afterEach(() => workers.forEach((worker) => worker.kill("SIGKILL")));

after(() => server.stop());

// --- what a mail holds --------------------------------------------------------

test("a place goes out with its words, QR code and calendar, to one person", async () => {
	const person = newPerson();
	const { outcome, booking, ticket } = book(person);
	assert.equal(outcome, "confirmed");
	await drain(server.url);
	assert.equal(server.taken.length, 1);
	const [{ to, from, raw, mail }] = server.taken;
	assert.deepEqual(to, [person.email]);
	assert.equal(from, mail.from.value[0].address);
	assert.deepEqual(mail.to.value, [{ address: person.email, name: "Łucja O'Neil" }]);
	assert.equal(mail.cc, undefined);
	assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
	assert.match(mail.subject, /^You have a place: Noticing; and "acting", in <time>, Monday 1 July 2199, 9:30am$/);
	assert.match(mail.text, /^You have a place on Noticing; and "acting", in <time>\./);
	assert.match(mail.text, /Guildhall, 1 High Street, AB1 2CD/);
	assert.match(mail.text, /Monday 1 July 2199, 9:30am to 11:30am\n- Tuesday 2 July/);
	assert.match(mail.text, /Worried about a child\?[\s\S]*999[\s\S]*Front door: 01632 960001/);
	assert.ok(mail.text.includes(`${baseUrl}/bookings/${booking}`));
	assert.match(mail.html, /Noticing; and &quot;acting&quot;, in &lt;time&gt;/);
	assert.ok(!/Content-Transfer-Encoding: 8bit/i.test(raw));

	const picture = mail.attachments.find((a) => a.contentType === "image/png");
	writeFileSync(`${folder}/qr.png`, picture.content);
	const read = execFileSync("zbarimg", ["--quiet", "--raw", "--nodbus", `${folder}/qr.png`],
		{ encoding: "utf8" }).trim();
	assert.equal(read, `${baseUrl}/t/${ticket}`);
	assert.equal(one`SELECT count(*)::int FROM lectern.ticket WHERE hash = ${sha256(read.split("/t/")[1])}`, 1);
	const code = mail.text.match(/\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b/)[0];
	assert.ok(mail.html.includes(code));
	assert.equal(state(person.email), "sent");
	assert.match(one`SELECT reply FROM lectern.mail WHERE address = ${person.email}`, /^250/);
});

const events = ({ mail }) => {
	const part = mail.attachments.find((a) => a.contentType === "text/calendar");
	const calendar = new ICAL.Component(ICAL.parse(part.content.toString()));
	return {
		method: calendar.getFirstPropertyValue("method"),
		headerMethod: part.headers.get("content-type").params.method,
		all: calendar.getAllSubcomponents("vevent").map((v) => new ICAL.Event(v)),
	};
};

test("another library reads the same times in the calendar, in summer time too", async () => {
	const person = newPerson();
	const { booking } = book(person);
	await drain(server.url);
	const { method, headerMethod, all } = events(server.taken[0]);
	assert.equal(method, "REQUEST");
	assert.equal(headerMethod, "REQUEST");
	assert.deepEqual(all.map((e) => e.uid), [`${booking}-1@${host}`, `${booking}-2@${host}`]);
	assert.deepEqual(all.map((e) => e.startDate.toJSDate().toISOString()),
		["2199-07-01T08:30:00.000Z", "2199-07-02T08:30:00.000Z"]);
	assert.deepEqual(all.map((e) => e.endDate.toJSDate().toISOString()),
		["2199-07-01T10:30:00.000Z", "2199-07-02T10:30:00.000Z"]);
	assert.equal(all[0].summary, "Noticing; and \"acting\", in <time>");
	assert.equal(all[0].location, "Guildhall, 1 High Street, AB1 2CD");
});

test("cancelling takes the entries away again, by the same UIDs and a higher SEQUENCE", async () => {
	const person = newPerson();
	const { booking } = book(person);
	await drain(server.url);
	assert.equal(cancel(person, booking), "cancelled");
	await drain(server.url);
	assert.equal(server.taken.length, 2);
	const [first, last] = server.taken.map(events);
	assert.equal(last.method, "CANCEL");
	assert.deepEqual(last.all.map((e) => e.uid), first.all.map((e) => e.uid));
	assert.ok(last.all[0].sequence > first.all[0].sequence);
	assert.equal(last.all[0].component.getFirstPropertyValue("status"), "CANCELLED");
	assert.match(server.taken[1].mail.subject, /^Your booking is cancelled/);
});

test("who waits, moves up or leaves the list is told so", async () => {
	const [a, b, c] = [newPerson(), newPerson(), newPerson()];
	const first = book(a, "TST-101-02");
	assert.equal(book(b, "TST-101-02").outcome, "waiting");
	const third = book(c, "TST-101-02");
	await drain(server.url);
	const words = () => server.taken.map(({ to, mail }) => `${to[0]} ${mail.subject.split(":")[0]}`).sort();
	assert.deepEqual(words(), [
		`${a.email} You have a place`,
		`${b.email} You are on the waiting list`,
		`${c.email} You are on the waiting list`].sort());
	assert.match(server.taken.find(({ to }) => to[0] === c.email).mail.text, /number 2/);
	server.taken.length = 0;
	cancel(a, first.booking);
	cancel(c, third.booking);
	await drain(server.url);
	assert.deepEqual(words(), [
		`${a.email} Your booking is cancelled`,
		`${b.email} A place has come up, and it is yours`,
		`${c.email} You are off the waiting list`].sort());
	assert.ok(!server.taken.find(({ to }) => to[0] === c.email).mail.attachments.length);
});

test("a link's token is in the mail, its hash alone in the database", async () => {
	queue(1);
	await drain(server.url);
	const [{ mail }] = server.taken;
	const token = mail.text.match(/\/register\/([A-Za-z0-9_-]{43})\n/)[1];
	assert.ok(mail.html.includes(`href="${baseUrl}/register/${token}"`));
	assert.equal(one`SELECT purpose FROM lectern.link WHERE token = ${sha256(token)}`, "register");
	const dump = execFileSync("pg_dump", ["-d", settings.match(/^database = (.*)$/m)[1] + " user=postgres"],
		{ encoding: "utf8", maxBuffer: 1 << 28 });
	assert.ok(!dump.includes(token));
});

// --- when, whether, and in whose words -----------------------------------------

test("what can wait goes out in the hours of the rules, what is urgent at any time", async () => {
	const hours = (from, until) => sql`UPDATE rule SET mails_from = ${from}::time, mails_until = ${until}::time`;
	const now = one`SELECT to_char(lectern.clock() AT TIME ZONE 'Europe/London', 'HH24:MI')`;
	hours(...(now < "12:00" ? ["22:00", "23:00"] : ["01:00", "02:00"]));
	sql`INSERT INTO mail (kind, address) VALUES ('booking_declined', 'wait@example.org'), ('password_reset', 'now@example.org')`;
	await drain(server.url);
	assert.deepEqual(server.taken.map(({ to }) => to[0]), ["now@example.org"]);
	assert.match(one`SELECT to_char(due AT TIME ZONE 'Europe/London', 'HH24:MI') FROM lectern.mail WHERE address = 'wait@example.org'`, /^(22|01):00$/);
	hours("00:00", "23:59");
	sql`UPDATE mail SET due = clock() WHERE state = 'queued'`;
	await drain(server.url);
	assert.deepEqual(server.taken.map(({ to }) => to[0]), ["now@example.org", "wait@example.org"]);
});

test("after a cancellation only the cancellation goes out", async () => {
	const person = newPerson();
	const { booking } = book(person);
	sql`INSERT INTO mail (kind, person, address, booking, session)
	    SELECT k, person, ${person.email}, id, session FROM booking, unnest(ARRAY['reminder', 'message', 'joining_details']) AS k WHERE id = ${booking}`;
	cancel(person, booking);
	await drain(server.url);
	assert.deepEqual(server.taken.map(({ mail }) => mail.subject.split(":")[0]), ["Your booking is cancelled"]);
	assert.equal(state(person.email), "dropped dropped dropped dropped sent");
});

test("a mail in the partnership's own words says the same in text and HTML", async () => {
	sql`INSERT INTO message (kind, subject, body) VALUES ('booking_waiting', 'Please wait: {{session_title}}',
		'Dear {{first_name}}, you wait.\n\n- {{session_place}}\n- {{base_url}}/bookings/{{booking}}')`;
	const [a, b] = [newPerson(), newPerson("<i>Zoë</i>")];
	book(a, "TST-101-02");
	const { booking, outcome } = book(b, "TST-101-02");
	assert.equal(outcome, "waiting");
	await drain(server.url);
	const { mail } = server.taken.find(({ to }) => to[0] === b.email);
	assert.equal(mail.subject, "Please wait: Noticing; and \"acting\", in <time>");
	assert.ok(mail.text.startsWith(`Dear <i>Zoë</i>, you wait.\n\n- Guildhall, 1 High Street, AB1 2CD\n- ${baseUrl}/bookings/${booking}\n`));
	assert.match(mail.text, /Worried about a child\?/);
	assert.match(mail.html, /<h1>Dear &lt;i&gt;Zoë&lt;\/i&gt;, you wait\.\s*<\/h1>/);
	assert.match(mail.html, /<li>Guildhall/);
	sql`DELETE FROM message`;
});

const bounce = (text) => new Promise((resolve) => {
	const child = execFile(`${build}/lectern`, ["-f", confFor(server.url), "bounce"],
		(error, out, log) => resolve({ status: error ? error.code : 0, out: (out + log).trim() }));
	child.stdin.end(text);
});
const dsn = (id, action) => `From: MAILER-DAEMON@mx.example.org
To: training@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It did not arrive.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; p@example.org
Action: ${action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--B
Content-Type: text/rfc822-headers

From: training@example.org
Message-ID: ${id}
Subject: x

--B--
`;

test("a mail that comes back is marked by lectern bounce", async () => {
	queue(1);
	await drain(server.url);
	const id = server.taken[0].mail.messageId;
	const row = () => rows`SELECT state, reply FROM lectern.mail ORDER BY id DESC LIMIT 1`[0];
	assert.deepEqual(await bounce("Subject: I am on leave\n\nUntil Monday."), { status: 0, out: "not a mail of ours that came back" });
	assert.deepEqual(await bounce(dsn(id, "delayed")), { status: 0, out: "not a mail of ours that came back" });
	assert.deepEqual(await bounce(dsn("<x'; DROP TABLE mail@example.org>", "failed")), { status: 0, out: "not a mail of ours that came back" });
	assert.equal(row().state, "sent");
	assert.match(id, /^<[0-9a-f-]{36}@example.org>$/);
	assert.deepEqual(await bounce(dsn(id, "failed")), { status: 0, out: "bounced" });
	assert.deepEqual(row(), { state: "bounced", reply: "5.1.1 smtp; 550 no such user" });
	assert.deepEqual(await bounce(dsn(id, "failed")), { status: 0, out: "not_sent" });
});

// --- what mail servers do -----------------------------------------------------

test("550 is for good, and the words are kept", async () => {
	server.act.rcpt = () => [550, "5.1.1 no such person here"];
	queue(1);
	await drain(server.url);
	assert.equal(one`SELECT state FROM lectern.mail ORDER BY id DESC LIMIT 1`, "refused");
	assert.match(one`SELECT reply FROM lectern.mail ORDER BY id DESC LIMIT 1`, /^550 5\.1\.1 no such person here/);
	assert.equal(server.taken.length, 0);
});

test("450, a broken connection or a missing server is tried again, under the same Message-ID", async () => {
	queue(1);
	const row = () => rows`SELECT state, attempts, reply, message_id, due - lectern.clock() BETWEEN '30 s' AND '70 min' AS soon
		FROM lectern.mail ORDER BY id DESC LIMIT 1`[0];
	const again = () => sql`UPDATE mail SET due = clock() WHERE state = 'queued'`;
	server.act.rcpt = () => [450, "greylisted"];
	await drain(server.url);
	assert.equal(row().state, "queued");
	assert.match(row().reply, /^450 greylisted/);
	assert.ok(row().soon);
	await drain(server.url);
	assert.equal(row().attempts, 1, "not before it is due");
	server.act.rcpt = () => undefined;
	server.act.data = () => "gone";
	again();
	await drain(server.url);
	assert.equal(row().state, "queued");
	again();
	await drain("smtp://127.0.0.1:1");
	assert.equal(row().state, "queued");
	server.act.data = () => undefined;
	again();
	await drain(server.url);
	assert.equal(row().state, "sent");
	assert.equal(row().attempts, 4);
	assert.equal(server.taken[0].mail.messageId.split("@")[0], `<${row().message_id}`);
});

test("pauses grow from a minute to an hour", async () => {
	queue(1);
	server.act.rcpt = () => [450, "later"];
	const pauses = [];
	for (let i = 0; i < 9; i++) {
		await drain(server.url);
		pauses.push(one`SELECT extract(epoch FROM due - lectern.clock())::float FROM lectern.mail ORDER BY id DESC LIMIT 1`);
		sql`UPDATE mail SET due = clock() WHERE state = 'queued'`;
	}
	assert.ok(pauses[0] > 50 && pauses[0] < 70, `${pauses}`);
	assert.ok(pauses[3] > 400 && pauses[3] < 540, `${pauses}`);
	assert.ok(pauses[8] > 3200 && pauses[8] < 4000, `${pauses}`);
});

test("after an hour without a server nothing is lost and nothing doubled", async () => {
	queue(30);
	await drain("smtp://127.0.0.1:1");
	assert.equal(one`SELECT count(*)::int FROM lectern.mail WHERE state = 'queued'`, 30);
	sql`UPDATE mail SET due = clock() WHERE state = 'queued'`;
	await drain(server.url);
	assert.equal(server.taken.length, 30);
	assert.equal(new Set(server.taken.map(({ to }) => to[0])).size, 30);
});

test("one bad recipient stops nobody else's mail", async () => {
	server.act.rcpt = (to) => (to.startsWith("stranger2@") ? [550, "no"] : undefined);
	queue(5);
	await drain(server.url);
	assert.equal(server.taken.length, 4);
});

test("a wrong password or a refused sender loses nothing", async () => {
	queue(1);
	const strict = await startServer({ authOptional: false,
		onMailFrom: (from, session, callback) => callback(Object.assign(new Error("who are you"), { responseCode: 550 })) });
	await drain(strict.url);
	await strict.stop();
	assert.equal(one`SELECT state FROM lectern.mail ORDER BY id DESC LIMIT 1`, "queued");
});

// --- cancelled meanwhile ------------------------------------------------------

test("a place given up before its mail went out is not announced any more", async () => {
	const person = newPerson();
	const { booking } = book(person);
	cancel(person, booking);
	await drain(server.url);
	assert.deepEqual(server.taken.map(({ mail }) => mail.subject.split(":")[0]), ["Your booking is cancelled"]);
	assert.equal(state(person.email), "dropped sent");
});

test("what is over is not announced", async () => {
	const person = newPerson();
	book(person);
	sql`UPDATE session SET starts = starts - interval '300 years', ends = ends - interval '300 years' WHERE slug = 'TST-101-01'`;
	await drain(server.url);
	sql`UPDATE session SET starts = starts + interval '300 years', ends = ends + interval '300 years' WHERE slug = 'TST-101-01'`;
	assert.equal(server.taken.length, 0);
	assert.equal(one`SELECT reply FROM lectern.mail ORDER BY id DESC LIMIT 1`, "the session is over");
});

// --- several workers, stops and kills -----------------------------------------

test("two workers never send the same mail", async () => {
	queue(60);
	server.act.delay = 5;
	await Promise.all([drain(server.url), drain(server.url), drain(server.url)]);
	assert.equal(server.taken.length, 60);
	assert.equal(new Set(server.taken.map(({ to }) => to[0])).size, 60);
});

test("-1 goes on until nothing is due, however many processes it takes", { skip: !process.env.NIGHTLY }, async () => {
	queue(1010);
	await drain(`file:${folder}/many`);
	assert.equal(readdirSync(`${folder}/many`).length, 1010);
});

test("SIGTERM finishes the mail in hand and leaves the rest", async () => {
	const slow = await startServer();
	slow.act.delay = 700;
	queue(3);
	const worker = startWorker(slow.url);
	await slow.received(1);
	worker.kill("SIGTERM");
	assert.equal(await worker.ended, 0);
	assert.equal(slow.taken.length, 1);
	assert.equal(one`SELECT string_agg(state, ' ' ORDER BY id) FROM lectern.mail
		WHERE id > (SELECT max(id) - 3 FROM lectern.mail)`, "sent queued queued");
	await slow.stop();
});

test("a running worker sends what comes in, and outlives its database connection", async () => {
	const worker = startWorker(server.url);
	queue(1);
	await until(() => server.taken.length === 1, "the first mail");
	sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lectern_worker'`;
	queue(1);
	await until(() => server.taken.length === 2, "the second mail");
	worker.kill("SIGTERM");
	assert.equal(await worker.ended, 0);
	assert.ok(!/@example\.org/.test(worker.log), "an address in the log");
});

test("kill -9 at any moment loses nothing; a mail that goes twice has one Message-ID", async () => {
	const rounds = process.env.NIGHTLY ? 200 : 12;
	server.act.delay = 3;
	queue(rounds * 4);
	for (let i = 0; i < rounds; i++) {
		const worker = startWorker(server.url);
		const before = server.taken.length;
		await until(() => server.taken.length > before, "a mail");
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
		const child = await childOf(worker);
		worker.kill("SIGSTOP");		// or it would start another child
		process.kill(child, "SIGKILL");
		worker.kill("SIGKILL");
		await worker.ended;
	}
	await until(() => one`SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'lectern_worker'` === 0, "the last of the killed");
	sql`UPDATE mail SET claimed = claimed - interval '11 minutes' WHERE state = 'sending'`;
	await drain(server.url);
	const ids = idsTwice(server.taken);
	assert.equal(ids.size, rounds * 4);
	for (const [to, all] of ids)
		assert.equal(new Set(all).size, 1, `${to} got different mails`);
	assert.equal(one`SELECT count(*)::int FROM lectern.mail WHERE state IN ('queued', 'sending')`, 0);
});

test("a worker whose child dies starts another", async () => {
	const worker = startWorker(server.url);
	queue(1);
	await until(() => server.taken.length === 1, "the first mail");
	process.kill(await childOf(worker), "SIGSEGV");
	queue(1);
	await until(() => server.taken.length === 2, "the second mail");
	worker.kill("SIGTERM");
	assert.equal(await worker.ended, 0);
});

// --- files, TLS, trouble at the start -----------------------------------------

test("without a mail server each mail is a file, whole or not there", async () => {
	queue(3);
	await drain(`file:${folder}/post`);
	const names = readdirSync(`${folder}/post`);
	assert.equal(names.length, 3);
	for (const name of names) {
		assert.match(name, /^\d{8}\.eml$/);
		const mail = await simpleParser(readFileSync(`${folder}/post/${name}`));
		assert.match(mail.subject, /^Confirm your email address$/);
	}
});

test("a password goes only through TLS to a server whose certificate is right", async () => {
	execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
		"-days", "2", "-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`, "-subj", "/CN=localhost",
		"-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], { stdio: "ignore" });
	const users = [];
	const secure = await startServer({
		key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/cert.pem`),
		onAuth: (auth, session, callback) => {
			users.push(`${auth.username}:${auth.password}`);
			callback(auth.password === "right" ? null : new Error("no"), { user: auth.username });
		},
	});
	const post = (user, password, ca, patience = "5") => new Promise((resolve) => {
		execFile(`${build}/tests/mail/post`, [secure.url, user, password, ca, patience],
			(error, out) => resolve(out.trim()));
	});
	assert.match(await post("me", "right", `${folder}/cert.pem`), /^0 250/);
	assert.ok(secure.taken[0].secure);
	assert.equal(secure.taken[0].user, "me");
	assert.match(await post("me", "wrong", `${folder}/cert.pem`), /^2 535/);
	users.length = 0;
	assert.match(await post("me", "right", "/etc/ssl/certs/ca-certificates.crt"), /^2 .*certificate/i);
	assert.deepEqual(users, []);
	secure.act.delay = 4000;
	assert.match(await post("me", "right", `${folder}/cert.pem`, "1"), /^2 ./, "a server that falls silent");
	await secure.stop();
});

test("what is wrong with the settings is said in one line", async () => {
	for (const [mail, more, words] of [
		["http://x", "", /mail: mail goes to smtp:/],
		[`file:${folder}/no/such`, "", /No such file/],
		[server.url, "mail_password_file = /nonexistent\n", /password of the mail account/],
	]) {
		const { status, log } = await runOnce(confFor(mail, more));
		assert.equal(status, 1);
		assert.match(log, words);
		assert.equal(log.trim().split("\n").length, 1);
	}
});

test("without a database -1 fails and says so", async () => {
	const name = confFor(server.url);
	writeFileSync(name, readFileSync(name, "utf8").replace(/^database = .*$/m, "database = host=/nonexistent"));
	const found = await runOnce(name);
	assert.equal(found.status, 1);
	assert.match(found.log, /db away/);
});

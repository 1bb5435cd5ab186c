// @ts-nocheck
// all.mjs: kills what serves people while they book, and counts afterwards:
// what was acknowledged is there once, and everything comes back by itself.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { one, rows, sql } from "../http/db.mjs";
import { makeWorld, people, signedIn } from "../http/world.mjs";

const home = process.env.LECTERN_VAR;
const limit = 3500; // ms: a plain 503 within 3 s, and a moment to carry it
let all;

const read = (file) => { try { return readFileSync(file, "utf8"); } catch { return ""; } };

// Processes whose command line begins so: { pid, parent }.
const processes = (begins) => readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) &&
	read(`/proc/${pid}/cmdline`).startsWith(begins)).map((pid) => ({ pid: Number(pid),
	parent: Number(read(`/proc/${pid}/stat`).replace(/.*\) /s, "").split(" ")[1]) }));

const postmaster = () => Number(read(`${home}/pg/postmaster.pid`).split("\n")[0]);
const programs = read(`${home}/lectern.conf`).match(/^data_dir = (.*)$/m)[1]; // where they really are
const lecternd = () => {
	const found = processes(`${programs}/bin/lecternd`);
	const parent = found.find((p) => !found.some((q) => q.pid === p.parent));
	return { parent: parent?.pid, workers: found.filter((p) => p.parent === parent?.pid).map((p) => p.pid) };
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Wait until what() gives something true; asks, and asks again.
async function until (what, words, seconds = 60) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const found = await what();
		if (found)
			return found;
		assert.ok(Date.now() < end, `${words} within ${seconds} s`);
		await pause(20);
	}
}

// Ask as a person does who presses again: what came back each time, with the
// last answer, that of `wanted`.
const asked = [];
async function insist (ask, wanted) {
	return until(async () => {
		const from = Date.now();
		const page = await ask().catch((error) => ({ status: error.code ?? error.message }));
		asked.push({ status: page.status, ms: Date.now() - from });
		return page.status === wanted && page;
	}, `a ${wanted}`);
}

// dates(NAME, n): n open dates, none at the time of another; their slugs.
function dates (name, n) {
	sql`UPDATE rule SET one_live_date = false;
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES (${name}, 'course', 'Under fire', 'A test.', 'L1', 60, '1 hour', 20);
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
SELECT e.code || '/' || n, e.id, e.title, 'virtual', 'open', d.starts, d.starts + interval '1 hour', clock() - interval '1 day', 10, 'none'
  FROM event e CROSS JOIN generate_series(1, ${n}) AS n
 CROSS JOIN LATERAL (SELECT clock() + ((SELECT count(*) FROM session) + n) * interval '1 day' AS starts) AS d
 WHERE e.code = ${name};
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref LIKE ${`${name}/%`};
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session WHERE ref LIKE ${`${name}/%`}`;
	return Array.from({ length: n }, (_, i) => `${name}-${i + 1}`);
}

// Everybody books every date; the numbers that they were told, and what
// happens as soon as `enough` were told.
async function bookAll (slugs, enough, happens) {
	const told = [];
	let done;
	await Promise.all(all.map(async (browser, person) => {
		for (const slug of slugs) {
			const page = await insist(() => browser.get(`/sessions/${slug}/book`), 200);
			const form = page.form(`/sessions/${slug}/book`);
			const reply = await insist(() => browser.send(form), 303);
			told.push({ person, slug, number: Number(reply.location.match(/\/bookings\/(\d+)/)[1]) });
			if (told.length === enough)
				done = happens();
		}
	}));
	await done;
	return told;
}

// What was told is true, once each: the booking, its ticket and its mail.
function counted (name, told) {
	const found = rows`SELECT b.id, s.slug, b.state,
	       (SELECT count(*)::int FROM lectern.ticket t WHERE t.booking = b.id) AS tickets,
	       (SELECT count(*)::int FROM lectern.mail m WHERE m.booking = b.id) AS mails
	  FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref LIKE ${`${name}/%`}`;
	assert.deepEqual(found.map((b) => `${b.slug} ${b.id}`).sort(), told.map((b) => `${b.slug} ${b.number}`).sort());
	assert.deepEqual([...new Set(found.map((b) => `${b.state}, ${b.tickets} ticket, ${b.mails} mail`))], ["confirmed, 1 ticket, 1 mail"]);
	assert.equal(one`SELECT count(*)::int FROM lectern.pool l JOIN lectern.session s ON s.id = l.session
	                  WHERE s.ref LIKE ${`${name}/%`} AND l.taken <> ${all.length}`, 0);
}

const statuses = () => [...new Set(asked.splice(0).map((a) => {
	assert.ok(a.ms < limit, `${a.status} after ${a.ms} ms`);
	return a.status;
}))].sort();

before(async () => {
	await makeWorld();
	all = signedIn(...Object.values(people));
});
after(() => {
	for (const { pid } of processes(programs))
		try { process.kill(pid, "SIGCONT"); } catch {}
});

test("the database is killed while people book: nothing told is lost or doubled", async () => {
	const slugs = dates("FLT-1", 12);
	const told = await bookAll(slugs, 40, () => process.kill(postmaster(), "SIGKILL"));
	assert.deepEqual(statuses(), [200, 303, 503]);
	counted("FLT-1", told);
});

test("the database hangs: a plain 503 within 3 s, and the same press works when it is back", async () => {
	const [slug] = dates("FLT-2", 1);
	const form = (await all[0].get(`/sessions/${slug}/book`)).form(`/sessions/${slug}/book`);
	const main = postmaster();
	const frozen = [main, ...readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) &&
		Number(read(`/proc/${pid}/stat`).replace(/.*\) /s, "").split(" ")[1]) === main).map(Number)];
	for (const pid of frozen)
		process.kill(pid, "SIGSTOP");
	let replies;
	try {
		replies = await Promise.all([all[1].get("/"), all[2].get("/bookings"), all[0].send(form)].map(async (ask) => {
			const from = Date.now();
			const page = await ask;
			return { status: page.status, heading: page.heading, fast: Date.now() - from < limit };
		}));
	} finally {
		for (const pid of frozen)
			process.kill(pid, "SIGCONT");
	}
	for (const reply of replies)
		assert.deepEqual(reply, { status: 503, heading: "Sorry, the service is not available right now", fast: true });
	const reply = await insist(() => all[0].send(form), 303);
	assert.equal(one`SELECT count(*)::int FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = ${slug}`, 1);
	assert.match(reply.location, /\/bookings\/\d+/);
	asked.length = 0;
});

test("all workers of lecternd are killed while people book: others take their place", async () => {
	const slugs = dates("FLT-3", 6);
	const { parent, workers } = lecternd();
	assert.ok(workers.length > 1);
	const told = await bookAll(slugs, 20, () => workers.forEach((pid) => process.kill(pid, "SIGKILL")));
	assert.ok(statuses().every((s) => [200, 303, 502, 503].includes(s)));
	counted("FLT-3", told);
	const now = await until(() => { const l = lecternd(); return l.workers.length === workers.length && l; }, "as many workers as before");
	assert.equal(now.parent, parent);
	assert.deepEqual(now.workers.filter((pid) => workers.includes(pid)), []);
});

test("the parent of lecternd is killed while people book: one server is back, and no orphan", async () => {
	const slugs = dates("FLT-4", 6);
	const was = lecternd();
	const told = await bookAll(slugs, 20, () => process.kill(was.parent, "SIGKILL"));
	statuses();
	counted("FLT-4", told);
	await until(() => { const l = lecternd(); return l.parent !== was.parent && l.workers.length === was.workers.length; }, "a new parent with its workers");
	await until(() => was.workers.every((pid) => read(`/proc/${pid}/cmdline`) === ""), "the end of the old workers");
});

test("nginx and the worker are killed while people book: both are back, and every mail goes out", async () => {
	const slugs = dates("FLT-5", 6);
	const nginx = () => processes("nginx: master").find(({ pid }) => read(`/proc/${pid}/cmdline`).includes(programs.replace(/app$/, "nginx/nginx.conf")))?.pid;
	const worker = () => processes(`${programs}/bin/lectern-worker`).map((p) => p.pid);
	const was = { nginx: nginx(), worker: worker() }, children = processes("nginx: worker").filter((p) => p.parent === was.nginx).map((p) => p.pid);
	assert.ok(was.nginx && was.worker.length > 0);
	const told = await bookAll(slugs, 20, () => [was.nginx, ...was.worker].forEach((pid) => process.kill(pid, "SIGKILL")));
	await until(() => { const pid = nginx(); return pid && pid !== was.nginx; }, "another nginx", 20);
	counted("FLT-5", told);
	assert.equal((await all[0].get("/")).status, 200);
	assert.deepEqual(processes("nginx: worker").filter((p) => children.includes(p.pid)), [], "and no orphan");
	asked.length = 0;
	await until(() => worker().some((pid) => !was.worker.includes(pid)), "another worker");
	await until(() => one`SELECT count(*)::int FROM lectern.mail m JOIN lectern.session s ON s.id = m.session WHERE s.ref LIKE 'FLT-5/%' AND m.state <> 'sent'` === 0, "every mail sent", 90);
});

// The end-of-session form, its results, and the request for a call.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

import { base, Browser, encode } from "./client.mjs";
import { digest, one, rows, sql } from "./db.mjs";
import { answers, attendee, evaluationLink, forgetAnswers, kept, makeFeedback } from "./feedback.mjs";
import { people, signedIn } from "./world.mjs";

before(makeFeedback);

// Somebody who was there, signed in, at the form.
const atForm = async (options) => {
	const who = attendee(options);
	const [browser] = signedIn(who.email);
	const path = `/bookings/${who.booking}/evaluation`;
	const page = await browser.get(path);
	return { ...who, browser, path, page };
};
const send = ({ browser, page, path }, typed) => browser.send(page.form(path), { ...answers, ...typed });

test("whoever was there answers every type of question, and all of it is kept", async () => {
	const a = await atForm();
	assert.equal(a.page.status, 200);
	assert.equal(a.page.heading, "At the end of the course");
	const done = await send(a, { post_knowledge: "0", post_relevant: "na", pre_reason: "other", pre_reason_other: "My own",
		imp_chance: "no", imp_why_not: ["time", "tools"], post_barriers: ["time", "tools"], post_best: "All" });
	assert.equal(done.status, 303);
	const thanks = await a.browser.get(done.location);
	assert.equal(thanks.heading, "Thank you");
	assert.deepEqual(kept(a.booking), {
		post_knowledge: { number: 0, choices: null, words: null, not_applicable: false },
		post_relevant: { number: null, choices: null, words: null, not_applicable: true },
		pre_reason: { number: null, choices: ["other"], words: "My own", not_applicable: false },
		imp_chance: { number: null, choices: ["no"], words: null, not_applicable: false },
		imp_why_not: { number: null, choices: ["time", "tools"], words: null, not_applicable: false },
		post_action1: { number: null, choices: null, words: "Ask one more question", not_applicable: false },
		post_barriers: { number: null, choices: ["time", "tools"], words: null, not_applicable: false },
		post_best: { number: null, choices: null, words: "All", not_applicable: false },
		post_concern: { number: null, choices: ["no"], words: null, not_applicable: false },
		post_quote: { number: null, choices: ["yes"], words: null, not_applicable: false },
	});
});

test("answers can be changed: the form comes back filled in", async () => {
	const a = await atForm();
	await send(a, { pre_reason: "other", pre_reason_other: "Mine", post_barriers: ["time", "tools"], post_relevant: "na" });
	const again = await a.browser.get(a.path);
	const form = again.form(a.path);
	assert.equal(form.get("post_knowledge"), "7");
	assert.equal(form.get("post_relevant"), "na");
	assert.equal(form.get("pre_reason"), "other");
	assert.equal(form.get("pre_reason_other"), "Mine");
	assert.equal(form.get("post_action1"), "Ask one more question");
	assert.deepEqual(form.fields.filter(([n]) => n === "post_barriers").map(([, v]) => v), ["time", "tools"]);
	const changed = await a.browser.send(form, { post_knowledge: "9" });
	assert.equal(changed.status, 303);
	assert.equal(kept(a.booking).post_knowledge.number, 9);
	assert.equal(kept(a.booking).post_barriers.choices.length, 2);
	assert.equal(one`SELECT count(*)::int FROM lectern.response WHERE booking = ${a.booking}`, 1);
});

test("a half-filled form comes back with what was typed and a message at each field", async () => {
	const a = await atForm();
	const page = await send(a, { post_knowledge: undefined, post_relevant: undefined, pre_reason: undefined,
		post_action1: "", post_best: "kept & <b>whole</b>", post_barriers: ["tools"] });
	assert.equal(page.status, 422);
	assert.deepEqual(page.errors, [
		"Choose a number from 0 to 10: “How much do you know about this subject?”",
		"Choose one of the five answers: “What I learned fits my work.”",
		"Choose one answer: “Why are you taking this course?”",
		"Write your answer: “One thing I will do differently.”"]);
	for (const field of ["post_knowledge", "post_relevant", "pre_reason", "post_action1"]) {
		assert.ok(page.text.includes(`id="${field}-error"`), field);
		assert.ok(page.text.includes(`id="${field}"`), `the summary leads to ${field}`);
		assert.ok(page.links.includes(`#${field}`));
	}
	const form = page.form(a.path);
	assert.equal(form.get("post_best"), "kept & <b>whole</b>");
	assert.equal(form.get("post_barriers"), "tools");
	assert.equal(form.get("imp_chance"), "yes");
	assert.deepEqual(kept(a.booking), {});
	const done = await a.browser.send(form, { post_knowledge: "10", post_relevant: "5", pre_reason: "case", post_action1: "x" });
	assert.equal(done.status, 303);
});

test("X15: one character too many is told, and stays on the page", async () => {
	const a = await atForm();
	const long = "x".repeat(1501);
	const page = await send(a, { post_action1: long });
	assert.equal(page.status, 422);
	assert.match(page.errors[0], /^You have 1 character too many/);
	assert.equal(page.form(a.path).get("post_action1"), long);
	assert.equal((await send(a, { post_action1: "x".repeat(1500) })).status, 303);
	assert.equal((await send(a, { post_action1: "👩🏽‍🦽".repeat(300) })).status, 303, "characters, not bytes, are counted");
});

test("X27, X29, X31: numbers out of range, two answers to one question and unknown answers are refused", async () => {
	const a = await atForm();
	for (const value of ["6", "0", "-1", "3.5", "1 or 2", " "]) {
		const page = await send(a, { post_relevant: value });
		assert.equal(page.status, 422, value);
		assert.match(page.errors[0], /^Choose one of the five answers/, value);
	}
	for (const value of ["11", "-1", "seven", "7e0"]) {
		const page = await send(a, { post_knowledge: value });
		assert.equal(page.status, 422, value);
		assert.match(page.errors[0], /^Choose a number from 0 to 10/, value);
	}
	const two = await send(a, { pre_reason: ["refresh", "case"], post_best: "still here" });
	assert.equal(two.status, 422);
	assert.match(two.errors[0], /^Choose one answer/);
	assert.equal(two.form(a.path).get("post_best"), "still here");
	const unknown = await send(a, { pre_reason: "because" });
	assert.equal(unknown.status, 422);
	assert.match(unknown.errors[0], /^Choose one answer/);
	const among = await send(a, { post_barriers: ["time", "weather"] });
	assert.equal(among.status, 422);
	assert.deepEqual(kept(a.booking), {});
});

test("a field that the form does not have is 400", async () => {
	const a = await atForm();
	assert.equal((await send(a, { booking: "1" })).status, 400);
	assert.equal((await send(a, { post_concern_other: "x" })).status, 400);
	assert.deepEqual(kept(a.booking), {});
});

test("H29, H31, H35, H37: free text is kept as typed and never run", async () => {
	const a = await atForm();
	await send(a, { post_improve: "Line one\r\nLine two\n\n• bullet", post_best: "<script>alert('x')</script>" });
	assert.equal(kept(a.booking).post_improve.words, "Line one\nLine two\n\n• bullet");
	assert.equal(kept(a.booking).post_best.words, "<script>alert('x')</script>");
	const page = await a.browser.get(a.path);
	assert.ok(!page.text.includes("<script>alert"));
	assert.equal(page.form(a.path).get("post_best"), "<script>alert('x')</script>");
	await send(a, { post_improve: "@here please fix\tthe room", post_best: "{{7*7}} ${7*7} %s %n {0}" });
	assert.equal(kept(a.booking).post_improve.words, "@here please fix\tthe room");
	assert.equal(kept(a.booking).post_best.words, "{{7*7}} ${7*7} %s %n {0}");
	const [coordinator] = signedIn(people.coordinator);
	const results = await coordinator.get("/manage/sessions/TST-301-01/results");
	assert.ok(results.words.includes("{{7*7}} ${7*7} %s %n {0}"));
	const csv = (await coordinator.get("/manage/exports/evaluations.csv?session=TST-301-01")).text;
	assert.ok(csv.includes("'@here please fix\tthe room"), "neutralised in the export");
});

test("an exclusive answer clears the others", async () => {
	const a = await atForm();
	await send(a, { post_barriers: ["time", "none", "tools"] });
	assert.deepEqual(kept(a.booking).post_barriers.choices, ["none"]);
});

test("too few ticks are told", async () => {
	const a = await atForm();
	const page = await send(a, { imp_chance: "no", imp_use: undefined, imp_why_not: ["time"] });
	assert.equal(page.status, 422);
	assert.equal(page.errors[0], "Choose at least 2 answers: “What stopped you?”");
});

test("a question that depends on another is asked and kept only then", async () => {
	const a = await atForm();
	assert.equal((await send(a, { imp_chance: "yes", imp_use: undefined })).status, 422, "asked, so required");
	assert.equal((await send(a, { imp_chance: "no", imp_use: undefined, imp_why_not: undefined })).status, 422);
	assert.equal((await send(a, { imp_chance: "no", imp_use: "3", imp_why_not: ["time", "tools"] })).status, 303);
	assert.equal(kept(a.booking).imp_use, undefined, "not asked, so not kept");
	assert.equal((await send(a, { imp_chance: "some", imp_use: "3", imp_why_not: ["time", "tools"] })).status, 303);
	assert.equal(kept(a.booking).imp_why_not, undefined);
	assert.equal(kept(a.booking).imp_use.number, 3);
});

test("the question looking back is asked of those who did not answer before", async () => {
	const a = await atForm();
	assert.ok(a.page.text.includes("name=\"post_then_knowledge\""));
	sql`INSERT INTO response (form, booking, session) SELECT f.id, b.id, b.session FROM form f, booking b WHERE f.code = 'T-BEFORE' AND b.id = ${a.booking}`;
	const later = await a.browser.get(a.path);
	assert.ok(!later.text.includes("name=\"post_then_knowledge\""));
	assert.equal((await send({ ...a, page: later }, { post_then_knowledge: "3" })).status, 303);
	assert.equal(kept(a.booking).post_then_knowledge, undefined);
});

test("who was not there is told why, and cannot answer", async () => {
	const there = await atForm();
	const a = await atForm({ there: false });
	assert.equal(a.page.status, 200);
	assert.equal(a.page.heading, "We do not have you on the register");
	const fields = there.page.form(there.path).fields.filter(([n]) => n !== "csrf");
	const csrf = a.page.form("/logout").get("csrf");
	const page = await a.browser.post(a.path, [...fields.filter(([n]) => !(n in answers)), ["csrf", csrf], ...Object.entries(answers)]);
	assert.equal(page.status, 422);
	assert.deepEqual(kept(a.booking), {});
});

test("who was only signed out was there, as on the register", async () => {
	const a = await atForm({ there: false });
	sql`INSERT INTO scan (id, session, part, booking, way, means, at, by, outcome)
	    SELECT gen_random_uuid(), b.session, 1, b.id, 'out', 'camera', clock() - interval '1 hour', p.id, 'departed'
	      FROM booking b, person p WHERE b.id = ${a.booking} AND p.code = 'TRAINER'`;
	const page = await a.browser.get(a.path);
	assert.equal((await send({ ...a, page }, {})).status, 303);
});

test("another's booking is not there", async () => {
	const a = await atForm(), b = await atForm();
	assert.equal((await b.browser.get(a.path)).status, 404);
	const page = await b.browser.post(a.path, encode([["csrf", b.page.form(b.path).get("csrf")], ...Object.entries(answers)]));
	assert.equal(page.status, 404);
	assert.deepEqual(kept(a.booking), {});
	assert.equal((await new Browser().get(a.path)).status, 303, "a stranger is asked to sign in");
});

test("before the end and after the last day the form is shut", async () => {
	const a = attendee();
	const path = `/bookings/${a.booking}/evaluation`;
	// Another day, another sign-in.
	const at = async (shift) => {
		sql`UPDATE deployment SET demo = true, shift = ${shift}::interval`;
		const [browser] = signedIn(a.email);
		const page = await browser.get(path);
		const csrf = page.form("/logout").get("csrf");
		return { browser, page, post: () => browser.post(path, { ...answers, csrf }) };
	};
	try {
		const since = one`SELECT extract(epoch FROM lectern.clock() - s.ends)::int FROM lectern.session s JOIN lectern.booking b ON b.session = s.id WHERE b.id = ${a.booking}`;
		const early = await at(`-${since + 60} seconds`);
		assert.equal(early.page.heading, "It is not open yet");
		assert.equal((await early.post()).status, 422);
		assert.equal((await at("27 days")).page.heading, "At the end of the course");
		const late = await at("28 days");
		assert.equal(late.page.heading, "This form is closed");
		assert.equal((await late.post()).status, 409);
		assert.deepEqual(kept(a.booking), {});
	} finally {
		sql`UPDATE deployment SET shift = '0'`;
	}
});

test("the link of a mail opens the form without signing in; looking changes nothing", async () => {
	const a = attendee();
	const path = evaluationLink(a.booking, randomBytes(32).toString("base64url"));
	const browser = new Browser();
	const was = digest();
	const page = await browser.get(path);
	assert.equal(page.heading, "At the end of the course");
	assert.deepEqual(digest(), was);
	assert.ok(!page.text.includes(a.email), "it names nobody");
	const done = await browser.send(page.form(path), answers);
	assert.equal(done.status, 303);
	assert.equal((await browser.get(done.location)).heading, "Thank you");
	assert.equal(kept(a.booking).post_knowledge.number, 7);
	const again = await browser.get(path);
	assert.equal(again.form(path).get("post_knowledge"), "7", "and still opens it, to change the answers");
	assert.equal((await browser.send(again.form(path), { post_knowledge: "8" })).status, 303);
	assert.equal(kept(a.booking).post_knowledge.number, 8);
	assert.equal((await browser.get("/bookings")).status, 303, "it signs nobody in");
});

test("a wrong link is a plain page", async () => {
	const browser = new Browser();
	for (const token of [randomBytes(32).toString("base64url"), "x", "A".repeat(128)]) {
		const page = await browser.get(`/evaluations/${token}`);
		assert.equal(page.status, 404);
		assert.equal(page.heading, "This link does not work any more");
		assert.equal((await browser.post(`/evaluations/${token}`, answers)).status, 404);
	}
});

test("a link of another purpose does not open it", async () => {
	const a = attendee();
	const path = evaluationLink(a.booking, randomBytes(32).toString("base64url"));
	sql`UPDATE link SET purpose = 'offer' WHERE booking = ${a.booking}`;
	assert.equal((await new Browser().get(path)).status, 404);
});

test("a form sent eight times at once is one response", async () => {
	const a = await atForm();
	const pages = await Promise.all(Array.from({ length: 8 }, () => send(a, { post_concern: "call" })));
	assert.deepEqual(pages.map((p) => p.status), Array(8).fill(303));
	assert.equal(one`SELECT count(*)::int FROM lectern.response WHERE booking = ${a.booking}`, 1);
	assert.equal(one`SELECT count(*)::int FROM lectern.alert WHERE booking = ${a.booking}`, 1);
	assert.equal(one`SELECT count(*)::int FROM lectern.answer a JOIN lectern.response r ON r.id = a.response WHERE r.booking = ${a.booking}`, 8);
});

test("a request for a call reaches people at once and no statistics", async () => {
	const a = await atForm();
	const done = await send(a, { post_concern: "call" });
	assert.ok((await a.browser.get(done.location)).words.includes("You asked for a call"));
	const mails = rows`SELECT kind, address FROM lectern.mail WHERE booking = ${a.booking} ORDER BY address`;
	const named = rows`SELECT email FROM lectern.person WHERE coordinator ORDER BY email`;
	assert.deepEqual(mails, named.map(({ email }) => ({ kind: "alert_call_me", address: email })));
	assert.ok(named.length > 0);
	const [coordinator] = signedIn(people.coordinator);
	const desk = await coordinator.get("/manage");
	const alert = one`SELECT id FROM lectern.alert WHERE booking = ${a.booking}`;
	const path = `/manage/alerts/${alert}`;
	assert.ok(desk.text.includes(path));
	const results = await coordinator.get("/manage/sessions/TST-301-01/results");
	assert.ok(!results.words.includes("Would you like a call?"));
	assert.ok(!results.words.includes("please contact me"));

	const empty = await coordinator.send(desk.form(path), { note: "" });
	assert.equal(empty.status, 422);
	assert.deepEqual(empty.errors, ["Say what was done about it"]);
	const settled = await coordinator.send(empty.form(path), { note: "Rang, spoke with Łucja." });
	assert.equal(settled.status, 303);
	const [row] = rows`SELECT a.note, p.email, a.settled IS NOT NULL AS settled FROM lectern.alert a JOIN lectern.person p ON p.id = a.by WHERE a.id = ${alert}`;
	assert.deepEqual(row, { note: "Rang, spoke with Łucja.", email: people.coordinator, settled: true });
	assert.ok(!(await coordinator.get("/manage")).text.includes(path));
	assert.ok((await coordinator.get(path)).words.includes("Rang, spoke with Łucja."));
	assert.equal((await coordinator.send(empty.form(path), { note: "twice" })).status, 409);
});

test("results: a trainer of this date sees groups of five, a coordinator all, others nothing", async () => {
	forgetAnswers();
	for (let i = 0; i < 4; i++)
		await send(await atForm(), { post_best: `Secret words ${i}`, post_knowledge: "9", post_then_knowledge: "4" });
	const [trainer, coordinator, stranger, steward, practitioner] =
		signedIn(people.trainer, people.coordinator, people.stranger, people.steward, people.practitioner);
	const path = "/door/TST-301-01/results";
	for (const other of [stranger, steward, practitioner])
		assert.equal((await other.get(path)).status, 404);
	const few = await trainer.get(path);
	assert.equal(few.status, 200);
	assert.ok(few.words.includes("4 of "));
	assert.ok(few.words.includes("Fewer than five answers: not shown."));
	assert.ok(!few.words.includes("Secret words"));
	assert.ok(!few.text.match(/<svg class="(bar|spread)"/));
	const all = await coordinator.get("/manage/sessions/TST-301-01/results");
	for (let i = 0; i < 4; i++)
		assert.ok(all.words.includes(`Secret words ${i}`));
	for (const other of [trainer, stranger, practitioner])
		assert.equal((await other.get("/manage/sessions/TST-301-01/results")).status, 404);

	await send(await atForm(), { post_best: "Secret words 4", post_knowledge: "4" });
	const five = await trainer.get(path);
	assert.ok(five.words.includes("Secret words 4"));
	assert.match(five.words, /How much do you know about this subject\? 8\.0 of 10 5 answers/);
	assert.ok(!five.words.includes("+5.0"), "four pairs are too few for a trainer");
	assert.match((await coordinator.get("/manage/sessions/TST-301-01/results")).words, /\+5\.0 from 4\.0, 4 people looking back/);
	assert.ok(!five.words.match(/First\d|Attendee/), "no names");
	const event = await coordinator.get("/manage/events/TST-301/results");
	assert.equal(event.status, 200);
	assert.ok(event.words.includes("5 answers"));
	assert.equal((await coordinator.get("/manage/events/NONE/results")).status, 404);
	assert.equal((await coordinator.get("/manage/sessions/NONE/results")).status, 404);
});

test("breakdowns hide small groups, and a second one with them", async () => {
	forgetAnswers();
	for (let i = 0; i < 5; i++)
		await send(await atForm(), { post_knowledge: "6" });
	for (let i = 0; i < 2; i++)
		await send(await atForm({ agency: "TST3" }), { post_knowledge: "1" });
	const [coordinator] = signedIn(people.coordinator);
	const page = await coordinator.get("/manage/sessions/TST-301-01/results?by=agency");
	assert.ok(page.words.includes("Fewer than five answers: not shown: Primary schools"));
	assert.ok(page.words.includes("Not shown, as it would tell what a small group said: Test Police"));
	for (let i = 0; i < 3; i++)
		await send(await atForm({ agency: "TST3" }), { post_knowledge: "1" });
	const both = await coordinator.get("/manage/sessions/TST-301-01/results?by=sector");
	assert.ok(both.words.includes("Police56.0"), both.words);
	assert.ok(both.words.includes("School primary51.0"));
});

test("a coordinator takes a name out of an answer; the trail tells who and why, not what", async () => {
	const a = await atForm();
	await send(a, { post_best: "Little Zebedee from Acorn Street" });
	const [coordinator] = signedIn(people.coordinator);
	const results = "/manage/sessions/TST-301-01/results";
	const response = one`SELECT id FROM lectern.response WHERE booking = ${a.booking}`;
	const path = `/manage/answers/${response}/post_best`;
	assert.ok((await coordinator.get(results)).links.includes(path));
	const page = await coordinator.get(path);
	assert.equal(page.form(path).get("words"), "Little Zebedee from Acorn Street");
	const empty = await coordinator.send(page.form(path), { words: "… from …" });
	assert.deepEqual(empty.errors, ["Say why, without what you took out"]);
	assert.equal((await coordinator.send(empty.form(path), { why: "named a child" })).status, 303);
	assert.equal(kept(a.booking).post_best.words, "… from …");
	assert.ok(!(await coordinator.get(results)).words.includes("Zebedee"));
	const trail = one`SELECT row_to_json(u)::text FROM lectern.audit u WHERE act = 'redact_answer' ORDER BY id DESC LIMIT 1`;
	assert.ok(trail.includes("named a child") && !trail.includes("Zebedee"));
	const concern = `/manage/answers/${response}/post_concern`;
	assert.equal((await coordinator.get(concern)).status, 404, "only free texts");
});

test("the code on the last slide leads whoever scans it to the own form", async () => {
	const a = await atForm();
	const [trainer, practitioner] = signedIn(people.trainer, people.practitioner);
	const slide = await trainer.get("/door/TST-301-01/slide");
	assert.equal(slide.status, 200);
	const path = "/sessions/TST-301-01/evaluation";
	assert.ok(slide.words.includes(`${base.origin}${path}`));
	assert.match((await trainer.get("/door/TST-301-01/slide.svg")).text, /^<svg /);
	assert.equal((await a.browser.get(path)).location, a.path);
	assert.equal((await new Browser().get(path)).location, `/login?next=${encodeURIComponent(path)}`);
	assert.equal((await practitioner.get(path)).status, 404, "without a booking");
	assert.equal((await practitioner.get("/door/TST-301-01/slide")).status, 404);
	assert.ok((await trainer.get("/door")).links.includes("/door/TST-301-01/results"));
});

test("all question types of the real forms are known", () => {
	const types = rows`SELECT DISTINCT type FROM lectern.question q JOIN lectern.form f ON f.id = q.form WHERE f.code = 'T-ALL'`.map((t) => t.type).sort();
	assert.deepEqual(types, ["free_text", "likert_1_5", "multi_choice", "scale_0_10", "single_choice"]);
	assert.ok(readFileSync(new URL("../../src/app/html/evaluation.html", import.meta.url), "utf8").includes("scale_0_10"));
});

// Who may ask for what: every route of `lecternd -r` with every role, against
// rights.tsv.  A route without a line there fails.
//
// In the table, a role a letter:
//   +  is answered
//   -  404, as if there were nothing
//   ?  is asked to sign in
//   o  404 for what belongs to somebody else; the route itself is open to all
//      who are signed in, so a POST is sent whole
// Where a path names a thing, it is one of the practitioner's, or of the date
// at which `steward` and `trainer` have a duty.  Two roles need no letters of
// their own: `contact`, the training contact of another organisation, gets what
// `booker` gets but nothing of the practitioner's; `reader`, a coordinator who
// may read of a review that is not published, what `coordinator` gets, and of
// TST-101-06, a date of such a review, more than anybody else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Browser, each, sha256 } from "./client.mjs";
import { digest, one, sql } from "./db.mjs";
import { settled } from "./mail.mjs";
import { link, people, signedIn } from "./world.mjs";

const routes = execFileSync(`${process.env.LECTERN_BUILD_DIR}/lecternd`, ["-r"], { encoding: "utf8" })
	.trim().split("\n").map((line) => line.split("\t"));
const everyone = { ...people, contact: "contact@example.org", reader: "reader.of.reviews@example.org" };
const roles = ["anonymous", ...Object.keys(everyone)];
const derived = (path, rights) => {
	const letter = (role) => rights[roles.indexOf(role)];
	return rights + (/^\/agency\/(requests|bookings)\//.test(path) ? "o" : letter("booker")) + letter("coordinator");
};
const table = new Map(readFileSync(new URL("rights.tsv", import.meta.url), "utf8").split("\n")
	.filter((line) => line !== "" && !line.startsWith("#"))
	.map((line) => line.split(/\t+/))
	.map(([method, path, rights]) => [`${method} ${path}`, derived(path, rights.replaceAll(" ", ""))]));

// The two, and the date.
const makeMore = () => {
	if (one`SELECT count(*)::int FROM lectern.person WHERE code = 'CONTACT'`)
		return;
	sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency, coordinator, manager_email)
	    SELECT v.code, v.code, 'Person', v.email, 'Officer', a.id, v.code = 'RIGHTS-READER', 'boss@example.org'
	      FROM (VALUES ('CONTACT', ${everyone.contact}, 'TST3'), ('RIGHTS-READER', ${everyone.reader}, 'TST1')) AS v (code, email, agency) JOIN agency a ON a.code = v.agency;
	    INSERT INTO booker SELECT id, agency FROM person WHERE code = 'CONTACT';
	    INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-RIGHTS', 'Child', 'x', 'scheduled');
	    INSERT INTO review_reader (review, person) SELECT r.id, p.id FROM review r, person p WHERE r.code = 'LR-RIGHTS' AND p.code = 'RIGHTS-READER';
	    INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, review)
	    SELECT 'TST-101/06', e.id, e.title, 'virtual', 'open', clock() + interval '50 days', clock() + interval '50 days 2 hours', clock() - interval '1 day', r.id
	      FROM event e, review r WHERE e.code = 'TST-101' AND r.code = 'LR-RIGHTS';
	    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = 'TST-101/06';
	    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session WHERE ref = 'TST-101/06';
	    INSERT INTO duty (session, person, kind) SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.ref = 'TST-101/06' AND p.code = 'TRAINER'`;
};

const booking = (slug) => one`SELECT b.id FROM lectern.booking b JOIN lectern.session s ON s.id = b.session
	JOIN lectern.person p ON p.id = b.person WHERE s.slug = ${slug} AND p.code = 'PRACTITIONER' ORDER BY 1 LIMIT 1`;

// What stands for a name in a path.
const things = () => {
	const mine = booking("TST-101-01"), past = booking("TST-101-03");
	sql`INSERT INTO alert (booking, question, value)
	    SELECT ${past}, min(question), 'call' FROM question_option WHERE value = 'call' ON CONFLICT DO NOTHING`;
	return {
		":ref": "TST-101-01", ":code": "TST-101", ":number": mine, ":booking": mine,
		":name": "privacy", ":need": "bsl", ":kind": "reminder", ":file": "people.csv", ":item": one`SELECT min(id) FROM lectern.check_item WHERE session IS NULL`, ":alert": one`SELECT max(id) FROM lectern.alert WHERE settled IS NULL`,
		":setting": one`SELECT min(id) FROM lectern.setting WHERE provisional AND active`,
		":response": one`SELECT min(response) FROM lectern.answer WHERE words <> ''`, ":question": "t_text",
		":ticket": "A".repeat(26),
		"/people/:code": "/people/OTHER", "/venues/:code": "/venues/V01", "/trainers/:code": `/trainers/${trainer()}`, ":room": "V01-1",
		"/people/:code": "/people/OTHER",
		"/agency/requests/:number": `/agency/requests/${groupRequest()}`,
		"/bookings/:number/charge": `/bookings/${charge(past) && past}/charge`,
		"/bookings/:number/evaluation": `/bookings/${past}/evaluation`,
		"/register/:token": `/register/${link("register", "newcomer@example.org")}`,
		"/password/:token": `/password/${link("password", people.other)}`,
		"/account/address/:token": `/account/address/${link("address", people.other, { proves: "moved@example.org" })}`,
		"/approvals/:token": `/approvals/${agreement(mine)}`,
		"/bookings/:number/moved": `/bookings/${moved(mine)}/moved`,
		"/moved/:token": `/moved/${link("moved", people.practitioner, { booking: mine })}`,
		"/charges/:token": `/charges/${charge(past).token}`, ":charge": charge(past).id, ":batch": charge(past).batch,
		"/terms/:code": "/terms/RIGHTS", ":agency": one`SELECT min(code) FROM lectern.agency WHERE active`,
		"/offers/:token": `/offers/${offer()}`,
		"/leave/:token": `/leave/${link("leave", people.practitioner, { booking: mine })}`,
		"/sessions/:ref/guest": `/sessions/${openDate()}/guest`,
		"/guests/:token": `/guests/${guest()}`,
		"/sessions/:ref/plan/:slot": "/sessions/TST-101-03/plan/H1", "/sessions/:ref/workshops/:code": `/sessions/TST-101-03/workshops/${workshop()}`,
		":review": review(), ":reserve": reserve(),
		"/wishes/:number/leave": `/wishes/${wish()}/leave`,
		"/evaluations/:token": `/evaluations/${evaluation()}`,
		"/door/:ref/undo": `/door/TST-101-03/undo?scan=${one`SELECT min(id::text) FROM lectern.scan WHERE booking = ${past}`}`,
		"/door/:ref/register/:booking": `/door/TST-101-03/register/${past}?part=1`,
	};
};

// A workshop in an hour of the plan of TST-101-03.
const workshop = () => {
	sql`UPDATE session SET agenda = jsonb_build_array(jsonb_build_object('slot', 'H1', 'title', 'Round', 'type', 'workshop_round', 'starts', starts, 'ends', ends)) WHERE ref = 'TST-101/03';
	    INSERT INTO workshop (session, code, slot, title) SELECT id, 'RIGHTS', 'H1', 'Rights' FROM session WHERE ref = 'TST-101/03' ON CONFLICT DO NOTHING;
	    INSERT INTO pool (session, kind, workshop, capacity) SELECT w.session, 'workshop', w.id, 5 FROM workshop w WHERE w.code = 'RIGHTS' ON CONFLICT DO NOTHING`;
	return "RIGHTS";
};

const trainer = () => {
	sql`INSERT INTO trainer (person, code) SELECT id, 'T90' FROM person WHERE code = 'TRAINER' ON CONFLICT DO NOTHING`;
	return one`SELECT t.code FROM lectern.trainer t JOIN lectern.person p ON p.id = t.person WHERE p.code = 'TRAINER'`;
};
// A place of TST-101-01 that is kept.
const reserve = () => one`
INSERT INTO lectern.reserve (session, label, sectors, places) SELECT id, 'Rights', ARRAY(SELECT min(code) FROM lectern.sector), 1 FROM lectern.session WHERE ref = 'TST-101/01' RETURNING id`;

// A learning review that the coordinator reads, and the reader.
const review = () => {
	makeMore();
	sql`INSERT INTO review (code, pseudonym, theme, status) VALUES ('RIGHTS', 'Child R', 'x', 'planned') ON CONFLICT DO NOTHING;
	    INSERT INTO review_reader (review, person) SELECT r.id, p.id FROM review r, person p WHERE r.code = 'RIGHTS' AND p.code IN ('COORDINATOR', 'RIGHTS-READER') ON CONFLICT DO NOTHING`;
	return "RIGHTS";
};

// One that the training contact of the practitioner's organisation made.
const groupRequest = () => {
	if (!one`SELECT count(*)::int FROM lectern.group_request`)
		sql`INSERT INTO group_request (by, agency, session) SELECT k.person, k.agency, s.id FROM booker k, session s WHERE s.ref = 'TST-101/01'`;
	return one`SELECT min(id) FROM lectern.group_request`;
};

// Things that are not there, and dates that nobody may know of.
const nothing = [
	{ ":ref": "TST-999-01", ":code": "NONE-1", ":number": "999999", ":booking": "999999", ":name": "nothing", ":need": "nothing", ":kind": "nothing",
		":file": "nothing.csv", ":alert": "999999", ":setting": "999999", ":response": "999999", ":question": "none", ":room": "NONE-9", ":slot": "NONE", ":review": "NONE", ":reserve": "999999", ":charge": "999999", ":batch": "999999", ":token": "C".repeat(43) },
	{ ":ref": "TST-101-04" },
	{ ":ref": "TST-101-05" },
	{ ":ref": "TST-101-06" },
	{ ":ref": "..%2f..%2fetc%2fpasswd", ":code": "%00", ":number": "-1", ":booking": "1e3", ":name": "%ff", ":kind": "%ff", ":file": ".git",
		":alert": "0x1", ":token": "'%20OR%201=1", ":ticket": "%0d%0a" },
];

// An agreement that was given, and the link of its mail.
const agreement = (booking) => {
	sql`INSERT INTO approval (booking, kind, address, state, ended) VALUES (${booking}, 'manager', 'boss@example.org', 'agreed', clock())`;
	return link("approval", "boss@example.org", { booking });
};

// A booking whose date has moved.
const moved = (booking) => {
	sql`WITH c AS (INSERT INTO session_change (session, kind, words) SELECT session, 'moved', 'It has moved.' FROM booking WHERE id = ${booking} RETURNING id)
	    INSERT INTO still_coming (booking, change) SELECT ${booking}, id FROM c`;
	return booking;
};

// A charge on a statement, and the link of its mail.
let charged;
const charge = (booking) => {
	if (charged === undefined) {
		sql`SELECT app.make_terms(NULL, NULL, '{"code":"RIGHTS","name":"Rights","notice":1,"amounts":[]}');
		    UPDATE booking SET policy = (SELECT max(id) FROM policy) WHERE id = ${booking};
		    INSERT INTO batch (period, upto, by) SELECT 'May', clock()::date, id FROM person WHERE coordinator;
		    INSERT INTO charge (booking, kind, amount, because, deadline, state, batch)
		    SELECT ${booking}, 'no_show', 100, 'A test.', clock(), 'batched', max(id) FROM batch`;
		charged = { id: one`SELECT max(id) FROM lectern.charge`, batch: one`SELECT max(id) FROM lectern.batch`,
			token: link("charge", people.practitioner, { booking }) };
	}
	return charged;
};

let evaluationToken;
const evaluation = () => {
	evaluationToken ??= link("evaluation", people.practitioner, { booking: booking("TST-101-03") });
	return evaluationToken;
};

// An offer that the practitioner took, behind its link; a wish of theirs.
let offerToken;
const offer = () => {
	if (offerToken === undefined) {
		const past = booking("TST-101-03");
		sql`INSERT INTO offer (booking, expires, state, ended) VALUES (${past}, clock(), 'accepted', clock())`;
		offerToken = link("offer", people.practitioner, { booking: past });
	}
	return offerToken;
};
let wishNumber;
const wish = () => {
	if (wishNumber === undefined) {
		sql`INSERT INTO wish (event, person, seed, key, hash, code)
		    SELECT e.id, p.id, '\\x00', 1, '\\x00', '\\x00' FROM event e, person p
		     WHERE e.code = 'TST-101' AND p.email = ${people.practitioner}`;
		wishNumber = one`SELECT max(id) FROM lectern.wish`;
	}
	return wishNumber;
};

// A date that is open to everyone, and the page of a guest's booking on it.
const openDate = () => {
	if (!one`SELECT count(*)::int FROM lectern.event WHERE code = 'OPEN-1'`)
		sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, open_to_public)
		    VALUES ('OPEN-1', 'briefing', 'Open evening', 'For parents.', 'All', 60, '1 hour', 20, true);
		    INSERT INTO session (ref, event, title, delivery, status, starts, ends, approval)
		    SELECT 'OPEN-1/01', id, title, 'virtual', 'open', clock() + interval '20 days', clock() + interval '20 days 1 hour', 'none' FROM event WHERE code = 'OPEN-1';
		    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = 'OPEN-1/01';
		    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session WHERE ref = 'OPEN-1/01'`;
	return "OPEN-1-01";
};
let guestToken;
const guest = () => {
	if (guestToken === undefined) {
		openDate();
		guestToken = "G".repeat(43);
		sql`SELECT book_guest('OPEN-1-01', NULL, gen_random_uuid(), '\\x00', 'A Guest', 'a.guest@example.org', '', '', '',
		           substr(sha256('g'), 1, 16), 1, sha256('gt'), sha256('gc'), ${sha256(guestToken)})`;
	}
	return guestToken;
};

const fill = (path, values) => Object.entries(values)
	.sort(([a], [b]) => b.length - a.length)
	.reduce((text, [name, value]) => text.replaceAll(name, value), path);

const browsers = () => {
	makeMore();
	const signed = signedIn(...Object.values(everyone));
	const all = [["anonymous", new Browser()], ...Object.keys(everyone).map((role, i) => [role, signed[i]])];
	for (const [, browser] of all)
		browser.from = "127.0.0.1"; // the only one to whom /metrics answers
	return Object.fromEntries(all);
};

// What an answer means, in the letters of the table.
const read = (page) => {
	if (page.status >= 500)
		return String(page.status);
	if (page.status === 404)
		return "-";
	if (page.status === 401 || (page.status === 403 && /Sign in/.test(page.heading)) ||
	    (page.status === 303 && page.location.startsWith("/login?next=")))
		return "?";
	return page.status === 403 ? "403" : "+";
};

const tokens = new Map();
const csrf = async (role, browser) => {
	if (role === "anonymous")
		return "";
	if (!tokens.has(browser))
		tokens.set(browser, (await browser.get("/account")).form("/account").get("csrf"));
	return tokens.get(browser);
};

const ask = async (method, path, role, browser, whole) => {
	const json = path.startsWith("/api/");
	if (method === "GET")
		return browser.get(path);
	if (json)
		return browser.post(path, "{\"no such field\":1}", { "content-type": "application/json" });
	const fields = { csrf: await csrf(role, browser), key: "00000000-0000-4000-8000-000000000000" };
	if (!whole)
		fields["no such field"] = "1";
	return browser.post(path, fields);
};

let cases = 0;

test("every route has a line in the table, and every line a route", () => {
	const known = new Set(routes.map(([method, path]) => `${method} ${path}`));
	assert.deepEqual([...known].filter((route) => !table.has(route)), [], "routes without rights");
	assert.deepEqual([...table.keys()].filter((route) => !known.has(route)), [], "rights without a route");
	for (const [route, rights] of table)
		assert.match(rights, new RegExp(`^[-+?o]{${roles.length}}$`), route);
});

test("every role gets what the table says, on every route", async () => {
	const values = things(), everybody = browsers(), wrong = [];
	for (const [method, path] of routes) {
		const rights = table.get(`${method} ${path}`) ?? "";
		await each([...roles.entries()], async ([i, role]) => {
			const expected = rights[i];
			const got = read(await ask(method, fill(path, values), role, everybody[role], expected === "o"));
			cases++;
			if (got !== (expected === "o" ? "-" : expected))
				wrong.push(`${method} ${path}\t${role}: ${got}, not ${expected}`);
		});
	}
	assert.deepEqual(wrong, []);
});

test("what is not there, or not to be known, is not there for anybody", async () => {
	const everybody = browsers(), wrong = [];
	for (const values of nothing)
		for (const [method, path] of routes) {
			const filled = fill(path, values);
			if (filled === path || filled.includes(":"))
				continue;
			await each(roles, async (role) => {
				const page = await ask(method, filled, role, everybody[role], true);
				const got = read(page);
				cases++;
				// nginx refuses an address that is malformed.
				const hidden = got === "-" || (got === "?" && role === "anonymous") ||
					(filled.includes("%") && page.status === 400);
				// A link that is no good, and a ticket of nobody, have a page of their own.
				const plain = got === "+" && /:token|:ticket/.test(path);
				// The trainer of a draft may look at it, and the desk at all dates
				// but those of a review that is not published.
				const staff = got === "+" && values[":ref"]?.startsWith("TST-101-0") &&
					(values[":ref"] === "TST-101-06" ? ["reader"] : ["trainer", "coordinator", "reader"]).includes(role);
				if (!hidden && !plain && !staff)
					wrong.push(`${method} ${filled}\t${role}: ${got}`);
			});
		}
	assert.deepEqual(wrong, []);
});

test("none of these questions changed anything", async () => {
	const values = things(), everybody = browsers();
	await settled();
	const before = digest();
	for (const [method, path] of routes)
		await each(roles.filter((role, i) => table.get(`${method} ${path}`)?.[i] !== "+"),
			(role) => ask(method, fill(path, values), role, everybody[role], true));
	const after = digest();
	delete before.audit;
	delete after.audit;
	assert.deepEqual(after, before);
});

test("the cases are counted", () => {
	console.log(`rights: ${cases} cases`);
	assert.ok(cases >= 2000, String(cases));
});

// @ts-nocheck
// secret_world.mjs: a learning review that is not published, with everything
// that can hang on its event and dates; what in a request stands for one of
// these things, and what for things of the same kind that do not exist.
//
// Two words lead to it: `quenby` is in its codes and references, `zarnecki`
// in all that people would read.
import { randomBytes } from "node:crypto";

import { sha256 } from "./client.mjs";
import { one, raw, rows, sql } from "./db.mjs";
import { people } from "./world.mjs";

const token = () => randomBytes(32).toString("base64url");

export const makeSecret = () => {
	sql`
INSERT INTO person (code, first_name, last_name, email, job_title, agency, coordinator)
SELECT 'READER', 'Reader', 'Person', 'reader@example.org', 'Officer', id, true FROM agency WHERE code = 'TST1';
INSERT INTO trainer (person, code) SELECT id, 'TR-T' FROM person WHERE code = 'TRAINER' ON CONFLICT DO NOTHING;
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-QUENBY', 'Child Zarnecki', 'Zarnecki theme', 'scheduled');
INSERT INTO review_reader (review, person) SELECT r.id, p.id FROM review r, person p WHERE r.code = 'LR-QUENBY' AND p.code = 'READER';
INSERT INTO venue (code, name, town, address, access, catering, parking) VALUES ('V90', 'Alder House', 'Strood', '1 Alder Row', '{A ramp}', 'Tea', 'None');
INSERT INTO room (venue, code, name, capacity) SELECT id, 'V90-1', 'Alder Room', 3 FROM venue WHERE code = 'V90';
INSERT INTO terms (code, name) VALUES ('SECRET-WALK', 'Walk');
INSERT INTO policy (terms, version, notice) VALUES ('SECRET-WALK', 1, 5);
INSERT INTO policy_amount (policy, kind, brief, half, day) SELECT max(id), 'absence', 1000, 2000, 3000 FROM policy;
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, form, delivery, review, terms)
SELECT 'QUENBY-7', 'learning_event', 'Zarnecki learning', 'Zarnecki summary', 'All', 60, '1 hour', 10, 'T-POST', '{in_person}', id, 'SECRET-WALK'
  FROM review WHERE code = 'LR-QUENBY';
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, form, delivery)
VALUES ('WALK-1', 'course', 'Walking about', 'In the open.', 'L1', 60, '1 hour', 10, 'T-POST', '{in_person}');
INSERT INTO event_prerequisite (event, requires) SELECT a.id, b.id FROM event a, event b WHERE (a.code, b.code) IN (('WALK-1', 'QUENBY-7'), ('QUENBY-7', 'WALK-1'));
INSERT INTO session (ref, event, title, theme, delivery, status, starts, ends, booking_opens, waiting_limit, approval, venue, room, join_url, notes,
                     min_numbers, review, agenda)
SELECT r.ref, e.id, CASE WHEN r.secret THEN 'Zarnecki date' ELSE 'Walking about' END, CASE WHEN r.secret THEN 'Zarnecki topic' ELSE '' END,
       'hybrid', r.status, clock() + r.days * interval '1 day' + interval '1 minute', clock() + r.days * interval '1 day' + interval '2 hours',
       clock() - interval '60 days', 10, 'both', v.id, m.id, CASE WHEN r.secret THEN 'https://zarnecki.example/join' END,
       CASE WHEN r.secret THEN ARRAY['Zarnecki remark'] ELSE '{}' END, 5, CASE WHEN r.secret AND e.code = 'WALK-1' THEN w.id END,
       CASE WHEN r.secret THEN jsonb_build_array(jsonb_build_object('slot', 'R1', 'title', 'Zarnecki round', 'starts', clock() + interval '9 days', 'ends', clock() + interval '9 days 1 hour')) ELSE '[]' END
  FROM (VALUES ('QUENBY-7/01', 'QUENBY-7', 9, 'open', true), ('QUENBY-7/02', 'QUENBY-7', -3, 'open', true),
               ('QUENBY-7/03', 'QUENBY-7', 20, 'draft', true), ('QUENBY-7/04', 'QUENBY-7', 0, 'open', true),
               ('WALK-1/QUENBY', 'WALK-1', 9, 'open', true), ('WALK-1/QUENBYOLD', 'WALK-1', -2, 'open', true),
               ('QUENBY-7/05', 'QUENBY-7', 12, 'cancelled', true),
               ('WALK-1/01', 'WALK-1', 9, 'open', false), ('WALK-1/02', 'WALK-1', 11, 'open', false),
               ('WALK-1/03', 'WALK-1', 9, 'draft', false)) AS r (ref, event, days, status, secret)
  JOIN event e ON e.code = r.event, review w, venue v JOIN room m ON m.venue = v.id WHERE w.code = 'LR-QUENBY' AND v.code = 'V90';
UPDATE session s SET replaced_by = t.id FROM session t WHERE s.ref = 'WALK-1/02' AND t.ref = 'QUENBY-7/01';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, CASE WHEN ref LIKE '%QUENBY%' THEN 'Zarnecki part' ELSE 'Part 1' END, starts, ends FROM session WHERE venue IN (SELECT id FROM venue WHERE code = 'V90');
INSERT INTO pool (session, kind, capacity) SELECT s.id, k, 20 FROM session s, unnest(ARRAY['in_person', 'virtual']) AS k WHERE s.venue IN (SELECT id FROM venue WHERE code = 'V90');
INSERT INTO workshop (session, code, slot, title) SELECT id, 'W1', 'R1', 'Zarnecki workshop' FROM session WHERE ref IN ('QUENBY-7/01');
INSERT INTO pool (session, kind, workshop, capacity) SELECT session, 'workshop', id, 5 FROM workshop WHERE title = 'Zarnecki workshop';
INSERT INTO duty (session, person, kind, listed) SELECT s.id, p.id, CASE p.code WHEN 'TRAINER' THEN 'trainer' ELSE 'steward' END, true FROM session s, person p
 WHERE s.venue IN (SELECT id FROM venue WHERE code = 'V90') AND p.code IN ('TRAINER', 'STEWARD');
INSERT INTO reserve (session, label, sectors, places) SELECT id, 'Zarnecki group', '{police}', 2 FROM session WHERE ref = 'QUENBY-7/01';
INSERT INTO check_item (session, words) SELECT id, 'Zarnecki to do' FROM session WHERE ref LIKE '%QUENBY%';
INSERT INTO session_note (session, by, words, key) SELECT s.id, p.id, 'Zarnecki note', gen_random_uuid() FROM session s, person p WHERE s.ref LIKE '%QUENBY%' AND p.code = 'READER';
INSERT INTO invitation (session, email) SELECT id, ${people.practitioner} FROM session WHERE ref LIKE '%QUENBY%';
INSERT INTO booking (session, person, pool, state, agency, sector, policy, manager_name, manager_email, changed)
SELECT s.id, p.id, l.id, CASE WHEN s.ends < clock() OR p.code = 'OTHER' AND s.starts > clock() + interval '1 hour' THEN 'confirmed'
                              WHEN s.ref IN ('QUENBY-7/04', 'WALK-1/QUENBY', 'WALK-1/01') THEN 'confirmed'
                              WHEN s.ref = 'QUENBY-7/03' THEN 'waiting'
                              WHEN s.ref = 'QUENBY-7/05' THEN 'offered' ELSE 'requested' END,
       p.agency, 'police', o.id, 'Boss', 'boss@example.org', clock() - interval '1 day'
  FROM session s JOIN pool l ON l.session = s.id AND l.kind = 'in_person', person p, policy o
 WHERE s.venue IN (SELECT id FROM venue WHERE code = 'V90') AND s.ref <> 'WALK-1/03' AND p.code IN ('PRACTITIONER', 'OTHER') AND o.terms = 'SECRET-WALK';
INSERT INTO person (code, first_name, guest, guest_email) VALUES ('GUEST', 'Guest', true, 'guest@example.org');
INSERT INTO booking (session, person, pool, state) SELECT s.id, p.id, l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id AND l.kind = 'in_person', person p WHERE s.ref = 'QUENBY-7/01' AND p.code = 'GUEST';
UPDATE pool l SET taken = (SELECT count(*) FROM booking b WHERE b.pool = l.id AND b.state IN ('confirmed', 'offered'))
 WHERE kind <> 'workshop' AND session IN (SELECT id FROM session WHERE venue = (SELECT id FROM venue WHERE code = 'V90'));
INSERT INTO ticket (booking, session, seed, key, hash, code)
SELECT b.id, b.session, substr(sha256(b.id::text::bytea), 1, 16), 1, sha256(('t' || b.id)::bytea), sha256(('c' || b.id)::bytea) FROM booking b
 WHERE b.session IN (SELECT id FROM session WHERE venue = (SELECT id FROM venue WHERE code = 'V90'));
INSERT INTO booking_history (booking, state, why) SELECT b.id, b.state, 'Zarnecki why' FROM booking b JOIN session s ON s.id = b.session WHERE s.ref LIKE '%QUENBY%';
INSERT INTO booking_need (booking, kind, details) SELECT b.id, k, 'Zarnecki need' FROM booking b JOIN session s ON s.id = b.session, unnest(ARRAY['access', 'diet']) AS k
 WHERE s.ref LIKE '%QUENBY%' ON CONFLICT (booking, kind) DO UPDATE SET details = 'Zarnecki need';
INSERT INTO choice (booking, workshop, slot, topic, state) SELECT b.id, w.id, 'R1', 'W1', 'chosen' FROM booking b JOIN workshop w ON w.session = b.session JOIN person p ON p.id = b.person WHERE p.code = 'PRACTITIONER' AND w.title = 'Zarnecki workshop';
INSERT INTO offer (booking, expires) SELECT b.id, clock() + interval '5 hours' FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'QUENBY-7/05';
INSERT INTO approval (booking, kind, why, detail, name, address, expires)
SELECT b.id, k.kind, k.why, 'Zarnecki detail', 'Boss', k.address, clock() + interval '3 days' FROM booking b JOIN session s ON s.id = b.session,
       (VALUES ('manager', 'session', 'boss@example.org'), ('coordinator', 'equivalent', NULL)) AS k (kind, why, address)
 WHERE s.ref = 'QUENBY-7/01' AND b.state = 'requested';
INSERT INTO approval (booking, kind, why, detail, state, ended) SELECT b.id, 'coordinator', 'no_shows', 'Zarnecki allowed', 'agreed', clock() FROM booking b JOIN session s ON s.id = b.session
 WHERE s.ref LIKE '%QUENBY%';
INSERT INTO session_change (session, kind, words, why) SELECT id, k, 'Zarnecki change', 'Zarnecki reason' FROM session, unnest(ARRAY['moved', 'venue']) AS k WHERE ref LIKE '%QUENBY%';
INSERT INTO still_coming (booking, change) SELECT b.id, c.id FROM booking b JOIN session_change c ON c.session = b.session AND c.kind = 'moved' JOIN session s ON s.id = b.session WHERE s.ref LIKE '%QUENBY%';
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
SELECT gen_random_uuid(), b.session, 1, b.id, 'camera', s.starts, p.id, 'admitted' FROM booking b JOIN session s ON s.id = b.session, person p WHERE p.code = 'TRAINER' AND s.ref LIKE '%QUENBY%' AND s.ends < clock();
INSERT INTO alert (booking, question, value) SELECT b.id, q.id, 'call' FROM booking b JOIN session s ON s.id = b.session, question q WHERE q.code = 't_concern' AND s.ref LIKE '%QUENBY%' AND s.ends < clock();
INSERT INTO response (form, booking, session) SELECT f.id, b.id, b.session FROM form f, booking b JOIN session s ON s.id = b.session WHERE f.code = 'T-POST' AND s.ref LIKE '%QUENBY%' AND s.ends < clock();
INSERT INTO answer (response, question, words) SELECT r.id, q.id, 'Zarnecki answer' FROM response r JOIN session s ON s.id = r.session, question q WHERE q.code = 't_text' AND s.ref LIKE '%QUENBY%';
INSERT INTO batch (period, upto, by, agency) SELECT 'May', clock()::date, p.id, p.agency FROM person p WHERE p.code = 'READER';
INSERT INTO charge (booking, kind, amount, because, deadline, state, batch)
SELECT b.id, 'no_show', 1000, 'Away that day.', clock() + interval '1 day', k.state, CASE k.state WHEN 'batched' THEN (SELECT max(id) FROM batch) END
  FROM booking b JOIN session s ON s.id = b.session JOIN person p ON p.id = b.person
  JOIN (VALUES ('PRACTITIONER', 'QUENBY-7/02', 'proposed'), ('OTHER', 'QUENBY-7/02', 'batched'), ('OTHER', 'WALK-1/QUENBYOLD', 'proposed')) AS k (who, ref, state) ON k.who = p.code AND k.ref = s.ref;
INSERT INTO charge (booking, kind, amount, because, deadline, state, stated)
SELECT b.id, 'no_show', 1000, 'Away that day.', clock() - interval '1 hour', 'confirmed', 'Zarnecki case' FROM booking b JOIN session s ON s.id = b.session JOIN person p ON p.id = b.person WHERE p.code = 'PRACTITIONER' AND s.ref = 'WALK-1/QUENBYOLD';
INSERT INTO charge_history (charge, state, why) SELECT id, state, 'Zarnecki why' FROM charge WHERE because LIKE 'Away that%';
INSERT INTO group_request (by, agency, session) SELECT k.person, k.agency, s.id FROM booker k, session s WHERE s.ref IN ('QUENBY-7/01', 'WALK-1/QUENBY');
INSERT INTO group_line (request, position, person, name, outcome, booking) SELECT g.id, 1, b.person, 'Somebody', 'confirmed', b.id FROM group_request g JOIN booking b ON b.session = g.session JOIN session s ON s.id = g.session JOIN person p ON p.id = b.person WHERE s.ref LIKE '%QUENBY%' AND p.code = 'OTHER';
INSERT INTO wish (event, person, seed, key, hash, code) SELECT e.id, p.id, '\\x00', 1, '\\x00', '\\x00' FROM event e, person p WHERE e.code = 'QUENBY-7' AND p.code = 'PRACTITIONER';
INSERT INTO past_attendance (person, event, held, hours) SELECT p.id, e.id, '2020-01-01', 1 FROM person p, event e WHERE e.code = 'QUENBY-7' AND p.code = 'PRACTITIONER';
INSERT INTO mail (kind, person, address, booking, session, state, reply)
SELECT k.kind, p.id, CASE WHEN k.state <> 'to_post' THEN coalesce(p.email, p.guest_email) END, b.id, b.session, k.state, CASE k.state WHEN 'refused' THEN 'no' ELSE '' END
  FROM booking b JOIN session s ON s.id = b.session JOIN person p ON p.id = b.person,
       (VALUES ('booking_confirmed', 'queued'), ('booking_waiting', 'queued'), ('offer', 'queued'), ('reminder', 'refused'), ('booking_confirmed', 'to_post'), ('booking_confirmed', 'sent'), ('session_changed', 'bounced')) AS k (kind, state)
 WHERE s.ref LIKE '%QUENBY%' AND NOT (p.code = 'OTHER' AND k.kind = 'reminder');
INSERT INTO mail (kind, address, booking, session) SELECT 'agreement_asked', 'boss@example.org', b.id, b.session FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'QUENBY-7/01' AND b.state = 'requested';
INSERT INTO mail (kind, person, address, session, detail) SELECT 'session_staff', p.id, p.email, s.id, '{"change_words":"Zarnecki change"}' FROM session s, person p WHERE s.ref LIKE '%QUENBY%' AND p.code IN ('TRAINER', 'STEWARD');
INSERT INTO audit (person, act, object, detail)
SELECT p.id, a.act, a.object, a.detail::jsonb FROM person p,
       (VALUES ('change_event', 'event QUENBY-7', '{"was":{"title":"Zarnecki before"}}'), ('change_session', 'session QUENBY-7-01', '{"words":"Zarnecki words"}'),
               ('search_sessions', 'search', '{"q":"Zarnecki date"}'), ('make_session', 'session QUENBY-7-01', '{}'),
               ('copy_session', 'session WALK-1-03', '{"from":"QUENBY-7-01"}'), ('export', 'export bookings', '{"session":"QUENBY-7-01"}')) AS a (act, object, detail) WHERE p.code = 'READER';
INSERT INTO audit (person, act, object) SELECT p.id, 'cancel_booking', 'booking ' || b.id FROM person p, booking b JOIN session s ON s.id = b.session WHERE p.code = 'READER' AND s.ref LIKE '%QUENBY%'`;
};

const ids = (who, ...refs) => rows`SELECT b.id FROM lectern.booking b JOIN lectern.session s ON s.id = b.session JOIN lectern.person p ON p.id = b.person
	WHERE p.code = ${who} AND s.slug = ANY (string_to_array(${refs.join(" ")}, ' ')) ORDER BY s.slug`.map(({ id }) => id);

// A link of a mail, as the worker would have made it before the review was hidden.
const linked = (purpose, booking, email) => {
	const made = token();
	sql`INSERT INTO link (token, purpose, email, person, booking, expires)
	    SELECT ${sha256(made)}, ${purpose}, ${email}, (SELECT id FROM person WHERE ${email} IN (email, guest_email)), ${booking}, clock() + interval '9 days'`;
	return made;
};

// What stands for a secret thing: lists by the name of a field or of a place
// in the path; a longer pattern of a path goes before its last name.
export const secrets = () => {
	const upcoming = ids("PRACTITIONER", "QUENBY-7-01"), past = ids("PRACTITIONER", "QUENBY-7-02"), offered = ids("PRACTITIONER", "QUENBY-7-05");
	const all = ids("PRACTITIONER", "QUENBY-7-01", "QUENBY-7-02", "QUENBY-7-04", "QUENBY-7-05", "WALK-1-QUENBY");
	const ticket = "QUENBYAAAAAAAAAAAAAAAAAAAA";
	sql`UPDATE ticket SET hash = ${sha256(ticket)} WHERE booking = ${ids("PRACTITIONER", "QUENBY-7-04")[0]}`;
	const refs = ["QUENBY-7-01", "QUENBY-7-02", "WALK-1-QUENBY"];
	return {
		ref: refs, session: refs, to: ["WALK-1-QUENBY"], replacement: ["WALK-1-QUENBY"], refs: ["QUENBY-7-03", "QUENBY-7-01", "WALK-1-QUENBY"],
		event: ["QUENBY-7"], code: ["QUENBY-7"], number: all, booking: [...all, ...ids("OTHER", "QUENBY-7-01", "QUENBY-7-02")],
		"/agency/bookings/:number": ids("OTHER", "QUENBY-7-01", "WALK-1-QUENBY"),
		"/agency/requests/:number": rows`SELECT g.id FROM lectern.group_request g JOIN lectern.session s ON s.id = g.session WHERE s.slug LIKE '%QUENBY%'`.map(({ id }) => id),
		"/wishes/:number": [one`SELECT max(id) FROM lectern.wish`],
		"/offers/:token": [linked("offer", offered[0], people.practitioner)],
		"/approvals/:token": [linked("approval", upcoming[0], "boss@example.org")],
		"/charges/:token": [linked("charge", past[0], people.practitioner), linked("charge", past[0], "boss@example.org")],
		"/leave/:token": [linked("leave", upcoming[0], people.practitioner), linked("leave", offered[0], people.practitioner)],
		"/moved/:token": [linked("moved", upcoming[0], people.practitioner)],
		"/evaluations/:token": [linked("evaluation", past[0], people.practitioner)],
		ticket: [ticket],
		"/guests/:token": [linked("guest", ids("GUEST", "QUENBY-7-01")[0], "guest@example.org")],
		// Whatever else a link may open: its purpose is the first word of its path.
		token: (path) => [linked(path.split("/")[1].replace(/s$/, ""), upcoming[0], people.practitioner), linked(path.split("/")[1].replace(/s$/, ""), offered[0], people.practitioner)],
		charge: rows`SELECT id FROM lectern.charge WHERE because LIKE 'Away that%' ORDER BY 1`.map(({ id }) => id),
		batch: [one`SELECT max(id) FROM lectern.batch`],
		alert: rows`SELECT a.id FROM lectern.alert a JOIN lectern.booking b ON b.id = a.booking JOIN lectern.session s ON s.id = b.session WHERE s.slug LIKE '%QUENBY%'`.map(({ id }) => id),
		approval: rows`SELECT id FROM lectern.approval WHERE detail LIKE 'Zarnecki%' AND state = 'open'`.map(({ id }) => id),
		mail: rows`SELECT max(m.id) AS id FROM lectern.mail m JOIN lectern.session s ON s.id = m.session WHERE s.slug LIKE '%QUENBY%' GROUP BY m.state`.map(({ id }) => id),
		mails: rows`SELECT m.id FROM lectern.mail m JOIN lectern.session s ON s.id = m.session WHERE s.slug LIKE '%QUENBY%' AND m.state = 'to_post'`.map(({ id }) => id),
		response: rows`SELECT r.id FROM lectern.response r JOIN lectern.session s ON s.id = r.session WHERE s.slug LIKE '%QUENBY%'`.map(({ id }) => id),
		pool: rows`SELECT l.id FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.slug = 'QUENBY-7-01' AND l.kind = 'in_person'`.map(({ id }) => id),
		reserve: rows`SELECT id FROM lectern.reserve WHERE label LIKE 'Zarnecki%'`.map(({ id }) => id),
		item: rows`SELECT max(id) AS id FROM lectern.check_item WHERE words LIKE 'Zarnecki%'`.map(({ id }) => id),
		scan: rows`SELECT x.id FROM lectern.scan x JOIN lectern.session s ON s.id = x.session WHERE s.slug = 'QUENBY-7-02' LIMIT 1`.map(({ id }) => id),
		venue: ["V90"],
	};
};

// What exists and is nobody's secret, for the rest of a request.
export const open = () => ({
	ref: "WALK-1-01", session: "WALK-1-01", to: "WALK-1-02", event: "WALK-1", code: "WALK-1", number: ids("PRACTITIONER", "WALK-1-01")[0],
	booking: ids("PRACTITIONER", "WALK-1-01")[0], setting: 1, question: "t_text", agency: "TST1", act: "change_session",
	"/manage/people/:code": "PRACTITIONER", "/manage/terms/:code": "SECRET-WALK", "/manage/venues/:code": "V90", room: "V90-1", kind: "reminder",
});

// The rows that hang on the secret, as they are: equal means that nobody
// touched them.  Reminders are the worker's own.
export const fingerprint = () => {
	const parts = [];
	const take = (table, where) => parts.push(`SELECT '${table}' AS what, count(*)::text || ' ' || coalesce(sum(hashtextextended(t.xmin::text || t.ctid::text, 0)), 0)::text AS how FROM lectern.${table} t WHERE ${where}`);
	const session = "(SELECT id FROM lectern.session WHERE slug LIKE '%QUENBY%')";
	const booking = `(SELECT id FROM lectern.booking WHERE session IN ${session})`;
	for (const table of ["booking", "pool", "part", "duty", "workshop", "reserve", "check_item", "session_note", "checked", "invitation", "session_change", "scan",
		"register", "response", "group_request"])
		take(table, `t.session IN ${session}`);
	for (const table of ["ticket", "booking_history", "booking_need", "choice", "offer", "approval", "still_coming", "alert", "charge"])
		take(table, `t.booking IN ${booking}`);
	take("session", "t.slug LIKE '%QUENBY%' OR t.title LIKE '%Zarnecki%'");
	take("event", "t.code LIKE '%QUENBY%'");
	take("wish", "t.event IN (SELECT id FROM lectern.event WHERE code LIKE '%QUENBY%')");
	take("answer", `t.response IN (SELECT id FROM lectern.response WHERE session IN ${session})`);
	take("mail", `(t.session IN ${session} OR t.booking IN ${booking}) AND t.kind NOT IN ('reminder', 'joining_details')`);
	return Object.fromEntries(raw(parts.join(" UNION ALL ")).map(({ what, how }) => [what, how]));
};

-- Who may book: what was attended before, whom a date is for, and what stands
-- in one's own way; each refused by the command itself.
BEGIN;
\ir fixture.psql
SELECT plan(75);

-- person n asks for a place and says what else there is to say; the outcome
CREATE FUNCTION pg_temp.ask(p_n int, p_ref text, p_equivalent text DEFAULT NULL, p_clash boolean DEFAULT false, p_second boolean DEFAULT false) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book(pg_temp.person(p_n), replace(p_ref, '/', '-'), NULL, gen_random_uuid(), sha256('x'),
        NULL, NULL, NULL, NULL, NULL, substr(sha256((p_n || p_ref || random())::bytea), 1, 16), 1,
        sha256(('ticket' || p_n || p_ref || random())::bytea), sha256(('code' || p_n || p_ref || random())::bytea),
        p_equivalent, p_clash, p_second)
$$;
-- a date of another course
CREATE FUNCTION pg_temp.date(p_event text, p_ref text, p_starts timestamptz) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity)
    VALUES (p_event, 'course', 'Course ' || p_event, 'x', 'L1', 60, 'hour', 5) ON CONFLICT DO NOTHING;
    SELECT pg_temp.session(p_ref, 9, 10, p_starts);
    UPDATE lectern.session SET event = (SELECT id FROM lectern.event WHERE code = p_event) WHERE ref = p_ref;
$$;
SELECT pg_temp.date('FND-1', 'FND-1/01', '2026-11-20 10:00Z'), pg_temp.date('ADV-2', 'ADV-2/01', '2026-12-01 10:00Z');
INSERT INTO event_prerequisite (event, requires, within_months) SELECT a.id, f.id, 36 FROM event a, event f WHERE a.code = 'ADV-2' AND f.code = 'FND-1';

-- another event attended, within so many years
SELECT is(pg_temp.ask(1, 'ADV-2/01'), 'no_prerequisite', 'who was not at the course before cannot book');
SELECT is(pg_temp.booking(1, 'ADV-2/01'), NULL, 'and nothing is booked');
INSERT INTO past_attendance (person, event, held, hours) SELECT pg_temp.person(1), id, '2023-11-30', 1 FROM event WHERE code = 'FND-1';
SELECT is(pg_temp.ask(1, 'ADV-2/01'), 'no_prerequisite', 'three years and a day before the date is too long ago');
UPDATE past_attendance SET held = '2023-12-01';
SELECT is(app.done_words(pg_temp.person(1), (SELECT id FROM event WHERE code = 'FND-1'), 36, '2026-12-01 10:00Z'),
          'You have done this on Friday 1 December 2023', 'three years are not, and the page says when it was');
SELECT is(pg_temp.ask(1, 'ADV-2/01'), 'confirmed', 'past attendance counts');
SELECT is(pg_temp.ask(2, 'FND-1/01') || ' ' || pg_temp.ask(2, 'ADV-2/01'), 'confirmed confirmed', 'so does a date that comes before it');
SELECT is(app.cancel(pg_temp.person(2), pg_temp.booking(2, 'ADV-2/01'), ''), 'cancelled', 'given up');
SELECT is(app.cancel(pg_temp.person(2), pg_temp.booking(2, 'FND-1/01'), ''), 'cancelled', 'both');
SELECT is(pg_temp.ask(2, 'ADV-2/01'), 'no_prerequisite', 'one that was given up does not count');
SELECT pg_temp.date('FND-1', 'FND-1/00', '2026-11-02 10:00Z');
INSERT INTO booking (session, person, pool, state)
SELECT s.id, pg_temp.person(2), l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id WHERE s.ref = 'FND-1/00';
SELECT is(app.has_attended(pg_temp.person(2), (SELECT id FROM event WHERE code = 'FND-1'), 36, '2026-12-01 10:00Z'), true, 'until a register is signed off who was booked counts as having come');
INSERT INTO register (session, state, by, at) SELECT id, 'signed_off', pg_temp.person(8), clock() FROM session WHERE ref = 'FND-1/00'
    ON CONFLICT (session) DO UPDATE SET state = excluded.state, by = excluded.by, at = excluded.at;
SELECT is(pg_temp.ask(2, 'ADV-2/01'), 'no_prerequisite', 'afterwards only who did');
-- what was attended here grows old too: to the second, counted from the date that is asked for
SELECT pg_temp.date('FND-1', 'FND-1/09', '2023-12-01 08:59:59Z');
UPDATE session SET ends = starts + interval '1 hour' WHERE ref = 'FND-1/09';
INSERT INTO booking (session, person, pool, state)
SELECT s.id, pg_temp.person(6), l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id WHERE s.ref = 'FND-1/09';
SELECT is(pg_temp.ask(6, 'ADV-2/01'), 'no_prerequisite', 'a date attended three years and a second before is too long ago');
SELECT is(pg_temp.booking(6, 'ADV-2/01'), NULL, 'and nothing is booked');
UPDATE session SET ends = ends + interval '1 second' WHERE ref = 'FND-1/09';
SELECT is(pg_temp.ask(6, 'ADV-2/01'), 'confirmed', 'three years are not');

-- the equal course elsewhere: the coordinator decides, and the answer reaches the person
SELECT is(pg_temp.ask(3, 'ADV-2/01', 'At the county, in May'), 'requested', 'who did it elsewhere asks');
SELECT is((SELECT (kind, why, detail, state)::text FROM approval WHERE booking = pg_temp.booking(3, 'ADV-2/01')), '(coordinator,equivalent,"At the county, in May",open)', 'the coordinator, in their own words');
SELECT is(app.decide(pg_temp.person(8), v.id, false, 'Too short'), 'declined', 'who may say no') FROM approval v WHERE v.booking = pg_temp.booking(3, 'ADV-2/01');
SELECT is((SELECT m.kind || ': ' || (app.mail_data(m.id) ->> 'decline_note') FROM mail m WHERE m.person = pg_temp.person(3) ORDER BY m.id DESC LIMIT 1), 'booking_declined: Too short', 'the person reads why');
SELECT is(pg_temp.ask(3, 'ADV-2/01', 'At the county, and in London'), 'requested', 'and may ask again');
SELECT is(app.decide(pg_temp.person(8), v.id, true, ''), 'confirmed', 'or yes') FROM approval v WHERE v.booking = pg_temp.booking(3, 'ADV-2/01') AND v.state = 'open';
SELECT is((SELECT kind FROM mail WHERE person = pg_temp.person(3) ORDER BY id DESC LIMIT 1), 'booking_confirmed', 'then the place is theirs, and they hear of it');
SELECT pg_temp.date('ADV-2', 'ADV-2/02', '2026-12-15 10:00Z');
SELECT is(pg_temp.ask(3, 'ADV-2/02'), 'confirmed', 'what was accepted once is not asked again');

-- an agency or sector, a closed list
SELECT pg_temp.date('OPN-1', 'OPN-1/01', '2026-12-02 10:00Z');
UPDATE session SET only_sectors = '{school_primary}' WHERE ref = 'OPN-1/01';
SELECT is(pg_temp.ask(4, 'OPN-1/01'), 'not_eligible', 'a date for one sector is not for another');
UPDATE session SET only_sectors = '{}', only_agencies = ARRAY(SELECT id FROM agency WHERE code = 'TST2') WHERE ref = 'OPN-1/01';
SELECT is(pg_temp.ask(4, 'OPN-1/01'), 'not_eligible', 'nor is one for another agency');
SELECT is(pg_temp.booking(4, 'OPN-1/01'), NULL, 'and neither is booked');
UPDATE session SET only_sectors = '{school_primary}', only_agencies = only_agencies || ARRAY(SELECT id FROM agency WHERE code = 'TST1') WHERE ref = 'OPN-1/01';
SELECT is(pg_temp.ask(4, 'OPN-1/01'), 'confirmed', 'but for an agency that is named beside it');
UPDATE session SET by_invitation = true, only_sectors = '{}', only_agencies = '{}' WHERE ref = 'OPN-1/01';
SELECT is(pg_temp.ask(5, 'OPN-1/01'), 'not_invited', 'a closed list takes nobody else');
SELECT is(app.invite(pg_temp.person(5), 'OPN-1-01', true, '{t5@example.org}') || ' ' || app.invite(pg_temp.person(8), 'OPN-1-01', true, '{t5@example.org}'), 'not_found saved', 'the coordinator keeps it');
SELECT is(pg_temp.ask(5, 'OPN-1/01'), 'confirmed', 'and who is on it books');
SELECT is(pg_temp.state(4, 'OPN-1/01'), 'confirmed', 'who had a place keeps it');

-- one's own other booking at that time
SELECT pg_temp.date('OTH-1', 'OTH-1/01', '2026-12-02 11:00Z');
SELECT is(pg_temp.ask(4, 'OTH-1/01'), 'clash', 'another booking at that time is told before this one is made');
SELECT is((SELECT clash FROM app.stands(pg_temp.person(4), 'OTH-1-01')), pg_temp.booking(4, 'OPN-1/01'), 'which one, the page knows too');
SELECT is(pg_temp.ask(4, 'OTH-1/01', NULL, true), 'confirmed', 'who knows of it books all the same');

-- one live date a course
UPDATE rule SET one_live_date = true;
SELECT pg_temp.date('OTH-1', 'OTH-1/02', '2026-12-20 10:00Z');
SELECT is(pg_temp.ask(4, 'OTH-1/02'), 'other_date', 'one date of a course at a time');
SELECT is(pg_temp.ask(4, 'OTH-1/02', p_second => true), 'requested', 'unless the coordinator allows two');
SELECT is((SELECT why || state FROM approval WHERE booking = pg_temp.booking(4, 'OTH-1/02')), 'second_dateopen', 'who is asked');
SELECT is(app.decide(pg_temp.person(8), v.id, true, ''), 'confirmed', 'and may') FROM approval v WHERE v.booking = pg_temp.booking(4, 'OTH-1/02');

-- rules that become narrower: who stands in line keeps the turn and is passed over
UPDATE rule SET one_live_date = false;
SELECT pg_temp.session('TST-101/51', 1, 10, '2026-12-15 10:00Z'), pg_temp.session('TST-101/52', 1, 10, '2026-12-16 10:00Z');
CREATE FUNCTION pg_temp.line51() RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(concat_ws(' ', substr(n.code, 2), n.why_words, CASE WHEN n.may_let_in THEN '*' END), ', ' ORDER BY n.place)
      FROM app.desk_line n JOIN lectern.session s ON s.id = n.session WHERE s.ref = 'TST-101/51'
$$;
CREATE FUNCTION pg_temp.room(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT c.outcome FROM lectern.pool l JOIN lectern.session s ON s.id = l.session,
           LATERAL app.set_capacity(pg_temp.person(8), s.slug, l.id, p_n) AS c WHERE s.ref = 'TST-101/51'
$$;
CREATE FUNCTION pg_temp.invites(VARIADIC p_emails text[]) RETURNS text
LANGUAGE sql AS $$ SELECT app.invite(pg_temp.person(8), 'TST-101-51', true, p_emails) $$;
CREATE FUNCTION pg_temp.let_in(p_n int, p_why text DEFAULT 'the board asked', p_actor int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT app.let_in(pg_temp.person(p_actor), 'TST-101-51', pg_temp.booking(p_n, 'TST-101/51'), p_why) $$;
SELECT pg_temp.book(n, 'TST-101/51') FROM generate_series(1, 5) AS n;
SELECT is(pg_temp.invites('t3@example.org', 't4@example.org'), 'saved', 'a date becomes one by invitation');
SELECT is(pg_temp.state(1, 'TST-101/51'), 'confirmed', 'who has a place keeps it');
SELECT is(pg_temp.line51(), '2 They are not on the list of invitations *, 3, 4, 5 They are not on the list of invitations *', 'the desk sees who is barred');
SELECT is(pg_temp.room(2), 'set', 'a place comes free');
SELECT is((pg_temp.state(2, 'TST-101/51'), pg_temp.state(3, 'TST-101/51'))::text, '(waiting,confirmed)', 'it goes to the first who may have it');
SELECT is(app.place_in_line(pg_temp.booking(2, 'TST-101/51')), 1::bigint, 'the other keeps the turn');
-- who is barred is told once, after an hour in which the rules may be put right, and again when a place can come
CREATE FUNCTION pg_temp.told(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT app.work_barred();
    SELECT string_agg(m.kind || ':' || m.state, ' ' ORDER BY m.id) FROM lectern.mail m WHERE m.booking = pg_temp.booking(p_n, 'TST-101/51')
$$;
SELECT is((SELECT barred_words FROM app.my_booking WHERE number = pg_temp.booking(2, 'TST-101/51')),
          'This date is by invitation now, and your address is not on its list. If it should be, tell the training team.', 'who is barred reads why, and what they can do');
SELECT is((SELECT count(barred_words) FROM app.my_booking b JOIN session s ON s.id = b.session
            WHERE s.ref = 'TST-101/51' AND number IN (pg_temp.booking(1, s.ref), pg_temp.booking(3, s.ref), pg_temp.booking(4, s.ref))), 0::bigint,
          'who has a place, or may have one, reads nothing of it');
SELECT is(pg_temp.told(2) || ' ' || pg_temp.told(4), 'booking_waiting:queued booking_waiting:queued', 'rules are changed in several steps: nobody is written to at once');
SELECT is((SELECT string_agg(concat_ws('|', words, detail, go_path), '; ') FROM app.desk_matter WHERE words LIKE '%the rules%'),
          '2 people wait though the rules give them no place: Noticing and acting|Tuesday 15 December 2026, 10am to midday. Test2 Person, Test5 Person|/manage/sessions/TST-101-51/queue',
          'the desk lists them once, with the way to the line');
UPDATE barring SET since = since - interval '1 hour';
SELECT is(pg_temp.told(2) || ' ' || pg_temp.told(2), 'booking_waiting:queued booking_barred:queued booking_waiting:queued booking_barred:queued', 'after an hour they are told, once');
SELECT is(pg_temp.told(4), 'booking_waiting:queued', 'and nobody else');
SELECT is((SELECT left(app.mail_data(m.id) ->> 'barred_words', 35) || coalesce(app.mail_void(m.id), '') FROM mail m WHERE m.kind = 'booking_barred' AND m.booking = pg_temp.booking(2, 'TST-101/51')),
          'This date is by invitation now, and', 'with the reason');
SELECT is(pg_temp.invites('t2@example.org', 't3@example.org', 't4@example.org'), 'saved', 'they are put on the list');
SELECT is((SELECT app.mail_void(m.id) FROM mail m WHERE m.kind = 'booking_barred' AND m.booking = pg_temp.booking(2, 'TST-101/51')),
          'nothing bars them any more', 'a mail that waits for the morning is void once they are on the list');
SELECT is(pg_temp.told(2), 'booking_waiting:queued booking_barred:queued booking_waiting:queued', 'and who was told so hears that a place can come');
SELECT is(pg_temp.invites('t3@example.org', 't4@example.org') || ' ' || pg_temp.told(2), 'saved booking_waiting:queued booking_barred:queued booking_waiting:queued', 'taken off again, the hour begins anew');
SELECT is((SELECT count(*) FROM barring WHERE booking = pg_temp.booking(5, 'TST-101/51') AND told), 1::bigint, 'for others it does not');
SELECT is(pg_temp.let_in(2, p_actor => 1) || ' ' || pg_temp.let_in(2, ' ') || ' ' || pg_temp.let_in(4) || ' ' || pg_temp.let_in(1),
          'not_found reason_missing not_barred not_barred', 'a coordinator lets in whom the rules bar, with a reason, and nobody else');
SELECT is(pg_temp.let_in(2), 'let_in', 'somebody is let in');
SELECT is(pg_temp.line51(), '2, 4, 5 They are not on the list of invitations *', 'and waits like others');
SELECT is((SELECT why FROM booking_history WHERE booking = pg_temp.booking(2, 'TST-101/51') ORDER BY id DESC LIMIT 1), 'may have a place all the same: the board asked', 'on record');
SELECT is(pg_temp.room(3) || ' ' || pg_temp.state(2, 'TST-101/51'), 'set confirmed', 'with the next place');
SELECT is(pg_temp.room(5) || ' ' || pg_temp.state(4, 'TST-101/51') || ' ' || pg_temp.state(5, 'TST-101/51'), 'set confirmed waiting', 'who is barred waits though places are free');
SELECT is(pg_temp.invites('t4@example.org', 't5@example.org') || ' ' || pg_temp.state(5, 'TST-101/51'), 'saved confirmed', 'until the list has them, then at once');
SELECT is((SELECT detail - 'note' FROM audit WHERE act = 'invite' ORDER BY id DESC LIMIT 1)::text, '{"added": ["T5"], "taken_off": ["T3"]}', 'and who changed it is on record, with whom');
SELECT is((SELECT detail ->> 'note' FROM audit WHERE act = 'invite' ORDER BY id DESC LIMIT 1), 'by invitation; 1 added, 1 taken off', 'in words');

-- the same by organisation, at an agreement, by another way to take part, and by what comes before
SELECT pg_temp.book(n, 'TST-101/52') FROM generate_series(1, 3) AS n;
UPDATE session SET approval = 'coordinator' WHERE ref = 'TST-101/52';
UPDATE rule SET hold_places = false;
SELECT pg_temp.book(4, 'TST-101/52');
UPDATE session SET only_sectors = '{school_primary}' WHERE ref = 'TST-101/52';
UPDATE pool SET capacity = 3 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/52');
SELECT is((SELECT app.settle_approval(v, true, pg_temp.person(8), '') FROM approval v WHERE v.booking = pg_temp.booking(4, 'TST-101/52') AND v.state = 'open'), 'waiting', 'an agreement gives no place against the rules');
SELECT is((SELECT DISTINCT why_words FROM app.desk_line n JOIN session s ON s.id = n.session WHERE s.ref = 'TST-101/52'), 'The date is not for their organisation', 'of the organisation');
SELECT is((SELECT (taken, waiting)::text FROM pool WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/52')), '(1,3)', 'all are counted once');
CREATE FUNCTION pg_temp.why(p_n int) RETURNS text
LANGUAGE sql AS $$ SELECT barred_words FROM app.my_booking WHERE number = pg_temp.booking(p_n, 'TST-101/52') $$;
SELECT is(pg_temp.why(4), 'This date is now only for: School primary. If it should be open to you too, tell the training team.', 'they read for whom it is');
UPDATE session SET only_sectors = '{}' WHERE ref = 'TST-101/52';
INSERT INTO event_prerequisite (event, requires) SELECT a.id, f.id FROM event a, event f WHERE a.code = 'TST-101' AND f.code = 'FND-1';
INSERT INTO past_attendance (person, event, held, hours) SELECT pg_temp.person(3), id, '2025-11-30', 1 FROM event WHERE code = 'FND-1';
SELECT app.fill_places((SELECT id FROM session WHERE ref = 'TST-101/52'));
SELECT is((pg_temp.state(2, 'TST-101/52'), pg_temp.state(3, 'TST-101/52'), pg_temp.state(4, 'TST-101/52'))::text, '(waiting,confirmed,waiting)', 'who has not done what comes before is passed over');
SELECT is(pg_temp.why(2), 'You need to have been to “' || (SELECT title FROM event WHERE code = 'FND-1') || '” first, and we have no record that you have. If you did it, or the same elsewhere, tell the training team what and when.', 'and reads what that is');
SELECT is((app.change_event(pg_temp.person(8), 'TST-101', (SELECT version FROM event WHERE code = 'TST-101'), app.event_form((SELECT id FROM event WHERE code = 'TST-101'))
             || '{"needs1": "", "needs1_months": "", "needs2": "", "needs3": ""}')), 'saved', 'that is taken back');
SELECT is((pg_temp.state(2, 'TST-101/52'), pg_temp.state(4, 'TST-101/52'))::text, '(confirmed,waiting)', 'and the place goes to the first in line');
UPDATE agency SET active = false WHERE code = 'TST1';
UPDATE pool SET capacity = 9 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/52');
SELECT app.fill_places((SELECT id FROM session WHERE ref = 'TST-101/52'));
SELECT is((SELECT DISTINCT concat(why_words, may_let_in) FROM app.desk_line n JOIN session s ON s.id = n.session WHERE s.ref = 'TST-101/52'), 'Their organisation has closedf', 'an organisation that has closed gets none');
SELECT is(pg_temp.why(4), 'The organisation in your account has closed. Choose the one you work for now in your account, or tell the training team.', 'its people read what to do');
UPDATE agency SET active = true WHERE code = 'TST1';

-- a place that is held for a request is on record
UPDATE rule SET hold_places = true;
SELECT pg_temp.session('TST-101/53', 1, 10, '2026-12-17 10:00Z');
UPDATE session SET approval = 'coordinator' WHERE ref = 'TST-101/53';
SELECT pg_temp.book(6, 'TST-101/53');
SELECT is((SELECT string_agg(state || ' ' || coalesce(why, ''), ', ' ORDER BY id) FROM booking_history WHERE booking = pg_temp.booking(6, 'TST-101/53')),
          'requested , requested a place is held', 'so is a place that is held for a request');
SELECT * FROM finish();
ROLLBACK;

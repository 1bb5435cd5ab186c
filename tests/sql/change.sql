-- Changing one's mind: a reason, a colleague instead, another date.
BEGIN;
\ir fixture.psql
SELECT plan(61);

CREATE FUNCTION pg_temp.swap(p_actor int, p_booking bigint, p_name text, p_email text DEFAULT '') RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.swap(pg_temp.person(p_actor), p_booking, p_name, p_email,
        substr(sha256((p_booking || p_name)::bytea), 1, 16), 1, sha256(('swap' || p_booking)::bytea), sha256(('swapcode' || p_booking)::bytea), p_desk => p_actor = 8)
$$;
CREATE FUNCTION pg_temp.transfer(p_actor int, p_booking bigint, p_ref text) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.transfer(pg_temp.person(p_actor), p_booking, replace(p_ref, '/', '-'), NULL, false,
        substr(sha256((p_booking || p_ref)::bytea), 1, 16), 1, sha256(('move' || p_booking)::bytea), sha256(('movecode' || p_booking)::bytea), p_desk => p_actor = 8)
$$;
CREATE FUNCTION pg_temp.pool(p_ref text) RETURNS text
LANGUAGE sql AS $$ SELECT (l.capacity, l.taken, l.waiting)::text FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref = p_ref $$;

-- a reason
SELECT pg_temp.session('TST-101/01', 2);
SELECT pg_temp.book(1, 'TST-101/01'), pg_temp.book(2, 'TST-101/01'), pg_temp.book(3, 'TST-101/01');
SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), 'a hearing', 'court'), 'cancelled', 'a place is given up with a reason');
SELECT is((SELECT (b.reason, h.why)::text FROM booking b JOIN booking_history h ON h.booking = b.id
            WHERE b.id = pg_temp.booking(1, 'TST-101/01') AND h.state = 'cancelled'),
          '(court,"Called to court: a hearing")', 'that is kept with its words');

-- a colleague instead
SELECT pg_temp.book(4, 'TST-101/01');
SELECT is(pg_temp.swap(1, pg_temp.booking(2, 'TST-101/01'), 'Test5 Person'), 'not_found', 'another''s booking is not to be found');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Nobody Known'), 'colleague_unknown', 'a name that nobody has');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Test9 Person'), 'colleague_unknown', 'nor does another organisation''s fit');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'x', 't9@example.org'), 'colleague_elsewhere', 'nor another organisation''s address');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'x', 'unknown@example.org'), 'colleague_elsewhere', 'which is not told from one that nobody has');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'x', 't2@example.org'), 'colleague_self', 'nor one''s own');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Test3 Person'), 'colleague_booked', 'nor who is booked');
SELECT is(pg_temp.swap(4, pg_temp.booking(4, 'TST-101/01'), 'Test5 Person'), 'no_place_yet', 'who waits has nothing to pass on');
INSERT INTO person (code, first_name, last_name, email, agency) SELECT 'T55', 'Test5', 'Person', 'other5@example.org', agency FROM person WHERE code = 'T5';
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Test5 Person'), 'colleague_several', 'two of one name have to be told apart');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Test5 Person', 't5@example.org'), 'swapped', 'by the address');
SELECT is((SELECT (b.state, b.ended_by, n.state, n.replaces = b.id, n.person = pg_temp.person(5))::text
             FROM booking b JOIN booking n ON n.replaces = b.id WHERE b.id = pg_temp.booking(2, 'TST-101/01')),
          '(cancelled,swap,confirmed,t,t)', 'the colleague has the place, the old booking is over');
SELECT is(pg_temp.pool('TST-101/01'), '(2,2,1)', 'nobody else has: the line stands as it was');
SELECT is(pg_temp.mails(5), 'booking_swapped', 'the colleague is told');
SELECT is(pg_temp.mails(2), 'booking_confirmed booking_cancelled', 'so is who sent them');
SELECT is((SELECT (app.mail_data(id) ->> 'ical_method', app.mail_data(id) ->> 'colleague')::text FROM mail
            WHERE booking = pg_temp.booking(2, 'TST-101/01') ORDER BY id DESC LIMIT 1), '(CANCEL,"Test5 Person")', 'whose calendar loses the entry');
SELECT isnt((SELECT hash FROM ticket WHERE booking = pg_temp.booking(2, 'TST-101/01')),
            (SELECT hash FROM ticket WHERE booking = pg_temp.booking(5, 'TST-101/01')), 'each has a ticket of their own');
SELECT is(pg_temp.swap(2, pg_temp.booking(2, 'TST-101/01'), 'Test6 Person'), 'not_live', 'once');
UPDATE agency SET email_domain = 'example.org' WHERE code = 'TST1';
SELECT is(pg_temp.swap(5, pg_temp.booking(5, 'TST-101/01'), '', 'new.one@example.org'), 'colleague_name', 'somebody new needs a name');
SELECT is(pg_temp.swap(5, pg_temp.booking(5, 'TST-101/01'), 'New Van One', 'new.one@example.org'), 'swapped', 'then they are registered');
SELECT is((SELECT (p.first_name, p.last_name, a.code, p.verified, p.password)::text FROM person p JOIN agency a ON a.id = p.agency WHERE p.email = 'new.one@example.org'),
          '(New,"Van One",TST1,,)', 'at the same organisation, with nothing proved yet');
SELECT is((SELECT kind FROM mail WHERE address = 'new.one@example.org'), 'booking_swapped', 'and have the joining details');
CREATE FUNCTION pg_temp.swap_again(p_from text, p_name text, p_to text) RETURNS text
LANGUAGE sql AS $$
    SELECT o.outcome FROM booking b JOIN person p ON p.id = b.person AND b.live,
           LATERAL app.swap(p.id, b.id, p_name, p_to, substr(sha256(p_to::bytea), 1, 16), 1, sha256(p_from::bytea), sha256((p_to || 'c')::bytea)) AS o
     WHERE p.email = p_from
$$;
SELECT is(pg_temp.swap_again('new.one@example.org', '', 't9@example.org'), 'colleague_name', 'an address of the domain that is somebody''s elsewhere is as good as new');
SELECT is(pg_temp.swap_again('new.one@example.org', 'Nine Here', 't9@example.org'), 'swapped', 'so that nobody learns of the account');
SELECT is((SELECT string_agg(p.first_name || ' ' || a.code || ' ' || coalesce(p.email, 'no account') || ' ' || b.state, ', ') FROM person p JOIN agency a ON a.id = p.agency JOIN booking b ON b.person = p.id AND b.live WHERE 't9@example.org' IN (p.email, p.guest_email)),
          'Nine TST1 no account confirmed', 'who has it is not booked; who was named is');

-- what the colleague lacks
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity) VALUES ('TST-100', 'course', 'First', 'x', 'L1', 60, 'hour', 5);
INSERT INTO event_prerequisite (event, requires) SELECT e.id, f.id FROM event e, event f WHERE e.code = 'TST-101' AND f.code = 'TST-100';
SELECT is(pg_temp.swap(3, pg_temp.booking(3, 'TST-101/01'), 'Test6 Person'), 'colleague_no_prerequisite', 'a colleague needs the course before');
SELECT is(pg_temp.swap(3, pg_temp.booking(3, 'TST-101/01'), 'Y Z', 'yz@example.org'), 'colleague_no_prerequisite', 'so does one whom we do not know');
DELETE FROM event_prerequisite;
UPDATE session SET approval = 'coordinator' WHERE ref = 'TST-101/01';
SELECT is(pg_temp.swap(8, pg_temp.booking(3, 'TST-101/01'), 'Test6 Person'), 'swapped', 'the training team''s own word is agreement enough');
SELECT is(pg_temp.state(6, 'TST-101/01'), 'confirmed', 'so the colleague has the place');
UPDATE session SET approval = 'declare';

-- another date
SELECT pg_temp.session('TST-101/02', 1, 10, '2026-12-08 10:00Z'), pg_temp.session('TST-101/03', 1, 10, '2026-12-09 10:00Z');
SELECT pg_temp.book(7, 'TST-101/03');
SELECT is(pg_temp.transfer(6, pg_temp.booking(6, 'TST-101/01'), 'TST-101/03'), 'full_there', 'a full date takes nobody');
SELECT is(pg_temp.state(6, 'TST-101/01'), 'confirmed', 'and the old place is kept');
SELECT is(pg_temp.transfer(6, pg_temp.booking(6, 'TST-101/01'), 'TST-101/02'), 'transferred', 'a free one does');
SELECT is(pg_temp.state(6, 'TST-101/02') || ' ' || pg_temp.state(4, 'TST-101/01'), 'confirmed confirmed', 'and the old place goes to the next in line');
SELECT is(pg_temp.pool('TST-101/01') || pg_temp.pool('TST-101/02'), '(2,2,0)(1,1,0)', 'the pools count it');
SELECT is(pg_temp.mails(6), 'booking_swapped booking_cancelled booking_confirmed', 'both are told');
SELECT is(pg_temp.transfer(6, pg_temp.booking(6, 'TST-101/02'), 'TST-101/02'), 'not_this_course', 'not to itself');

-- the colleague's agreement: their manager is asked, the place is held meanwhile
SELECT pg_temp.session('TST-101/04', 1, 10, '2026-12-10 10:00Z');
UPDATE rule SET one_live_date = false;
SELECT pg_temp.book(1, 'TST-101/04'), pg_temp.book(2, 'TST-101/04');
UPDATE booking SET free_until = '2026-11-05 09:00Z' WHERE id = pg_temp.booking(1, 'TST-101/04');
UPDATE session SET approval = 'both' WHERE ref = 'TST-101/04';
UPDATE person SET manager_email = 'other.boss@example.org', manager_name = 'Other Boss' WHERE code = 'T3';
SELECT is(pg_temp.swap(1, pg_temp.booking(1, 'TST-101/04'), 'Test3 Person'), 'swapped', 'where a manager agrees a colleague can be sent too');
SELECT is((SELECT string_agg((kind, why, address, state)::text, ' ' ORDER BY kind) FROM approval WHERE booking = pg_temp.booking(3, 'TST-101/04')),
          '(coordinator,session,,open) (manager,session,other.boss@example.org,open)', 'the colleague''s own manager is asked, and who else agrees to the date');
SELECT is(pg_temp.state(3, 'TST-101/04') || ' ' || pg_temp.state(2, 'TST-101/04') || pg_temp.pool('TST-101/04'), 'requested waiting(1,1,1)', 'the place is held: it passes by the line');
SELECT is((SELECT string_agg(m.kind, ' ' ORDER BY m.id) FROM mail m WHERE m.booking = pg_temp.booking(3, 'TST-101/04')), 'agreement_asked booking_requested', 'both are told');
SELECT is((SELECT (app.mail_data(id) ->> 'sent_by', app.mail_data(id) ->> 'asks_name')::text FROM mail
            WHERE booking = pg_temp.booking(3, 'TST-101/04') AND kind = 'booking_requested'), '("Test1 Person","Test3 Person")', 'who sends them');
SELECT is((SELECT app.mail_data(id) ->> 'colleague_asked' FROM mail WHERE booking = pg_temp.booking(1, 'TST-101/04') AND kind = 'booking_cancelled'), 'yes',
          'and who sent them hears that it waits for that');
SELECT is(app.decide(pg_temp.person(8), v.id, true, ''), CASE v.kind WHEN 'manager' THEN 'confirmed' ELSE 'requested' END, 'the ' || v.kind || ' agrees')
  FROM approval v WHERE v.booking = pg_temp.booking(3, 'TST-101/04') ORDER BY v.kind;
SELECT is((SELECT (state, free_until)::text FROM booking WHERE id = pg_temp.booking(3, 'TST-101/04')), '(confirmed,"2026-11-05 09:00:00+00")',
          'then the place is theirs, on the terms it had');
SELECT is(pg_temp.swap(3, pg_temp.booking(3, 'TST-101/04'), 'Test5 Person', 't5@example.org'), 'swapped', 'and so on');
SELECT is(app.decide(pg_temp.person(8), v.id, false, 'No'), 'declined', 'a manager who does not agree')
  FROM approval v WHERE v.booking = pg_temp.booking(5, 'TST-101/04') AND v.kind = 'manager';
SELECT is(pg_temp.state(2, 'TST-101/04'), 'confirmed', 'lets the place go to the next in line');
SELECT is((SELECT string_agg(concat_ws(' ', p.code, app.mail_data(m.id) ->> 'colleague', app.mail_data(m.id) ->> 'colleague_no', app.mail_void(m.id)), ', ') FROM mail m JOIN person p ON p.id = m.person
            WHERE m.kind = 'swap_declined'), 'T3 Test5 Person manager', 'and who had sent them is told so');

-- an unknown manager is given with the colleague; without one the team decides
SELECT is((SELECT outcome FROM app.swap(pg_temp.person(2), pg_temp.booking(2, 'TST-101/04'), 'Fresh Face', 'fresh@example.org',
           substr(sha256('s1'), 1, 16), 1, sha256('t1'), sha256('c1'), 'Their Boss', 'their.boss@example.org')), 'swapped', 'somebody new comes with a manager');
SELECT is((SELECT v.address FROM approval v JOIN booking b ON b.id = v.booking JOIN person p ON p.id = b.person WHERE p.email = 'fresh@example.org' AND v.kind = 'manager'),
          'their.boss@example.org', 'who is asked');

-- a clash, and what a wish for any date makes of it
SELECT pg_temp.session('TST-101/05', 2, 10, '2026-12-10 11:00Z');
SELECT pg_temp.book(7, 'TST-101/05');
INSERT INTO booking (session, person, pool, state) SELECT b.session, pg_temp.person(6), b.pool, 'confirmed' FROM booking b WHERE b.id = pg_temp.booking(1, 'TST-101/04');
INSERT INTO booking_history (booking, state) SELECT pg_temp.booking(6, 'TST-101/04'), 'confirmed';
SELECT is(pg_temp.swap(7, pg_temp.booking(7, 'TST-101/05'), 'Test6 Person'), 'colleague_clash', 'a colleague who is somewhere else then');
SELECT is((SELECT outcome FROM app.swap(pg_temp.person(7), pg_temp.booking(7, 'TST-101/05'), 'Test6 Person', '', substr(sha256('s2'), 1, 16), 1, sha256('t2'), sha256('c2'), p_clash => true)),
          'swapped', 'comes all the same if one says so');
DELETE FROM booking_history WHERE booking = pg_temp.booking(6, 'TST-101/04');
DELETE FROM booking WHERE id = pg_temp.booking(6, 'TST-101/04');

-- the cut-off
UPDATE deployment SET shift = timestamptz '2026-12-07 11:00Z' - now();
SELECT is(pg_temp.transfer(6, pg_temp.booking(6, 'TST-101/02'), 'TST-101/03'), 'too_late', 'a day before it is too late');
SELECT is(pg_temp.swap(6, pg_temp.booking(6, 'TST-101/02'), 'Test1 Person'), 'too_late', 'for a colleague too');
SELECT is(pg_temp.swap(8, pg_temp.booking(6, 'TST-101/02'), 'Test1 Person'), 'swapped', 'but not for the coordinator');
SELECT is((SELECT string_agg(DISTINCT ended_by || ' ' || spared, ', ') FROM booking WHERE ended_by = 'swap' AND id IN (pg_temp.booking(6, 'TST-101/02'), pg_temp.booking(2, 'TST-101/01'))), 'swap false, swap true',
          'who charges nobody for it');
UPDATE session SET booking_closes = '2026-12-07 10:00Z', approval = 'manager' WHERE ref = 'TST-101/03';
UPDATE pool SET capacity = 2 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/03');
SELECT is((SELECT string_agg(desk || ' ' || free, '') FROM app.change_target WHERE number = pg_temp.booking(1, 'TST-101/02') AND ref = 'TST-101-03'), 'true true',
          'a date that has closed can be chosen at the desk alone');
SELECT is(pg_temp.transfer(8, pg_temp.booking(1, 'TST-101/02'), 'TST-101/03'), 'transferred', 'where it is open until it starts, and no other agreement is needed');
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LCSPR-9', 'Child Test', 'x', 'scheduled');
UPDATE session SET review = (SELECT id FROM review WHERE code = 'LCSPR-9') WHERE ref = 'TST-101/03';
SELECT is(pg_temp.swap(8, pg_temp.booking(1, 'TST-101/03'), 'Test2 Person'), 'not_found',
          'of a date that a coordinator may not know of there is nothing to change');
SELECT * FROM finish();
ROLLBACK;

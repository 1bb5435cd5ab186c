-- What the partnership changes about a date, and what becomes of the booked.
BEGIN;
\ir fixture.psql
SELECT plan(54);

CREATE FUNCTION pg_temp.off(p_actor int, p_ref text, p_new text DEFAULT NULL, p_tickets int DEFAULT 9) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome || coalesce(' ' || told, '') FROM app.cancel_session(pg_temp.person(p_actor), replace(p_ref, '/', '-'), 'The trainer is ill.', replace(p_new, '/', '-'),
        ARRAY(SELECT substr(sha256(('s' || p_ref || n)::bytea), 1, 16) FROM generate_series(1, p_tickets) AS n), 1,
        ARRAY(SELECT sha256(('t' || p_ref || n)::bytea) FROM generate_series(1, p_tickets) AS n),
        ARRAY(SELECT sha256(('c' || p_ref || n)::bytea) FROM generate_series(1, p_tickets) AS n))
$$;
CREATE FUNCTION pg_temp.pool(p_ref text) RETURNS text
LANGUAGE sql AS $$ SELECT (l.capacity, l.taken, l.waiting)::text FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref = p_ref $$;
CREATE FUNCTION pg_temp.of(p_ref text) RETURNS lectern.session
LANGUAGE sql AS $$ SELECT s FROM lectern.session s WHERE s.ref = p_ref $$;

-- cancelled, with another date instead: first call there
SELECT pg_temp.session('TST-101/01', 2), pg_temp.session('TST-101/02', 2, 10, '2026-12-15 10:00Z');
SELECT pg_temp.book(n, 'TST-101/01') FROM generate_series(1, 3) AS n;
SELECT pg_temp.book(n, 'TST-101/02') FROM generate_series(5, 7) AS n;
SELECT is(pg_temp.off(1, 'TST-101/01'), 'not_found', 'only a coordinator calls a date off');
SELECT is(pg_temp.off(8, 'TST-101/01', 'TST-101/01'), 'no_replacement', 'a date does not stand in for itself');
SELECT is(pg_temp.off(8, 'TST-101/01', 'TST-101/02', 2), 'more_seeds', 'each needs a ticket to be');
SELECT is(pg_temp.state(1, 'TST-101/01'), 'confirmed', 'or nothing happens');
SELECT is(pg_temp.off(8, 'TST-101/01', 'TST-101/02'), 'cancelled 3', 'everyone is told');
SELECT is((SELECT string_agg(state || ' ' || ended_by, ', ' ORDER BY id) FROM booking WHERE session = (pg_temp.of('TST-101/01')).id),
          'cancelled session, cancelled session, cancelled session', 'all bookings end with the date, so nobody is charged');
SELECT is(((pg_temp.of('TST-101/01')).status, (pg_temp.of('TST-101/01')).sequence, (pg_temp.of('TST-101/01')).replaced_by = (pg_temp.of('TST-101/02')).id)::text,
          '(cancelled,1,t)', 'calendars learn of it');
SELECT is(pg_temp.mails(1), 'booking_confirmed session_cancelled', 'by one mail each');
SELECT is((SELECT string_agg(p.code, ' ' ORDER BY coalesce(b.turn, b.id)) FROM booking b JOIN person p ON p.id = b.person
            WHERE b.session = (pg_temp.of('TST-101/02')).id AND b.state = 'waiting'), 'T1 T2 T3 T7', 'they stand before everybody on the new date, in their order');
SELECT is(pg_temp.pool('TST-101/02'), '(2,2,4)', 'which is full');
SELECT ok((SELECT n.replaces = o.id FROM booking n, booking o WHERE n.id = pg_temp.booking(1, 'TST-101/02') AND o.id = pg_temp.booking(1, 'TST-101/01')),
          'as a booking that replaces the old one');
SELECT is((SELECT app.mail_data(max(id)) ->> 'first_call' FROM mail WHERE person = pg_temp.person(1)), 'waiting', 'the mail says so');
SELECT app.cancel(pg_temp.person(5), pg_temp.booking(5, 'TST-101/02'), '');
SELECT is(pg_temp.state(1, 'TST-101/02') || ' ' || pg_temp.state(7, 'TST-101/02'), 'offered waiting', 'the next place is offered to the first of them');
SELECT is((SELECT expires FROM offer WHERE booking = pg_temp.booking(1, 'TST-101/02')), timestamptz '2026-11-10 09:00Z', 'with days to answer');
SELECT is(pg_temp.off(8, 'TST-101/01'), 'already_cancelled', 'a date is called off once');

-- a second cancelled date: after those displaced before
SELECT pg_temp.session('TST-101/03', 1);
SELECT pg_temp.book(4, 'TST-101/03');
SELECT is(pg_temp.off(8, 'TST-101/03', 'TST-101/02'), 'cancelled 1', 'another date for the same one');
SELECT is((SELECT string_agg(p.code, ' ' ORDER BY coalesce(b.turn, b.id)) FROM booking b JOIN person p ON p.id = b.person
            WHERE b.session = (pg_temp.of('TST-101/02')).id AND b.state = 'waiting'), 'T2 T3 T4 T7', 'who was displaced earlier stays ahead');

-- who is booked there already keeps that; who awaits agreement is asked anew
SELECT pg_temp.session('TST-101/04', 5), pg_temp.session('TST-101/05', 5, 10, '2026-12-16 10:00Z');
UPDATE session SET approval = 'coordinator' WHERE ref = 'TST-101/04';
SELECT pg_temp.book(1, 'TST-101/04'), pg_temp.book(2, 'TST-101/05');
UPDATE session SET approval = 'none' WHERE ref = 'TST-101/04';
SELECT pg_temp.book(2, 'TST-101/04'), pg_temp.book(3, 'TST-101/04');
SELECT is(pg_temp.off(8, 'TST-101/04', 'TST-101/05'), 'cancelled 3', 'one asked, two booked');
SELECT is(pg_temp.state(1, 'TST-101/05') || ' ' || pg_temp.state(2, 'TST-101/05') || ' ' || pg_temp.state(3, 'TST-101/05'),
          'requested confirmed offered', 'asked anew, booked as before, offered');
SELECT is((SELECT count(*) FROM booking WHERE session = (pg_temp.of('TST-101/05')).id AND person = pg_temp.person(2)), 1::bigint, 'nobody is booked twice');
SELECT is((SELECT why || ' ' || state FROM approval WHERE booking = pg_temp.booking(1, 'TST-101/05')), 'session open', 'the agreement is still to be given');
SELECT is(pg_temp.pool('TST-101/05'), '(5,3,0)', 'a place is held for it meanwhile');

-- another trainer
INSERT INTO trainer (person, code) SELECT id, code FROM person WHERE code IN ('T5', 'T6');
SELECT pg_temp.session('TST-101/06', 2, 10, '2026-12-17 10:00Z');
INSERT INTO duty (session, person, kind, listed) SELECT (pg_temp.of('TST-101/06')).id, pg_temp.person(5), 'trainer', true;
SELECT pg_temp.book(1, 'TST-101/06'), pg_temp.book(2, 'TST-101/06'), pg_temp.book(3, 'TST-101/06');
SELECT is((app.replace_trainer(pg_temp.person(1), 'TST-101-06', 'T5', 'T6', '')).outcome, 'not_found', 'only a coordinator replaces a trainer');
SELECT is((app.replace_trainer(pg_temp.person(8), 'TST-101-06', 'T6', 'T5', '')).outcome, 'not_on_duty', 'who does not lead is not replaced');
SELECT is((app.replace_trainer(pg_temp.person(8), 'TST-101-06', 'T5', 'T1', '')).outcome, 'no_such_trainer', 'by a trainer');
SELECT is(app.replace_trainer(pg_temp.person(8), 'TST-101-06', 'T5', 'T6', '')::text, '(changed,2)', 'those with a place are told');
SELECT is((SELECT duty FROM app.door_right(pg_temp.person(6), 'TST-101-06')), 'trainer', 'the new one has the door at once');
SELECT is_empty($$SELECT FROM app.door_right(pg_temp.person(5), 'TST-101-06')$$, 'the old one has lost it');
SELECT is((SELECT name FROM app.session_trainer WHERE ref = 'TST-101-06'), 'Test6 Person', 'the public page names the new one');
SELECT ok(pg_temp.mails(5) LIKE '%session_staff' AND pg_temp.mails(6) LIKE '%session_staff', 'both hear of it');

-- another place
INSERT INTO venue (code, name, town, address, postcode) VALUES ('VT1', 'Old Hall', 'Chatham', '1 Road', 'ME1 1AA'), ('VT2', 'New Hall', 'Chatham', '2 Road', 'ME1 1AB');
INSERT INTO room (venue, code, name, capacity) SELECT id, 'VT2-R', 'Big Room', 40 FROM venue WHERE code = 'VT2';
UPDATE session SET delivery = 'in_person', venue = (SELECT id FROM venue WHERE code = 'VT1') WHERE ref = 'TST-101/06';
SELECT is((app.change_venue(pg_temp.person(8), 'TST-101-06', 'VT1', NULL, '')).outcome, 'same_venue', 'the same place is no change');
SELECT is((app.change_venue(pg_temp.person(8), 'TST-101-06', 'VT1', 'VT2-R', '')).outcome, 'no_such_venue', 'a room is one of its venue');
SELECT is(app.change_venue(pg_temp.person(8), 'TST-101-06', 'VT2', 'VT2-R', 'Burst pipe')::text, '(changed,2)', 'a date changes its place');
SELECT is((SELECT words || why FROM session_change ORDER BY id DESC LIMIT 1), 'It takes place at Big Room, New Hall, not at Old Hall.Burst pipe', 'in words');
SELECT is((app.go_online(pg_temp.person(8), 'TST-101-06', NULL, '')).outcome, 'no_link', 'going online needs a link');
SELECT is((app.go_online(pg_temp.person(8), 'TST-101-06', 'http://x', '')).outcome, 'bad_link', 'a safe one');
SELECT is(app.go_online(pg_temp.person(8), 'TST-101-06', 'https://meet.example.org/1', 'Snow')::text, '(changed,2)', 'then it is online');
SELECT is((SELECT (delivery, venue, sequence)::text FROM session WHERE ref = 'TST-101/06'), '(virtual,,3)', 'SEQUENCE rose with each change');
SELECT is(pg_temp.mails(1), 'booking_confirmed session_cancelled offer booking_requested booking_requested session_cancelled booking_confirmed session_changed session_changed session_changed', 'everyone was told each time');
SELECT is((SELECT count(*) FROM app.session_news WHERE ref = 'TST-101-06'), 3::bigint, 'the pages tell it');

-- another time
SELECT is((app.move_session(pg_temp.person(8), 'TST-101-06', '{}', '{}', '')).outcome, 'other_parts', 'every part needs a time');
SELECT is((app.move_session(pg_temp.person(8), 'TST-101-06', '{2027-03-28T01:30}', '{2027-03-28T04:00}', '')).outcome, 'no_such_moment', 'one that exists');
SELECT is((app.move_session(pg_temp.person(8), 'TST-101-06', '{2027-13-28T01:30}', '{x}', '')).outcome, 'no_such_moment', 'in the calendar too');
SELECT is((app.move_session(pg_temp.person(8), 'TST-101-06', '{2027-01-20T13:00}', '{2027-01-20T12:00}', '')).outcome, 'ends_first', 'that ends after it starts');
SELECT is((app.move_session(pg_temp.person(8), 'TST-101-06', '{2026-01-20T13:00}', '{2026-01-20T14:00}', '')).outcome, 'in_past', 'and is to come');
UPDATE session SET free_until = '2026-12-10 10:00Z' WHERE ref = 'TST-101/06';
SELECT is(app.move_session(pg_temp.person(8), 'TST-101-06', '{2027-01-21T10:00}', '{2027-01-21T12:30}', 'Heating')::text, '(moved,3)', 'bookings stay and are asked');
SELECT is((SELECT (starts, ends, free_until, earlier_dates, sequence)::text FROM session WHERE ref = 'TST-101/06'),
          '("2027-01-21 10:00:00+00","2027-01-21 12:30:00+00","2027-01-14 10:00:00+00",{2026-12-17},4)', 'what hangs on the start moves along');
SELECT is(pg_temp.state(1, 'TST-101/06') || pg_temp.state(3, 'TST-101/06'), 'confirmedwaiting', 'nobody has lost anything');
SELECT is(app.answer_move(pg_temp.person(1), pg_temp.booking(1, 'TST-101/06'), true), 'comes', 'one can come');
SELECT is(app.answer_move(pg_temp.person(2), pg_temp.booking(2, 'TST-101/06'), false), 'left', 'one cannot');
SELECT is((SELECT (state, ended_by)::text FROM booking WHERE id = pg_temp.booking(2, 'TST-101/06')), '(cancelled,session)', 'and is not charged');
SELECT is(pg_temp.state(3, 'TST-101/06'), 'confirmed', 'the place goes to the next in line');
SELECT is(app.answer_move(pg_temp.person(2), pg_temp.booking(2, 'TST-101/06'), true), 'not_live', 'an old page brings nobody back');
SELECT is(app.answer_move(pg_temp.person(2), pg_temp.booking(1, 'TST-101/06'), false), 'not_found', 'nobody answers for another');
SELECT * FROM finish();
ROLLBACK;

-- The desk: what needs a person shows, what looks at people leaves a trace,
-- and only coordinators may.
BEGIN;
\ir fixture.psql
SELECT plan(43);

SELECT FROM pg_temp.session('TST-101/01', 2);
SELECT FROM pg_temp.session('TST-101/02', 2, 10, '2026-11-02 10:00Z');
SELECT FROM pg_temp.session('TST-101/03', 2, 10, '2026-11-03 09:30Z');
SELECT FROM generate_series(1, 3) AS n CROSS JOIN LATERAL pg_temp.book(n, 'TST-101/01');
UPDATE person SET first_name = 'Łucja', last_name = 'Wiśniewska', job_title = 'Health visitor' WHERE code = 'T1';
UPDATE person SET first_name = 'Łucja', last_name = 'Nowak' WHERE code = 'T2';
UPDATE person SET first_name = 'Mary', last_name = 'O''Brien' WHERE code = 'T3';

-- Search.
CREATE FUNCTION pg_temp.found(p_q text) RETURNS text
LANGUAGE sql AS $$
    SELECT coalesce(string_agg(p.code, ' ' ORDER BY p.code), '') FROM app.find_people(pg_temp.person(8), p_q) f JOIN lectern.person p ON p.id = f.person
$$;
SELECT is(pg_temp.found('lucja'), 'T1 T2', 'accents do not matter, nor Ł');
SELECT is(pg_temp.found('Łucja from health visiting'), 'T1', 'other words only rank');
SELECT is(pg_temp.found('wisn luc'), 'T1', 'beginnings in any order');
SELECT is(pg_temp.found('Lucia'), 'T1 T2', 'one letter may be wrong');
SELECT is(pg_temp.found('obrien'), 'T3', 'without the apostrophe');
SELECT is(pg_temp.found('t3@example.org'), 'T3', 'by address');
SELECT is(pg_temp.found(pg_temp.booking(3, 'TST-101/01')::text), 'T3', 'by the number of a booking');
SELECT is(pg_temp.found('%'), '', 'a percent sign finds nobody');
SELECT is(pg_temp.found('zzzzzz'), '', 'nobody of that name');
SELECT is(pg_temp.found('99999999999999999999999999'), '', 'a number too long for a booking');
SELECT is((SELECT count(*) FROM app.find_people(pg_temp.person(1), 'lucja')), 0::bigint, 'others find nobody');
SELECT is((SELECT detail ->> 'q' || ' ' || (detail ->> 'people') FROM audit WHERE act = 'search_people' ORDER BY id LIMIT 1),
          'lucja ["T1", "T2"]', 'what was found is in the audit trail');
SELECT is((SELECT count(*) FROM audit WHERE act = 'search_people'), 7::bigint, 'and what found nobody is not');

-- Looking leaves a trace.
SELECT is(app.see_person(pg_temp.person(8), 'T1'), pg_temp.person(1), 'a coordinator sees a person');
SELECT is((SELECT object FROM audit WHERE act = 'view_person' AND person = pg_temp.person(8)), 'person T1', 'and that is kept');
SELECT is(app.see_person(pg_temp.person(2), 'T1'), NULL, 'nobody else does');
SELECT is((SELECT count(*) FROM audit WHERE act = 'view_person'), 1::bigint, 'so nothing is kept');
SELECT ok(app.see_session(pg_temp.person(8), 'TST-101-01') IS NOT NULL, 'a coordinator sees the bookings of a session');
SELECT is((SELECT object FROM audit WHERE act = 'view_bookings'), 'session TST-101-01', 'and that is kept');

-- Mail.
UPDATE mail SET state = 'sent', finished = clock();
INSERT INTO mail (kind, address, state, reply, person, booking)
SELECT 'booking_confirmed', 'old@example.org', 'refused', '550 no such user', pg_temp.person(1), pg_temp.booking(1, 'TST-101/01');
SELECT is((SELECT count(*) FROM app.desk_mail WHERE trouble), 1::bigint, 'a refused mail is trouble, a sent one is not');
SELECT is((SELECT outcome FROM app.retry_mail(pg_temp.person(1), (SELECT max(id) FROM mail))), 'not_found', 'others cannot retry');
SELECT is((SELECT outcome FROM app.retry_mail(pg_temp.person(8), (SELECT max(id) FROM mail))), 'retried', 'a coordinator can');
SELECT results_eq($$SELECT state, address FROM mail ORDER BY id DESC LIMIT 1$$, $$VALUES ('queued', 't1@example.org')$$, 'to the present address');
SELECT is((SELECT outcome FROM app.discard_mail(pg_temp.person(8), (SELECT max(id) FROM mail))), 'not_in_trouble', 'a mail on its way is left alone');
UPDATE mail SET due = clock() - interval '16 minutes' WHERE state = 'queued';
SELECT is((SELECT count(*) FROM app.desk_mail WHERE trouble), 1::bigint, 'untouched for a quarter of an hour is trouble');
SELECT is((SELECT outcome FROM app.discard_mail(pg_temp.person(8), (SELECT max(id) FROM mail))), 'discarded', 'and can be discarded');
SELECT is((SELECT state FROM mail ORDER BY id DESC LIMIT 1), 'dropped', 'for good');

-- Bookings of others.
SELECT is(pg_temp.state(3, 'TST-101/01'), 'waiting', 'the third waits');
SELECT is((SELECT outcome FROM app.end_for(pg_temp.person(1), pg_temp.booking(2, 'TST-101/01'), 'x')), 'not_found', 'only a coordinator cancels for another');
SELECT is((SELECT outcome FROM app.end_for(pg_temp.person(8), pg_temp.booking(2, 'TST-101/01'), 'rang: ill')), 'cancelled', 'a coordinator does');
SELECT is(pg_temp.state(3, 'TST-101/01'), 'confirmed', 'and the next in line has the place');
SELECT is((SELECT outcome FROM app.resend_booking(pg_temp.person(8), pg_temp.booking(2, 'TST-101/01'))), 'not_live', 'a cancelled booking has no joining details');
SELECT is((SELECT outcome FROM app.resend_booking(pg_temp.person(8), pg_temp.booking(3, 'TST-101/01'))), 'resent', 'a live one does');

-- Organisations that are not on the list.
UPDATE person SET agency = NULL, unlisted = 'Little Acorns' WHERE code = 'T4';
SELECT FROM pg_temp.book(4, 'TST-101/01');
SELECT FROM pg_temp.session('TST-101/09', 1, 10, '2026-12-09 10:00Z');
INSERT INTO reserve (session, label, agency, places) SELECT s.id, 'Police', a.id, 1 FROM session s, agency a WHERE s.ref = 'TST-101/09' AND a.code = 'TST1';
SELECT is(pg_temp.book(4, 'TST-101/09'), 'waiting', 'a place is kept for an organisation that they may be of');
SELECT is((SELECT unlisted FROM app.desk_unlisted), 'Little Acorns', 'it is on the desk');
SELECT is((SELECT outcome FROM app.place_person(pg_temp.person(8), 'T4', 'TST2')), 'agency_closed', 'a closed organisation takes nobody');
SELECT is((SELECT outcome FROM app.place_person(pg_temp.person(8), 'T4', 'TST1')), 'placed', 'an open one does');
SELECT is((SELECT a.code FROM booking b JOIN agency a ON a.id = b.agency WHERE b.id = pg_temp.booking(4, 'TST-101/01')), 'TST1', 'with the bookings made meanwhile');
SELECT is(pg_temp.state(4, 'TST-101/09'), 'confirmed', 'and the place that is kept for it');

-- Registers and today.
INSERT INTO booking (session, person, pool, state)
SELECT s.id, pg_temp.person(5), l.id, 'confirmed' FROM session s JOIN pool l ON l.session = s.id WHERE s.ref = 'TST-101/02';
SELECT is((SELECT outcome FROM app.end_for(pg_temp.person(8), pg_temp.booking(5, 'TST-101/02'), 'x')), 'over', 'what is over is not cancelled');
SELECT is((SELECT string_agg(ref, ' ') FROM app.desk_register), 'TST-101-02', 'a session that is over and not signed off is on the desk');
SELECT is((SELECT string_agg(ref || ' ' || time_words, ' ') FROM app.desk_part WHERE days = 0), 'TST-101-03 9:30am to 11:30am', 'and so is today');

-- Whatever the web role may read, it can read.
SET LOCAL ROLE lectern_web;
SELECT lives_ok($$SELECT (SELECT count(DISTINCT since_words) FROM app.desk_person), (SELECT count(DISTINCT (attendance_words, state_words)) FROM app.desk_booking),
    (SELECT count(DISTINCT at_words) FROM app.desk_history), (SELECT count(DISTINCT raised_words) FROM app.desk_alert),
    (SELECT count(DISTINCT starts_words) FROM app.desk_session), (SELECT count(DISTINCT time_words) FROM app.desk_part),
    (SELECT count(DISTINCT words) FROM app.desk_task), (SELECT count(DISTINCT (kind_words, made_words)) FROM app.desk_mail),
    (SELECT count(*) FROM app.desk_past), (SELECT count(DISTINCT detail) FROM app.audit_line), (SELECT count(*) FROM app.audit_act),
    (SELECT count(DISTINCT opens) FROM app.evaluation_page), (SELECT count(*) FROM app.form_option),
    (SELECT count(DISTINCT depends_values) FROM app.form_question), (SELECT sum(trouble + queued + sent) FROM app.desk_mail_count)$$,
    'the web role reads the views of the desk');
RESET ROLE;
SELECT * FROM finish();
ROLLBACK;

-- A learning review that is not published: who may know of what hangs on it.
BEGIN;
\ir fixture.psql
SELECT plan(26);

SELECT FROM pg_temp.session('TST-101/01', 5);
SELECT FROM pg_temp.session('TST-101/02', 5);
SELECT pg_temp.book(1, 'TST-101/01'), pg_temp.book(1, 'TST-101/02');
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-T', 'Child T', 'x', 'published');
UPDATE session SET review = (SELECT id FROM review WHERE code = 'LR-T') WHERE ref = 'TST-101/01';
UPDATE person SET coordinator = true WHERE code = 'T7';
INSERT INTO review_reader (review, person) SELECT id, pg_temp.person(8) FROM review;
INSERT INTO link (token, purpose, email, person, booking, expires)
SELECT sha256(k::bytea), k, 't1@example.org', pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), clock() + interval '1 day'
  FROM unnest(ARRAY['offer', 'moved', 'charge', 'evaluation', 'approval']) AS k;
INSERT INTO approval (booking, kind, address) VALUES (pg_temp.booking(1, 'TST-101/01'), 'manager', 't1@example.org');

-- Everything that one mail, one booking and one link lead to.
CREATE FUNCTION pg_temp.known(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT concat_ws(' ',
        CASE WHEN EXISTS (SELECT FROM app.my_booking WHERE person = pg_temp.person(p_n) AND ref = 'TST-101-01') THEN 'booking' END,
        CASE WHEN EXISTS (SELECT FROM app.my_ticket WHERE number = pg_temp.booking(1, 'TST-101/01')) THEN 'ticket' END,
        CASE WHEN EXISTS (SELECT FROM app.my_part WHERE number = pg_temp.booking(1, 'TST-101/01')) THEN 'part' END,
        CASE WHEN EXISTS (SELECT FROM app.account_booking WHERE booking = pg_temp.booking(1, 'TST-101/01')) THEN 'account' END,
        CASE WHEN EXISTS (SELECT FROM app.offer_link WHERE token = sha256('offer')) THEN 'offer' END,
        CASE WHEN EXISTS (SELECT FROM app.moved_link(sha256('moved'))) THEN 'moved' END,
        CASE WHEN EXISTS (SELECT FROM app.charge_link(sha256('charge'))) THEN 'charge' END,
        CASE WHEN EXISTS (SELECT FROM app.agreement_link WHERE token = sha256('approval')) THEN 'approval' END)
$$;
SELECT is(pg_temp.known(1), 'booking ticket part account offer moved charge approval', 'what is published is its people''s');
SELECT is(app.session_named('ref', 'TST-101-01') = app.session_named('number', pg_temp.booking(1, 'TST-101/01')::text), true, 'a reference and a number lead to one date');
SELECT is(app.session_named('mail', (SELECT max(id)::text FROM mail WHERE booking = pg_temp.booking(1, 'TST-101/01'))), app.session_named('ref', 'TST-101-01'), 'so does a mail');
SELECT is(app.session_named('approval', (SELECT max(id)::text FROM approval)), app.session_named('ref', 'TST-101-01'), 'and an agreement');
SELECT is(app.session_named('pool', (SELECT l.id::text FROM pool l JOIN session s ON s.id = l.session WHERE s.ref = 'TST-101/01')), app.session_named('ref', 'TST-101-01'), 'and a pool');
SELECT is(app.session_named('number', 'x'), NULL, 'what is no number leads nowhere');
SELECT is(app.session_named('number', '99999999999999999999'), NULL, 'nor does one that is too large');
SELECT is(app.session_named('agency', 'TST1'), NULL, 'nor what is about no date');
SELECT is((SELECT count(*) FROM app.mail_claim(100) WHERE data ->> 'session_ref' = 'TST-101/01') > 0, true, 'its mail goes out');

UPDATE review SET status = 'withdrawn';
UPDATE mail SET state = 'queued', due = clock();
SELECT is(pg_temp.known(1), '', 'once it is withdrawn they know of nothing');
SELECT is(app.may_read(pg_temp.person(8), app.session_named('ref', 'TST-101-01')), true, 'its reader does');
SELECT is(app.may_read(pg_temp.person(7), app.session_named('ref', 'TST-101-01')), false, 'another coordinator does not');
SELECT is(app.may_read(NULL, app.session_named('ref', 'TST-101-01')), false, 'nor does nobody');
SELECT is(app.may_read(pg_temp.person(7), NULL), true, 'what is no date is no secret');
SELECT is(app.may_reach(pg_temp.person(7), '{number}', ARRAY[pg_temp.booking(1, 'TST-101/01')::text]), false, 'not by the number of a booking');
SELECT is(app.may_reach(pg_temp.person(7), '{ref,number}', ARRAY['TST-101-02', pg_temp.booking(1, 'TST-101/01')::text]), false, 'nor by the second of two names');
SELECT is(app.may_reach(pg_temp.person(7), '{ref,number}', ARRAY['TST-101-02', pg_temp.booking(1, 'TST-101/02')::text]), true, 'what is open is');
SELECT is((SELECT count(*) FROM audit WHERE act = 'read_review'), 0::bigint, 'who was turned away has read nothing');
SELECT is(app.may_reach(pg_temp.person(8), '{number}', ARRAY[pg_temp.booking(1, 'TST-101/01')::text]), true, 'a reader may');
SELECT is((SELECT count(*) FROM audit WHERE act = 'read_review' AND object = 'session TST-101-01'), 1::bigint, 'and it is kept');
SELECT is((SELECT count(*) FROM app.mail_claim(100) WHERE data ->> 'session_ref' = 'TST-101/01'), 0::bigint, 'its mail waits');
SELECT is((SELECT count(*) FROM mail WHERE booking = pg_temp.booking(1, 'TST-101/01') AND state = 'queued') > 0, true, 'and is not lost');
INSERT INTO mail (kind, address, booking, session) SELECT 'alert_call_me', 'duty@example.org', b.id, b.session FROM booking b WHERE b.id = pg_temp.booking(1, 'TST-101/01');
SELECT is((SELECT data ->> 'session_title' FROM app.mail_claim(100) WHERE kind = 'alert_call_me'), 'A date that is not public', 'a cry for help waits for nobody, and names nothing');
SELECT is(app.audit_is_secret(pg_temp.person(7), 'booking ' || pg_temp.booking(1, 'TST-101/01'), '{}') || ' ' || app.audit_is_secret(pg_temp.person(8), 'session TST-101-01', '{}')
          || ' ' || app.audit_is_secret(pg_temp.person(7), 'session TST-101-02', '{"from": "TST-101-01"}') || ' ' || app.audit_is_secret(pg_temp.person(7), 'session TST-101-02', '{}'),
          'true false true false', 'the audit trail tells its readers only');
SELECT is((SELECT string_agg(words, ' ') FROM app.desk_task WHERE words LIKE '%letter%'), NULL, 'and the desk counts none of it');
UPDATE person SET coordinator = false WHERE code = 'T7';
SELECT is((SELECT count(*) FROM app.door_right(pg_temp.person(7), 'TST-101-01')), 0::bigint, 'nobody has its door');
SELECT * FROM finish();
ROLLBACK;

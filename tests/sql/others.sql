-- Booking for others: letters, colleagues, staff's additions, guests, needs.
BEGIN;
\ir fixture.psql
SELECT plan(62);

-- who has no address gets a letter
SELECT pg_temp.session('TST-101/01', 1);
UPDATE person SET email = NULL WHERE code IN ('T1', 'T2');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'confirmed', 'a person without an address is booked like any other');
SELECT pg_temp.book(2, 'TST-101/01');
SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), ''), 'cancelled', 'and cancels');
SELECT is((SELECT string_agg(kind || ':' || state || ':' || coalesce(address, '-'), ' ' ORDER BY id) FROM mail WHERE person IN (pg_temp.person(1), pg_temp.person(2))),
          'booking_confirmed:to_post:- booking_waiting:to_post:- booking_cancelled:to_post:- booking_promoted:to_post:-',
          'each message to them is a letter');
SELECT is((SELECT count(*)::int FROM app.mail_claim(10)), 0, 'which no worker takes');
SELECT is(app.settle_letter(pg_temp.person(3), (SELECT min(id) FROM mail), true), 'not_found', 'only a coordinator settles one');
SELECT is(app.settle_letters(pg_temp.person(8), ARRAY(SELECT id::text FROM mail WHERE kind <> 'booking_waiting')), 3::bigint, 'who says that they are posted');
SELECT is(app.settle_letter(pg_temp.person(8), (SELECT id FROM mail WHERE state = 'to_post'), false), 'dropped', 'or that one is no longer needed');
SELECT throws_ok($$INSERT INTO lectern.mail (kind, state) VALUES ('message', 'queued')$$, '23514', NULL, 'a mail without an address cannot be');

-- colleagues
SELECT pg_temp.session('TST-101/02', 1);
INSERT INTO booker SELECT pg_temp.person(3), agency FROM person WHERE code = 'T3';
UPDATE agency SET email_domain = 'new.example' WHERE code = 'TST1';
CREATE FUNCTION pg_temp.rows(VARIADIC p_names text[]) RETURNS jsonb
LANGUAGE sql AS $$
    SELECT jsonb_agg(jsonb_build_object('first', n, 'last', 'New', 'email', CASE WHEN n LIKE '%@%' THEN n ELSE '' END,
           'seed', left(encode(sha256(n::bytea), 'hex'), 32), 'key', 1, 'ticket', sha256(('t' || n)::bytea)::text, 'typed', sha256(('c' || n)::bytea)::text) ORDER BY o)
      FROM unnest(p_names) WITH ORDINALITY AS u (n, o)
$$;
CREATE FUNCTION pg_temp.group(p_by int, p_key uuid, p_rows jsonb, p_fields text DEFAULT 'x') RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.book_group(pg_temp.person(p_by), 'TST-101-02', '', '', 'Boss', 'boss@example.org', p_key, sha256(p_fields::bytea), p_rows) $$;
SELECT is(pg_temp.group(3, '11111111-1111-4111-8111-111111111111', pg_temp.rows('a@new.example', 'Paper', 't9@example.org')), 'booked', 'a group is asked for at once');
SELECT is((SELECT string_agg(outcome, ' ' ORDER BY "position") FROM group_line), 'confirmed waiting outside', 'each by itself; another agency''s people not at all');
SELECT is((SELECT string_agg(l.standing || ' ' || l.outcome || ' ' || l.name, ', ' ORDER BY l."position") FROM app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', pg_temp.rows('t9@example.org', 'nobody@example.org')) AS l),
          'outside outside t9@example.org New, outside outside nobody@example.org New', 'of an address elsewhere nobody learns whether it is known');
UPDATE person SET email = 't9@new.example' WHERE code = 'T9';
SELECT is((SELECT string_agg(l.standing || ' ' || l.outcome, ', ') FROM app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', pg_temp.rows('t9@new.example', 'nobody@new.example')) AS l),
          'new ok, new ok', 'not even within the domain');
SELECT pg_temp.group(3, gen_random_uuid(), pg_temp.rows('t9@new.example', 'nobody@example.org'));
SELECT is((SELECT string_agg(m.address || ' ' || coalesce(m.person::text, '-'), ', ' ORDER BY m.id) FROM mail m WHERE m.kind = 'colleague_asks'),
          't9@example.org -, nobody@example.org -', 'each outside it is asked to book for themselves, the same mail');
SELECT is((SELECT count(*)::int FROM booking WHERE person = pg_temp.person(9)), 0, 'and is not booked');
-- an address of the own domain that is somebody's elsewhere: in all that the training contact sees like one that nobody has
CREATE FUNCTION pg_temp.seen(p_email text) RETURNS text
LANGUAGE sql AS $$
    SELECT replace((SELECT string_agg(o::text, ' ') FROM (
           SELECT l.name, l.email, l.job, l.setting, l.standing, l.outcome FROM app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', pg_temp.rows(p_email)) AS l) AS o)
        || (SELECT string_agg(o::text, ' ') FROM (
           SELECT l.name, l.email, l.standing, l.outcome FROM app.agency_person p, app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', jsonb_build_array(jsonb_build_object('code', p.code))) AS l
            WHERE p.booker = pg_temp.person(3) AND p.email = p_email) AS o)
        || (SELECT string_agg(o::text, ' ') FROM (
           SELECT n.name, n.outcome, n.words, n.booked, n.on_paper, n.email FROM app.agency_line n WHERE n.name LIKE p_email || '%') AS o)
        || (SELECT string_agg(o::text, ' ') FROM (
           SELECT b.state, b.name, b.job_title, b.setting, b.state_words, b.live, b.can_cancel, b.email, b.on_paper FROM app.agency_booking b WHERE b.booker = pg_temp.person(3) AND b.email = p_email) AS o)
        || (SELECT string_agg(o::text, ' ') FROM (
           SELECT p.name, p.email, p.job_title, p.setting, p.bookings FROM app.agency_person p WHERE p.booker = pg_temp.person(3) AND p.email = p_email) AS o), p_email, 'X')
$$;
SELECT pg_temp.group(3, gen_random_uuid(), pg_temp.rows('nobody@new.example'));
SELECT is(pg_temp.seen('t9@new.example'), pg_temp.seen('nobody@new.example'), 'nor does the answer, a booking, or a second request tell that somebody elsewhere has an address of the domain');
SELECT isnt(pg_temp.seen('nobody@new.example'), NULL, '(there is something to compare)');
SELECT is((SELECT string_agg(kind || ' ' || state || ' ' || address, ', ') FROM mail WHERE person = (SELECT id FROM person WHERE guest_email = 't9@new.example')), 'booking_waiting queued t9@new.example', 'they are told by mail');
SELECT is((SELECT string_agg(guest::text, ' ') FROM app.mail_claim(100) WHERE recipient_address IN ('t9@new.example')), 'true', 'with a link of its own');
SELECT is((SELECT remark FROM person WHERE guest_email = 't9@new.example'), 'The address is also that of T9, who has an account elsewhere', 'and a coordinator reads of both');
UPDATE session SET by_invitation = true WHERE ref = 'TST-101/02';
INSERT INTO invitation (session, email, by) SELECT id, 'listed@new.example', pg_temp.person(8) FROM session WHERE ref = 'TST-101/02';
SELECT is((SELECT string_agg(l.outcome, ' ' ORDER BY l."position") FROM app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', pg_temp.rows('listed@new.example', 'other@new.example')) AS l), 'ok not_invited', 'who is new is told beforehand what the rules say of them');
UPDATE session SET by_invitation = false WHERE ref = 'TST-101/02';
INSERT INTO event_prerequisite (event, requires) SELECT id, id FROM event WHERE code = 'TST-101';
SELECT is((SELECT l.outcome FROM app.group_look(pg_temp.person(3), 'TST-101-02', '', '', 'boss@example.org', pg_temp.rows('new@new.example')) AS l), 'no_prerequisite', 'what comes before too');
DELETE FROM event_prerequisite;
SELECT is(pg_temp.group(3, '11111111-1111-4111-8111-111111111111', pg_temp.rows('a@new.example', 'Paper', 't9@example.org')), 'booked', 'sent again');
SELECT is((SELECT count(*)::int FROM group_request), 3, 'it acts once');
SELECT is(pg_temp.group(3, '11111111-1111-4111-8111-111111111111', pg_temp.rows('b@new.example'), 'y'), 'stale_form', 'with other fields it is refused');
SELECT is(pg_temp.group(4, gen_random_uuid(), pg_temp.rows('b@new.example')), 'not_found', 'only a training contact may');
SELECT is((app.cancel_colleague(pg_temp.person(4), (SELECT max(id) FROM booking), 'x')), 'not_found', 'or cancel for a colleague');

UPDATE person SET agency = (SELECT id FROM agency WHERE code = 'TST2') WHERE email = 'a@new.example';
SELECT is((SELECT name || coalesce(email, ', no address') FROM app.agency_booking WHERE booker = pg_temp.person(3) AND name LIKE 'a@%'), 'a@new.example New, no address', 'where somebody went who works elsewhere now is not told');

-- staff
SELECT is((SELECT outcome FROM app.add_late(pg_temp.person(8), 'TST-101-02', 'T5', NULL, 'came', substr(sha256('s'), 1, 16), 1, sha256('q'), sha256('r'))), 'added', 'staff add beyond the places');
SELECT is((SELECT (l.taken, l.capacity, l.waiting)::text FROM pool l JOIN session s ON s.id = l.session WHERE s.ref = 'TST-101/02'), '(1,1,3)', 'which stay as they are');
SELECT is((SELECT outcome FROM app.add_late(pg_temp.person(3), 'TST-101-02', 'T6', NULL, 'x', substr(sha256('v'), 1, 16), 1, sha256('w'), sha256('z'))), 'not_found', 'nobody else does');

-- needs
SELECT pg_temp.session('TST-101/03', 3, 10, '2026-11-10 10:00Z');
INSERT INTO need (person, access, diet) VALUES (pg_temp.person(6), 'Sign language (BSL)', 'vegan'), (pg_temp.person(7), '', 'no nuts');
SELECT pg_temp.book(6, 'TST-101/03'), pg_temp.book(7, 'TST-101/03');
SELECT is(app.need_warning(pg_temp.booking(6, 'TST-101/03')), 'There is little time to arrange a British Sign Language interpreter (15 working days). We will try, and tell you whether it can be done.', 'a need that takes long is warned of');
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(8), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'access', 'met', '')), 'set', 'a need is met');
-- what takes long is known by words, not by a pattern
SELECT ok(app.need_named(d, ARRAY['BSL', 'caption*', 'c++ [x]']), d || ' is known') FROM unnest(ARRAY['bsl please', 'live Captioning', 'my c++ [x] tool']) AS d;
SELECT ok(NOT app.need_named(d, ARRAY['BSL', 'caption*', '', '.*']), d || ' is not') FROM unnest(ARRAY['BSLX', 'recaption', 'anything']) AS d;
-- several at once
SELECT is(app.set_needs(pg_temp.person(3), 'TST-101-03', ARRAY[pg_temp.booking(7, 'TST-101/03') || '-diet'], 'arranged', ''), 'needs_gone', 'only a coordinator says it of several');
SELECT is(app.set_needs(pg_temp.person(8), 'TST-101-03', ARRAY[pg_temp.booking(7, 'TST-101/03') || '-diet', pg_temp.booking(7, 'TST-101/03') || '-access'], 'arranged', ''), 'needs_gone', 'if one is not there');
SELECT is((SELECT state FROM booking_need WHERE booking = pg_temp.booking(7, 'TST-101/03')), 'new', 'none is said');
UPDATE booking_need SET note = 'own' WHERE booking = pg_temp.booking(6, 'TST-101/03') AND kind = 'diet';
SELECT is(app.set_needs(pg_temp.person(8), 'TST-101-03', ARRAY[pg_temp.booking(7, 'TST-101/03') || '-diet', pg_temp.booking(6, 'TST-101/03') || '-diet', pg_temp.booking(6, 'TST-101/03') || '-access'], 'arranged', ''), 'set', 'of several at once');
SELECT is((SELECT string_agg(concat_ws(':', kind, state, nullif(note, '')), ' ' ORDER BY booking, kind) FROM booking_need), 'access:arranged diet:arranged:own diet:arranged', 'each is, with its note');
SELECT is((SELECT string_agg(person || ' ' || n, ', ' ORDER BY person) FROM (SELECT person, count(*) AS n FROM mail WHERE kind = 'need_answered' GROUP BY person) AS m), pg_temp.person(6) || ' 1, ' || pg_temp.person(7) || ' 1', 'each person is told once');
SELECT is((SELECT string_agg(words || ' ' || who, ', ' ORDER BY id DESC) FROM app.need_step WHERE need = pg_temp.booking(6, 'TST-101/03') || '-access'), 'Arranged Test8 Person, Met Test8 Person', 'what was done about each stays to be read');
SELECT is(app.set_needs(pg_temp.person(8), 'TST-101-03', ARRAY[pg_temp.booking(6, 'TST-101/03') || '-access'], 'met', ''), 'set', 'one is several too');
UPDATE booking_need SET state = 'new', note = '' WHERE kind = 'diet';
DELETE FROM mail WHERE kind = 'need_answered';
UPDATE need_kind SET days = 0 WHERE code = 'bsl';
SELECT is(app.need_warning(pg_temp.booking(6, 'TST-101/03')), NULL, 'nobody is warned of what takes no time');
-- said anew
SELECT is(app.change_needs(pg_temp.person(7), pg_temp.booking(6, 'TST-101/03'), 'x', ''), 'not_found', 'nobody changes another''s needs');
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(8), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'diet', 'arranged', 'told')), 'set', 'food is arranged');
SELECT is(app.change_needs(pg_temp.person(6), pg_temp.booking(6, 'TST-101/03'), 'Sign language (BSL)', 'vegan, no nuts'), 'changed', 'somebody says anew what they need');
SELECT is((SELECT string_agg(kind || ':' || state || ':' || note, ' ' ORDER BY kind) FROM booking_need WHERE booking = pg_temp.booking(6, 'TST-101/03')), 'access:met: diet:new:', 'what changed has to be arranged anew');
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'need_answered' AND person = pg_temp.person(6)), 1, 'who asked is told that it is arranged');
SELECT app.change_needs(pg_temp.person(6), pg_temp.booking(6, 'TST-101/03'), 'Sign language (BSL)', 'vegan');
-- the trainer
INSERT INTO duty (session, person, kind) SELECT id, pg_temp.person(5), 'trainer' FROM session WHERE ref = 'TST-101/03';
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(5), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'access', 'met', NULL)), 'set', 'the trainer says that it was met');
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(5), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'access', 'arranged', NULL)), 'not_found', 'but arranges nothing');
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(5), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'diet', 'met', NULL)), 'not_found', 'and has no part in food');
SELECT is((SELECT outcome FROM app.set_need(pg_temp.person(4), 'TST-101-03', pg_temp.booking(6, 'TST-101/03'), 'access', 'met', NULL)), 'not_found', 'nobody else does');
-- forgotten
UPDATE deployment SET shift = timestamptz '2026-11-10 10:30Z' - now();
SELECT is(app.change_needs(pg_temp.person(6), pg_temp.booking(6, 'TST-101/03'), '', ''), 'needs_late', 'once it has begun it is too late to say');
UPDATE deployment SET shift = timestamptz '2026-12-09 09:00Z' - now();
SELECT is(app.work_forget_needs(), 0::bigint, 'needs stay for 30 days');
UPDATE deployment SET shift = timestamptz '2026-12-11 09:00Z' - now();
SELECT is(app.work_forget_needs(), 3::bigint, 'then they go');
SELECT is((SELECT string_agg(kind || ':' || state || ':' || n, ' ' ORDER BY kind) FROM need_total) || ' ' || (SELECT count(*) FROM need), 'access:met:1 diet:new:2 0', 'and their number stays');
INSERT INTO booking_need (booking, kind, details) VALUES (pg_temp.booking(7, 'TST-101/03'), 'diet', 'late');
SELECT app.work_forget_needs();
SELECT is((SELECT n FROM need_total WHERE kind = 'diet'), 3, 'what was written down late is counted with the others');
SELECT is((SELECT string_agg(t.found, ' ') FROM (SELECT to_jsonb(m)::text AS found FROM mail m UNION ALL SELECT to_jsonb(a)::text FROM audit a UNION ALL SELECT to_jsonb(h)::text FROM booking_history h) AS t
          WHERE t.found ~* 'sign language|vegan|nuts'), NULL, 'nor do mails or the trail tell them');
SELECT * FROM finish();
ROLLBACK;

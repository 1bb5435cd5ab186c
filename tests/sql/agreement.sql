-- Agreements: who is asked, what each answer does, and what silence does.
BEGIN;
\ir fixture.psql
SELECT no_plan();

UPDATE agency SET email_domain = 'example.org' WHERE code = 'TST1';

CREATE FUNCTION pg_temp.with_approval(p_ref text, p_places int, p_approval text,
                                      p_starts timestamptz DEFAULT '2026-12-01 10:00Z') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.session(p_ref, p_places, 10, p_starts);
    UPDATE lectern.session SET approval = p_approval WHERE ref = p_ref;
END $$;

-- the newest approval of person n on a session; what is asked of whom
CREATE FUNCTION pg_temp.approval(p_n int, p_ref text, p_kind text DEFAULT NULL) RETURNS bigint
LANGUAGE sql AS $$
    SELECT max(id) FROM lectern.approval WHERE booking = pg_temp.booking(p_n, p_ref) AND kind = coalesce(p_kind, kind)
$$;
CREATE FUNCTION pg_temp.asks(p_n int, p_ref text) RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(kind || ':' || why || ':' || state, ' ' ORDER BY id) FROM lectern.approval
     WHERE booking = pg_temp.booking(p_n, p_ref)
$$;

-- a link as the worker makes it for the newest mail to the manager
CREATE FUNCTION pg_temp.link(p_n int, p_ref text, p_token text) RETURNS void
LANGUAGE sql AS $$
    SELECT app.link_make(sha256(p_token::bytea), max(id), 'approval') FROM lectern.mail
     WHERE booking = pg_temp.booking(p_n, p_ref) AND kind = 'agreement_asked'
$$;
CREATE FUNCTION pg_temp.answer(p_token text, p_approval bigint, p_agree boolean, p_note text DEFAULT '') RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.decide_by_link(sha256(p_token::bytea), p_approval, p_agree, p_note) $$;
CREATE FUNCTION pg_temp.pool(p_ref text) RETURNS text
LANGUAGE sql AS $$ SELECT '(' || taken || ',' || waiting || ')' FROM lectern.pool JOIN lectern.session s ON s.id = session WHERE ref = p_ref $$;
CREATE FUNCTION pg_temp.to(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;
CREATE FUNCTION pg_temp.worker() RETURNS void
LANGUAGE sql AS $$ SELECT app.work_agreements(s) FROM app.work_agreements_due() AS s $$;

-- the manager agrees, or declines; the place is held
SELECT pg_temp.with_approval('TST-101/01', 2, 'manager');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'requested', 'a place that a manager must agree to is asked for');
SELECT is(pg_temp.asks(1, 'TST-101/01'), 'manager:session:open', 'the manager is asked');
SELECT is((SELECT string_agg(kind || ' ' || address, ',' ORDER BY id) FROM mail), 'agreement_asked boss@example.org,booking_requested t1@example.org',
          'by mail, and the person is told');
SELECT is(pg_temp.pool('TST-101/01'), '(1,0)', 'the place is held');
SELECT is((SELECT app.moment_words(expires) FROM approval), 'Tuesday 10 November 2026, 9am', 'for five working days');
SELECT pg_temp.link(1, 'TST-101/01', 'one');
SELECT is(pg_temp.answer('other', pg_temp.approval(1, 'TST-101/01'), true), 'not_found', 'a link that is none decides nothing');
SELECT is(pg_temp.answer('one', 0, true), 'not_found', 'nor does a good one about something else');
SELECT is(pg_temp.answer('one', pg_temp.approval(1, 'TST-101/01'), true), 'confirmed', 'who agrees gives the place');
SELECT is(pg_temp.answer('one', pg_temp.approval(1, 'TST-101/01'), false), 'not_open', 'once');
SELECT is(pg_temp.state(1, 'TST-101/01'), 'confirmed', 'and for good');
SELECT is(pg_temp.pool('TST-101/01'), '(1,0)', 'it was counted before');
SELECT is(pg_temp.mails(1), 'booking_requested booking_confirmed', 'the person has a place, and a mail');
SELECT isnt((SELECT used FROM link WHERE token = sha256('one')), NULL, 'the link is marked as used');

SELECT pg_temp.book(2, 'TST-101/01'), pg_temp.book(3, 'TST-101/01');
SELECT is(pg_temp.pool('TST-101/01'), '(2,0)', 'a request without a place is not counted');
SELECT pg_temp.link(2, 'TST-101/01', 'two'), pg_temp.link(3, 'TST-101/01', 'three');
SELECT is(pg_temp.answer('three', pg_temp.approval(3, 'TST-101/01'), true), 'waiting', 'agreed without a place, one waits');
SELECT is(pg_temp.pool('TST-101/01'), '(2,1)', 'in the line');
SELECT is(pg_temp.answer('three', pg_temp.approval(2, 'TST-101/01'), false, 'too busy'), 'declined', 'a link reaches what else waits for its address');
SELECT is(pg_temp.state(2, 'TST-101/01') || ' ' || pg_temp.state(3, 'TST-101/01'), 'declined confirmed', 'what is held goes on to the next at once');
SELECT is((SELECT ended_by FROM booking WHERE id = pg_temp.booking(2, 'TST-101/01')), 'manager', 'the manager ended it');
SELECT is((SELECT app.mail_data(max(id)) ->> 'decline_note' FROM mail WHERE kind = 'booking_declined'), 'too busy', 'the note is in the mail');

-- another kind of link, another address
INSERT INTO link (token, purpose, email, booking, expires) VALUES
    (sha256('offer'), 'offer', 'boss@example.org', pg_temp.booking(1, 'TST-101/01'), clock() + interval '1 day'),
    (sha256('elsewhere'), 'approval', 'other@example.org', pg_temp.booking(1, 'TST-101/01'), clock() + interval '1 day');
SELECT pg_temp.with_approval('TST-101/02', 5, 'manager');
SELECT pg_temp.book(1, 'TST-101/02');
SELECT is(pg_temp.answer('offer', pg_temp.approval(1, 'TST-101/02'), true), 'not_found', 'a link of another kind decides nothing');
SELECT is(pg_temp.answer('elsewhere', pg_temp.approval(1, 'TST-101/02'), true), 'not_found', 'nor does one to another address');

-- no hold
UPDATE rule SET hold_places = false;
SELECT pg_temp.with_approval('TST-101/03', 1, 'manager');
SELECT pg_temp.book(1, 'TST-101/03');
SELECT is(pg_temp.pool('TST-101/03'), '(0,0)', 'where places are not held, none is');
SELECT pg_temp.book(2, 'TST-101/03');
SELECT pg_temp.link(1, 'TST-101/03', 'n1'), pg_temp.link(2, 'TST-101/03', 'n2');
SELECT is(pg_temp.answer('n2', pg_temp.approval(2, 'TST-101/03'), true), 'confirmed', 'the first who is agreed to has it');
SELECT is(pg_temp.answer('n1', pg_temp.approval(1, 'TST-101/03'), true), 'waiting', 'the next waits');
SELECT pg_temp.with_approval('TST-101/30', 1, 'manager');
SELECT pg_temp.book(4, 'TST-101/30');
CREATE FUNCTION pg_temp.hold(p_actor int, p_version int) RETURNS text
LANGUAGE sql AS $$ SELECT app.change_rule(pg_temp.person(p_actor), p_version, to_jsonb(r) || '{"hold_places": true}') FROM app.edit_rule r $$;
SELECT is(pg_temp.hold(1, version), 'not_found', 'coordinators alone change the rules') FROM rule;
SELECT is(pg_temp.hold(8, version + 1), 'stale', 'and not over what somebody else saved') FROM rule;
SELECT is(pg_temp.pool('TST-101/30'), '(0,0)', 'nothing is held yet');
SELECT is(pg_temp.hold(8, version), 'saved', 'places are held from now on') FROM rule;
SELECT is(pg_temp.pool('TST-101/30'), '(1,0)', 'also for who asked before');

-- both must agree, in either order
SELECT pg_temp.with_approval('TST-101/04', 5, 'both');
SELECT pg_temp.book(1, 'TST-101/04'), pg_temp.book(2, 'TST-101/04'), pg_temp.book(3, 'TST-101/04');
SELECT pg_temp.link(1, 'TST-101/04', 'b1'), pg_temp.link(2, 'TST-101/04', 'b2'), pg_temp.link(3, 'TST-101/04', 'b3');
SELECT is(pg_temp.asks(1, 'TST-101/04'), 'coordinator:session:open manager:session:open', 'both are asked');
SELECT is(app.decide_all(pg_temp.person(1), ARRAY[pg_temp.booking(1, 'TST-101/04'), pg_temp.booking(2, 'TST-101/04')], true, ''), 0, 'nobody but a coordinator decides in bulk');
SELECT is(pg_temp.answer('b1', pg_temp.approval(1, 'TST-101/04', 'manager'), true), 'requested', 'the manager''s word is not enough');
SELECT is(app.decide(pg_temp.person(8), pg_temp.approval(1, 'TST-101/04', 'coordinator'), true, ''), 'confirmed', 'with the coordinator''s it is');
SELECT is(app.decide_all(pg_temp.person(8), ARRAY[pg_temp.booking(2, 'TST-101/04'), pg_temp.booking(3, 'TST-101/04'), 1::bigint], true, ''), 2, 'the coordinator agrees to several at once');
SELECT is(pg_temp.state(2, 'TST-101/04'), 'requested', 'which is not enough either');
SELECT is(pg_temp.answer('b2', pg_temp.approval(2, 'TST-101/04', 'manager'), true), 'confirmed', 'with the manager''s it is');
SELECT is(pg_temp.answer('b3', pg_temp.approval(3, 'TST-101/04', 'manager'), false), 'declined', 'one no is enough');
SELECT is(app.decide_all(pg_temp.person(8), ARRAY[pg_temp.booking(3, 'TST-101/04')], true, ''), 0, 'then nothing is left to decide');
SELECT is(app.decide(pg_temp.person(1), pg_temp.approval(1, 'TST-101/02'), true, ''), 'not_found', 'nobody but a coordinator decides');
SELECT is(app.decide(pg_temp.person(8), pg_temp.approval(1, 'TST-101/02'), false, 'by telephone'), 'declined', 'a coordinator writes down what the manager said');
SELECT is((SELECT ended_by FROM booking WHERE id = pg_temp.booking(1, 'TST-101/02')), 'manager', 'as the manager''s own word');

-- the person's word for the manager, and the coordinator's agreement
SELECT pg_temp.with_approval('TST-101/24', 5, 'declare_coordinator');
SELECT is(pg_temp.book(1, 'TST-101/24'), 'requested', 'the person''s word is not enough where a coordinator agrees too');
SELECT is(pg_temp.asks(1, 'TST-101/24'), 'coordinator:session:open', 'who alone is asked: no manager is written to');
UPDATE person SET manager_email = NULL WHERE code = 'T2';
SELECT is(pg_temp.book(2, 'TST-101/24'), 'no_manager', 'for whom one speaks is to be said');
UPDATE person SET manager_email = 'boss@example.org' WHERE code = 'T2';
SELECT is(app.decide(pg_temp.person(8), pg_temp.approval(1, 'TST-101/24'), true, ''), 'confirmed', 'with the coordinator''s it is');
SELECT is((SELECT string_agg(v.a || ':' || (app.transfer_refused(false, b, f, t, true) IS NOT DISTINCT FROM 'needs_agreement'), ' ' ORDER BY v.a)
             FROM (VALUES ('none'), ('declare'), ('manager'), ('coordinator'), ('both'), ('declare_coordinator')) AS v (a)
             JOIN booking b ON b.id = pg_temp.booking(1, 'TST-101/24')
             JOIN session f ON f.id = b.session
            CROSS JOIN LATERAL (SELECT s AS t FROM jsonb_populate_record(NULL::session, to_jsonb(f) || jsonb_build_object('id', f.id + 100000, 'approval', v.a)) AS s) AS t),
          'both:true coordinator:false declare:false declare_coordinator:false manager:true none:false', 'what was agreed for one date is good for the next');

-- addresses that cannot speak for a manager
SELECT pg_temp.with_approval('TST-101/05', 9, 'manager');
UPDATE person SET manager_email = 't4@example.org' WHERE code = 'T4';
UPDATE person SET manager_email = 't5+boss@example.org' WHERE code = 'T5';
UPDATE person SET manager_email = 'boss@badexample.org' WHERE code = 'T6';
UPDATE person SET manager_email = 'boss@team.example.org' WHERE code = 'T7';
UPDATE person SET manager_email = NULL WHERE code = 'T3';
SELECT pg_temp.book(n, 'TST-101/05') FROM generate_series(3, 7) AS n;
SELECT is(pg_temp.asks(3, 'TST-101/05'), 'coordinator:no_manager:open', 'without a manager the coordinator decides');
SELECT is(pg_temp.asks(4, 'TST-101/05'), 'coordinator:own_address:open', 'one''s own address does not speak for a manager');
SELECT is(pg_temp.asks(5, 'TST-101/05'), 'coordinator:own_address:open', 'however it is written');
SELECT is(pg_temp.asks(6, 'TST-101/05'), 'coordinator:outside_domain:open', 'nor one of elsewhere');
SELECT is(pg_temp.asks(7, 'TST-101/05'), 'manager:session:open', 'a part of the organisation''s domain does');
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'agreement_asked' AND booking IN (pg_temp.booking(4, 'TST-101/05'), pg_temp.booking(6, 'TST-101/05'))), 0, 'nobody is written to there');

-- passed on
SELECT pg_temp.book(1, 'TST-101/05');
SELECT pg_temp.link(1, 'TST-101/05', 'p1');
SELECT is(app.pass_on(sha256('p1'), pg_temp.approval(1, 'TST-101/05'), 'Boss', 'boss@example.org'), 'same_manager', 'it is not passed on to oneself');
SELECT is(app.pass_on(sha256('p1'), pg_temp.approval(1, 'TST-101/05'), 'Deputy', 'deputy@example.org'), 'asked', 'a manager passes it on');
SELECT is(pg_temp.asks(1, 'TST-101/05'), 'manager:session:passed_on manager:session:open', 'the deputy is asked');
SELECT is((SELECT address FROM mail WHERE kind = 'agreement_asked' ORDER BY id DESC LIMIT 1), 'deputy@example.org', 'by mail');
SELECT is(pg_temp.answer('p1', pg_temp.approval(1, 'TST-101/05'), true), 'not_found', 'the old link does not answer for the deputy');
SELECT is((SELECT string_agg(state, ' ') FROM app.agreement_link WHERE token = sha256('p1')), 'passed_on', 'and shows nothing else');
SELECT pg_temp.link(1, 'TST-101/05', 'p2');
SELECT is(app.pass_on(sha256('p2'), pg_temp.approval(1, 'TST-101/05'), '', 't1@example.org'), 'with_coordinator', 'passed to the person it comes to the coordinator');
SELECT is(pg_temp.asks(1, 'TST-101/05'), 'manager:session:passed_on manager:session:passed_on coordinator:own_address:open', 'who is told why');
SELECT is(pg_temp.pool('TST-101/05'), '(6,0)', 'the place is held all along');
SELECT is(app.decide_all(pg_temp.person(8), ARRAY[pg_temp.booking(1, 'TST-101/05')], true, ''), 1, 'and the coordinator gives it');
SELECT is(pg_temp.state(1, 'TST-101/05'), 'confirmed', 'to the person');

-- the person names another manager
SELECT is(app.correct_manager(pg_temp.person(1), pg_temp.booking(3, 'TST-101/05'), 'B', 'boss@example.org'), 'not_found', 'another''s booking is not to be found');
SELECT is(app.correct_manager(pg_temp.person(3), pg_temp.booking(3, 'TST-101/05'), 'B', 'boss@example.org'), 'asked', 'who had none names one');
SELECT is(pg_temp.asks(3, 'TST-101/05'), 'coordinator:no_manager:withdrawn manager:session:open', 'who is asked in place of the coordinator');
SELECT is(app.correct_manager(pg_temp.person(3), pg_temp.booking(3, 'TST-101/05'), 'B', 'boss@example.org'), 'same_manager', 'once');
SELECT is(app.correct_manager(pg_temp.person(3), pg_temp.booking(3, 'TST-101/05'), 'C', 'chief@example.org'), 'asked', 'and then another');
SELECT is((SELECT state FROM mail WHERE booking = pg_temp.booking(3, 'TST-101/05') AND address = 'boss@example.org'), 'dropped', 'a mail that has not gone does not go');
SELECT is((SELECT manager_email FROM person WHERE code = 'T3'), 'chief@example.org', 'and it is remembered');
SELECT is(app.correct_manager(pg_temp.person(1), pg_temp.booking(1, 'TST-101/05'), 'C', 'chief@example.org'), 'not_open', 'what is decided is not asked again');

-- bounced, or not theirs
UPDATE mail SET state = 'sending' WHERE kind = 'agreement_asked' AND address = 'chief@example.org';
SELECT app.mail_result((SELECT id FROM mail WHERE address = 'chief@example.org'), 'refused', '550 no such user');
SELECT is((SELECT returned FROM approval WHERE address = 'chief@example.org'), 'bounced', 'an address that does not work is known at once');
SELECT is(pg_temp.mails(3) LIKE '%agreement_returned', true, 'and goes back to the person');
SELECT app.agreement_bounced((SELECT id FROM mail WHERE address = 'chief@example.org'));
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'agreement_returned'), 1, 'once');
SELECT is(app.correct_manager(pg_temp.person(3), pg_temp.booking(3, 'TST-101/05'), 'C', 'chief@example.org'), 'asked', 'who may also ask there again');
SELECT pg_temp.link(7, 'TST-101/05', 'x7');
SELECT is(app.not_their_manager(sha256('x7'), pg_temp.approval(7, 'TST-101/05')), 'returned', 'who is not their manager says so');
SELECT is(pg_temp.answer('x7', pg_temp.approval(7, 'TST-101/05'), true), 'not_open', 'and then decides nothing');
SELECT app.agreement_bounced((SELECT max(id) FROM mail WHERE kind = 'agreement_asked' AND address = 'boss@example.org'));
SELECT is((SELECT count(*)::int FROM approval WHERE returned = 'bounced' AND address = 'boss@example.org'), 0, 'a bounce after the answer changes nothing');

-- reminders and silence
SELECT pg_temp.with_approval('TST-101/06', 5, 'manager');
SELECT pg_temp.book(1, 'TST-101/06'), pg_temp.book(2, 'TST-101/06');
SELECT is((SELECT app.moment_words(remind) FROM approval WHERE id = pg_temp.approval(1, 'TST-101/06')), 'Thursday 5 November 2026, 1pm', 'half-way in working time');
SELECT pg_temp.to('2026-11-05 12:59Z');
SELECT is_empty('SELECT app.work_agreements_due()', 'nothing is due before');
SELECT pg_temp.to('2026-11-05 13:01Z');
SELECT pg_temp.worker(), pg_temp.worker();
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'agreement_reminder' AND booking = pg_temp.booking(1, 'TST-101/06')), 1, 'a manager is reminded once');
SELECT pg_temp.link(1, 'TST-101/06', 'l1');
SELECT pg_temp.to('2026-11-10 09:01Z');
SELECT is(pg_temp.answer('l1', pg_temp.approval(2, 'TST-101/06'), true), 'not_found', 'an old link reaches nothing else');
SELECT pg_temp.worker();
SELECT is(pg_temp.asks(1, 'TST-101/06'), 'manager:session:expired coordinator:expired:open', 'silence hands it to the coordinator');
SELECT is(pg_temp.asks(7, 'TST-101/05'), 'manager:session:expired coordinator:bounced:open', 'so does an address that nobody put right');
SELECT is((SELECT held FROM booking WHERE id = pg_temp.booking(1, 'TST-101/06')), true, 'the place stays held');
SELECT is(pg_temp.mails(1) LIKE '%agreement_expired', true, 'the person is told');
SELECT is_empty('SELECT app.work_agreements_due()', 'and that is done');
SELECT is(pg_temp.answer('l1', pg_temp.approval(1, 'TST-101/06', 'manager'), true), 'not_open', 'the manager is too late');
SELECT is(app.correct_manager(pg_temp.person(1), pg_temp.booking(1, 'TST-101/06'), 'D', 'deputy@example.org'), 'asked', 'the person may still name another');
SELECT is(pg_temp.asks(1, 'TST-101/06'), 'manager:session:expired coordinator:expired:withdrawn manager:session:open', 'who is asked then');

-- the session changes what it asks for: what was asked stays asked
UPDATE session SET approval = 'none' WHERE ref = 'TST-101/06';
UPDATE pool SET capacity = 9 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/06');
SELECT app.fill_places((SELECT id FROM session WHERE ref = 'TST-101/06'));
SELECT is(pg_temp.state(1, 'TST-101/06'), 'requested', 'neither a change of the date nor a larger room skips an agreement');
SELECT is(pg_temp.book(4, 'TST-101/06'), 'confirmed', 'who books now needs none');

-- cancelled, begun
SELECT is(app.cancel(pg_temp.person(2), pg_temp.booking(2, 'TST-101/06'), ''), 'cancelled', 'who asks may give up');
SELECT is((SELECT string_agg(DISTINCT state, ' ') FROM approval WHERE booking = pg_temp.booking(2, 'TST-101/06') AND state <> 'expired'), 'withdrawn', 'then nobody is asked');
SELECT pg_temp.link(1, 'TST-101/06', 'late');
SELECT pg_temp.to('2026-12-01 10:00Z');
SELECT is(pg_temp.answer('late', pg_temp.approval(1, 'TST-101/06'), true), 'begun', 'after the start it is too late');
SELECT pg_temp.worker();
SELECT is((SELECT state || ' ' || ended_by FROM booking WHERE id = pg_temp.booking(1, 'TST-101/06')), 'declined lapse', 'and what nobody agreed to ends');
SELECT is((SELECT count(*)::int FROM booking b JOIN session s ON s.id = b.session WHERE s.starts <= clock() AND b.state = 'requested'), 0, 'on every date');

-- asked shortly before the start
SELECT pg_temp.with_approval('TST-101/07', 5, 'manager', '2026-12-01 14:00Z');
UPDATE session SET booking_closes = NULL WHERE ref = 'TST-101/07';
SELECT pg_temp.book(1, 'TST-101/07');
SELECT is((SELECT app.moment_words(expires) || coalesce(app.moment_words(remind), ', no reminder') FROM approval WHERE id = pg_temp.approval(1, 'TST-101/07')),
          'Tuesday 1 December 2026, middayTuesday 1 December 2026, 11am', 'a manager is never asked for longer than there is');

-- who often did not come
SELECT pg_temp.session('TST-101/1' || n, 9, 10, '2026-12-02 10:00Z'::timestamptz + n * interval '1 day') FROM generate_series(1, 3) AS n;
SELECT pg_temp.book(2, 'TST-101/1' || n) FROM generate_series(1, 3) AS n;
SELECT pg_temp.to('2026-12-06 10:00Z');
INSERT INTO register (session, state, by, at)
SELECT id, 'signed_off', pg_temp.person(8), clock() FROM session WHERE ref IN ('TST-101/11', 'TST-101/12');
INSERT INTO register (session) SELECT id FROM session WHERE ref = 'TST-101/13';
SELECT is(app.missed_often(pg_temp.person(2)), false, 'a register that is not signed off counts nothing');
UPDATE register SET state = 'signed_off', by = pg_temp.person(8), at = clock();
SELECT is(app.missed_often(pg_temp.person(2)), true, 'three dates missed in a year are many');
SELECT is(app.missed_often(pg_temp.person(4)), false, 'others are not concerned');
SAVEPOINT missed;
SELECT app.excuse_booking(pg_temp.person(8), pg_temp.booking(2, 'TST-101/12'), 'court');
SELECT is(app.missed_often(pg_temp.person(2)), false, 'one of them for a good reason is not');
ROLLBACK TO missed;
UPDATE session SET no_charges = 'Snow' WHERE ref = 'TST-101/12';
SELECT is(app.missed_often(pg_temp.person(2)), false, 'nor one on which nobody is charged');
ROLLBACK TO missed;
SELECT pg_temp.session('TST-101/20', 5, 5, '2027-01-12 10:00Z');
UPDATE session SET approval = 'none' WHERE ref = 'TST-101/20';
SELECT is(pg_temp.book(2, 'TST-101/20'), 'requested', 'then every booking needs agreement');
SELECT is(pg_temp.asks(2, 'TST-101/20'), 'manager:no_shows:open', 'of the manager, who is told why');
SELECT pg_temp.with_approval('TST-101/21', 5, 'both', '2027-01-13 10:00Z');
SELECT pg_temp.book(2, 'TST-101/21');
SELECT is(pg_temp.asks(2, 'TST-101/21'), 'coordinator:session:open manager:no_shows:open', 'where the date needs it too, once');
UPDATE person SET manager_email = 'boss@elsewhere.org' WHERE code = 'T2';
SELECT pg_temp.with_approval('TST-101/22', 5, 'none', '2027-01-14 10:00Z');
SELECT pg_temp.book(2, 'TST-101/22');
SELECT is(pg_temp.asks(2, 'TST-101/22'), 'coordinator:outside_domain:open coordinator:no_shows:open', 'without a manager the coordinator knows both');
SELECT is(app.correct_manager(pg_temp.person(2), pg_temp.booking(2, 'TST-101/22'), 'Boss', 'boss@example.org'), 'asked', 'a manager named since');
SELECT is(pg_temp.asks(2, 'TST-101/22'), 'coordinator:outside_domain:withdrawn coordinator:no_shows:withdrawn manager:no_shows:open', 'is asked in place of both');
SELECT pg_temp.to('2026-12-20 10:00Z');
SELECT pg_temp.worker();
SELECT is(pg_temp.asks(2, 'TST-101/20'), 'manager:no_shows:expired coordinator:expired:open coordinator:no_shows:open', 'and in silence the coordinator knows both again');
UPDATE rule SET no_show_bar_months = 1;
SELECT pg_temp.to('2027-01-05 10:00Z');
SELECT is(app.missed_often(pg_temp.person(2)), false, 'after the time of the bar it is over');
UPDATE rule SET no_show_bar_months = 6, no_show_count = 0;
SELECT is(app.missed_often(pg_temp.person(2)), false, 'a partnership may do without');
SELECT * FROM finish();
ROLLBACK;

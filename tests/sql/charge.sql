-- Charges: proposed from late cancellations and signed-off registers, decided
-- by people, questioned, sent as statements, given back.
BEGIN;
\ir fixture.psql
\ir terms.psql
SELECT plan(88);
CREATE FUNCTION pg_temp.at(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;
CREATE FUNCTION pg_temp.charge(p_n int, p_ref text) RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(kind || ' ' || amount || ' ' || state, ', ' ORDER BY id) FROM lectern.charge
     WHERE booking = pg_temp.booking(p_n, p_ref)
$$;
CREATE FUNCTION pg_temp.cancel(p_n int, p_ref text, p_why text DEFAULT '') RETURNS text
LANGUAGE sql AS $$ SELECT app.cancel(pg_temp.person(p_n), pg_temp.booking(p_n, p_ref), p_why) $$;
CREATE FUNCTION pg_temp.come(p_n int, p_ref text, p_at timestamptz, p_way text DEFAULT 'in', p_reason text DEFAULT NULL, p_part int DEFAULT 1) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO lectern.scan (id, session, part, booking, way, means, at, by, outcome, reason)
    SELECT gen_random_uuid(), session, p_part, id, p_way, 'name', p_at, pg_temp.person(8),
           CASE p_way WHEN 'in' THEN 'admitted' ELSE 'departed' END, p_reason
      FROM lectern.booking WHERE id = pg_temp.booking(p_n, p_ref)
$$;
CREATE FUNCTION pg_temp.sign(p_ref text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO lectern.register (session, state, by, at)
    SELECT id, 'signed_off', pg_temp.person(8), lectern.clock() FROM lectern.session WHERE ref = p_ref
        ON CONFLICT (session) DO UPDATE SET at = excluded.at, by = excluded.by,
            state = CASE register.state WHEN 'open' THEN 'signed_off' ELSE 'corrected' END
$$;
UPDATE agency SET invoice_period = 'monthly' WHERE code = 'TST1';

-- late cancellations
SELECT pg_temp.date_of('TST-101/A1', 'STANDARD', '2026-11-10 09:30/12:30');
UPDATE pool SET capacity = 8 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/A1');
SELECT pg_temp.book(n, 'TST-101/A1') FROM generate_series(1, 7) AS n;
SELECT is(pg_temp.cancel(2, 'TST-101/A1'), 'cancelled', 'cancelled in time');
UPDATE pool SET taken = 7, capacity = 7 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/A1');
SELECT is(pg_temp.book(2, 'TST-101/A1'), 'waiting', 'and waits');
SELECT is(app.work_charges(), 0, 'in time it costs nothing');
SELECT pg_temp.at('2026-11-04 10:00Z');
SELECT is(pg_temp.cancel(2, 'TST-101/A1'), 'cancelled', 'leaving the line');
UPDATE pool SET capacity = 8 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/A1');
SELECT is(pg_temp.cancel(1, 'TST-101/A1', 'Work'), 'cancelled', 'cancelled late');
SELECT is(pg_temp.cancel(3, 'TST-101/A1', 'ill: flu'), 'cancelled', 'cancelled late, with an excuse');
SELECT app.end_booking(b, NULL, 'session', '') FROM booking b WHERE id = pg_temp.booking(4, 'TST-101/A1');
SELECT app.end_booking(b, NULL, 'swap', '') FROM booking b WHERE id = pg_temp.booking(5, 'TST-101/A1');
SELECT app.end_booking(b, NULL, 'transfer', '') FROM booking b WHERE id = pg_temp.booking(6, 'TST-101/A1');
UPDATE person SET email = NULL WHERE code = 'T6';
SELECT is(app.work_charges(), 2, 'two charges are proposed');
SELECT is(pg_temp.charge(1, 'TST-101/A1'), 'late_cancellation 3000 proposed', 'for the late cancellation, £30 for half a day');
SELECT is(pg_temp.charge(6, 'TST-101/A1'), 'late_cancellation 3000 proposed', 'and for the late move to another date');
SELECT is(pg_temp.charge(2, 'TST-101/A1'), NULL, 'none for leaving the line');
SELECT is(pg_temp.charge(3, 'TST-101/A1'), NULL, 'none for an excused reason');
SELECT is(pg_temp.charge(4, 'TST-101/A1'), NULL, 'none when the partnership cancels');
SELECT is(pg_temp.charge(5, 'TST-101/A1'), NULL, 'none when a colleague goes');
SELECT is(app.work_charges(), 0, 'and each once');
SELECT is((SELECT because FROM charge WHERE booking = pg_temp.booking(1, 'TST-101/A1')),
          'Cancelled on Wednesday 4 November 2026, 10am. Cancelling was free until Tuesday 3 November 2026, 5pm.', 'it says what for');
SELECT is((SELECT string_agg(address, ' ' ORDER BY address) FROM mail WHERE kind = 'charge_proposed' AND booking = pg_temp.booking(1, 'TST-101/A1')),
          'boss@example.org t1@example.org', 'person and manager are told');
SELECT is((SELECT string_agg(state || ' ' || coalesce(address, '-'), ', ' ORDER BY address) FROM mail WHERE kind = 'charge_proposed' AND booking = pg_temp.booking(6, 'TST-101/A1')),
          'queued boss@example.org, to_post -', 'who has no address by letter');
SELECT is((SELECT app.letter_data(id)::jsonb ->> 'charge_until' FROM mail WHERE kind = 'charge_proposed' AND state = 'to_post'), 'Wednesday 18 November 2026, 5pm', 'which says until when to state the case');
UPDATE person SET email = 't6@example.org' WHERE code = 'T6';
SELECT is((SELECT deadline FROM charge WHERE booking = pg_temp.booking(1, 'TST-101/A1')), '2026-11-18 17:00Z', 'with 10 working days to answer');
SELECT is((SELECT app.mail_data(m.id) ->> 'charge_amount' FROM mail m WHERE kind = 'charge_proposed' AND booking = pg_temp.booking(1, 'TST-101/A1') LIMIT 1), '£30', 'and the amount');

-- the desk is asked, and does not charge unasked
SELECT pg_temp.at('2026-11-03 09:00Z');
SELECT pg_temp.date_of('TST-101/D1', 'STANDARD', '2026-11-10 09:30/12:30'), pg_temp.date_of('TST-101/D2', 'STANDARD', '2026-11-17 09:30/12:30');
SELECT pg_temp.book(n, 'TST-101/D1') FROM generate_series(1, 6) AS n;
SELECT is(app.late_words(pg_temp.booking(1, 'TST-101/D1')), NULL, 'in the free time there is nothing to ask');
SELECT pg_temp.at('2026-11-04 10:00Z');
SELECT is(app.late_words(pg_temp.booking(1, 'TST-101/D1')), '£30', 'after it the desk sees what it would cost');
SELECT is(app.end_for(pg_temp.person(8), pg_temp.booking(1, 'TST-101/D1'), 'x'), 'cancelled', 'the desk cancels');
SELECT is(app.end_for(pg_temp.person(8), pg_temp.booking(2, 'TST-101/D1'), 'x', true), 'cancelled', 'or cancels and asks for the charge');
SELECT is((SELECT n FROM app.end_several(pg_temp.person(8), 'TST-101-D1', ARRAY[pg_temp.booking(3, 'TST-101/D1')], 'x')), 1::bigint, 'several without');
SELECT is((SELECT n FROM app.end_several(pg_temp.person(8), 'TST-101-D1', ARRAY[pg_temp.booking(4, 'TST-101/D1')], 'x', true)), 1::bigint, 'and with it');
SELECT is((SELECT string_agg(outcome, ' ') FROM (VALUES (5, 8, true), (6, 6, false)) AS v (n, actor, desk)
            CROSS JOIN LATERAL app.transfer(pg_temp.person(v.actor), pg_temp.booking(v.n, 'TST-101/D1'), 'TST-101-D2', NULL, true,
                substr(sha256(('d' || v.n)::bytea), 1, 16), 1, sha256(('d' || v.n)::bytea), sha256(('e' || v.n)::bytea), v.desk)),
          'transferred transferred', 'the desk moves one, another moves alone');
SELECT app.work_charges();
SELECT is((SELECT string_agg(n || ' ' || coalesce(pg_temp.charge(n, 'TST-101/D1'), '-'), ', ' ORDER BY n) FROM generate_series(1, 6) AS n),
          '1 -, 2 late_cancellation 3000 proposed, 3 -, 4 late_cancellation 3000 proposed, 5 -, 6 late_cancellation 3000 proposed',
          'only what was asked for is charged, and who moved alone');
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'charge_proposed' AND booking IN (pg_temp.booking(1, 'TST-101/D1'), pg_temp.booking(5, 'TST-101/D1'))), 0, 'and nobody is told of the others');
DELETE FROM charge_history WHERE charge IN (SELECT c.id FROM charge c JOIN booking b ON b.id = c.booking JOIN session s ON s.id = b.session WHERE s.ref = 'TST-101/D1');
DELETE FROM charge WHERE booking IN (SELECT b.id FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'TST-101/D1');
UPDATE booking SET policy = NULL WHERE session IN (SELECT id FROM session WHERE ref IN ('TST-101/D1', 'TST-101/D2'));

-- who came inside the charge window may leave within a day
SELECT is(pg_temp.book(9, 'TST-101/A1'), 'agency_closed', 'a closed agency');
SELECT is(pg_temp.book(8, 'TST-101/A1'), 'confirmed', 'booked late');
SELECT pg_temp.at('2026-11-05 09:59Z');
SELECT is(pg_temp.cancel(8, 'TST-101/A1'), 'cancelled', 'left within 24 hours');
SELECT is(app.work_charges(), 0, 'costs nothing');

-- registers: only signed-off ones
SELECT pg_temp.date_of('TST-101/R1', 'STANDARD', '2026-11-11 09:30/16:00');
SELECT pg_temp.date_of('TST-101/R2', 'STAFFORDSHIRE', '2026-12-02 09:30/16:00');
SELECT pg_temp.date_of('TST-101/R3', 'WEST-SUSSEX', '2026-11-23 09:30/16:00', '2026-11-24 09:30/16:00');
SELECT pg_temp.at('2026-11-03 09:00Z');
SELECT pg_temp.book(n, r) FROM generate_series(1, 7) AS n, unnest(ARRAY['TST-101/R1', 'TST-101/R2', 'TST-101/R3']) AS r;
UPDATE booking SET charging_class = 'private' WHERE id = pg_temp.booking(3, 'TST-101/R1');
SELECT pg_temp.come(2, 'TST-101/R1', '2026-11-11 09:46Z'), pg_temp.come(3, 'TST-101/R1', '2026-11-11 09:45Z'),
       pg_temp.come(4, 'TST-101/R1', '2026-11-11 09:25Z'), pg_temp.come(4, 'TST-101/R1', '2026-11-11 14:00Z', 'out'),
       pg_temp.come(5, 'TST-101/R1', '2026-11-11 11:00Z', 'in', 'Called to court');
SELECT pg_temp.at('2026-11-11 17:00Z');
INSERT INTO register (session) SELECT id FROM session WHERE ref = 'TST-101/R1';
SELECT is(app.work_charges(), 0, 'a register that nobody signed off charges nothing');
SELECT is((SELECT count(*)::int FROM app.charges_of(pg_temp.booking(1, 'TST-101/R1'))), 0, 'and owes nothing');
SELECT is(app.excuse_booking(pg_temp.person(8), pg_temp.booking(6, 'TST-101/R1'), 'sickness'), 'excused', 'the coordinator notes who is ill');
SELECT pg_temp.sign('TST-101/R1');
SELECT is(app.work_charges(), 4, 'signed off it proposes');
SELECT is(pg_temp.charge(1, 'TST-101/R1'), 'no_show 6000 proposed', 'who did not come, £60 for a day');
SELECT is(pg_temp.charge(2, 'TST-101/R1'), 'late_arrival 6000 proposed', 'who came 16 minutes late, where 15 are allowed');
SELECT is(pg_temp.charge(3, 'TST-101/R1'), 'fee 10000 proposed', 'who came 15 minutes late is in time; a private organisation pays for the place');
SELECT is(pg_temp.charge(4, 'TST-101/R1'), NULL, 'who left early is not charged where the terms do not say so');
SELECT is(pg_temp.charge(5, 'TST-101/R1'), NULL, 'who was late from court is excused');
SELECT is(pg_temp.charge(6, 'TST-101/R1'), NULL, 'who was ill is');
SELECT is((SELECT count(*)::int FROM mail WHERE kind = 'charge_proposed' AND booking = pg_temp.booking(3, 'TST-101/R1')), 0, 'a fee is no surprise: no mail');

SELECT pg_temp.come(1, 'TST-101/R2', '2026-12-02 09:25Z'), pg_temp.come(1, 'TST-101/R2', '2026-12-02 14:00Z', 'out');
SELECT pg_temp.come(n, 'TST-101/R2', '2026-12-02 09:25Z') FROM generate_series(2, 7) AS n;
SELECT pg_temp.come(1, 'TST-101/R3', '2026-11-23 09:25Z');
SELECT pg_temp.come(n, 'TST-101/R3', '2026-11-23 09:25Z'), pg_temp.come(n, 'TST-101/R3', '2026-11-24 09:25Z', 'in', NULL, 2) FROM generate_series(2, 6) AS n;
SELECT pg_temp.at('2026-12-02 17:00Z');
SELECT pg_temp.sign('TST-101/R2'), pg_temp.sign('TST-101/R3');
SELECT is(app.work_charges(), 3, 'two more registers');
SELECT is(pg_temp.charge(1, 'TST-101/R2'), 'left_early 5000 proposed', 'who left early is charged where the terms say so');
SELECT is(pg_temp.charge(1, 'TST-101/R3'), 'no_show 7000 proposed', 'who missed one of two days owes one');
SELECT is(pg_temp.charge(7, 'TST-101/R3'), 'no_show 14000 proposed', 'who missed both owes two');

-- the case
INSERT INTO link (token, purpose, booking, person, expires)
SELECT sha256(n::text::bytea), 'charge', pg_temp.booking(n, 'TST-101/R3'), CASE n WHEN 1 THEN pg_temp.person(1) END, clock() + interval '9 days' FROM unnest(ARRAY[1, 7]) AS n;
SELECT is(app.state_case(sha256('0'), 'x'), 'not_found', 'no such link');
SELECT is(app.state_case(sha256('7'), 'She was in hospital'), 'stated', 'the manager states the case');
SELECT is((SELECT state || ' ' || stated FROM charge WHERE booking = pg_temp.booking(7, 'TST-101/R3')), 'disputed The manager: She was in hospital', 'it is disputed');
SELECT is(app.state_case(sha256('7'), 'Here is the letter'), 'stated', 'and can be added to');

-- decisions
SELECT is((app.decide_charges(pg_temp.person(1), ARRAY[1], false, '')).outcome, 'not_found', 'nobody else decides');
SELECT is((SELECT outcome FROM app.decide_charges(pg_temp.person(8), ARRAY(SELECT id FROM charge WHERE state = 'proposed'), true, '')), 'charge_reason', 'waiving needs a reason');
SELECT is((SELECT (outcome, decided)::text FROM app.decide_charges(pg_temp.person(8), ARRAY(SELECT id FROM charge WHERE state = 'proposed'), false, '')), '(decided,8)', 'many are confirmed at once');
SELECT is((SELECT string_agg(DISTINCT c.kind, ' ' ORDER BY c.kind) FROM app.charge_ready r JOIN charge c ON c.id = r.charge), 'fee late_arrival late_cancellation no_show', 'what can still be questioned waits');
SELECT is((SELECT count(*)::int FROM app.charge_ready), 6, 'so much of it');
SELECT pg_temp.at('2026-12-31 17:00Z');
SELECT is(app.state_case(sha256('1'), 'late'), 'not_found', 'a link ends');
SELECT is((SELECT count(*)::int FROM app.charge_ready), 8, 'what is confirmed may go out, what is disputed not');
SELECT is((app.make_batch(pg_temp.person(8), 'TST1', '2026-11-30', '')).outcome, 'batched', 'November');
SELECT is((SELECT (period, charges, amount_words)::text FROM app.batch_line), '("November 2026",7,£410)', 'the sum of the period');
SELECT is((app.make_batch(pg_temp.person(8), 'TST1', '2026-11-30', '')).outcome, 'nothing_to_batch', 'once');
UPDATE agency SET purchase_order_required = true WHERE code = 'TST1';
SELECT is((app.make_batch(pg_temp.person(8), 'TST1', '2026-12-31', '')).outcome, 'no_purchase_order', 'who needs a purchase order must have one');
SELECT is((SELECT (needs_order, purchase_order)::text FROM app.charge_due), '(t,)', 'and the desk says so');
SELECT app.add_order(pg_temp.person(8), 'TST1', 'PO-8', '2026-11-01', '2026-11-30'), app.add_order(pg_temp.person(8), 'TST1', 'PO-9', '2026-12-01', '2026-12-31');
SELECT is((app.make_batch(pg_temp.person(8), 'TST1', '2026-12-31', 'PO-8')).outcome, 'nothing_to_batch', 'under the order of its own day');
SELECT is((SELECT outcome FROM app.make_batches(pg_temp.person(1))), 'not_found', 'nobody else makes statements');
SELECT is((SELECT (outcome, made)::text FROM app.make_batches(pg_temp.person(8))), '(nothing_to_batch,0)', 'not of a period that is running');
SELECT pg_temp.at('2027-01-01 09:00Z');
SELECT is((SELECT (outcome, made)::text FROM app.make_batches(pg_temp.person(8))), '(batched,1)', 'December, when it is over');
SELECT pg_temp.at('2026-12-31 17:00Z');
SELECT is((SELECT string_agg(amount_words || ' ' || coalesce(purchase_order, ''), ', ' ORDER BY batch) FROM app.batch_line), '£410 , £50 PO-9', 'under its order');
SELECT is((SELECT (app.decide_charges(pg_temp.person(8), ARRAY[id], true, 'She was in hospital')).decided FROM charge WHERE state = 'disputed'), 1, 'the case is accepted');
SELECT is(pg_temp.charge(7, 'TST-101/R3'), 'no_show 14000 waived', 'and waived');
SELECT is((SELECT app.mail_data(m.id) ->> 'charge_note' FROM mail m WHERE kind = 'charge_settled' AND person = pg_temp.person(7)), 'She was in hospital', 'the person is told why');

-- corrections
SELECT pg_temp.come(1, 'TST-101/R1', '2026-11-11 09:20Z');
SELECT pg_temp.come(1, 'TST-101/R3', '2026-11-24 09:20Z', 'in', NULL, 2);
SELECT pg_temp.at('2027-01-04 10:00Z');
SELECT pg_temp.sign('TST-101/R1'), pg_temp.sign('TST-101/R3');
SELECT is(app.work_charges(), 0, 'a corrected register proposes nothing new');
SELECT is(pg_temp.charge(1, 'TST-101/R1'), 'no_show 6000 credited, credit -6000 confirmed', 'what went out is given back');
SELECT is(pg_temp.charge(7, 'TST-101/R3'), 'no_show 14000 waived', 'what was waived stays so');
SELECT is((SELECT (period, charges, amount_words)::text FROM app.charge_due), '("January 2027",2,−£130)', 'the credits fall into this month');
SELECT is((app.make_batch(pg_temp.person(8), 'TST1', '2027-01-31', 'PO-8')).outcome, 'batched', 'and go out, under the order of what they give back');
SELECT is((SELECT detail ->> 'charge_note' FROM mail WHERE kind = 'charge_settled' AND person = pg_temp.person(1) ORDER BY id DESC LIMIT 1), 'The register was corrected', 'who got it back is told why');

-- given back by hand
SELECT is((SELECT (app.decide_charges(pg_temp.person(8), ARRAY[id], true, 'The trainer remembers her')).decided FROM charge
            WHERE booking = pg_temp.booking(2, 'TST-101/R1')), 1, 'what went out can be given back');
SELECT is(pg_temp.charge(2, 'TST-101/R1'), 'late_arrival 6000 credited, credit -6000 confirmed', 'as a credit');
SELECT pg_temp.at('2027-01-05 10:00Z');
SELECT pg_temp.sign('TST-101/R1');
SELECT is(app.work_charges(), 0, 'and a register that is corrected later does not ask for it again');

-- the full fee of the day of booking
SELECT pg_temp.date_of('TST-101/F1', 'SHROPSHIRE', '2027-01-26 09:30/16:00');
SELECT pg_temp.book(1, 'TST-101/F1');
UPDATE session SET full_fee = 20000 WHERE ref = 'TST-101/F1';
SELECT pg_temp.book(2, 'TST-101/F1');
UPDATE session SET full_fee = 30000 WHERE ref = 'TST-101/F1';
SELECT is((SELECT app.booking_terms(pg_temp.booking(1, 'TST-101/F1')) LIKE '%; after that £80.%'), true, 'who booked before keeps the fee that was told');
SELECT pg_temp.at('2027-01-25 10:00Z');
SELECT pg_temp.cancel(n, 'TST-101/F1', 'Work') FROM generate_series(1, 2) AS n;
SELECT is(app.work_charges(), 2, 'both cancel late');
SELECT is(pg_temp.charge(1, 'TST-101/F1') || ', ' || pg_temp.charge(2, 'TST-101/F1'),
          'late_cancellation 8000 proposed, late_cancellation 20000 proposed', 'and owe what it cost when they booked');
SELECT pg_temp.at('2027-01-04 10:00Z');

-- a date that is spared
SELECT pg_temp.date_of('TST-101/Z1', 'SUTTON', '2027-01-12 09:30/16:00');
SELECT pg_temp.book(n, 'TST-101/Z1') FROM generate_series(1, 2) AS n;
SELECT pg_temp.at('2027-01-12 17:00Z');
SELECT pg_temp.sign('TST-101/Z1');
SELECT is(app.work_charges(), 2, 'nobody came');
SELECT is((app.spare_session(pg_temp.person(8), 'TST-101-Z1', 'Snow')), 'spared', 'because of snow');
SELECT is((SELECT string_agg(c.state, ' ') FROM charge c JOIN booking b ON b.id = c.booking JOIN session s ON s.id = b.session WHERE s.ref = 'TST-101/Z1'),
          'withdrawn withdrawn', 'what was proposed is withdrawn');
SELECT is((app.spare_session(pg_temp.person(1), 'TST-101-Z1', '')), 'not_found', 'nobody else may');
SELECT * FROM finish();
ROLLBACK;

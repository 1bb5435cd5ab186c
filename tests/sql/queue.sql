-- A place that has come up: who is asked, until when, and what an answer does.
BEGIN;
\ir fixture.psql
SELECT plan(67);

CREATE FUNCTION pg_temp.answer(p_n int, p_ref text, p_accept boolean, p_keep boolean DEFAULT false) RETURNS text
LANGUAGE sql AS $$
    SELECT app.answer_offer(pg_temp.person(p_n), pg_temp.booking(p_n, p_ref), p_accept,
               CASE WHEN p_keep THEN substr(sha256(p_ref::bytea), 1, 16) END, 1,
               sha256(('again' || p_n || p_ref)::bytea), sha256(('code again' || p_n || p_ref)::bytea))
$$;
CREATE FUNCTION pg_temp.wish(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.wish(pg_temp.person(p_n), 'TST-101', substr(sha256(('wish' || p_n)::bytea), 1, 16), 1,
                                 sha256(('wish ticket' || p_n)::bytea), sha256(('wish code' || p_n)::bytea))
$$;
CREATE FUNCTION pg_temp.wish_state(p_n int) RETURNS text
LANGUAGE sql AS $$ SELECT state FROM lectern.wish WHERE person = pg_temp.person(p_n) ORDER BY id DESC LIMIT 1 $$;
CREATE FUNCTION pg_temp.offer(p_n int, p_ref text) RETURNS text
LANGUAGE sql AS $$ SELECT state FROM lectern.offer WHERE booking = pg_temp.booking(p_n, p_ref) $$;
CREATE FUNCTION pg_temp.counts(p_ref text) RETURNS text
LANGUAGE sql AS $$ SELECT (taken, waiting)::text FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref = p_ref AND l.kind = 'main' $$;
CREATE FUNCTION pg_temp.at(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;

-- near the start: one place, offered in turn.  Wednesday 11 November, 10:00
SELECT pg_temp.session('TST-101/01', 1, 10, '2026-11-11 10:00Z');
SELECT pg_temp.book(1, 'TST-101/01'), pg_temp.book(2, 'TST-101/01'), pg_temp.book(3, 'TST-101/01'), pg_temp.book(4, 'TST-101/01');
SELECT is(app.place_in_line(pg_temp.booking(4, 'TST-101/01')), 3::bigint, 'who waits has a number in the line');
SELECT is((SELECT waiting_number FROM app.my_booking WHERE number = pg_temp.booking(3, 'TST-101/01')), 2::bigint, 'and sees it');
SELECT is((SELECT app.mail_data(max(id)) ->> 'waiting_position' FROM mail WHERE person = pg_temp.person(2)), '1', 'and reads it in the mail');
SELECT app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), '');
SELECT is(pg_temp.state(2, 'TST-101/01'), 'offered', 'near the start a freed place is offered, not given');
SELECT is(pg_temp.counts('TST-101/01'), '(1,2)', 'and kept meanwhile');
SELECT is((SELECT expires FROM offer WHERE booking = pg_temp.booking(2, 'TST-101/01')), '2026-11-04 17:00Z'::timestamptz,
          '16 working hours from Tuesday 9am end on Wednesday at 5pm');
SELECT is((SELECT answer || ' ' || until_words FROM app.my_offer WHERE number = pg_temp.booking(2, 'TST-101/01')),
          'open Wednesday 4 November 2026, 5pm', 'its page says until when');
SELECT is(pg_temp.book(5, 'TST-101/01'), 'waiting', 'a fresh booking does not pass an open offer');
SELECT is(pg_temp.answer(3, 'TST-101/01', true), 'not_live', 'nobody takes what was not offered');
SELECT is(app.answer_offer(pg_temp.person(3), pg_temp.booking(2, 'TST-101/01'), true), 'not_found', 'nor what was offered to another');
SELECT is(pg_temp.answer(2, 'TST-101/01', false), 'declined', 'it can be let go');
SELECT is((pg_temp.state(2, 'TST-101/01'), pg_temp.offer(2, 'TST-101/01'))::text, '(declined,declined)', 'which ends the booking');
SELECT is((pg_temp.state(3, 'TST-101/01'), pg_temp.offer(3, 'TST-101/01'))::text, '(offered,open)', 'and the next is asked in the same transaction');
SELECT is(pg_temp.answer(2, 'TST-101/01', true), 'not_live', 'a second press finds it answered');
SELECT is(pg_temp.mails(2), 'booking_waiting offer booking_cancelled', 'one mail for each turn');

SELECT pg_temp.at('2026-11-04 18:00Z');
SELECT is((SELECT answer FROM app.my_offer WHERE number = pg_temp.booking(3, 'TST-101/01')), 'lapsed', 'past its time it is over, whenever the worker comes');
SELECT is(pg_temp.answer(3, 'TST-101/01', true), 'not_live', 'and can no longer be taken');
SELECT is((SELECT count(*) FROM app.work_lapsing() AS l WHERE l = (SELECT id FROM session WHERE ref = 'TST-101/01')), 1::bigint, 'the worker is told of it');
SELECT is(app.work_lapse((SELECT id FROM session WHERE ref = 'TST-101/01')), NULL, 'and ends it');
SELECT is((pg_temp.state(3, 'TST-101/01'), pg_temp.offer(3, 'TST-101/01'))::text, '(declined,lapsed)', 'which is kept as lapsed');
SELECT is(pg_temp.state(4, 'TST-101/01'), 'offered', 'the next is asked');
SELECT is(pg_temp.mails(3), 'booking_waiting offer offer_lapsed', 'and who was late is told');
SELECT is((SELECT app.mail_data(max(id)) ->> 'offer_until' FROM mail WHERE person = pg_temp.person(3)), 'Wednesday 4 November 2026, 5pm', 'until when it had been kept');
SELECT is((SELECT count(*) FROM app.work_lapsing()), 0::bigint, 'then nothing is left to do');

-- inside the charge window whoever takes it may withdraw free for a day
UPDATE session SET free_until = '2026-11-02 17:00Z' WHERE ref = 'TST-101/01';
SELECT is((SELECT app.mail_data(max(id)) ->> 'offer_free_hours' FROM mail WHERE person = pg_temp.person(4)), '24', 'the mail says so first');
SELECT ok((SELECT charged_now FROM app.my_offer WHERE number = pg_temp.booking(4, 'TST-101/01')), 'so does the page');
SELECT is(pg_temp.answer(4, 'TST-101/01', true), 'confirmed', 'the place is taken');
SELECT is((SELECT free_until FROM booking WHERE id = pg_temp.booking(4, 'TST-101/01')), '2026-11-05 18:00Z'::timestamptz, 'free for 24 hours from then');
SELECT is(pg_temp.counts('TST-101/01'), '(1,1)', 'it stays counted once');
SELECT is(app.cancel(pg_temp.person(5), pg_temp.booking(5, 'TST-101/01'), ''), 'cancelled', 'one can leave the line');

-- a session that fails keeps no other waiting, and is left as it was
SELECT pg_temp.session('TST-101/02', 1, 10, '2026-11-12 10:00Z'), pg_temp.session('TST-101/03', 1, 10, '2026-11-12 14:00Z');
SELECT pg_temp.book(n, ref) FROM unnest(ARRAY[1, 2, 3]) AS n, unnest(ARRAY['TST-101/02', 'TST-101/03']) AS ref;
SELECT app.cancel(pg_temp.person(1), pg_temp.booking(1, ref), '') FROM unnest(ARRAY['TST-101/02', 'TST-101/03']) AS ref;
SELECT pg_temp.at('2026-11-09 18:00Z');
UPDATE pool SET taken = 0 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/02');
SELECT matches(app.work_lapse((SELECT id FROM session WHERE ref = 'TST-101/02')), '^23514 ', 'trouble is told, not thrown');
SELECT is(pg_temp.offer(2, 'TST-101/02'), 'open', 'with nothing changed');
SELECT is(app.work_lapse((SELECT id FROM session WHERE ref = 'TST-101/03')), NULL, 'the next session goes on');
SELECT is(pg_temp.state(3, 'TST-101/03'), 'offered', 'as it should');
UPDATE session SET status = 'draft' WHERE ref IN ('TST-101/01', 'TST-101/02', 'TST-101/03');
UPDATE offer SET state = 'withdrawn', ended = clock() WHERE state = 'open';
UPDATE booking SET state = 'cancelled', ended_by = 'session', held = false WHERE state IN ('waiting', 'offered', 'confirmed');

-- the next place on any date: 04 and 05 are full, with 5 waiting on 04
SELECT pg_temp.session('TST-101/04', 1, 10, '2027-01-05 10:00Z'), pg_temp.session('TST-101/05', 1, 10, '2027-01-06 10:00Z');
SELECT pg_temp.book(1, 'TST-101/04'), pg_temp.book(2, 'TST-101/05');
SELECT is(pg_temp.wish(3), 'wished', 'who takes any date waits in all lines');
SELECT is(pg_temp.wish(3), 'already_wished', 'once');
SELECT is((SELECT string_agg(p.code || ' ' || (m.detail ->> 'event_title'), ', ') FROM mail m JOIN person p ON p.id = m.person WHERE m.kind = 'wish_made'),
          'T3 Noticing and acting', 'and is told so by one mail');
SELECT is(pg_temp.wish(1), 'already_booked', 'not beside a booking of the course');
SELECT is(pg_temp.book(5, 'TST-101/04'), 'waiting', 'who asks for one date later');
SELECT is(app.place_in_line(pg_temp.booking(5, 'TST-101/04')), 2::bigint, 'stands behind them');
SELECT app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/04'), '');
SELECT is((pg_temp.state(3, 'TST-101/04'), pg_temp.state(5, 'TST-101/04'), pg_temp.wish_state(3))::text, '(offered,waiting,answered)',
          'the first place goes to the wish, as an offer');
SELECT is(pg_temp.answer(3, 'TST-101/04', false, true), 'declined', 'that date does not suit');
SELECT is(pg_temp.wish_state(3), 'open', 'the wish goes on');
SELECT is(pg_temp.state(5, 'TST-101/04'), 'confirmed', 'the place goes to the next');
SELECT is(pg_temp.book(6, 'TST-101/05'), 'waiting', 'somebody asks for the other date');
SELECT app.cancel(pg_temp.person(2), pg_temp.booking(2, 'TST-101/05'), '');
SELECT is((pg_temp.state(3, 'TST-101/05'), pg_temp.state(6, 'TST-101/05'))::text, '(offered,waiting)', 'the old turn comes first there');
SELECT is((SELECT count(DISTINCT t.hash) FROM ticket t JOIN booking b ON b.id = t.booking WHERE b.wish IS NOT NULL), 2::bigint, 'with a ticket of its own');
SELECT is(pg_temp.answer(3, 'TST-101/05', true), 'confirmed', 'and is taken');
SELECT is(pg_temp.answer(3, 'TST-101/05', false, true), 'not_live', 'a late second thought reopens nothing');
SELECT is(pg_temp.wish_state(3), 'answered', 'the wish is done');

SELECT is(pg_temp.wish(7), 'wished', 'another wish');
SELECT is(app.unwish(pg_temp.person(3), (SELECT max(id) FROM wish)), 'not_found', 'nobody ends another''s');
SELECT is(app.unwish(pg_temp.person(7), (SELECT max(id) FROM wish)), 'left', 'one can leave all lines');
SELECT is(app.unwish(pg_temp.person(7), (SELECT max(id) FROM wish)), 'not_live', 'once');
UPDATE pool SET capacity = 3 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/05');
SELECT is(pg_temp.wish(7), 'offered', 'where a place is free it is offered at once');
SELECT is((SELECT count(*) FROM mail m WHERE m.kind = 'wish_made'), 2::bigint, 'by the mail of the offer alone');
SELECT is(pg_temp.wish(9), 'wish_refused', 'who may book no date does not wait for one');
UPDATE person SET manager_email = NULL WHERE code = 'T8';
SELECT is(pg_temp.wish(8), 'wish_no_manager', 'first comes who agrees the training');

-- a date that needs agreement: the offer to a wish does not skip it
UPDATE session SET status = 'draft' WHERE ref IN ('TST-101/04', 'TST-101/05');
SELECT pg_temp.session('TST-101/06', 2, 10, '2027-01-07 10:00Z');
UPDATE session SET approval = 'manager' WHERE ref = 'TST-101/06';
SELECT pg_temp.wish(2);
SELECT is(pg_temp.answer(2, 'TST-101/06', true), 'requested', 'the place is held until the manager has agreed');
SELECT is((SELECT (state, held)::text FROM booking WHERE id = pg_temp.booking(2, 'TST-101/06')), '(requested,t)', 'as for any request');
SELECT is(pg_temp.counts('TST-101/06'), '(1,0)', 'and counted');
SELECT app.settle_approval(v, true, NULL, '') FROM approval v WHERE booking = pg_temp.booking(2, 'TST-101/06');
SELECT is(pg_temp.state(2, 'TST-101/06'), 'confirmed', 'then it is theirs');
SELECT is((SELECT string_agg(concat_ws(' ', p.code, u.act, u.detail ->> 'person', regexp_replace(u.detail ->> 'note', ' \d+$', '')), ', ' ORDER BY u.id)
             FROM audit u LEFT JOIN person p ON p.id = u.person WHERE u.object LIKE 'wish %' AND u.detail ->> 'person' IN ('T3', 'T7')),
          'T3 wish T3 waits for any date, answer_wish T3 booking, T3 wish T3 waits for another date, answer_wish T3 booking, T7 wish T7 waits for any date, '
          'T7 unwish T7 leaves the lines of the course, T7 wish T7 waits for any date, answer_wish T7 booking', 'what became of each wish is on record');

-- a wish that stood back behind a booking of the course gets what has become free meanwhile
UPDATE session SET status = 'draft' WHERE ref = 'TST-101/06';
UPDATE booking SET state = 'cancelled', ended_by = 'session', held = false WHERE live;
SELECT pg_temp.session('TST-101/07', 1, 10, '2027-01-06 10:00Z'), pg_temp.session('TST-101/08', 1, 10, '2027-01-07 10:00Z') AS other \gset
SELECT pg_temp.book(1, 'TST-101/07'), pg_temp.book(6, 'TST-101/08');
SELECT is(pg_temp.wish(4) || ' ' || pg_temp.book(4, 'TST-101/07'), 'wished waiting', 'who waits for any date may also wait for one');
SELECT app.cancel(pg_temp.person(6), pg_temp.booking(6, 'TST-101/08'), '');
SELECT app.cancel(pg_temp.person(4), pg_temp.booking(4, 'TST-101/07'), '');
SELECT ok(:other IN (SELECT app.work_lapsing()), 'once they leave it the worker looks at the other dates');
SELECT is(pg_temp.counts('TST-101/08'), '(0,0)', 'where a place stayed free');
SELECT app.work_lapse(:other);
SELECT is(pg_temp.state(4, 'TST-101/08'), 'offered', 'and offers what is free there');
SELECT * FROM finish();
ROLLBACK;

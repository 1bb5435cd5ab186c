-- Mail: the hours in which it goes out, what no longer goes out, reminders,
-- and what comes back.
BEGIN;
\ir fixture.psql
SELECT plan(51);
UPDATE rule SET mails_from = '08:00', mails_until = '18:00';

CREATE FUNCTION pg_temp.now(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;
CREATE FUNCTION pg_temp.due(p_kind text, p_at text, p_session bigint DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$ SELECT to_char(app.mail_due(p_kind, p_session, p_at::timestamptz) AT TIME ZONE 'Europe/London', 'DD HH24:MI') $$;
CREATE FUNCTION pg_temp.mails(p_kind text) RETURNS text
LANGUAGE sql AS $$
    SELECT coalesce(string_agg(p.code || ' ' || m.state, ', ' ORDER BY p.code, m.id), '')
      FROM lectern.mail m LEFT JOIN lectern.person p ON p.id = m.person WHERE m.kind = p_kind
$$;

-- The hours.
SELECT is(pg_temp.due('reminder', '2026-11-03 07:59Z'), '03 08:00', 'before the hours mail waits for them');
SELECT is(pg_temp.due('reminder', '2026-11-03 08:00Z'), '03 08:00', 'within them it goes at once');
SELECT is(pg_temp.due('reminder', '2026-11-03 17:59Z'), '03 17:59', 'to their last minute');
SELECT is(pg_temp.due('reminder', '2026-11-03 18:00Z'), '04 08:00', 'after them it waits for the next morning');
SELECT is(pg_temp.due('reminder', '2026-07-03 17:00Z'), '04 08:00', 'by local time, in summer too');
SELECT is(pg_temp.due('reminder', '2027-03-27 23:00Z'), '28 08:00', 'over the night of the clock change');
SELECT is(pg_temp.due(k, '2026-11-03 23:00Z'), '03 23:00', k || ' is urgent')
  FROM unnest(ARRAY['offer', 'password_reset', 'verify_address', 'change_address', 'alert_call_me', 'booking_confirmed']) AS k;
SELECT is(pg_temp.due(k, '2026-11-03 23:00Z'), '04 08:00', k || ' is not')
  FROM unnest(ARRAY['evaluation_invitation', 'session_cancelled', 'agreement_asked', 'message', 'charge_proposed']) AS k;
SELECT FROM pg_temp.session('TST-101/01', 9, 10, '2026-11-04 09:00Z');
SELECT is(pg_temp.due('session_cancelled', '2026-11-03 23:00Z', (SELECT id FROM session)), '03 23:00',
          'what changes tomorrow''s date is');
SELECT is(pg_temp.due('reminder', '2026-11-03 23:00Z', (SELECT id FROM session)), '04 08:00', 'but not its reminder');
SELECT is(pg_temp.due('charge_proposed', '2026-11-03 23:00Z', (SELECT id FROM session)), '04 08:00', 'nor a charge for cancelling on its eve');
SELECT pg_temp.now('2026-11-03 23:00Z');
INSERT INTO mail (kind, address) VALUES ('message', 'a@example.org'), ('password_reset', 'a@example.org');
SELECT results_eq($$SELECT kind, due > clock() FROM mail ORDER BY id$$,
                  $$VALUES ('message', true), ('password_reset', false)$$, 'a row of the outbox waits by itself');
DELETE FROM mail;
SELECT pg_temp.now('2026-11-03 09:00Z');

-- Nothing follows a cancellation.
SELECT pg_temp.session('TST-101/02', 5) AS s \gset
SELECT FROM generate_series(1, 3) AS n CROSS JOIN LATERAL pg_temp.book(n, 'TST-101/02');
UPDATE mail SET state = 'sent';
INSERT INTO mail (kind, person, address, booking, session)
SELECT k, b.person, 'x@example.org', b.id, b.session
  FROM booking b, unnest(ARRAY['reminder', 'message', 'joining_details', 'charge_proposed']) AS k WHERE b.id = pg_temp.booking(1, 'TST-101/02');
SELECT FROM app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/02'), '');
SELECT is((SELECT string_agg(kind, ' ') FROM app.mail_claim(9)), 'charge_proposed booking_cancelled',
          'after a cancellation only that goes out, and what it costs');
SELECT is((SELECT string_agg(DISTINCT reply, ' ') FROM mail WHERE state = 'dropped'), 'the booking has ended', 'and the rest says why not');
SELECT is((SELECT count(*) FROM mail WHERE state = 'dropped'), 3::bigint, 'all of it');
INSERT INTO mail (kind, person, address, booking, session)
SELECT k, b.person, 'x@example.org', b.id, b.session
  FROM booking b, unnest(ARRAY['charge_proposed', 'charge_settled']) AS k WHERE b.id = pg_temp.booking(1, 'TST-101/02');
SELECT is((SELECT string_agg(kind, ' ' ORDER BY kind) FROM app.mail_claim(9)), 'charge_proposed charge_settled', 'but for what the cancellation costs');
UPDATE mail SET state = 'sent';
INSERT INTO mail (kind, person, address) SELECT k, pg_temp.person(5), 't5@example.org' FROM unnest(ARRAY['message', 'account_closed']) AS k;
UPDATE person SET status = 'closed', closed = clock() WHERE id = pg_temp.person(5);
SELECT is((SELECT string_agg(kind, ' ') FROM app.mail_claim(1)), 'account_closed', 'nor after an account is closed, past any number of those');

-- However many are due, each turn of the worker looks into those it takes.
UPDATE mail SET state = 'sent';
INSERT INTO mail (kind, person, address) SELECT 'message', pg_temp.person(4), 't4@example.org' FROM generate_series(1, 200);
SET LOCAL track_functions = 'all';
SELECT FROM app.mail_claim(5);
SELECT cmp_ok((SELECT calls FROM pg_stat_xact_user_functions WHERE schemaname = 'app' AND funcname = 'is_held'), '<=', 6::bigint,
              'a long line of mails is not read through for five of them');
DELETE FROM mail WHERE kind = 'message' AND state IN ('queued', 'sending');
RESET track_functions;

-- Reminders.
SELECT is(app.work_reminders(), 0::bigint, 'four weeks before nobody is reminded');
SELECT pg_temp.now('2026-11-17 07:59Z');
SELECT is(app.work_reminders(), 0::bigint, 'nor a minute before the hour');
SELECT pg_temp.now('2026-11-17 08:00Z');
UPDATE person SET email = NULL WHERE code = 'T3';
INSERT INTO part (session, number, name, starts, ends) SELECT :s, 2, 'Part 2', '2026-12-02 10:00Z', '2026-12-02 12:00Z';
UPDATE session SET ends = '2026-12-02 12:00Z' WHERE id = :s;
SELECT is(app.work_reminders(), 2::bigint, 'two weeks before everyone with a place is, once for both days');
SELECT is(app.work_reminders(), 0::bigint, 'and once only');
SELECT is(pg_temp.mails('reminder'), 'T1 sent, T2 queued, T3 to_post', 'not who has cancelled; a letter to who has no address');
SELECT pg_temp.now('2026-11-24 09:00Z');
SELECT FROM pg_temp.book(4, 'TST-101/02');
SELECT is(app.work_reminders(), 3::bigint, 'joining details five working days before');
SELECT is((SELECT app.mail_data(max(id)) ->> 'days_left' FROM mail WHERE kind = 'joining_details'), 'in 7 days', 'in so many days');
UPDATE session SET join_url = 'https://meet.example.org/x' WHERE id = :s;
SELECT is((SELECT app.mail_data(max(id)) ->> 'join_url' FROM mail WHERE kind = 'joining_details'), NULL, 'without the link, which shows later');
SELECT pg_temp.now('2026-11-29 10:00Z');
SELECT is(app.work_reminders(), 0::bigint, 'one reminder a date');
UPDATE rule SET second_reminder_days = 2;
SELECT is(app.work_reminders(), 3::bigint, 'a second, two days before, for who wants it');
SELECT is((SELECT app.mail_data(max(id)) ->> 'join_url' FROM mail WHERE kind = 'reminder'), 'https://meet.example.org/x', 'with the link');
SELECT pg_temp.now('2026-12-01 09:59Z');
SELECT is(app.work_reminders(), 0::bigint, 'a moment long past is left out');
SELECT is(pg_temp.mails('joining_details'), 'T1 sent, T2 queued, T3 to_post, T4 queued', 'joining details are a letter too');
SELECT is((SELECT string_agg(l.kind, ' ' ORDER BY l.mail) FROM app.letter l WHERE l.code = 'T3' AND l.state = 'to_post'),
          'reminder joining_details reminder', 'they wait to be posted');

-- We missed you.
SELECT pg_temp.now('2026-12-03 09:00Z');
SELECT is(app.work_reminders(), 0::bigint, 'nobody is missed by a register that is open');
INSERT INTO register (session, state, by, at) VALUES (:s, 'signed_off', pg_temp.person(8), clock());
INSERT INTO scan (id, session, part, booking, way, means, at, outcome, device, by)
SELECT gen_random_uuid(), :s, 1, pg_temp.booking(2, 'TST-101/02'), 'in', 'paper', '2026-12-01 10:00Z', 'admitted', NULL, pg_temp.person(8);
SELECT is((SELECT outcome FROM app.excuse_booking(pg_temp.person(8), pg_temp.booking(4, 'TST-101/02'), 'sickness')), 'not_excused', 'somebody was ill');
SELECT is(app.work_reminders(), 1::bigint, 'who was there on neither day is, once it is signed off');
SELECT is(pg_temp.mails('missed_you'), 'T3 to_post', 'but for who told us why; by letter without an address');
SELECT is((SELECT string_agg(DISTINCT kind || ' ' || reply, ', ') FROM mail WHERE state = 'dropped' AND address IS NULL),
          'joining_details the date is over, reminder the date is over', 'letters that are of no use any more are taken off the list');
UPDATE booking SET state = 'cancelled', ended_by = 'person' WHERE id = pg_temp.booking(3, 'TST-101/02');
SELECT app.work_reminders();
SELECT is(pg_temp.mails('missed_you'), 'T3 dropped', 'as those that must not go out');
UPDATE booking SET state = 'confirmed', ended_by = NULL WHERE id = pg_temp.booking(3, 'TST-101/02');
UPDATE person SET email = 't3@example.org' WHERE code = 'T3';
UPDATE mail SET state = 'queued', address = 't3@example.org', reply = '', finished = NULL WHERE kind = 'missed_you';

SELECT is((SELECT outcome FROM app.bounce(gen_random_uuid(), 'x')), 'not_found', 'a bounce of what we never sent');
SELECT is((SELECT outcome FROM app.bounce((SELECT message_id FROM mail WHERE kind = 'missed_you' LIMIT 1), 'x')), 'not_sent', 'or have not sent yet');
UPDATE mail SET state = 'sent', reply = '250 ok' WHERE kind = 'missed_you';
SELECT is((SELECT outcome FROM app.bounce((SELECT message_id FROM mail WHERE kind = 'missed_you' ORDER BY id LIMIT 1), '5.1.1 no such user')), 'bounced', 'a bounce');
SELECT is((SELECT state || ' ' || reply FROM mail WHERE kind = 'missed_you' ORDER BY id LIMIT 1), 'bounced 5.1.1 no such user', 'is kept with its words');
SELECT * FROM finish();
ROLLBACK;

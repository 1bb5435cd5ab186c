-- Evaluation: who is asked, from when to when, what is kept, whom it alerts,
-- and what small groups hide.
BEGIN;
CREATE EXTENSION IF NOT EXISTS pgtap;
SET search_path = lectern, app, public;
SET client_min_messages = warning;

SELECT plan(45);

-- One course of two organisations in one sector and a third in another, held
-- yesterday from 9 to 4; 17 people came, one stayed away.
UPDATE deployment SET demo = true;
INSERT INTO sector VALUES ('police'), ('health') ON CONFLICT DO NOTHING;
INSERT INTO charging_class VALUES ('t', 'Test') ON CONFLICT DO NOTHING;
INSERT INTO agency (code, name, short_name, sector, charging_class)
VALUES ('TA', 'Health North', 'North', 'health', 't'), ('TB', 'Health South', 'South', 'health', 't'),
       ('TC', 'Police', 'Police', 'police', 't');
INSERT INTO form (code, version, title, stage, open_days) VALUES ('T-POST', '1.0', 'At the end', 'post', 28);
INSERT INTO form (code, version, title, stage) VALUES ('T-PRE', '1.0', 'Before', 'pre');
CREATE TEMP TABLE k AS SELECT (SELECT id FROM form WHERE code = 'T-POST') AS form,
                              (SELECT id FROM form WHERE code = 'T-PRE') AS pre;
INSERT INTO form_section (form, position, code, title) SELECT form, 1, 'A', 'One' FROM k;
INSERT INTO form_section (form, position, code, title) SELECT pre, 1, 'A', 'One' FROM k;
INSERT INTO question (form, section, position, code, words, type, required, lowest, highest, pair, pair_side, in_statistics, not_applicable)
SELECT form, 1, v.n, v.code, v.code, v.type, true, v.low, v.high, v.pair, v.side, v.code <> 't_concern', v.type = 'likert_1_5'
  FROM k, (VALUES (1, 't_know', 'scale_0_10', 0, 10, 'know', 'after'),
                  (2, 't_then', 'scale_0_10', 0, 10, 'know', 'before_in_hindsight'),
                  (3, 't_good', 'likert_1_5', 1, 5, NULL, NULL),
                  (4, 't_access', 'single_choice', NULL, NULL, NULL, NULL),
                  (5, 't_concern', 'single_choice', NULL, NULL, NULL, NULL),
                  (6, 't_text', 'free_text', NULL, NULL, NULL, NULL)) AS v (n, code, type, low, high, pair, side);
INSERT INTO question (form, section, position, code, words, type, lowest, highest, pair, pair_side)
SELECT pre, 1, 1, 't_before', 'before', 'scale_0_10', 0, 10, 'know', 'before' FROM k;
INSERT INTO question_option (question, position, value, words, alert)
SELECT q.id, v.n, v.value, v.value, v.alert
  FROM question q JOIN (VALUES ('t_concern', 1, 'no', false), ('t_concern', 2, 'call', true),
                               ('t_access', 1, 'yes', false), ('t_access', 2, 'no', true),
                               ('t_good', 1, '1', false), ('t_good', 5, '5', false)) AS v (code, n, value, alert) USING (code);
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, form)
VALUES ('TST-1', 'course', 'Test', 'Test', 'L1', 60, 'x', 40, 'T-POST');
INSERT INTO session (ref, event, title, delivery, status, starts, ends)
SELECT 'TST-1/01', id, 'Test', 'virtual', 'open', clock() - interval '8 hours', clock() - interval '1 hour' FROM event WHERE code = 'TST-1';
ALTER TABLE k ADD session bigint;
UPDATE k SET session = (SELECT id FROM session WHERE ref = 'TST-1/01');
INSERT INTO part SELECT session, 1, 'Day', clock() - interval '8 hours', clock() - interval '1 hour' FROM k;
INSERT INTO pool (session, kind, capacity, taken) SELECT session, 'main', 40, 18 FROM k;
INSERT INTO person (code, first_name, last_name, email, phone, agency, coordinator)
SELECT 'TP' || n, 'First' || n, 'Last', 'tp' || n || '@example.org', '01632960' || n,
       (SELECT id FROM agency WHERE code = CASE WHEN n <= 7 THEN 'TA' WHEN n <= 9 THEN 'TB' ELSE 'TC' END), n = 18
  FROM generate_series(1, 18) AS n;
INSERT INTO booking (session, person, pool, state, agency, sector)
SELECT k.session, p.id, l.id, 'confirmed', p.agency, a.sector
  FROM k JOIN pool l USING (session), person p JOIN agency a ON a.id = p.agency WHERE p.code LIKE 'TP%' ORDER BY p.id;
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
SELECT gen_random_uuid(), k.session, 1, b.id, 'camera', clock() - interval '8 hours', b.person, 'admitted'
  FROM k JOIN booking b USING (session) JOIN person p ON p.id = b.person WHERE p.code <> 'TP17';

CREATE FUNCTION pg_temp.who(p text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM lectern.person WHERE code = p $$;
CREATE FUNCTION pg_temp.booking(p text) RETURNS bigint LANGUAGE sql
AS $$ SELECT b.id FROM lectern.booking b WHERE b.person = pg_temp.who($1) AND b.session = (SELECT session FROM k) $$;
CREATE FUNCTION pg_temp.send(p text, p_answers jsonb, p_alert text[] DEFAULT '{}') RETURNS text LANGUAGE sql
AS $$ SELECT outcome FROM app.submit_response(pg_temp.who(p), pg_temp.booking(p), (SELECT form FROM k), p_answers, p_alert) $$;
CREATE FUNCTION pg_temp.travel(p interval) RETURNS void LANGUAGE sql
AS $$ UPDATE lectern.deployment SET shift = p $$;
CREATE FUNCTION pg_temp.sessions() RETURNS bigint[] LANGUAGE sql AS $$ SELECT ARRAY[session] FROM k $$;

-- Who is asked, and when.
SELECT is((SELECT count(*) FROM app.evaluation WHERE session = (SELECT session FROM k)), 17::bigint, 'those who were there are asked');
SELECT is((SELECT state FROM app.evaluation_asked WHERE booking = pg_temp.booking('TP17')), 'not_there', 'who stayed away is not');
SELECT is(pg_temp.send('TP17', '[]'), 'not_there', 'and cannot answer');
SELECT is((SELECT outcome FROM app.submit_response(pg_temp.who('TP2'), pg_temp.booking('TP1'), (SELECT form FROM k), '[]', '{}')),
          'not_found', 'nobody answers for another');
SELECT is((SELECT outcome FROM app.submit_response(pg_temp.who('TP1'), pg_temp.booking('TP1'), (SELECT pre FROM k), '[]', '{}')),
          'not_found', 'no other form than the session''s is taken');
SELECT pg_temp.travel('-61 minutes');
SELECT is(pg_temp.send('TP1', '[]'), 'evaluation_early', 'a minute before the end it is not open');
SELECT is(app.work_invitations(), 0::bigint, 'and nobody is invited');
SELECT pg_temp.travel('-60 minutes');
SELECT is(pg_temp.send('TP1', '[{"question": "t_know", "number": 0}, {"question": "t_good", "not_applicable": true}]'),
          'submitted', 'at the end it opens');
SELECT pg_temp.travel('28 days' - interval '1 hour');
SELECT is(pg_temp.send('TP1', '[]'), 'evaluation_closed', 'after 28 days it is closed');
SELECT pg_temp.travel('28 days' - interval '61 minutes');
SELECT is(pg_temp.send('TP1', '[{"question": "t_know", "number": 0}, {"question": "t_good", "not_applicable": true}]'),
          'submitted', 'a minute before it was not');
SELECT pg_temp.travel('0');

-- Invitations.
SELECT is(app.work_invitations(), 16::bigint, 'everyone who was there and has not answered is invited');
SELECT is(app.work_invitations(), 0::bigint, 'once');
SELECT is((SELECT count(*) FROM mail WHERE kind = 'evaluation_invitation' AND booking = pg_temp.booking('TP17')), 0::bigint, 'who stayed away is not invited');
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
SELECT gen_random_uuid(), session, 1, pg_temp.booking('TP17'), 'paper', clock() - interval '8 hours', pg_temp.who('TP18'), 'admitted' FROM k;
SELECT is(app.work_invitations(), 1::bigint, 'a scan that arrives late invites late');

-- What is kept.
SELECT is((SELECT number FROM answer a JOIN question q ON q.id = a.question WHERE q.code = 't_know'), 0, 'zero is a score');
SELECT results_eq($$SELECT a.number, a.not_applicable FROM answer a JOIN question q ON q.id = a.question WHERE q.code = 't_good'$$,
                  $$VALUES (NULL::int, true)$$, 'not applicable is a flag and no number');
SELECT FROM pg_temp.send('TP1', '[{"question": "t_know", "number": 8}]');
SELECT results_eq($$SELECT r.n, a.number FROM answer a, (SELECT count(*) AS n FROM response WHERE form = (SELECT form FROM k)) AS r$$,
                  $$VALUES (1::bigint, 8)$$, 'a changed response replaces the earlier answers');

-- Alerts.
SELECT FROM pg_temp.send('TP2', '[{"question": "t_concern", "choices": ["call"]}, {"question": "t_know", "number": 3}]', '{a@example.org,b@example.org}');
SELECT is((SELECT count(*) FROM alert), 1::bigint, 'asking for a call raises an alert');
SELECT set_eq($$SELECT address FROM mail WHERE kind = 'alert_call_me'$$, ARRAY['a@example.org', 'b@example.org'], 'and mails the named people');
SELECT FROM pg_temp.send('TP2', '[{"question": "t_concern", "choices": ["call"]}, {"question": "t_know", "number": 4}]', '{a@example.org,b@example.org}');
SELECT results_eq($$SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM mail WHERE kind = 'alert_call_me')$$,
                  $$VALUES (1::bigint, 2::bigint)$$, 'another answer changed alerts nobody again');
SELECT is(app.alert_words((SELECT max(id) FROM alert)) ->> 'alert_name', 'First2 Last', 'the mail can say who');
SELECT is((SELECT outcome FROM app.settle_alert(pg_temp.who('TP1'), (SELECT max(id) FROM alert), 'rang')), 'already_settled', 'only a coordinator settles');
SELECT is((SELECT settled FROM alert), NULL, 'so it is still open');
SELECT is((SELECT outcome FROM app.settle_alert(pg_temp.who('TP18'), (SELECT max(id) FROM alert), 'rang')), 'settled', 'a coordinator settles it');
SELECT is((SELECT outcome FROM app.settle_alert(pg_temp.who('TP18'), (SELECT max(id) FROM alert), 'again')), 'already_settled', 'once');
SELECT FROM pg_temp.send('TP2', '[{"question": "t_concern", "choices": ["call"]}]', '{a@example.org}');
SELECT is((SELECT count(*) FROM alert), 1::bigint, 'the same answer again after that raises none');
SELECT FROM pg_temp.send('TP2', '[{"question": "t_concern", "choices": ["no"]}]', '{a@example.org}');
SELECT FROM pg_temp.send('TP2', '[{"question": "t_concern", "choices": ["call"]}]', '{a@example.org}');
SELECT is((SELECT count(*) FROM alert WHERE settled IS NULL), 1::bigint, 'asking anew does');
SELECT FROM pg_temp.send('TP3', '[{"question": "t_access", "choices": ["no"]}]');
SELECT set_eq($$SELECT address FROM mail WHERE kind = 'alert_need'$$, ARRAY['tp18@example.org'], 'without named people the coordinators learn of an unmet need');

-- Results.
SELECT results_eq($$SELECT present, answers, percent, unsigned FROM app.result_head(pg_temp.sessions())$$,
                  $$VALUES (18::bigint, 3::bigint, 17, 1::bigint)$$, 'three of eighteen answered');
SELECT is((SELECT bool_or(shown) FROM app.result_question(pg_temp.sessions(), 5)), false, 'a trainer sees nothing of three answers');
SELECT is((SELECT count(*) FROM app.result_question(pg_temp.sessions(), 1) WHERE code = 't_concern'), 0::bigint, 'a request for a call is in no statistics');
SELECT is((SELECT count(*) FROM app.result_answer WHERE code = 't_concern'), 0::bigint, 'nowhere');

SELECT FROM generate_series(1, 16) AS n
 CROSS JOIN LATERAL pg_temp.send('TP' || n, jsonb_build_array(
           jsonb_build_object('question', 't_know', 'number', 8),
           jsonb_build_object('question', 't_text', 'words', 'words ' || n))
       || CASE WHEN n <= 6 THEN jsonb_build_array(jsonb_build_object('question', 't_then', 'number', 3)) ELSE '[]' END);
SELECT results_eq($$SELECT answers, mean, pairs, change, looking_back FROM app.result_question(pg_temp.sessions(), 5) WHERE code = 't_know'$$,
                  $$VALUES (16::bigint, 8.0, 6::bigint, 5.0, 6::bigint)$$, 'mean and change of pairs, marked as looking back');
INSERT INTO response (form, booking, session) SELECT pre, pg_temp.booking('TP1'), session FROM k;
INSERT INTO answer (response, question, number) SELECT max(r.id), q.id, 5 FROM response r, question q WHERE q.code = 't_before' GROUP BY q.id;
SELECT results_eq($$SELECT pairs, change, looking_back FROM app.result_question(pg_temp.sessions(), 5) WHERE code = 't_know'$$,
                  $$VALUES (6::bigint, 4.7, 5::bigint)$$, 'an answer from before counts rather than the one looking back');
SELECT is((SELECT count(*) FROM app.result_text(pg_temp.sessions(), 5)), 16::bigint, 'sixteen texts show');

-- North 7, South 2, Police 7: South alone must not follow from Health less North.
SELECT results_eq($$SELECT name, answers, shown FROM app.result_group(pg_temp.sessions(), 'agency') WHERE code = 't_know' ORDER BY name$$,
                  $$VALUES ('Health North', NULL::bigint, false), ('Health South', NULL, false), ('Police', 7::bigint, true)$$,
                  'a second group of the sector is hidden with the small one');
SELECT results_eq($$SELECT name, answers FROM app.result_group(pg_temp.sessions(), 'sector') WHERE code = 't_know' ORDER BY name$$,
                  $$VALUES ('Health', 9::bigint), ('Police', 7::bigint)$$, 'both sectors show');
-- Now only four of the police answered: a sector is small, so another is
-- hidden, and with it one organisation, or the four would be the difference.
DELETE FROM answer a USING response r, booking b, person p, question q
 WHERE r.id = a.response AND b.id = r.booking AND p.id = b.person AND q.id = a.question AND q.code = 't_know'
   AND p.code IN ('TP14', 'TP15', 'TP16');
UPDATE booking SET agency = (SELECT id FROM agency WHERE code = 'TA') WHERE id IN (pg_temp.booking('TP8'), pg_temp.booking('TP9'));
SELECT results_eq($$SELECT name, shown, small FROM app.result_group(pg_temp.sessions(), 'sector') WHERE code = 't_know' ORDER BY name$$,
                  $$VALUES ('Health', false, false), ('Police', false, true)$$, 'with one small sector a second is hidden');
SELECT results_eq($$SELECT name, shown FROM app.result_group(pg_temp.sessions(), 'agency') WHERE code = 't_know' ORDER BY name$$,
                  $$VALUES ('Health North', false), ('Police', false)$$, 'and an organisation of it');
-- Two small ones of one sector are told in one line.
UPDATE booking SET agency = (SELECT id FROM agency WHERE code = 'TC'), sector = 'health' WHERE id = pg_temp.booking('TP8');
SELECT results_eq($$SELECT name, small FROM app.result_group(pg_temp.sessions(), 'agency') WHERE code = 't_know' AND NOT shown ORDER BY small$$,
                  $$VALUES ('Health North', false), ('Police, Police', true)$$, 'groups hidden for one reason share a line');
SELECT ok((SELECT bool_and(shown) FROM app.result_group(pg_temp.sessions(), 'sector') WHERE code = 't_then'), 'nothing hidden where nothing is small');
SELECT ok((SELECT 't' = 't' FROM app.result_story(pg_temp.sessions(), 5) LIMIT 1), 'there is a story');
SELECT is((SELECT s FROM app.result_story(pg_temp.sessions(), 5) s LIMIT 1),
          '16 of the 18 people who were there have answered (89%).', 'and it begins with the number of answers');

-- A later pre-form answer never changes which form is asked at the end.
SELECT is((SELECT count(*) FROM app.evaluation WHERE booking = pg_temp.booking('TP1')), 1::bigint, 'one form a booking');
SELECT is((SELECT form FROM app.evaluation WHERE booking = pg_temp.booking('TP1')), (SELECT form FROM k), 'the end-of-session form');
SELECT * FROM finish();
ROLLBACK;

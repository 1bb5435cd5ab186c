-- The plan of a day and its workshops, changed at the desk.
BEGIN;
\ir fixture.psql
SELECT plan(42);

SELECT FROM pg_temp.session('TST-101/01', 9, 10);
CREATE FUNCTION pg_temp.hour(p_slot text, p_version int, p_more jsonb DEFAULT '{}', p_remove boolean DEFAULT false, p_tell text DEFAULT NULL, p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.put_plan(pg_temp.person(p_n), 'TST-101-01', p_slot, p_version,
    '{"title": "Round one", "day": "1", "starts": "10:00", "ends": "11:00", "room": "", "round": true}'::jsonb || p_more, p_remove, p_tell, 'x') $$;
CREATE FUNCTION pg_temp.shop(p_code text, p_version int, p_more jsonb DEFAULT '{}', p_remove boolean DEFAULT false, p_tell text DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$ SELECT concat_ws(' ', outcome, CASE outcome WHEN 'below_taken' THEN taken END) FROM app.put_workshop(pg_temp.person(8), 'TST-101-01', p_code, p_version,
    '{"code": "A1", "title": "Fathers", "slot": "H1", "stream": "", "room": "", "capacity": 2, "waiting": true, "repeat_of": "", "leads": []}'::jsonb || p_more, p_remove, p_tell, 'x') $$;

-- Hours.
SELECT is(pg_temp.hour(NULL, 0, p_n => 1), 'not_found', 'only a coordinator plans');
SELECT is(pg_temp.hour(NULL, 0, '{"ends": "09:00"}'), 'ends_first', 'an hour ends after it begins');
SELECT is(pg_temp.hour(NULL, 0, '{"day": "7"}'), 'no_hours', 'on a day of the date');
SELECT is(pg_temp.hour(NULL, 0), 'saved', 'a round');
SELECT is(pg_temp.hour(NULL, 0, '{"title": "Welcome", "starts": "09:30", "ends": "10:00", "round": false}'), 'saved', 'and what comes before it');
SELECT is(pg_temp.hour(NULL, 0, '{"title": "Round two", "starts": "11:00", "ends": "12:00"}'), 'saved', 'and another round');
SELECT results_eq($$SELECT slot, title, time_words FROM app.edit_plan ORDER BY number$$,
    $$VALUES ('H2', 'Welcome', '9:30am to 10am'), ('H1', 'Round one', '10am to 11am'), ('H3', 'Round two', '11am to midday')$$, 'in the order of the day');
SELECT is(pg_temp.hour('H1', 1, '{"ends": "10:55"}'), 'saved', 'with nobody booked an hour moves without a word');
SELECT is(pg_temp.hour('H1', 1, '{"ends": "10:50"}'), 'stale', 'never over another');

-- Workshops.
SELECT is(pg_temp.shop(NULL, 0, '{"slot": "H2"}'), 'no_round', 'a workshop is in a round');
SELECT is(pg_temp.shop(NULL, 0), 'saved', 'so it is');
SELECT is(pg_temp.shop(NULL, 0), 'workshop_code', 'one of a code');
SELECT is(pg_temp.shop(NULL, 0, '{"code": "A2", "repeat_of": "A1"}'), 'no_repeat', 'a repeat is in another round');
SELECT is(pg_temp.shop(NULL, 0, '{"code": "A2", "repeat_of": "A1", "slot": "H3"}'), 'saved', 'it is');
SELECT is(pg_temp.shop(NULL, 0, '{"code": "A3", "title": "Mothers", "capacity": 1}'), 'saved', 'one more in the first');
SELECT is(pg_temp.hour('H1', 2, p_remove => true), 'has_workshops', 'a round with workshops stays');
SELECT is(pg_temp.hour('H1', 2, '{"round": false}'), 'has_workshops', 'and stays a round');

-- With people.
SELECT is(pg_temp.book(1, 'TST-101/01') || pg_temp.book(2, 'TST-101/01') || pg_temp.book(3, 'TST-101/01'), 'confirmedconfirmedconfirmed', 'three book');
SELECT app.set_choices(pg_temp.booking(n, 'TST-101/01'), CASE n WHEN 3 THEN '{A3}' ELSE '{A1}' END::text[], CASE n WHEN 3 THEN '{A1}' ELSE '{}' END::text[]) FROM generate_series(1, 3) AS n;
SELECT app.fill_workshops(id) FROM session WHERE slug = 'TST-101-01';
DELETE FROM mail;
SELECT is(pg_temp.shop('A1', 1, '{"capacity": 1}'), 'below_taken 2', 'nobody loses a place');
SELECT is(pg_temp.shop('A1', 1, '{"slot": "H3"}'), 'chosen', 'nor is moved to another round');
SELECT is(pg_temp.shop('A1', 1, '{"capacity": 3}'), 'saved', 'more places');
SELECT is((SELECT c.state FROM choice c JOIN workshop w ON w.id = c.workshop WHERE w.code = 'A1' AND c.booking = pg_temp.booking(3, 'TST-101/01')), 'chosen', 'go to its line at once');
SELECT is(pg_temp.shop('A1', 2, p_remove => true), 'tell', 'to take it out touches who has chosen it');
DELETE FROM mail;
SELECT is(pg_temp.shop('A1', 2, p_remove => true, p_tell => 'yes'), 'saved', 'with the answer');
SELECT results_eq($$SELECT person, kind, detail ->> 'change_words' FROM mail WHERE kind = 'session_changed' ORDER BY person$$,
    $$SELECT pg_temp.person(n), 'session_changed', 'The workshop Fathers does not take place. Choose another one on the page of your booking.' FROM generate_series(1, 3) AS n$$, 'they are told, nobody else');
SELECT results_eq($$SELECT code, repeat_of FROM workshop ORDER BY 1$$, $$VALUES ('A2', NULL::text), ('A3', NULL)$$, 'what repeated it stands alone');
DELETE FROM mail;
SELECT is(pg_temp.hour('H3', 1, '{"title": "Round two", "starts": "11:30", "ends": "12:00"}'), 'tell', 'an hour that moves touches everybody');
SELECT is(pg_temp.hour('H3', 1, '{"title": "Round two", "starts": "11:30", "ends": "12:00"}', p_tell => 'yes'), 'saved', 'with the answer');
SELECT is((SELECT count(*) FROM mail WHERE kind = 'session_changed'), 3::bigint, 'all are told');
SELECT is((SELECT words FROM session_change ORDER BY id DESC LIMIT 1), 'Round two is from 11:30am to midday.', 'and the pages tell it');

-- Streams.
CREATE FUNCTION pg_temp.streams(p_version int, p_more jsonb DEFAULT '{}', p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.put_streams(pg_temp.person(p_n), 'TST-101-01', p_version,
    '{"stream1_code": "a", "stream1_title": "At home", "stream1_colour": "teal", "workshop_rules": "One a round\n\nMix as you like"}'::jsonb || p_more) $$;
CREATE FUNCTION pg_temp.streams_version() RETURNS int LANGUAGE sql AS $$ SELECT (app.streams_form(id) ->> 'version')::int FROM session WHERE slug = 'TST-101-01' $$;
CREATE FUNCTION pg_temp.flaws(p_fields jsonb) RETURNS TABLE (field text, words text)
LANGUAGE sql AS $$ SELECT f.field, f.words FROM session s CROSS JOIN LATERAL app.streams_flaw(s.id, p_fields) AS f WHERE s.slug = 'TST-101-01' $$;
SELECT is(pg_temp.streams(pg_temp.streams_version(), p_n => 1), 'not_found', 'only a coordinator names streams');
SELECT is(pg_temp.streams(1), 'stale', 'over what was read');
SELECT is(pg_temp.streams(pg_temp.streams_version()), 'saved', 'a stream and the rules');
SELECT results_eq($$SELECT streams, workshop_rules FROM session WHERE slug = 'TST-101-01'$$,
    $$VALUES ('[{"code": "A", "title": "At home", "colour_name": "teal"}]'::jsonb, ARRAY['One a round', 'Mix as you like'])$$, 'as the plan of the day tells them');
SELECT set_eq($$SELECT field, words FROM pg_temp.flaws('{"stream1_code": "A", "stream1_title": "At home", "stream2_code": "a", "stream2_title": "", "stream4_code": "A B", "stream4_title": "x"}')$$,
    $$VALUES ('stream2_code', 'There is a stream A above'), ('stream2_title', 'Enter the title'), ('stream4_code', 'Enter a code of letters and digits, for example A')$$, 'what is wrong is said at its field');
SELECT is(pg_temp.shop('A3', 1, '{"title": "Mothers", "capacity": 1, "stream": "A"}', p_tell => 'no'), 'saved', 'a workshop belongs to it');
SELECT is((SELECT words FROM pg_temp.flaws('{"stream1_code": "B", "stream1_title": "Outside"}')), 'Workshops belong to stream A: A3. Put them elsewhere first', 'then it stays');
SELECT is(pg_temp.streams(pg_temp.streams_version(), '{"stream1_code": "B"}'), 'bad_streams', 'whoever asks');
SELECT is((SELECT count(*) FROM audit WHERE object = 'streams TST-101-01'), 1::bigint, 'the audit trail has it');
UPDATE workshop SET stream = NULL, version = 1;

-- Clashes.
INSERT INTO venue (code, name) VALUES ('TV', 'Test Hall');
INSERT INTO room (venue, code, name, capacity) SELECT id, 'TV-1', 'Small Room', 5 FROM venue WHERE code = 'TV';
INSERT INTO trainer (person, code) VALUES (pg_temp.person(5), 'TT5');
SELECT is(pg_temp.shop('A3', 1, '{"title": "Mothers", "capacity": 1, "room": "TV-1", "leads": ["TT5"]}', p_tell => 'no'), 'saved', 'a room and who leads');
SELECT set_eq($$SELECT words FROM app.workshop_clashes((SELECT id FROM session WHERE slug = 'TST-101-01'), NULL, '{"slot": "H1", "room": "TV-1", "capacity": 9, "leads": ["TT5"]}')$$,
    ARRAY['Small Room holds 5 people, and there are 9 places', 'Small Room is taken at that time: Mothers', 'Test5 Person leads something else at that time: Mothers'], 'are told before they are taken twice');
SELECT is_empty($$SELECT words FROM app.workshop_clashes((SELECT id FROM session WHERE slug = 'TST-101-01'), 'A3', '{"slot": "H3", "room": "TV-1", "capacity": 5, "leads": ["TT5"]}')$$, 'not in another round');
SELECT * FROM finish();
ROLLBACK;

-- Dates made, opened and copied; who reads of a learning review before it is
-- published.
BEGIN;
\ir fixture.psql
SELECT plan(33);

CREATE FUNCTION pg_temp.form(p_more jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE sql AS $$
    SELECT '{"title": "Noticing", "theme": "", "delivery": "virtual", "room": "", "join_url": "", "approval": "none", "booking_opens": "",
             "booking_closes": "", "capacity": 3, "online_places": null, "min_numbers": null, "max_per_agency": null, "waiting_limit": 5,
             "trainers": [], "only_sectors": [], "by_invitation": false, "terms": "", "cost_venue": 120, "cost_trainer": null, "cost_other": null,
             "notes": "", "part1_date": "2026-12-03", "part1_starts": "09:30", "part1_ends": "12:30", "part1_name": ""}'::jsonb || p_more
$$;
CREATE FUNCTION pg_temp.make(p_more jsonb DEFAULT '{}', p_key uuid DEFAULT gen_random_uuid(), p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT outcome || coalesce(' ' || slug, '') FROM app.make_session(pg_temp.person(p_n), 'TST-101', p_key, pg_temp.form(p_more)) $$;
CREATE FUNCTION pg_temp.change(p_slug text, p_version int, p_more jsonb DEFAULT '{}', p_tell text DEFAULT NULL, p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT concat_ws(' ', outcome, taken) FROM app.change_session(pg_temp.person(p_n), p_slug, p_version, pg_temp.form(p_more), p_tell) $$;

-- Making.
SELECT is(pg_temp.make(p_n => 1), 'not_found', 'only a coordinator makes a date');
SELECT is(pg_temp.make(p_key => '00000000-0000-4000-8000-000000000001'), 'made TST-101-01', 'a draft with the next number');
SELECT is(pg_temp.make(p_key => '00000000-0000-4000-8000-000000000001'), 'made TST-101-01', 'the same form is the same draft');
SELECT is(pg_temp.make('{"part2_date": "2026-12-10", "part2_starts": "09:30", "part2_ends": "12:30"}'), 'made TST-101-02', 'of two days');
SELECT results_eq($$SELECT s.status, s.cost_venue, app.span_words(s.starts, s.ends), (SELECT count(*) FROM part q WHERE q.session = s.id) FROM session s WHERE slug = 'TST-101-02'$$,
    $$VALUES ('draft', 12000, 'Thursday 3 December 2026, 9:30am to Thursday 10 December 2026, 12:30pm', 2::bigint)$$, 'from its first day to its last');
SELECT set_eq($$SELECT field FROM app.session_flaw(pg_temp.form('{"part1_date": "2027-03-28", "part1_starts": "01:30", "delivery": "hybrid", "join_url": "x"}'))$$,
    ARRAY['part1_starts', 'online_places', 'join_url'], 'a time that does not exist, and what else is wrong');
SELECT is(app.free_day_words('2027-03-26'), 'a bank holiday: Good Friday', 'a bank holiday is told');
SELECT is(app.free_day_words('2027-02-16'), 'in the school holidays: Spring half-term', 'and school holidays');
SELECT is(app.free_day_words('2027-03-02'), NULL, 'an ordinary day is not');

-- Changing.
SELECT is(pg_temp.change('TST-101-01', 1, p_n => 1), 'not_found', 'only a coordinator changes one');
SELECT is(pg_temp.change('TST-101-01', 1, '{"title": "Acting"}'), 'saved', 'over the version that was read');
SELECT is(pg_temp.change('TST-101-01', 1, '{"title": "Late"}'), 'stale', 'never over another');
SELECT results_eq($$SELECT name, was FROM app.edit_change WHERE object = 'session TST-101-01'$$, $$VALUES ('title', 'Noticing')$$, 'what stood there is kept');

-- Opening.
SELECT is((SELECT outcome FROM app.publish(pg_temp.person(1), ARRAY['TST-101-01'], NULL)), 'not_found', 'only a coordinator opens it');
SELECT is((SELECT outcome FROM app.publish(pg_temp.person(8), ARRAY['TST-101-01', 'NONE'], NULL)), 'not_found', 'all or none');
UPDATE session SET delivery = 'in_person' WHERE slug = 'TST-101-02';
SELECT is((SELECT outcome FROM app.publish(pg_temp.person(8), ARRAY['TST-101-01', 'TST-101-02'], NULL)), 'incomplete', 'none while one lacks a venue');
SELECT is((SELECT outcome || published FROM app.publish(pg_temp.person(8), ARRAY['TST-101-01'], '2026-11-05 09:00Z')), 'published1', 'from an hour on');
SELECT is_empty($$SELECT FROM app.public_session WHERE slug = 'TST-101-01'$$, 'nothing shows before');
UPDATE session SET visible_from = NULL WHERE slug = 'TST-101-01';

-- With people booked.
SELECT is(pg_temp.book(1, 'TST-101/01'), 'confirmed', 'somebody books');
SELECT is(pg_temp.change('TST-101-01', 3, '{"part1_starts": "10:00"}'), 'booked', 'nobody is moved by the form');
SELECT is(pg_temp.change('TST-101-01', 3, '{"capacity": 0}'), 'below_taken 1', 'nor loses the place');
SELECT is(pg_temp.book(2, 'TST-101/01') || pg_temp.book(3, 'TST-101/01') || pg_temp.book(4, 'TST-101/01'), 'confirmedconfirmedwaiting', 'it fills');
SELECT is(pg_temp.change('TST-101-01', 3, '{"capacity": 4}'), 'saved', 'a larger room');
SELECT is(pg_temp.state(4, 'TST-101/01'), 'confirmed', 'lets the next in line in');

-- Kept places.
SELECT is((SELECT outcome || most FROM app.keep_places(pg_temp.person(8), 'TST-101-02', NULL, 'sector-police', 9, NULL)), 'too_many3', 'no more than there are');
SELECT is((SELECT outcome FROM app.keep_places(pg_temp.person(8), 'TST-101-02', NULL, 'sector-police', 2, NULL)), 'kept', 'places for a sector');
SELECT results_eq($$SELECT label, places, free FROM app.kept_place k JOIN session s ON s.id = k.session WHERE s.slug = 'TST-101-02'$$, $$VALUES ('Police', 2, 2)$$, 'in the table');

-- Copying over the clock change of 28 March 2027.
SELECT FROM pg_temp.session('TST-101/61', 2, 10, '2027-03-23 09:30Z');
SELECT FROM pg_temp.session('TST-101/62', 2, 10, '2027-03-21 01:30Z');
SELECT is((SELECT outcome || copied FROM app.copy_sessions(pg_temp.person(8), ARRAY['TST-101-61', 'TST-101-62'], 1)), 'copied1', 'a time that does not exist is left out');
SELECT is((SELECT starts FROM session WHERE slug = 'TST-101-63'), '2027-03-30 08:30Z'::timestamptz, 'the same local time');

-- Readers.
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-T', 'Child T', 'x', 'scheduled');
INSERT INTO review_reader (review, person) SELECT id, pg_temp.person(8) FROM review WHERE code = 'LR-T';
UPDATE person SET coordinator = true WHERE code = 'T7';
UPDATE session SET review = (SELECT id FROM review WHERE code = 'LR-T') WHERE slug = 'TST-101-02';
SELECT is(app.read_session(pg_temp.person(8), 'TST-101-02') || ' ' || app.read_session(pg_temp.person(7), 'TST-101-02'), 'true false', 'a named reader, and no other coordinator');
SELECT results_eq($$SELECT person, object FROM audit WHERE act = 'read_review'$$, $$SELECT pg_temp.person(8), 'session TST-101-02'$$, 'the reading is kept');
SELECT is((SELECT string_agg(slug, ' ') FROM app.hidden_sessions(pg_temp.person(7)) WHERE slug LIKE 'TST%'), 'TST-101-02', 'it is hidden from the lists of others');
UPDATE review SET status = 'published' WHERE code = 'LR-T';
SELECT is(app.read_session(pg_temp.person(7), 'TST-101-02'), true, 'once published it is everyone''s');
SELECT * FROM finish();
ROLLBACK;

-- Dates made, opened and copied; who reads of a learning review before it is
-- published.
BEGIN;
\ir fixture.psql
SELECT plan(80);

CREATE FUNCTION pg_temp.form(p_more jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE sql AS $$
    SELECT '{"title": "Noticing", "theme": "", "delivery": "virtual", "room": "", "join_url": "", "approval": "none", "booking_opens": "",
             "booking_closes": "", "capacity": 3, "online_places": null, "min_numbers": null, "max_per_agency": null, "waiting_limit": 5,
             "trainers": [], "stewards": "", "visible_from": "", "only_sectors": [], "only_agencies": [], "by_invitation": false, "terms": "", "cost_venue": 120, "cost_trainer": null, "cost_other": null,
             "notes": "", "part1_date": "2026-12-03", "part1_starts": "09:30", "part1_ends": "12:30", "part1_name": ""}'::jsonb || p_more
$$;
CREATE FUNCTION pg_temp.make(p_more jsonb DEFAULT '{}', p_key uuid DEFAULT gen_random_uuid(), p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT outcome || coalesce(' ' || slug, '') FROM app.make_session(pg_temp.person(p_n), 'TST-101', p_key, pg_temp.form(p_more)) $$;
CREATE FUNCTION pg_temp.change(p_slug text, p_version int, p_more jsonb DEFAULT '{}', p_tell text DEFAULT NULL, p_n int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT concat_ws(' ', outcome, field, taken) FROM app.change_session(pg_temp.person(p_n), p_slug, p_version, pg_temp.form(p_more), p_tell, 'the trainer is ill') $$;
CREATE FUNCTION pg_temp.version(p_slug text) RETURNS int LANGUAGE sql AS $$ SELECT version FROM session WHERE slug = p_slug $$;

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
SELECT results_eq($$SELECT detail -> 'was' FROM audit WHERE act = 'edit_session' AND object = 'session TST-101-01'$$, $$VALUES ('{"title": "Noticing"}'::jsonb)$$, 'what stood there is kept');
SELECT is((SELECT app.audit_words(detail) FROM audit WHERE act = 'edit_session' AND object = 'session TST-101-01'), 'Title: Noticing → Acting', 'and told beside what stands there now');
SELECT is(app.audit_words(x.detail), x.words, x.what)
  FROM (VALUES ('{"was": {"room": "", "by_invitation": false, "only_sectors": [], "part2_starts": "09:30"}, "now": {"room": "V01-1", "by_invitation": true, "only_sectors": ["x"], "part2_starts": ""}, "version": 3}'::jsonb,
                E'By invitation only: no → yes\nDay 2, from: 09:30 → nothing\nOnly for these sectors: nothing → x\nRoom: Not known yet → V01-1', 'in words, whatever was saved'),
               ('{"why": "", "kind": "venue", "words": "It takes place online."}', 'It takes place online.', 'without empty labels'),
               ('{"why": "Asked for", "from": 3, "to": 1}', E'3 → 1\nWhy: Asked for', 'from and to, and why'),
               ('{"was": {"capacity": 3}}', 'Places, before: 3', 'of an old line what was there before'),
               ('{"from": null, "to": null, "event": "", "people": []}', NULL, 'nothing of nothing'),
               (jsonb_build_object('was', jsonb_build_object('words', repeat('a', 200) || ' one'), 'now', jsonb_build_object('words', repeat('a', 200) || ' two')),
                'What it says: …' || repeat('a', 19) || ' one → …' || repeat('a', 19) || ' two', 'of long texts what differs')) AS x (detail, words, what);

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
SELECT is(pg_temp.book(2, 'TST-101/01') || pg_temp.book(3, 'TST-101/01') || pg_temp.book(4, 'TST-101/01'), 'confirmedconfirmedwaiting', 'it fills');
DELETE FROM mail;
SELECT is(pg_temp.change('TST-101-01', 3, '{"title": "Acting", "capacity": 2}'), 'below_taken capacity 3', 'nobody loses the place');
SELECT is(pg_temp.change('TST-101-01', 3, '{"title": "Acting", "part1_starts": "10:00"}'), 'tell', 'who is booked is moved by an answer only');
SELECT results_eq($$SELECT kind, words FROM app.touched((SELECT id FROM session WHERE slug = 'TST-101-01'), pg_temp.form('{"part1_starts": "10:00", "title": "Acting"}'))$$,
    $$VALUES ('moved', 'It moves from Thursday 3 December 2026, 9:30am to 12:30pm to Thursday 3 December 2026, 10am to 12:30pm.')$$, 'which says what moves');
SELECT is(pg_temp.change('TST-101-01', 3, '{"title": "Acting", "part1_date": "2026-11-02"}', 'no'), 'in_past', 'nor into the past');
SELECT is(pg_temp.change('TST-101-01', 3, '{"title": "Acting", "part1_date": "2026-12-10"}', 'yes'), 'saved', 'with the answer it moves');
SELECT results_eq($$SELECT kind, count(*) FROM mail GROUP BY 1 ORDER BY 1$$, $$VALUES ('session_moved', 4::bigint)$$, 'everyone is asked whether they can still come');
SELECT results_eq($$SELECT earlier_dates, sequence FROM session WHERE slug = 'TST-101-01'$$, $$VALUES (ARRAY['2026-12-03'::date], 1)$$, 'its earlier day stays known, calendars learn of it');
SELECT is((SELECT count(*) FROM still_coming), 4::bigint, 'and may say no at no charge');
DELETE FROM mail;
SELECT is(pg_temp.change('TST-101-01', 4, '{"title": "Hearing", "part1_date": "2026-12-10"}', 'no'), 'saved', 'told by somebody else already');
SELECT is_empty($$SELECT FROM mail$$, 'nobody is written to');
SELECT is((SELECT words FROM session_change ORDER BY id DESC LIMIT 1), 'It is called Hearing.', 'its pages tell it');
SELECT is(pg_temp.change('TST-101-01', 5, '{"title": "Hearing", "part1_date": "2026-12-10", "capacity": 4}'), 'saved', 'a larger room touches nobody');
SELECT is(pg_temp.state(4, 'TST-101/01'), 'confirmed', 'and lets the next in line in');

-- Room or online: those of both come together, never more than there are places.
SELECT is(pg_temp.change('TST-101-01', 6, '{"title": "Hearing", "part1_date": "2026-12-10", "delivery": "hybrid", "capacity": 5, "online_places": 3}', 'no'), 'below_taken online_places 4', 'those who come online stay so');
SELECT is(pg_temp.change('TST-101-01', 6, '{"title": "Hearing", "part1_date": "2026-12-10", "delivery": "hybrid", "capacity": 5, "online_places": 4}', 'no'), 'saved', 'a room besides');
SELECT results_eq($$SELECT l.kind, l.capacity, l.taken FROM pool l JOIN session s ON s.id = l.session WHERE s.slug = 'TST-101-01' ORDER BY 1$$,
    $$VALUES ('in_person', 5, 0), ('virtual', 4, 4)$$, 'they are counted online');
UPDATE booking SET pool = (SELECT l.id FROM pool l JOIN session s ON s.id = l.session WHERE s.slug = 'TST-101-01' AND l.kind = 'in_person') WHERE id = pg_temp.booking(1, 'TST-101/01');
UPDATE pool l SET taken = CASE kind WHEN 'virtual' THEN 3 ELSE 1 END FROM session s WHERE s.id = l.session AND s.slug = 'TST-101-01';
SELECT is(pg_temp.change('TST-101-01', 7, '{"title": "Hearing", "part1_date": "2026-12-10", "capacity": 3}', 'no'), 'below_taken capacity 4', 'both count');
SELECT is(pg_temp.change('TST-101-01', 7, '{"title": "Hearing", "part1_date": "2026-12-10", "capacity": 4}', 'no'), 'saved', 'online only again');
SELECT results_eq($$SELECT l.kind, l.capacity, l.taken FROM pool l JOIN session s ON s.id = l.session WHERE s.slug = 'TST-101-01'$$, $$VALUES ('main', 4, 4)$$, 'together');

-- Kept places.
SELECT is((SELECT outcome || most FROM app.keep_places(pg_temp.person(8), 'TST-101-02', NULL, 'sector-police', 9, NULL)), 'too_many3', 'no more than there are');
SELECT is((SELECT outcome FROM app.keep_places(pg_temp.person(8), 'TST-101-02', NULL, 'sector-police', 2, NULL)), 'kept', 'places for a sector');
SELECT results_eq($$SELECT label, places, free FROM app.kept_place k JOIN session s ON s.id = k.session WHERE s.slug = 'TST-101-02'$$, $$VALUES ('Police', 2, 2)$$, 'in the table');

-- Copying over the clock change of 28 March 2027.
SELECT FROM pg_temp.session('TST-101/61', 2, 10, '2027-03-23 09:30Z');
SELECT FROM pg_temp.session('TST-101/62', 2, 10, '2027-03-21 01:30Z');
SELECT is((SELECT outcome || copied FROM app.copy_sessions(pg_temp.person(8), ARRAY['TST-101-61', 'TST-101-62'], 1)), 'copied1', 'a time that does not exist is left out');
SELECT is((SELECT starts FROM session WHERE slug = 'TST-101-63'), '2027-03-30 08:30Z'::timestamptz, 'the same local time');

-- What a copy takes along, over the change of 25 October 2026 and back.
SELECT FROM pg_temp.session('TST-101/71', 2, 10, '2027-10-26 08:30Z');
UPDATE session SET agenda = '[{"slot": "WS1", "title": "Round", "starts": "2027-10-26T09:00:00+01:00", "ends": "2027-10-26T10:00:00+01:00"}]',
       booking_closes = '2027-10-25 16:00Z' WHERE slug = 'TST-101-71';
INSERT INTO trainer (person, code) VALUES (pg_temp.person(5), 'TT5') ON CONFLICT DO NOTHING;
INSERT INTO workshop (session, code, slot, title, repeat_of) SELECT id, c, 'WS1', c, r FROM session, (VALUES ('A1', NULL), ('A2', 'A1')) AS v (c, r) WHERE slug = 'TST-101-71';
INSERT INTO pool (session, kind, workshop, capacity) SELECT session, 'workshop', id, 7 FROM workshop WHERE code IN ('A1', 'A2');
INSERT INTO workshop_lead (workshop, trainer) SELECT id, pg_temp.person(5) FROM workshop WHERE code = 'A1';
SELECT is((SELECT outcome FROM app.cap_places(pg_temp.person(8), 'TST-101-71', 'TST1', 1)), 'capped', 'one organisation has a number of its own');
SELECT is((SELECT outcome FROM app.keep_places(pg_temp.person(8), 'TST-101-71', NULL, 'sector-police', 1, '2027-10-18')), 'kept', 'a place is kept');
SELECT is((SELECT outcome FROM app.keep_places(pg_temp.person(8), 'TST-101-71', NULL, 'sector-police', 1, '2027-10-27')), 'release_late', 'never past the date');
SELECT is((SELECT outcome || copied || left_out FROM app.copy_sessions(pg_temp.person(8), ARRAY['TST-101-71'], 1)), 'copied10', 'a week on, when the clocks have gone back');
SELECT results_eq($$SELECT starts, booking_closes, agenda -> 0 ->> 'starts' FROM session WHERE slug = 'TST-101-72'$$,
    $$VALUES ('2027-11-02 09:30Z'::timestamptz, '2027-11-01 17:00Z'::timestamptz, '2027-11-02T09:00:00+00:00')$$, 'the same times on the clock, of the plan of the day too');
SELECT results_eq($$SELECT w.code, w.repeat_of, l.capacity, g.trainer FROM workshop w JOIN session s ON s.id = w.session JOIN pool l ON l.workshop = w.id
                      LEFT JOIN workshop_lead g ON g.workshop = w.id WHERE s.slug = 'TST-101-72' ORDER BY 1$$,
    $$VALUES ('A1', NULL::text, 7, pg_temp.person(5)), ('A2', 'A1', 7, NULL)$$, 'its workshops, repeats, places and who leads them');
SELECT results_eq($$SELECT k.places, k.release, c.places FROM session s JOIN reserve k ON k.session = s.id JOIN session_cap c ON c.session = s.id WHERE s.slug = 'TST-101-72'$$,
    $$VALUES (1, '2027-10-25 08:00Z'::timestamptz, 1)$$, 'kept places and limits');
SELECT is((SELECT copied || ' ' || left_out FROM app.copy_sessions(pg_temp.person(8), ARRAY['TST-101-71'], 1)), '0 1', 'never twice');
SELECT is((SELECT outcome || copied FROM app.copy_sessions(pg_temp.person(8), ARRAY['TST-101-61'], 4)), 'copied1', 'onto 20 April');
SELECT is((SELECT string_agg(words, ';') FROM app.clashes(NULL, app.form_later((SELECT id FROM session WHERE slug = 'TST-101-71'), 9))), '28 December is a bank holiday: Boxing Day (substitute)', 'a bank holiday is told before');

-- One organisation's own number, and the places kept for it.
SELECT FROM pg_temp.session('TST-101/81', 4, 10);
UPDATE session SET max_per_agency = 3 WHERE slug = 'TST-101-81';
SELECT FROM app.cap_places(pg_temp.person(8), 'TST-101-81', 'TST1', 1);
SELECT is(pg_temp.book(1, 'TST-101/81') || ' ' || pg_temp.book(2, 'TST-101/81'), 'confirmed waiting', 'its own number counts, not that of all');
SELECT results_eq($$SELECT code, used, cap, own FROM app.kept_cap k JOIN session s ON s.id = k.session WHERE s.slug = 'TST-101-81'$$, $$VALUES ('TST1', 1::bigint, 1, 1)$$, 'shown beside');
SELECT FROM app.cap_places(pg_temp.person(8), 'TST-101-81', 'TST1', NULL);
SELECT is(pg_temp.state(2, 'TST-101/81'), 'confirmed', 'without it the line moves at once');
SELECT FROM pg_temp.session('TST-101/82', 1, 10);
SELECT FROM app.keep_places(pg_temp.person(8), 'TST-101-82', NULL, 'sector-school_primary', 1, '2026-11-20');
SELECT is(pg_temp.book(3, 'TST-101/82'), 'waiting', 'the one place is kept for others');
UPDATE reserve SET release = clock() WHERE session = (SELECT id FROM session WHERE slug = 'TST-101-82');
SELECT FROM app.work_lapse((SELECT id FROM session WHERE slug = 'TST-101-82'));
SELECT is(pg_temp.state(3, 'TST-101/82'), 'confirmed', 'released by its date, the line moves in the same transaction');

-- A larger room never skips an agreement.
SELECT FROM pg_temp.session('TST-101/83', 1, 10);
UPDATE session SET approval = 'coordinator' WHERE slug = 'TST-101-83';
SELECT is(pg_temp.book(4, 'TST-101/83') || pg_temp.book(5, 'TST-101/83'), 'requestedrequested', 'two ask');
SELECT is(pg_temp.change('TST-101-83', 1, '{"title": "Noticing and acting", "approval": "coordinator", "part1_date": "2026-12-01", "part1_starts": "10:00", "part1_ends": "12:00", "capacity": 5}'), 'saved', 'there is room for both');
SELECT is(pg_temp.state(4, 'TST-101/83') || pg_temp.state(5, 'TST-101/83'), 'requestedrequested', 'they still await agreement');

-- Who waits for any date comes first when one opens.
SELECT FROM pg_temp.make('{"part1_date": "2026-12-08"}');
INSERT INTO wish (event, person, seed, key, hash, code)
SELECT id, pg_temp.person(6), '0123456789abcdef', 1, sha256('w'), sha256('v') FROM event WHERE code = 'TST-101';
SELECT is((SELECT outcome FROM app.publish(pg_temp.person(8), ARRAY[(SELECT slug FROM session WHERE status = 'draft' AND starts = '2026-12-08 09:30Z')], NULL)), 'published', 'a new date opens');
SELECT is((SELECT b.state FROM booking b JOIN session s ON s.id = b.session WHERE b.person = pg_temp.person(6) AND s.starts = '2026-12-08 09:30Z'), 'offered', 'and is offered to who waits for any');

-- Courses.
CREATE FUNCTION pg_temp.event(p_more jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'array' THEN to_jsonb(app.field_text(value)) ELSE value END) FROM jsonb_each(app.event_form(id))) || '{"delivery": ["virtual"]}' || p_more FROM event WHERE code = 'TST-101' $$;
SELECT is((SELECT outcome FROM app.make_event(pg_temp.person(8), pg_temp.event('{"code": "TST-201", "needs1": "TST-101", "needs1_months": 24, "needs1_equal": "Level 2 of the next county"}'))), 'saved', 'a course that needs another');
SELECT is((SELECT outcome FROM app.make_event(pg_temp.person(8), pg_temp.event('{"code": "TST-201"}'))), 'code_taken', 'one of a code');
SELECT is((SELECT outcome FROM app.change_event(pg_temp.person(8), 'TST-201', 1, pg_temp.event('{"needs1": "TST-201"}'))), 'needs_itself', 'never itself');
INSERT INTO past_attendance (person, equivalent, held, hours) VALUES (pg_temp.person(7), 'level 2 of the NEXT county', '2026-01-10', 3), (pg_temp.person(6), 'Level 2 of the next county', '2023-01-10', 3);
UPDATE session SET event = (SELECT id FROM event WHERE code = 'TST-201') WHERE slug = 'TST-101-81';
SELECT is(pg_temp.book(7, 'TST-101/81') || ' ' || pg_temp.book(6, 'TST-101/81'), 'confirmed no_prerequisite', 'training elsewhere of that name counts, for as long');

-- Readers.
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-T', 'Child T', 'x', 'scheduled');
INSERT INTO review_reader (review, person) SELECT id, pg_temp.person(8) FROM review WHERE code = 'LR-T';
UPDATE person SET coordinator = true WHERE code = 'T7';
UPDATE session SET review = (SELECT id FROM review WHERE code = 'LR-T') WHERE slug = 'TST-101-02';
SELECT is(app.may_reach(pg_temp.person(8), '{ref}', '{TST-101-02}') || ' ' || app.may_reach(pg_temp.person(7), '{ref}', '{TST-101-02}'), 'true false', 'a named reader, and no other coordinator');
SELECT results_eq($$SELECT person, object FROM audit WHERE act = 'read_review'$$, $$SELECT pg_temp.person(8), 'session TST-101-02'$$, 'the reading is kept');
SELECT is_empty($$SELECT FROM app.panel_history h JOIN session s ON s.id = h.session WHERE s.slug = 'TST-101-02' AND h.words LIKE 'Read%'$$, 'for the audit trail, not for the history of the date');
SELECT is((SELECT string_agg(slug, ' ') FROM app.hidden_sessions(pg_temp.person(7)) WHERE slug LIKE 'TST%'), 'TST-101-02', 'it is hidden from the lists of others');
UPDATE review SET status = 'published' WHERE code = 'LR-T';
SELECT is(app.may_reach(pg_temp.person(7), '{ref}', '{TST-101-02}'), true, 'once published it is everyone''s');
SELECT * FROM finish();
ROLLBACK;

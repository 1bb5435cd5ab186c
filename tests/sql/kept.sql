-- Whom places are kept for, and the most that an organisation may have: by
-- agency, by setting, by sector.
BEGIN;
\ir fixture.psql
SELECT plan(39);

-- three schools of one group: t1 and t2 of the first, t3 and t4 of the second, t5 and t6 name none
INSERT INTO agency (code, name, short_name, sector, charging_class)
VALUES ('TST3', 'Primary schools', 'Primaries', 'school_primary', 'safeguarding_partner');
INSERT INTO setting (agency, name) SELECT id, s FROM agency, unnest(ARRAY['Ash School', 'Birch School']) AS s WHERE code = 'TST3';
UPDATE person SET agency = (SELECT id FROM agency WHERE code = 'TST3'),
       setting = (SELECT id FROM setting WHERE name = CASE WHEN code IN ('T1', 'T2') THEN 'Ash School' WHEN code IN ('T3', 'T4') THEN 'Birch School' END)
 WHERE code IN ('T1', 'T2', 'T3', 'T4', 'T5', 'T6');
CREATE FUNCTION pg_temp.states(p_ref text) RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(substr(p.code, 2) || ' ' || b.state, ', ' ORDER BY p.code) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
      JOIN lectern.session s ON s.id = b.session WHERE s.ref = p_ref
$$;
CREATE FUNCTION pg_temp.books(p_ref text, VARIADIC p_who int[]) RETURNS text
LANGUAGE sql AS $$ SELECT string_agg(pg_temp.book(n, p_ref), ' ' ORDER BY o) FROM unnest(p_who) WITH ORDINALITY AS w (n, o) $$;
CREATE FUNCTION pg_temp.limits(p_most int, p_by text, p_reserves text DEFAULT '', p_version int DEFAULT NULL, p_actor int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$
    SELECT concat_ws(' ', c.outcome, c.line) FROM app.change_limits(pg_temp.person(p_actor), 'TST3',
        coalesce(p_version, (SELECT version FROM lectern.agency WHERE code = 'TST3')),
        jsonb_build_object('max_per_session', p_most, 'capped_by', p_by, 'reserves', p_reserves)) AS c
$$;
CREATE FUNCTION pg_temp.keep(p_ref text, p_group text, p_places int, p_release date DEFAULT '2026-11-20') RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.keep_places(pg_temp.person(8), replace(p_ref, '/', '-'), NULL, p_group, p_places, p_release) $$;
CREATE FUNCTION pg_temp.setting(p_name text) RETURNS text
LANGUAGE sql AS $$ SELECT 'setting-' || id FROM lectern.setting WHERE name = p_name $$;

-- the most of an organisation, on every date
SELECT is(pg_temp.limits(1, 'agency', p_actor => 1), 'not_found', 'coordinators alone say what an organisation may have');
SELECT is(pg_temp.limits(1, 'agency', p_version => 7), 'stale', 'and not over what somebody else saved');
SELECT is(pg_temp.limits(1, 'agency'), 'saved', 'one place of each date');
SELECT pg_temp.session('TST-101/01', 9);
SELECT is(pg_temp.books('TST-101/01', 1, 3, 5, 2, 4, 6), 'confirmed waiting waiting waiting waiting waiting', 'is one for the whole group of schools');
SELECT is(pg_temp.limits(1, 'setting'), 'saved', 'counted by setting');
SELECT is(pg_temp.states('TST-101/01'), '1 confirmed, 2 waiting, 3 confirmed, 4 waiting, 5 confirmed, 6 waiting',
          'it is one for each school, and one for those who name none, at once');
SELECT is((SELECT string_agg(substr(code, 2) || ' ' || why_words, ', ' ORDER BY code) FROM app.desk_line),
          (SELECT string_agg(n || ' Their organisation has all the places it may have on this date', ', ') FROM unnest(ARRAY[2, 4, 6]) AS n), 'the desk sees why the others wait');
SELECT results_eq($$SELECT name, used, cap FROM app.kept_cap ORDER BY name$$,
    $$VALUES ('Primary schools: Ash School', 1::bigint, 1), ('Primary schools: Birch School', 1, 1), ('Primary schools: no setting given', 1, 1)$$, 'and each school beside its limit');
SELECT is(pg_temp.limits(NULL, 'setting'), 'saved', 'no limit');
SELECT is((SELECT count(*) FROM booking WHERE state = 'confirmed'), 6::bigint, 'all have a place');
SELECT is((SELECT string_agg(app.audit_words(detail), ', ' ORDER BY id) FROM audit WHERE act = 'change_limits'),
          'At most of each date: nothing → 1, Counted for: All its people together → The people of each setting (school, practice) by themselves, At most of each date: 1 → nothing',
          'each change is kept with what was before and after');
SELECT is(pg_temp.limits(0, 'agency'), 'saved', 'none at all');
SELECT pg_temp.session('TST-101/02', 9);
SELECT is(pg_temp.books('TST-101/02', 1, 7), 'waiting confirmed', 'is none, for them');
SELECT is((SELECT count(*) FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'TST-101/01' AND b.state = 'confirmed'), 6::bigint, 'and takes nobody''s place away');
SELECT FROM app.cap_places(pg_temp.person(8), 'TST-101-02', 'TST3', 1);
SELECT is(pg_temp.states('TST-101/02'), '1 confirmed, 7 confirmed', 'a date has a number of its own for them');
SELECT pg_temp.limits(NULL, 'setting');
SELECT is(pg_temp.books('TST-101/02', 2, 3), 'waiting confirmed', 'counted in the same way');

-- kept on each new date
SELECT is(pg_temp.limits(NULL, 'agency', E'TST-101: 2\nTST-999: 1'), 'no_such_course TST-999: 1', 'places are kept on dates of courses that there are');
SELECT is(pg_temp.limits(NULL, 'agency', 'TST-101'), 'no_such_course TST-101', 'with a number');
SELECT is(pg_temp.limits(NULL, 'agency', ' tst-101 : 2 '), 'saved', 'a line each');
SELECT is(app.reserves_text(pg_temp.person(8), (SELECT id FROM agency WHERE code = 'TST3')), 'TST-101: 2', 'as the form shows them again');
SELECT app.make_reserves(pg_temp.session('TST-101/03', 3));
SELECT is((SELECT string_agg(label || places, '') FROM app.kept_place k JOIN session s ON s.id = k.session WHERE s.ref = 'TST-101/03'), 'Primaries2', 'a new date keeps them');

-- places kept for a setting
SELECT pg_temp.session('TST-101/04', 2), pg_temp.limits(NULL, 'agency');
SELECT is(pg_temp.keep('TST-101/04', pg_temp.setting('Ash School'), 1), 'kept', 'a place is kept for one school');
SELECT is(pg_temp.books('TST-101/04', 3, 4, 7), 'confirmed waiting waiting', 'not for others of its group');
SELECT is((SELECT DISTINCT why_words FROM app.desk_line n JOIN session s ON s.id = n.session WHERE s.ref = 'TST-101/04'), 'What is free is kept for another group', 'as the desk sees');
SELECT is(pg_temp.books('TST-101/04', 1, 2), 'confirmed waiting', 'the school has it, once');
SELECT is((SELECT kind_words || used || free FROM app.kept_place k JOIN session s ON s.id = k.session WHERE s.ref = 'TST-101/04'), 'Setting10', 'and it is counted as used');
SELECT pg_temp.session('TST-101/05', 2);
SELECT FROM pg_temp.limits(0, 'setting'), pg_temp.keep('TST-101/05', pg_temp.setting('Ash School'), 1);
SELECT is(pg_temp.books('TST-101/05', 1, 2, 3), 'confirmed waiting waiting', 'no limit refuses a kept place');
UPDATE reserve SET release = clock() - interval '1 day' WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/05');
SELECT is((SELECT outcome FROM app.keep_places(pg_temp.person(8), 'TST-101-05', NULL, pg_temp.setting('Birch School'), 1, '2026-11-01')), 'kept', 'places whose day is past');
SELECT is((SELECT count(*) FROM reserve k JOIN session s ON s.id = k.session WHERE s.ref = 'TST-101/05' AND NOT k.released), 0::bigint, 'go to everyone at once, those that are overdue too');
SELECT is(pg_temp.states('TST-101/05'), '1 confirmed, 2 waiting, 3 waiting', 'within the limits');
SELECT is((SELECT sum(taken) FROM pool l JOIN session s ON s.id = l.session WHERE s.ref = 'TST-101/05'), 1::bigint, 'and counted');

-- a date in the room and online: places are kept in the room
SELECT pg_temp.limits(NULL, 'agency');
SELECT pg_temp.session('TST-101/06', 2);
UPDATE session SET delivery = 'hybrid' WHERE ref = 'TST-101/06';
UPDATE pool SET kind = 'in_person' WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/06');
INSERT INTO pool (session, kind, capacity) SELECT id, 'virtual', 1 FROM session WHERE ref = 'TST-101/06';
CREATE FUNCTION pg_temp.by(p_n int, p_kind text) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book(pg_temp.person(p_n), 'TST-101-06', p_kind, gen_random_uuid(), sha256('x'), NULL, NULL, NULL, NULL, NULL,
        substr(sha256(('h' || p_n)::bytea), 1, 16), 1, sha256(('t' || p_n)::bytea), sha256(('c' || p_n)::bytea), p_clash => true)
$$;
CREATE FUNCTION pg_temp.kept() RETURNS text
LANGUAGE sql AS $$ SELECT used || ' used, ' || free || ' left' FROM app.kept_place k JOIN lectern.session s ON s.id = k.session WHERE s.ref = 'TST-101/06' $$;
SELECT pg_temp.keep('TST-101/06', 'agency-TST3', 1);
SELECT is(pg_temp.by(1, 'virtual'), 'confirmed', 'somebody of them joins online');
SELECT is(pg_temp.kept(), '0 used, 1 left', 'which uses up no place kept in the room');
SELECT is(pg_temp.by(7, 'in_person') || ' ' || pg_temp.by(8, 'in_person'), 'confirmed waiting', 'nor opens it to others');
SELECT is(pg_temp.by(2, 'in_person'), 'confirmed', 'it is theirs');
SELECT is(pg_temp.kept(), '1 used, 0 left', 'and used then');
SELECT is(pg_temp.by(3, 'virtual'), 'waiting', 'online nothing is kept for them');
SELECT FROM app.cancel(pg_temp.person(2), pg_temp.booking(2, 'TST-101/06'), '');
SELECT is(pg_temp.kept() || ', ' || pg_temp.state(8, 'TST-101/06'), '0 used, 1 left, waiting', 'given up, it is kept again');
SELECT is(app.switch_mode(pg_temp.person(1), pg_temp.booking(1, 'TST-101/06'), 'in_person') || ', ' || pg_temp.kept() || ', ' || pg_temp.state(3, 'TST-101/06'),
          'switched, 1 used, 0 left, confirmed', 'who comes to the room after all has it, and the online place goes on');
SELECT * FROM finish();
ROLLBACK;

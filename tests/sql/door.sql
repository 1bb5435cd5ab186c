-- The door and the register: what a scan means, who may say so, what is kept.
BEGIN;
CREATE EXTENSION IF NOT EXISTS pgtap;
SET LOCAL search_path = lectern, app, public;
SET LOCAL client_min_messages = warning;
SELECT plan(91);
\set vectors `cat "${srcdir:-.}/tests/data/door_outcomes.json"`

-- Tuesday 1 December 2026 is day 1; the clock stands at 9:00 on it.
UPDATE deployment SET demo = true, shift = timestamptz '2026-12-01 09:00Z' - now();
CREATE FUNCTION pg_temp.moment(p jsonb) RETURNS timestamptz LANGUAGE sql
AS $$ SELECT lectern.local_instant(date '2026-11-30' + (p ->> 0)::int + (p ->> 1)::time) $$;
CREATE FUNCTION pg_temp.clock_to(p_day int, p_time text) RETURNS void LANGUAGE sql
AS $$ UPDATE lectern.deployment SET shift = pg_temp.moment(jsonb_build_array(p_day, p_time)) - now() $$;

INSERT INTO sector VALUES ('police') ON CONFLICT DO NOTHING;
INSERT INTO charging_class VALUES ('t', 'Test') ON CONFLICT DO NOTHING;
INSERT INTO agency (code, name, short_name, sector, charging_class) VALUES ('TA', 'Test Police', 'Police', 'police', 't');
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('DOR-1', 'course', 'Test', 'Test', 'L1', 60, 'x', 40);
INSERT INTO session (ref, event, title, delivery, status, starts, ends)
SELECT 'DOR-1/' || s, id, 'Test', 'virtual', CASE s WHEN 'D' THEN 'draft' ELSE 'open' END,
       pg_temp.moment('[1, "09:30"]'), pg_temp.moment('[8, "12:30"]')
  FROM event, unnest(ARRAY['A', 'B', 'D']) AS s WHERE code = 'DOR-1';
INSERT INTO part (session, number, name, starts, ends)
SELECT s.id, n, 'Part ' || n, pg_temp.moment(q.starts), pg_temp.moment(q.ends)
  FROM session s,
       (VALUES (1, '[1, "09:30"]'::jsonb, '[1, "12:30"]'::jsonb), (2, '[1, "13:30"]', '[1, "16:00"]'),
               (3, '[8, "09:30"]', '[8, "12:30"]')) AS q (n, starts, ends)
 WHERE s.ref LIKE 'DOR-1/%';
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 40 FROM session WHERE ref LIKE 'DOR-1/%';
INSERT INTO person (code, first_name, last_name, email, coordinator, status)
SELECT 'DS-' || c, initcap(c), 'Staff', c || '@staff.example.org', c = 'office', CASE c WHEN 'gone' THEN 'left' ELSE 'active' END
  FROM unnest(ARRAY['trainer', 'steward', 'office', 'other', 'nobody', 'gone']) AS c;
CREATE FUNCTION pg_temp.who(p text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM lectern.person WHERE code = 'DS-' || p $$;
CREATE FUNCTION pg_temp.session(p text) RETURNS bigint LANGUAGE sql AS $$ SELECT id FROM lectern.session WHERE ref = 'DOR-1/' || p $$;
INSERT INTO duty (session, person, kind)
VALUES (pg_temp.session('A'), pg_temp.who('trainer'), 'trainer'), (pg_temp.session('A'), pg_temp.who('steward'), 'steward'),
       (pg_temp.session('A'), pg_temp.who('gone'), 'trainer'), (pg_temp.session('B'), pg_temp.who('office'), 'steward'), (pg_temp.session('B'), pg_temp.who('other'), 'trainer'),
       (pg_temp.session('D'), pg_temp.who('trainer'), 'trainer');

-- one booking a ticket of the vectors
CREATE TEMP TABLE holder AS
SELECT t.key AS name, coalesce(t.value ->> 'of', t.key) AS person, t.value ->> 'session' AS session,
       t.value ->> 'state' AS state, coalesce((t.value ->> 'version')::int, 1) AS version
  FROM jsonb_each(:'vectors'::jsonb -> 'tickets') AS t;
INSERT INTO person (code, first_name, last_name, agency)
SELECT 'DT-' || person, initcap(person), 'O''Neil', (SELECT id FROM agency WHERE code = 'TA') FROM holder WHERE name = person;
INSERT INTO booking (session, person, pool, state, ended_by, agency)
SELECT s.id, p.id, l.id, h.state, CASE WHEN h.state IN ('cancelled', 'declined') THEN 'person' END, p.agency
  FROM holder h
  JOIN session s ON s.ref = 'DOR-1/' || h.session
  JOIN pool l ON l.session = s.id
  JOIN person p ON p.code = 'DT-' || h.name;
CREATE FUNCTION pg_temp.booking(p text) RETURNS bigint LANGUAGE sql
AS $$ SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = 'DT-' || $1 $$;
INSERT INTO ticket (booking, version, session, seed, key, hash, code)
SELECT pg_temp.booking(h.person), h.version, s.id, substr(sha256(h.name::bytea), 1, 16), 1,
       sha256(h.name::bytea), sha256(('code ' || h.name)::bytea)
  FROM holder h JOIN session s ON s.ref = 'DOR-1/' || h.session;

-- one scan by someone; the answer
CREATE FUNCTION pg_temp.send(p_who text, p_scan jsonb, p_ref text DEFAULT 'DOR-1-A', p_offset interval DEFAULT '0',
                             p_device uuid DEFAULT NULL) RETURNS jsonb LANGUAGE sql
AS $$ SELECT app.check_in(pg_temp.who(p_who), p_ref, p_device, p_offset,
          jsonb_build_array(jsonb_build_object('id', gen_random_uuid()) || p_scan)) $$;
CREATE FUNCTION pg_temp.ticket(p_name text, p_at jsonb, p_way text DEFAULT 'in') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('hash', encode(sha256(p_name::bytea), 'hex'), 'at', pg_temp.moment(p_at), 'way', p_way, 'means', 'camera') $$;

-- A case of the vectors, at an empty door: the first thing that differs.
CREATE FUNCTION pg_temp.run(p_case jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_scan    jsonb;
    v_number  int := 0;
    v_got     jsonb;
    v_wanted  jsonb;
BEGIN
    DELETE FROM lectern.scan;
    FOR v_scan IN SELECT value FROM jsonb_array_elements(p_case -> 'scans') LOOP
        v_number := v_number + 1;
        v_got := pg_temp.send('trainer', jsonb_strip_nulls(jsonb_build_object(
            'id', md5(coalesce(v_scan ->> 'id', v_number::text))::uuid,
            'hash', encode(sha256((v_scan ->> 'who')::bytea), 'hex'),
            'at', pg_temp.moment(v_scan -> 'at'), 'part', v_scan -> 'ask', 'way', v_scan -> 'way',
            'means', CASE WHEN v_scan ? 'who' THEN 'camera' END,
            'undoes', md5(v_scan ->> 'undoes')::uuid, 'reason', v_scan -> 'reason',
            'person', CASE WHEN v_scan ? 'person' THEN jsonb_build_object('name', v_scan -> 'person') END)));
        IF v_scan ? 'first' THEN
            v_got := jsonb_set(v_got, '{first}', to_jsonb((v_got #>> '{first,at}')::timestamptz));
            v_scan := jsonb_set(v_scan, '{first}', to_jsonb(pg_temp.moment(v_scan -> 'first')));
        END IF;
        SELECT jsonb_object_agg(key, value) INTO v_wanted FROM jsonb_each(v_scan)
         WHERE key IN ('outcome', 'part', 'late', 'early', 'flag', 'first');
        IF NOT v_got @> v_wanted THEN
            RETURN format('scan %s gave %s, not %s', v_number, v_got, v_wanted);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
SELECT is(pg_temp.run(c.value), NULL, c.value ->> 'says') FROM jsonb_array_elements(:'vectors'::jsonb -> 'cases') AS c;
DELETE FROM scan;

-- Who may.
SELECT is((SELECT string_agg(d.duty || d.may_search, ' ' ORDER BY p.code) FROM person p, app.door_right(p.id, 'DOR-1-A') d WHERE p.code LIKE 'DS-%'),
          'coordinatortrue stewardfalse trainertrue', 'trainers, stewards and coordinators have the door of their session, nobody else');
SELECT is((SELECT duty FROM app.door_right(pg_temp.who('office'), 'DOR-1-B')), 'coordinator', 'a coordinator who stewards stays a coordinator');
SELECT is(pg_temp.send('other', pg_temp.ticket('amy', '[1, "09:10"]')), NULL, 'another session''s trainer gets nothing');
SELECT is(pg_temp.send('trainer', pg_temp.ticket('amy', '[1, "09:10"]'), 'DOR-1-D'), NULL, 'a draft has no door');
SELECT is((SELECT count(*) FROM scan), 0::bigint, 'and nothing is kept');
SELECT is(pg_temp.send('steward', pg_temp.ticket('amy', '[1, "09:10"]')) ->> 'outcome', 'admitted', 'a steward scans');
SELECT is(pg_temp.send('steward', pg_temp.ticket('bob', '[1, "09:10"]') - 'hash' || jsonb_build_object('code', encode(sha256('code bob'), 'hex'))) ->> 'name',
          'Bob O''Neil', 'and types a code');
SELECT is(pg_temp.send('steward', jsonb_build_object('booking', pg_temp.booking('hal'), 'at', pg_temp.moment('[1, "09:10"]'))) ->> 'outcome',
          'invalid', 'but signs nobody in by name');
SELECT is(pg_temp.send('steward', jsonb_build_object('person', '{"name": "x"}'::jsonb, 'at', pg_temp.moment('[1, "09:10"]'))) ->> 'outcome',
          'invalid', 'nor without a booking');
SELECT is(pg_temp.send('steward', (SELECT jsonb_build_object('undoes', id, 'reason', 'x') FROM scan ORDER BY seq LIMIT 1)) ->> 'outcome',
          'invalid', 'and takes nothing back');
SELECT is(pg_temp.send('trainer', jsonb_build_object('booking', pg_temp.booking('ivy'), 'at', pg_temp.moment('[1, "09:10"]'))) ->> 'outcome',
          'unknown', 'a booking of another session is not to be found by its number');
SELECT is(pg_temp.send('trainer', pg_temp.ticket('jon', '[1, "09:10"]') - 'hash' || jsonb_build_object('code', encode(sha256('code jon'), 'hex'))) ->> 'outcome',
          'unknown', 'a typed code is good for its own session only');
SELECT is(pg_temp.send('other', (SELECT jsonb_build_object('undoes', id, 'reason', 'x') FROM scan ORDER BY seq LIMIT 1), 'DOR-1-B') ->> 'outcome',
          'unknown', 'another door''s scan cannot be taken back');
SELECT is(pg_temp.send('other', (SELECT jsonb_build_object('id', id) FROM scan ORDER BY seq LIMIT 1), 'DOR-1-B'),
          (SELECT jsonb_build_object('id', id, 'outcome', 'invalid') FROM scan ORDER BY seq LIMIT 1), 'and its answer is not told');
SELECT is((SELECT jsonb_object_agg(k, v) FROM jsonb_each(pg_temp.send('trainer', pg_temp.ticket('ivy', '[1, "09:10"]'))) AS e (k, v)
            WHERE k NOT IN ('id', 'part', 'at', 'way')), '{"outcome": "wrong_session"}', 'a ticket of another session names nobody');

-- What is kept.
SELECT is((SELECT (s.by, s.means, s.at, s.part)::text FROM scan s WHERE booking = pg_temp.booking('amy')),
          (pg_temp.who('steward'), 'camera', pg_temp.moment('[1, "09:10"]'), 1)::text, 'by whom, how, when and for which part');
SELECT is(pg_temp.send('trainer', pg_temp.ticket('hal', '[1, "08:20"]'), p_offset => '1 hour', p_device => '11111111-1111-4111-8111-111111111111')
              ->> 'outcome', 'admitted', 'a phone whose clock is an hour slow');
SELECT is((SELECT (at - sent_at, at)::text FROM scan WHERE booking = pg_temp.booking('hal')),
          (interval '1 hour', pg_temp.moment('[1, "09:20"]'))::text, 'is put right, both times stay');
SELECT is((pg_temp.send('steward', pg_temp.ticket('hal', '[1, "09:30"]')) -> 'first') - 'at',
          '{"by": "Trainer Staff", "device": "11111111-1111-4111-8111-111111111111"}', 'already says on which phone and by whom');

-- Attendance.
CREATE FUNCTION pg_temp.attendance(p text, p_part int DEFAULT 1) RETURNS text LANGUAGE sql
AS $$ SELECT concat_ws(' ', attendance, to_char(arrived AT TIME ZONE 'Europe/London', 'HH24:MI'), to_char(departed AT TIME ZONE 'Europe/London', 'HH24:MI'))
        FROM app.attendance WHERE booking = pg_temp.booking($1) AND part = p_part $$;
SELECT is(pg_temp.attendance('amy'), 'full 09:10', 'who was let in counts as having stayed');
SELECT is(pg_temp.attendance('amy', 2), 'expected', 'another part is for itself');
SELECT pg_temp.send('trainer', pg_temp.ticket('amy', '[1, "12:16"]', 'out'));
SELECT is(pg_temp.attendance('amy'), 'full 09:10 12:16', 'leaving in the last 15 minutes is having stayed');
SELECT pg_temp.send('trainer', pg_temp.ticket('bob', '[1, "11:00"]', 'out'));
SELECT is(pg_temp.attendance('bob'), 'part 09:10 11:00', 'leaving earlier is a part');
SELECT pg_temp.send('trainer', pg_temp.ticket('bob', '[1, "11:30"]'));
SELECT is(pg_temp.attendance('bob'), 'full 09:10', 'who comes back has stayed');
SELECT pg_temp.clock_to(1, '12:31');
SELECT is(pg_temp.attendance('hal'), 'full 09:20', 'a correction of the clock shows');
UPDATE booking SET state = 'confirmed' WHERE id = pg_temp.booking('fay');
SELECT is(pg_temp.attendance('fay'), 'none', 'who did not come by the end was absent');
SELECT pg_temp.send('trainer', pg_temp.ticket('fay', '[1, "12:25"]', 'out'));
SELECT is(pg_temp.attendance('fay'), 'full 12:25', 'who was only signed out was there');
SELECT pg_temp.send('trainer', '{"person": {"name": "Wanda Walker", "organisation": "Library"}, "at": "2026-12-01T09:31:00Z"}');
SELECT is((SELECT c::text FROM app.door_counts(pg_temp.session('A'), 1) c), '(4,4,3,1,0)',
          'expected, come, in the room, without a booking, to come');
SELECT is((SELECT (part, today)::text FROM app.door_now(pg_temp.session('A'))), '(1,t)', 'the door works on the part that is near');

-- The register.
SELECT is(app.sign_off(pg_temp.who('steward'), 'DOR-1-A'), 'not_found', 'a steward signs nothing off');
SELECT is(app.sign_off(pg_temp.who('trainer'), 'DOR-1-A'), 'not_started', 'not before the last part has begun');
SELECT pg_temp.clock_to(8, '10:00');
CREATE FUNCTION pg_temp.mark(p text, p_part int, p_act text, p_time time DEFAULT NULL, p_reason text DEFAULT '',
                             p_key uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql
AS $$ SELECT outcome FROM app.mark_attendance(pg_temp.who('trainer'), 'DOR-1-A', p_key, pg_temp.booking($1), p_part, p_act, p_time, p_reason) $$;
SELECT is(pg_temp.mark('bob', 1, 'came', '09:45', '', '44444444-4444-4444-8444-444444444444'), 'marked', 'an arrival can be put right');
SELECT is(pg_temp.mark('bob', 1, 'came', '09:45', '', '44444444-4444-4444-8444-444444444444'), 'marked', 'a form sent twice');
SELECT is(pg_temp.attendance('bob'), 'full 09:45', 'is put right once, to a later time too');
SELECT is(pg_temp.mark('bob', 1, 'left', '09:40'), 'left_before_arrival', 'nobody leaves before coming');
SELECT is(pg_temp.mark('bob', 1, 'left', '11:00', 'called to court'), 'marked', 'who left early is marked');
SELECT is(pg_temp.attendance('bob'), 'part 09:45 11:00', 'with the time');
SELECT is(pg_temp.mark('bob', 1, 'absent'), 'reason_needed', 'taking back needs a reason');
SELECT is(pg_temp.mark('bob', 1, 'absent', NULL, 'it was a colleague', '22222222-2222-4222-8222-222222222222'), 'marked', 'with one it is done');
SELECT is(pg_temp.attendance('bob'), 'none', 'and counts as absent');
SELECT is(pg_temp.mark('bob', 3, 'came', '11:00'), 'in_future', 'what has not been cannot be marked');
SELECT is(pg_temp.mark('ivy', 1, 'came', '09:30'), 'not_found', 'nor who is booked elsewhere');
SELECT is(app.tick_register(pg_temp.who('trainer'), 'DOR-1-A', '33333333-3333-4333-8333-333333333333', 3,
                            ARRAY[pg_temp.booking('amy'), pg_temp.booking('bob')], '')::text, '(ticked,2)', 'several can be ticked at once');
SELECT is(app.tick_register(pg_temp.who('trainer'), 'DOR-1-A', '33333333-3333-4333-8333-333333333333', 3,
                            ARRAY[pg_temp.booking('amy'), pg_temp.booking('bob')], '')::text, '(ticked,2)', 'sent again the same answer');
SELECT is((SELECT count(*) FROM scan WHERE part = 3), 2::bigint, 'and no more rows');
SELECT is((SELECT string_agg(words, ' ') FROM app.register_odd(pg_temp.session('A'))),
          '1 person is not signed in and will count as absent (Part 1). 4 people are not signed in and will count as absent (Part 2). '
          || '2 people are not signed in and will count as absent (Part 3). Fay O''Neil was signed out but never signed in. '
          || 'Nobody was signed in for Part 2. 1 person came without a booking. '
          || 'The last part is not over yet: who comes or leaves later is a correction.', 'what is odd is said');
SELECT is(app.sign_off(pg_temp.who('trainer'), 'DOR-1-A'), 'signed_off', 'the trainer signs off');
SELECT is(app.sign_off(pg_temp.who('office'), 'DOR-1-A'), 'already_signed_off', 'once');
SELECT is(pg_temp.mark('amy', 1, 'came', '09:20'), 'reason_needed', 'then a correction needs a reason');
SELECT is(pg_temp.mark('amy', 1, 'came', '09:20', 'the list says so'), 'marked', 'with one it is made');
SELECT is((SELECT string_agg(state || ':' || reason, ' ' ORDER BY id) FROM register_history WHERE session = pg_temp.session('A')),
          'signed_off: corrected:the list says so', 'and kept');
SELECT is((SELECT state FROM register WHERE session = pg_temp.session('A')), 'corrected', 'the register says so');
SELECT pg_temp.send('trainer', pg_temp.ticket('hal', '[8, "09:40"]'));
SELECT is((SELECT reason FROM register_history WHERE session = pg_temp.session('A') ORDER BY id DESC LIMIT 1),
          'a scan arrived after the sign-off', 'a phone that reports late is a correction');

-- Rights.
SELECT is((SELECT string_agg(v, ' ') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS v
            WHERE has_table_privilege('lectern_web', 'lectern.scan', v) OR v <> 'DELETE' AND has_any_column_privilege('lectern_web', 'lectern.scan', v)),
          NULL, 'the web role touches no scan but through the commands');
SELECT * FROM finish();
ROLLBACK;

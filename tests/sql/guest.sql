-- Guests of events that are open to everyone.
BEGIN;
\ir fixture.psql
SELECT plan(32);

SELECT app.make_terms(NULL, NULL, '{"code": "GT", "name": "Terms", "notice": 1, "amounts": []}');
UPDATE rule SET terms = 'GT';

UPDATE event SET open_to_public = true WHERE code = 'TST-101';
SELECT pg_temp.session('TST-101/01', 1, 3);
CREATE FUNCTION pg_temp.guest(p_name text, p_contact text, p_key uuid DEFAULT gen_random_uuid(), p_ref text DEFAULT 'TST-101-01', p_fields text DEFAULT 'x') RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book_guest(p_ref, NULL, p_key, sha256(p_fields::bytea), p_name,
        CASE WHEN p_contact LIKE '%@%' THEN p_contact ELSE '' END, CASE WHEN p_contact LIKE '%@%' THEN '' ELSE p_contact END,
        CASE p_name WHEN 'Maya da Silva' THEN 'Step-free' ELSE '' END, '', substr(sha256((p_name || p_key)::bytea), 1, 16), 1,
        sha256(('t' || p_name || p_key)::bytea), sha256(('c' || p_name || p_key)::bytea), sha256((p_name || p_key || random())::bytea))
$$;
CREATE FUNCTION pg_temp.of(p_name text) RETURNS bigint
LANGUAGE sql AS $$ SELECT max(b.id) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE concat_ws(' ', p.first_name, nullif(p.last_name, '')) = p_name $$;

-- booked as anybody else
SELECT is(pg_temp.guest('Maya da Silva', 'maya@home.example', '11111111-1111-4111-8111-111111111111'), 'confirmed', 'a guest gets the free place, though a manager would have to agree');
SELECT is((SELECT (p.first_name, p.last_name, p.email, p.guest_email, p.agency, b.policy)::text FROM booking b JOIN person p ON p.id = b.person WHERE b.id = pg_temp.of('Maya da Silva')),
          '(Maya,"da Silva",,maya@home.example,,)', 'with a name and a contact, no account, no agency and no terms');
SELECT is(pg_temp.guest('Maya da Silva', 'maya@home.example', '11111111-1111-4111-8111-111111111111'), 'confirmed', 'sent twice');
SELECT is((SELECT count(*)::int FROM booking) || ' ' || (SELECT count(*) FROM link WHERE purpose = 'guest'), '1 2', 'it acts once, and has a page each');
SELECT is(pg_temp.guest('Somebody', 'x@home.example', '11111111-1111-4111-8111-111111111111', p_fields => 'y'), 'stale_form', 'with other fields it is refused');
SELECT is(pg_temp.guest('Jo', '01632 960001'), 'waiting', 'the next waits');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'waiting', 'in the same line as everyone');
SELECT is(pg_temp.guest('Maya da Silva', 'maya@home.example'), 'waiting', 'the same name and contact is another booking: nobody is told who comes');
SELECT is(pg_temp.guest('Late', 'l@home.example'), 'full', 'a full line is full');
SELECT is((SELECT count(*)::int FROM person WHERE guest), 3, 'and leaves nobody behind');
SELECT is((SELECT string_agg(m.kind || ':' || m.state, ' ' ORDER BY m.id) FROM mail m JOIN person p ON p.id = m.person WHERE p.guest),
          'booking_confirmed:queued booking_waiting:to_post booking_waiting:queued', 'each is told, by mail or by hand');
SELECT is(app.cancel((SELECT person FROM booking WHERE id = pg_temp.of('Maya da Silva')), pg_temp.of('Maya da Silva'), ''), 'cancelled', 'who waits leaves the line');
SELECT is(app.cancel((SELECT min(id) FROM person WHERE guest), (SELECT min(id) FROM booking), ''), 'cancelled', 'a guest gives the place up');
SELECT is((SELECT state FROM booking WHERE id = pg_temp.of('Jo')) || ' ' || pg_temp.state(1, 'TST-101/01'), 'confirmed waiting', 'and the next in line has it');
SELECT is((SELECT count(*)::int FROM app.charges_of((SELECT min(id) FROM booking))), 0, 'a guest owes nothing');

-- not everywhere
UPDATE event SET open_to_public = false;
SELECT is(pg_temp.guest('Eve', 'e@home.example'), 'not_found', 'other events have no guests');
UPDATE event SET open_to_public = true;
UPDATE session SET status = 'draft';
SELECT is(pg_temp.guest('Eve', 'e@home.example'), 'not_found', 'nor has a draft');
UPDATE session SET status = 'open', booking_closes = clock() - interval '1 hour';
SELECT is(pg_temp.guest('Eve', 'e@home.example'), 'closed', 'nor one that has closed');

-- staff
CREATE FUNCTION pg_temp.add(p_by int, p_email text, p_name text DEFAULT 'Walk In') RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.add_guest(pg_temp.person(p_by), 'TST-101-01', md5(p_name || p_email)::uuid, sha256(p_email::bytea), p_name, p_email, '', NULL, 'came', substr(sha256(p_name::bytea), 1, 16), 1, sha256(('a' || p_name)::bytea), sha256(('b' || p_name)::bytea)) $$;
SELECT is(pg_temp.add(3, 'w@home.example'), 'not_found', 'only a coordinator adds a guest');
SELECT is(pg_temp.add(8, ''), 'contact_missing', 'with a contact');
SELECT is(pg_temp.add(8, 'w@home.example'), 'added', 'beyond the places, after booking has closed');
SELECT is(pg_temp.add(8, 'w@home.example') || (SELECT count(*) FROM person WHERE guest AND first_name = 'Walk'), 'added1', 'a form sent twice adds one');
SELECT is((SELECT outcome FROM app.add_late(pg_temp.person(8), 'TST-101-01', (SELECT code FROM person WHERE first_name = 'Walk'), NULL, 'x', '\x01', 1, '\x02', '\x03')), 'not_found', 'a guest is known for one booking only');
SELECT is((SELECT agency || ', ' || contact FROM app.door_person WHERE booking = pg_temp.of('Walk In')), 'Guest, w@home.example', 'the register tells the contact');

-- slowed down
SELECT is((SELECT string_agg(app.try_guest('c', 'n1')::text, ' ') FROM generate_series(1, 6)), '0 0 0 0 0 0', 'six a day for a contact');
SELECT ok(app.try_guest('c', 'n1') > 0, 'then it waits');
SELECT is(app.try_guest('c', 'n2'), 0, 'from elsewhere nobody learns that');
SELECT ok((SELECT max(app.try_guest('c' || n, 'n3')) FROM generate_series(1, 41) AS n) > 0, 'and so does a network that books for many');

-- forgotten
INSERT INTO scan (id, session, part, way, means, at, by, outcome, person, answer)
SELECT gen_random_uuid(), s.id, 1, 'in', 'name', s.starts, pg_temp.person(8), 'admitted', '{"name": "Una Booked", "contact": "u@home.example"}', '{"name": "Una Booked"}' FROM session s;
INSERT INTO scan (id, session, booking, part, way, means, at, by, outcome, answer)
SELECT gen_random_uuid(), b.session, b.id, 1, 'in', 'name', clock(), pg_temp.person(8), 'admitted', '{"name": "Walk In"}' FROM booking b WHERE b.id = pg_temp.of('Walk In');
UPDATE mail SET reply = 'no such user maya@home.example' WHERE address = 'maya@home.example';
UPDATE deployment SET shift = timestamptz '2026-12-31 09:00Z' - now();
SELECT is(app.work_forget_guests(), 0::bigint, '30 days a guest is known');
UPDATE deployment SET shift = timestamptz '2026-12-31 13:00Z' - now();
SELECT is(app.work_forget_guests(), 4::bigint, 'then forgotten');
SELECT app.work_forget_needs();
SELECT is((SELECT string_agg(t.found, ' ') FROM (
          SELECT to_jsonb(p)::text AS found FROM person p UNION ALL SELECT to_jsonb(m)::text FROM mail m UNION ALL SELECT to_jsonb(c)::text FROM scan c
           UNION ALL SELECT to_jsonb(n)::text FROM need n UNION ALL SELECT to_jsonb(q)::text FROM booking_need q UNION ALL SELECT to_jsonb(l)::text FROM link l WHERE purpose = 'guest' UNION ALL SELECT to_jsonb(k)::text FROM ticket k
           UNION ALL SELECT to_jsonb(h)::text FROM booking_history h UNION ALL SELECT to_jsonb(a)::text FROM audit a) AS t
          WHERE t.found ~* 'maya|silva|home\.example|01632|una booked|walk|step-free'), NULL, 'wholly');
SELECT is((SELECT count(*)::int FROM booking b JOIN person p ON p.id = b.person AND p.guest), 4, 'and what became of the bookings stays');
SELECT * FROM finish();
ROLLBACK;

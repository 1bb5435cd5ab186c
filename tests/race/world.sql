-- One session of 100 places and 2,000 people who want one.
CREATE SCHEMA race;
INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity, open_to_public)
VALUES ('RACE-1', 'course', 'Race', 'A race.', 'L1', 60, '60 minutes', 100, true);
INSERT INTO lectern.session (ref, event, title, delivery, status, starts, ends, waiting_limit)
SELECT 'RACE-1/01', id, title, 'virtual', 'open', lectern.clock() + interval '30 days',
       lectern.clock() + interval '30 days 1 hour', 2000
  FROM lectern.event WHERE code = 'RACE-1';
INSERT INTO lectern.part (session, number, name, starts, ends)
SELECT id, 1, 'Part 1', starts, ends FROM lectern.session;
INSERT INTO lectern.pool (session, kind, capacity) SELECT id, 'main', 100 FROM lectern.session;
INSERT INTO lectern.person (code, first_name, email)
SELECT 'RACE' || n, 'Racer', 'race' || n || '@example.org' FROM generate_series(1, 2000) AS n;

CREATE FUNCTION race.random(p_n int) RETURNS bytea
LANGUAGE sql VOLATILE AS $$ SELECT substr(sha256(gen_random_uuid()::text::bytea), 1, p_n) $$;

CREATE FUNCTION race.book(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book((SELECT id FROM lectern.person WHERE code = 'RACE' || p_n),
        'RACE-1-01', NULL, gen_random_uuid(), '\x00', NULL, NULL, NULL, NULL, NULL,
        race.random(16), 1, race.random(32), race.random(32))
$$;

-- A form of a guest: the same one each time for the same number.
CREATE FUNCTION race.guest(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book_guest('RACE-1-01', NULL, md5('guest' || p_n)::uuid, '\x00', 'Guest ' || p_n, 'guest' || p_n || '@home.example', '', '', '',
        race.random(16), 1, race.random(32), race.random(32), race.random(32))
$$;

CREATE FUNCTION race.cancel(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT app.cancel(b.person, b.id, 'race')
      FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
     WHERE p.code = 'RACE' || p_n AND b.state IN ('waiting', 'confirmed')
$$;

-- What is wrong with the places, if anything.
CREATE FUNCTION race.trouble() RETURNS text
LANGUAGE sql AS $$
    WITH c AS (
        SELECT l.capacity, l.taken, l.waiting,
               count(*) FILTER (WHERE b.state = 'confirmed') AS confirmed,
               count(*) FILTER (WHERE b.state = 'waiting') AS in_line,
               count(DISTINCT b.person) FILTER (WHERE b.state IN ('confirmed', 'waiting')) AS people,
               max(b.id) FILTER (WHERE b.state = 'confirmed') AS last_placed,
               min(b.id) FILTER (WHERE b.state = 'waiting') AS first_waiting
          FROM lectern.pool l LEFT JOIN lectern.booking b ON b.pool = l.id
         GROUP BY l.id
    )
    SELECT concat_ws(', ',
           CASE WHEN confirmed > capacity THEN format('%s places given of %s', confirmed, capacity) END,
           CASE WHEN confirmed <> taken THEN format('%s confirmed, %s counted', confirmed, taken) END,
           CASE WHEN in_line <> waiting THEN format('%s in line, %s counted', in_line, waiting) END,
           CASE WHEN people <> confirmed + in_line THEN 'someone has two' END,
           CASE WHEN in_line > 0 AND confirmed < capacity THEN 'a place is free and someone waits' END,
           CASE WHEN last_placed > first_waiting THEN 'someone was passed' END)
      FROM c
$$;

-- A million bookings of the past, three in four of them attended: a thousand
-- on each date, and of nearly everybody the same number.
\set ON_ERROR_STOP 1
SET search_path = lectern, app;
SET synchronous_commit = off;
INSERT INTO session (ref, event, title, delivery, status, starts, ends, approval)
SELECT 'BIG-1/' || n, e.id, 'Long ago', 'virtual', 'open', clock() - n * interval '1 hour' - interval '30 days',
       clock() - n * interval '1 hour' - interval '29 days 23 hours', 'none'
  FROM event e, generate_series(1, 1000) AS n WHERE e.code = 'BENCH-1';
INSERT INTO part (session, number, name, starts, ends)
SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref LIKE 'BIG-1/%';
INSERT INTO pool (session, kind, capacity, taken)
SELECT id, 'main', 1000, 1000 FROM session WHERE ref LIKE 'BIG-1/%';
INSERT INTO booking (session, person, pool, state, agency, sector, job_title, charging_class)
SELECT l.session, p.id, l.id, 'confirmed', p.agency, 'police', p.job_title, 'safeguarding_partner'
  FROM (SELECT l.id, l.session, row_number() OVER (ORDER BY l.id) AS n
          FROM pool l JOIN session s ON s.id = l.session WHERE s.ref LIKE 'BIG-1/%') AS l
  JOIN (SELECT id, agency, job_title, (row_number() OVER (ORDER BY id) - 1) / 1000 AS group_of
          FROM person WHERE code ~ '^B[0-9]+$') AS p ON p.group_of = l.n % ((SELECT count(*) FROM person WHERE code ~ '^B[0-9]+$') / 1000);
INSERT INTO ticket (booking, session, seed, key, hash, code)
SELECT id, session, substr(sha256(id::text::bytea), 1, 16), 1, sha256(('t' || id)::bytea), sha256(('c' || id)::bytea)
  FROM booking b WHERE NOT EXISTS (SELECT FROM ticket WHERE booking = b.id);
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
SELECT gen_random_uuid(), b.session, 1, b.id, 'camera', s.starts, b.person, 'admitted'
  FROM booking b JOIN session s ON s.id = b.session WHERE s.ref LIKE 'BIG-1/%' AND b.id % 4 <> 0;

-- One session today with :people confirmed bookings, and the door of it.
\set ON_ERROR_STOP 1
SET search_path = lectern, app;
INSERT INTO session (ref, event, title, delivery, status, starts, ends, approval)
SELECT 'BENCH-1/DOOR', e.id, 'Door', 'in_person', 'open', clock(), clock() + interval '1 minute', 'none'
  FROM event e WHERE e.code = 'BENCH-1';
INSERT INTO part (session, number, name, starts, ends)
SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = 'BENCH-1/DOOR';
INSERT INTO pool (session, kind, capacity, taken)
SELECT id, 'main', :people, :people FROM session WHERE ref = 'BENCH-1/DOOR';
INSERT INTO duty (session, person, kind)
SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.ref = 'BENCH-1/DOOR' AND p.code = 'B1';
INSERT INTO booking (session, person, pool, state)
SELECT l.session, p.id, l.id, 'confirmed'
  FROM pool l JOIN session s ON s.id = l.session, person p
 WHERE s.ref = 'BENCH-1/DOOR' AND p.code LIKE 'B%';
INSERT INTO ticket (booking, session, seed, key, hash, code)
SELECT b.id, b.session, substr(sha256(b.id::text::bytea), 1, 16), 1, sha256(('t' || b.id)::bytea), sha256(('c' || b.id)::bytea)
  FROM booking b JOIN session s ON s.id = b.session WHERE s.ref = 'BENCH-1/DOOR';

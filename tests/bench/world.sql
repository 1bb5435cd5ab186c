-- What the bench books: 200 sessions without end of places, none at the time
-- of another, and one more a round for everybody at once.  :people of them.
\set ON_ERROR_STOP 1
SET search_path = lectern, app;
INSERT INTO sector (code) VALUES ('police') ON CONFLICT DO NOTHING;
INSERT INTO charging_class (code, name) VALUES ('safeguarding_partner', 'Partner') ON CONFLICT DO NOTHING;
INSERT INTO agency (code, name, short_name, sector, charging_class)
VALUES ('BENCH', 'Bench Police', 'Bench', 'police', 'safeguarding_partner');
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('BENCH-1', 'course', 'Bench', 'A bench.', 'L1', 60, '60 minutes', 20);
INSERT INTO session (ref, event, title, delivery, status, starts, ends, approval, waiting_limit)
SELECT 'BENCH-1/' || n, e.id, 'Bench', 'virtual', 'open', d.starts, d.starts + interval '1 hour', 'declare', 0
  FROM event e CROSS JOIN generate_series(1, 230) AS n
 CROSS JOIN LATERAL (SELECT clock() + interval '300 days' + n * interval '2 hours' AS starts) AS d
 WHERE e.code = 'BENCH-1';
UPDATE rule SET one_live_date = false;
INSERT INTO part (session, number, name, starts, ends)
SELECT s.id, 1, 'Part 1', s.starts, s.ends FROM session s JOIN event e ON e.id = s.event WHERE e.code = 'BENCH-1';
INSERT INTO pool (session, kind, capacity)
SELECT s.id, 'main', 1000000 FROM session s JOIN event e ON e.id = s.event WHERE e.code = 'BENCH-1';
INSERT INTO person (code, first_name, last_name, email, verified, job_title, agency, manager_email)
SELECT 'B' || n, 'Bench', 'Person' || n, 'b' || n || '@example.org', clock(), 'Officer', a.id, 'boss@example.org'
  FROM agency a, generate_series(1, :people) AS n WHERE a.code = 'BENCH';

-- A conference of 300 places, all booked, with two rounds of workshops that
-- have far fewer; race.choose picks at random for one of the people.
\ir world.sql
UPDATE lectern.session SET agenda = jsonb_build_array(
    jsonb_build_object('slot', 'W1', 'title', 'One', 'starts', starts, 'ends', starts + interval '20 minutes'),
    jsonb_build_object('slot', 'W2', 'title', 'Two', 'starts', starts + interval '30 minutes', 'ends', ends));
UPDATE lectern.pool SET capacity = 300;
INSERT INTO lectern.workshop (session, code, slot, title, repeat_of, waiting)
SELECT s.id, w.code, w.slot, w.code, w.repeat_of, true
  FROM lectern.session s, (VALUES ('A1', 'W1', NULL), ('B1', 'W1', NULL), ('C1', 'W1', NULL),
                                  ('A2', 'W2', 'A1'), ('B2', 'W2', NULL), ('C2', 'W2', NULL)) AS w (code, slot, repeat_of);
INSERT INTO lectern.pool (session, kind, workshop, capacity) SELECT session, 'workshop', id, 60 FROM lectern.workshop;
DO $$ BEGIN PERFORM race.book(n) FROM generate_series(1, 300) AS n; END $$;

CREATE FUNCTION race.choose(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT app.choose(b.person, b.id, ARRAY[(ARRAY['A1', 'B1', 'C1'])[1 + p_n % 3], (ARRAY['A2', 'B2', 'C2'])[1 + p_n / 3 % 3]],
                      CASE WHEN p_n % 5 = 0 THEN ARRAY[(ARRAY['A1', 'B1', 'C1'])[1 + (p_n + 1) % 3]] ELSE '{}' END)
      FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
     WHERE p.code = 'RACE' || 1 + p_n % 300 AND b.state = 'confirmed'
$$;

-- The next of the people asks for A1 and B2, as everybody does.
CREATE SEQUENCE race.next;
CREATE FUNCTION race.enter() RETURNS text
LANGUAGE sql AS $$
    SELECT app.choose(b.person, b.id, '{A1,B2}', '{}')
      FROM (SELECT nextval('race.next') AS n) AS x JOIN lectern.person p ON p.code = 'RACE' || x.n JOIN lectern.booking b ON b.person = p.id
$$;

-- What is wrong with the workshops, if anything.
CREATE FUNCTION race.workshop_trouble() RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(t.words, ', ') FROM (
        SELECT format('%s: %s chosen of %s, %s counted', w.code, count(c.id) FILTER (WHERE c.state = 'chosen'), l.capacity, l.taken) AS words
          FROM lectern.workshop w JOIN lectern.pool l ON l.workshop = w.id LEFT JOIN lectern.choice c ON c.workshop = w.id
         GROUP BY w.code, l.capacity, l.taken, l.waiting
        HAVING count(c.id) FILTER (WHERE c.state = 'chosen') NOT IN (l.taken) OR l.taken > l.capacity
            OR count(c.id) FILTER (WHERE c.state = 'waiting') <> l.waiting
            OR l.taken < l.capacity AND bool_or(c.state = 'waiting' AND c.preferred)
         UNION ALL
        SELECT 'someone ended keeps a workshop' FROM lectern.choice c JOIN lectern.booking b ON b.id = c.booking
         WHERE c.state <> 'ended' AND b.state IN ('cancelled', 'declined')
         UNION ALL
        SELECT 'someone has two in a round' FROM lectern.choice c WHERE c.state = 'chosen' GROUP BY c.booking, c.slot HAVING count(*) > 1) AS t
$$;

-- Has a workshop more people than places?
CREATE FUNCTION race.workshops_oversold() RETURNS boolean
LANGUAGE sql AS $$
    SELECT bool_or(l.capacity < (SELECT count(*) FROM lectern.choice c WHERE c.workshop = l.workshop AND c.state = 'chosen'))
      FROM lectern.pool l WHERE l.kind = 'workshop'
$$;

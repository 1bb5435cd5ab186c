-- Three dates of a course, each with four places in the room and four online,
-- and 60 people who book, switch between the two, wait for the next place on
-- any date, leave, and answer what is offered.  race.trouble() tells what is wrong.
CREATE SCHEMA race;
INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('RACE-1', 'course', 'Race', 'A race.', 'L1', 60, '60 minutes', 6);
INSERT INTO lectern.session (ref, event, title, delivery, status, starts, ends, waiting_limit)
SELECT 'RACE-1/' || n, id, title, 'hybrid', 'open', lectern.clock() + n * interval '1 day' + interval '90 days',
       lectern.clock() + n * interval '1 day' + interval '90 days 1 hour', 2
  FROM lectern.event, generate_series(1, 3) AS n WHERE code = 'RACE-1';
INSERT INTO lectern.part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM lectern.session;
INSERT INTO lectern.pool (session, kind, capacity) SELECT id, k, 4 FROM lectern.session, unnest(ARRAY['in_person', 'virtual']) AS k;
INSERT INTO lectern.person (code, first_name, email) SELECT 'RACE' || n, 'Racer', 'race' || n || '@example.org' FROM generate_series(1, 60) AS n;
CREATE TABLE race.did (act text, outcome text);

CREATE FUNCTION race.random(p_n int) RETURNS bytea
LANGUAGE sql VOLATILE AS $$ SELECT substr(sha256(gen_random_uuid()::text::bytea), 1, p_n) $$;

-- One act, of whatever kind, of somebody.
CREATE FUNCTION race.act(p_act text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_n        int := floor(random() * 100);
    v_act      text := CASE WHEN v_n < 35 THEN 'book' WHEN v_n < 52 THEN 'wish' WHEN v_n < 57 THEN 'unwish'
                            WHEN v_n < 72 THEN 'switch' WHEN v_n < 87 THEN 'cancel' ELSE 'answer' END;
    v_kind     text := CASE WHEN random() < 0.5 THEN 'in_person' ELSE 'virtual' END;
    v_person   bigint := (SELECT id FROM lectern.person ORDER BY random() LIMIT 1);
    v_booking  lectern.booking;
    v_outcome  text;
BEGIN
    SELECT * INTO v_booking FROM lectern.booking b WHERE b.live AND (v_act <> 'answer' OR b.state = 'offered') ORDER BY random() LIMIT 1;
    v_outcome := CASE v_act
        WHEN 'book' THEN (SELECT b.outcome FROM app.book(v_person, 'RACE-1-' || 1 + floor(random() * 3), v_kind, gen_random_uuid(), '\x00', NULL, NULL, NULL, NULL, NULL,
                                                         race.random(16), 1, race.random(32), race.random(32)) AS b)
        WHEN 'wish' THEN (SELECT w.outcome FROM app.wish(v_person, 'RACE-1', race.random(16), 1, race.random(32), race.random(32)) AS w)
        WHEN 'unwish' THEN (SELECT app.unwish(w.person, w.id) FROM (SELECT * FROM lectern.wish WHERE state = 'open' ORDER BY random() LIMIT 1) AS w)
        WHEN 'switch' THEN app.switch_mode(v_booking.person, v_booking.id, v_kind)
        WHEN 'cancel' THEN app.cancel(v_booking.person, v_booking.id, 'race')
        ELSE (SELECT o::text FROM app.answer_offer(v_booking.person, v_booking.id, random() < 0.6) AS o) END;
    -- Its locks are held still: whom it could let in has a place.
    INSERT INTO race.did
    SELECT v_act, CASE WHEN EXISTS (SELECT FROM lectern.pool l
                                     WHERE l.taken < l.capacity
                                       AND (v_act IN ('switch', 'cancel', 'answer') AND l.session = v_booking.session AND l.waiting > 0
                                            OR v_outcome = 'wished' AND NOT EXISTS (SELECT FROM lectern.booking b WHERE b.person = v_person AND b.session = l.session)))
                       THEN 'left a place free' ELSE v_outcome END;
END $$;

CREATE FUNCTION race.trouble() RETURNS text
LANGUAGE sql AS $$
    WITH c AS (
        SELECT l.id, l.capacity, l.taken, l.waiting,
               count(*) FILTER (WHERE b.state IN ('confirmed', 'offered')) AS has, count(*) FILTER (WHERE b.state = 'waiting') AS in_line
          FROM lectern.pool l LEFT JOIN lectern.booking b ON b.pool = l.id GROUP BY l.id
    )
    SELECT concat_ws(', ',
           (SELECT 'places and count differ in ' || min(id) FROM c WHERE has <> taken OR taken > capacity),
           (SELECT 'line and count differ in ' || min(id) FROM c WHERE in_line <> waiting),
           (SELECT 'a place is free and someone waits in ' || min(id) FROM c WHERE in_line > 0 AND taken < capacity),
           (SELECT act || ' left a place free' FROM race.did WHERE outcome = 'left a place free' LIMIT 1),
           (SELECT 'someone has two: ' || min(person) FROM (SELECT person FROM lectern.booking WHERE live GROUP BY person HAVING count(*) > 1) AS b),
           (SELECT 'a wish was answered twice: ' || min(wish) FROM (SELECT wish FROM lectern.booking WHERE wish IS NOT NULL GROUP BY wish HAVING count(*) > 1) AS b),
           (SELECT 'someone has a place and waits for any: ' || min(w.person) FROM lectern.wish w JOIN lectern.booking b ON b.person = w.person AND b.state = 'confirmed'
             WHERE w.state = 'open'),
           (SELECT 'a place is free and someone waits for any: ' || min(w.person) FROM lectern.wish w, c JOIN lectern.pool l USING (id)
             WHERE w.state = 'open' AND c.taken < c.capacity
               AND NOT EXISTS (SELECT FROM lectern.booking b WHERE b.person = w.person AND (b.live OR b.session = l.session))))
$$;
GRANT USAGE ON SCHEMA race TO PUBLIC;

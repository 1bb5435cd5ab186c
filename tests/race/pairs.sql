-- Two sides do two things to the same date at the same moment, again and
-- again: each time on a date of its own.  race.trouble() tells what is wrong.
CREATE SCHEMA race;
UPDATE lectern.rule SET one_live_date = false;
INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('RACE-1', 'course', 'Race', 'A race.', 'L1', 60, '60 minutes', 2);
INSERT INTO lectern.person (code, first_name, email, coordinator)
SELECT 'RACE' || n, 'Racer', 'race' || n || '@example.org', n = 0 FROM generate_series(0, 6) AS n;

CREATE FUNCTION race.random(p_n int) RETURNS bytea
LANGUAGE sql VOLATILE AS $$ SELECT substr(sha256(gen_random_uuid()::text::bytea), 1, p_n) $$;
CREATE FUNCTION race.person(p_n int) RETURNS bigint
LANGUAGE sql AS $$ SELECT id FROM lectern.person WHERE code = 'RACE' || p_n $$;

-- Where the two meet: each side writes how far it is and waits for the other.
CREATE UNLOGGED TABLE race.side (side int PRIMARY KEY, at int NOT NULL);
INSERT INTO race.side VALUES (1, 0), (2, 0);
CREATE PROCEDURE race.meet(p_side int, p_round int) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE race.side SET at = p_round WHERE side = p_side;
    COMMIT;
    WHILE (SELECT at < p_round FROM race.side WHERE side = 3 - p_side) LOOP
        PERFORM pg_sleep(0.0002);
    END LOOP;
END $$;

-- An error must not leave the other side waiting: it is kept.
CREATE UNLOGGED TABLE race.error (act text, words text);

-- A date of two places: 1 confirmed, 2 offered the other, 3 and 4 wait, 5 has
-- asked for agreement.
CREATE TABLE race.round (n int PRIMARY KEY, session bigint NOT NULL);
CREATE FUNCTION race.date(p_n int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_session  bigint;
    v_number   bigint;
BEGIN
    INSERT INTO lectern.session (ref, event, title, delivery, status, starts, ends, free_until, waiting_limit)
    SELECT 'RACE-1/' || p_n, id, title, 'virtual', 'open', lectern.clock() + interval '90 days',
           lectern.clock() + interval '90 days 1 hour', lectern.clock() - interval '1 hour', 9
      FROM lectern.event WHERE code = 'RACE-1'
    RETURNING id INTO v_session;
    INSERT INTO lectern.pool (session, kind, capacity) VALUES (v_session, 'main', 2);
    FOR n IN 1 .. 4 LOOP
        PERFORM race.book(v_session, n);
    END LOOP;
    PERFORM app.cancel(race.person(2), race.booking(v_session, 2), '');
    UPDATE lectern.session SET approval = 'coordinator' WHERE id = v_session;
    PERFORM race.book(v_session, 5);
    UPDATE lectern.session SET approval = 'none' WHERE id = v_session;
    INSERT INTO race.round VALUES (p_n, v_session);
END $$;

CREATE FUNCTION race.booking(p_session bigint, p_n int) RETURNS bigint
LANGUAGE sql AS $$ SELECT max(id) FROM lectern.booking WHERE session = p_session AND person = race.person(p_n) $$;
CREATE FUNCTION race.book(p_session bigint, p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book(race.person(p_n), (SELECT slug FROM lectern.session WHERE id = p_session), NULL,
        gen_random_uuid(), '\x00', NULL, NULL, NULL, NULL, NULL, race.random(16), 1, race.random(32), race.random(32),
        p_clash => true)
$$;

-- The eight.  1 has a place, 3 was offered one, 4 waits, 5 asks, 6 comes.
CREATE FUNCTION race.act(p_act text, p_round int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    v_session  bigint := (SELECT session FROM race.round WHERE n = p_round);
BEGIN
    CASE p_act
    WHEN 'book' THEN RETURN race.book(v_session, 6);
    WHEN 'cancel' THEN RETURN app.cancel(race.person(1), race.booking(v_session, 1), '');
    WHEN 'leave' THEN RETURN app.cancel(race.person(4), race.booking(v_session, 4), '');
    WHEN 'accept' THEN RETURN app.answer_offer(race.person(3), race.booking(v_session, 3), true);
    WHEN 'decline' THEN RETURN app.answer_offer(race.person(3), race.booking(v_session, 3), false);
    WHEN 'agree' THEN RETURN app.decide(race.person(0), (SELECT id FROM lectern.approval WHERE booking = race.booking(v_session, 5)), true, '');
    WHEN 'lapse' THEN
        UPDATE lectern.offer SET expires = lectern.clock() WHERE booking = race.booking(v_session, 3) AND state = 'open';
        PERFORM app.work_lapse(v_session);
    WHEN 'enlarge' THEN
        RETURN (SELECT c.outcome FROM lectern.pool l, LATERAL app.set_capacity(race.person(0), 'RACE-1-' || p_round, l.id, l.capacity + 1) AS c
                 WHERE l.session = v_session);
    END CASE;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    INSERT INTO race.error VALUES (p_act, SQLERRM);
    RETURN 'error';
END $$;

-- What is wrong, whichever of the two was first.
CREATE FUNCTION race.trouble() RETURNS text
LANGUAGE sql AS $$
    WITH b AS (
        SELECT b.*, b.state IN ('confirmed', 'offered') OR b.held AS has FROM lectern.booking b
    ), c AS (
        SELECT l.session, l.capacity, l.taken, l.waiting,
               count(*) FILTER (WHERE b.has) AS has, count(*) FILTER (WHERE b.state = 'waiting') AS in_line,
               max(b.id) FILTER (WHERE b.has) AS last_placed,
               min(b.id) FILTER (WHERE b.state = 'waiting' OR b.state = 'requested' AND NOT b.held) AS first_waiting,
               max(b.live_ones) AS live_ones
          FROM lectern.pool l
          JOIN (SELECT b.*, count(*) FILTER (WHERE b.live)
                                     OVER (PARTITION BY b.session, b.person) AS live_ones FROM b) AS b ON b.pool = l.id
         GROUP BY l.id
    ), o AS (
        SELECT o.booking, count(*) AS made, count(*) FILTER (WHERE o.state = 'open') AS open, b.state
          FROM lectern.offer o JOIN lectern.booking b ON b.id = o.booking GROUP BY o.booking, b.state
    )
    SELECT concat_ws(', ',
           (SELECT 'errors: ' || string_agg(DISTINCT act || ' ' || words, ', ') FROM race.error HAVING count(*) > 0),
           (SELECT 'places and count differ on ' || min(session) FROM c WHERE has <> taken OR taken > capacity),
           (SELECT 'line and count differ on ' || min(session) FROM c WHERE in_line <> waiting),
           (SELECT 'a place is free and someone waits on ' || min(session) FROM c WHERE first_waiting > 0 AND taken < capacity),
           (SELECT 'someone was passed on ' || min(session) FROM c WHERE last_placed > first_waiting),
           (SELECT 'someone has two on ' || min(session) FROM c WHERE live_ones > 1),
           (SELECT 'offered twice: ' || min(booking) FROM o WHERE made > 1),
           (SELECT 'an offer and its booking differ: ' || min(booking) FROM o WHERE (open = 1) <> (state = 'offered')),
           (SELECT 'told twice: ' || min(m.booking) FROM (
                   SELECT booking FROM lectern.mail
                    WHERE kind IN ('offer', 'booking_promoted', 'booking_confirmed', 'booking_cancelled', 'offer_lapsed')
                    GROUP BY booking, kind HAVING count(*) > 1) AS m))
$$;

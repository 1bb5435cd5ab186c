-- Two sides do two things to the same date at the same moment, again and
-- again: each round on a date of its own, with people of its own, which are
-- copies of the first.  race.trouble() tells what is wrong.
CREATE SCHEMA race;
-- What other tests took back has used up numbers.
SELECT setval(pg_get_serial_sequence(attrelid::regclass::text, attname), 1, false)
  FROM pg_attribute
 WHERE attidentity <> ''
   AND attrelid = ANY ('{lectern.event,lectern.session,lectern.pool,lectern.person,lectern.booking,lectern.offer,lectern.approval,lectern.booking_history,lectern.mail}'::regclass[]);
UPDATE lectern.rule SET one_live_date = false;
INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('RACE0', 'course', 'Race', 'A race.', 'L1', 60, '60 minutes', 2);
INSERT INTO lectern.person (code, first_name, email, coordinator)
SELECT 'RACE0-' || n, 'Racer', 'race0-' || n || '@example.org', n = 0 FROM generate_series(0, 6) AS n;

CREATE FUNCTION race.random(p_n int) RETURNS bytea
LANGUAGE sql VOLATILE AS $$ SELECT substr(sha256(gen_random_uuid()::text::bytea), 1, p_n) $$;
CREATE FUNCTION race.person(p_round int, p_n int) RETURNS bigint
LANGUAGE sql STABLE AS $$ SELECT id FROM lectern.person WHERE code = 'RACE' || p_round || '-' || p_n $$;
CREATE FUNCTION race.booking(p_round int, p_n int) RETURNS bigint
LANGUAGE sql STABLE AS $$ SELECT max(id) FROM lectern.booking WHERE person = race.person(p_round, p_n) $$;
CREATE FUNCTION race.book(p_round int, p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book(race.person(p_round, p_n), 'RACE' || p_round || '-1', NULL,
        gen_random_uuid(), '\x00', NULL, NULL, NULL, NULL, NULL, race.random(16), 1, race.random(32), race.random(32),
        p_clash => true)
$$;

-- The first date, of two places: 1 confirmed, 2 gave one up, 3 was offered it,
-- 4 waits, 5 has asked for agreement, 6 is yet to come.
INSERT INTO lectern.session (ref, event, title, delivery, status, starts, ends, free_until, waiting_limit)
SELECT code || '/1', id, title, 'virtual', 'open', lectern.clock() + interval '90 days',
       lectern.clock() + interval '90 days 1 hour', lectern.clock() - interval '1 hour', 9
  FROM lectern.event;
INSERT INTO lectern.pool (session, kind, capacity) SELECT id, 'main', 2 FROM lectern.session;
DO $$ BEGIN
    PERFORM race.book(0, n) FROM generate_series(1, 4) AS n;
    PERFORM app.cancel(race.person(0, 2), race.booking(0, 2), '');
    UPDATE lectern.session SET approval = 'coordinator';
    PERFORM race.book(0, 5);
    UPDATE lectern.session SET approval = 'none';
END $$;

-- The date of each round: all rows of the first, with numbers, codes,
-- addresses and secrets of their own.  Nothing points from one round to
-- another: round n has the numbers that follow n * 100.
CREATE FUNCTION race.copy(p_rounds int) RETURNS void
LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    v_tables  regclass[] := '{lectern.event,lectern.session,lectern.pool,lectern.person,lectern.booking,lectern.ticket,lectern.offer,lectern.approval,lectern.booking_history,lectern.mail}';
    v_table   regclass;
    v_names   text;
    v_values  text;
BEGIN
    FOREACH v_table IN ARRAY v_tables LOOP
        SELECT string_agg(quote_ident(a.attname), ', '), string_agg(replace(
               CASE WHEN a.attidentity <> '' OR a.attname = 'session' OR EXISTS (
                         SELECT FROM pg_constraint c
                          WHERE c.conrelid = v_table AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum] AND c.confrelid = ANY (v_tables))
                    THEN 't.x + n * 100'
                    WHEN a.atttypid = 'bytea'::regtype THEN 'substr(sha256(t.x || n::text::bytea), 1, length(t.x))'
                    WHEN a.atttypid = 'uuid'::regtype THEN 'gen_random_uuid()'
                    WHEN a.atttypid = 'text'::regtype THEN $x$regexp_replace(t.x, '(race)0', '\1' || n, 'i')$x$
                    ELSE 't.x' END, 't.x', 't.' || quote_ident(a.attname)), ', ')
          INTO v_names, v_values
          FROM pg_attribute a WHERE a.attrelid = v_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        EXECUTE format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM %1$s AS t, generate_series(1, %4$s) AS n',
                       v_table, v_names, v_values, p_rounds);
        PERFORM setval(pg_get_serial_sequence(v_table::text, 'id'), (p_rounds + 1) * 100)
          FROM pg_attribute WHERE attrelid = v_table AND attidentity <> '';
    END LOOP;
END $$;

-- Each two of the eight, one after the other: the rounds go round them.
CREATE TABLE race.pair (n int PRIMARY KEY, one text NOT NULL, two text NOT NULL);
INSERT INTO race.pair
WITH act AS (SELECT * FROM unnest('{book,cancel,leave,accept,decline,agree,lapse,enlarge}'::text[]) WITH ORDINALITY AS a (name, n))
SELECT row_number() OVER (ORDER BY a.n, b.n) - 1, a.name, b.name FROM act a JOIN act b ON a.n <= b.n;

-- 0 is the coordinator, 1 has a place, 3 was offered one, 4 waits, 5 asks, 6 comes.
CREATE FUNCTION race.act(p_act text, p_round int) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    v_desk     bigint := race.person(p_round, 0);
    v_session  bigint := (SELECT id FROM lectern.session WHERE slug = 'RACE' || p_round || '-1');
BEGIN
    CASE p_act
    WHEN 'book' THEN RETURN race.book(p_round, 6);
    WHEN 'cancel' THEN RETURN app.cancel(race.person(p_round, 1), race.booking(p_round, 1), '');
    WHEN 'leave' THEN RETURN app.cancel(race.person(p_round, 4), race.booking(p_round, 4), '');
    WHEN 'accept' THEN RETURN app.answer_offer(race.person(p_round, 3), race.booking(p_round, 3), true);
    WHEN 'decline' THEN RETURN app.answer_offer(race.person(p_round, 3), race.booking(p_round, 3), false);
    WHEN 'agree' THEN RETURN app.decide(v_desk, (SELECT id FROM lectern.approval WHERE booking = race.booking(p_round, 5)), true, '');
    WHEN 'lapse' THEN RETURN coalesce('error: ' || app.work_lapse(v_session), 'done');
    WHEN 'enlarge' THEN RETURN (SELECT c.outcome FROM lectern.pool l, LATERAL app.set_capacity(v_desk, 'RACE' || p_round || '-1', l.id, l.capacity + 1) AS c
                                 WHERE l.session = v_session);
    END CASE;
END $$;

-- Where the two meet: each side writes how far it is and waits for the other.
-- In turns one or the other then comes a little late.  What each came to is
-- kept in the order in which they did; an error must not leave the other waiting.
CREATE UNLOGGED TABLE race.side (side int PRIMARY KEY, at int NOT NULL);
INSERT INTO race.side VALUES (1, 0), (2, 0);
CREATE UNLOGGED TABLE race.took (id bigint GENERATED ALWAYS AS IDENTITY, round int, side int, outcome text);
CREATE PROCEDURE race.turn(p_side int, p_round int) LANGUAGE plpgsql AS $$
DECLARE
    v_act      text := (SELECT CASE p_side WHEN 1 THEN one ELSE two END FROM race.pair WHERE n = p_round % 36);
    v_late     int := p_round / 36 % 8;
    v_outcome  text;
BEGIN
    UPDATE race.side SET at = p_round WHERE side = p_side;
    COMMIT;
    WHILE (SELECT at < p_round FROM race.side WHERE side = 3 - p_side) LOOP
        PERFORM pg_sleep(0.0002);
    END LOOP;
    IF v_late % 2 = p_side - 1 THEN
        PERFORM pg_sleep(0.0004 * (v_late / 2));
    END IF;
    IF v_act = 'lapse' THEN -- the time for the answer is over
        UPDATE lectern.offer SET expires = lectern.clock() WHERE booking = race.booking(p_round, 3) AND state = 'open';
    END IF;
    COMMIT;
    BEGIN
        v_outcome := race.act(v_act, p_round);
    EXCEPTION WHEN OTHERS THEN
        v_outcome := 'error: ' || SQLERRM;
    END;
    INSERT INTO race.took (round, side, outcome) VALUES (p_round, p_side, v_outcome);
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
           (SELECT count(*) || ' errors: ' || string_agg(DISTINCT p.one || ' with ' || p.two || ' ' || t.outcome, ', ')
              FROM race.took t JOIN race.pair p ON p.n = t.round % 36 WHERE t.outcome LIKE 'error%' HAVING count(*) > 0),
           (SELECT count(*) || ' rounds were not played' FROM lectern.session s
              LEFT JOIN (SELECT round, count(*) AS sides FROM race.took GROUP BY round) AS t ON t.round = s.id / 100
             WHERE s.id > 100 AND t.sides IS DISTINCT FROM 2 HAVING count(*) > 0),
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
                    GROUP BY booking, kind HAVING count(*) > 1) AS m),
           (SELECT 'placed twice: ' || min(h.booking) FROM (
                   SELECT booking FROM lectern.booking_history WHERE state = 'confirmed' GROUP BY booking HAVING count(*) > 1) AS h))
$$;

-- How often each side was the first, in words.
CREATE FUNCTION race.orders() RETURNS text
LANGUAGE sql AS $$
    SELECT format('%s of %s pairs in both orders, %s rounds', count(*) FILTER (WHERE sides = 2), count(*), sum(rounds))
      FROM (SELECT round % 36, count(DISTINCT side) AS sides, count(*) AS rounds
              FROM (SELECT DISTINCT ON (round) round, side FROM race.took ORDER BY round, id) AS first GROUP BY 1) AS pair
$$;

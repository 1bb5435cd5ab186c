-- Eight dates on which everything happens at once, and a log of it in the
-- order in which each date saw it: for model.mjs, which plays it again.
--   1, 5  early: a freed place is given      2, 6  late: it is offered
--   3, 7  the coordinator must agree; places are held meanwhile
--   4, 8  early, with more places than most of the others
-- Three agencies; the second is capped, the third has places kept at first.
-- Everything is done by the commands that people's presses call; the time for
-- an offer is over, and kept places are released, when the worker comes.
CREATE SCHEMA race;
UPDATE lectern.rule SET one_live_date = false;
INSERT INTO lectern.sector (code) VALUES ('police') ON CONFLICT DO NOTHING;
INSERT INTO lectern.charging_class (code, name) VALUES ('partner', 'Partner') ON CONFLICT DO NOTHING;
INSERT INTO lectern.agency (code, name, short_name, sector, charging_class, max_per_session)
SELECT 'RACE' || n, 'Agency ' || n, 'A' || n, 'police', 'partner', CASE n WHEN 2 THEN 3 END
  FROM generate_series(1, 3) AS n;
INSERT INTO lectern.event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('RACE-1', 'course', 'Race', 'A race.', 'L1', 60, '60 minutes', 12);
INSERT INTO lectern.session (ref, event, title, delivery, status, starts, ends, free_until, waiting_limit, approval)
SELECT 'RACE-1/' || n, e.id, e.title, 'virtual', 'open', lectern.clock() + n * interval '1 day' + interval '90 days',
       lectern.clock() + n * interval '1 day' + interval '90 days 1 hour',
       CASE n % 4 WHEN 2 THEN lectern.clock() - interval '1 day' END, 15, CASE n % 4 WHEN 3 THEN 'coordinator' ELSE 'none' END
  FROM lectern.event e, generate_series(1, 8) AS n
 WHERE e.code = 'RACE-1';
INSERT INTO lectern.part (session, number, name, starts, ends)
SELECT id, 1, 'Part 1', starts, ends FROM lectern.session;
INSERT INTO lectern.pool (session, kind, capacity) SELECT id, 'main', 12 FROM lectern.session;
INSERT INTO lectern.person (code, first_name, email, agency, coordinator)
SELECT 'RACE' || n, 'Racer', 'race' || n || '@example.org',
       (SELECT id FROM lectern.agency WHERE code = 'RACE' || 1 + n % 3), n = 0
  FROM generate_series(0, 80) AS n;

CREATE TABLE race.log (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session  bigint NOT NULL,
    act      text NOT NULL,
    booking  bigint,
    person   bigint,
    agency   bigint,
    reserve  bigint, -- places kept for an agency; of new ones, those that came of it
    heir     bigint, -- the booking that a swap or transfer made
    target   bigint, -- the date that a transfer goes to
    value    int,
    outcome  text NOT NULL,
    tx       bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    at       timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What the worker does is logged by the rows that it writes, under the lock.
CREATE FUNCTION race.came() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_TABLE_NAME = 'offer' THEN
        INSERT INTO race.log (session, act, booking, person, outcome)
        SELECT b.session, 'lapse', b.id, b.person, 'lapsed' FROM lectern.booking b WHERE b.id = NEW.booking;
    ELSE
        INSERT INTO race.log (session, act, reserve, agency, outcome)
        VALUES (NEW.session, 'release', NEW.id, NEW.agency, 'released');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER race AFTER UPDATE ON lectern.offer FOR EACH ROW
    WHEN (OLD.state = 'open' AND NEW.state = 'lapsed') EXECUTE FUNCTION race.came();
CREATE TRIGGER race AFTER UPDATE ON lectern.reserve FOR EACH ROW
    WHEN (NEW.released AND NOT OLD.released) EXECUTE FUNCTION race.came();

-- It has no time for mail.
CREATE FUNCTION race.not_now() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN NEW.due := lectern.clock() + interval '1 year'; RETURN NEW; END $$;
CREATE TRIGGER zz_race BEFORE INSERT ON lectern.mail FOR EACH ROW EXECUTE FUNCTION race.not_now();

CREATE FUNCTION race.random(p_n int) RETURNS bytea
LANGUAGE sql VOLATILE AS $$ SELECT substr(sha256(gen_random_uuid()::text::bytea), 1, p_n) $$;

-- The coordinator keeps places of a date for an agency (no reserve: new ones).
CREATE FUNCTION race.keep(p_session bigint, p_reserve bigint, p_agency bigint, p_places int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_outcome  text;
BEGIN
    SELECT k.outcome INTO v_outcome
      FROM app.keep_places((SELECT id FROM lectern.person WHERE code = 'RACE0'),
                           (SELECT slug FROM lectern.session WHERE id = p_session), p_reserve,
                           (SELECT 'agency-' || code FROM lectern.agency WHERE id = p_agency), p_places, NULL) AS k;
    INSERT INTO race.log (session, act, agency, reserve, value, outcome)
    VALUES (p_session, 'keep', p_agency, coalesce(p_reserve, (SELECT max(id) FROM lectern.reserve WHERE session = p_session)),
            p_places, CASE WHEN p_reserve IS NULL THEN 'new ' ELSE '' END || v_outcome);
END $$;
DO $$ BEGIN PERFORM race.keep(s.id, NULL, a.id, 3) FROM lectern.session s, lectern.agency a WHERE a.code = 'RACE3'; END $$;

-- What the coordinator does to a date itself: its capacity, places kept, caps.
CREATE FUNCTION race.desk(p_act text, p_session bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_coordinator  bigint := (SELECT id FROM lectern.person WHERE code = 'RACE0');
    v_slug         text := (SELECT slug FROM lectern.session WHERE id = p_session);
    v_agency       lectern.agency;
    v_reserve      lectern.reserve;
    v_value        int;
    v_outcome      text;
BEGIN
    SELECT * INTO v_agency FROM lectern.agency ORDER BY random() LIMIT 1;
    IF p_act = 'keep' THEN
        SELECT * INTO v_reserve FROM lectern.reserve
         WHERE session = p_session AND NOT released AND random() < 0.9 ORDER BY random() LIMIT 1;
        PERFORM race.keep(p_session, v_reserve.id, coalesce(v_reserve.agency, v_agency.id), greatest(floor(random() * 6)::int - 2, 0));
        RETURN;
    ELSIF p_act = 'cap' THEN
        v_value := nullif(floor(random() * 6)::int, 0);
        v_outcome := app.cap_places(v_coordinator, v_slug, v_agency.code, v_value);
    ELSE
        v_agency := NULL;
        v_value := 6 + floor(random() * 10) + CASE WHEN v_slug IN ('RACE-1-4', 'RACE-1-8') THEN 45 ELSE 0 END;
        SELECT c.outcome INTO v_outcome
          FROM app.set_capacity(v_coordinator, v_slug, (SELECT id FROM lectern.pool WHERE session = p_session), v_value) AS c;
    END IF;
    INSERT INTO race.log (session, act, agency, value, outcome) VALUES (p_session, p_act, v_agency.id, v_value, v_outcome);
END $$;

-- Of the second agency, which may have three places of each date, one person
-- after the other; and the end of that limit.
CREATE FUNCTION race.limit_book(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT b.outcome FROM (SELECT id FROM lectern.person WHERE agency = (SELECT id FROM lectern.agency WHERE code = 'RACE2') ORDER BY id LIMIT 1 OFFSET p_n) AS p,
           app.book(p.id, 'RACE-1-4', NULL, gen_random_uuid(), '\x00', NULL, NULL, NULL, NULL, NULL, race.random(16), 1, race.random(32), race.random(32)) AS b
$$;
CREATE FUNCTION race.limit_ends() RETURNS text
LANGUAGE sql AS $$
    SELECT c.outcome FROM lectern.agency a,
           app.change_limits((SELECT id FROM lectern.person WHERE code = 'RACE0'), a.code, a.version, '{"capped_by": "agency", "reserves": ""}') AS c
     WHERE a.code = 'RACE2'
$$;

-- Who has a place sends a colleague; or, half the time, the coordinator does.
CREATE FUNCTION race.swap(p_booking lectern.booking) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_desk       boolean := random() < 0.5;
    v_colleague  lectern.person;
BEGIN
    SELECT * INTO v_colleague FROM lectern.person
     WHERE agency = p_booking.agency AND id <> p_booking.person AND code <> 'RACE0' ORDER BY random() LIMIT 1;
    INSERT INTO race.log (session, act, booking, person, heir, value, outcome)
    SELECT p_booking.session, 'swap', p_booking.id, v_colleague.id, s.booking, v_desk::int, s.outcome
      FROM app.swap(CASE WHEN v_desk THEN (SELECT id FROM lectern.person WHERE code = 'RACE0') ELSE p_booking.person END,
                    p_booking.id, '', v_colleague.email, race.random(16), 1, race.random(32), race.random(32),
                    p_clash => true, p_desk => v_desk) AS s;
END $$;

-- Somebody moves to another date, mostly one with room; or, half the time, the coordinator does it.
CREATE FUNCTION race.transfer(p_booking lectern.booking) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_desk    boolean := random() < 0.5;
    v_target  lectern.session;
BEGIN
    SELECT s.* INTO v_target FROM lectern.session s JOIN lectern.pool l ON l.session = s.id
     WHERE s.id <> p_booking.session ORDER BY l.taken < l.capacity AND random() < 0.8 DESC, random() LIMIT 1;
    INSERT INTO race.log (session, act, booking, person, heir, target, value, outcome)
    SELECT p_booking.session, 'transfer', p_booking.id, p_booking.person, t.booking, v_target.id, v_desk::int, t.outcome
      FROM app.transfer(CASE WHEN v_desk THEN (SELECT id FROM lectern.person WHERE code = 'RACE0') ELSE p_booking.person END,
                        p_booking.id, v_target.slug, NULL, true, race.random(16), 1, race.random(32), race.random(32),
                        p_desk => v_desk) AS t;
END $$;

-- Time passes for one of the open offers, or for places that are kept: nobody
-- holds a lock for that.
CREATE FUNCTION race.expire(p_act text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_act = 'release' THEN
        UPDATE lectern.reserve SET release = lectern.clock()
         WHERE NOT released AND id = (SELECT id FROM lectern.reserve WHERE NOT released ORDER BY random() LIMIT 1);
    ELSE
        UPDATE lectern.offer SET expires = lectern.clock()
         WHERE state = 'open' AND id = (SELECT id FROM lectern.offer WHERE state = 'open' AND expires > lectern.clock() ORDER BY random() LIMIT 1);
    END IF;
END $$;

-- One act of the given kind, chosen at random among what is there to act on.
-- What was chosen may be gone when its turn comes: then it is refused.  The
-- command takes the session's lock and keeps it, so that the log's numbers
-- stand in the order in which the date saw the acts.
CREATE FUNCTION race.act(p_act text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_coordinator  bigint := (SELECT id FROM lectern.person WHERE code = 'RACE0');
    v_session      bigint := (SELECT id FROM lectern.session ORDER BY random() LIMIT 1);
    v_person       bigint := (SELECT id FROM lectern.person WHERE code <> 'RACE0' ORDER BY random() LIMIT 1);
    v_booking      lectern.booking;
    v_approval     bigint;
    v_outcome      text;
    v_number       bigint;
BEGIN
    IF p_act = 'book' THEN
        SELECT b.outcome, b.booking INTO v_outcome, v_number
          FROM app.book(v_person, (SELECT slug FROM lectern.session WHERE id = v_session), NULL, gen_random_uuid(),
                        '\x00', NULL, NULL, NULL, NULL, NULL, race.random(16), 1, race.random(32), race.random(32),
                        p_clash => true) AS b;
        INSERT INTO race.log (session, act, booking, person, outcome)
        VALUES (v_session, p_act, v_number, v_person, v_outcome);
        RETURN;
    ELSIF p_act IN ('capacity', 'keep', 'cap') THEN
        PERFORM race.desk(p_act, v_session);
        RETURN;
    ELSIF p_act IN ('expire', 'release') THEN
        PERFORM race.expire(p_act);
        RETURN;
    END IF;
    SELECT b.* INTO v_booking FROM lectern.booking b
     WHERE b.session = v_session
       AND b.state = ANY (CASE WHEN p_act IN ('agree', 'refuse') THEN ARRAY['requested']
                               WHEN p_act IN ('accept', 'decline') THEN ARRAY['offered']
                               WHEN p_act = 'swap' THEN ARRAY['offered', 'confirmed']
                               ELSE ARRAY['requested', 'waiting', 'offered', 'confirmed'] END)
       AND (p_act NOT IN ('accept', 'decline') OR random() < 0.2
            OR EXISTS (SELECT FROM lectern.offer o WHERE o.booking = b.id AND o.expires > lectern.clock()))
     ORDER BY random() LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF p_act = 'swap' THEN
        PERFORM race.swap(v_booking);
        RETURN;
    ELSIF p_act = 'transfer' THEN
        PERFORM race.transfer(v_booking);
        RETURN;
    ELSIF p_act = 'cancel' THEN
        v_outcome := app.cancel(v_booking.person, v_booking.id, 'race');
    ELSIF p_act IN ('accept', 'decline') THEN
        v_outcome := app.answer_offer(v_booking.person, v_booking.id, p_act = 'accept');
    ELSE
        v_approval := (SELECT max(id) FROM lectern.approval WHERE booking = v_booking.id);
        v_outcome := app.decide(v_coordinator, v_approval, p_act = 'agree', '');
    END IF;
    INSERT INTO race.log (session, act, booking, person, outcome)
    VALUES (v_session, p_act, v_booking.id, v_booking.person, v_outcome);
END $$;

-- What model.mjs compares: the world, the log and how it ended.
CREATE VIEW race.told AS
SELECT jsonb_build_object(
    'agencies', (SELECT jsonb_object_agg(p.id, p.agency) FROM lectern.person p),
    'caps', (SELECT jsonb_object_agg(a.id, a.max_per_session) FROM lectern.agency a),
    'sessions', (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'late', s.free_until IS NOT NULL,
                        'asks', s.approval <> 'none', 'limit', s.waiting_limit)
                        ORDER BY s.id) FROM lectern.session s),
    'log', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM race.log l),
    'pools', (SELECT jsonb_object_agg(l.session, jsonb_build_array(l.capacity, l.taken, l.waiting)) FROM lectern.pool l),
    'bookings', (SELECT jsonb_object_agg(b.id, jsonb_build_array(b.state, b.held)) FROM lectern.booking b),
    'mails', (SELECT jsonb_object_agg(k.kind, k.n)
                FROM (SELECT kind, count(*) AS n FROM lectern.mail GROUP BY kind) AS k)) AS world;

-- Has a date more people than places?
CREATE FUNCTION race.oversold() RETURNS boolean
LANGUAGE sql AS $$
    SELECT bool_or(l.capacity < (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND (b.state IN ('confirmed', 'offered') OR b.held)))
      FROM lectern.pool l
$$;

-- The longest time, in seconds, for which a place stood free (an offer that
-- was over, places no longer kept) before the line moved on.
CREATE FUNCTION race.longest() RETURNS numeric
LANGUAGE sql AS $$
    SELECT round(extract(epoch FROM max(l.at - coalesce(o.expires, r.release))), 1)
      FROM race.log l
      LEFT JOIN lectern.offer o ON l.act = 'lapse' AND o.booking = l.booking AND o.state = 'lapsed'
      LEFT JOIN lectern.reserve r ON l.act = 'release' AND r.id = l.reserve
     WHERE l.act IN ('lapse', 'release')
$$;
CREATE FUNCTION race.still_due() RETURNS bigint
LANGUAGE sql AS $$
    SELECT (SELECT count(*) FROM lectern.offer WHERE state = 'open' AND expires <= lectern.clock())
         + (SELECT count(*) FROM lectern.reserve WHERE NOT released AND release <= lectern.clock())
$$;

-- What a command calls instead of app.lock_session or app.lock_booking in the
-- twin that forgets it.
CREATE FUNCTION race.no_lock(p_session bigint) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION race.no_lock_booking(p_booking bigint) RETURNS lectern.booking
LANGUAGE sql AS 'SELECT b FROM lectern.booking b WHERE b.id = p_booking';
GRANT USAGE ON SCHEMA race TO PUBLIC;

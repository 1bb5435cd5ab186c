-- The waiting list at the desk: moving somebody, and the number of places.

-- move_in_line: put somebody who waits at the p_to-th place of their line,
-- for a reason that is kept; past its end is its end.
-- p_version: of the line that was looked at (line_version); NULL: whatever it
-- is by now.  Outcomes: moved; not_found; not_waiting; stale; reason_missing.
CREATE FUNCTION app.move_in_line(p_actor bigint, p_slug text, p_booking bigint, p_to int, p_why text,
                                 p_version int DEFAULT NULL, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_before   numeric;
    v_after    numeric;
    v_was      bigint;
BEGIN
    v_booking := app.lock_booking(b.id) FROM booking b JOIN session s ON s.id = b.session
                  WHERE b.id = p_booking AND s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    outcome := CASE WHEN v_booking.id IS NULL THEN 'not_found'
                    WHEN v_booking.state <> 'waiting' THEN 'not_waiting'
                    WHEN p_version <> app.line_version(v_booking.session) THEN 'stale'
                    WHEN btrim(p_why) = '' THEN 'reason_missing'
                    ELSE 'moved' END;
    IF outcome <> 'moved' THEN
        RETURN;
    END IF;
    v_was := app.place_in_line(p_booking);
    WITH line AS (
        SELECT n.turn, row_number() OVER (ORDER BY n.turn) AS place
          FROM app.line_turns(v_booking.pool) AS n
         WHERE n.booking IS DISTINCT FROM p_booking
    )
    SELECT max(turn) FILTER (WHERE place < p_to), min(turn) FILTER (WHERE place >= p_to)
      INTO v_before, v_after FROM line;
    UPDATE booking
       SET turn = CASE WHEN v_before IS NULL AND v_after IS NULL THEN turn
                       WHEN v_before IS NULL THEN v_after - 1
                       WHEN v_after IS NULL THEN (v_before + floor(v_before) + 1) / 2 -- before whoever comes next
                       ELSE (v_before + v_after) / 2 END
     WHERE id = p_booking;
    UPDATE pool SET version = version + 1 WHERE id = v_booking.pool;
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking, p_actor, 'waiting', format('moved in the line from %s to %s: %s', v_was, app.place_in_line(p_booking), p_why));
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'move_in_line', 'booking ' || p_booking,
            jsonb_build_object('from', v_was, 'to', app.place_in_line(p_booking), 'why', p_why));
    PERFORM app.fill_places(v_booking.session);
END $$;

-- let_in: somebody whom the rules of the date bar by now, though they stand in
-- its line, may have a place all the same, for a reason that is kept.
-- Outcomes: let_in; not_found; not_barred; reason_missing.
CREATE FUNCTION app.let_in(p_actor bigint, p_slug text, p_booking bigint, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_why      text;
BEGIN
    v_booking := app.lock_booking(b.id) FROM booking b JOIN session s ON s.id = b.session
                  WHERE b.id = p_booking AND s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    IF v_booking.state IN ('waiting', 'requested') THEN
        SELECT app.barred(p_booking, s) INTO v_why FROM session s WHERE s.id = v_booking.session;
    END IF;
    outcome := CASE WHEN v_booking.id IS NULL THEN 'not_found'
                    WHEN coalesce(v_why, 'agency_closed') IN ('not_active', 'agency_closed') THEN 'not_barred'
                    WHEN btrim(p_why) = '' THEN 'reason_missing'
                    ELSE 'let_in' END;
    IF outcome <> 'let_in' THEN
        RETURN;
    END IF;
    UPDATE booking SET let_in = true WHERE id = p_booking;
    UPDATE pool SET version = version + 1 WHERE id = v_booking.pool;
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking, p_actor, v_booking.state, 'may have a place all the same: ' || p_why);
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'let_in', 'booking ' || p_booking, jsonb_build_object('barred', v_why, 'why', p_why));
    PERFORM app.fill_places(v_booking.session);
END $$;

-- Everyone who stands in the line of a pool, with their turn: bookings, and
-- those who wait for any date of the course (no booking yet).
CREATE FUNCTION app.line_turns(p_pool bigint) RETURNS TABLE (booking bigint, wish bigint, turn numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.id, NULL::bigint, coalesce(b.turn, b.id)
      FROM booking b, rule r
     WHERE b.pool = p_pool AND (b.state = 'waiting' OR b.state = 'requested' AND NOT b.held AND r.hold_places)
     UNION ALL
    SELECT NULL, w.id, w.id
      FROM pool l JOIN session s ON s.id = l.session JOIN wish w ON w.event = s.event AND w.state = 'open'
     WHERE l.id = p_pool
$$;

-- set_capacity: a larger or smaller room; what comes free goes on to the line
-- in the same transaction, and never past an agreement that is awaited.
-- p_version: as for move_in_line.
-- Outcomes: set; not_found; stale; below_taken (with the number); over.
CREATE FUNCTION app.set_capacity(p_actor bigint, p_slug text, p_pool bigint, p_capacity int, p_version int DEFAULT NULL,
                                 OUT outcome text, OUT taken int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_pool  pool;
BEGIN
    SELECT l.* INTO v_pool FROM pool l JOIN session s ON s.id = l.session
     WHERE l.id = p_pool AND s.slug = p_slug AND l.kind <> 'workshop' AND app.coordinator(p_actor) IS NOT NULL;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_pool.session);
    SELECT * INTO v_pool FROM pool WHERE id = p_pool;
    taken := v_pool.taken;
    outcome := CASE WHEN (SELECT ends <= clock() FROM session WHERE id = v_pool.session) THEN 'over'
                    WHEN p_version <> app.line_version(v_pool.session) THEN 'stale'
                    WHEN p_capacity < v_pool.taken THEN 'below_taken'
                    ELSE 'set' END;
    IF outcome = 'set' THEN
        UPDATE pool SET capacity = p_capacity, version = version + 1 WHERE id = p_pool;
        UPDATE session SET version = version + 1 WHERE id = v_pool.session;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'set_capacity', 'session ' || p_slug,
                jsonb_build_object('kind', v_pool.kind, 'from', v_pool.capacity, 'to', p_capacity));
        PERFORM app.fill_places(v_pool.session);
    END IF;
END $$;

-- How often coordinators have changed the lines of a session and its number of
-- places: a form that was drawn before the last of them is stale.
CREATE FUNCTION app.line_version(p_session bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT sum(version)::int FROM pool WHERE session = p_session AND kind <> 'workshop' $$;

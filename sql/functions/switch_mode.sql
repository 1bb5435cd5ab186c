-- switch_mode: from the room to online, or the other way, until the cut-off.
-- The ticket stays as it is; the calendar learns of it.  Who has a place keeps
-- it unless there is one of the other kind; who waits goes to the end of the
-- other line.  What becomes free goes on in the same transaction.
--
-- p_actor is the owner, until the cut-off, or with p_desk a coordinator.
-- Outcomes: switched; waiting (was waiting, waits there); same; no_place (the
-- other kind has none for this person: nothing changed); not_hybrid;
-- offered (the offer must be answered first); not_found, not_live, started,
-- too_late.
CREATE FUNCTION app.switch_mode(p_actor bigint, p_booking bigint, p_kind text, p_desk boolean DEFAULT false, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_pool     pool;
    v_counts   boolean;
BEGIN
    v_booking := app.changeable(p_actor, p_booking, p_desk);
    IF v_booking.id IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    v_booking := app.lock_booking(p_booking);
    SELECT * INTO v_pool FROM pool
     WHERE session = v_booking.session AND kind = p_kind AND kind IN ('in_person', 'virtual');
    v_counts := v_booking.state = 'confirmed' OR v_booking.held;
    outcome := app.change_refused(p_desk, v_booking, (SELECT s FROM session s WHERE s.id = v_booking.session));
    outcome := CASE
        WHEN outcome IS NOT NULL THEN outcome
        WHEN v_pool.id IS NULL THEN 'not_hybrid'
        WHEN v_pool.id = v_booking.pool THEN 'same'
        WHEN v_booking.state = 'offered' THEN 'offered'
        WHEN v_counts AND NOT app.place_for(v_booking, v_pool) THEN 'no_place' END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    UPDATE pool SET taken = taken - (v_counts AND NOT v_booking.over)::int, waiting = waiting - (v_booking.state = 'waiting')::int
     WHERE id = v_booking.pool;
    IF v_counts THEN
        UPDATE pool SET taken = taken + 1 WHERE id = v_pool.id;
    END IF;
    UPDATE booking
       SET pool = v_pool.id, over = false, changed = clock(), sequence = sequence + 1,
           turn = CASE WHEN v_counts THEN turn ELSE nextval('booking_id_seq') END
     WHERE id = p_booking;
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking, p_actor, v_booking.state,
            CASE p_kind WHEN 'virtual' THEN 'switched to online' ELSE 'switched to the room' END);
    outcome := 'switched';
    IF v_booking.state = 'confirmed' THEN
        PERFORM app.tell(p_booking, 'mode_switched');
    ELSIF v_booking.state = 'waiting' AND app.take_turn(v_booking.session, p_booking, false) = 'waiting' THEN
        outcome := 'waiting';
    END IF;
    PERFORM app.fill_places(v_booking.session);
END $$;

-- Is a place of this pool open to whoever holds one of the session already?
-- That one does not count against the cap of the agency.
CREATE FUNCTION app.place_for(p_booking lectern.booking, p_pool lectern.pool) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_may  boolean;
BEGIN
    UPDATE booking SET state = 'waiting', held = false WHERE id = p_booking.id;
    v_may := app.may_have_place(p_pool, (SELECT max_per_agency FROM session WHERE id = p_booking.session),
                                p_booking.agency, p_booking.setting, p_booking.sector);
    UPDATE booking SET state = p_booking.state, held = p_booking.held WHERE id = p_booking.id;
    RETURN v_may;
END $$;

-- From when the link to join shows to those who have an online place.
CREATE FUNCTION app.join_from(p_starts timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN app.working_days_before(p_starts, (SELECT join_days FROM rule));
END $$;

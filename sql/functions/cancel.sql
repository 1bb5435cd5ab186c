-- cancel: give up one's own place, or leave the waiting list; the place goes
-- to the next in line in the same transaction.
--
-- Outcomes: cancelled; not_found; not_live (it has ended already); started.
CREATE FUNCTION app.cancel(p_person bigint, p_booking bigint, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking AND person = p_person;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_booking.session);
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    outcome := CASE
        WHEN v_booking.state NOT IN ('requested', 'waiting', 'offered', 'confirmed') THEN 'not_live'
        WHEN (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN 'started'
        ELSE 'cancelled'
        END;
    IF outcome = 'cancelled' THEN
        PERFORM app.end_booking(v_booking, p_person, 'person', p_why);
        PERFORM app.fill_places(v_booking.session);
    END IF;
END $$;

-- end_booking: a live booking ends: its place, hold or turn is freed, what was
-- open about it is closed, its owner is told.  The caller holds the session's
-- lock, gives the row as read under it, and calls fill_places afterwards.
--
-- It is declined when someone said no (the manager, the coordinator to a
-- request, the person to an offer) or nobody said yes in time, else cancelled.
CREATE FUNCTION app.end_booking(p_booking lectern.booking, p_by bigint, p_ended_by text, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_state  text := CASE WHEN p_booking.state = 'requested' AND p_ended_by IN ('manager', 'coordinator', 'lapse')
                            OR p_booking.state = 'offered' AND p_ended_by IN ('person', 'lapse')
                          THEN 'declined' ELSE 'cancelled' END;
BEGIN
    UPDATE booking
       SET state = v_state, ended_by = p_ended_by, held = false, changed = clock(), sequence = sequence + 1
     WHERE id = p_booking.id;
    UPDATE pool
       SET taken = taken - ((p_booking.state IN ('confirmed', 'offered') OR p_booking.held) AND NOT p_booking.over)::int,
           waiting = waiting - (p_booking.state = 'waiting')::int
     WHERE id = p_booking.pool;
    PERFORM app.end_choices(p_booking.id);
    UPDATE offer SET state = 'withdrawn', ended = clock() WHERE booking = p_booking.id AND state = 'open';
    UPDATE approval SET state = 'withdrawn', ended = clock() WHERE booking = p_booking.id AND state = 'open';
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking.id, p_by, v_state, p_why);
    PERFORM app.tell(p_booking.id, CASE WHEN p_ended_by = 'session' AND (SELECT status FROM session WHERE id = p_booking.session) = 'cancelled' THEN 'session_cancelled'
                                        WHEN p_ended_by = 'lapse' AND p_booking.state = 'offered' THEN 'offer_lapsed'
                                        WHEN v_state = 'declined' AND p_ended_by <> 'person' THEN 'booking_declined'
                                        ELSE 'booking_cancelled' END);
    -- Who sent a colleague hears that nobody comes in their place.
    IF p_booking.state = 'requested' AND p_ended_by <> 'session' THEN
        PERFORM app.tell(b.id, 'swap_declined', jsonb_build_object('colleague_no', p_ended_by))
           FROM booking b WHERE b.id = p_booking.replaces AND b.ended_by = 'swap';
    END IF;
END $$;

-- end_booking: a live booking becomes cancelled: its place is freed, its
-- calendar entry and its owner are told.  The caller holds the session's lock,
-- gives the row as read under it, and calls fill_places afterwards.
CREATE FUNCTION app.end_booking(p_booking lectern.booking, p_by bigint, p_ended_by text, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE booking
       SET state = 'cancelled', ended_by = p_ended_by, changed = clock(), sequence = sequence + 1
     WHERE id = p_booking.id;
    UPDATE pool
       SET taken = taken - (p_booking.state IN ('confirmed', 'offered') AND NOT p_booking.over)::int,
           waiting = waiting - (p_booking.state = 'waiting')::int
     WHERE id = p_booking.pool;
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking.id, p_by, 'cancelled', p_why);
    INSERT INTO mail (kind, person, address, booking, session)
    SELECT CASE p_ended_by WHEN 'session' THEN 'session_cancelled' ELSE 'booking_cancelled' END,
           p.id, p.email, p_booking.id, p_booking.session
      FROM person p WHERE p.id = p_booking.person AND p.email IS NOT NULL;
END $$;

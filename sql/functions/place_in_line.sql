-- A booking's number in its line: those before it who wait too, for this date
-- or for any of the course, and itself.
CREATE FUNCTION app.place_in_line(p_booking bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT (SELECT count(*) FROM booking q
                     WHERE q.pool = b.pool AND (q.state = 'waiting' OR q.state = 'requested' AND NOT q.held AND r.hold_places)
                       AND coalesce(q.turn, q.id) <= coalesce(b.turn, b.id))
                 + (SELECT count(*) FROM wish w
                     WHERE w.event = s.event AND w.state = 'open' AND w.id < coalesce(b.turn, b.id) AND w.person <> b.person)
              FROM booking b JOIN session s ON s.id = b.session, rule r
             WHERE b.id = p_booking AND b.state = 'waiting');
END $$;

-- cancel: give up one's own place, or leave the waiting list; the place goes
-- to the next in line in the same transaction.
--
-- One can cancel until the first day begins, in or out of the free time: an
-- empty seat that we know of can be filled, and the terms of the booking say
-- what late notice costs.  From then on the register tells who came; only a
-- coordinator ends a booking (app.end_for), until the last day is over.
--
-- p_reason is one of booking.reason's, p_why what the person wrote beside it.
-- Outcomes: cancelled; not_found; not_live (it has ended already); started.
CREATE FUNCTION app.cancel(p_person bigint, p_booking bigint, p_why text, p_reason text DEFAULT NULL, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    v_booking := app.lock_own_booking(p_person, p_booking);
    outcome := CASE
        WHEN v_booking.id IS NULL THEN 'not_found'
        WHEN NOT v_booking.live THEN 'not_live'
        WHEN (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN 'started'
        ELSE 'cancelled'
        END;
    IF outcome = 'cancelled' THEN
        UPDATE booking SET reason = p_reason WHERE id = p_booking;
        PERFORM app.end_booking(v_booking, p_person, 'person',
                                concat_ws(': ', app.reason_words(p_reason), nullif(p_why, '')));
        PERFORM app.fill_places(v_booking.session);
    END IF;
END $$;

-- Why somebody gave up a place, in words: those of lectern.excuse, and three
-- that excuse nothing.
CREATE FUNCTION app.reason_words(p_reason text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_reason
           WHEN 'sickness' THEN 'Ill'
           WHEN 'bereavement' THEN 'A death in the family'
           WHEN 'care' THEN 'Caring for someone in an emergency'
           WHEN 'court' THEN 'Called to court'
           WHEN 'incident' THEN 'Called to an incident or a child at risk'
           WHEN 'weather' THEN 'Roads or trains stopped by the weather'
           WHEN 'work' THEN 'Needed at work'
           WHEN 'left' THEN 'Leaving or changing job'
           WHEN 'other' THEN 'Something else' END
$$;

-- booking_check: may this person ask for a place now, and in which pool?
-- Gives 'ok' and the pool, or the outcome that book() hands on.  The caller
-- holds the session's lock.
CREATE FUNCTION app.booking_check(p_person bigint, p_session bigint, p_kind text, p_manager_email text,
                                  OUT outcome text, OUT pool bigint, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_pool     pool;
BEGIN
    SELECT id INTO booking FROM booking b
     WHERE b.session = p_session AND b.person = p_person
       AND b.state IN ('requested', 'waiting', 'offered', 'confirmed');
    IF FOUND THEN
        outcome := 'already_booked';
        RETURN;
    END IF;
    SELECT * INTO v_session FROM session WHERE id = p_session;
    SELECT * INTO v_pool FROM pool p
     WHERE p.session = p_session AND p.kind <> 'workshop'
       AND p.kind = coalesce(p_kind, 'main');
    pool := v_pool.id;
    -- Locked, or an account could close between this look and the booking.
    PERFORM FROM person
      WHERE id = p_person AND status IN ('active', 'long_leave') FOR NO KEY UPDATE;
    outcome := CASE
        WHEN v_session.status = 'cancelled' THEN 'cancelled_session'
        WHEN v_session.booking_opens > clock() THEN 'not_open_yet'
        WHEN coalesce(v_session.booking_closes, v_session.starts) <= clock() THEN 'closed'
        WHEN NOT FOUND THEN 'not_active'
        WHEN EXISTS (SELECT FROM person p JOIN agency a ON a.id = p.agency
                      WHERE p.id = p_person AND NOT a.active) THEN 'agency_closed'
        WHEN v_session.approval IN ('manager', 'coordinator', 'both') THEN 'by_arrangement'
        WHEN v_pool.id IS NULL THEN 'no_place_kind'
        WHEN v_session.approval = 'declare'
             AND coalesce(p_manager_email, (SELECT manager_email FROM person WHERE id = p_person)) IS NULL THEN 'no_manager'
        WHEN (v_pool.taken >= v_pool.capacity OR v_pool.waiting > 0)
             AND v_pool.waiting >= coalesce(v_session.waiting_limit, 0) THEN 'full'
        ELSE 'ok'
        END;
END $$;

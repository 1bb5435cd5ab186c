-- Agreements: of the manager by a mailed link, of the coordinator at the desk.

-- asks_of: who must agree to a booking of this person (as it will be) on this
-- session: why-words of approval, with 'manager' for the manager's own.
-- An address that is the person's own or outside the agency's domain cannot
-- speak for a manager: the coordinator decides.
CREATE FUNCTION app.asks_of(p_session lectern.session, p_person lectern.person) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_asks  text[] := '{}';
BEGIN
    IF p_session.approval IN ('manager', 'both') THEN
        v_asks := v_asks || app.manager_or_why(p_person);
    END IF;
    IF p_session.approval IN ('coordinator', 'both') THEN
        v_asks := v_asks || 'session'::text;
    END IF;
    RETURN v_asks;
END $$;

-- 'manager' if the manager's address may speak for the agency, else why not.
CREATE FUNCTION app.manager_or_why(p_person lectern.person) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE
           WHEN p_person.manager_email IS NULL THEN 'no_manager'
           WHEN p_person.manager_email = p_person.email THEN 'own_address'
           WHEN EXISTS (SELECT FROM agency a
                         WHERE a.id = p_person.agency AND a.email_domain IS NOT NULL
                           AND split_part(p_person.manager_email, '@', 2) <> a.email_domain
                           AND split_part(p_person.manager_email, '@', 2) NOT LIKE '%.' || a.email_domain) THEN 'outside_domain'
           ELSE 'manager' END
$$;

-- ask_agreement: one approval for each of p_asks; the manager is asked by
-- mail, the person is told who was asked.
CREATE FUNCTION app.ask_agreement(p_booking bigint, p_asks text[], p_detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO approval (booking, kind, why, detail, name, address, expires)
    SELECT b.id, 'coordinator', a.why, CASE a.why WHEN 'equivalent' THEN coalesce(p_detail, '') ELSE '' END, '', NULL, NULL
      FROM booking b, unnest(p_asks) AS a (why)
     WHERE b.id = p_booking AND a.why <> 'manager'
     UNION ALL
    SELECT b.id, 'manager', 'session', '', b.manager_name, b.manager_email,
           app.working_days_before(clock(), -(SELECT agreement_days FROM rule))
      FROM booking b
     WHERE b.id = p_booking AND 'manager' = ANY (p_asks);
    INSERT INTO mail (kind, address, booking, session)
    SELECT 'agreement_asked', v.address, b.id, b.session
      FROM approval v JOIN booking b ON b.id = v.booking
     WHERE v.booking = p_booking AND v.kind = 'manager' AND v.state = 'open';
    PERFORM app.tell(p_booking, 'booking_requested');
END $$;

-- settle_approval: one agreement is given or refused.  When the last is given
-- the booking gets its place or its turn; one refusal declines it.  The caller
-- holds the session's lock and has read the approval under it.
-- Gives the state of the booking.
CREATE FUNCTION app.settle_approval(p_approval lectern.approval, p_agree boolean, p_by bigint, p_note text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    UPDATE approval SET state = CASE WHEN p_agree THEN 'agreed' ELSE 'declined' END,
           ended = clock(), by = p_by, note = p_note
     WHERE id = p_approval.id;
    SELECT * INTO v_booking FROM booking WHERE id = p_approval.booking;
    IF NOT p_agree THEN
        PERFORM app.end_booking(v_booking, p_by, CASE p_approval.kind WHEN 'manager' THEN 'manager' ELSE 'coordinator' END, p_note);
        PERFORM app.fill_places(v_booking.session);
        RETURN 'declined';
    ELSIF EXISTS (SELECT FROM approval WHERE booking = v_booking.id AND state = 'open') THEN
        RETURN 'requested';
    ELSIF v_booking.held THEN
        PERFORM app.confirm_booking(v_booking.id, 'booking_confirmed', 'agreed', p_by);
        RETURN 'confirmed';
    END IF;
    UPDATE booking SET state = 'waiting', changed = clock() WHERE id = v_booking.id;
    INSERT INTO booking_history (booking, person, state, why) VALUES (v_booking.id, p_by, 'waiting', 'agreed');
    RETURN app.take_turn(v_booking.session, v_booking.id);
END $$;

-- decide: the coordinator agrees to a request or declines it.
-- Outcomes: confirmed, waiting, requested (others must agree too), declined;
-- not_found; not_live (with nothing changed).
CREATE FUNCTION app.decide(p_coordinator bigint, p_approval bigint, p_agree boolean, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    SELECT v.* INTO v_approval FROM approval v
     WHERE v.id = p_approval AND EXISTS (SELECT FROM person WHERE id = p_coordinator AND (coordinator OR administrator));
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session((SELECT session FROM booking WHERE id = v_approval.booking));
    SELECT * INTO v_approval FROM approval WHERE id = p_approval AND state = 'open';
    outcome := CASE WHEN NOT FOUND THEN 'not_live'
                    ELSE app.settle_approval(v_approval, p_agree, p_coordinator, p_note) END;
END $$;

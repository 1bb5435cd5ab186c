-- booking_check: may this person ask for a place now, in which pool, and who
-- must agree?  The caller holds the session's lock.
--
-- outcome: ok, or what book() hands on: already_booked (with the booking),
--   cancelled_session, not_open_yet, closed, not_active, agency_closed,
--   not_eligible, not_invited, no_prerequisite, other_date (with the booking
--   on it), clash (with the booking it clashes with), no_place_kind,
--   no_manager, full.
-- asks: the agreements it needs, as app.ask_agreement takes them.
CREATE FUNCTION app.booking_check(p_person bigint, p_session bigint, p_kind text, p_manager_email text,
                                  p_equivalent text, p_clash boolean, p_second boolean DEFAULT false,
                                  OUT outcome text, OUT pool bigint, OUT booking bigint, OUT asks text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_pool     pool;
    v_person   person;
BEGIN
    SELECT id INTO booking FROM booking b
     WHERE b.session = p_session AND b.person = p_person
       AND b.live;
    IF FOUND THEN
        outcome := 'already_booked';
        RETURN;
    END IF;
    SELECT * INTO v_session FROM session WHERE id = p_session;
    -- Locked, or an account could close between this look and the booking.
    SELECT * INTO v_person FROM person WHERE id = p_person FOR NO KEY UPDATE;
    outcome := CASE
        WHEN v_session.status = 'cancelled' THEN 'cancelled_session'
        WHEN greatest(v_session.booking_opens, v_session.visible_from) > clock() THEN 'not_open_yet'
        WHEN coalesce(v_session.booking_closes, v_session.starts) <= clock() THEN 'closed'
        ELSE app.refused(p_person, v_session) END;
    asks := '{}';
    IF outcome = 'no_prerequisite' AND p_equivalent <> '' THEN
        outcome := NULL;
        asks := asks || 'equivalent'::text;
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    booking := CASE WHEN (SELECT one_live_date FROM rule) THEN app.live_date(p_person, v_session.event) END;
    IF booking IS NOT NULL AND NOT p_second THEN
        outcome := 'other_date';
        RETURN;
    END IF;
    IF booking IS NOT NULL THEN
        asks := asks || 'second_date'::text;
    END IF;
    booking := CASE WHEN NOT p_clash THEN app.clash(p_person, p_session) END;
    IF booking IS NOT NULL THEN
        outcome := 'clash';
        RETURN;
    END IF;
    SELECT * INTO v_pool FROM pool p
     WHERE p.session = p_session AND p.kind <> 'workshop' AND p.kind = coalesce(p_kind, 'main');
    pool := v_pool.id;
    v_person.manager_email := coalesce(p_manager_email, v_person.manager_email);
    asks := asks || app.asks_of(v_session, v_person);
    outcome := CASE
        WHEN v_pool.id IS NULL THEN 'no_place_kind'
        WHEN app.by_word(v_session.approval) AND v_person.manager_email IS NULL AND NOT v_person.guest THEN 'no_manager'
        WHEN v_pool.waiting >= coalesce(v_session.waiting_limit, 0)
             AND NOT app.may_have_place(v_pool, v_session.max_per_agency, v_person.agency, v_person.setting,
                                        (SELECT sector FROM agency WHERE id = v_person.agency)) THEN 'full'
        ELSE 'ok'
        END;
END $$;

-- refused: why a person may not have a place on a session at all, whoever
-- books it: not_active, agency_closed, not_eligible, not_invited or
-- no_prerequisite; NULL if they may.
CREATE FUNCTION app.refused(p_person bigint, p_session lectern.session) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person  person;
    v_agency  agency;
BEGIN
    SELECT * INTO v_person FROM person WHERE id = p_person;
    SELECT * INTO v_agency FROM agency WHERE id = v_person.agency;
    RETURN CASE
        WHEN v_person.status NOT IN ('active', 'long_leave') THEN 'not_active'
        WHEN NOT v_agency.active THEN 'agency_closed'
        WHEN p_session.by_invitation AND NOT EXISTS (
             SELECT FROM invitation i WHERE i.session = p_session.id AND i.email = coalesce(v_person.email, CASE WHEN NOT v_person.guest THEN v_person.guest_email END)) THEN 'not_invited'
        WHEN (p_session.only_agencies <> '{}' OR p_session.only_sectors <> '{}')
             AND NOT coalesce(v_agency.id = ANY (p_session.only_agencies) OR v_agency.sector = ANY (p_session.only_sectors), false)
             THEN 'not_eligible'
        WHEN EXISTS (SELECT FROM event_prerequisite q
                      WHERE q.event = p_session.event
                        AND NOT app.has_attended(p_person, q.requires, q.within_months, p_session.starts, q.equivalents)) THEN 'no_prerequisite'
        END;
END $$;

-- barred: why a booking that stands in line must not have a place though its
-- turn comes: what app.refused gives by now, as the rules may have become
-- narrower; NULL if it may.  What the coordinator is asked about or has
-- allowed does not bar it.
CREATE FUNCTION app.barred(p_booking bigint, p_session lectern.session) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_why      text;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    v_why := app.refused(v_booking.person, p_session);
    RETURN CASE WHEN v_why IN ('not_active', 'agency_closed') THEN v_why
                WHEN v_booking.let_in THEN NULL
                WHEN v_why = 'no_prerequisite' AND EXISTS (
                     SELECT FROM approval WHERE booking = p_booking AND why = 'equivalent' AND state = 'open') THEN NULL
                ELSE v_why END;
END $$;

-- Whether a person attended an event within so many months before p_by:
-- all of a date here, or in the imported past, where training elsewhere of one
-- of these names counts too.  Until a register is signed off
-- whoever was booked counts as having come; a date still to come before p_by too.
CREATE FUNCTION app.has_attended(p_person bigint, p_event bigint, p_months int, p_by timestamptz, p_equivalents text[] DEFAULT '{}') RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_since  timestamptz := p_by - make_interval(months => p_months);
BEGIN
    RETURN EXISTS (SELECT FROM past_attendance a
                    WHERE a.person = p_person AND (a.event = p_event OR lower(a.equivalent) = ANY (lower(p_equivalents::text)::text[]))
                      AND (v_since IS NULL OR a.held >= v_since::date))
        OR EXISTS (SELECT FROM booking b
                     JOIN session s ON s.id = b.session
                     LEFT JOIN register g ON g.session = s.id
                    WHERE b.person = p_person AND s.event = p_event AND b.state = 'confirmed'
                      AND s.status = 'open' AND s.ends <= p_by
                      AND (v_since IS NULL OR s.ends >= v_since)
                      AND (s.ends > clock() OR coalesce(g.state, 'open') = 'open'
                           OR NOT EXISTS (SELECT FROM app.attendance c
                                           WHERE c.booking = b.id AND c.attendance IN ('part', 'none'))))
        OR EXISTS (SELECT FROM approval v JOIN booking b ON b.id = v.booking JOIN session s ON s.id = b.session
                    WHERE b.person = p_person AND v.why = 'equivalent' AND v.state = 'agreed'
                      AND EXISTS (SELECT FROM event_prerequisite q WHERE q.event = s.event AND q.requires = p_event));
END $$;

-- Another live booking of this person with a part at the same time, or NULL.
CREATE FUNCTION app.clash(p_person bigint, p_session bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT c.id
              FROM (SELECT b.id, b.session
                      FROM part q
                      JOIN part o ON tstzrange(o.starts, o.ends) && tstzrange(q.starts, q.ends) AND o.session <> q.session
                      JOIN booking b ON b.session = o.session AND b.person = p_person AND b.live AND b.state <> 'waiting'
                      JOIN session s ON s.id = b.session AND s.status = 'open'
                     WHERE q.session = p_session
                    OFFSET 0) AS c -- or may_read() is asked of all their bookings
             WHERE app.may_read(p_person, c.session)
             ORDER BY c.id LIMIT 1);
END $$;

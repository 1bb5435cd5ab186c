-- Agreements: of the manager by a mailed link, of the coordinator at the desk.

-- Whether an agreement of this kind (session.approval) is the person's word for
-- the manager, the manager's own, or, beside either, a coordinator's.
CREATE FUNCTION app.by_word(p_approval text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_approval IN ('declare', 'declare_coordinator') $$;

CREATE FUNCTION app.by_manager(p_approval text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_approval IN ('manager', 'both') $$;

CREATE FUNCTION app.by_team(p_approval text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_approval IN ('coordinator', 'both', 'declare_coordinator') $$;

-- asks_of: who must agree to a booking of this person (as it will be) on this
-- session: why-words of approval, with 'manager' for the manager's own.
-- Who often did not come needs a manager's agreement everywhere (no_shows).
CREATE FUNCTION app.asks_of(p_session lectern.session, p_person lectern.person) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_asks    text[] := '{}';
    v_missed  boolean := app.missed_often(p_person.id);
BEGIN
    IF app.by_manager(p_session.approval) OR v_missed THEN
        v_asks := v_asks || app.manager_or_why(p_person);
    END IF;
    IF v_missed THEN
        v_asks := v_asks || 'no_shows'::text;
    END IF;
    IF app.by_team(p_session.approval) THEN
        v_asks := v_asks || 'session'::text;
    END IF;
    RETURN v_asks;
END $$;

-- 'manager' if the manager's address may speak for the agency, else why not:
-- one that is the person's own, with or without a +word, or outside the
-- agency's domain, cannot; then the coordinator decides.
CREATE FUNCTION app.manager_or_why(p_person lectern.person) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE
           WHEN p_person.manager_email IS NULL THEN 'no_manager'
           WHEN regexp_replace(p_person.manager_email, '\+[^@]*@', '@')
                = regexp_replace(p_person.email, '\+[^@]*@', '@') THEN 'own_address'
           WHEN EXISTS (SELECT FROM agency a
                         WHERE a.id = p_person.agency AND a.email_domain <> ''
                           AND right('.' || split_part(p_person.manager_email, '@', 2), length(a.email_domain) + 1)
                               <> '.' || lower(a.email_domain)) THEN 'outside_domain'
           ELSE 'manager' END
$$;

-- The last date that a person missed, if as many as the rule says were missed
-- within its months and its time of bar has not passed; else NULL.  Only
-- registers that are signed off count, and nobody who was excused.
CREATE FUNCTION app.last_missed(p_person bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_rule  rule;
BEGIN
    SELECT * INTO v_rule FROM rule;
    IF v_rule.no_show_count = 0 THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT max(m.starts)
              FROM (SELECT c.starts,
                           count(*) OVER (ORDER BY c.starts RANGE BETWEEN
                               make_interval(months => v_rule.no_show_months) PRECEDING AND CURRENT ROW) AS missed
                      FROM (SELECT b.id, s.starts
                              FROM booking b
                              JOIN session s ON s.id = b.session AND s.status = 'open'
                              JOIN register g ON g.session = s.id AND g.state <> 'open'
                             WHERE b.person = p_person AND b.state = 'confirmed' AND s.ends <= (SELECT clock())
                            OFFSET 0) AS c -- or the attendance of all their bookings is read
                     WHERE CASE WHEN EXISTS (SELECT FROM app.attendance a WHERE a.booking = c.id AND a.attendance <> 'none') THEN false
                                ELSE NOT app.is_forgiven(c.id) END) AS m
             WHERE m.missed >= v_rule.no_show_count
               AND m.starts > clock() - make_interval(months => v_rule.no_show_bar_months));
END $$;

CREATE FUNCTION app.missed_often(p_person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN app.last_missed(p_person) IS NOT NULL;
END $$;

-- ask_agreement: one approval for each of p_asks; the manager is asked by
-- mail, the person is told who was asked.  A manager who is asked is told of
-- missed dates; without one the coordinator is.
CREATE FUNCTION app.ask_agreement(p_booking bigint, p_asks text[], p_detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_manager  boolean := 'manager' = ANY (p_asks);
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    INSERT INTO approval (booking, kind, why, detail)
    SELECT p_booking, 'coordinator', a.why, CASE a.why WHEN 'equivalent' THEN coalesce(p_detail, '') ELSE '' END
      FROM unnest(p_asks) AS a (why)
     WHERE a.why <> 'manager' AND NOT (a.why = 'no_shows' AND v_manager);
    IF v_manager THEN
        PERFORM app.ask_manager(v_booking, CASE WHEN 'no_shows' = ANY (p_asks) THEN 'no_shows' ELSE 'session' END,
                                v_booking.manager_name, v_booking.manager_email);
    END IF;
    PERFORM app.tell(p_booking, 'booking_requested');
END $$;

-- Ask a manager: until so many working days from now, and never longer than
-- something can still be decided before the start.
CREATE FUNCTION app.ask_manager(p_booking lectern.booking, p_why text, p_name text, p_address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_until  timestamptz;
    v_hours  int;
BEGIN
    SELECT greatest(clock(), least(app.working_days_before(clock(), -r.agreement_days),
                                   s.starts - make_interval(hours => r.offer_stop_hours)))
      INTO v_until
      FROM session s, rule r WHERE s.id = p_booking.session;
    v_hours := app.working_hours_between(clock(), v_until);
    INSERT INTO approval (booking, kind, why, name, address, expires, remind)
    VALUES (p_booking.id, 'manager', p_why, p_name, p_address, v_until,
            CASE WHEN v_hours >= 2 THEN app.after_working_hours(clock(), v_hours / 2) END);
    INSERT INTO mail (kind, address, booking, session)
    VALUES ('agreement_asked', p_address, p_booking.id, p_booking.session);
END $$;

-- settle_approval: one agreement is given or refused.  When the last is given
-- the booking gets its place or its turn; one refusal declines it.  The caller
-- holds the session's lock and has read the approval under it.
-- Gives the state of the booking; `begun` (nothing changes) after the start.
CREATE FUNCTION app.settle_approval(p_approval lectern.approval, p_agree boolean, p_by bigint, p_note text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_approval.booking;
    IF (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN
        RETURN 'begun';
    END IF;
    UPDATE approval SET state = CASE WHEN p_agree THEN 'agreed' ELSE 'declined' END,
           ended = clock(), by = p_by, note = p_note
     WHERE id = p_approval.id;
    IF NOT p_agree THEN
        PERFORM app.end_booking(v_booking, p_by, p_approval.kind, p_note);
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
    RETURN app.take_turn(v_booking.session, v_booking.id, false);
END $$;

-- decide: the coordinator agrees to a request or declines it, for the
-- partnership or as the manager said by telephone.
-- Outcomes: confirmed, waiting, offered, requested (others must agree too),
-- declined; not_found; not_open, begun (with nothing changed).
CREATE FUNCTION app.decide(p_coordinator bigint, p_approval bigint, p_agree boolean, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    SELECT v.* INTO v_approval FROM approval v
     WHERE v.id = p_approval AND app.coordinator(p_coordinator) IS NOT NULL;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session((SELECT session FROM booking WHERE id = v_approval.booking));
    SELECT * INTO v_approval FROM approval WHERE id = p_approval AND state = 'open';
    outcome := CASE WHEN NOT FOUND THEN 'not_open'
                    ELSE app.settle_approval(v_approval, p_agree, p_coordinator, p_note) END;
END $$;

-- decide_all: the same for all that these bookings need of the coordinator;
-- what others must agree to stays open.  done: how many bookings it was that
-- still waited.
CREATE FUNCTION app.decide_all(p_coordinator bigint, p_bookings bigint[], p_agree boolean, p_note text, OUT done int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking   bigint;
    v_approval  approval;
    v_state     text;
BEGIN
    done := 0;
    IF app.coordinator(p_coordinator) IS NULL THEN
        RETURN;
    END IF;
    -- All locks first, the lowest id first; then in the order of the line.
    PERFORM app.lock_session(l.session)
       FROM (SELECT DISTINCT session FROM booking WHERE id = ANY (p_bookings) ORDER BY session) AS l;
    FOR v_booking IN SELECT id FROM booking WHERE id = ANY (p_bookings) ORDER BY coalesce(turn, id) LOOP
        v_state := NULL;
        FOR v_approval IN
            SELECT * FROM approval WHERE booking = v_booking AND kind = 'coordinator' AND state = 'open' ORDER BY id
        LOOP
            v_state := app.settle_approval(v_approval, p_agree, p_coordinator, p_note);
            EXIT WHEN v_state IN ('declined', 'begun');
        END LOOP;
        done := done + coalesce(v_state <> 'begun', false)::int;
    END LOOP;
END $$;

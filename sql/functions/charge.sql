-- Charges as they follow from cancellations and signed-off registers.

-- What a booking owes under the terms it was made with, as things stand: at
-- most one row for absence and one for the fee of the place.
CREATE FUNCTION app.charges_of(p_booking bigint) RETURNS TABLE (kind text, amount int, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_session  session;
    v_policy   policy;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    SELECT * INTO v_session FROM session WHERE id = v_booking.session;
    SELECT * INTO v_policy FROM policy WHERE id = v_booking.policy;
    -- Who is invited because of a review is never asked why they stayed away.
    IF v_policy.id IS NULL OR v_session.no_charges IS NOT NULL OR v_session.status = 'cancelled'
       OR v_session.review IS NOT NULL AND v_session.by_invitation THEN
        RETURN;
    ELSIF v_booking.state = 'cancelled' THEN
        RETURN QUERY SELECT c.kind, c.amount, c.because FROM app.late_charge(v_booking, v_session, v_policy) c;
    ELSIF v_booking.state = 'confirmed' AND v_session.ends <= clock()
          AND EXISTS (SELECT FROM register g WHERE g.session = v_session.id AND g.state <> 'open') THEN
        RETURN QUERY SELECT c.kind, c.amount, c.because FROM app.absence_charge(v_booking, v_policy) c
                      UNION ALL SELECT f.kind, f.amount, f.because FROM app.fee_charge(v_booking, v_policy) f;
    END IF;
END $$;

-- Has a reason been given, on the booking or at the register, that the terms
-- excuse?
CREATE FUNCTION app.is_excused(p_booking bigint, p_excuses text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM excuse x
                     JOIN (SELECT h.why FROM booking_history h WHERE h.booking = p_booking
                            UNION ALL
                           SELECT c.reason FROM app.scan_counted c WHERE c.booking = p_booking) AS r
                       ON lower(r.why) = lower(x.words) OR lower(r.why) LIKE lower(x.words) || ':%'
                    WHERE x.code = ANY (p_excuses));
END $$;

-- Is it forgiven that somebody did not come, whatever the terms charge?  A
-- known reason was given, the training team took the charge back, or nobody
-- is charged for that date.
CREATE FUNCTION app.is_forgiven(p_booking bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN app.is_excused(p_booking, ARRAY(SELECT code FROM excuse))
        OR EXISTS (SELECT FROM charge c WHERE c.booking = p_booking AND c.kind <> 'fee' AND c.state IN ('waived', 'credited'))
        OR EXISTS (SELECT FROM booking b JOIN session s ON s.id = b.session WHERE b.id = p_booking AND s.no_charges <> '');
END $$;

-- A place given up after the free time; not by the partnership, nor by the
-- desk unless it asked for the charge, and not where a swap or another date is
-- free.
CREATE FUNCTION app.late_charge(p_booking lectern.booking, p_session lectern.session, p_policy lectern.policy)
RETURNS TABLE (kind text, amount int, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_at     timestamptz;
    v_price  int;
    v_share  int;
BEGIN
    SELECT min(h.at) FILTER (WHERE h.state = 'cancelled') INTO v_at
      FROM booking_history h WHERE h.booking = p_booking.id HAVING bool_or(h.state = 'confirmed');
    IF v_at IS NULL OR p_booking.free_until IS NULL OR v_at < p_booking.free_until
       OR p_booking.ended_by NOT IN ('person', 'manager', 'coordinator', 'swap', 'transfer')
       OR p_booking.spared
       OR p_booking.ended_by = 'swap' AND p_policy.swap_free
       OR p_booking.ended_by = 'transfer' AND p_policy.transfer_free
       OR app.is_excused(p_booking.id, p_policy.excuses) THEN
        RETURN;
    END IF;
    v_price := app.price(p_policy.id, p_session.id, p_booking.charging_class, 'absence', NULL, p_booking.full_fee);
    v_share := app.late_share(p_policy.id, p_session.starts, v_at);
    kind := 'late_cancellation';
    amount := round(v_price * v_share / 100.0);
    because := concat_ws(' ', 'Cancelled on ' || app.moment_words(v_at) || '.',
        CASE WHEN isfinite(p_booking.free_until) THEN 'Cancelling was free until ' || app.moment_words(p_booking.free_until) || '.' END,
        CASE WHEN v_share < 100 THEN v_share || '% of ' || app.money_words(v_price) || '.' END);
    RETURN NEXT;
END $$;

-- What giving up a place now costs, as "£30", so that the desk can choose;
-- NULL: nothing.
CREATE FUNCTION app.late_words(p_booking bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT app.money_words(nullif(round(app.price(b.policy, b.session, b.charging_class, 'absence', NULL, b.full_fee)
                                        * app.late_share(b.policy, s.starts, clock()) / 100.0)::int, 0))
      FROM booking b JOIN session s ON s.id = b.session
     WHERE b.id = p_booking AND b.state = 'confirmed' AND b.policy IS NOT NULL AND b.free_until <= clock()
       AND s.status <> 'cancelled' AND s.no_charges IS NULL AND NOT (s.review IS NOT NULL AND s.by_invitation)
$$;

-- Days on which they were absent, came too late or left too early.
CREATE FUNCTION app.absence_charge(p_booking lectern.booking, p_policy lectern.policy)
RETURNS TABLE (kind text, amount int, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_days  int;
BEGIN
    SELECT count(*), (array_agg(d.kind ORDER BY d.rank))[1], string_agg(d.words, ' ' ORDER BY d.day)
      INTO v_days, kind, because
      FROM (SELECT a.day, a.words, a.kind, a.rank FROM app.absent_days(p_booking.id, p_policy) a) AS d;
    IF v_days > 0 AND NOT app.is_excused(p_booking.id, p_policy.excuses) THEN
        amount := app.price(p_policy.id, p_booking.session, p_booking.charging_class, 'absence', v_days, p_booking.full_fee);
        RETURN NEXT;
    END IF;
END $$;

CREATE FUNCTION app.absent_days(p_booking bigint, p_policy lectern.policy)
RETURNS TABLE (day date, kind text, rank int, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH seen AS (
        SELECT (a.starts AT TIME ZONE 'Europe/London')::date AS on_day, min(a.starts) AS starts,
               sum(extract(epoch FROM a.ends - a.starts)) / 60 AS minutes,
               bool_and(a.attendance IN ('none', 'expected')) AS absent,
               (array_agg(a.arrived ORDER BY a.part))[1] AS arrived,
               min(a.arrived) AS came,
               max(a.departed) FILTER (WHERE a.attendance = 'part') AS departed,
               bool_or(a.attendance IN ('none', 'expected', 'part')) AS missed
          FROM app.attendance a WHERE a.booking = p_booking
         GROUP BY 1
    ), judged AS (
        SELECT s.*, ceil(extract(epoch FROM coalesce(s.arrived, s.came) - s.starts) / 60)::int AS late,
               CASE WHEN s.minutes > p_policy.half_minutes THEN p_policy.grace_day ELSE p_policy.grace_half END AS grace
          FROM seen s
    )
    SELECT j.on_day, k.kind, array_position(ARRAY['no_show', 'late_arrival', 'left_early'], k.kind),
           CASE k.kind WHEN 'no_show' THEN 'Did not attend on ' || app.day_words(j.starts) || '.'
                       WHEN 'late_arrival' THEN 'Came ' || app.minutes_words(j.late) || ' late on ' || app.day_words(j.starts) || '.'
                       ELSE 'Left early on ' || app.day_words(j.starts) || coalesce(', at ' || app.clock_words(j.departed), '') || '.' END
      FROM judged j
     CROSS JOIN LATERAL (SELECT CASE WHEN j.absent THEN 'no_show'
                                     WHEN j.late > j.grace THEN 'late_arrival'
                                     WHEN j.missed AND p_policy.left_counts THEN 'left_early' END AS kind) AS k
     WHERE k.kind IS NOT NULL;
END $$;

CREATE FUNCTION app.fee_charge(p_booking lectern.booking, p_policy lectern.policy)
RETURNS TABLE (kind text, amount int, because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF p_policy.fee_due = 'booked'
       OR p_policy.fee_due = 'attended' AND EXISTS (
          SELECT FROM app.attendance a WHERE a.booking = p_booking.id AND a.attendance IN ('full', 'part')) THEN
        kind := 'fee';
        amount := app.price(p_policy.id, p_booking.session, p_booking.charging_class, 'fee', NULL, p_booking.full_fee);
        because := CASE p_policy.fee_due WHEN 'attended' THEN 'Attended.' ELSE 'Had the place when it began.' END;
        RETURN NEXT;
    END IF;
END $$;

-- settle_charges: make the charges of a booking what they should be now.
-- What is new is proposed; what no longer holds is withdrawn or, if it has
-- gone out, given back by a credit.  What a person waived or gave back stays
-- so.  p_why: what has changed.
CREATE FUNCTION app.settle_charges(p_booking bigint, p_why text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_due   record;
    v_was   charge;
    v_new   int := 0;
BEGIN
    FOR v_due IN
        SELECT f.fee, c.kind, c.amount, c.because
          FROM (VALUES (false), (true)) AS f (fee)
          LEFT JOIN app.charges_of(p_booking) c ON (c.kind = 'fee') = f.fee AND c.amount > 0
         ORDER BY f.fee
    LOOP
        SELECT * INTO v_was FROM charge c
         WHERE c.booking = p_booking AND (c.kind = 'fee') = v_due.fee AND c.credits IS NULL AND c.state NOT IN ('credited', 'withdrawn')
           FOR UPDATE;
        CONTINUE WHEN v_was.state = 'waived' OR app.was_given_back(p_booking, v_due.fee) OR v_was.amount = v_due.amount AND v_was.state = 'batched';
        IF v_was.amount = v_due.amount THEN
            UPDATE charge SET kind = v_due.kind, because = v_due.because WHERE id = v_was.id;
            CONTINUE;
        ELSIF v_was.state = 'batched' THEN
            PERFORM app.credit_charge(v_was, NULL, p_why);
        ELSIF v_was.id IS NOT NULL THEN
            PERFORM app.move_charge(v_was.id, NULL, 'withdrawn', p_why);
            PERFORM app.tell_charge(v_was.id, 'charge_settled');
        END IF;
        IF v_due.amount IS NOT NULL THEN
            PERFORM app.propose_charge(p_booking, v_due.kind, v_due.amount, v_due.because);
            v_new := v_new + 1;
        END IF;
    END LOOP;
    RETURN v_new;
END $$;

-- Has a person given back a charge of this booking?
CREATE FUNCTION app.was_given_back(p_booking bigint, p_fee boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM charge c JOIN charge_history h ON h.charge = c.id AND h.state = 'credited' AND h.person IS NOT NULL
                    WHERE c.booking = p_booking AND c.state = 'credited' AND (c.kind = 'fee') = p_fee)
$$;

CREATE FUNCTION app.propose_charge(p_booking bigint, p_kind text, p_amount int, p_because text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_charge  bigint;
BEGIN
    INSERT INTO charge (booking, kind, amount, because, deadline)
    SELECT b.id, p_kind, p_amount, p_because,
           CASE p_kind WHEN 'fee' THEN clock()
                       ELSE local_instant(app.add_working_days((clock() AT TIME ZONE 'Europe/London')::date, o.case_days) + r.day_ends) END
      FROM booking b JOIN policy o ON o.id = b.policy CROSS JOIN rule r
     WHERE b.id = p_booking
        ON CONFLICT DO NOTHING
    RETURNING id INTO v_charge;
    IF v_charge IS NOT NULL THEN
        INSERT INTO charge_history (charge, state) VALUES (v_charge, 'proposed');
        IF p_kind <> 'fee' THEN
            PERFORM app.tell_charge(v_charge, 'charge_proposed');
        END IF;
    END IF;
END $$;

-- A charge that has gone out is given back, with its extra costs.
CREATE FUNCTION app.credit_charge(p_charge lectern.charge, p_by bigint, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_credit  bigint;
BEGIN
    PERFORM app.move_charge(p_charge.id, p_by, 'credited', p_why);
    INSERT INTO charge (booking, kind, amount, because, state, deadline, credits)
    VALUES (p_charge.booking, 'credit', -(p_charge.amount + p_charge.extra),
            'Given back: ' || p_charge.because, 'confirmed', clock(), p_charge.id)
    RETURNING id INTO v_credit;
    INSERT INTO charge_history (charge, person, state, why) VALUES (v_credit, p_by, 'confirmed', p_why);
    PERFORM app.tell_charge(p_charge.id, 'charge_settled');
END $$;

CREATE FUNCTION app.move_charge(p_charge bigint, p_by bigint, p_state text, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE charge SET state = p_state WHERE id = p_charge;
    INSERT INTO charge_history (charge, person, state, why) VALUES (p_charge, p_by, p_state, p_why);
END $$;

-- Write to the person, by letter if need be, and to the manager about a charge.
CREATE FUNCTION app.tell_charge(p_charge bigint, p_kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO mail (kind, person, address, booking, session, state, detail)
    SELECT p_kind, t.person, t.address, b.id, b.session, CASE WHEN t.address IS NULL THEN 'to_post' ELSE 'queued' END,
           jsonb_strip_nulls(jsonb_build_object(
               'charge_amount', app.money_words(c.amount + c.extra), 'charge_because', c.because,
               'charge_until', app.moment_words(c.deadline),
               'charge_upheld', CASE c.state WHEN 'confirmed' THEN 'yes' END,
               'charge_credited', CASE c.state WHEN 'credited' THEN 'yes' END,
               'charge_note', (SELECT nullif(h.why, '') FROM charge_history h WHERE h.charge = c.id ORDER BY h.id DESC LIMIT 1),
               'to_manager', CASE WHEN t.person IS NULL THEN 'yes' END))
      FROM charge c
      JOIN booking b ON b.id = c.booking
      JOIN person p ON p.id = b.person
     CROSS JOIN LATERAL (SELECT p.id, coalesce(p.email, p.guest_email) WHERE p.status <> 'closed'
                          UNION ALL
                         SELECT NULL, b.manager_email WHERE p.status <> 'closed' AND b.manager_email IS NOT NULL AND b.manager_email <> coalesce(p.email, '')) AS t (person, address)
     WHERE c.id = p_charge AND c.kind NOT IN ('fee', 'credit');
END $$;

-- work_charges: propose what late cancellations and newly signed or corrected
-- registers call for.  Called by the worker's clockwork; gives how many
-- charges are new.
CREATE FUNCTION app.work_charges() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
    v_session  bigint;
    v_at       timestamptz;
    v_new      int := 0;
BEGIN
    FOR v_booking IN
        SELECT b.id FROM booking b
         WHERE b.state = 'cancelled' AND b.policy IS NOT NULL AND b.changed > b.free_until
           AND b.changed > clock() - interval '60 days'
           AND NOT EXISTS (SELECT FROM charge c WHERE c.booking = b.id)
         ORDER BY b.id
    LOOP
        v_new := v_new + app.settle_charges(v_booking, '');
    END LOOP;
    FOR v_session, v_at IN
        SELECT g.session, g.at FROM register g JOIN session s ON s.id = g.session
         WHERE g.state <> 'open' AND g.charged IS DISTINCT FROM g.at AND s.ends <= clock()
         ORDER BY g.session
    LOOP
        PERFORM app.lock_door(v_session);
        FOR v_booking IN SELECT b.id FROM booking b WHERE b.session = v_session AND b.policy IS NOT NULL AND b.state = 'confirmed' ORDER BY b.id LOOP
            v_new := v_new + app.settle_charges(v_booking, 'The register was corrected');
        END LOOP;
        UPDATE register SET charged = at WHERE session = v_session;
    END LOOP;
    RETURN v_new;
END $$;

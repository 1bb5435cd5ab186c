-- What people decide about charges.

-- Whom a charge's link speaks for, and the booking it is about.
CREATE FUNCTION app.charge_link(p_token bytea) RETURNS TABLE (booking bigint, by_manager boolean, email text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT l.booking, l.person IS NULL, l.email FROM link l
     WHERE l.token = p_token AND l.purpose = 'charge' AND l.expires > clock()
       AND NOT EXISTS (SELECT FROM booking b JOIN app.secret_session x ON x.session = b.session WHERE b.id = l.booking);
END $$;

-- state_case: the person or the manager, by the link of the mail, says why a
-- charge is wrong.  It leaves the batch until a coordinator has settled it;
-- what is said later is added.
-- Outcomes: stated; not_found; question_late (the time is over, or it is settled).
CREATE FUNCTION app.state_case(p_token bytea, p_words text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    outcome := coalesce((SELECT app.state_charge(l.booking, l.by_manager, p_words) FROM app.charge_link(p_token) l), 'not_found');
END $$;

-- state_own_case: the same, signed in, about one's own booking.
CREATE FUNCTION app.state_own_case(p_person bigint, p_booking bigint, p_words text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    outcome := CASE WHEN EXISTS (SELECT FROM app.my_charge c WHERE c.person = p_person AND c.booking = p_booking)
                    THEN app.state_charge(p_booking, false, p_words) ELSE 'not_found' END;
END $$;

-- What either of them says about the newest charge of a booking.
CREATE FUNCTION app.state_charge(p_booking bigint, p_manager boolean, p_words text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_charge  charge;
    v_who     text;
BEGIN
    SELECT * INTO v_charge FROM charge c
     WHERE c.booking = p_booking AND c.kind NOT IN ('fee', 'credit') ORDER BY c.id DESC LIMIT 1 FOR UPDATE;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    ELSIF v_charge.state NOT IN ('proposed', 'confirmed', 'disputed') OR v_charge.deadline <= clock() THEN
        outcome := 'question_late';
        RETURN;
    END IF;
    v_who := CASE WHEN p_manager THEN 'The manager' ELSE 'The person' END;
    UPDATE charge SET stated = concat_ws(E'\n\n', stated, v_who || ': ' || p_words), stated_by = v_who, stated_at = clock()
     WHERE id = v_charge.id;
    PERFORM app.move_charge(v_charge.id, NULL, 'disputed', v_who || ' stated the case');
    outcome := 'stated';
END $$;

-- decide_charges: confirm these charges, or waive them with a reason.  One
-- whose case was stated is decided either way with a reason, and both sides
-- are told.  To waive one that has gone out gives it back by a credit.
-- Outcomes: decided (and how many had not been); not_found; charge_reason.
CREATE FUNCTION app.decide_charges(p_actor bigint, p_charges bigint[], p_waive boolean, p_why text, OUT outcome text, OUT decided int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_charge  charge;
    v_why     text := coalesce(p_why, '');
BEGIN
    decided := 0;
    IF app.coordinator(p_actor) IS NULL THEN
        outcome := 'not_found';
        RETURN;
    ELSIF v_why = '' AND (p_waive OR EXISTS (SELECT FROM charge WHERE id = ANY (p_charges) AND state = 'disputed')) THEN
        outcome := 'charge_reason';
        RETURN;
    END IF;
    FOR v_charge IN
        SELECT * FROM charge c
         WHERE c.id = ANY (p_charges) AND c.kind <> 'credit'
           AND (c.state IN ('proposed', 'disputed') OR c.state IN ('confirmed', 'batched') AND p_waive)
         ORDER BY c.id FOR UPDATE
    LOOP
        IF v_charge.state = 'batched' THEN
            PERFORM app.credit_charge(v_charge, p_actor, v_why);
        ELSE
            PERFORM app.move_charge(v_charge.id, p_actor, CASE WHEN p_waive THEN 'waived' ELSE 'confirmed' END, v_why);
        END IF;
        IF v_charge.state = 'disputed' OR p_waive AND v_charge.state <> 'batched' THEN
            PERFORM app.tell_charge(v_charge.id, 'charge_settled');
        END IF;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, CASE WHEN p_waive THEN 'waive_charge' ELSE 'confirm_charge' END, 'charge ' || v_charge.id,
                jsonb_build_object('why', v_why, 'booking', v_charge.booking));
        decided := decided + 1;
    END LOOP;
    outcome := 'decided';
END $$;

-- add_costs: what was spent for this person comes on top, where the terms say
-- so.  Outcomes: added; not_found; no_extra_costs; charge_settled.
CREATE FUNCTION app.add_costs(p_actor bigint, p_charge bigint, p_pence int, p_for text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_charge  charge;
BEGIN
    SELECT * INTO v_charge FROM charge WHERE id = p_charge AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    outcome := CASE
        WHEN NOT FOUND THEN 'not_found'
        WHEN v_charge.state NOT IN ('proposed', 'confirmed', 'disputed') OR v_charge.kind IN ('fee', 'credit') THEN 'charge_settled'
        WHEN NOT (SELECT o.extra_costs FROM booking b JOIN policy o ON o.id = b.policy WHERE b.id = v_charge.booking) THEN 'no_extra_costs'
        ELSE 'added' END;
    IF outcome = 'added' THEN
        UPDATE charge SET extra = p_pence, extra_for = CASE WHEN p_pence > 0 THEN p_for ELSE '' END WHERE id = p_charge;
        PERFORM app.move_charge(p_charge, p_actor, v_charge.state, 'costs of ' || app.money_words(p_pence) || ': ' || p_for);
    END IF;
END $$;

-- excuse_booking: somebody told us why they cannot come, or did not; what was
-- proposed is withdrawn if the terms excuse it.
-- Outcomes: excused; not_excused (noted, but the terms do not excuse it);
-- not_found.
CREATE FUNCTION app.excuse_booking(p_actor bigint, p_booking bigint, p_excuse text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    SELECT * INTO v_booking FROM booking b
     WHERE b.id = p_booking AND b.state IN ('confirmed', 'cancelled') AND app.coordinator(p_actor) IS NOT NULL
       AND EXISTS (SELECT FROM excuse WHERE code = p_excuse);
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    INSERT INTO booking_history (booking, person, state, why)
    SELECT p_booking, p_actor, v_booking.state, words FROM excuse WHERE code = p_excuse;
    PERFORM app.settle_charges(p_booking, 'The reason is known now');
    outcome := CASE WHEN app.is_excused(p_booking, (SELECT excuses FROM policy WHERE id = v_booking.policy)) THEN 'excused' ELSE 'not_excused' END;
END $$;

-- spare_session: nobody is charged for this date, because of snow, say; ''
-- takes it back.  Outcomes: spared; charged (taken back); not_found.
CREATE FUNCTION app.spare_session(p_actor bigint, p_slug text, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_booking  bigint;
BEGIN
    UPDATE session SET no_charges = nullif(p_why, '')
     WHERE slug = p_slug AND app.coordinator(p_actor) IS NOT NULL
    RETURNING id INTO v_session;
    outcome := CASE WHEN NOT FOUND THEN 'not_found' WHEN p_why = '' THEN 'charged' ELSE 'spared' END;
    IF outcome = 'not_found' THEN
        RETURN;
    END IF;
    FOR v_booking IN SELECT b.id FROM booking b WHERE b.session = v_session AND b.policy IS NOT NULL ORDER BY b.id LOOP
        PERFORM app.settle_charges(v_booking, coalesce('Nobody is charged for this date: ' || nullif(p_why, ''), 'The terms of this date hold again'));
    END LOOP;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, CASE outcome WHEN 'spared' THEN 'no_charges' ELSE 'charges_again' END, 'session ' || p_slug, jsonb_build_object('why', p_why));
END $$;

-- add_late: staff add people themselves: after booking has closed, beyond the
-- capacity, or those who came without a booking; and register people who
-- have no address.

-- new_person: somebody is registered by a coordinator.  Who has an address is
-- asked to set a password.  p_key, p_fields: the form, which acts once.
-- Outcomes: made (with the reference); not_found; agency_closed;
-- address_known; stale_form.
CREATE FUNCTION app.new_person(p_actor bigint, p_agency text, p_row jsonb, p_key uuid, p_fields bytea, OUT outcome text, OUT code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency  agency;
    v_person  bigint;
    v_once    once;
BEGIN
    PERFORM app.lock_account('new_person ' || p_actor);
    SELECT * INTO v_once FROM once o WHERE o.person = p_actor AND o.route = 'person' AND o.key = p_key;
    IF FOUND THEN
        outcome := CASE WHEN v_once.fields = p_fields THEN 'made' ELSE 'stale_form' END;
        code := CASE outcome WHEN 'made' THEN v_once.outcome END;
        RETURN;
    END IF;
    SELECT * INTO v_agency FROM agency a WHERE a.code = p_agency;
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL OR v_agency.id IS NULL THEN 'not_found'
                    WHEN NOT v_agency.active THEN 'agency_closed'
                    WHEN EXISTS (SELECT FROM person WHERE email = p_row ->> 'email') THEN 'address_known'
                    ELSE 'made' END;
    IF outcome <> 'made' THEN
        RETURN;
    END IF;
    v_person := app.new_colleague(v_agency.id, p_row, '/bookings');
    SELECT p.code INTO code FROM person p WHERE p.id = v_person;
    outcome := CASE WHEN code IS NULL THEN 'address_known' ELSE 'made' END;
    IF code IS NOT NULL THEN
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'register_person', 'person ' || code);
        INSERT INTO once (person, route, key, fields, outcome) VALUES (p_actor, 'person', p_key, p_fields, code);
    END IF;
END $$;

-- answer_for: a coordinator takes a place that has come up, or lets it go, for
-- somebody who was rung.  Outcomes: those of answer_offer.
CREATE FUNCTION app.answer_for(p_actor bigint, p_booking bigint, p_accept boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person  bigint;
BEGIN
    SELECT b.person INTO v_person FROM booking b WHERE b.id = p_booking AND app.coordinator(p_actor) IS NOT NULL;
    outcome := app.answer_offer(v_person, p_booking, p_accept);
    IF outcome IN ('confirmed', 'requested', 'declined') THEN
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'answer_offer', 'booking ' || p_booking, jsonb_build_object('outcome', outcome));
    END IF;
END $$;

-- add_late: the place is beyond the capacity (over), so nobody who waits
-- loses one.  A guest is known for one booking only.  Outcomes: added (with the booking); not_found; not_active;
-- already_booked (with that booking); cancelled_session.
CREATE FUNCTION app.add_late(p_actor bigint, p_slug text, p_code text, p_kind text, p_why text,
                             p_seed bytea, p_ticket_key int, p_ticket bytea, p_typed bytea,
                             OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_person   person;
    v_pool     bigint;
BEGIN
    SELECT * INTO v_session FROM session WHERE slug = p_slug AND status <> 'draft' AND app.coordinator(p_actor) IS NOT NULL;
    SELECT * INTO v_person FROM person p
     WHERE p.code = p_code AND (NOT p.guest OR NOT EXISTS (SELECT FROM booking b WHERE b.person = p.id));
    IF v_session.id IS NULL OR v_person.id IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session.id);
    SELECT * INTO v_session FROM session WHERE id = v_session.id;
    SELECT * INTO v_person FROM person WHERE id = v_person.id FOR NO KEY UPDATE;
    SELECT id INTO v_pool FROM pool
     WHERE session = v_session.id AND kind <> 'workshop'
     ORDER BY kind = p_kind DESC NULLS LAST, kind = 'virtual', id LIMIT 1;
    outcome := CASE WHEN v_session.status = 'cancelled' THEN 'cancelled_session'
                    WHEN v_person.status NOT IN ('active', 'long_leave') THEN 'not_active'
                    WHEN EXISTS (SELECT FROM booking b WHERE b.session = v_session.id AND b.person = v_person.id
                                    AND b.live) THEN 'already_booked'
                    ELSE 'added' END;
    SELECT b.id INTO booking FROM booking b WHERE b.session = v_session.id AND b.person = v_person.id AND b.live;
    IF outcome = 'added' THEN
        booking := app.add_booking(v_person.id, v_session.id, v_pool, 'waiting', p_seed, p_ticket_key, p_ticket, p_typed, p_actor);
        UPDATE booking SET over = true WHERE id = add_late.booking;
        PERFORM app.confirm_booking(booking, 'booking_confirmed', p_why, p_actor);
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'add_booking', 'booking ' || booking, jsonb_build_object('why', p_why));
    END IF;
END $$;

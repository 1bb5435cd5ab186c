-- book: ask for a place on a session.
--
-- Outcomes: confirmed, waiting, requested (with the booking's number);
-- already_booked (with the number of the live booking); what app.refused and
-- app.booking_check and app.choices_refused give; stale_form.
-- p_kind: in_person or virtual where the session has both, else NULL.
-- p_job_title … p_diet: corrections to what we know of the person; NULL keeps
-- what we know.  Asking for a place declares that the manager agrees.
-- p_equivalent: the equal training done elsewhere, for the coordinator to
-- judge, where a prerequisite is missing; else NULL.
-- p_clash: the person knows that it clashes with another booking of theirs.
-- p_second: they ask the coordinator for a second date of the course.
-- p_workshops, p_rather: the workshops of a conference, as app.choose takes
-- them; NULL: they are chosen later.
-- p_key, p_fields: the form's key and the SHA-256 of what it carried.
-- p_seed … p_code: the ticket to be, made by the caller, who holds the key.
CREATE FUNCTION app.book(
    p_person bigint, p_slug text, p_kind text, p_key uuid, p_fields bytea,
    p_job_title text, p_manager_name text, p_manager_email text, p_access text, p_diet text,
    p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
    p_equivalent text DEFAULT NULL, p_clash boolean DEFAULT false,
    p_second boolean DEFAULT false, p_workshops text[] DEFAULT NULL, p_rather text[] DEFAULT '{}',
    OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_once     once;
    v_pool     bigint;
    v_asks     text[];
BEGIN
    SELECT id INTO v_session FROM app.public_session WHERE slug = p_slug;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);

    SELECT * INTO v_once FROM once WHERE person = p_person AND route = 'book' AND key = p_key;
    IF FOUND THEN
        outcome := CASE WHEN v_once.fields = p_fields THEN v_once.outcome ELSE 'stale_form' END;
        booking := v_once.booking;
        RETURN;
    END IF;

    SELECT c.outcome, c.pool, c.booking, c.asks INTO outcome, v_pool, booking, v_asks
      FROM app.booking_check(p_person, v_session, p_kind, p_manager_email, p_equivalent, p_clash, p_second) c;
    IF outcome = 'ok' AND p_workshops IS NOT NULL THEN
        outcome := coalesce(app.choices_refused(v_session, p_workshops, p_rather), 'ok');
    END IF;
    IF outcome <> 'ok' THEN
        RETURN;
    END IF;

    PERFORM app.correct_person(p_person, p_job_title, p_manager_name, p_manager_email, p_access, p_diet);
    booking := app.add_booking(p_person, v_session, v_pool,
                               CASE WHEN v_asks = '{}' THEN 'waiting' ELSE 'requested' END,
                               p_seed, p_ticket_key, p_ticket, p_code);
    IF p_workshops IS NOT NULL THEN
        PERFORM app.set_choices(booking, p_workshops, p_rather);
    END IF;
    IF v_asks = '{}' THEN
        outcome := app.take_turn(v_session, booking);
    ELSE
        PERFORM app.ask_agreement(booking, v_asks, p_equivalent);
        PERFORM app.fill_places(v_session);
        outcome := 'requested';
    END IF;
    INSERT INTO once (person, route, key, fields, outcome, booking)
    VALUES (p_person, 'book', p_key, p_fields, outcome, book.booking);
END $$;

-- add_booking: the row of a booking, as things stand today with its person,
-- its ticket and the first line of its history.  A guest owes nothing.  It is
-- not counted in its pool yet.  The caller has checked and holds the session's lock.
CREATE FUNCTION app.add_booking(p_person bigint, p_session bigint, p_pool bigint, p_state text,
                                p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
                                p_by bigint DEFAULT NULL, p_replaces bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
BEGIN
    INSERT INTO booking (session, person, pool, state, replaces, agency, setting, unlisted, sector,
                         charging_class, policy, full_fee, purchase_order, invoice_period, job_title, manager_name, manager_email)
    SELECT p_session, p.id, p_pool, p_state, p_replaces, p.agency, p.setting, p.unlisted, a.sector,
           a.charging_class, o.policy, CASE WHEN o.shares THEN app.full_fee(o.policy, p_session) END,
           app.order_on(a.id, (s.starts AT TIME ZONE 'Europe/London')::date), a.invoice_period, p.job_title, p.manager_name, p.manager_email
      FROM person p LEFT JOIN agency a ON a.id = p.agency
      JOIN session s ON s.id = p_session
     CROSS JOIN LATERAL (SELECT l.policy, EXISTS (SELECT FROM policy_amount m WHERE m.policy = l.policy AND m.share IS NOT NULL) AS shares
                           FROM (SELECT CASE WHEN NOT p.guest THEN app.policy_of(p_session) END AS policy OFFSET 0) AS l) AS o
     WHERE p.id = p_person
    RETURNING id INTO v_booking;
    INSERT INTO ticket (booking, session, seed, key, hash, code)
    VALUES (v_booking, p_session, p_seed, p_ticket_key, p_ticket, p_code);
    INSERT INTO booking_history (booking, person, state) VALUES (v_booking, coalesce(p_by, p_person), p_state);
    RETURN v_booking;
END $$;

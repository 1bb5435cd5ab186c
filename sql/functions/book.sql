-- book: ask for a place on a session.
--
-- Outcomes: confirmed, waiting (with the booking's number); already_booked
-- (with the number of the live booking); not_found, not_open_yet, closed,
-- cancelled_session, full, by_arrangement, no_manager, no_place_kind,
-- agency_closed, not_active, stale_form.
-- p_kind: in_person or virtual where the session has both, else NULL.
-- p_job_title … p_diet: corrections to what we know of the person; NULL keeps
-- what we know.  Asking for a place declares that the manager agrees.
-- p_key, p_fields: the form's key and the SHA-256 of what it carried.
-- p_seed … p_code: the ticket to be, made by the caller, who holds the key.
CREATE FUNCTION app.book(
    p_person bigint, p_slug text, p_kind text, p_key uuid, p_fields bytea,
    p_job_title text, p_manager_name text, p_manager_email text, p_access text, p_diet text,
    p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
    OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_once     once;
    v_pool     bigint;
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

    SELECT c.outcome, c.pool, c.booking INTO outcome, v_pool, booking
      FROM app.booking_check(p_person, v_session, p_kind, p_manager_email) c;
    IF outcome <> 'ok' THEN
        RETURN;
    END IF;

    PERFORM app.correct_person(p_person, p_job_title, p_manager_name, p_manager_email, p_access, p_diet);
    INSERT INTO booking (session, person, pool, state, agency, setting, unlisted, sector,
                         charging_class, job_title, manager_name, manager_email)
    SELECT v_session, p.id, v_pool, 'waiting', p.agency, p.setting, p.unlisted, a.sector,
           a.charging_class, p.job_title, p.manager_name, p.manager_email
      FROM person p LEFT JOIN agency a ON a.id = p.agency
     WHERE p.id = p_person
    RETURNING id INTO booking;
    INSERT INTO ticket (booking, session, seed, key, hash, code)
    VALUES (book.booking, v_session, p_seed, p_ticket_key, p_ticket, p_code);
    INSERT INTO booking_history (booking, person, state) VALUES (book.booking, p_person, 'waiting');

    PERFORM app.fill_places(v_session, book.booking);

    SELECT b.state INTO outcome FROM booking b WHERE b.id = book.booking;
    IF outcome = 'waiting' THEN
        INSERT INTO mail (kind, person, address, booking, session)
        SELECT 'booking_waiting', p.id, p.email, book.booking, v_session
          FROM person p WHERE p.id = p_person AND p.email IS NOT NULL;
    END IF;
    INSERT INTO once (person, route, key, fields, outcome, booking)
    VALUES (p_person, 'book', p_key, p_fields, outcome, book.booking);
END $$;

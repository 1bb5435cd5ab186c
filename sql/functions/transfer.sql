-- transfer: move a booking to another date of the same course, where a place
-- is free.  Both sessions are locked, the lower id first.
--
-- p_actor is the owner, until the cut-off of the date that is left; or with
-- p_desk a coordinator, whose word is agreement enough and to whom a date is open until
-- it starts, with the reason in p_why; it never charges.  p_kind: in_person or virtual where the date has both.
-- Outcomes: transferred (with the new booking); not_found; not_live; started;
-- too_late; not_this_course; already_booked; cancelled_session, not_open_yet,
-- closed, full_there (nothing has changed); needs_agreement (others must agree
-- to that date); no_place_kind; clash; and what app.refused gives.
CREATE FUNCTION app.transfer(p_actor bigint, p_booking bigint, p_slug text, p_kind text, p_clash boolean,
                             p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
                             p_desk boolean DEFAULT false, p_why text DEFAULT NULL, OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_from     session;
    v_to       session;
    v_pool     pool;
BEGIN
    v_booking := app.changeable(p_actor, p_booking, p_desk);
    SELECT s.* INTO v_to FROM session s JOIN app.public_session v ON v.id = s.id WHERE s.slug = p_slug;
    IF v_booking.id IS NULL OR v_to.id IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(least(v_booking.session, v_to.id));
    PERFORM app.lock_session(greatest(v_booking.session, v_to.id));
    SELECT * INTO v_booking FROM booking b WHERE b.id = p_booking;
    SELECT * INTO v_from FROM session WHERE id = v_booking.session;
    SELECT * INTO v_to FROM session WHERE id = v_to.id;
    outcome := coalesce(app.change_refused(p_desk, v_booking, v_from),
                        app.transfer_refused(p_desk, v_booking, v_from, v_to, p_clash));
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM app.fill_places(v_to.id);
    SELECT * INTO v_pool FROM pool p
     WHERE p.session = v_to.id AND p.kind <> 'workshop' AND p.kind IN ('main', p_kind);
    outcome := CASE
        WHEN v_pool.id IS NULL THEN 'no_place_kind'
        WHEN NOT app.may_have_place(v_pool, v_to.max_per_agency, v_booking.agency, v_booking.setting, v_booking.sector)
             THEN 'full_there' END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    UPDATE booking b SET spared = p_desk WHERE b.id = p_booking;
    PERFORM app.end_booking(v_booking, p_actor, 'transfer', concat_ws(': ', 'moved to ' || app.day_words(v_to.starts), p_why));
    booking := app.add_booking(v_booking.person, v_to.id, v_pool.id, 'waiting',
                               p_seed, p_ticket_key, p_ticket, p_code, p_actor, p_booking);
    PERFORM app.take_turn(v_to.id, booking);
    PERFORM app.fill_places(v_from.id);
    outcome := 'transferred';
END $$;

-- Why a booking cannot move to this date, whatever room is there; NULL: it can.
-- An agreement that was given for the old date is good for the new one.
CREATE FUNCTION app.transfer_refused(p_desk boolean, p_booking lectern.booking, p_from lectern.session, p_to lectern.session,
                                     p_clash boolean) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN CASE
        WHEN p_to.event <> p_from.event OR p_to.id = p_from.id THEN 'not_this_course'
        WHEN p_to.status = 'cancelled' THEN 'cancelled_session'
        WHEN p_to.booking_opens > clock() AND NOT p_desk THEN 'not_open_yet'
        WHEN p_to.starts <= clock() OR p_to.booking_closes <= clock() AND NOT p_desk THEN 'closed'
        WHEN EXISTS (SELECT FROM booking b WHERE b.session = p_to.id AND b.person = p_booking.person
                        AND b.live) THEN 'already_booked'
        WHEN app.refused(p_booking.person, p_to) IS NOT NULL THEN app.refused(p_booking.person, p_to)
        WHEN p_booking.state = 'requested'
             OR NOT p_desk AND (app.by_manager(p_to.approval) AND NOT app.by_manager(p_from.approval)
                              OR app.by_team(p_to.approval) AND NOT app.by_team(p_from.approval)) THEN 'needs_agreement'
        WHEN NOT p_clash AND coalesce(app.clash(p_booking.person, p_to.id), p_booking.id) <> p_booking.id THEN 'clash'
        END;
END $$;

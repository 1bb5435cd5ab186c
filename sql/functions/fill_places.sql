-- fill_places: the only place that gives out places.  Whatever frees or asks
-- for one (book, cancel, an agreement, a lapsed offer, a released reserve, a
-- larger room) ends here.  The caller holds the session's lock.
--
-- In order of turn, everyone who waits is given a place that they may have
-- (may_have_place); who may not is passed over and keeps the turn, and so does
-- whom the rules of the date bar by now (barred; p_fresh was checked before):
--   hold     for a request that awaits agreement
--   confirm  for p_fresh, the booking that is being made or agreed to right
--            now and is not yet counted in its pool; early on for everyone
--   offer    from offers_from on; always for a wish for any date, and for
--            who has first call on the replacement of a cancelled date
-- When it is too late to ask who waits, p_fresh waits behind them: nobody is
-- passed by somebody new, and the door admits who comes.
CREATE FUNCTION app.fill_places(p_session bigint, p_fresh bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_pool     pool;
    v_next     record;
    v_given    int;
    v_left     int;
    v_hold     boolean;
    v_late     boolean;
    v_unasked  boolean;
BEGIN
    SELECT * INTO v_session FROM session WHERE id = p_session;
    IF v_session.status <> 'open' OR v_session.starts <= clock() THEN
        RETURN;
    END IF;
    FOR v_pool IN
        SELECT * FROM pool WHERE session = p_session AND kind <> 'workshop' AND taken < capacity ORDER BY id
    LOOP
        v_given := 0;
        v_left := 0;
        v_unasked := false;
        v_hold := coalesce(v_hold, (SELECT hold_places FROM rule));
        FOR v_next IN
            SELECT b.id AS booking, b.state, b.agency, b.setting, b.sector, NULL::bigint AS wish,
                   b.replaces, coalesce(b.turn, b.id) AS turn
              FROM booking b
             WHERE b.pool = v_pool.id AND (b.state = 'waiting' OR b.state = 'requested')
               AND NOT b.held AND (v_hold OR b.state = 'waiting')
             UNION ALL
            SELECT NULL, 'waiting', p.agency, p.setting, a.sector, w.id, NULL, w.id::numeric
              FROM wish w JOIN person p ON p.id = w.person LEFT JOIN agency a ON a.id = p.agency
             WHERE w.event = v_session.event AND w.state = 'open'
             ORDER BY turn
        LOOP
            EXIT WHEN v_pool.taken >= v_pool.capacity;
            CONTINUE WHEN v_unasked AND v_next.booking = p_fresh;
            CONTINUE WHEN NOT app.may_have_place(v_pool, v_session.max_per_agency,
                                                 v_next.agency, v_next.setting, v_next.sector);
            CONTINUE WHEN v_next.booking <> coalesce(p_fresh, 0) AND app.barred(v_next.booking, v_session) IS NOT NULL;
            IF v_next.state = 'requested' THEN
                UPDATE booking SET held = true, changed = clock() WHERE id = v_next.booking;
                INSERT INTO booking_history (booking, state, why) VALUES (v_next.booking, 'requested', 'a place is held');
            ELSIF v_next.booking = p_fresh THEN
                PERFORM app.confirm_booking(p_fresh, 'booking_confirmed', 'a place was free');
            ELSE
                v_late := coalesce(v_late, clock() >= app.offers_from(v_session.starts, app.session_free_until(v_session)));
                IF v_late OR v_next.wish IS NOT NULL OR app.has_first_call(v_next.replaces) THEN
                    IF NOT app.make_offer(v_next.booking, v_next.wish, v_session, v_pool.id) THEN
                        v_unasked := v_unasked OR v_next.booking IS NOT NULL;
                        CONTINUE;
                    END IF;
                ELSE
                    PERFORM app.confirm_booking(v_next.booking, 'booking_promoted', 'next in line');
                END IF;
            END IF;
            v_given := v_given + 1;
            v_left := v_left + (v_next.state = 'waiting' AND v_next.wish IS NULL
                                AND v_next.booking IS DISTINCT FROM p_fresh)::int;
            v_pool.taken := v_pool.taken + 1;
        END LOOP;
        IF v_given > 0 THEN
            UPDATE pool SET taken = taken + v_given, waiting = waiting - v_left WHERE id = v_pool.id;
        END IF;
    END LOOP;
    PERFORM app.fill_workshops(p_session);
END $$;

-- take_turn: p_booking is in state waiting and not yet counted in its pool:
-- give it a place if one is free to it, else it stands in the line.  Gives the state.
-- p_checked: the caller has just asked whether the rules bar it.
CREATE FUNCTION app.take_turn(p_session bigint, p_booking bigint, p_checked boolean DEFAULT true) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_state  text;
    v_pool   bigint;
BEGIN
    PERFORM app.fill_places(p_session, CASE WHEN p_checked OR (SELECT app.barred(p_booking, s) FROM session s WHERE s.id = p_session) IS NULL
                                            THEN p_booking END);
    SELECT state, pool INTO v_state, v_pool FROM booking WHERE id = p_booking;
    IF v_state = 'waiting' THEN
        UPDATE pool SET waiting = waiting + 1 WHERE id = v_pool;
        PERFORM app.tell(p_booking, 'booking_waiting');
    END IF;
    RETURN v_state;
END $$;

-- A booking gets its place; a wish for any date of the course is answered by
-- it.  Who comes instead of a colleague has the place on the same terms: the
-- time in which giving it up is free does not begin again.
CREATE FUNCTION app.confirm_booking(p_booking bigint, p_mail text, p_why text, p_by bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_wish  bigint;
BEGIN
    UPDATE booking b
       SET state = 'confirmed', held = false, changed = clock(),
           free_until = CASE WHEN b.replaces IS NOT NULL AND (SELECT ended_by = 'swap' FROM booking WHERE id = b.replaces) THEN b.free_until
                             ELSE app.free_from_now(s.free_until, b.policy, s.starts, r.withdraw_hours) END
      FROM session s, rule r
     WHERE b.id = p_booking AND s.id = b.session;
    UPDATE wish w
       SET state = 'answered', ended = clock()
      FROM booking b JOIN session s ON s.id = b.session
     WHERE b.id = p_booking AND w.event = s.event AND w.person = b.person AND w.state = 'open'
    RETURNING w.id INTO v_wish;
    IF FOUND THEN
        PERFORM app.note_wish(v_wish, 'answer_wish', p_by, 'booking ' || p_booking);
    END IF;
    INSERT INTO booking_history (booking, person, state, why) VALUES (p_booking, p_by, 'confirmed', p_why);
    PERFORM app.tell(p_booking, p_mail);
END $$;

-- The state of the outbox in which what somebody is to be told begins: a mail,
-- or a letter to who has no address for mail.
CREATE FUNCTION app.way_to_tell(p_person lectern.person) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN num_nonnulls(p_person.email, p_person.guest_email) = 0 THEN 'to_post' ELSE 'queued' END $$;

-- A mail about a booking to whom it belongs; to people without an address a
-- letter.
CREATE FUNCTION app.tell(p_booking bigint, p_kind text, p_detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO mail (kind, person, address, booking, session, detail, state)
    SELECT p_kind, p.id, coalesce(p.email, p.guest_email), b.id, b.session, p_detail,
           app.way_to_tell(p)
      FROM booking b JOIN person p ON p.id = b.person
     WHERE b.id = p_booking AND p.status <> 'closed';
END $$;

-- Whether a booking stands in for one of a date that the partnership cancelled.
CREATE FUNCTION app.has_first_call(p_replaces bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN p_replaces IS NOT NULL
       AND EXISTS (SELECT FROM booking WHERE id = p_replaces AND ended_by = 'session');
END $$;

-- Wishes: one entry in the lines of all dates of a course.

-- wish: ask for the next place on any date.  The ticket to be is made by the
-- caller, as for a booking.
-- Outcomes: wished (with its number); offered (a place is free: with the
-- number of the booking it became); already_wished; already_booked (with the
-- number of the live booking); not_found; not_active; wish_no_manager (say
-- first who agrees the training); wish_refused (no date is open to them).
CREATE FUNCTION app.wish(p_person bigint, p_code text, p_seed bytea, p_ticket_key int, p_ticket bytea, p_ticket_code bytea,
                         OUT outcome text, OUT wish bigint, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_event   bigint;
    v_person  person;
BEGIN
    SELECT id INTO v_event FROM app.public_event WHERE code = p_code;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_dates(v_event, NULL);
    SELECT * INTO v_person FROM person WHERE id = p_person AND status IN ('active', 'long_leave') FOR NO KEY UPDATE;
    booking := app.live_date(p_person, v_event);
    SELECT id INTO wish FROM wish w WHERE w.event = v_event AND w.person = p_person AND w.state = 'open';
    outcome := CASE
        WHEN v_person.id IS NULL THEN 'not_active'
        WHEN booking IS NOT NULL THEN 'already_booked'
        WHEN wish IS NOT NULL THEN 'already_wished'
        ELSE app.wish_refused(v_person, v_event) END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO wish (event, person, seed, key, hash, code)
    VALUES (v_event, p_person, p_seed, p_ticket_key, p_ticket, p_ticket_code)
    RETURNING id INTO wish;
    PERFORM app.note_wish(wish, 'wish', p_person, 'waits for any date');
    PERFORM app.fill_dates(v_event);
    SELECT b.id INTO booking FROM booking b WHERE b.wish = wish.wish;
    outcome := CASE WHEN FOUND THEN 'offered' ELSE 'wished' END;
    INSERT INTO mail (kind, person, address, detail)
    SELECT 'wish_made', v_person.id, v_person.email, jsonb_build_object('wish', wish.wish::text, 'event_code', e.code, 'event_title', e.title)
      FROM event e WHERE e.id = v_event AND outcome = 'wished' AND v_person.email IS NOT NULL;
END $$;

-- Why nobody should wait for a date that would never come to them, or NULL.
CREATE FUNCTION app.wish_refused(p_person lectern.person, p_event bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF p_person.manager_email IS NULL AND EXISTS (
       SELECT FROM session WHERE event = p_event AND status = 'open' AND starts > clock() AND app.by_word(approval)) THEN
        RETURN 'wish_no_manager';
    END IF;
    RETURN (SELECT 'wish_refused' FROM app.public_session q JOIN session s ON s.id = q.id
             WHERE s.event = p_event AND s.status = 'open' AND s.starts > clock()
            HAVING count(*) > 0 AND bool_and(app.refused(p_person.id, s) IS NOT NULL));
END $$;

-- The locks of all coming dates of a course, and of one more session.
CREATE FUNCTION app.lock_dates(p_event bigint, p_session bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_next  bigint;
BEGIN
    FOR v_next IN
        SELECT id FROM session
         WHERE id = p_session OR event = p_event AND status = 'open' AND starts > clock()
         ORDER BY id
    LOOP
        PERFORM app.lock_session(v_next);
    END LOOP;
END $$;

-- Give out what is free on all coming dates of a course, whose locks the
-- caller holds, the nearest date first.
CREATE FUNCTION app.fill_dates(p_event bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_next  bigint;
BEGIN
    FOR v_next IN
        SELECT s.id FROM app.public_session s
         WHERE s.event = p_event AND s.status = 'open' AND s.starts > clock()
           AND EXISTS (SELECT FROM pool l WHERE l.session = s.id AND l.kind <> 'workshop' AND l.taken < l.capacity)
         ORDER BY s.starts, s.id
    LOOP
        PERFORM app.fill_places(v_next);
    END LOOP;
END $$;

-- The locks of all dates to come, for a rule that holds for all of them:
-- nobody joins a line by the old one once the new one has filled it.
CREATE FUNCTION app.lock_coming() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_next  bigint;
BEGIN
    FOR v_next IN
        SELECT id FROM session WHERE status = 'open' AND starts > clock() ORDER BY id
    LOOP
        PERFORM app.lock_session(v_next);
    END LOOP;
END $$;

-- Give out what is free on all dates to come on which somebody stands in line
-- for it, the nearest first; the caller holds their locks.
CREATE FUNCTION app.fill_coming() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_next  bigint;
BEGIN
    FOR v_next IN
        SELECT s.id FROM session s
         WHERE s.status = 'open' AND s.starts > clock()
           AND EXISTS (SELECT FROM pool l WHERE l.session = s.id AND l.taken < l.capacity
                          AND (l.waiting > 0
                               OR EXISTS (SELECT FROM booking b WHERE b.pool = l.id AND b.state = 'requested' AND NOT b.held)
                               OR l.kind <> 'workshop' AND EXISTS (SELECT FROM wish w WHERE w.event = s.event AND w.state = 'open')))
         ORDER BY s.starts, s.id
    LOOP
        PERFORM app.fill_places(v_next);
    END LOOP;
END $$;

-- What becomes of a wish, in the audit trail; p_by: NULL for the system itself.
CREATE FUNCTION app.note_wish(p_wish bigint, p_act text, p_by bigint, p_why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO audit (person, act, object, detail)
    SELECT p_by, p_act, 'wish ' || w.id, jsonb_build_object('note', p_why, 'event', e.code, 'person', p.code)
      FROM wish w JOIN event e ON e.id = w.event JOIN person p ON p.id = w.person WHERE w.id = p_wish
$$;

-- unwish: leave the lines of a course.  Outcomes: left; not_found; not_live.
CREATE FUNCTION app.unwish(p_person bigint, p_wish bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE wish SET state = 'left', ended = clock()
     WHERE id = p_wish AND person = p_person AND state = 'open' AND event IN (SELECT id FROM app.public_event);
    outcome := CASE WHEN FOUND THEN 'left'
                    WHEN EXISTS (SELECT FROM wish w JOIN app.public_event e ON e.id = w.event WHERE w.id = p_wish AND w.person = p_person) THEN 'not_live'
                    ELSE 'not_found' END;
    IF outcome = 'left' THEN
        PERFORM app.note_wish(p_wish, 'unwish', p_person, 'leaves the lines of the course');
    END IF;
END $$;

-- leave_line: the link of the mail that told somebody of their turn: leave the
-- waiting list, or the lines of a course.  A place that they have by now, or
-- were offered, is not touched: giving it up may cost something.
-- Outcomes: left; not_found; not_live (what they have by now the page says).
CREATE FUNCTION app.leave_line(p_token bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_link     record;
    v_booking  booking;
BEGIN
    SELECT k.person, k.number, k.wish INTO v_link FROM app.leave_link k WHERE k.token = p_token;
    IF NOT FOUND THEN
        outcome := 'not_found';
    ELSIF v_link.wish IS NOT NULL THEN
        outcome := app.unwish(v_link.person, v_link.wish);
    ELSE
        v_booking := app.lock_own_booking(v_link.person, v_link.number);
        outcome := CASE WHEN v_booking.state = 'waiting' THEN app.cancel(v_link.person, v_link.number, 'left the waiting list') ELSE 'not_live' END;
        outcome := CASE outcome WHEN 'cancelled' THEN 'left' ELSE 'not_live' END;
    END IF;
END $$;

-- answer_wish: a wish becomes a booking in the line of this pool, for
-- make_offer.  NULL if it was answered elsewhere meanwhile, or its owner
-- cannot have this date.  Another session's commands may be at the same wish:
-- its row is locked last, and one that is being answered is passed over.
CREATE FUNCTION app.answer_wish(p_wish bigint, p_session lectern.session, p_pool bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_wish     wish;
    v_booking  bigint;
BEGIN
    SELECT * INTO v_wish FROM wish WHERE id = p_wish AND state = 'open' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND
       OR p_session.booking_opens > clock()
       OR coalesce(p_session.booking_closes, p_session.starts) <= clock()
       OR NOT EXISTS (SELECT FROM app.public_session WHERE id = p_session.id)
       OR EXISTS (SELECT FROM booking WHERE session = p_session.id AND person = v_wish.person)
       OR app.live_date(v_wish.person, p_session.event) IS NOT NULL
       OR app.refused(v_wish.person, p_session) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    UPDATE wish SET state = 'answered', ended = clock() WHERE id = p_wish;
    v_booking := app.add_booking(v_wish.person, p_session.id, p_pool, 'waiting',
                                 v_wish.seed, v_wish.key, v_wish.hash, v_wish.code);
    UPDATE booking SET wish = p_wish, turn = p_wish WHERE id = v_booking;
    PERFORM app.note_wish(p_wish, 'answer_wish', NULL, 'booking ' || v_booking);
    RETURN v_booking;
END $$;

-- The live booking of a person on a coming date of an event, or NULL.
CREATE FUNCTION app.live_date(p_person bigint, p_event bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT b.id FROM booking b JOIN session s ON s.id = b.session
             WHERE b.person = p_person AND b.live AND s.event = p_event AND s.ends > (SELECT clock())
             ORDER BY b.id LIMIT 1);
END $$;

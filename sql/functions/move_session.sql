-- move_session: a date takes place at another time.  Bookings stay; everyone
-- is asked whether they can still come, and who cannot pays nothing.
--
-- p_starts, p_ends: the new local times of its parts in their order, as
-- YYYY-MM-DDTHH:MM.  What is reckoned from the start (end of booking, end of
-- free cancellation, release of kept places) moves along.
-- Outcomes: moved (with how many were told); not_found; not_open;
-- already_cancelled; session_over; other_parts (not as many as it has);
-- no_such_moment; ends_first; in_past; same_time.
CREATE FUNCTION app.move_session(p_actor bigint, p_slug text, p_starts text[], p_ends text[], p_why text,
                                 OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id       bigint;
    v_session  session;
    v_by       interval;
BEGIN
    SELECT l.outcome, l.session INTO outcome, v_id FROM app.lock_for_change(p_actor, p_slug) l;
    outcome := coalesce(outcome, app.move_refused(v_id, p_starts, p_ends), 'moved');
    IF outcome <> 'moved' THEN
        RETURN;
    END IF;
    SELECT * INTO v_session FROM session WHERE id = v_id;
    UPDATE part q SET starts = n.starts, ends = n.ends
      FROM app.new_parts(v_id, p_starts, p_ends) AS n
     WHERE q.session = v_id AND q.number = n.number;
    v_by := (SELECT min(starts) FROM part WHERE session = v_id) - v_session.starts;
    UPDATE session s
       SET starts = s.starts + v_by, ends = (SELECT max(ends) FROM part WHERE session = v_id),
           booking_closes = s.booking_closes + v_by, free_until = s.free_until + v_by,
           earlier_dates = CASE WHEN (s.starts AT TIME ZONE 'Europe/London')::date <> ((s.starts + v_by) AT TIME ZONE 'Europe/London')::date
                                THEN s.earlier_dates || (s.starts AT TIME ZONE 'Europe/London')::date ELSE s.earlier_dates END,
           sequence = s.sequence + 1, version = s.version + 1
     WHERE s.id = v_id;
    UPDATE reserve SET release = release + v_by, version = version + (coalesce(v_by, '0') <> '0')::int WHERE session = v_id AND NOT released;
    told := app.tell_move(v_id, p_actor, v_session.starts, v_session.ends, p_why);
END $$;

-- tell_move: a date has new times; it is kept, and everyone is asked.  Gives
-- how many.  p_actor: NULL for an import.
CREATE FUNCTION app.tell_move(p_session bigint, p_actor bigint, p_was timestamptz, p_was_ends timestamptz, p_why text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_told  int;
BEGIN
    v_told := app.ask_still_coming(p_session, app.note_change(p_session, p_actor, 'moved',
        CASE WHEN EXISTS (SELECT FROM session WHERE id = p_session AND starts = p_was AND ends = p_was_ends)
             THEN 'It begins and ends as before, but times in between have changed.'
             ELSE 'It has moved from ' || app.span_words(p_was, p_was_ends) || '.' END, p_why), p_was, p_was_ends);
    PERFORM app.fill_places(p_session);
    RETURN v_told;
END $$;

-- A local time as a form sends it; NULL for none that there is.
CREATE FUNCTION app.read_local(p_text text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN CASE WHEN p_text ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$' THEN local_instant(p_text::timestamp) END;
EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
END $$;

-- The parts of a session with their new times.
CREATE FUNCTION app.new_parts(p_session bigint, p_starts text[], p_ends text[])
RETURNS TABLE (number int, starts timestamptz, ends timestamptz, was timestamptz, was_ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT q.number, app.read_local(p_starts[q.n]), app.read_local(p_ends[q.n]), q.starts, q.ends
      FROM (SELECT number, starts, ends, row_number() OVER (ORDER BY number) AS n FROM part WHERE session = p_session) AS q
$$;

CREATE FUNCTION app.move_refused(p_session bigint, p_starts text[], p_ends text[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN count(*) <> coalesce(cardinality(p_starts), 0) OR count(*) <> coalesce(cardinality(p_ends), 0) THEN 'other_parts'
                WHEN bool_or(starts IS NULL OR ends IS NULL) THEN 'no_such_moment'
                WHEN bool_or(ends <= starts) THEN 'ends_first'
                WHEN min(starts) <= clock() THEN 'in_past'
                WHEN bool_and(starts = was AND ends = was_ends) THEN 'same_time' END
      FROM app.new_parts(p_session, p_starts, p_ends)
$$;

-- Ask all who are booked, in line or asked for: can you still come?  Until
-- some days have passed, cancelling is free for them whatever the terms say.
CREATE FUNCTION app.ask_still_coming(p_session bigint, p_change bigint, p_was timestamptz, p_was_ends timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
    v_n        int := 0;
BEGIN
    UPDATE booking b
       SET free_until = greatest(coalesce(b.free_until + (s.starts - p_was), s.free_until),
                                 least(s.starts, app.working_days_before(clock(), -(SELECT first_call_days FROM rule))))
      FROM session s
     WHERE s.id = b.session AND b.session = p_session AND coalesce(b.free_until, s.free_until) IS NOT NULL
       AND b.live;
    FOR v_booking IN
        SELECT b.id FROM booking b
         WHERE b.session = p_session AND b.live ORDER BY b.id
    LOOP
        INSERT INTO still_coming (booking, change) VALUES (v_booking, p_change);
        PERFORM app.tell(v_booking, 'session_moved', jsonb_build_object(
            'moved_from', app.span_words(p_was, p_was_ends), 'change_why', (SELECT why FROM session_change WHERE id = p_change)));
        v_n := v_n + 1;
    END LOOP;
    RETURN v_n;
END $$;

-- answer_move: can you still come?  Who cannot pays nothing, and the place
-- goes to the next in line.
-- Outcomes: comes, left; not_found; not_live; not_asked; started.
CREATE FUNCTION app.answer_move(p_person bigint, p_booking bigint, p_comes boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_change   bigint;
BEGIN
    v_booking := app.lock_own_booking(p_person, p_booking);
    SELECT max(change) INTO v_change FROM still_coming WHERE booking = p_booking;
    outcome := CASE
        WHEN v_booking.id IS NULL THEN 'not_found'
        WHEN NOT v_booking.live THEN 'not_live'
        WHEN v_change IS NULL THEN 'not_asked'
        WHEN (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN 'started'
        WHEN p_comes THEN 'comes' ELSE 'left' END;
    IF outcome IN ('comes', 'left') THEN
        UPDATE still_coming SET comes = p_comes, answered = clock() WHERE booking = p_booking AND change = v_change;
    END IF;
    IF outcome = 'left' THEN
        PERFORM app.end_booking(v_booking, p_person, 'session', 'cannot come to the new date');
        PERFORM app.fill_places(v_booking.session);
    END IF;
END $$;

-- The booking that the link of a mail about a moved date asks about; no row for
-- one too old or of another purpose.  Looking changes nothing.
CREATE FUNCTION app.moved_link(p_token bytea) RETURNS TABLE (person bigint, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.person, b.id
      FROM link l JOIN booking b ON b.id = l.booking JOIN person p ON p.id = b.person
     WHERE l.token = p_token AND l.purpose = 'moved' AND l.expires > clock() AND p.status <> 'closed'
       AND app.may_read(b.person, b.session)
$$;

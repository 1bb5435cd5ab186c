-- Notes and the checklist of a date, and what a coordinator does with several
-- of its people at once.

-- add_note: tell the others something about a date.  p_key: the form's.
-- Outcomes: noted; not_found.
CREATE FUNCTION app.add_note(p_actor bigint, p_slug text, p_words text, p_key uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO session_note (session, by, words, key)
    SELECT s.id, app.coordinator(p_actor), p_words, p_key FROM session s
     WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL
        ON CONFLICT (key) DO UPDATE SET key = excluded.key;
    outcome := CASE WHEN FOUND THEN 'noted' ELSE 'not_found' END;
END $$;

-- add_check_item: one more thing to do for this date.
-- Outcomes: added; not_found.
CREATE FUNCTION app.add_check_item(p_actor bigint, p_slug text, p_words text, p_key uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO check_item (session, words, key)
    SELECT s.id, p_words, p_key FROM session s
     WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL
        ON CONFLICT (key) DO UPDATE SET key = excluded.key;
    outcome := CASE WHEN FOUND THEN 'added' ELSE 'not_found' END;
END $$;

-- check_item: say that something is done for a date, or is not after all.
-- Outcomes: checked; unchecked; not_found.
CREATE FUNCTION app.check_item(p_actor bigint, p_slug text, p_item bigint, p_done boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
BEGIN
    SELECT s.id INTO v_session
      FROM session s JOIN check_item i ON i.id = p_item AND (i.session IS NULL AND NOT (i.retired AND p_done) OR i.session = s.id)
     WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    outcome := CASE WHEN NOT FOUND THEN 'not_found' WHEN p_done THEN 'checked' ELSE 'unchecked' END;
    IF outcome = 'checked' THEN
        INSERT INTO checked (session, item, by) VALUES (v_session, p_item, p_actor) ON CONFLICT DO NOTHING;
    ELSIF outcome = 'unchecked' THEN
        DELETE FROM checked WHERE session = v_session AND item = p_item;
    END IF;
END $$;

-- The live bookings of a date that are meant: those in these states, or these.
-- When it is over, who had a place is also attended (some of it) or absent.
CREATE FUNCTION app.people_meant(p_slug text, p_states text[], p_bookings bigint[])
RETURNS TABLE (booking bigint, person bigint, session bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.id, b.person, b.session
      FROM session s
      JOIN booking b ON b.session = s.id AND b.live
     WHERE s.slug = p_slug
       AND (b.state = ANY (p_states) OR b.id = ANY (p_bookings)
            OR b.state = 'confirmed' AND s.ends <= (SELECT clock())
               AND CASE WHEN EXISTS (SELECT FROM app.attendance a WHERE a.booking = b.id AND a.attendance <> 'none')
                        THEN 'attended' ELSE 'absent' END = ANY (p_states))
$$;

-- How many of them a message would reach, and how many of those by letter.
CREATE FUNCTION app.people_reached(p_slug text, p_states text[], p_bookings bigint[], OUT n bigint, OUT letters bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT count(*), count(*) FILTER (WHERE app.way_to_tell(p) = 'to_post')
      FROM app.people_meant(p_slug, p_states, p_bookings) AS t
      JOIN person p ON p.id = t.person AND p.status <> 'closed'
$$;

-- write_to: one message to each of these people, a letter to who has no
-- address for mail, in one statement.  p_count
-- is the number that was confirmed.  Outcomes: written; not_found; nobody;
-- count_changed (it is another number by now: nothing was sent).
CREATE FUNCTION app.write_to(p_actor bigint, p_slug text, p_states text[], p_bookings bigint[], p_subject text, p_body text,
                             p_count int, p_key uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_count  bigint;
BEGIN
    PERFORM app.lock_session(s.id) FROM session s WHERE s.slug = p_slug;
    v_count := (SELECT n FROM app.people_reached(p_slug, p_states, p_bookings));
    IF app.coordinator(p_actor) IS NULL OR NOT EXISTS (SELECT FROM session WHERE slug = p_slug) THEN
        outcome := 'not_found';
    ELSIF EXISTS (SELECT FROM audit WHERE object = 'session ' || p_slug AND act = 'write_to' AND detail ->> 'key' = p_key::text) THEN
        outcome := 'written';
    ELSIF v_count = 0 THEN
        outcome := 'nobody';
    ELSIF v_count <> p_count THEN
        outcome := 'count_changed';
    ELSE
        outcome := 'written';
        INSERT INTO mail (kind, person, address, booking, session, detail, state)
        SELECT 'message', t.person, coalesce(p.email, p.guest_email), t.booking, t.session,
               jsonb_build_object('own_subject', p_subject, 'own_body', p_body), app.way_to_tell(p)
          FROM app.people_meant(p_slug, p_states, p_bookings) AS t
          JOIN person p ON p.id = t.person AND p.status <> 'closed';
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'write_to', 'session ' || p_slug,
                jsonb_build_object('subject', p_subject, 'body', p_body, 'people', v_count, 'key', p_key));
    END IF;
END $$;

-- end_several: cancel the bookings of several people of a date, with the
-- reason; those that have ended already are left alone.  p_charge: see end_for.
-- Outcomes: cancelled (how many); not_found.
CREATE FUNCTION app.end_several(p_actor bigint, p_slug text, p_bookings bigint[], p_why text, p_charge boolean DEFAULT false,
                                OUT outcome text, OUT n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
    v_one      text;
BEGIN
    n := 0;
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL OR NOT EXISTS (SELECT FROM session WHERE slug = p_slug)
                    THEN 'not_found' ELSE 'cancelled' END;
    IF outcome = 'cancelled' THEN
        FOR v_booking IN SELECT t.booking FROM app.people_meant(p_slug, '{}', p_bookings) AS t ORDER BY t.booking LOOP
            SELECT o.outcome INTO v_one FROM app.end_for(p_actor, v_booking, p_why, p_charge) AS o;
            n := n + (v_one = 'cancelled')::int;
        END LOOP;
    END IF;
END $$;

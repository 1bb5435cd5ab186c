-- Somebody in line whom the rules of the date bar by now is told what bars
-- them and what they can do.

-- barred_words: that, for a booking that stands in line; NULL if nothing does.
CREATE FUNCTION app.barred_words(p_booking bigint, p_session lectern.session) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF p_session.status <> 'open' OR p_session.starts <= clock()
       OR NOT EXISTS (SELECT FROM booking WHERE id = p_booking AND (state = 'waiting' OR state = 'requested' AND NOT held)) THEN
        RETURN NULL;
    END IF;
    RETURN CASE app.barred(p_booking, p_session)
        WHEN 'not_invited' THEN 'This date is by invitation now, and your address is not on its list. If it should be, tell the training team.'
        WHEN 'not_eligible' THEN 'This date is now only for: ' || app.only_words(p_session.id) || '. If it should be open to you too, tell the training team.'
        WHEN 'no_prerequisite' THEN 'You need to have been to ' || (SELECT string_agg('“' || e.title || '”', ' and ' ORDER BY e.title)
                                                                     FROM event_prerequisite q JOIN event e ON e.id = q.requires WHERE q.event = p_session.event)
            || ' first, and we have no record that you have. If you did it, or the same elsewhere, tell the training team what and when.'
        WHEN 'agency_closed' THEN 'The organisation in your account has closed. Choose the one you work for now in your account, or tell the training team.'
        WHEN 'not_active' THEN 'The account is closed.'
        END;
END $$;

-- work_barred: note who is barred; write once to who has been for an hour, and
-- to who was told so and is no longer.  The worker calls it now and then.
CREATE FUNCTION app.work_barred() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_one  record;
BEGIN
    FOR v_one IN
        DELETE FROM barring g USING booking b JOIN session s ON s.id = b.session
         WHERE b.id = g.booking AND app.barred_words(b.id, s) IS NULL
        RETURNING b.id, g.told AND b.state = 'waiting' AND s.status = 'open' AND s.starts > clock() AS waits
    LOOP
        UPDATE mail SET state = 'dropped', finished = clock(), reply = 'nothing bars them any more'
         WHERE booking = v_one.id AND kind = 'booking_barred' AND state = 'to_post';
        IF v_one.waits THEN
            PERFORM app.tell(v_one.id, 'booking_waiting');
        END IF;
    END LOOP;
    INSERT INTO barring (booking)
    SELECT b.id
      FROM session s
      JOIN booking b ON b.session = s.id AND (b.state = 'waiting' OR b.state = 'requested' AND NOT b.held)
      JOIN person p ON p.id = b.person AND p.status IN ('active', 'long_leave')
      LEFT JOIN agency a ON a.id = p.agency
     WHERE s.status = 'open' AND s.starts > (SELECT clock())
       AND (s.by_invitation OR s.only_agencies <> '{}' OR s.only_sectors <> '{}' OR NOT a.active
            OR EXISTS (SELECT FROM event_prerequisite q WHERE q.event = s.event))
       AND app.barred_words(b.id, s) IS NOT NULL
        ON CONFLICT DO NOTHING;
    FOR v_one IN
        UPDATE barring SET told = true WHERE NOT told AND since <= clock() - interval '1 hour' RETURNING booking AS id
    LOOP
        PERFORM app.tell(v_one.id, 'booking_barred');
    END LOOP;
END $$;

-- work_lapse: end the offers of one session that were not answered in time,
-- release the places kept for groups whose day has come, and give out what is
-- free.  The worker calls it for each session that work_lapsing names, in a
-- transaction of its own.  A session that fails tells its trouble and is left
-- as it was: it must not keep the others waiting.
CREATE FUNCTION app.work_lapse(p_session bigint, OUT trouble text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    PERFORM app.lapse(p_session);
EXCEPTION WHEN OTHERS THEN
    trouble := SQLSTATE || ' ' || left(SQLERRM, 200);
END $$;

CREATE FUNCTION app.lapse(p_session bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    PERFORM app.lock_session(p_session);
    FOR v_booking IN
        SELECT b.* FROM offer o JOIN booking b ON b.id = o.booking
         WHERE b.session = p_session AND o.state = 'open' AND o.expires <= clock()
         ORDER BY o.id
    LOOP
        UPDATE offer SET state = 'lapsed', ended = clock() WHERE booking = v_booking.id AND state = 'open';
        PERFORM app.end_booking(v_booking, NULL, 'lapse', 'offer not answered in time');
    END LOOP;
    UPDATE reserve SET released = true WHERE session = p_session AND NOT released AND release <= clock();
    PERFORM app.fill_places(p_session);
END $$;

-- Sessions with something to end or release; for wishes that wait for any date
-- those whose booking has just opened, and all of the course if the wish stood
-- back behind a booking that has just ended; with p_all also those that opened while
-- no worker was looking.  In no order, so that 64 in trouble hide nobody.
CREATE FUNCTION app.work_lapsing(p_all boolean DEFAULT false) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH due AS (
        SELECT b.session FROM offer o JOIN booking b ON b.id = o.booking
         WHERE o.state = 'open' AND o.expires <= clock()
         UNION
        SELECT k.session FROM reserve k JOIN session s ON s.id = k.session AND s.status = 'open'
         WHERE NOT k.released AND k.release <= clock() AND s.starts > clock()
         UNION
        SELECT s.id FROM wish w JOIN session s ON s.event = w.event
         WHERE w.state = 'open' AND s.status = 'open' AND s.starts > clock()
           AND greatest(s.booking_opens, s.visible_from) <= clock()
           AND (p_all OR greatest(s.booking_opens, s.visible_from) > clock() - interval '1 minute')
         UNION
        SELECT s.id FROM wish w
          JOIN booking b ON b.person = w.person AND NOT b.live AND b.changed > clock() - interval '1 minute'
          JOIN session o ON o.id = b.session AND o.event = w.event
          JOIN session s ON s.event = w.event AND s.status = 'open' AND s.starts > clock()
         WHERE w.state = 'open'
    )
    SELECT session FROM due ORDER BY random() LIMIT 64
$$;

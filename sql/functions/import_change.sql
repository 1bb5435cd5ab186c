-- An import that changes dates with people on them tells them, as the desk does.

-- dates_with_people: when and where each date to come with bookings takes
-- place, for tell_import to compare with once the files are in.
CREATE FUNCTION app.dates_with_people() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'session', s.id, 'starts', s.starts, 'ends', s.ends, 'times', app.times_of(s.id), 'place', app.place_short(s.id))), '[]')
      FROM session s
     WHERE s.status = 'open' AND s.starts > clock() AND EXISTS (SELECT FROM booking b WHERE b.session = s.id AND b.live)
$$;

-- tell_import: of each of those, if it has moved everyone is asked whether
-- they can still come; if it is somewhere else or online they are told.  The
-- caller holds the locks of all sessions.  Gives how many were told.
CREATE FUNCTION app.tell_import(p_was jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was     record;
    v_change  bigint;
    v_told    int := 0;
BEGIN
    FOR v_was IN
        SELECT w.*, app.times_of(s.id) <> w.times AS moved, s.delivery = 'virtual' AS online,
               app.place_short(s.id) AS now_at
          FROM jsonb_to_recordset(p_was) AS w (session bigint, starts timestamptz, ends timestamptz, times jsonb, place text)
          JOIN session s ON s.id = w.session AND s.status = 'open' AND s.ends > clock()
         ORDER BY s.id
    LOOP
        UPDATE session SET sequence = sequence + 1
         WHERE id = v_was.session AND (v_was.moved OR v_was.now_at IS DISTINCT FROM v_was.place);
        IF v_was.now_at IS DISTINCT FROM v_was.place AND v_was.now_at IS NOT NULL THEN
            v_change := app.note_change(v_was.session, NULL, CASE WHEN v_was.online THEN 'online' ELSE 'venue' END,
                                        app.place_change(v_was.session, v_was.place), '');
            v_told := v_told + CASE WHEN v_was.moved THEN 0 ELSE app.tell_change(v_change) END;
        END IF;
        IF v_was.moved THEN
            v_told := v_told + app.tell_move(v_was.session, NULL, v_was.starts, v_was.ends, '');
        END IF;
    END LOOP;
    RETURN v_told;
END $$;

-- The times of a session's parts, in their order.
CREATE FUNCTION app.times_of(p_session bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT jsonb_agg(jsonb_build_array(q.starts, q.ends) ORDER BY q.number) FROM part q WHERE q.session = p_session $$;

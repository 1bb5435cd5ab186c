-- The register: open, signed off, corrected with a reason.

-- Sign off the register of a session, once its last part has begun.
-- Outcomes: signed_off; not_found; not_started; already_signed_off.
CREATE FUNCTION app.sign_off(p_actor bigint, p_slug text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
BEGIN
    SELECT d.session INTO v_session FROM app.door_right(p_actor, p_slug) d WHERE d.may_search;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_door(v_session);
    outcome := CASE
        WHEN EXISTS (SELECT FROM register WHERE session = v_session AND state <> 'open') THEN 'already_signed_off'
        WHEN NOT app.register_may_be_signed(v_session) THEN 'not_started'
        ELSE 'signed_off'
        END;
    IF outcome = 'signed_off' THEN
        INSERT INTO register (session, state, by, at) VALUES (v_session, 'signed_off', p_actor, clock())
        ON CONFLICT (session) DO UPDATE SET state = 'signed_off', by = p_actor, at = clock();
        INSERT INTO register_history (session, person, state) VALUES (v_session, p_actor, 'signed_off');
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'sign_off', 'session ' || p_slug);
    END IF;
END $$;

-- Has the last part of an open session begun?
CREATE FUNCTION app.register_may_be_signed(p_session bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM session WHERE id = p_session AND status = 'open')
       AND coalesce((SELECT max(starts) <= clock() FROM part WHERE session = p_session), false)
$$;

-- A fact that came after the sign-off makes the register a corrected one.
CREATE FUNCTION app.register_corrected(p_actor bigint, p_session bigint, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_reason  text := coalesce(nullif(p_reason, ''), 'a scan arrived after the sign-off');
BEGIN
    UPDATE register SET state = 'corrected', by = p_actor, at = clock()
     WHERE session = p_session AND state <> 'open';
    IF FOUND AND NOT EXISTS (SELECT FROM register_history
                              WHERE session = p_session AND person = p_actor AND at = clock() AND reason = v_reason) THEN
        INSERT INTO register_history (session, person, state, reason)
        VALUES (p_session, p_actor, 'corrected', v_reason);
    END IF;
END $$;

-- Put one person's attendance of one part right by hand: p_act is came (at
-- p_time, local, and stayed), left (at p_time) or absent.  What stood there
-- is taken back, not changed.  p_key is the form's: sent twice it acts once.
--
-- Outcomes: marked; not_found; reason_needed (after the sign-off, and to say
-- that somebody was absent); no_such_time; in_future; left_before_arrival.
CREATE FUNCTION app.mark_attendance(p_actor bigint, p_slug text, p_key uuid, p_booking bigint, p_part int,
                                    p_act text, p_time time, p_reason text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_at       timestamptz;
    v_was      record;
BEGIN
    SELECT d.session INTO v_session FROM app.door_right(p_actor, p_slug) d WHERE d.may_search;
    PERFORM app.lock_door(v_session);
    SELECT a.starts, a.arrived INTO v_was FROM app.attendance a
     WHERE a.session = v_session AND a.booking = p_booking AND a.part = p_part;
    v_at := local_instant((v_was.starts AT TIME ZONE 'Europe/London')::date + p_time);
    outcome := CASE
        WHEN v_was.starts IS NULL THEN 'not_found'
        WHEN EXISTS (SELECT FROM scan WHERE id = p_key) THEN 'marked'
        WHEN coalesce(p_reason, '') = ''
             AND (p_act = 'absent' OR EXISTS (SELECT FROM register WHERE session = v_session AND state <> 'open'))
             THEN 'reason_needed'
        WHEN p_act <> 'absent' AND v_at IS NULL THEN 'no_such_time'
        WHEN p_act <> 'absent' AND v_at > clock() THEN 'in_future'
        WHEN p_act = 'left' AND v_at < v_was.arrived THEN 'left_before_arrival'
        END;
    IF outcome IS NULL THEN
        PERFORM app.mark_write(p_actor, v_session, p_key, p_booking, p_part, p_act, v_at, nullif(p_reason, ''));
        outcome := 'marked';
    END IF;
END $$;

-- The scans that mark_attendance() decided on.
CREATE FUNCTION app.mark_write(p_actor bigint, p_session bigint, p_key uuid, p_booking bigint, p_part int,
                               p_act text, p_at timestamptz, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_old  uuid;
BEGIN
    FOR v_old IN SELECT c.id FROM app.scan_counted c
                  WHERE c.booking = p_booking AND c.part = p_part AND c.repeats IS NULL
                    AND (p_act <> 'left' OR c.way = 'out')
                  ORDER BY c.seq LOOP
        PERFORM app.scan(p_actor, p_session, true, NULL, '0', jsonb_build_object(
            'id', gen_random_uuid(), 'undoes', v_old, 'reason', coalesce(p_reason, 'put right on the register')));
    END LOOP;
    IF p_act <> 'absent' THEN
        PERFORM app.scan(p_actor, p_session, true, NULL, '0', jsonb_build_object(
            'id', p_key, 'booking', p_booking, 'part', p_part, 'at', p_at, 'means', 'paper', 'reason', p_reason,
            'way', CASE p_act WHEN 'left' THEN 'out' ELSE 'in' END));
    END IF;
END $$;

-- Tick several people as there, from a paper register or by calling names:
-- in at the start of the part, or now where it has not begun.  The ids follow
-- from the form's key, so that it acts once.  Gives how many were new.
--
-- Outcomes: ticked; not_found; reason_needed; not_that_day.
CREATE FUNCTION app.tick_register(p_actor bigint, p_slug text, p_key uuid, p_part int, p_bookings bigint[],
                                  p_reason text, OUT outcome text, OUT ticked int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_starts   timestamptz;
BEGIN
    SELECT d.session INTO v_session FROM app.door_right(p_actor, p_slug) d WHERE d.may_search;
    PERFORM app.lock_door(v_session);
    SELECT q.starts INTO v_starts FROM part q WHERE q.session = v_session AND q.number = p_part;
    outcome := CASE
        WHEN v_starts IS NULL THEN 'not_found'
        WHEN (v_starts AT TIME ZONE 'Europe/London')::date > (clock() AT TIME ZONE 'Europe/London')::date THEN 'not_that_day'
        WHEN coalesce(p_reason, '') = ''
             AND EXISTS (SELECT FROM register WHERE session = v_session AND state <> 'open') THEN 'reason_needed'
        ELSE 'ticked'
        END;
    ticked := 0;
    IF outcome = 'ticked' THEN
        SELECT count(*) FILTER (WHERE t.answer ->> 'outcome' = 'admitted') INTO ticked
          FROM (SELECT app.scan(p_actor, v_session, true, NULL, '0', jsonb_build_object(
                           'id', md5(p_key::text || b)::uuid, 'booking', b, 'part', p_part, 'means', 'paper',
                           'at', least(v_starts, clock()), 'reason', nullif(p_reason, ''))) AS answer
                  FROM unnest(p_bookings) AS b) AS t;
    END IF;
END $$;

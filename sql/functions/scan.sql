-- scan: keep one fact from the door and say what it means.  The caller holds
-- the door's lock.  An id sent again gives its first answer.
CREATE FUNCTION app.scan(p_actor bigint, p_session bigint, p_may_search boolean,
                         p_device uuid, p_offset interval, p_scan jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_new   scan;
    v_old   scan;
BEGIN
    SELECT * INTO v_old FROM scan WHERE id = (p_scan ->> 'id')::uuid;
    IF FOUND THEN
        RETURN CASE WHEN v_old.session = p_session THEN v_old.answer
                    ELSE jsonb_build_object('id', v_old.id, 'outcome', 'invalid') END;
    END IF;
    IF NOT p_may_search AND p_scan ?| ARRAY['undoes', 'booking', 'person'] THEN
        RETURN jsonb_build_object('id', p_scan ->> 'id', 'outcome', 'invalid');
    END IF;
    v_new.id := p_scan ->> 'id';
    v_new.session := p_session;
    v_new.way := coalesce(p_scan ->> 'way', 'in');
    v_new.means := coalesce(p_scan ->> 'means', 'name');
    v_new.sent_at := p_scan ->> 'at';
    v_new.at := v_new.sent_at + p_offset;
    v_new.part := p_scan ->> 'part';
    v_new.device := p_device;
    v_new.reason := p_scan ->> 'reason';
    v_new.person := p_scan -> 'person';
    v_new.undoes := p_scan ->> 'undoes';
    v_new := CASE WHEN v_new.undoes IS NOT NULL THEN app.scan_undo(v_new)
                  ELSE app.scan_decide(v_new, p_scan) END;
    INSERT INTO scan (id, session, part, booking, way, means, at, device, by, sent_at,
                      outcome, undoes, reason, person, answer)
    VALUES (v_new.id, v_new.session, v_new.part, v_new.booking, v_new.way, v_new.means, v_new.at,
            v_new.device, p_actor, v_new.sent_at, v_new.outcome,
            CASE WHEN v_new.outcome = 'undone' THEN v_new.undoes END,
            v_new.reason, v_new.person, v_new.answer);
    IF v_new.outcome IN ('admitted', 'departed', 'undone') THEN
        PERFORM app.register_corrected(p_actor, p_session, v_new.reason);
    END IF;
    RETURN v_new.answer;
END $$;

-- What a ticket, a code, a booking or a person without one means here and now.
CREATE FUNCTION app.scan_decide(p_new lectern.scan, p_scan jsonb) RETURNS lectern.scan
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  record;
    v_first    jsonb;
    v_last     text;
BEGIN
    SELECT b.id, b.session, b.state, b.version, b.newest, b.first_name, b.last_name, b.agency
      INTO v_booking
      FROM app.scan_booking(p_new.session, p_scan) b;
    p_new.booking := CASE WHEN v_booking.session = p_new.session THEN v_booking.id END;
    SELECT q.number INTO p_new.part FROM part q
     WHERE q.session = p_new.session
       AND (p_new.part IS NULL OR q.number = p_new.part)
       AND (q.starts AT TIME ZONE 'Europe/London')::date = (p_new.at AT TIME ZONE 'Europe/London')::date
     ORDER BY abs(extract(epoch FROM q.starts - p_new.at))
     LIMIT 1;
    SELECT l.way INTO v_last FROM app.scan_counted l
     WHERE l.booking = p_new.booking AND l.part = p_new.part AND l.outcome <> 'already'
     ORDER BY l.seq DESC LIMIT 1;
    p_new.outcome := CASE
        WHEN p_new.person IS NOT NULL AND p_new.part IS NOT NULL THEN 'admitted'
        WHEN p_new.person IS NOT NULL THEN 'wrong_day'
        WHEN v_booking.id IS NULL THEN 'unknown'
        WHEN v_booking.session <> p_new.session THEN 'wrong_session'
        WHEN v_booking.state IN ('cancelled', 'declined') OR v_booking.version <> v_booking.newest THEN 'cancelled'
        WHEN v_booking.state <> 'confirmed' THEN 'not_confirmed'
        WHEN p_new.part IS NULL THEN 'wrong_day'
        WHEN v_last = p_new.way THEN 'already'
        WHEN p_new.way = 'in' THEN 'admitted'
        ELSE 'departed'
        END;
    IF p_new.outcome = 'already' THEN
        SELECT jsonb_strip_nulls(jsonb_build_object('at', f.at, 'device', f.device)) INTO v_first FROM app.scan_counted f
         WHERE f.booking = p_new.booking AND f.part = p_new.part AND f.way = p_new.way
         ORDER BY f.at LIMIT 1;
    END IF;
    p_new.answer := jsonb_strip_nulls(jsonb_build_object(
        'id', p_new.id, 'outcome', p_new.outcome, 'part', p_new.part, 'at', p_new.at,
        'booking', p_new.booking,
        'name', CASE WHEN p_new.booking IS NOT NULL THEN concat_ws(' ', v_booking.first_name, nullif(v_booking.last_name, '')) END,
        'agency', CASE WHEN p_new.booking IS NOT NULL THEN v_booking.agency END,
        'flag', CASE WHEN p_new.outcome = 'departed' AND v_last IS NULL THEN 'not_signed_in' END,
        'first', v_first));
    RETURN p_new;
END $$;

-- The booking that a scan speaks of: by the hash of its ticket, by the hash
-- of its typed code (good for this session only), or by its number.
CREATE FUNCTION app.scan_booking(p_session bigint, p_scan jsonb)
RETURNS TABLE (id bigint, session bigint, state text, version int, newest int,
               first_name text, last_name text, agency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.id, b.session, b.state, t.version,
           (SELECT max(n.version) FROM ticket n WHERE n.booking = b.id),
           p.first_name, p.last_name, a.short_name
      FROM ticket t
      JOIN booking b ON b.id = t.booking
      JOIN person p ON p.id = b.person
      LEFT JOIN agency a ON a.id = b.agency
     WHERE t.hash = decode(p_scan ->> 'hash', 'hex')
     UNION ALL
    SELECT b.id, b.session, b.state, t.version,
           (SELECT max(n.version) FROM ticket n WHERE n.booking = b.id),
           p.first_name, p.last_name, a.short_name
      FROM ticket t
      JOIN booking b ON b.id = t.booking
      JOIN person p ON p.id = b.person
      LEFT JOIN agency a ON a.id = b.agency
     WHERE t.session = p_session AND t.code = decode(p_scan ->> 'code', 'hex')
     UNION ALL
    SELECT b.id, b.session, b.state, 1, 1, p.first_name, p.last_name, a.short_name
      FROM booking b
      JOIN person p ON p.id = b.person
      LEFT JOIN agency a ON a.id = b.agency
     WHERE b.session = p_session AND b.id = (p_scan ->> 'booking')::bigint
     LIMIT 1
$$;

-- Take back a scan of this session, with all repeats of it so far; both stay.
CREATE FUNCTION app.scan_undo(p_new lectern.scan) RETURNS lectern.scan
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_old  scan;
BEGIN
    SELECT * INTO v_old FROM scan WHERE id = p_new.undoes AND session = p_new.session;
    p_new.outcome := CASE
        WHEN v_old.id IS NULL OR v_old.outcome NOT IN ('admitted', 'departed', 'already') THEN 'unknown'
        WHEN EXISTS (SELECT FROM scan WHERE undoes = v_old.id) THEN 'already'
        ELSE 'undone'
        END;
    IF p_new.outcome = 'undone' THEN
        p_new.booking := v_old.booking;
        p_new.part := v_old.part;
        p_new.way := v_old.way;
    END IF;
    p_new.answer := jsonb_strip_nulls(jsonb_build_object(
        'id', p_new.id, 'outcome', p_new.outcome, 'undoes', p_new.undoes,
        'booking', p_new.booking, 'part', p_new.part));
    RETURN p_new;
END $$;

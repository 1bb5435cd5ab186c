-- scan: keep one fact from the door and say what it means.  The caller holds
-- the door's lock.  An id sent again gives its first answer; one that cannot
-- be kept is invalid and leaves no row.
CREATE FUNCTION app.scan(p_actor bigint, p_session bigint, p_may_search boolean,
                         p_device uuid, p_offset interval, p_scan jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_new   scan;
    v_old   scan;
BEGIN
    SELECT * INTO v_old FROM scan WHERE id = (p_scan ->> 'id')::uuid;
    IF v_old.session = p_session THEN
        RETURN v_old.answer;
    END IF;
    v_new.id := p_scan ->> 'id';
    v_new.session := p_session;
    v_new.way := coalesce(p_scan ->> 'way', 'in');
    v_new.means := coalesce(p_scan ->> 'means', 'name');
    v_new.sent_at := p_scan ->> 'at';
    v_new.at := coalesce(v_new.sent_at + p_offset, clock());
    v_new.part := p_scan ->> 'part';
    v_new.device := p_device;
    v_new.reason := nullif(p_scan ->> 'reason', '');
    v_new.person := p_scan -> 'person';
    v_new.undoes := p_scan ->> 'undoes';
    v_new := CASE WHEN v_old.id IS NOT NULL OR app.scan_is_invalid(v_new, p_may_search, p_scan)
                       THEN app.scan_outcome(v_new, 'invalid')
                  WHEN v_new.undoes IS NOT NULL THEN app.scan_undo(v_new)
                  ELSE app.scan_decide(v_new, p_scan) END;
    IF v_new.outcome = 'invalid' THEN
        RETURN v_new.answer;
    END IF;
    INSERT INTO scan (id, session, part, booking, way, means, at, device, by, sent_at,
                      outcome, undoes, repeats, reason, person, answer)
    VALUES (v_new.id, v_new.session, v_new.part, v_new.booking, v_new.way, v_new.means, v_new.at,
            v_new.device, p_actor, v_new.sent_at, v_new.outcome,
            CASE WHEN v_new.outcome = 'undone' THEN v_new.undoes END, v_new.repeats,
            v_new.reason, v_new.person, v_new.answer)
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN  -- the same id at another door, this very moment
        RETURN (app.scan_outcome(v_new, 'invalid')).answer;
    END IF;
    IF v_new.outcome IN ('admitted', 'departed', 'undone') THEN
        PERFORM app.register_corrected(p_actor, p_session, v_new.reason);
    END IF;
    RETURN v_new.answer;
END $$;

-- What can be kept from nobody: a part that the session does not have, an
-- undo without a reason, what a steward may not do.
CREATE FUNCTION app.scan_is_invalid(p_new lectern.scan, p_may_search boolean, p_scan jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT NOT p_may_search AND p_scan ?| ARRAY['undoes', 'booking', 'person']
        OR p_new.undoes IS NOT NULL AND p_new.reason IS NULL
        OR p_new.part IS NOT NULL
           AND NOT EXISTS (SELECT FROM part WHERE session = p_new.session AND number = p_new.part)
$$;

-- The scan with its outcome and the answer that begins with it.
CREATE FUNCTION app.scan_outcome(p_new lectern.scan, p_outcome text, p_more jsonb DEFAULT '{}') RETURNS lectern.scan
LANGUAGE plpgsql IMMUTABLE SET search_path = lectern, pg_temp AS $$
BEGIN
    p_new.outcome := p_outcome;
    p_new.answer := jsonb_build_object('id', p_new.id, 'outcome', p_outcome) || jsonb_strip_nulls(p_more);
    RETURN p_new;
END $$;

-- What a ticket, a code, a booking or a person without one means here and now.
CREATE FUNCTION app.scan_decide(p_new lectern.scan, p_scan jsonb) RETURNS lectern.scan
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  record;
    v_near     record;
    v_early    int;
    v_late     int;
BEGIN
    SELECT b.id, b.session, b.state, b.newest, b.name, b.agency INTO v_booking
      FROM app.scan_booking(p_new.session, p_scan) b;
    p_new.booking := CASE WHEN v_booking.session = p_new.session THEN v_booking.id END;
    SELECT q.part, q.late, q.early INTO p_new.part, v_late, v_early
      FROM app.scan_part(p_new.session, p_new.part, p_new.at) q;
    SELECT n.repeats, n.first, n.before INTO v_near
      FROM app.scan_near(p_new.booking, p_new.part, p_new.way, p_new.at) n;
    p_new.outcome := CASE
        WHEN v_booking.id IS NULL AND p_new.person IS NULL THEN 'unknown'
        WHEN v_booking.session <> p_new.session THEN 'wrong_session'
        WHEN v_booking.state IN ('cancelled', 'declined') OR NOT v_booking.newest THEN 'cancelled'
        WHEN v_booking.state <> 'confirmed' THEN 'not_confirmed'
        WHEN p_new.part IS NULL THEN 'wrong_day'
        WHEN v_near.repeats IS NOT NULL THEN 'already'
        WHEN p_new.way = 'in' THEN 'admitted'
        ELSE 'departed'
        END;
    IF p_new.outcome = 'already' THEN
        p_new.repeats := v_near.repeats;
    END IF;
    RETURN app.scan_outcome(p_new, p_new.outcome, jsonb_build_object(
        'part', p_new.part, 'way', p_new.way, 'at', p_new.at, 'booking', p_new.booking,
        'name', CASE WHEN p_new.booking IS NOT NULL THEN v_booking.name ELSE p_new.person ->> 'name' END,
        'agency', CASE WHEN p_new.booking IS NOT NULL THEN v_booking.agency ELSE p_new.person ->> 'organisation' END,
        'late', CASE WHEN p_new.outcome = 'admitted' THEN v_late END,
        'early', CASE WHEN p_new.outcome = 'departed' THEN v_early END,
        'flag', CASE WHEN p_new.outcome = 'departed' AND NOT v_near.before THEN 'not_signed_in' END,
        'first', CASE WHEN p_new.outcome = 'already' THEN v_near.first END));
END $$;

-- The booking that a scan speaks of: by the hash of its ticket, by the hash
-- of its typed code (good for this session only), or by its number.  Newest:
-- not an earlier version of the ticket.
CREATE FUNCTION app.scan_booking(p_session bigint, p_scan jsonb)
RETURNS TABLE (id bigint, session bigint, state text, newest boolean, name text, agency text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
    v_version  int;
BEGIN
    IF p_scan ? 'hash' THEN
        SELECT t.booking, t.version INTO v_booking, v_version FROM ticket t
         WHERE t.hash = decode(p_scan ->> 'hash', 'hex');
    ELSIF p_scan ? 'code' THEN
        SELECT t.booking, t.version INTO v_booking, v_version FROM ticket t
         WHERE t.session = p_session AND t.code = decode(p_scan ->> 'code', 'hex');
    ELSE
        SELECT n.id INTO v_booking FROM booking n
         WHERE n.session = p_session AND n.id = (p_scan ->> 'booking')::bigint;
    END IF;
    RETURN QUERY
    SELECT b.id, b.session, b.state,
           NOT EXISTS (SELECT FROM ticket n WHERE n.booking = b.id AND n.version > v_version),
           concat_ws(' ', p.first_name, nullif(p.last_name, '')),
           coalesce(e.name, a.short_name, b.unlisted, CASE WHEN p.guest THEN 'Guest' END)
      FROM booking b
      JOIN person p ON p.id = b.person
      LEFT JOIN agency a ON a.id = b.agency
      LEFT JOIN setting e ON e.id = b.setting
     WHERE b.id = v_booking;
END $$;

-- The part that a moment belongs to: of those on its local date the one that
-- is asked for, else the one that runs or is nearest; with the minutes after
-- its start and before its end, where there are any.
CREATE FUNCTION app.scan_part(p_session bigint, p_part int, p_at timestamptz)
RETURNS TABLE (part int, late int, early int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT q.number, nullif(greatest(extract(epoch FROM p_at - q.starts)::int / 60, 0), 0),
           nullif(greatest(extract(epoch FROM q.ends - p_at)::int / 60, 0), 0)
      FROM part q
     WHERE q.session = p_session
       AND (p_part IS NULL OR q.number = p_part)
       AND (p_at AT TIME ZONE 'Europe/London')::date
           BETWEEN (q.starts AT TIME ZONE 'Europe/London')::date AND (q.ends AT TIME ZONE 'Europe/London')::date
     ORDER BY greatest(q.starts - p_at, p_at - q.ends, interval '0'), q.number
     LIMIT 1;
END $$;

-- What stands beside a scan in time, among those nobody took back: the scan
-- that it repeats (the one before it, or after it, has the same way), the
-- first of that run, and whether there is anything before it.  Phones report
-- late, so the order is that of the moments and not of the arrivals.
CREATE FUNCTION app.scan_near(p_booking bigint, p_part int, p_way text, p_at timestamptz,
                              OUT repeats uuid, OUT first jsonb, OUT before boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_side  record;
BEGIN
    before := false;
    FOR v_side IN
        (SELECT c.id, c.way, c.repeats, true AS before FROM app.scan_counted c
          WHERE c.booking = p_booking AND c.part = p_part AND c.at <= p_at
          ORDER BY c.at DESC, c.seq DESC LIMIT 1)
         UNION ALL
        (SELECT c.id, c.way, c.repeats, false FROM app.scan_counted c
          WHERE c.booking = p_booking AND c.part = p_part AND c.at > p_at
          ORDER BY c.at, c.seq LIMIT 1)
    LOOP
        before := before OR v_side.before;
        IF v_side.way = p_way THEN
            repeats := coalesce(repeats, v_side.repeats, v_side.id);
        END IF;
    END LOOP;
    SELECT jsonb_strip_nulls(jsonb_build_object('at', c.at, 'device', c.device, 'by', concat_ws(' ', p.first_name, nullif(p.last_name, ''))))
      INTO first
      FROM app.scan_counted c
      JOIN person p ON p.id = c.by
     WHERE c.booking = p_booking AND c.part = p_part AND scan_near.repeats IN (c.id, c.repeats)
     ORDER BY c.at, c.seq
     LIMIT 1;
END $$;

-- Take back a scan of this session, with all that repeat it; every row stays.
CREATE FUNCTION app.scan_undo(p_new lectern.scan) RETURNS lectern.scan
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_old  scan;
BEGIN
    SELECT * INTO v_old FROM scan
     WHERE id = p_new.undoes AND session = p_new.session AND outcome IN ('admitted', 'already', 'departed');
    IF FOUND THEN
        p_new.booking := v_old.booking;
        p_new.part := v_old.part;
        p_new.way := v_old.way;
    END IF;
    RETURN app.scan_outcome(p_new, CASE
        WHEN v_old.id IS NULL THEN 'unknown'
        WHEN NOT EXISTS (SELECT FROM app.scan_counted c WHERE c.id = v_old.id) THEN 'already'
        ELSE 'undone'
        END, jsonb_build_object('undoes', p_new.undoes, 'booking', p_new.booking, 'part', p_new.part,
                                'name', v_old.answer -> 'name'));
END $$;

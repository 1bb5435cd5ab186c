-- needs: what people need on a date: arranged, met, and forgotten in time.

-- Note that a coordinator or a trainer of the date saw its needs; gives the
-- session, or nothing for anybody else.
CREATE FUNCTION app.see_needs(p_actor bigint, p_slug text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH seen AS (
        SELECT s.id, s.slug FROM session s
         WHERE s.slug = p_slug
           AND (app.coordinator(p_actor) IS NOT NULL
                OR EXISTS (SELECT FROM duty d WHERE d.session = s.id AND d.person = p_actor AND d.kind = 'trainer'))
    ), traced AS (
        INSERT INTO audit (person, act, object)
        SELECT p_actor, 'view_needs', 'session ' || slug FROM seen
         WHERE EXISTS (SELECT FROM booking b JOIN booking_need n ON n.booking = b.id WHERE b.session = seen.id)
    )
    SELECT id FROM seen
$$;

-- set_need: how far a need is.  A coordinator says all of it; a trainer of the
-- date whether an access need was met.  Who needs it is told, before the date,
-- that it is arranged or cannot be, once for what is said together.
-- p_note: NULL leaves it as it is.
-- Outcomes: set; not_found.
CREATE FUNCTION app.set_need(p_actor bigint, p_slug text, p_booking bigint, p_kind text, p_state text, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was  record;
BEGIN
    SELECT n.state, s.starts INTO v_was
      FROM booking_need n JOIN booking b ON b.id = n.booking AND b.live JOIN session s ON s.id = b.session AND s.slug = p_slug
     WHERE n.booking = p_booking AND n.kind = p_kind
       AND (app.coordinator(p_actor) IS NOT NULL
            OR p_kind = 'access' AND p_state IN ('met', 'not_met')
               AND EXISTS (SELECT FROM duty d WHERE d.session = s.id AND d.person = p_actor AND d.kind = 'trainer'))
       FOR UPDATE OF n;
    outcome := CASE WHEN FOUND THEN 'set' ELSE 'not_found' END;
    IF outcome = 'set' THEN
        UPDATE booking_need SET state = p_state, note = coalesce(p_note, note), changed = clock(), by = p_actor
         WHERE booking = p_booking AND kind = p_kind;
        IF v_was.state <> p_state AND p_state IN ('arranged', 'not_met') AND v_was.starts > clock()
           AND NOT EXISTS (SELECT FROM mail m WHERE m.booking = p_booking AND m.kind = 'need_answered' AND m.state IN ('queued', 'to_post')
                              AND (m.detail ? 'arranged') = (p_state = 'arranged')) THEN
            PERFORM app.tell(p_booking, 'need_answered', jsonb_build_object('arranged', CASE p_state WHEN 'arranged' THEN 'yes' END));
        END IF;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'set_need', 'booking ' || p_booking, jsonb_build_object('kind', p_kind, 'state', p_state));
    END IF;
END $$;

-- set_needs: the same for several at once, each as NUMBER-KIND, or for none if
-- one of them is no longer there; p_note: '' leaves each as it is.
-- Outcomes: set; needs_gone.
CREATE FUNCTION app.set_needs(p_actor bigint, p_slug text, p_needs text[], p_state text, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_n  int;
BEGIN
    PERFORM FROM booking_need n JOIN booking b ON b.id = n.booking AND b.live JOIN session s ON s.id = b.session AND s.slug = p_slug
      WHERE n.booking || '-' || n.kind = ANY (p_needs) AND app.coordinator(p_actor) IS NOT NULL
      ORDER BY n.booking, n.kind FOR UPDATE OF n;
    GET DIAGNOSTICS v_n = ROW_COUNT;
    outcome := CASE v_n WHEN cardinality(p_needs) THEN 'set' ELSE 'needs_gone' END;
    IF outcome = 'set' THEN
        PERFORM app.set_need(p_actor, p_slug, split_part(t.need, '-', 1)::bigint, split_part(t.need, '-', 2), p_state, nullif(p_note, ''))
           FROM unnest(p_needs) AS t (need);
    END IF;
END $$;

-- change_needs: a person says anew what they need on a date; what has changed
-- has to be arranged anew.  Outcomes: changed; not_found; not_live; needs_late.
CREATE FUNCTION app.change_needs(p_person bigint, p_booking bigint, p_access text, p_diet text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    v_booking := app.lock_own_booking(p_person, p_booking);
    outcome := CASE WHEN v_booking.id IS NULL THEN 'not_found'
                    WHEN NOT v_booking.live THEN 'not_live'
                    WHEN (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN 'needs_late'
                    ELSE 'changed' END;
    IF outcome <> 'changed' THEN
        RETURN;
    END IF;
    PERFORM app.correct_person(p_person, NULL, NULL, NULL, p_access, p_diet);
    DELETE FROM booking_need n USING (VALUES ('access', p_access), ('diet', p_diet)) AS v (kind, details)
     WHERE n.booking = p_booking AND n.kind = v.kind AND v.details = '';
    INSERT INTO booking_need AS n (booking, kind, details)
    SELECT p_booking, v.kind, v.details FROM (VALUES ('access', p_access), ('diet', p_diet)) AS v (kind, details) WHERE v.details <> ''
    ON CONFLICT (booking, kind) DO UPDATE SET details = excluded.details, state = 'new', note = '', told = clock(), changed = clock(), by = p_person
     WHERE n.details <> excluded.details;
END $$;

-- Do these words name it?  One that ends in * may go on.
CREATE FUNCTION app.need_named(p_details text, p_words text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM unnest(p_words) AS w
                    WHERE rtrim(w, '*') <> '' AND fold(p_details) ~ (CASE WHEN w ~ '^\w' THEN '\m' ELSE '' END || regexp_replace(fold(rtrim(w, '*')), '([^[:alnum:][:space:]])', '\\\1', 'g')
                                             || CASE WHEN w ~ '\w$' THEN '\M' ELSE '' END))
$$;

-- What of a need there was too little time to arrange when it was told:
-- "a British Sign Language interpreter (15 working days)"; else NULL.
CREATE FUNCTION app.need_late(p_kind text, p_details text, p_starts timestamptz, p_told timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT k.label || ' (' || k.days || ' working days)'
      FROM need_kind k
     WHERE CASE p_kind WHEN 'diet' THEN k.code = 'diet' ELSE k.code <> 'diet' AND app.need_named(p_details, k.words) END
       AND app.working_days_before(p_starts, k.days) < p_told
     ORDER BY k.days DESC, k.code LIMIT 1
$$;

-- The same for all needs of a booking, in a sentence to its owner.
CREATE FUNCTION app.need_warning(p_booking bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT 'There is little time to arrange ' || string_agg(l.words, ' and ' ORDER BY n.kind)
                   || '. We will try, and tell you whether it can be done.'
              FROM booking b
              JOIN session s ON s.id = b.session AND s.starts > clock()
              JOIN booking_need n ON n.booking = b.id AND n.state = 'new'
             CROSS JOIN LATERAL app.need_late(n.kind, n.details, s.starts, n.told) AS l (words)
             WHERE b.id = p_booking AND l.words IS NOT NULL);
END $$;

-- What can hardly be arranged any more for a public date, before somebody books.
CREATE FUNCTION app.needs_too_late(p_slug text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(k.label || ' (' || k.days || ' working days)', ', ' ORDER BY k.days DESC, k.label)
              FROM app.public_session s
              JOIN need_kind k ON s.starts < clock() + make_interval(days => 2 * k.days + 30)
               AND app.working_days_before(s.starts, k.days) < clock()
             WHERE s.slug = p_slug AND s.starts > clock());
END $$;

-- 30 days after a date its needs are counted and deleted; what is known of a
-- person goes 30 days after the last date that they booked.
CREATE FUNCTION app.work_forget_needs() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_n  bigint;
BEGIN
    WITH gone AS (
        DELETE FROM booking_need n
         USING booking b JOIN session s ON s.id = b.session
         WHERE b.id = n.booking AND s.ends < clock() - interval '30 days'
        RETURNING b.session, b.state AS booking_state, n.kind, n.state
    ), counted AS (
        INSERT INTO need_total AS t (session, kind, state, n)
        SELECT session, kind, state, count(*) FROM gone WHERE booking_state = 'confirmed' GROUP BY session, kind, state
        ON CONFLICT (session, kind, state) DO UPDATE SET n = t.n + excluded.n
    )
    SELECT count(*) INTO v_n FROM gone;
    DELETE FROM need d
     WHERE EXISTS (SELECT FROM booking b WHERE b.person = d.person)
       AND NOT EXISTS (SELECT FROM booking b JOIN session s ON s.id = b.session
                        WHERE b.person = d.person AND s.ends >= clock() - interval '30 days');
    RETURN v_n;
END $$;

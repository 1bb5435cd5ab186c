-- Learning reviews that are not published: their events and dates are their
-- readers', and nobody else can tell that there are any.

-- Sessions that a person may not know of.  NULL: the owner of the database,
-- by the command line, who knows of all.
CREATE FUNCTION app.hidden_sessions(p_person bigint) RETURNS TABLE (session bigint, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT DISTINCT x.session, x.slug
      FROM app.secret_session x
     WHERE p_person IS NOT NULL
       AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = x.review AND d.person = p_person)
$$;

-- may_read: whether a person may know of a session.
CREATE FUNCTION app.may_read(p_person bigint, p_session bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM (SELECT x.review FROM app.secret_session x WHERE x.session = p_session
                                    OFFSET 0) AS x -- or every event is looked through for its reviews
                        WHERE NOT EXISTS (SELECT FROM review_reader d WHERE d.review = x.review AND d.person = p_person));
END $$;

-- The same of an event.
CREATE FUNCTION app.may_read_event(p_person bigint, p_event bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM app.secret_event x
                        WHERE x.event = p_event
                          AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = x.review AND d.person = p_person));
END $$;

-- Whether a person may know of the date of a booking.
CREATE FUNCTION app.may_read_booking(p_person bigint, p_booking bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT coalesce((SELECT app.may_read(p_person, b.session) FROM booking b WHERE b.id = p_booking), true) $$;

-- What a field of the desk leads to: the session that a value stands for, by
-- the name that the field or the place in the path has in the routes; NULL
-- for none, and for what does not exist.
CREATE FUNCTION app.session_named(p_name text, p_value text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint := CASE WHEN p_value ~ '^[0-9]{1,18}$' THEN p_value::bigint END;
BEGIN
    RETURN CASE
        WHEN p_name IN ('ref', 'session', 'to', 'replacement') THEN (SELECT s.id FROM session s WHERE s.slug = p_value)
        WHEN p_name IN ('number', 'booking') THEN (SELECT b.session FROM booking b WHERE b.id = v_id)
        WHEN p_name = 'mail' THEN (SELECT coalesce(m.session, b.session) FROM mail m LEFT JOIN booking b ON b.id = m.booking WHERE m.id = v_id)
        WHEN p_name = 'charge' THEN (SELECT b.session FROM charge c JOIN booking b ON b.id = c.booking WHERE c.id = v_id)
        WHEN p_name = 'alert' THEN (SELECT b.session FROM alert a JOIN booking b ON b.id = a.booking WHERE a.id = v_id)
        WHEN p_name = 'approval' THEN (SELECT b.session FROM approval v JOIN booking b ON b.id = v.booking WHERE v.id = v_id)
        WHEN p_name = 'response' THEN (SELECT r.session FROM response r WHERE r.id = v_id)
        WHEN p_name = 'pool' THEN (SELECT l.session FROM pool l WHERE l.id = v_id)
        WHEN p_name = 'reserve' THEN (SELECT k.session FROM reserve k WHERE k.id = v_id)
        WHEN p_name = 'item' THEN (SELECT i.session FROM check_item i WHERE i.id = v_id)
        END;
END $$;

-- may_reach: whether a coordinator may know of all that a request names; that
-- something about a review that is not published was opened is kept.
-- event, as a name, is the code of an event; review that of a review, which
-- its own page tells to nobody else.
CREATE FUNCTION app.may_reach(p_person bigint, p_names text[], p_values text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_named  record;
    v_all    boolean := true;
BEGIN
    FOR v_named IN
        SELECT DISTINCT x.review, 'session ' || x.slug AS object, d.person IS NOT NULL AS reads
          FROM unnest(p_names, p_values) AS n (name, value)
          JOIN app.secret_session x ON x.session = app.session_named(n.name, n.value)
          LEFT JOIN review_reader d ON d.review = x.review AND d.person = p_person
         UNION
        SELECT x.review, 'event ' || x.code, d.person IS NOT NULL
          FROM unnest(p_names, p_values) AS n (name, value)
          JOIN app.secret_event x ON n.name = 'event' AND x.code = n.value
          LEFT JOIN review_reader d ON d.review = x.review AND d.person = p_person
         UNION
        SELECT r.id, 'review ' || r.code, true
          FROM unnest(p_names, p_values) AS n (name, value)
          JOIN review r ON n.name = 'review' AND r.code = n.value AND r.status <> 'published'
          JOIN review_reader d ON d.review = r.id AND d.person = p_person
    LOOP
        v_all := v_all AND v_named.reads;
        IF v_named.reads THEN
            INSERT INTO audit (person, act, object, detail)
            SELECT p_person, 'read_review', v_named.object, jsonb_build_object('review', r.code) FROM review r WHERE r.id = v_named.review;
        END IF;
    END LOOP;
    RETURN v_all;
END $$;

-- audit_is_secret: whether a line of the audit trail tells of a review that
-- is not this person's to know: its object, or a word of what was kept.
CREATE FUNCTION app.audit_is_secret(p_person bigint, p_object text, p_told text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM review r
          LEFT JOIN event e ON e.review = r.id
          LEFT JOIN session s ON s.review = r.id OR s.event = e.id
         CROSS JOIN LATERAL unnest(ARRAY[r.code, e.code, e.title, s.slug, s.ref, s.title]) AS w (word)
         WHERE r.status <> 'published' AND w.word <> ''
           AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_person)
           AND strpos(p_object || ' ' || coalesce(p_told, ''), w.word) > 0)
        OR NOT app.may_read(p_person, app.session_named(
               CASE split_part(p_object, ' ', 1) WHEN 'session' THEN 'ref' ELSE split_part(p_object, ' ', 1) END,
               split_part(p_object, ' ', 2)));
END $$;

-- is_held: a mail about a review that is not published waits until it
-- is, unless its reader may know.  A cry for help never waits: it goes out
-- without the name of the date.
CREATE FUNCTION app.is_held(p_mail bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM mail m LEFT JOIN booking b ON b.id = m.booking
         WHERE m.id = p_mail AND m.kind NOT IN ('alert_call_me', 'alert_need')
           AND NOT app.may_read(m.person, coalesce(m.session, b.session)));
END $$;

-- A draft on which nobody was ever booked is taken away, with all that was
-- prepared for it, also one that was open for a while; what is open is
-- cancelled, never deleted.

-- Why a draft stays: not_draft; has_people; secret_stays (its past in the audit
-- trail would be everybody's); NULL: it may go.
CREATE FUNCTION app.draft_stays(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN s.status <> 'draft' THEN 'not_draft'
                WHEN EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id) THEN 'secret_stays'
                WHEN EXISTS (SELECT FROM booking b WHERE b.session = s.id)
                     OR EXISTS (SELECT FROM mail m WHERE m.session = s.id) THEN 'has_people' END
      FROM session s WHERE s.id = p_session
$$;

-- delete_draft: outcomes: deleted; not_found; and those of draft_stays.
CREATE FUNCTION app.delete_draft(p_actor bigint, p_slug text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint := app.lock_for_edit(p_actor, p_slug);
BEGIN
    outcome := CASE WHEN v_id IS NULL THEN 'not_found' ELSE coalesce(app.draft_stays(v_id), 'deleted') END;
    IF outcome <> 'deleted' THEN
        RETURN;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'delete_session', 'session ' || s.slug, jsonb_build_object('note', s.title || ', ' || app.span_words(s.starts, s.ends)) FROM session s WHERE s.id = v_id;
    DELETE FROM checked WHERE session = v_id;
    DELETE FROM check_item WHERE session = v_id;
    DELETE FROM session_note WHERE session = v_id;
    DELETE FROM invitation WHERE session = v_id;
    DELETE FROM reserve WHERE session = v_id;
    DELETE FROM session_cap WHERE session = v_id;
    DELETE FROM session_change WHERE session = v_id;
    DELETE FROM duty WHERE session = v_id;
    DELETE FROM workshop_lead l USING workshop w WHERE w.id = l.workshop AND w.session = v_id;
    DELETE FROM pool WHERE session = v_id;
    DELETE FROM workshop WHERE session = v_id;
    DELETE FROM part WHERE session = v_id;
    DELETE FROM session WHERE id = v_id;
EXCEPTION WHEN foreign_key_violation THEN
    outcome := 'has_people';
END $$;

-- delete_event: a course without any date.  Outcomes: deleted; not_found;
-- has_dates; secret_stays; needed (another one asks for it, or somebody waits).
CREATE FUNCTION app.delete_event(p_actor bigint, p_code text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_event  event;
BEGIN
    SELECT * INTO v_event FROM event e WHERE e.code = p_code AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    outcome := CASE WHEN v_event.id IS NULL OR NOT app.may_read_event(p_actor, v_event.id) THEN 'not_found'
                    WHEN EXISTS (SELECT FROM session s WHERE s.event = v_event.id) THEN 'has_dates'
                    WHEN EXISTS (SELECT FROM review r WHERE r.id = v_event.review AND r.status <> 'published') THEN 'secret_stays'
                    ELSE 'deleted' END;
    IF outcome <> 'deleted' THEN
        RETURN;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'delete_event', 'event ' || p_code, jsonb_build_object('note', v_event.title));
    DELETE FROM event_prerequisite WHERE event = v_event.id;
    DELETE FROM event WHERE id = v_event.id;
EXCEPTION WHEN foreign_key_violation THEN
    outcome := 'needed';
END $$;

-- Learning reviews that are not published: their dates are their readers'.

-- Sessions that a person may not know of.  NULL: the owner of the database,
-- by the command line, who knows of all.
CREATE FUNCTION app.hidden_sessions(p_person bigint) RETURNS TABLE (session bigint, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT DISTINCT s.id, s.slug
      FROM session s JOIN event e ON e.id = s.event
      JOIN review r ON r.id IN (s.review, e.review) AND r.status <> 'published'
     WHERE p_person IS NOT NULL
       AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_person)
$$;

-- read_session: whether a coordinator may open a page about a session; that
-- one about a review that is not published was opened is kept.
CREATE FUNCTION app.read_session(p_person bigint, p_slug text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint := (SELECT s.id FROM session s WHERE s.slug = p_slug);
BEGIN
    IF v_session IS NULL THEN
        RETURN true;
    ELSIF NOT app.may_read(p_person, v_session) THEN
        RETURN false;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    SELECT DISTINCT p_person, 'read_review', 'session ' || p_slug, jsonb_build_object('review', r.code)
      FROM session s JOIN event e ON e.id = s.event
      JOIN review r ON r.id IN (s.review, e.review) AND r.status <> 'published'
     WHERE s.id = v_session;
    RETURN true;
END $$;

-- The same of an event.
CREATE FUNCTION app.read_event(p_person bigint, p_code text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_event  event;
BEGIN
    SELECT * INTO v_event FROM event WHERE code = p_code;
    IF v_event.id IS NULL THEN
        RETURN true;
    ELSIF NOT app.may_read_event(p_person, v_event.id) THEN
        RETURN false;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_person, 'read_review', 'event ' || p_code, jsonb_build_object('review', r.code)
      FROM review r WHERE r.id = v_event.review AND r.status <> 'published';
    RETURN true;
END $$;

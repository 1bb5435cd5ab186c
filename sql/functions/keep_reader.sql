-- Who may read of a learning review before it is published, kept by its readers.

-- The review of a code that a person may look after: its readers, and an
-- administrator while it has none.
CREATE FUNCTION app.review_kept_by(p_actor bigint, p_code text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT r.id FROM review r JOIN person p ON p.id = p_actor AND p.coordinator
     WHERE r.code = p_code
       AND (EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_actor)
            OR p.administrator AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = r.id))
$$;

-- keep_reader: one more reader, or one less; each is on record.
-- Outcomes: saved; not_found; no_reader (no coordinator has that address);
-- last_reader (somebody must be left).
CREATE FUNCTION app.keep_reader(p_actor bigint, p_code text, p_email text, p_remove boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_review  bigint := app.review_kept_by(p_actor, p_code);
    v_person  bigint := (SELECT p.id FROM person p WHERE p.email = p_email AND p.coordinator AND p.status = 'active');
BEGIN
    PERFORM FROM review WHERE id = v_review FOR UPDATE;
    outcome := CASE WHEN v_review IS NULL THEN 'not_found'
                    WHEN v_person IS NULL THEN 'no_reader'
                    WHEN p_remove AND NOT EXISTS (SELECT FROM review_reader WHERE review = v_review AND person <> v_person) THEN 'last_reader'
                    ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    ELSIF p_remove THEN
        DELETE FROM review_reader WHERE review = v_review AND person = v_person;
    ELSE
        INSERT INTO review_reader (review, person, by) VALUES (v_review, v_person, p_actor) ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, CASE WHEN p_remove THEN 'remove_reader' ELSE 'make_reader' END, 'review ' || p_code, jsonb_build_object('reader', p.code)
      FROM person p WHERE p.id = v_person;
END $$;

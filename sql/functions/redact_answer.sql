-- redact_answer: take out of a free text what should not be in it, such as
-- a child's name.  The audit trail tells who did it and why, not what stood
-- there.  Outcomes: redacted; not_found.
CREATE FUNCTION app.redact_answer(p_actor bigint, p_response bigint, p_code text, p_words text, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE answer a SET words = p_words
      FROM question q
     WHERE a.response = p_response AND q.id = a.question AND q.code = p_code AND a.words <> ''
       AND app.coordinator(p_actor) IS NOT NULL;
    outcome := CASE WHEN FOUND THEN 'redacted' ELSE 'not_found' END;
    IF FOUND THEN
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'redact_answer', 'response ' || p_response, jsonb_build_object('question', p_code, 'why', p_why));
    END IF;
END $$;

-- submit_response: the answers of one person about one session, given or
-- changed as long as the form is open.
--
-- p_answers: [{"question": code, "number"?, "choices"?: [values], "words"?,
-- "not_applicable"?}], already checked against the form's definition.
-- p_alert: addresses that learn at once of a request for a call; without any,
-- the coordinators do.
-- Outcomes: submitted; not_found (not one's own booking, not there, or no
-- such form); not_open_yet; closed.
CREATE FUNCTION app.submit_response(p_person bigint, p_booking bigint, p_form bigint,
                                    p_answers jsonb, p_alert text[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session   bigint;
    v_response  bigint;
BEGIN
    SELECT e.session,
           CASE WHEN clock() < e.opens THEN 'not_open_yet'
                WHEN clock() >= e.closes THEN 'closed'
                ELSE 'submitted' END
      INTO v_session, outcome
      FROM app.evaluation e
     WHERE e.booking = p_booking AND e.person = p_person AND e.form = p_form;
    outcome := coalesce(outcome, 'not_found');
    IF outcome <> 'submitted' THEN
        RETURN;
    END IF;
    INSERT INTO response (form, booking, session) VALUES (p_form, p_booking, v_session)
    ON CONFLICT (form, booking) DO UPDATE SET changed = clock()
    RETURNING id INTO v_response;
    DELETE FROM answer WHERE response = v_response;
    INSERT INTO answer (response, question, number, choices, words, not_applicable)
    SELECT v_response, q.id, (a ->> 'number')::int,
           CASE WHEN a ? 'choices' THEN ARRAY(SELECT jsonb_array_elements_text(a -> 'choices')) END,
           a ->> 'words', coalesce((a ->> 'not_applicable')::boolean, false)
      FROM jsonb_array_elements(p_answers) AS a
      JOIN question q ON q.form = p_form AND q.code = a ->> 'question';
    PERFORM app.raise_alerts(v_response, p_alert);
END $$;

-- Alert people once for each answer that asks for it.
CREATE FUNCTION app.raise_alerts(p_response bigint, p_alert text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    WITH raised AS (
        INSERT INTO alert (booking, question, value)
        SELECT r.booking, o.question, o.value
          FROM response r
          JOIN answer a ON a.response = r.id
          JOIN question_option o ON o.question = a.question AND o.alert AND o.value = ANY (a.choices)
         WHERE r.id = p_response
        ON CONFLICT (booking, question, value) DO NOTHING
        RETURNING id, booking, question
    )
    INSERT INTO mail (kind, address, booking, detail)
    SELECT CASE WHEN q.in_statistics THEN 'alert_need' ELSE 'alert_call_me' END,
           address, raised.booking, jsonb_build_object('alert', raised.id)
      FROM raised
      JOIN question q ON q.id = raised.question
     CROSS JOIN unnest(CASE WHEN cardinality(p_alert) > 0 THEN p_alert
                       ELSE ARRAY(SELECT email FROM person WHERE coordinator AND status = 'active' AND email IS NOT NULL) END) AS address;
END $$;

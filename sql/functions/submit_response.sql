-- submit_response: the answers of one person about one session, given or
-- changed as long as the form is open.
--
-- p_answers: [{"question": code, "number"?, "choices"?: [values], "words"?,
-- "not_applicable"?}], already checked against the form's definition.
-- p_alert: addresses that learn at once of a request for a call; without any,
-- the coordinators do.
-- Outcomes: submitted; not_found (not one's own booking, or no such form for
-- it); not_there; evaluation_early; evaluation_closed.
CREATE FUNCTION app.submit_response(p_person bigint, p_booking bigint, p_form bigint,
                                    p_answers jsonb, p_alert text[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session   bigint;
    v_response  bigint;
BEGIN
    SELECT e.session,
           CASE e.state WHEN 'open' THEN 'submitted' ELSE e.state END
      INTO v_session, outcome
      FROM app.evaluation_asked e
     WHERE e.booking = p_booking AND e.person = p_person AND e.form = p_form;
    outcome := coalesce(outcome, 'not_found');
    IF outcome <> 'submitted' THEN
        RETURN;
    END IF;
    INSERT INTO response (form, booking, session) VALUES (p_form, p_booking, v_session)
    ON CONFLICT (form, booking) DO UPDATE SET changed = clock()
    RETURNING id INTO v_response;
    PERFORM app.raise_alerts(v_response, p_answers, p_alert);
    DELETE FROM answer WHERE response = v_response;
    INSERT INTO answer (response, question, number, choices, words, not_applicable)
    SELECT v_response, q.id, (a ->> 'number')::int,
           CASE WHEN a ? 'choices' THEN ARRAY(SELECT jsonb_array_elements_text(a -> 'choices')) END,
           a ->> 'words', coalesce((a ->> 'not_applicable')::boolean, false)
      FROM jsonb_array_elements(p_answers) AS a
      JOIN question q ON q.form = p_form AND q.code = a ->> 'question';
END $$;

-- Alert people of each answer that asks for it and did not a moment ago:
-- changing another answer alerts nobody again, asking once more after it was
-- settled does.  Called while the earlier answers still stand.
CREATE FUNCTION app.raise_alerts(p_response bigint, p_answers jsonb, p_alert text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    WITH raised AS (
        INSERT INTO alert (booking, question, value)
        SELECT r.booking, o.question, o.value
          FROM response r
         CROSS JOIN jsonb_array_elements(p_answers) AS given
          JOIN question q ON q.form = r.form AND q.code = given ->> 'question'
          JOIN question_option o ON o.question = q.id AND o.alert AND given -> 'choices' ? o.value
         WHERE r.id = p_response
           AND NOT EXISTS (SELECT FROM answer a
                            WHERE a.response = r.id AND a.question = q.id AND o.value = ANY (a.choices))
        ON CONFLICT (booking, question, value) WHERE settled IS NULL DO NOTHING
        RETURNING id, booking, question
    )
    INSERT INTO mail (kind, address, booking, detail)
    SELECT CASE WHEN q.in_statistics THEN 'alert_need' ELSE 'alert_call_me' END,
           told.address, raised.booking, jsonb_build_object('alert', raised.id)
      FROM raised
      JOIN question q ON q.id = raised.question
     CROSS JOIN unnest(CASE WHEN coalesce(cardinality(p_alert), 0) > 0 THEN p_alert
                       ELSE ARRAY(SELECT email FROM person
                                   WHERE coordinator AND status = 'active' AND email IS NOT NULL) END) AS told (address);
END $$;

-- What the mail about an alert may name.
CREATE FUNCTION app.alert_words(p_alert bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT jsonb_strip_nulls(jsonb_build_object(
            'alert_name', concat_ws(' ', p.first_name, nullif(p.last_name, '')),
            'alert_phone', p.phone,
            'alert_email', p.email,
            'alert_question', q.words,
            'alert_answer', o.words,
            'alert_raised', app.moment_words(a.raised)))
          FROM alert a
          JOIN booking b ON b.id = a.booking
          JOIN person p ON p.id = b.person
          JOIN question q ON q.id = a.question
          LEFT JOIN question_option o ON o.question = a.question AND o.value = a.value
         WHERE a.id = p_alert);
END $$;

-- settle_alert: say what was done about it.  Outcomes: settled; not_found;
-- already_settled.
CREATE FUNCTION app.settle_alert(p_actor bigint, p_alert bigint, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE alert SET settled = clock(), by = p_actor, note = p_note
     WHERE id = p_alert AND settled IS NULL
       AND EXISTS (SELECT FROM person WHERE id = p_actor AND coordinator AND status = 'active');
    IF FOUND THEN
        outcome := 'settled';
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'settle_alert', 'alert ' || p_alert);
    ELSE
        outcome := CASE WHEN EXISTS (SELECT FROM alert WHERE id = p_alert) THEN 'already_settled'
                        ELSE 'not_found' END;
    END IF;
END $$;

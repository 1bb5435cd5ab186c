-- The register: open, signed off, corrected with a reason.

-- Sign off the register of a session.  Outcomes: signed_off; not_found;
-- not_started; already_signed_off.
CREATE FUNCTION app.sign_off(p_actor bigint, p_slug text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_started  boolean;
BEGIN
    SELECT d.session INTO v_session FROM app.door_right(p_actor, p_slug) d WHERE d.may_search;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(2, v_session::int);
    SELECT starts <= clock() INTO v_started FROM session WHERE id = v_session AND status = 'open';
    outcome := CASE
        WHEN NOT coalesce(v_started, false) THEN 'not_started'
        WHEN EXISTS (SELECT FROM register WHERE session = v_session AND state <> 'open') THEN 'already_signed_off'
        ELSE 'signed_off'
        END;
    IF outcome = 'signed_off' THEN
        INSERT INTO register (session, state, by, at) VALUES (v_session, 'signed_off', p_actor, clock())
        ON CONFLICT (session) DO UPDATE SET state = 'signed_off', by = p_actor, at = clock();
        INSERT INTO register_history (session, person, state) VALUES (v_session, p_actor, 'signed_off');
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'sign_off', 'session ' || p_slug);
    END IF;
END $$;

-- A fact that came after the sign-off makes the register a corrected one.
CREATE FUNCTION app.register_corrected(p_actor bigint, p_session bigint, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE register SET state = 'corrected', by = p_actor, at = clock()
     WHERE session = p_session AND state <> 'open';
    IF FOUND THEN
        INSERT INTO register_history (session, person, state, reason)
        VALUES (p_session, p_actor, 'corrected', coalesce(nullif(p_reason, ''), 'a scan arrived after the sign-off'));
    END IF;
END $$;

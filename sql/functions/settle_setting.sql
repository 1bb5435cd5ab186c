-- settle_setting: a name of a workplace that somebody typed is put right and
-- offered to others from now on; if the organisation has one of that name
-- already, its people and bookings go there.
-- Outcomes: settled; joined; not_found.
CREATE FUNCTION app.settle_setting(p_actor bigint, p_setting bigint, p_name text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_setting   setting;
    v_same      bigint;
    v_sessions  bigint[] := app.lock_sessions(ARRAY(SELECT id FROM booking WHERE setting = p_setting AND live));
BEGIN
    SELECT * INTO v_setting FROM setting
     WHERE id = p_setting AND provisional AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    SELECT id INTO v_same FROM setting
     WHERE agency = v_setting.agency AND fold(name) = fold(p_name) AND id <> p_setting
     ORDER BY provisional, id LIMIT 1;
    IF FOUND THEN
        outcome := 'joined';
        UPDATE person SET setting = v_same, version = version + 1 WHERE setting = p_setting;
        UPDATE booking SET setting = v_same WHERE setting = p_setting;
        UPDATE setting SET active = false, provisional = false WHERE id = p_setting;
        PERFORM app.fill_places(s) FROM unnest(v_sessions) AS s;
    ELSE
        outcome := 'settled';
        UPDATE setting SET name = p_name, provisional = false WHERE id = p_setting;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'settle_setting', 'setting ' || p_setting,
            jsonb_build_object('typed', v_setting.name, 'name', p_name, 'outcome', outcome));
END $$;

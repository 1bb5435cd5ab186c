-- Trainers made and changed at the desk.  A trainer is a person: who has an
-- account keeps the address that they sign in with.

-- The person that a form is about: who has its address; NULL: nobody yet.
CREATE FUNCTION app.addressee(p_fields jsonb) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT p.id FROM person p WHERE p.email = p_fields ->> 'email' $$;

-- make_trainer: a new one; whoever has the address already becomes one and
-- keeps their own name.  Outcomes: saved, with its code; not_found;
-- already_trainer; same_name (nobody can tell the two apart).
CREATE FUNCTION app.make_trainer(p_actor bigint, p_fields jsonb, OUT outcome text, OUT code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person  bigint;
BEGIN
    LOCK TABLE trainer IN SHARE ROW EXCLUSIVE MODE;
    v_person := app.addressee(p_fields);
    outcome := CASE
        WHEN app.coordinator(p_actor) IS NULL THEN 'not_found'
        WHEN EXISTS (SELECT FROM trainer t WHERE t.person = v_person) THEN 'already_trainer'
        WHEN v_person IS NULL AND EXISTS (
             SELECT FROM app.edit_trainer t WHERE t.email IS NULL AND lower(t.name) = lower(concat_ws(' ', p_fields ->> 'first_name', nullif(p_fields ->> 'last_name', '')))
                AND lower(t.organisation) = lower(p_fields ->> 'organisation')) THEN 'same_name'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    IF v_person IS NULL THEN
        INSERT INTO person (first_name, last_name, email, phone)
        VALUES (p_fields ->> 'first_name', p_fields ->> 'last_name', nullif(p_fields ->> 'email', ''), nullif(p_fields ->> 'phone', ''))
        RETURNING id INTO v_person;
    END IF;
    INSERT INTO trainer (person, code, organisation, commissioned)
    SELECT v_person, 'T' || lpad((coalesce(max(substr(t.code, 2)::int), 0) + 1)::text, 2, '0'),
           p_fields ->> 'organisation', (p_fields ->> 'commissioned')::boolean
      FROM trainer t WHERE t.code ~ '^T[0-9]{1,6}$'
    RETURNING trainer.code INTO make_trainer.code;
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'make_trainer', 'trainer ' || code);
END $$;

-- change_trainer: over the version that was read.  Outcomes: saved; not_found;
-- stale; own_address (who has an account changes it themselves); address_known.
CREATE FUNCTION app.change_trainer(p_actor bigint, p_code text, p_version int, p_fields jsonb, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was  jsonb;
    v_id   bigint;
    v_own  boolean;
BEGIN
    SELECT t.person INTO v_id FROM trainer t WHERE t.code = p_code AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    PERFORM FROM person p WHERE p.id = v_id FOR UPDATE;
    SELECT to_jsonb(t), t.account INTO v_was, v_own FROM app.edit_trainer t WHERE t.code = p_code AND v_id IS NOT NULL;
    outcome := CASE
        WHEN v_was IS NULL THEN 'not_found'
        WHEN (v_was ->> 'version')::int <> p_version THEN 'stale'
        WHEN v_own AND coalesce(v_was ->> 'email', '') <> p_fields ->> 'email' THEN 'own_address'
        WHEN app.addressee(p_fields) <> v_id THEN 'address_known'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    UPDATE link SET used = clock()
     WHERE person = v_id AND used IS NULL AND coalesce(v_was ->> 'email', '') <> p_fields ->> 'email';
    UPDATE person
       SET first_name = p_fields ->> 'first_name', last_name = p_fields ->> 'last_name',
           email = nullif(p_fields ->> 'email', ''), phone = nullif(p_fields ->> 'phone', '')
     WHERE id = v_id;
    UPDATE trainer
       SET organisation = p_fields ->> 'organisation', commissioned = (p_fields ->> 'commissioned')::boolean,
           retired = (p_fields ->> 'retired')::boolean, version = version + 1
     WHERE person = v_id;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'change_trainer', 'trainer ' || p_code, jsonb_build_object('changed', coalesce(jsonb_agg(f.key ORDER BY f.key), '[]'))
      FROM app.edit_trainer t CROSS JOIN jsonb_each(to_jsonb(t)) AS f
     WHERE t.code = p_code AND f.key NOT IN ('version', 'name') AND f.value IS DISTINCT FROM v_was -> f.key;
END $$;

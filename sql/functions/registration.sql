-- registration: from an address to an account.

-- Ask for the mail that leads on: p_want is register or password.  The page
-- says the same whatever happens here; the mail does the telling.
--   nobody has the address      verify_address, or nothing for a password
--   no password yet (imported)  set_password
--   an account                  account_exists, or password_reset
--   left the post               account_exists with detail.left: the mailbox
--                               may have another reader by now, so a person
--                               has to look at it
-- Gives how many seconds to wait, 0 when it was taken.
CREATE FUNCTION app.account_mail(p_want text, p_email text, p_key text, p_network text, p_next text)
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_wish    record;
    v_person  person;
    v_kind    text;
    v_mail    bigint;
BEGIN
    SELECT w.seconds, w.send INTO v_wish FROM app.wish_mail(p_key, p_network) w;
    SELECT * INTO v_person FROM person WHERE email = p_email;
    v_kind := CASE
        WHEN v_person.id IS NULL THEN CASE p_want WHEN 'register' THEN 'verify_address' END
        WHEN v_person.status = 'left' THEN 'account_exists'
        WHEN v_person.password IS NULL THEN 'set_password'
        WHEN p_want = 'register' THEN 'account_exists'
        ELSE 'password_reset'
        END;
    IF v_wish.send THEN
        INSERT INTO mail (kind, person, address, link_next, detail)
        VALUES (coalesce(v_kind, 'account_exists'), v_person.id, p_email, nullif(p_next, ''),
                CASE WHEN v_person.status = 'left' THEN '{"left": "yes"}' ELSE '{}' END::jsonb)
        RETURNING id INTO v_mail;
        -- Written and taken back, so that it takes as long as a mail.
        DELETE FROM mail WHERE id = v_mail AND v_kind IS NULL;
    END IF;
    RETURN v_wish.seconds;
END $$;

-- What a link from a mail is good for: state is good, used or gone (too old,
-- or none of this purpose).  Looking changes nothing, so that a scanner of
-- mails may open it.
CREATE FUNCTION app.link_look(p_token bytea, p_purpose text)
RETURNS TABLE (state text, email text, person bigint, next text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN l.used IS NOT NULL THEN 'used'
                WHEN l.expires <= clock() THEN 'gone'
                WHEN p.status IN ('closed', 'left') THEN 'gone'
                ELSE 'good' END,
           l.email, l.person, coalesce(l.next, '')
      FROM link l LEFT JOIN person p ON p.id = l.person
     WHERE l.token = p_token AND l.purpose = p_purpose
$$;

-- Use up a link and every other one that proves the same; the caller has
-- looked at it and holds its row.
CREATE FUNCTION app.link_use(p_link lectern.link, p_person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE link SET used = clock(), person = p_person
     WHERE used IS NULL
       AND (token = p_link.token
            OR purpose IN ('register', 'password')
               AND (email = p_link.email OR person = p_person));
END $$;

-- The setting of that name, made if it is new: provisional, for a coordinator
-- to look at.  Names that differ in case or accents are the same.
CREATE FUNCTION app.setting_of(p_agency bigint, p_name text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_setting  bigint;
BEGIN
    IF p_agency IS NULL OR p_name = '' THEN
        RETURN NULL;
    END IF;
    SELECT id INTO v_setting FROM setting
     WHERE agency = p_agency AND fold(name) = fold(p_name)
     ORDER BY provisional, id LIMIT 1;
    IF NOT FOUND THEN
        INSERT INTO setting (agency, name, provisional) VALUES (p_agency, p_name, true)
            ON CONFLICT (agency, name) DO UPDATE SET name = excluded.name
        RETURNING id INTO v_setting;
    END IF;
    RETURN v_setting;
END $$;

-- register_person: the form behind the link.
--
-- Outcomes: registered; link_used (with the person who did it: the form may
-- have been sent twice); link_gone; has_account; no_agency.
-- The link decides the address, and whose record it is: somebody imported
-- keeps the organisation, since places are counted by it.
CREATE FUNCTION app.register_person(
    p_token bytea, p_first_name text, p_last_name text, p_job_title text, p_agency text,
    p_unlisted text, p_setting text, p_manager_name text, p_manager_email text, p_phone text,
    p_password text, OUT outcome text, OUT person bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_link    link;
    v_agency  bigint;
    v_known   person;
BEGIN
    SELECT * INTO v_link FROM link WHERE token = p_token AND purpose = 'register' FOR UPDATE;
    person := v_link.person;
    outcome := CASE WHEN v_link.used IS NOT NULL THEN 'link_used'
                    WHEN v_link.expires > clock() THEN 'ok'
                    ELSE 'link_gone' END;
    IF outcome <> 'ok' THEN
        RETURN;
    END IF;
    SELECT * INTO v_known FROM person p WHERE p.email = v_link.email FOR UPDATE;
    v_agency := coalesce(v_known.agency, (SELECT id FROM agency WHERE code = p_agency AND active));
    outcome := CASE WHEN v_known.password IS NOT NULL THEN 'has_account'
                    WHEN v_known.status NOT IN ('active', 'long_leave') THEN 'link_gone'
                    WHEN v_agency IS NULL AND p_unlisted = '' THEN 'no_agency'
                    ELSE 'registered' END;
    IF outcome = 'registered' AND v_known.id IS NULL THEN
        INSERT INTO person (first_name, email) VALUES (p_first_name, v_link.email)
            ON CONFLICT (email) DO NOTHING
        RETURNING * INTO v_known;
        outcome := CASE WHEN FOUND THEN outcome ELSE 'has_account' END;
    END IF;
    person := v_known.id;
    IF outcome <> 'registered' THEN
        RETURN;
    END IF;
    UPDATE person p
       SET first_name = p_first_name, last_name = p_last_name, job_title = p_job_title,
           agency = v_agency, setting = app.setting_of(v_agency, p_setting),
           unlisted = CASE WHEN v_agency IS NULL THEN concat_ws(', ', p_unlisted, nullif(p_setting, '')) END,
           manager_name = p_manager_name, manager_email = nullif(p_manager_email, ''),
           phone = nullif(p_phone, ''), password = p_password, verified = clock(),
           remark = app.manager_remark(p.remark, v_link.email, p_manager_email),
           version = p.version + 1
     WHERE p.id = v_known.id;
    PERFORM app.link_use(v_link, v_known.id);
    PERFORM app.account_audit(v_known.id, 'register');
END $$;

-- A manager's address that is one's own is kept, and remarked on.
CREATE FUNCTION app.manager_remark(p_remark text, p_own text, p_manager text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN p_manager <> p_own OR p_manager IS NULL OR p_remark LIKE '%manager''s address is the person''s own%'
                THEN p_remark
                ELSE concat_ws('; ', nullif(p_remark, ''), 'the manager''s address is the person''s own') END
$$;

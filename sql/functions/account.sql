-- account: what people do with their own account.  Passwords come as hashes,
-- compared beforehand; p_compared is the one that was found right, and what
-- changed in between is refused as `not_right`.

-- Set a password behind a link.  Every login ends; the link proves that the
-- person reads the address.  Outcomes: set; link_used (with the person);
-- link_gone.
CREATE FUNCTION app.password_reset(p_token bytea, p_password text, OUT outcome text, OUT person bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_link  link;
BEGIN
    SELECT * INTO v_link FROM link WHERE token = p_token AND purpose = 'password' FOR UPDATE;
    person := v_link.person;
    outcome := CASE WHEN v_link.used IS NOT NULL THEN 'link_used'
                    WHEN v_link.expires > clock() THEN 'ok'
                    ELSE 'link_gone' END;
    IF outcome <> 'ok' THEN
        RETURN;
    END IF;
    UPDATE person p SET password = p_password, verified = clock()
     WHERE p.id = v_link.person AND p.email = v_link.email AND p.status IN ('active', 'long_leave');
    outcome := CASE WHEN FOUND THEN 'set' ELSE 'link_gone' END;
    IF outcome = 'set' THEN
        DELETE FROM login l WHERE l.person = v_link.person;
        PERFORM app.link_use(v_link, v_link.person);
        PERFORM app.account_audit(v_link.person, 'password_reset');
    END IF;
END $$;

CREATE FUNCTION app.account_audit(p_person bigint, p_act text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO audit (person, act, object)
    SELECT id, p_act, 'person ' || code FROM person WHERE id = p_person
$$;

-- Change one's password; all other logins end.  Outcomes: set; not_right.
CREATE FUNCTION app.password_change(p_person bigint, p_compared text, p_password text, p_in_hand bigint,
                                    OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE person SET password = p_password
     WHERE id = p_person AND password = p_compared AND status <> 'closed';
    outcome := CASE WHEN FOUND THEN 'set' ELSE 'not_right' END;
    IF outcome = 'set' THEN
        DELETE FROM login WHERE person = p_person AND id <> p_in_hand;
        UPDATE link SET used = clock()
         WHERE person = p_person AND purpose = 'password' AND used IS NULL;
        PERFORM app.account_audit(p_person, 'password_change');
    END IF;
END $$;

-- The same password hashed anew, with the cost of today.
CREATE FUNCTION app.password_rehash(p_person bigint, p_compared text, p_password text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ UPDATE person SET password = p_password WHERE id = p_person AND password = p_compared $$;

-- Keep one's own details.  The organisation is not among them: places are
-- counted by it, so a coordinator changes it.  Who has none yet may name one.
-- Outcomes: saved; stale (somebody else changed them meanwhile).
CREATE FUNCTION app.account_details(
    p_person bigint, p_version int, p_first_name text, p_last_name text, p_job_title text,
    p_setting text, p_unlisted text, p_manager_name text, p_manager_email text, p_phone text,
    OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE person p
       SET first_name = p_first_name, last_name = p_last_name, job_title = p_job_title,
           setting = app.setting_of(p.agency, p_setting),
           unlisted = CASE WHEN p.agency IS NULL THEN nullif(p_unlisted, '') END,
           manager_name = p_manager_name, manager_email = nullif(p_manager_email, ''),
           phone = nullif(p_phone, ''), version = p.version + 1,
           remark = app.manager_remark(p.remark, p.email, p_manager_email)
     WHERE p.id = p_person AND p.version = p_version AND p.status <> 'closed';
    outcome := CASE WHEN FOUND THEN 'saved' ELSE 'stale' END;
END $$;

-- Ask to change one's address: a mail to the new one proves that it is read.
-- An address that somebody has is told so by mail, not here.
-- Outcomes: asked; not_right; same_address.
CREATE FUNCTION app.address_ask(p_person bigint, p_compared text, p_email text, p_key text, p_network text,
                                OUT outcome text, OUT seconds int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_own   text;
    v_send  boolean;
BEGIN
    SELECT email INTO v_own FROM person
     WHERE id = p_person AND password = p_compared AND status <> 'closed';
    outcome := CASE WHEN NOT FOUND THEN 'not_right'
                    WHEN v_own = p_email THEN 'same_address'
                    ELSE 'asked' END;
    seconds := 0;
    IF outcome = 'asked' THEN
        SELECT w.seconds, w.send INTO seconds, v_send FROM app.wish_mail(p_key, p_network) w;
        INSERT INTO mail (kind, person, address)
        SELECT CASE WHEN o.id IS NULL THEN 'change_address' ELSE 'account_exists' END,
               CASE WHEN o.id IS NULL THEN p_person ELSE o.id END, p_email
          FROM (SELECT) AS one LEFT JOIN person o ON o.email = p_email
         WHERE v_send;
    END IF;
END $$;

-- Change the address behind a link.  The old one is told, and no link that
-- went to it works any more.  Outcomes: changed; link_used; link_gone; taken.
CREATE FUNCTION app.address_change(p_token bytea, OUT outcome text, OUT person bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_link  link;
    v_old   text;
BEGIN
    SELECT * INTO v_link FROM link WHERE token = p_token AND purpose = 'address' FOR UPDATE;
    person := v_link.person;
    SELECT p.email INTO v_old FROM person p WHERE p.id = v_link.person AND p.status <> 'closed' FOR UPDATE;
    outcome := CASE
        WHEN v_link.used IS NOT NULL THEN 'link_used'
        WHEN v_old IS NULL OR v_link.expires <= clock() THEN 'link_gone'
        ELSE 'changed' END;
    IF outcome <> 'changed' THEN
        RETURN;
    END IF;
    BEGIN
        UPDATE person p SET email = v_link.email, verified = clock(), version = p.version + 1
         WHERE p.id = v_link.person;
    EXCEPTION WHEN unique_violation THEN
        outcome := 'taken';
        RETURN;
    END;
    UPDATE link SET used = clock()
     WHERE used IS NULL AND (token = p_token OR link.person = v_link.person
           AND purpose IN ('register', 'password', 'address'));
    INSERT INTO mail (kind, person, address, detail)
    VALUES ('address_changed', v_link.person, v_old, jsonb_build_object('new_address', v_link.email));
    PERFORM app.account_audit(v_link.person, 'address_change');
END $$;

-- Close one's account.  Live bookings to come are cancelled, so that others
-- get the places; what is left of the record is what the partnership has to
-- account for: name, job, organisation, and what was attended.  The address
-- goes, so that its next owner can register and nobody is reached by mistake;
-- a record is taken up again by a coordinator, never by a mailbox.
-- Locks go session before person, as in book(): what was booked while the
-- person's row was waited for is found by the second look.
-- Outcomes: closed; not_right.
CREATE FUNCTION app.account_close(p_person bigint, p_compared text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_email  text;
BEGIN
    SELECT email INTO v_email FROM person
     WHERE id = p_person AND password = p_compared AND status <> 'closed';
    outcome := CASE WHEN FOUND THEN 'closed' ELSE 'not_right' END;
    IF outcome = 'not_right' THEN
        RETURN;
    END IF;
    UPDATE mail SET state = 'dropped', reply = 'the account was closed', finished = clock()
     WHERE person = p_person AND state IN ('queued', 'to_post');
    PERFORM app.account_cancel(p_person);
    UPDATE person
       SET status = 'closed', closed = clock(), password = NULL, phone = NULL, manager_name = '',
           manager_email = NULL, coordinator = false, administrator = false, version = version + 1
     WHERE id = p_person;
    PERFORM app.account_cancel(p_person);
    UPDATE person SET email = NULL WHERE id = p_person;
    INSERT INTO mail (kind, person, address)
    SELECT 'account_closed', p_person, v_email WHERE v_email IS NOT NULL;
    DELETE FROM login WHERE person = p_person;
    DELETE FROM need WHERE person = p_person;
    DELETE FROM booker WHERE person = p_person;
    UPDATE link SET used = clock()
     WHERE person = p_person AND used IS NULL AND purpose IN ('register', 'password', 'address');
    PERFORM app.account_audit(p_person, 'close');
END $$;

-- Cancel all of a person's bookings to come, session by session, and whatever
-- they wait for.
CREATE FUNCTION app.account_cancel(p_person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint;
    v_wish     bigint;
BEGIN
    FOR v_booking IN
        SELECT b.id FROM booking b
         WHERE b.person = p_person AND b.live
         ORDER BY b.session
    LOOP
        PERFORM app.cancel(p_person, v_booking, 'the account was closed');
    END LOOP;
    FOR v_wish IN UPDATE wish SET state = 'left', ended = clock() WHERE person = p_person AND state = 'open' RETURNING id LOOP
        PERFORM app.note_wish(v_wish, 'unwish', p_person, 'the account was closed');
    END LOOP;
END $$;

-- Forget what has done its work; the worker calls it now and then.
CREATE FUNCTION app.work_forget_logins() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    DELETE FROM login WHERE expires < clock();
    DELETE FROM failure WHERE at < clock() - interval '1 day';
    DELETE FROM familiar WHERE at < clock() - interval '90 days';
    DELETE FROM link WHERE expires < clock() - interval '30 days'
       AND purpose IN ('register', 'password', 'address');
END $$;

-- login: who is behind a cookie; how being signed in begins and ends.

-- The rules of time.  12 hours is a working day with the way there and back,
-- and the limit of NIST SP 800-63B for a login that opens personal data.
-- Idle: a trainer signs people in at 9:30 and again after lunch, on a phone
-- that sleeps in between, so 4 hours; whoever can see everybody's data is
-- asked again after one.  A form that meets an ended login is kept and goes
-- on after the sign-in, so neither limit costs anybody what they typed.
CREATE FUNCTION app.login_whole() RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT interval '12 hours' $$;

CREATE FUNCTION app.login_idle(p_sees_everybody boolean) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_sees_everybody THEN interval '1 hour' ELSE interval '4 hours' END $$;

-- Who is signed in with the cookie whose SHA-256 is p_hash: one row or none.
-- must is the path of a page that has to be visited first, if any.
CREATE FUNCTION app.login_person(p_hash bytea)
RETURNS TABLE (login bigint, person bigint, name text, first_name text, staff boolean,
               booker boolean, coordinator boolean, admin boolean, must text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_seen  timestamptz;
BEGIN
    SELECT l.id, p.id, concat_ws(' ', p.first_name, nullif(p.last_name, '')), p.first_name,
           EXISTS (SELECT FROM duty d WHERE d.person = p.id),
           p.status = 'active' AND EXISTS (SELECT FROM booker b WHERE b.person = p.id),
           p.status = 'active' AND p.coordinator, p.status = 'active' AND p.administrator, l.seen
      INTO login, person, name, first_name, staff, booker, coordinator, admin, v_seen
      FROM login l JOIN person p ON p.id = l.person
     WHERE l.token = p_hash AND p.status <> 'closed' AND l.expires > clock()
       AND l.seen > clock() - app.login_idle(p.coordinator OR p.administrator);
    IF FOUND THEN
        must := NULL;
        IF v_seen < clock() - interval '1 minute' THEN
            PERFORM app.login_touch(p_hash);
        END IF;
        RETURN NEXT;
    END IF;
END $$;

-- Note that a login was used.  Not worth waiting for: not for another request
-- of the same browser, not for the disk; and when nothing can be written the
-- page is still read.
CREATE FUNCTION app.login_touch(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE login SET seen = clock()
     WHERE token = (SELECT l.token FROM login l WHERE l.token = p_hash FOR UPDATE SKIP LOCKED);
EXCEPTION
    WHEN read_only_sql_transaction OR disk_full THEN NULL;
END $$;

-- Sign in: a new login for this browser, whose old one (p_old) ends.
-- p_password is the hash that was found right: gives false when it has been
-- changed since, or the account closed.  Nobody keeps more than 20 logins.
CREATE FUNCTION app.login_start(p_person bigint, p_password text, p_hash bytea, p_old bytea,
                                p_device text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    PERFORM FROM person p
      WHERE p.id = p_person AND p.password = p_password AND p.status <> 'closed'
        FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM login l
     WHERE l.token = p_old
        OR l.person = p_person AND (l.expires <= clock() OR l.id IN (
           SELECT o.id FROM login o WHERE o.person = p_person
            ORDER BY o.seen DESC OFFSET 19));
    INSERT INTO login (token, person, expires, device)
    VALUES (p_hash, p_person, clock() + app.login_whole(), p_device);
    INSERT INTO audit (person, act, object)
    SELECT p.id, 'sign_in', 'person ' || p.code FROM person p WHERE p.id = p_person;
    RETURN true;
END $$;

-- Sign out: the login of this cookie ends.
CREATE FUNCTION app.login_end(p_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ DELETE FROM login WHERE token = p_hash $$;

-- End one login of this person, or with NULL all but the one in hand.
-- Outcomes: ended, not_found.
CREATE FUNCTION app.login_end_other(p_person bigint, p_login bigint, p_in_hand bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    DELETE FROM login
     WHERE person = p_person AND id = coalesce(p_login, id)
       AND (p_login IS NOT NULL OR id <> p_in_hand);
    RETURN CASE WHEN FOUND OR p_login IS NULL THEN 'ended' ELSE 'not_found' END;
END $$;

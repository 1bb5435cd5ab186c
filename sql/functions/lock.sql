-- Class numbers of advisory locks; nothing else may take one.
--   1  session: places, waiting list, bookings
--   2  session: its door and its register
--   3  (0) migration, (1) import: one at a time
--   4  account (hash of its key): tries to sign in, mails asked for
CREATE FUNCTION app.lock_session(p_session bigint) RETURNS void
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'commands need READ COMMITTED: a snapshot from before the lock decides wrongly';
    END IF;
    PERFORM pg_advisory_xact_lock(1, p_session::int);
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_session FROM PUBLIC;

-- The booking as it is under its session's lock (a booking never changes its
-- session); NULL where there is none of that number.
CREATE FUNCTION app.lock_booking(p_booking bigint) RETURNS lectern.booking
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    PERFORM app.lock_session(session) FROM booking WHERE id = p_booking;
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    RETURN v_booking;
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_booking FROM PUBLIC;

-- The same of one's own booking; NULL for another's.
CREATE FUNCTION app.lock_own_booking(p_person bigint, p_booking bigint) RETURNS lectern.booking
LANGUAGE sql SET search_path = lectern, pg_temp
AS $$ SELECT app.lock_booking(id) FROM booking WHERE id = p_booking AND person = p_person $$;
REVOKE EXECUTE ON FUNCTION app.lock_own_booking FROM PUBLIC;

-- The sessions of these bookings, locked, the lowest id first.
CREATE FUNCTION app.lock_sessions(p_bookings bigint[]) RETURNS bigint[]
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
DECLARE
    v_sessions  bigint[] := ARRAY(SELECT DISTINCT session FROM booking WHERE id = ANY (p_bookings) ORDER BY 1);
BEGIN
    PERFORM app.lock_session(s) FROM unnest(v_sessions) AS s;
    RETURN v_sessions;
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_sessions FROM PUBLIC;

CREATE FUNCTION app.lock_door(p_session bigint) RETURNS void
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'commands need READ COMMITTED: a snapshot from before the lock decides wrongly';
    END IF;
    PERFORM pg_advisory_xact_lock(2, p_session::int);
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_door FROM PUBLIC;

CREATE FUNCTION app.lock_account(p_account text) RETURNS void
LANGUAGE sql SET search_path = lectern, pg_temp
AS $$ SELECT pg_advisory_xact_lock(4, hashtext(p_account)) $$;
REVOKE EXECUTE ON FUNCTION app.lock_account FROM PUBLIC;

-- Class numbers of advisory locks; nothing else may take one.
--   1  session: places, waiting list, bookings
--   2  session: its door and its register
CREATE FUNCTION app.lock_session(p_session bigint) RETURNS void
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'commands need READ COMMITTED: a snapshot from before the lock decides wrongly';
    END IF;
    PERFORM pg_advisory_xact_lock(1, p_session::int);
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_session FROM PUBLIC;

CREATE FUNCTION app.lock_door(p_session bigint) RETURNS void
LANGUAGE plpgsql SET search_path = lectern, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'commands need READ COMMITTED: a snapshot from before the lock decides wrongly';
    END IF;
    PERFORM pg_advisory_xact_lock(2, p_session::int);
END $$;
REVOKE EXECUTE ON FUNCTION app.lock_door FROM PUBLIC;

-- work_agreements: remind managers half-way, and let what they did not answer
-- go on.  lectern-worker calls it for each session that
-- work_agreements_due names.

-- A manager did not answer, or could not be asked: the coordinator decides,
-- with the place held as before.  The caller holds the session's lock.
CREATE FUNCTION app.expire_agreement(p_approval bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    UPDATE approval SET state = 'expired', ended = clock()
     WHERE id = p_approval AND kind = 'manager' AND state = 'open'
    RETURNING * INTO v_approval;
    IF FOUND THEN
        PERFORM app.ask_coordinator(v_approval, CASE WHEN v_approval.returned IS NULL THEN 'expired' ELSE 'bounced' END,
                                    v_approval.name, v_approval.address);
        PERFORM app.tell(v_approval.booking, 'agreement_expired');
    END IF;
END $$;

CREATE FUNCTION app.work_agreements(p_session bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_begun    boolean;
    v_booking  booking;
BEGIN
    PERFORM app.lock_session(p_session);
    SELECT starts <= clock() INTO v_begun FROM session WHERE id = p_session;
    IF v_begun THEN
        FOR v_booking IN SELECT * FROM booking WHERE session = p_session AND state = 'requested' ORDER BY id LOOP
            PERFORM app.end_booking(v_booking, NULL, 'lapse', 'nobody agreed before the start');
        END LOOP;
        RETURN;
    END IF;
    PERFORM app.expire_agreement(v.id)
       FROM approval v JOIN booking b ON b.id = v.booking
      WHERE b.session = p_session AND v.state = 'open' AND v.expires <= clock();
    WITH due AS (
        UPDATE approval v SET reminded = clock()
          FROM booking b
         WHERE b.id = v.booking AND b.session = p_session AND v.state = 'open' AND v.reminded IS NULL AND v.remind <= clock()
        RETURNING v.address, v.booking
    )
    INSERT INTO mail (kind, address, booking, session)
    SELECT 'agreement_reminder', address, booking, p_session FROM due;
END $$;

-- Sessions in which a manager must be reminded, has not answered in time, or
-- that have begun with something still undecided.
CREATE FUNCTION app.work_agreements_due() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.session FROM approval v JOIN booking b ON b.id = v.booking JOIN session s ON s.id = b.session
     WHERE v.state = 'open' AND (v.expires <= clock() OR v.reminded IS NULL AND v.remind <= clock() OR s.starts <= clock())
     GROUP BY b.session ORDER BY b.session
$$;

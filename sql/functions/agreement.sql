-- What managers do by the link of their mail, and people about their managers.

-- decide_by_link: the holder of a mailed link agrees to a request or declines
-- it: the one that the mail was about, or another that waits for the same
-- address (see app.agreement_link).
-- Outcomes: those of decide; not_found: the link does not reach so far.
CREATE FUNCTION app.decide_by_link(p_token bytea, p_approval bigint, p_agree boolean, p_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    v_approval := app.lock_by_link(p_token, p_approval);
    outcome := app.link_refused(v_approval);
    IF outcome IS NULL THEN
        outcome := app.settle_approval(v_approval, p_agree, NULL, p_note);
    END IF;
    IF outcome NOT IN ('not_found', 'not_open', 'begun') THEN
        UPDATE link l SET used = clock() WHERE l.token = p_token AND l.booking = v_approval.booking;
    END IF;
END $$;

-- The approval that a link reaches, as it is under its session's lock; NULL
-- if it reaches none of that number.
CREATE FUNCTION app.lock_by_link(p_token bytea, p_approval bigint) RETURNS lectern.approval
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session   bigint;
    v_approval  approval;
BEGIN
    SELECT session INTO v_session FROM app.agreement_link WHERE token = p_token AND approval = p_approval;
    IF FOUND THEN
        PERFORM app.lock_session(v_session);
        SELECT * INTO v_approval FROM approval WHERE id = p_approval;
    END IF;
    RETURN v_approval;
END $$;

-- Why a link's holder can say nothing to this approval: not_found or
-- not_open; NULL: can.
CREATE FUNCTION app.link_refused(p_approval lectern.approval) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN p_approval.id IS NULL THEN 'not_found'
                WHEN p_approval.state <> 'open' OR p_approval.returned = 'not_mine' THEN 'not_open' END
$$;

-- pass_on: a manager hands a request to another, who is asked by mail; the
-- old link says so.  An address that cannot speak for the agency leaves the
-- decision to the coordinator.
-- Outcomes: asked; with_coordinator; same_manager; not_found; not_open; begun.
CREATE FUNCTION app.pass_on(p_token bytea, p_approval bigint, p_name text, p_address text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    v_approval := app.lock_by_link(p_token, p_approval);
    outcome := app.link_refused(v_approval);
    IF outcome IS NULL THEN
        outcome := CASE WHEN v_approval.address = p_address THEN 'same_manager'
                        ELSE app.hand_over(v_approval, 'passed_on', p_name, p_address) END;
    END IF;
END $$;

-- hand_over: an approval that is open, or that the coordinator has in place
-- of a manager, ends as p_state; the manager at this address is asked, or
-- the coordinator where the address cannot speak.  The caller holds the
-- session's lock.  Gives asked, with_coordinator or begun.
CREATE FUNCTION app.hand_over(p_approval lectern.approval, p_state text, p_name text, p_address text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_person   person;
    v_who      text;
    v_missed   boolean;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_approval.booking;
    IF (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN
        RETURN 'begun';
    END IF;
    UPDATE booking SET manager_name = p_name, manager_email = p_address WHERE id = v_booking.id;
    UPDATE approval SET state = p_state, ended = clock() WHERE id = p_approval.id;
    UPDATE mail SET state = 'dropped', finished = clock(), reply = 'Somebody else is asked now.'
     WHERE booking = v_booking.id AND kind IN ('agreement_asked', 'agreement_reminder') AND state = 'queued';
    SELECT * INTO v_person FROM person WHERE id = v_booking.person;
    v_person.agency := v_booking.agency;
    v_person.manager_email := p_address;
    v_who := app.manager_or_why(v_person);
    IF v_who <> 'manager' THEN
        PERFORM app.ask_coordinator(p_approval, v_who, p_name, p_address);
        RETURN 'with_coordinator';
    END IF;
    UPDATE approval SET state = 'withdrawn', ended = clock()
     WHERE booking = v_booking.id AND kind = 'coordinator' AND why = 'no_shows' AND state = 'open';
    v_missed := FOUND OR p_approval.why = 'no_shows';
    PERFORM app.ask_manager(v_booking, CASE WHEN v_missed THEN 'no_shows' ELSE 'session' END, p_name, p_address);
    RETURN 'asked';
END $$;

-- The coordinator decides in place of a manager, and about missed dates if
-- the manager was asked because of them.
CREATE FUNCTION app.ask_coordinator(p_approval lectern.approval, p_why text, p_name text, p_address text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO approval (booking, kind, why, name, address)
    SELECT p_approval.booking, 'coordinator', a.why, p_name, p_address
      FROM unnest(ARRAY[p_why, CASE p_approval.why WHEN 'no_shows' THEN 'no_shows' END]) AS a (why)
     WHERE a.why IS NOT NULL
    ON CONFLICT (booking, kind, why) WHERE state = 'open' DO NOTHING
$$;

-- not_their_manager: whoever reads the mail is not this person's manager: it
-- goes back to the person.  Outcomes: returned; not_found; not_open.
CREATE FUNCTION app.not_their_manager(p_token bytea, p_approval bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_approval  approval;
BEGIN
    v_approval := app.lock_by_link(p_token, p_approval);
    outcome := app.link_refused(v_approval);
    IF outcome IS NULL THEN
        PERFORM app.return_agreement(v_approval, 'not_mine');
        outcome := 'returned';
    END IF;
END $$;

-- agreement_bounced: the mail that asked a manager did not arrive.  It goes
-- back to the person at once.  Any other mail, or one whose answer has come
-- or is asked of somebody else by now, changes nothing.
CREATE FUNCTION app.agreement_bounced(p_mail bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_mail      mail;
    v_approval  approval;
BEGIN
    SELECT * INTO v_mail FROM mail WHERE id = p_mail AND kind IN ('agreement_asked', 'agreement_reminder');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM app.lock_session(v_mail.session);
    SELECT * INTO v_approval FROM approval
     WHERE booking = v_mail.booking AND kind = 'manager' AND state = 'open' AND address = v_mail.address AND returned IS NULL;
    IF FOUND THEN
        PERFORM app.return_agreement(v_approval, 'bounced');
    END IF;
END $$;

-- A question comes back to the person, who is told and can name another
-- manager until it expires; one who cannot be told leaves it to the
-- coordinator.  The caller holds the session's lock.
CREATE FUNCTION app.return_agreement(p_approval lectern.approval, p_how text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE approval SET returned = p_how, remind = NULL WHERE id = p_approval.id;
    IF EXISTS (SELECT FROM booking b JOIN person p ON p.id = b.person
                WHERE b.id = p_approval.booking AND p.email IS NOT NULL) THEN
        PERFORM app.tell(p_approval.booking, 'agreement_returned');
    ELSE
        PERFORM app.expire_agreement(p_approval.id);
    END IF;
END $$;

-- correct_manager: a person names another manager for a request that waits
-- for one, or that the coordinator has because there was none.
-- Outcomes: asked; with_coordinator; same_manager; not_found; not_open; begun.
CREATE FUNCTION app.correct_manager(p_person bigint, p_booking bigint, p_name text, p_address text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session   bigint;
    v_approval  approval;
BEGIN
    SELECT session INTO v_session FROM booking WHERE id = p_booking AND person = p_person;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);
    SELECT * INTO v_approval FROM approval
     WHERE booking = p_booking AND state = 'open'
       AND (kind = 'manager' OR why IN ('no_manager', 'own_address', 'outside_domain', 'expired', 'bounced'))
     ORDER BY id DESC LIMIT 1;
    outcome := CASE WHEN NOT FOUND THEN 'not_open'
                    WHEN v_approval.kind = 'manager' AND v_approval.address = p_address AND v_approval.returned IS NULL THEN 'same_manager'
                    ELSE app.hand_over(v_approval, 'withdrawn', p_name, p_address) END;
    IF outcome IN ('asked', 'with_coordinator') THEN
        PERFORM app.correct_person(p_person, NULL, p_name, p_address, NULL, NULL);
    END IF;
END $$;

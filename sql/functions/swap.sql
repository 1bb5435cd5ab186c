-- swap: a colleague of the same organisation comes instead.  The place, with
-- its workshops, goes to them straight, never through the line; the old
-- booking ends with its ticket, the colleague's has its own.  Where their
-- manager or the training team must agree first, the place is held meanwhile.
--
-- p_actor is the owner, until the cut-off; or with p_desk a coordinator, at any
-- time before the start, whose word is agreement enough and who never charges
-- for it.  Without an address the name must
-- fit one colleague; an address of the agency's domain that nobody has becomes a
-- new record, as one that was imported.  p_manager…: who agrees the colleague's training, where
-- we do not know it.  p_clash: they come though booked elsewhere at that time.
-- Outcomes: swapped (with the new booking); not_found; not_live; no_place_yet
-- (only who has a place can pass it on); started; too_late; colleague_unknown,
-- colleague_name, colleague_several, colleague_elsewhere, colleague_self,
-- colleague_booked, colleague_other_date, colleague_clash; and, with
-- colleague_ before it, what app.refused gives.
CREATE FUNCTION app.swap(p_actor bigint, p_booking bigint, p_name text, p_email text,
                         p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
                         p_manager_name text DEFAULT '', p_manager text DEFAULT NULL, p_clash boolean DEFAULT false,
                         p_desk boolean DEFAULT false, OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking    booking;
    v_session    session;
    v_colleague  bigint;
BEGIN
    v_booking := app.changeable(p_actor, p_booking, p_desk);
    IF v_booking.id IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    v_booking := app.lock_booking(p_booking);
    SELECT * INTO v_session FROM session WHERE id = v_booking.session;
    outcome := app.change_refused(p_desk, v_booking, v_session);
    IF outcome IS NULL AND v_booking.state <> 'confirmed' THEN
        outcome := 'no_place_yet';
    END IF;
    IF outcome IS NULL THEN
        SELECT f.outcome, f.person INTO outcome, v_colleague
          FROM app.colleague(v_booking.person, p_name, nullif(p_email, '')) f;
    END IF;
    outcome := coalesce(outcome, app.colleague_refused(v_colleague, v_session, p_clash));
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_colleague := coalesce(v_colleague, app.add_colleague(v_booking.person, p_name, p_email));
    UPDATE person SET manager_name = p_manager_name, manager_email = p_manager, version = version + 1
     WHERE id = v_colleague AND manager_email IS NULL AND p_manager IS NOT NULL;
    booking := app.hand_over(p_actor, p_desk, v_booking, v_colleague, p_seed, p_ticket_key, p_ticket, p_code);
    outcome := 'swapped';
END $$;

-- The booking as its owner may change it, or with p_desk a coordinator who may
-- know of its date; no row for others.
CREATE FUNCTION app.changeable(p_actor bigint, p_booking bigint, p_desk boolean) RETURNS lectern.booking
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b FROM booking b
     WHERE b.id = p_booking
       AND CASE WHEN p_desk THEN app.coordinator(p_actor) IS NOT NULL AND app.may_read(p_actor, b.session) ELSE b.person = p_actor END
$$;

-- Why a live booking cannot be changed now: not_live, started, or too_late for
-- its owner; NULL if it can.
CREATE FUNCTION app.change_refused(p_desk boolean, p_booking lectern.booking, p_session lectern.session) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN NOT p_booking.live
                     OR p_session.status <> 'open' THEN 'not_live'
                WHEN p_session.starts <= clock() THEN 'started'
                WHEN NOT p_desk AND app.change_stop(p_session.id) <= clock() THEN 'too_late' END
$$;

-- colleague: whom somebody means.  person is NULL for one who is new here.
-- An address that is neither a colleague's nor of the agency's domain gets one
-- answer, whether or not somebody elsewhere has it; one of the domain that
-- somebody elsewhere has is new here (second_record).
CREATE FUNCTION app.colleague(p_person bigint, p_name text, p_email text, OUT outcome text, OUT person bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_own    person;
    v_found  bigint[];
BEGIN
    SELECT * INTO v_own FROM person p WHERE p.id = p_person;
    IF p_email IS NOT NULL THEN
        SELECT p.id, CASE WHEN p.id = p_person THEN 'colleague_self' END INTO person, outcome
          FROM person p
         WHERE (p.email = p_email OR p.guest_email = p_email) AND NOT p.guest
           AND (p.id = p_person OR app.same_organisation(p, v_own))
         ORDER BY p.id LIMIT 1;
        IF person IS NULL THEN
            outcome := CASE
                WHEN NOT app.is_own_address(p_email, v_own.agency) THEN 'colleague_elsewhere'
                WHEN coalesce(p_name, '') = '' THEN 'colleague_name' END;
        END IF;
        RETURN;
    END IF;
    v_found := ARRAY(SELECT p.id FROM person p
                      WHERE fold(concat_ws(' ', p.first_name, nullif(p.last_name, ''))) = fold(p_name)
                        AND p.id <> p_person AND p.status = 'active' AND app.same_organisation(p, v_own)
                      LIMIT 2);
    person := v_found[1];
    outcome := CASE cardinality(v_found) WHEN 0 THEN 'colleague_unknown' WHEN 2 THEN 'colleague_several' END;
END $$;

CREATE FUNCTION app.same_organisation(p_a lectern.person, p_b lectern.person) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN p_b.agency IS NULL THEN p_a.agency IS NULL AND fold(p_a.unlisted) = fold(p_b.unlisted)
                WHEN (SELECT capped_by FROM agency WHERE id = p_b.agency) = 'setting' AND p_b.setting IS NOT NULL
                THEN p_a.agency = p_b.agency AND (p_a.setting = p_b.setting OR p_a.setting IS NULL)
                ELSE coalesce(p_a.agency = p_b.agency, false) END
$$;
COMMENT ON FUNCTION app.same_organisation IS 'Whether a works where b does: the same agency, or the same setting where an agency is a group of them.';

-- Whether an address is one of the agency's domain; none of an agency that has
-- no domain, or that is a group of settings which share it.
CREATE FUNCTION app.is_own_address(p_email text, p_agency bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM agency a
                    WHERE a.id = p_agency AND a.capped_by = 'agency'
                      AND ('.' || split_part(p_email, '@', 2)) LIKE '%.' || a.email_domain)
$$;

-- Why a colleague (NULL: someone new here) may not have this place.
CREATE FUNCTION app.colleague_refused(p_person bigint, p_session lectern.session, p_clash boolean) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF p_person IS NULL THEN
        RETURN CASE WHEN p_session.by_invitation THEN 'colleague_not_invited'
                    WHEN EXISTS (SELECT FROM event_prerequisite WHERE event = p_session.event)
                    THEN 'colleague_no_prerequisite' END;
    END IF;
    RETURN CASE
        WHEN EXISTS (SELECT FROM booking b WHERE b.session = p_session.id AND b.person = p_person
                        AND b.live) THEN 'colleague_booked'
        WHEN (SELECT one_live_date FROM rule) AND app.live_date(p_person, p_session.event) IS NOT NULL
             THEN 'colleague_other_date'
        WHEN app.refused(p_person, p_session) IS NOT NULL THEN 'colleague_' || app.refused(p_person, p_session)
        WHEN NOT p_clash AND app.clash(p_person, p_session.id) IS NOT NULL THEN 'colleague_clash' END;
END $$;

-- A record for a colleague who is new here, at the same organisation.
CREATE FUNCTION app.add_colleague(p_person bigint, p_name text, p_email text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_colleague  bigint;
BEGIN
    INSERT INTO person (first_name, last_name, email, agency, setting, unlisted, remark)
    SELECT split_part(p_name, ' ', 1), substr(p_name, length(split_part(p_name, ' ', 1)) + 2), p_email,
           p.agency, p.setting, p.unlisted, 'registered by a colleague who sent them instead'
      FROM person p WHERE p.id = p_person
        ON CONFLICT (email) DO NOTHING
    RETURNING id INTO v_colleague;
    IF v_colleague IS NULL THEN
        v_colleague := app.second_record(p.agency, jsonb_build_object('email', p_email, 'first', split_part(p_name, ' ', 1),
                                                                      'last', substr(p_name, length(split_part(p_name, ' ', 1)) + 2)))
          FROM person p WHERE p.id = p_person;
        UPDATE person n SET setting = p.setting FROM person p WHERE n.id = v_colleague AND p.id = p_person;
    END IF;
    RETURN v_colleague;
END $$;

-- hand_over: the place itself changes hands, and what was chosen or waited for
-- in its workshops; the caller has checked.
CREATE FUNCTION app.hand_over(p_actor bigint, p_desk boolean, p_booking lectern.booking, p_colleague bigint,
                              p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_new   bigint;
    v_asks  text[] := '{}';
BEGIN
    IF NOT p_desk THEN
        SELECT app.asks_of(s, p) INTO v_asks
          FROM session s, person p WHERE s.id = p_booking.session AND p.id = p_colleague;
    END IF;
    v_new := app.add_booking(p_colleague, p_booking.session, p_booking.pool, 'requested',
                             p_seed, p_ticket_key, p_ticket, p_code, p_actor, p_booking.id);
    UPDATE choice SET booking = v_new WHERE booking = p_booking.id AND state <> 'ended';
    UPDATE booking SET spared = p_desk WHERE id = p_booking.id;
    PERFORM app.end_booking(p_booking, p_actor, 'swap', 'a colleague comes instead');
    UPDATE booking SET over = p_booking.over, held = true, free_until = p_booking.free_until WHERE id = v_new;
    UPDATE pool SET taken = taken + 1 WHERE id = p_booking.pool AND NOT p_booking.over;
    IF v_asks = '{}' THEN
        PERFORM app.confirm_booking(v_new, 'booking_swapped', 'instead of a colleague', p_actor);
    ELSE
        PERFORM app.ask_agreement(v_new, v_asks, NULL);
    END IF;
    RETURN v_new;
END $$;

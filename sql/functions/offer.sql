-- Offers: a place that has come up is kept for one person, for a while.

-- From when a freed place of a session is offered and not just given.
CREATE FUNCTION app.offers_from(p_starts timestamptz, p_free_until timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT least(p_free_until, app.working_days_before(p_starts, offer_days)) FROM rule);
END $$;

-- Until when an offer made now is good: so many working hours, fewer when the
-- start is near, and never past the hard stop before the start.  NULL: it is
-- too late to offer anything.  Who has first call is given days.
CREATE FUNCTION app.offer_expires(p_starts timestamptz, p_first_call boolean) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_rule  rule;
    v_stop  timestamptz;
BEGIN
    SELECT * INTO v_rule FROM rule;
    v_stop := p_starts - make_interval(hours => v_rule.offer_stop_hours);
    IF v_stop < clock() + interval '15 minutes' THEN
        RETURN NULL;
    ELSIF p_first_call THEN
        RETURN least(v_stop, app.working_days_before(clock(), -v_rule.first_call_days));
    END IF;
    RETURN least(v_stop, app.after_working_hours(clock(),
        CASE WHEN clock() >= app.working_days_before(p_starts, v_rule.offer_late_days)
             THEN v_rule.offer_late_hours ELSE v_rule.offer_hours END));
END $$;

-- Offer a place to a booking, or to a wish that becomes one.  False if it is
-- too late for that, or the wish cannot have this date.
CREATE FUNCTION app.make_offer(p_booking bigint, p_wish bigint, p_session lectern.session, p_pool bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  bigint := p_booking;
    v_expires  timestamptz;
BEGIN
    v_expires := app.offer_expires(p_session.starts,
        app.has_first_call((SELECT replaces FROM booking WHERE id = p_booking)));
    IF v_expires IS NULL THEN
        RETURN false;
    END IF;
    IF v_booking IS NULL THEN
        v_booking := app.answer_wish(p_wish, p_session, p_pool);
        IF v_booking IS NULL THEN
            RETURN false;
        END IF;
    END IF;
    UPDATE booking SET state = 'offered', changed = clock() WHERE id = v_booking;
    INSERT INTO offer (booking, expires) VALUES (v_booking, v_expires);
    INSERT INTO booking_history (booking, state, why) VALUES (v_booking, 'offered', 'a place has come up');
    PERFORM app.tell(v_booking, 'offer');
    RETURN true;
END $$;

-- answer_offer: the person takes the place or lets it go.  The link of the
-- mail names the booking; so does the person's own page.
-- p_seed … p_code: a new ticket to be: who lets a place go that came from a
-- wish for any date stays in line for the others, with the turn they had.
-- A wish has not been agreed to yet: where that is needed, the place is held
-- meanwhile.
--
-- Outcomes: confirmed, requested, declined; not_found; not_live: there is no
-- open offer any more (what became of it the booking tells).
CREATE FUNCTION app.answer_offer(p_person bigint, p_booking bigint, p_accept boolean,
                                 p_seed bytea DEFAULT NULL, p_ticket_key int DEFAULT NULL,
                                 p_ticket bytea DEFAULT NULL, p_code bytea DEFAULT NULL, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
    v_event    bigint;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking AND person = p_person;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    IF NOT p_accept AND p_seed IS NOT NULL AND v_booking.wish IS NOT NULL THEN
        SELECT event INTO v_event FROM session WHERE id = v_booking.session;
        PERFORM app.lock_dates(v_event, v_booking.session);
    ELSE
        PERFORM app.lock_session(v_booking.session);
    END IF;
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    UPDATE offer SET state = CASE WHEN p_accept THEN 'accepted' ELSE 'declined' END, ended = clock()
     WHERE booking = p_booking AND state = 'open' AND expires > clock();
    IF NOT FOUND THEN
        outcome := 'not_live';
    ELSIF p_accept THEN
        outcome := app.take_offer(v_booking);
    ELSE
        PERFORM app.end_booking(v_booking, p_person, 'person', 'offer declined');
        PERFORM app.fill_places(v_booking.session);
        outcome := 'declined';
    END IF;
    IF outcome = 'declined' AND v_event IS NOT NULL THEN
        UPDATE wish SET state = 'open', ended = NULL, seed = p_seed, key = p_ticket_key, hash = p_ticket, code = p_code
         WHERE id = v_booking.wish;
        PERFORM app.note_wish(v_booking.wish, 'wish', p_person, 'waits for another date');
        PERFORM app.fill_dates(v_event);
    END IF;
END $$;

-- The place that was offered is taken; gives the state of the booking.
CREATE FUNCTION app.take_offer(p_booking lectern.booking) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_asks  text[] := '{}';
BEGIN
    IF p_booking.wish IS NOT NULL THEN
        SELECT app.asks_of(s, p) INTO v_asks
          FROM session s, person p WHERE s.id = p_booking.session AND p.id = p_booking.person;
    END IF;
    IF v_asks = '{}' THEN
        PERFORM app.confirm_booking(p_booking.id, 'booking_confirmed', 'offer accepted', p_booking.person);
        RETURN 'confirmed';
    END IF;
    UPDATE booking SET state = 'requested', held = true, changed = clock() WHERE id = p_booking.id;
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking.id, p_booking.person, 'requested', 'offer accepted, agreement is needed');
    PERFORM app.ask_agreement(p_booking.id, v_asks, NULL);
    RETURN 'requested';
END $$;

-- How long people have for an answer, in words.
CREATE FUNCTION app.window_words(p_made timestamptz, p_expires timestamptz, p_starts timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE WHEN p_expires >= p_starts - make_interval(hours => offer_stop_hours)
                        THEN 'The date is near, so the time to answer is short.'
                        WHEN p_expires <= app.after_working_hours(p_made, offer_hours)
                        THEN 'Only working hours count: Monday to Friday, ' || app.clock_words(local_instant('2026-01-05'::date + day_begins))
                             || ' to ' || app.clock_words(local_instant('2026-01-05'::date + day_ends)) || ', without bank holidays.' END
              FROM rule);
END $$;

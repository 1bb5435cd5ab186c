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
--
-- Outcomes: confirmed, declined; not_found; not_live: there is no open offer
-- any more (what became of it the booking tells).
CREATE FUNCTION app.answer_offer(p_person bigint, p_booking bigint, p_accept boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    SELECT * INTO v_booking FROM booking WHERE id = p_booking AND person = p_person;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_booking.session);
    SELECT * INTO v_booking FROM booking WHERE id = p_booking;
    UPDATE offer SET state = CASE WHEN p_accept THEN 'accepted' ELSE 'declined' END, ended = clock()
     WHERE booking = p_booking AND state = 'open' AND expires > clock();
    IF NOT FOUND THEN
        outcome := 'not_live';
    ELSIF p_accept THEN
        PERFORM app.confirm_booking(p_booking, 'booking_confirmed', 'offer accepted', p_person);
        outcome := 'confirmed';
    ELSE
        PERFORM app.end_booking(v_booking, p_person, 'person', 'offer declined');
        PERFORM app.fill_places(v_booking.session);
        outcome := 'declined';
    END IF;
END $$;

-- work_lapse: end the offers of one session that were not answered in time,
-- release the places kept for groups whose day has come, and give out what is
-- free.  The worker calls it for each session that work_lapsing names.
CREATE FUNCTION app.work_lapse(p_session bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    PERFORM app.lock_session(p_session);
    FOR v_booking IN
        SELECT b.* FROM offer o JOIN booking b ON b.id = o.booking
         WHERE b.session = p_session AND o.state = 'open' AND o.expires <= clock()
         ORDER BY o.id
    LOOP
        UPDATE offer SET state = 'lapsed', ended = clock() WHERE booking = v_booking.id AND state = 'open';
        PERFORM app.end_booking(v_booking, NULL, 'lapse', 'offer not answered in time');
    END LOOP;
    UPDATE reserve SET released = true WHERE session = p_session AND NOT released AND release <= clock();
    PERFORM app.fill_places(p_session);
END $$;

-- Sessions with something to end or release, or whose booking has opened for
-- wishes that wait for any date.
CREATE FUNCTION app.work_lapsing() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT b.session FROM offer o JOIN booking b ON b.id = o.booking
     WHERE o.state = 'open' AND o.expires <= clock()
     UNION
    SELECT k.session FROM reserve k JOIN session s ON s.id = k.session AND s.status = 'open'
     WHERE NOT k.released AND k.release <= clock() AND s.starts > clock()
     UNION
    SELECT s.id FROM session s
     WHERE s.status = 'open' AND s.booking_opens BETWEEN clock() - interval '1 minute' AND clock()
       AND EXISTS (SELECT FROM wish w WHERE w.event = s.event AND w.state = 'open')
$$;

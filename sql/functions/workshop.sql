-- Choosing workshops: one in each round.

-- choose: the workshops of a booking, by their codes, from now on: p_chosen one
-- for each round, p_rather what is wanted rather than that, when a place comes
-- up.  Nothing changes when it is refused.
-- p_actor is the owner, until the cut-off; or with p_desk a coordinator, whose
-- choice is told by mail.
-- Outcomes: chosen; what app.choices_refused gives; workshop_full (a place in
-- one of them has just gone); not_found, not_live, started, too_late.
CREATE FUNCTION app.choose(p_actor bigint, p_booking bigint, p_chosen text[], p_rather text[], p_desk boolean DEFAULT false, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    v_booking := app.changeable(p_actor, p_booking, p_desk);
    IF v_booking.id IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    v_booking := app.lock_booking(p_booking);
    outcome := coalesce(app.change_refused(p_desk, v_booking, (SELECT s FROM session s WHERE s.id = v_booking.session)),
                        app.choices_refused(v_booking.session, p_chosen, p_rather));
    IF outcome IS NULL AND app.workshop_full(v_booking, p_chosen) THEN
        outcome := 'workshop_full';
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    UPDATE booking SET changed = clock(), sequence = sequence + 1 WHERE id = p_booking;
    PERFORM app.set_choices(p_booking, p_chosen, p_rather);
    INSERT INTO booking_history (booking, person, state, why)
    VALUES (p_booking, p_actor, v_booking.state,
            concat_ws('; ', 'workshops ' || array_to_string(p_chosen, ', '), 'rather ' || nullif(array_to_string(p_rather, ', '), '')));
    PERFORM app.fill_workshops(v_booking.session);
    IF p_desk AND v_booking.state = 'confirmed' THEN
        PERFORM app.tell(p_booking, 'workshop_given', '{"by_team": "yes"}');
    END IF;
    outcome := 'chosen';
END $$;

-- Until when people change workshops, or between room and online, by themselves.
CREATE FUNCTION app.change_stop(p_session bigint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT s.starts - make_interval(hours => r.change_stop_hours) FROM session s, rule r WHERE s.id = p_session $$;

-- Has one of these no place for a booking that has its place at the session,
-- and not one in that workshop already?
CREATE FUNCTION app.workshop_full(p_booking lectern.booking, p_chosen text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (p_booking.state IN ('confirmed', 'offered') OR p_booking.held)
       AND EXISTS (SELECT FROM workshop w JOIN pool l ON l.workshop = w.id AND l.taken >= l.capacity
                    WHERE w.session = p_booking.session AND w.code = ANY (p_chosen)
                      AND NOT EXISTS (SELECT FROM choice c
                                       WHERE c.booking = p_booking.id AND c.workshop = w.id
                                         AND c.state <> 'ended' AND NOT c.preferred));
END $$;

-- choices_refused: why these workshops cannot be chosen together, or NULL.
-- Rounds at the same time are alternatives: one of them is enough.
--   no_such_workshop one of them is not of this session
--   no_workshop_list one of p_rather keeps no waiting list
--   choose_each      a round has none
--   one_a_round      a round has two
--   workshop_repeat  one repeats another
--   workshop_clash   two of them are at the same time
CREATE FUNCTION app.choices_refused(p_session bigint, p_chosen text[], p_rather text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_all    text[] := p_chosen || p_rather;
    v_slots  text[];
BEGIN
    v_slots := ARRAY(SELECT DISTINCT w.slot FROM workshop w WHERE w.session = p_session AND w.code = ANY (v_all));
    RETURN CASE
        WHEN EXISTS (SELECT FROM unnest(v_all) AS a (code)
                      WHERE NOT EXISTS (SELECT FROM workshop w WHERE w.session = p_session AND w.code = a.code)) THEN 'no_such_workshop'
        WHEN EXISTS (SELECT FROM workshop w WHERE w.session = p_session AND w.code = ANY (p_rather) AND NOT w.waiting) THEN 'no_workshop_list'
        WHEN EXISTS (SELECT FROM app.round x
                      WHERE x.session = p_session AND x.slot <> ALL (v_slots)
                        AND NOT EXISTS (SELECT FROM app.round y
                                         WHERE y.session = x.session AND y.slot = ANY (v_slots)
                                           AND x.starts < y.ends AND y.starts < x.ends)) THEN 'choose_each'
        WHEN EXISTS (SELECT FROM workshop w WHERE w.session = p_session
                      GROUP BY w.slot HAVING count(*) FILTER (WHERE w.code = ANY (p_chosen)) > 1
                                          OR count(*) FILTER (WHERE w.code = ANY (p_rather)) > 1) THEN 'one_a_round'
        WHEN EXISTS (SELECT FROM workshop w, unnest(v_all) AS a (code)
                      WHERE w.session = p_session AND w.code = a.code
                      GROUP BY coalesce(w.repeat_of, w.code) HAVING count(*) > 1) THEN 'workshop_repeat'
        WHEN EXISTS (SELECT FROM app.round x JOIN app.round y ON y.session = x.session
                        AND x.slot < y.slot AND x.starts < y.ends AND y.starts < x.ends
                      WHERE x.session = p_session AND x.slot = ANY (v_slots) AND y.slot = ANY (v_slots)) THEN 'workshop_clash'
        END;
END $$;

-- set_choices: what is asked for joins the end of each workshop's line; what
-- the booking has already, or waits for in the same way, stays where it is;
-- the rest ends.  The caller holds the session's lock, has asked
-- choices_refused, and ends in fill_workshops.
CREATE FUNCTION app.set_choices(p_booking bigint, p_chosen text[], p_rather text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_choice  choice;
    v_want    record;
BEGIN
    FOR v_choice IN
        SELECT c.* FROM choice c JOIN workshop w ON w.id = c.workshop
         WHERE c.booking = p_booking AND c.state <> 'ended'
           AND NOT (w.code = ANY (p_chosen) AND (c.state = 'chosen' OR NOT c.preferred)
                    OR w.code = ANY (p_rather) AND c.state = 'waiting' AND c.preferred)
         ORDER BY c.id
    LOOP
        PERFORM app.end_choice(v_choice);
    END LOOP;
    FOR v_want IN
        SELECT w.id, w.slot, coalesce(w.repeat_of, w.code) AS topic, NOT w.code = ANY (p_chosen) AS preferred
          FROM workshop w JOIN booking b ON b.session = w.session
         WHERE b.id = p_booking AND w.code = ANY (p_chosen || p_rather)
           AND NOT EXISTS (SELECT FROM choice c WHERE c.booking = p_booking AND c.workshop = w.id AND c.state <> 'ended')
         ORDER BY preferred, w.slot
    LOOP
        INSERT INTO choice (booking, workshop, slot, topic, preferred)
        VALUES (p_booking, v_want.id, v_want.slot, v_want.topic, v_want.preferred);
    END LOOP;
END $$;

-- The workshops that a booking has, in a sentence; NULL: none.
CREATE FUNCTION app.workshop_words(p_booking bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT string_agg(concat_ws(', ', concat_ws(': ', app.clock_words(d.starts), w.title), r.name), '; ' ORDER BY d.starts, w.code)
          FROM choice c
          JOIN workshop w ON w.id = c.workshop
          JOIN app.round d ON d.session = w.session AND d.slot = w.slot
          LEFT JOIN room r ON r.id = w.room
         WHERE c.booking = p_booking AND c.state = 'chosen');
END $$;

-- Where a room cannot be reached without steps, the sentence of its venue
-- that says so; NULL: nothing says so.
CREATE FUNCTION app.steps_words(p_room bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT a.words
      FROM room r JOIN venue v ON v.id = r.venue CROSS JOIN unnest(v.access) AS a (words)
     WHERE r.id = p_room AND position(r.name IN a.words) > 0
       AND a.words ~* '(step-free.* except|not step-free|no lift|no ramp|stairs)'
     LIMIT 1
$$;

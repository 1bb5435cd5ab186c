-- Workshops of a conference: each has its own places and its own line.

-- fill_workshops: give the free places of a session's workshops to whoever
-- waits for them, in order, and has a place at the session.  Who has another
-- in that round waits on only for one that they would rather have, and lets
-- the other go for it: so giving one may free another, until none is left to
-- give.  Who waits is counted once, at the end: no row lock protects the
-- decision by accident.  The caller holds the session's lock.
CREATE FUNCTION app.fill_workshops(p_session bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_next  choice;
BEGIN
    IF NOT EXISTS (SELECT FROM pool WHERE session = p_session AND kind = 'workshop') THEN
        RETURN;
    END IF;
    LOOP
        SELECT c.* INTO v_next
          FROM choice c
          JOIN pool l ON l.workshop = c.workshop AND l.taken < l.capacity
          JOIN booking b ON b.id = c.booking AND (b.state IN ('confirmed', 'offered') OR b.held)
         WHERE l.session = p_session AND l.kind = 'workshop' AND c.state = 'waiting'
           AND (c.preferred OR NOT EXISTS (SELECT FROM choice o WHERE o.booking = c.booking AND o.slot = c.slot AND o.state = 'chosen'))
         ORDER BY c.id LIMIT 1;
        EXIT WHEN NOT FOUND;
        PERFORM app.clear_round(v_next);
        UPDATE choice SET state = 'chosen', changed = clock() WHERE id = v_next.id;
        UPDATE pool SET taken = taken + 1 WHERE workshop = v_next.workshop;
        -- What comes with a booking, or at a press, is told by its page.
        UPDATE booking SET sequence = sequence + 1 WHERE id = v_next.booking AND changed < clock();
        IF FOUND THEN
            PERFORM app.tell(v_next.booking, 'workshop_given');
        END IF;
    END LOOP;
    PERFORM app.count_waiting(p_session);
END $$;

-- How many wait for each workshop of a session.
CREATE FUNCTION app.count_waiting(p_session bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    UPDATE pool l SET waiting = n.waiting
      FROM (SELECT w.id, count(c.id) AS waiting
              FROM workshop w LEFT JOIN choice c ON c.workshop = w.id AND c.state = 'waiting'
             WHERE w.session = p_session GROUP BY w.id) AS n
     WHERE l.workshop = n.id AND l.waiting <> n.waiting
$$;

-- One place in a workshop, or one turn in its line, is given back; turns are
-- counted by the caller.
CREATE FUNCTION app.end_choice(p_choice lectern.choice) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE choice SET state = 'ended', changed = clock() WHERE id = p_choice.id;
    UPDATE pool SET taken = taken - 1 WHERE workshop = p_choice.workshop AND p_choice.state = 'chosen';
END $$;

-- All that a booking has or waits for ends with it.
CREATE FUNCTION app.end_choices(p_booking bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_choice  choice;
BEGIN
    FOR v_choice IN
        SELECT * FROM choice WHERE booking = p_booking AND state <> 'ended' ORDER BY id
    LOOP
        PERFORM app.end_choice(v_choice);
    END LOOP;
    IF FOUND THEN
        PERFORM app.count_waiting((SELECT session FROM booking WHERE id = p_booking));
    END IF;
END $$;

-- What a booking has or waits for in the round of a choice that it is being
-- given ends: all of it if that one is preferred, else what it has.
CREATE FUNCTION app.clear_round(p_choice lectern.choice) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_choice  choice;
BEGIN
    FOR v_choice IN
        SELECT * FROM choice
         WHERE booking = p_choice.booking AND slot = p_choice.slot AND state <> 'ended' AND id <> p_choice.id
           AND (state = 'chosen' OR p_choice.preferred)
         ORDER BY id
    LOOP
        PERFORM app.end_choice(v_choice);
    END LOOP;
END $$;

-- Give free places to those who have waited longest: the only place that
-- gives out places.  Whatever frees or asks for one (book, cancel, a larger
-- room) ends here.  The caller holds the session's lock.
--
-- p_fresh: the booking that is being made right now, not yet counted in its
-- pool; its mail says "you have a place", everyone else's that one came up.
CREATE FUNCTION app.fill_places(p_session bigint, p_fresh bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    WITH free AS (
        SELECT id, capacity - taken AS places
          FROM pool
         WHERE session = p_session AND taken < capacity
    ), next AS (
        SELECT b.id
          FROM free
         CROSS JOIN LATERAL (
               SELECT id FROM booking
                WHERE pool = free.id AND state = 'waiting'
                ORDER BY id
                LIMIT free.places) AS b
    ), placed AS (
        UPDATE booking b
           SET state = 'confirmed', changed = clock()
          FROM next
         WHERE b.id = next.id
        RETURNING b.id, b.pool, b.person, b.session
    ), told AS (
        INSERT INTO mail (kind, person, address, booking, session)
        SELECT CASE WHEN placed.id = p_fresh THEN 'booking_confirmed' ELSE 'booking_promoted' END,
               p.id, p.email, placed.id, placed.session
          FROM placed
          JOIN person p ON p.id = placed.person
         WHERE p.email IS NOT NULL
    ), noted AS (
        INSERT INTO booking_history (booking, state, why)
        SELECT id, 'confirmed',
               CASE WHEN id = p_fresh THEN 'a place was free' ELSE 'next in line' END
          FROM placed
    ), moved AS (
        SELECT pool, count(*) AS placed, 0 AS came FROM placed GROUP BY pool
         UNION ALL
        SELECT pool, 0, 1 FROM booking WHERE id = p_fresh
    ), change AS (
        SELECT pool, sum(placed) AS placed, sum(came) AS came FROM moved GROUP BY pool
    )
    UPDATE pool
       SET taken = taken + change.placed, waiting = waiting + change.came - change.placed
      FROM change
     WHERE pool.id = change.pool;
END $$;

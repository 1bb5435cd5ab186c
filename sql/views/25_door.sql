-- What the staff of a session see at its door and on its register.  Queries
-- join these to app.door_right(), so that nobody else sees a row.

CREATE VIEW app.door_part AS
SELECT q.session, q.number AS part, q.name, q.starts, q.ends,
       (q.starts AT TIME ZONE 'Europe/London')::date AS day,
       app.day_words(q.starts) AS day_words,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words,
       count(*) OVER (PARTITION BY q.session) > 1 AS one_of_several
  FROM lectern.part q;
COMMENT ON VIEW app.door_part IS 'The parts of every session that is not a draft, with their local date.';

CREATE VIEW app.door_session AS
SELECT s.id AS session, s.slug AS ref, s.ref AS full_ref, s.title, s.status, s.starts, s.ends,
       s.status = 'cancelled' AS cancelled,
       app.place_words(s.id) AS where_words,
       coalesce(r.state, 'open') AS register, r.at AS register_at,
       concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS signed_by,
       app.register_may_be_signed(s.id) AS may_be_signed
  FROM lectern.session s
  LEFT JOIN lectern.register r ON r.session = s.id
  LEFT JOIN lectern.person p ON p.id = r.by
 WHERE s.status <> 'draft';

CREATE VIEW app.door_duty AS
SELECT u.person, u.session
  FROM (SELECT d.person, d.session FROM lectern.duty d
         UNION
        SELECT p.id, s.id FROM lectern.person p CROSS JOIN lectern.session s WHERE p.coordinator) AS u
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = u.session AND x.person = u.person);
COMMENT ON VIEW app.door_duty IS 'Whose list of doors a session is on: its stewards and trainers, and every coordinator.';

-- A part of a session on somebody's list of doors.
CREATE VIEW app.door_line AS
SELECT u.person, s.session, s.ref, s.title, s.where_words, s.cancelled, s.register,
       q.part, CASE WHEN q.one_of_several THEN q.name END AS part_name, q.starts, q.day, q.time_words,
       CASE WHEN q.day = t.today THEN 0 WHEN q.day > t.today THEN 1 ELSE 2 END AS rank,
       CASE q.day - t.today WHEN 0 THEN 'Today, ' WHEN 1 THEN 'Tomorrow, ' WHEN -1 THEN 'Yesterday, ' ELSE '' END
           || q.day_words AS heading
  FROM (SELECT ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date AS today) AS t
 CROSS JOIN app.door_duty u
  JOIN app.door_session s ON s.session = u.session
  JOIN app.door_part q ON q.session = s.session
 WHERE q.starts BETWEEN (SELECT lectern.clock()) - interval '2 days' AND (SELECT lectern.clock()) + interval '8 days'
   AND q.day BETWEEN t.today - 1 AND t.today + 7;

CREATE VIEW app.door_person AS
SELECT b.session, b.id AS booking, b.state, b.job_title AS job,
       concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       p.first_name, p.last_name,
       coalesce(e.name, a.short_name, b.unlisted, CASE WHEN p.guest THEN 'Guest' END) AS agency,
       CASE WHEN p.guest THEN concat_ws(', ', p.guest_email, p.phone) END AS contact,
       lectern.words(concat_ws(' ', p.first_name, p.last_name)) AS words
  FROM lectern.booking b
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting e ON e.id = b.setting
 WHERE b.state <> 'declined';
COMMENT ON VIEW app.door_person IS 'Everyone with a booking on a session: names and organisations, no addresses but those of guests, for the register.';

CREATE VIEW app.door_scan AS
SELECT s.session, s.id, s.seq, s.part, s.booking, s.way, s.means, s.at, s.device, s.by, s.received,
       s.outcome, s.reason, s.undoes, s.repeats,
       app.clock_words(s.at) AS time_words,
       s.answer ->> 'name' AS name,
       s.answer ->> 'agency' AS agency,
       (s.answer ->> 'late')::int AS late,
       (s.answer ->> 'early')::int AS early,
       s.answer ->> 'flag' AS flag,
       (s.answer #>> '{first,at}')::timestamptz AS first_at,
       (s.answer #>> '{first,device}')::uuid AS first_device,
       s.answer #>> '{first,by}' AS first_by,
       s.person IS NOT NULL AS unbooked,
       s.person ->> 'contact' AS contact,
       concat_ws(' ', w.first_name, nullif(w.last_name, '')) AS by_name,
       s.outcome IN ('admitted', 'already', 'departed')
           AND NOT EXISTS (SELECT FROM app.scan_counted c WHERE c.id = s.id) AS undone
  FROM lectern.scan s
  JOIN lectern.person w ON w.id = s.by;
COMMENT ON COLUMN app.door_scan.late IS 'Minutes after the start of the part, for those who were let in after it.';

CREATE VIEW app.door_unbooked AS
SELECT c.session, c.id, c.seq, c.part, c.at, c.person ->> 'name' AS name,
       c.person ->> 'organisation' AS organisation, c.person ->> 'contact' AS contact
  FROM app.scan_counted c
 WHERE c.person IS NOT NULL;
COMMENT ON VIEW app.door_unbooked IS 'People who came without a booking.';

-- How the door shows an outcome: one of four looks (and out, for those who
-- leave), what it is called, and what can be said about it.  The same stands in htdocs/js/door/words.js.
CREATE FUNCTION app.door_look(p_outcome text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN p_outcome = 'admitted' THEN 'in'
                WHEN p_outcome IN ('departed', 'undone') THEN 'out'
                WHEN p_outcome = 'already' THEN 'again'
                WHEN p_outcome IN ('cancelled', 'not_confirmed') THEN 'ask'
                ELSE 'no' END
$$;

CREATE FUNCTION app.door_word(p_outcome text, p_way text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_outcome
           WHEN 'admitted' THEN 'Signed in'
           WHEN 'departed' THEN 'Signed out'
           WHEN 'already' THEN CASE p_way WHEN 'in' THEN 'Already in' ELSE 'Already out' END
           WHEN 'cancelled' THEN 'Ask: booking cancelled'
           WHEN 'not_confirmed' THEN 'Ask: no place yet'
           WHEN 'wrong_day' THEN 'Not today'
           WHEN 'undone' THEN 'Undone'
           ELSE 'Not for here'
           END
$$;

CREATE FUNCTION app.door_detail(p_outcome text, p_way text, p_late int, p_early int, p_flag text,
                                p_first timestamptz, p_by text) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT CASE p_outcome
           WHEN 'admitted' THEN app.minutes_words(p_late) || ' after the start'
           WHEN 'departed' THEN CASE WHEN p_flag = 'not_signed_in' THEN 'Was not signed in before'
                                     ELSE app.minutes_words(p_early) || ' before the end' END
           WHEN 'already' THEN CASE p_way WHEN 'in' THEN 'Signed in at ' ELSE 'Signed out at ' END
                               || app.clock_words(p_first) || coalesce(' by ' || p_by, '')
           WHEN 'cancelled' THEN 'The booking was cancelled, or there is a newer code. Ask the trainer.'
           WHEN 'not_confirmed' THEN 'They wait for a place. The trainer decides.'
           WHEN 'wrong_day' THEN 'This course is not on today.'
           WHEN 'wrong_session' THEN 'The code is for another course or date.'
           WHEN 'unknown' THEN 'This is not one of our codes.'
           END
$$;

-- How many are expected, have come, are in the room, and are still to come.
CREATE FUNCTION app.door_counts(p_session bigint, p_part int)
RETURNS TABLE (expected int, arrived int, present int, unbooked int, to_come int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT n.expected, n.arrived, n.here + u.n, u.n, n.expected - n.arrived
      FROM (SELECT count(*)::int AS expected,
                   (count(*) FILTER (WHERE a.attendance IN ('full', 'part')))::int AS arrived,
                   (count(*) FILTER (WHERE a.here))::int AS here
              FROM app.attendance a
             WHERE a.session = p_session AND a.part = p_part) AS n,
           (SELECT count(*)::int AS n FROM app.door_unbooked w
             WHERE w.session = p_session AND w.part = p_part) AS u
$$;

-- The part that the door works on: today's, else the next one, else the last.
CREATE FUNCTION app.door_now(p_session bigint)
RETURNS TABLE (part int, today boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT q.number, t.part IS NOT NULL
      FROM part q
      LEFT JOIN app.scan_part(p_session, NULL, clock()) t ON true
     WHERE q.session = p_session
     ORDER BY q.number = t.part DESC NULLS LAST, q.ends < clock(),
              CASE WHEN q.ends < clock() THEN -q.number ELSE q.number END
     LIMIT 1
$$;

-- What looks odd on a register, a sentence each, before somebody signs it.
CREATE FUNCTION app.register_odd(p_session bigint)
RETURNS TABLE (words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH people AS (
        SELECT a.part, p.name, p.one_of_several, a.arrived, a.departed, a.attendance,
               concat_ws(' ', w.first_name, nullif(w.last_name, '')) AS who
          FROM app.attendance a
          JOIN app.door_part p ON p.session = a.session AND p.part = a.part
          JOIN person w ON w.id = a.person
         WHERE a.session = p_session
    ), note AS (
        SELECT 1 AS rank, p.part, count(*) || CASE count(*) WHEN 1 THEN ' person is' ELSE ' people are' END
               || ' not signed in and will count as absent'
               || CASE WHEN p.one_of_several THEN ' (' || p.name || ')' ELSE '' END || '.' AS words
          FROM people p
         WHERE p.attendance IN ('none', 'expected')
         GROUP BY p.part, p.name, p.one_of_several
         UNION ALL
        SELECT 2, p.part, p.who || ' was signed out but never signed in.'
          FROM people p WHERE p.arrived IS NULL AND p.departed IS NOT NULL
         UNION ALL
        SELECT 3, NULL, 'Nobody was signed in for ' || p.name || '.'
          FROM app.door_part p
         WHERE p.session = p_session AND p.one_of_several
           AND NOT EXISTS (SELECT FROM app.scan_counted c WHERE c.session = p.session AND c.part = p.part)
         UNION ALL
        SELECT 4, NULL, coalesce(s.answer ->> 'name', 'Somebody') ||
               CASE s.outcome WHEN 'cancelled' THEN ' came with a cancelled booking.'
                              ELSE ' came without a confirmed place.' END
          FROM scan s
         WHERE s.session = p_session AND s.outcome IN ('cancelled', 'not_confirmed')
         GROUP BY 3
         UNION ALL
        SELECT 5, NULL, count(*) || CASE count(*) WHEN 1 THEN ' person' ELSE ' people' END || ' came without a booking.'
          FROM app.door_unbooked u WHERE u.session = p_session HAVING count(*) > 0
         UNION ALL
        SELECT 6, NULL, 'The last part is not over yet: who comes or leaves later is a correction.'
          FROM session s WHERE s.id = p_session AND s.ends > clock()
    )
    SELECT n.words FROM note n ORDER BY n.rank, n.part, n.words
$$;

CREATE VIEW app.ticket_bearer AS
SELECT t.hash, t.booking AS number, b.person, s.slug AS ref,
       b.state = 'confirmed' AND s.status <> 'cancelled' AS good
  FROM lectern.ticket t
  JOIN lectern.booking b ON b.id = t.booking
  JOIN lectern.session s ON s.id = b.session;
COMMENT ON VIEW app.ticket_bearer IS 'Whose a ticket is and where it is good, for those who may know.';

-- A person on the register of one part, in words.
CREATE VIEW app.register_line AS
SELECT a.session, a.part, a.booking, d.name, d.last_name, d.first_name, d.agency, d.job, d.contact,
       n.details AS needs,
       a.arrived, a.departed, a.attendance, a.here,
       app.clock_words(a.arrived) AS arrived_words,
       app.clock_words(a.departed) AS departed_words,
       CASE WHEN a.arrived > a.starts + interval '1 minute'
            THEN app.minutes_words((extract(epoch FROM a.arrived - a.starts) / 60)::int) || ' late' END AS late_words,
       CASE a.attendance
            WHEN 'expected' THEN 'Not here yet'
            WHEN 'none' THEN 'Did not attend'
            WHEN 'part' THEN 'Left early'
            ELSE CASE WHEN a.arrived IS NULL THEN 'Never signed in' ELSE 'Attended' END
            END AS attendance_words,
       a.attendance IN ('full', 'part') AS came,
       a.attendance = 'part' AS left_early,
       (SELECT c.reason FROM app.scan_counted c
         WHERE c.booking = a.booking AND c.part = a.part AND c.reason IS NOT NULL
         ORDER BY c.seq DESC LIMIT 1) AS reason
  FROM app.attendance a
  JOIN app.door_person d ON d.booking = a.booking
  LEFT JOIN lectern.booking_need n ON n.booking = a.booking AND n.kind = 'access';
COMMENT ON COLUMN app.register_line.needs IS 'Access needs, for the trainer who runs the room and for nobody else.';

CREATE VIEW app.register_change AS
SELECT h.session, h.id, h.state, h.reason, h.at, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS by_name
  FROM lectern.register_history h
  JOIN lectern.person p ON p.id = h.person;
COMMENT ON VIEW app.register_change IS 'When a register was signed off and corrected, by whom and why.';

CREATE VIEW app.door_phone AS
SELECT s.session, s.device, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS by_name,
       count(*) AS scans, max(s.received) AS heard
  FROM lectern.scan s
  JOIN lectern.person p ON p.id = s.by
 WHERE s.device IS NOT NULL
 GROUP BY s.session, s.device, p.id;
COMMENT ON VIEW app.door_phone IS 'Which phones scanned at a door, whose hands they were in, and when they were last heard of.';

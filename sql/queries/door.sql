-- door_days(person int)
-- The days with a door of this person, from yesterday to 7 days ahead, today
-- first and yesterday last.
SELECT DISTINCT d.day, d.heading, d.rank FROM app.door_line d WHERE d.person = :person ORDER BY d.rank, d.day;

-- door_list(person int)
-- The doors on these days.
SELECT d.day, d.ref, d.title, d.where_words, d.time_words, d.part_name, d.cancelled, d.register,
       d.rank = 0 AS today, r.duty <> 'steward' AS may_search, c.expected, c.arrived,
       app.asks_feedback(d.session) AS has_form
  FROM app.door_line d
 CROSS JOIN LATERAL app.door_right(:person, d.ref) r
 CROSS JOIN LATERAL app.door_counts(d.session, d.part) c
 WHERE d.person = :person
 ORDER BY d.rank, d.day, d.starts, d.ref, d.part;

-- door_show(person int, ref text)
-- A session as its door shows it, for those on duty: the part that the door
-- works on, and how many have come.
SELECT s.ref, s.full_ref, s.title, s.where_words, s.cancelled, s.register, r.duty, r.may_search,
       q.part, q.name, q.one_of_several, q.day_words, q.time_words, n.today,
       c.expected, c.arrived, c.present, c.unbooked, c.to_come
  FROM app.door_right(:person, :ref) r
  JOIN app.door_session s ON s.session = r.session
 CROSS JOIN LATERAL app.door_now(r.session) n
  JOIN app.door_part q ON q.session = r.session AND q.part = n.part
 CROSS JOIN LATERAL app.door_counts(q.session, q.part) c;

-- door_counts(person int, ref text)
-- The counts of the part that the door works on, as JSON.
SELECT jsonb_build_object('ref', s.ref, 'part', n.part, 'today', n.today, 'expected', c.expected,
                          'arrived', c.arrived, 'present', c.present, 'unbooked', c.unbooked,
                          'to_come', c.to_come, 'register', s.register, 'now', lectern.clock())::text AS document
  FROM app.door_right(:person, :ref) r
  JOIN app.door_session s ON s.session = r.session
 CROSS JOIN LATERAL app.door_now(r.session) n
 CROSS JOIN LATERAL app.door_counts(r.session, n.part) c;

-- door_find(person int, ref text, q text)
-- People of this session by the beginnings of their names, for those who may
-- search.  Three letters and more are found inside a name too.
SELECT d.booking, d.name, d.agency, a.arrived_words AS here, d.state = 'confirmed' AND NOT a.here AS expected,
       CASE WHEN d.state = 'confirmed' AND a.here THEN 'signed in at ' || a.arrived_words
            WHEN d.state = 'confirmed' AND a.departed_words IS NOT NULL THEN 'left at ' || a.departed_words
            WHEN d.state = 'confirmed' THEN 'not signed in'
            WHEN d.state = 'cancelled' THEN 'booking cancelled'
            WHEN d.state = 'waiting' THEN 'on the waiting list'
            ELSE 'place not confirmed' END AS state_words,
       coalesce(a.here, false) AS may_leave
  FROM app.door_right(:person, :ref) r
 CROSS JOIN LATERAL app.door_now(r.session) n
  JOIN app.door_person d ON d.session = r.session
  LEFT JOIN app.register_line a ON a.booking = d.booking AND a.part = n.part
 WHERE r.may_search
   AND lectern.words(:q) <> '{}'
   AND NOT EXISTS (
       SELECT FROM unnest(lectern.words(:q)) AS w
        WHERE NOT EXISTS (SELECT FROM unnest(d.words) AS one_name
                           WHERE one_name LIKE CASE WHEN length(w) > 2 THEN '%' ELSE '' END || w || '%'))
 ORDER BY d.state <> 'confirmed', d.last_name COLLATE "und-x-icu", d.first_name COLLATE "und-x-icu", d.booking
 LIMIT 30;

-- door_recent(person int, ref text)
-- What the door did last; a steward sees the own scans.
SELECT s.id AS scan, s.time_words, coalesce(s.name, 'Unknown code') AS name, s.by_name,
       app.door_word(s.outcome, s.way) AS word, s.undone,
       r.may_search AND NOT s.undone AND s.outcome IN ('admitted', 'departed') AS may_undo
  FROM app.door_right(:person, :ref) r
  JOIN app.door_scan s ON s.session = r.session AND s.undoes IS NULL
 WHERE r.may_search OR s.by = :person
 ORDER BY s.seq DESC
 LIMIT 12;

-- door_said(person int, ref text, scan uuid)
-- One scan of this session, as its result is shown; a steward sees the own.
SELECT s.outcome, app.door_look(s.outcome) AS look, app.door_word(s.outcome, s.way) AS word,
       s.name, s.agency, s.undone,
       app.door_detail(s.outcome, s.way, s.late, s.early, s.flag, s.first_at, s.first_by) AS detail,
       CASE WHEN r.may_search AND NOT s.undone AND s.outcome IN ('admitted', 'departed') THEN s.id END AS scan
  FROM app.door_right(:person, :ref) r
  JOIN app.door_scan s ON s.session = r.session AND s.id = :scan
 WHERE r.may_search OR s.by = :person;

-- door_check_in(person int, ref text, device uuid, now text, scans json)
-- Keep what the door saw; one answer a scan, in order.
SELECT c.answer ->> 'outcome' AS outcome, c.answer::text AS answer
  FROM app.check_in(:person, :ref, :device,
                    coalesce(lectern.clock() - nullif(:now, '')::timestamptz, interval '0'), :scans)
       WITH ORDINALITY AS c (answer, n)
 ORDER BY c.n;

-- ticket_bearer(person int, hash bytea)
-- What a ticket is to this person: the own one, or one to be scanned.
SELECT CASE WHEN b.person = :person THEN b.number END AS number, b.good, b.ref
  FROM app.ticket_bearer b
 WHERE b.hash = :hash
   AND (b.person = :person AND app.may_read_booking(:person, b.number) OR EXISTS (SELECT FROM app.door_right(:person, b.ref)));

-- The line of each pool of a date, for the desk, and why who is passed over.
CREATE VIEW app.desk_line AS
SELECT l.session, l.id AS pool, n.booking AS number, n.turn,
       row_number() OVER (PARTITION BY l.id ORDER BY n.turn) AS place,
       CASE l.kind WHEN 'in_person' THEN 'In the room' WHEN 'virtual' THEN 'Online' END AS pool_words,
       p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       coalesce(t.name, a.name, b.unlisted, p.unlisted, '') AS organisation,
       app.moment_words(coalesce(b.made, w.made)) AS since_words,
       CASE WHEN w.id IS NOT NULL THEN 'For any date'
            WHEN b.state = 'requested' THEN 'Awaits agreement' ELSE 'Waits' END AS state_words,
       coalesce(b.state = 'waiting', false) AS may_move,
       b.turn IS NOT NULL AND b.wish IS NULL AND b.replaces IS NULL AS moved,
       n.booking IS NOT NULL AND n.barred IN ('not_invited', 'not_eligible', 'no_prerequisite') AS may_let_in,
       CASE coalesce(n.barred, app.why_no_place(l, s.max_per_agency, a.id, t.id, coalesce(b.sector, a.sector)))
            WHEN 'not_invited' THEN 'They are not on the list of invitations'
            WHEN 'not_eligible' THEN 'The date is not for their organisation'
            WHEN 'no_prerequisite' THEN 'They have not done what comes before'
            WHEN 'agency_closed' THEN 'Their organisation has closed'
            WHEN 'not_active' THEN 'Their account is closed'
            WHEN 'cap' THEN 'Their organisation has all the places it may have on this date'
            WHEN 'kept' THEN 'What is free is kept for another group' END AS why_words
  FROM lectern.pool l
  JOIN lectern.session s ON s.id = l.session
 CROSS JOIN LATERAL (SELECT t.booking, t.wish, t.turn, CASE WHEN t.booking IS NOT NULL THEN app.barred(t.booking, s) ELSE app.refused(w.person, s) END AS barred
                       FROM app.line_turns(l.id) AS t LEFT JOIN lectern.wish w ON w.id = t.wish) AS n
  LEFT JOIN lectern.booking b ON b.id = n.booking
  LEFT JOIN lectern.wish w ON w.id = n.wish
  JOIN lectern.person p ON p.id = coalesce(b.person, w.person)
  LEFT JOIN lectern.agency a ON a.id = CASE WHEN b.id IS NULL THEN p.agency ELSE b.agency END
  LEFT JOIN lectern.setting t ON t.id = CASE WHEN b.id IS NULL THEN p.setting ELSE b.setting END
 WHERE l.kind <> 'workshop';

CREATE VIEW app.desk_offer AS
SELECT b.session, b.id AS number, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.code,
       app.moment_words(o.made) AS made_words, app.moment_words(o.expires) AS until_words, o.expires
  FROM lectern.offer o
  JOIN lectern.booking b ON b.id = o.booking
  JOIN lectern.person p ON p.id = b.person
 WHERE o.state = 'open';

-- What coordinators did to the lines of a date and its number of places.
CREATE VIEW app.line_change AS
SELECT c.session, c.id, c.words, app.moment_words(c.at) AS at_words,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'Somebody') AS by
  FROM (SELECT s.id AS session, u.id, u.at, u.person,
               CASE u.act WHEN 'set_capacity' THEN format('Number of places: %s, not %s', u.detail ->> 'to', u.detail ->> 'from')
                          ELSE 'The date was changed' END AS words
          FROM lectern.session s
          JOIN lectern.audit u ON u.object = 'session ' || s.slug AND u.act IN ('set_capacity', 'change_session')
         UNION ALL
        SELECT b.session, u.id, u.at, u.person,
               concat_ws(' ', o.first_name, nullif(o.last_name, ''))
               || CASE u.act WHEN 'let_in' THEN ' may have a place all the same: '
                             ELSE format(' was moved from %s to %s: ', u.detail ->> 'from', coalesce(u.detail ->> 'to', 'a place')) END
               || (u.detail ->> 'why')
          FROM lectern.booking b
          JOIN lectern.person o ON o.id = b.person
          JOIN lectern.audit u ON u.object = 'booking ' || b.id AND u.act IN ('move_in_line', 'let_in')) AS c
  LEFT JOIN lectern.person p ON p.id = c.person;

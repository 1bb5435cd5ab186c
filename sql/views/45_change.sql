-- Changing one's mind: what an owner may do with a booking, and where it can go.

CREATE VIEW app.my_change AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, e.code AS event_code, s.title, app.span_words(s.starts, s.ends) AS starts_words,
       CASE WHEN l.kind = 'virtual' OR s.delivery = 'virtual' THEN 'Online' ELSE v.town END AS where_words,
       concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       b.live AND s.status = 'open' AND s.starts > (SELECT lectern.clock()) AS live,
       b.live AND s.status = 'open' AND c.stop > (SELECT lectern.clock()) AS in_time,
       app.moment_words(c.stop) AS until_words,
       b.state = 'confirmed' AS has_place,
       app.by_manager(s.approval) AS asks_manager, app.by_team(s.approval) AS asks_team,
       app.by_manager(s.approval) OR app.by_team(s.approval) AS asks,
       l.kind IN ('in_person', 'virtual') AS hybrid, l.kind AS mode,
       CASE l.kind WHEN 'virtual' THEN 'online' WHEN 'in_person' THEN 'in the room' END AS mode_words,
       CASE WHEN l.kind = 'virtual' OR s.delivery = 'virtual' THEN app.moment_words(app.join_from(s.starts)) END AS join_words,
       EXISTS (SELECT FROM lectern.workshop w WHERE w.session = s.id) AS has_workshops, app.workshop_words(b.id) AS workshop_words
  FROM lectern.booking b
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.pool l ON l.id = b.pool
  LEFT JOIN lectern.venue v ON v.id = s.venue
 CROSS JOIN LATERAL (SELECT app.change_stop(s.id) AS stop) AS c;
COMMENT ON VIEW app.my_change IS 'What can still be changed about a booking, and until when by its owner; every statement that reads it names the person.';

-- Other dates of the same course that a booking could move to; desk: only by
-- the training desk, to whom a date is open until it starts.
CREATE VIEW app.change_target AS
SELECT b.id AS number, b.person, l.ref, l.starts, l.starts_words, l.where_words,
       CASE l.state WHEN 'free' THEN l.places_words
            ELSE l.places_words || ', ' || l.free || CASE l.free WHEN 1 THEN ' place free' ELSE ' places free' END END AS places_words,
       l.delivery = 'hybrid' AND EXISTS (SELECT FROM lectern.pool p WHERE p.session = l.id AND p.kind = 'virtual') AS hybrid,
       EXISTS (SELECT FROM lectern.workshop w WHERE w.session = l.id) AS has_workshops,
       l.free > 0 AND l.waiting = 0 AS free, l.state <> 'free' AS desk
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN app.session_line l ON l.event = s.event AND l.id <> s.id
 WHERE l.status = 'open' AND l.starts > (SELECT lectern.clock()) AND l.state IN ('free', 'full', 'closed', 'later');

-- What changed about dates in the last days, for pages.  A date is told of
-- while it is not over.
CREATE VIEW app.session_news AS
SELECT c.id, c.session, s.slug AS ref, s.title, s.starts, c.kind, c.words, nullif(c.why, '') AS why,
       app.span_words(s.starts, s.ends) AS starts_words, app.moment_words(c.at) AS at_words,
       c.kind = 'cancelled' AS cancelled
  FROM lectern.session_change c
  JOIN app.public_session s ON s.id = c.session
 WHERE c.at > (SELECT lectern.clock()) - interval '7 days' AND s.ends > (SELECT lectern.clock()) - interval '1 day';

-- Whether any date has changed in the last days: most days none has.
CREATE VIEW app.some_news AS
SELECT EXISTS (SELECT FROM lectern.session_change c WHERE c.at > (SELECT lectern.clock()) - interval '7 days') AS there;

-- Whom a change is about: who is booked on the date, or was until the
-- partnership cancelled it.  What it says is in session_news.
CREATE VIEW app.my_news AS
SELECT c.id, b.person, b.id AS number
  FROM lectern.session_change c
  JOIN lectern.booking b ON b.session = c.session
   AND (b.live OR b.ended_by = 'session');

-- What a moved date asks a person who is booked on it.
CREATE VIEW app.my_move AS
SELECT b.id AS number, b.person, s.title, s.slug AS ref, app.span_words(s.starts, s.ends) AS starts_words, c.words AS moved_words, nullif(c.why, '') AS why,
       b.live AND s.starts > (SELECT lectern.clock()) AS live,
       b.state = 'confirmed' AS has_place, w.comes IS NOT NULL AS answered, coalesce(w.comes, false) AS comes
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
 CROSS JOIN LATERAL (SELECT x.change, x.comes FROM lectern.still_coming x WHERE x.booking = b.id ORDER BY x.change DESC LIMIT 1) AS w
  JOIN lectern.session_change c ON c.id = w.change
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);

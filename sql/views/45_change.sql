-- Changing one's mind: what an owner may do with a booking, and where it can go.

CREATE VIEW app.my_change AS
SELECT b.id AS number, b.person, s.slug AS ref, s.event,
       b.live AND s.status = 'open' AND s.starts > lectern.clock() AS live,
       c.stop > lectern.clock() AS in_time,
       b.state = 'confirmed' AS has_place,
       app.moment_words(c.stop) AS until_words
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
 CROSS JOIN lectern.rule r
 CROSS JOIN LATERAL (SELECT s.starts - make_interval(hours => r.change_stop_hours) AS stop) AS c;
COMMENT ON VIEW app.my_change IS 'Until when a booking can be passed on or moved by its owner; every statement that reads it names the person.';

-- Other dates of the same course that a booking could move to.
CREATE VIEW app.change_target AS
SELECT b.id AS number, b.person, l.ref, l.starts, l.starts_words, l.where_words, l.places_words,
       l.delivery = 'hybrid' AND EXISTS (SELECT FROM lectern.pool p WHERE p.session = l.id AND p.kind = 'virtual') AS hybrid,
       l.state = 'free' AND l.waiting = 0 AS free
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN app.session_line l ON l.event = s.event AND l.id <> s.id
 WHERE l.status = 'open' AND l.starts > lectern.clock() AND l.state IN ('free', 'full');

-- What changed about dates in the last days, for pages.  A date is told of
-- while it is not over.
CREATE VIEW app.session_news AS
SELECT c.id, c.session, s.slug AS ref, s.title, s.starts, c.kind, c.words, nullif(c.why, '') AS why,
       app.span_words(s.starts, s.ends) AS starts_words, app.moment_words(c.at) AS at_words,
       c.kind = 'cancelled' AS cancelled
  FROM lectern.session_change c
  JOIN app.public_session s ON s.id = c.session
 WHERE c.at > lectern.clock() - interval '7 days' AND s.ends > lectern.clock() - interval '1 day';

-- The same for a person: of dates that they are booked on, or were until the
-- partnership cancelled them.
CREATE VIEW app.my_news AS
SELECT b.person, b.id AS number, n.id, n.ref, n.title, n.starts_words, n.words, n.why, n.cancelled, n.at_words
  FROM app.session_news n
  JOIN lectern.booking b ON b.session = n.session
   AND (b.live OR b.ended_by = 'session');

-- What a moved date asks a person who is booked on it.
CREATE VIEW app.my_move AS
SELECT b.id AS number, b.person, s.title, s.slug AS ref, app.span_words(s.starts, s.ends) AS starts_words, c.words AS moved_words, nullif(c.why, '') AS why,
       b.live AND s.starts > lectern.clock() AS live,
       b.state = 'confirmed' AS has_place, w.comes IS NOT NULL AS answered, coalesce(w.comes, false) AS comes
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
 CROSS JOIN LATERAL (SELECT x.change, x.comes FROM lectern.still_coming x WHERE x.booking = b.id ORDER BY x.change DESC LIMIT 1) AS w
  JOIN lectern.session_change c ON c.id = w.change;

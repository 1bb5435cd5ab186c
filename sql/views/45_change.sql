-- Changing one's mind: what an owner may do with a booking, and where it can go.

CREATE VIEW app.my_change AS
SELECT b.id AS number, b.person, s.slug AS ref, s.event,
       b.state IN ('requested', 'waiting', 'offered', 'confirmed') AND s.status = 'open' AND s.starts > lectern.clock() AS live,
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

-- Evaluation: which form is asked of whom, and from when to when.

CREATE VIEW app.evaluation AS
SELECT b.id AS booking, b.person, b.session, f.id AS form, s.ends AS opens,
       s.ends + make_interval(days => f.open_days) AS closes,
       r.id AS response
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.event e ON e.id = s.event
  JOIN LATERAL (
       SELECT id, open_days FROM lectern.form
        WHERE code = e.form ORDER BY id DESC LIMIT 1) AS newest ON true
  LEFT JOIN lectern.response given ON given.booking = b.id
  JOIN lectern.form f ON f.id = coalesce(given.form, newest.id)
  LEFT JOIN lectern.response r ON r.form = f.id AND r.booking = b.id
 WHERE b.state = 'confirmed' AND s.status = 'open'
   AND EXISTS (SELECT FROM app.scan_counted c WHERE c.booking = b.id AND c.way = 'in');
COMMENT ON VIEW app.evaluation IS 'The end-of-session form of everyone who was there; an answered form keeps its version.';

-- Learning reviews that are not published: nothing of their events and dates
-- shows to anybody but their readers.  What tells of a date or of somebody's
-- booking asks one of these views, whoever looks.

CREATE VIEW app.secret_session AS
SELECT s.id AS session, s.slug, s.event, r.id AS review
  FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.review r ON r.id IN (s.review, e.review) AND r.status <> 'published';
COMMENT ON VIEW app.secret_session IS 'Dates of a review, or of its event, that is not published.';

CREATE VIEW app.secret_event AS
SELECT e.id AS event, e.code, r.id AS review
  FROM lectern.event e
  JOIN lectern.review r ON r.id = e.review AND r.status <> 'published';

CREATE VIEW app.secret_from AS
SELECT x.session, p.id AS person
  FROM app.secret_session x
 CROSS JOIN lectern.person p
 WHERE NOT EXISTS (SELECT FROM lectern.review_reader d WHERE d.review = x.review AND d.person = p.id);
COMMENT ON VIEW app.secret_from IS 'Which dates a person may not know of, not even of an own booking on them.';

-- The panels of a date's page at the desk.

CREATE VIEW app.panel_pool AS
SELECT l.session, CASE l.kind WHEN 'main' THEN 'Places' WHEN 'in_person' THEN 'In the room' WHEN 'virtual' THEN 'Online'
                              ELSE w.title END AS words,
       l.kind, l.id AS pool, l.capacity, l.taken, l.waiting, l.capacity - l.taken AS free,
       (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND b.state = 'confirmed') AS confirmed,
       (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND b.state = 'offered') AS offered,
       (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND b.state = 'requested' AND b.held) AS held,
       (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND b.state = 'confirmed' AND b.over) AS over
  FROM lectern.pool l
  LEFT JOIN lectern.workshop w ON w.id = l.workshop;

CREATE VIEW app.panel_mail AS
SELECT m.session, app.kind_of_mail(m.kind) AS kind_words, min(m.made) AS first,
       count(*) FILTER (WHERE m.state = 'sent') AS sent,
       count(*) FILTER (WHERE m.state IN ('queued', 'sending')) AS queued,
       count(*) FILTER (WHERE m.state IN ('refused', 'bounced')) AS failed,
       count(*) FILTER (WHERE m.state = 'dropped') AS dropped
  FROM lectern.mail m
 WHERE m.session IS NOT NULL
 GROUP BY m.session, 2;
COMMENT ON VIEW app.panel_mail IS 'What was written about a date, counted by what it is.';

-- What was done to a date, and what became of its bookings.
CREATE VIEW app.panel_history AS
SELECT s.id AS session, u.at, app.moment_words(u.at) AS at_words, app.act_words(u.act) AS words,
       app.audit_words(u.detail - 'why') AS detail, nullif(u.detail ->> 'why', '') AS why,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'The system') AS who, NULL::bigint AS number
  FROM lectern.session s
  JOIN lectern.audit u ON u.object = 'session ' || s.slug AND u.act NOT LIKE 'view%' AND u.act <> 'read_review'
  LEFT JOIN lectern.person p ON p.id = u.person
 UNION ALL
SELECT b.session, h.at, app.moment_words(h.at),
       concat_ws(' ', o.first_name, nullif(o.last_name, '')) || ': ' || app.booking_words(h.state, NULL),
       NULL, nullif(h.why, ''), coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'The system'), b.id
  FROM lectern.booking b
  JOIN lectern.booking_history h ON h.booking = b.id
  JOIN lectern.person o ON o.id = b.person
  LEFT JOIN lectern.person p ON p.id = h.person;

-- What a training contact sees: the staff and bookings of the own agency.
-- Every statement that reads these names the booker.

CREATE VIEW app.booker_agency AS
SELECT k.person AS booker, a.id AS agency, a.code, a.name
  FROM lectern.booker k
  JOIN lectern.agency a ON a.id = k.agency AND a.active
  JOIN lectern.person p ON p.id = k.person AND p.status = 'active';

CREATE VIEW app.agency_booking AS
SELECT g.booker, g.code AS agency, b.id AS number, b.person, b.state, p.code,
       concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.last_name, p.first_name,
       b.job_title, t.name AS setting, s.slug AS ref, s.title, s.starts, s.ends <= (SELECT lectern.clock()) AS past,
       app.span_words(s.starts, s.ends) AS starts_words, app.booking_words(b.state, b.ended_by) AS state_words,
       app.place_words(s.id, l.kind) AS place,
       b.live,
       b.live AND s.starts > (SELECT lectern.clock()) AS can_cancel,
       CASE WHEN p.agency = b.agency THEN coalesce(p.email, p.guest_email) END AS email,
       p.agency = b.agency AND num_nonnulls(p.email, p.guest_email) = 0 AS on_paper, k.seed, k.key, k.version
  FROM lectern.booking b
  JOIN app.booker_agency g ON g.agency = b.agency
  JOIN app.public_session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.pool l ON l.id = b.pool
  LEFT JOIN lectern.setting t ON t.id = b.setting
  LEFT JOIN app.my_ticket k ON k.number = b.id
 WHERE NOT p.guest;
COMMENT ON VIEW app.agency_booking IS 'Bookings that were made for staff of an agency, by its training contacts'' eyes; without needs, and without the address of who has moved on.';

CREATE VIEW app.agency_person AS
SELECT g.booker, g.code AS agency, p.id AS person, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       p.last_name, p.first_name, coalesce(p.email, p.guest_email) AS email, p.job_title, t.name AS setting,
       (SELECT count(*) FROM lectern.booking b JOIN app.public_session s ON s.id = b.session AND s.status = 'open' AND s.ends > (SELECT lectern.clock())
         WHERE b.person = p.id AND b.live) AS bookings
  FROM lectern.person p
  JOIN app.booker_agency g ON g.agency = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting
 WHERE p.status IN ('active', 'long_leave');

CREATE VIEW app.agency_request AS
SELECT q.id AS request, g.booker, g.code AS agency, g.name AS agency_name, s.slug AS ref, s.title, app.span_words(s.starts, s.ends) AS starts_words,
       app.moment_words(q.made) AS made_words, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS by_name,
       app.group_counts(q.id) AS counts
  FROM lectern.group_request q
  JOIN app.booker_agency g ON g.agency = q.agency
  JOIN app.public_session s ON s.id = q.session
  JOIN lectern.person p ON p.id = q.by;

CREATE VIEW app.agency_line AS
SELECT n.request, n."position", n.name, n.outcome, app.group_words(n.outcome) AS words, n.booking AS number,
       n.booking IS NOT NULL AS booked, p.agency = q.agency AND num_nonnulls(p.email, p.guest_email) = 0 AND n.booking IS NOT NULL AS on_paper,
       CASE WHEN p.agency = q.agency THEN coalesce(p.email, p.guest_email) END AS email
  FROM lectern.group_line n
  JOIN lectern.group_request q ON q.id = n.request
  LEFT JOIN lectern.person p ON p.id = n.person;

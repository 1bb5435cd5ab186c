-- What coordinators download.  Each row carries the columns to filter by;
-- the queries name the columns that go out, in the order that is promised.

CREATE VIEW app.export_session AS
SELECT s.id, s.ref, s.slug, s.title, e.code AS event_code, s.starts,
       (s.starts AT TIME ZONE 'Europe/London')::date AS day
  FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event;

CREATE VIEW app.export_booking AS
SELECT b.id AS booking, s.ref AS session, s.event_code AS event, s.slug, s.day, s.starts,
       p.first_name, p.last_name, coalesce(p.email, p.guest_email) AS email, a.name AS agency, a.code AS agency_code, b.state,
       t.name AS setting, b.sector, b.job_title, b.ended_by, b.made, b.changed, p.guest, CASE WHEN p.guest THEN p.phone END AS guest_phone
  FROM lectern.booking b
  JOIN app.export_session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting t ON t.id = b.setting;

CREATE VIEW app.export_attendance AS
SELECT c.booking, s.ref AS session, s.event_code AS event, s.slug, s.day, c.part, c.starts,
       p.first_name, p.last_name, coalesce(p.email, p.guest_email) AS email, a.name AS agency, a.code AS agency_code,
       c.attendance, c.arrived, c.departed, coalesce(g.state, 'open') AS register
  FROM app.attendance c
  JOIN lectern.booking b ON b.id = c.booking
  JOIN app.export_session s ON s.id = c.session
  JOIN lectern.person p ON p.id = c.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.register g ON g.session = c.session;

CREATE VIEW app.export_answer AS
SELECT r.id AS response, s.ref AS session, s.event_code AS event, s.slug, s.day, s.starts,
       a.name AS agency, a.code AS agency_code, b.sector, f.code || ' ' || f.version AS form, q.code AS question,
       q.words AS question_words, w.number, array_to_string(w.choices, ';') AS choices,
       w.words AS answer, w.not_applicable
  FROM lectern.response r
  JOIN lectern.form f ON f.id = r.form
  JOIN lectern.booking b ON b.id = r.booking
  JOIN app.export_session s ON s.id = r.session
  JOIN lectern.answer w ON w.response = r.id
  JOIN lectern.question q ON q.id = w.question AND q.in_statistics
  LEFT JOIN lectern.agency a ON a.id = b.agency;
COMMENT ON VIEW app.export_answer IS 'One row an answer, without names; requests for a call are no part of it.';

CREATE VIEW app.export_person AS
SELECT p.code AS person, p.first_name, p.last_name, p.email, p.job_title,
       coalesce(a.name, p.unlisted) AS agency, a.code AS agency_code, t.name AS setting, p.status
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting
 WHERE NOT p.guest;

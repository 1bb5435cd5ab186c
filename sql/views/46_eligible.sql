-- Who may book, as pages tell it.

CREATE VIEW app.session_only AS
SELECT p.slug AS ref, s.by_invitation, app.only_words(s.id) AS only_words
  FROM app.public_session p
  JOIN lectern.session s ON s.id = p.id
 WHERE s.by_invitation OR s.only_agencies <> '{}' OR s.only_sectors <> '{}';
COMMENT ON VIEW app.session_only IS 'Dates that not everybody may book.';

CREATE VIEW app.invited AS
SELECT s.slug AS ref, s.title, app.span_words(s.starts, s.ends) AS starts_words, s.by_invitation,
       (SELECT string_agg(i.email, chr(10) ORDER BY i.email) FROM lectern.invitation i WHERE i.session = s.id) AS addresses,
       (SELECT count(*) FROM lectern.invitation i WHERE i.session = s.id) AS invited,
       (SELECT count(*) FROM lectern.invitation i
          JOIN lectern.person p ON p.email = i.email
          JOIN lectern.booking b ON b.person = p.id AND b.session = s.id AND b.live
         WHERE i.session = s.id) AS booked,
       app.invited_version(s.id) AS version
  FROM lectern.session s;
COMMENT ON VIEW app.invited IS 'Invitations of a date, for coordinators.';

CREATE VIEW app.person_allowed AS
SELECT p.code, CASE v.why WHEN 'equivalent' THEN 'What they did elsewhere counts'
                          WHEN 'second_date' THEN 'A second date of the course'
                          WHEN 'no_shows' THEN 'Booked after not having come'
                          ELSE 'Booked without an invitation' END AS why_words,
       v.detail, s.title, app.span_words(s.starts, s.ends) AS starts_words, b.id AS number, b.session, v.ended,
       app.day_words(v.ended) AS decided_words,
       concat_ws(' ', c.first_name, nullif(c.last_name, '')) AS by_name
  FROM lectern.approval v
  JOIN lectern.booking b ON b.id = v.booking
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.person c ON c.id = v.by
 WHERE v.state = 'agreed' AND v.why IN ('equivalent', 'second_date', 'no_shows', 'not_invited');

CREATE VIEW app.panel_eligible AS
SELECT s.id AS session, s.slug AS ref, s.by_invitation, app.only_words(s.id) AS only_words, s.min_numbers,
       (SELECT count(*) FROM lectern.invitation i WHERE i.session = s.id) AS invited,
       (SELECT string_agg(n.title, '; ' ORDER BY n.title)
          FROM lectern.event_prerequisite q JOIN app.public_event n ON n.id = q.requires WHERE q.event = s.event) AS before_words
  FROM lectern.session s;

CREATE VIEW app.panel_workshop AS
SELECT w.session, w.code, w.title, d.number AS round, d.title AS round_title, r.name AS room, l.taken, l.capacity, l.waiting,
       app.steps_words(w.room) AS steps,
       CASE WHEN app.steps_words(w.room) IS NULL THEN 0 ELSE
       (SELECT count(*) FROM lectern.choice c
          JOIN lectern.booking b ON b.id = c.booking
          JOIN lectern.need n ON n.person = b.person AND n.access <> ''
         WHERE c.workshop = w.id AND c.state = 'chosen') END AS needs
  FROM lectern.workshop w
  JOIN app.round d ON d.session = w.session AND d.slot = w.slot
  JOIN lectern.pool l ON l.workshop = w.id
  LEFT JOIN lectern.room r ON r.id = w.room;

CREATE VIEW app.panel_unchosen AS
SELECT b.session, o.round, o.title, count(*) AS people
  FROM app.my_open_round o JOIN lectern.booking b ON b.id = o.number
 GROUP BY b.session, o.round, o.title;

CREATE VIEW app.panel_workshop_rule AS
SELECT s.id AS session, a.words, a.n AS number FROM lectern.session s CROSS JOIN unnest(s.workshop_rules) WITH ORDINALITY AS a (words, n);

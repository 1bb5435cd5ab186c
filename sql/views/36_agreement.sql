-- Agreements as managers, the people who ask, and coordinators read them.

CREATE VIEW app.agreement AS
SELECT v.id AS approval, v.booking AS number, v.kind, v.why, v.detail, v.name AS manager, v.address, v.state, v.note,
       v.returned, v.asked, v.ended, v.expires, v.reminded, b.person, b.session, b.state AS booking_state, b.held,
       b.made, coalesce(b.turn, b.id) AS turn, s.slug AS ref, s.title, s.starts, s.starts <= (SELECT lectern.clock()) AS begun,
       app.moment_words(v.asked) AS asked_words, app.moment_words(v.expires) AS until_words,
       app.moment_words(v.ended) AS ended_words, app.moment_words(v.reminded) AS reminded_words,
       app.span_words(s.starts, s.ends) AS when_words, app.place_words(s.id, l.kind) AS where_words,
       p.code, p.first_name, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS asks_name, b.job_title,
       concat_ws(', ', coalesce(t.name, b.unlisted), a.name) AS organisation,
       app.booking_terms(b.id) AS terms_words,
       v.by IS NOT NULL AS by_team,
       app.agreement_why(v.kind, v.why) AS why_words
  FROM lectern.approval v
  JOIN lectern.booking b ON b.id = v.booking
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.pool l ON l.id = b.pool
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting t ON t.id = b.setting;

CREATE VIEW app.agreement_link AS
WITH own AS (
    SELECT DISTINCT ON (l.token) l.token, l.email, l.expires, v.id, v.state, v.returned
      FROM lectern.link l
      JOIN lectern.approval v ON v.booking = l.booking AND v.address = l.email AND v.kind = 'manager'
     WHERE l.purpose = 'approval' AND l.expires > (SELECT lectern.clock()) - interval '28 days'
       AND NOT EXISTS (SELECT FROM lectern.booking b JOIN app.secret_session x ON x.session = b.session WHERE b.id = l.booking)
     ORDER BY l.token, v.id DESC
)
SELECT o.token, v.id = o.id AS own, g.approval, g.number, g.why, g.state, nullif(g.note, '') AS note, g.returned, g.session,
       g.booking_state, g.ref, g.title, g.starts, g.begun, g.until_words, g.ended_words, g.when_words, g.where_words, g.asks_name,
       g.first_name, nullif(g.job_title, '') AS job_title, g.organisation, g.terms_words, g.by_team,
       g.state = 'open' AND NOT g.begun AND g.returned IS DISTINCT FROM 'not_mine' AS open,
       g.state = 'open' AND g.returned IS NOT DISTINCT FROM 'not_mine' AS sent_back,
       g.why = 'no_shows' AS missed, g.booking_state = 'confirmed' AS confirmed, g.booking_state = 'waiting' AS waiting,
       g.booking_state = 'requested' AS requested
  FROM own o
  JOIN lectern.approval v ON v.address = o.email AND v.kind = 'manager'
   AND (v.id = o.id
        OR o.expires > (SELECT lectern.clock()) AND o.state IN ('open', 'agreed', 'declined') AND o.returned IS NULL
           AND v.returned IS NULL
           AND (v.state = 'open' OR v.state IN ('agreed', 'declined') AND v.ended > (SELECT lectern.clock()) - interval '1 hour'))
  JOIN app.agreement g ON g.approval = v.id
 WHERE NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = g.session);
COMMENT ON VIEW app.agreement_link IS 'What a mailed link reaches: the request that the mail was about (own), and while it is good all others that wait for the same address.  One that was passed on or is not for its reader reaches only its own.';

CREATE VIEW app.agreement_part AS
SELECT l.token, q.number, q.name, app.day_words(q.starts) AS date_words,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words
  FROM app.agreement_link l
  JOIN lectern.part q ON q.session = l.session
 WHERE l.own;

CREATE VIEW app.my_agreement AS
SELECT g.approval, g.number, g.person, g.kind = 'manager' AS manager, coalesce(nullif(g.manager, ''), g.address) AS name, g.address,
       g.until_words, g.reminded_words, g.returned, g.state, g.held, g.begun, nullif(g.note, '') AS note, g.by_team,
       CASE g.kind WHEN 'coordinator' THEN app.agreement_why_you(g.why) END AS why_words,
       g.why = 'no_shows' AS missed,
       g.kind = 'manager' OR g.why IN ('no_manager', 'own_address', 'outside_domain', 'expired', 'bounced') AS of_manager
  FROM app.agreement g
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = g.session AND x.person = g.person);
COMMENT ON VIEW app.my_agreement IS 'What one''s own requests wait for; every statement that reads it names the person.';
COMMENT ON COLUMN app.my_agreement.of_manager IS 'A manager''s, or one that the coordinator decides in place of a manager.';

CREATE VIEW app.agreement_waiting AS
SELECT g.number, g.session, g.ref, g.title, g.starts, g.when_words, g.code, g.asks_name, g.job_title, g.organisation, g.held,
       g.turn, min(g.asked) AS since, app.moment_words(min(g.asked)) AS since_words,
       string_agg(g.why_words, '. ' ORDER BY g.approval) AS why_words,
       nullif(string_agg(g.detail, ' ' ORDER BY g.approval) FILTER (WHERE g.detail <> ''), '') AS detail,
       max(concat_ws(', ', nullif(g.manager, ''), g.address)) AS manager,
       (SELECT 'Also asked: ' || coalesce(nullif(m.name, ''), m.address) || ', until ' || app.moment_words(m.expires)
          FROM lectern.approval m WHERE m.booking = g.number AND m.kind = 'manager' AND m.state = 'open') AS also_words
  FROM app.agreement g
 WHERE g.kind = 'coordinator' AND g.state = 'open' AND NOT g.begun
 GROUP BY g.number, g.session, g.ref, g.title, g.starts, g.when_words, g.code, g.asks_name, g.job_title, g.organisation, g.held, g.turn;
COMMENT ON VIEW app.agreement_waiting IS 'Requests that wait for the coordinator, one row a booking, with all reasons.';

CREATE VIEW app.agreement_asked AS
SELECT g.approval, g.number, g.session, g.ref, g.title, g.starts, g.when_words, g.code, g.asks_name, g.organisation,
       nullif(g.manager, '') AS manager, g.address, g.asked_words, g.until_words, g.reminded_words, g.expires,
       g.returned = 'bounced' AS bounced, g.returned = 'not_mine' AS not_mine
  FROM app.agreement g
 WHERE g.kind = 'manager' AND g.state = 'open' AND NOT g.begun;
COMMENT ON VIEW app.agreement_asked IS 'Requests that wait for a manager, for the desk.';

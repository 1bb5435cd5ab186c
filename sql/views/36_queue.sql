-- The waiting list as its people see it, and as the desk does.

CREATE VIEW app.my_offer AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, e.code AS event_code, s.title,
       app.span_words(s.starts, f.ends) AS starts_words, f.n > 1 AS many_parts,
       app.place_words(s.id, l.kind) AS place,
       coalesce(p.email, p.guest_email) AS email, p.guest, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       CASE WHEN o.state = 'open' AND o.expires <= (SELECT lectern.clock()) THEN 'lapsed' ELSE o.state END AS answer,
       b.state, app.moment_words(o.expires) AS until_words, app.moment_words(o.ended) AS ended_words,
       app.window_words(o.made, o.expires, s.starts) AS window_words,
       b.wish IS NOT NULL AS from_wish,
       EXISTS (SELECT FROM lectern.wish w WHERE w.id = b.wish AND w.state = 'open') AS wish_open,
       app.has_first_call(b.replaces) AS first_call,
       CASE WHEN b.state IN ('offered', 'requested', 'confirmed') THEN app.booking_terms(b.id) END AS terms_words,
       b.state = 'offered' AND coalesce(app.session_free_until(s) < (SELECT lectern.clock()), false) AS charged_now,
       b.wish IS NOT NULL AND (app.by_manager(s.approval) OR app.by_team(s.approval)) AS asks,
       s.status = 'cancelled' AS session_cancelled
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.pool l ON l.id = b.pool
 CROSS JOIN LATERAL (SELECT q.made, q.expires, q.state, q.ended FROM lectern.offer q
                      WHERE q.booking = b.id ORDER BY q.id DESC LIMIT 1) AS o
 CROSS JOIN LATERAL (SELECT min(q.ends) AS ends, count(*) AS n FROM lectern.part q WHERE q.session = s.id) AS f
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.my_offer IS 'The offer of a booking, open or answered; every statement that reads it names the person or the link.';
COMMENT ON COLUMN app.my_offer.terms_words IS 'As they would be if it were taken now, or as they are.';

CREATE VIEW app.offer_link AS
SELECT k.token, k.booking AS number, b.person
  FROM lectern.link k
  JOIN lectern.booking b ON b.id = k.booking
 WHERE k.purpose = 'offer' AND k.expires > (SELECT lectern.clock())
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.offer_link IS 'Whose offer a mailed link opens.';

CREATE VIEW app.leave_link AS
SELECT k.token, b.person, b.id AS number, NULL::bigint AS wish, e.code AS event_code, s.title, app.span_words(s.starts, s.ends) AS starts_words,
       CASE WHEN b.live AND s.starts <= (SELECT lectern.clock()) THEN 'over'
            WHEN b.live THEN b.state
            WHEN b.ended_by = 'person' AND NOT EXISTS (SELECT FROM lectern.booking_history h WHERE h.booking = b.id AND h.state IN ('offered', 'confirmed'))
            THEN 'left' ELSE 'ended' END AS state,
       CASE b.state WHEN 'waiting' THEN app.place_in_line(b.id) END AS place,
       app.moment_words(b.changed) AS ended_words, p.guest
  FROM lectern.link k
  JOIN lectern.booking b ON b.id = k.booking
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.person p ON p.id = b.person AND p.id = k.person AND p.status <> 'closed'
 WHERE k.purpose = 'leave' AND k.expires > (SELECT lectern.clock())
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person)
UNION ALL
SELECT k.token, w.person, NULL, w.id, e.code, e.title, NULL,
       CASE w.state WHEN 'open' THEN 'waiting' WHEN 'left' THEN 'left'
            ELSE coalesce((SELECT b.state FROM lectern.booking b WHERE b.wish = w.id AND b.live AND b.state <> 'waiting'), 'ended') END,
       CASE w.state WHEN 'open' THEN (SELECT count(*) FROM lectern.wish q WHERE q.event = w.event AND q.state = 'open' AND q.id <= w.id) END,
       app.moment_words(w.ended), p.guest
  FROM lectern.link k
  JOIN lectern.wish w ON w.id = k.wish
  JOIN app.public_event e ON e.id = w.event
  JOIN lectern.person p ON p.id = w.person AND p.id = k.person AND p.status <> 'closed'
 WHERE k.purpose = 'leave' AND k.expires > (SELECT lectern.clock());
COMMENT ON VIEW app.leave_link IS 'The line that a mailed link leaves, of a date or of all dates of a course, and what became of it.';

CREATE VIEW app.guest_link AS
SELECT k.token, k.booking AS number, b.person, p.phone, NOT p.guest AS colleague
  FROM lectern.link k
  JOIN lectern.booking b ON b.id = k.booking
  JOIN lectern.person p ON p.id = b.person AND (p.guest OR p.email IS NULL AND p.guest_email IS NOT NULL) AND p.status <> 'closed'
 WHERE k.purpose IN ('guest', 'leave', 'moved', 'offer') AND k.person = b.person AND k.expires > (SELECT lectern.clock())
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.guest_link IS 'The booking of a guest, or of a colleague whose address is also somebody''s elsewhere, by the link of its page or of any mail about it.';

CREATE VIEW app.my_wish AS
SELECT w.id AS number, w.person, e.code AS event_code, e.title, app.day_words(w.made) AS since_words,
       (SELECT count(*) FROM lectern.wish q WHERE q.event = w.event AND q.state = 'open' AND q.id <= w.id) AS place,
       (SELECT count(*) FROM app.public_session s
         WHERE s.event = w.event AND s.status = 'open' AND s.starts > (SELECT lectern.clock())) AS dates
  FROM lectern.wish w
  JOIN app.public_event e ON e.id = w.event
 WHERE w.state = 'open';
COMMENT ON VIEW app.my_wish IS 'Who waits for the next place on any date of a course; every statement that reads it names the person.';

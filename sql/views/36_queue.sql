-- The waiting list as its people see it, and as the desk does.

CREATE VIEW app.my_offer AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, e.code AS event_code, s.title,
       app.span_words(s.starts, f.ends) AS starts_words, f.n > 1 AS many_parts,
       app.place_words(s.id, l.kind) AS place,
       coalesce(p.email, p.guest_email) AS email, p.guest, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       CASE WHEN o.state = 'open' AND o.expires <= lectern.clock() THEN 'lapsed' ELSE o.state END AS answer,
       b.state, app.moment_words(o.expires) AS until_words, app.moment_words(o.ended) AS ended_words,
       app.window_words(o.made, o.expires, s.starts) AS window_words,
       b.wish IS NOT NULL AS from_wish,
       EXISTS (SELECT FROM lectern.wish w WHERE w.id = b.wish AND w.state = 'open') AS wish_open,
       app.has_first_call(b.replaces) AS first_call,
       CASE WHEN b.state IN ('offered', 'requested', 'confirmed') THEN app.booking_terms(b.id) END AS terms_words,
       b.state = 'offered' AND coalesce(app.session_free_until(s) < lectern.clock(), false) AS charged_now,
       CASE WHEN b.wish IS NOT NULL AND s.approval IN ('manager', 'coordinator', 'both') THEN true ELSE false END AS asks,
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
 WHERE k.purpose = 'offer' AND k.expires > lectern.clock()
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.offer_link IS 'Whose offer a mailed link opens.';

CREATE VIEW app.guest_link AS
SELECT k.token, k.booking AS number, b.person, p.phone
  FROM lectern.link k
  JOIN lectern.booking b ON b.id = k.booking
  JOIN lectern.person p ON p.id = b.person AND p.guest AND p.status <> 'closed'
 WHERE k.purpose = 'guest' AND k.expires > lectern.clock()
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.guest_link IS 'The booking of a guest, by the link of its page.';

CREATE VIEW app.my_wish AS
SELECT w.id AS number, w.person, e.code AS event_code, e.title, app.day_words(w.made) AS since_words,
       (SELECT count(*) FROM lectern.wish q WHERE q.event = w.event AND q.state = 'open' AND q.id <= w.id) AS place,
       (SELECT count(*) FROM app.public_session s
         WHERE s.event = w.event AND s.status = 'open' AND s.starts > lectern.clock()) AS dates
  FROM lectern.wish w
  JOIN app.public_event e ON e.id = w.event
 WHERE w.state = 'open';
COMMENT ON VIEW app.my_wish IS 'Who waits for the next place on any date of a course; every statement that reads it names the person.';

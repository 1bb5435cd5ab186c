-- Bookings as their owner reads them.

CREATE VIEW app.my_live_booking AS
SELECT b.id, b.session, b.person, b.state
  FROM lectern.booking b
 WHERE b.live;

CREATE VIEW app.booker_of_self AS
SELECT p.id, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.email, p.job_title,
       p.manager_name, p.manager_email,
       coalesce(t.name, a.name, p.unlisted, '') AS setting,
       n.access AS access_needs, n.diet AS dietary_needs
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting
  LEFT JOIN lectern.need n ON n.person = p.id;
COMMENT ON VIEW app.booker_of_self IS 'What a booking form knows of the person who books.';

CREATE VIEW app.my_booking AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, e.code AS event_code, s.title, s.starts, s.ends, b.state,
       app.span_words(s.starts, f.ends) AS starts_words,
       CASE WHEN l.kind = 'virtual' OR s.delivery = 'virtual' THEN 'Online' ELSE v.town END AS where_words,
       coalesce(p.email, p.guest_email) AS email, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       b.state = 'confirmed' AS confirmed, b.state = 'requested' AS requested,
       b.state = 'waiting' AS waiting, b.state = 'offered' AS offered,
       b.state = 'cancelled' AS cancelled, b.state = 'declined' AS declined,
       (s.starts AT TIME ZONE 'Europe/London')::date <= ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date
           AND s.ends > (SELECT lectern.clock()) AS today,
       s.ends <= (SELECT lectern.clock()) AS past,
       CASE b.state WHEN 'waiting' THEN app.place_in_line(b.id) END AS waiting_number,
       app.barred_words(b.id, s) AS barred_words,
       b.manager_name, b.ended_by, b.state = 'declined' AND (b.ended_by = 'person' OR b.ended_by = 'lapse' AND z.lapsed) AS let_go,
       b.state = 'declined' AND b.ended_by = 'lapse' AND NOT z.lapsed AS undecided,
       CASE b.state WHEN 'offered' THEN (SELECT app.moment_words(o.expires) FROM lectern.offer o WHERE o.booking = b.id AND o.state = 'open') END AS offer_until,
       CASE WHEN b.state = 'waiting' AND app.offers_from(s.starts, app.session_free_until(s)) > (SELECT lectern.clock())
            THEN app.day_words(app.offers_from(s.starts, app.session_free_until(s))) END AS offers_from,
       CASE b.ended_by
       WHEN 'person' THEN CASE b.state WHEN 'declined' THEN 'You let it go on ' ELSE 'You cancelled on ' END || app.day_words(b.changed) || '.'
       WHEN 'session' THEN CASE s.status WHEN 'cancelled' THEN 'The date was cancelled.' ELSE 'You could not come to the new date.' END
       WHEN 'swap' THEN 'A colleague comes instead' || CASE WHEN EXISTS (SELECT FROM lectern.booking n WHERE n.replaces = b.id AND n.state = 'requested')
                                                            THEN ', once it is agreed.' ELSE '.' END
       WHEN 'transfer' THEN 'You moved to another date.'
       WHEN 'coordinator' THEN CASE b.state WHEN 'declined' THEN 'It was decided on ' ELSE 'The training team cancelled it on ' END || app.day_words(b.changed) || '.'
       WHEN 'lapse' THEN CASE WHEN z.lapsed THEN 'We had not heard from you in time. That was on ' || app.day_words(b.changed) || '.' END
       WHEN 'manager' THEN 'It was decided on ' || app.day_words(b.changed) || '.'
       END AS ended_words,
       l.kind <> 'virtual' AND s.delivery <> 'virtual' AS in_person,
       l.kind = 'virtual' OR s.delivery = 'virtual' AS virtual,
       v.name AS venue, concat_ws(', ', nullif(v.address, ''), nullif(v.postcode, '')) AS address, r.name AS room,
       CASE WHEN b.state = 'confirmed' AND s.status = 'open' AND (l.kind = 'virtual' OR s.delivery = 'virtual')
                 AND app.join_from(s.starts) <= (SELECT lectern.clock()) AND s.ends > (SELECT lectern.clock())
            THEN s.join_url END AS join_url,
       b.live AND s.starts > (SELECT lectern.clock()) AS can_cancel,
       CASE WHEN b.state IN ('requested', 'offered', 'confirmed') AND s.starts > (SELECT lectern.clock())
            THEN coalesce(app.booking_terms(b.id), 'If you cannot come, please tell us: someone may be waiting for the place.') END AS terms_words,
       s.status = 'cancelled' AS session_cancelled,
       n.slug AS replaced_by, app.span_words(n.starts, n.ends) AS replaced_words,
       b.changed > (SELECT lectern.clock()) - interval '5 minutes' AS here,
       s.sequence + b.sequence AS sequence,
       app.place_words(s.id, l.kind) AS place
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.pool l ON l.id = b.pool
  LEFT JOIN lectern.venue v ON v.id = s.venue
  LEFT JOIN lectern.room r ON r.id = s.room
  LEFT JOIN app.public_session n ON n.id = s.replaced_by
 CROSS JOIN LATERAL (SELECT min(q.ends) AS ends FROM lectern.part q WHERE q.session = s.id) AS f
 CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM lectern.offer o WHERE o.booking = b.id AND o.state = 'lapsed') AS lapsed) AS z
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.my_booking IS 'A booking with its session; every statement that reads it names the person.';

CREATE VIEW app.my_ticket AS
SELECT DISTINCT ON (b.id) b.id AS number, b.person, t.seed, t.key, t.version
  FROM lectern.booking b
  JOIN lectern.ticket t ON t.booking = b.id
 WHERE b.state = 'confirmed'
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person)
 ORDER BY b.id, t.version DESC;
COMMENT ON VIEW app.my_ticket IS 'What the newest ticket of a confirmed booking is made from.';

CREATE VIEW app.my_part AS
SELECT b.id AS number, b.person, q.number AS part, q.name, q.starts, q.ends,
       extract(epoch FROM q.starts)::bigint AS starts_epoch,
       extract(epoch FROM q.ends)::bigint AS ends_epoch,
       app.day_words(q.starts) AS date_words,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words,
       r.name AS room
  FROM lectern.booking b
  JOIN lectern.part q ON q.session = b.session
  JOIN lectern.session s ON s.id = b.session
  LEFT JOIN lectern.room r ON r.id = coalesce(q.room, s.room)
 WHERE NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);

-- What people need on a date.  Every statement that reads it has asked
-- app.see_needs or app.see_session before.

CREATE VIEW app.session_need AS
SELECT b.session, b.id AS number, b.id || '-' || n.kind AS need, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.last_name, p.first_name,
       n.kind, CASE n.kind WHEN 'diet' THEN 'Food' ELSE 'Access' END AS kind_words, n.details, n.state,
       CASE n.state WHEN 'new' THEN 'New' WHEN 'arranged' THEN 'Arranged' WHEN 'met' THEN 'Met' ELSE 'Not met' END AS state_words,
       n.note, b.state AS booking_state, app.booking_words(b.state, b.ended_by) AS booking_words,
       app.need_late(n.kind, n.details, s.starts, n.told) AS late
  FROM lectern.booking_need n
  JOIN lectern.booking b ON b.id = n.booking AND b.live
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person;

-- What was done about each, the last first; without what it is.
CREATE VIEW app.need_step AS
SELECT b.session, b.id || '-' || (u.detail ->> 'kind') AS need, u.id,
       CASE u.detail ->> 'state' WHEN 'new' THEN 'New again' WHEN 'arranged' THEN 'Arranged' WHEN 'met' THEN 'Met' ELSE 'Not met' END AS words,
       app.moment_words(u.at) AS at_words, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS who
  FROM lectern.booking b
  JOIN lectern.audit u ON u.object = 'booking ' || b.id AND u.act = 'set_need'
  JOIN lectern.person p ON p.id = u.person;

-- As its owner sees it; every statement that reads it names the person.
CREATE VIEW app.my_need AS
SELECT b.id AS number, b.person, n.kind, CASE n.kind WHEN 'diet' THEN 'Food' ELSE 'Access' END AS kind_words, n.details, n.state,
       CASE n.state WHEN 'new' THEN 'We look into it' WHEN 'arranged' THEN 'Arranged' WHEN 'met' THEN 'Met'
                    ELSE CASE WHEN s.starts > (SELECT lectern.clock()) THEN 'Cannot be arranged' ELSE 'Was not met' END END AS state_words
  FROM lectern.booking_need n
  JOIN lectern.booking b ON b.id = n.booking
  JOIN lectern.session s ON s.id = b.session;

CREATE VIEW app.edit_need_kind AS
SELECT k.code, k.label, k.words, k.days, k.version, k.code = 'diet' AS is_diet FROM lectern.need_kind k;

CREATE VIEW app.caterer_guest AS
SELECT b.session, b.id AS number, EXISTS (SELECT FROM lectern.booking_need n WHERE n.booking = b.id AND n.kind = 'diet') AS special
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session AND s.delivery <> 'virtual'
  JOIN lectern.pool l ON l.id = b.pool AND l.kind <> 'virtual'
 WHERE b.state = 'confirmed';
COMMENT ON VIEW app.caterer_guest IS 'Who has a place in the room.';

CREATE VIEW app.caterer_line AS
SELECT b.session, min(n.details) AS details, count(*) AS n
  FROM lectern.booking_need n
  JOIN lectern.booking b ON b.id = n.booking AND b.state = 'confirmed'
  JOIN app.caterer_guest g ON g.number = b.id
 WHERE n.kind = 'diet'
 GROUP BY b.session, lectern.words(n.details);
COMMENT ON VIEW app.caterer_line IS 'What the caterer must know: how many eat what, without names.';

CREATE VIEW app.need_sum AS
SELECT t.session, CASE t.kind WHEN 'diet' THEN 'Food' ELSE 'Access' END AS kind_words,
       sum(t.n) AS n, coalesce(sum(t.n) FILTER (WHERE t.state = 'met'), 0) AS met,
       coalesce(sum(t.n) FILTER (WHERE t.state = 'not_met'), 0) AS not_met
  FROM lectern.need_total t
 GROUP BY t.session, t.kind;

-- Mails to people that came back or were refused, and still matter: they went
-- to the address of today, or are about a date to come.
CREATE VIEW app.mail_back AS
SELECT m.id AS mail, p.id AS person, p.code, app.kind_of_mail(m.kind) AS kind_words, m.address, n.address AS now,
       n.address <> m.address AS moved, app.moment_words(m.finished) AS at_words, nullif(m.reply, '') AS reply, s.title, m.finished
  FROM lectern.mail m
  JOIN lectern.person p ON p.id = m.person AND p.status <> 'closed'
 CROSS JOIN LATERAL (SELECT coalesce(p.email, p.guest_email) AS address) AS n
  JOIN app.kinds_of_mail() AS k ON k.kind = m.kind
  LEFT JOIN lectern.booking b ON b.id = m.booking
  LEFT JOIN lectern.session s ON s.id = m.session
 WHERE m.state IN ('refused', 'bounced') AND n.address IS NOT NULL AND m.finished > (SELECT lectern.clock()) - interval '60 days'
   AND (k.ended OR b.id IS NULL OR b.state NOT IN ('cancelled', 'declined'))
   AND (n.address = m.address OR s.ends > (SELECT lectern.clock()));
COMMENT ON COLUMN app.mail_back.now IS 'Where it would go today.';

-- Mails in the partnership's own words.
CREATE VIEW app.message_page AS
SELECT m.kind, m.subject, m.body, m.version, m.body IS NOT NULL AS own, app.day_words(m.changed) AS changed_words,
       concat_ws(' ', p.first_name, p.last_name) AS changed_by
  FROM lectern.message m
  LEFT JOIN lectern.person p ON p.id = m.by;

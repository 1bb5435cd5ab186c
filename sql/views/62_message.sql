-- Mails in the partnership's own words.
CREATE VIEW app.message_page AS
SELECT m.kind, m.subject, m.body, m.version, m.body IS NOT NULL AS own, app.day_words(m.changed) AS changed_words,
       concat_ws(' ', p.first_name, p.last_name) AS changed_by
  FROM lectern.message m
  LEFT JOIN lectern.person p ON p.id = m.by;

-- Letters: messages to people without an address for mail.

CREATE VIEW app.letter AS
SELECT m.id AS mail, m.kind, m.state, app.kind_of_mail(m.kind) AS kind_words, app.moment_words(m.made) AS made_words, m.made,
       p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       coalesce(nullif(p.post, ''), concat_ws(E'\n', t.name, a.name)) AS post,
       p.post = '' AND NOT p.guest AS at_work, p.phone, p.guest AS ring,
       b.id AS number, s.id AS session, s.slug AS ref, s.title, app.span_words(s.starts, s.ends) AS starts_words,
       app.booking_words(b.state, b.ended_by) AS state_words, app.letter_data(m.id) AS data,
       k.seed, k.key, k.version
  FROM lectern.mail m
  JOIN lectern.person p ON p.id = m.person
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting
  LEFT JOIN lectern.booking b ON b.id = m.booking
  LEFT JOIN lectern.session s ON s.id = coalesce(m.session, b.session)
  LEFT JOIN app.my_ticket k ON k.number = m.booking
 WHERE m.state IN ('to_post', 'posted');
COMMENT ON COLUMN app.letter.at_work IS 'We know no address of their own: it goes to where they work.';

-- post_list()
-- Letters to print and post, the oldest first.
SELECT l.mail, l.kind_words, l.made_words, l.code, l.name, l.post, l.at_work, l.ring, l.phone, l.number, l.ref, l.title,
       l.starts_words, l.state_words
  FROM app.letter l
 WHERE l.state = 'to_post' AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = l.session)
 ORDER BY l.made, l.mail
 LIMIT 200;

-- post_letters(mails textarray)
-- These letters with all that is printed on them; none: all that wait.
SELECT l.mail, l.kind, l.name, l.post, l.data, l.number, l.seed, l.key, l.version, app.day_words(lectern.clock()) AS today
  FROM app.letter l
 WHERE (l.state = 'to_post' AND NOT l.ring AND :mails = '{}' OR l.mail::text = ANY (:mails))
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = l.session)
 ORDER BY l.made, l.mail
 LIMIT 200;

-- post_drop(actor int, mail int)
-- A letter that is no longer needed.
SELECT s.outcome FROM app.settle_letter(:actor, :mail, false) AS s;

-- post_settle(actor int, mails textarray)
-- These letters are posted.
SELECT app.settle_letters(:actor, :mails) AS n;

-- mailbox_list(which text, page int)
-- Mails, the newest first: those in trouble, or those of a state, or all.
SELECT m.mail, m.kind_words, coalesce(m.address, 'by post') AS address, coalesce(nullif(m.name, ''), m.address) AS name, m.code, m.state, m.state_words, m.made_words,
       m.attempts, m.reply, m.next_words, m.trouble
  FROM app.desk_mail m
 WHERE (:which = 'all' OR :which = '' AND m.trouble OR m.state = :which)
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = m.session)
 ORDER BY m.mail DESC
 LIMIT 25 OFFSET 25 * (:page - 1);

-- mailbox_count(which text)
-- How many there are of those.
SELECT count(*) AS n FROM app.desk_mail m
 WHERE (:which = 'all' OR :which = '' AND m.trouble OR m.state = :which)
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = m.session);

-- mailbox_words()
-- How the rest is doing.
SELECT w.sent || ' sent in the last 7 days' AS sent_words,
       CASE w.queued WHEN 0 THEN 'none' ELSE w.queued::text END || ' waiting to be sent' AS queued_words
  FROM app.desk_mail_count w;

-- mail_back(person int)
-- What was written to somebody and did not arrive, the latest first.
SELECT k.kind_words, k.title, k.address, k.at_words, k.now, k.moved FROM app.mail_back k WHERE k.person = :person ORDER BY k.mail DESC LIMIT 5;

-- mail_back_of(code text)
-- The same for the desk.
SELECT k.mail, k.kind_words, k.title, k.address, k.at_words, k.now, k.moved, k.reply FROM app.mail_back k WHERE k.code = :code ORDER BY k.mail DESC LIMIT 5;

-- mail_back_resend(person int)
-- Send it again.
SELECT o.outcome FROM app.resend_mine(:person) AS o;

-- mailbox_retry(actor int, mail int)
-- Try a mail again.
SELECT o.outcome FROM app.retry_mail(:actor, :mail) AS o;

-- mailbox_discard(actor int, mail int)
-- Give up on a mail.
SELECT o.outcome FROM app.discard_mail(:actor, :mail) AS o;

-- mailbox_list(which text, before id)
-- Mails, the newest first: those in trouble, or those of a state, or all.
SELECT m.number, m.kind_words, m.address, m.state_words, m.reply, m.made_words, m.finished_words, m.next_words, m.attempts,
       m.code, m.name, m.ref, m.title, m.trouble
  FROM app.desk_mail m
 WHERE (:which = 'all' OR m.state = :which OR :which = 'trouble' AND m.trouble)
   AND (:before IS NULL OR m.number < :before)
 ORDER BY m.number DESC
 LIMIT 51;

-- mailbox_counts()
-- How many there are of each.
SELECT m.trouble, m.queued, m.refused, m.bounced FROM app.desk_mail_count m;

-- mailbox_retry(actor int, mail int)
-- Try a mail again.
SELECT o.outcome FROM app.retry_mail(:actor, :mail) AS o;

-- mailbox_discard(actor int, mail int)
-- Give up on a mail.
SELECT o.outcome FROM app.discard_mail(:actor, :mail) AS o;

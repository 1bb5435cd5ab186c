-- audit_list(act text, who text, object text, since date, until date, before id)
-- Who did or saw what, the newest first.
SELECT u.id, u.at_words, u.who, u.who_code, u.act_words, u.object, u.href, u.detail
  FROM app.audit_line u
 WHERE (:act = '' OR u.act = :act)
   AND (:who = '' OR u.who_code = :who)
   AND (:object = '' OR u.object = :object)
   AND (:since IS NULL OR u.at >= :since AT TIME ZONE 'Europe/London')
   AND (:until IS NULL OR u.at < (:until + 1) AT TIME ZONE 'Europe/London')
   AND (:before IS NULL OR u.id < :before)
 ORDER BY u.id DESC
 LIMIT 51;

-- audit_acts()
-- What can be looked for.
SELECT a.act, replace(a.act, '_', ' ') AS words FROM app.audit_act a ORDER BY a.act;

-- audit_list(actor int, act text, who text, object text, since date, until date, before id)
-- Who did or saw what, the newest first; one more than a page holds.
SELECT u.id, u.at_words, u.who, u.who_code, u.act_words, u.object_words, u.href, u.detail,
       row_number() OVER (ORDER BY u.id DESC) > 50 AS spare
  FROM app.audit_line u
 WHERE (:act = '' OR u.act = :act)
   AND (:who = '' OR u.person = (SELECT p.person FROM app.desk_person p WHERE p.code = :who))
   AND (:object = '' OR u.object = app.object_named(:object))
   AND (:since IS NULL OR u.at >= lectern.local_instant(:since::timestamp))
   AND (:until IS NULL OR u.at < lectern.local_instant((:until + 1)::timestamp))
   AND NOT app.audit_is_secret(:actor, u.object, u.told)
   AND (:before IS NULL OR u.id < :before)
 ORDER BY u.id DESC
 LIMIT 51;

-- audit_acts(act text)
-- What can be looked for.
SELECT a.act, a.words, a.act = :act AS selected FROM app.audit_act a ORDER BY a.words;

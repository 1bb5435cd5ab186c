-- message_list(kinds textarray)
-- The kinds of mail, with what is said of each.
SELECT k.kind, k.words, k.goes, coalesce(m.own, false) AS own, m.changed_words, m.changed_by
  FROM app.kinds_of_mail() AS k
  LEFT JOIN app.message_page m ON m.kind = k.kind
 WHERE k.kind = ANY (:kinds)
 ORDER BY 2, 1;

-- message_hours()
-- When mail that can wait goes out: "8am to 6pm".
SELECT app.hours_of_mail() AS words;

-- message_show(kind text)
-- A kind as it stands; version 0 where nobody has written to it yet.
SELECT k.kind, app.kind_of_mail(k.kind) AS words, m.subject, m.body, coalesce(m.version, 0) AS version, coalesce(m.own, false) AS own
  FROM (SELECT :kind::text AS kind) AS k
  LEFT JOIN app.message_page m ON m.kind = k.kind;

-- message_newer(kind text, version int)
-- What somebody saved since the version that a writer began with; -1: nothing is asked.
SELECT coalesce(m.subject, 'Back to ours') AS subject, m.body, coalesce(nullif(m.changed_by, ''), 'Somebody') AS by, m.changed_words
  FROM app.message_page m
 WHERE m.kind = :kind AND :version >= 0 AND m.version > :version;

-- message_save(kind text, version int, subject text, body text, by int)
-- Put new words in the place of the version that was read, or with none go back to ours; no row: somebody was quicker.
INSERT INTO lectern.message AS m (kind, subject, body, version, changed, by)
VALUES (:kind, nullif(:subject, ''), nullif(:body, ''), :version + 1, lectern.clock(), :by)
    ON CONFLICT (kind) DO UPDATE
   SET subject = excluded.subject, body = excluded.body, version = m.version + 1, changed = excluded.changed, by = excluded.by
 WHERE m.version = :version
RETURNING version;

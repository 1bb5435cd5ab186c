-- statement_show(slug text)
-- A text of the footer.
SELECT t.slug AS name, t.title, t.body, t.version, t.changed_words FROM app.statement_page t WHERE t.slug = :slug;

-- statement_list()
-- All of them, for those who edit.
SELECT t.slug AS name, t.title, t.changed_words, t.changed_by AS by, t.old FROM app.statement_page t ORDER BY t.title;

-- statement_newer(slug text, version int)
-- What somebody saved since the version that a writer began with.
SELECT t.title, t.body, coalesce(t.changed_by, 'Somebody') AS by, t.changed_words
  FROM app.statement_page t
 WHERE t.slug = :slug AND :version > 0 AND t.version > :version;

-- statement_change(slug text, version int, title text, body text, by int)
-- Put a new text in the place of the version that was read; no row: somebody was quicker.
UPDATE lectern.statement
   SET title = :title, body = :body, version = version + 1, changed = lectern.clock(), by = :by
 WHERE slug = :slug AND version = :version
RETURNING version;

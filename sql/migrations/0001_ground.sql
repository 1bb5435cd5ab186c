-- The ground: schemas, extensions, the clock, text folding, the audit trail.
--
-- Tables live in lectern, made once by migrations.  Views and functions live
-- in app and are made anew at every migration, so nothing here may refer to
-- app.  What defaults and indexes need stands in lectern.

CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION unaccent WITH SCHEMA ext;
CREATE EXTENSION fuzzystrmatch WITH SCHEMA ext;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE lectern.deployment (
    one    boolean PRIMARY KEY DEFAULT true,
    demo   boolean NOT NULL DEFAULT false,
    shift  interval NOT NULL DEFAULT '0',
    weeks  int NOT NULL DEFAULT 0,
    CONSTRAINT one_row CHECK (one),
    CONSTRAINT only_a_demo_shifts CHECK (demo OR shift = '0')
);
COMMENT ON TABLE lectern.deployment IS 'One row: what kind of installation this is.';
COMMENT ON COLUMN lectern.deployment.shift IS 'Added to the server''s time; only a demo may run on another clock.';
COMMENT ON COLUMN lectern.deployment.weeks IS 'Whole weeks by which a demo''s dates were moved when it was loaded.';
INSERT INTO lectern.deployment DEFAULT VALUES;

-- In plpgsql, whose plans are kept: an SQL function that reads a table is
-- planned anew in every statement that calls it.
CREATE FUNCTION lectern.clock() RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN now() + (SELECT shift FROM lectern.deployment);
END $$;
COMMENT ON FUNCTION lectern.clock() IS 'The time of this installation at the start of the transaction; nothing else may ask for the time.';

CREATE FUNCTION lectern.local_instant(p_local timestamp) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE
           WHEN (t AT TIME ZONE 'Europe/London') <> p_local THEN NULL
           WHEN ((t - interval '1 hour') AT TIME ZONE 'Europe/London') = p_local
           THEN t - interval '1 hour'
           ELSE t
           END
      FROM (SELECT p_local AT TIME ZONE 'Europe/London' AS t) AS i
$$;
COMMENT ON FUNCTION lectern.local_instant(timestamp) IS 'The instant of a time in Europe/London: NULL where the clocks jump over it, the earlier of the two where it happens twice.';

CREATE FUNCTION lectern.fold(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ext.unaccent('ext.unaccent'::regdictionary, lower(p_text)) $$;
COMMENT ON FUNCTION lectern.fold(text) IS 'A text as it is compared in searches: lower case, without accents.';

CREATE FUNCTION lectern.words(p_text text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT coalesce(array_agg(DISTINCT w ORDER BY w), '{}')
      FROM regexp_split_to_table(replace(replace(lectern.fold(p_text), '''', ''), '’', ''),
                                 '[^[:alnum:]]+') AS w
     WHERE w <> ''
$$;
COMMENT ON FUNCTION lectern.words(text) IS 'The distinct folded words of a text.';

CREATE TABLE lectern.audit (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT lectern.clock(),
    person  bigint,
    act     text NOT NULL,
    object  text NOT NULL,
    detail  jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON lectern.audit (at);
COMMENT ON TABLE lectern.audit IS 'Who did or saw what, and when.  Nobody but the owner may change or delete a row.';
COMMENT ON COLUMN lectern.audit.person IS 'Who acted; NULL is the system itself.';
COMMENT ON COLUMN lectern.audit.act IS 'A verb such as export, view_person, sign_off.';
COMMENT ON COLUMN lectern.audit.object IS 'What was acted on, such as session BRF-701-01 or export attendance.';

CREATE TABLE lectern.statement (
    slug     text PRIMARY KEY,
    title    text NOT NULL,
    body     text NOT NULL,
    version  int NOT NULL DEFAULT 1,
    changed  timestamptz NOT NULL DEFAULT lectern.clock(),
    CONSTRAINT statement_slug CHECK (slug ~ '^[a-z][a-z-]*$')
);
COMMENT ON TABLE lectern.statement IS 'The editable texts of the footer: accessibility, privacy, cookies, contact.';
COMMENT ON COLUMN lectern.statement.body IS 'Plain text: blank lines part paragraphs, a line that begins with "# " is a heading, "- " a list item.';

-- What each role may do, and nothing else; and functions that are sound.
BEGIN;
\ir fixture.psql
SELECT plan(14);

SELECT is_empty($$
    SELECT c.relname, privilege
      FROM pg_class c
     CROSS JOIN unnest(ARRAY['INSERT', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
     WHERE c.relnamespace IN ('lectern'::regnamespace, 'app'::regnamespace) AND c.relkind IN ('r', 'v', 'p')
       AND has_table_privilege('lectern_web', c.oid, privilege)
       AND c.relname <> 'statement'$$,
    'the web role inserts and deletes nothing by itself');
SELECT set_eq($$
    SELECT DISTINCT a.attrelid::regclass::text
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'lectern'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND has_column_privilege('lectern_web', c.oid, a.attnum, 'UPDATE')$$,
    $$VALUES ('statement'), ('venue'), ('room'), ('message'), ('need_kind')$$,
    'it writes granted columns of plain lists only');
SELECT is_empty($$
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'lectern'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('statement', 'message', 'deployment')
       AND has_table_privilege('lectern_web', c.oid, 'SELECT')$$,
    'it reads views, not tables (but for the texts, and the clock''s own row)');
SELECT is_empty($$
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace IN ('lectern'::regnamespace, 'app'::regnamespace) AND c.relkind IN ('r', 'v')
       AND (has_table_privilege('lectern_worker', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))$$,
    'the worker reads and writes nothing but through its functions');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
     WHERE p.pronamespace = 'app'::regnamespace AND p.proname !~ '^(mail|work)_' AND p.proname NOT IN ('link_make', 'schema_number')
       AND has_function_privilege('lectern_worker', p.oid, 'EXECUTE')$$,
    'and they are its own');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
     WHERE p.pronamespace = 'app'::regnamespace AND p.proname ~ '^(mail_claim|mail_result|work_|link_make)'
       AND has_function_privilege('lectern_web', p.oid, 'EXECUTE')$$,
    'the web role has none of them');
SELECT is_empty($$
    SELECT p.oid::regprocedure::text FROM pg_proc p
     WHERE p.pronamespace IN ('app'::regnamespace, 'lectern'::regnamespace) AND has_function_privilege('public', p.oid, 'EXECUTE')$$,
    'PUBLIC may execute nothing');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
     WHERE p.pronamespace = 'app'::regnamespace AND p.prosecdef
       AND (p.proconfig IS NULL OR NOT 'search_path=lectern, pg_temp' = ANY (p.proconfig))$$,
    'every command fixes its search path');
SELECT is_empty($$
    SELECT rolname FROM pg_roles
     WHERE rolname IN ('lectern_web', 'lectern_worker') AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)$$,
    'neither role has any other power');
SELECT is(has_schema_privilege('lectern_web', 'lectern', 'CREATE') OR has_schema_privilege('lectern_web', 'app', 'CREATE')
          OR has_schema_privilege('lectern_web', 'public', 'CREATE'), false, 'the web role makes nothing');

SET LOCAL ROLE lectern_web;
SELECT throws_ok('SELECT email FROM lectern.person', '42501', NULL, 'people cannot be read around the views');
SELECT throws_ok('UPDATE lectern.pool SET taken = 0', '42501', NULL, 'places cannot be changed around the commands');
SELECT throws_ok('DELETE FROM lectern.audit', '42501', NULL, 'nor the audit trail');
RESET ROLE;

SELECT is_empty($$
    SELECT p.proname, c.message
      FROM pg_proc p
     CROSS JOIN LATERAL plpgsql_check_function_tb(p.oid, other_warnings := false, extra_warnings := false, performance_warnings := false) AS c
     WHERE p.pronamespace = 'app'::regnamespace AND p.prorettype <> 'trigger'::regtype
       AND p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')
       AND c.level = 'error'$$,
    'plpgsql_check finds no error in any command');
SELECT * FROM finish();
ROLLBACK;

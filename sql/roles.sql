-- The three roles, made once for the cluster, and what each may do.  Run by
-- every migration, after the schema app has been made anew.
--
-- lectern_owner   owns everything; migrations and the command line
-- lectern_web     lecternd: reads views, calls commands, writes plain lists
-- lectern_worker  lectern-worker: the outbox and the clockwork

DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['lectern_web', 'lectern_worker'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', v_role);
        END IF;
    END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO lectern_web, lectern_worker;
REVOKE ALL ON ALL TABLES IN SCHEMA lectern FROM lectern_web, lectern_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA app TO lectern_web;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO lectern_web;

-- A view's functions run with the rights of whoever reads it.
-- Any statement that reads lectern.person plans with its index over fold().
GRANT USAGE ON SCHEMA ext TO lectern_web;
GRANT EXECUTE ON FUNCTION lectern.clock(), lectern.local_instant(timestamp), lectern.fold(text), lectern.words(text)
   TO lectern_web;
GRANT SELECT ON lectern.deployment TO lectern_web;

-- Plain lists: nothing in them can race, so ordinary statements change them,
-- with WHERE id = … AND version = …; the audit trigger tells who.
GRANT USAGE ON SCHEMA lectern TO lectern_web;
GRANT SELECT, UPDATE (title, body, version, changed, by) ON lectern.statement TO lectern_web;
GRANT SELECT (id, code, version), INSERT (code, name, town, address, postcode, access, parking, catering, phone, by),
      UPDATE (name, town, address, postcode, access, parking, catering, phone, version, changed, by)
   ON lectern.venue TO lectern_web;
GRANT SELECT (id, code, version), INSERT (venue, code, name, capacity, layouts, by),
      UPDATE (name, capacity, layouts, version, changed, by)
   ON lectern.room TO lectern_web;
GRANT SELECT (version) ON lectern.rule TO lectern_web;

GRANT SELECT (code, version), INSERT (code, label, words, days, by), UPDATE (label, words, days, version, changed, by)
   ON lectern.need_kind TO lectern_web;
GRANT SELECT, INSERT (kind, subject, body, version, changed, by), UPDATE (subject, body, version, changed, by)
   ON lectern.message TO lectern_web;

-- The worker may do what its own file of functions offers, and nothing else.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM lectern_worker;
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN
        SELECT p.oid::regprocedure FROM pg_proc p
         WHERE p.pronamespace = 'app'::regnamespace
           AND (p.proname LIKE 'mail\_%' OR p.proname LIKE 'work\_%' OR p.proname = 'link_make')
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO lectern_worker', v_function);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM lectern_web', v_function);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION app.schema_number() TO lectern_worker;
REVOKE EXECUTE ON FUNCTION app.bounce(uuid, text) FROM lectern_web;

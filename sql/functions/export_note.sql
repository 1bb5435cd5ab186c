-- Note in the audit trail that a person took an export, and what of it.
CREATE FUNCTION app.export_note(p_person bigint, p_what text, p_filter jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ INSERT INTO audit (person, act, object, detail) VALUES (p_person, 'export', 'export ' || p_what, p_filter) $$;

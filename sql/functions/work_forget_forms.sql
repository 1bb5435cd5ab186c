-- work_forget_forms: answered forms are kept for 7 days.  lectern-worker calls it.
CREATE FUNCTION app.work_forget_forms() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ DELETE FROM once WHERE at < clock() - interval '7 days' $$;

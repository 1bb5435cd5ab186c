-- schema_number: the newest migration that this database has; a program that
-- was built for another treats the database as away.
CREATE FUNCTION app.schema_number() RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT max(number) FROM migration $$;

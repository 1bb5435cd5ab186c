-- correct_person: keep what a person corrected on a booking form, so that it
-- need not be asked again.  NULL leaves a thing as it is.
CREATE FUNCTION app.correct_person(p_person bigint, p_job_title text, p_manager_name text,
                                   p_manager_email text, p_access text, p_diet text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE person
       SET job_title = coalesce(p_job_title, job_title),
           manager_name = coalesce(p_manager_name, manager_name),
           manager_email = coalesce(p_manager_email, manager_email),
           version = version + 1
     WHERE id = p_person
       AND (job_title <> p_job_title OR manager_name <> p_manager_name
            OR manager_email IS DISTINCT FROM coalesce(p_manager_email, manager_email));
    IF p_access IS NULL AND p_diet IS NULL THEN
        RETURN;
    END IF;
    IF coalesce(p_access, '') = '' AND coalesce(p_diet, '') = '' THEN
        DELETE FROM need WHERE person = p_person;
    ELSE
        INSERT INTO need AS n (person, access, diet) VALUES (p_person, coalesce(p_access, ''), coalesce(p_diet, ''))
        ON CONFLICT (person) DO UPDATE SET access = excluded.access, diet = excluded.diet
         WHERE (n.access, n.diet) <> (excluded.access, excluded.diet);
    END IF;
END $$;

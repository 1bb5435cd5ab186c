-- post: letters to people without an address for mail.  A letter is a row of
-- the outbox in state to_post; a person prints it and says that it is posted.

-- settle_letter: posted, or no longer needed (p_post false).
-- Outcomes: posted; dropped; not_found (or somebody was quicker).
CREATE FUNCTION app.settle_letter(p_actor bigint, p_mail bigint, p_post boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE mail
       SET state = CASE WHEN p_post THEN 'posted' ELSE 'dropped' END, finished = clock(),
           reply = CASE WHEN p_post THEN '' ELSE 'No longer needed, said a coordinator' END
     WHERE id = p_mail AND state = 'to_post' AND app.coordinator(p_actor) IS NOT NULL;
    outcome := CASE WHEN NOT FOUND THEN 'not_found' WHEN p_post THEN 'posted' ELSE 'dropped' END;
    IF outcome <> 'not_found' THEN
        INSERT INTO audit (person, act, object) VALUES (p_actor, outcome || '_letter', 'mail ' || p_mail);
    END IF;
END $$;

-- settle_letters: all of these were posted; gives how many.
CREATE FUNCTION app.settle_letters(p_actor bigint, p_mails text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT count(*) FILTER (WHERE s.outcome = 'posted')
      FROM mail m
     CROSS JOIN LATERAL app.settle_letter(p_actor, m.id, true) AS s
     WHERE m.state = 'to_post' AND m.id::text = ANY (p_mails)
       AND app.may_read(p_actor, app.session_named('mail', m.id::text))
$$;

-- What may be named in a letter, as in a mail; of letters only.
CREATE FUNCTION app.letter_data(p_mail bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT app.mail_data(id)::text FROM mail WHERE id = p_mail AND state IN ('to_post', 'posted') $$;

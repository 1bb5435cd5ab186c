-- Days on which nobody works, and when schools are closed, kept at the desk.

-- keep_holiday: p_last NULL: a bank holiday, on p_first; else the days of a
-- school holiday.  p_remove: it is none.
-- Outcomes: saved; not_found; no_name; first_after_last; holiday_known.
CREATE FUNCTION app.keep_holiday(p_actor bigint, p_first date, p_last date, p_name text, p_remove boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL THEN 'not_found'
                    WHEN NOT p_remove AND p_name = '' THEN 'no_name'
                    WHEN p_last < p_first THEN 'first_after_last' ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    ELSIF p_remove AND p_last IS NULL THEN
        DELETE FROM holiday WHERE day = p_first;
    ELSIF p_remove THEN
        DELETE FROM school_holiday WHERE first = p_first AND last = p_last;
    ELSIF p_last IS NULL THEN
        INSERT INTO holiday (day, name) VALUES (p_first, p_name) ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO school_holiday (first, last, name) VALUES (p_first, p_last, p_name) ON CONFLICT DO NOTHING;
    END IF;
    IF NOT FOUND THEN
        outcome := CASE WHEN p_remove THEN 'not_found' ELSE 'holiday_known' END;
        RETURN;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, CASE WHEN p_remove THEN 'remove_holiday' ELSE 'make_holiday' END, 'holiday ' || p_first,
            jsonb_build_object('name', p_name, 'last', p_last));
END $$;

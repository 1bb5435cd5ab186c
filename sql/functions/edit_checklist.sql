-- The standing checklist: what has to be done for every date.

-- What the form of an item holds; no row: there is none, or it is of one date.
CREATE FUNCTION app.standing_form(p_item bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('words', i.words, 'delivery', coalesce(i.delivery, ''), 'days', abs(i.days),
               'side', CASE WHEN i.days < 0 THEN 'after' ELSE 'before' END, 'version', i.version)
      FROM check_item i WHERE i.id = p_item AND i.session IS NULL AND NOT i.retired
$$;

-- put_standing: p_item NULL: a new one, at the end; p_remove: for no more
-- dates, where it was done it stays.
-- Outcomes: saved; not_found; stale; same_item.
CREATE FUNCTION app.put_standing(p_actor bigint, p_item bigint, p_version int, p_fields jsonb, p_remove boolean, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was   jsonb;
    v_days  int := (p_fields ->> 'days')::int * CASE p_fields ->> 'side' WHEN 'after' THEN -1 ELSE 1 END;
    v_item  bigint := p_item;
BEGIN
    LOCK TABLE check_item IN SHARE ROW EXCLUSIVE MODE;
    v_was := app.standing_form(p_item);
    outcome := CASE
        WHEN app.coordinator(p_actor) IS NULL OR p_item IS NOT NULL AND v_was IS NULL THEN 'not_found'
        WHEN p_item IS NOT NULL AND (v_was ->> 'version')::int <> p_version THEN 'stale'
        WHEN NOT p_remove AND EXISTS (SELECT FROM check_item i WHERE i.session IS NULL AND NOT i.retired AND i.id IS DISTINCT FROM p_item
             AND lower(i.words) = lower(p_fields ->> 'words') AND coalesce(i.delivery, '') = p_fields ->> 'delivery') THEN 'same_item'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    IF p_item IS NULL THEN
        INSERT INTO check_item (words, delivery, days, position)
        SELECT p_fields ->> 'words', nullif(p_fields ->> 'delivery', ''), v_days, coalesce(max(i.position), 0) + 1
          FROM check_item i WHERE i.session IS NULL
        RETURNING id INTO v_item;
    ELSIF p_remove THEN
        UPDATE check_item SET retired = true, version = version + 1 WHERE id = p_item;
    ELSE
        UPDATE check_item SET words = p_fields ->> 'words', delivery = nullif(p_fields ->> 'delivery', ''), days = v_days, version = version + 1
         WHERE id = p_item;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, CASE WHEN p_item IS NULL THEN 'make_check_item' WHEN p_remove THEN 'remove_check_item' ELSE 'change_check_item' END, 'check_item ' || v_item,
            app.fields_both(coalesce(v_was, '{}'), coalesce(app.standing_form(v_item), '{}')));
END $$;

-- move_standing: one place up.  Outcomes: saved (also where it is the first);
-- not_found.
CREATE FUNCTION app.move_standing(p_actor bigint, p_item bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_above  bigint;
BEGIN
    LOCK TABLE check_item IN SHARE ROW EXCLUSIVE MODE;
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL OR app.standing_form(p_item) IS NULL THEN 'not_found' ELSE 'saved' END;
    SELECT a.id INTO v_above FROM check_item a JOIN check_item i ON i.id = p_item AND (a.position, a.id) < (i.position, i.id)
     WHERE a.session IS NULL AND NOT a.retired AND outcome = 'saved' ORDER BY a.position DESC, a.id DESC LIMIT 1;
    IF v_above IS NULL THEN
        RETURN;
    END IF;
    UPDATE check_item i SET position = o.n
      FROM (SELECT id, row_number() OVER (ORDER BY position, id) AS n FROM check_item WHERE session IS NULL) AS o WHERE o.id = i.id;
    UPDATE check_item i SET position = o.position
      FROM check_item o WHERE (i.id, o.id) IN ((p_item, v_above), (v_above, p_item));
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'move_check_item', 'check_item ' || p_item);
END $$;

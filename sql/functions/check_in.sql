-- check_in: what the door saw, one row a fact.
--
-- p_scans: an array of objects, already checked for their shape:
--   {"id", "at"?, "part"?, "way"?, "means"?, "reason"?, and one of
--    "hash" (SHA-256 of a ticket, hex) | "code" (of a typed code) | "booking" (number) |
--    "undoes" with "reason" | "person" (came without a booking)}
-- p_offset is added to every "at": the server's time less the device's.  A
-- scan without "at" happened now.
-- Gives one answer a scan, in order: {"id", "outcome", …}; nothing at all to
-- a person without a duty on this session.
CREATE FUNCTION app.check_in(p_actor bigint, p_slug text, p_device uuid, p_offset interval, p_scans jsonb)
RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_door  record;
    v_scan  jsonb;
BEGIN
    SELECT d.session, d.may_search INTO v_door FROM app.door_right(p_actor, p_slug) d;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM app.lock_door(v_door.session);
    FOR v_scan IN SELECT value FROM jsonb_array_elements(p_scans) LOOP
        RETURN NEXT app.scan(p_actor, v_door.session, v_door.may_search, p_device, p_offset, v_scan);
    END LOOP;
END $$;

-- What a person may do at the door of a session: no row, no door.
CREATE FUNCTION app.door_right(p_person bigint, p_slug text)
RETURNS TABLE (session bigint, duty text, may_search boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT s.id, r.duty, r.duty <> 'steward'
      FROM session s
      JOIN person p ON p.id = p_person AND p.status = 'active'
      LEFT JOIN duty d ON d.session = s.id AND d.person = p.id
     CROSS JOIN LATERAL (SELECT CASE WHEN d.kind = 'trainer' OR NOT p.coordinator THEN d.kind ELSE 'coordinator' END) AS r (duty)
     WHERE s.slug = p_slug AND s.status <> 'draft' AND r.duty IS NOT NULL
       AND app.may_read(p_person, s.id)
$$;

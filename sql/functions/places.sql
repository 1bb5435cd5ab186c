-- Where a session takes place, in words.
CREATE FUNCTION app.place_words(p_session bigint, p_kind text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE WHEN s.delivery = 'virtual' OR p_kind = 'virtual' THEN 'Online'
                        ELSE concat_ws(', ', nullif(r.name, ''), v.name, nullif(v.address, ''), nullif(v.postcode, '')) END
              FROM session s
              LEFT JOIN venue v ON v.id = s.venue
              LEFT JOIN room r ON r.id = s.room
             WHERE s.id = p_session);
END $$;
COMMENT ON FUNCTION app.place_words IS 'Room, venue, address and postcode in one line, or Online.';

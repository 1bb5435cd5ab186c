-- What mails about changed bookings may name, beside mail_data's own.
CREATE FUNCTION app.mail_change(p_booking bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT jsonb_strip_nulls(jsonb_build_object(
            'colleague', CASE b.ended_by WHEN 'swap' THEN (
                SELECT concat_ws(' ', p.first_name, nullif(p.last_name, '')) FROM booking n JOIN person p ON p.id = n.person
                 WHERE n.replaces = b.id ORDER BY n.id DESC LIMIT 1) END,
            'colleague_asked', CASE WHEN EXISTS (SELECT FROM booking n WHERE n.replaces = b.id AND b.ended_by = 'swap' AND n.state = 'requested') THEN 'yes' END,
            'sent_by', CASE o.ended_by WHEN 'swap' THEN (
                SELECT concat_ws(' ', p.first_name, nullif(p.last_name, '')) FROM person p WHERE p.id = o.person) END,
            'first_call', (SELECT CASE n.state WHEN 'waiting' THEN 'waiting' ELSE 'offered' END
                             FROM booking n WHERE n.replaces = b.id AND b.ended_by = 'session' AND n.state <> 'cancelled' LIMIT 1),
            'cannot_come', CASE WHEN b.ended_by = 'session' AND e.status = 'open' THEN 'yes' END,
            'moved_to', CASE b.ended_by WHEN 'transfer' THEN (
                SELECT app.span_words(s.starts, s.ends) FROM booking n JOIN session s ON s.id = n.session
                 WHERE n.replaces = b.id ORDER BY n.id LIMIT 1) END))
          FROM booking b JOIN session e ON e.id = b.session
          LEFT JOIN booking o ON o.id = b.replaces
         WHERE b.id = p_booking);
END $$;

-- Why a date is changed, to be chosen on a phone: as it stands there, and as
-- everyone reads it.
CREATE FUNCTION app.change_reasons() RETURNS TABLE (code text, words text, told text)
LANGUAGE sql IMMUTABLE
AS $$
    VALUES ('ill', 'The trainer is ill', 'The trainer is ill.'),
           ('weather', 'The weather', 'The weather makes travelling unsafe.'),
           ('venue', 'The venue cannot be used', 'The venue cannot be used.'),
           ('numbers', 'Too few people have booked', 'Too few people have booked.')
$$;

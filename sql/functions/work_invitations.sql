-- work_invitations: ask those who were there what they thought, once each,
-- as soon as the session has ended and their presence is known.  Called by
-- the worker's clockwork; gives how many mails it queued.
CREATE FUNCTION app.work_invitations() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH asked AS (
        INSERT INTO mail (kind, person, address, booking, session)
        SELECT 'evaluation_invitation', p.id, coalesce(p.email, p.guest_email), v.booking, v.session
          FROM app.evaluation v
          JOIN person p ON p.id = v.person AND num_nonnulls(p.email, p.guest_email) > 0 AND p.status IN ('active', 'long_leave')
         WHERE v.session IN (SELECT s.id FROM session s JOIN event e ON e.id = s.event AND e.form IS NOT NULL
                              WHERE s.status = 'open' AND s.ends <= (SELECT clock())
                                AND s.ends > (SELECT clock() - make_interval(days => max(open_days)) FROM form))
           AND v.state = 'open' AND v.response IS NULL
           AND NOT EXISTS (SELECT FROM mail m WHERE m.booking = v.booking AND m.kind = 'evaluation_invitation')
            ON CONFLICT (booking) WHERE kind = 'evaluation_invitation' DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM asked
$$;

-- work_reminders: what is said about a date before it and after: a reminder
-- twice, the joining details, and "we missed you" to who did not come and was
-- not excused.  One
-- each a booking and a date, whatever the number of its days.  Called by the
-- worker's clockwork; gives how many mails and letters it queued.
--
-- Letters that wait to be posted and are of no use any more are taken off the
-- list: the worker never takes them, so nothing else would.
--
-- A moment that lies more than a day back is left out: nobody is reminded of
-- dates from before the system was put to use, or twice in a row.
CREATE FUNCTION app.work_reminders() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH useless AS (
        UPDATE mail m
           SET state = 'dropped', finished = clock(), reply = coalesce(app.mail_void(m.id), 'the date is over')
         WHERE m.state = 'to_post'
           AND (app.mail_void(m.id) IS NOT NULL
                OR m.kind IN ('reminder', 'joining_details') AND EXISTS (SELECT FROM session s WHERE s.id = m.session AND s.ends <= clock()))
    ), soon AS (
        SELECT s.id, d.day, r.*
          FROM rule r
          JOIN session s ON s.status = 'open' AND s.starts > clock()
           AND s.starts < clock() + make_interval(days => greatest(r.reminder_days, r.second_reminder_days, 3 * r.joining_days) + 16)
         CROSS JOIN LATERAL (SELECT (s.starts AT TIME ZONE 'Europe/London')::date AS day) AS d
    ), moment AS (
        SELECT n.id, n.day, k.kind, k.number, k.at
          FROM soon n
         CROSS JOIN LATERAL (VALUES
               ('reminder', 1, CASE WHEN n.reminder_days > 0 THEN local_instant(n.day - n.reminder_days + n.mails_from) END),
               ('reminder', 2, CASE WHEN n.second_reminder_days > 0 THEN local_instant(n.day - n.second_reminder_days + n.mails_from) END),
               ('joining_details', 1, CASE WHEN n.joining_days > 0
                                           THEN local_instant(app.add_working_days(n.day, -n.joining_days) + n.mails_from) END)
               ) AS k (kind, number, at)
         WHERE k.at <= clock() AND k.at > clock() - interval '1 day'
    ), wanted AS (
        SELECT k.kind, b.id AS booking, b.person, b.session, k.day || ' ' || k.number AS about
          FROM moment k
          JOIN booking b ON b.session = k.id AND b.state = 'confirmed'
         WHERE k.kind = 'joining_details'
            OR (SELECT max(h.at) FROM booking_history h WHERE h.booking = b.id AND h.state = 'confirmed') < k.at
         UNION ALL
        SELECT 'missed_you', b.id, b.person, b.session, 'register'
          FROM register g
          JOIN session s ON s.id = g.session AND s.status = 'open' AND s.ends <= clock() AND s.ends > clock() - interval '60 days'
          JOIN event e ON e.id = s.event AND e.kind <> 'learning_event'
          JOIN booking b ON b.session = s.id AND b.state = 'confirmed'
         WHERE g.state <> 'open' AND g.at > clock() - interval '7 days'
           AND NOT EXISTS (SELECT FROM person p WHERE p.id = b.person AND p.guest)
           AND (SELECT bool_and(a.attendance = 'none') FROM app.attendance a WHERE a.booking = b.id)
           AND NOT app.is_forgiven(b.id)
    ), made AS (
        INSERT INTO mail (kind, person, address, booking, session, detail, state)
        SELECT w.kind, p.id, coalesce(p.email, p.guest_email), w.booking, w.session, jsonb_build_object('about', w.about),
               app.way_to_tell(p)
          FROM wanted w
          JOIN person p ON p.id = w.person AND p.status IN ('active', 'long_leave')
         WHERE NOT EXISTS (SELECT FROM mail m WHERE m.booking = w.booking AND m.kind = w.kind AND m.detail ->> 'about' = w.about)
            ON CONFLICT (booking, kind, (detail ->> 'about')) WHERE kind IN ('reminder', 'joining_details', 'missed_you') DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM made
$$;

-- When a mail may go out, and whether it still may.

-- The named list of what cannot wait for the morning: what its reader asked
-- for just now, a place that would go to another, a person to ring, and what
-- changes a date that begins today or tomorrow.
CREATE FUNCTION app.mail_urgent(p_kind text, p_session bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN p_kind IN ('account_closed', 'account_exists', 'address_changed', 'change_address', 'password_reset',
                      'set_password', 'verify_address',
                      'booking_cancelled', 'booking_confirmed', 'booking_requested', 'booking_swapped', 'booking_waiting',
                      'guest_confirmed', 'guest_waiting', 'mode_switched', 'offer', 'alert_call_me', 'alert_need')
        OR p_kind NOT IN ('evaluation_invitation', 'joining_details', 'missed_you', 'reminder')
           AND EXISTS (SELECT FROM session s
                        WHERE s.id = p_session AND s.ends > clock()
                          AND (s.starts AT TIME ZONE 'Europe/London')::date
                              <= (clock() AT TIME ZONE 'Europe/London')::date + 1);
END $$;

-- When a mail that is ready at p_at goes out: at once if it is urgent, else
-- within the hours of the rules (local, any day of the week).
CREATE FUNCTION app.mail_due(p_kind text, p_session bigint, p_at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_rule   rule;
    v_local  timestamp := p_at AT TIME ZONE 'Europe/London';
BEGIN
    SELECT * INTO v_rule FROM rule;
    RETURN CASE
        WHEN v_local::time >= v_rule.mails_from AND v_local::time < v_rule.mails_until THEN p_at
        WHEN app.mail_urgent(p_kind, p_session) THEN p_at
        ELSE local_instant(v_local::date + v_rule.mails_from
                           + CASE WHEN v_local::time < v_rule.mails_from THEN interval '0' ELSE interval '1 day' END)
        END;
END $$;

-- Why a mail must not go out any more; NULL: it may.  After a cancellation
-- and after an account is closed nothing follows but what that act itself
-- calls for: these two named lists.
CREATE FUNCTION app.mail_void(p_mail bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT CASE
               WHEN p.status = 'closed' AND m.kind NOT IN ('account_closed', 'address_changed') THEN 'the account is closed'
               WHEN b.state IN ('cancelled', 'declined')
                    AND m.kind NOT IN ('booking_cancelled', 'booking_declined', 'session_cancelled', 'offer_lapsed')
                    THEN 'the booking has ended' END
          FROM mail m
          LEFT JOIN person p ON p.id = m.person
          LEFT JOIN booking b ON b.id = m.booking
         WHERE m.id = p_mail);
END $$;

-- The partnership's own words for a mail, and what its reminders may name.
CREATE FUNCTION app.mail_wording(p_mail bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT jsonb_strip_nulls(jsonb_build_object(
                   'own_subject', o.subject,
                   'own_body', o.body,
                   'join_url', CASE WHEN i.online AND i.link_shows AND s.ends > clock() THEN s.join_url END,
                   'access_notes', CASE WHEN NOT i.online THEN nullif(concat_ws(' ', array_to_string(v.access, ' '), nullif(v.parking, '')), '') END,
                   'days_left', CASE i.days WHEN 0 THEN 'today' WHEN 1 THEN 'tomorrow' ELSE 'in ' || i.days || ' days' END))
          FROM mail m
          LEFT JOIN message o ON o.kind = m.kind
          LEFT JOIN booking b ON b.id = m.booking AND b.state = 'confirmed'
          LEFT JOIN pool l ON l.id = b.pool
          LEFT JOIN session s ON s.id = b.session
          LEFT JOIN venue v ON v.id = s.venue
         CROSS JOIN LATERAL (
               SELECT s.delivery = 'virtual' OR l.kind = 'virtual' AS online,
                      (s.starts AT TIME ZONE 'Europe/London')::date - (clock() AT TIME ZONE 'Europe/London')::date AS days,
                      (app.join_from(s.starts) AT TIME ZONE 'Europe/London')::date
                          <= (clock() AT TIME ZONE 'Europe/London')::date AS link_shows) AS i
         WHERE m.id = p_mail);
END $$;

-- bounce: a mail that was sent has come back.  Outcomes: bounced; not_found;
-- not_sent (it never went out, or came back before).
CREATE FUNCTION app.bounce(p_message_id uuid, p_reply text, OUT outcome text, OUT mail bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_state  text;
BEGIN
    SELECT m.id, m.state INTO mail, v_state FROM mail m WHERE m.message_id = p_message_id;
    outcome := CASE WHEN mail IS NULL THEN 'not_found'
                    WHEN v_state NOT IN ('sent', 'sending') THEN 'not_sent'
                    ELSE 'bounced' END;
    IF outcome = 'bounced' THEN
        PERFORM app.agreement_bounced(bounce.mail); -- takes a session's lock: before the row's
        UPDATE mail m
           SET state = 'bounced', finished = clock(), claimed = NULL, reply = left(p_reply, 500)
         WHERE m.id = bounce.mail AND m.state IN ('sent', 'sending');
        INSERT INTO audit (act, object) VALUES ('mail_bounced', 'mail ' || mail);
    END IF;
END $$;

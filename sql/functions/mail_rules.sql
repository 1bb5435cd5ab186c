-- When a mail may go out, and whether it still may.

-- The kinds of mail, one line each: what the desk calls it, when it goes out,
-- and what it outlives.
--   now    at any hour: its reader asked for it just now, a place would go to
--          another meanwhile, or there is a person to ring
--   near   in the hours of the rules, but at any hour about a date that begins
--          today or tomorrow
--   hours  always in the hours of the rules
-- After a cancellation and after an account is closed nothing goes out but
-- what that act itself calls for: where ended and closed say so.  Closing
-- cancels what is booked: those mails take the dates out of the calendar.
CREATE FUNCTION app.kinds_of_mail() RETURNS TABLE (kind text, words text, goes text, ended boolean, closed boolean)
LANGUAGE sql IMMUTABLE
AS $$
    VALUES ('account_closed', 'Account closed', 'now', false, true),
           ('account_exists', 'There is an account already', 'now', false, false),
           ('address_changed', 'To the old address: it was changed', 'now', false, true),
           ('agreement_asked', 'A manager is asked to agree', 'near', false, false),
           ('agreement_expired', 'The manager did not answer', 'near', false, false),
           ('agreement_reminder', 'A manager is reminded', 'near', false, false),
           ('agreement_returned', 'The manager could not be asked', 'near', false, false),
           ('alert_call_me', 'Someone asks for a call', 'now', true, true),
           ('alert_need', 'An access need was not met', 'now', true, true),
           ('booking_barred', 'In line, but the rules give no place', 'near', false, false),
           ('booking_cancelled', 'Booking cancelled', 'now', true, true),
           ('booking_confirmed', 'Confirmation', 'now', false, false),
           ('booking_declined', 'Not agreed', 'near', true, false),
           ('booking_promoted', 'Moved up from the waiting list', 'near', false, false),
           ('booking_requested', 'Agreement is asked for', 'now', false, false),
           ('booking_swapped', 'A colleague sends you instead', 'now', false, false),
           ('booking_waiting', 'On the waiting list', 'now', false, false),
           ('change_address', 'Confirm the new address', 'now', false, false),
           ('charge_proposed', 'A charge, and the case against it', 'hours', true, false),
           ('charge_settled', 'What became of a charge', 'hours', true, false),
           ('colleague_asks', 'Asked by a training contact to book', 'near', false, false),
           ('evaluation_invitation', 'Invitation to give feedback', 'hours', false, false),
           ('group_booked', 'Answer to a group request', 'near', false, false),
           ('joining_details', 'Joining details', 'hours', false, false),
           ('message', 'Message from the training team', 'near', false, false),
           ('missed_you', 'We missed you', 'hours', false, false),
           ('mode_switched', 'Changed between room and online', 'now', false, false),
           ('need_answered', 'What you need: arranged or not', 'near', false, false),
           ('offer', 'A place has come up', 'now', false, false),
           ('offer_lapsed', 'The time to answer has passed', 'near', true, false),
           ('password_reset', 'Forgotten password', 'now', false, false),
           ('reminder', 'Reminder', 'hours', false, false),
           ('session_cancelled', 'Date cancelled', 'near', true, false),
           ('session_changed', 'Something about the date changed', 'near', false, false),
           ('session_moved', 'Date moved: can you still come?', 'near', false, false),
           ('session_staff', 'To trainers: the date changed', 'near', false, false),
           ('set_password', 'Set a password', 'now', false, false),
           ('swap_declined', 'The colleague sent instead was not agreed to', 'near', true, false),
           ('verify_address', 'Confirm the address', 'now', false, false),
           ('wish_made', 'In line for any date', 'now', false, false),
           ('workshop_given', 'A workshop place has come up', 'near', false, false)
$$;

CREATE FUNCTION app.kind_of_mail(p_kind text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce((SELECT k.words FROM app.kinds_of_mail() AS k WHERE k.kind = p_kind), p_kind) $$;

-- Does it go out at any hour?
CREATE FUNCTION app.mail_urgent(p_kind text, p_session bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT k.goes = 'now'
                OR k.goes = 'near'
                   AND EXISTS (SELECT FROM session s
                                WHERE s.id = p_session AND s.ends > clock()
                                  AND (s.starts AT TIME ZONE 'Europe/London')::date
                                      <= (clock() AT TIME ZONE 'Europe/London')::date + 1)
              FROM app.kinds_of_mail() AS k WHERE k.kind = p_kind);
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
    IF NOT EXISTS (SELECT FROM app.kinds_of_mail() AS k WHERE k.kind = p_kind) THEN
        RAISE 'the mail "%" has no rule', p_kind;
    END IF;
    RETURN CASE
        WHEN v_local::time >= v_rule.mails_from AND v_local::time < v_rule.mails_until THEN p_at
        WHEN app.mail_urgent(p_kind, p_session) THEN p_at
        ELSE local_instant(v_local::date + v_rule.mails_from
                           + CASE WHEN v_local::time < v_rule.mails_from THEN interval '0' ELSE interval '1 day' END)
        END;
END $$;

-- "8am to 6pm"
CREATE FUNCTION app.hours_of_mail() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT app.clock_words(local_instant('2026-01-05'::date + mails_from)) || ' to '
        || app.clock_words(local_instant('2026-01-05'::date + mails_until)) FROM rule
$$;

-- Why a mail must not go out any more; NULL: it may.  An account that is
-- closed counts as well in what goes to others about its bookings.
CREATE FUNCTION app.mail_void(p_mail bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT CASE WHEN 'closed' IN (p.status, o.status) AND NOT coalesce(k.closed, false) THEN 'the account is closed'
                    WHEN b.state IN ('cancelled', 'declined') AND NOT coalesce(k.ended, false) THEN 'the booking has ended'
                    WHEN m.kind = 'booking_barred' AND app.barred_words(b.id, s) IS NULL THEN 'nothing bars them any more' END
          FROM mail m
          LEFT JOIN app.kinds_of_mail() AS k ON k.kind = m.kind
          LEFT JOIN person p ON p.id = m.person
          LEFT JOIN booking b ON b.id = m.booking
          LEFT JOIN session s ON s.id = b.session
          LEFT JOIN person o ON o.id = b.person
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

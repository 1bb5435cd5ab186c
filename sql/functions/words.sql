-- Codes in the words of the pages.

CREATE FUNCTION app.booking_words(p_state text, p_ended_by text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_state
           WHEN 'confirmed' THEN 'Has a place'
           WHEN 'waiting' THEN 'On the waiting list'
           WHEN 'requested' THEN 'Awaits agreement'
           WHEN 'offered' THEN 'Has been offered a place'
           WHEN 'declined' THEN 'Not agreed'
           ELSE 'Cancelled' || CASE p_ended_by
                WHEN 'person' THEN ' by the person'
                WHEN 'manager' THEN ' by the manager'
                WHEN 'coordinator' THEN ' by a coordinator'
                WHEN 'session' THEN ' with the date'
                WHEN 'swap' THEN ': a colleague went instead'
                WHEN 'transfer' THEN ': moved to another date'
                WHEN 'lapse' THEN ': nobody answered in time'
                ELSE '' END
           END
$$;

-- NULL before the session is over, or while it is expected.
CREATE FUNCTION app.attendance_words(p_booking bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN count(*) FILTER (WHERE a.arrived IS NOT NULL) = 0 AND bool_or(a.attendance = 'expected') THEN NULL
                WHEN bool_and(a.attendance = 'full') THEN 'Attended all'
                WHEN bool_or(a.arrived IS NOT NULL) THEN
                     CASE WHEN bool_or(a.attendance = 'expected') THEN 'Has signed in' ELSE 'Attended some' END
                WHEN bool_and(a.attendance = 'none') THEN 'Did not attend' END
      FROM app.attendance a WHERE a.booking = p_booking
$$;

CREATE FUNCTION app.kind_of_mail(p_kind text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(CASE p_kind
           WHEN 'booking_confirmed' THEN 'Confirmation'
           WHEN 'booking_waiting' THEN 'On the waiting list'
           WHEN 'guest_confirmed' THEN 'A place at an open event'
           WHEN 'guest_waiting' THEN 'On the waiting list'
           WHEN 'group_booked' THEN 'Answer to a group request'
           WHEN 'booking_promoted' THEN 'Moved up from the waiting list'
           WHEN 'offer' THEN 'A place has come up'
           WHEN 'offer_lapsed' THEN 'The time to answer has passed'
           WHEN 'booking_cancelled' THEN 'Booking cancelled'
           WHEN 'booking_swapped' THEN 'A colleague sends you instead'
           WHEN 'session_cancelled' THEN 'Date cancelled'
           WHEN 'session_changed' THEN 'Something about the date changed'
           WHEN 'session_moved' THEN 'Date moved: can you still come?'
           WHEN 'session_staff' THEN 'To trainers: the date changed'
           WHEN 'agreement_asked' THEN 'A manager is asked to agree'
           WHEN 'agreement_reminder' THEN 'A manager is reminded'
           WHEN 'agreement_returned' THEN 'The manager could not be asked'
           WHEN 'agreement_expired' THEN 'The manager did not answer'
           WHEN 'booking_requested' THEN 'Agreement is asked for'
           WHEN 'booking_declined' THEN 'Not agreed'
           WHEN 'trainer_changed' THEN 'Someone else leads'
           WHEN 'alert_call_me' THEN 'Someone asks for a call'
           WHEN 'alert_need' THEN 'An access need was not met'
           WHEN 'mode_switched' THEN 'Changed between room and online'
           WHEN 'workshop_given' THEN 'A workshop place has come up'
           WHEN 'charge_proposed' THEN 'A charge, and the case against it'
           WHEN 'charge_settled' THEN 'What became of a charge'
           WHEN 'verify_address' THEN 'Confirm the address'
           WHEN 'set_password' THEN 'Set a password'
           WHEN 'change_address' THEN 'Confirm the new address'
           WHEN 'password_reset' THEN 'Forgotten password'
           WHEN 'reminder' THEN 'Reminder'
           WHEN 'joining_details' THEN 'Joining details'
           WHEN 'missed_you' THEN 'We missed you'
           WHEN 'message' THEN 'Message from the training team'
           WHEN 'evaluation_invitation' THEN 'Invitation to give feedback' END,
           upper(left(p_kind, 1)) || replace(substr(p_kind, 2), '_', ' '))
$$;

-- Why an agreement is needed, for whoever decides.
CREATE FUNCTION app.agreement_why(p_kind text, p_why text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_why
           WHEN 'session' THEN CASE p_kind WHEN 'manager' THEN 'The manager agrees to each place on this date'
                                           ELSE 'You agree to each place on this date' END
           WHEN 'no_manager' THEN 'Has no line manager who could agree'
           WHEN 'own_address' THEN 'Gave their own address for their manager''s'
           WHEN 'outside_domain' THEN 'The manager''s address is not one of their organisation'
           WHEN 'expired' THEN 'The manager has not answered in time'
           WHEN 'bounced' THEN 'The manager could not be reached'
           WHEN 'equivalent' THEN 'Says that they did what must come before somewhere else'
           WHEN 'no_shows' THEN 'Did not come to several dates they had booked'
           WHEN 'second_date' THEN 'Has a place on another date of this course'
           WHEN 'not_invited' THEN 'Is not on the list of those invited'
           END
$$;

-- The same for the person who asks, where the training team decides.
CREATE FUNCTION app.agreement_why_you(p_why text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_why
           WHEN 'session' THEN 'The training team agrees to each place on this date'
           WHEN 'no_manager' THEN 'You named no manager, so the training team decides'
           WHEN 'own_address' THEN 'The address you gave for your manager is your own, so the training team decides'
           WHEN 'outside_domain' THEN 'The address you gave for your manager is not one of your organisation, so the training team decides'
           WHEN 'expired' THEN 'Your manager has not answered in time, so the training team decides'
           WHEN 'bounced' THEN 'Your manager could not be reached, so the training team decides'
           WHEN 'equivalent' THEN 'The training team looks at what you did elsewhere'
           WHEN 'no_shows' THEN 'You did not come to several dates you had booked, so the training team decides'
           ELSE 'The training team decides' END
$$;

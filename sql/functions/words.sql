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

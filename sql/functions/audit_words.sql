-- The audit trail in words: what was done, and what stood there before and
-- after.

-- What an act is called: in the list of acts and as the first word of a line.
CREATE FUNCTION app.act_words(p_act text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce((SELECT a.words
      FROM (VALUES ('add_booking', 'Added a booking'), ('add_order', 'Added a purchase order'), ('answer_offer', 'Answered an offer for somebody'),
                   ('cancel_booking', 'Cancelled a booking'), ('cap_places', 'Changed a limit of places'), ('change_check_item', 'Changed the checklist'),
                   ('change_event', 'Changed a course or event'), ('change_invoicing', 'Changed how an organisation is invoiced'),
                   ('change_limits', 'Changed what an organisation may have'), ('change_message', 'Changed the words of a message'),
                   ('change_need_kind', 'Changed a kind of need'), ('change_plan', 'Changed the plan of the day'), ('change_room', 'Changed a room'),
                   ('change_rule', 'Changed the rules of booking'), ('change_session', 'Changed it and told people'), ('change_text', 'Changed a text'),
                   ('change_trainer', 'Changed a trainer'), ('change_venue', 'Changed a venue'), ('charges_again', 'Charges apply again'),
                   ('choose_terms', 'Chose the cancellation terms'), ('confirm_charge', 'Confirmed a charge'), ('copy_session', 'Copied from another date'),
                   ('delete_event', 'Deleted a course or event'), ('delete_session', 'Deleted a draft'), ('discard_mail', 'Gave up a mail'),
                   ('drop_order', 'Removed a purchase order'), ('edit_plan', 'Changed the plan of the day'), ('edit_session', 'Changed the details'),
                   ('export', 'Downloaded'), ('invite', 'Changed the invitations'), ('keep_places', 'Kept places for a group'),
                   ('let_in', 'Let somebody in all the same'), ('mail_bounced', 'A mail came back'), ('make_batch', 'Made a statement'),
                   ('make_check_item', 'Added to the checklist'), ('make_event', 'Added a course or event'), ('make_holiday', 'Added a holiday'),
                   ('make_need_kind', 'Added a kind of need'), ('make_plan', 'Added to the plan of the day'), ('make_reader', 'Added a reader of a learning review'),
                   ('make_room', 'Added a room'), ('make_session', 'Made it as a draft'), ('make_terms', 'Made cancellation terms'),
                   ('make_trainer', 'Added a trainer'), ('make_venue', 'Added a venue'), ('move_check_item', 'Moved an item of the checklist'),
                   ('move_in_line', 'Moved somebody in the waiting list'), ('no_charges', 'Nobody is charged'), ('place_person', 'Chose an organisation for somebody'),
                   ('publish_session', 'Opened it for booking'), ('read_review', 'Read of a learning review'), ('redact_answer', 'Took words out of an answer'),
                   ('register_person', 'Added a person'), ('remove_check_item', 'Removed from the checklist'), ('remove_holiday', 'Removed a holiday'),
                   ('remove_plan', 'Removed from the plan of the day'), ('remove_reader', 'Removed a reader of a learning review'),
                   ('resend_booking', 'Sent the confirmation again'), ('resend_mail', 'Sent mails again'), ('retry_mail', 'Tried a mail again'),
                   ('search_people', 'Looked for people'), ('set_capacity', 'Changed the number of places'), ('set_need', 'Answered a need'),
                   ('settle_alert', 'Settled a call for help'), ('settle_setting', 'Put a workplace right'), ('sign_in', 'Signed in'),
                   ('sign_off', 'Signed the register off'), ('view_bookings', 'Looked at who is booked'), ('view_needs', 'Looked at needs'),
                   ('view_person', 'Looked at a person'), ('waive_charge', 'Waived a charge'), ('write_to', 'Wrote to people')) AS a (act, words)
     WHERE a.act = p_act), upper(left(p_act, 1)) || replace(substr(p_act, 2), '_', ' '))
$$;

-- What an act is about, as pages say it, and back.
CREATE FUNCTION app.object_words(p_object text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(replace(p_object, 'check_item', 'checklist item'),
           '^session ', 'date '), '^event ', 'course '), '^agency ', 'organisation ')
$$;
CREATE FUNCTION app.object_named(p_words text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(replace(p_words, 'checklist item', 'check_item'),
           '^date ', 'session '), '^course ', 'event '), '^organisation ', 'agency ')
$$;

-- What a field of a form or a table is called.
CREATE FUNCTION app.field_words(p_field text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN p_field ~ '^part\d_' THEN 'Day ' || substr(p_field, 5, 1) || ', ' || lower(app.field_words(substr(p_field, 7)))
                WHEN p_field ~ '^(stream|row)\d+_' THEN 'Stream ' || substring(p_field FROM '\d+') || ', ' || lower(app.field_words(substring(p_field FROM '_(.*)$')))
                WHEN p_field ~ '^needs\d' THEN 'What must come before it, ' || substr(p_field, 6, 1) || CASE substr(p_field, 7) WHEN '_months' THEN ', within months' WHEN '_equal' THEN ', what counts as well' ELSE '' END
                ELSE coalesce((SELECT f.words
      FROM (VALUES ('access', 'Access'), ('approval', 'Who must agree'), ('approval_required', 'The manager must agree'), ('audience', 'Whom it is for'),
                   ('barred', 'What the rules said'), ('booking_closes', 'Booking closes'), ('booking_opens', 'Booking opens'), ('by_invitation', 'By invitation only'), ('capacity', 'Places'),
                   ('capped_by', 'Counted for'), ('catering', 'Food and drink'), ('certificate', 'Gives a certificate'), ('changed', 'Changed'),
                   ('colour', 'Colour of its signs'), ('content_warning', 'Its content may be hard to hear'), ('cost_other', 'Other costs in pounds'),
                   ('cost_trainer', 'Trainers in pounds'), ('cost_venue', 'Venue and food in pounds'), ('date', 'Date'), ('delivery', 'Ways to take part'),
                   ('duration', 'Length in words'), ('ends', 'To'), ('form', 'Evaluation form'), ('full_attendance', 'All of it must be attended'),
                   ('full_fee', 'Full fee in pounds'), ('join_url', 'Joining link'), ('late_grace', 'Minutes late that still count'), ('leads', 'Led by'), ('layouts', 'Ways to set it out'),
                   ('max_per_agency', 'At most from one organisation'), ('max_per_session', 'At most of each date'), ('min_numbers', 'Needs at least'), ('minutes', 'Taught time in minutes'),
                   ('name', 'Name'), ('online_places', 'Places online'), ('only_agencies', 'Only for these organisations'), ('only_sectors', 'Only for these sectors'),
                   ('open_to_public', 'Open to everyone'), ('outcomes', 'What you will be able to do'), ('q', 'Looked for'), ('refresher_months', 'Refresher suggested after months'),
                   ('repeat_of', 'It repeats'), ('reserves', 'Places kept of each date'), ('round', 'People choose a workshop in it'), ('school_focused', 'Mainly for schools'), ('slot', 'Round'),
                   ('starts', 'From'), ('stewards', 'At the welcome desk'), ('terms', 'Cancellation terms'), ('trainers', 'Led by'), ('unlisted', 'As they typed it'), ('visible_from', 'Shown from'),
                   ('waiting', 'Keeps a waiting list'), ('waiting_limit', 'Longest waiting list'), ('workshop_rules', 'Rules of the workshops'), ('words', 'What it says')) AS f (field, words)
     WHERE f.field = p_field), upper(left(p_field, 1)) || replace(substr(p_field, 2), '_', ' ')) END
$$;

-- A value as people read it; what forms choose from says what its list says.
CREATE FUNCTION app.value_words(p_field text, p_value jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_list   text := CASE WHEN p_field ~ '^part\d_room$' THEN 'room' WHEN p_field ~ '^needs\d$' THEN 'needs' WHEN p_field = 'leads' THEN 'trainers' ELSE p_field END;
    v_text   text := p_value #>> '{}';
    v_words  text;
BEGIN
    CASE jsonb_typeof(p_value)
    WHEN 'boolean' THEN RETURN CASE WHEN v_text::boolean THEN 'yes' ELSE 'no' END;
    WHEN 'array' THEN
        RETURN coalesce((SELECT string_agg(app.value_words(p_field, v), ', ' ORDER BY n) FROM jsonb_array_elements(p_value) WITH ORDINALITY AS e (v, n)), 'nothing');
    WHEN 'object' THEN
        RETURN coalesce((SELECT string_agg(app.field_words(k) || ': ' || app.value_words(k, v), ', ' ORDER BY k) FROM jsonb_each(p_value) AS e (k, v)), 'nothing');
    ELSE
        IF v_list IN ('room', 'trainers', 'terms', 'only_sectors', 'only_agencies', 'needs', 'form', 'delivery', 'approval', 'capped_by', 'kind', 'level') THEN
            v_words := (SELECT o.words FROM app.edit_option o WHERE o.name = v_list AND o.value = v_text LIMIT 1);
        END IF;
        RETURN CASE WHEN v_words IS NOT NULL THEN v_words
                    WHEN coalesce(v_text, '') = '' THEN 'nothing'
                    WHEN v_text ~ '^\d\d:\d\d:\d\d$' THEN left(v_text, 5)
                    WHEN v_text ~ '^\d{4}-\d\d-\d\d$' THEN to_char(v_text::date, 'FMDD FMMonth YYYY')
                    WHEN v_text ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d' THEN app.moment_words(v_text::timestamptz)
                    ELSE v_text END;
    END CASE;
END $$;

-- Both, without what long texts begin with alike.
CREATE FUNCTION app.change_words(p_was text, p_now text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    same  int := 0;
BEGIN
    IF greatest(length(p_was), length(p_now)) > 120 THEN
        WHILE substr(p_was, same + 1, 1) = substr(p_now, same + 1, 1) AND same < least(length(p_was), length(p_now)) LOOP
            same := same + 1;
        END LOOP;
        same := greatest(same - 20, 0);
    END IF;
    RETURN (SELECT string_agg(CASE WHEN same > 0 THEN '…' ELSE '' END || substr(t, same + 1, 120) || CASE WHEN length(t) > same + 120 THEN '…' ELSE '' END, ' → ' ORDER BY n)
              FROM unnest(ARRAY[p_was, p_now]) WITH ORDINALITY AS x (t, n));
END $$;

-- A line for each thing that the trail keeps of an act, but for what nobody
-- reads: numbers of versions, keys of forms, whole texts.  Of old lines only
-- what was there before is known.
CREATE FUNCTION app.audit_words(p_detail jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT nullif(left(string_agg(l.line, E'\n' ORDER BY l.place, l.line), 1500), '')
      FROM (SELECT 1 AS place, p_detail ->> k AS line FROM unnest(ARRAY['words', 'note', 'subject']) AS k WHERE p_detail ->> k <> ''
             UNION ALL
            SELECT 2, app.field_words(w.k) || CASE WHEN p_detail -> 'now' ? w.k
                      THEN ': ' || app.change_words(app.value_words(w.k, w.v), app.value_words(w.k, p_detail -> 'now' -> w.k))
                      ELSE ', before: ' || left(app.value_words(w.k, w.v), 240) END
              FROM jsonb_each(CASE jsonb_typeof(p_detail -> 'was') WHEN 'object' THEN p_detail -> 'was' END) AS w (k, v)
             WHERE w.v IS DISTINCT FROM p_detail -> 'now' -> w.k
             UNION ALL
            SELECT 2, concat_ws(' ', p_detail ->> 'from', '→', p_detail ->> 'to') WHERE p_detail ->> 'from' <> '' AND p_detail ->> 'to' <> ''
             UNION ALL
            SELECT CASE d.k WHEN 'why' THEN 4 ELSE 3 END, app.field_words(d.k) || ': ' || left(app.value_words(d.k, d.v), 240)
              FROM jsonb_each(p_detail) AS d (k, v)
             WHERE d.k NOT IN ('words', 'note', 'subject', 'was', 'now', 'version', 'key', 'body')
               AND NOT (d.k = 'kind' AND p_detail ? 'words')
               AND NOT (d.k IN ('from', 'to') AND p_detail ->> 'from' <> '' AND p_detail ->> 'to' <> '')
               AND app.value_words('', d.v) <> 'nothing') AS l
$$;
COMMENT ON FUNCTION app.audit_words(jsonb) IS 'What a line of the audit trail keeps of an act, a line each, in words.';

-- change_rule: the figures of the partnership, over the version that was read.
-- A place is held for whoever asked before, if places are held from now on.
-- Outcomes: saved; not_found; stale.
CREATE FUNCTION app.change_rule(p_actor bigint, p_version int, p_fields jsonb, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF app.coordinator(p_actor) IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_coming();
    UPDATE rule r
       SET offer_days = f.offer_days, offer_hours = f.offer_hours, offer_late_days = f.offer_late_days,
           offer_late_hours = f.offer_late_hours, offer_stop_hours = f.offer_stop_hours,
           first_call_days = f.first_call_days, agreement_days = f.agreement_days, hold_places = f.hold_places,
           release_days = f.release_days, one_live_date = f.one_live_date, withdraw_hours = f.withdraw_hours,
           change_stop_hours = f.change_stop_hours, no_show_count = f.no_show_count, no_show_months = f.no_show_months,
           no_show_bar_months = f.no_show_bar_months, reminder_days = f.reminder_days,
           second_reminder_days = f.second_reminder_days, joining_days = f.joining_days, join_days = f.join_days, minimum_days = f.minimum_days, day_begins = f.day_begins, day_ends = f.day_ends,
           mails_from = f.mails_from, mails_until = f.mails_until, version = r.version + 1,
           changed = clock(), by = p_actor
      FROM jsonb_to_record(p_fields) AS f (offer_days int, offer_hours int, offer_late_days int, offer_late_hours int,
               offer_stop_hours int, first_call_days int, agreement_days int, hold_places boolean, release_days int,
               one_live_date boolean, withdraw_hours int, change_stop_hours int, no_show_count int, no_show_months int,
               no_show_bar_months int, reminder_days int, second_reminder_days int, joining_days int, join_days int, minimum_days int, day_begins time, day_ends time,
               mails_from time, mails_until time)
     WHERE r.version = p_version;
    outcome := CASE WHEN FOUND THEN 'saved' ELSE 'stale' END;
    PERFORM app.fill_coming();
END $$;

-- What the desk's forms hold: a view a form, a column a field.

CREATE VIEW app.edit_venue AS
SELECT v.id, v.code, v.name, v.town, v.address, v.postcode, v.access, v.parking, v.catering, v.phone, v.online, v.version
  FROM lectern.venue v;

CREATE VIEW app.edit_room AS
SELECT r.code, r.name, r.capacity, r.layouts, r.version, v.code AS venue, v.name AS venue_name
  FROM lectern.room r
  JOIN lectern.venue v ON v.id = r.venue;

CREATE VIEW app.edit_rule AS
SELECT r.offer_days, r.offer_hours, r.offer_late_days, r.offer_late_hours, r.offer_stop_hours, r.first_call_days,
       r.agreement_days, r.hold_places, r.release_days, r.one_live_date, r.withdraw_hours, r.change_stop_hours,
       to_char(r.day_begins, 'HH24:MI') AS day_begins, to_char(r.day_ends, 'HH24:MI') AS day_ends,
       to_char(r.mails_from, 'HH24:MI') AS mails_from, to_char(r.mails_until, 'HH24:MI') AS mails_until, r.version
  FROM lectern.rule r;

-- What changed since a version: the first value that each field had after it
-- is what the writer began with.
CREATE VIEW app.edit_change AS
SELECT u.object, (u.detail ->> 'version')::int AS version, f.key AS name, app.field_text(f.value) AS was,
       app.moment_words(u.at) AS at_words, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'Somebody') AS by
  FROM lectern.audit u
 CROSS JOIN LATERAL jsonb_each(u.detail -> 'was') AS f
  LEFT JOIN lectern.person p ON p.id = u.person
 WHERE jsonb_typeof(u.detail -> 'was') = 'object' AND u.detail ? 'version';

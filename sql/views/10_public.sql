-- What the public may see.  Everything public reads these two views and no
-- table: what they hide is hidden in lists, searches, feeds and addresses.

-- (SELECT lectern.clock()) is worked out once a statement, without it once a row.

CREATE VIEW app.public_event AS
SELECT e.id, e.code, e.kind, e.title, e.summary, e.outcomes, e.level, e.audience, e.topics,
       e.delivery, e.minutes, e.duration, e.refresher_months, e.school_focused, e.open_to_public,
       e.full_attendance, e.late_grace, e.content_warning, e.certificate, e.form, e.words,
       e.review IS NOT NULL AS from_a_review
  FROM lectern.event e
  LEFT JOIN lectern.review r ON r.id = e.review
 WHERE r.id IS NULL OR r.status = 'published';
COMMENT ON VIEW app.public_event IS 'Events whose review, if any, has been published.';

CREATE VIEW app.public_session AS
SELECT s.id, s.ref, s.slug, s.event, s.title, s.theme, s.delivery, s.venue, s.room, s.status,
       s.starts, s.ends, s.booking_opens, s.booking_closes, s.free_until, s.min_numbers,
       s.max_per_agency, s.waiting_limit, s.approval, s.cancel_reason, s.cancelled,
       s.replaced_by, s.earlier_dates, s.streams, s.agenda, s.workshop_rules, s.sequence,
       s.words || e.words AS words, e.code AS event_code, e.kind, e.level, e.topics, e.summary,
       e.minutes, e.duration, e.content_warning, e.open_to_public
  FROM lectern.session s
  JOIN app.public_event e ON e.id = s.event
  LEFT JOIN lectern.review r ON r.id = s.review
 WHERE s.status IN ('open', 'cancelled')
   AND (s.visible_from IS NULL OR s.visible_from <= (SELECT lectern.clock()))
   AND (r.id IS NULL OR r.status = 'published');
COMMENT ON VIEW app.public_session IS 'Sessions open for booking, held or cancelled: no drafts, nothing before its review is published.  Without the joining link and the staff''s notes.';

-- panel_places(session int)
-- Its places, by room, online and workshop.
SELECT l.words, l.capacity, l.taken, l.free, l.waiting, l.confirmed, l.offered, l.held, l.over
  FROM app.panel_pool l WHERE l.session = :session ORDER BY l.kind = 'workshop', l.pool;

-- panel_people(session int)
-- Its bookings, those with a place first; the waiting list in its own order.
SELECT b.number, b.code, b.name, b.organisation AS agency, coalesce(b.guest_contact, b.job_title) AS job_title, b.state, b.state_words, b.attendance_words,
       b.made_words AS booked_words, b.needs, b.live AND NOT b.past AS live
  FROM app.desk_booking b
 WHERE b.session = :session
 ORDER BY b.place, CASE WHEN b.state = 'waiting' THEN b.number END, lower(b.last_name), lower(b.first_name), b.number;

-- panel_mails(session int)
-- What was written about it.
SELECT m.kind_words, m.sent, m.queued, m.failed, m.dropped
  FROM app.panel_mail m WHERE m.session = :session ORDER BY m.first, m.kind_words;

-- panel_history(session int)
-- What was done, the latest first.
SELECT h.at_words, h.words, h.detail, h.why, h.who, h.number
  FROM app.panel_history h WHERE h.session = :session ORDER BY h.at DESC, h.number DESC LIMIT 60;

-- panel_notes(session int)
-- What was noted, the latest first.
SELECT n.words, n.at_words, n.who FROM app.panel_note n WHERE n.session = :session ORDER BY n.id DESC;

-- panel_checklist(session int)
-- What has to be done, in the order of the days.
SELECT c.item, c.words, c.done, c.done_words, c.by_words, NOT c.done AND c.by < lectern.clock() AS late
  FROM app.panel_check c WHERE c.session = :session ORDER BY c.by NULLS LAST, c.position, c.item;

-- panel_note_add(actor int, ref text, words text, key text)
-- Add a note.
SELECT o.outcome FROM app.add_note(:actor, :ref, :words, :key::uuid) AS o;

-- panel_item_add(actor int, ref text, words text, key text)
-- Add something to do.
SELECT o.outcome FROM app.add_check_item(:actor, :ref, :words, :key::uuid) AS o;

-- panel_item_check(actor int, ref text, item int, done bool)
-- It is done, or not after all.
SELECT o.outcome FROM app.check_item(:actor, :ref, :item, :done) AS o;

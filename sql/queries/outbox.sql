-- outbox_claim(worker_limit int)
-- Mails that are due, taken for this worker.
SELECT m.id, m.kind, m.recipient_name, m.recipient_address, m.message_id, m.attempts, m.guest, m.data
  FROM app.mail_claim(:worker_limit::int) AS m;

-- outbox_result(mail int, state text, reply text)
-- How a mail went: sent, later, refused or dropped.
SELECT app.mail_result(:mail, :state, :reply) AS nothing;

-- outbox_link(hash bytea, mail int, purpose text)
-- Keep the hash of a link that goes out in a mail.
SELECT app.link_make(:hash, :mail, :purpose) AS nothing;

-- work_invitations()
-- Ask those who were there what they thought.
SELECT app.work_invitations() AS n;

-- work_barred()
-- Tell who stands in line that the rules bar them.
SELECT app.work_barred() AS nothing;

-- work_agreements_due()
-- Sessions in which a manager must be reminded or has not answered in time.
SELECT w.session FROM app.work_agreements_due() AS w (session);

-- work_agreements(session int)
-- Remind, and hand on what was not answered.
SELECT app.work_agreements(:session) AS nothing;

-- work_reminders()
-- Remind people, send joining details, write to who did not come.
SELECT app.work_reminders() AS n;

-- work_charges()
-- Propose what late cancellations and registers call for.
SELECT app.work_charges() AS n;

-- work_forget()
-- Forget what has done its work.
SELECT app.work_forget_forms() AS forms, app.work_forget_logins() AS logins, app.work_forget_needs() AS needs,
       app.work_forget_guests() AS guests;

-- work_lapsing(all bool)
-- Sessions with something to end or release.
SELECT l AS session FROM app.work_lapsing(:all) AS l;

-- work_lapse(session int)
-- Do it, for one of them.
SELECT w.trouble FROM app.work_lapse(:session) AS w;

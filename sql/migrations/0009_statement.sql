-- The footer's statements: who changes one stands in the audit trail with
-- the text as it was, and there is a complete first text of each.  The trail
-- itself can be searched.

ALTER TABLE lectern.statement ADD COLUMN by bigint REFERENCES lectern.person;
COMMENT ON COLUMN lectern.statement.by IS 'Who changed it last; NULL: the text it came with.';
COMMENT ON COLUMN lectern.statement.body IS 'Plain text: blank lines part paragraphs, a line that begins with "# " is a heading, "- " a list item.  {partnership}, {contact_email}, {base_url} and {cookie} stand for the settings.';

CREATE INDEX audit_act ON lectern.audit (act, id);
CREATE INDEX audit_object ON lectern.audit (object, id);
CREATE INDEX audit_person ON lectern.audit (person, id);

CREATE FUNCTION lectern.statement_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", 'change_text', 'text ' || NEW.slug,
            jsonb_build_object('version', NEW.version, 'title', OLD.title, 'body', OLD.body));
    RETURN NEW;
END $$;
CREATE TRIGGER statement_audit AFTER UPDATE ON lectern.statement
   FOR EACH ROW EXECUTE FUNCTION lectern.statement_audit();

INSERT INTO lectern.statement (slug, title, body) VALUES
('accessibility', 'Accessibility statement', $text$This statement is about the training booking service of {partnership} at {base_url}.

We want as many people as possible to be able to use this service. You should be able to:

- make the text up to four times larger without it running off the screen
- do everything with a keyboard only
- do everything with speech recognition software
- listen to every page with a screen reader
- use every page without JavaScript, except the camera that reads QR codes

The words are as simple as we can make them. AbilityNet (https://mcmw.abilitynet.org.uk) has advice on making your device easier to use if you have a disability.

# How accessible this service is

We know of no part that you cannot use in one way or another. There are two things you should know:

- Reading a QR code with a camera needs a camera, and needs JavaScript. Every ticket also has a short code that can be typed, and staff can find a person by name.
- Documents that a trainer or another organisation gives us may not be fully accessible. Ask us for another format.

# Feedback and contact information

If you find a problem that is not listed here, or need something from this service in another format, such as large print, easy read, audio or braille, write to {contact_email}. Tell us:

- the address of the page
- what you were trying to do
- what you need, and how we can reach you

We answer within 5 working days.

If you cannot book online, or it is hard for you, we will book for you.

# If you are not happy with our answer

The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, known as the accessibility regulations. If you are not happy with how we answer your complaint, contact the Equality Advisory and Support Service (https://www.equalityadvisoryservice.com).

# Technical information about this service's accessibility

{partnership} is committed to making this service accessible, in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.

# Compliance status

This service is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard (https://www.w3.org/TR/WCAG22/), for the reason given under "Content that is not accessible".

# Content that is not accessible

Non-compliance with the accessibility regulations: we have not found any on our own pages. We call the service partially compliant because people who use screen readers, magnifiers and speech recognition every day have not yet tested all of it.

Disproportionate burden: we claim none.

Content that is not within the scope of the accessibility regulations: documents that were made by others and that we neither pay for nor control.

# What we are doing to improve accessibility

Every change to this service is tested by a program on every page before it is put in place. We will have it tested by people who use assistive technology, and will put what they find in this statement.

# Preparation of this accessibility statement

This statement was prepared when the service was first set up, from a check of our own with axe-core on every kind of page, with a keyboard, at 400% zoom and without JavaScript. We look at it again at least once a year, and whenever the service changes.$text$),

('privacy', 'Privacy notice', $text$This notice says what {partnership} does with information about you when you use this training booking service.

# Who is responsible

{partnership} brings together the local authority, the police, the NHS and others who have a duty to protect children. The partners are joint controllers of the information in this service. You can reach us, and through us the data protection officer, at {contact_email}.

# Why we may use your information

We use it to run multi-agency training that safeguarding partners must provide and check. This is a task in the public interest that the law gives us: article 6(1)(e) of the UK General Data Protection Regulation (UK GDPR), with sections 16E to 16K of the Children Act 2004 and the guidance "Working together to safeguard children". It does not rest on your consent.

If you tell us what you need on the day because of a disability, your health or your religion, that is special category data. We use it to meet our duty to make adjustments under the Equality Act 2010: article 9(2)(g) of the UK GDPR, with paragraph 6 of schedule 1 to the Data Protection Act 2018. Telling us is always your choice.

# What we hold

- your name, work email address, telephone number and job
- the organisation you work for, and the school, practice or team
- the name and email address of the person who agrees your training
- what you need on the day, if you told us: access and diet
- your bookings, their dates, and what became of them
- when you signed in at a session and when you left
- training from before this service, if your organisation gave it to us
- your answers to evaluation forms
- the mails we sent you, and whether they arrived
- your sign-ins: when, and with what kind of browser
- a record of who of our staff looked at or changed your information

We got this from you, from your organisation's training contact, or from the staff who ran the session.

# Who sees it

- You, at any time, in your account.
- The coordinators of {partnership}.
- The trainers and stewards of a session: your name and organisation, so that they can sign you in. Trainers also see what you need on that day.
- The person who agrees your training: that you asked for a place.
- Your organisation: figures, and who of its own staff attended.

Reports show groups only, and never a group of fewer than five. What you write in an evaluation is read without your name, except when you ask us to call you. Please never write anything there that could identify a child or a family.

We do not sell information, we do not use it for marketing, and no decision about you is made by a computer alone. It stays in the United Kingdom or the European Economic Area.

# How long we keep it

- attendance at training: 5 years, or until a refresher is no longer due
- bookings that did not lead to attendance: 2 years
- what you need on the day: until 30 days after the last session that you booked
- the link between you and your evaluation answers: 12 months
- sign-ins, mails and the record of who looked: 12 months
- an account that nobody uses: 2 years

If there is a complaint, an inquiry or a claim we keep what concerns it until it is over.

# Your rights

You can ask us:

- for a copy of what we hold about you
- to correct what is wrong; most of it you can correct in your account
- to delete what we no longer need
- to limit how we use it, or to stop, for reasons of your own situation

Write to {contact_email}. We answer within one month. Because we must keep records of training for the protection of children, we may have to say no to deleting some of them; we then tell you why.

# Complaints

If you are not happy with how we use your information, write to {contact_email} first. We confirm within 30 days that we have your complaint, look into it without delay, and tell you what came of it.

You can also complain to the Information Commissioner's Office: https://ico.org.uk/make-a-complaint, telephone 0303 123 1113, or Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF.$text$),

('cookies', 'Cookies', $text$A cookie is a small text that a website keeps in your browser. This service uses one, and only when you sign in.

# The one cookie

- Name: {cookie}
- What for: it keeps you signed in from one page to the next.
- What it holds: a random number that means nothing to anybody else.
- How long: until you sign out, or until your sign-in ends by itself.

The service cannot know who you are without it, so it is strictly necessary, and the law lets us use it without asking. Before you sign in there is no cookie at all.

# What we do not do

We do not count visits with cookies, we do not show advertisements, we do not follow you to other websites, and no other company learns from your visit: every part of these pages comes from this service. Our mails hold no hidden pictures and no links that count presses.

# For staff at the welcome desk

The register page keeps on the phone what it has scanned until it has been sent. That happens only when a member of staff opens a register.$text$),

('contact', 'Contact us', $text$Write to {contact_email} about anything to do with training: a booking, a place you can no longer take, an access need, a certificate, an invoice.

Tell us your name, your organisation and, if it is about a booking, its number. We answer within 2 working days.

# If you cannot book online

Write to us or ask somebody to do so for you. We can book for you, and send what you need on paper.

# If something on these pages does not work

Tell us the address of the page and what happened. The accessibility statement ({base_url}/accessibility) says what to do if you need something in another form.

# If you found a security problem

Please write to {contact_email} before you tell anybody else, and give us time to put it right. We will not take action against anyone who looks for problems in good faith, keeps away from other people's information, and tells us at once.

# If you are worried about a child

Do not use the address above: it is not read at all hours. The numbers to call are at the foot of every page. If a child is in danger now, call 999.$text$);

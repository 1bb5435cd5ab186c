// feedback.mjs: a form with every type of question, a date that has just
// ended, and people who were there.
import { one, rows, sql } from "./db.mjs";
import { sha256 } from "./client.mjs";

let made = false;

// The form T-ALL, and TST-301-01 that ended an hour ago.
export const makeFeedback = () => {
	if (made)
		return;
	made = true;
	sql`
INSERT INTO form (code, version, title, stage, minutes, open_days) VALUES ('T-ALL', '1.0', 'At the end of the course', 'post', 7, 28);
INSERT INTO form (code, version, title, stage) VALUES ('T-BEFORE', '1.0', 'Before', 'pre');
INSERT INTO form_section (form, position, code, title)
SELECT f.id, v.n, v.code, v.title FROM form f, (VALUES (1, 'A', 'Where you are now'), (2, 'B', 'The course itself')) AS v (n, code, title) WHERE f.code = 'T-ALL';
INSERT INTO question (form, section, position, code, words, type, required, lowest, highest, lowest_words, highest_words, not_applicable, min_selected, max_length, other_text, show_if, pair, pair_side, in_statistics)
SELECT f.id, v.* FROM form f, (VALUES
  (1, 1, 'post_knowledge', 'How much do you know about this subject?', 'scale_0_10', true, 0, 10, 'Not at all', 'Completely', false, 0, NULL::int, false, NULL::jsonb, 'knowledge', 'after', true),
  (1, 2, 'post_then_knowledge', 'Looking back, how much did you know before?', 'scale_0_10', false, 0, 10, 'Not at all', 'Completely', false, 0, NULL, false, '{"form_missing": "T-BEFORE"}', 'knowledge', 'before_in_hindsight', true),
  (2, 1, 'post_relevant', 'What I learned fits my work.', 'likert_1_5', true, 1, 5, '', '', true, 0, NULL, false, NULL, NULL, NULL, true),
  (2, 2, 'pre_reason', 'Why are you taking this course?', 'single_choice', true, NULL, NULL, '', '', false, 0, NULL, true, NULL, NULL, NULL, true),
  (2, 3, 'imp_chance', 'Have you had a chance to use it?', 'single_choice', true, NULL, NULL, '', '', false, 0, NULL, false, NULL, NULL, NULL, true),
  (2, 4, 'imp_why_not', 'What stopped you?', 'multi_choice', true, NULL, NULL, '', '', false, 2, NULL, false, '{"question": "imp_chance", "equals": "no"}', NULL, NULL, true),
  (2, 5, 'imp_use', 'How often have you used it?', 'likert_1_5', true, 1, 5, '', '', false, 0, NULL, false, '{"question": "imp_chance", "in": ["yes", "some"]}', NULL, NULL, true),
  (2, 6, 'post_action1', 'One thing I will do differently.', 'free_text', true, NULL, NULL, '', '', false, 0, 1500, false, NULL, NULL, NULL, true),
  (2, 7, 'post_barriers', 'What might get in the way?', 'multi_choice', false, NULL, NULL, '', '', false, 0, NULL, false, NULL, NULL, NULL, true),
  (2, 8, 'post_best', 'What was the most useful part?', 'free_text', false, NULL, NULL, '', '', false, 0, 1000, false, NULL, NULL, NULL, true),
  (2, 9, 'post_improve', 'What should we change?', 'free_text', false, NULL, NULL, '', '', false, 0, 1000, false, NULL, NULL, NULL, true),
  (2, 10, 'post_concern', 'Would you like a call?', 'single_choice', true, NULL, NULL, '', '', false, 0, NULL, false, NULL, NULL, NULL, false),
  (2, 11, 'post_quote', 'May we use your words?', 'single_choice', true, NULL, NULL, '', '', false, 0, NULL, false, NULL, NULL, NULL, true)
  ) AS v WHERE f.code = 'T-ALL';
INSERT INTO question_option (question, position, value, words, exclusive, alert)
SELECT q.id, row_number() OVER (PARTITION BY q.id ORDER BY v.n), v.value, v.words, v.exclusive, v.alert
  FROM question q JOIN form f ON f.id = q.form AND f.code = 'T-ALL'
  JOIN (VALUES
  (1, 'post_relevant imp_use', '1', 'Strongly disagree', false, false), (2, 'post_relevant imp_use', '2', 'Disagree', false, false),
  (3, 'post_relevant imp_use', '3', 'Neither', false, false), (4, 'post_relevant imp_use', '4', 'Agree', false, false),
  (5, 'post_relevant imp_use', '5', 'Strongly agree', false, false),
  (1, 'pre_reason', 'refresh', 'My last training is out of date', false, false), (2, 'pre_reason', 'case', 'I have a piece of work in mind', false, false),
  (3, 'pre_reason', 'other', 'Another reason', false, false),
  (1, 'imp_chance', 'yes', 'Yes', false, false), (2, 'imp_chance', 'some', 'A little', false, false), (3, 'imp_chance', 'no', 'Not yet', false, false),
  (1, 'imp_why_not', 'time', 'Workload', false, false), (2, 'imp_why_not', 'manager', 'Not supported to', false, false), (3, 'imp_why_not', 'tools', 'Systems', false, false),
  (1, 'post_barriers', 'time', 'Time or workload', false, false), (2, 'post_barriers', 'tools', 'Forms or tools', false, false), (3, 'post_barriers', 'none', 'Nothing I can see', true, false),
  (1, 'post_concern', 'no', 'No', false, false), (2, 'post_concern', 'call', 'Yes, please contact me', false, true),
  (1, 'post_quote', 'yes', 'Yes', false, false), (2, 'post_quote', 'no', 'No', false, false)
  ) AS v (n, codes, value, words, exclusive, alert) ON q.code = ANY (string_to_array(v.codes, ' '));
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, form)
VALUES ('TST-301', 'course', 'Asked about afterwards', 'A test.', 'L1', 120, 'half day', 60, 'T-ALL');
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens)
SELECT 'TST-301/01', id, 'Asked about afterwards', 'virtual', 'open', clock() - interval '3 hours', clock() - interval '1 hour', clock() - interval '60 days'
  FROM event WHERE code = 'TST-301';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = 'TST-301/01';
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 60 FROM session WHERE ref = 'TST-301/01';
INSERT INTO duty (session, person, kind) SELECT s.id, p.id, 'trainer' FROM session s, person p WHERE s.ref = 'TST-301/01' AND p.code = 'TRAINER'`;
};

let n = 0;

// Somebody new with a place at that date; the number of the booking.
export const attendee = ({ there = true, agency = "TST1", last = "Attendee" } = {}) => {
	const code = `ATT${++n}`;
	const email = `${code.toLowerCase()}.${Date.now()}@example.org`;
	sql`INSERT INTO person (code, first_name, last_name, email, phone, agency)
	    SELECT ${code}, ${`First${n}`}, ${last}, ${email}, '01632960' || ${n}, id FROM agency WHERE code = ${agency};
	    INSERT INTO booking (session, person, pool, state, agency, sector)
	    SELECT s.id, p.id, l.id, 'confirmed', a.id, a.sector
	      FROM session s JOIN pool l ON l.session = s.id, person p JOIN agency a ON a.id = p.agency
	     WHERE s.ref = 'TST-301/01' AND p.code = ${code};
	    UPDATE pool SET taken = taken + 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-301/01')`;
	const booking = one`SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code = ${code}`;
	if (there)
		sql`INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
		    SELECT gen_random_uuid(), session, 1, id, 'camera', clock() - interval '3 hours', person, 'admitted' FROM booking WHERE id = ${booking}`;
	return { code, email, booking };
};

// What is kept of a booking's answers, by question.
export const kept = (booking) => Object.fromEntries(rows`
	SELECT q.code, a.number, a.choices, a.words, a.not_applicable
	  FROM lectern.response r JOIN lectern.answer a ON a.response = r.id JOIN lectern.question q ON q.id = a.question
	 WHERE r.booking = ${booking}`.map(({ code, ...answer }) => [code, answer]));

// Nobody has answered about that date.
export const forgetAnswers = () => sql`
	DELETE FROM alert a USING booking b, session s WHERE b.id = a.booking AND s.id = b.session AND s.ref = 'TST-301/01';
	DELETE FROM response r USING session s WHERE s.id = r.session AND s.ref = 'TST-301/01'`;

// A link to the form as the worker makes one.
export const evaluationLink = (booking, token) => {
	sql`INSERT INTO mail (kind, person, address, state, booking, detail)
	    SELECT 'evaluation_invitation', p.id, p.email, 'sent', b.id, '{}' FROM booking b JOIN person p ON p.id = b.person WHERE b.id = ${booking};
	    SELECT link_make(${sha256(token)}, max(id), 'evaluation') FROM mail`;
	return `/evaluations/${token}`;
};

// Answers that will do.
export const answers = {
	post_knowledge: "7", post_relevant: "4", pre_reason: "refresh", imp_chance: "yes",
	imp_use: "3", post_action1: "Ask one more question", post_concern: "no", post_quote: "yes",
};

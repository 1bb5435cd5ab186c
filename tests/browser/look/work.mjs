/**
 * work.mjs: the samples of accounts, doors, evaluation and the training desk.
 */
import { chargePanel } from './charge.mjs'
import { arabic, check, coordinator, errors, frame, longName, practitioner, sessionRow, sessionPage, booking, change, offer } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Values} Values */

const page = (/** @type {string} */ title, /** @type {Values} */ values = {}) => ({ ...frame, page_title: title, ...values })
const desk = (/** @type {string} */ title, /** @type {Values} */ values = {}) => page(title, { me: coordinator, q: '', ...values })
const mine = (/** @type {string} */ title, /** @type {Values} */ values = {}) => page(title, { me: practitioner, ...values })

const agencies = [['AG001', 'Medlar Vale Council children’s services'], ['AG008', 'Medlar Vale Police'], ['AG026', 'Maintained primary schools']].map(([code, name]) => ({ code, name, title: name, selected: '' }))
const settings = [{ name: 'Willow Bank Primary School', agency_name: 'Primary schools' }, { name: 'Orchard Practice', agency_name: 'General practice' }]

const event = { school_words: 'Made for people who work in schools', public_words: 'Open to everyone: parents, carers and community leaders need no account', attend_words: '', late_words: '', certificate_words: 'A certificate of attendance when you have been marked present for every part',
  code: 'NEG-201', title: sessionRow.title, summary: sessionPage.session[0].summary, kind_words: 'Course', level_words: 'Level 2', level_means: 'Core: regular contact with children, parents or carers', length_words: 'half day', delivery_words: 'In a room or online', refresher_words: 'Refresher suggested after 3 years', content_warning: '', rating_words: '41 people rated how well it fits their work: 4.4 out of 5 on average', json_ld: '{}'
}
const eventPage = page(event.title, { event: [event], outcomes: sessionPage.outcomes, audience: sessionPage.audience, before: [], wish: [], may_wish: '', may_wish_signed_in: '', dates: [sessionRow, { ...sessionRow, ref: 'NEG-201-04', full: 't', places_words: 'Full – 3 waiting' }] })

const line = { ...booking, confirmed: '', tense: 'coming', has_ticket: '', today: '' }
const queue = {
  line: [['2050', 'Aisha Rahman', 'Waits', 't', 'Their organisation has all the places it may have on this date'], ['2051', longName, 'Awaits agreement', '', ''], ['', arabic, 'For any date', '', '']].map(([number, name, state_words, may_move, why_words], i) => ({ pool: '7', number, place: String(i + 1), pool_words: '', code: `P000${i}`, name, organisation: 'Community Health', since_words: 'Monday 11 January 2027, 9:12am', state_words, may_move, moved: i ? '' : 't', why_words, may_act: may_move, may_let_in: '' })),
  offers: [{ number: '2049', name: 'Łucja Nowak', code: 'P0009', made_words: 'Monday 1 February 2027, 9am', until_words: 'Tuesday 2 February 2027, 5pm' }],
  line_pools: [{ pool: '7', words: 'Places', capacity: '24', taken: '24', free: '0', waiting: '3' }],
  line_changes: [], version: '3', some_barred: ''
}
const wish = { number: '2060', event_code: 'NEG-201', title: sessionRow.title, since_words: 'Monday 11 January 2027', place: '2', dates: '3' }
const leaving = (/** @type {Values} */ change) => page('Leave the list', { action: '/leave/x', line: [{ number: '7', wish: '', event_code: 'NEG-201',
  title: 'Neglect: seeing it, naming it', starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', place: change.state === 'waiting' ? '3' : '', ended_words: 'Monday 1 February 2027, 9am', guest: '', ...change }] })
const offered = (/** @type {Values} */ change) => page('A place has come up', { action: '/offers/x', parts: sessionPage.parts, offer: [{ ...offer, ...change }] })
const bookings = [
  { ...line, confirmed: 't', today: 't', has_ticket: 't' },
  { ...line, number: '2050', title: 'Working together: child protection from strategy meeting to plan', waiting: 't', waiting_number: '3' },
  { ...line, number: '2052', title: longName, waiting: 't', waiting_number: '12', barred_words: 'This date is by invitation now, and your address is not on its list. If it should be, tell the training team.' },
  { ...line, number: '2051', confirmed: 't', session_cancelled: 't' },
  { ...line, number: '1999', confirmed: 't', past: 't', tense: 'past', evaluation_open: 't' },
  { ...line, number: '1998', cancelled: 't', past: 't', tense: 'past', title: 'Lunchtime briefing: Safer sleep when space is short' }
]

const back = [{ mail: '9', kind_words: 'Reminder', title: sessionRow.title, address: 'a.rahman@' + 'long'.repeat(12) + '.example.org', at_words: 'Monday 18 January 2027, 9am', now: 'a.rahman@example.org', moved: '', reply: '550 5.1.1 no such user' }]
const newPerson = { 'typed.first_name': '', 'typed.last_name': '', 'typed.agency': '', 'typed.setting': '', 'typed.job_title': '', 'typed.email': '', 'typed.phone': '', 'typed.post': '' }
const needList = [{ number: '2041', need: '2041-access', steps: [], code: 'P0001', name: longName, kind: 'access', kind_words: 'Access', details: 'BSL interpreter', state: 'new', state_words: 'New', note: '', late: 'a British Sign Language interpreter (15 working days)', booking_state: 'waiting', booking_words: 'On the waiting list' }, { number: '2042', need: '2042-diet', steps: [{ words: 'Arranged', who: longName, at_words: 'Monday 1 February 2027, 9am' }, { words: 'New again', who: 'Idris Bowen', at_words: 'Monday 18 January 2027, 9am' }], code: 'P0002', name: 'Bo', kind: 'diet', kind_words: 'Food', details: 'Vegan', state: 'arranged', state_words: 'Arranged', note: 'Told the caterer', late: '', booking_state: 'confirmed', booking_words: 'Has a place' }]
const words = { 'typed.subject': 'Soon: {{session_title}}', 'typed.body': 'Dear {{first_name}}', names: [{ tag: '{{first_name}}', words: 'first name of the reader', example: 'Łucja', name: 'first_name' }, { tag: '{{left}}', words: '', example: '', name: 'left' }], preview_subject: 'Soon: Neglect', blocks: [{ kind: 'lead', begins: '', ends: '', runs: [{ kind: 'words', words: 'Dear Łucja' }] }, { kind: 'point', begins: 't', ends: 't', runs: [{ kind: 'words', words: 'Bring ' }, { kind: 'web', words: 'https://example.org/' + 'long'.repeat(30) }] }] }
const some = [{ number: '2041', name: longName, organisation: 'Community Health', state_words: 'Has a place', email: '', late_words: '£30', any_late: 't', workshop_words: '11:20am: Talking with fathers, Capstan Room; 1:30pm: Safer sleep when space is short, Anchor Room', any_workshops: 't' }]
const panels = {
  need_list: needList,
  need_totals: [{ kind_words: 'Access', n: '2', met: '1', not_met: '1' }],
  agreements: [{ number: '2041', code: 'P0001', asks_name: 'Aisha Rahman', who: 'Oliver Hodges', words: 'Asked until Tuesday 26 January 2027, 9am' }, { number: '2041', code: 'P0001', asks_name: longName, who: 'The training team', words: 'You agree to each place on this date' }],
  desk_workshops: [{ code: 'A1', title: 'Fathers in the frame', round_title: 'Round one', room: 'Capstan Room', taken: '49', capacity: '50', waiting: '0', steps: '', needs: '0' }, { code: 'B3', title: 'Adultification', round_title: 'Round one', room: 'Anchor Room', taken: '16', capacity: '16', waiting: '3', steps: 'Step-free to all rooms except Anchor Room', needs: '1' }],
  unchosen: [{ title: 'Round two', people: '4' }],
  workshop_rules: [{ words: 'A delegate may mix streams' }],
  eligible: [{ by_invitation: 't', invited: '12', only_words: 'Police', before_words: 'Safeguarding foundations', min_numbers: '10' }],
  checklist: [{ item: '1', words: 'Trainers confirmed', done: 't', done_words: 'Monday 1 February 2027, Idris Bowen', by_words: '', late: '' }, { item: '2', words: 'Room booked', done: '', done_words: '', by_words: 'by Friday 8 January 2027', late: 't' }],
  notes: [{ words: 'The projector is broken', at_words: 'today, 9am', who: 'Idris Bowen' }],
  pools: [{ words: 'In the room', capacity: '24', taken: '24', free: '0', waiting: '3', confirmed: '22', offered: '1', held: '1', over: '1' }, { words: 'Online', capacity: '100', taken: '12', free: '88', waiting: '0', confirmed: '12', offered: '0', held: '0', over: '0' }],
  changes: [{ words: 'It takes place online, not at Lantern Yard.', why: 'Snow.', at_words: 'Thursday 4 February 2027, 7:40am' }],
  answers: [],
  mail_kinds: [{ kind_words: 'Confirmation', sent: '34', queued: '0', failed: '1', dropped: '0' }, { kind_words: 'Waiting list', sent: '3', queued: '1', failed: '0', dropped: '2' }],
  history: [{ at_words: 'Monday 1 February 2027, 9:12am', words: 'Aisha Rahman: has a place', detail: '', why: '', who: 'Aisha Rahman', number: '2041' }, { at_words: 'Friday 8 January 2027, 4pm', words: 'Changed the details', detail: 'Title: Neglect → Noticing neglect\nPlaces: 20 → 24', why: '', who: 'Idris Bowen', number: '' }]
}

const account = { email: 'aisha.rahman@health.example.org', agency_name: 'Medlar Vale Community Health', since: 'Monday 7 September 2026', version: '4' }
const logins = [
  { login: '9', device: 'Firefox on Windows', started_words: 'Monday 1 February 2027, 8:55am', seen_words: 'just now', in_hand: 't' },
  { login: '7', device: 'Safari on an iPhone', started_words: 'Friday 22 January 2027, 7:10pm', seen_words: 'Sunday 31 January 2027', in_hand: '' }
]
const person = { 'typed.first_name': 'Aisha', 'typed.last_name': 'Rahman', 'typed.job_title': 'Health visitor', 'typed.manager_name': 'Oliver Hodges', 'typed.manager_email': 'oliver.hodges@health.example.org' }

const edit = (/** @type {string} */ title, /** @type {Values} */ values = {}) => desk(title, { action: '/manage/venues/V01', back: '/manage/venues', back_words: 'Venues', button: 'Save', intro: '', version: '3', was: '{}', remove: '', others: [], groups: [], fields: [], options: [], people: [], ...values })
const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ kind, hint = '', options = /** @type {Values[]} */ ([])) => ({ name, label, kind, hint, options })
const group = (/** @type {string} */ name, /** @type {string} */ heading, /** @type {Values[]} */ fields, /** @type {Values} */ values = {}) => ({ group: name, heading, about: '', fold: '', row: '', open: '', fields, ...values })
const dayFields = (/** @type {string} */ n) => [field(`part${n}_date`, 'Day', 'date', 'For example 3 December 2026'), field(`part${n}_starts`, 'From', 'time', 'For example 09:30'), field(`part${n}_ends`, 'To', 'time'), field(`part${n}_name`, 'Called', 'line')]
const venueGroups = [
  group('', '', [field('name', 'Name', 'line'), field('access', 'Access', 'block', 'A line each'), field('hold', 'Hold a place', 'tick', 'While agreement is awaited')]),
  group('places', 'Places', [field('capacity', 'How many people fit', 'number'), field('day_begins', 'The working day begins', 'time')], { about: 'How many' }),
  group('day1', 'When', dayFields('1'), { row: 't' }), group('day2', 'Second day', dayFields('2'), { row: 't', fold: 't', open: 't' }), group('day3', 'Third day', dayFields('3'), { row: 't', fold: 't' }),
  group('who', 'For whom', [field('first', 'First day', 'date', 'For example 28 March 2027'),
    field('level', 'Level', 'choice', '', [{ value: 'L1', words: 'Level 1' }, { value: 'L2', words: 'Level 2' }]), field('for', 'For whom', 'many', 'As many as fit', [{ value: 'a', words: 'Teachers', first: 't' }, { value: 'b', words: 'Nurses', first: '' }])], { fold: 't', open: 't', about: 'No tick: for everyone.' })]

const dated = { ref: 'NEG-201-04', full_ref: 'NEG-201/04', title: 'Neglect: noticing and acting', event_code: 'NEG-201', starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', where_words: 'Chatham', state: 'draft', state_words: 'Draft', missing: 'a venue', remarks: 'no trainer yet', clashes: '', taken: '0', capacity: '24', booked: '0' }
const copied = { ref: 'A', title: 'Neglect', starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', where_words: 'Chatham', new_words: 'Thursday 3 February 2028, 9:30am to 12:45pm', jumped: '', there: '', free_day: '', clashes: '', working: '' }
const plainPages = { many_pages: '', page_before: [], page_numbers: [], page_after: [] }
const keptRows = {
  kept: [{ reserve: '1', label: 'School primary', kind_words: 'Sector', places: '6', used: '2', free: '4', released: '', release_words: 'Monday 18 January 2027, 9am', release_day: '18 January 2027' }, { reserve: '2', label: 'Police', kind_words: 'Organisation', places: '3', used: '1', free: '0', released: 't', release_words: 'Monday 4 January 2027, 9am', release_day: '4 January 2027' }],
  kept_totals: [{ capacity: '24', taken: '11', free: '13', kept: '4', open: '9', max_per_agency: '5' }],
  kept_caps: [{ code: 'AG008', name: 'Medlar Vale Police', used: '5', cap: '5', each: '', own: '5', reached: 't' }, { code: 'AG026', name: 'Primary schools', used: '6', cap: '5', each: 'for each setting', own: '', reached: '' }]
}

const door = { cancelled: '', ref: 'NEG-201-03', title: sessionRow.title, where_words: 'Lantern Yard Learning Centre, Chatham', starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', register: 'open', signed_words: '', may_be_signed: '' }
const part = { part: '1', name: 'Morning', day_words: 'Thursday 4 February 2027', time_words: '9:30am to 12:45pm', today: 't', one_of_several: '', expected: '24', arrived: '17', chosen: 't' }
const doorPage = {
  door: [door],
  part: [part],
  counts: [{ expected: '24', arrived: '17', present: '17', unbooked: '1', to_come: '7' }],
  result: [],
  found: [],
  scans: [{ scan: 'a', name: 'Łucja Wiśniewska', time_words: '9:24am', word: 'in', undone: '', may_undo: 't' }, { scan: 'b', name: 'Aisha Rahman', time_words: '9:22am', word: 'in', undone: 't', may_undo: '' }],
  may_search: 't'
}
const steward = [{ name: 'Idris Bowen', staff: 't', coordinator: '', booker: '' }]
const atDoor = (/** @type {Values} */ change) => page('Sign people in', { me: steward, ...doorPage, ...change })
const result = (/** @type {string} */ look, /** @type {string} */ word, /** @type {Values} */ more = {}) =>
  atDoor({ result: [{ look, word, name: 'Łucja Wiśniewska', agency: 'Medlar Vale Community Health', detail: '', scan: '', ...more }] })

const doors = [
  { ref: 'NEG-201-03', title: sessionRow.title, time_words: '9:30am to 12:45pm', where_words: 'Chatham', part_name: '', expected: '24', arrived: '17', today: 't', cancelled: '', has_form: 't', may_search: 't', register: 'open', needs: '2 with access needs' },
  { ref: 'WTO-301-04', title: 'Working together: child protection from strategy meeting to plan', time_words: '9am to 4:30pm', where_words: 'Gillingham', part_name: 'Day 1', expected: '20', arrived: '20', today: 't', cancelled: '', has_form: 't', may_search: '', register: 'signed_off', needs: '' },
  { ref: 'BRF-701-06', title: 'Lunchtime briefing', time_words: '12:30pm to 1:30pm', where_words: 'Online', part_name: '', expected: '0', arrived: '0', today: 't', cancelled: 't', has_form: 't', may_search: '', register: 'open', needs: '' }
]

const entry = { booking: '2041', part: '1', name: 'Aisha Rahman', agency: 'Community Health', job: 'Health visitor', arrived: '9:24am', departed: '', attendance: 'full', late_words: '', reason: '', attendance_words: 'Attended all', needs: '', contact: '' }
const names = ['Aisha Rahman', 'Łucja Wiśniewska', arabic, longName, 'Bo', 'Dr Olúwaṣeun Adébáyọ̀', 'Seán Ó Súilleabháin']
const people = names.map((name, i) => ({ ...entry, booking: String(2041 + i), name, arrived: i % 3 === 2 ? '' : '9:2' + i + 'am', departed: i === 1 ? '11:30am' : '', reason: i === 1 ? 'called to court' : '', attendance: i % 3 === 2 ? 'none' : 'full', needs: i === 0 ? 'Step-free access' : '', agency: i === 2 ? 'Guest' : entry.agency, contact: i === 2 ? 'maya@home.example, 01632 960 001' : '' }))
const sheet = (/** @type {Values} */ change, /** @type {Values} */ rest = {}) => page('Register', { me: steward, door: [{ ...door, ...change }], parts: [{ ...part, people }], unbooked: [], needs: [{ number: '2041', name: 'Aisha Rahman', details: 'Step-free access', state: 'arranged', state_words: 'Arranged', note: 'Oak Room, by the ramp' }], odd: [{ words: '2 people are not signed in and will count as absent.' }], phones: [{ by_name: 'Idris Bowen', scans: '17', heard_words: 'today, 9:52am' }], history: [], ...rest })

const ten = Array.from({ length: 11 }, (_, n) => ({ value: String(n), words: String(n), exclusive: '' }))
const na = { value: 'na', words: 'Does not apply to me', exclusive: 't' }
const agree = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'].map((words, i) => ({ value: String(i + 1), words, exclusive: '' }))
const question = { required: 't', lowest_words: '', highest_words: '', not_applicable: '', max_length: '1000', lines: '4', other_text: '', other_field: 'x_other', depends_on: '', depends_values: '', depends_words: '', sensitive: '', options: /** @type {Values[]} */ ([]) }
const choose = (/** @type {[string, string][]} */ list) => check(list).map((o) => ({ value: o.value, words: o.label, exclusive: o.value === 'none' ? 't' : '' }))
const sections = [
  { section: '1', title: 'Where you are now', questions: [
    { ...question, question: '1', code: 'post_knowledge', type: 'scale_0_10', words: 'How much do you know about this subject?', lowest_words: 'Not at all', highest_words: 'Completely', options: ten },
    { ...question, question: '2', code: 'post_sure', type: 'scale_0_10', words: 'How sure are you that you would notice a child in this situation?', lowest_words: 'Not at all', highest_words: 'Completely', options: [...ten, na] }
  ] },
  { section: '2', title: 'The course itself', questions: [
    { ...question, question: '3', code: 'post_objectives', type: 'likert_1_5', words: 'The course did what it said it would do.', options: [...agree, na] },
    { ...question, question: '4', code: 'post_role', type: 'single_choice', words: 'Why did you take this course?', other_text: 't', options: choose([['new', 'I am new to my role'], ['case', 'I have a piece of work in mind'], ['other', 'Another reason']]) },
    { ...question, question: '5', code: 'post_barriers', type: 'multi_choice', words: 'What might stand in the way? Tick all that apply.', options: choose([['time', 'Time'], ['other_agency', 'How other agencies work'], ['none', 'Nothing I can see']]) },
    { ...question, question: '6', code: 'post_best', type: 'free_text', words: 'What was the most useful part?', required: '' },
    { ...question, question: '7', code: 'post_concern', type: 'single_choice', words: 'Did anything in the course leave you worried about a child, or upset, and would you like a call?', options: choose([['no', 'No'], ['call', 'Yes, please contact me']]) },
    { ...question, question: '8', code: 'post_more', type: 'free_text', words: 'What should we know before we call?', depends_on: 'post_concern', depends_values: 'call', depends_words: 'If you answered “Yes, please contact me”' }
  ] }
]
const evaluation = { title: 'At the end of the course', minutes: '7', session_title: sessionRow.title, session_when: 'Thursday 4 February 2027', closes: 'Thursday 4 March 2027', opens: 'Thursday 4 February 2027, 12:45pm', answered: '' }

const bars = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'].map((words, i) => ({ words, people: String([0, 1, 2, 9, 11][i]), percent: String([0, 4, 9, 39, 48][i]) }))
const answered = { answers: '23', not_applicable: '1', mean: '4.3', change: '', before: '', pairs: '', looking_back: '0', highest: '5', shown: 't', options: bars, texts: /** @type {Values[]} */ ([]), groups: [{ name: 'Health', answers: '12', mean: '4.5', shown: 't', small: '' }, { name: 'Police', answers: '', mean: '', shown: '', small: 't' }] }
const results = {
  head: [{ title: sessionRow.title, starts_words: 'Thursday 4 February 2027', ref: 'NEG-201-03', event_code: 'NEG-201', answers: '24', present: '31', percent: '77', sessions: '1', unsigned: '1' }],
  dates: [],
  story: [{ sentence: '24 of the 31 people who were there have answered (77%).' }, { sentence: '20 of 23 say that it did what it said it would do.' }, { sentence: 'They put what they know about the subject at 7.6 out of 10; the 19 who also told where they began rose by 2.4 from 5.1.' }],
  sections: [
    { section: '1', title: 'Where you are now', questions: [{ ...answered, code: 'a', words: 'How much do you know about this subject?', type: 'scale_0_10', highest: '10', mean: '7.6', change: '+2.4', before: '5.1', pairs: '19', looking_back: '4', options: ten.map((o) => ({ words: o.words, people: o.value, percent: o.value })) }] },
    { section: '2', title: 'The course itself', questions: [
      { ...answered, code: 'b', words: 'The course did what it said it would do.', type: 'likert_1_5' },
      { ...answered, code: 'c', words: 'Training with other agencies helped me see their side.', type: 'likert_1_5', shown: '' },
      { ...answered, code: 'd', words: 'What was the most useful part?', type: 'free_text', mean: '', options: [], texts: [{ words: 'Hearing how a health visitor and a police officer read the same three facts.', may_quote: 't', response: '1' }, { words: 'عمل رائع', may_quote: '', response: '2' }] }
    ] }
  ],
  by: '',
  coordinator_view: 't'
}

const alerts = [{ call: 't', code: 'P0002', withdrawn: '', organisation: 'Community Health', day_words: 'Thursday 4 February 2027', settled_words: '', settled_by: '', note: '', alert: '5', name: 'Łucja Wiśniewska', phone: '07700 900843', email: 'lucja@health.example.org', question: 'Did anything in the course leave you worried about a child, or upset, and would you like a call?', answer: 'Yes, please contact me', title: sessionRow.title, ref: 'NEG-201-03', raised_words: 'Today, 12:51pm' }]
const tasks = [{ words: 'Sign off 3 registers', detail: 'The oldest is from Tuesday 26 January: Thresholds and good referrals in two hours', go_path: '/door', go_words: 'Open', urgent: '' }, { words: 'Name 2 new organisations', detail: 'Typed by people who registered: Little Acorns; Hope Street Chapel', go_path: '/manage/people', go_words: 'Look', urgent: '' }]
const coming = [{ ref: 'NEG-201-04', title: sessionRow.title, starts_words: 'Tue 9 March, 1pm', where_words: 'Chatham', taken: '12', capacity: '24', waiting: '0', few: '', status: 'open', register: 'open', answers: '0' }, { ref: 'S47-401-01', title: 'Joint enquiries: police and social work skills', starts_words: 'Wed 10 March, 9am', where_words: 'Gillingham', taken: '4', capacity: '20', waiting: '0', few: 'too few yet', status: 'draft', register: 'signed_off', answers: '4' }]
const mails = [{ code: 'P0001', trouble: 't', mail: '1', kind_words: 'Joining details', address: 'a.very.long.address.indeed.that.goes.on@willowbank.example.org', name: longName, state: 'bounced', state_words: 'It came back', made_words: 'Monday 1 February 2027, 9:02am', attempts: '1', reply: '550 5.1.1 The email account that you tried to reach does not exist', next_words: '' }, { code: '', trouble: 't', mail: '2', kind_words: 'You are on the waiting list', address: 'x@example.org', name: 'Bo', state: 'queued', state_words: 'Waiting to be tried again', made_words: 'Today, 9:02am', attempts: '4', reply: '', next_words: 'at 10:15am' }]
const manageSession = { ref: 'NEG-201-03', full_ref: 'NEG-201/03', title: sessionRow.title, starts_words: door.starts_words, where_words: door.where_words, status: 'open', taken: '24', capacity: '24', waiting: '3', expected: '24', arrived: '17', register: 'open', register_words: 'Open', over: 't', has_form: 't', is_public: 't', event_code: 'NEG-201', answers: '0', trainer_words: 'Marigold Fenwright', remarks: '' }
const found = names.map((name, i) => ({ code: `P000${i}`, name, email: `person${i}@example.org`, phone: i ? '' : '07700 900843', job_title: 'Health visitor', agency: 'Community Health', setting: 'Orchard Practice', status: i === 3 ? 'left' : 'active', bookings: i % 2 ? [] : [{ number: '1', ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', state_words: 'Has a place' }] }))
const many = Array.from({ length: 400 }, (_, i) => ({ ...people[i % people.length], booking: String(3000 + i) }))

const agreement = { approval: '1', asks_name: 'Aisha Rahman', first_name: 'Aisha', job_title: 'Health visitor', organisation: 'Orchard Practice, Community Health', title: sessionRow.title, when_words: 'Thursday 4 February 2027, 9:30am to 4pm', where_words: 'Online', until_words: 'Tuesday 26 January 2027, 9am', ended_words: 'Monday 25 January 2027, 4:05pm', state: 'open', note: '', terms_words: 'Free to cancel until Wednesday 20 January, 5pm; after that £50. You can send a colleague instead at no cost.', by_team: '', open: 't', sent_back: '', begun: '', missed: '', confirmed: '', waiting: '', requested: 't' }
const agreementParts = [{ name: 'Day 1', date_words: 'Thursday 4 February 2027', time_words: '9:30am to 4pm' }]
const asked = (/** @type {Values} */ row, /** @type {Values} */ values = {}) => page('Do you agree?', { agreement: [{ ...agreement, ...row }], parts: agreementParts, others: [], decided: [], ...values })

const waits = [{ number: '2041', code: 'P0001', asks_name: 'Aisha Rahman', job_title: 'Health visitor', organisation: 'Orchard Practice, Community Health', title: sessionRow.title, ref: 'NEG-201-03', when_words: 'Thursday 4 February 2027, 9:30am to 4pm', since_words: 'Monday 18 January 2027, 9:12am', why_words: 'The manager has not answered in time', detail: '', manager: 'Oliver Hodges, oliver.hodges@health.example.org', also_words: '', held: 't' }, { number: '2042', code: 'P0002', asks_name: longName, job_title: '', organisation: 'Maintained primary schools', title: sessionRow.title, ref: 'NEG-201-03', when_words: 'Thursday 4 February 2027, 9:30am to 4pm', since_words: 'Monday 18 January 2027, 9:12am', why_words: 'Says that they did what must come before somewhere else. You agree to each place on this date', detail: 'Level 2 in Kent, May 2025', manager: '', also_words: 'Also asked: Oliver Hodges, until Tuesday 26 January 2027, 9am', held: '' }]
const withManagers = [{ approval: '1', number: '2043', code: 'P0003', asks_name: arabic, organisation: 'Community Health', title: sessionRow.title, ref: 'NEG-201-03', when_words: 'Thursday 4 February 2027, 9:30am to 4pm', manager: 'Oliver Hodges', address: 'oliver.hodges@health.example.org', asked_words: 'Monday 18 January 2027, 9:12am', until_words: 'Tuesday 26 January 2027, 9am', reminded_words: 'Thursday 21 January 2027, 1pm', bounced: 't', not_mine: '' }]
const toCorrect = { number: '2041', title: sessionRow.title, starts_words: 'Thursday 4 February 2027, 9:30am to 4pm', where_words: 'Online', manager: 't', bounced: '', not_mine: '', address: 'oliver.hodges@health.example.org' }

/** @type {Sample[]} */
export const work = [
  ['agreements', 'manage_agreements.html', desk('Agreements', { waiting: waits, managers: withManagers, only: '', said: '2 requests are decided' })],
  ['agreements-errors', 'manage_agreements.html', desk('Agreements', { waiting: waits, managers: [], only: 'NEG-201-03', said: '', ...errors([['note', 'Say why: the person reads it']]) })],
  ['agreements-none', 'manage_agreements.html', desk('Agreements', { waiting: [], managers: [], only: '', said: '' })],
  ['booking-manager', 'booking_manager.html', mine('Who agrees your training?', { booking: [toCorrect], 'typed.manager_name': 'Oliver Hodges', 'typed.manager_email': 'oliver.hodges@health.example.org' })],
  ['booking-manager-errors', 'booking_manager.html', mine('Who agrees your training?', { booking: [{ ...toCorrect, bounced: 't' }], 'typed.manager_email': 'oliver', ...errors([['manager_email', 'Enter an address like name@example.org']]) })],
  ['agreement', 'agreement.html', asked({})],
  ['agreement-many', 'agreement.html', asked({ asks_name: longName, missed: 't' }, { others: [{ ...agreement, approval: '2', asks_name: arabic }, { ...agreement, approval: '3', missed: 't' }], decided: [{ ...agreement, state: 'agreed', confirmed: 't', requested: '' }] })],
  ['agreement-errors', 'agreement.html', asked({}, { 'typed.email': 'boss@', ...errors([['email', 'Enter an address like name@example.org']]) })],
  ['agreement-agreed', 'agreement.html', asked({ open: '', state: 'agreed', confirmed: 't', requested: '' })],
  ['agreement-declined', 'agreement.html', asked({ open: '', state: 'declined', note: 'Please take the April date instead.', requested: '' })],
  ['agreement-passed-on', 'agreement.html', asked({ open: '', state: 'passed_on' })],
  ['agreement-expired', 'agreement.html', asked({ open: '', state: 'expired' })],
  ['agreement-withdrawn', 'agreement.html', asked({ open: '', state: 'withdrawn', requested: '' })],
  ['agreement-sent-back', 'agreement.html', asked({ open: '', sent_back: 't' })],
  ['agreement-gone', 'agreement.html', page('This link does not work any more', { agreement: [], parts: [], others: [], decided: [] })],
  ['event', 'event.html', eventPage],
  ['event-none', 'event.html', { ...eventPage, dates: [], event: [{ ...event, content_warning: 'We talk about the deaths of children.', rating_words: '' }] }],
  ['message', 'message.html', page('Done', { heading: 'Your new address is in use', words: 'We write to aisha@example.org from now on.', more: '', go_path: '/account', go_words: 'My account' })],
  ['cancel', 'booking_cancel.html', mine('Cancel', { change, booking: [{ ...booking, confirmed: 't' }] })],
  ['cancel-offered', 'booking_cancel.html', mine('Cancel', { change, booking: [{ ...booking, offered: 't' }] })],
  ['cancel-requested', 'booking_cancel.html', mine('Cancel', { change, booking: [{ ...booking, requested: 't' }] })],
  ['cancel-waiting', 'booking_cancel.html', mine('Cancel', { change, booking: [{ ...booking, waiting: 't' }] })],
  ['bookings', 'bookings.html', mine('My bookings', { earlier: 't', wishes: [wish], charges: [{ booking: '2041', amount_words: '£60', title: booking.title, date_words: 'Monday 1 February 2027', may_state: 't' }], bookings: [{ ...line, number: '2055', offered: 't', offer_until: 'Tuesday 2 February 2027, 5pm' }, ...bookings] })],
  ['bookings-none', 'bookings.html', mine('My bookings', { earlier: '', wishes: [], charges: [], bookings: [] })],
  ['bookings-past', 'bookings.html', mine('My bookings', { earlier: 't', wishes: [], charges: [], bookings: bookings.slice(3) })],
  ['event-full', 'event.html', { ...eventPage, me: practitioner, may_wish: 't' }],
  ['event-wished', 'event.html', { ...eventPage, me: practitioner, wish: [wish] }],
  ['offer', 'offer.html', offered({})],
  ['offer-late', 'offer.html', offered({ charged_now: 't', first_call: 't', many_parts: 't', name: longName })],
  ['offer-wish', 'offer.html', offered({ from_wish: 't', asks: 't' })],
  ['offer-taken', 'offer.html', offered({ answer: 'accepted', state: 'confirmed', ended_words: 'Monday 1 February 2027, 9:12am' })],
  ['offer-held', 'offer.html', offered({ answer: 'accepted', state: 'requested', ended_words: 'Monday 1 February 2027, 9:12am' })],
  ['offer-let-go', 'offer.html', offered({ answer: 'declined', state: 'declined', wish_open: 't', ended_words: 'Monday 1 February 2027, 9:12am' })],
  ['offer-lapsed', 'offer.html', offered({ answer: 'lapsed', state: 'declined' })],
  ...['waiting', 'left', 'offered', 'confirmed', 'requested', 'over', 'ended'].map((state) => /** @type {Sample} */ ([`leave-${state}`, 'leave.html', leaving({ state })])),
  ['leave-wish', 'leave.html', leaving({ state: 'waiting', wish: '9', number: '', starts_words: '' })],
  ['offer-gone', 'offer.html', page('A place that came up', { action: '/offers/x', parts: [], offer: [] })],
  ['wish', 'wish.html', mine('Any date', { event: [event], wish: [], offered: [{ my_number: '', dates: '3' }] })],
  ['wish-made', 'wish.html', mine('Any date', { event: [event], wish: [wish], offered: [] })],
  ['holder', 'ticket_holder.html', page('A place on a training course')],
  ['register', 'register.html', page('Create an account', { next: '' })],
  ['register-errors', 'register.html', page('Create an account', { next: '', 'typed.email': 'aisha@', ...errors([['email', 'Enter an address like name@example.org']]) })],
  ['register-sent', 'register_sent.html', page('Look in your inbox', { email: 'aisha.rahman@health.example.org' })],
  ['register-details', 'register_details.html', page('Tell us who you are', { email: 'aisha.rahman@health.example.org', token: 'x', agencies, settings, known: [], own_agency: '' })],
  ['register-details-errors', 'register_details.html', page('Tell us who you are', { email: 'a@example.org', token: 'x', agencies, settings, known: [], own_agency: 'AG026', ...person, ...errors([['first_name', 'Enter your first name'], ['agency', 'Choose your organisation, or write its name below'], ['password', 'Choose a password with at least 10 characters']]) })],
  ['password', 'password.html', page('Set a new password', { next: '' })],
  ['password-new', 'password_new.html', page('Choose a password', { email: 'a@example.org', token: 'x' })],
  ['account-mail', 'account_mail.html', mine('Mail that did not arrive', { mail_back: back, resent: '' })],
  ['account-mail-none', 'account_mail.html', mine('Mail that did not arrive', { resent: 't' })],
  ['account', 'account.html', mine('My account', { mail_back: back, account: [account], settings, logins, saved: 't', ...person })],
  ['account-address', 'account_address.html', mine('Change your address', { account: [account] })],
  ['account-password', 'account_password.html', mine('Change your password', { account: [account] })],
  ['account-close', 'account_close.html', mine('Close your account', { bookings: [{ title: sessionRow.title, session_starts: 'Thursday 4 February 2027, 9:30am' }] })],
  ['carried', 'carried.html', mine('You are signed in', { path: '/sessions/X/book', carried: [{ name: 'a', value: 'b' }] })],
  ['door', 'door.html', page('Registers', { past: [{ ref: 'NEG-201-02', title: 'Neglect', starts_words: 'Tuesday 12 January 2027, 9:30am to 4pm', answers: '17', present: '22' }], me: steward, days: [{ day: '2027-02-04', heading: 'Today, Thursday 4 February 2027', doors }, { day: '2027-02-05', heading: 'Tomorrow, Friday 5 February 2027', doors: [{ ...doors[0], ref: 'X', today: '' }] }] })],
  ['door-none', 'door.html', page('Registers', { past: [{ ref: 'NEG-201-02', title: 'Neglect', starts_words: 'Tuesday 12 January 2027, 9:30am to 4pm', answers: '17', present: '22' }], me: steward, days: [] })],
  ['scan', 'door_session.html', atDoor({})],
  ['scan-found', 'door_session.html', atDoor({ 'typed.q': 'a', found: names.map((name, i) => ({ booking: String(i), name, agency: 'Community Health', state_words: i === 1 ? 'signed in at 9:24am' : 'not signed in', expected: i === 1 ? '' : 't', may_leave: i === 1 ? 't' : '' })) })],
  ['scan-none', 'door_session.html', atDoor({ 'typed.q': 'zz', scans: [], part: [{ ...part, today: '', one_of_several: 't' }], 'typed.ticket': 'abc', ...errors([['ticket', 'Type the 12 letters and numbers under the QR code']]) })],
  ['scan-in', 'door_session.html', result('in', 'Signed in', { scan: 'x', detail: '12 minutes after the start' })],
  ['scan-again', 'door_session.html', result('again', 'Already in', { detail: 'Signed in at 9:22am on another phone' })],
  ['scan-no', 'door_session.html', result('no', 'Not for here', { name: '', agency: '', detail: 'The code is for another course or date.' })],
  ['scan-ask', 'door_session.html', result('ask', 'Ask: no place yet', { name: longName, detail: 'They wait for a place. The trainer decides.' })],
  ['sheet', 'register_sheet.html', sheet({ may_be_signed: 't' }, { unbooked: [{ scan: 'x', name: 'Kim Lee', organisation: 'Willow Bank Primary School', contact: 'kim@example.org', time_words: '9:31am' }] })],
  ['sheet-signed', 'register_sheet.html', sheet({ register: 'corrected', signed_words: 'by Marigold Fenwright, Thursday 4 February 2027, 1:10pm' }, { history: [{ when_words: 'Thursday 4 February, 1:10pm', who: 'Marigold Fenwright', words: 'signed off' }] })],
  ['sheet-none', 'register_sheet.html', sheet({}, { parts: [{ ...part, people: [] }], odd: [] })],
  ['sheet-400', 'register_sheet.html', sheet({}, { parts: [{ ...part, people: many }] })],
  ['mark', 'register_mark.html', page('Register', { me: steward, door: [{ ...door, register: 'signed_off' }], person: [{ ...entry, part_name: 'Morning', one_of_several: '', day_words: 'Thursday 4 February 2027' }], ...errors([['reason', 'Say why: the register is signed off']]) })],
  ['tick', 'register_tick.html', page('Register', { me: steward, door: [door], part: '1', people })],
  ['unbooked', 'door_unbooked.html', page('Came without a booking', { me: steward, door: [door] })],
  ['undo', 'door_undo.html', page('Undo', { me: steward, door: [door], result: [{ scan: 'x', name: longName, word: 'Signed in', undone: '' }] })],
  ['address-new', 'account_address_new.html', page('Use this address', { email: 'a@example.org', token: 'x' })],
  ['evaluation', 'evaluation.html', mine('At the end of the course', { evaluation: [evaluation], sections })],
  ['evaluation-errors', 'evaluation.html', mine('At the end of the course', { evaluation: [{ ...evaluation, answered: 't' }], sections, 'typed.post_knowledge': '7', 'typed.post_barriers': ['time', 'other_agency'], ...errors([['post_sure', 'Choose a number from 0 to 10'], ['post_best', 'Use 1,000 letters or fewer']]) })],
  ['evaluation-done', 'evaluation_done.html', mine('Thank you', { evaluation: [evaluation], called: 't', change_path: '/bookings/1/evaluation' })],
  ['evaluation-closed', 'evaluation_closed.html', mine('This form is closed', { evaluation: [evaluation], state: 'evaluation_closed' })],
  ['evaluation-gone', 'evaluation_closed.html', page('This link does not work any more', { evaluation: [], state: '' })],
  ['results', 'results.html', desk('Results', results)],
  ['results-by', 'results.html', desk('Results', { ...results, by: 'sector', coordinator_view: '' })],
  ['results-none', 'results.html', desk('Results', { ...results, head: [{ ...results.head[0], answers: '0', percent: '', unsigned: '0' }], story: [{ sentence: 'Nobody has answered yet.' }], sections: [] })],
  ['desk', 'manage.html', desk('Training desk', { alerts, parts: [{ heading: "Today and tomorrow", tasks: tasks.slice(0, 1) }, { heading: "When there is time", tasks }], today: doors, coming, date_words: 'Thursday 4 February 2027', mail_stuck: '3' })],
  ['desk-none', 'manage.html', desk('Training desk', { alerts: [], parts: [], today: [], coming: [], date_words: 'Thursday 4 February 2027', mail_stuck: '' })],
  ['dates', 'manage_sessions.html', desk('Dates', { sessions: coming, count_words: '2 dates', past: '' })],
  ['queue', 'manage_queue.html', desk('Waiting list', { session: [{ ...manageSession, over: '' }], ...queue })],
  ['queue-errors', 'manage_queue.html', desk('Waiting list', { session: [{ ...manageSession, over: '' }], ...queue, some_barred: 't', line_changes: [{ words: `${longName} was moved from 3 to 1: a court order`, by: 'Idris Bowen', at_words: 'Monday 1 February 2027, 9:12am' }], 'typed.booking': '2050', 'typed.place': '1', 'typed.pool': '7', 'typed.capacity': '20', ...errors([['why', 'Say why, so that others can follow'], ['capacity', '24 places are taken, held or on offer: there cannot be fewer']]) })],
  ['date', 'manage_session.html', desk('Date', { session: [manageSession], ref: 'NEG-201-03', ...queue, ...panels, ...chargePanel, ...keptRows, people: people.map((p, i) => ({ ...p, number: p.booking, code: `P000${i}`, job_title: 'Health visitor', state: ['confirmed', 'waiting', 'cancelled'][i % 3], state_words: ['Has a place', 'Waiting, number 1', 'Cancelled'][i % 3], live: i % 3 === 2 ? '' : 't', booked_words: 'Booked on 12 January', attendance_words: i % 3 ? '' : 'Attended all' })) })],
  ['date-none', 'manage_session.html', desk('Date', { line: [], offers: [], session: [{ ...manageSession, status: 'draft' }], ref: 'NEG-201-03', need_list: [], need_totals: [], desk_workshops: [], unchosen: [], workshop_rules: [], eligible: [{ by_invitation: '', invited: '0', only_words: '', before_words: '', min_numbers: '' }], people: [], kept: [], kept_totals: keptRows.kept_totals, kept_caps: [], agreements: [], pools: [], changes: [], answers: [], mail_kinds: [], history: [], checklist: [], notes: [], charge_date: [{ ...chargePanel.charge_date[0], terms_name: '' }], charges: [] })],
  ['messages', 'manage_messages.html', desk('Messages', { messages: [{ kind: 'reminder', words: 'Reminder', goes: 'hours', own: 't', changed_words: 'Monday 1 February 2027', changed_by: 'Idris Bowen' }, { kind: 'offer', words: 'A place has come up', goes: 'now', own: '', changed_words: '', changed_by: '' }], hours: '8am to 6pm' })],
  ['message-own', 'manage_message.html', desk('Reminder', { ...words, message: [{ kind: 'reminder', words: 'Reminder', version: '2', own: 't' }], other: [{ subject: 'Soon', body: 'Theirs', by: 'Idris Bowen', changed_words: 'today' }], our_subject: 'In 14 days', our_body: 'A reminder', ...errors([['body', 'x is not one of the names below']]) })],
  ['write', 'manage_write.html', desk('Write to people', { ...words, session: [manageSession], ref: 'NEG-201-03', chosen: [], states: [{ state: 'confirmed', words: 'Have a place', n: '24', chosen: 't' }, { state: 'waiting', words: 'On the waiting list', n: '3', chosen: '' }], count: [{ n: '24', words: '24 people', letters_words: '2 of them have' }], ready: 't' })],
  ['write-some', 'manage_write.html', desk('Write to people', { ...words, session: [manageSession], ref: 'NEG-201-03', chosen: some, states: [], count: [{ n: '1', words: '1 person', letters_words: '' }], ready: '', preview_subject: '' })],
  ['move', 'manage_move.html', desk('Move people', { session: [manageSession], ref: 'NEG-201-03', chosen: some, targets: [{ ref: 'NEG-201-04', starts_words: 'Thursday 4 March 2027, 9:30am', where_words: 'Online', free: '3' }], ...errors([['to', 'Choose the date']]) })],
  ['move-none', 'manage_move.html', desk('Move people', { session: [manageSession], ref: 'NEG-201-03', chosen: [], targets: [] })],
  ['end', 'manage_end.html', desk('Cancel bookings', { session: [manageSession], ref: 'NEG-201-03', chosen: some, 'typed.why': '', ...errors([['why', 'Say why']]) })],
  ['end-none', 'manage_end.html', desk('Cancel bookings', { session: [manageSession], ref: 'NEG-201-03', chosen: [] })],
  ['people', 'manage_people.html', desk('People', { q: 'a', count_words: '7 people', people: found, sessions: coming })],
  ['people-none', 'manage_people.html', desk('People', { count_words: '', people: [], sessions: [] })],
  ['mail', 'manage_mail.html', desk('Mail', { mails, which: '', words: [{ sent_words: '212 sent in the last 7 days', queued_words: '4 waiting to be sent' }] })],
  ['mail-none', 'manage_mail.html', desk('Mail', { mails: [], which: 'queued', words: [{ sent_words: '212 sent in the last 7 days', queued_words: 'none waiting' }] })],
  ['post', 'manage_post.html', desk('To post', { said: '', 'typed.mails': '', ...errors([['mails', 'Tick what you posted, and whom you told']]), letters: ['7', '8'].map((mail) => ({ mail, kind_words: 'Joining details', made_words: 'Monday 2 November 2026, 9:00am', code: 'P0780', name: longName, post: mail === '7' ? 'c/o Café\n1 High Street\nMedlar' : '', at_work: mail === '7' ? '' : 't', phone: '01632 960555', ring: '', number: '2041', ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', state_words: 'Has a place' })) })],
  ['post-none', 'manage_post.html', desk('To post', { said: '2 marked as posted', letters: [] })],
  ['letters', 'letters.html', page('Letters', { contact_phone: '01632 960210', contact_post: 'Lantern Yard, 1 High Street, ME1 1AA', letters: [{ mail: '7', name: longName, post: 'c/o Café\n1 High Street', today: 'Monday 2 November 2026', subject: 'You have a place', qr_svg: '<svg viewBox="0 0 9 9" role="img"><title>QR code</title><path d="M0 0h9v9H0z"/></svg>', code: 'ABCD-EFGH-JKLM' }], paragraphs: [{ mail: '7', words: 'You have a place.\nWhen: Thursday' }] })],
  ['agency', 'agency.html', page('My organisation', { me: steward, many_pages: '', agencies: [{ code: 'AG001', name: 'Police', selected: 't' }], several_agencies: 't', agency: 'AG001', agency_name: 'Medlar Vale Police', show: 'bookings', q: '', count_words: '', staff: [], dates: [{ ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', place: 'Online', booked: '2' }], bookings: [{ ref: 'NEG-201-03', number: '2041', name: longName, job_title: 'Constable', setting: 'East', state: 'confirmed', state_words: 'Has a place', on_paper: '' }, { ref: 'NEG-201-03', number: '2042', name: 'Bo', job_title: '', setting: '', state: 'waiting', state_words: 'On the waiting list', on_paper: 't' }] })],
  ['agency-staff', 'agency.html', page('My organisation', { me: steward, many_pages: '', agencies: [], several_agencies: '', agency: 'AG001', agency_name: 'Medlar Vale Police', show: 'unbooked', q: 'a', count_words: '1 colleague', staff: [{ code: 'P1', name: longName, email: '', job_title: 'Constable', setting: 'East', bookings: '' }], dates: [], bookings: [] })],
  ['agency-book', 'agency_book.html', page('Book colleagues', { me: steward, agencies: [], several_agencies: '', agency: 'AG001', agency_name: 'Medlar Vale Police', session: [{ ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', where_words: 'Online', places_words: '4 places left', hybrid: '', asks_manager: 't' }], modes: [], staff: [{ code: 'P1', name: longName, job_title: 'Constable', setting: 'East' }], 'typed.people': 'Anna, Bell, x', 'typed.manager_name': '', 'typed.manager_email': '', 'typed.staff': 'P1', ...errors([['people', 'Row 1: Enter an address like name@example.org'], ['people', 'Row 2: enter the last name or the email address'], ['people', 'Row 14: this is the same person as row 5'], ['manager_email', 'Enter an address like name@example.org']]) })],
  ['agency-check', 'agency_check.html', page('Check', { me: steward, agency: 'AG001', agency_name: 'Police', session: [{ ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', where_words: 'Online' }], outside: 't', count_words: '1 of 2 can be booked', any: 't', text: 'Anna, Bell', mode: '', manager_name: '', manager_email: '', ticked: [{ code: 'P1' }], people: [{ position: '1', name: longName, email: 'a@example.org', job: 'Constable', setting: 'East', words: 'Can be booked', ok: 't', is_new: 't', on_paper: '' }, { position: '2', name: 'Bo', email: '', job: '', setting: '', words: 'Is booked on this date already', ok: '', is_new: '', on_paper: 't' }] })],
  ['agency-request', 'agency_request.html', page('Answer', { me: steward, request: [{ request: '1', agency: 'AG001', agency_name: 'Police', ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', made_words: 'today', by_name: longName, counts: '1 with a place, 1 not booked' }], lines: [{ name: longName, outcome: 'confirmed', words: 'Has a place', number: '2041', booked: 't', on_paper: 't', email: '' }, { name: 'Bo', outcome: 'full', words: 'The date and its waiting list are full', number: '', booked: '', on_paper: '', email: '' }] })],
  ['agency-booking', 'agency_booking.html', page('Booking', { me: steward, booking: [{ number: '2041', name: longName, job_title: 'Constable', setting: 'East', state: 'confirmed', state_words: 'Has a place', ref: 'X', title: sessionRow.title, starts_words: 'Thursday', place: 'Online', can_cancel: 't', on_paper: 't', email: '', has_ticket: 't' }], 'typed.why': '', ...errors([['why', 'Say why they cannot come']]) })],
  ['paper-ticket', 'paper_ticket.html', page('Ticket', { contact_email: 'x@example.org', contact_phone: '01632 960210', me: steward, ticket: [{ name: longName, title: sessionRow.title, starts_words: 'Thursday', place: 'Online' }], qr_svg: '<svg viewBox="0 0 9 9" role="img"><title>QR code</title><path d="M0 0h9v9H0z"/></svg>', code: 'ABCD-EFGH-JKLM' })],
  ['needs', 'manage_needs.html', desk('Needs', { session: [manageSession], need_list: needList, need_totals: [], 'typed.ticked': '2042-diet', 'typed.stands': 'met', 'typed.remark': '' })],
  ['needs-several', 'manage_needs.html', desk('Needs', { session: [manageSession], need_list: needList, need_totals: [], 'typed.ticked': '', 'typed.stands': '', 'typed.remark': 'Ring the caterer', ...errors([['ticked', 'Tick at least one need above'], ['stands', 'Choose where they stand']]) })],
  ['needs-errors', 'manage_needs.html', desk('Needs', { session: [manageSession], need_list: needList, need_totals: [], 'typed.booking': needList[0].number, 'typed.kind': needList[0].kind, 'typed.state': 'met', 'typed.note': 'Far too long', ...errors([['note', 'Shorten this to 300 characters']]) })],
  ['needs-none', 'manage_needs.html', desk('Needs', { session: [manageSession], need_list: [], need_totals: [{ kind_words: 'Access', n: '2', met: '1', not_met: '1' }] })],
  ['caterer', 'caterer.html', page('For the caterer', { session: [manageSession], guests: [{ room: '23', plain: '20' }], diets: [{ details: 'Vegan', n: '3' }] })],
  ['caterer-none', 'caterer.html', page('For the caterer', { session: [manageSession], guests: [{ room: '1', plain: '1' }], diets: [] })],
  ['person-new', 'manage_person_new.html', desk('Register somebody', { agencies, guests: '', ...newPerson, ...errors([['email', 'Somebody with this address is known already: find them']]) })],
  ['add', 'manage_add.html', desk('Add somebody', { session: [manageSession], find: 'lucja', people: found, agencies, guests: 't', ...newPerson, 'typed.person': '', 'typed.reason': '', ...errors([['reason', 'Say why']]) })],
  ['exports', 'manage_exports.html', desk('Exports', { events: agencies, agencies })],
  ['results-list', 'manage_results.html', desk('Results', { sessions: [{ ref: 'X', title: sessionRow.title, starts_words: '4 February 2027', answers: '24', present: '31', percent: '77' }], courses: [{ code: 'NEG-201', title: sessionRow.title, answers: '212' }] })],
  ['person', 'manage_person.html', desk('Person', { mail_back: back, allowed: [{ why_words: 'A second date of the course', detail: '', title: 'Neglect', starts_words: 'Tuesday 9 March 2027, 1pm to 4:15pm', number: '77', decided_words: 'Monday 18 January 2027', by_name: 'Coordinator' }], person: [{ ...found[0], unlisted: 'Little Acorns', manager_name: 'Oliver Hodges', manager_email: 'o@example.org', verified: '', remark: '', since_words: '7 September 2026' }], bookings: [{ number: '2041', ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', state: 'waiting', state_words: 'Waiting, number 3', attendance_words: '', organisation: 'Community Health', live: 't', past: '' }], past: [{ title: 'Working together', held_words: 'May 2024', hours: '6' }], agencies })],
  ['booking-desk', 'manage_booking.html', desk('Booking', { booking: [{ late_words: '£30', number: '2041', ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', code: 'P0001', name: longName, email: 'a@example.org', organisation: 'Community Health', job_title: 'Health visitor', state: 'confirmed', state_words: 'Has a place', attendance_words: '', live: 't', past: '', manager_name: 'Oliver Hodges', manager_email: 'o@example.org', made_words: '12 January 2027', needs: 'Step-free access', can_cancel: 't', can_resend: 't', came_from: '2007', went_on: '' }], change: [{ live: 't', has_place: 't', has_workshops: 't', hybrid: 't' }], history: [{ at_words: '12 January 2027', state_words: 'Has a place', why: '', who: longName }], mails: [{ ...mails[0] }], resent: '' })],
  ['slide', 'slide.html', page('Your last slide', { me: steward, base_url: 'https://training.example.org', slide: [{ ref: 'NEG-201-03', title: sessionRow.title, starts_words: 'Thursday 4 February 2027', has_form: 't' }] })],
  ['workplace', 'manage_setting.html', desk('A new workplace', { setting: [{ setting: '7', name: 'Saint Marys', agency: 'Maintained primary schools', people: '2' }], known: [{ name: 'St Mary’s Primary School' }, { name: 'Oak Lane Primary School' }], 'typed.name': 'Saint Marys' })],
  ['answer', 'manage_answer.html', desk('Take something out', { answer: [{ response: '5', code: 'post_best', question: 'What was the most useful part?', words: 'Talking about Zebedee', ref: 'NEG-201-03', title: sessionRow.title }], 'typed.words': 'Talking about Zebedee', 'typed.why': '', ...errors([['why', 'Say why, without what you took out']]) })],
  ['alert', 'manage_alert.html', desk('Alert', { alert: alerts })],
  ['audit', 'manage_audit.html', desk('Audit trail', { lines: [{ id: '1', at_words: 'Today, 9:12am', who: longName, who_code: 'P0001', act_words: 'Looked at a person', object_words: 'person P0002', href: '/manage/people/P0002', detail: 'Looked for: ann\nPeople: P0001, P0002', spare: '' }], acts: [{ act: 'see', words: 'see', selected: '' }], older: 'before=3' })],
  ['programme-desk', 'manage_programme.html', desk('Programme', { find: '', state: 'draft', event: '', from: '', to: '', count_words: '2 dates', copied: '12', left: '2', events: [{ code: 'NEG-201', title: 'Neglect' }], ...plainPages, dates: [dated, { ...dated, ref: 'NEG-201-05', state: 'open', state_words: 'Open for booking', missing: '', remarks: '' }] })],
  ['programme-desk-none', 'manage_programme.html', desk('Programme', { find: 'x', state: '', event: '', from: '', to: '', count_words: '0 dates', copied: '', left: '', events: [], ...plainPages, dates: [] })],
  ['events-desk', 'manage_events.html', desk('Courses and events', { events: [{ code: 'NEG-201', title: longName, kind_words: 'Course', open: '3', drafts: '2' }] })],
  ['event-desk', 'manage_event.html', edit('NEG-201', { groups: venueGroups, code: 'NEG-201', reviewed: [{ code: 'LR-1' }], dates: [dated] })],
  ['date-edit', 'manage_session_edit.html', edit(longName, { groups: venueGroups, session: [{ ...dated, booked: '0', stays: '' }] })],
  ['holidays', 'manage_holidays.html', desk('Holidays', { 'typed.first': '', 'typed.last': '', 'typed.name': '', bank: [{ first: '2027-03-26', last: '', name: 'Good Friday', words: 'Friday 26 March 2027' }], bank_past: [{ first: '2026-12-25', last: '', name: 'Christmas Day', words: 'Friday 25 December 2026' }], school_past: [], school: [{ first: '2027-03-26', last: '2027-04-09', name: 'Easter holiday', words: '26 March 2027 to 9 April 2027' }] })],
  ['holidays-none', 'manage_holidays.html', desk('Holidays', { bank: [], school: [], bank_past: [], school_past: [], ...errors([['school_first', 'Enter the first day'], ['last', 'Enter the last day']]) })],
  ['readers', 'manage_readers.html', desk('Who reads of a learning review', { review: [{ code: 'LR-1', theme: 'Hidden men', status: 'scheduled', reads: 't', pseudonym: 'Child Alder', status_words: 'A day is set', endorsed_words: '10 December 2026', notice_words: 'Not yet', publication_words: '28 January 2027' }], readers: [{ name: longName, email: 'a@example.org', since_words: 'Monday 1 February 2027' }], ...errors([['email', 'No coordinator has this address. Readers are coordinators']]) })],
  ['readers-none', 'manage_readers.html', desk('Who reads of a learning review', { review: [{ code: 'LR-1', theme: 'Hidden men', status: 'scheduled', reads: '', pseudonym: '', status_words: '', endorsed_words: '', notice_words: '', publication_words: '' }], readers: [] })],
  ['plan', 'manage_plan.html', desk('The day and its workshops', { session: [dated], hours: [{ slot: 'H1', title: 'Registration', time_words: '9:30am to 10am', room: 'Main Hall', round: '', workshops: [] }, { slot: 'WS1', title: 'Workshops: round one', time_words: '11:20am to 12:30pm', room: '', round: 't', workshops: [{ code: 'A1', title: longName, room: 'Capstan Room', capacity: '50', taken: '49', waiting: '3', led_by: 'Thandiwe Marsh and Ottilie Crane', repeat_of: '' }, { code: 'A4', title: 'Fathers in the frame', room: '', capacity: '20', taken: '0', waiting: '0', led_by: '', repeat_of: 'A1' }] }] })],
  ['plan-none', 'manage_plan.html', desk('The day and its workshops', { session: [dated], hours: [] })],
  ['workshop-edit', 'manage_edit.html', edit('Workshop A1', { groups: venueGroups, remove: 'Take it out of the day' })],
  ['date-edit-tell', 'manage_session_edit.html', edit('Neglect', { groups: venueGroups, session: [{ ...dated, booked: '2', state: 'open', state_words: 'Open for booking', missing: '' }], people: [{ name: longName, agency: 'Community Health', state_words: 'Has a place', first: 't' }, { name: arabic, agency: '', state_words: 'On the waiting list', first: '' }], ...errors([['tell', 'It moves from Thursday 4 February 2027, 9:30am to 12:45pm to Friday 5 February 2027, 9:30am to 12:45pm. Choose whether to write to the people of this date']]), 'typed.why': '' })],
  ['date-edit-booked', 'manage_session_edit.html', edit('Neglect', { groups: venueGroups, session: [{ ...dated, booked: '12', state: 'open', state_words: 'Open for booking', missing: '' }] })],
  ['publish', 'manage_publish.html', desk('Open dates for booking', { from: '', to: '', drafts: [dated, { ...dated, ref: 'NEG-201-06', missing: '', clashes: 'Medlar Room is taken: Neglect' }] })],
  ['publish-none', 'manage_publish.html', desk('Open dates for booking', { from: '', to: '', drafts: [] })],
  ['copy', 'manage_copy.html', desk('Copy the dates of a term', { from: '2027-01-01', to: '2027-03-31', weeks: '52', asked: 't', copies: [{ ...copied, working: 't' }, { ...copied, ref: 'B', jumped: 't' }, { ...copied, ref: 'C', there: 't' }, { ...copied, ref: 'D', free_day: '26 March is a bank holiday: Good Friday', clashes: 'Medlar Room is taken: Neglect, 9:30am to 4pm' }] })],
  ['copy-begin', 'manage_copy.html', desk('Copy the dates of a term', { from: '', to: '', weeks: '52', asked: '', copies: [] })],
  ['kept', 'manage_kept.html', desk('Places kept for groups', { ref: 'NEG-201-03', session: [dated], groups: [{ value: 'sector-police', words: 'Police' }], agencies, ...keptRows })],
  ['kept-none', 'manage_kept.html', desk('Places kept for groups', { ref: 'NEG-201-03', session: [dated], groups: [], agencies: [], kept: [], kept_totals: keptRows.kept_totals, kept_caps: [] })],
  ['limits', 'manage_limits.html', desk('Limits of organisations', { limits: [{ code: 'AG008', name: 'Medlar Vale Police', most: '5', each: '', settings: '0' }, { code: 'AG026', name: longName, most: '', each: 't', settings: '31' }] })],
  ['limits-none', 'manage_limits.html', desk('Limits of organisations', { limits: [] })],
  ['edit', 'manage_edit.html', edit('Rules of booking', { groups: venueGroups, 'typed.name': 'Lantern Yard', 'typed.level': 'L2', 'typed.for': 'b', intro: 'They count from now on.' })],
  ['edit-wrong', 'manage_edit.html', edit('Venue', { groups: venueGroups, ...errors([['name', 'Enter the name'], ['anyway', 'Medlar Room is taken: Neglect, 9:30am to 4pm'], ['capacity', 'Enter a whole number'], ['first', 'Enter a real date']]) })],
  ['edit-both', 'manage_edit.html', edit('Venue', { groups: venueGroups, others: [{ label: 'Name', theirs: 'Lantern Yard Centre', mine: longName, taken: '', by: 'Idris Bowen', at_words: 'Monday 1 February 2027, 9:12am' }, { label: 'Access', theirs: 'Lift', mine: '', taken: 't', by: 'Idris Bowen', at_words: 'Monday 1 February 2027, 9:12am' }] })],
  ['venues', 'manage_venues.html', desk('Venues', { venues: [{ code: 'V01', name: 'Lantern Yard Learning Centre', town: 'Chatham', online: '', rooms: '2' }, { code: 'ONL', name: 'Online', town: '', online: 't', rooms: '1' }] })],
  ['venues-none', 'manage_venues.html', desk('Venues', { venues: [] })],
  ['venue', 'manage_venue.html', edit('Venue', { groups: venueGroups, venue: 'V01', rooms: [{ code: 'V01-A', name: 'Hopfield Suite', capacity: '40', layouts: 'cabaret: 40\ntheatre: 60' }] })],
  ['delete', 'manage_delete.html', desk('Delete this draft', { what: 'NEG-201/04: Neglect: noticing and acting, Thursday 4 February 2027, 9:30am to 12:45pm', action: '/x', back: '/y' })],
  ['checklist', 'manage_checklist.html', desk('Checklist of every date', { items: [{ item: '1', words: 'Room booked and confirmed', for_words: 'Dates in a room', when_words: '30 working days before', first: 't' }, { item: '2', words: longName, for_words: 'Every date', when_words: '2 working days after', first: '' }] })],
  ['checklist-none', 'manage_checklist.html', desk('Checklist of every date', { items: [] })],
  ['trainers', 'manage_trainers.html', desk('Trainers', { trainers: [{ code: 'T01', name: longName, organisation: 'Medlar Vale Community Health', email: 'bernadette.okonkwo-hughes@health.example.org', phone: '01634 960222', commissioned: 't', retired: '', account: 't', ahead: '4' }, { code: 'T02', name: arabic, organisation: '', email: '', phone: '', commissioned: '', retired: 't', account: '', ahead: '0' }] })],
  ['trainers-none', 'manage_trainers.html', desk('Trainers', { trainers: [] })],
  ['trainer', 'manage_trainer.html', edit('Trainer', { groups: venueGroups, dates: [{ ref: 'NEG-201-04', title: 'Neglect: noticing and acting', starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm' }] })],
  ['trainer-none', 'manage_trainer.html', edit('Trainer', { groups: venueGroups, dates: [] })],
  ['texts', 'manage_texts.html', desk('Texts', { texts: [{ name: 'privacy', title: 'Privacy', changed_words: '1 February 2027', by: 'Bernadette Okonkwo-Hughes', old: 't' }] })],
  ['text', 'manage_text.html', desk('Edit', { text: [{ name: 'privacy', title: 'Privacy', version: '3' }], other: [{ body: '## Who we are\n\nThe partnership …', by: 'Idris Bowen', changed_words: 'today, 9:12am' }], 'typed.title': 'Privacy', 'typed.body': '## Who we are' })],
  ['statement', 'statement.html', page('Privacy', { text: [{ title: 'Privacy', changed_words: '1 February 2027' }], blocks: [
    { kind: 'heading', words: 'Who we are', begins: '', ends: '', runs: [] },
    { kind: 'paragraph', words: '', begins: '', ends: '', runs: [{ kind: 'words', words: 'The partnership of council, police and health in Medlar Vale. ' }, { kind: 'mail', words: 'training@example.org' }] },
    { kind: 'point', words: '', begins: 't', ends: '', runs: [{ kind: 'words', words: 'Your name and work address' }] },
    { kind: 'point', words: '', begins: '', ends: 't', runs: [{ kind: 'words', words: 'Your job and organisation' }] }
  ] })]
]

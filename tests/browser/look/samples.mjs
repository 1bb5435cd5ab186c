/**
 * samples.mjs: every page in every state worth looking at.
 *
 * A sample is [name, template, values]; the values' names are the contract at
 * the top of the template.
 */
/** @typedef {Record<string, any>} Values */
/** @typedef {[name: string, template: string, values: Values]} Sample */

const frame = {
  page_title: 'Programme',
  partnership: 'Medlar Vale Safeguarding Children Partnership',
  logo: '',
  asset: '/assets/0',
  theme: '/theme.css?v=1',
  errors: [],
  csrf: 'x',
  key: '00000000-0000-4000-8000-000000000000',
  me: [],
  mail_back: [],
  is_draft: '',
  q: '',
  sender: 'Safeguarding training <training@example.org>',
  referral_name: 'Medlar Vale children’s front door',
  referral_phone: '01632 960 200',
  referral_out_of_hours: '01632 960 299',
  lado_phone: '01632 960 240',
  json_ld: '',
  many_pages: '',
  page_before: [],
  page_numbers: [],
  page_after: []
}

export const practitioner = [{ name: 'Aisha Rahman', staff: '', coordinator: '', booker: '' }]
export const coordinator = [{ name: 'Bernadette Okonkwo-Hughes', staff: 't', coordinator: 't', booker: '' }]
export const longName = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Ann-Kathrin'
export const arabic = 'فاطمة الزهراء بنت عبد الرحمن'

const places = { few: '', full: '', closed: '', later: '', cancelled: '' }
export const sessionRow = {
  ref: 'NEG-201-03',
  title: 'Neglect: seeing it, naming it, acting early',
  date_iso: '2027-02-04T09:30',
  weekday: 'Thu',
  day: '4',
  month_short: 'Feb',
  date_words: 'Thursday 4 February 2027',
  time_words: '9:30am to 12:45pm',
  more_dates: '',
  length_words: 'half day',
  kind_words: 'Course',
  level_words: 'Level 2',
  where_words: 'Chatham',
  booked: '',
  fresh_words: '',
  places_words: '12 places left',
  ...places
}
const online = { where_words: 'Online' }
const rows = [
  { ...sessionRow },
  { ...sessionRow, ...online, ref: 'BRF-701-06', title: 'Lunchtime briefing: Safer sleep when space is short', weekday: 'Mon', day: '8', time_words: '12:30pm to 1:30pm', length_words: '1 hour', kind_words: 'Briefing', level_words: 'Level 1', places_words: '4 places left', few: 't', fresh_words: 'New' },
  { ...sessionRow, ref: 'WTO-301-04', title: 'Working together: child protection from strategy meeting to plan', weekday: 'Tue', day: '9', time_words: '9am to 4:30pm', more_dates: 'and 16 February', length_words: '2 days', level_words: 'Level 3', where_words: 'Gillingham', places_words: 'Full – 3 waiting', full: 't' },
  { ...sessionRow, ref: 'HBA-201-01', title: 'So-called honour-based abuse, forced marriage and female genital mutilation', weekday: 'Wed', day: '10', where_words: 'Chatham or online', places_words: '21 places left', booked: 'You have a place' },
  { ...sessionRow, ...online, ref: 'LAD-201-02', title: 'Allegations and concerns about adults who work with children', weekday: 'Fri', day: '26', places_words: 'Booking opens 4 January', later: 't', level_words: 'Level 3' }
]
const march = rows.slice(0, 3).map((r, i) => ({ ...r, month_short: 'Mar', day: String(3 + 7 * i), ref: `X-${i}` }))

const check = (/** @type {[string, string][]} */ list, chosen = '') =>
  list.map(([value, label]) => ({ value, label, checked: value === chosen ? 't' : '', selected: value === chosen ? 't' : '' }))

export const home = {
  ...frame,
  count_words: '96 dates from 4 February to 9 July 2027',
  filtered: '',
  narrowed: '',
  inside: '',
  courses: [],
  news: [],
  topics: check([['neglect', 'Neglect'], ['online_safety', 'Online safety'], ['supervision', 'Supervision']]),
  next: [],
  months: [{ month: '2027-02', heading: 'February 2027', sessions: rows }, { month: '2027-03', heading: 'March 2027', sessions: march }],
  many_pages: 't',
  page_numbers: [{ number: '1', query: 'page=1', current: 't', gap: '' }, { number: '2', query: 'page=2', current: '', gap: '' }, { number: '', query: '', current: '', gap: 't' }, { number: '5', query: 'page=5', current: '', gap: '' }],
  page_after: [{ query: 'page=2' }],
  kinds: check([['course', 'Courses'], ['briefing', 'Briefings'], ['learning_event', 'Learning events'], ['conference', 'Conferences'], ['forum', 'Forums']], 'course'),
  levels: check([['L1', 'Level 1: awareness'], ['L2', 'Level 2: core'], ['L3', 'Level 3: specialist'], ['L4', 'Level 4: advanced']]),
  deliveries: check([['in_person', 'In a room'], ['virtual', 'Online'], ['hybrid', 'Both: you choose']]),
}

const many = Array.from({ length: 400 }, (_, i) => ({ ...rows[i % rows.length], ref: `M-${i}`, title: i % 40 === 7 ? `${rows[1].title} – ${arabic} – Zażółć gęślą jaźń and a title that goes on far longer than anyone would sensibly write it` : rows[i % rows.length].title }))

export const session = {
  ref: 'NEG-201-03',
  event_code: 'NEG-201',
  title: sessionRow.title,
  summary: 'Neglect is the most common reason for a child protection plan, and the easiest to get used to. This half day helps you see it, say it plainly and act before it becomes normal.',
  kind_words: 'Course',
  level_words: 'Level 2: core',
  place_words: '24 places in all',
  starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm',
  where_words: 'Lantern Yard Learning Centre, Chatham',
  length_words: 'half day (3 hours 15 minutes)',
  weekday: 'Thu',
  day: '4',
  month_short: 'Feb',
  date_iso: '2027-02-04T09:30',
  virtual: '',
  in_person: 't',
  venue: 'Lantern Yard Learning Centre',
  address: '4 Lantern Yard, Chatham',
  postcode: 'ME99 1AA',
  map_url: 'https://www.openstreetmap.org/search?query=ME99%201AA',
  room: 'Medlar Room',
  parking: '60 spaces, pay by phone',
  catering: 'Hot drinks included; no lunch',
  venue_phone: '01632 960101',
  closes_words: 'Wednesday 3 February 2027, 5pm',
  terms_words: 'Free to cancel until Thursday 21 January, 5pm; after that £30. Not coming costs the same.',
  content_warning: '',
  theme: '',
  draft: '',
  cancelled_words: '',
  cancelled_on: '',
  replaced_by: '',
  replaced_words: '',
  moved_words: '',
  over: '',
  ...places,
  places_words: '12 places left',
  offer_booking: '',
  offer_details: '',
  offer_sign_in: '',
  offer_guest: '',
  mine: '',
  my_number: '2041',
  my_state_words: 'You have a place',
  my_ticket: '',
  joins_waiting: '',
  dead_end: '',
  offer_contact: '',
  hybrid: '',
  asks_manager: 't',
  mails_manager: '',
  asks_team: '',
  missed: '',
  asks: '',
  is_staff_here: '', leads_here: '',
  json_ld: '{"@context":"https://schema.org","name":"x"}'
}

export const sessionPage = {
  asks_first: '',
  late_needs: 'a British Sign Language interpreter (15 working days)',
  ...frame,
  page_title: session.title,
  session: [session],
  parts: [{ name: 'Day 1', date_words: 'Thursday 4 February 2027', time_words: '9:30am to 12:45pm', room: 'Medlar Room' }],
  trainers: [{ name: 'Marigold Fenwright', organisation: 'Partnership business unit' }, { name: 'Dr Olúwaṣeun Adébáyọ̀', organisation: 'Medlar Vale Community Health' }],
  outcomes: [{ words: 'Name four kinds of neglect and give an everyday example of each' }, { words: 'Keep a chronology that shows how things add up' }, { words: 'Say what you see to a parent, plainly and with respect' }],
  audience: [{ words: 'Health visitors, school and early years staff' }, { words: 'Social workers and family support workers' }],
  before: [{ words: '', code: 'FND-101', title: 'Safeguarding foundations: noticing and acting', within_words: 'in the last 3 years', equal_words: 'Level 1 of the next county', done_words: '' }],
  access: [{ words: 'Step-free from the street and car park' }, { words: 'Lift to first floor' }, { words: 'Accessible toilet on each floor' }],
  other_dates: [{ ...sessionRow, starts_words: 'Tuesday 9 March 2027, 1pm to 4:15pm', ref: 'NEG-201-04' }, { ...sessionRow, starts_words: 'Monday 17 May 2027, 9:30am to 12:45pm', ref: 'NEG-201-05', where_words: 'Online', places_words: 'Booking opens 1 March', later: 't' }],
  known: [{ name: 'Aisha Rahman', job_title: 'Health visitor', setting: 'Medlar Vale Community Health', manager_name: 'Oliver Hodges' }],
  news: [],
  modes: [],
  stands: [],
  only: [],
  streams: [],
  agenda: [],
  rounds: [],
  workshops: []
}

const withSession = (/** @type {Values} */ change, /** @type {Values} */ rest = {}) =>
  ({ ...sessionPage, ...rest, session: [{ ...session, ...change }] })

export const booking = {
  ended_by: '',
  number: '2041',
  ref: 'NEG-201-03',
  event_code: 'NEG-201',
  title: session.title,
  starts_words: session.starts_words,
  where_words: session.where_words,
  email: 'aisha.rahman@health.example.org',
  confirmed: '',
  requested: '',
  waiting: '',
  offered: '',
  cancelled: '',
  declined: '',
  past: '',
  waiting_number: '',
  barred_words: '',
  offers_from: '',
  let_go: '',
  undecided: '',
  offer_until: '',
  manager_name: 'Oliver Hodges',
  ended_words: '',
  in_person: 't',
  virtual: '',
  venue: session.venue,
  address: '4 Lantern Yard, Chatham, ME99 1AA',
  room: 'Medlar Room',
  join_url: '',
  joining_words: 'Doors open at 9am. Please bring a pen.',
  can_cancel: 't',
  terms_words: session.terms_words,
  evaluation_open: '',
  evaluation_done: '',
  need_warning: 'There is little time to arrange a hearing loop (3 working days). We will try, and tell you whether it can be done.',
  session_cancelled: '',
  replaced_by: '',
  replaced_words: ''
}
export const news = [{ words: 'It takes place at Medlar Room, Lantern Yard, not at the Town Hall.', why: 'A pipe has burst.', at_words: 'Tuesday 2 February 2027, 7:40am' }, { words: 'Anna Novak leads it instead of Bo Li.', why: '', at_words: 'Monday 1 February 2027, 4pm' }]
export const offer = { number: '2041', ref: 'NEG-201-03', event_code: 'NEG-201', title: session.title, starts_words: session.starts_words, place: 'Medlar Room, Lantern House, 4 Lantern Yard, Chatham, ME99 1AA', email: 'aisha.rahman@health.example.org', name: 'Aisha Rahman', answer: 'open', state: 'offered', until_words: 'Tuesday 2 February 2027, 5pm', ended_words: '', window_words: 'Only working hours count: Monday to Friday, 9am to 5pm, without bank holidays.', many_parts: '', from_wish: '', wish_open: '', first_call: '', terms_words: session.terms_words, charged_now: '', asks: '', session_cancelled: '', guest: '' }
export const change = [{ number: '2041', title: booking.title, starts_words: booking.starts_words, where_words: booking.where_words, event_code: booking.event_code, name: 'Aisha Rahman', live: 't', in_time: 't', has_place: 't', until_words: 'Wednesday 3 February 2027, 9:30am', asks_manager: '', asks_team: '', asks: '', workshop_words: '', hybrid: '', has_workshops: '', mode_words: '', join_words: 'Tuesday 2 February 2027, 9:30am' }]
/** How one takes part. */
const askedManager = { manager: 't', name: 'Oliver Hodges', address: 'oliver.hodges@health.example.org', until_words: 'Tuesday 26 January 2027, 9am', bounced: '', not_mine: '', missed: '', why_words: '' }
export const withBooking = (/** @type {Values} */ state) =>
  ({ ...frame, me: practitioner, page_title: 'Your booking', news: state.confirmed ? news : [], move: [], change: [{ ...change[0], live: state.confirmed, has_place: state.confirmed }], choices: [], open_rounds: [], asked: [askedManager], held: 't', can_correct: 't', my_needs: state.confirmed ? [{ kind: 'access', kind_words: 'Access', details: 'A hearing loop', state: 'new', state_words: 'We look into it' }, { kind: 'diet', kind_words: 'Food', details: 'Vegan', state: 'arranged', state_words: 'Arranged' }] : [], agreement_notes: [], charges: [], code: state.confirmed ? 'K3QW-7HZB-MPL2' : '', booking: [{ ...booking, ...state }], parts: sessionPage.parts, action: '/bookings/2041/offer', offer: state.offered ? [offer] : [] })

const ticket = { number: '2041', name: 'Aisha Rahman', title: session.title, starts_words: session.starts_words, where_words: session.where_words, session_cancelled: '' }
const withTicket = (/** @type {Values} */ change) =>
  ({ ...frame, choices: [], me: practitioner, page_title: 'Your QR code', code: 'K3QW-7HZB-MPL2', news: [], ticket: [{ ...ticket, ...change }] })

const errorPage = (/** @type {Values} */ change) =>
  ({ ...frame, heading: '', words: '', not_found: '', refused: '', stale: '', busy: '', broken: '', retry: [], carried: [], page_title: change.heading, ...change })

/** @param {[string, string][]} list */
const errors = (list) => Object.fromEntries([
  ['errors', list.map(([field, words]) => ({ field, message: words }))],
  ...list.map(([field, words]) => [`error.${field}`, words])
])

export { frame, places, check, errors }

/** @type {Sample[]} */
export const samples = [
  ['home', 'home.html', home],
  ['home-signed-in', 'home.html', { ...home, me: practitioner, next: [{ number: '2041', title: session.title, starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', where_words: 'Chatham', today: 't', has_ticket: 't' }] }],
  ['home-snow', 'home.html', { ...home, news: [{ ref: 'NEG-201-03', number: '', title: session.title, starts_words: 'Thursday 4 February 2027, 9:30am to 12:45pm', words: 'This date is cancelled.', why: 'Snow.' }, { ref: 'FND-101-03', number: '2041', title: 'Foundations', starts_words: 'Thursday 4 February 2027, 1:30pm to 4:45pm', words: 'It takes place online, not at the Town Hall.', why: 'Snow.' }] }],
  ['home-coordinator', 'home.html', { ...home, me: coordinator }],
  ['home-none', 'home.html', { ...home, filtered: 't', inside: 't', 'typed.q': 'hippopotamus', count_words: 'No dates', months: [], many_pages: '' }],
  ['home-no-date', 'home.html', { ...home, filtered: 't', narrowed: 't', inside: 't', 'typed.q': 'fabricated', count_words: 'No dates', months: [], many_pages: '', courses: [{ code: 'FII-301', title: 'Fabricated or induced illness', kind_words: 'Course' }] }],
  ['home-empty', 'home.html', { ...home, count_words: 'No dates', months: [], many_pages: '' }],
  ['home-400', 'home.html', { ...home, count_words: '400 dates', months: [{ month: '2027-02', heading: 'February 2027', sessions: many }] }],
  ['session', 'session.html', withSession({ offer_sign_in: 't' })],
  ['session-book', 'session.html', withSession({ offer_booking: 't' }, { me: practitioner })],
  ['session-full', 'session.html', withSession({ offer_booking: 't', joins_waiting: 't', full: 't', places_words: 'Full – 3 waiting' }, { me: practitioner })],
  ['session-later', 'session.html', withSession({ dead_end: 't', later: 't', places_words: 'Booking opens 4 January' }, { me: practitioner })],
  ['session-no-list', 'session.html', withSession({ dead_end: 't', full: 't', places_words: 'Full – no waiting list' }, { me: practitioner })],
  ['session-hybrid', 'session.html', withSession({ offer_booking: 't', virtual: 't', hybrid: 't', content_warning: 'We talk about the deaths of children. You can leave the room at any time.' }, { me: practitioner, modes: [{ value: 'in_person', label: 'In the room', hint: '4 places left', checked: 't' }, { value: 'virtual', label: 'Online', hint: '40 places left', checked: '' }] })],
  ['session-mine', 'session.html', withSession({ mine: 't', my_ticket: 't' }, { me: practitioner })],
  ['session-cancelled', 'session.html', withSession({ cancelled: 't', places_words: 'Cancelled', cancelled_words: 'The trainer is ill.', cancelled_on: 'Monday 8 March 2027', replaced_by: 'NEG-201-04', replaced_words: 'Tuesday 9 March 2027, 1pm to 4:15pm' }, { other_dates: [], before: [], trainers: [] })],
  ['session-staff', 'session.html', withSession({ draft: 't', virtual: 't', in_person: '', is_staff_here: 't', leads_here: 't', moved_words: 'from Tuesday 2 February 2027' }, { me: coordinator, parts: [{ name: 'Day 1', date_words: 'Thursday 4 February 2027', time_words: '9:30am to 4pm', room: '' }, { name: 'Day 2', date_words: 'Thursday 11 February 2027', time_words: '9:30am to 4pm', room: '' }] })],
  ['book', 'book.html', { ...sessionPage, me: practitioner, page_title: 'Book a place', 'typed.job_title': 'Health visitor', 'typed.manager_name': '', 'typed.manager_email': '' }],
  ['book-errors', 'book.html', { ...sessionPage, me: practitioner, page_title: 'Book a place', 'typed.job_title': '', 'typed.manager_name': longName, 'typed.manager_email': 'oliver.hodges@', ...errors([['job_title', 'Enter your job or role'], ['manager_email', 'Enter an address like name@example.org']]) }],
  ['book-refused', 'book.html', { ...sessionPage, me: practitioner, page_title: 'Book a place', 'typed.job_title': 'Health visitor', ...errors([['', 'Your organisation has all of its 8 places on this date']]) }],
  ['book-mine', 'book.html', { ...withSession({ mine: 't' }), me: practitioner, page_title: 'Book a place' }],
  ['booking-confirmed', 'booking.html', withBooking({ confirmed: 't',  })],
  ['booking-waiting', 'booking.html', withBooking({ waiting: 't', waiting_number: '3', offers_from: 'Monday 18 January 2027' })],
  ['booking-barred', 'booking.html', withBooking({ waiting: 't', waiting_number: '3', barred_words: 'You need to have been to “Foundations of safeguarding children” first, and we have no record that you have. If you did it, or the same elsewhere, tell the training team what and when.' })],
  ['booking-undecided', 'booking.html', withBooking({ declined: 't', undecided: 't', ended_by: 'lapse', can_cancel: '' })],
  ['booking-no-place', 'booking.html', withBooking({ waiting: 't', past: 't', can_cancel: '' })],
  ['booking-let-go', 'booking.html', withBooking({ declined: 't', let_go: 't', ended_by: 'person', can_cancel: '', ended_words: 'You let it go on Monday 1 February 2027.' })],
  ['booking-requested', 'booking.html', withBooking({ requested: 't' })],
  ['booking-requested-bounced', 'booking.html', { ...withBooking({ requested: 't' }), held: '', asked: [{ ...askedManager, bounced: 't' }, { ...askedManager, not_mine: 't' }, { ...askedManager, manager: '', why_words: 'The training team agrees to each place on this date' }] }],
  ['book-asks', 'book.html', { ...withSession({ mails_manager: 't', asks_team: 't', missed: 't', asks: 't' }), asks_first: 't', me: practitioner, page_title: 'Book a place' }],
  ['booking-offered', 'booking.html', withBooking({ offered: 't', offer_until: 'Tuesday 2 February 2027, 5pm' })],
  ['booking-cancelled', 'booking.html', withBooking({ cancelled: 't', can_cancel: '', ended_words: 'You cancelled your place on Monday 18 January 2027. There is no charge.' })],
  ['booking-declined', 'booking.html', withBooking({ declined: 't', ended_by: 'manager', can_cancel: '', ended_words: 'Oliver Hodges wrote: please take the April date instead.' })],
  ['booking-declined-team', 'booking.html', { ...withBooking({ declined: 't', ended_by: 'coordinator', can_cancel: '', ended_words: 'It was decided on Monday 18 January 2027.' }), agreement_notes: [{ who: 'The training team', note: 'The date is for social workers.' }] }],
  ['booking-past', 'booking.html', withBooking({ confirmed: 't', past: 't', can_cancel: '', evaluation_open: 't' })],
  ['ticket', 'ticket.html', withTicket({})],
  ['ticket-long', 'ticket.html', withTicket({ name: longName })],
  ['ticket-rtl', 'ticket.html', withTicket({ name: arabic, session_cancelled: 't' })],
  ['login', 'login.html', { ...frame, page_title: 'Sign in', next: '', ended: '', carried: [] }],
  ['login-errors', 'login.html', { ...frame, page_title: 'Sign in', next: '/bookings', ended: 't', carried: [{ name: 'x', value: 'y' }], 'typed.email': 'aisha@example.org', ...errors([['password', 'The address and the password do not go together. Check both and try again']]) }],
  ['error-404', 'error.html', errorPage({ heading: 'Page not found', words: 'There is nothing at this address, or it is not for you to see.', not_found: 't' })],
  ['error-409', 'error.html', errorPage({ heading: 'This page was out of date', words: 'Someone else has changed it since you opened it.', stale: 't' })],
  ['error-500', 'error.html', errorPage({ heading: 'Sorry, something went wrong', words: 'The mistake is ours, not yours.', broken: 't' })],
  ['error-503', 'error.html', errorPage({ heading: 'Sorry, we cannot do this just now', words: 'The booking system is being looked after. What you typed is kept on this page: wait a minute, then try again.', busy: 't', retry: [{ path: 'sessions/NEG-201-03/book' }], carried: [{ name: 'job_title', value: 'Nurse' }] })]
]

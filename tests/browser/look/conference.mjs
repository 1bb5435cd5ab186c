/**
 * conference.mjs: conferences with workshops, and room or online.
 */
import { change as one, coordinator, errors, frame, practitioner, session, sessionPage, withBooking } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */

const workshop = { code: 'A1', title: 'Fathers in the frame: including men in every assessment', stream_code: 'A', stream: 'Safer at home', room: 'Capstan Room', steps: '', led_by: 'Thandiwe Marsh and Ottilie Crane', repeats: '', places_words: '12 places left', full: '', mine: '', open: 't', waitable: '' }
const steps = 'Step-free to all rooms except Anchor Room (three steps, no ramp)'
const workshops = [
  workshop,
  { ...workshop, code: 'A2', title: 'What neglect looks like at eight and at fifteen', room: 'Binnacle Room', led_by: '', places_words: '1 place left' },
  { ...workshop, code: 'B3', title: 'Adultification: seeing the child first', stream_code: 'B', stream: 'Safer outside the home', room: 'Anchor Room', steps, places_words: 'full, 3 waiting', full: 't', open: '', waitable: 't' }
]
const rounds = [
  { slot: 'WS1', field: 'workshop_1', rather_field: 'rather_1', title: 'Workshops: round one', time_words: '11:20am to 12:30pm', some_full: 't', workshops },
  { slot: 'WS2', field: 'workshop_2', rather_field: 'rather_2', title: 'Workshops: round two', time_words: '1:20pm to 2:30pm', some_full: '', workshops: workshops.slice(0, 2).map((w, i) => ({ ...w, code: `A${4 + i}`, repeats: i ? '' : workshop.title })) }
]
const streams = [{ code: 'A', title: 'Safer at home', colour: 'teal' }, { code: 'B', title: 'Safer outside the home', colour: 'plum' }]
const agenda = [
  { slot: 'REG', time_words: '9:30am to 10am', title: 'Registration and stalls', room: 'Main Hall', workshops: [] },
  { slot: 'WS1', time_words: '11:20am to 12:30pm', title: 'Workshops: round one', room: '', workshops },
  { slot: 'LUN', time_words: '12:30pm to 1:20pm', title: 'Lunch and agency stalls', room: '', workshops: [] }
]
const title = 'Annual partnership conference: Safer at home, safer outside'
const change = { ...one[0], title, has_workshops: 't' }
const choice = { title: workshop.title, stream: 'Safer at home', room: 'Capstan Room', led_by: '', round_title: 'Workshops: round one', time_words: '11:20am to 12:30pm', chosen: 't', waiting: '', waiting_number: '', steps_warning: '' }
const choices = [choice, { ...choice, title: workshops[2].title, room: 'Anchor Room', chosen: '', waiting: 't', waiting_number: '3', steps_warning: steps }]
const modes = [{ value: 'in_person', label: 'In the room', hint: '4 left', checked: '' }, { value: 'virtual', label: 'Online', hint: 'waiting list', checked: '' }]
const signedIn = { ...frame, contact_email: '', me: practitioner, desk: '', may: 't' }
const atDesk = { ...frame, me: coordinator, desk: 't', may: 't', q: '' }

const stands = { barred: '', not_eligible: '', not_invited: '', closed_account: '', no_prerequisite: 't', other_number: '77', other_words: 'Tuesday 9 March 2027, 1pm to 4:15pm', clash_number: '78', clash_title: 'Neglect', clash_words: session.starts_words }

/** @type {Sample[]} */
export const conference = [
  ['conference', 'session.html', { ...sessionPage, session: [{ ...session, title, offer_sign_in: 't' }], streams, agenda }],
  ['conference-book', 'book.html', { ...sessionPage, ...signedIn, session: [{ ...session, title }], page_title: 'Book a place', rounds, ...errors([['workshop_1', 'Choose one workshop in each round']]), 'typed.workshop_2': 'A4' }],
  ['conference-booking', 'booking.html', { ...withBooking({ confirmed: 't', title }), change: [change], choices, open_rounds: [{ title: 'Workshops: round two' }] }],
  ['conference-booking-hybrid', 'booking.html', { ...withBooking({ confirmed: 't', title, in_person: '', virtual: 't' }), change: [{ ...change, has_workshops: '', hybrid: 't', mode_words: 'online' }], choices: [], open_rounds: [] }],
  ['conference-ticket', 'ticket.html', { ...signedIn, page_title: 'Your QR code', code: 'K3QW-7HZB-MPL2', news: [], ticket: [{ number: '2041', name: 'Aisha Rahman', title, starts_words: session.starts_words, where_words: session.where_words, session_cancelled: '' }], choices }],
  ['workshops', 'workshops.html', { ...signedIn, page_title: 'Your workshops', change: [change], rounds, 'typed.workshop_1': 'A1', 'typed.rather_1': 'B3' }],
  ['workshops-errors', 'workshops.html', { ...signedIn, page_title: 'Your workshops', change: [change], rounds, ...errors([['workshop_1', 'Two of these are the same workshop at different times. Choose another one in one of the rounds']]) }],
  ['workshops-desk', 'workshops.html', { ...atDesk, page_title: 'Workshops', change: [change], rounds }],
  ['stands', 'session.html', { ...sessionPage, ...signedIn, session: [{ ...session, offer_booking: 't' }], stands: [stands], only: [{ by_invitation: 't', only_words: 'Police; School primary' }], before: [{ ...sessionPage.before[0], done_words: 'You have done this on Thursday 3 December 2026' }] }],
  ['stands-barred', 'session.html', { ...sessionPage, ...signedIn, session: [{ ...session, offer_details: 't' }], stands: [{ ...stands, barred: 't', not_invited: 't', no_prerequisite: '', other_number: '', clash_number: '' }] }],
  ['book-asks', 'book.html', { ...sessionPage, ...signedIn, page_title: 'Book a place', stands: [stands], ...errors([['equivalent', 'You need to have been to the course before this one. If you did the same elsewhere, say what and when']]) }],
  ['mode', 'mode.html', { ...signedIn, page_title: 'In the room or online', change: [{ ...change, mode_words: 'in the room' }], modes, 'typed.mode': 'in_person' }],
  ['mode-late', 'mode.html', { ...signedIn, may: '', page_title: 'In the room or online', change: [{ ...change, mode_words: 'in the room' }], modes }],
  ['mode-errors', 'mode.html', { ...signedIn, page_title: 'In the room or online', change: [{ ...change, mode_words: 'in the room' }], modes, 'typed.mode': 'virtual', ...errors([['mode', 'There is no place of that kind for you now. You still have the place that you had']]) }]
]

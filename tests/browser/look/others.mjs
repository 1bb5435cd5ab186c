/**
 * others.mjs: guests of events that are open to everyone; what people need.
 */
import { booking, coordinator, errors, frame, offer, practitioner, session, sessionPage } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Values} Values */

const title = 'Living with grandparents, aunts and friends: an evening for families'
const square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" role="img" aria-label="QR code of the place"><path d="M4 4h7v7h-7zM18 4h7v7h-7zM4 18h7v7h-7zM14 14h4v4h-4z"/></svg>'
const open = { ...session, title, offer_guest: 't', asks_manager: '' }
const door = { ref: 'NEG-201-03', title: session.title, starts_words: session.starts_words, where_words: session.where_words }
const needs = [{ number: '2041', name: 'Aisha Rahman', details: 'BSL interpreter, and a seat in front', state: 'arranged', state_words: 'Arranged', note: 'Ms Sign comes at 9am' }, { number: '2042', name: 'Nkiruka Chidinma Oluwaseun-Featherstonehaugh', details: 'A quiet place to step out', state: 'new', state_words: 'New', note: '' }]
const mine = { ...frame, me: practitioner, page_title: 'What you need', booking: [booking], late_needs: sessionPage.late_needs }
const kinds = [{ code: 'bsl', label: 'a British Sign Language interpreter', words: 'BSL, sign language, signer', days: '15', is_diet: '' }, { code: 'diet', label: 'food you can eat', words: '', days: '3', is_diet: 't' }]
const guest = (/** @type {Values} */ state, /** @type {Values} */ rest = {}) => ({
  ...frame,
  page_title: 'Your booking',
  action: '/guests/x',
  token: 'x',
  phone: '',
  colleague: '',
  news: [],
  parts: sessionPage.parts,
  offer: [],
  my_needs: [],
  late_needs: '',
  qr_svg: state.confirmed ? square : '',
  code: state.confirmed ? 'K3QW-7HZB-MPL2' : '',
  booking: [{ ...booking, title, place: offer.place, name: 'Maya da Silva', email: 'maya@home.example', need_warning: '', ...state }],
  ...rest
})

/** @type {Sample[]} */
export const others = [
  ['guest-session', 'session.html', { ...sessionPage, session: [open] }],
  ['guest-session-full', 'session.html', { ...sessionPage, session: [{ ...open, hybrid: 't', joins_waiting: 't', asks_team: 't' }], modes: [{ value: 'in_person', label: 'In the room', hint: 'waiting list', checked: '' }, { value: 'virtual', label: 'Online', hint: '40 left', checked: '' }] }],
  ['guest-book', 'guest_book.html', { ...sessionPage, session: [open], page_title: 'Book a place', 'typed.name': 'Maya da Silva', 'typed.contact': 'maya@home', 'typed.access_needs': 'A chair with arms', ...errors([['name', 'Enter your name'], ['contact', 'Check the dots after the @ sign']]) }],
  ['guest-confirmed', 'guest.html', guest({ confirmed: 't' })],
  ['guest-warned', 'guest.html', guest({ confirmed: 't', email: '', need_warning: booking.need_warning }, { phone: '01632 960 001', news: [{ words: 'It takes place online, not at Lantern Yard.', why: 'Snow.', at_words: 'Thursday 4 February 2027, 7:40am' }] })],
  ['guest-colleague', 'guest.html', guest({ confirmed: 't', terms_words: 'You can cancel without charge until Tuesday 26 January 2027.' }, { colleague: 't' })],
  ['guest-waiting', 'guest.html', guest({ waiting: 't', waiting_number: '3', email: '' }, { phone: '01632 960 001' })],
  ['guest-requested', 'guest.html', guest({ requested: 't' })],
  ['guest-offered', 'guest.html', guest({ offered: 't' }, { offer: [offer] })],
  ['guest-cancelled', 'guest.html', guest({ cancelled: 't', can_cancel: '', ended_words: 'You cancelled on Monday 18 January 2027.' })],
  ['guest-needs', 'guest.html', guest({ confirmed: 't' }, { my_needs: [{ kind: 'access', kind_words: 'Access', details: 'Step-free', state: 'new', state_words: 'We look into it' }], 'typed.access_needs': 'Step-free' })],
  ['door-needs', 'door_needs.html', { ...frame, me: practitioner, page_title: 'What to prepare', door: [door], needs, diets: [{ details: 'Vegan', n: '3' }] }],
  ['door-needs-none', 'door_needs.html', { ...frame, me: practitioner, page_title: 'What to prepare', door: [door], needs: [], diets: [] }],
  ['booking-needs', 'booking_needs.html', { ...mine, 'typed.access_needs': 'A hearing loop' }],
  ['booking-needs-late', 'booking_needs.html', { ...mine, ...errors([['', 'This date has begun. Tell the trainer what you need']]) }],
  ['need-kinds', 'manage_need_kinds.html', { ...frame, me: coordinator, q: '', page_title: 'What takes time to arrange', kinds }],
  ['need-kinds-none', 'manage_need_kinds.html', { ...frame, me: coordinator, q: '', page_title: 'What takes time to arrange', kinds: [] }],
  ['guest-gone', 'guest_gone.html', { ...frame, page_title: 'Page not found' }]
]

/**
 * change.mjs: the samples of changing one's mind, and of dates that change.
 */
import { booking, change, coordinator, errors, frame, news, practitioner } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Values} Values */

const mine = (/** @type {string} */ title, /** @type {Values} */ values = {}) =>
  ({ ...frame, contact_email: 'training@example.org', me: practitioner, page_title: title, change, desk: '', may: 't', ...values })
const targets = [
  { ref: 'NEG-201-04', starts_words: 'Tuesday 9 March 2027, 1pm to 4:15pm', where_words: 'Chatham', places_words: '4 places left', hybrid: '', has_workshops: '' },
  { ref: 'NEG-201-05', starts_words: 'Monday 17 May 2027, 9:30am to 12:45pm', where_words: 'Gillingham or online', places_words: '20 places left', hybrid: 't', has_workshops: 't' }
]

const moved = { number: '2041', title: booking.title, ref: 'NEG-201-03', starts_words: 'Thursday 11 February 2027, 9:30am to 12:45pm', moved_words: 'It has moved from Thursday 4 February 2027, 9:30am to 12:45pm.', why: 'The heating has failed.', live: 't', has_place: 't', answered: '', comes: '' }
const asked = (/** @type {Values} */ change, token = 'TOKEN') => ({ ...frame, page_title: 'Can you still come?', token, move: [{ ...moved, ...change }] })

const desk = (/** @type {string} */ title, /** @type {Values} */ values = {}) => ({ ...frame, me: coordinator, page_title: title, ...values })
const date = { ref: 'NEG-201-03', title: booking.title, starts_words: booking.starts_words, over: '', cancelled: '', open: 't', online: '', has_link: 't', place_words: 'Medlar Room, Lantern Yard', people_words: '24 people', trainer_words: 'Bo Li' }
const option = { value: 'ill', words: 'The trainer is ill', detail: '', warning: '', bad: '' }
const act = { fold: 'cancel', act: 'cancel', old: '', words: 'Cancel it', field: 'reason', legend: 'Why? Everyone reads it', button: 'Cancel it and tell 24 people', warn: 't', asks_link: '', has_link: '', asks_replacement: 't', options: [option, { ...option, value: 'weather', words: 'The weather' }] }
const acts = [
  act,
  { ...act, fold: 'trainer-P1', act: 'trainer', old: 'P1', words: 'Replace Bo Li', field: 'new', legend: 'Who leads it instead? They can sign people in at once', button: 'Replace and tell everyone', warn: '', asks_replacement: '', options: [{ ...option, value: 'P2', words: 'Anna Novak', detail: 'Medlar Vale Council' }, { ...option, value: 'P3', words: 'Łucja Wiśniewska', warning: 'leads Working together' }] },
  { ...act, fold: 'venue', act: 'venue', words: 'Change the venue or room', field: 'place', legend: 'Where does it take place?', button: 'Change it and tell everyone', warn: '', asks_replacement: '', options: [{ ...option, value: 'V1/V1-A', words: 'Lantern Yard, Small Room', detail: '12 people', warning: 'too small', bad: 'in use' }] },
  { ...act, fold: 'online', act: 'online', words: 'Hold it online', field: '', legend: '', button: 'Go online and tell everyone', warn: '', asks_link: 't', has_link: 't', asks_replacement: '', options: [] }
]
const today = {
  session: [date],
  acts,
  replacements: [{ ref: 'NEG-201-04', starts_words: 'Tuesday 9 March 2027, 1pm to 4:15pm' }],
  parts: [{ number: '1', name: 'Day 1', starts_local: '2027-02-04T09:30', ends_local: '2027-02-04T12:45' }],
  news: [],
  answers: []
}
const day = { ref: '', day: [{ day: '2027-02-04', words: 'Thursday 4 February 2027' }], done: '' }
const dayActs = acts.map((a) => ({ ...a, fold: `V1-${a.fold}`, asks_replacement: '' }))
const dayDate = { ref: 'NEG-201-03', title: booking.title, time_words: '9:30am to 12:45pm', place_words: 'Medlar Room, Lantern Yard', people_words: '24 people', trainer_words: 'Bo Li', cancelled: '' }
const venues = [{ venue_code: 'V1', venue_name: 'Lantern Yard', acts: dayActs, dates: [dayDate, { ...dayDate, ref: 'FND-101-09', cancelled: 't' }] }, { venue_code: 'ONLINE', venue_name: 'Online', acts: [], dates: [dayDate] }]
const call = { number: '2041', code: 'P9', name: 'Aisha Rahman', phone: '01632 960456', email: 'aisha@example.org', organisation: 'Community Health', manager_name: 'Oliver Hodges', manager_email: 'oliver@example.org', state_words: 'Has a place', comes_words: '' }

/** @type {Sample[]} */
export const changes = [
  ['today', 'manage_session_today.html', desk('A date today', today)],
  ['today-errors', 'manage_session_today.html', desk('A date today', { ...today, 'typed.do': 'cancel', 'typed.fold': 'cancel', 'typed.reason': '', 'typed.words': '', 'typed.replacement': '', ...errors([['reason', 'Choose why, or write it']]) })],
  ['today-changed', 'manage_session_today.html', desk('A date today', { ...today, news, answers: [{ words: 'It has moved.', yes: '12', no: '3', open: '9' }] })],
  ['today-cancelled', 'manage_session_today.html', desk('A date today', { ...today, session: [{ ...date, open: '', cancelled: 't' }] })],
  ['day', 'manage_today.html', desk('Changes on the day', { ...day, venues })],
  ['day-done', 'manage_today.html', desk('Changes on the day', { ...day, venues, done: '3' })],
  ['day-errors', 'manage_today.html', desk('Changes on the day', { ...day, venues, 'typed.do': 'venue', 'typed.fold': 'V1-venue', 'typed.place': '', 'typed.words': 'A pipe has burst', ...errors([['place', 'Choose a venue']]) })],
  ['day-none', 'manage_today.html', desk('Changes on the day', { ...day, venues: [] })],
  ['calls', 'manage_calls.html', desk('Whom to ring', { back: '/manage/today', dates: [{ ...date, calls: [call, { ...call, phone: '', email: '', manager_name: '', manager_email: '', comes_words: 'Cannot come' }] }, { ...date, ref: 'FND-101-09', calls: [] }] })],
  ['calls-none', 'manage_calls.html', desk('Whom to ring', { back: '/manage/today', dates: [] })],
  ['moved', 'booking_moved.html', asked({})],
  ['moved-yes', 'booking_moved.html', asked({ answered: 't', comes: 't' }, '')],
  ['moved-no', 'booking_moved.html', asked({ answered: 't', live: '' })],
  ['moved-over', 'booking_moved.html', asked({ live: '' })],
  ['swap', 'booking_swap.html', mine('Send a colleague instead')],
  ['swap-errors', 'booking_swap.html', mine('Send a colleague instead', { 'typed.name': 'Łucja Wiśniewska', ...errors([['email', 'We do not know a colleague of that name at your organisation. Enter their work email address']]) })],
  ['swap-waiting', 'booking_swap.html', mine('Send a colleague instead', { change: [{ ...change[0], has_place: '' }] })],
  ['swap-late', 'booking_swap.html', mine('Send a colleague instead', { may: '' })],
  ['swap-asks', 'booking_swap.html', mine('Send a colleague instead', { change: [{ ...change[0], asks_manager: 't', asks_team: 't', asks: 't' }], 'typed.manager_name': 'Oliver Hodges', ...errors([['clash', 'This colleague has another booking at that time. Tick to send them all the same']]) })],
  ['swap-desk', 'booking_swap.html', { ...mine('Send a colleague instead'), me: coordinator, desk: 't', q: '' }],
  ['transfer-desk', 'booking_transfer.html', { ...mine('Move to another date', { targets: [], any_hybrid: '' }), me: coordinator, desk: 't', q: '' }],
  ['transfer', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: 't', change: [{ ...change[0], workshop_words: '10:30am: Talking with fathers, Oak Room; 2pm: Writing it down' }] })],
  ['transfer-errors', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: '', ...errors([['to', 'The last place there has just gone. Choose another date, or keep the one you have'], ['clash', 'You have another booking at that time. Tick to book all the same']]), 'typed.to': targets[0].ref, 'typed.mode': '' })],
  ['transfer-none', 'booking_transfer.html', mine('Move to another date', { targets: [], any_hybrid: '' })],
  ['transfer-late', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: '', may: '' })]
]

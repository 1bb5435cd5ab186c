/**
 * change.mjs: the samples of changing one's mind, and of dates that change.
 */
import { booking, change, errors, frame, practitioner } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Values} Values */

const mine = (/** @type {string} */ title, /** @type {Values} */ values = {}) =>
  ({ ...frame, contact_email: 'training@example.org', me: practitioner, page_title: title, booking: [{ ...booking, confirmed: 't' }], change, ...values })
const late = [{ ...change[0], in_time: '' }]
const targets = [
  { ref: 'NEG-201-04', starts_words: 'Tuesday 9 March 2027, 1pm to 4:15pm', where_words: 'Chatham', places_words: '4 places left', hybrid: '' },
  { ref: 'NEG-201-05', starts_words: 'Monday 17 May 2027, 9:30am to 12:45pm', where_words: 'Gillingham or online', places_words: '20 places left', hybrid: 't' }
]

const moved = { number: '2041', title: booking.title, ref: 'NEG-201-03', starts_words: 'Thursday 11 February 2027, 9:30am to 12:45pm', moved_words: 'It has moved from Thursday 4 February 2027, 9:30am to 12:45pm.', why: 'The heating has failed.', live: 't', has_place: 't', answered: '', comes: '' }
const asked = (/** @type {Values} */ change, token = 'TOKEN') => ({ ...frame, page_title: 'Can you still come?', token, move: [{ ...moved, ...change }] })

/** @type {Sample[]} */
export const changes = [
  ['moved', 'booking_moved.html', asked({})],
  ['moved-yes', 'booking_moved.html', asked({ answered: 't', comes: 't' }, '')],
  ['moved-no', 'booking_moved.html', asked({ answered: 't', live: '' })],
  ['moved-over', 'booking_moved.html', asked({ live: '' })],
  ['swap', 'booking_swap.html', mine('Send a colleague instead')],
  ['swap-errors', 'booking_swap.html', mine('Send a colleague instead', { 'typed.name': 'Łucja Wiśniewska', ...errors([['email', 'We do not know a colleague of that name at your organisation. Enter their work email address']]) })],
  ['swap-waiting', 'booking_swap.html', mine('Send a colleague instead', { change: [{ ...change[0], has_place: '' }] })],
  ['swap-late', 'booking_swap.html', mine('Send a colleague instead', { change: late })],
  ['transfer', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: 't' })],
  ['transfer-errors', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: '', ...errors([['to', 'The last place there has just gone. Choose another date, or keep the one you have'], ['clash', 'You have another booking at that time. Tick to book all the same']]) })],
  ['transfer-none', 'booking_transfer.html', mine('Move to another date', { targets: [], any_hybrid: '' })],
  ['transfer-late', 'booking_transfer.html', mine('Move to another date', { targets, any_hybrid: '', change: late })]
]

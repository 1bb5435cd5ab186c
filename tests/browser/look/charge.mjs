/**
 * charge.mjs: cancellation terms, charges and statements.
 */
import { arabic, coordinator, errors, frame, longName, practitioner } from './samples.mjs'

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Values} Values */

const row = {
  charge: '12', number: '2041', code: 'P0001', name: 'Aisha Rahman', organisation: 'Council – Children’s Social Care', ref: 'NEG-201-03', title: 'Neglect: seeing, naming, acting', date_words: 'Thursday 4 February 2027',
  kind: 'late_cancellation', kind_words: 'Late cancellation', state: 'proposed', state_words: 'To decide', because: 'Cancelled on Monday 1 February 2027, 10am. Cancelling was free until Thursday 28 January 2027, 5pm.',
  amount_words: '£60', extra_words: '', stated: '', stated_words: '', deadline_words: 'Monday 15 February 2027, 10am', questionable: 't', open: 't', batch: '', terms_name: 'Standard terms', terms_version: 'STANDARD 2', purchase_order: '', can_waive: 't', gone_out: '', can_add: ''
}
const disputed = { ...row, charge: '13', name: longName, kind_words: 'Did not attend', state: 'disputed', state_words: 'Case stated', because: 'Did not attend on Thursday 4 February 2027.', stated: 'The manager: She was in hospital.\n\nThe person: Here is the letter', stated_words: 'Friday 5 February 2027, 9am', extra_words: '£120 of it for an interpreter', amount_words: '£1,180', can_add: 't' }
const charges = [row, disputed, { ...row, charge: '14', name: arabic, state: 'waived', state_words: 'Waived', questionable: '' }]
const counts = [{ proposed: '2', disputed: '1', confirmed: '0' }]
const history = [{ at_words: 'Monday 1 February 2027, 10am', state_words: 'Proposed', why: '', who: 'The system' }, { at_words: 'Friday 5 February 2027, 9am', state_words: 'Case stated', why: 'The manager stated the case', who: 'The system' }]
const chargeDate = { ref: 'NEG-201-03', title: row.title, starts_words: 'Thursday 4 February 2027, 9:30am to 4pm', terms_name: 'Standard terms', notice_words: 'Free until 5 working days before, 5pm', amount_words: '£30 half a day, £60 a day', no_charges: '' }
const bookings = [{ number: '2041', name: 'Aisha Rahman', state_words: 'Has a place' }, { number: '2042', name: longName, state_words: 'Cancelled by the person' }]
const excuses = [{ code: 'sickness', words: 'Ill', checked: 't' }, { code: 'court', words: 'Called to court', checked: '' }]
const due = [{ code: 'AG001', agency: 'Council – Children’s Social Care', period: 'January 2027', last: '2027-01-31', charges: '4', amount_words: '£210', purchase_order: 'PO-4711', needs_order: '', running: '' }, { code: 'AG009', agency: 'Acute hospitals trust', period: 'Spring term 2027', last: '2027-04-30', charges: '1', amount_words: '−£60', purchase_order: '', needs_order: 't', running: 't' }]
const invoiced = [{ code: 'AG009', name: longName, period: 'termly', period_words: 'Once a term', needed: 't', number: '', last_words: '', missing: 't', version: '3', post: '' }, { code: 'AG001', name: 'Council – Children’s Social Care', period: 'monthly', period_words: 'Every month', needed: '', number: 'PO-4711', last_words: '31 March 2027', missing: '', version: '1', post: '1 High Street' }, { code: 'AG002', name: 'Police', period: 'monthly', period_words: 'Every month', needed: '', number: '', last_words: '', missing: '', version: '1', post: '1 High Street' }]
const orders = [{ id: '2', code: 'AG009', number: 'PO-4711', first_words: '1 April 2026', last_words: '31 March 2027', bookings: '12' }]
const head = { batch: '7', agency: 'Council – Children’s Social Care', period: 'January 2027', made_words: 'Monday 1 February 2027', amount_words: '£210', purchase_order: 'PO-4711', training_contact: 'training.lead@council.example.org', post: '1 High Street\nBrightford AB1 2CD' }
const batch = { ...head, charges: '2' }
const terms = [{ code: 'STANDARD', name: 'Standard terms', source: '', version: '2', made_words: 'Monday 1 February 2027', standard: 't', bookings: '204', dates: '3', notice_words: chargeDate.notice_words, amount_words: chargeDate.amount_words }, { code: 'TIERED', name: 'From a tenth to all of the fee', source: 'example.org/terms', version: '1', made_words: 'Monday 4 January 2027', standard: '', bookings: '0', dates: '0', notice_words: 'Never free', amount_words: '100% of the full fee' }]
const typed = { 'typed.name': 'Standard terms', 'typed.notice': '5', 'typed.unit': 'working_days', 'typed.until': '17:00', 'typed.share': '100', 'typed.amounts': 'absence everyone 0 30 60\nfee private 0 50 100', 'typed.brief_minutes': '90', 'typed.half_minutes': '240', 'typed.fee_due': 'attended', 'typed.swap_free': 't', 'typed.per_day': 't', 'typed.case_days': '10' }
const classes = [{ code: 'safeguarding_partner', name: 'Council, police and integrated care board: no charge to attend' }, { code: 'private', name: 'Full fee' }]
const none = { pages: [], page_next: '', page_previous: '' }
const desk = (/** @type {string} */ title, /** @type {Values} */ values) => ({ ...frame, me: coordinator, page_title: title, q: '', ...none, ...values })
const caseRow = { ...row, booking: '2041', name: 'Aisha Rahman', may_state: 't', settled_free: '', upheld: '', note: '', by_manager: '' }
const link = (/** @type {Values} */ values) => ({ ...frame, contact_email: 'training@example.org', page_title: 'A charge', action: '/charges/x', mine: '', stated_now: '', ...values })

/** What the panel of a date names. */
export const chargePanel = { charge_date: [chargeDate], charges }

/** @type {Sample[]} */
export const money = [
  ['charge-case', 'charge.html', link({ case: [caseRow] })],
  ['charge-mine', 'charge.html', link({ case: [caseRow], mine: 't', me: practitioner })],
  ['charge-case-stated', 'charge.html', link({ case: [{ ...caseRow, stated: disputed.stated, note: 'We need the letter' }], stated_now: 't', ...errors([['words', 'Say what happened']]) })],
  ['charge-case-free', 'charge.html', link({ case: [{ ...caseRow, may_state: '', settled_free: 't', note: 'She was in hospital' }] })],
  ['charge-case-over', 'charge.html', link({ case: [{ ...caseRow, may_state: '', upheld: 't' }] })],
  ['charges', 'manage_charges.html', desk('Charges', { charges, counts, which: 'proposed', can_decide: 't', said: '3 settled' })],
  ['charges-errors', 'manage_charges.html', desk('Charges', { charges: [disputed], counts, which: 'disputed', can_decide: 't', said: '', ...errors([['why', 'Say why: the person and the manager read it']]) })],
  ['charges-none', 'manage_charges.html', desk('Charges', { charges: [], counts, which: 'settled', can_decide: '', said: '' })],
  ['charge', 'manage_charge.html', desk('A charge', { charge: [disputed], history })],
  ['charge-errors', 'manage_charge.html', desk('A charge', { charge: [{ ...disputed, batch: '7', purchase_order: 'PO-1' }], history, ...errors([['why', 'Say why'], ['costs', 'Enter an amount such as 120 or 120.50'], ['costs_for', 'Say what it was spent on']]) })],
  ['charge-date', 'manage_charge_date.html', desk('Charges of a date', { charge_date: [chargeDate], bookings, excuses, ...errors([['booking', 'Choose who it is about'], ['excuse', 'Choose the reason']]) })],
  ['charge-gone-out', 'manage_charge.html', desk('A charge', { charge: [{ ...row, state: 'batched', state_words: 'On a statement', open: '', batch: '7', gone_out: 't', purchase_order: 'PO-4711' }], history })],
  ['orders', 'manage_orders.html', desk('Purchase orders', { invoiced })],
  ['orders-none', 'manage_orders.html', desk('Purchase orders', { invoiced: [] })],
  ['order', 'manage_order.html', desk('Purchase orders', { invoiced: invoiced.slice(1, 2), orders, 'typed.period': 'monthly' })],
  ['order-errors', 'manage_order.html', desk('Purchase orders', { invoiced: invoiced.slice(0, 1), orders: [], 'typed.period': 'termly', 'typed.needed': 't', ...errors([['number', 'Enter its number'], ['first', 'There is a purchase order for some of these days already'], ['last', 'The last day must be after the first']]) })],
  ['statements', 'manage_statements.html', desk('Statements', { due, said: '2 statements made', batches: [batch, { ...batch, batch: '6', agency: longName }] })],
  ['statements-none', 'manage_statements.html', desk('Statements', { due: [], said: '', batches: [] })],
  ['statement', 'manage_statement.html', desk('A statement', { batch: [head], charges: charges.map((c) => ({ ...c, state: 'batched' })) })],
  ['terms', 'manage_terms.html', desk('Cancellation terms', { terms })],
  ['terms-none', 'manage_terms.html', desk('Cancellation terms', { terms: [] })],
  ['terms-form', 'manage_terms_form.html', desk('Standard terms', { code: 'STANDARD', is_new: '', version: '2', versions: terms, excuses, classes, ...typed })],
  ['terms-new', 'manage_terms_form.html', desk('New terms', { code: 'NEW', is_new: 't', version: '0', versions: [], excuses, classes, ...typed, ...errors([['new_code', 'Enter a short code, such as STANDARD'], ['name', 'Enter a name'], ['amounts', 'These terms cannot be read'], ['tiers', 'These terms cannot be read'], ['share', 'Enter a percentage']]) })]
]

/**
 * What the door says to each outcome: one of four looks (and out, for those
 * who leave), a word, a detail.
 * The same words as app.door_word() and app.door_detail() in SQL.
 *
 * @typedef {'in' | 'out' | 'again' | 'no' | 'ask'} Look
 * @typedef {{id: string, outcome: string, way?: 'in' | 'out', name?: string, agency?: string,
 *   late?: number, early?: number, flag?: string, booking?: number,
 *   first?: {at: string, device?: string, by?: string}}} Answer
 */

/** @type {Record<string, Look>} */
const looks = {
  admitted: 'in',
  departed: 'out',
  undone: 'out',
  already: 'again',
  cancelled: 'ask',
  not_confirmed: 'ask'
}

/** @param {string} outcome @returns {Look} */
export const lookOf = (outcome) => looks[outcome] ?? 'no'

/** @param {Answer} a */
export function wordOf (a) {
  switch (a.outcome) {
    case 'admitted': return 'Signed in'
    case 'departed': return 'Signed out'
    case 'already': return a.way === 'out' ? 'Already out' : 'Already in'
    case 'cancelled': return 'Ask: booking cancelled'
    case 'not_confirmed': return 'Ask: no place yet'
    case 'wrong_day': return 'Not today'
    case 'undone': return 'Undone'
    default: return 'Not for here'
  }
}

/** @param {Answer} a @param {string} device of this browser */
export function detailOf (a, device) {
  switch (a.outcome) {
    case 'admitted': return a.late ? `${minutes(a.late)} after the start` : ''
    case 'departed':
      if (a.flag === 'not_signed_in') return 'Was not signed in before'
      return a.early ? `${minutes(a.early)} before the end` : ''
    case 'already':
      return a.first
        ? `Signed ${a.way === 'out' ? 'out' : 'in'} at ${clock(new Date(a.first.at))}` +
          (a.first.device === device ? ' on this phone' : a.first.by ? ` by ${a.first.by}` : '')
        : ''
    case 'cancelled': return 'The booking was cancelled, or there is a newer code. Ask the trainer.'
    case 'not_confirmed': return 'They wait for a place. The trainer decides.'
    case 'wrong_day': return 'This course is not on today.'
    case 'wrong_session': return 'The code is for another course or date.'
    case 'unknown': return 'This is not one of our codes.'
    default: return 'This could not be read. Try again.'
  }
}

/** "12 minutes", "1 hour 5 minutes". @param {number} n */
export function minutes (n) {
  const hours = Math.floor(n / 60)
  const rest = n % 60
  const words = []
  if (hours) words.push(hours === 1 ? '1 hour' : `${hours} hours`)
  if (rest || !hours) words.push(rest === 1 ? '1 minute' : `${rest} minutes`)
  return words.join(' ')
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'
})

/** "9:30am", "4pm", "midday", "midnight", in local time. @param {Date} at */
export function clock (at) {
  const [hour, minute] = parts.format(at).split(':').map(Number)
  if (minute === 0 && hour === 12) return 'midday'
  if (minute === 0 && hour === 0) return 'midnight'
  const rest = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 || 12}${rest}${hour < 12 ? 'am' : 'pm'}`
}

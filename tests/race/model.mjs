/*
 * model.mjs: plays the log of a race again on a small model of the rules and
 * tells where the database came to something else.
 *
 * The model knows a date as its capacity, the places kept, the caps and the
 * bookings in order; after each act whoever waits and may have a place has
 * one, first come first.  Usage: psql … -c 'SELECT world FROM race.told' | node model.mjs
 */
import { readFileSync } from 'node:fs'

const world = JSON.parse(readFileSync(0, 'utf8'))
const trouble = []
const tell = (entry, words) => { if (trouble.push(`act ${entry?.id ?? 'end'}: ${words}`) > 20) finish() }
const live = ['requested', 'waiting', 'offered', 'confirmed']
const mails = {}
const mail = (kind) => { mails[kind] = (mails[kind] ?? 0) + 1 }

class Day {
  constructor ({ id, late, asks, limit }) {
    Object.assign(this, { id, late, asks, limit, capacity: 12, kept: new Map(), caps: new Map(), bookings: new Map() })
  }

  has (b) { return b.state === 'confirmed' || b.state === 'offered' || b.held }
  taken (agency) {
    return [...this.bookings.values()].filter((b) => this.has(b) && (agency === undefined || b.agency === agency)).length
  }

  waiting () { return [...this.bookings.values()].filter((b) => b.state === 'waiting').length }

  mayHave (agency) {
    if (this.taken() >= this.capacity) return false
    const left = [...this.kept.values()].map((k) => [k.agency, Math.max(k.places - this.taken(k.agency), 0)])
    if (left.some(([whose, n]) => whose === agency && n > 0)) return true
    const others = left.reduce((n, [whose, more]) => whose === agency ? n : n + more, 0)
    if (this.taken() + others >= this.capacity) return false
    const cap = this.caps.get(agency) ?? world.caps[agency]
    return cap === null || this.taken(agency) < cap
  }

  fill (fresh) {
    for (const [number, b] of [...this.bookings].sort(([x], [y]) => x - y)) {
      if (b.held || (b.state !== 'waiting' && b.state !== 'requested') || !this.mayHave(b.agency)) continue
      if (b.state === 'requested') b.held = true
      else if (number === fresh) { b.state = 'confirmed'; mail('booking_confirmed') } else if (this.late) {
        b.state = 'offered'
        mail('offer')
      } else { b.state = 'confirmed'; mail('booking_promoted') }
    }
  }

  end (b, state, kind) {
    if (b.state === 'requested' && b.instead) mail('swap_declined')
    Object.assign(b, { state, held: false })
    mail(kind)
    this.fill()
  }

  /* What the act should answer; its effect is made on the way. */
  play (entry) {
    const { act, booking, person, value } = entry
    const b = this.bookings.get(booking)
    if (act !== 'book' && booking !== null && !b) return 'no such booking'
    switch (act) {
      case 'book': return this.book(booking, person)
      case 'capacity':
        if (value < this.taken()) return 'below_taken'
        this.capacity = value
        this.fill()
        return 'set'
      case 'keep': return this.keep(entry)
      case 'cap':
        value === null ? this.caps.delete(entry.agency) : this.caps.set(entry.agency, value)
        this.fill()
        return 'capped'
      case 'swap': return this.swap(b, entry)
      case 'cancel':
        if (!live.includes(b.state)) return 'not_live'
        this.end(b, b.state === 'offered' ? 'declined' : 'cancelled', 'booking_cancelled')
        return 'cancelled'
      case 'transfer': return this.transfer(b, entry)
      case 'lapse':
        if (b.state !== 'offered') return 'not_live'
        Object.assign(b, { state: 'declined' })
        mail('offer_lapsed')
        return 'lapsed'
      case 'release':
        this.kept.delete(entry.reserve)
        return 'released'
      case 'accept':
        if (b.state !== 'offered' || this.over(b, entry)) return 'not_live'
        b.state = 'confirmed'
        mail('booking_confirmed')
        return 'confirmed'
      case 'decline':
        if (b.state !== 'offered' || this.over(b, entry)) return 'not_live'
        this.end(b, 'declined', 'booking_cancelled')
        return 'declined'
      case 'refuse':
        if (b.state !== 'requested') return 'not_open'
        this.end(b, 'declined', 'booking_declined')
        return 'declined'
      case 'agree': return b.state === 'requested' ? this.agree(booking, b) : 'not_open'
    }
  }

  book (number, person) {
    const agency = world.agencies[person]
    const mine = [...this.bookings].find(([, b]) => b.person === person && live.includes(b.state))
    if (mine) return mine[0] === number ? 'already_booked' : `already_booked as ${mine[0]}`
    if (this.waiting() >= this.limit && !this.mayHave(agency)) return 'full'
    const b = { person, agency, state: this.asks ? 'requested' : 'waiting', held: false }
    this.bookings.set(number, b)
    this.fill(this.asks ? undefined : number)
    if (this.asks) mail('booking_requested')
    if (b.state === 'waiting') mail('booking_waiting')
    return b.state
  }

  keep ({ agency, reserve, value, outcome, released }) {
    const first = outcome.startsWith('new ')
    const others = [...this.kept].reduce((n, [id, k]) => id === reserve && !first ? n : n + k.places, 0)
    const answer = !first && !this.kept.has(reserve) ? 'gone'
      : value > this.capacity - others ? 'too_many'
        : first && value === 0 ? 'no_places'
          : first && [...this.kept.values()].some((k) => k.agency === agency) ? 'kept_already' : 'kept'
    if (answer === 'kept') {
      for (const other of released) this.kept.delete(other)
      if (value === 0) this.kept.delete(reserve)
      else this.kept.set(reserve, { agency, places: value })
      this.fill()
    }
    return (first ? 'new ' : '') + answer
  }

  /* The place goes straight to the colleague, never through the line. */
  swap (b, { person, heir, value }) {
    if (!live.includes(b.state)) return 'not_live'
    if (b.state !== 'confirmed') return 'no_place_yet'
    if ([...this.bookings.values()].some((x) => x.person === person && live.includes(x.state))) return 'colleague_booked'
    const asks = this.asks && value === 0
    b.state = 'cancelled'
    mail('booking_cancelled')
    this.bookings.set(heir, { person, agency: world.agencies[person], state: asks ? 'requested' : 'confirmed', held: asks, instead: true })
    mail(asks ? 'booking_requested' : 'booking_swapped')
    return 'swapped'
  }

  /* To a free place of another date; an agreement goes along. */
  transfer (b, { person, heir, target, value }) {
    const there = days.get(target)
    if (!live.includes(b.state)) return 'not_live'
    if ([...there.bookings.values()].some((x) => x.person === person && live.includes(x.state))) return 'already_booked'
    if (b.state === 'requested' || (value === 0 && there.asks && !this.asks)) return 'needs_agreement'
    if (!there.mayHave(b.agency)) return 'full_there'
    const { agency } = b
    Object.assign(b, { state: 'cancelled', held: false })
    mail('booking_cancelled')
    there.bookings.set(heir, { person, agency, state: 'waiting', held: false })
    there.fill(heir)
    this.fill()
    return 'transferred'
  }

  /* An answer came when the time was over and the worker had not been there:
   * then it must still come. */
  over (b, { outcome }) {
    if (outcome === 'not_live') b.over = true
    return b.over
  }

  agree (number, b) {
    if (b.held) {
      Object.assign(b, { state: 'confirmed', held: false })
      mail('booking_confirmed')
      return 'confirmed'
    }
    b.state = 'waiting'
    this.fill(number)
    if (b.state === 'waiting') mail('booking_waiting')
    return b.state
  }
}

function finish () {
  console.log(trouble.join('\n'))
  process.exit(0)
}

const days = new Map(world.sessions.map((s) => [s.id, new Day(s)]))
const last = {} // of each transaction: what went before it is part of it
for (const entry of world.log) last[`${entry.tx} ${entry.session}`] = entry
for (const entry of world.log) {
  const whole = last[`${entry.tx} ${entry.session}`]
  if (entry.act === 'release' && whole.act === 'keep') { (whole.released ??= []).push(entry.reserve); continue }
  const day = days.get(entry.session)
  entry.released ??= []
  const expected = day.play(entry)
  if (entry === whole && ['lapse', 'release'].includes(entry.act)) day.fill()
  if (expected !== entry.outcome) tell(entry, `${entry.act} of ${entry.booking ?? ''} gave ${entry.outcome}, the model ${expected}`)
}
for (const day of days.values()) {
  const counted = [day.capacity, day.taken(), day.waiting()]
  if (String(counted) !== String(world.pools[day.id])) tell(null, `date ${day.id} has ${world.pools[day.id]}, the model ${counted}`)
  for (const [number, b] of day.bookings) {
    const is = world.bookings[number]
    if (b.over && b.state === 'offered') tell(null, `booking ${number} was told that its offer is over, and has it still`)
    if (is?.[0] !== b.state || is?.[1] !== b.held) tell(null, `booking ${number} is ${is}, the model ${b.state},${b.held}`)
  }
}
const all = [...days.values()].reduce((n, day) => n + day.bookings.size, 0)
if (all !== Object.keys(world.bookings).length) tell(null, `${Object.keys(world.bookings).length} bookings, the model ${all}`)
for (const kind of new Set([...Object.keys(mails), ...Object.keys(world.mails)])) {
  if (mails[kind] !== world.mails[kind]) tell(null, `${world.mails[kind]} mails ${kind}, the model ${mails[kind]}`)
}
finish()

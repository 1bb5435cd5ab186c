// A demo without an instant: its year lies around today, moved by whole weeks
// of local time.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { begin, end, json, run, sql } from './world.mjs'

let done
before(() => {
  begin()
  done = run('demo')
})
after(end)

const day = 86400000
const today = Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format())
const status = Date.parse(json('programme.json').meta.status_as_of)
const weeks = () => Number(sql('SELECT weeks FROM lectern.deployment'))
const move = date => new Date(Date.parse(date) + weeks() * 7 * day).toISOString().slice(0, 10)

test('the day that the programme speaks of falls in the week that ends today', () => {
  assert.equal(done.status, 0, done.err)
  const moved = status + weeks() * 7 * day
  assert.ok(moved <= today && moved > today - 7 * day)
  assert.equal(sql("SELECT demo, shift FROM lectern.deployment"), 't|00:00:00')
})
test('every part keeps its weekday and its local time', () => {
  const given = json('programme.json').sessions.flatMap(s => s.parts.map(p =>
    `${s.session_ref} ${p.part} ${move(p.date)} ${p.start_local.slice(11, 16)} ${p.end_local.slice(11, 16)}`))
  const kept = sql(`SELECT concat_ws(' ', s.ref, p.number,
      to_char(p.starts AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI'),
      to_char(p.ends AT TIME ZONE 'Europe/London', 'HH24:MI'))
    FROM lectern.part p JOIN lectern.session s ON s.id = p.session`).split('\n')
  assert.deepEqual(kept.sort(), given.sort())
})
test('what else has a date moves with it', () => {
  assert.equal(sql("SELECT earlier_dates FROM lectern.session WHERE ref = 'EHA-201/02'"), `{${move('2027-01-25')}}`)
  assert.equal(sql("SELECT (agenda -> 0 ->> 'starts')::timestamptz = starts FROM lectern.session WHERE ref = 'CON-901/01'"), 't')
  assert.match(sql("SELECT notes FROM lectern.session WHERE ref = 'LRN-902/01'"), new RegExp(`published on ${move('2027-01-28')}`))
  assert.equal(sql("SELECT publication FROM lectern.review WHERE code = 'LR-2025-02'"), move('2027-01-28'))
  assert.equal(sql(`SELECT min(held) FROM lectern.past_attendance`), move('2023-09-01'))
})
test('it is full of life whatever the day is', () => {
  assert.ok(Number(sql('SELECT count(*) FROM lectern.booking')) > 2500)
  assert.equal(sql("SELECT coalesce(string_agg(kind || ' ' || state, ', '), '') FROM lectern.mail WHERE state IN ('queued', 'sending') AND due <= lectern.clock() AND kind NOT LIKE 'agreement%' AND kind NOT IN ('offer', 'booking_cancelled', 'wish_made')"), '')
})

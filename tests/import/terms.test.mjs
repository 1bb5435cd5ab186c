// Cancellation terms come from a file, as versions; a fault is named by its
// line and loads nothing.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { begin, demo, end, json, load, run, sql } from './world.mjs'

before(() => {
  begin()
  run('import', `${demo}/programme.json`, `${demo}/agencies.json`)
})
after(end)
const made = () => sql('SELECT count(*), max(version) FROM lectern.policy')
const terms = change => {
  const all = json('terms.json')
  change(all)
  return load({ 'terms.json': all })
}

test('terms, which are the standard, and a course with its own', () => {
  const done = run('import', `${demo}/terms.json`)
  assert.equal(done.status, 0, done.err)
  assert.match(done.out, /terms +16 +0 +0 +0/)
  assert.equal(sql('SELECT terms FROM lectern.rule'), 'STANDARD')
  assert.equal(sql("SELECT terms, full_fee FROM lectern.event WHERE code = 'CON-901'"), 'PLYMOUTH|9500')
  assert.equal(sql("SELECT brief, half, day FROM lectern.policy_amount a JOIN lectern.policy o ON o.id = a.policy WHERE o.terms = 'STANDARD' AND kind = 'absence'"), '0|3000|6000')
})
test('read again they change nothing', () => {
  assert.match(run('import', `${demo}/terms.json`).out, /terms +0 +0 +0 +16/)
  assert.equal(made(), '16|1')
})
test('what they say now is a new version', () => {
  const done = terms(all => { all.terms[0].notice = 7 })
  assert.match(done.out, /terms +0 +1 +0 +15/)
  assert.equal(made(), '17|2')
})
test('how the limit of an organisation is counted is read, and stays where the file does not say', () => {
  const all = json('agencies.json'), by = () => sql("SELECT code, max_per_session FROM lectern.agency WHERE capped_by = 'setting'")
  all.agencies.find(a => a.code === 'AG024').quota.counted_by = 'setting'
  assert.equal(load({ 'agencies.json': all }).status, 0)
  assert.equal(by(), 'AG024|5')
  assert.equal(load({ 'agencies.json': json('agencies.json') }).status, 0)
  assert.equal(by(), 'AG024|5')
  all.agencies[0].quota.counted_by = 'team'
  assert.match(load({ 'agencies.json': all }).err, /agencies\[0\]\.quota\.counted_by: team is not one of the choices/)
})

test('a period of invoicing that nobody knows is a fault of the agencies', () => {
  const all = json('agencies.json')
  all.agencies[2].invoice_period = 'now and then'
  assert.match(load({ 'agencies.json': all }).err, /agencies\.json:\d+: agencies\[2\]\.invoice_period: now and then is not one of the choices/)
})
test('every fault is named, and nothing is loaded', () => {
  const was = made()
  const done = terms(all => {
    all.standard = 'NOWHERE'
    Object.assign(all.terms[0], { until: '25:00', share: 120, excuses: ['hangover'] })
    all.terms[1].amounts.push({ kind: 'absence', half: 1 }, { kind: 'fee', class: 'rich', share: 5 })
    all.terms[3].tiers[0].notice = 28
    all.terms[4].code = 'WEST_SUSSEX'
    all.courses[0].course = 'XXX-999'
  })
  assert.notEqual(done.status, 0)
  for (const [field, why] of [['standard', 'There is no NOWHERE'], ['until', 'Give a time such as 17:00'], ['share', 'The most is 100'],
    ['excuses', 'There is no reason hangover'], ['amounts', 'Give half and day in pence, or a share'], ['amounts.*class', 'There is no class rich'],
    ['tiers', 'It is free until after that'], ['code', 'is no such code'], ['courses', 'There is no XXX-999']]) {
    assert.match(done.err, new RegExp(`^terms\\.json:\\d+: .*${field}.*${why}`, 'm'))
  }
  assert.match(done.err, /nothing was loaded/)
  assert.equal(made(), was)
})

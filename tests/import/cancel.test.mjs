// A date that a programme cancels once people are booked on it.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { begin, end, json, load, people, programme, sql } from './world.mjs'

before(() => {
  begin()
  const done = load({ 'agencies.json': json('agencies.json'), 'programme.json': json('programme.json'), 'people.csv': people({}) })
  assert.equal(done.status, 0, done.err)
  sql("UPDATE lectern.deployment SET demo = true, shift = (SELECT min(starts) - interval '40 days' FROM lectern.session WHERE ref = 'WTO-301/04') - now()")
})
after(end)

test('its people are told, not charged, and come first on the date instead', () => {
  const other = sql(`SELECT o.ref FROM lectern.session o JOIN lectern.session s ON s.event = o.event AND s.ref = 'WTO-301/04'
                      WHERE o.ref <> s.ref AND o.status = 'open' AND o.starts > lectern.clock() ORDER BY o.starts LIMIT 1`)
  assert.notEqual(other, '')
  sql(`INSERT INTO lectern.booking (session, person, pool, state)
       SELECT s.id, p.id, l.id, 'confirmed' FROM lectern.session s JOIN lectern.pool l ON l.session = s.id AND l.kind <> 'workshop', lectern.person p
        WHERE s.ref = 'WTO-301/04' AND p.code = 'P9001' LIMIT 1;
       UPDATE lectern.pool SET taken = taken + 1 WHERE id = (SELECT max(pool) FROM lectern.booking)`)
  const done = load({ 'again.json': programme(s => Object.assign(s, { status: 'cancelled', cancel_reason: 'The trainer is ill.', replaced_by: other })) })
  assert.equal(done.status, 0, done.err)
  assert.equal(sql("SELECT b.state || ' ' || b.ended_by FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref = 'WTO-301/04'"), 'cancelled session')
  assert.equal(sql(`SELECT n.state IN ('offered', 'waiting') AND app.has_first_call(n.replaces) AND EXISTS (SELECT FROM lectern.ticket t WHERE t.booking = n.id)
                      FROM lectern.booking n JOIN lectern.session s ON s.id = n.session WHERE s.ref = '${other}'`), 't')
  assert.match(sql('SELECT string_agg(kind, \' \' ORDER BY id) FROM lectern.mail'), /session_cancelled/)
  assert.equal(load({ 'again.json': programme(s => Object.assign(s, { status: 'cancelled', cancel_reason: 'The trainer is ill.', replaced_by: other })) }).status, 0)
  assert.equal(sql("SELECT count(*) FROM lectern.session_change"), '1', 'once')
})

// Dates that a programme moves or cancels once people are booked on them.
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

const bookedOn = ref => sql(`
INSERT INTO lectern.booking (session, person, pool, state, free_until)
SELECT s.id, p.id, l.id, 'confirmed', s.starts - interval '9 days' FROM lectern.session s JOIN lectern.pool l ON l.session = s.id AND l.kind <> 'workshop', lectern.person p
 WHERE s.ref = '${ref}' AND p.code = 'P9001' LIMIT 1;
UPDATE lectern.pool SET taken = taken + 1 WHERE id = (SELECT max(pool) FROM lectern.booking)`)
const later = time => time.replace(/^[0-9-]+/, day => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10))
const move = s => s.parts.forEach(p => { p.start_local = later(p.start_local); p.end_local = later(p.end_local) })

test('a date that moves asks whether its people can still come; one that moves no more asks nobody', () => {
  bookedOn('WTO-301/04')
  assert.equal(load({ 'same.json': programme() }).status, 0)
  assert.equal(sql('SELECT count(*) FROM lectern.session_change'), '0', 'the same file changes nothing')
  const was = sql("SELECT app.span_words(starts, ends) || '|' || sequence FROM lectern.session WHERE ref = 'WTO-301/04'").split('|')
  for (let i = 0; i < 2; i++) {
    const done = load({ 'moved.json': programme(move) })
    assert.equal(done.status, 0, done.err)
  }
  assert.equal(sql('SELECT kind, words, person IS NULL FROM lectern.session_change'), `moved|It has moved from ${was[0]}.|t`)
  assert.equal(sql("SELECT sequence > ${was[1]} FROM lectern.session WHERE ref = 'WTO-301/04'".replace('${was[1]}', was[1])), 't', 'calendars follow')
  assert.equal(sql('SELECT count(*), bool_and(comes IS NULL) FROM lectern.still_coming'), '1|t')
  assert.equal(sql("SELECT count(*) FROM lectern.mail WHERE kind = 'session_moved'"), '1')
  assert.equal(sql('SELECT b.state, b.free_until > lectern.clock() FROM lectern.booking b'), 'confirmed|t', 'who cannot come pays nothing')
  assert.equal(load({ 'elsewhere.json': programme(s => { move(s); s.delivery = 'virtual'; s.venue_code = s.room_code = null; s.parts.forEach(p => { p.room_code = null }) }) }).status, 0)
  assert.match(sql('SELECT kind || words FROM lectern.session_change ORDER BY id DESC LIMIT 1'), /^onlineIt takes place online, not at /)
  assert.equal(sql("SELECT count(*) FROM lectern.mail WHERE kind = 'session_changed'"), '1')
  sql('DELETE FROM lectern.still_coming; DELETE FROM lectern.mail; DELETE FROM lectern.session_change')
})

test('the people of a date that is cancelled are told, not charged, and come first on the date instead', () => {
  const other = sql(`SELECT o.ref FROM lectern.session o JOIN lectern.session s ON s.event = o.event AND s.ref = 'WTO-301/04'
                      WHERE o.ref <> s.ref AND o.status = 'open' AND o.starts > lectern.clock() ORDER BY o.starts LIMIT 1`)
  assert.notEqual(other, '')
  const done = load({ 'again.json': programme(s => Object.assign(s, { status: 'cancelled', cancel_reason: 'The trainer is ill.', replaced_by: other })) })
  assert.equal(done.status, 0, done.err)
  assert.equal(sql("SELECT b.state || ' ' || b.ended_by FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref = 'WTO-301/04'"), 'cancelled session')
  assert.equal(sql(`SELECT n.state IN ('offered', 'waiting') AND app.has_first_call(n.replaces) AND EXISTS (SELECT FROM lectern.ticket t WHERE t.booking = n.id)
                      FROM lectern.booking n JOIN lectern.session s ON s.id = n.session WHERE s.ref = '${other}'`), 't')
  assert.match(sql('SELECT string_agg(kind, \' \' ORDER BY id) FROM lectern.mail'), /session_cancelled/)
  assert.equal(load({ 'again.json': programme(s => Object.assign(s, { status: 'cancelled', cancel_reason: 'The trainer is ill.', replaced_by: other })) }).status, 0)
  assert.equal(sql("SELECT count(*) FROM lectern.session_change"), '1', 'once')
})

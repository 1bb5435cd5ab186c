/**
 * What the door decides without a browser: which texts are tickets, when a
 * code counts again, and its words, which are those of the server.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { once } from '../../htdocs/js/door/camera.js'
import { readCode, readScan } from '../../htdocs/js/door/code.js'
import { clock, detailOf, lookOf, minutes, wordOf } from '../../htdocs/js/door/words.js'
import { rows } from '../http/db.mjs'

const ticket = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

test('a typed code has one spelling', () => {
  assert.equal(readCode(' abcd-ef01 8hjk '), 'ABCDEFOIBHJK')
  assert.equal(readCode(ticket.toLowerCase()), ticket)
  for (const text of ['', 'ABC', 'ABCDEFGHIJK9', `${ticket}A`, 'ÄBCDEFGHIJKL', '<b>EFGHIJKL']) assert.equal(readCode(text), null, text)
})

test('a camera takes an address of ours that ends in a ticket, and nothing else', () => {
  const ours = 'https://training.example'
  assert.equal(readScan(`${ours}/t/${ticket}`, ours), ticket)
  for (const text of [ticket, `https://evil.example/t/${ticket}`, `${ours}.evil/t/${ticket}`, `${ours}/x/${ticket}`,
    `${ours}/t/ABCDEFGHIJKL`, `${ours}/t/${ticket}?x`, `${ours}/t/../${ticket}`, `javascript:${ours}/t/${ticket}`, '']) assert.equal(readScan(text, ours), null, text)
})

test('a code counts again after three seconds out of sight', () => {
  /** @type {string[]} */
  const passed = []
  const see = once((text) => passed.push(text))
  see('a', 0)
  see('a', 2000)
  see('b', 2500)
  see('a', 4900)
  see('a', 7800)
  assert.deepEqual(passed, ['a', 'b'])
  see('a', 10900)
  see('b', 10900)
  assert.deepEqual(passed, ['a', 'b', 'a', 'b'])
})

test('looks, words and details are those of the server', () => {
  const at = '2026-12-03T09:05:00Z'
  const said = rows`SELECT o AS outcome, w AS way, l AS late, e AS early, f AS flag, app.door_look(o) AS look, app.door_word(o, w) AS word,
       coalesce(app.door_detail(o, w, l, e, f, ${at}::timestamptz, 'Sam'), '') AS detail
  FROM unnest(ARRAY['unknown', 'wrong_session', 'cancelled', 'not_confirmed', 'wrong_day', 'already', 'admitted', 'departed', 'undone']) AS o,
       unnest(ARRAY['in', 'out']) AS w, (VALUES (NULL::int, NULL::int, NULL), (1, 1, 'not_signed_in'), (12, 60, NULL), (65, 121, NULL)) AS v (l, e, f)`
  assert.equal(said.length, 72)
  for (const { look, word, detail, ...answer } of said) {
    const mine = { ...answer, id: '', first: { at, by: 'Sam' } }
    assert.equal(lookOf(mine.outcome), look, JSON.stringify(mine))
    assert.equal(wordOf(mine), word, JSON.stringify(mine))
    if (mine.outcome !== 'undone') assert.equal(detailOf(mine, ''), detail, JSON.stringify(mine))
  }
})

test('times and lengths are told as the server tells them', () => {
  const times = rows`SELECT t AS at, app.clock_words(t) AS words FROM generate_series(timestamptz '2027-03-27 22:00Z', '2027-03-29 02:00Z', '10 minutes') AS t`
  for (const { at, words } of times) assert.equal(clock(new Date(at)), words, at)
  for (const { n, words } of rows`SELECT n, app.minutes_words(n) AS words FROM generate_series(0, 200) AS n`) assert.equal(minutes(n), words)
})

// Files of any kind, in any order, twice, half wrong: all of it or nothing.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { begin, demo, dump, end, json, load, people, programme, read, run, sql } from './world.mjs'

const names = ['people.csv', 'evaluation_forms.json', 'agencies.json', 'programme.json']
const files = names.map(name => join(demo, name))
const count = table => Number(sql(`SELECT count(*) FROM lectern.${table}`))

before(begin)
after(end)

test('a fault in the last file loads nothing of the others', () => {
  const done = run('import', ...files.slice(1), join(demo, 'words.json'))
  assert.equal(done.status, 1)
  assert.match(done.err, /words\.json:1: This is neither a programme/)
  assert.deepEqual(['event', 'session', 'agency', 'form', 'person'].map(count), [0, 0, 0, 0, 0])
})

test('the four files load in whatever order, and the counts are those of the files', () => {
  const done = run('import', ...files)
  assert.equal(done.status, 0, done.err)
  const { courses, sessions, parts, workshops } = json('programme.json').meta.counts
  assert.deepEqual(['event', 'session', 'part', 'workshop'].map(count), [courses, sessions, parts, workshops])
  assert.equal(count('agency'), json('agencies.json').meta.counts.agencies)
  assert.equal(count('question'), json('evaluation_forms.json').meta.counts.total)
  assert.equal(sql("SELECT count(*) FROM lectern.person WHERE code LIKE 'P%'"), '1400')
})

test('every time is the one that the file gives in UTC', () => {
  const given = json('programme.json').sessions.flatMap(s => s.parts.map(p => `${s.session_ref} ${p.part} ${p.start_utc} ${p.end_utc}`))
  const kept = sql(`SELECT concat_ws(' ', s.ref, p.number,
      to_char(p.starts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      to_char(p.ends AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    FROM lectern.part p JOIN lectern.session s ON s.id = p.session`).split('\n')
  assert.deepEqual(kept.sort(), given.sort())
})

test('running it twice changes nothing', () => {
  const was = dump()
  const done = run('import', ...[...files].reverse())
  assert.equal(done.status, 0, done.err)
  assert.equal(dump() === was, true)
  for (const line of done.out.trim().split('\n').slice(1)) assert.match(line, / 0 +0 +0 +\d+$/)
})

test('what differs is changed, what an owner no longer has goes', () => {
  const done = load({ 'p.json': programme(s => { s.title = 'Another title'; s.trainers = ['T05']; s.parts.pop() }) })
  assert.equal(done.status, 0, done.err)
  assert.match(done.out, /^sessions +0 +1 +0 +0$/m)
  assert.match(done.out, /^parts +0 +0 +1 +1$/m)
  assert.equal(sql(`SELECT string_agg(t.code, ' ') FROM lectern.duty d JOIN lectern.trainer t USING (person)
                     JOIN lectern.session s ON s.id = d.session WHERE s.ref = 'WTO-301/04'`), 'T05')
  assert.equal(sql("SELECT sequence FROM lectern.session WHERE ref = 'WTO-301/04'"), '1')
})

test('bad rows are all named, with file, line and field', () => {
  const done = load({
    'p.json': programme((s, all) => {
      s.trainers = ['T01', 'T99']
      all.courses[2].kind = 'party'
      all.venues[1].rooms[0].capacity = 'many'
    }),
    'people.csv': people({}, { person_id: 'P9002', email: 'ada@example.org' }, { person_id: 'P9001', status: 'asleep' })
  })
  assert.equal(done.status, 1)
  assert.match(done.err, /^p\.json:\d+: sessions\[0\]\.trainers\[1\]: There is no T99\.$/m)
  assert.match(done.err, /^p\.json:\d+: courses\[2\]\.kind: party is not one of the choices\.$/m)
  assert.match(done.err, /^p\.json:\d+: venues\[1\]\.rooms\[0\]\.capacity: Enter a whole number\.$/m)
  assert.match(done.err, /^people\.csv:3: email: This address belongs to P9001\.$/m)
  assert.match(done.err, /^people\.csv:4: person_id: P9001 is there already, at line 2\.$/m)
  assert.match(done.err, /^people\.csv:4: status: asleep is not one of the choices\.$/m)
  assert.match(done.err, /^lectern: 6 faults; nothing was loaded$/m)
})

test('the line of a fault in JSON is the line where it stands', () => {
  const done = load({ 'p.json': programme(s => { s.capacity = -4 }) })
  const line = Number(/^p\.json:(\d+): sessions\[0\]\.capacity/m.exec(done.err)[1])
  const text = JSON.stringify(programme(s => { s.capacity = -4 }), null, 1).split('\n')
  assert.match(text[line - 1], /"capacity": -4/)
})

test('a hundred faults are shown and all are counted', () => {
  const bad = Array.from({ length: 150 }, (_, i) => ({ person_id: `P7${i}`, email: `no${i}` }))
  const done = load({ 'people.csv': people(...bad) })
  assert.equal(done.err.match(/^people\.csv:/gm).length, 100)
  assert.match(done.err, /150 faults/)
})

test('a name that is there twice in JSON is refused', () => {
  const done = load({ 'f.json': '{"forms": [],\n "forms": []}' })
  assert.match(done.err, /^f\.json:2: duplicate object key/m)
})

test('JSON that nests too deep is refused', () => {
  const done = load({ 'f.json': `{"forms": ${'['.repeat(40)}${']'.repeat(40)}}` })
  assert.match(done.err, /nested too deep/)
})

test('fewer places than are taken are refused with the number, and no booking is lost', () => {
  sql(`UPDATE lectern.pool p SET taken = 7 FROM lectern.session s WHERE s.id = p.session AND s.ref = 'WTO-301/04'`)
  const done = load({ 'p.json': programme(s => { s.capacity = 6 }) })
  assert.match(done.err, /sessions\[0\]\.capacity: 7 places are taken already/)
  const split = load({ 'p.json': programme(s => { s.capacity_split = { in_person: 10, virtual: 10 } }) })
  assert.match(split.err, /There are bookings for its places of the kind main/)
  assert.equal(load({ 'p.json': programme(s => { s.capacity = 7 }) }).status, 0)
})

test('a larger room goes to those who wait', () => {
  sql('UPDATE lectern.reserve SET released = true')
  sql(`WITH s AS (SELECT s.id, p.id AS pool FROM lectern.session s JOIN lectern.pool p ON p.session = s.id WHERE s.ref = 'WTO-301/04'),
            b AS (INSERT INTO lectern.booking (session, person, pool, state, let_in)
                  SELECT s.id, (SELECT id FROM lectern.person WHERE code = 'P0001'), s.pool, 'waiting', true FROM s)
       UPDATE lectern.pool SET waiting = 1 FROM s WHERE pool.id = s.pool`)
  assert.equal(load({ 'p.json': programme(s => { s.capacity = 8 }) }).status, 0)
  assert.equal(sql("SELECT state FROM lectern.booking"), 'confirmed')
  assert.equal(sql("SELECT taken || ' ' || waiting FROM lectern.pool p JOIN lectern.session s ON s.id = p.session WHERE s.ref = 'WTO-301/04'"), '8 0')
})

test('a form that has answers keeps its questions; a new version may differ', () => {
  const forms = json('evaluation_forms.json')
  const short = forms.forms.find(f => f.code === 'EV-SHORT')
  short.sections[0].questions[1].text = 'Changed before anybody answered.'
  short.sections[0].questions.reverse()
  assert.equal(load({ 'f.json': forms }).status, 0)
  assert.equal(sql("SELECT words FROM lectern.question WHERE code = 'sh_one'"), 'Changed before anybody answered.')

  sql(`INSERT INTO lectern.response (form, booking, session)
       SELECT f.id, b.id, b.session FROM lectern.form f, lectern.booking b WHERE f.code = 'EV-SHORT'`)
  short.sections[0].questions[1].text = 'Changed afterwards.'
  assert.match(load({ 'f.json': forms }).err, /forms\[3\]\.version: This version has 1 answers/)
  short.version = '1.1'
  assert.equal(load({ 'f.json': forms }).status, 0)
})

test('past attendance names people by code or address, agencies by code or name', () => {
  const head = 'person,event,equivalent,date,hours,agency\n'
  const done = load({ 'past.csv': head +
    'P0001,WTO-201,,2024-05-01,7,AG008\nsarah.clarke@council.example.org,,Another course,3/6/2024,3.5,Elsewhere Trust\n' })
  assert.equal(done.status, 0, done.err)
  assert.equal(sql(`SELECT p.code, coalesce(e.code, x.equivalent), x.held, x.hours, coalesce(a.code, x.agency_name)
    FROM lectern.past_attendance x JOIN lectern.person p ON p.id = x.person
    LEFT JOIN lectern.event e ON e.id = x.event LEFT JOIN lectern.agency a ON a.id = x.agency ORDER BY 1`),
  'P0001|WTO-201|2024-05-01|7.00|AG008\nP0004|Another course|2024-06-03|3.50|Elsewhere Trust')
  const bad = load({ 'past.csv': head + 'P0001,WTO-201,X,2024-05-01,0,\nnobody@example.org,NOPE,,2199-01-01,1,\n' })
  for (const words of [/2: hours: /, /2: event: Give either/, /3: person: Nobody/, /3: event: There is no NOPE/, /3: date: This day has not been yet/]) {
    assert.match(bad.err, words)
  }
})

test('what people changed since stays theirs: passwords, closed accounts', () => {
  sql("UPDATE lectern.person SET status = 'closed', first_name = 'Gone', email = NULL WHERE code = 'P0002'")
  assert.equal(run('import', join(demo, 'people.csv')).status, 0)
  assert.equal(sql("SELECT first_name, status FROM lectern.person WHERE code = 'P0002'"), 'Gone|closed')
})

test('personnel lists keep oddities as typed, with a remark', () => {
  const kept = code => sql(`SELECT first_name, last_name, remark FROM lectern.person WHERE code = '${code}'`)
  assert.equal(kept('P0510'), 'Mononymous|-|The last name may only stand in for none.')
  assert.match(kept('P0998'), /^Brian\|O`Dea\|A grave accent/)
  assert.match(sql("SELECT remark FROM lectern.person WHERE code = 'P1148'"), /manager's address is the person's own/)
  assert.equal(sql("SELECT access || '|' || diet FROM lectern.need n JOIN lectern.person p ON p.id = n.person WHERE p.code IN ('P0180', 'P0780')"),
    '|Fasting on some dates – please ask')
  assert.equal(sql("SELECT email FROM lectern.person WHERE code = 'P0763'"), 'office.p0763@xn--gemeinde-bcher-psb.example.org')
})

test('what is not of the shape that pages and rules expect is a fault of its field, never of the database', () => {
  const faults = (change, ...wanted) => {
    const done = load({ 'p.json': programme(change) })
    assert.equal(done.status, 1, wanted[0])
    for (const words of wanted) assert.match(done.err, new RegExp(`^p\\.json:\\d+: ${words.replace(/[.[\]]/g, '\\$&')}`, 'm'))
    assert.doesNotMatch(done.err, /database/)
  }
  faults((s, all) => Object.assign(all.courses[0], { code: 'FND_101', certificate: { issued: 'yes', conditions: 'present' }, quotas: ['police'], capacity_split: { in_person: 1 }, parts: [{ name: 'Day' }], minutes: 1 }),
    'courses[0].code: FND_101 is no such code', 'courses[0].certificate.issued: This must be true or false', 'courses[0].certificate.conditions: This must be a list',
    'courses[0].quotas: This must be an object of numbers', 'courses[0].capacity_split.virtual: This is missing', 'courses[0].parts[0].minutes: This is missing')
  faults(s => Object.assign(s, { quotas: { police: 'many' }, streams: 'Home', agenda: [{ slot: 'A/B' }], capacity: 1e9 }),
    'sessions[0].quotas.police: Enter a whole number', 'sessions[0].streams: This must be a list', 'sessions[0].agenda[0].slot: A/B is no such code', 'sessions[0].capacity: The most is 1000000')
  faults((s, all) => Object.assign(all.venues[0], { code: 'V/1', rooms: [{ code: 'V01-A', name: 'A', capacity: 9, layouts: { circle: -1 } }] }),
    'venues[0].code: V/1 is no such code', 'venues[0].rooms[0].layouts.circle: The least is 0')
  faults((s, all) => { all.trainers[0].code = 'T77' }, 'trainers[0].email: This is the address of the trainer T01')
  faults((s, all) => { s.session_ref = 'WTO-301-04'; s.parts.pop() }, 'sessions[0].session_ref: WTO-301/04 has the same address')
  assert.equal(load({ 'p.json': programme((s, all) => { delete all.venues[0].rooms[0].layouts }) }).status, 0, 'a room without layouts')
  assert.equal(sql("SELECT layouts FROM lectern.room WHERE code = 'V01-A'"), '{}')
})

test('a course has whichever form of its stage there is, or the one that it names', () => {
  const own = { scales: {}, forms: [{ code: 'OUR-END', version: '1', title: 'The end', stage: 'post', sections: [{ code: 'A', title: 'A', questions: [
    { id: 'ok', text: 'Well?', type: 'single_choice', options: [['y', 'Yes'], ['n', 'No']] },
    { id: 'why', text: 'Why?', type: 'free_text', show_if: { question: 'ok', equals: 'n' } }] }] }] }
  assert.equal(load({ 'f.json': own, 'p.json': programme((s, all) => { all.courses[0].evaluation_form = 'our-end' }) }).status, 0)
  const form = () => sql(`SELECT form FROM lectern.event WHERE code = '${json('programme.json').courses[0].code}'`)
  assert.equal(form(), 'OUR-END')
  assert.equal(load({ 'p.json': programme() }).status, 0)
  assert.equal(form(), 'EV-POST')
  sql("ALTER TABLE lectern.form RENAME COLUMN code TO was; ALTER TABLE lectern.form ADD code text; UPDATE lectern.form SET code = replace(was, 'EV-', 'Q-')")
  assert.equal(load({ 'p.json': programme() }).status, 0)
  assert.match(form(), /^(OUR-END|Q-POST)$/)
  sql('ALTER TABLE lectern.form DROP COLUMN code; ALTER TABLE lectern.form RENAME COLUMN was TO code')
  assert.match(load({ 'p.json': programme((s, all) => { all.courses[0].evaluation_form = 'NOPE' }) }).err, /courses\[0\]\.evaluation_form: NOPE is neither/)
  own.forms[0].version = '2'
  own.forms[0].sections[0].questions[1].show_if = { ok: ['n'] }
  assert.match(load({ 'f.json': own }).err, /questions\[1\]\.show_if: Give a question/)
  own.forms[0].sections[0].questions[1].show_if = { question: 'later', equals: 'n' }
  assert.match(load({ 'f.json': own }).err, /show_if\.question: There is no question later above/)
  for (const scale of [{ min: 3, max: 3 }, { min: 0, max: 1e9 }, { min: 1 }, 'x']) {
    own.scales = { own: scale }
    own.forms[0].sections[0].questions[1] = { id: 'how', text: 'How?', type: 'likert_1_5', scale: 'own' }
    assert.match(load({ 'f.json': own }).err, /questions\[1\]\.scale: The scale needs/)
  }
})

test('a limit that ends lets in whoever stands in line in any way', () => {
  sql("UPDATE lectern.deployment SET demo = true, shift = timestamptz '2027-03-01 09:00Z' - now(); UPDATE lectern.agency SET active = false WHERE code = 'AG002'")
  sql(`INSERT INTO lectern.person (code, first_name, email, agency)
       SELECT 'LINE' || n, 'Line', 'line' || n || '@example.org', a.id FROM generate_series(1, 3) AS n JOIN lectern.agency a ON a.code = CASE n WHEN 3 THEN 'AG002' ELSE 'AG001' END;
       INSERT INTO lectern.past_attendance (person, event, held, hours)
       SELECT p.id, q.requires, '2026-06-01', 6 FROM lectern.person p, lectern.event_prerequisite q JOIN lectern.event e ON e.id = q.event WHERE p.code = 'LINE2' AND e.code = 'WTO-301';
       INSERT INTO lectern.wish (event, person, seed, key, hash, code)
       SELECT e.id, p.id, substr(sha256('s'), 1, 16), 1, sha256('h'), sha256('c') FROM lectern.event e, lectern.person p WHERE e.code = 'WTO-301' AND p.code = 'LINE2'`)
  const asks = (person, state) => sql(`INSERT INTO lectern.booking (session, person, pool, state, let_in)
    SELECT s.id, p.id, l.id, '${state}', true FROM lectern.session s JOIN lectern.pool l ON l.session = s.id, lectern.person p WHERE s.ref = 'WTO-301/04' AND p.code = '${person}';
    UPDATE lectern.pool SET waiting = waiting + ('${state}' = 'waiting')::int WHERE session = (SELECT id FROM lectern.session WHERE ref = 'WTO-301/04')`)
  const line = () => sql(`SELECT string_agg(p.code || ' ' || b.state || CASE WHEN b.held THEN ', held' ELSE '' END, '; ' ORDER BY p.code)
    FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.code LIKE 'LINE%'`)
  assert.equal(load({ 'p.json': programme() }).status, 0)
  assert.equal(line(), 'LINE2 offered', 'the wish for any date')
  asks('LINE1', 'requested')
  assert.equal(load({ 'p.json': programme() }).status, 0)
  assert.equal(line(), 'LINE1 requested, held; LINE2 offered', 'the request')
  asks('LINE3', 'waiting')
  assert.equal(load({ 'p.json': programme() }).status, 0)
  assert.equal(line(), 'LINE1 requested, held; LINE2 offered; LINE3 waiting', 'their organisation is closed')
  assert.equal(load({ 'agencies.json': json('agencies.json') }).status, 0)
  assert.equal(line(), 'LINE1 requested, held; LINE2 offered; LINE3 confirmed', 'it is open again')
})

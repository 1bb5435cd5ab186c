// What an operator does with a deployment: the first administrator, a look at
// its health, a backup that comes back, files for others.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { begin, demo, end, folder, run, sql } from './world.mjs'

before(() => {
  begin()
  const done = run('import', join(demo, 'agencies.json'), join(demo, 'people.csv'), join(demo, 'programme.json'))
  assert.equal(done.status, 0, done.err)
})
after(end)

test('the first administrator gets a link that sets a password', () => {
  const done = run('user', '--first', 'Ann', '--last', "O'Hara", '--administrator', '--coordinator', ' Ann@Example.org ')
  assert.equal(done.status, 0, done.err)
  const token = /\/password\/([\w-]{43})\n$/.exec(done.out)[1]
  const hash = createHash('sha256').update(token).digest('hex')
  assert.equal(sql(`SELECT p.first_name, p.last_name, p.coordinator, p.administrator, l.purpose
    FROM lectern.link l JOIN lectern.person p ON p.id = l.person AND p.email = l.email
    WHERE l.token = '\\x${hash}' AND l.expires > lectern.clock()`), "Ann|O'Hara|t|t|password")
  assert.equal(sql("SELECT count(*) FROM lectern.audit WHERE act = 'make_user'"), '1')
})
test('a known person is given rights and keeps the rest', () => {
  assert.equal(run('user', '--coordinator', 'sarah.clarke@police.example.org').status, 0)
  assert.equal(sql("SELECT first_name, coordinator, administrator FROM lectern.person WHERE code = 'P0001'"), 'Sarah|t|f')
})
test('what is missing or wrong is said in one line', () => {
  for (const [args, words] of [
    [['user', 'new@example.org'], /needs --first NAME/],
    [['user', '--first', 'A', '--last', 'B', 'new.example.org'], /@ sign/],
    [['login', 'nobody@example.org'], /nobody has this address/],
    [['import', '/nowhere'], /cannot read \/nowhere: No such file/],
    [['fly'], /there is no command fly/],
    [['export', 'secrets'], /there is no export secrets/],
    [['export', 'people', '--format', 'xml'], /csv or json/]
  ]) {
    const done = run(...args)
    assert.equal(done.status, 1)
    assert.match(done.err, words)
    assert.equal(done.err.split('\n').length, 2)
  }
})
test('a login is a cookie, kept as its hash', () => {
  const [name, token] = run('login', 'ann@example.org').out.trim().split('=')
  assert.equal(name, 'login')
  const hash = createHash('sha256').update(token).digest('hex')
  assert.equal(sql(`SELECT count(*) FROM lectern.login WHERE token = '\\x${hash}'`), '1')
})
test('an export has a mark, a head and a row each, and is noted', () => {
  const done = run('export', '--agency', 'AG001', 'people')
  const lines = done.out.trimEnd().split('\r\n')
  assert.equal(lines[0], '\ufeffperson,first_name,last_name,email,job_title,agency,setting,status')
  assert.equal(lines.length - 1, Number(sql(`SELECT count(*) FROM lectern.person p
    JOIN lectern.agency a ON a.id = p.agency WHERE a.code = 'AG001'`)))
  assert.equal(JSON.parse(run('export', 'people', '--format', 'json').out).length, Number(sql('SELECT count(*) FROM lectern.person')))
  assert.deepEqual(JSON.parse(run('export', 'bookings', '--format', 'json').out), [])
  assert.match(sql("SELECT object, detail FROM lectern.audit WHERE act = 'export' ORDER BY id LIMIT 1"), /^export people.csv\|{"agency": "AG001"}$/)
})
test('the doctor says what is well and what is not', () => {
  const well = run('doctor').out
  for (const words of [/^ok +schema +\d+$/m, /^ok +role +lectern_web$/m, /^ok +keys /m]) assert.match(well, words)
  const conf = readFileSync(process.env.LECTERN_CONF, 'utf8')
  const keys = /^key_file = (.*)$/m.exec(conf)[1]
  cpSync(keys, join(folder, 'keys'))
  chmodSync(join(folder, 'keys'), 0o644)
  const ill = join(folder, 'ill.conf')
  writeFileSync(ill, conf.replace(/^(mail|key_file) = .*$/gm, '') +
    `\nkey_file = ${folder}/keys\nmail = smtp://127.0.0.1:1\n`)
  const done = run('-f', ill, 'doctor')
  assert.equal(done.status, 1)
  assert.match(done.out, /^TROUBLE +mail +smtp:\/\/127\.0\.0\.1:1: /m)
  assert.match(done.out, /^TROUBLE +keys +/m)
})
test('a backup is whole, private, and comes back', () => {
  const file = join(folder, 'all.backup')
  const done = run('backup', file)
  assert.equal(done.status, 0, done.err)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const before = run('export', 'people').out
  sql("UPDATE lectern.person SET first_name = 'Lost'")
  const name = sql('SELECT current_database()')
  for (const args of [
    ['-d', 'postgres', '-c', `DROP DATABASE ${name} WITH (FORCE)`, '-c', `CREATE DATABASE ${name} OWNER lectern_owner`]
  ]) execFileSync('psql', ['-qX', ...args])
  execFileSync('pg_restore', ['--exit-on-error', '--single-transaction', '-U', 'lectern_owner', '-d', name, file])
  assert.equal(run('migrate').status, 0)
  assert.equal(run('export', 'people').out, before)
})
test('a backup that is cut off or damaged is found out', () => {
  const file = join(folder, 'all.backup')
  assert.equal(run('verify', file).status, 0)
  truncateSync(file, statSync(file).size - 2000)
  assert.match(run('verify', file).err, /not a whole backup/)
  appendFileSync(file, Buffer.alloc(2000))
  assert.match(run('verify', file).err, /not a whole backup/)
  assert.match(run('verify', join(demo, 'people.csv')).err, /not a whole backup/)
})

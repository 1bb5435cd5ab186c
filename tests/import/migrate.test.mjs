// Migrations run once, in one transaction, and only forwards.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { begin, end, folder, root, run, sql } from './world.mjs'

const data = join(folder, 'data')
before(() => {
  begin()
  cpSync(join(root, 'sql'), join(data, 'sql'), { recursive: true })
  const conf = process.env.LECTERN_CONF
  writeFileSync(conf, readFileSync(conf, 'utf8').replace(/^data_dir.*$/m, '') + `\ndata_dir = ${data}\n`)
})
after(end)
const put = (name, text) => writeFileSync(join(data, 'sql', name), text)
const newest = () => Number(sql('SELECT app.schema_number()'))

test('a database that is up to date stays as it is', () => {
  const was = newest()
  assert.equal(run('migrate').status, 0)
  assert.equal(newest(), was)
})

test('a new migration runs, once', () => {
  put('migrations/9001_one.sql', 'CREATE TABLE lectern.one (n int); INSERT INTO lectern.one VALUES (1);')
  assert.equal(run('migrate').status, 0)
  assert.equal(run('migrate').status, 0)
  assert.equal(newest(), 9001)
  assert.equal(sql('SELECT count(*) FROM lectern.one'), '1')
})

test('trouble in the middle names file and line and changes nothing', () => {
  put('migrations/9002_two.sql', 'CREATE TABLE lectern.two (n int);')
  put('views/99_bad.sql', '-- é\nCREATE VIEW app.bad AS\nSELECT nothing FROM lectern.nowhere;\n')
  const done = run('migrate')
  assert.match(done.err, /^lectern: 99_bad\.sql:3: relation "lectern.nowhere" does not exist\n$/)
  assert.equal(newest(), 9001)
  assert.equal(sql("SELECT to_regclass('lectern.two') IS NULL"), 't')
  rmSync(join(data, 'sql/views/99_bad.sql'))
})

test('a migration that changed after it ran is refused in one line', () => {
  appendFileSync(join(data, 'sql/migrations/9001_one.sql'), '\n-- later\n')
  assert.match(run('migrate').err, /^lectern: 9001_one\.sql is not the file that this database was made with.*\n$/)
})

test('a database that is newer than the program is refused in one line', () => {
  rmSync(join(data, 'sql/migrations/9001_one.sql'))
  rmSync(join(data, 'sql/migrations/9002_two.sql'))
  assert.match(run('migrate').err, /^lectern: the database has schema 9001, newer than .*\n$/)
  assert.match(run('login', 'nobody@example.org').err, /^lectern: the database has schema 9001, this program needs .*\n$/)
})

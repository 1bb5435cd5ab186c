// Asks lecternd for pages of a file's own database, over FastCGI, without nginx.
import { spawn } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const BEGIN = 1, PARAMS = 4, STDIN = 5, STDOUT = 6, RESPONDER = 1

const record = (type, data = Buffer.alloc(0)) => {
  const head = Buffer.from([1, type, 0, 1, data.length >> 8, data.length & 255, 0, 0])
  return Buffer.concat([head, data])
}
const size = n => n < 128 ? Buffer.from([n]) : Buffer.from([n >> 24 | 128, n >> 16 & 255, n >> 8 & 255, n & 255])
const pairs = given => Buffer.concat(Object.entries(given).flatMap(([name, value]) =>
  [size(Buffer.byteLength(name)), size(Buffer.byteLength(value)), Buffer.from(name), Buffer.from(value)]))

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }
const plain = html => html.replace(/<[^>]*>/g, '')
  .replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, name) => name[0] !== '#' ? entities[name] ?? all
    : String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1))))
  .replace(/\s+/g, ' ')

// lecternd in this folder until stop(); get(ADDRESS, cookie): { status, html,
// words: the text of the page, value(NAME): of a field }.
export async function begin (folder) {
  const daemon = spawn(join(process.env.LECTERN_BUILD_DIR, 'lecternd'), [], { stdio: ['ignore', 'ignore', openSync(join(folder, 'lecternd.log'), 'a')] })
  const socket = join(folder, 'web.sock')
  for (let i = 0; i < 100 && !existsSync(socket); i++) await sleep(50)
  const get = (address, cookie = '') => new Promise((resolve, reject) => {
    const [path, query = ''] = address.split('?'), out = []
    let rest = Buffer.alloc(0)
    const wire = connect(socket)
    wire.on('error', reject)
    wire.on('data', data => {
      rest = Buffer.concat([rest, data])
      for (let n; rest.length >= 8 && rest.length >= (n = 8 + rest.readUInt16BE(4) + rest[6]); rest = rest.subarray(n)) {
        if (rest[1] === STDOUT) out.push(rest.subarray(8, 8 + rest.readUInt16BE(4)))
      }
    })
    wire.on('close', () => {
      const text = Buffer.concat(out).toString(), html = text.slice(text.indexOf('\r\n\r\n') + 4)
      resolve({
        status: Number(text.match(/^Status: (\d+)/m)?.[1] ?? 200),
        html,
        words: plain(html),
        value: name => plain(html.match(new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`))?.[1] ??
          html.match(new RegExp(`<select[^>]* name="${name}"[^]*?<option value="([^"]*)" selected`))?.[1] ??
          html.match(new RegExp(`<textarea[^>]* name="${name}"[^>]*>([^<]*)`))?.[1] ?? 'no such field')
      })
    })
    wire.write(Buffer.concat([record(BEGIN, Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0])), record(PARAMS, pairs({
      REQUEST_METHOD: 'GET', REQUEST_URI: address, DOCUMENT_URI: path, QUERY_STRING: query, SERVER_PROTOCOL: 'HTTP/1.1',
      REQUEST_SCHEME: 'http', REMOTE_ADDR: '127.0.0.1', REQUEST_ID: '1', HTTP_HOST: 'localhost', HTTP_COOKIE: cookie
    })), record(PARAMS), record(STDIN)]))
  })
  return { get, stop: () => daemon.kill() }
}

/**
 * assets.mjs: what a browser fetches, from htdocs/ into htdocs/dist/.
 *
 * Style sheets are compiled with sass, scripts bundled with esbuild (one
 * bundle for each file that stands directly in htdocs/js), fonts and icons
 * copied.  dist/VERSION holds a hash of all of it: the part of the address
 * that changes when anything changes, so that answers may be kept for ever.
 * Text is also written gzipped, for nginx's gzip_static.
 */
import { createHash } from 'node:crypto'
import {
  cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync
} from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { compile } from 'sass'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const from = join(root, 'htdocs')
const dist = join(from, 'dist')
const modules = join(root, 'node_modules')
const browsers = ['chrome100', 'firefox100', 'safari15']

const files = (/** @type {string} */ folder, /** @type {string} */ ending) =>
  existsSync(folder)
    ? readdirSync(folder).filter((name) => extname(name) === ending).sort()
    : []

async function styles () {
  for (const name of files(join(from, 'scss'), '.scss')) {
    if (name.startsWith('_')) continue
    const { css } = compile(join(from, 'scss', name), { loadPaths: [modules], quietDeps: true })
    const { code } = await transform(css, { loader: 'css', minify: true, target: browsers })
    writeFileSync(join(dist, name.replace(/scss$/, 'css')), code)
  }
}

async function scripts () {
  const entries = files(join(from, 'js'), '.js').map((name) => join(from, 'js', name))
  if (entries.length === 0) return
  await build({
    entryPoints: entries,
    outdir: dist,
    bundle: true,
    format: 'esm',
    minify: true,
    target: browsers,
    legalComments: 'none',
    logLevel: 'warning'
  })
}

/** The reader of QR codes that qr.js loads: the one its package was built for. */
function reader () {
  const near = createRequire(createRequire(join(modules, 'x')).resolve('barcode-detector/ponyfill'))
  cpSync(near.resolve('zxing-wasm/reader/zxing_reader.wasm'), join(dist, 'zxing_reader.wasm'))
}

function copies () {
  for (const name of files(join(from, 'fonts'), '.woff2')) {
    cpSync(join(from, 'fonts', name), join(dist, name))
  }
  cpSync(join(from, 'fonts/LICENCE.txt'), join(dist, 'commissioner-licence.txt'))
  cpSync(join(from, 'notices.txt'), join(dist, 'notices.txt'))
  for (const name of files(join(from, 'icons'), '.svg')) {
    cpSync(join(from, 'icons', name), join(dist, name))
  }
}

function seal () {
  const hash = createHash('sha256')
  for (const name of readdirSync(dist).sort()) {
    const bytes = readFileSync(join(dist, name))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
    if (['.css', '.js', '.svg', '.txt', '.wasm'].includes(extname(name))) {
      writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }))
    }
  }
  const version = hash.digest('hex').slice(0, 12)
  writeFileSync(join(dist, 'VERSION'), `${version}\n`)
  return version
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
await styles()
await scripts()
reader()
copies()
process.stdout.write(`assets ${seal()}\n`)

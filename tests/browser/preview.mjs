/**
 * preview.mjs: every page in every state, drawn with sample values, looked at
 * on three widths and checked.
 *
 *	node tests/browser/preview.mjs [--markup | --shots] [NAME…]
 *
 * Checks: valid HTML, axe (WCAG 2.2 AA and best practice; every state on a
 * phone, every template on a wide screen), nothing wider than the screen even
 * at 400 %, targets of 44 px, no request that leaves or fails, a sample for
 * every page.  With --markup only what needs no browser; with --shots a
 * picture of each page goes to var/preview/.  NAMEs choose samples by the
 * beginning of their name.
 */
import { createServer } from 'node:http'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'
import { chromium } from 'playwright-core'
import { templates } from './look/mustache.mjs'
import { samples } from './look/samples.mjs'
import { work } from './look/work.mjs'
import { changes } from './look/change.mjs'
import { money } from './look/charge.mjs'
import { conference } from './look/conference.mjs'
import { others } from './look/others.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const shots = process.argv.includes('--shots')
const markup = process.argv.includes('--markup')
const names = process.argv.slice(2).filter((a) => !a.startsWith('--'))
/** 320 is 1280 at 400 %. */
const widths = /** @type {const} */ ([320, 360, 768, 1280])
const out = join(root, 'var/preview')

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const kinds = /** @type {Record<string, string>} */ ({ '.css': 'text/css', '.js': 'text/javascript', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' })

const render = templates(join(root, 'src/app/html'))
const chosen = [...samples, ...work, ...changes, ...conference, ...others, ...money].filter(([name]) => names.length === 0 || names.some((n) => name.startsWith(n)))
const pages = new Map(chosen.map(([name, template, values]) => [name, render(template, values)]))

/** The first state of each template. */
const first = new Set(chosen.filter(([, template], i) => chosen.findIndex((c) => c[1] === template) === i).map(([name]) => name))

/** A square that looks like a code; the real one comes from the program. */
const square = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><rect width="29" height="29" fill="#fff"/><path d="${
  Array.from({ length: 441 }, (_, i) => (i * 7919) % 13 < 6 ? `M${4 + i % 21} ${4 + Math.floor(i / 21)}h1v1h-1z` : '').join('')}"/></svg>`

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname
  const page = pages.get(path.slice(1))
  if (page) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(page)
  } else if (/\/(ticket|slide)\.svg$/.test(path)) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' })
    response.end(square)
  } else if (path.endsWith('/door.js')) {
    // Without its script: that is how it must work at worst.
    response.writeHead(200, { 'content-type': 'text/javascript' })
    response.end()
  } else if (path === '/theme.css') {
    response.writeHead(200, { 'content-type': 'text/css' })
    response.end(process.env.PREVIEW_THEME ?? ':root{--accent:#17565a;--accent-text:#fff;--accent-dark:#124346}')
  } else {
    const name = path.split('/').pop() ?? ''
    try {
      const bytes = readFileSync(join(root, 'htdocs/dist', name))
      response.writeHead(200, { 'content-type': kinds[extname(name)] ?? 'text/plain' })
      response.end(bytes)
    } catch {
      response.writeHead(404)
      response.end()
    }
  }
})
await new Promise((go) => server.listen(0, '127.0.0.1', () => go(undefined)))
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())

let wrong = 0
const say = (/** @type {string} */ words) => { wrong++; console.log(words) }

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'void-style': 'off',
    'doctype-style': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    // Attributes are written as the templates need them.
    'attribute-boolean-style': 'off',
    'no-redundant-role': 'off',
    'tel-non-breaking': 'off',
    'wcag/h63': 'off'
  }
})
for (const [name, html] of pages) {
  const report = await validator.validateString(html)
  for (const result of report.results) {
    for (const m of result.messages) say(`html ${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`)
  }
}

if (names.length === 0) {
  /** The frame, and the page of last resort, which is plain by intent. */
  const parts = ['head.html', 'foot.html', 'head_door.html', 'broken.html']
  const drawn = new Set(chosen.map(([, template]) => template))
  for (const name of readdirSync(join(root, 'src/app/html'))) {
    if (!name.startsWith('_') && !parts.includes(name) && !drawn.has(name)) say(`sample ${name}: none`)
  }
}
if (markup) {
  server.close()
  console.log(`${pages.size} pages, ${wrong} faults`)
  process.exit(wrong > 0 ? 1 : 0)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
if (shots) mkdirSync(out, { recursive: true })

for (const width of widths) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 740 : 900 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  let current = ''
  tab.on('console', (m) => { if (m.type() === 'error') say(`console ${current} ${width}: ${m.text()}`) })
  tab.on('requestfailed', (r) => say(`request ${current} ${width}: ${r.url()}`))
  for (const name of pages.keys()) {
    current = name
    await tab.goto(`http://127.0.0.1:${port}/${name}`, { waitUntil: 'load' })
    await tab.evaluate(() => document.fonts.ready.then(() => undefined))
    if (shots && width > 320) await tab.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: !name.endsWith('-400') })

    const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (over > 0) say(`wide ${name} ${width}: ${over} px beyond the screen`)

    if (!name.endsWith('-400')) {
      const small = await tab.evaluate(smallTargets)
      for (const s of small) say(`target ${name} ${width}: ${s}`)
    }
    if (width === 360 || width === 1280 && first.has(name)) {
      const { violations } = await new AxeBuilder({ page: tab })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      for (const v of violations) {
        say(`axe ${name} ${width}: ${v.id}: ${v.help}`)
        for (const n of v.nodes.slice(0, 3)) console.log(`    ${n.target.join(' ')}: ${n.any.concat(n.all).map((c) => c.message).join('; ')}`)
      }
    }
  }
  await context.close()
}
await browser.close()
server.close()
console.log(`${pages.size} pages, ${widths.length} widths, ${wrong} faults`)
process.exitCode = wrong > 0 ? 1 : 0

/** Controls lower than 44 px that do not stand inside a sentence. */
function smallTargets () {
  const found = []
  for (const e of document.querySelectorAll('a, button, input, select, summary, textarea')) {
    if (!(e instanceof HTMLElement) || e instanceof HTMLInputElement && ['hidden', 'radio', 'checkbox'].includes(e.type)) continue
    if (e.closest('.govuk-skip-link, .govuk-visually-hidden')) continue
    const box = e.getBoundingClientRect()
    if (box.height === 0 || !e.checkVisibility()) continue
    const parent = e.parentElement
    const inSentence = e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
      parent != null && (parent.textContent ?? '').trim().length > (e.textContent ?? '').trim().length
    if (!inSentence && box.height < 43.5) found.push(`${e.tagName.toLowerCase()} "${(e.textContent ?? '').trim().slice(0, 30)}" ${Math.round(box.height)} px`)
  }
  return [...new Set(found)].slice(0, 8)
}

/**
 * stage.mjs: a browser for a story: Debian's Chromium, alone with our server,
 * with a camera that shows the pictures it is given.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'

/** @typedef {import('playwright-core').Page} Page */

export const base = process.env.LECTERN_BASE_URL ?? ''
export const work = join(process.env.LECTERN_VAR ?? 'var', 'browser')
mkdirSync(work, { recursive: true })

const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * What a camera sees, as a file for Chromium: pictures (PNG), each for so many
 * seconds, shown again and again.  NULL is a blank wall.
 * @param {string} name @param {[string | null, number][]} shots
 */
export function film (name, shots) {
  const file = join(work, `${name}.y4m`)
  const size = '640:480'
  const inputs = shots.flatMap(([png, seconds]) => png === null
    ? ['-f', 'lavfi', '-t', String(seconds), '-i', 'color=gray:size=640x480:rate=10']
    : ['-loop', '1', '-framerate', '10', '-t', String(seconds), '-i', png])
  const scaled = shots.map((_, i) => `[${i}:v]scale=${size}:force_original_aspect_ratio=decrease:flags=neighbor,` +
    `pad=${size}:-1:-1:white,setsar=1,fps=10[v${i}]`)
  const joined = `${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}:v=1[out]`
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-filter_complex', `${scaled.join(';')};${joined}`,
    '-map', '[out]', '-pix_fmt', 'yuv420p', file])
  return file
}

/** A QR code of a text, as a picture. @param {string} name @param {string} text */
export function code (name, text) {
  const file = join(work, `${name}.png`)
  execFileSync('qrencode', ['-l', 'Q', '-s', '8', '-o', file, text])
  return file
}

/** @param {string} name @param {Uint8Array} bytes */
export function keep (name, bytes) {
  const file = join(work, name)
  writeFileSync(file, bytes)
  return file
}

/** A Chromium; with a film it has a camera. @param {string} [camera] */
export const open = (camera) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: camera === undefined
    ? quiet
    : [...quiet, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${camera}`]
})

/**
 * A tab that is signed in with a cookie ("NAME=VALUE").  What goes wrong in it
 * (errors of scripts, refusals of the policy, requests to elsewhere) is
 * gathered in tab.wrong.
 * @param {import('playwright-core').Browser} browser @param {string} cookie
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function tabFor (browser, cookie, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce', ...options })
  const [name, value] = cookie.split(/=(.*)/s, 2)
  await context.addCookies([{ name, value, url: base }])
  const tab = await context.newPage()
  /** @type {string[]} */
  const wrong = []
  tab.on('console', (m) => { if (m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 4/.test(m.text())) wrong.push(m.text()) })
  tab.on('pageerror', (e) => wrong.push(String(e)))
  tab.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:') && !r.url().startsWith('blob:')) wrong.push(`asked ${r.url()}`) })
  return Object.assign(tab, { wrong })
}

/** No fault in the eyes of axe, nothing wider than the screen. @param {Page} tab @param {string} what */
export async function fitsAll (tab, what) {
  // No page has frames: then axe need not open a tab of its own each time.
  const { violations } = await new AxeBuilder({ page: tab })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`), [], what)
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${what}: ${over} px beyond the screen`)
}

/** A picture for whoever looks. @param {Page} tab @param {string} name */
export const picture = async (tab, name) => {
  if (process.env.SHOTS) await tab.screenshot({ path: join(work, `${name}.png`) })
}

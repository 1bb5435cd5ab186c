/**
 * mustache.mjs: our pages with sample values, for looking at them without the
 * program.  The rules are those of src/web/template.c: a name known nowhere
 * stops, so a sample shows what a page really needs.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {Record<string | symbol, any>} Values */

/** Where a row keeps its number, first and last. */
const here = Symbol('place')

const escapes = /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })
const escape = (/** @type {unknown} */ x) => String(x).replace(/[&<>"']/g, (c) => escapes[c])
const truth = (/** @type {unknown} */ x) => Array.isArray(x) ? x.length > 0 : !(x == null || x === '' || x === false || x === 'f')

/** @param {string} folder */
export function templates (folder) {
  const texts = new Map()
  const text = (/** @type {string} */ name) => {
    if (!texts.has(name)) texts.set(name, readFileSync(join(folder, name.startsWith('mail/') ? '..' : '', name), 'utf8'))
    return texts.get(name)
  }

  /** @param {string} name @param {Values[]} stack @param {string} page @returns {any} */
  function find (name, stack, page) {
    for (let i = stack.length - 1; i >= 0; i--) {
      if (name in stack[i]) return stack[i][name]
    }
    const bracket = /^(typed|error)\.\[(\w+)\]$/.exec(name)
    if (bracket) return find(`${bracket[1]}.${find(bracket[2], stack, page)}`, stack, page)
    const place = stack[stack.length - 1][here]
    if (place && name in place) return place[name]
    if (name.endsWith('.count')) return String(find(name.slice(0, -6), stack, page).length)
    if (name.startsWith('error.') || name.startsWith('typed.')) return ''
    throw new Error(`${page}: ${name} is not known`)
  }

  /** @param {string} source @param {Values[]} stack @param {string} page @returns {string} */
  function run (source, stack, page) {
    let out = ''
    let at = 0
    const tag = /\{\{(?:\{\s*([\w.]+)\s*\}|(!)[^]*?|([#^/>&%]?)\s*([\w./[\]]+)(?:=("[^"]*"|[\w.]+))?\s*)\}\}/g
    for (;;) {
      tag.lastIndex = at
      const m = tag.exec(source)
      if (!m) return out + source.slice(at)
      out += source.slice(at, m.index)
      at = tag.lastIndex
      const [, raw, remark, sign, name, other] = m
      if (remark) continue
      if (raw) out += find(raw, stack, page) ?? ''
      else if (sign === '>') out += run(text(name), stack, name)
      else if (sign === '&') {
        const url = String(find(name, stack, page) ?? '')
        out += /^(https:\/\/|\/(?![/\\]))/.test(url) ? escape(url) : ''
      } else if (sign === '%') out += encodeURIComponent(find(name, stack, page) ?? '')
      else if (sign === '#' || sign === '^') {
        const end = close(source, at, name + (other ? `=${other}` : ''), page)
        const inner = source.slice(at, end.start)
        const value = find(name, stack, page)
        let there = truth(value)
        if (other) {
          const wanted = other.startsWith('"') ? other.slice(1, -1) : String(find(other, stack, page) ?? '')
          there = [value ?? ''].flat().map(String).includes(wanted)
        }
        if (sign === '^') out += there ? '' : run(inner, stack, page)
        else if (!other && Array.isArray(value)) {
          value.forEach((row, i) => {
            const place = { number: i + 1, first: i === 0, last: i === value.length - 1 }
            out += run(inner, [...stack, { ...row, [here]: place }], page)
          })
        } else if (there) out += run(inner, stack, page)
        at = end.after
      } else if (sign === '/') throw new Error(`${page}: stray /${name}`)
      else out += escape(find(name, stack, page) ?? '')
    }
  }

  /** @param {string} source @param {number} from @param {string} name @param {string} page */
  function close (source, from, name, page) {
    const tag = /\{\{([#^/])\s*([\w.[\]]+(?:=(?:"[^"]*"|[\w.]+))?)\s*\}\}/g
    tag.lastIndex = from
    for (let depth = 1, m; (m = tag.exec(source));) {
      if (m[2] !== name) continue
      depth += m[1] === '/' ? -1 : 1
      if (depth === 0) return { start: m.index, after: tag.lastIndex }
    }
    throw new Error(`${page}: #${name} is open`)
  }

  return (/** @type {string} */ page, /** @type {Values} */ values) => run(text(page), [values], page)
}

// ties.mjs: message and field belong together: each field of a page that can
// have an error names its message in aria-describedby (WCAG 2.2, 3.3.1 and
// 1.3.1), or a screen reader never says it.  Prints those that do not.
//
//   node tools/ties.mjs src/app/html/*.html
import { readFileSync } from 'node:fs'

const tag = /<(?:input|select|textarea|fieldset)\b((?:[^>{]|\{\{[^}]*\}\})*)>/g
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  const messages = new Set([...text.matchAll(/id="([\w.-]+?)-error"/g)].map((m) => m[1]))
  for (const [, attributes] of text.matchAll(tag)) {
    const name = (attributes.match(/\bname="([\w.-]+)"/) ?? attributes.match(/\bid="([\w.-]+)"/))?.[1]
    if (name && messages.has(name) && !/type="(radio|checkbox|hidden)"/.test(attributes) && !attributes.includes(`${name}-error`)) {
      console.log(`${file}: ${name}`)
    }
  }
}

/**
 * all.mjs: makes the small world of the HTTP tests, then runs every story, in
 * one process.
 */
import { readdirSync } from 'node:fs'
import { makeWorld } from '../http/world.mjs'

const wanted = process.argv.slice(2)
const stories = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((w) => name.startsWith(w)))
  .sort()

await makeWorld()
for (const story of stories) await import(`./${story}`)

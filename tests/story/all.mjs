/** all.mjs: the story first, then every page that it leaves behind. */
await import('./story.test.mjs')
await import('./pages.test.mjs')

/** all.mjs: the story first, then every page that it leaves behind. */
await import('./story.test.mjs')
if (!process.env.STORY_ONLY) await import('./pages.test.mjs')

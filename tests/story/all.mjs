/** all.mjs: the stories first, then every page that they leave behind. */
await import('./story.test.mjs')
await import('./agreement.test.mjs')
await import('./programme.test.mjs')
await import('./conference.test.mjs')
await import('./change.test.mjs')
await import('./charge.test.mjs')
await import('./others.test.mjs')
if (!process.env.STORY_ONLY) await import('./pages.test.mjs')

/**
 * main.js: small comforts.  Every page works without any of them.
 */
import { focusSummary } from './comfort/summary.js'
import { pressOnce } from './comfort/once.js'
import { showConditions } from './comfort/conditions.js'
import { exclusiveChoices } from './comfort/exclusive.js'
import { countLetters } from './comfort/letters.js'
import { tickAll } from './comfort/ticks.js'

focusSummary()
pressOnce()
showConditions()
exclusiveChoices()
countLetters()
tickAll()

/**
 * door.js: the door of a session: camera, codes and names without leaving the
 * page.  Without it the same forms post to the same address.
 */
import { openDoor } from './door/page.js'

const main = document.querySelector('[data-door]')
if (main instanceof HTMLElement) openDoor(main)

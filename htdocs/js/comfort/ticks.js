/** Above a table of boxes, a button that ticks them all or takes all ticks away. */
export function tickAll () {
  for (const table of document.querySelectorAll('table[data-tick-all]')) {
    const boxes = /** @type {HTMLInputElement[]} */ ([...table.querySelectorAll('input[type=checkbox]')])
    if (boxes.length < 2) continue
    const button = document.createElement('button')
    const say = () => { button.textContent = boxes.every((box) => box.checked) ? 'Take all ticks away' : `Tick all ${boxes.length}` }
    button.type = 'button'
    button.className = 'quiet no-print'
    button.addEventListener('click', () => {
      const ticked = !boxes.every((box) => box.checked)
      for (const box of boxes) box.checked = ticked
      say()
    })
    table.addEventListener('change', say)
    say()
    table.before(button)
  }
}

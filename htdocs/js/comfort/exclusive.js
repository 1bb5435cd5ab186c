/** "None of these" clears the others, and any other clears it. */
export function exclusiveChoices () {
  document.addEventListener('change', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox' || !box.checked) return
    const alone = 'exclusive' in box.dataset
    for (const other of document.getElementsByName(box.name)) {
      if (!(other instanceof HTMLInputElement) || other === box) continue
      if (alone || 'exclusive' in other.dataset) other.checked = false
    }
  })
}

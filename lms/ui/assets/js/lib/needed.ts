/** A part that an element or row can’t do without. */
export function needed<Found extends Element = HTMLElement>(within: HTMLElement, selector: string): Found {
  const found = within.querySelector<Found>(selector)
  if (!found) throw new Error(`<${within.localName}> has no ${selector}`)
  return found
}

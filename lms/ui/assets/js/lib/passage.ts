/** A passage of a text: what it says, and where it begins, counted in characters as the server counts them. */
export type Passage = { quote: string; position: number }

/** The selected text without the spaces around it, given the text before it; null where nothing is left. */
export function passageOf(before: string, selected: string): Passage | null {
  const quote = selected.trim()
  if (!quote) return null
  const skipped = selected.slice(0, selected.indexOf(quote))
  return { quote, position: characters(before + skipped) }
}

/** JavaScript counts halves of some characters (emoji); Python and people count whole ones. */
function characters(text: string): number {
  return [...text].length
}

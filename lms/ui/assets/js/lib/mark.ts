export const STAYS_MS = 20_000

/** Where the mark lies at a moment, in percent of the room that it has: another place every twenty seconds, told by time. */
export function placeAt(ms: number): { x: number; y: number } {
  const step = Math.floor(ms / STAYS_MS)
  // Multiples of the golden ratio's fraction lie far apart, one after the other, and never repeat.
  return { x: Math.round(fraction(step * 0.618_034) * 100), y: Math.round(fraction(step * 0.754_878) * 100) }
}

function fraction(number: number): number {
  return number - Math.floor(number)
}

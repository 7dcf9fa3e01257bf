const EVERY_MS = 60_000
const LONGEST_MS = 15 * 60_000

/** Milliseconds until the bell asks again: a minute, and twice as long after each failure, spread so that not all come at once. */
export function bellDelay(failures: number, chance: number = Math.random()): number {
  return Math.round(Math.min(LONGEST_MS, EVERY_MS * 2 ** failures) * (0.9 + chance / 5))
}

/** What stands at the bell. */
export function saidUnread(count: number): string {
  return count < 100 ? String(count) : "99+"
}

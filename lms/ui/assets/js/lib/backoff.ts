/** Milliseconds to wait before the next try: 1, 2, 4 … seconds, at most a minute, spread so that not all come at once. */
export function retryDelay(failures: number, chance: number = Math.random()): number {
  const full = Math.min(60_000, 1000 * 2 ** Math.max(0, failures - 1))
  return Math.round(full * (0.75 + chance / 4))
}

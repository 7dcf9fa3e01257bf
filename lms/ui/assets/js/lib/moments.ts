/** Where along the line a moment lies, between 0 and 1. */
export function share(ms: number, durationMs: number): number {
  return durationMs > 0 ? Math.min(1, Math.max(0, ms / durationMs)) : 0
}

/** The page's address, leading to a moment. */
export function linkTo(page: string, ms: number): string {
  const address = new URL(page)
  address.searchParams.set("t", String(Math.floor(ms / 1000)))
  address.hash = ""
  return address.href
}

/** Where a list begins with one of its entries, `question-12` say. */
export function listFrom(list: string, entry: string): string {
  const address = new URL(list)
  address.searchParams.set("first", entry.replace(/\D/g, ""))
  return address.href
}

const FARTHEST_MS = 2_000 // whatever is farther than this within one step was jumped to

/** Which of the moments has just been played over, the earliest first; -1 for none, or after a jump. */
export function dueBetween(moments: readonly number[], fromMs: number, toMs: number): number {
  if (toMs - fromMs > FARTHEST_MS) return -1
  let due = -1
  for (const [at, ms] of moments.entries()) if (ms > fromMs && ms <= toMs && (due < 0 || ms < moments[due]!)) due = at
  return due
}

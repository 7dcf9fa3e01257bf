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

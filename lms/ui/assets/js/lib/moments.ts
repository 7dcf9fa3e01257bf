/** Where along the line a moment lies, between 0 and 1. */
export function share(ms: number, durationMs: number): number {
  return durationMs > 0 ? Math.min(1, Math.max(0, ms / durationMs)) : 0
}

/** No more heights than are wanted: of neighbours the highest, so that nobody's only word is lost. */
export function bars(peaks: readonly number[], most: number): number[] {
  const size = Math.max(1, Math.ceil(peaks.length / Math.max(1, most)))
  const count = Math.ceil(peaks.length / size)
  return Array.from({ length: count }, (_, bar) => Math.max(...peaks.slice(bar * size, (bar + 1) * size)))
}

export const STEP = 3 // units from one bar to the next
const WIDTH = 2
const LEAST = 3 // silence is a line, not a gap

/** The outline of bars around a middle line, for a drawing that is 100 units high. */
export function outline(heights: readonly number[]): string {
  return heights
    .map((height) => Math.min(100, Math.max(LEAST, height)))
    .map((height, bar) => `M${bar * STEP} ${50 - height / 2}h${WIDTH}v${height}h-${WIDTH}z`)
    .join("")
}

/** The heights that a packager wrote down; none of anything else. */
export function peaksIn(said: unknown): number[] {
  const { peaks } = (said ?? {}) as { peaks?: unknown }
  return Array.isArray(peaks) && peaks.every((peak) => typeof peak === "number") ? peaks : []
}

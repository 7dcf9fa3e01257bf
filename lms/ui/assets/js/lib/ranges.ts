/** Watched time: [from, to] in whole milliseconds, sorted, apart. */
export type Range = [number, number]

/** The same ranges with one more. */
export function withRange(ranges: readonly Range[], [from, to]: Range): Range[] {
  if (to <= from) return [...ranges]
  const before = ranges.filter(([, end]) => end < from)
  const after = ranges.filter(([start]) => start > to)
  const touched = ranges.slice(before.length, ranges.length - after.length)
  const start = Math.min(from, ...touched.map((range) => range[0]))
  const end = Math.max(to, ...touched.map((range) => range[1]))
  return [...before, [start, end], ...after]
}

/** What was played between two looks at the clock of the video; null where it jumped or stood still. */
export function played(last: number | null, now: number, speed: number, longest = 3000): Range | null {
  if (last === null || now <= last || now - last > longest * Math.max(1, speed)) return null
  return [Math.round(last), Math.round(now)]
}

/** A painted week: 7 × 96 levels, Monday first, one a quarter of an hour. Cells are half hours. Knows no page. */

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
export const HALVES = 48 // a day
const QUARTERS = 96

export type Level = "0" | "1" | "2"
export type Shown = Level | "mixed"
export interface Cell { day: number; half: number }

const SAID: Record<Shown, string> = { "0": "not free", "1": "possible", "2": "comfortable", mixed: "partly free" }

/** How a cell looks: mixed where its two quarters differ. */
export function levelAt(week: string, { day, half }: Cell): Shown {
  const at = day * QUARTERS + half * 2
  return week[at] === week[at + 1] ? (week[at] as Level) : "mixed"
}

/** The rectangle between two cells, both included. */
export function between(a: Cell, b: Cell): Cell[] {
  const cells: Cell[] = []
  for (let day = Math.min(a.day, b.day); day <= Math.max(a.day, b.day); day++) {
    for (let half = Math.min(a.half, b.half); half <= Math.max(a.half, b.half); half++) cells.push({ day, half })
  }
  return cells
}

/** The week with these cells at a level. */
export function painted(week: string, cells: Cell[], level: Level): string {
  const quarters = [...week]
  for (const { day, half } of cells) quarters.fill(level, day * QUARTERS + half * 2, day * QUARTERS + half * 2 + 2)
  return quarters.join("")
}

/** What a brush does, begun on a cell: where that has its level already, it takes it away. */
export function stroke(week: string, begun: Cell, brush: Level): Level {
  return levelAt(week, begun) === brush ? "0" : brush
}

/** The week with one day's hours on other days, too. */
export function copied(week: string, from: number, to: number[]): string {
  const day = week.slice(from * QUARTERS, (from + 1) * QUARTERS)
  return DAYS.map((_, at) => (to.includes(at) ? day : week.slice(at * QUARTERS, (at + 1) * QUARTERS))).join("")
}

/** The cell that a key leads to; the same where it leads nowhere. */
export function moved({ day, half }: Cell, key: string, first: number): Cell {
  const steps: Record<string, Cell> = {
    ArrowUp: { day, half: half - 1 }, ArrowDown: { day, half: half + 1 }, ArrowLeft: { day: day - 1, half }, ArrowRight: { day: day + 1, half },
    Home: { day, half: first }, End: { day, half: HALVES - 1 }, PageUp: { day, half: half - 4 }, PageDown: { day, half: half + 4 },
  }
  const to = steps[key] ?? { day, half }
  return { day: Math.min(6, Math.max(0, to.day)), half: Math.min(HALVES - 1, Math.max(first, to.half)) }
}

/** "6:30 PM"; the end of the day is midnight. */
export function saidTime(half: number): string {
  if (half === HALVES) return "midnight"
  const hour = Math.floor(half / 2)
  return `${hour % 12 || 12}:${half % 2 ? "30" : "00"} ${hour < 12 ? "AM" : "PM"}`
}

/** A cell for somebody who doesn't see it. */
export function saidCell(week: string, cell: Cell): string {
  return `${DAYS[cell.day]} ${saidTime(cell.half)}, ${SAID[levelAt(week, cell)]}`
}

/** What a rectangle is, or has become. */
export function saidArea(a: Cell, b: Cell, level?: Level): string {
  const [first, last] = [Math.min(a.day, b.day), Math.max(a.day, b.day)]
  const days = first === last ? DAYS[first] : `${DAYS[first]} to ${DAYS[last]}`
  const time = `${saidTime(Math.min(a.half, b.half))} to ${saidTime(Math.max(a.half, b.half) + 1)}`
  return `${days}, ${time}${level === undefined ? "" : `: ${SAID[level]}`}`
}

/** The first half hour that has to be in sight: six in the morning, or what is painted before. */
export function firstInSight(week: string): number {
  const early = DAYS.some((_, day) => /[12]/.test(week.slice(day * QUARTERS, day * QUARTERS + 24)))
  return early ? 0 : 12
}

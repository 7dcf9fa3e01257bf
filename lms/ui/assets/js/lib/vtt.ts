/** WebVTT as the caption editor reads and writes it. The server reads more strictly, and names what is wrong. */

/** Times in ms. `name` and `settings` are kept, never shown. */
export interface Cue { start: number; end: number; text: string; name: string; settings: string }

/** `head`: comments, styles and regions, as they stood. */
export interface Doc { head: string; cues: Cue[] }

const MOMENT = String.raw`(?:\d{2,}:)?\d\d:\d\d\.\d{3}`
const TIMES = new RegExp(String.raw`^\s*(${MOMENT})\s+-->\s+(${MOMENT})(?:\s+(.*))?$`)
const KEPT = /^(NOTE|STYLE|REGION)(\s|$)/

/** What a text holds; null where some of it can't be read, so that nothing is lost by editing the rest. */
export function readDoc(text: string): Doc | null {
  const [first = "", ...blocks] = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").split(/\n{2,}/).map((block) => block.replace(/^\n|\n$/g, "")).filter(Boolean)
  if (first && (!/^WEBVTT(\s|$)/.test(first) || first.includes("-->"))) return null
  const head: string[] = []
  const cues: Cue[] = []
  for (const block of blocks) {
    const cue = readCue(block)
    if (cue) cues.push(cue)
    else if (KEPT.test(block) && !block.includes("-->")) head.push(block)
    else return null
  }
  return { head: head.join("\n\n"), cues }
}

function readCue(block: string): Cue | null {
  const lines = block.split("\n")
  const at = lines.findIndex((line) => line.includes("-->"))
  const times = TIMES.exec(lines[at] ?? "")
  if (!times || at > 1 || lines.slice(at + 1).some((line) => line.includes("-->"))) return null
  const text = lines.slice(at + 1).join("\n")
  return { start: msOf(times[1]!)!, end: msOf(times[2]!)!, text, name: at ? lines[0]! : "", settings: times[3] ?? "" }
}

export function writeDoc({ head, cues }: Doc): string {
  return ["WEBVTT", ...(head ? [head] : []), ...cues.map(written)].join("\n\n") + "\n"
}

function written(cue: Cue): string {
  const times = `${clockOf(cue.start)} --> ${clockOf(cue.end)} ${cue.settings}`.trimEnd()
  return [...(cue.name ? [cue.name] : []), times, ...words(cue.text)].join("\n")
}

/** A cue has no empty line and no arrow. */
function words(text: string): string[] {
  return text.replaceAll("-->", "--&gt;").split("\n").filter((line) => line.trim())
}

/** A moment as WebVTT writes it: 00:01:02.500. */
export function clockOf(ms: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0")
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(Math.floor(ms % 1000)).padStart(3, "0")}`
}

/** The same as it is edited: 1:02.500. */
export function shortClock(ms: number): string {
  return clockOf(ms).replace(/^00:0?(?=\d+:)/, "").replace(/^0(?=\d:\d\d:)/, "")
}

/** What somebody has typed as a time (62.5, 1:02, 1:02,5, 1:01:02.500), in ms; null for what is none. */
export function msOf(typed: string): number | null {
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(typed.trim())
  if (!match) return null
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0)) as [number, number, number]
  if (match[2] !== undefined && (seconds > 59 || (match[1] !== undefined && minutes > 59))) return null
  return (hours * 3600 + minutes * 60 + seconds) * 1000 + Number((match[4] ?? "").padEnd(3, "0"))
}

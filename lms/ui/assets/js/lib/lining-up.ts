import { timecode } from "./clock.ts"

/** What is played of a moment that was marked, in milliseconds of a recording in which the clock started at `startsMs`. */
export interface Part { at: number; start: number; end: number; isOutside: boolean }

/** As the server says it; `length` 0 where nobody knows how long the recording is. */
export function partOf(after: number, starts: number, around: { before: number; after: number }, length: number): Part {
  const at = starts + after
  return { at, start: Math.max(0, at - around.before), end: Math.max(0, at) + around.after, isOutside: at < 0 || (length > 0 && at > length) }
}

/** How far the start can be moved, in whole seconds: until the last moment lies at the beginning, or the first at the end. */
export function reach(afters: readonly number[], length: number): { least: number; most: number } {
  const last = Math.max(...afters)
  return { least: Math.floor(-last / 1000), most: Math.ceil((Math.max(length, last) - Math.min(...afters)) / 1000) }
}

/** "1:05", "-0:20": a moment that may lie before the recording. */
export function said(ms: number): string {
  return ms <= -1000 ? `-${timecode(-ms / 1000)}` : timecode(ms / 1000)
}

/** Milliseconds that such a text means; null for what means nothing. */
export function meant(text: string): number | null {
  const found = /^\s*([-−–]?)(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\s*$/.exec(text)
  if (!found) return null
  const [, sign, hours, minutes, seconds] = found
  const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)
  return (sign ? -whole : whole) * 1000
}

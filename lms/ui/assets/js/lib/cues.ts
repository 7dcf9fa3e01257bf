/** What can be done to a list of cues. Pure: a list in, a new list out, with the cue that is at hand then. */

import type { Cue } from "./vtt.ts"

export interface Done { cues: Cue[]; at: number }

const USUAL_MS = 3_000
const SHORTEST_MS = 100

/** The cue in which a moment lies, or that begins last before it; -1 before the first. */
export function indexAt(cues: Cue[], ms: number): number {
  return cues.findLastIndex((cue) => cue.start <= ms)
}

export function change(cues: Cue[], at: number, part: Partial<Cue>): Cue[] {
  return cues.map((cue, index) => (index === at ? { ...cue, ...part } : cue))
}

/** A new one where the picture stands, which ends before the next begins. */
export function insert(cues: Cue[], ms: number): Done {
  const at = indexAt(cues, ms) + 1
  const next = cues[at]?.start ?? Infinity
  const start = Math.round(ms)
  const end = Math.max(start + SHORTEST_MS, Math.min(start + USUAL_MS, next))
  return { cues: cues.toSpliced(at, 0, { start, end, text: "", name: "", settings: "" }), at }
}

/** Two of one: at the caret if it stands within the words, else at the word nearest to the moment's share. */
export function split(cues: Cue[], at: number, ms: number, caret: number | null): Done {
  const cue = cues[at]
  if (!cue) return { cues, at }
  const isInside = ms > cue.start + SHORTEST_MS && ms < cue.end - SHORTEST_MS
  const middle = Math.round(isInside ? ms : (cue.start + cue.end) / 2)
  const share = (middle - cue.start) / Math.max(1, cue.end - cue.start)
  const cut = caret && caret < cue.text.length ? caret : wordNear(cue.text, share * cue.text.length)
  const first = { ...cue, end: middle, text: cue.text.slice(0, cut).trim() }
  const second = { ...cue, start: middle, name: "", text: cue.text.slice(cut).trim() }
  return { cues: cues.toSpliced(at, 1, first, second), at: at + 1 }
}

function wordNear(text: string, place: number): number {
  const gaps = [...text.matchAll(/\s+/g)].map((gap) => gap.index)
  return gaps.reduce((best, gap) => (Math.abs(gap - place) < Math.abs(best - place) ? gap : best), gaps[0] ?? text.length)
}

export function joinNext(cues: Cue[], at: number, between: string): Done {
  const [cue, next] = [cues[at], cues[at + 1]]
  if (!cue || !next) return { cues, at }
  const text = [cue.text, next.text].filter((words) => words.trim()).join(between)
  return { cues: cues.toSpliced(at, 2, { ...cue, end: Math.max(cue.end, next.end), text }), at }
}

export function remove(cues: Cue[], at: number): Done {
  return { cues: cues.toSpliced(at, 1), at: Math.min(at, cues.length - 2) }
}

/** All later or earlier, none before the beginning. */
export function shift(cues: Cue[], ms: number): Cue[] {
  return cues.map((cue) => ({ ...cue, start: Math.max(0, cue.start + ms), end: Math.max(SHORTEST_MS, cue.end + ms) }))
}

/** As often as it stands there, whatever its case; and how often that was. */
export function replaceAll(cues: Cue[], found: string, by: string): { cues: Cue[]; count: number } {
  if (!found) return { cues, count: 0 }
  const sought = new RegExp(literally(found), "giu")
  let count = 0
  const replaced = cues.map((cue) => {
    const text = cue.text.replace(sought, () => (count++, by))
    return text === cue.text ? cue : { ...cue, text }
  })
  return { cues: replaced, count }
}

/** The next one after `at` that holds the words, from the start again after the last; -1 for none. */
export function findNext(cues: Cue[], found: string, at: number): number {
  const has = (cue: Cue) => cue.text.toLowerCase().includes(found.toLowerCase())
  const later = cues.findIndex((cue, index) => index > at && has(cue))
  return found ? (later >= 0 ? later : cues.findIndex(has)) : -1
}

/** In the order of their beginnings, and where the one at hand is then. */
export function ordered(cues: Cue[], at: number): Done {
  const here = cues[at]
  const sorted = cues.toSorted((one, other) => one.start - other.start || one.end - other.end)
  return { cues: sorted, at: here ? sorted.indexOf(here) : at }
}

/** Chapters last until the next one begins, the last until the end. */
export function following(cues: Cue[], durationMs: number): Cue[] {
  return cues.map((cue, index) => ({ ...cue, end: Math.max(cue.start + 1, cues[index + 1]?.start ?? durationMs) }))
}

/** What is doubtful or wrong about one, as a sentence; empty for nothing. */
export function faultOf(cues: Cue[], at: number, durationMs: number): string {
  const [before, cue] = [cues[at - 1], cues[at]]
  if (!cue) return ""
  if (cue.end <= cue.start) return "It ends no later than it begins."
  if (before && cue.start < before.end) return "It begins before the one above ends."
  if (cue.start >= durationMs) return "It begins after the video ends."
  return ""
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}

/** Where a drill stands: devices off, ready for a statement, the client speaks, the learner answers, the answer is there. */
export type DrillState = "closed" | "ready" | "presenting" | "recording" | "done"
export type DrillWish = "start" | "answer" | "cancel" | "stop" | "next"

const WORDS_PER_S = 2.5 // as people speak calmly
const LEAST_S = 3
const MOST_S = 30
const MAIN: Partial<Record<DrillState, DrillWish>> = { ready: "start", presenting: "answer", recording: "stop" }

/** How long one has to read what the client says: about as long as saying it takes. */
export function readingSeconds(text: string): number {
  const words = text.split(/\s+/).filter(Boolean).length
  return Math.min(MOST_S, Math.max(LEAST_S, Math.ceil(words / WORDS_PER_S)))
}

/** What a key asks for, in a state; null where it means nothing. */
export function drillWish(key: string, state: DrillState): DrillWish | null {
  if (key === " " || key === "Enter") return state === "done" ? (key === "Enter" ? "next" : null) : (MAIN[state] ?? null)
  if (key === "Escape") return state === "presenting" ? "cancel" : null
  if (key.toLowerCase() === "r") return state === "done" ? "start" : null
  return null
}

/** The countdown in words. */
export function saidCount(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  return `Answer when the statement ends: recording begins in ${whole} second${whole === 1 ? "" : "s"}.`
}

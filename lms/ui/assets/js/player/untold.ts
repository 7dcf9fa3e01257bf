import type { Range } from "../lib/ranges.ts"

const SAME_MS = 2000 // clocks differ, and a beat takes its time: one that the server has heard is no news

/** What a player has played since its page was opened, as it is told, and as it is kept until it has been. */
export interface Beat {
  position: number
  ranges: Range[]
  plays: string
  at: number
  pass: string
  session: string
}

/** What players of one demonstration couldn't tell yet, kept in this browser, one entry for each of them. */
export class Untold {
  #name: string

  constructor(viewer: string, demonstration: string) {
    this.#name = `watching ${viewer} ${demonstration} `
  }

  keep(beat: Beat): void {
    try {
      localStorage.setItem(this.#name + beat.session, JSON.stringify(beat))
    } catch {
      // Storage is full or forbidden: then only what reaches the server counts.
    }
  }

  /** It has been told. What was kept meanwhile stays. */
  told(beat: Beat): void {
    if (this.#read(this.#name + beat.session)?.at === beat.at) localStorage.removeItem(this.#name + beat.session)
  }

  forget(): void {
    for (const key of this.#keys()) localStorage.removeItem(key)
  }

  all(): Beat[] {
    return this.#keys().flatMap((key) => this.#read(key) ?? [])
  }

  /** Where this browser was last, in seconds, if the server, which knows where somebody was at `at`, can't know it yet. */
  positionSince(at: number): number | null {
    const last = this.all().sort((one, other) => one.at - other.at).at(-1)
    return last && last.at > at + SAME_MS ? last.position / 1000 : null
  }

  #keys(): string[] {
    return Object.keys(localStorage).filter((key) => key.startsWith(this.#name))
  }

  #read(key: string): Beat | null {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null") as Beat | null
    } catch {
      return null
    }
  }
}

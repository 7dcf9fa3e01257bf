/** How often each ten seconds of a video were played, a digit each: what the server adds up for trainers. */
export class Plays {
  static readonly STRETCH_MS = 10_000
  #played: number[] = []

  /** Played from one moment to another, in milliseconds. */
  add(from: number, to: number): void {
    for (let at = from; at < to; ) {
      const place = Math.floor(at / Plays.STRETCH_MS)
      const end = Math.min(to, (place + 1) * Plays.STRETCH_MS)
      this.#played[place] = (this.#played[place] ?? 0) + end - at
      at = end
    }
  }

  /** Most of a stretch counts as once; the last one of a video, which may be short, as well. */
  said(durationMs: number): string {
    return Array.from(this.#played, (ms = 0, place) => {
      const length = Math.min(Plays.STRETCH_MS, Math.max(1, durationMs - place * Plays.STRETCH_MS))
      return String(Math.min(9, Math.round(ms / length)))
    }).join("")
  }
}

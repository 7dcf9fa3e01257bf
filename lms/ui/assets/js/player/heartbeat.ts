import { type Range, played, withRange } from "../lib/ranges.ts"

const EVERY_MS = 10_000
const RANGES_MOST = 200

interface Kept {
  position: number
  ranges: Range[]
  at: number
}

/** What the server answers: how much is watched, whether it may go on, and a fresh address if there is one to give. */
export interface Heard {
  permille: number
  may_play: boolean
  src: string | null
}

/** Tells the server what is watched. What couldn't be told is kept in this browser and told later. */
export class Heartbeat {
  #video: HTMLVideoElement
  #href: string
  #csrf: string
  #key: string
  #ranges: Range[] = []
  #last: number | null = null
  #sentAt = 0
  #isOver = false
  #onHeard: (heard: Heard) => void
  #onSignedOut: () => void
  #onEnded: () => void

  constructor(player: HTMLElement, video: HTMLVideoElement, onHeard: (heard: Heard) => void, onSignedOut: () => void, onEnded: () => void) {
    this.#video = video
    this.#href = player.dataset.watchHref ?? ""
    this.#csrf = player.dataset.csrf ?? ""
    this.#key = `watching ${player.dataset.viewer} ${this.#href}`
    this.#onHeard = onHeard
    this.#onSignedOut = onSignedOut
    this.#onEnded = onEnded
  }

  /** Listen to the video until the signal says stop. */
  listen(signal: AbortSignal): void {
    const video = this.#video
    video.addEventListener("playing", () => void this.#beat(), { signal })
    video.addEventListener("timeupdate", () => this.#look(), { signal })
    video.addEventListener("seeking", () => (this.#last = null), { signal })
    for (const end of ["pause", "ended"]) video.addEventListener(end, () => this.#flush(), { signal })
    addEventListener("pagehide", () => this.#flush(), { signal })
    addEventListener("online", () => void this.#retell(), { signal })
    document.addEventListener("visibilitychange", () => document.hidden && this.#flush(), { signal })
    void this.#retell()
  }

  /** Where this browser was last, if the server may not know it yet; in seconds. */
  get untold(): number | null {
    const kept = this.#kept()
    return kept && kept.position / 1000
  }

  /** Ask for what a heartbeat answers, without anything new to tell. */
  async fresh(): Promise<Heard | null> {
    return this.#send(this.#now())
  }

  #look(): void {
    this.#note()
    if (!this.#video.paused && performance.now() - this.#sentAt >= EVERY_MS) void this.#beat()
  }

  #note(): void {
    if (this.#video.seeking) return
    const now = this.#video.currentTime * 1000
    const range = played(this.#last, now, this.#video.playbackRate)
    if (range) this.#ranges = withRange(this.#ranges, range)
    this.#last = now
  }

  #flush(): void {
    this.#note()
    if (this.#ranges.length) void this.#beat()
  }

  async #beat(): Promise<void> {
    this.#sentAt = performance.now()
    const beat = this.#now()
    if (beat.ranges.length) this.#keep(beat)
    const heard = await this.#send(beat)
    if (heard && this.#kept()?.at === beat.at) localStorage.removeItem(this.#key)
    if (heard && this.#ranges.length > RANGES_MOST) this.#ranges = []
  }

  async #retell(): Promise<void> {
    const kept = this.#kept()
    if (kept && (await this.#send(kept)) && this.#kept()?.at === kept.at) localStorage.removeItem(this.#key)
  }

  async #send({ position, ranges, at }: Kept): Promise<Heard | null> {
    if (this.#isOver) return null
    const body = JSON.stringify({ position_ms: position, ranges, age_ms: Math.max(0, Date.now() - at) })
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.#csrf, "X-Requested-With": "fragment" }
    try {
      const answer = await fetch(this.#href, { method: "POST", body, headers, keepalive: true, redirect: "error" })
      if (answer.status >= 400 && answer.status < 500) this.#stop(answer.status)
      if (!answer.ok) return null
      const heard = (await answer.json()) as Heard
      if (heard.may_play) this.#onHeard(heard)
      else this.#onEnded()
      return heard
    } catch {
      return null
    }
  }

  #stop(status: number): void {
    this.#isOver = true
    if (status === 401) this.#onSignedOut()
    else localStorage.removeItem(this.#key)
    if (status === 403 || status === 404) this.#onEnded()
  }

  #now(): Kept {
    return { position: Math.round(this.#video.currentTime * 1000), ranges: this.#ranges, at: Date.now() }
  }

  #keep(beat: Kept): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify(beat))
    } catch {
      // Storage is full or forbidden: then only what reaches the server counts.
    }
  }

  #kept(): Kept | null {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "null") as Kept | null
    } catch {
      return null
    }
  }
}

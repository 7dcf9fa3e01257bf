import { type Range, played, withRange } from "../lib/ranges.ts"
import { Plays } from "../lib/plays.ts"
import { type Beat, Untold } from "./untold.ts"

const EVERY_MS = 10_000
const RANGES_MOST = 200
const GONE = 410 // the pass lasts no longer: tell by the other address, which gives a fresh one

/** What the server answers: how much is watched, whether it may go on, and a fresh address if there is one to give. */
export interface Heard {
  permille: number
  may_play: boolean
  src: string | null
  watch_pass?: string | null
}

/** Tells the server what is watched. What couldn't be told is kept in this browser and told later. */
export class Heartbeat {
  #video: HTMLVideoElement
  #player: HTMLElement
  #pass: string // of the page as it was opened: since when something can have been played
  #untold: Untold
  #session = crypto.randomUUID().slice(0, 18)
  #plays = new Plays()
  #ranges: Range[] = []
  #last: number | null = null
  #sentAt = 0
  #isOver = false
  #onHeard: (heard: Heard) => void
  #onSignedOut: () => void
  #onEnded: () => void

  constructor(player: HTMLElement, video: HTMLVideoElement, onHeard: (heard: Heard) => void, onSignedOut: () => void, onEnded: () => void) {
    this.#video = video
    this.#player = player
    this.#pass = player.dataset.pass ?? ""
    this.#untold = new Untold(player.dataset.viewer ?? "", player.dataset.of ?? "")
    this.#onHeard = onHeard
    this.#onSignedOut = onSignedOut
    this.#onEnded = onEnded
  }

  /** Listen to the video until the signal says stop. */
  listen(signal: AbortSignal): void {
    if (!this.#player.dataset.watchHref) return // nobody counts what is watched of this one
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
  untoldSince(at: number): number | null {
    return this.#untold.positionSince(at)
  }

  /** Ask for what a heartbeat answers, a fresh address included, without anything new to tell. */
  async fresh(): Promise<Heard | null> {
    return this.#send(this.#now(), false)
  }

  #look(): void {
    this.#note()
    if (!this.#video.paused && performance.now() - this.#sentAt >= EVERY_MS) void this.#beat()
  }

  #note(): void {
    if (this.#video.seeking) return
    const now = this.#video.currentTime * 1000
    const range = played(this.#last, now, this.#video.playbackRate)
    if (range) {
      this.#ranges = withRange(this.#ranges, range)
      this.#plays.add(...range)
    }
    this.#last = now
  }

  #flush(): void {
    this.#note()
    if (this.#ranges.length) void this.#beat()
  }

  async #beat(): Promise<void> {
    this.#sentAt = performance.now()
    const beat = this.#now()
    if (beat.ranges.length) this.#untold.keep(beat)
    const heard = await this.#send(beat, true)
    if (heard) this.#untold.told(beat)
    if (heard && this.#ranges.length > RANGES_MOST) this.#ranges = []
  }

  /** What players of this browser couldn't tell, each with the pass of its own page. */
  async #retell(): Promise<void> {
    for (const beat of this.#untold.all()) if (await this.#send(beat, false)) this.#untold.told(beat)
  }

  async #send(beat: Beat, isQuick: boolean): Promise<Heard | null> {
    if (this.#isOver) return null
    const { watchHref = "", quickHref, pass, csrf = "" } = this.#player.dataset
    const href = isQuick && quickHref && pass ? quickHref + pass : watchHref
    const { position, ranges, plays, at, session } = beat
    const age = Math.max(0, Date.now() - at)
    const body = JSON.stringify({ position_ms: position, ranges, plays, session, watch_pass: beat.pass, age_ms: age })
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Requested-With": "fragment" }
    try {
      const answer = await fetch(href, { method: "POST", body, headers, keepalive: true, redirect: "error" })
      if (answer.status === GONE && href !== watchHref) return this.#send(beat, false)
      if (answer.status >= 400 && answer.status < 500) this.#stop(answer.status)
      if (!answer.ok) return null
      const heard = (await answer.json()) as Heard
      if (heard.watch_pass) this.#player.dataset.pass = heard.watch_pass
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
    else this.#untold.forget()
    if (status === 403 || status === 404) this.#onEnded()
  }

  #now(): Beat {
    const plays = this.#plays.said(Number(this.#player.dataset.durationMs))
    const position = Math.round(this.#video.currentTime * 1000)
    return { position, ranges: this.#ranges, plays, at: Date.now(), pass: this.#pass, session: this.#session }
  }
}

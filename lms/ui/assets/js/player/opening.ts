import type { Heartbeat } from "./heartbeat.ts"
import { Stream } from "./stream.ts"
import { beginViewing } from "./viewing.ts"

const OFFLINE = "The connection is lost. Playing goes on as soon as it is back; what you have watched is kept."
const TROUBLE = "The video isn’t coming through. Trying again …"
const ENDED = "This recording isn’t open to you any more. Reload the page to see why."

/** Who hears how it goes with the stream. */
export interface OpeningListener {
  /** What is wrong; empty once nothing is. */
  onTrouble(sentence: string): void
  /** To what is logged: its address is in the player’s data now. */
  onLetIn(): void
  /** By the lines of their pictures; 0 is sound alone. */
  onQualities(lines: number[]): void
}

/** Opens a player’s stream once somebody wants it, and anew after trouble; for whom it has ended, no more. */
export class Opening {
  isWanted = false // somebody has asked to play
  #player: HTMLElement
  #video: HTMLVideoElement
  #heartbeat: Heartbeat
  #listener: OpeningListener
  #stream: Stream
  #opened: Promise<void> | null = null
  #isStale = false // its address may have ended
  #hasEnded = false

  constructor(player: HTMLElement, video: HTMLVideoElement, heartbeat: Heartbeat, listener: OpeningListener) {
    this.#player = player
    this.#video = video
    this.#heartbeat = heartbeat
    this.#listener = listener
    this.#stream = new Stream(video, {
      onTrouble: (isAway) => this.#trouble(isAway),
      onWell: () => listener.onTrouble(""),
      onRetry: () => void this.again(),
      onQualities: (lines) => listener.onQualities(lines),
    })
  }

  /** Somebody comes near: fetch the stream, so that play starts at once. What is logged waits for the wish to play. */
  near(): void {
    if (!this.#player.dataset.viewingHref) void this.open()
  }

  open(at = this.#begin): Promise<void> {
    this.#opened ??= this.#fetch(at)
    return this.#opened
  }

  /** After trouble: from where it stopped. */
  async again(): Promise<void> {
    const at = this.#video.currentTime
    this.#opened = null
    await this.open(at || undefined)
    if (this.isWanted) await this.#video.play().catch(() => undefined)
  }

  /** A fresh address for what plays. */
  renew(src: string): void {
    this.#player.dataset.src = src
    this.#stream.renew(src)
  }

  /** By the lines of its picture; null lets the player choose. */
  choose(lines: number | null): void {
    this.#stream.choose(lines)
  }

  /** Whoever was let in isn’t any more. */
  end(): void {
    this.#hasEnded = true
    this.isWanted = false
    this.#opened = null
    this.#stream.end()
    this.#listener.onTrouble(ENDED)
  }

  close(): void {
    this.#stream.close()
    this.#opened = null
  }

  /** Where an address asked for, or where somebody was last: the server knows that, unless this browser knows better. */
  get #begin(): number {
    const { leftAtMs, positionMs } = this.#player.dataset
    const untold = "asked" in this.#player.dataset ? null : this.#heartbeat.untoldSince(Number(leftAtMs))
    return untold ?? Number(positionMs) / 1000
  }

  async #fetch(at: number): Promise<void> {
    this.#hasEnded = false
    const { viewingHref } = this.#player.dataset
    if (viewingHref) {
      if (!(await this.#letIn(viewingHref))) return
    } else if (this.#isStale) await this.#heartbeat.fresh()
    if (this.#hasEnded) return
    this.#isStale = false
    await this.#stream.open(this.#player.dataset.src ?? "", at, viewingHref ? "confidential" : "usual")
  }

  async #letIn(href: string): Promise<boolean> {
    try {
      const viewing = await beginViewing(href, this.#player.dataset.csrf ?? "")
      if (!viewing) this.end()
      else Object.assign(this.#player.dataset, viewing)
      this.#listener.onLetIn()
      return viewing !== null
    } catch {
      this.#stream.later()
      return false
    }
  }

  /** The address may have ended, or the network be away. Nobody hears of it who hasn’t asked to play. */
  #trouble(isAway: boolean): void {
    this.#isStale = true
    if (this.isWanted) return this.#listener.onTrouble(isAway ? OFFLINE : TROUBLE)
    this.close()
  }
}

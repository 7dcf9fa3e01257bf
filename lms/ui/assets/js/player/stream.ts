import type HlsClass from "hls.js"
import { retryDelay } from "../lib/backoff.ts"

const ENDED = new Set([401, 403, 404, 410])

/** What the stream tells: it has ended in trouble, or it plays again. */
export interface StreamListener {
  onTrouble(isAway: boolean): void
  onLevel(): void
}

/** Plays HLS into a <video>: by hls.js, or by the browser where it knows better. */
export class Stream {
  #video: HTMLVideoElement
  #listener: StreamListener
  #hls: HlsClass | null = null
  #failures = 0
  #timer = 0

  constructor(video: HTMLVideoElement, listener: StreamListener) {
    this.#video = video
    this.#listener = listener
  }

  /** Fetch what plays, from `start` seconds on. Again with another address after trouble. */
  async open(src: string, start: number): Promise<void> {
    this.close()
    const { default: Hls } = await import("hls.js/light")
    if (Hls.isSupported()) this.#attach(Hls, src, start)
    else this.#native(src, start)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#hls?.destroy()
    this.#hls = null
  }

  #attach(Hls: typeof HlsClass, src: string, start: number): void {
    // Without a worker the policy needs no blob: scripts; our segments are fragmented MP4, which it only passes on.
    const hls = new Hls({
      enableWorker: false,
      startPosition: start,
      startLevel: 0, // the first picture at once; what the network and the player's size allow from the second segment on
      capLevelToPlayerSize: true,
      maxMaxBufferLength: 45, // seconds ahead; by itself it would read on for ten minutes, played or not
      backBufferLength: 60,
    })
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
      const hasEnded = ENDED.has(response?.code ?? 0) // hls.js would ask the same address six times
      if (!fatal && !hasEnded) return
      if (type === Hls.ErrorTypes.MEDIA_ERROR && this.#failures++ < 3) return hls.recoverMediaError()
      hls.stopLoad()
      this.#later()
    })
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.#well())
    hls.attachMedia(this.#video)
    hls.loadSource(src)
    this.#hls = hls
  }

  #native(src: string, start: number): void {
    this.#video.src = src
    this.#video.addEventListener("loadedmetadata", () => (this.#video.currentTime = start), { once: true })
    this.#video.addEventListener("loadeddata", () => this.#well(), { once: true })
    this.#video.addEventListener("error", () => this.#later(), { once: true })
  }

  #well(): void {
    if (this.#failures) this.#listener.onLevel()
    this.#failures = 0
  }

  #later(): void {
    this.#failures += 1
    this.#listener.onTrouble(!navigator.onLine)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#video.dispatchEvent(new Event("reopen")), retryDelay(this.#failures))
  }
}

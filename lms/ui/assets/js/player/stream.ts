import type HlsClass from "hls.js"
import { retryDelay } from "../lib/backoff.ts"
import { withToken } from "../lib/token.ts"

const ENDED = new Set([401, 403, 404, 410])
const AHEAD_S = { usual: 30, confidential: 20 } // what is read ahead would still play after a revocation

/** What the stream tells: it has ended in trouble, it plays again, it is to be opened anew, which qualities there are. */
export interface StreamListener {
  onTrouble(isAway: boolean): void
  onWell(): void
  onRetry(): void
  /** By the lines of their pictures; 0 is sound alone. None where the browser plays by itself. */
  onQualities(lines: number[]): void
}

/** Plays HLS into a <video>: by hls.js, or by the browser where it knows better. */
export class Stream {
  #video: HTMLVideoElement
  #listener: StreamListener
  #hls: HlsClass | null = null
  #failures = 0
  #timer = 0
  #life = new AbortController()
  #lines: number | null = null
  #fresh = ""

  /** Whether the browser plays HLS by itself: then nobody can give it another address in mid-play. */
  static get isNative(): boolean {
    return !("MediaSource" in window || "ManagedMediaSource" in window)
  }

  constructor(video: HTMLVideoElement, listener: StreamListener) {
    this.#video = video
    this.#listener = listener
  }

  /** Fetch what plays, from `start` seconds on. Again with another address after trouble. */
  async open(src: string, start: number, kind: keyof typeof AHEAD_S = "usual"): Promise<void> {
    this.close()
    this.#fresh = src
    const { default: Hls } = await import("hls.js/light")
    if (Hls.isSupported()) this.#attach(Hls, src, start, AHEAD_S[kind])
    else this.#native(src, start)
  }

  /** Play this quality from the next segment on; null lets the network and the player's size decide. */
  choose(lines: number | null): void {
    this.#lines = lines
    const level = this.#hls?.levels.findIndex((found) => (found.height || 0) === lines)
    if (this.#hls) this.#hls.nextLevel = level ?? -1
  }

  /** Go on under a fresher address of the same stream, without a gap. */
  renew(src: string): void {
    this.#fresh = src
  }

  /** Let go of all that was fetched, too: what is on the screen goes dark. */
  end(): void {
    this.close()
    this.#video.removeAttribute("src")
    this.#video.load()
  }

  close(): void {
    this.#life.abort()
    clearTimeout(this.#timer)
    this.#hls?.destroy()
    this.#hls = null
  }

  #attach(Hls: typeof HlsClass, src: string, start: number, ahead: number): void {
    // Without a worker the policy needs no blob: scripts; our segments are fragmented MP4, which it only passes on.
    const hls = new Hls({
      enableWorker: false,
      startPosition: start,
      startLevel: 0, // the first picture at once; what the network and the player's size allow from the second segment on
      capLevelToPlayerSize: true,
      maxMaxBufferLength: ahead, // seconds; by itself it would read on for ten minutes, played or not
      backBufferLength: 60,
      xhrSetup: (xhr, url) => xhr.open("GET", withToken(url, this.#fresh)),
    })
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
      const hasEnded = ENDED.has(response?.code ?? 0) // hls.js would ask the same address six times
      if (!fatal && !hasEnded) return
      if (type === Hls.ErrorTypes.MEDIA_ERROR && this.#failures++ < 3) return hls.recoverMediaError()
      hls.stopLoad()
      this.later()
    })
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.#well())
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      this.#listener.onQualities(hls.levels.map(({ height }) => height || 0))
      if (this.#lines !== null) this.choose(this.#lines)
    })
    hls.attachMedia(this.#video)
    hls.loadSource(src)
    this.#hls = hls
  }

  #native(src: string, start: number): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#video.crossOrigin = "anonymous" // segments may be redirected to the object store, which says by CORS that they may
    this.#video.src = src
    this.#video.addEventListener("loadedmetadata", () => (this.#video.currentTime = start), { once: true, signal })
    this.#video.addEventListener("loadeddata", () => this.#well(), { once: true, signal })
    this.#video.addEventListener("error", () => this.later(), { once: true, signal })
  }

  #well(): void {
    if (this.#failures) this.#listener.onWell()
    this.#failures = 0
  }

  /** Say that there is trouble, and ask to be opened again after a while. */
  later(): void {
    this.#failures += 1
    this.#listener.onTrouble(!navigator.onLine)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#listener.onRetry(), retryDelay(this.#failures))
  }
}

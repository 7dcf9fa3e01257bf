import { clock, spokenClock } from "../lib/clock.ts"
import { Heartbeat, type Heard } from "../player/heartbeat.ts"
import { type Wish, wishOf } from "../player/keys.ts"
import { Preview } from "../player/preview.ts"
import { Stream } from "../player/stream.ts"

const OFFLINE = "The connection is lost. Playing goes on as soon as it is back; what you have watched is kept."
const TROUBLE = "The video isn’t coming through. Trying again …"
const SIGNED_OUT = "You are signed out. What you watch now isn’t counted: sign in again in another tab, then reload this page."

/** <course-player data-src data-position-ms data-watch-href …> wakes the controls that the page has around a <video>. */
export class CoursePlayer extends HTMLElement {
  static #lastUsed: CoursePlayer | null = null
  #life = new AbortController()
  #opened: Promise<void> | null = null
  #stream: Stream | null = null
  #heartbeat: Heartbeat | null = null
  #isWanted = false
  #isStale = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#heartbeat = new Heartbeat(this, this.#video, (heard) => this.#hear(heard), () => this.#say(SIGNED_OUT))
    this.#heartbeat.listen(signal)
    this.#stream = new Stream(this.#video, { onTrouble: (isAway) => this.#trouble(isAway), onLevel: () => this.#say("") })
    new Preview(this.#one("[data-preview]"), this.#seek, this.dataset.storyboard ?? "").listen(signal)
    this.#listen(signal)
    this.#fill()
    if ("eager" in this.dataset) void this.#open()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#stream?.close()
    this.#opened = null
  }

  get #video(): HTMLVideoElement { return this.#one("video") }
  get #seek(): HTMLInputElement { return this.#one("[data-seek]") }

  #one<Found extends Element>(selector: string): Found {
    const found = this.querySelector<Found>(selector)
    if (!found) throw new Error(`<course-player> has no ${selector}`)
    return found
  }

  #listen(signal: AbortSignal): void {
    const video = this.#video
    this.addEventListener("click", (event) => this.#click(event), { signal })
    for (const nearing of ["pointerenter", "focusin"]) this.addEventListener(nearing, () => void this.#open(), { signal, once: true })
    this.#seek.addEventListener("input", () => void this.#go(Number(this.#seek.value), false), { signal })
    this.#one<HTMLSelectElement>("[data-speed]").addEventListener("change", (event) => {
      video.playbackRate = Number((event.target as HTMLSelectElement).value)
    }, { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    for (const change of ["play", "playing", "pause", "waiting", "ended"]) video.addEventListener(change, () => this.#show(change), { signal })
    for (const move of ["timeupdate", "seeking"]) video.addEventListener(move, () => this.#tick(), { signal })
    video.addEventListener("volumechange", () => this.#one("[data-mute]").setAttribute("aria-pressed", String(video.muted)), { signal })
    video.addEventListener("contextmenu", (event) => event.preventDefault(), { signal })
    video.addEventListener("reopen", () => void this.#reopen(), { signal })
    addEventListener("online", () => this.dataset.state === "trouble" && void this.#reopen(), { signal })
  }

  /** Fetch the stream once somebody comes near, so that play starts at once. */
  #open(at = this.#heartbeat?.untold ?? Number(this.dataset.positionMs) / 1000): Promise<void> {
    this.#opened ??= this.#fetch(at)
    return this.#opened
  }

  async #fetch(at: number): Promise<void> {
    if (this.#isStale) await this.#heartbeat?.fresh()
    this.#isStale = false
    await this.#stream!.open(this.dataset.src ?? "", at)
  }

  /** The address may have ended, or the network be away. Nobody hears of it who hasn't asked to play. */
  #trouble(isAway: boolean): void {
    this.#isStale = true
    if (this.#isWanted) return this.#say(isAway ? OFFLINE : TROUBLE)
    this.#stream?.close()
    this.#opened = null
  }

  /** After trouble: from where it stopped. */
  async #reopen(): Promise<void> {
    const at = this.#video.currentTime
    this.#opened = null
    await this.#open(at || undefined)
    if (this.#isWanted) await this.#video.play().catch(() => undefined)
  }

  #click(event: Event): void {
    const target = event.target as Element
    const asked = target.closest<HTMLElement>("[data-do], [data-seek-ms]")
    if (asked?.dataset.seekMs) void this.#go(Number(asked.dataset.seekMs) / 1000, true)
    else if (asked) this.#do(asked.dataset.do as Wish)
    else if (target === this.#video) this.#do("toggle")
  }

  #key(event: KeyboardEvent): void {
    const isInside = event.target instanceof Node && this.contains(event.target)
    if (!isInside && (CoursePlayer.#lastUsed !== this || (event.target as Element).closest?.("course-player"))) return
    const wish = wishOf(event, isInside)
    if (!wish) return
    event.preventDefault()
    this.#do(wish)
  }

  #do(wish: Wish): void {
    const video = this.#video
    const deeds: Record<Wish, () => void> = {
      toggle: () => (video.paused ? void this.#play() : this.#pause()),
      back: () => void this.#go(video.currentTime - 10, false),
      on: () => void this.#go(video.currentTime + 10, false),
      "back-5": () => void this.#go(video.currentTime - 5, false),
      "on-5": () => void this.#go(video.currentTime + 5, false),
      start: () => void this.#go(0, false),
      end: () => void this.#go(video.duration || 0, false),
      mute: () => (video.muted = !video.muted),
      louder: () => (video.volume = Math.min(1, video.volume + 0.1)),
      softer: () => (video.volume = Math.max(0, video.volume - 0.1)),
      fullscreen: () => void this.#fullscreen(),
    }
    deeds[wish]()
  }

  async #play(): Promise<void> {
    const other = CoursePlayer.#lastUsed
    if (other && other !== this) other.#pause()
    CoursePlayer.#lastUsed = this
    this.#isWanted = true
    this.dataset.state = "loading"
    await this.#open()
    await this.#video.play().catch(() => (this.dataset.state = "paused"))
  }

  #pause(): void {
    this.#isWanted = false
    this.#video.pause()
  }

  async #go(second: number, andPlay: boolean): Promise<void> {
    await this.#open()
    if (this.#video.readyState === 0) await new Promise((ready) => this.#video.addEventListener("loadedmetadata", ready, { once: true }))
    this.#video.currentTime = Math.min(Math.max(0, second), this.#video.duration || second)
    this.#tick()
    if (andPlay) await this.#play()
  }

  async #fullscreen(): Promise<void> {
    const video = this.#video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }
    if (document.fullscreenElement) return document.exitFullscreen()
    const frame = this.#one<HTMLElement>("[data-frame]")
    if (frame.requestFullscreen) return frame.requestFullscreen()
    video.webkitEnterFullscreen?.()
  }

  #show(change: string): void {
    const states: Record<string, string> = { play: "loading", playing: "playing", pause: "paused", waiting: "loading", ended: "ended" }
    this.dataset.state = states[change] ?? "paused"
    if (change === "ended") this.#isWanted = false
    if (change === "playing") this.#say("")
    if (change !== "waiting") this.#one("[data-toggle]").setAttribute("aria-label", this.#video.paused ? "Play" : "Pause")
  }

  #tick(): void {
    const second = this.#video.currentTime
    this.#seek.value = String(Math.floor(second))
    this.#seek.setAttribute("aria-valuetext", spokenClock(second))
    this.#fill()
    this.#one("[data-now]").textContent = clock(second)
    const chapters = [...this.querySelectorAll<HTMLElement>("[data-seek-ms]")]
    const here = chapters.findLast((chapter) => Number(chapter.dataset.seekMs) <= second * 1000 + 250)
    for (const chapter of chapters) chapter.setAttribute("aria-current", String(chapter === here))
  }

  #fill(): void {
    this.#seek.style.setProperty("--played", String(Number(this.#seek.value) / Math.max(1, Number(this.#seek.max))))
  }

  #hear({ permille, src }: Heard): void {
    this.dataset.src = src
    this.dispatchEvent(new CustomEvent("watched", { bubbles: true, detail: { permille } }))
  }

  #say(trouble: string): void {
    const line = this.#one<HTMLElement>("[data-trouble]")
    line.textContent = trouble
    line.hidden = !trouble
    if (trouble && trouble !== SIGNED_OUT) this.dataset.state = "trouble"
  }
}

customElements.define("course-player", CoursePlayer)

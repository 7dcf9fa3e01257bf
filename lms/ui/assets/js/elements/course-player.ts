import { spokenTime, timecode } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import { Captions } from "../player/captions.ts"
import { Heartbeat, type Heard } from "../player/heartbeat.ts"
import { type Wish, wishOf } from "../player/keys.ts"
import { type Liked, Liking } from "../player/liking.ts"
import { Preview } from "../player/preview.ts"
import { Sheet } from "../player/sheet.ts"
import { StopAt } from "../player/stop-at.ts"
import { Stream } from "../player/stream.ts"
import { beginViewing } from "../player/viewing.ts"
import { Waveform } from "../player/waveform.ts"

const OFFLINE = "The connection is lost. Playing goes on as soon as it is back; what you have watched is kept."
const TROUBLE = "The video isn’t coming through. Trying again …"
const SIGNED_OUT = "You are signed out. What you watch now isn’t counted: sign in again in another tab, then reload this page."
const PICTURE_S = 1 / 25
const ENDED = "This recording isn’t open to you any more. Reload the page to see why."

/** <course-player data-src data-position-ms data-watch-href …> puts the page's template of controls under its <video>. */
export class CoursePlayer extends HTMLElement {
  static #lastUsed: CoursePlayer | null = null
  #life = new AbortController()
  #opened: Promise<void> | null = null
  #stream!: Stream
  #heartbeat!: Heartbeat
  #liking!: Liking
  #captions!: Captions
  #sheet!: Sheet
  #stopAt!: StopAt
  #waveform!: Waveform
  #lastCaptions: string | null = null
  #isWanted = false
  #isStale = false
  #hasEnded = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#furnish()
    this.#heartbeat = new Heartbeat(this, this.#video, (heard) => this.#hear(heard), () => this.#say(SIGNED_OUT), () => this.#end())
    this.#heartbeat.listen(signal)
    this.#stream = new Stream(this.#video, {
      onTrouble: (isAway) => this.#trouble(isAway),
      onWell: () => this.#say(""),
      onRetry: () => void this.#reopen(),
      onQualities: (lines) => this.#sheet.offerQualities(lines),
    })
    this.#captions = new Captions(this.#video)
    this.#liking = new Liking(this, (liked) => this.#apply(liked))
    this.#liking.listen(signal)
    this.#sheet = new Sheet(this.#one("[data-sheet]"), (part) => this.#liking.change(part))
    this.#sheet.listen(signal)
    this.#stopAt = new StopAt(this.#video)
    this.#stopAt.listen(signal)
    new Preview(this.#one("[data-preview]"), this.#seek, () => this.dataset.storyboard ?? "").listen(signal)
    this.#waveform = new Waveform(this, this.#one("[data-scrubber]"))
    this.#waveform.listen(signal)
    this.#listen(signal)
    this.#sheet.offerCaptions(this.#captions.tracks)
    this.#one<HTMLElement>('[data-do="captions"]').hidden = !this.#captions.tracks.length
    const isHeard = "heard" in this.dataset
    this.#one<HTMLElement>('[data-do="pip"]').hidden = isHeard || !document.pictureInPictureEnabled || this.#video.disablePictureInPicture
    this.#one<HTMLElement>('[data-do="fullscreen"]').hidden = isHeard
    this.#apply(this.#liking.liked)
    this.#tick()
    if ("eager" in this.dataset) this.#near()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#stream.close()
    this.#opened = null
  }

  /** For what stands beside it on a page: where it is, and a way to another moment. */
  get ms(): number { return this.#video.readyState ? this.#video.currentTime * 1000 : Number(this.dataset.positionMs) }
  async seek(ms: number): Promise<void> { await this.#go(ms / 1000, false) }
  async playPart(startMs: number, endMs: number | null): Promise<void> {
    const going = this.#go(startMs / 1000, true)
    this.#stopAt.end = endMs === null ? null : endMs / 1000
    await going
  }
  toggle(): void { this.#do("toggle") }
  get isPlaying(): boolean { return !this.#video.paused }
  play(): void { void this.#play() }
  pause(): void { this.#pause() }

  get #video(): HTMLVideoElement { return this.#one("video") }
  get #seek(): HTMLInputElement { return this.#one("[data-seek]") }

  #one<Found extends Element = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  /** The controls stand once in a page, as a template, however many players it has. */
  #furnish(): void {
    const place = this.#one<HTMLElement>("[data-controls]")
    const template = document.querySelector<HTMLTemplateElement>("#player-controls")
    if (!template || place.childElementCount) return
    place.append(template.content.cloneNode(true))
    this.#seek.max = String(Math.floor(this.#duration))
    this.#one("[data-duration]").textContent = timecode(this.#duration)
    this.#seek.value = String(Number(this.dataset.positionMs) / 1000)
  }

  get #duration(): number { return Number(this.dataset.durationMs) / 1000 }

  #listen(signal: AbortSignal): void {
    const video = this.#video
    this.addEventListener("click", (event) => this.#click(event), { signal })
    for (const nearing of ["pointerenter", "focusin"]) this.addEventListener(nearing, () => this.#near(), { signal, once: true })
    this.#seek.addEventListener("input", () => void this.#go(Number(this.#seek.value), false), { signal })
    this.#one<HTMLInputElement>("[data-volume]").addEventListener("input", (event) => {
      video.volume = Number((event.target as HTMLInputElement).value) / 100
      video.muted = video.volume === 0
    }, { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    for (const change of ["play", "playing", "pause", "waiting", "ended"]) video.addEventListener(change, () => this.#show(change), { signal })
    for (const move of ["timeupdate", "seeking"]) video.addEventListener(move, () => this.#tick(), { signal })
    video.addEventListener("volumechange", () => this.#showVolume(), { signal })
    this.#one("[data-frame]").addEventListener("contextmenu", (event) => event.preventDefault(), { signal })
    addEventListener("online", () => this.dataset.state === "trouble" && void this.#reopen(), { signal })
  }

  /** Somebody comes near: fetch the stream, so that play starts at once. What is logged waits for the wish to play. */
  #near(): void {
    if (!this.dataset.viewingHref) void this.#open()
  }

  /** Where an address asked for, or where somebody was last: the server knows that, unless this browser knows better. */
  get #begin(): number {
    const untold = "asked" in this.dataset ? null : this.#heartbeat.untoldSince(Number(this.dataset.leftAtMs))
    return untold ?? Number(this.dataset.positionMs) / 1000
  }

  #open(at = this.#begin): Promise<void> {
    this.#opened ??= this.#fetch(at)
    return this.#opened
  }

  async #fetch(at: number): Promise<void> {
    this.#hasEnded = false
    if (this.dataset.viewingHref) {
      if (!(await this.#letIn(this.dataset.viewingHref))) return
    } else if (this.#isStale) await this.#heartbeat.fresh()
    if (this.#hasEnded) return
    this.#isStale = false
    await this.#stream.open(this.dataset.src ?? "", at, this.dataset.viewingHref ? "confidential" : "usual")
  }

  async #letIn(href: string): Promise<boolean> {
    try {
      const viewing = await beginViewing(href, this.dataset.csrf ?? "")
      if (!viewing) this.#end()
      else Object.assign(this.dataset, viewing)
      void this.#waveform.draw()
      this.#apply(this.#liking.liked) // captions of what is logged come only while a viewing goes on
      return viewing !== null
    } catch {
      this.#stream.later()
      return false
    }
  }

  /** Whoever was let in isn't any more. */
  #end(): void {
    this.#hasEnded = true
    this.#isWanted = false
    this.#opened = null
    this.#stream.end()
    this.#say(ENDED)
  }

  /** The address may have ended, or the network be away. Nobody hears of it who hasn't asked to play. */
  #trouble(isAway: boolean): void {
    this.#isStale = true
    if (this.#isWanted) return this.#say(isAway ? OFFLINE : TROUBLE)
    this.#stream.close()
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
    if (asked?.dataset.seekMs) void this.playPart(Number(asked.dataset.seekMs), asked.dataset.untilMs ? Number(asked.dataset.untilMs) : null)
    else if (asked) this.#do(asked.dataset.do as Wish)
    else if (target === this.#video) this.#do("toggle")
  }

  #key(event: KeyboardEvent): void {
    const isInside = event.target instanceof Node && this.contains(event.target)
    if (!isInside && !this.#isMeantFromOutside(event.target as Element)) return
    const wish = wishOf(event, isInside)
    if (!wish) return
    event.preventDefault()
    this.#do(wish)
  }

  /** Keys that no field has: for the player used last, or the only one of its page. */
  #isMeantFromOutside(target: Element): boolean {
    if (target.closest?.("course-player")) return false
    return CoursePlayer.#lastUsed ? CoursePlayer.#lastUsed === this : "alone" in this.dataset
  }

  #do(wish: Wish): void {
    const video = this.#video
    if (wish.startsWith("part-")) return void this.#go((this.#duration * Number(wish.slice(5))) / 10, false)
    const deeds: Record<string, () => void> = {
      toggle: () => (video.paused ? void this.#play() : this.#pause()),
      back: () => void this.#go(video.currentTime - 10, false),
      on: () => void this.#go(video.currentTime + 10, false),
      "back-5": () => void this.#go(video.currentTime - 5, false),
      "on-5": () => void this.#go(video.currentTime + 5, false),
      "picture-back": () => this.#stepped(-PICTURE_S),
      "picture-on": () => this.#stepped(PICTURE_S),
      start: () => void this.#go(0, false),
      end: () => void this.#go(this.#duration, false),
      mute: () => (video.muted = !video.muted),
      louder: () => (video.volume = Math.min(1, video.volume + 0.1)),
      softer: () => (video.volume = Math.max(0, video.volume - 0.1)),
      slower: () => this.#speedBy(-1),
      faster: () => this.#speedBy(1),
      captions: () => this.#toggleCaptions(),
      pip: () => void this.#pip(),
      fullscreen: () => void this.#fullscreen(),
      keys: () => this.#one<HTMLDialogElement>("[data-keys]").showModal(),
    }
    deeds[wish]?.()
  }

  #stepped(seconds: number): void {
    if (this.#video.paused) void this.#go(this.#video.currentTime + seconds, false)
  }

  #speedBy(steps: number): void {
    this.#liking.change({ speed_percent: this.#sheet.speedFrom(this.#liking.liked.speed_percent, steps) })
  }

  #toggleCaptions(): void {
    if (this.#captions.shown) this.#lastCaptions = this.#captions.shown
    this.#liking.change({ captions: this.#captions.shown ? null : this.#captions.wanted(this.#lastCaptions) })
  }

  #apply(liked: Liked): void {
    this.#video.defaultPlaybackRate = this.#video.playbackRate = liked.speed_percent / 100
    this.#stream.choose(liked.lines)
    this.#captions.show(this.dataset.viewingHref && !this.dataset.src ? null : liked.captions)
    this.dataset.captionSize = liked.caption_size
    this.dataset.captionLook = liked.caption_look
    this.#one('[data-do="captions"]').setAttribute("aria-pressed", String(this.#captions.shown !== null))
    this.#sheet.show(liked)
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
    this.#stopAt.end = null
    this.#video.pause()
  }

  async #go(second: number, andPlay: boolean): Promise<void> {
    this.#stopAt.end = null
    await this.#open()
    if (this.#video.readyState === 0) await new Promise((ready) => this.#video.addEventListener("loadedmetadata", ready, { once: true }))
    this.#video.currentTime = Math.min(Math.max(0, second), this.#video.duration || second)
    this.#tick()
    if (andPlay) await this.#play()
  }

  async #pip(): Promise<void> {
    if (document.pictureInPictureElement) return document.exitPictureInPicture()
    await this.#open()
    await this.#video.requestPictureInPicture().catch(() => undefined)
  }

  async #fullscreen(): Promise<void> {
    const video = this.#video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }
    if (document.fullscreenElement) return document.exitFullscreen()
    const frame = this.#one<HTMLElement>("[data-frame]")
    if (frame.requestFullscreen) return frame.requestFullscreen()
    if (!this.querySelector("viewer-mark")) video.webkitEnterFullscreen?.() // the browser's own screen would leave it out
  }

  #show(change: string): void {
    const states: Record<string, string> = { play: "loading", playing: "playing", pause: "paused", waiting: "loading", ended: "ended" }
    this.dataset.state = states[change] ?? "paused"
    if (change === "ended") this.#isWanted = false
    if (change === "playing") this.#say("")
    if (change !== "waiting") this.#one("[data-toggle]").setAttribute("aria-label", this.#video.paused ? "Play" : "Pause")
  }

  #showVolume(): void {
    const { muted, volume } = this.#video
    this.#one("[data-mute]").setAttribute("aria-pressed", String(muted))
    this.#one<HTMLInputElement>("[data-volume]").value = String(muted ? 0 : Math.round(volume * 100))
  }

  #tick(): void {
    const second = this.#video.readyState ? this.#video.currentTime : Number(this.dataset.positionMs) / 1000
    this.#seek.value = String(Math.floor(second))
    this.#seek.setAttribute("aria-valuetext", spokenTime(second))
    this.#one<HTMLElement>("[data-scrubber]").style.setProperty("--played", String(second / Math.max(1, this.#duration)))
    this.#one("[data-now]").textContent = timecode(second)
    const chapters = [...this.querySelectorAll<HTMLElement>(".chapters [data-seek-ms]")]
    const here = chapters.findLast((chapter) => Number(chapter.dataset.seekMs) <= second * 1000 + 250)
    for (const chapter of chapters) chapter.setAttribute("aria-current", String(chapter === here))
    this.dispatchEvent(new CustomEvent("player-time", { bubbles: true, detail: { ms: second * 1000 } }))
  }

  #hear({ permille, src }: Heard): void {
    if (src) {
      this.dataset.src = src
      this.#stream.renew(src)
    }
    document.dispatchEvent(new CustomEvent("watched", { detail: { of: this.dataset.of, permille } }))
  }

  #say(trouble: string): void {
    const line = this.#one<HTMLElement>("[data-trouble]")
    line.textContent = trouble
    line.hidden = !trouble
    if (trouble && trouble !== SIGNED_OUT) this.dataset.state = "trouble"
  }
}

customElements.define("course-player", CoursePlayer)

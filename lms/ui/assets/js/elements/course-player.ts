import { needed } from "../lib/needed.ts"
import { Captions } from "../player/captions.ts"
import { Face } from "../player/face.ts"
import { Heartbeat, type Heard } from "../player/heartbeat.ts"
import { type Wish, wishOf } from "../player/keys.ts"
import { type Liked, Liking } from "../player/liking.ts"
import { Opening } from "../player/opening.ts"
import { Preview } from "../player/preview.ts"
import { toggleFullScreen, togglePictureInPicture } from "../player/screens.ts"
import { Sheet } from "../player/sheet.ts"
import { StopAt } from "../player/stop-at.ts"
import { drawMarks, seenIn } from "../player/marks.ts"
import { Waveform } from "../player/waveform.ts"

const SIGNED_OUT = "You are signed out. What you watch now isn’t counted: sign in again in another tab, then reload this page."
const PICTURE_S = 1 / 25

/** <course-player data-src data-position-ms data-watch-href …> puts the page's template of controls under its <video>. */
export class CoursePlayer extends HTMLElement {
  static #lastUsed: CoursePlayer | null = null
  #life = new AbortController()
  #face!: Face
  #heartbeat!: Heartbeat
  #opening!: Opening
  #liking!: Liking
  #captions!: Captions
  #sheet!: Sheet
  #stopAt!: StopAt
  #waveform!: Waveform
  #lastCaptions: string | null = null

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#face = new Face(this, this.#video)
    this.#face.furnish()
    const seen = seenIn(this)
    if (seen.length) drawMarks(this, seen)
    const signedOut = (): void => this.#face.say(SIGNED_OUT, true)
    this.#heartbeat = new Heartbeat(this, this.#video, (heard) => this.#hear(heard), signedOut, () => this.#opening.end())
    this.#heartbeat.listen(signal)
    this.#opening = new Opening(this, this.#video, this.#heartbeat, {
      onTrouble: (sentence) => this.#face.say(sentence),
      onLetIn: () => this.#letIn(),
      onQualities: (lines) => this.#sheet.offerQualities(lines),
    })
    this.#captions = new Captions(this.#video)
    this.#liking = new Liking(this, (liked) => this.#apply(liked))
    this.#liking.listen(signal)
    this.#sheet = new Sheet(this.#one("[data-sheet]"), (part) => this.#liking.change(part))
    this.#sheet.listen(signal)
    this.#stopAt = new StopAt(this.#video)
    this.#stopAt.listen(signal)
    new Preview(this.#one("[data-preview]"), this.#face.seek, () => this.dataset.storyboard ?? "").listen(signal)
    this.#waveform = new Waveform(this, this.#one("[data-scrubber]"))
    this.#waveform.listen(signal)
    this.#listen(signal)
    this.#sheet.offerCaptions(this.#captions.tracks)
    this.#face.offer({ hasCaptions: this.#captions.tracks.length > 0, isHeard: "heard" in this.dataset })
    this.#apply(this.#liking.liked)
    this.#tick()
    if ("eager" in this.dataset) this.#opening.near()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#opening.close()
  }

  /** For what stands beside it on a page: where it is, and a way to another moment. */
  get ms(): number { return this.#face.second * 1000 }
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

  #one<Found extends Element = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #listen(signal: AbortSignal): void {
    const video = this.#video
    this.addEventListener("click", (event) => this.#click(event), { signal })
    for (const nearing of ["pointerenter", "focusin"]) this.addEventListener(nearing, () => this.#opening.near(), { signal, once: true })
    const { seek } = this.#face
    seek.addEventListener("input", () => void this.#go(Number(seek.value), false), { signal })
    this.#one<HTMLInputElement>("[data-volume]").addEventListener("input", (event) => {
      video.volume = Number((event.target as HTMLInputElement).value) / 100
      video.muted = video.volume === 0
    }, { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    for (const change of ["play", "playing", "pause", "waiting", "ended"]) video.addEventListener(change, () => this.#show(change), { signal })
    for (const move of ["timeupdate", "seeking"]) video.addEventListener(move, () => this.#tick(), { signal })
    video.addEventListener("volumechange", () => this.#face.showVolume(), { signal })
    this.#one("[data-frame]").addEventListener("contextmenu", (event) => event.preventDefault(), { signal })
    addEventListener("online", () => this.dataset.state === "trouble" && void this.#opening.again(), { signal })
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
    if (wish.startsWith("part-")) return void this.#go((this.#face.duration * Number(wish.slice(5))) / 10, false)
    const deeds: Record<string, () => void> = {
      toggle: () => (video.paused ? void this.#play() : this.#pause()),
      back: () => void this.#go(video.currentTime - 10, false),
      on: () => void this.#go(video.currentTime + 10, false),
      "back-5": () => void this.#go(video.currentTime - 5, false),
      "on-5": () => void this.#go(video.currentTime + 5, false),
      "picture-back": () => this.#stepped(-PICTURE_S),
      "picture-on": () => this.#stepped(PICTURE_S),
      start: () => void this.#go(0, false),
      end: () => void this.#go(this.#face.duration, false),
      mute: () => (video.muted = !video.muted),
      louder: () => (video.volume = Math.min(1, video.volume + 0.1)),
      softer: () => (video.volume = Math.max(0, video.volume - 0.1)),
      slower: () => this.#speedBy(-1),
      faster: () => this.#speedBy(1),
      captions: () => this.#toggleCaptions(),
      pip: () => void togglePictureInPicture(video, () => this.#opening.open()),
      fullscreen: () => void toggleFullScreen(this.#one<HTMLElement>("[data-frame]"), video),
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
    this.#opening.choose(liked.lines)
    this.#captions.show(this.dataset.viewingHref && !this.dataset.src ? null : liked.captions)
    this.dataset.captionSize = liked.caption_size
    this.dataset.captionLook = liked.caption_look
    this.#face.showCaptions(this.#captions.shown)
    this.#sheet.show(liked)
  }

  async #play(): Promise<void> {
    const other = CoursePlayer.#lastUsed
    if (other && other !== this) other.#pause()
    CoursePlayer.#lastUsed = this
    this.#opening.isWanted = true
    this.dataset.state = "loading"
    await this.#opening.open()
    await this.#video.play().catch(() => (this.dataset.state = "paused"))
  }

  #pause(): void {
    this.#opening.isWanted = false
    this.#stopAt.end = null
    this.#video.pause()
  }

  async #go(second: number, andPlay: boolean): Promise<void> {
    this.#stopAt.end = null
    await this.#opening.open()
    if (this.#video.readyState === 0) await new Promise((ready) => this.#video.addEventListener("loadedmetadata", ready, { once: true }))
    this.#video.currentTime = Math.min(Math.max(0, second), this.#video.duration || second)
    this.#tick()
    if (andPlay) await this.#play()
  }

  #show(change: string): void {
    this.#face.show(change)
    if (change === "ended") this.#opening.isWanted = false
    if (change === "playing") this.#face.say("")
  }

  #tick(): void {
    this.#face.tick()
    this.dispatchEvent(new CustomEvent("player-time", { bubbles: true, detail: { ms: this.ms } }))
  }

  /** To what is logged: its captions and its sound come only while a viewing goes on. */
  #letIn(): void {
    void this.#waveform.draw()
    this.#apply(this.#liking.liked)
  }

  #hear({ permille, src }: Heard): void {
    if (src) this.#opening.renew(src)
    document.dispatchEvent(new CustomEvent("watched", { detail: { of: this.dataset.of, permille } }))
  }
}

customElements.define("course-player", CoursePlayer)

import { spokenTime, timecode } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"

const STATES: Record<string, string> = { play: "loading", playing: "playing", pause: "paused", waiting: "loading", ended: "ended" }

/** How a player looks: its controls and what they show, and the line that says what is wrong. */
export class Face {
  #player: HTMLElement
  #video: HTMLVideoElement

  constructor(player: HTMLElement, video: HTMLVideoElement) {
    this.#player = player
    this.#video = video
  }

  /** Of the whole, in seconds. */
  get duration(): number { return Number(this.#player.dataset.durationMs) / 1000 }

  /** Where it is, in seconds. */
  get second(): number { return this.#video.readyState ? this.#video.currentTime : Number(this.#player.dataset.positionMs) / 1000 }

  get seek(): HTMLInputElement { return this.#one("[data-seek]") }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this.#player, selector) }

  /** The controls stand once in a page, as a template, however many players it has. */
  furnish(): void {
    const place = this.#one("[data-controls]")
    const template = document.querySelector<HTMLTemplateElement>("#player-controls")
    if (!template || place.childElementCount) return
    place.append(template.content.cloneNode(true))
    this.seek.max = String(Math.floor(this.duration))
    this.#one("[data-duration]").textContent = timecode(this.duration)
    this.seek.value = String(Number(this.#player.dataset.positionMs) / 1000)
  }

  /** Leave out the buttons of what can’t be done here. */
  offer({ hasCaptions, isHeard }: { hasCaptions: boolean; isHeard: boolean }): void {
    this.#one('[data-do="captions"]').hidden = !hasCaptions
    this.#one('[data-do="pip"]').hidden = isHeard || !document.pictureInPictureEnabled || this.#video.disablePictureInPicture
    this.#one('[data-do="fullscreen"]').hidden = isHeard
  }

  /** After a media event of that name. */
  show(change: string): void {
    this.#player.dataset.state = STATES[change] ?? "paused"
    if (change !== "waiting") this.#one("[data-toggle]").setAttribute("aria-label", this.#video.paused ? "Play" : "Pause")
  }

  showVolume(): void {
    const { muted, volume } = this.#video
    this.#one("[data-mute]").setAttribute("aria-pressed", String(muted))
    this.#one<HTMLInputElement>("[data-volume]").value = String(muted ? 0 : Math.round(volume * 100))
  }

  showCaptions(language: string | null): void {
    this.#one('[data-do="captions"]').setAttribute("aria-pressed", String(language !== null))
  }

  /** Where it is now. */
  tick(): void {
    const { second } = this
    this.seek.value = String(Math.floor(second))
    this.seek.setAttribute("aria-valuetext", spokenTime(second))
    this.#one("[data-scrubber]").style.setProperty("--played", String(second / Math.max(1, this.duration)))
    this.#one("[data-now]").textContent = timecode(second)
    const chapters = [...this.#player.querySelectorAll<HTMLElement>(".chapters [data-seek-ms]")]
    const here = chapters.findLast((chapter) => Number(chapter.dataset.seekMs) <= second * 1000 + 250)
    for (const chapter of chapters) chapter.setAttribute("aria-current", String(chapter === here))
  }

  /** What is wrong; empty once nothing is. `goesOn`: it plays all the same. */
  say(trouble: string, goesOn = false): void {
    const line = this.#one("[data-trouble]")
    line.textContent = trouble
    line.hidden = !trouble
    if (trouble && !goesOn) this.#player.dataset.state = "trouble"
  }
}

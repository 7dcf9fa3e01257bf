import { timecode } from "../lib/clock.ts"
import type { CoursePlayer } from "./course-player.ts"

/**
 * <moment-form> pauses the player while somebody writes into its form, and plays on once the words have been sent, if it
 * played before. A form with a moment is pinned to where the video stands as typing begins; without a player around it,
 * the form's own moment holds.
 *
 * A [data-at] says the moment, a [data-now] takes the present one instead.
 */
export class MomentForm extends HTMLElement {
  #life = new AbortController()
  #wasPlaying = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    const player = this.#player
    this.#say()
    if (!player) return
    this.addEventListener("input", () => this.#typed(player), { signal })
    this.addEventListener("moment-kept", () => this.#wasPlaying && player.play(), { signal })
    this.#now?.addEventListener("click", () => this.#pin(player.ms), { signal })
    if (this.#moment) player.addEventListener("player-time", () => this.#follow(player), { signal })
    this.#follow(player)
  }

  disconnectedCallback(): void { this.#life.abort() }

  get #player(): CoursePlayer | null { return this.closest<CoursePlayer>("course-player") }
  get #moment(): HTMLInputElement | null { return this.querySelector("[name=at_ms]") }
  get #now(): HTMLButtonElement | null { return this.querySelector("[data-now]") }
  get #isEmpty(): boolean { return !this.querySelector("textarea")?.value }

  #typed(player: CoursePlayer): void {
    if (player.isPlaying) {
      this.#wasPlaying = true
      player.pause()
    }
    this.#say()
  }

  /** As long as nothing is typed the moment is that of the video; afterwards it stays. */
  #follow(player: CoursePlayer): void {
    if (this.#isEmpty) this.#pin(player.ms)
  }

  #pin(ms: number): void {
    if (this.#moment) this.#moment.value = String(Math.round(ms))
    this.#say()
    if (!this.#isEmpty) this.dispatchEvent(new CustomEvent("moment-pinned", { bubbles: true }))
  }

  #say(): void {
    const line = this.querySelector("[data-at]")
    if (line && this.#moment) line.textContent = timecode(Number(this.#moment.value) / 1000)
    if (this.#now) this.#now.hidden = this.#isEmpty || !this.#player
  }
}

customElements.define("moment-form", MomentForm)

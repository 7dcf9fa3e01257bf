import { clock } from "../lib/clock.ts"
import type { CoursePlayer } from "./course-player.ts"

/**
 * <moment-form> pins what is typed into its form to where the video stands as typing begins: the video pauses, and goes
 * on once the words have been sent by Ctrl+Enter or the button. Where there is no player, the form's own moment holds.
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
    this.#now.addEventListener("click", () => this.#pin(player.ms), { signal })
    player.addEventListener("player-time", () => this.#follow(player), { signal })
    this.#follow(player)
  }

  disconnectedCallback(): void { this.#life.abort() }

  get #player(): CoursePlayer | null { return this.closest<CoursePlayer>("course-player") }
  get #now(): HTMLButtonElement { return this.querySelector<HTMLButtonElement>("[data-now]")! }
  get #moment(): HTMLInputElement { return this.querySelector<HTMLInputElement>("[name=at_ms]")! }
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
    this.#moment.value = String(Math.round(ms))
    this.#say()
    if (!this.#isEmpty) this.dispatchEvent(new CustomEvent("moment-pinned", { bubbles: true }))
  }

  #say(): void {
    const line = this.querySelector("[data-at]")
    if (line) line.textContent = clock(Number(this.#moment.value) / 1000)
    this.#now.hidden = this.#isEmpty || !this.#player
  }
}

customElements.define("moment-form", MomentForm)

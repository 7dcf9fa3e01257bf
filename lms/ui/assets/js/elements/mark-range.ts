import { timecode } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import type { CoursePlayer } from "./course-player.ts"

/**
 * <mark-range data-href data-csrf> marks parts of the recording that plays in it: B or a button begins one, E or the other
 * ends it. What is marked is kept by the server at once, which answers the list.
 */
export class MarkRange extends HTMLElement {
  static #lastPlayed: MarkRange | null = null
  #life = new AbortController()
  #start: number | null = null

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("click", (event) => this.#click(event.target as Element), { signal })
    this.addEventListener("play", () => (MarkRange.#lastPlayed = this), { signal, capture: true })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
    if (MarkRange.#lastPlayed === this) MarkRange.#lastPlayed = null
  }

  get #player(): CoursePlayer | null { return this.querySelector<CoursePlayer>("course-player") }

  #click(target: Element): void {
    if (target.closest("[data-begin]")) this.#begin()
    else if (target.closest("[data-end]")) void this.#end()
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as Element
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (target.matches("input:not([type=range]):not([type=checkbox]), textarea, select")) return
    if (!this.contains(target) && MarkRange.#lastPlayed !== this) return
    if (event.key.toLowerCase() === "b") this.#begin()
    else if (event.key.toLowerCase() === "e") void this.#end()
  }

  #begin(): void {
    this.#start = Math.round(this.#player?.ms ?? 0)
    this.#say(`The part begins at ${timecode(this.#start / 1000)}. Play on, then end it.`)
    this.#ending.disabled = false
  }

  async #end(): Promise<void> {
    if (this.#start === null) return this.#say("Begin the part first.")
    const body = new URLSearchParams({ start_ms: String(this.#start), end_ms: String(Math.round(this.#player?.ms ?? 0)) })
    const headers = { "X-CSRFToken": this.dataset.csrf ?? "", "X-Requested-With": "fragment" }
    try {
      const answer = await fetch(this.dataset.href ?? "", { method: "POST", body, headers, redirect: "error" })
      const text = await answer.text()
      if (answer.status === 422) return this.#say(text)
      if (!answer.ok) throw new Error(String(answer.status))
      this.#one("[data-marked-parts]").innerHTML = text
    } catch {
      return this.#say("This part couldn’t be kept. Look at your connection, then end it once more.")
    }
    this.#start = null
    this.#ending.disabled = true
    this.#say("The part is marked.")
  }

  get #ending(): HTMLButtonElement { return this.#one("[data-end]") }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #say(sentence: string): void {
    this.#one("[data-mark-line]").textContent = sentence
  }
}

customElements.define("mark-range", MarkRange)

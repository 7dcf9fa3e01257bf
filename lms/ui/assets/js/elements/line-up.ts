import { meant, partOf, reach, said } from "../lib/lining-up.ts"
import { drawMarks } from "../player/marks.ts"
import type { CoursePlayer } from "./course-player.ts"

/**
 * <line-up data-of data-before-ms data-after-ms data-length-ms> moves all marked moments of the player `data-of` at once: by a
 * slider, dragged or with the arrow keys, or by “It is here” beside one of them. Its form keeps it; without it the form's
 * field does.
 */
export class LineUp extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    for (const hidden of this.querySelectorAll<HTMLElement>("[data-slide], [data-here]")) hidden.hidden = false
    this.#slider.addEventListener("input", () => this.#move(Number(this.#slider.value) * 1000), { signal })
    this.#field.addEventListener("change", () => this.#typed(), { signal })
    this.addEventListener("click", (event) => this.#click(event.target as Element), { signal })
    document.addEventListener("play", () => this.#draw(), { signal, capture: true })
    document.addEventListener("fragment-changed", () => this.#draw(), { signal })
    this.#typed()
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get #slider(): HTMLInputElement { return this.querySelector("[data-slide] input")! }
  get #field(): HTMLInputElement { return this.querySelector("[name=starts]")! }
  get #moments(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>("[data-after-ms]:not(line-up)")] }
  get #player(): CoursePlayer | null { return document.querySelector(`course-player[data-of="${CSS.escape(this.dataset.of ?? "")}"]`) }
  get #length(): number { return Number(this.#player?.dataset.durationMs) || Number(this.dataset.lengthMs) }
  get #starts(): number { return Number(this.#slider.value) * 1000 }

  /** What the field says; what it can't mean is left to the server. */
  #typed(): void {
    const starts = meant(this.#field.value)
    if (starts !== null) this.#put(starts)
  }

  #click(target: Element): void {
    const moment = target.closest("[data-here]")?.closest<HTMLElement>("[data-after-ms]")
    if (!moment) return
    this.#move((this.#player?.ms ?? 0) - Number(moment.dataset.afterMs))
    this.#say("Moved. Keep it so, if it is right.")
  }

  #move(starts: number): void {
    this.#put(starts)
    this.#field.value = said(this.#starts)
    this.#say("")
  }

  #put(starts: number): void {
    const seconds = Math.round(starts / 1000)
    const { least, most } = reach(this.#moments.map((one) => Number(one.dataset.afterMs)), this.#length)
    this.#slider.min = String(Math.min(least, seconds))
    this.#slider.max = String(Math.max(most, seconds))
    this.#slider.value = String(seconds)
    this.#slider.setAttribute("aria-valuetext", `The clock starts at ${said(seconds * 1000)}`)
    for (const one of this.#moments) this.#show(one)
    this.#draw()
  }

  #show(one: HTMLElement): void {
    const around = { before: Number(this.dataset.beforeMs), after: Number(this.dataset.afterMs) }
    const part = partOf(Number(one.dataset.afterMs), this.#starts, around, this.#length)
    const link = one.querySelector<HTMLElement>("part-link")!
    link.dataset.startMs = String(part.start)
    link.dataset.endMs = String(part.end)
    one.querySelector("[data-at]")!.textContent = said(part.at)
    one.toggleAttribute("data-outside", part.isOutside)
  }

  /** Into the player's line. A picture only. */
  #draw(): void {
    const player = this.#player
    const inside = this.#moments.filter((one) => !one.hasAttribute("data-outside"))
    if (player) drawMarks(player, inside.map((one) => ({ ms: this.#starts + Number(one.dataset.afterMs), kind: "remark" })))
  }

  #say(sentence: string): void {
    this.querySelector("[data-line]")!.textContent = sentence
  }
}

customElements.define("line-up", LineUp)

import type { CoursePlayer } from "../elements/course-player.ts"
import { dueBetween } from "../lib/moments.ts"

/**
 * Pauses the player where something is asked that hasn't been answered or skipped, and shows it over the page, in the full
 * screen too; after the answer, what an expert would say. What is shown is lent from its place in the list.
 *
 * Each is asked once. Escape skips it; playing goes on when all is said.
 */
export class Prompts {
  #desk: HTMLElement
  #player: CoursePlayer
  #at = -1
  #asked = new Set<string>()
  #goesOn = false
  #closeOpen: (() => void) | null = null

  constructor(desk: HTMLElement, player: CoursePlayer) {
    this.#desk = desk
    this.#player = player
  }

  listen(signal: AbortSignal): void {
    this.#player.addEventListener("player-time", () => this.#tick(), { signal })
    this.#desk.addEventListener("moments-changed", () => this.#changed(), { signal })
    this.#desk.addEventListener("submit", (event) => this.#skipped(event.target as Element), { signal })
  }

  get #pending(): HTMLElement[] {
    const all = [...this.#desk.querySelectorAll<HTMLElement>('[data-prompt="pending"]')]
    return all.filter((prompt) => !this.#asked.has(prompt.id))
  }

  #tick(): void {
    const [from, to] = [this.#at, this.#player.ms]
    this.#at = to
    if (!this.#player.isPlaying) return
    const pending = this.#pending
    const due = dueBetween(pending.map((prompt) => Number(prompt.dataset.markMs)), from, to)
    const prompt = pending[due]
    if (prompt) this.#ask(prompt)
  }

  #ask(prompt: HTMLElement): void {
    this.#asked.add(prompt.id)
    this.#goesOn = true
    this.#player.pause()
    void this.#player.seek(Number(prompt.dataset.markMs))
    this.#show(prompt, "ask")
  }

  /** The list came back from the server: with an answer that was refused, or with what the expert says. */
  #changed(): void {
    const wasOpen = this.#closeOpen !== null && !this.#desk.querySelector("dialog[open]")
    if (wasOpen) this.#closeOpen = null
    const recorder = this.#desk.querySelector<HTMLElement>("[data-recorder]")?.dataset.recorder
    if (recorder) void import(recorder) // what few prompts need isn’t loaded with the page
    const prompt = this.#desk.querySelector<HTMLElement>("[data-show]")
    if (prompt && this.#goesOn) this.#show(prompt, prompt.dataset.show ?? "")
    for (const again of this.#desk.querySelectorAll("[data-prompt=over]")) this.#asked.delete(again.id)
  }

  #skipped(form: Element): void {
    if (!form.closest("[data-skip]")) return
    this.#closeOpen?.()
    this.#playOn()
  }

  #playOn(): void {
    if (this.#goesOn) this.#player.play()
    this.#goesOn = false
  }

  #show(prompt: HTMLElement, part: string): void {
    const lent = prompt.querySelector<HTMLElement>(`[data-${part}]`)
    if (!lent) return
    this.#desk.dispatchEvent(new CustomEvent("moment-shown", { detail: prompt }))
    const place = document.createComment("")
    const dialog = document.createElement("dialog")
    dialog.className = "dialog prompt-dialog"
    const title = lent.querySelector<HTMLElement>("[data-title]")
    if (title) title.id ||= `${prompt.id}-title`
    dialog.setAttribute("aria-labelledby", title?.id ?? "")
    lent.before(place, dialog)
    dialog.append(lent)
    const giveBack = (): void => {
      this.#closeOpen = null
      place.replaceWith(lent)
      dialog.remove()
    }
    if (part === "expert") dialog.append(playOnButton(dialog))
    dialog.addEventListener("close", () => {
      giveBack()
      if (part === "expert") this.#playOn()
    })
    dialog.addEventListener("cancel", (event) => {
      if (part !== "ask") return
      event.preventDefault()
      lent.querySelector<HTMLFormElement>("[data-skip] form")?.requestSubmit()
    })
    this.#closeOpen = () => dialog.close()
    dialog.showModal()
    const first = lent.querySelectorAll<HTMLElement>(part === "ask" ? "[data-first], textarea, summary" : "[data-focus]")
    ;[...first].find((one) => one.checkVisibility())?.focus()
  }
}

function playOnButton(dialog: HTMLDialogElement): HTMLElement {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button button--primary"
  button.textContent = "Play on"
  button.addEventListener("click", () => dialog.close())
  return button
}

import { fileFault } from "../lib/files.ts"

/**
 * <chosen-files> says at once where a chosen file won't be taken, before it is sent for minutes in vain.
 *
 * Stands in a form around its <input type=file>; `data-most-bytes`, `data-most` and `data-already` are the limits, a
 * [data-fault] takes the sentence. Without it the server says the same.
 */
export class ChosenFiles extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#input?.addEventListener("change", () => this.#look(), { signal })
    this.closest("form")?.addEventListener("submit", (event) => this.#leave(event), { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector("input[type=file]")
  }

  #look(): void {
    const { mostBytes, most, already } = this.dataset
    const limits = { mostBytes: Number(mostBytes), most: Number(most), already: Number(already) }
    const fault = fileFault([...(this.#input?.files ?? [])], limits)
    this.#input?.setCustomValidity(fault)
    this.#say(fault)
  }

  #leave(event: SubmitEvent): void {
    if (navigator.onLine) return
    event.preventDefault()
    this.#say("No connection. What you chose stays chosen; attach it when the connection is back.")
  }

  #say(sentence: string): void {
    const line = this.querySelector<HTMLElement>("[data-fault]")
    if (!line) return
    line.textContent = sentence
    line.hidden = !sentence
  }
}

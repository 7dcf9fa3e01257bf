import { clockSkew, nextLook, saidUntil } from "../lib/opening.ts"

/** <count-down data-opens-at data-now> shows [data-open] instead of [data-before] once it is time. */
export class CountDown extends HTMLElement {
  #life = new AbortController()
  #timer = 0
  #skew = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    this.#skew = clockSkew(Date.parse(this.dataset.now ?? ""), Date.now()) || 0
    document.addEventListener("visibilitychange", () => document.hidden || this.#look(), { signal: this.#life.signal })
    this.#look()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  #look(): void {
    const left = Date.parse(this.dataset.opensAt ?? "") - (Date.now() + this.#skew)
    const isOpen = left <= 0
    this.dataset.state = isOpen ? "open" : "before"
    this.querySelector("[data-before]")?.toggleAttribute("hidden", isOpen)
    this.querySelector("[data-open]")?.toggleAttribute("hidden", !isOpen)
    const words = this.querySelector("[data-remaining]")
    if (words) words.textContent = saidUntil(left)
    clearTimeout(this.#timer)
    if (!isOpen) this.#timer = setTimeout(() => this.#look(), nextLook(left))
  }
}

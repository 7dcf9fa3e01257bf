import { retryDelay } from "../lib/backoff.ts"

/** <poll-fragment data-href data-every> replaces what it holds by a fresh copy while the page is looked at. */
export class PollFragment extends HTMLElement {
  #life = new AbortController()
  #timer = 0
  #last = ""
  #failures = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    document.addEventListener("visibilitychange", () => document.hidden || void this.#look(), { signal: this.#life.signal })
    this.#later()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  #later(): void {
    clearTimeout(this.#timer)
    if (this.querySelector("[data-done]")) return
    const every = Number(this.dataset.every ?? 15) * 1000
    this.#timer = setTimeout(() => void this.#look(), this.#failures ? Math.max(every, retryDelay(this.#failures)) : every)
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer)
    if (document.hidden || this.querySelector("[data-done]")) return
    try {
      const headers = { "X-Requested-With": "fragment" }
      const answer = await fetch(this.dataset.href ?? "", { headers, redirect: "manual", signal: this.#life.signal })
      if ([401, 403, 404, 410].includes(answer.status) || answer.type === "opaqueredirect") return
      if (!answer.ok) throw new Error(String(answer.status))
      this.#failures = 0
      this.#show(await answer.text())
    } catch {
      this.#failures += 1
    }
    if (this.isConnected) this.#later()
  }

  /** Never under somebody's hands: not while a field in it has the focus; a focused link keeps it by its id. */
  #show(html: string): void {
    const focused = this.contains(document.activeElement) ? document.activeElement : null
    if (html === this.#last || focused?.matches("input, textarea, select") || this.querySelector("details[open]")) return
    this.#last = html
    this.innerHTML = html
    if (focused?.id) this.querySelector<HTMLElement>(`#${CSS.escape(focused.id)}`)?.focus()
    this.dispatchEvent(new CustomEvent("fragment-changed", { bubbles: true }))
  }
}

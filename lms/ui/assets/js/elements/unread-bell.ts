import { bellDelay, saidUnread } from "../lib/bell.ts"

/** <unread-bell data-href> keeps the number at its bell fresh while the page is looked at. Without it the number is as the page was loaded. */
export class UnreadBell extends HTMLElement {
  #life = new AbortController()
  #timer = 0
  #failures = 0
  #next = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    document.addEventListener("visibilitychange", () => this.#seen(), { signal: this.#life.signal })
    this.#later()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  #later(): void {
    clearTimeout(this.#timer)
    const delay = bellDelay(this.#failures)
    this.#next = Date.now() + delay
    this.#timer = setTimeout(() => void this.#look(), delay)
  }

  /** Nothing is asked while nobody looks; who comes back gets what is due. */
  #seen(): void {
    clearTimeout(this.#timer)
    if (document.hidden) return
    if (Date.now() >= this.#next) void this.#look()
    else this.#timer = setTimeout(() => void this.#look(), this.#next - Date.now())
  }

  async #look(): Promise<void> {
    if (document.hidden) return
    try {
      const headers = { "X-Requested-With": "fragment" }
      const answer = await fetch(this.dataset.href ?? "", { headers, redirect: "manual", cache: "no-cache", signal: this.#life.signal })
      if ([401, 403, 404, 410].includes(answer.status) || answer.type === "opaqueredirect") return
      if (!answer.ok) throw new Error(String(answer.status))
      this.#show(Number(((await answer.json()) as { unread: unknown }).unread) || 0)
      this.#failures = 0
    } catch {
      this.#failures += 1
    }
    if (this.isConnected) this.#later()
  }

  #show(unread: number): void {
    const count = this.querySelector("[data-unread]")
    const number = count?.querySelector("[data-number]")
    if (!count || !number || number.textContent === saidUnread(unread)) return
    number.textContent = saidUnread(unread)
    count.toggleAttribute("hidden", unread === 0)
  }
}

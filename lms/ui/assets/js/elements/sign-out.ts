import { isUnsentBy } from "../lib/kept.ts"

/** <sign-out data-owner> takes its person's unsent words along: whoever signs out by hand leaves nothing in this browser.
 *  A sign-in that ends by itself leaves them here. */
export class SignOut extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    this.addEventListener("submit", () => this.#forget(this.dataset.owner ?? ""), { signal: this.#life.signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  #forget(owner: string): void {
    try {
      for (const key of Object.keys(localStorage)) if (isUnsentBy(owner, key)) localStorage.removeItem(key)
    } catch {
      // Where storage is forbidden nothing was kept.
    }
  }
}

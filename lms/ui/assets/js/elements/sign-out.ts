import { isUnsentBy } from "../lib/kept.ts"
import { shelfOf } from "../recorder/shelf.ts"

/** <sign-out data-owner> takes its person's unsent words and recordings along: whoever signs out by hand leaves nothing in this browser.
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
      indexedDB.deleteDatabase(shelfOf(owner))
      for (const key of Object.keys(localStorage)) if (isUnsentBy(owner, key)) localStorage.removeItem(key)
    } catch {
      // Where storage is forbidden nothing was kept.
    }
  }
}

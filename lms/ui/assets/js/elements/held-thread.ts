const RENEWED_MS = 4 * 60_000
const SIGNS = ["input", "keydown", "pointerdown", "play"] as const // of somebody who is at work

/**
 * <held-thread> tells the server that a trainer is at this thread: at once, and again while something is done on the page.
 *
 * `data-href` takes it, with `data-seen`, the last message that the page shows; it answers with what stands inside, as it
 * is now. Without it a button does the same.
 */
export class HeldThread extends HTMLElement {
  #life = new AbortController()
  #told = 0

  connectedCallback() {
    this.#life = new AbortController()
    for (const sign of SIGNS) document.addEventListener(sign, () => this.#later(), { capture: true, signal: this.#life.signal })
    void this.#tell()
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  #later() {
    if (Date.now() - this.#told > RENEWED_MS) void this.#tell()
  }

  async #tell() {
    this.#told = Date.now()
    const body = new URLSearchParams({ csrf_token: this.dataset.csrf ?? "", seen: this.dataset.seen ?? "0" })
    try {
      const headers = { "X-Requested-With": "fragment" }
      const answer = await fetch(this.dataset.href ?? "", { method: "POST", body, headers, redirect: "error" })
      if (answer.ok && this.isConnected && !this.contains(document.activeElement)) this.innerHTML = await answer.text()
    } catch {
      this.#told = 0 // the next sign of life tries again
    }
  }
}

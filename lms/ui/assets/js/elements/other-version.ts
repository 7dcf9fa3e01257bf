/**
 * <other-version> stands around a <saved-draft> and, when that finds another version on the server, shows what it says.
 *
 * `data-href` answers GET with {text}; the [data-other-text] inside [data-other] takes it.
 */
export class OtherVersion extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    this.addEventListener("draft-state", (event) => void this.#changed((event as CustomEvent<string>).detail), {
      signal: this.#life.signal,
    })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  async #changed(state: string): Promise<void> {
    const box = this.querySelector<HTMLElement>("[data-other]")
    const text = this.querySelector<HTMLElement>("[data-other-text]")
    if (!box || !text) return
    const other = state === "conflict" ? await this.#fetch() : null
    text.textContent = other
    box.hidden = other === null
  }

  async #fetch(): Promise<string | null> {
    try {
      const answer = await fetch(this.dataset.href ?? "", { headers: { Accept: "application/json" } })
      return answer.ok ? ((await answer.json()) as { text: string }).text : null
    } catch {
      return null
    }
  }
}

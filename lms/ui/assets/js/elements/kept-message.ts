type Kept = { key: string; text: string; quote: string; position: string }

const FIELDS = ["key", "text", "quote", "position"] as const

/**
 * <kept-message> keeps what is typed into its form in this browser until the server has it: through an ended sign-in, a
 * lost network or a closed lid.
 *
 * `data-store` names the place (one per person and thread); `data-sent` is the key of the last message of theirs that
 * the page shows. A [data-kept-note] inside is shown when something has been brought back.
 */
export class KeptMessage extends HTMLElement {
  #life = new AbortController()

  connectedCallback() {
    this.#life = new AbortController()
    this.addEventListener("input", () => this.#keep(), { signal: this.#life.signal })
    this.#bringBack()
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  get #place() {
    return this.dataset.store ?? "message"
  }

  #field(name: string) {
    return this.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)
  }

  #keep() {
    const typed = Object.fromEntries(FIELDS.map((name) => [name, this.#field(name)?.value ?? ""]))
    if (typed.text || typed.quote) localStorage.setItem(this.#place, JSON.stringify(typed))
    else localStorage.removeItem(this.#place)
  }

  #bringBack() {
    const kept = this.#read()
    if (!kept) return
    if (kept.key === this.dataset.sent) return localStorage.removeItem(this.#place)
    if (this.#field("text")?.value) return
    for (const name of FIELDS) {
      const field = this.#field(name)
      if (field) field.value = kept[name]
    }
    const details = this.#field("quote")?.closest("details")
    if (details && kept.quote) details.open = true
    const note = this.querySelector<HTMLElement>("[data-kept-note]")
    if (note) note.hidden = false
  }

  #read(): Kept | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#place) ?? "null")
      return kept && typeof kept === "object" && FIELDS.every((name) => name in kept) ? (kept as Kept) : null
    } catch {
      return null
    }
  }
}

const FIELDS = ["key", "text", "quote", "position", "at_ms", "start", "end", "recording"] as const
const EDITED = [...FIELDS, "seen"] as const // the words that are being changed, and which they were
type Kept = { key: string; text: string } & Partial<Record<(typeof EDITED)[number], string>>

/**
 * <kept-message> keeps what is typed into its form in this browser until the server has it: through an ended sign-in, a
 * lost network or a closed lid.
 *
 * `data-store` names the place (one per person and thread); `data-sent` is the key of the last message of theirs that
 * the page shows; `data-edits` says that the form holds words already, which are being changed. A [data-kept-note] inside
 * is shown when something has been brought back. `moment-kept` tells that the words have arrived.
 */
export class KeptMessage extends HTMLElement {
  #life = new AbortController()

  connectedCallback() {
    this.#life = new AbortController()
    for (const change of ["input", "moment-pinned"]) this.addEventListener(change, () => this.#keep(), { signal: this.#life.signal })
    this.addEventListener("moment-kept", () => localStorage.removeItem(this.#place), { signal: this.#life.signal })
    this.#bringBack()
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  get #place() {
    return this.dataset.store ?? "message"
  }

  get #names() {
    return "edits" in this.dataset ? EDITED : FIELDS
  }

  #field(name: string) {
    return this.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)
  }

  #keep() {
    const typed = Object.fromEntries(this.#names.map((name) => [name, this.#field(name)?.value ?? ""]))
    if (typed.text || typed.quote) localStorage.setItem(this.#place, JSON.stringify(typed))
    else localStorage.removeItem(this.#place)
  }

  #bringBack() {
    const kept = this.#read()
    if (!kept) return
    if (kept.key === this.dataset.sent) return localStorage.removeItem(this.#place)
    const [shown, came] = [this.#field("text")?.value, this.#field("text")?.defaultValue]
    if (came === kept.text) return localStorage.removeItem(this.#place) // the server has them
    if (shown && !("edits" in this.dataset)) return
    for (const name of this.#names) {
      const field = this.#field(name)
      if (field) field.value = kept[name] ?? ""
    }
    const details = (kept.quote || "edits" in this.dataset) && this.#field(kept.quote ? "quote" : "text")?.closest("details")
    if (details) details.open = true
    const note = this.querySelector<HTMLElement>("[data-kept-note]")
    if (note) note.hidden = false
  }

  #read(): Kept | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#place) ?? "null")
      return kept && typeof kept === "object" && "key" in kept && "text" in kept ? (kept as Kept) : null
    } catch {
      return null
    }
  }
}

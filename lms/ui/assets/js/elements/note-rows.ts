import { needed } from "../lib/needed.ts"

const NUMBER = "NUMBER" // stands for a row's number in the blank one

/**
 * <note-rows data-name data-minute data-suggested> adds rows to a repeated group of fields, and takes them out.
 *
 * Inside: [data-entries] with an [data-entry] each; a template [data-blank]; [data-add], and where rows say their minute
 * [data-add-suggested] and [data-add-now]; [data-removed] with [data-put-back]. A row that was taken out isn't sent, and
 * can be put back until the page is left. Event `rows-changed` after each change.
 */
export class NoteRows extends HTMLElement {
  #life = new AbortController()
  #removed: HTMLElement[] = []

  connectedCallback(): void {
    this.#life = new AbortController()
    this.addEventListener("click", (event) => this.#click(event), { signal: this.#life.signal })
    this.addEventListener("input", () => this.#offer(), { signal: this.#life.signal })
    for (const row of this.#rows) this.#dress(row)
    this.#offer()
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  /** The minute that the clock shows; null while it doesn't run. */
  minute: () => number | null = () => null

  get #list(): HTMLElement { return needed(this, "[data-entries]") }
  get #rows(): HTMLElement[] { return [...this.#list.querySelectorAll<HTMLElement>(":scope > [data-entry]")] }
  get #numbers(): number[] { return this.#rows.map((row) => Number(row.dataset.entry)) }

  /** So many rows at least as a form with these names has. */
  grow(names: string[]): void {
    const start = `${this.dataset.name}.`
    const wanted = new Set(names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length).split(".")[0] ?? ""))
    for (const row of this.#rows) if (!wanted.has(row.dataset.entry ?? "")) row.remove()
    for (const number of wanted) if (!this.#numbers.includes(Number(number))) this.#append(Number(number))
  }

  #click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button")
    if (!button || button.closest("note-rows") !== this) return
    if (button.matches("[data-add]")) { event.preventDefault(); this.#add(null) }
    else if (button.matches("[data-add-suggested]")) this.#add(this.#next())
    else if (button.matches("[data-add-now]")) this.#add(this.minute())
    else if (button.matches("[data-remove]")) this.#takeOut(button)
    else if (button.matches("[data-put-back]")) this.#putBack()
  }

  #add(minute: number | null): void {
    const row = this.#append(Math.max(-1, ...this.#numbers) + 1)
    const field = this.#minuteOf(row)
    if (field && minute !== null) field.value = String(minute)
    this.#changed()
    const empty = [...row.querySelectorAll<HTMLInputElement>("input:not([type=checkbox]), select, textarea")].find((one) => !one.value)
    empty?.focus()
    row.scrollIntoView({ block: "nearest" })
  }

  #append(number: number): HTMLElement {
    const blank = needed<HTMLTemplateElement>(this, "[data-blank]").innerHTML
    const holder = document.createElement("template")
    const spoken = blank.replaceAll(`row ${NUMBER}`, `row ${this.#rows.length + 1}`)
    holder.innerHTML = spoken.replaceAll(NUMBER, String(number))
    const row = holder.content.querySelector<HTMLElement>("[data-entry]")
    if (!row) throw new Error("<note-rows> has no [data-entry] in its [data-blank]")
    this.#list.append(row)
    this.#dress(row)
    return row
  }

  /** Buttons take the place of boxes. */
  #dress(row: HTMLElement): void {
    row.querySelector("[data-remove-box]")?.remove()
    row.querySelector("[data-remove]")?.removeAttribute("hidden")
  }

  #takeOut(button: HTMLElement): void {
    const row = needed<HTMLElement>(this, `[data-entry="${button.closest<HTMLElement>("[data-entry]")?.dataset.entry}"]`)
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector<HTMLElement>("input, select, textarea")
    row.remove()
    this.#removed.push(row)
    this.#changed()
    ;(next ?? this.querySelector<HTMLElement>("[data-put-back]"))?.focus()
  }

  #putBack(): void {
    const row = this.#removed.pop()
    if (!row) return
    const after = this.#rows.find((one) => Number(one.dataset.entry) > Number(row.dataset.entry))
    this.#list.insertBefore(row, after ?? null)
    this.#changed()
    row.querySelector<HTMLElement>("input, select, textarea")?.focus()
  }

  #changed(): void {
    needed<HTMLElement>(this, "[data-removed]").hidden = !this.#removed.length
    this.#offer()
    this.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }))
    this.dispatchEvent(new Event("change", { bubbles: true })) // the form is another one now, and is saved
  }

  #minuteOf(row: HTMLElement): HTMLInputElement | null {
    return this.dataset.minute ? row.querySelector(`[name$=".${this.dataset.minute}"]`) : null
  }

  /** The suggested minute that no row has yet. */
  #next(): number | null {
    const there = new Set(this.#rows.map((row) => this.#minuteOf(row)?.value.trim()))
    const left = (this.dataset.suggested ?? "").split(" ").filter((minute) => minute && !there.has(minute))
    return left.length ? Number(left[0]) : null
  }

  #offer(): void {
    const button = this.querySelector<HTMLElement>("[data-add-suggested]")
    const next = this.#next()
    if (!button) return
    button.hidden = next === null
    needed<HTMLElement>(button, "[data-next-minutes]").textContent = String(next ?? "")
  }

  /** Shows the button for this minute while the clock runs. */
  tick(): void {
    const button = this.querySelector<HTMLElement>("[data-add-now]")
    if (button) button.hidden = this.minute() === null
  }
}

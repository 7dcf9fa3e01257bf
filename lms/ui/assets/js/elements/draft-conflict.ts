import { textOf, type Fields } from "../lib/draft.ts"

/** What was saved elsewhere, and the `seen` that the server gave it. */
export interface Kept { fields: Fields; seen: string }

/**
 * The two notices of a <saved-draft> about another version. [data-conflict] shows it in [data-other] beside what was
 * typed here; once it was taken, [data-taken] goes on showing in [data-mine] what had been typed.
 */
export class DraftConflict {
  readonly #root: HTMLElement

  constructor(root: HTMLElement) {
    this.#root = root
  }

  /** The other version, where the server has put it into the page. */
  get served(): string {
    return this.#part("[data-other]")?.textContent ?? ""
  }

  show(other: Fields): void {
    this.#fill("[data-other]", other)
    this.#hide("[data-conflict]", false)
    this.#hide("[data-taken]", true)
  }

  taken(mine: Fields): void {
    this.#fill("[data-mine]", mine)
    this.#hide("[data-conflict]", true)
    this.#hide("[data-taken]", false)
  }

  done(): void {
    this.#hide("[data-conflict]", true)
  }

  focus(): void {
    this.#part("[data-conflict]")?.focus()
  }

  #part(selector: string): HTMLElement | null {
    return this.#root.querySelector(selector)
  }

  #fill(selector: string, fields: Fields): void {
    const part = this.#part(selector)
    if (part) part.textContent = textOf(fields)
  }

  #hide(selector: string, hidden: boolean): void {
    this.#part(selector)?.toggleAttribute("hidden", hidden)
  }
}

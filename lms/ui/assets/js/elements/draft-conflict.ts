import { textOf, type Fields } from "../lib/draft.ts"
import { readForm } from "./draft-form.ts"

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
    const form = this.#root.querySelector("form")
    this.#fill("[data-other]", other, form ? readForm(form) : [])
    this.#hide("[data-conflict]", false)
    this.#hide("[data-taken]", true)
  }

  taken(mine: Fields, theirs: Fields): void {
    this.#fill("[data-mine]", mine, theirs)
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

  #fill(selector: string, fields: Fields, besides: Fields): void {
    const part = this.#part(selector)
    if (part) part.textContent = textOf(this.#labelled(fields, besides))
  }

  /** Of a form with many fields what is said otherwise than `besides`, each with what the field is called. */
  #labelled(fields: Fields, besides: Fields): Fields {
    const form = this.#root.querySelector("form")
    if (!form?.querySelector("[data-label]")) return fields
    const there = new Set(besides.map((field) => JSON.stringify(field)))
    const differs = fields.filter((field) => !there.has(JSON.stringify(field)) && field[1].trim())
    return differs.map(([name, value]) => {
      const label = form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"][data-label]`)?.dataset.label ?? nameSaid(name)
      return [name, label ? `${label}: ${value}` : value]
    })
  }

  #hide(selector: string, hidden: boolean): void {
    this.#part(selector)?.toggleAttribute("hidden", hidden)
  }
}

/** A field that isn't on the page: of a row that isn't there yet. */
function nameSaid(name: string): string {
  return name.startsWith("a.") ? name.slice(2).split(".").map((part) => (/^\d+$/.test(part) ? `row ${Number(part) + 1}` : part)).join(", ") : ""
}

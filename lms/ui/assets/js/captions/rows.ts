import type { Cue } from "../lib/vtt.ts"
import { msOf, shortClock } from "../lib/vtt.ts"

export type Part = "start" | "end" | "text"
type Field = HTMLInputElement | HTMLTextAreaElement

export interface Heard {
  /** Somebody typed into a part of a cue; null where a time is no time. */
  onChange: (at: number, part: Part, value: string | number | null) => void
  onReach: (at: number) => void
  onLeave: () => void
  onGo: (at: number) => void
}

/** The list in which cues are edited: a copy of the page's row for each. */
export class Rows {
  #list: HTMLElement
  #row: HTMLTemplateElement

  constructor(list: HTMLElement, row: HTMLTemplateElement) {
    this.#list = list
    this.#row = row
  }

  listen(heard: Heard, signal: AbortSignal): void {
    this.#list.addEventListener("input", (event) => {
      const [at, part, field] = this.#place(event)
      if (field && part === "text") heard.onChange(at, part, field.value)
    }, { signal })
    this.#list.addEventListener("change", (event) => {
      const [at, part, field] = this.#place(event)
      if (field && part !== "text") heard.onChange(at, part, this.#time(field))
    }, { signal })
    this.#list.addEventListener("keydown", (event) => {
      const [at, part, field] = this.#place(event)
      if (event.key !== "Enter" || event.altKey || !field || field instanceof HTMLTextAreaElement) return
      event.preventDefault() // or it would publish
      if (part !== "text") heard.onChange(at, part, this.#time(field))
    }, { signal })
    this.#list.addEventListener("focusin", (event) => heard.onReach(this.#place(event)[0]), { signal })
    this.#list.addEventListener("focusout", () => heard.onLeave(), { signal })
    this.#list.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-go]")) heard.onGo(this.#place(event)[0])
    }, { signal })
  }

  /** Rows that are there already are used again, so that whoever types in one keeps its place. */
  draw(cues: Cue[], faultOf: (at: number) => string): void {
    while (this.#list.childElementCount > cues.length) this.#list.lastElementChild!.remove()
    const missing = cues.length - this.#list.childElementCount
    const fresh = document.createDocumentFragment()
    for (let count = 0; count < missing; count++) fresh.append(this.#row.content.cloneNode(true))
    this.#list.append(fresh)
    for (const [at, cue] of cues.entries()) this.#fill(at, cue, faultOf(at))
  }

  #fill(at: number, cue: Cue, fault: string): void {
    const row = this.#list.children[at] as HTMLElement
    for (const part of ["start", "end", "text"] as const) {
      const field = this.#field(at, part)
      const value = part === "text" ? cue.text : shortClock(cue[part])
      if (field && field.value !== value && !(part !== "text" && field.ariaInvalid && field === document.activeElement)) {
        field.value = value
        field.ariaInvalid = null
      }
    }
    const line = row.querySelector<HTMLElement>("[data-fault]")!
    if (line.textContent !== fault) line.textContent = fault
    line.hidden = !fault
  }

  #time(field: Field): number | null {
    const ms = msOf(field.value)
    field.ariaInvalid = ms === null ? "true" : null
    return ms
  }

  /** Where somebody's hands are: which part of which cue. */
  #place(event: Event): [at: number, part: Part, field: Field | null] {
    const target = event.target as HTMLElement
    const row = target.closest<HTMLElement>("[data-cue]")
    const field = target.closest<Field>("[data-part]")
    return [row ? [...this.#list.children].indexOf(row) : -1, (field?.dataset.part ?? "text") as Part, field]
  }

  #field(at: number, part: Part): Field | null {
    return this.#list.children[at]?.querySelector<Field>(`[data-part="${part}"]`) ?? null
  }

  /** How far into the words the caret stands, if it is there. */
  caret(at: number): number | null {
    const field = this.#field(at, "text")
    return field && field === document.activeElement ? field.selectionStart : null
  }

  reach(at: number, part: Part = "text"): void {
    const field = this.#field(at, part)
    field?.focus({ preventScroll: true })
    field?.scrollIntoView({ block: "nearest" })
  }

  /** Which is at hand, and which is being said. */
  mark(hand: number, said: number, bring: boolean): void {
    for (const [index, row] of [...this.#list.children].entries()) {
      row.toggleAttribute("data-at-hand", index === hand)
      if (index === said) row.setAttribute("aria-current", "true")
      else row.removeAttribute("aria-current")
    }
    if (bring) this.#list.children[said]?.scrollIntoView({ block: "nearest" })
  }
}

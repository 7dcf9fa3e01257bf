import type { Phrase } from "../lib/phrases.ts"

const ID = "phrase-list"

/**
 * The list below a field, of which one phrase is chosen while the focus stays in the field: a listbox that the textbox
 * owns by aria-controls and aria-activedescendant. (A textarea may not be called a combobox.)
 */
export class PhraseList {
  #box = document.createElement("ul")
  #note = document.createElement("p")
  #shown: Phrase[] = []
  #at = 0
  #field: HTMLTextAreaElement | null = null
  #take: (phrase: Phrase) => void
  #say: (sentence: string) => void

  constructor(take: (phrase: Phrase) => void, say: (sentence: string) => void) {
    this.#take = take
    this.#say = say
    this.#box.id = ID
    this.#box.className = "phrase-list"
    this.#box.setAttribute("role", "listbox")
    this.#box.setAttribute("aria-label", "Phrases")
    this.#note.className = "phrase-list phrase-list__note small quiet"
    this.#box.addEventListener("pointerdown", (event) => event.preventDefault()) // the focus stays in the field
    this.#box.addEventListener("click", (event) => this.#click(event.target as Element))
  }

  get isShown(): boolean { return this.#field !== null }
  get chosen(): Phrase | null { return this.#shown[this.#at] ?? null }

  /** Show these below a field, or the note where there are none. What was chosen among the same ones stays chosen. */
  show(field: HTMLTextAreaElement, phrases: Phrase[], said: (phrase: Phrase) => string, note: string): void {
    const isSame = field === this.#field && phrases.length === this.#shown.length && phrases.every((one, at) => one === this.#shown[at])
    if (!isSame) this.#at = 0
    this.#field = field
    this.#shown = phrases
    this.#box.replaceChildren(...phrases.map((phrase, at) => option(phrase, at, said(phrase))))
    this.#note.textContent = note
    const [shown, other] = phrases.length ? [this.#box, this.#note] : [this.#note, this.#box]
    other.remove()
    if (field.nextElementSibling !== shown) field.after(shown)
    this.#say(note || `${phrases.length} ${phrases.length === 1 ? "phrase" : "phrases"}. Arrow keys choose, Enter inserts.`)
    if (phrases.length) field.setAttribute("aria-controls", ID)
    this.#mark()
    shown.scrollIntoView({ block: "nearest" })
  }

  hide(): void {
    for (const name of ["aria-controls", "aria-activedescendant"]) this.#field?.removeAttribute(name)
    this.#field = null
    this.#shown = []
    this.#box.remove()
    this.#note.remove()
    this.#say("")
  }

  /** Choose the next one, or the one before; round at the ends. */
  move(by: 1 | -1): void {
    const count = this.#shown.length
    if (!count) return
    this.#at = (this.#at + by + count) % count
    this.#mark()
  }

  #mark(): void {
    for (const [at, one] of [...this.#box.children].entries()) one.setAttribute("aria-selected", String(at === this.#at))
    const chosen = this.#box.children[this.#at]
    if (!chosen) return this.#field?.removeAttribute("aria-activedescendant")
    this.#field?.setAttribute("aria-activedescendant", chosen.id)
    chosen.scrollIntoView({ block: "nearest" })
  }

  #click(target: Element): void {
    const at = [...this.#box.children].indexOf(target.closest("[role=option]") as Element)
    const phrase = this.#shown[at]
    if (phrase) this.#take(phrase)
  }
}

function option(phrase: Phrase, at: number, text: string): HTMLElement {
  const one = document.createElement("li")
  one.id = `${ID}-${at}`
  one.className = "phrase-list__phrase"
  one.setAttribute("role", "option")
  const words = document.createElement("span")
  words.textContent = text
  one.append(words)
  const about = [...phrase.tags, ...(phrase.is_shared ? ["shared"] : [])].join(", ")
  if (about) one.append(Object.assign(document.createElement("span"), { className: "small quiet", textContent: about }))
  return one
}

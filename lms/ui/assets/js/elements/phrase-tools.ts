type Deeds = { keep: () => void; keepAsItIs: () => void; open: () => void }

/** What stands beside a field's label while one writes there: keep what is selected; by touch, the phrases to insert. */
export class PhraseTools {
  #box = document.createElement("div")
  #line = document.createElement("p")
  #keep: HTMLButtonElement
  #sure: HTMLButtonElement
  #open: HTMLButtonElement

  constructor(deeds: Deeds) {
    this.#box.className = "phrase-tools"
    this.#line.className = "phrase-line small"
    this.#line.setAttribute("role", "status")
    this.#keep = button("Keep as a phrase", deeds.keep)
    this.#sure = button("It is no name: keep it", deeds.keepAsItIs)
    this.#open = button("Phrases", deeds.open)
    this.#open.tabIndex = -1 // by keyboard, a slash does
    this.#box.append(this.#open, this.#keep, this.#sure)
    this.#quiet()
  }

  /** Stand at this field. */
  stand(field: HTMLTextAreaElement): void {
    this.#quiet()
    field.after(this.#box, this.#line)
  }

  /** Whether something is selected that can be kept. */
  offer(yes: boolean): void {
    if (this.#keep.hidden === !yes) return
    this.#quiet()
    this.#keep.hidden = !yes
    this.#open.hidden = yes || matchMedia("(any-pointer: fine)").matches
  }

  /** Say what has come of it; `mayBeSure` where the trainer alone can tell whether a word is a name. */
  say(sentence: string, mayBeSure = false): void {
    this.#quiet()
    this.#line.textContent = sentence
    this.#sure.hidden = !mayBeSure
  }

  remove(): void {
    this.#box.remove()
    this.#line.remove()
  }

  #quiet(): void {
    this.#line.textContent = ""
    this.#keep.hidden = this.#sure.hidden = true
    this.#open.hidden = matchMedia("(any-pointer: fine)").matches
  }
}

function button(label: string, deed: () => void): HTMLButtonElement {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", className: "button button--small", textContent: label })
  made.addEventListener("pointerdown", (event) => event.preventDefault()) // focus and selection stay in the field
  made.addEventListener("click", deed)
  return made
}

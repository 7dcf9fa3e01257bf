import { passageOf } from "../lib/passage.ts"

/**
 * <quote-passage> takes a passage that is selected in the work over into the composer beside it.
 *
 * Inside: [data-passage-text] with the work as typed, a hidden [data-passage-take] button, and a form, the first with
 * [data-takes-passage], that has a <details> with the fields `quote` and `position`. A [data-about-field] button chooses a
 * field of a document in its `field`. Without it, the passage is copied into the field by hand.
 */
export class QuotePassage extends HTMLElement {
  #life = new AbortController()
  #range: Range | null = null

  connectedCallback() {
    this.#life = new AbortController()
    const { signal } = this.#life
    document.addEventListener("selectionchange", () => this.#look(), { signal })
    this.#button?.addEventListener("pointerdown", (event) => event.preventDefault(), { signal })
    this.#button?.addEventListener("click", () => this.#take(), { signal })
    if (this.querySelector("[data-takes-passage] [name=field]")) for (const button of this.#aboutField) button.hidden = false
    this.addEventListener("click", (event) => this.#takeField((event.target as Element).closest<HTMLElement>("[data-about-field]")), { signal })
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  get #text() {
    return this.querySelector<HTMLElement>("[data-passage-text]")
  }

  get #button() {
    return this.querySelector<HTMLButtonElement>("[data-passage-take]")
  }

  get #aboutField() {
    return this.querySelectorAll<HTMLElement>("[data-about-field]")
  }

  /** What is written next is about this field. */
  #takeField(button: HTMLElement | null) {
    const form = this.querySelector("[data-takes-passage]")
    const field = form?.querySelector<HTMLSelectElement>("[name=field]")
    if (!button || !field) return
    field.value = button.dataset.aboutField ?? ""
    field.dispatchEvent(new Event("input", { bubbles: true }))
    form?.querySelector<HTMLTextAreaElement>("[name=text]")?.focus()
  }

  #look() {
    const selection = document.getSelection()
    if (!this.#button || !this.#text || document.activeElement === this.#button) return
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null
    this.#range = range && this.#text.contains(range.commonAncestorContainer) ? range.cloneRange() : null
    this.#button.hidden = !this.#range
    if (this.#range) this.#place(this.#range)
  }

  #place(range: Range) {
    const lines = range.getClientRects()
    const last = lines[lines.length - 1]
    const frame = this.#button?.offsetParent?.getBoundingClientRect()
    if (!this.#button || !last || !frame) return
    const most = frame.width - this.#button.offsetWidth
    this.#button.style.insetBlockStart = `${last.bottom - frame.top + 8}px`
    this.#button.style.insetInlineStart = `${Math.max(0, Math.min(last.left - frame.left, most))}px`
  }

  #take() {
    const passage = this.#passage()
    const form = this.querySelector("[data-takes-passage]")
    const quote = form?.querySelector<HTMLTextAreaElement>("[name=quote]")
    const position = form?.querySelector<HTMLInputElement>("[name=position]")
    if (!passage || !quote || !position || !this.#button) return
    quote.value = passage.quote
    position.value = String(passage.position)
    quote.dispatchEvent(new Event("input", { bubbles: true }))
    const details = quote.closest("details")
    if (details) details.open = true
    document.getSelection()?.removeAllRanges()
    this.#button.hidden = true
    form?.querySelector<HTMLTextAreaElement>("[name=text]")?.focus()
  }

  #passage() {
    if (!this.#range || !this.#text) return null
    const before = document.createRange()
    before.selectNodeContents(this.#text)
    before.setEnd(this.#range.startContainer, this.#range.startOffset)
    return passageOf(before.toString(), this.#range.toString())
  }
}

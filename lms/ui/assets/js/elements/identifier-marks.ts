const QUIET_MS = 900

interface Found { count: number; fields: Record<string, string>; confirmation: string }

/**
 * <identifier-marks data-href> stands in a form and shows, in each [data-marks-of=name], what the server finds in the field
 * of that name as it is typed; in [data-marks-confirmation] the box that confirms it. Each mark can be replaced, and that
 * be undone: by the keys of the browser, or by a button. Without it the marks are shown on handing in.
 */
export class IdentifierMarks extends HTMLElement {
  #life = new AbortController()
  #timer = 0
  #asked = 0
  #undo: (() => void) | null = null

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("input", (event) => this.#typed(event), { signal })
    this.addEventListener("click", (event) => this.#choose(event), { signal })
    this.addEventListener("draft-restored", () => this.#later(0), { signal })
    this.closest("form")?.addEventListener("draft-restored", () => this.#later(0), { signal })
    this.#later(0)
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  get #fields(): (HTMLTextAreaElement | HTMLInputElement)[] {
    const names = [...this.querySelectorAll<HTMLElement>("[data-marks-of]")].map((slot) => slot.dataset.marksOf ?? "")
    const typed = (name: string): HTMLTextAreaElement[] => [...this.querySelectorAll<HTMLTextAreaElement>(`:is(textarea, input[type=text])[name="${CSS.escape(name)}"]`)]
    return names.flatMap((name) => typed(name).filter((field) => !field.closest("[hidden]")).slice(0, 1))
  }

  #typed(event: Event): void {
    if (this.#fields.includes(event.target as HTMLTextAreaElement)) this.#later(QUIET_MS)
  }

  #later(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), after)
  }

  async #ask(): Promise<void> {
    const fields = this.#fields
    if (!fields.some((field) => field.value.trim())) return this.#show({ count: 0, fields: {}, confirmation: "" })
    const number = (this.#asked += 1)
    const body = new URLSearchParams(fields.map((field) => [field.name, field.value]))
    const form = this.closest("form")
    body.set("csrf_token", String((form && new FormData(form).get("csrf_token")) ?? ""))
    try {
      const headers = { Accept: "application/json", "X-Requested-With": "fragment" }
      const answer = await fetch(this.dataset.href ?? "", { method: "POST", body, headers, redirect: "manual", signal: this.#life.signal })
      if (answer.ok && number === this.#asked) this.#show((await answer.json()) as Found)
    } catch {
      // without an answer the marks are shown on handing in
    }
  }

  #show(found: Found): void {
    for (const slot of this.querySelectorAll<HTMLElement>("[data-marks-of]")) fill(slot, found.fields[slot.dataset.marksOf ?? ""] ?? "")
    this.querySelector("[data-marks-refused]")?.remove() // they stand at their fields now
    const box = this.querySelector<HTMLElement>("[data-marks-confirmation]")
    if (box) fill(box, found.confirmation)
    this.#say(found.count ? `${found.count} ${found.count === 1 ? "place reads" : "places read"} like an identifier.` : "")
  }

  #say(sentence: string): void {
    const line = this.querySelector("[data-marks-line]")
    if (line && line.textContent !== sentence) line.textContent = sentence
  }

  #choose(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]")
    if (button?.dataset.do === "undo-mark") return this.#takeBack()
    const one = button?.closest<HTMLElement>("[data-start]")
    const field = one && this.#field(one)
    if (!button || !one || !field) return
    const start = Number(one.dataset.start)
    const end = Number(one.dataset.end)
    if (field.value.slice(start, end) !== one.dataset.words) return this.#later(0) // typed on since
    field.focus()
    field.setSelectionRange(start, end)
    if (button.dataset.do === "replace") this.#replace(field, one.dataset.words ?? "", one.dataset.instead ?? "", start)
  }

  #field(one: HTMLElement): HTMLTextAreaElement | HTMLInputElement | undefined {
    const name = one.closest<HTMLElement>("[data-marks-of]")?.dataset.marksOf
    return this.#fields.find((field) => field.name === name)
  }

  /** As if it were typed, so that the browser's own undoing knows of it. */
  #replace(field: HTMLTextAreaElement | HTMLInputElement, words: string, instead: string, start: number): void {
    put(field, instead)
    this.#undo = () => {
      if (field.value.slice(start, start + instead.length) !== instead) return
      field.focus()
      field.setSelectionRange(start, start + instead.length)
      put(field, words)
    }
    this.#offerUndo(true)
    this.#say("Replaced.")
    this.#later(0)
  }

  #takeBack(): void {
    this.#undo?.()
    this.#undo = null
    this.#offerUndo(false)
    this.#later(0)
  }

  #offerUndo(is: boolean): void {
    const button = this.querySelector<HTMLElement>("[data-do=undo-mark]")
    if (button) button.hidden = !is
  }
}

function put(field: HTMLTextAreaElement | HTMLInputElement, words: string): void {
  if (document.execCommand("insertText", false, words)) return
  field.setRangeText(words)
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

/** What is the same stays, with the focus and the tick in it. */
function fill(slot: HTMLElement, html: string): void {
  const fresh = html.trim()
  if (slot.dataset.shown === fresh) return
  slot.dataset.shown = fresh
  slot.innerHTML = fresh
}

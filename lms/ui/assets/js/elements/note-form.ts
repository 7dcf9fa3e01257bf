import { numberIn, shows, type ShowIf } from "../lib/conditions.ts"
import { DoseClock } from "../lib/dose-clock.ts"
import type { Fields } from "../lib/draft.ts"
import { needed } from "../lib/needed.ts"
import type { NoteRows } from "./note-rows.ts"

type Said = [at: string, say: string, label?: string]

/** What the server says of the answers that it has kept. */
interface Kept { missing?: Said[]; wrong?: Said[]; computed?: Record<string, string> }

/**
 * <note-form data-store> fills in a document: fields show and hide as others are answered, Enter leads to the next one,
 * Alt+N to what is missing; a clock counts the minutes since the first dose.
 *
 * What is missing or wrong, and what is worked out, comes with the answer to each saving of the <saved-draft> around it.
 */
export class NoteForm extends HTMLElement {
  #life = new AbortController()
  #clock!: DoseClock
  #open: Said[] = []

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#form.addEventListener("input", () => this.#look(), { signal })
    this.#form.addEventListener("change", () => this.#look(), { signal })
    this.#form.addEventListener("draft-restoring", (event) => this.#grow((event as CustomEvent<Fields>).detail), { signal })
    this.#form.addEventListener("draft-restored", () => this.#look(), { signal })
    this.#form.addEventListener("draft-kept", (event) => this.#kept((event as CustomEvent<Kept>).detail), { signal })
    this.#form.addEventListener("keydown", (event) => this.#enter(event), { signal })
    document.addEventListener("keydown", (event) => this.#keys(event), { signal })
    this.addEventListener("click", (event) => this.#click(event), { signal })
    this.#open = [...this.querySelectorAll<HTMLElement>("[data-missing-list] [data-to]")].map((link) => [link.dataset.to ?? "", ""])
    this.#clock = new DoseClock(needed(this, "[data-clock]"), this.dataset.store ?? "", () => this.#rows.forEach((rows) => rows.tick()))
    for (const rows of this.#rows) rows.minute = () => this.#clock.minute
    if (this.querySelector("note-rows[data-minute]")) this.#clock.begin()
    needed<HTMLElement>(this, "[data-next-missing]").hidden = false
    needed<HTMLElement>(this, "[data-keys]").hidden = !matchMedia("(any-pointer: fine)").matches
    this.#look()
    if (this.querySelector("[data-refused]")) needed<HTMLElement>(this, "[data-missing]").focus()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#clock.end()
  }

  get #form(): HTMLFormElement { return needed(this, "form") }
  get #rows(): NoteRows[] { return [...this.querySelectorAll<NoteRows>("note-rows")] }

  #grow(fields: Fields): void {
    for (const rows of this.#rows) rows.grow(fields.map(([name]) => name))
  }

  /** What shows, and which numbers have reached their mark. */
  #look(): void {
    const sent = new FormData(this.#form)
    const hidden = new Set<string>()
    for (const item of this.querySelectorAll<HTMLElement>("[data-item]")) {
      const at = item.dataset.at ?? ""
      const around = at.slice(0, at.length - (item.dataset.item ?? "").length)
      const rule = item.dataset.showIf ? (JSON.parse(item.dataset.showIf) as ShowIf) : null
      const isShown = shows(rule, (field) => (hidden.has(around + field) ? [] : sent.getAll(`a.${around}${field}`).map(String)))
      if (!isShown) hidden.add(at)
      item.hidden = !isShown
    }
    for (const part of this.querySelectorAll<HTMLElement>("[data-part]")) part.hidden = !part.querySelector("[data-item]:not([hidden])")
    for (const field of this.querySelectorAll<HTMLInputElement>("[data-prompt-at]")) this.#prompt(field)
  }

  #prompt(field: HTMLInputElement): void {
    const line = field.closest("[data-item]")?.querySelector<HTMLElement>("[data-prompt]")
    if (line) line.hidden = !(numberIn(field.value) >= Number(field.dataset.promptAt))
  }

  #kept(said: Kept): void {
    if (!said.missing || !said.wrong) return
    this.#open = [...said.wrong, ...said.missing]
    this.#list(said.missing, said.wrong)
    const faults = Map.groupBy(said.wrong, ([at]) => at)
    for (const item of this.querySelectorAll<HTMLElement>("[data-item]")) this.#fault(item, (faults.get(item.dataset.at ?? "") ?? []).map(([, say]) => say).join(" "))
    for (const output of this.querySelectorAll<HTMLElement>("[data-computed]")) output.textContent = said.computed?.[output.dataset.computed ?? ""] ?? "–"
  }

  #fault(item: HTMLElement, say: string): void {
    const line = item.querySelector<HTMLElement>(":scope > [data-fault]")
    if (!line) return
    line.hidden = !say
    needed<HTMLElement>(line, "span").textContent = say
    for (const control of item.querySelectorAll(":scope > .input")) control.toggleAttribute("aria-invalid", Boolean(say))
    for (const control of item.querySelectorAll(":scope > .input[aria-invalid]")) control.setAttribute("aria-invalid", "true")
  }

  #list(missing: Said[], wrong: Said[]): void {
    const count = needed<HTMLElement>(this, "[data-missing-count]")
    const still = `${missing.length} ${missing.length === 1 ? "field is" : "fields are"} still missing`
    const again = wrong.length ? `, ${wrong.length} to look at again` : ""
    const sentence = missing.length || wrong.length ? still + again : "Nothing is missing"
    if (count.textContent !== sentence) count.textContent = sentence
    needed<HTMLElement>(this, "[data-to-missing]").textContent = missing.length || wrong.length ? "What is missing" : sentence
    const lines = [...wrong.map(([at, say, label]) => this.#line(at, label ?? at, `: ${say}`)), ...missing.map(([at, say]) => this.#line(at, say, ""))]
    needed<HTMLElement>(this, "[data-missing-list]").replaceChildren(...lines)
  }

  #line(at: string, label: string, rest: string): HTMLElement {
    const line = document.createElement("li")
    const link = document.createElement("a")
    link.href = `#${idOf(at)}`
    link.dataset.to = at
    link.textContent = label
    line.append(link, rest)
    return line
  }

  #click(event: Event): void {
    const target = event.target as Element
    const link = target.closest<HTMLElement>("[data-to]")
    if (link) { event.preventDefault(); this.#go(link.dataset.to ?? "") }
    if (target.closest("[data-next-missing]")) this.#next()
    if (target.closest("[data-clock-start]")) this.#clock.press()
  }

  #keys(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyN") return
    event.preventDefault()
    this.#next()
  }

  /** Enter leads on: it hands nothing in. */
  #enter(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (event.key !== "Enter" || event.isComposing || !target.matches("input, select")) return
    event.preventDefault()
    const controls = this.#controls
    controls[controls.findIndex((one) => one === target) + 1]?.focus()
  }

  /** What can be filled in now, in order; of radio buttons the one that the Tab key reaches. */
  get #controls(): HTMLElement[] {
    const all = [...this.#form.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), select, textarea")]
    return all.filter((one) => one.checkVisibility() && (one.type !== "radio" || isReached(one)))
  }

  /** The next after where the focus stands, or the first. */
  #next(): void {
    const places = new Set(this.#open.map(([at]) => at))
    const items = [...this.querySelectorAll<HTMLElement>("[data-item]")].filter((item) => places.has(item.dataset.at ?? "") && item.checkVisibility())
    const here = document.activeElement
    const after = items.find((item) => here && !item.contains(here) && here.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING)
    const item = after ?? items[0]
    if (item) this.#go(item.dataset.at ?? "")
    else needed<HTMLElement>(this, "[data-missing]").focus()
  }

  #go(at: string): void {
    const item = this.querySelector<HTMLElement>(`[data-at="${CSS.escape(at)}"]`)
    const control = [...(item?.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), select, textarea") ?? [])].find((one) => one.checkVisibility())
    item?.scrollIntoView({ block: "center" })
    ;(control ?? item?.querySelector<HTMLElement>("button"))?.focus({ preventScroll: true })
  }
}

function isReached(radio: HTMLInputElement): boolean {
  const group = [...(radio.form?.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(radio.name)}"]`) ?? [])]
  return radio === (group.find((one) => one.checked) ?? group[0])
}

function idOf(at: string): string {
  return `f-${at.replaceAll(".", "-")}`
}

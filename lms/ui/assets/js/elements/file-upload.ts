import { size } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import { type Place, placesFor } from "../lib/shows.ts"
import { type Desk, FileRow } from "../uploads/file-row.ts"
import { interrupted } from "../uploads/sending.ts"

const AT_ONCE = 3 // the server takes five of one person that aren't whole; some may stand still

/** <file-upload data-href data-name data-most-bytes data-follow> sends the files of its form in pieces (tus), each by itself, and hands
 *  each over to the page that takes it once it is whole. Interrupted by a lost connection they go on by themselves; by a
 *  closed page, when the same file is chosen again. */
export class FileUpload extends HTMLElement {
  #life = new AbortController()
  #rows: FileRow[] = []
  #desk: Desk | null = null

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    const form = this.closest("form")
    const { href, name = "", follow = "" } = this.dataset
    if (!href || !form) return
    const csrf = String(new FormData(form).get("csrf_token") ?? "")
    const headers = { "X-CSRFToken": csrf, "X-Requested-With": "fragment" }
    this.#desk = { way: { href, headers }, action: form.action, name, csrf, follow, onState: (row) => this.#heard(row) }
    form.addEventListener("submit", (event) => this.#submit(event), { signal })
    this.#input.addEventListener("change", () => this.#chosen(), { signal })
    addEventListener("online", () => this.#in("away").forEach((row) => row.goOn()), { signal })
    for (const over of ["dragenter", "dragover"]) this.addEventListener(over, () => (this.dataset.state = "over"), { signal })
    for (const out of ["dragleave", "drop"]) this.addEventListener(out, () => delete this.dataset.state, { signal })
    void this.#remind(this.#desk)
  }

  disconnectedCallback(): void {
    this.#life.abort()
    for (const row of this.#rows) row.leave()
  }

  get #input(): HTMLInputElement { return this.#one("input[type=file]") }

  #one<Found extends Element = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #in(...states: FileRow["state"][]): FileRow[] {
    return this.#rows.filter((row) => states.includes(row.state))
  }

  #chosen(): void {
    const fresh = [...(this.#input.files ?? [])].filter((file) => !this.#rows.some((row) => row.is(file) && row.state !== "interrupted"))
    const most = Number(this.dataset.mostBytes ?? Infinity)
    this.#input.value = "" // the rows have them: the same file can be chosen again
    for (const row of this.#in("interrupted")) if (fresh.some((file) => row.is(file))) this.#drop(row)
    if (!this.#input.multiple && fresh.length) for (const row of this.#in("chosen", "failed")) this.#drop(row)
    const before = this.#in("chosen", "waiting", "sending", "paused", "away")
    const rows = fresh.map((file) => this.#add(file))
    for (const row of rows.filter((row) => row.size > most))
      row.refuse(`This file has ${size(row.size)}; at most ${size(most)} can be uploaded.`)
    this.#place(before, rows)
  }

  /** A file alone shows what the page is about; several show what their names say, and the first of the rest that. */
  #place(before: FileRow[], rows: FileRow[]): void {
    const options = [...(rows[0]?.place?.options ?? [])]
    const own = options.find((option) => option.defaultSelected)?.value ?? ""
    const taken = before.map((row) => row.place?.value)
    const places: Place[] = options.map(({ value, dataset, text }) => ({ href: value, code: dataset.code ?? "", title: dataset.title ?? text }))
    const guessed = placesFor(rows.map((row) => row.name), places.filter(({ href }) => href && !taken.includes(href)))
    const isAlone = rows.length === 1 && !before.length
    const used = new Set([...taken, ...(isAlone ? [] : guessed.map((place) => place?.href))])
    rows.forEach((row, number) => {
      const href = (isAlone ? null : guessed[number]?.href) ?? (used.has(own) ? "" : own)
      used.add(href)
      if (row.place) row.place.value = href
    })
  }

  #add(source: ConstructorParameters<typeof FileRow>[0]): FileRow {
    const element = this.#one<HTMLTemplateElement>("template").content.firstElementChild!.cloneNode(true) as HTMLElement
    const row = new FileRow(source, element, this.#desk!)
    this.#rows.push(row)
    this.#one("[data-files]").append(element)
    this.#one<HTMLElement>("[data-files]").hidden = false
    return row
  }

  #drop(row: FileRow): void {
    row.element.remove()
    this.#rows = this.#rows.filter((other) => other !== row)
  }

  #submit(event: SubmitEvent): void {
    if (!this.#rows.some((row) => row.state !== "interrupted")) return
    event.preventDefault()
    const unplaced = this.#in("chosen").find((row) => row.place && !row.place.reportValidity())
    if (unplaced) return
    for (const row of this.#in("chosen")) row.wait()
  }

  #heard(row: FileRow): void {
    if (!row.element.isConnected) this.#rows = this.#rows.filter((other) => other !== row)
    else if (row.state === "done" || row.state === "failed") this.#one("[data-said]").textContent = `${row.name}: ${row.element.querySelector("[data-line]")?.textContent}`
    const free = AT_ONCE - this.#rows.filter((other) => other.isUnderWay).length
    if (free > 0 && row.state !== "sending") void this.#in("waiting")[0]?.begin()
    const [only] = this.#rows
    if (this.#rows.length === 1 && only?.state === "done" && only.action === this.#desk?.action) location.assign(only.page)
  }

  /** Pages that were closed in mid-upload: say that choosing the same file goes on. */
  async #remind(desk: Desk): Promise<void> {
    for (const begun of await interrupted(desk.way)) if (begun.name) this.#add(begun)
  }
}

customElements.define("file-upload", FileUpload)

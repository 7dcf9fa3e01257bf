import { deedOf } from "../captions/keys.ts"
import { Picture } from "../captions/picture.ts"
import { type Part, Rows } from "../captions/rows.ts"
import * as list from "../lib/cues.ts"
import { History } from "../lib/history.ts"
import { needed } from "../lib/needed.ts"
import { type Cue, type Doc, readDoc, shortClock, writeDoc } from "../lib/vtt.ts"

const NO_TIME = "This is no time. A time looks like 1:02.500."
const STEP_MS = 2_000
const QUIET_MS = 400
const UNREADABLE = "Some lines of this text can’t be read as captions. Put them right here, save, and look what is said above."

/**
 * <caption-editor data-kind data-duration-ms> edits the WebVTT in its textarea as rows beside a <course-player>.
 *
 * The textarea stays the truth: each change is written into it, so that <saved-draft> keeps it and the form sends it.
 */
export class CaptionEditor extends HTMLElement {
  #life = new AbortController()
  #rows!: Rows
  #picture!: Picture
  #history = new History<Cue[]>([])
  #head = ""
  #at = 0
  #said = -1
  #timer = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#rows = new Rows(this.#one("[data-rows]"), this.#one("template[data-row]"))
    this.#picture = new Picture(this.dataset.language ?? "", !this.#isChapters)
    this.#rows.listen({
      onChange: (at, part, value) => this.#typed(at, part, value),
      onReach: (at) => this.#reach(at),
      onLeave: () => this.#history.pause(),
      onGo: (at) => this.#picture.seek(this.#cues[at]?.start ?? 0),
    }, signal)
    this.#picture.onTime((ms) => this.#follow(ms), signal)
    this.addEventListener("click", (event) => this.#click(event), { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    this.closest("form")?.addEventListener("draft-restored", () => this.#read(), { signal })
    this.closest("form")?.addEventListener("submit", (event) => this.#hold(event), { signal, capture: true })
    this.#one("[data-tools]").hidden = this.#one("[data-more]").hidden = false
    this.#read()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  get #cues(): Cue[] { return this.#history.now }
  get #area(): HTMLTextAreaElement { return this.#one<HTMLTextAreaElement>("[data-plain] textarea") }
  get #isChapters(): boolean { return this.dataset.kind === "chapters" }
  get #isRows(): boolean { return this.dataset.state === "rows" }
  get #duration(): number { return Number(this.dataset.durationMs) }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  /** From the textarea into rows; where that can't be done, the text itself is edited. */
  #read(): void {
    const doc: Doc | null = readDoc(this.#area.value)
    this.#show(doc ? "rows" : "text")
    if (!doc) return this.#tell(UNREADABLE)
    this.#head = doc.head
    this.#history = new History(doc.cues)
    this.#draw()
  }

  #show(state: "rows" | "text"): void {
    this.dataset.state = state
    this.#one("[data-plain]").hidden = state === "rows"
    this.#one("[data-rows]").hidden = state !== "rows"
    this.#one('[data-tool="text"]').textContent = state === "rows" ? "Show as text" : "Show as rows"
    for (const tool of this.querySelectorAll<HTMLButtonElement>("[data-tool]:not([data-tool=text], [data-tool=toggle])")) tool.disabled = state !== "rows"
    this.#one("[data-empty]").hidden = true
  }

  #draw(): void {
    const checked = this.#isChapters ? list.following(this.#cues, this.#duration) : this.#cues
    this.#rows.draw(this.#cues, (at) => list.faultOf(checked, at, this.#duration))
    this.#rows.mark(this.#at, this.#said, false)
    this.#one("[data-empty]").hidden = this.#cues.length > 0
    this.#one<HTMLButtonElement>('[data-tool="undo"]').disabled = !this.#history.canUndo
    this.#one<HTMLButtonElement>('[data-tool="redo"]').disabled = !this.#history.canRedo
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#picture.show(this.#cues), QUIET_MS)
  }

  #write(): void {
    const cues = this.#isChapters ? list.following(this.#cues, this.#duration) : this.#cues
    this.#area.value = writeDoc({ head: this.#head, cues })
    this.#area.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #take(cues: Cue[], at = this.#at, going = ""): void {
    if (cues === this.#cues) return
    this.#history.add(cues, going)
    this.#at = Math.max(0, at)
    this.#draw()
    this.#write()
  }

  #typed(at: number, part: Part, value: string | number | null): void {
    if (value === null) return this.#tell(NO_TIME)
    if (this.#cues[at]?.[part] === value) return
    const changed = list.change(this.#cues, at, { [part]: value })
    if (part === "text") return this.#take(changed, at, `text ${at}`)
    const { cues, at: now } = list.ordered(changed, at)
    this.#take(cues, now)
    if (now !== at) this.#rows.reach(now, part)
  }

  /** What stands there as no time would be published as it was before. */
  #hold(event: Event): void {
    const wrong = this.#isRows ? this.querySelector<HTMLElement>('[data-rows] [aria-invalid="true"]') : null
    if (!wrong) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#tell(NO_TIME)
    wrong.focus()
  }

  #reach(at: number): void {
    if (at < 0) return
    this.#at = at
    this.#rows.mark(at, this.#said, false)
  }

  #follow(ms: number): void {
    const said = list.indexAt(this.#cues, ms)
    if (said === this.#said) return
    this.#said = said
    this.#rows.mark(this.#at, said, !this.contains(document.activeElement))
  }

  #click(event: Event): void {
    const tool = (event.target as Element).closest<HTMLElement>("[data-tool]")?.dataset.tool
    if (tool) this.#do(tool)
  }

  #key(event: KeyboardEvent): void {
    const deed = deedOf(event)
    if (!deed || (!this.#isRows && deed !== "toggle")) return
    const isOurs = this.contains(event.target as Node) && !(event.target as Element).closest("[data-more]")
    if ((deed === "undo" || deed === "redo") && !isOurs) return
    event.preventDefault()
    event.stopPropagation()
    this.#do(deed)
  }

  #do(deed: string): void {
    const { ms } = this.#picture
    const deeds: Record<string, () => void> = {
      toggle: () => this.#picture.toggle(),
      back: () => this.#picture.seek(ms - STEP_MS),
      on: () => this.#picture.seek(ms + STEP_MS),
      go: () => this.#picture.seek(this.#cues[this.#at]?.start ?? 0),
      start: () => this.#typed(this.#at, "start", Math.round(ms)),
      end: () => this.#typed(this.#at, "end", Math.round(ms)),
      insert: () => this.#done(list.insert(this.#cues, ms), "A new one"),
      split: () => this.#done(list.split(this.#cues, this.#at, ms, this.#rows.caret(this.#at)), "Split"),
      join: () => this.#done(list.joinNext(this.#cues, this.#at, this.#isChapters ? " " : "\n"), "Joined"),
      remove: () => this.#done(list.remove(this.#cues, this.#at), "Deleted"),
      before: () => this.#step(-1),
      after: () => this.#step(1),
      undo: () => this.#back(this.#history.undo(), "Undone"),
      redo: () => this.#back(this.#history.redo(), "Done again"),
      shift: () => this.#shift(),
      find: () => this.#find(),
      replace: () => this.#replace(),
      text: () => (this.#isRows ? this.#show("text") : this.#read()),
    }
    deeds[deed]?.()
  }

  #done({ cues, at }: list.Done, said: string): void {
    if (cues === this.#cues) return
    this.#take(cues, at)
    this.#rows.reach(this.#at)
    const cue = this.#cues[this.#at]
    this.#tell(cue ? `${said}: ${this.#at + 1} of ${cues.length}, at ${shortClock(cue.start)}` : said)
  }

  #step(by: number): void {
    this.#at = Math.min(this.#cues.length - 1, Math.max(0, this.#at + by))
    this.#rows.reach(this.#at)
  }

  #back(happened: boolean, said: string): void {
    if (!happened) return this.#tell("Nothing more")
    this.#at = Math.min(this.#at, Math.max(0, this.#cues.length - 1))
    this.#draw()
    this.#write()
    this.#tell(said)
  }

  #shift(): void {
    const seconds = Number(this.#one<HTMLInputElement>("[data-shift]").value.replace(",", "."))
    if (!seconds) return this.#tell("Say by how many seconds: 0.5 for later, -0.5 for earlier.")
    this.#take(list.shift(this.#cues, Math.round(seconds * 1000)))
    this.#tell(`All ${this.#cues.length} are ${Math.abs(seconds)} seconds ${seconds > 0 ? "later" : "earlier"}`)
  }

  #find(): void {
    const at = list.findNext(this.#cues, this.#one<HTMLInputElement>("[data-find]").value, this.#at)
    if (at < 0) return this.#tell("Not found")
    this.#rows.reach(at)
    this.#tell(`${at + 1} of ${this.#cues.length}`)
  }

  #replace(): void {
    const [find, by] = ["[data-find]", "[data-replace]"].map((name) => this.#one<HTMLInputElement>(name).value) as [string, string]
    const { cues, count } = list.replaceAll(this.#cues, find, by)
    if (count) this.#take(cues)
    this.#tell(count === 1 ? "Replaced once" : `Replaced ${count} times`)
  }

  #tell(said: string): void { this.#one("[data-told]").textContent = said }
}

customElements.define("caption-editor", CaptionEditor)

import { filled, matching, type Phrase, triggered, type Trigger, unfilled, withoutName } from "../lib/phrases.ts"
import { timecode } from "../lib/clock.ts"
import type { CoursePlayer } from "./course-player.ts"
import { PhraseList } from "./phrase-list.ts"
import { PhraseTools } from "./phrase-tools.ts"

const FIELDS = ".field:not(label) > textarea:is([name=text], [name=keep], [name=try_next])"
const NONE_YET = "No phrases yet. Select words in a field to keep them as one."
const AWAY = "Phrases can’t be fetched: the connection is lost, or you are signed out."

/**
 * <phrase-bank> inserts phrases into the text fields of its page: a slash at the start of a word opens a list that is
 * filtered as one types, Enter inserts, Escape closes; what was inserted can be undone like typing. Words that are
 * selected in a field can be kept as a phrase.
 *
 * Inside: a [data-status] that tells screen readers how many there are. `data-href` is the address of the bank (its list is fetched from there with the first slash); `data-name`,
 * `data-class` and `data-work` are filled in; `data-learner` is the whole name of whose work it is.
 */
export class PhraseBank extends HTMLElement {
  #life = new AbortController()
  #list = new PhraseList((phrase) => this.#insert(phrase), (sentence) => this.#tell(sentence))
  #tools = new PhraseTools({ keep: () => void this.#keep(), keepAsItIs: () => void this.#keep(true), open: () => this.#type() })
  #phrases: Phrase[] | null = null
  #field: HTMLTextAreaElement | null = null
  #trigger: Trigger | null = null
  #dismissed = -1
  #isFetching = false
  #wantsFirst = false
  #isInserting = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    const page = this.closest("main") ?? document.body
    page.addEventListener("focusin", (event) => this.#enter(event.target as Element), { signal })
    page.addEventListener("focusout", () => this.#close(), { signal })
    page.addEventListener("input", (event) => this.#typed(event as InputEvent), { signal })
    page.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent), { signal, capture: true })
    document.addEventListener("selectionchange", () => this.#selected(), { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#close()
    this.#tools.remove()
  }

  #enter(target: Element): void {
    if (!target.matches(FIELDS) || target === this.#field) return
    this.#field = target as HTMLTextAreaElement
    this.#dismissed = -1
    this.#field.setAttribute("aria-autocomplete", "list")
    this.#field.setAttribute("aria-haspopup", "listbox")
    this.#tools.stand(this.#field)
  }

  #typed(event: InputEvent): void {
    if (event.target !== this.#field) return
    if (event.data === "/") this.#dismissed = -1 // a new one, maybe where an old one stood
    this.#look()
  }

  #selected(): void {
    const field = this.#field
    if (!field || document.activeElement !== field) return
    this.#tools.offer(field.value.slice(field.selectionStart, field.selectionEnd).trim().length > 2)
    if (this.#trigger) this.#look()
  }

  /** Whether the caret stands behind a slash, and what there is to insert. */
  #look(): void {
    const field = this.#field
    if (!field || this.#isInserting) return
    const found = field.selectionStart === field.selectionEnd ? triggered(field.value, field.selectionStart) : null
    if (found?.at !== this.#dismissed) this.#dismissed = -1
    if (!found || this.#dismissed >= 0) return this.#close()
    this.#trigger = found
    if (this.#phrases) this.#show(this.#phrases)
    else if (!this.#isFetching) void this.#fetch()
  }

  #tell(sentence: string): void {
    const line = this.querySelector("[data-status]")
    if (line && line.textContent !== sentence) line.textContent = sentence
  }

  #show(phrases: Phrase[]): void {
    if (!this.#field || !this.#trigger) return
    const found = matching(phrases, this.#trigger.query)
    if (!found.length && (phrases.length || this.#trigger.query)) return this.#list.hide()
    this.#list.show(this.#field, found, (phrase) => filled(phrase.text, this.#values()), found.length ? "" : NONE_YET)
    const first = found[0]
    if (this.#wantsFirst && first) this.#insert(first)
  }

  async #fetch(): Promise<void> {
    this.#isFetching = true
    this.#note("Fetching your phrases …")
    try {
      const answer = await fetch(`${this.dataset.href}.json`, { redirect: "error", signal: this.#life.signal })
      this.#phrases = answer.ok ? ((await answer.json()) as Phrase[]) : null
    } catch {
      this.#phrases = null
    }
    this.#isFetching = false
    if (this.#phrases) this.#show(this.#phrases)
    else this.#note(AWAY)
    this.#wantsFirst = false
  }

  #note(sentence: string): void {
    if (this.#field && this.#trigger) this.#list.show(this.#field, [], () => "", sentence)
  }

  /** Before the field's own keys: while there is something to choose, Enter doesn't send. */
  #key(event: KeyboardEvent): void {
    if (event.target !== this.#field || !this.#trigger || !this.#list.isShown || event.isComposing) return
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const deed = this.#deed(event.key)
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    deed()
  }

  #deed(key: string): (() => void) | undefined {
    const phrase = this.#list.chosen
    if (key === "Escape") return () => this.#dismiss()
    if (key === "Enter" && this.#isFetching) return () => { this.#wantsFirst = true } // typed faster than they came
    if (!phrase) return undefined
    return { ArrowDown: () => this.#list.move(1), ArrowUp: () => this.#list.move(-1), Enter: () => this.#insert(phrase) }[key]
  }

  #dismiss(): void {
    this.#dismissed = this.#trigger?.at ?? -1
    this.#close()
  }

  #close(): void {
    this.#trigger = null
    this.#wantsFirst = false
    this.#list.hide()
  }

  #insert(phrase: Phrase): void {
    const [field, trigger] = [this.#field, this.#trigger]
    if (!field || !trigger) return
    const text = filled(phrase.text, this.#values())
    this.#close()
    this.#replace(field, trigger.at, text)
    const open = unfilled(text)
    if (open) field.setSelectionRange(trigger.at + open[0], trigger.at + open[1])
    this.#tools.say(open ? "Nothing is known here for what is selected: type over it." : "")
    void this.#post(`/${phrase.id}/use`, {}).catch(() => {}) // a count that is lost does no harm
  }

  /** As if it were typed, so that the browser's own undo knows of it. */
  #replace(field: HTMLTextAreaElement, from: number, text: string): void {
    this.#isInserting = true
    field.setSelectionRange(from, field.selectionStart)
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end")
      field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    }
    this.#isInserting = false
  }

  /** For whom a slash is out of reach. */
  #type(): void {
    const field = this.#field
    if (!field) return
    field.focus()
    const before = field.value.slice(0, field.selectionStart)
    this.#dismissed = -1
    document.execCommand("insertText", false, /\S$/.test(before) ? " /" : "/")
  }

  #values(): Record<string, string> {
    const { name = "", class: where = "", work = "" } = this.dataset
    const moment = this.#field?.form?.querySelector<HTMLInputElement>("[name=start]")?.value
    return { name, class: where, work, moment: moment || this.#playedMoment }
  }

  /** Where the recording stands that has been played; empty where none has. */
  get #playedMoment(): string {
    const players = [...document.querySelectorAll<CoursePlayer>('course-player[data-of^="recording-"]')]
    const at = players.map((player) => player.ms).find((ms) => ms > 0)
    return at === undefined ? "" : timecode(at / 1000)
  }

  async #keep(isSure = false): Promise<void> {
    const field = this.#field
    const selected = field?.value.slice(field.selectionStart, field.selectionEnd).trim()
    if (!field || !selected) return
    const text = withoutName(selected, this.dataset.name ?? "")
    try {
      const answer = await this.#post("", { text, learner: this.dataset.learner ?? "", ...(isSure ? { is_sure: "y" } : {}) })
      const said = (await answer.json()) as { message?: string; may_be_sure?: boolean }
      if (answer.ok) this.#phrases = null // fetched anew with the next slash
      const changed = answer.ok && text !== selected ? ` “${this.dataset.name}” became {name}.` : ""
      this.#tools.say((said.message ?? "Not kept.") + changed, said.may_be_sure)
    } catch {
      this.#tools.say("Not kept: the connection is lost, or you are signed out.")
    }
  }

  #post(way: string, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ csrf_token: this.dataset.csrf ?? "", ...fields })
    const headers = { "X-Requested-With": "fragment" }
    return fetch(`${this.dataset.href}${way}`, { method: "POST", body, headers, redirect: "error", keepalive: true })
  }
}

customElements.define("phrase-bank", PhraseBank)

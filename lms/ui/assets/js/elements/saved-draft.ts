import { retryDelay } from "../lib/backoff.ts"
import { fingerprint, homecoming, saidState, saidWaiting, stateAfter, type Copy, type Fields, type State } from "../lib/draft.ts"
import { DraftConflict, type Kept } from "./draft-conflict.ts"
import { fillForm, readForm } from "./draft-form.ts"
import { answers, sendDraft, type Reply } from "./draft-server.ts"
import { DraftStore } from "./draft-store.ts"

const QUIET_MS = 900

/**
 * <saved-draft> sends its form as it is typed, and keeps a copy until the server has it. Without it the Save button
 * still does. It begins once an element with [data-grows] inside, which makes fields, is there. The form itself is sent
 * once the server answers, so that nobody loses the page to a lost connection.
 */
export class SavedDraft extends HTMLElement {
  #life = new AbortController()
  #store!: DraftStore
  #form!: HTMLFormElement
  #conflict!: DraftConflict
  #kept: Kept | null = null // what was saved elsewhere, until the person has chosen
  #seen = ""
  #sent: string | null = null
  #confirmed = ""
  #timer = 0
  #failures = 0
  #sending: Promise<void> | null = null
  #pressedInVain = ""
  #isLeaving = false
  #isSubmitting = false

  connectedCallback(): void {
    this.#life = new AbortController()
    this.#store = new DraftStore(this.dataset.href ?? "", this.dataset.owner ?? "")
    const form = this.querySelector("form")
    if ("forget" in this.dataset || !form) return this.#store.drop()
    const around = this.querySelector("[data-grows]:not(:defined)") // makes room for what comes back
    if (around) return void customElements.whenDefined(around.localName).then(() => this.isConnected && this.#begin(form))
    this.#begin(form)
  }

  #begin(form: HTMLFormElement): void {
    this.#form = form
    this.#conflict = new DraftConflict(this)
    form.autocomplete = "off" // or some browsers put old words back on reload, over the newer ones
    this.#seen = this.dataset.seen ?? ""
    this.#confirmed = fingerprint(readForm(form))
    this.#listen()
    if (this.dataset.state === "conflict") this.#goOnDisputing()
    else this.#comeHome()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  #listen(): void {
    const { signal } = this.#life
    this.#form.addEventListener("input", () => this.#typed(), { signal })
    this.#form.addEventListener("change", () => this.#typed(), { signal })
    this.#form.addEventListener("submit", (event) => void this.#leave(event), { signal })
    this.addEventListener("click", (event) => this.#choose(event), { signal })
    addEventListener("online", () => this.#soon(0), { signal })
    addEventListener("pageshow", (event) => event.persisted && !this.#isDirty() && location.reload(), { signal })
    addEventListener("pagehide", () => this.#flush(), { signal })
    document.addEventListener("visibilitychange", () => document.hidden && this.#flush(), { signal })
  }

  #comeHome(): void {
    const copy = this.#store.read()
    const page = readForm(this.#form)
    const way = homecoming(copy, page, this.#seen)
    if (copy && way === "conflict") return this.#disputeAgain(copy, page)
    if (copy && way === "restore") this.#fill(copy.fields)
    else this.#store.drop()
    this.#store.dropDisputed()
    this.#typed(0)
  }

  #disputeAgain(copy: Copy, page: Fields): void {
    const kept = { fields: page, seen: this.#seen }
    this.#seen = copy.seen
    this.#fill(copy.fields)
    this.#dispute(kept)
  }

  /** The server has found the conflict: its page shows both versions already. */
  #goOnDisputing(): void {
    const fields: Fields = [["text", this.#conflict.served]]
    const kept = { fields, seen: this.#seen }
    this.#seen = "" // nothing that the server ever gave: opened again, the page finds the conflict again
    this.#confirmed = fingerprint(fields)
    this.#dispute(kept)
  }

  #fill(fields: Fields): void {
    this.#form.dispatchEvent(new CustomEvent("draft-restoring", { detail: fields }))
    fillForm(this.#form, fields)
    this.#form.dispatchEvent(new Event("draft-restored", { bubbles: true }))
  }

  #typed(after = QUIET_MS): void {
    if (!this.#isDirty()) return
    if (this.dataset.state === "saved") this.#pressedInVain = ""
    this.#keep()
    if (!this.#kept) this.#soon(after)
  }

  #isDirty(): boolean {
    return fingerprint(readForm(this.#form)) !== this.#confirmed
  }

  #keep(): void {
    const copy: Copy = { fields: readForm(this.#form), seen: this.#seen, sent: this.#sent }
    if (this.#kept) this.#store.writeDisputed(copy)
    else this.#store.write(copy)
  }

  #soon(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#save(), after)
  }

  #flush(): void {
    if (this.#isDirty()) void this.#save()
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#sending || this.#kept) return
    if (!this.#isDirty()) return this.dataset.state === "offline" ? this.#show("saved") : undefined
    this.#sending = this.#send()
    await this.#sending
  }

  async #send(): Promise<void> {
    const fields = readForm(this.#form)
    this.#sent = fingerprint(fields)
    this.#keep()
    this.#show("saving")
    const [status, reply] = await sendDraft(this.dataset.href ?? "", fields, this.#token(), this.#seen)
    this.#sending = null
    if (this.isConnected) this.#answered(stateAfter(status), reply, fingerprint(fields))
  }

  #token(): string {
    return String(new FormData(this.#form).get("csrf_token") ?? "")
  }

  #answered(state: State, reply: Reply, print: string): void {
    this.#failures = state === "offline" || state === "signed-out" ? this.#failures + 1 : 0
    if (state === "conflict") return this.#dispute({ fields: reply.fields ?? [["text", reply.text ?? ""]], seen: String(reply.seen ?? "") })
    if (state === "saved") this.#confirm(String(reply.seen ?? this.#seen), print)
    if (state === "saved") this.#form.dispatchEvent(new CustomEvent("draft-kept", { detail: reply }))
    if (this.#failures) this.#soon(retryDelay(this.#failures))
    this.#show(state, state === "saved" ? reply.saved_at_text : reply.message)
    if (state === "saved" && this.#isDirty()) this.#typed()
  }

  #confirm(seen: string, print: string): void {
    this.#see(seen)
    this.#confirmed = print
    if (this.#isDirty()) this.#keep()
    else this.#store.drop()
  }

  #see(seen: string): void {
    this.#seen = seen
    const hidden = this.#form.elements.namedItem("seen")
    if (hidden instanceof HTMLInputElement) hidden.value = seen
  }

  /** Handing in, or saving by the button: first the words alone, as they can be sent again; then the form. */
  async #leave(event: SubmitEvent): Promise<void> {
    if (this.#isSubmitting) return
    if (this.#kept) return this.#sendAsChosen()
    event.preventDefault()
    if (this.#isLeaving) return
    this.#isLeaving = true
    const state = await this.#reach()
    this.#isLeaving = false
    if (state === "conflict") this.#conflict.focus()
    else if (state === "offline") this.#wait(event.submitter)
    else if (state !== "signed-out") this.#submit(event.submitter)
  }

  /** With both versions in sight, sending the form is the choice; the copy stays until the server has taken it. */
  #sendAsChosen(): void {
    if (this.#kept) this.#see(this.#kept.seen)
    this.#settle()
    this.#confirmed = fingerprint(readForm(this.#form))
  }

  async #reach(): Promise<State> {
    await this.#sending
    if (!this.#isDirty()) return (await answers()) ? "saved" : "offline"
    await this.#save()
    return this.dataset.state as State
  }

  #wait(button: HTMLElement | null): void {
    this.#pressedInVain = button?.textContent?.trim() || "Send"
    this.#show("offline")
  }

  #submit(by: HTMLElement | null): void {
    this.#pressedInVain = ""
    this.#isSubmitting = true
    this.#form.requestSubmit(by)
    this.#isSubmitting = false
  }

  /** Both versions on one page: what was typed here in the form, what was saved elsewhere above it. */
  #dispute(kept: Kept): void {
    this.#kept = kept
    this.#conflict.show(kept.fields)
    this.#keep()
    this.#show("conflict")
  }

  /** From now on these words are like any others. */
  #settle(): void {
    this.#kept = null
    this.#keep()
    this.#store.dropDisputed()
  }

  /** The person decides; until then nothing is sent and nothing is lost. */
  #choose(event: Event): void {
    const choice = (event.target as Element).closest<HTMLElement>("[data-keep]")?.dataset.keep
    if (!choice || !this.#kept) return
    const kept = this.#kept
    this.#settle()
    if (choice === "mine") this.#keepMine(kept)
    else this.#takeTheirs(kept)
    this.#form.querySelector("textarea")?.focus()
  }

  #keepMine(kept: Kept): void {
    this.#conflict.done()
    this.#seen = kept.seen
    this.#confirmed = ""
    void this.#save()
  }

  #takeTheirs(kept: Kept): void {
    this.#conflict.taken(readForm(this.#form), kept.fields)
    this.#fill(kept.fields)
    this.#confirm(kept.seen, fingerprint(readForm(this.#form)))
    this.#show("saved")
  }

  #show(state: State, detail?: string): void {
    this.dataset.state = state
    this.#say(this.#pressedInVain ? saidWaiting(state, this.#pressedInVain) : saidState(state, detail))
    this.dispatchEvent(new CustomEvent("draft-state", { detail: state, bubbles: true }))
  }

  #say(sentence: string): void {
    const line = this.querySelector("[data-line]")
    if (line && line.textContent !== sentence) line.textContent = sentence
  }
}

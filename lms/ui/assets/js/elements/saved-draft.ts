import { retryDelay } from "../lib/backoff.ts"
import { fingerprint, homecoming, saidState, stateAfter, type Copy, type State } from "../lib/draft.ts"
import { fillForm, readForm } from "./draft-form.ts"
import { DraftStore } from "./draft-store.ts"

const QUIET_MS = 900
const KEEPALIVE_BYTES = 60_000 // browsers refuse more in a request that outlives its page

interface Reply { seen?: string | number; saved_at_text?: string; message?: string }

/** <saved-draft> sends its form as it is typed, and keeps a copy until the server has it. Without it the Save button still does. */
export class SavedDraft extends HTMLElement {
  #life = new AbortController()
  #store!: DraftStore
  #form!: HTMLFormElement
  #seen = ""
  #sent: string | null = null
  #confirmed = ""
  #timer = 0
  #failures = 0
  #isSending = false

  connectedCallback(): void {
    this.#life = new AbortController()
    this.#store = new DraftStore(this.dataset.href ?? "", this.dataset.owner ?? "")
    const form = this.querySelector("form")
    if ("forget" in this.dataset || !form) return this.#store.drop()
    this.#form = form
    form.autocomplete = "off" // or some browsers put old words back on reload, over the newer ones
    this.#seen = this.dataset.seen ?? ""
    this.#confirmed = fingerprint(readForm(form))
    this.#listen()
    this.#comeHome()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  #listen(): void {
    const { signal } = this.#life
    this.#form.addEventListener("input", () => this.#typed(), { signal })
    this.#form.addEventListener("change", () => this.#typed(), { signal })
    this.#form.addEventListener("submit", () => this.#leaveByForm(), { signal })
    this.addEventListener("click", (event) => this.#choose(event), { signal })
    addEventListener("online", () => this.#soon(0), { signal })
    addEventListener("pagehide", () => this.#flush(), { signal })
    document.addEventListener("visibilitychange", () => document.hidden && this.#flush(), { signal })
  }

  #comeHome(): void {
    const copy = this.#store.read()
    const way = homecoming(copy, readForm(this.#form), this.#seen)
    if (way === "conflict") return this.#ask()
    if (way === "nothing" || !copy) return this.#store.drop()
    fillForm(this.#form, copy.fields)
    this.#form.dispatchEvent(new Event("draft-restored", { bubbles: true }))
    this.#typed(0)
  }

  /** The form shows the other version, the copy holds this one: nobody types before having chosen. */
  #ask(): void {
    this.#form.inert = true
    this.#show("conflict")
  }

  #typed(after = QUIET_MS): void {
    if (!this.#isDirty()) return
    this.#keep()
    if (this.dataset.state !== "conflict") this.#soon(after)
  }

  #isDirty(): boolean {
    return fingerprint(readForm(this.#form)) !== this.#confirmed
  }

  #keep(): void {
    const copy: Copy = { fields: readForm(this.#form), seen: this.#seen, sent: this.#sent }
    this.#store.write(copy)
  }

  #soon(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#save(), after)
  }

  #flush(): void {
    if (this.dataset.state !== "conflict" && this.#isDirty()) void this.#save()
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#isSending || this.dataset.state === "conflict" || !this.#isDirty()) return
    this.#isSending = true
    const print = fingerprint(readForm(this.#form))
    this.#sent = print
    this.#keep()
    this.#show("saving")
    const [status, reply] = await this.#post()
    this.#isSending = false
    if (!this.isConnected) return
    this.#answered(stateAfter(status), reply, print)
  }

  async #post(): Promise<[number, Reply]> {
    const body = new URLSearchParams(readForm(this.#form))
    body.set("csrf_token", String(new FormData(this.#form).get("csrf_token") ?? ""))
    body.set("seen", this.#seen)
    try {
      const keepalive = body.toString().length < KEEPALIVE_BYTES
      const headers = { Accept: "application/json", "X-Requested-With": "fragment" }
      const answer = await fetch(this.dataset.href ?? "", { method: "POST", body, headers, keepalive, redirect: "manual" })
      const status = answer.type === "opaqueredirect" ? 401 : answer.status
      return [status, ((await answer.json().catch(() => null)) ?? {}) as Reply]
    } catch {
      return [0, {}]
    }
  }

  #answered(state: State, reply: Reply, print: string): void {
    this.#failures = state === "offline" || state === "signed-out" ? this.#failures + 1 : 0
    if (state === "saved") this.#confirm(reply, print)
    if (this.#failures) this.#soon(retryDelay(this.#failures))
    this.#show(state, state === "saved" ? reply.saved_at_text : reply.message)
    if (state === "saved" && this.#isDirty()) this.#typed()
  }

  #confirm(reply: Reply, print: string): void {
    this.#seen = String(reply.seen ?? this.#seen)
    this.#confirmed = print
    const hidden = this.#form.elements.namedItem("seen")
    if (hidden instanceof HTMLInputElement) hidden.value = this.#seen
    if (this.#isDirty()) this.#keep()
    else this.#store.drop()
  }

  #leaveByForm(): void {
    clearTimeout(this.#timer)
    this.#sent = fingerprint(readForm(this.#form))
    this.#keep()
  }

  /** In a conflict the person decides; until then nothing is sent and nothing is lost. */
  #choose(event: Event): void {
    const choice = (event.target as Element).closest<HTMLElement>("[data-keep]")?.dataset.keep
    if (!choice) return
    if (choice === "theirs") {
      this.#store.drop()
      return location.reload()
    }
    void this.#keepMine()
  }

  /** Asks the server for its newest `seen`, then sends what was typed here on top of it. */
  async #keepMine(): Promise<void> {
    const copy = this.#store.read()
    const seen = await this.#newestSeen()
    if (seen === null) return this.#say(saidState("offline"))
    this.#seen = seen
    if (copy) fillForm(this.#form, copy.fields)
    this.#form.inert = false
    this.#confirmed = ""
    this.#show("saving")
    await this.#save()
  }

  async #newestSeen(): Promise<string | null> {
    try {
      const answer = await fetch(this.dataset.href ?? "", { headers: { Accept: "application/json" } })
      if (!answer.ok) return null
      return String(((await answer.json()) as Reply).seen ?? "")
    } catch {
      return null
    }
  }

  #show(state: State, detail?: string): void {
    this.dataset.state = state
    this.querySelector("[data-conflict]")?.toggleAttribute("hidden", state !== "conflict")
    this.#say(saidState(state, detail))
    this.dispatchEvent(new CustomEvent("draft-state", { detail: state, bubbles: true }))
  }

  #say(sentence: string): void {
    const line = this.querySelector("[data-line]")
    if (line && line.textContent !== sentence) line.textContent = sentence
  }
}

import { sendDraft } from "../elements/draft-server.ts"
import { retryDelay } from "../lib/backoff.ts"
import { stateAfter, type State } from "../lib/draft.ts"

const QUIET_MS = 500

export interface Answer { seen?: string | number; saved_at_text?: string; message?: string; week?: string; outlook?: string }

/** Sends a week as it changes, one sending at a time, and again until it has arrived. */
export class Saver {
  seen: string
  readonly #href: string
  readonly #token: () => string
  readonly #week: () => string
  readonly #show: (state: State, answer: Answer) => void
  #timer = 0
  #failures = 0
  #isSending = false
  #isDisputed = false
  #confirmed: string

  constructor(href: string, token: () => string, week: () => string, seen: string, show: (state: State, answer: Answer) => void) {
    this.#href = href
    this.#token = token
    this.#week = week
    this.#show = show
    this.seen = seen
    this.#confirmed = week()
  }

  changed(): void {
    if (!this.#isDisputed) this.#show("saving", {})
    this.#soon(QUIET_MS)
  }

  flush(): void {
    if (this.#timer) void this.#send()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** After a conflict: go on from what was kept there, with the week as it is here now. */
  settle(seen: string, confirmed: string): void {
    this.seen = seen
    this.#confirmed = confirmed
    this.#isDisputed = false
    this.#soon(0)
  }

  #soon(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#send(), after)
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = 0
    const week = this.#week()
    if (this.#isSending || this.#isDisputed) return
    if (week === this.#confirmed) return this.#show("saved", {})
    this.#isSending = true
    this.#show("saving", {})
    const [status, answer] = await sendDraft(this.#href, [["week", week]], this.#token(), this.seen)
    this.#isSending = false
    this.#answered(stateAfter(status), answer as Answer, week)
  }

  #answered(state: State, answer: Answer, week: string): void {
    const failed = state === "offline" || state === "signed-out"
    this.#failures = failed ? this.#failures + 1 : 0
    this.#isDisputed = state === "conflict"
    if (state === "saved") [this.seen, this.#confirmed] = [String(answer.seen ?? this.seen), week]
    this.#show(state, answer)
    if (failed) this.#soon(retryDelay(this.#failures))
    else if (state === "saved" && this.#week() !== week) this.#soon(0)
  }
}

import { retryDelay } from "../lib/backoff.ts"

const EVERY_MS = 2000

/** What the server says of a video that it has taken: a sentence, and how much of it is prepared, of 1000. */
export interface Said { line: string; permille: number; state: string; is_over: boolean }

/** Asks for it again and again while somebody looks at the page, until nothing more will change. */
export class Following {
  #href: string
  #onSaid: (said: Said) => void
  #timer = 0
  #failures = 0
  #isOver = false

  constructor(href: string, onSaid: (said: Said) => void) {
    ;[this.#href, this.#onSaid] = [href, onSaid]
    void this.#ask()
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  async #ask(): Promise<void> {
    if (!document.hidden) await this.#look()
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#ask(), this.#failures ? Math.max(EVERY_MS, retryDelay(this.#failures)) : EVERY_MS)
  }

  async #look(): Promise<void> {
    try {
      const answer = await fetch(this.#href, { headers: { "X-Requested-With": "fragment" }, redirect: "error" })
      if ([401, 403, 404].includes(answer.status)) return this.stop()
      if (!answer.ok) throw new Error(String(answer.status))
      const said = (await answer.json()) as Said
      this.#failures = 0
      if (this.#isOver) return
      this.#isOver = said.is_over
      this.#onSaid(said)
    } catch {
      this.#failures += 1
    }
  }
}

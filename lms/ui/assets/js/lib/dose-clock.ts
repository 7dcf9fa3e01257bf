import { timecode } from "./clock.ts"

const MINUTE_MS = 60_000

/** Minutes since the first dose. When it began is kept in this browser alone, so that a reload doesn't stop it. */
export class DoseClock {
  readonly #root: HTMLElement
  readonly #key: string
  readonly #ticked: () => void
  #timer = 0

  constructor(root: HTMLElement, key: string, ticked: () => void) {
    this.#root = root
    this.#key = key
    this.#ticked = ticked
  }

  begin(): void {
    this.#root.hidden = false
    this.#timer = setInterval(() => this.#show(), 1000)
    this.#show()
  }

  end(): void {
    clearInterval(this.#timer)
  }

  /** Whole minutes since the beginning; null while it doesn't run. */
  get minute(): number | null {
    const began = this.#began
    return began === null ? null : Math.max(0, Math.floor((Date.now() - began) / MINUTE_MS))
  }

  /** Starts it; stops it while it runs. */
  press(): void {
    if (this.#began === null) write(this.#key, String(Date.now()))
    else remove(this.#key)
    this.#show()
  }

  get #began(): number | null {
    const kept = read(this.#key)
    return kept && /^\d+$/.test(kept) ? Number(kept) : null
  }

  #show(): void {
    const began = this.#began
    const runs = began !== null
    this.#part("time", runs ? `T+ ${timecode((Date.now() - began) / 1000)}` : "")
    this.#part("said", runs ? "since the first dose" : "A clock for the minutes after the first dose.")
    this.#part("start", runs ? "Stop the clock" : "The first dose is now")
    this.#ticked()
  }

  #part(name: string, text: string): void {
    const part = this.#root.querySelector(`[data-clock-${name}]`)
    if (part && part.textContent !== text) part.textContent = text
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Where storage is forbidden there is no clock.
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

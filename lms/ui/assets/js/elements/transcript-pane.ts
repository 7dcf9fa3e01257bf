/** <transcript-pane> follows the <course-player> around it, and finds words in what is said: Enter leads to the next place,
 * Shift+Enter to the one before, Ctrl+Enter plays it. Its lines are [data-seek-ms]. */
export class TranscriptPane extends HTMLElement {
  #life = new AbortController()
  #here: HTMLElement | null = null
  #found: HTMLElement[] = []
  #at = -1

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.closest("course-player")?.addEventListener("player-time", (event) => this.#follow((event as CustomEvent).detail.ms), { signal })
    this.#search?.addEventListener("input", () => this.#find(), { signal })
    this.#search?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return
      event.preventDefault()
      if (event.ctrlKey) this.#found[this.#at]?.click()
      else this.#next(event.shiftKey ? -1 : 1)
    }, { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get #search(): HTMLInputElement | null { return this.querySelector("input[type=search]") }
  get #lines(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>("[data-seek-ms]")] }

  #follow(ms: number): void {
    const here = this.#lines.findLast((line) => Number(line.dataset.seekMs) <= ms + 100) ?? null
    if (here === this.#here) return
    this.#here?.removeAttribute("aria-current")
    here?.setAttribute("aria-current", "true")
    this.#here = here
    const isRead = this.contains(document.activeElement) || this.matches(":hover") // somebody reads on by themselves
    if (here && !isRead && !this.#search?.value) this.#bring(here)
  }

  /** Only the pane scrolls, never the page. */
  #bring(line: HTMLElement): void {
    const pane = this.querySelector<HTMLElement>("[data-lines]")
    if (pane) pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3
  }

  #find(): void {
    const words = this.#search?.value.trim().toLowerCase() ?? ""
    this.#found = words ? this.#lines.filter((line) => line.textContent?.toLowerCase().includes(words)) : []
    for (const line of this.#lines) line.toggleAttribute("data-found", this.#found.includes(line))
    this.#at = -1
    if (this.#found.length) this.#next(1)
    else this.#say(words ? "Not said in this recording" : "")
  }

  #next(step: number): void {
    if (!this.#found.length) return
    this.#at = (this.#at + step + this.#found.length) % this.#found.length
    for (const [index, line] of this.#found.entries()) line.toggleAttribute("data-found-here", index === this.#at)
    this.#bring(this.#found[this.#at]!)
    this.#say(`${this.#at + 1} of ${this.#found.length}`)
  }

  #say(words: string): void {
    const line = this.querySelector("[data-said]")
    if (line) line.textContent = words
  }
}

customElements.define("transcript-pane", TranscriptPane)

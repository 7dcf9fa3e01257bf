const SHOWN_MS = 2000

/** <copy-button data-text> copies its text and says so. */
export class CopyButton extends HTMLElement {
  #life = new AbortController()
  #timer = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    this.addEventListener("click", () => void this.#copy(), { signal: this.#life.signal })
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#life.abort()
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.dataset.text ?? "")
      this.#say("Copied", "copied")
    } catch {
      this.#say("Your browser did not allow copying. Select the text and copy it by hand.", "failed")
    }
  }

  #say(sentence: string, state: string): void {
    const line = this.querySelector("[role=status]")
    if (line) line.textContent = sentence
    this.dataset.state = state
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => delete this.dataset.state, SHOWN_MS)
  }
}

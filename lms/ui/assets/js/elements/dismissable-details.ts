/** <dismissable-details> closes its <details> by Escape, by a click elsewhere, and by [data-dismiss]. */
export class DismissableDetails extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    for (const button of this.querySelectorAll("[data-dismiss]")) button.removeAttribute("hidden")
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close(), { signal })
    this.addEventListener("click", (event) => this.#dismiss(event), { signal })
    document.addEventListener("click", (event) => this.#elsewhere(event), { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get details(): HTMLDetailsElement | null {
    return this.querySelector("details")
  }

  /** Closes, and gives the focus back to what opened it. */
  close(): void {
    if (!this.details?.open) return
    this.details.open = false
    this.querySelector("summary")?.focus()
  }

  #dismiss(event: Event): void {
    if ((event.target as Element).closest("[data-dismiss]")) this.close()
  }

  #elsewhere(event: Event): void {
    if (this.details?.open && !this.contains(event.target as Node)) this.details.open = false
  }
}

/** <watched-badge data-of data-enough> shows the one of its badges that fits how much of a demonstration is watched. */
export class WatchedBadge extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    document.addEventListener("watched", (event) => this.#show((event as CustomEvent).detail), { signal: this.#life.signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  #show({ of, permille }: { of: string; permille: number }): void {
    if (of !== this.dataset.of) return
    const fitting = permille >= Number(this.dataset.enough) ? "done" : permille ? "started" : "to_do"
    for (const badge of this.querySelectorAll<HTMLElement>("[data-when]")) badge.hidden = badge.dataset.when !== fitting
    const percent = this.querySelector("[data-percent]")
    if (percent) percent.textContent = String(Math.floor(permille / 10))
  }
}

customElements.define("watched-badge", WatchedBadge)

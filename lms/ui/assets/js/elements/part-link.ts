import type { CoursePlayer } from "./course-player.ts"

/** <part-link data-of data-start-ms data-end-ms> around a button plays just that part of the page's player `data-of`. */
export class PartLink extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    this.addEventListener("click", () => this.#play(), { signal: this.#life.signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  #play(): void {
    const { of, startMs, endMs } = this.dataset
    const player = document.querySelector<CoursePlayer>(`course-player[data-of="${CSS.escape(of ?? "")}"]`)
    void player?.playPart(Number(startMs), endMs ? Number(endMs) : null)
  }
}

customElements.define("part-link", PartLink)

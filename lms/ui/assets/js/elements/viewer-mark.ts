import { STAYS_MS, placeAt } from "../lib/mark.ts"

/** <viewer-mark> lies lightly over a picture and moves to another place every twenty seconds. */
export class ViewerMark extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    this.#move()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  #move(): void {
    const { x, y } = placeAt(Date.now())
    this.style.setProperty("--x", `${x}%`)
    this.style.setProperty("--y", `${y}%`)
    this.#timer = setTimeout(() => this.#move(), STAYS_MS - (Date.now() % STAYS_MS))
  }
}

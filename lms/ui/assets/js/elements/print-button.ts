/** <print-button> shows its button, and prints the page by it. Without script browsers print by their own menu. */
export class PrintButton extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const button = this.querySelector("button")
    button?.removeAttribute("hidden")
    button?.addEventListener("click", () => print(), { signal: this.#life.signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }
}

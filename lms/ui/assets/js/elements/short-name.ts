import { shortName } from "../lib/short-name.ts"

/**
 * <short-name> fills its input from the one that `data-from` names, for as long as nobody has typed another.
 *
 * Without it the server makes the short name where the field is empty.
 */
export class ShortName extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const from = document.getElementById(this.dataset.from ?? "")
    const input = this.querySelector("input")
    if (!(from instanceof HTMLInputElement) || !input) return
    let isOurs = input.value === "" || input.value === shortName(from.value)
    const { signal } = this.#life
    input.addEventListener("input", () => (isOurs = input.value === ""), { signal })
    from.addEventListener("input", () => isOurs && (input.value = shortName(from.value)), { signal })
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }
}

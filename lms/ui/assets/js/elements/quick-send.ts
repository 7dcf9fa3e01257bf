/**
 * <quick-send> around the buttons of a form presses the last of them that sends it by Ctrl+Enter, or Cmd+Enter on a Mac.
 *
 * A [data-keys] with a <kbd> inside says so. Without it people press the buttons.
 */
export class QuickSend extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    this.closest("form")?.addEventListener("keydown", (event) => this.#press(event), { signal: this.#life.signal })
    const keys = this.querySelector<HTMLElement>("[data-keys]")
    const name = keys?.querySelector("kbd")
    if (!keys || !name) return
    name.textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ Enter" : "Ctrl+Enter"
    keys.hidden = !matchMedia("(any-pointer: fine)").matches
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat || event.isComposing) return
    event.preventDefault()
    const form = this.closest("form")
    const buttons = [...this.querySelectorAll("button")].filter((button) => button.form === form)
    form?.requestSubmit(buttons.at(-1))
  }
}

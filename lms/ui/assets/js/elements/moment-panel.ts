const LOST = "No connection. Your words are kept here; send them again when it is back."
const SIGNED_OUT = "You are signed out. Your words are kept in this browser: sign in in another tab, then send them again."
const TROUBLE = "This didn’t arrive. Your words are still here; please send them once more."

/**
 * <moment-panel data-href> holds a fragment of the server's. Its forms are sent without leaving the page: what comes back
 * takes the fragment's place; what doesn't arrive stays where it was typed, and says so there.
 *
 * Forms hear `moment-kept` once their words have arrived; `moments-changed` tells that there is something else to see. A
 * link in it to another part of the same list, [data-within], is opened here as well.
 */
export class MomentPanel extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("submit", (event) => void this.#send(event), { signal })
    this.addEventListener("click", (event) => this.#follow(event), { signal })
    void this.load()
  }

  disconnectedCallback(): void { this.#life.abort() }

  /** Fetch what stands at an address of the list; without a network, as soon as it is back. */
  async load(href = this.dataset.href ?? ""): Promise<void> {
    try {
      const answer = await this.#fetch(href)
      if (answer.ok) this.#show(await answer.text())
    } catch {
      addEventListener("online", () => void this.load(href), { once: true, signal: this.#life.signal })
    }
  }

  #fetch(href: string, init: RequestInit = {}): Promise<Response> {
    return fetch(href, { ...init, headers: { "X-Requested-With": "fragment" }, signal: this.#life.signal })
  }

  #follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-within]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void this.load(link.href)
  }

  async #send(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement
    event.preventDefault()
    if (form.ariaBusy === "true") return
    this.#hold(form, true)
    try {
      const body = new FormData(form, event.submitter)
      await this.#take(form, await this.#fetch(form.action, { method: "POST", body }))
    } catch {
      this.#say(form, LOST)
    } finally {
      this.#hold(form, false)
    }
  }

  /** While it is sent nothing is typed into it that the answer would take away. */
  #hold(form: HTMLFormElement, isHeld: boolean): void {
    form.ariaBusy = isHeld ? "true" : null
    for (const field of form.querySelectorAll("textarea")) field.readOnly = isHeld
  }

  async #take(form: HTMLFormElement, answer: Response): Promise<void> {
    if (answer.ok) form.dispatchEvent(new CustomEvent("moment-kept", { bubbles: true }))
    if (answer.ok || answer.status === 409 || answer.status === 422) this.#show(await answer.text())
    else this.#say(form, answer.status === 401 ? SIGNED_OUT : TROUBLE)
  }

  /** The focus stays in the field that it was in, if that is still there; it is never taken from elsewhere. */
  #show(html: string): void {
    const focused = this.contains(document.activeElement) ? document.activeElement : null
    this.innerHTML = html
    const again = focused?.id ? this.querySelector<HTMLElement>(`#${CSS.escape(focused.id)}`) : null
    const place = again ?? (focused ? this.querySelector<HTMLElement>("form-errors, [data-focus], textarea") : null)
    place?.focus({ preventScroll: true })
    this.dispatchEvent(new CustomEvent("moments-changed", { bubbles: true }))
  }

  #say(form: HTMLFormElement, sentence: string): void {
    const line = form.querySelector(".moment-form__trouble") ?? form.appendChild(document.createElement("p"))
    line.className = "moment-form__trouble field__error"
    line.setAttribute("role", "alert")
    line.textContent = sentence
  }
}

customElements.define("moment-panel", MomentPanel)

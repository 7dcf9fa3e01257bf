import { Drag } from "./drag.ts"

const HEADERS = { "X-Requested-With": "board" }

/**
 * <pairing-board data-href data-moves> does in place what its forms do by whole pages, and lets people be dragged.
 *
 * Whatever the server answers with is the board as it is now, with what it refused at the top. Without this element
 * names are links that pick somebody, and groups have buttons that take them.
 */
export class PairingBoard extends HTMLElement {
  #life = new AbortController()
  #drag = new Drag(this, (person, place) => void this.#move(person, place))
  #isBusy = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const signal = this.#life.signal
    this.addEventListener("submit", (event) => this.#submit(event), { signal })
    this.addEventListener("click", (event) => this.#pick(event), { signal })
    this.addEventListener("fragment-changed", () => this.#solved(), { signal })
    this.#drag.listen(signal)
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  #submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement
    event.preventDefault()
    const body = new FormData(form, event.submitter)
    void this.#ask(form.getAttribute("action") ?? "", { method: "POST", body })
  }

  #pick(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-pick]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void this.#ask(link.href, {}, ".board-take button, .board-picked button")
  }

  /** The worker is done: show what came of it. */
  #solved(): void {
    if (this.querySelector("poll-fragment [data-done]")) void this.#ask(this.dataset.href ?? "", {}, "[data-place] a")
  }

  async #move(person: string, place: string): Promise<void> {
    const body = new FormData()
    body.set("csrf_token", this.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value ?? "")
    body.set("seen", this.querySelector<HTMLElement>("[data-seen]")?.dataset.seen ?? "")
    body.set("person", person)
    body.set("to", place)
    await this.#ask(this.dataset.moves ?? "", { method: "POST", body })
  }

  async #ask(address: string, how: RequestInit, focus = ""): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      const answer = await fetch(address, { ...how, headers: HEADERS, redirect: "manual", signal: this.#life.signal })
      if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status))
      this.innerHTML = await answer.text()
      if (focus) this.querySelector<HTMLElement>(focus)?.focus()
      this.#tell()
    } catch {
      this.#tell("That didn’t reach the server. The board shows what is saved; please try again.")
    } finally {
      this.#isBusy = false
    }
  }

  #tell(sentence = this.querySelector(".board-sum")?.textContent ?? ""): void {
    const line = this.querySelector("[data-said]")
    if (!line) return
    line.textContent = sentence.replace(/\s+/g, " ").trim()
    line.classList.toggle("visually-hidden", !sentence.startsWith("That didn’t"))
  }
}

import { saidLeft, shownAfter, type Said } from "../lib/practice-clock.ts"

const LOOK_MS = 1000
const TICK_MS = 200
const HERE_MS = 15_000
const IDLE = 10 // looks, of which one is made
const AGO = "ago"

interface Pressed { action: string; body: URLSearchParams; at: number }

/**
 * <practice-room data-state-href data-presence-href data-token> keeps a group's room in step: [data-live] is replaced
 * when somebody has pressed something, [data-people] every few seconds, and the time runs between by itself. What is
 * pressed without a connection waits and is sent in order. Without it every button is a form of its own.
 */
export class PracticeRoom extends HTMLElement {
  #life = new AbortController()
  #timers: number[] = []
  #said: Said = { phase: "", left: 0, rest: [], isRunning: false }
  #since = 0
  #passed = 0
  #seen = ""
  #announced = ""
  #waiting: Pressed[] = []
  #isLooking = false
  #idle = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("submit", (event) => this.#press(event), { signal })
    addEventListener("online", () => void this.#look(true), { signal })
    document.addEventListener("visibilitychange", () => document.hidden || void this.#look(true), { signal })
    this.#read(performance.now())
    void this.#sayHere()
    this.#timers = [
      window.setInterval(() => this.#tick(), TICK_MS),
      window.setInterval(() => void this.#lookInTurn(), LOOK_MS),
      window.setInterval(() => void this.#sayHere(), HERE_MS),
    ]
  }

  disconnectedCallback(): void {
    this.#timers.forEach(clearInterval)
    this.#life.abort()
  }

  get #live(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-live]")!
  }

  /** What the server has said, as of a moment of this browser's own steady clock. */
  #read(at: number): void {
    const data = this.#live.querySelector<HTMLElement>("[data-seen]")!.dataset
    const rest = JSON.parse(data.rest ?? "[]") as Said["rest"]
    this.#said = { phase: data.phase ?? "", left: Number(data.left), rest, isRunning: data.state === "running" }
    this.#since = at
    this.#passed = 0
    this.#seen = data.seen ?? ""
    if (this.#announced !== data.said && this.#announced) this.#announce(data.said ?? "")
    this.#announced = data.said ?? ""
    this.#tick()
  }

  #tick(): void {
    if (!this.#said.isRunning) return
    const shown = shownAfter(this.#said, performance.now() - this.#since)
    const { time, isOver } = saidLeft(shown.left)
    this.#write("[data-time]", time)
    this.#live.querySelector("[data-over]")?.toggleAttribute("hidden", !isOver)
    if (shown.passed <= this.#passed) return
    this.#passed = shown.passed
    this.#write("[data-phase-name]", shown.phase)
    void this.#look(true)
  }

  #write(where: string, text: string): void {
    const spot = this.#live.querySelector(where)
    if (spot && spot.textContent !== text) spot.textContent = text
  }

  #announce(sentence: string): void {
    const spot = this.querySelector("[data-announce]")
    if (spot) spot.textContent = sentence
  }

  /** Each second; once the practice has ended, seldom. */
  async #lookInTurn(): Promise<void> {
    const isOver = this.#live.querySelector("[data-state=ended]") !== null
    this.#idle = isOver ? (this.#idle + 1) % IDLE : 0
    if (!this.#idle || this.#waiting.length) await this.#look()
  }

  /** Ask whether there is more than was seen; `anew` for the whole, as the page's own reckoning may be off. */
  async #look(anew = false): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    if (await this.#send()) await this.#fetch(`${this.dataset.stateHref}?seen=${anew ? "" : this.#seen}`)
    this.#isLooking = false
  }

  async #fetch(href: string, body?: URLSearchParams): Promise<boolean> {
    const began = performance.now()
    try {
      const options = { headers: { "X-Requested-With": "fragment" }, redirect: "manual" as const, signal: this.#life.signal }
      const answer = await fetch(href, body ? { ...options, method: "POST", body } : options)
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return this.#stop()
      if (!answer.ok) throw new Error(String(answer.status))
      const html = answer.status === 204 ? "" : await answer.text()
      this.#showOffline(false)
      if (html) this.#show(html, (began + performance.now()) / 2)
      return true
    } catch {
      if (this.isConnected) this.#showOffline(true)
      return false
    }
  }

  /** Signed out, or not in this group any more: the page stays as it is until it is loaded again. */
  #stop(): boolean {
    this.#timers.forEach(clearInterval)
    this.#announce("This page is no longer in step. Please load it again.")
    this.#showOffline(true)
    return false
  }

  #showOffline(is: boolean): void {
    this.querySelector("[data-offline]")?.toggleAttribute("hidden", !is)
  }

  /** The focus stays where it was, by its id; where its button is gone, it goes to the first one of the clock. */
  #show(html: string, at: number): void {
    const live = this.#live
    const focused = live.contains(document.activeElement) ? document.activeElement : null
    live.innerHTML = html
    if (focused) {
      const same = focused.id ? live.querySelector<HTMLElement>(`#${CSS.escape(focused.id)}`) : null
      ;(same ?? live.querySelector<HTMLElement>(".room-clock button"))?.focus()
    }
    this.#read(at)
  }

  #press(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement
    if (!form.closest("[data-live], [data-people]")) return
    event.preventDefault()
    const body = new URLSearchParams(new FormData(form, event.submitter) as unknown as Record<string, string>)
    this.#waiting.push({ action: form.action, body, at: performance.now() })
    this.#stopHere(body)
    void this.#look()
  }

  /** A stop holds on this page at once, whatever the network does. */
  #stopHere(body: URLSearchParams): void {
    if (body.get("press") !== "pause" || !this.#said.isRunning) return
    const left = shownAfter(this.#said, performance.now() - this.#since)
    this.#said = { ...this.#said, phase: left.phase, left: left.left, isRunning: false }
  }

  /** What was pressed, in order. Whether all of it has arrived. */
  async #send(): Promise<boolean> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.body.has("label")) next.body.set(AGO, String(Math.round(performance.now() - next.at)))
      if (!(await this.#fetch(next.action, next.body))) return false
      this.#waiting.shift()
    }
    return true
  }

  async #sayHere(): Promise<void> {
    const people = this.querySelector<HTMLElement>("[data-people]")
    try {
      const body = new URLSearchParams({ csrf_token: this.dataset.token ?? "" })
      const options = { method: "POST", headers: { "X-Requested-With": "fragment" }, body, redirect: "manual" as const }
      const answer = await fetch(this.dataset.presenceHref ?? "", { ...options, signal: this.#life.signal })
      if (!answer.ok || !people || people.contains(document.activeElement)) return
      people.innerHTML = await answer.text()
    } catch {
      // said again in a few seconds
    }
  }
}

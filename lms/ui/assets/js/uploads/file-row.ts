import { roughly, size } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import { Following, type Said } from "./following.ts"
import { type Interrupted, Sending, type Way } from "./sending.ts"
import { take } from "./taking.ts"

const AWAY = "The connection is lost. The upload goes on as soon as it is back."
const SIGNED_OUT = "You are signed out. Sign in again in another tab, then press “Go on”."
const REFUSED = "The server couldn’t take this file. Reload the page and try again."
const PAUSED = "Paused. What has been sent is kept for seven days."
const BEFORE = "Was interrupted. Choose the same file again: it goes on where it stopped."

/** Where a file stands; `interrupted` is one of which this page has no bytes, `taking` one that is whole. */
export type FileState = "interrupted" | "chosen" | "waiting" | "sending" | "paused" | "away" | "failed" | "taking" | "done"

/** What all files of a page share, and what it is told of each. */
export interface Desk {
  way: Way
  /** Where a file goes that is whole, unless its row says otherwise; and what its field is called. */
  action: string
  name: string
  csrf: string
  /** Where it is said what becomes of a file that is whole; empty where nobody asks. */
  follow: string
  onState(row: FileRow): void
}

/** One file with its own progress, pace, buttons and fault. What happens to it concerns no other. */
export class FileRow {
  readonly name: string
  readonly size: number
  readonly element: HTMLElement
  state: FileState = "chosen"
  #desk: Desk
  #file: File | null = null
  #before: Interrupted | null = null
  #sending: Sending | null = null
  #following: Following | null = null
  #begunAt = 0
  #begunFrom = 0
  #page = ""

  constructor(source: File | Interrupted, element: HTMLElement, desk: Desk) {
    ;[this.name, this.size, this.element, this.#desk] = [source.name, source.size, element, desk]
    if (source instanceof File) this.#file = source
    else this.#before = source
    this.#one("[data-file-name]").textContent = this.name
    this.#one("progress").setAttribute("aria-label", `Uploaded of ${this.name}`)
    this.#one("[data-turn]").addEventListener("click", () => this.#turn())
    this.#one("[data-cancel]").addEventListener("click", () => void this.cancel())
    if (this.#file) this.#tell("chosen", size(this.size))
    else this.#tell("interrupted", BEFORE)
  }

  /** What the file shows, if the page lets one choose. */
  get place(): HTMLSelectElement | null { return this.element.querySelector("select") }

  /** The address of the page that takes it. */
  get action(): string { return new URL(this.place?.value || this.#desk.action, location.href).href }

  /** The address of the page that shows it. */
  get page(): string { return this.#page || this.action }

  get isUnderWay(): boolean { return this.state === "sending" || this.state === "taking" }

  is(file: File): boolean { return file.name === this.name && file.size === this.size }

  refuse(sentence: string): void { this.#tell("failed", sentence) }

  /** Send it when its turn comes. */
  wait(): void { this.#tell("waiting", "Waits for the others.") }

  async begin(): Promise<void> {
    if (!this.#file) return
    this.#sending ??= new Sending(this.#file, this.#desk.way, {
      onProgress: (sent, whole) => this.#progress(sent, whole),
      onFault: (status, said) => this.#fault(status, said),
      onWhole: (key) => void this.#take(key),
    })
    this.#begunAt = 0
    this.#tell("sending", "Starting …")
    await this.#sending.begin()
  }

  goOn(): void {
    this.#begunAt = 0
    this.#tell("sending", "Going on …")
    this.#sending?.goOn()
  }

  async pause(): Promise<void> {
    await this.#sending?.pause()
  }

  /** The page is left. */
  leave(): void {
    this.#following?.stop()
    void this.pause()
  }

  /** Take it off the page, and its bytes off the server. */
  async cancel(): Promise<void> {
    const wasDone = this.state === "done"
    this.state = "done"
    this.element.remove()
    this.#desk.onState(this)
    if (!wasDone) await (this.#before ? this.#before.forget() : this.#sending?.cancel())
  }

  #turn(): void {
    if (this.state !== "sending") return this.goOn()
    void this.pause()
    this.#tell("paused", PAUSED)
  }

  #progress(sent: number, whole: number): void {
    if (this.state !== "sending") return
    if (!this.#begunAt) [this.#begunAt, this.#begunFrom] = [performance.now(), sent]
    const seconds = (performance.now() - this.#begunAt) / 1000
    const speed = seconds > 1 ? (sent - this.#begunFrom) / seconds : 0
    this.#one<HTMLProgressElement>("progress").value = Math.round((1000 * sent) / whole)
    const pace = speed ? ` · ${size(speed)}/s · ${roughly((whole - sent) / speed)}` : ""
    this.#one("[data-line]").textContent = `${Math.floor((100 * sent) / whole)} % of ${size(whole)}${pace}`
  }

  #fault(status: number, said: string): void {
    if (!status) this.#tell("away", AWAY)
    else if (status === 401) this.#tell("paused", SIGNED_OUT)
    else if (status >= 500 && said) this.#tell("paused", said)
    else this.#tell("failed", said || REFUSED)
  }

  async #take(key: string): Promise<void> {
    this.#tell("taking", "All of it is here. One moment …")
    const { fault, page } = await take(this.action, this.#desk.name, key, this.#desk.csrf)
    this.#page = page
    this.#tell(fault ? "failed" : "done", fault || "Uploaded. It is being prepared.")
    if (!fault && this.#desk.follow && this.element.isConnected) this.#following = new Following(`${this.#desk.follow}/${key}`, (said) => this.#hear(said))
  }

  /** What becomes of it once it is whole. */
  #hear({ line, permille, state, is_over }: Said): void {
    const bar = this.#one<HTMLProgressElement>("progress")
    bar.value = permille
    bar.setAttribute("aria-label", `Prepared of ${this.name}`)
    bar.hidden = is_over
    this.element.dataset.outcome = state
    this.#one("[data-line]").textContent = line
    if (state === "ready") this.#meet()
    if (is_over) this.#desk.onState(this)
  }

  /** It plays: lead to where it is met. */
  #meet(): void {
    const link = this.#one<HTMLAnchorElement>("[data-see]")
    link.href = this.place?.selectedOptions[0]?.dataset.page ?? this.page
    link.textContent = "Open the video"
  }

  #tell(state: FileState, line: string): void {
    this.state = this.element.dataset.state = state
    this.#one("[data-line]").textContent = line
    this.#one("progress").hidden = !["sending", "paused", "away", "taking", "done"].includes(state)
    this.#one("[data-turn]").hidden = !["sending", "paused", "away"].includes(state)
    this.#one("[data-turn]").textContent = state === "sending" ? "Pause" : "Go on"
    this.#one("[data-cancel]").hidden = state === "taking" || state === "done"
    this.#one("[data-cancel]").textContent = { failed: "Remove", interrupted: "Discard" }[state as string] ?? "Cancel"
    this.#one("[data-see]").hidden = state !== "done"
    this.#one<HTMLAnchorElement>("[data-see]").href = this.page
    if (this.place) this.place.disabled = !["chosen", "waiting", "sending", "paused", "away"].includes(state)
    this.#desk.onState(this)
  }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this.element, selector) }
}

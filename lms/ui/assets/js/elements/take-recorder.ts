import { size } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import type { RecordingKind } from "../lib/recording.ts"
import { Booth } from "../recorder/booth.ts"
import { type Addressee, Delivery, type Receiver } from "../recorder/delivery.ts"
import { Memory } from "../recorder/memory.ts"
import { Recorded } from "../recorder/recorded.ts"
import { type Left, begun, saidBegun } from "../recorder/shelf.ts"

type State = "idle" | "ready" | "recording" | "paused" | "review" | "keeping"

const UNABLE = "This browser can’t record here. Use a current one, over a secure address (https), or upload a file instead."
const NO_SHELF = "This device has no room to keep the recording safe. Leave this page open until all of it is sent."
const CUT_OFF = "The camera or microphone was disconnected. What was recorded up to then is here."
const AWAY = "The connection is lost. Go on recording: it is kept here, and sent as soon as the connection is back."
const NEXT: Partial<Record<State, string>> = { // what has the focus then, unless somebody is writing meanwhile
  idle: "[data-when=idle] button", ready: "[data-do=record]", recording: "[data-do=stop]", paused: "[data-do=resume]", review: "[data-next]",
}
const SENT = "All of it is sent."
const TOO_LARGE = "The recording has become as large as can be kept, so it was stopped."

/**
 * <take-recorder> records camera and microphone, sends while it records, and keeps each piece in the browser until the
 * server has it. What a crash or a closed page has left is offered again. Its form carries the upload’s key.
 *
 * One without a form of its own leaves that to whoever hears `take-changed`: what is recorded can be played and recorded
 * anew; `key` is there once all of it has arrived.
 */
export class TakeRecorder extends HTMLElement {
  #life = new AbortController()
  #memory!: Memory
  #booth!: Booth
  #delivery: Delivery | null = null // what is being recorded or sent
  #interrupted: Left | null = null // what an earlier page has left
  #key = ""

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#booth = new Booth(this, "video", { onEnd: (wasCutOff) => this.#ended(wasCutOff), onFull: () => this.#say(TOO_LARGE) })
    this.#memory = new Memory(this.dataset.owner ?? "", () => this.#isAtIt && this.#say(NO_SHELF))
    this.addEventListener("click", (event) => this.#click(event), { signal })
    this.addEventListener("change", () => void this.#open(), { signal })
    addEventListener("online", () => this.#delivery?.hurry(), { signal })
    addEventListener("beforeunload", (event) => this.#isAtIt && event.preventDefault(), { signal })
    this.hidden = false
    this.#show("idle")
    void this.#remember()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#booth.close()
    this.#delivery?.stop()
    this.#delivery = this.#interrupted = null
    this.#key = ""
  }

  get state(): State { return (this.dataset.state ?? "idle") as State }

  /** Of the upload, once all of it is on the server. */
  get key(): string { return this.#key }

  /** Nothing more is recorded. */
  stop(): void {
    this.#booth.stop()
  }

  /** Send now what was put off. */
  hurry(): void {
    this.#delivery?.hurry()
  }

  /** Somebody has it now: this browser needn’t remember it, and another one can be made. */
  async forget(): Promise<void> {
    const delivery = this.#delivery
    this.#delivery = null
    await delivery?.forget()
    this.#key = ""
    this.#say("")
    this.#show("idle")
  }

  get #isAtIt(): boolean {
    const isTaken = this.#key !== "" && !this.#form // all of it may be on its way with somebody else’s form
    return ["recording", "paused"].includes(this.state) || (this.state === "review" && !isTaken)
  }

  get #form(): HTMLFormElement | null { return this.querySelector("form[data-form]") }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #click(event: Event): void {
    const wish = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do
    const deeds: Record<string, () => void> = {
      video: () => void this.#prepare("video"),
      sound: () => void this.#prepare("sound"),
      record: () => this.#record(),
      pause: () => (this.#booth.pause(), this.#show("paused")),
      resume: () => (this.#booth.resume(), this.#show("recording")),
      stop: () => this.#booth.stop(),
      keep: () => this.#keep(),
      again: () => void this.#discard().then(() => this.#prepare(this.#booth.kind)),
      discard: () => void this.#discard(),
      "keep-left": () => void this.#goOn(),
      "discard-left": () => void this.#dropLeft(),
    }
    if (wish) deeds[wish]?.()
  }

  async #prepare(kind: RecordingKind): Promise<void> {
    this.#booth.kind = kind
    this.#say("")
    if (!Booth.canRecord(kind)) return this.#say(UNABLE)
    await this.#open()
  }

  async #open(): Promise<void> {
    const fault = await this.#booth.open()
    this.#say(fault)
    this.#show(fault ? "idle" : "ready")
  }

  #record(): void {
    if (this.state !== "ready") return // pressed twice, it begins once
    this.#key = ""
    this.#booth.record((format) => this.#deliver(begun(this.dataset.draft ?? "", format), new Recorded()))
    this.#show("recording")
  }

  /** Let it be on its way, from what has arrived already on. */
  #deliver(left: Left, recorded: Recorded): Delivery {
    const delivery = new Delivery(this.#memory, left, recorded, this.#to, this.#receiver)
    this.#delivery = delivery
    void delivery.start()
    return delivery
  }

  get #to(): Addressee { return { href: this.dataset.href ?? "", csrf: this.dataset.csrf ?? "", keepsAll: !this.#form } }

  get #receiver(): Receiver {
    return {
      onSent: (bytes) => this.#sent(bytes),
      onWhole: (key) => this.#whole(key),
      onTrouble: (sentence, isFinal) => this.#trouble(sentence, isFinal),
    }
  }

  #ended(wasCutOff: boolean): void {
    this.#booth.close()
    if (wasCutOff) this.#say(CUT_OFF)
    this.#show("review")
  }

  #sent(bytes: number): void {
    const recorded = this.#delivery?.recorded
    const whole = recorded?.isWhole ? recorded.bytes : 0
    if (whole) {
      this.#one<HTMLProgressElement>("[data-sent]").value = Math.round((1000 * bytes) / whole)
      if (bytes < whole) this.#say(`Sent ${Math.floor((100 * bytes) / whole)} % of ${size(whole)}.`)
    } else if (this.#line === AWAY) this.#say("")
  }

  #whole(key: string): void {
    this.#key = key
    this.#one<HTMLProgressElement>("[data-sent]").value = 1000
    if (!this.#form) return this.#arrived()
    if (this.dataset.state === "keeping") this.#hand()
    else this.#say(`${SENT} Keep it, or record it again.`)
  }

  #trouble(sentence: string, isFinal: boolean): void {
    this.#say(sentence || AWAY)
    if (isFinal && this.dataset.state === "keeping") this.#show("review")
  }

  #keep(): void {
    this.#show("keeping")
    if (this.#key) this.#hand()
    else this.#delivery?.hurry()
  }

  /** The bytes are on the server, and somebody else’s form takes them along. */
  #arrived(): void {
    this.#say(SENT)
    if (this.state === "review") this.#tell()
    else this.#show("review")
  }

  /** The bytes are on the server: the form makes them a recording of this assignment. The page that follows forgets them. */
  #hand(): void {
    this.#one<HTMLInputElement>("[data-key]").value = this.#key
    this.#delivery?.letGo()
    this.#form?.submit()
  }

  async #discard(): Promise<void> {
    this.#booth.close()
    await this.#delivery?.discard()
    this.#delivery = null
    this.#key = ""
    this.#say("")
    this.#show("idle")
  }

  /** What an earlier page has left, unless another tab is still at it. */
  async #remember(): Promise<void> {
    await this.#memory.open()
    const left = await this.#memory.left(this.dataset.draft ?? "", new Set(this.dataset.kept?.split(" ")))
    if (!left) return
    this.#interrupted = left
    this.#one("[data-left-line]").textContent = `A recording that you began on ${saidBegun(left)} was interrupted. What was recorded up to then is kept.`
    this.#showInterrupted()
  }

  async #goOn(): Promise<void> {
    const left = this.#interrupted
    if (!left) return
    this.#interrupted = null
    this.#show("keeping")
    this.#say("Sending what is still here …")
    this.#key = ""
    const recorded = await this.#memory.recorded(left)
    if (!this.#form) this.#booth.load(recorded) // else what has arrived isn’t here any more
    this.#deliver(left, recorded)
  }

  async #dropLeft(): Promise<void> {
    const left = this.#interrupted
    if (!left) return
    this.#interrupted = null
    this.#delivery = new Delivery(this.#memory, left, new Recorded([], true), this.#to, this.#receiver)
    await this.#discard()
  }

  #show(state: State): void {
    const isInside = this.contains(document.activeElement)
    const isElsewhere = !isInside && document.activeElement?.matches("input, textarea, select")
    this.#booth.show(state)
    this.#showInterrupted()
    const next = NEXT[state]
    if (next && (state === "idle" ? isInside : !isElsewhere)) this.#one(next).focus()
    this.#tell()
  }

  #tell(): void {
    this.dispatchEvent(new CustomEvent("take-changed", { bubbles: true }))
  }

  #showInterrupted(): void {
    this.#one("[data-left]").hidden = !this.#interrupted || this.dataset.state !== "idle"
  }

  get #line(): string { return this.#one("[data-line]").textContent ?? "" }

  #say(sentence: string): void {
    this.#one("[data-line]").textContent = sentence
  }
}

customElements.define("take-recorder", TakeRecorder)

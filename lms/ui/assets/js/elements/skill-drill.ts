import { Answers } from "../drill/answers.ts"
import { UNKEPT, post } from "../drill/attempts.ts"
import { Presenter, canSpeak } from "../drill/presenter.ts"
import { Statements } from "../drill/statements.ts"
import { type DrillState, type DrillWish, drillWish } from "../lib/drill.ts"
import { needed } from "../lib/needed.ts"
import type { RecordingKind } from "../lib/recording.ts"
import { Booth } from "../recorder/booth.ts"
import { type Left, saidBegun } from "../recorder/shelf.ts"

const UNABLE = "This browser can’t record here. Use a current one, over a secure address (https)."
const NO_SHELF = "This device has no room to keep your answers safe. Leave this page open until each of them is kept."
const CUT_OFF = "The camera or microphone was disconnected. What you said up to then is here."
const TRY_DEVICES = "Say a few words: the bar has to move. Nothing is recorded yet."
const SENDING = "Your answer is being sent. You can go on meanwhile."
const WAIT = "An answer is still being sent. Hand in once it is kept: this takes a moment."
const KEPT = "Your answer is kept. Listen to it below, or go on."
const TOO_LARGE = "The answer has become as large as can be kept, so it was stopped."
const PRESSED = "button, a, summary, video, audio, course-player"

/** <skill-drill> leads through the statements of a drill, one at a time: the client speaks, the learner answers at once. */
export class SkillDrill extends HTMLElement {
  #life = new AbortController()
  #answers!: Answers
  #booth!: Booth
  #presenter!: Presenter
  #statements!: Statements
  #interrupted: Left | null = null // what an earlier page has left
  #trouble = "" // what was said last of answers on their way

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#statements = new Statements(this)
    this.#answers = new Answers(this.#where, {
      onTrouble: (sentence) => this.#hear(sentence),
      onNoRoom: () => this.#booth.isRecording && this.#say(NO_SHELF),
      onKept: (statement) => void this.#kept(statement),
    })
    this.#presenter = new Presenter({ onCount: (sentence) => this.#count(sentence), onEnd: () => this.#record() })
    this.#booth = new Booth(this, "sound", { onEnd: (wasCutOff) => this.#ended(wasCutOff), onFull: () => this.#say(TOO_LARGE) })
    this.addEventListener("click", (event) => this.#click(event), { signal })
    this.addEventListener("submit", (event) => void this.#submit(event), { signal })
    this.addEventListener("change", (event) => this.#change(event.target as HTMLElement), { signal })
    document.addEventListener("submit", (event) => this.#waitToHandIn(event), { signal, capture: true })
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true })
    addEventListener("beforeunload", (event) => this.#state === "recording" && event.preventDefault(), { signal })
    this.#one("[data-aloud-choice]").hidden = !canSpeak
    this.#one("[data-stage]").hidden = false
    this.#statements.openFirst()
    this.#show("closed")
    void this.#answers.open().then(() => this.#lookForLeft())
  }

  disconnectedCallback(): void {
    this.#life.abort()
    this.#presenter.cancel()
    this.#booth.close()
    this.#answers.stop()
  }

  get #state(): DrillState { return (this.dataset.state ?? "closed") as DrillState }
  get #where(): ConstructorParameters<typeof Answers>[0] {
    const { owner = "", draft = "", href = "", csrf = "" } = this.dataset
    return { owner, draft, href, csrf, attemptsHref: (statement) => this.#statements.named(statement)?.dataset.attemptsHref ?? "" }
  }

  get #csrf(): string { return this.dataset.csrf ?? "" }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #click(event: MouseEvent): void {
    const target = event.target as Element
    const step = target.closest<HTMLElement>("[data-step]")?.dataset.step
    const wish = target.closest<HTMLElement>(":is([data-stage], [data-left]) [data-do]")?.dataset.do // players have wishes, too
    if (step) return this.#go(event, step)
    const deeds: Record<string, () => void> = {
      sound: () => void this.#prepare("sound"),
      video: () => void this.#prepare("video"),
      close: () => (this.#booth.close(), this.#show("closed"), this.#say("")),
      "keep-left": () => void this.#keepLeft(),
      "discard-left": () => void this.#dropLeft(),
    }
    if (wish) (deeds[wish] ?? ((): void => this.#do(wish as DrillWish)))()
  }

  /** What has the focus is pressed by the browser; elsewhere the keys mean the step that comes next. */
  #key(event: KeyboardEvent): void {
    const target = event.target as Element
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select, textarea")) return
    if ((event.key === " " || event.key === "Enter") && target.closest(PRESSED)) {
      if (event.repeat && this.#one("[data-stage]").contains(target)) event.preventDefault() // held down, it is pressed once
      return
    }
    const wish = drillWish(event.key, this.#state)
    if (!wish || event.repeat) return
    event.preventDefault()
    event.stopPropagation() // or the player that was used last hears it, too
    this.#do(wish)
  }

  #do(wish: DrillWish): void {
    const deeds: Record<DrillWish, () => void> = {
      start: () => this.#present(),
      answer: () => this.#record(),
      cancel: () => (this.#presenter.cancel(), this.#show("ready")),
      stop: () => this.#booth.stop(),
      next: () => this.#next(),
    }
    deeds[wish]()
  }

  #change(target: HTMLElement): void {
    if (target.matches("[data-camera], [data-microphone]")) void this.#openDevices()
  }

  #go(event: Event, statement: string): void {
    event.preventDefault()
    if (this.#state === "recording") return this.#say("Stop your answer first.")
    this.#presenter.cancel()
    this.#statements.openNamed(statement)
    if (this.#state !== "closed") this.#show("ready")
    needed(this.#statements.here, "h2").focus()
  }

  async #prepare(kind: RecordingKind): Promise<void> {
    this.#booth.kind = kind
    if (!Booth.canRecord(kind)) return this.#say(UNABLE)
    await this.#openDevices()
  }

  async #openDevices(): Promise<void> {
    const fault = await this.#booth.open()
    this.#say(fault || TRY_DEVICES)
    this.#show(fault ? "closed" : "ready")
  }

  #present(): void {
    if (!this.#booth.isOpen) return void this.#openDevices() // it was disconnected
    const most = Number(this.dataset.most)
    if (this.#statements.attempts >= most) return this.#say(`${most} attempts can be kept here. Remove one first.`)
    this.#say("")
    this.#statements.unveil()
    this.#show("presenting")
    const { here } = this.#statements
    const [isAloud, waits] = ["[data-aloud]", "[data-waits]"].map((one) => this.#one<HTMLInputElement>(one).checked)
    const media = here.querySelector<HTMLMediaElement>("[data-media]")
    this.#presenter.present(needed(here, "[data-text]").textContent ?? "", media, { isAloud: !!isAloud, waits: !!waits })
  }

  #record(): void {
    this.#presenter.cancel()
    this.#booth.record((format) => this.#answers.begin(this.#statements.name, format))
    this.#show("recording")
  }

  #ended(wasCutOff: boolean): void {
    this.#say(wasCutOff ? CUT_OFF : SENDING)
    if (wasCutOff) this.#booth.close()
    this.#show("done")
  }

  /** What is said of answers on their way, until it isn’t so any more. */
  #hear(sentence: string): void {
    if (sentence) {
      this.#trouble = sentence
      this.#say(sentence)
    } else if (this.#trouble && this.#line === this.#trouble) {
      this.#trouble = ""
      this.#say("")
    }
  }

  async #kept(name: string): Promise<void> {
    const statement = this.#statements.named(name)
    if (this.#state === "done" && ["", SENDING, WAIT].includes(this.#line)) this.#say(KEPT)
    if (statement) await this.#freshen(statement)
  }

  /** What is said about an attempt is kept at once, and the page stays. */
  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement
    const statement = form.closest<HTMLElement>("[data-statement]")
    if (!statement) return
    event.preventDefault()
    const isRemoval = form.closest("confirm-button") !== null
    const status = await post(form.action, this.#csrf, new FormData(form, event.submitter))
    if (status !== 204) return this.#say(typeof status === "string" ? status : UNKEPT)
    await this.#freshen(statement)
    if (isRemoval) needed(statement, "h2").focus()
  }

  /** What is handed in are the answers that have arrived: let the last one arrive first. */
  #waitToHandIn(event: SubmitEvent): void {
    if ((event.target as Element).id !== "work" || !this.#answers.areOnTheirWay) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#say(this.#state === "recording" ? "Stop your answer first." : WAIT)
    this.#one("[data-line]").focus()
  }

  async #freshen(statement: HTMLElement): Promise<void> {
    await this.#statements.freshen(statement).catch(() => this.#say(UNKEPT))
  }

  #next(): void {
    if (this.#statements.isLast) return document.querySelector<HTMLElement>("#handing-in-title")?.focus()
    this.#statements.openNext()
    this.#say("")
    this.#show(this.#booth.isOpen ? "ready" : "closed")
  }

  async #lookForLeft(): Promise<void> {
    const left = await this.#answers.left(new Set(this.dataset.kept?.split(" ")))
    this.#interrupted = left ?? null
    this.#one("[data-left]").hidden = !left
    if (!left) return
    const number = this.#statements.numberOf(left.statement)
    this.#one("[data-left-line]").textContent =
      `Your answer to statement ${number || "that is no longer here"}, begun on ${saidBegun(left)}, was interrupted. What you said up to then is kept.`
  }

  async #keepLeft(): Promise<void> {
    const left = this.#interrupted
    if (!left) return
    if (!this.#statements.named(left.statement)) return this.#say("This statement is no longer part of the drill. Discard the answer.")
    this.#one("[data-left]").hidden = true
    this.#say(SENDING)
    await this.#answers.keepLeft(left)
    await this.#lookForLeft()
  }

  async #dropLeft(): Promise<void> {
    if (!this.#interrupted) return
    await this.#answers.dropLeft(this.#interrupted)
    await this.#lookForLeft()
  }

  #count(sentence: string): void {
    this.#one("[data-count]").textContent = sentence
  }

  #show(state: DrillState): void {
    this.#booth.show(state)
    if (state !== "done") this.#one<HTMLVideoElement>("[data-playback]").pause()
    const main = { closed: null, ready: "start", presenting: "answer", recording: "stop", done: "next" }[state]
    if (main) this.#one(`[data-do="${main}"]:not([hidden])`).focus()
  }

  get #line(): string { return this.#one("[data-line]").textContent ?? "" }

  #say(sentence: string): void {
    this.#one("[data-line]").textContent = sentence
  }
}

customElements.define("skill-drill", SkillDrill)

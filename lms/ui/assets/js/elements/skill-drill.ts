import { Answers } from "../drill/answers.ts"
import { UNKEPT, countOf, freshen, post } from "../drill/attempts.ts"
import { Presenter, canSpeak } from "../drill/presenter.ts"
import { timecode } from "../lib/clock.ts"
import { type DrillState, type DrillWish, drillWish } from "../lib/drill.ts"
import type { RecordingKind } from "../lib/recording.ts"
import type { Delivery } from "../recorder/delivery.ts"
import { openDevices, showLevel } from "../recorder/devices.ts"
import type { Left } from "../recorder/shelf.ts"
import { Studio } from "../recorder/studio.ts"

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
  #studio!: Studio
  #presenter!: Presenter
  #kind: RecordingKind = "sound"
  #statements: HTMLElement[] = []
  #here = 0 // which of them is open
  #heard = new Set<HTMLElement>() // of which the words were shown
  #delivery: Delivery | null = null // what is being recorded
  #interrupted: Left | null = null // what an earlier page has left
  #trouble = "" // what was said last of answers on their way
  #ticks = 0

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#statements = [...this.querySelectorAll<HTMLElement>("[data-statement]")]
    this.#answers = new Answers(this.#where, {
      onTrouble: (sentence) => this.#hear(sentence),
      onNoRoom: () => this.#delivery && this.#say(NO_SHELF),
      onKept: (statement) => void this.#kept(statement),
    })
    this.#presenter = new Presenter({ onCount: (sentence) => this.#count(sentence), onEnd: () => this.#record() })
    this.#studio = new Studio({
      onPiece: (blob) => void this.#keepPiece(blob),
      onEnd: (wasCutOff) => this.#ended(wasCutOff),
      onLevel: (level) => showLevel(this, level),
    })
    this.addEventListener("click", (event) => this.#click(event), { signal })
    this.addEventListener("submit", (event) => void this.#submit(event), { signal })
    this.addEventListener("change", (event) => this.#change(event.target as HTMLElement), { signal })
    document.addEventListener("submit", (event) => this.#waitToHandIn(event), { signal, capture: true })
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true })
    addEventListener("beforeunload", (event) => this.#state === "recording" && event.preventDefault(), { signal })
    this.#one("[data-aloud-choice]").hidden = !canSpeak
    this.#one("[data-stage]").hidden = false
    this.#open(this.#first)
    this.#show("closed")
    void this.#answers.open().then(() => this.#lookForLeft())
  }

  disconnectedCallback(): void {
    this.#life.abort()
    clearInterval(this.#ticks)
    this.#presenter.cancel()
    this.#studio.close()
    this.#answers.stop()
  }

  get #state(): DrillState { return (this.dataset.state ?? "closed") as DrillState }
  get #statement(): HTMLElement { return this.#statements[this.#here]! }
  get #where(): ConstructorParameters<typeof Answers>[0] {
    const { owner = "", draft = "", href = "", csrf = "" } = this.dataset
    return { owner, draft, href, csrf, attemptsHref: (statement) => this.#named(statement)?.dataset.attemptsHref ?? "" }
  }

  get #csrf(): string { return this.dataset.csrf ?? "" }
  get #isLast(): boolean { return this.#here === this.#statements.length - 1 }

  /** The statement that the address names, else the first that isn’t answered. */
  get #first(): number {
    const named = this.#statements.findIndex(({ id }) => `#${id}` === location.hash)
    const open = this.#statements.findIndex((statement) => !countOf(this.#attemptsOf(statement)))
    return Math.max(0, named < 0 ? open : named)
  }

  #one<Found extends HTMLElement>(selector: string, within: HTMLElement = this): Found {
    const found = within.querySelector<Found>(selector)
    if (!found) throw new Error(`<skill-drill> has no ${selector}`)
    return found
  }

  #named(statement: string | undefined): HTMLElement | undefined {
    return this.#statements.find(({ dataset }) => dataset.statement === statement)
  }

  #attemptsOf(statement: HTMLElement): HTMLElement { return this.#one("[data-attempts]", statement) }

  #click(event: MouseEvent): void {
    const target = event.target as Element
    const step = target.closest<HTMLElement>("[data-step]")?.dataset.step
    const wish = target.closest<HTMLElement>(":is([data-stage], [data-left]) [data-do]")?.dataset.do // players have wishes, too
    if (step) return this.#go(event, this.#statements.indexOf(this.#named(step) ?? this.#statement))
    const deeds: Record<string, () => void> = {
      sound: () => void this.#prepare("sound"),
      video: () => void this.#prepare("video"),
      close: () => (this.#studio.close(), this.#show("closed"), this.#say("")),
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
      stop: () => this.#studio.stop(),
      next: () => this.#next(),
    }
    deeds[wish]()
  }

  #change(target: HTMLElement): void {
    if (target.matches("[data-camera], [data-microphone]")) void this.#openDevices()
  }

  #go(event: Event, index: number): void {
    event.preventDefault()
    if (this.#state === "recording") return this.#say("Stop your answer first.")
    this.#presenter.cancel()
    this.#open(index)
    history.replaceState(null, "", `#${this.#statement.id}`)
    if (this.#state !== "closed") this.#show("ready")
    this.#one("h2", this.#statement).focus()
  }

  #open(index: number): void {
    this.#here = index
    for (const [place, statement] of this.#statements.entries()) statement.hidden = place !== index
    for (const step of this.querySelectorAll<HTMLElement>("nav [data-step]")) {
      if (step.dataset.step === this.#statement.dataset.statement) step.setAttribute("aria-current", "step")
      else step.removeAttribute("aria-current")
    }
    this.#one("[data-place]", this.#statement).append(this.#one("[data-stage]"))
    this.#one("[data-next-words]").textContent = this.#isLast ? "To handing in" : "Next statement"
    this.#veil(!this.#heard.has(this.#statement) && !countOf(this.#attemptsOf(this.#statement)))
  }

  /** What is answered on the spot isn’t read beforehand. */
  #veil(isVeiled: boolean): void {
    this.#one("[data-veil]", this.#statement).hidden = !isVeiled
    this.#one("[data-words]", this.#statement).hidden = isVeiled
  }

  async #prepare(kind: RecordingKind): Promise<void> {
    this.#kind = kind
    if (!navigator.mediaDevices || !Studio.formatOf(kind)) return this.#say(UNABLE)
    await this.#openDevices()
  }

  async #openDevices(): Promise<void> {
    const fault = await openDevices(this, this.#studio, this.#kind)
    this.#say(fault || TRY_DEVICES)
    this.#show(fault ? "closed" : "ready")
  }

  #present(): void {
    if (!this.#studio.stream) return void this.#openDevices() // it was disconnected
    const most = Number(this.dataset.most)
    if (countOf(this.#attemptsOf(this.#statement)) >= most) return this.#say(`${most} attempts can be kept here. Remove one first.`)
    this.#say("")
    this.#heard.add(this.#statement)
    this.#veil(false)
    this.#show("presenting")
    const [isAloud, waits] = ["[data-aloud]", "[data-waits]"].map((one) => this.#one<HTMLInputElement>(one).checked)
    const media = this.#statement.querySelector<HTMLMediaElement>("[data-media]")
    this.#presenter.present(this.#one("[data-text]", this.#statement).textContent ?? "", media, { isAloud: !!isAloud, waits: !!waits })
  }

  #record(): void {
    this.#presenter.cancel()
    const format = Studio.formatOf(this.#kind) ?? ""
    this.#delivery = this.#answers.begin(this.#statement.dataset.statement ?? "", format)
    this.#studio.record(format)
    this.#show("recording")
    this.#ticks = setInterval(() => this.#tick(), 250)
  }

  async #keepPiece(blob: Blob): Promise<void> {
    if (!this.#delivery) return
    if (this.#delivery.recorded.bytes + blob.size > Number(this.dataset.mostBytes ?? Infinity)) {
      this.#studio.stop()
      this.#say(TOO_LARGE)
    }
    await this.#delivery.add(blob)
  }

  #ended(wasCutOff: boolean): void {
    clearInterval(this.#ticks)
    const delivery = this.#delivery
    if (!delivery) return
    this.#delivery = null
    delivery.recorded.end()
    this.#one<HTMLVideoElement>("[data-playback]").src = URL.createObjectURL(delivery.recorded.whole)
    this.#say(wasCutOff ? CUT_OFF : SENDING)
    if (wasCutOff) this.#studio.close()
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
    const statement = this.#named(name)
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
    if (isRemoval) this.#one("h2", statement).focus()
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
    const place = this.#attemptsOf(statement)
    await freshen(place, statement.dataset.attemptsHref ?? "").catch(() => this.#say(UNKEPT))
    const isAnswered = countOf(place) > 0
    const step = this.#one(`[data-step="${statement.dataset.statement}"]`)
    step.toggleAttribute("data-answered", isAnswered)
    this.#one("[data-step-words]", step).textContent = isAnswered ? ", answered" : ", not answered yet"
    this.#one("[data-answered-count]").textContent = String(this.querySelectorAll("[data-step][data-answered]").length)
  }

  #next(): void {
    if (this.#isLast) return document.querySelector<HTMLElement>("#handing-in-title")?.focus()
    this.#open(this.#here + 1)
    history.replaceState(null, "", `#${this.#statement.id}`)
    this.#say("")
    this.#show(this.#studio.stream ? "ready" : "closed")
  }

  async #lookForLeft(): Promise<void> {
    const left = await this.#answers.left(new Set(this.dataset.kept?.split(" ")))
    this.#interrupted = left ?? null
    this.#one("[data-left]").hidden = !left
    if (!left) return
    const time = new Date(left.begunAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
    const number = this.#statements.findIndex(({ dataset }) => dataset.statement === left.statement) + 1
    this.#one("[data-left-line]").textContent =
      `Your answer to statement ${number || "that is no longer here"}, begun on ${time}, was interrupted. What you said up to then is kept.`
  }

  async #keepLeft(): Promise<void> {
    const left = this.#interrupted
    if (!left) return
    if (!this.#named(left.statement)) return this.#say("This statement is no longer part of the drill. Discard the answer.")
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

  #tick(): void {
    this.#one("[data-clock]").textContent = timecode(this.#studio.seconds)
  }

  #count(sentence: string): void {
    this.#one("[data-count]").textContent = sentence
  }

  #show(state: DrillState): void {
    this.dataset.state = state
    this.dataset.kind = this.#kind
    for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = !part.dataset.when?.split(" ").includes(state)
    if (this.#kind === "sound") for (const part of this.querySelectorAll<HTMLElement>("[data-of-picture]")) part.hidden = true
    else for (const part of this.querySelectorAll<HTMLElement>("[data-of-picture]:not([data-when])")) part.hidden = false
    const preview = this.#one<HTMLVideoElement>("[data-preview]")
    if (!preview.hidden && preview.srcObject !== this.#studio.stream) preview.srcObject = this.#studio.stream
    if (!preview.hidden) void preview.play().catch(() => undefined) // moved from statement to statement it has stopped
    if (state === "recording") this.#tick()
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

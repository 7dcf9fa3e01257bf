import type { CoursePlayer } from "./course-player.ts"
import type { TakeRecorder } from "./take-recorder.ts"

/**
 * <spoken-answer> lets the form around it send along what its <take-recorder> has recorded, as soon as all of that is on
 * the server. Where there is a [data-word], it asks for the word that goes with a recording.
 */
export class SpokenAnswer extends HTMLElement {
  #life = new AbortController()
  #isAwaited = false // the form was sent before all of it had arrived
  #submitter: HTMLElement | null = null // by this button

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#isAwaited = false
    this.addEventListener("take-changed", () => (this.#hush(), this.#changed()), { signal })
    this.#form?.addEventListener("submit", (event) => this.#hold(event), { signal, capture: true })
    this.#form?.addEventListener("moment-kept", () => void this.#recorder.forget(), { signal })
    this.#changed()
  }

  disconnectedCallback(): void { this.#life.abort() }

  get #form(): HTMLFormElement | null { return this.closest("form") }
  get #recorder(): TakeRecorder { return this.querySelector<TakeRecorder>("take-recorder")! }
  get #hasRecording(): boolean { return ["review", "keeping"].includes(this.#recorder.state) }

  #changed(): void {
    const { key } = this.#recorder
    const word = this.querySelector<HTMLElement>("[data-word]")
    if (word) {
      word.hidden = !this.#hasRecording
      word.querySelector("input")!.required = this.#hasRecording
    }
    this.querySelector<HTMLInputElement>("[name=file_id]")!.value = this.#hasRecording ? key : ""
    if (!this.#hasRecording) this.#isAwaited = false
    if (!this.#isAwaited || !key) return
    this.#isAwaited = false
    this.#form?.requestSubmit(this.#submitter)
  }

  /** Nothing plays into what somebody records. */
  #hush(): void {
    if (!["ready", "recording"].includes(this.#recorder.state)) return
    for (const player of document.querySelectorAll<CoursePlayer>("course-player")) if (player.isPlaying) player.pause()
  }

  /** What is being recorded is listened to first; what hasn’t arrived is waited for. */
  #hold(event: SubmitEvent): void {
    const isRecording = ["recording", "paused"].includes(this.#recorder.state)
    if (!isRecording && (!this.#hasRecording || this.#recorder.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (isRecording) return this.#recorder.stop()
    this.#isAwaited = true
    this.#submitter = event.submitter
    this.#recorder.hurry()
  }
}

customElements.define("spoken-answer", SpokenAnswer)

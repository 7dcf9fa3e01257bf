import { Upload, defaultOptions } from "tus-js-client"
import { roughly, size } from "../lib/clock.ts"

const PIECE = 8 * 1024 * 1024
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000]
const AWAY = "The connection is lost. The upload goes on as soon as it is back."
const SIGNED_OUT = "You are signed out. Sign in again in another tab, then press “Go on”."

/** <file-upload data-href data-name data-most-bytes> sends the file of its form in pieces (tus) before the form itself.
 *  Interrupted by a lost connection it goes on by itself; by a closed page, when the same file is chosen again. */
export class FileUpload extends HTMLElement {
  #life = new AbortController()
  #upload: Upload | null = null
  #begunAt = 0
  #begunFrom = 0
  #button = document.createElement("button")

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    const form = this.closest("form")
    if (!this.dataset.href || !form) return
    this.#button.className = "button button--small"
    this.#button.type = "button"
    this.#one("[data-progress]").append(this.#button)
    this.#button.addEventListener("click", () => this.#turn(), { signal })
    form.addEventListener("submit", (event) => this.#submit(event, form), { signal })
    this.#input.addEventListener("change", () => this.#chosen(), { signal })
    addEventListener("online", () => this.dataset.state === "away" && this.#goOn(), { signal })
    for (const over of ["dragenter", "dragover"]) this.addEventListener(over, () => this.#upload || this.#is("over"), { signal })
    for (const out of ["dragleave", "drop"]) this.addEventListener(out, () => this.#upload || this.#is("idle"), { signal })
    void this.#remind()
  }

  disconnectedCallback(): void {
    this.#life.abort()
    void this.#upload?.abort()
  }

  get #input(): HTMLInputElement { return this.#one("input[type=file]") }

  #one<Found extends Element>(selector: string): Found {
    const found = this.querySelector<Found>(selector)
    if (!found) throw new Error(`<file-upload> has no ${selector}`)
    return found
  }

  #chosen(): void {
    const file = this.#input.files?.[0]
    const most = Number(this.dataset.mostBytes ?? Infinity)
    if (file) this.#tell(file.size > most ? "failed" : "chosen", file.size > most
      ? `This file has ${size(file.size)}; at most ${size(most)} can be uploaded.`
      : size(file.size), file.name)
  }

  #submit(event: SubmitEvent, form: HTMLFormElement): void {
    const file = this.#input.files?.[0]
    if (!file) return
    event.preventDefault()
    if (this.#upload || this.dataset.state === "failed") return
    void this.#begin(file, form)
  }

  async #begin(file: File, form: HTMLFormElement): Promise<void> {
    const csrf = String(new FormData(form).get("csrf_token") ?? "")
    this.#upload = new Upload(file, {
      endpoint: this.dataset.href,
      chunkSize: PIECE,
      retryDelays: RETRY_MS,
      metadata: { filename: file.name },
      headers: { "X-CSRFToken": csrf, "X-Requested-With": "fragment" },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, whole) => this.#progress(sent, whole),
      onError: (fault) => this.#failed(fault),
      onSuccess: () => this.#done(form),
    })
    this.#tell("sending", "Starting …", file.name)
    const [before] = await this.#upload.findPreviousUploads()
    if (before) this.#upload.resumeFromPreviousUpload(before)
    this.#goOn()
  }

  #goOn(): void {
    this.#begunAt = 0
    this.#tell("sending", "Going on …")
    this.#upload?.start()
  }

  #turn(): void {
    if (this.dataset.state !== "sending") return this.#goOn()
    void this.#upload?.abort()
    this.#tell("paused", "Paused. What has been sent is kept for seven days.")
  }

  #progress(sent: number, whole: number): void {
    if (this.dataset.state !== "sending") return
    if (!this.#begunAt) [this.#begunAt, this.#begunFrom] = [performance.now(), sent]
    const seconds = (performance.now() - this.#begunAt) / 1000
    const speed = seconds > 1 ? (sent - this.#begunFrom) / seconds : 0
    this.#one<HTMLProgressElement>("progress").value = Math.round((1000 * sent) / whole)
    const pace = speed ? ` · ${size(speed)}/s · ${roughly((whole - sent) / speed)}` : ""
    this.#tell("sending", `${Math.floor((100 * sent) / whole)} % of ${size(whole)}${pace}`)
  }

  #failed(fault: Error): void {
    const answer = "originalResponse" in fault ? (fault.originalResponse as { getStatus(): number; getBody(): string } | null) : null
    if (!answer) return this.#tell("away", AWAY)
    if (answer.getStatus() === 401) return this.#tell("paused", SIGNED_OUT)
    const body = answer.getBody()
    this.#tell("failed", body && !body.startsWith("<") ? body : "The server couldn’t take this file. Reload the page and try again.")
    this.#upload = null
  }

  #done(form: HTMLFormElement): void {
    const key = document.createElement("input")
    key.type = "hidden"
    key.name = `${this.dataset.name}_id`
    key.value = this.#upload?.url?.split("/").at(-1) ?? ""
    this.#tell("done", "All of it is here. One moment …")
    this.#input.disabled = true // the bytes are there: the form carries only their key
    this.append(key)
    form.submit()
  }

  /** A page that was closed in mid-upload: say that choosing the same file goes on. */
  async #remind(): Promise<void> {
    const begun = (await defaultOptions.urlStorage.findAllUploads()).at(-1)
    if (begun?.metadata.filename && !this.#upload)
      this.#tell("chosen", "was interrupted. Choose the same file again: it goes on where it stopped.", begun.metadata.filename)
  }

  #tell(state: string, line: string, name?: string): void {
    this.#is(state)
    this.#one<HTMLElement>("[data-progress]").hidden = false
    this.#one<HTMLElement>("progress").hidden = state === "chosen" || state === "failed"
    this.#one("[data-line]").textContent = line
    if (name) this.#one("[data-file-name]").textContent = name
    this.#button.hidden = !["sending", "paused", "away"].includes(state)
    this.#button.textContent = state === "sending" ? "Pause" : "Go on"
  }

  #is(state: string): void {
    this.dataset.state = state
  }
}

customElements.define("file-upload", FileUpload)

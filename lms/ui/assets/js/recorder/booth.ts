import { timecode } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import type { RecordingKind } from "../lib/recording.ts"
import type { Delivery } from "./delivery.ts"
import { openDevices, showLevel } from "./devices.ts"
import type { Recorded } from "./recorded.ts"
import { Studio } from "./studio.ts"

/** Who hears of what is recorded. */
export interface BoothListener {
  /** Nothing more comes, and it can be played. `wasCutOff`: a device was disconnected. */
  onEnd(wasCutOff: boolean): void
  /** It has become as large as can be kept (data-most-bytes), and was stopped. */
  onFull(): void
}

/** Where somebody records on a page: devices, how loud it is, how long it lasts, and what is recorded on its way. */
export class Booth {
  kind: RecordingKind
  #root: HTMLElement
  #listener: BoothListener
  #studio: Studio
  #delivery: Delivery | null = null // of what is being recorded
  #ticks = 0

  constructor(root: HTMLElement, kind: RecordingKind, listener: BoothListener) {
    this.#root = root
    this.kind = kind
    this.#listener = listener
    this.#studio = new Studio({
      onPiece: (blob) => void this.#keep(blob),
      onEnd: (wasCutOff) => this.#ended(wasCutOff),
      onLevel: (level) => showLevel(root, level),
    })
  }

  /** Whether this browser can record that at all. */
  static canRecord(kind: RecordingKind): boolean {
    return Boolean(navigator.mediaDevices && Studio.formatOf(kind))
  }

  get isOpen(): boolean { return this.#studio.stream !== null }
  get isRecording(): boolean { return this.#delivery !== null }

  /** Picture and sound of the devices that are chosen, before anything is recorded. Gives what hindered it, or nothing. */
  async open(): Promise<string> {
    return openDevices(this.#root, this.#studio, this.kind)
  }

  /** `begin`: what is recorded in this format is on its way from now on. */
  record(begin: (format: string) => Delivery): void {
    const format = Studio.formatOf(this.kind) ?? ""
    this.#delivery = begin(format)
    this.#studio.record(format)
    this.#ticks = setInterval(() => this.#tick(), 250)
  }

  pause(): void {
    this.#studio.pause()
  }

  resume(): void {
    this.#studio.resume()
  }

  /** Nothing more is recorded; what has been ends as it is. */
  stop(): void {
    this.#studio.stop()
  }

  /** Let go of the devices. What is still being recorded is nobody’s any more. */
  close(): void {
    clearInterval(this.#ticks)
    this.#delivery = null
    this.#studio.stop()
    this.#studio.close()
  }

  /** Let what was recorded be played. */
  load({ whole }: Recorded): void {
    if (whole.type.startsWith("audio")) this.kind = "sound"
    needed<HTMLVideoElement>(this.#root, "[data-playback]").src = URL.createObjectURL(whole)
  }

  /** Show what belongs to a state ([data-when]), and what to a picture only where there is one ([data-of-picture]). */
  show(state: string): void {
    this.#root.dataset.state = state
    this.#root.dataset.kind = this.kind
    const all = (selector: string): Iterable<HTMLElement> => this.#root.querySelectorAll<HTMLElement>(selector)
    for (const part of all("[data-when]")) part.hidden = !part.dataset.when?.split(" ").includes(state)
    if (this.kind === "sound") for (const part of all("[data-of-picture]")) part.hidden = true
    else for (const part of all("[data-of-picture]:not([data-when])")) part.hidden = false
    this.#showPreview()
    if (state === "recording") this.#tick()
  }

  #showPreview(): void {
    const preview = needed<HTMLVideoElement>(this.#root, "[data-preview]")
    if (preview.hidden || !this.#studio.stream) return
    if (preview.srcObject !== this.#studio.stream) preview.srcObject = this.#studio.stream
    void preview.play().catch(() => undefined) // moved to another place of the page it has stopped
  }

  async #keep(blob: Blob): Promise<void> {
    if (!this.#delivery) return
    if (this.#delivery.recorded.bytes + blob.size > Number(this.#root.dataset.mostBytes ?? Infinity)) {
      this.#studio.stop()
      this.#listener.onFull()
    }
    await this.#delivery.add(blob)
  }

  #ended(wasCutOff: boolean): void {
    clearInterval(this.#ticks)
    const delivery = this.#delivery
    if (!delivery) return
    this.#delivery = null
    delivery.recorded.end()
    this.load(delivery.recorded)
    this.#listener.onEnd(wasCutOff)
  }

  #tick(): void {
    needed(this.#root, "[data-clock]").textContent = timecode(this.#studio.seconds)
  }
}

/** Ends a part that was asked for: pauses exactly at its end. Whoever goes elsewhere, or pauses, is let go. */
export class StopAt {
  #video: HTMLVideoElement
  #end: number | null = null
  #frame = 0

  constructor(video: HTMLVideoElement) {
    this.#video = video
  }

  listen(signal: AbortSignal): void {
    this.#video.addEventListener("playing", () => this.#look(), { signal })
    this.#video.addEventListener("timeupdate", () => this.#look(), { signal }) // a page in the background draws no frames
    signal.addEventListener("abort", () => cancelAnimationFrame(this.#frame))
  }

  /** Play up to here, in seconds; null plays on. */
  set end(second: number | null) {
    cancelAnimationFrame(this.#frame)
    this.#end = second
  }

  #look(): void {
    cancelAnimationFrame(this.#frame)
    if (this.#end === null || this.#video.seeking) return
    if (this.#video.currentTime < this.#end) {
      if (!this.#video.paused) this.#frame = requestAnimationFrame(() => this.#look())
      return
    }
    this.#video.pause()
    this.#video.currentTime = this.#end
    this.#end = null
  }
}

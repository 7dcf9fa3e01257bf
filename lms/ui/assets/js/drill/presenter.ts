import { readingSeconds, saidCount } from "../lib/drill.ts"

const WHEN_ENDED = "Answer when the client has finished: recording begins then."
const YOUR_TIME = "Take your time. Recording begins when you press “Answer now”."

/** How somebody likes to be spoken to. */
export interface Manner {
  isAloud: boolean
  /** Recording begins only when it is asked for. */
  waits: boolean
}

/** Who hears when to answer. */
export interface Listener {
  onCount(sentence: string): void
  onEnd(): void
}

export const canSpeak = "speechSynthesis" in window

/** Lets the client say a statement: a recorded one is played, a written one read aloud by the browser or left to be read. */
export class Presenter {
  #listener: Listener
  #timer = 0
  #playing = new AbortController()
  #turn = 0 // what an earlier statement still calls for is nobody’s wish any more

  constructor(listener: Listener) {
    this.#listener = listener
  }

  /** `media`: where it is recorded. */
  present(text: string, media: HTMLMediaElement | null, { isAloud, waits }: Manner): void {
    this.cancel()
    const turn = this.#turn
    const ended = (): void => {
      if (turn === this.#turn && !waits) this.#listener.onEnd()
    }
    const unheard = (): void => {
      if (turn === this.#turn && !waits) this.#countDown(text, ended)
    }
    this.#listener.onCount(waits ? YOUR_TIME : WHEN_ENDED)
    if (media) this.#play(media, waits, ended, unheard)
    else if (isAloud && canSpeak) this.#speak(text, ended, unheard)
    else unheard()
  }

  cancel(): void {
    this.#turn += 1
    clearInterval(this.#timer)
    this.#playing.abort()
    if (canSpeak) speechSynthesis.cancel()
  }

  /** A recording that doesn’t come through lets it be read. */
  #play(media: HTMLMediaElement, waits: boolean, onEnd: () => void, onMute: () => void): void {
    this.#playing = new AbortController()
    const { signal } = this.#playing
    const tell = (): void => {
      if (!waits && media.duration > 0) this.#listener.onCount(saidCount(media.duration - media.currentTime))
    }
    signal.addEventListener("abort", () => media.pause())
    media.addEventListener("timeupdate", tell, { signal })
    media.addEventListener("ended", onEnd, { signal })
    media.currentTime = 0
    media.play().catch(onMute)
  }

  /** A browser that has no voice after all lets it be read. */
  #speak(text: string, onEnd: () => void, onMute: () => void): void {
    const said = new SpeechSynthesisUtterance(text)
    said.lang = document.documentElement.lang
    said.onend = onEnd
    said.onerror = onMute
    speechSynthesis.speak(said)
  }

  #countDown(text: string, onEnd: () => void): void {
    const until = performance.now() + readingSeconds(text) * 1000
    const tick = (): void => {
      const left = (until - performance.now()) / 1000
      if (left > 0) return this.#listener.onCount(saidCount(left))
      clearInterval(this.#timer)
      onEnd()
    }
    this.#timer = setInterval(tick, 250)
    tick()
  }
}

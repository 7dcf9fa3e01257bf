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

/** Lets the client say a statement: a written one is read aloud by the browser, or left to be read. */
export class Presenter {
  #listener: Listener
  #timer = 0
  #turn = 0 // what an earlier statement still calls for is nobody’s wish any more

  constructor(listener: Listener) {
    this.#listener = listener
  }

  present(text: string, { isAloud, waits }: Manner): void {
    this.cancel()
    const turn = this.#turn
    const ended = (): void => {
      if (turn === this.#turn && !waits) this.#listener.onEnd()
    }
    this.#listener.onCount(waits ? YOUR_TIME : WHEN_ENDED)
    if (isAloud && canSpeak) this.#speak(text, ended, () => turn === this.#turn && !waits && this.#countDown(text, ended))
    else if (!waits) this.#countDown(text, ended)
  }

  cancel(): void {
    this.#turn += 1
    clearInterval(this.#timer)
    if (canSpeak) speechSynthesis.cancel()
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

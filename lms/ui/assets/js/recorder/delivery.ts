import { type Memory, lockOf } from "./memory.ts"
import type { Recorded } from "./recorded.ts"
import { Sending } from "./sending.ts"
import type { Left } from "./shelf.ts"

/** Who hears how far it is. */
export interface Receiver {
  onSent(bytes: number): void
  /** All of it is on the server, under this key. */
  onWhole(key: string): void
  onTrouble(sentence: string, isFinal: boolean): void
}

/** Where it goes, and whether the browser keeps what has arrived, too, to play it until the page is done with it. */
export interface Addressee {
  href: string
  csrf: string
  keepsAll?: boolean
}

/** One recording on its way: sent while it is made, remembered by the browser until it has arrived, held by one tab. */
export class Delivery {
  readonly left: Left
  readonly recorded: Recorded
  #memory: Memory
  #keepsAll: boolean
  #sending: Sending
  #isOver = false
  #letGo = (): void => undefined

  constructor(memory: Memory, left: Left, recorded: Recorded, { keepsAll = false, ...to }: Addressee, receiver: Receiver) {
    this.left = left
    this.recorded = recorded
    this.#memory = memory
    this.#keepsAll = keepsAll
    void navigator.locks?.request(lockOf(left), () => new Promise<void>((letGo) => (this.#letGo = letGo)))
    this.#sending = new Sending(recorded, {
      ...to,
      name: left.name,
      url: left.url,
      onUrl: (url) => this.#isOver || void memory.on((shelf) => shelf.keep(Object.assign(left, { url }))),
      onSent: (bytes) => this.#sent(bytes, receiver),
      onWhole: (key) => receiver.onWhole(key),
      onTrouble: (sentence, isFinal) => receiver.onTrouble(sentence, isFinal),
    })
  }

  async start(): Promise<void> {
    await this.#memory.on((shelf) => shelf.keep(this.left))
    this.#sending.start()
  }

  async add(blob: Blob): Promise<void> {
    const piece = this.recorded.add(blob)
    await this.#memory.on((shelf) => shelf.add(this.left.key, piece))
  }

  /** Try now what was put off. */
  hurry(): void {
    this.#sending.hurry()
  }

  /** The page goes: what isn’t sent stays remembered. */
  stop(): void {
    this.#sending.stop()
    this.#letGo()
  }

  /** Nobody wants it. */
  async discard(): Promise<void> {
    this.#isOver = true
    await this.#sending.discard()
    await this.forget()
  }

  /** It has arrived, or nobody wants it: this browser needn’t remember it. */
  async forget(): Promise<void> {
    this.#isOver = true
    await this.#memory.on((shelf) => shelf.drop(this.left.key))
    this.#letGo()
  }

  /** The page that follows forgets it, once it sees that it has arrived. */
  letGo(): void {
    this.#letGo()
  }

  #sent(bytes: number, receiver: Receiver): void {
    if (this.#isOver) return
    receiver.onSent(bytes)
    if (!this.#keepsAll) void this.#memory.on((shelf) => shelf.sent(this.left.key, bytes))
  }
}

import { retryDelay } from "../lib/backoff.ts"
import { Delivery } from "../recorder/delivery.ts"
import { Memory } from "../recorder/memory.ts"
import { Recorded } from "../recorder/recorded.ts"
import { type Left, begun } from "../recorder/shelf.ts"
import { post } from "./attempts.ts"

const AWAY = "The connection is lost. Go on: your answers are kept here, and sent as soon as the connection is back."
const SIGNED_OUT = "You are signed out. Sign in again in another tab: your answers are sent then, and nothing is lost."

/** Whose answers these are, to which drill, and where they go. */
export interface Where {
  owner: string
  draft: string
  href: string
  csrf: string
  /** Where an answer to a statement becomes an attempt. */
  attemptsHref(statement: string): string
}

/** Who hears of them. An empty sentence: what was said last isn’t so any more. */
export interface Ear {
  onTrouble(sentence: string): void
  onNoRoom(): void
  onKept(statement: string): void
}

/** A drill’s answers on their way: each is sent while it is given, and kept however long it takes, while the next one is given. */
export class Answers {
  #where: Where
  #ear: Ear
  #memory: Memory
  #onTheirWay = new Set<Delivery>()
  #life = new AbortController()

  constructor(where: Where, ear: Ear) {
    this.#where = where
    this.#ear = ear
    this.#memory = new Memory(where.owner, () => ear.onNoRoom())
    addEventListener("online", () => this.#onTheirWay.forEach((delivery) => delivery.hurry()), { signal: this.#life.signal })
  }

  /** Whether one hasn’t arrived that still can. */
  get areOnTheirWay(): boolean { return this.#onTheirWay.size > 0 }

  /** One that begins now. */
  begin(statement: string, format: string): Delivery {
    const delivery = this.#send(begun(this.#where.draft, format, statement), new Recorded())
    void delivery.start()
    return delivery
  }

  /** What an earlier page has left. */
  async left(keptKeys: ReadonlySet<string>): Promise<Left | undefined> {
    return this.#memory.left(this.#where.draft, keptKeys)
  }

  async open(): Promise<void> {
    await this.#memory.open()
  }

  async keepLeft(left: Left): Promise<void> {
    await this.#send(left, await this.#memory.recorded(left)).start()
  }

  async dropLeft(left: Left): Promise<void> {
    const delivery = this.#send(left, new Recorded([], true))
    await delivery.discard()
    this.#onTheirWay.delete(delivery)
  }

  /** The page goes: what hasn’t arrived stays remembered. */
  stop(): void {
    this.#life.abort()
    for (const delivery of this.#onTheirWay) delivery.stop()
  }

  #send(left: Left, recorded: Recorded): Delivery {
    const { href, csrf } = this.#where
    const delivery: Delivery = new Delivery(this.#memory, left, recorded, { href, csrf }, {
      onSent: () => this.#ear.onTrouble(""),
      onWhole: (key) => void this.#hand(delivery, key),
      onTrouble: (sentence, isFinal) => {
        if (isFinal) this.#onTheirWay.delete(delivery)
        this.#ear.onTrouble(sentence || AWAY)
      },
    })
    this.#onTheirWay.add(delivery)
    return delivery
  }

  /** The bytes are on the server: let them be an attempt, however long it takes until it hears of that. */
  async #hand(delivery: Delivery, key: string): Promise<void> {
    const { statement = "" } = delivery.left
    for (let failures = 1; ; failures += 1) {
      const status = await post(this.#where.attemptsHref(statement), this.#where.csrf, new URLSearchParams({ file_id: key }))
      if (typeof status === "string") {
        this.#onTheirWay.delete(delivery) // offered again when the page is opened again
        return this.#ear.onTrouble(status)
      }
      if (status === 204) break
      this.#ear.onTrouble(status === 401 ? SIGNED_OUT : AWAY)
      await this.#pause(retryDelay(failures))
      if (this.#life.signal.aborted) return
    }
    await delivery.forget()
    this.#onTheirWay.delete(delivery)
    this.#ear.onTrouble("")
    this.#ear.onKept(statement)
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((done) => {
      setTimeout(done, ms)
      addEventListener("online", () => done(), { once: true, signal: this.#life.signal })
    })
  }
}

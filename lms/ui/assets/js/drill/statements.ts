import { needed } from "../lib/needed.ts"
import { countOf, freshen } from "./attempts.ts"

/** The statements of a drill on its page: which of them is open, whose words have been heard, and which are answered. */
export class Statements {
  #root: HTMLElement
  #all: HTMLElement[]
  #here = 0 // which of them is open
  #heard = new Set<HTMLElement>() // of which the words were shown

  constructor(root: HTMLElement) {
    this.#root = root
    this.#all = [...root.querySelectorAll<HTMLElement>("[data-statement]")]
  }

  get here(): HTMLElement { return this.#all[this.#here]! }
  get name(): string { return this.here.dataset.statement ?? "" }
  get isLast(): boolean { return this.#here === this.#all.length - 1 }

  /** How many attempts there are at the open one. */
  get attempts(): number { return countOf(attemptsOf(this.here)) }

  named(statement: string | undefined): HTMLElement | undefined {
    return this.#all.find(({ dataset }) => dataset.statement === statement)
  }

  /** Which one it is, from 1 on; 0 where it is no longer here. */
  numberOf(statement: string | undefined): number {
    return this.#all.findIndex(({ dataset }) => dataset.statement === statement) + 1
  }

  /** Open the one that the address names, else the first that isn’t answered. */
  openFirst(): void {
    const named = this.#all.findIndex(({ id }) => `#${id}` === location.hash)
    const unanswered = this.#all.findIndex((statement) => !countOf(attemptsOf(statement)))
    this.#open(Math.max(0, named < 0 ? unanswered : named))
  }

  openNext(): void {
    this.#open(this.#here + 1)
    this.#tellAddress()
  }

  openNamed(statement: string): void {
    const found = this.numberOf(statement)
    if (found) this.#open(found - 1)
    this.#tellAddress()
  }

  /** Show the words of the open one: they are being said. */
  unveil(): void {
    this.#heard.add(this.here)
    this.#veil(false)
  }

  /** Fetch the attempts at one anew, and show whether it is answered. Throws where they don’t come. */
  async freshen(statement: HTMLElement): Promise<void> {
    const place = attemptsOf(statement)
    await freshen(place, statement.dataset.attemptsHref ?? "")
    const isAnswered = countOf(place) > 0
    const step = needed(this.#root, `[data-step="${statement.dataset.statement}"]`)
    step.toggleAttribute("data-answered", isAnswered)
    needed(step, "[data-step-words]").textContent = isAnswered ? ", answered" : ", not answered yet"
    needed(this.#root, "[data-answered-count]").textContent = String(this.#root.querySelectorAll("[data-step][data-answered]").length)
  }

  #open(index: number): void {
    this.#here = index
    for (const [place, statement] of this.#all.entries()) statement.hidden = place !== index
    for (const step of this.#root.querySelectorAll<HTMLElement>("nav [data-step]")) {
      if (step.dataset.step === this.name) step.setAttribute("aria-current", "step")
      else step.removeAttribute("aria-current")
    }
    needed(this.here, "[data-place]").append(needed(this.#root, "[data-stage]"))
    needed(this.#root, "[data-next-words]").textContent = this.isLast ? "To handing in" : "Next statement"
    this.#veil(!this.#heard.has(this.here) && !this.attempts)
  }

  /** What is answered on the spot isn’t read beforehand. */
  #veil(isVeiled: boolean): void {
    needed(this.here, "[data-veil]").hidden = !isVeiled
    needed(this.here, "[data-words]").hidden = isVeiled
  }

  #tellAddress(): void {
    history.replaceState(null, "", `#${this.here.id}`)
  }
}

function attemptsOf(statement: HTMLElement): HTMLElement { return needed(statement, "[data-attempts]") }

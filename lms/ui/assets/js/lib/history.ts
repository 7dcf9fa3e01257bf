/** Steps that can be undone and done again. What is typed in one go is one step. */
export class History<State> {
  now: State
  #past: State[] = []
  #future: State[] = []
  #going = ""

  constructor(now: State) { this.now = now }

  /** `going` names what is being typed: the same name again adds to the same step; none is a step of its own. */
  add(state: State, going = ""): void {
    if (!going || going !== this.#going) this.#past.push(this.now)
    this.#going = going
    this.#future = []
    this.now = state
  }

  /** Whatever is typed next is a new step. */
  pause(): void { this.#going = "" }

  undo(): boolean { return this.#move(this.#past, this.#future) }
  redo(): boolean { return this.#move(this.#future, this.#past) }

  get canUndo(): boolean { return this.#past.length > 0 }
  get canRedo(): boolean { return this.#future.length > 0 }

  #move(from: State[], to: State[]): boolean {
    const state = from.pop()
    if (state === undefined) return false
    to.push(this.now)
    this.now = state
    this.#going = ""
    return true
  }
}

const BEGINS = 6 // pixels

/** Somebody who is dragged from group to group, by mouse on the whole card or by finger at its grip. */
export class Drag {
  #person: HTMLElement | null = null
  #ghost: HTMLElement | null = null
  #over: HTMLElement | null = null
  #from = { x: 0, y: 0 }

  #hasDragged = false
  readonly board: HTMLElement
  readonly drop: (person: string, place: string) => void

  constructor(board: HTMLElement, drop: (person: string, place: string) => void) {
    this.board = board
    this.drop = drop
  }

  listen(signal: AbortSignal): void {
    this.board.addEventListener("pointerdown", (event) => this.#begin(event), { signal })
    this.board.addEventListener("click", (event) => this.#swallow(event), { signal, capture: true })
    addEventListener("pointermove", (event) => this.#go(event), { signal })
    addEventListener("pointerup", () => this.#end(true), { signal })
    addEventListener("pointercancel", () => this.#end(false), { signal })
    addEventListener("keydown", (event) => event.key === "Escape" && this.#end(false), { signal })
  }

  #begin(event: PointerEvent): void {
    const target = event.target as Element
    const person = target.closest<HTMLElement>(".board-person")
    if (!person?.querySelector("[data-grip]") || event.button) return
    if (event.pointerType !== "mouse" && !target.closest("[data-grip]")) return
    if (event.pointerType === "mouse" && target.closest("[data-grip]")) event.preventDefault()
    this.#person = person
    this.#from = { x: event.clientX, y: event.clientY }
  }

  #go(event: PointerEvent): void {
    if (!this.#person) return
    if (!this.#ghost && Math.hypot(event.clientX - this.#from.x, event.clientY - this.#from.y) < BEGINS) return
    event.preventDefault()
    this.#ghost ??= this.#raise(this.#person)
    this.#ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`
    const under = document.elementFromPoint(event.clientX, event.clientY)
    const place = under?.closest<HTMLElement>("[data-place]:not([data-closed])") ?? null
    const target = place && this.board.contains(place) && !place.contains(this.#person) ? place : null
    if (target === this.#over) return
    this.#over?.removeAttribute("data-over")
    target?.setAttribute("data-over", "")
    this.#over = target
  }

  #raise(person: HTMLElement): HTMLElement {
    const ghost = document.createElement("div")
    ghost.className = "board-ghost"
    ghost.textContent = person.querySelector("[data-pick]")?.firstChild?.textContent ?? ""
    document.body.append(ghost)
    person.setAttribute("data-dragged", "")
    getSelection()?.removeAllRanges()
    return ghost
  }

  #end(isDropped: boolean): void {
    const person = this.#person?.dataset.person
    const place = this.#over?.dataset.place
    const wasDragged = this.#ghost !== null
    this.#person?.removeAttribute("data-dragged")
    this.#over?.removeAttribute("data-over")
    this.#ghost?.remove()
    this.#person = this.#ghost = this.#over = null
    this.#hasDragged = wasDragged
    if (wasDragged) setTimeout(() => (this.#hasDragged = false))
    if (isDropped && wasDragged && person && place) this.drop(person, place)
  }

  /** The click that ends a drag picks nobody. */
  #swallow(event: MouseEvent): void {
    if (!this.#hasDragged) return
    this.#hasDragged = false
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}

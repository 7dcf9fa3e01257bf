import { saidState, type State } from "../lib/draft.ts"
import { between, copied, DAYS, firstInSight, moved, painted, saidArea, stroke, type Cell, type Level } from "../lib/week.ts"
import { Saver, type Answer } from "./saver.ts"
import { HoursTable } from "./table.ts"
import { listenToTouch } from "./touch.ts"

const UNDONE_MOST = 50

/**
 * <hours-grid data-week data-seen> makes a week to paint of the form inside: by mouse, finger or keyboard, saved as painted.
 *
 * Its tools stand in the page's template of [data-tools]. Without it the form of typed times does the same.
 */
export class HoursGrid extends HTMLElement {
  #life = new AbortController()
  #week = ""
  #before: string[] = []
  #first = 0
  #begun: Cell | null = null
  #reached: Cell | null = null
  #isDown = false
  #other: { seen: string; week: string } | null = null
  #table!: HoursTable
  #saver!: Saver

  connectedCallback(): void {
    this.#life = new AbortController()
    const form = this.querySelector("form")
    const tools = this.querySelector<HTMLElement>("[data-tools]")
    if (!form || !tools) return
    this.#week = this.dataset.week ?? ""
    this.#first = firstInSight(this.#week)
    this.#table = new HoursTable(this.dataset.label ?? "")
    this.querySelector("[data-grid]")?.replaceChildren(this.#table.root)
    const token = () => String(new FormData(form).get("csrf_token") ?? "")
    this.#saver = new Saver(form.action, token, () => this.#week, this.dataset.seen ?? "0", (state, answer) => this.#answered(state, answer))
    form.hidden = true
    tools.hidden = false
    this.#listen()
    this.#show()
  }

  disconnectedCallback(): void {
    this.#saver?.stop()
    this.#life.abort()
  }

  #listen(): void {
    const { signal } = this.#life
    const grid = this.#table.root
    grid.addEventListener("pointerdown", (event) => this.#down(event), { signal })
    grid.addEventListener("pointerover", (event) => this.#isDown && this.#reachFrom(event.target), { signal })
    addEventListener("pointerup", () => this.#isDown && this.#end(), { signal })
    addEventListener("pointercancel", () => this.#cancel(), { signal })
    const hand = { begin: (cell: Cell) => this.#begin(cell), reach: (cell: Cell) => this.#reach(cell), end: () => this.#end(), cancel: () => this.#cancel() }
    listenToTouch(grid, (target) => this.#table.cellOf(target), hand, signal)
    grid.addEventListener("focusin", (event) => this.#follow(event.target), { signal })
    grid.addEventListener("keydown", (event) => this.#press(event), { signal })
    this.addEventListener("click", (event) => this.#use(event.target as Element), { signal })
    addEventListener("online", () => this.#saver.changed(), { signal })
    addEventListener("pagehide", () => this.#saver.flush(), { signal })
  }

  get #brush(): Level {
    return (this.querySelector<HTMLInputElement>("[name=brush]:checked")?.value ?? "2") as Level
  }

  #down(event: PointerEvent): void {
    const cell = this.#table.cellOf(event.target)
    if (!cell || event.pointerType === "touch" || event.button !== 0) return
    event.preventDefault()
    this.#isDown = true
    this.#begin(cell)
  }

  /** The focus may come by other ways than ours, a screen reader's say. */
  #follow(target: EventTarget | null): void {
    const cell = this.#table.cellOf(target)
    if (cell) this.#table.focus(cell, null)
  }

  #begin(cell: Cell): void {
    this.#begun = this.#reached = cell
    this.#table.focus(cell, { preventScroll: true })
    this.#show()
  }

  #reachFrom(target: EventTarget | null): void {
    const cell = this.#table.cellOf(target)
    if (cell) this.#reach(cell)
  }

  #reach(cell: Cell): void {
    this.#reached = cell
    this.#show()
  }

  #end(): void {
    this.#isDown = false
    if (this.#begun && this.#reached) this.#fill(this.#begun, this.#reached)
    this.#cancel()
  }

  #cancel(): void {
    this.#isDown = false
    this.#begun = this.#reached = null
    this.#show()
  }

  #fill(from: Cell, to: Cell): void {
    const level = stroke(this.#week, from, this.#brush)
    this.#change(painted(this.#week, between(from, to), level))
    this.#say(saidArea(from, to, level))
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = this.#table.focused
    if (event.key === " " || event.key === "Enter") this.#fill(this.#begun ?? at, at)
    if (event.key === " " || event.key === "Enter" || event.key === "Escape") {
      event.preventDefault()
      return this.#cancel()
    }
    const to = moved(at, event.key, this.#first)
    if (to.day === at.day && to.half === at.half && !event.key.startsWith("Arrow")) return
    event.preventDefault()
    this.#begun = event.shiftKey ? (this.#begun ?? at) : null
    this.#reached = event.shiftKey ? to : null
    this.#table.focus(to)
    this.#show()
    if (this.#begun) this.#say(saidArea(this.#begun, to))
  }

  #use(target: Element): void {
    const button = target.closest<HTMLElement>("button[data-do]")
    if (button?.dataset.do === "undo") this.#undo()
    if (button?.dataset.do === "copy") this.#copy()
    if (button?.dataset.do === "night") this.#night()
    if (button?.dataset.do === "mine" || button?.dataset.do === "theirs") this.#settle(button.dataset.do)
  }

  #change(week: string): void {
    if (week === this.#week) return
    this.#before = [...this.#before, this.#week].slice(-UNDONE_MOST)
    this.#week = week
    this.#show()
    this.#saver.changed()
  }

  #undo(): void {
    const before = this.#before.pop()
    if (before === undefined) return this.#say("Nothing to undo.")
    this.#week = before
    this.#say("Undone.")
    this.#show()
    this.#saver.changed()
  }

  #copy(): void {
    const [from, to] = ["from", "to"].map((name) => this.querySelector<HTMLSelectElement>(`[data-copy=${name}]`)?.value ?? "0")
    const days = to === "all" ? DAYS.map((_, day) => day) : to === "workdays" ? [0, 1, 2, 3, 4] : [Number(to)]
    this.#change(copied(this.#week, Number(from), days))
    this.#say(`${DAYS[Number(from)]} is copied.`)
  }

  #night(): void {
    this.#first = this.#first ? 0 : 12
    this.#show()
  }

  #settle(choice: string): void {
    if (!this.#other) return
    const { seen, week } = this.#other
    if (choice === "theirs") this.#week = week
    this.#other = null
    this.#saver.settle(seen, week)
    this.#show()
  }

  #answered(state: State, answer: Answer): void {
    this.dataset.state = state
    if (state === "conflict") this.#other = { seen: String(answer.seen ?? "0"), week: answer.week ?? this.#week }
    const line = this.querySelector("[data-line]")
    const said = state === "conflict" ? "Not saved: these hours were changed in another window." : state === "offline" ? "No connection. Your hours are sent when it is back." : saidState(state, answer.saved_at_text ?? answer.message)
    if (line && line.textContent !== said) line.textContent = said
    const outlook = document.querySelector("[data-outlook]")
    if (outlook && answer.outlook) outlook.innerHTML = answer.outlook
    this.#show()
  }

  #show(): void {
    const chosen = this.#begun && this.#reached ? between(this.#begun, this.#reached) : []
    this.#table.show(this.#week, chosen, this.#first)
    const conflict = this.querySelector<HTMLElement>("[data-conflict]")
    if (conflict) conflict.hidden = this.#other === null
    const night = this.querySelector("[data-do=night]")
    if (night) night.textContent = this.#first ? "Show midnight to 6 AM" : "Hide midnight to 6 AM"
  }

  #say(sentence: string): void {
    const line = this.querySelector("[data-said]")
    if (line) line.textContent = sentence
  }
}

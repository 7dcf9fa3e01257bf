import { DAYS, HALVES, saidCell, levelAt, type Cell } from "../lib/week.ts"

const name = ({ day, half }: Cell) => `${day}-${half}`

/** The week as a grid of half hours: what it shows, and which cell has the focus. Decides nothing. */
export class HoursTable {
  readonly root = document.createElement("table")
  readonly #cells = new Map<string, HTMLTableCellElement>()
  #focused: Cell = { day: 0, half: 36 }

  constructor(labelledBy: string) {
    this.root.className = "hours-grid"
    this.root.setAttribute("role", "grid")
    this.root.setAttribute("aria-labelledby", labelledBy)
    this.root.setAttribute("aria-multiselectable", "true")
    this.root.createCaption().className = "visually-hidden"
    this.root.caption!.textContent = "Half hours of your week, by day"
    this.root.append(this.#head(), this.#body())
    this.#tabbable(this.#focused, true)
  }

  get focused(): Cell {
    return this.#focused
  }

  cellOf(target: EventTarget | null): Cell | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>("td[data-day]") : null
    return cell && this.root.contains(cell) ? { day: Number(cell.dataset.day), half: Number(cell.dataset.half) } : null
  }

  /** Gives a cell the focus; the page stays where it is under somebody's hand. */
  focus(cell: Cell, options: FocusOptions | null = {}): void {
    this.#tabbable(this.#focused, false)
    this.#focused = cell
    this.#tabbable(cell, true)
    if (options) this.#cells.get(name(cell))?.focus(options)
  }

  /** Shows the levels, which cells are chosen, and from which half hour on. */
  show(week: string, chosen: Cell[], first: number): void {
    const names = new Set(chosen.map(name))
    for (const [key, cell] of this.#cells) {
      const at = { day: Number(cell.dataset.day), half: Number(cell.dataset.half) }
      cell.dataset.level = levelAt(week, at)
      cell.setAttribute("aria-label", saidCell(week, at))
      cell.setAttribute("aria-selected", String(names.has(key)))
    }
    for (const row of this.root.tBodies[0]?.rows ?? []) row.hidden = Number(row.dataset.half) < first
    if (this.#focused.half < first) this.focus({ ...this.#focused, half: first }, null)
  }

  #tabbable(cell: Cell, yes: boolean): void {
    const found = this.#cells.get(name(cell))
    if (found) found.tabIndex = yes ? 0 : -1
  }

  #head(): HTMLTableSectionElement {
    const head = document.createElement("thead")
    const row = head.insertRow()
    const corner = document.createElement("td")
    row.append(corner, ...DAYS.map((day) => heading("col", day.slice(0, 3), day)))
    return head
  }

  #body(): HTMLTableSectionElement {
    const body = document.createElement("tbody")
    for (let half = 0; half < HALVES; half++) {
      const row = body.insertRow()
      row.dataset.half = String(half)
      const hour = half / 2
      row.append(half % 2 ? document.createElement("td") : heading("row", `${hour % 12 || 12} ${hour < 12 ? "AM" : "PM"}`))
      row.append(...DAYS.map((_, day) => this.#cell({ day, half })))
    }
    return body
  }

  #cell(at: Cell): HTMLTableCellElement {
    const cell = document.createElement("td")
    cell.setAttribute("role", "gridcell")
    cell.tabIndex = -1
    cell.dataset.day = String(at.day)
    cell.dataset.half = String(at.half)
    this.#cells.set(name(at), cell)
    return cell
  }
}

function heading(scope: string, text: string, whole?: string): HTMLTableCellElement {
  const cell = document.createElement("th")
  cell.scope = scope
  cell.textContent = text
  if (whole) cell.setAttribute("aria-label", whole)
  return cell
}

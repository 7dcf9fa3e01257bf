import type { Cell } from "../lib/week.ts"

const HOLD_MS = 220
const STIRS_PX = 10

export interface Hand { begin(cell: Cell): void; reach(cell: Cell): void; end(): void; cancel(): void }

/** A finger: a tap is one cell; held for a moment it paints as it goes; moved at once it scrolls the page, as ever. */
export function listenToTouch(grid: HTMLElement, cellOf: (target: EventTarget | null) => Cell | null, hand: Hand, signal: AbortSignal): void {
  let begun: { cell: Cell; x: number; y: number } | null = null
  let isPainting = false
  let timer = 0

  const stop = () => {
    clearTimeout(timer)
    begun = null
    isPainting = false
  }
  const start = (event: TouchEvent) => {
    const touch = event.touches[0]
    const cell = cellOf(event.target)
    if (isPainting) hand.cancel()
    stop()
    if (!touch || !cell || event.touches.length > 1) return
    begun = { cell, x: touch.clientX, y: touch.clientY }
    timer = setTimeout(() => {
      isPainting = true
      hand.begin(cell)
    }, HOLD_MS)
  }
  const move = (event: TouchEvent) => {
    const touch = event.touches[0]
    if (!begun || !touch) return
    if (!isPainting) {
      if (Math.hypot(touch.clientX - begun.x, touch.clientY - begun.y) > STIRS_PX) stop()
      return
    }
    event.preventDefault()
    const cell = cellOf(document.elementFromPoint(touch.clientX, touch.clientY))
    if (cell) hand.reach(cell)
  }
  const end = (event: TouchEvent) => {
    if (!begun) return
    event.preventDefault() // or a click comes after it
    if (!isPainting) hand.begin(begun.cell)
    hand.end()
    stop()
  }
  grid.addEventListener("touchstart", start, { signal, passive: true })
  grid.addEventListener("touchmove", move, { signal, passive: false })
  grid.addEventListener("touchend", end, { signal })
  grid.addEventListener("touchcancel", () => (isPainting && hand.cancel(), stop()), { signal })
  grid.addEventListener("contextmenu", (event) => begun && event.preventDefault(), { signal })
}

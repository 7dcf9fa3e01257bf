import { timecode } from "../lib/clock.ts"
import { type Tile, tileAt, tiles } from "../lib/storyboard.ts"

/** Shows the storyboard's picture above the seek bar, where the pointer is. */
export class Preview {
  #box: HTMLElement
  #bar: HTMLInputElement
  #href: () => string
  #tiles: Promise<Tile[]> | null = null

  constructor(box: HTMLElement, bar: HTMLInputElement, href: () => string) {
    this.#box = box
    this.#bar = bar
    this.#href = href
  }

  listen(signal: AbortSignal): void {
    this.#bar.addEventListener("pointermove", (event) => void this.#show(event), { signal })
    for (const end of ["pointerleave", "pointercancel", "blur"]) this.#bar.addEventListener(end, () => (this.#box.hidden = true), { signal })
  }

  async #show({ offsetX }: PointerEvent): Promise<void> {
    const part = Math.min(1, Math.max(0, offsetX / this.#bar.clientWidth))
    const second = part * Number(this.#bar.max)
    if (!this.#href()) return
    this.#tiles ??= this.#fetch()
    const tile = tileAt(await this.#tiles, second)
    if (!tile || !this.#bar.matches(":hover")) return
    const style = this.#box.style
    style.backgroundImage = `url("${new URL(tile.sheet, new URL(this.#href(), location.href)).pathname}")`
    style.backgroundPosition = `-${tile.x}px -${tile.y}px`
    style.inlineSize = `${tile.width}px`
    style.blockSize = `${tile.height}px`
    style.insetInlineStart = `${Math.min(Math.max(0, part * this.#bar.clientWidth - tile.width / 2), this.#bar.clientWidth - tile.width)}px`
    this.#box.textContent = timecode(second)
    this.#box.hidden = false
  }

  async #fetch(): Promise<Tile[]> {
    try {
      const answer = await fetch(this.#href())
      return answer.ok ? tiles(await answer.text()) : []
    } catch {
      return []
    }
  }
}

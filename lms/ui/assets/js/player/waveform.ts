import { STEP, bars, outline, peaksIn } from "../lib/waveform.ts"

const NEAR = "200px"
const PIXELS = 4 // of a bar and the gap after it
const SVG = "http://www.w3.org/2000/svg"

/** Draws how loud each moment is behind the line of a player that is only heard: once it comes near, and no sooner. */
export class Waveform {
  #player: HTMLElement
  #line: HTMLElement
  #isAsked = false

  constructor(player: HTMLElement, line: HTMLElement) {
    this.#player = player
    this.#line = line
  }

  listen(signal: AbortSignal): void {
    if (!("heard" in this.#player.dataset)) return
    const nearing = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && void this.draw(), { rootMargin: NEAR })
    nearing.observe(this.#line)
    signal.addEventListener("abort", () => nearing.disconnect())
  }

  /** Draw it, if it is known where it is; of what is logged that is told with the viewing. */
  async draw(): Promise<void> {
    const href = this.#player.dataset.waveform
    if (this.#isAsked || !href || !("heard" in this.#player.dataset)) return
    this.#isAsked = true
    const heights = bars(await this.#fetch(href), Math.floor(this.#line.clientWidth / PIXELS))
    if (!heights.length) return
    this.#line.querySelector("[data-wave]")?.replaceChildren(drawing(heights, "rest"), drawing(heights, "played"))
    this.#line.dataset.drawn = ""
  }

  async #fetch(href: string): Promise<number[]> {
    try {
      const answer = await fetch(href)
      return answer.ok ? peaksIn(await answer.json()) : []
    } catch {
      return []
    }
  }
}

function drawing(heights: readonly number[], part: "rest" | "played"): SVGElement {
  const drawn = document.createElementNS(SVG, "svg")
  drawn.setAttribute("viewBox", `0 0 ${heights.length * STEP} 100`)
  drawn.setAttribute("preserveAspectRatio", "none")
  drawn.dataset.part = part
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", outline(heights))
  drawn.append(path)
  return drawn
}

import { share } from "../lib/moments.ts"

export interface Mark {
  ms: number
  kind: string
}

/** Draw what is pinned into the player's line. A picture only: the lists beside it are what people use. */
export function drawMarks(player: HTMLElement, marks: readonly Mark[]): void {
  const line = player.querySelector("[data-marks]")
  line?.replaceChildren(...marks.map((mark) => drawing(mark, Number(player.dataset.durationMs))))
}

/** What others marked in it while they watched: buttons with [data-seen-ms] inside the player. */
export function seenIn(player: HTMLElement): Mark[] {
  return [...player.querySelectorAll<HTMLElement>("[data-seen-ms]")].map((seen) => ({ ms: Number(seen.dataset.seenMs), kind: "seen" }))
}

function drawing({ ms, kind }: Mark, durationMs: number): HTMLElement {
  const drawn = document.createElement("span")
  drawn.className = "player__mark-at"
  drawn.dataset.kind = kind
  drawn.style.setProperty("--at", String(share(ms, durationMs)))
  return drawn
}

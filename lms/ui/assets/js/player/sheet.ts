import type { Liked } from "./liking.ts"

const NAMES: Record<number, string> = { 0: "Sound only" }

/** The player's settings: fields that show what is liked and say what is chosen. */
export class Sheet {
  #root: HTMLElement
  #onChoice: (part: Partial<Liked>) => void

  constructor(root: HTMLElement, onChoice: (part: Partial<Liked>) => void) {
    this.#root = root
    this.#onChoice = onChoice
  }

  listen(signal: AbortSignal): void {
    this.#root.closest("details")?.addEventListener("toggle", () => this.#root.scrollIntoView({ block: "nearest" }), { signal })
    this.#root.addEventListener("change", (event) => {
      const field = event.target as HTMLSelectElement
      const name = field.name as keyof Liked
      const value = field.value || null
      this.#onChoice({ [name]: name === "lines" || name === "speed_percent" ? value && Number(value) : value })
    }, { signal })
  }

  /** Let the fields say what is liked. */
  show(liked: Liked): void {
    for (const [name, value] of Object.entries(liked)) {
      const field = this.#field(name)
      if (field) field.value = String(value ?? "")
      if (field && field.selectedIndex < 0) field.value = ""
    }
  }

  /** The speed so many steps faster than one, in percent, as far as the fields offer any. */
  speedFrom(percent: number, steps: number): number {
    const speeds = [...(this.#field("speed_percent")?.options ?? [])].map(({ value }) => Number(value))
    return speeds[Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(percent) + steps))] ?? percent
  }

  /** Offer the qualities that there are, best first, by the lines of their pictures. */
  offerQualities(lines: readonly number[]): void {
    const offers = [...new Set(lines)].sort((one, other) => other - one)
    this.#offer("lines", "Automatic", offers.map((count) => [String(count), NAMES[count] ?? `${count}p`]))
  }

  /** Offer the captions that there are; without any the field says so. */
  offerCaptions(tracks: readonly TextTrack[]): void {
    this.#offer("captions", tracks.length ? "Off" : "None yet", tracks.map(({ language, label }) => [language, label]))
  }

  #offer(name: string, none: string, offers: [string, string][]): void {
    const field = this.#field(name)
    if (!field) return
    const kept = field.value
    field.replaceChildren(new Option(none, ""), ...offers.map(([value, label]) => new Option(label, value)))
    field.value = kept
    if (field.selectedIndex < 0) field.value = ""
    field.disabled = !offers.length
  }

  #field(name: string): HTMLSelectElement | null {
    return this.#root.querySelector<HTMLSelectElement>(`select[name="${name}"]`)
  }
}
